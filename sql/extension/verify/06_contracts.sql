-- 06_contracts.sql
--
-- Provision 6: the contract and its annex.

CREATE FUNCTION secretxfer.verify_provision_6() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT 'unlawful'::secretxfer.severity, v.rule, 'contracts', k.case_no, v.detail, k.case_no
	FROM secretxfer.contracts k
	JOIN secretxfer.cases c ON c.case_no = k.case_no
	CROSS JOIN LATERAL (SELECT
		secretxfer.is_blank(k.control_during_works) OR secretxfer.is_blank(k.control_after_works)
			OR secretxfer.is_blank(k.contractor_liability) AS without_control,
		secretxfer.is_blank(k.protection_financing) AS without_financing,
		secretxfer.is_blank(k.responsible_unit) OR secretxfer.is_blank(k.unit_designated_by) AS without_unit,
		NOT c.information_system_service AND NOT secretxfer.is_blank(k.information_statement) AS with_statement,
		c.information_system_service AND secretxfer.is_blank(k.information_statement) AS without_statement) AS is_
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r06_control_and_liability', is_.without_control, 'Control and liability are not settled.'),
		('secretxfer_r06_financing', is_.without_financing, 'The financing is not settled.'),
		('secretxfer_r06_responsible_unit', is_.without_unit, 'No unit is designated.'),
		('secretxfer_r06_information_system', is_.with_statement,
			'It bears a statement and is not of information-system service.'),
		('secretxfer_r06_information_statement', is_.without_statement,
			'It is of information-system service and bears no statement.')) AS v (rule, broken, detail)
	WHERE (is_.without_control OR is_.without_financing OR is_.without_unit OR is_.with_statement OR is_.without_statement)
	  AND v.broken
	UNION ALL
	SELECT v.severity::secretxfer.severity, 'secretxfer_r06_system_mark', 'cases', c.case_no, v.detail, c.case_no
	FROM secretxfer.cases c
	CROSS JOIN LATERAL (VALUES
		('unlawful', c.system_mark IS NOT NULL, 'It states the mark of a system and is not of information-system service.'),
		-- version 1.0 asked for no mark
		('warning', c.system_mark IS NULL, 'The mark of the serviced information system is not known.'))
		AS v (severity, broken, detail)
	WHERE c.information_system_service = (c.system_mark IS NULL)
	  AND v.broken
	UNION ALL
	SELECT 'unlawful', v.rule, 'contract_amendments', concat_ws(', ', a.case_no, a.amendment_no), v.detail, a.case_no
	FROM secretxfer.contract_amendments a
	JOIN secretxfer.cases c ON c.case_no = a.case_no
	LEFT JOIN secretxfer.contracts k ON k.case_no = a.case_no
	CROSS JOIN LATERAL (
		SELECT ARRAY[a.control_during_works, a.control_after_works, a.contractor_liability, a.protection_financing,
			a.permit_no, a.clearance_no, a.responsible_unit, a.unit_designated_by, a.information_statement] AS terms) AS it
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r06_amended_terms', array_remove(it.terms, NULL) = '{}'
			OR EXISTS (SELECT FROM unnest(it.terms) AS t (term) WHERE t.term IS NOT NULL AND secretxfer.is_blank(t.term)),
			'It replaces no term, or a term by nothing.'),
		('secretxfer_r06_amended_terms', (a.responsible_unit IS NULL) <> (a.unit_designated_by IS NULL),
			'It replaces the unit and not the order that designates the unit, or the other way round.'),
		('secretxfer_r06_amendment_after_contract', a.concluded_on < k.concluded_on, 'It is dated before the contract.'),
		('secretxfer_r06_amended_once_a_day', EXISTS (
			SELECT FROM secretxfer.contract_amendments b
			WHERE b.case_no = a.case_no AND b.concluded_on = a.concluded_on AND b.amendment_no <> a.amendment_no
			  AND EXISTS (
				SELECT FROM unnest(it.terms, ARRAY[b.control_during_works, b.control_after_works,
					b.contractor_liability, b.protection_financing,
					b.permit_no, b.clearance_no, b.responsible_unit, b.unit_designated_by, b.information_statement]) AS t (one, other)
				WHERE t.one IS NOT NULL AND t.other IS NOT NULL)),
			'Another amendment of the day replaces the same term.'),
		('secretxfer_r06_information_system',
			NOT c.information_system_service AND NOT secretxfer.is_blank(a.information_statement),
			'It bears a statement and is not of information-system service.')) AS v (rule, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r06_information_system', e.name, e.key,
		'The case is not one of information-system service.', e.case_no
	FROM (
		SELECT 'requests', concat_ws(', ', case_no, request_no), case_no
		FROM secretxfer.requests WHERE NOT secretxfer.is_blank(information_statement)
		UNION ALL
		SELECT 'system_accesses', concat_ws(', ', case_no, clearance_no, granted_on), case_no
		FROM secretxfer.system_accesses
	) AS e (name, key, case_no)
	JOIN secretxfer.cases c ON c.case_no = e.case_no
	WHERE NOT c.information_system_service
	UNION ALL
	SELECT 'unlawful', v.rule, 'contract_items', concat_ws(', ', a.case_no, a.annex_no), v.detail, a.case_no
	FROM secretxfer.contract_items a
	LEFT JOIN secretxfer.contracts k ON k.case_no = a.case_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r06_contract_first', k.case_no IS NULL, 'There is no contract to which it could be annexed.'),
		('secretxfer_r06_annex_after_contract', a.annexed_on < k.concluded_on,
			'It is dated before the contract.')) AS v (rule, broken, detail)
	WHERE (k.case_no IS NULL OR a.annexed_on < k.concluded_on) AND v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r06_annex_first', 'notices',
		concat_ws(', ', n.case_no, n.notice_no, n.sent_on, n.recipient),
		'The annex listed no carrier by the day of the notice.', n.case_no
	FROM secretxfer.notices n
	JOIN secretxfer.cases c ON c.case_no = n.case_no
	WHERE n.kind = 'contract' AND NOT c.information_system_service
	  AND EXISTS (SELECT FROM secretxfer.contracts k WHERE k.case_no = n.case_no)
	  AND NOT EXISTS (SELECT FROM secretxfer.contract_items a WHERE a.case_no = n.case_no AND a.annexed_on <= n.sent_on)
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_6() IS
'verify(), provision 6: the contract and its annex.';
