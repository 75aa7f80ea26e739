-- 02_parties.sql
--
-- Provision 2: who takes part.

CREATE FUNCTION secretxfer.verify_provision_2() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT 'unlawful'::secretxfer.severity, v.rule, v.name, v.key, v.detail, e.case_no
	FROM (
		SELECT 'cases', case_no, case_no, customer, contractor FROM secretxfer.cases
		UNION ALL
		SELECT 'supplements', concat_ws(', ', s.case_no, s.supplement_no), s.case_no, s.successor, c.contractor
		FROM secretxfer.supplements s JOIN secretxfer.cases c ON c.case_no = s.case_no
	) AS e (name, key, case_no, customer, contractor)
	JOIN secretxfer.parties customer ON customer.idn = e.customer
	JOIN secretxfer.parties contractor ON contractor.idn = e.contractor
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r02_customer_kind', e.name, e.key, customer.kind = 'citizen',
			'The customer is a citizen.'),
		('secretxfer_r02_contractor_kind', e.name, e.key, e.name = 'cases' AND contractor.kind = 'state_body',
			'The contractor is a state body.'),
		('secretxfer_r02_parties_differ', e.name, e.key, e.customer = e.contractor,
			'Customer and contractor are one.')) AS v (rule, name, key, broken, detail)
	WHERE (customer.kind = 'citizen' OR contractor.kind = 'state_body' OR e.customer = e.contractor) AND v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_2() IS
'verify(), provision 2: who takes part.';
