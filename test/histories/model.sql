-- model.sql
--
-- A second, independent statement of the Rules: what docs/rules.md says in English, said in
-- plain SQL over the register's tables.  The extension says the same in C.  Random histories
-- (generate.sql) put every entry to both and compare, so that each checks the other.
--
-- The schema model holds, in the order of the Rules, one function for each provision and each
-- table it guards.  A function is given the attempted entry and looks at the register as it
-- stands before the attempt; it returns the names of the rules that the entry breaks, without
-- the prefix secretxfer_.  An empty result means: lawful.  The function verdict() at the end
-- asks them all.
--
-- Nothing here calls a function of the extension.

CREATE SCHEMA model;
-- so that the functions can come in the order of the Rules
SET check_function_bodies = off;

-- Today is today in Asia/Almaty, whatever the session's time zone.
CREATE FUNCTION model.today() RETURNS date LANGUAGE sql STABLE AS $$
	SELECT (now() AT TIME ZONE 'Asia/Almaty')::date
$$;

-- Stated means: there, and not blank.
CREATE FUNCTION model.stated(field text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
	SELECT coalesce(field, '') !~ '^\s*$'
$$;

-- "Valid on day d" for permits and clearances.
CREATE FUNCTION model.valid_on(issued_on date, valid_until date, revoked_on date, day date)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
	SELECT coalesce(issued_on <= day AND day <= valid_until AND (revoked_on IS NULL OR day < revoked_on), false)
$$;

-- Whether a change of a party counts in a case from a day on; a liquidation always does, for nobody is left.
-- The end of the works of one case counts in no other.
CREATE FUNCTION model.concerns(pc secretxfer.party_changes, the_case text, since date) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
	SELECT (pc.effective_on >= since OR pc.kind = 'liquidation') AND coalesce(pc.case_no, the_case) = the_case
$$;

-- Whether a change of the customer waits for a supplement on a day: not once it is called off, nor where the customer
-- lives on and the contract was concluded later, or never.
CREATE FUNCTION model.waits(the_case text, pc secretxfer.party_changes, day date) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN (pc.called_off_on IS NULL OR pc.called_off_on > day)
		AND (pc.kind IN ('liquidation', 'works_terminated')
			 OR EXISTS (SELECT FROM secretxfer.contracts k WHERE k.case_no = the_case AND k.concluded_on <= pc.effective_on));
END
$$;

-- The first change of a party since a day that is not among those gone through, nor passed over by a day: one that
-- waits for nothing and has no supplement by then.  Nor does a change count once its supplement was gone through.
CREATE FUNCTION model.next_change(the_party text, the_case text, since date, gone text[], day date, without text[])
RETURNS SETOF secretxfer.party_changes LANGUAGE sql STABLE AS $$
	SELECT * FROM secretxfer.party_changes pc
	WHERE pc.party = the_party AND model.concerns(pc, the_case, since) AND pc.party || ' ' || pc.change_no <> ALL (gone)
	  AND (model.waits(the_case, pc, day)
		   OR EXISTS (SELECT FROM model.supplement_for(the_case, pc, without) s WHERE s.concluded_on <= day))
	  AND NOT model.gone_through(the_case, pc, gone, day, without)
	ORDER BY pc.effective_on, pc.change_no LIMIT 1
$$;

-- Whether the supplement of a change is one that was gone through.
CREATE FUNCTION model.gone_through(the_case text, pc secretxfer.party_changes, gone text[], day date, without text[] DEFAULT '{}')
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN EXISTS (SELECT FROM model.supplement_for(the_case, pc, without) s
				   WHERE s.concluded_on <= day AND s.party || ' ' || s.change_no = ANY (gone));
END
$$;

-- The supplement that settles a change in a case: the change's own or, if there is none, the first for another
-- change of the same party on that day or later.  One supplement (without) is left out of account.
CREATE FUNCTION model.supplement_for(the_case text, pc secretxfer.party_changes, without text[] DEFAULT '{}')
RETURNS SETOF secretxfer.supplements LANGUAGE sql STABLE AS $$
	SELECT s.* FROM secretxfer.supplements s
	JOIN secretxfer.party_changes named ON (named.party, named.change_no) = (s.party, s.change_no)
	WHERE s.case_no = the_case AND s.party = pc.party AND s.supplement_no <> ALL (without)
	  AND (s.change_no = pc.change_no OR pc.effective_on <= named.effective_on)
	  AND coalesce(pc.case_no, the_case) = the_case
	  -- who does not live on is not its own successor
	  AND NOT (s.successor = s.party AND pc.kind IN ('liquidation', 'works_terminated'))
	  -- one of before the change that it names stands only under a basis
	  AND named.effective_on <= s.concluded_on
	ORDER BY s.change_no = pc.change_no DESC, s.concluded_on, s.supplement_no LIMIT 1
$$;

-- The customers of a case up to a day (provision 10): the one who ordered the works, and then,
-- change by change, whom the supplement to the contract named as successor; it may be the
-- same, where the customer lives on.  A change counts for whoever is the customer then, and a
-- change without a supplement ends the series.  gone are the changes gone through, or about to get
-- another number; by_change is the change that the supplement names.  Supplements (without) are left out of account.
CREATE FUNCTION model.customers(the_case text, day date, gone_before text[] DEFAULT '{}', without text[] DEFAULT '{}')
RETURNS TABLE (place int, customer text, since date, gone text[], by_change text, by_supplement date)
LANGUAGE sql STABLE AS $$
	WITH RECURSIVE series AS (
		SELECT 0 AS place, c.customer, c.opened_on AS since, gone_before COLLATE "C" AS gone, NULL::text COLLATE "C" AS by_change,
			   NULL::date AS by_supplement
		FROM secretxfer.cases c WHERE c.case_no = the_case
		UNION ALL
		SELECT p.place + 1, s.successor, CASE WHEN s.successor = p.customer THEN p.since ELSE s.concluded_on END,
			   p.gone || ARRAY[pc.party || ' ' || pc.change_no, s.party || ' ' || s.change_no], s.change_no, s.concluded_on
		FROM series p
		CROSS JOIN LATERAL model.next_change(p.customer, the_case, p.since, p.gone, day, without) AS pc
		CROSS JOIN LATERAL model.supplement_for(the_case, pc, without) AS s
		WHERE pc.effective_on <= day AND s.concluded_on <= day AND p.place < 50
	)
	SELECT * FROM series
$$;

-- Who is the customer of a case on a day.
CREATE FUNCTION model.customer_on(the_case text, day date, gone text[] DEFAULT '{}', without text[] DEFAULT '{}')
RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN (
		SELECT c.customer FROM model.customers(the_case, day, customer_on.gone, without) AS c
		ORDER BY place DESC LIMIT 1);
END
$$;

-- Whether the customer of a day had come to its end by then, or its works in the case, and nobody succeeded.
CREATE FUNCTION model.customer_ended(the_case text, day date, without text[]) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN EXISTS (
		SELECT FROM (SELECT * FROM model.customers(the_case, day, '{}', without) ORDER BY place DESC LIMIT 1) AS c
		JOIN secretxfer.party_changes pc ON pc.party = c.customer
		WHERE pc.kind IN ('liquidation', 'works_terminated') AND pc.effective_on <= day
		  AND (pc.called_off_on IS NULL OR pc.called_off_on > day) AND model.concerns(pc, the_case, c.since)
		  AND NOT EXISTS (SELECT FROM model.supplement_for(the_case, pc, without) s WHERE s.concluded_on <= day));
END
$$;

------------------------------------------------------------------------------------------
-- r00: the register's own discipline
------------------------------------------------------------------------------------------

-- What the register's page says of the fields: which make the key, which are mandatory
-- without a provision of their own, which are dates and which of these may lie ahead, which
-- are set when what the entry records comes to its end, which change in life and never settle,
-- which say what an event is of.
CREATE TABLE model.tables (
	tbl text PRIMARY KEY,
	key text[] NOT NULL,
	mandatory text[] NOT NULL,
	dates text[] NOT NULL DEFAULT '{}',
	ahead text[] NOT NULL DEFAULT '{}',
	closing text[] NOT NULL DEFAULT '{}',
	living text[] NOT NULL DEFAULT '{}',
	identity text[] NOT NULL DEFAULT '{}');

INSERT INTO model.tables VALUES
('parties', '{idn}', '{kind,settlement,foreign_participation,quasi_state,disposes_of_secrets}', '{}', '{}', '{}',
	'{full_name,head_name,legal_address,workplace,position,residence,id_document_issuer,settlement,foreign_participation,
		state_share,quasi_state,disposes_of_secrets,protection_mandate}'),
('affiliations', '{party,quasi_state}', '{}', '{since}', '{until}', '{}', '{since,until}'),
('permits', '{permit_no}', '{holder,issued_on,valid_until,issued_by,highest_mark}',
	'{issued_on,revoked_on}', '{valid_until}', '{revoked_on}', '{printed_no}'),
('clearances', '{clearance_no}', '{party,person_name,issued_on,valid_until,issued_by,highest_mark}',
	'{issued_on,revoked_on}', '{valid_until}', '{revoked_on}', '{printed_no}'),
('carriers', '{carrier_id}', '{owner,kind}', '{registered_on}', '{}', '{}', '{}'),
('cases', '{case_no}', '{customer,contractor,subject,works_settlement,information_system_service,opened_on}',
	'{opened_on,closed_on}', '{}', '{closed_on,system_mark}', '{works_settlement,printed_no}'),
('requests', '{case_no,request_no}', '{authority,sent_on}',
	'{sent_on,received_on,withdrawn_on}', '{transfer_from,transfer_until}', '{received_on,withdrawn_on}', '{printed_no}'),
('request_items', '{case_no,request_no,item_no}', '{carrier_id}', '{}', '{}', '{}', '{}'),
('decisions', '{case_no,request_no}', '{decision_no,sent_on,outcome}', '{sent_on,withdrawn_on}', '{}',
	'{withdrawn_on,withdrawal_reasons}', '{}'),
('contracts', '{case_no}', '{contract_no,concluded_on}', '{concluded_on}', '{}', '{}', '{}'),
('contract_amendments', '{case_no,amendment_no}', '{concluded_on}', '{concluded_on}', '{}', '{}', '{}'),
('contract_items', '{case_no,annex_no}', '{request_no,item_no}', '{annexed_on}', '{}', '{}', '{}'),
('notices', '{case_no,notice_no,sent_on,recipient}', '{kind}', '{sent_on}', '{}', '{}', '{}'),
('protections', '{case_no,arranged_on}', '{kind}',
	'{arranged_on,service_contract_on,contractor_permit_marked_on,provider_permit_marked_on}', '{}',
	'{contractor_permit_marked_on,provider_permit_marked_on,contractor_permit_no,provider_permit_no}', '{}'),
('handovers', '{case_no,carrier_id,handed_on,act_no}', '{received_by}',
	'{handed_on,returned_on,written_off_on}', '{}',
	'{returned_on,return_act_no,written_off_on,written_off_as,write_off_act_no,loss_violation_no}', '{}'),
('system_accesses', '{case_no,clearance_no,granted_on}', '{}', '{granted_on,ended_on}', '{}', '{ended_on}', '{}'),
('violations', '{case_no,violation_no}', '{found_on,description}',
	'{found_on,remedied_on}', '{}', '{remedied_on}', '{damage,damage_recovered}'),
('suspensions', '{case_no,suspended_on,violation_no}', '{}', '{suspended_on,lifted_on}', '{}', '{lifted_on}', '{}'),
('annulments', '{case_no,raised_on}', '{addressed_to}',
	'{raised_on,order_annulled_on,rejected_on}', '{}', '{order_annulled_on,rejected_on,rejected_by}', '{}'),
('party_changes', '{party,change_no}', '{kind,effective_on,document}',
	'{effective_on,completed_on,called_off_on}', '{}', '{completed_on,called_off_on,call_off_document}', '{}'),
('supplements', '{case_no,supplement_no}', '{party,change_no,successor,concluded_on}', '{concluded_on}', '{}', '{}', '{}'),
('protection_measures', '{case_no,party,change_no}', '{taken_on,measures}', '{taken_on}', '{}', '{}', '{}'),
('calendar_days', '{day}', '{working,basis}', '{}', '{day}', '{}', '{working,basis}'),
('calendar_years', '{year}', '{}', '{confirmed_on}', '{}', '{}', '{confirmed_on,basis}'),
('carrier_marks', '{carrier_id,marked_on}', '{document}', '{marked_on}', '{}', '{}', '{}'),
('holders', '{handover,held_since}', '{held_by}', '{held_since}', '{}', '{}', '{}'),
('disposal_successions', '{body,effective_on}', '{successor,document}', '{effective_on}', '{}', '{}', '{}');

UPDATE model.tables SET identity = v.identity FROM (VALUES
	('handovers', '{case_no,carrier_id,received_by}'::text[]),
	('system_accesses', '{case_no,clearance_no,granted_on}'),
	('violations', '{case_no,violation_no}'),
	('suspensions', '{case_no,suspended_on,violation_no}'),
	('party_changes', '{party,change_no,kind,effective_on,case_no}'),
	('carrier_marks', '{carrier_id,marked_on,mark}'),
		('disposal_successions', '{body,effective_on,carrier_id,successor}'),
	('holders', '{handover,held_since}')) AS v (tbl, identity)
WHERE tables.tbl = v.tbl;

-- Whether an entry of the table belongs to a case.
CREATE FUNCTION model.of_a_case(the_table text) RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT the_table <> 'cases' AND EXISTS (SELECT FROM model.tables t WHERE t.tbl = the_table AND t.key[1] = 'case_no')
$$;

-- What the server alone writes: stated by a client, it is dropped and changes nothing. The null number of a new carrier is
-- no statement either.
CREATE FUNCTION model.of_the_client(the_table text, entry jsonb, is_new boolean DEFAULT false) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
	SELECT entry - '{entry_id,recorded_at,recorded_by,changed_at,changed_by,due_on,answered}'::text[]
				 - CASE the_table WHEN 'handovers' THEN 'permit_no' ELSE '' END
				 - CASE WHEN the_table = 'carriers' AND is_new AND entry ->> 'carrier_id' IS NULL THEN 'carrier_id' ELSE '' END
$$;

-- r00_mandatory, r00_key_form, r00_not_in_future, r00_plausible_date: the fields by themselves.
-- A new carrier's number is given by the server, and the day of an annex line by the contract.
CREATE FUNCTION model.fields(the_table text, n jsonb, corrected boolean) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r00_mandatory' FROM model.tables t
	WHERE t.tbl = the_table
	  AND (EXISTS (SELECT FROM unnest(t.key || t.mandatory) AS f
				   WHERE NOT model.stated(n ->> f) AND (the_table <> 'carriers' OR f <> 'carrier_id' OR n ? f))
		   OR the_table = 'contract_items' AND n ->> 'annexed_on' IS NULL
			  AND EXISTS (SELECT FROM secretxfer.contracts c WHERE c.case_no = n ->> 'case_no'))
	UNION ALL
	SELECT 'r00_key_form' FROM model.tables t
	WHERE t.tbl = the_table AND (corrected OR 'printed_no' = ANY (t.living))
	  AND EXISTS (SELECT FROM unnest(t.key || '{holder,party,owner,customer,contractor,authority,permit_no,clearance_no,received_by,
			organizer,successor,request_no,violation_no,change_no,account_no,copy_no,printed_no,contractor_permit_no,
			provider_permit_no,loss_violation_no,case_no,held_by}') AS f
				  WHERE model.stated(n ->> f) AND n ->> f ~ '^\s|\s$' OR length(n ->> f) > 200)
	UNION ALL
	SELECT 'r00_not_in_future' FROM model.tables t
	WHERE t.tbl = the_table
	  AND EXISTS (SELECT FROM unnest(t.dates) AS f WHERE (n ->> f)::date > model.today() AND isfinite((n ->> f)::date))
	UNION ALL
	SELECT 'r00_plausible_date' FROM model.tables t
	WHERE t.tbl = the_table
	  AND EXISTS (SELECT FROM unnest(t.dates || t.ahead) AS f
				  WHERE NOT isfinite((n ->> f)::date)
					 OR (n ->> f)::date < '1991-12-16'
					 OR (n ->> f)::date > model.today() + interval '100 years')
$$;

-- r00_in_document
CREATE FUNCTION model.in_document(o jsonb, n jsonb) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r00_in_document'
	WHERE EXISTS (SELECT FROM jsonb_each_text(n) AS f
				  WHERE f.value = 'not in the document' AND o ->> f.key IS DISTINCT FROM f.value)
$$;

-- r00_value_range
CREATE FUNCTION model.value_range(the_table text, n jsonb) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r00_value_range'
	WHERE CASE the_table
		WHEN 'parties' THEN NOT (n ->> 'state_share')::numeric BETWEEN 0 AND 100
		WHEN 'carriers' THEN (n ->> 'sheets')::int <= 0
		WHEN 'request_items' THEN (n ->> 'item_no')::int <= 0
		WHEN 'violations' THEN
			coalesce((n ->> 'damage')::numeric < 0 OR n ->> 'damage' IN ('NaN', 'Infinity'), false)
			OR coalesce((n ->> 'damage_recovered')::numeric < 0
						OR n ->> 'damage_recovered' IN ('NaN', 'Infinity'), false)
			OR n ->> 'damage_recovered' IS NOT NULL AND n ->> 'damage' IS NULL
			OR coalesce((n ->> 'damage_recovered')::numeric > (n ->> 'damage')::numeric, false)
		WHEN 'calendar_years' THEN NOT (n ->> 'year')::int BETWEEN 1992 AND 2200
	END
$$;

-- r00_validity_period
CREATE FUNCTION model.validity_period(the_table text, n jsonb) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r00_validity_period'
	WHERE the_table IN ('permits', 'clearances')
	  AND ((n ->> 'valid_until')::date < (n ->> 'issued_on')::date
		   OR (n ->> 'revoked_on')::date < (n ->> 'issued_on')::date)
$$;

-- r00_entered_once: the key, a carrier's registration number and copy, a line of an annex, what is
-- printed on a permit or a clearance.  A corrected entry (o) does not stand in its own way.
CREATE FUNCTION model.entered_once(the_table text, o jsonb, n jsonb) RETURNS SETOF text LANGUAGE plpgsql STABLE AS $$
DECLARE
	the_key text[] := (SELECT key FROM model.tables WHERE tbl = the_table);
	twice boolean;
BEGIN
	EXECUTE format('SELECT EXISTS (SELECT FROM secretxfer.%I t WHERE (%s) AND NOT coalesce(%s, false))', the_table,
		(SELECT string_agg(format('to_jsonb(t.%I) = $1 -> %L', k, k), ' AND ') FROM unnest(the_key) AS k),
		(SELECT string_agg(format('to_jsonb(t.%I) = $2 -> %L', k, k), ' AND ') FROM unnest(the_key) AS k))
	INTO twice USING n, o;
	IF the_table = 'affiliations' THEN
		-- the first day, or none, belongs to the key
		twice := EXISTS (SELECT FROM secretxfer.affiliations t
			WHERE (t.party, t.quasi_state) = (n ->> 'party', n ->> 'quasi_state')
			  AND t.since IS NOT DISTINCT FROM (n ->> 'since')::date
			  AND (o IS NULL OR NOT to_jsonb(t) @> o));
	ELSIF the_table = 'disposal_successions' THEN
		-- the carrier, or none, belongs to the key
		twice := EXISTS (SELECT FROM secretxfer.disposal_successions t
			WHERE (t.body, t.effective_on) = (n ->> 'body', (n ->> 'effective_on')::date)
			  AND t.carrier_id IS NOT DISTINCT FROM (n ->> 'carrier_id')::bigint
			  AND t.entry_id IS DISTINCT FROM (o ->> 'entry_id')::bigint);
	END IF;
	IF the_table = 'carriers' THEN
		twice := twice OR EXISTS (
			SELECT FROM secretxfer.carriers t
			WHERE t.owner = n ->> 'owner' AND t.account_no = n ->> 'account_no' AND t.copy_no = n ->> 'copy_no'
			  AND t.registered_on IS NOT DISTINCT FROM (n ->> 'registered_on')::date
			  AND t.carrier_id IS DISTINCT FROM (o ->> 'carrier_id')::bigint);
	ELSIF the_table = 'permits' THEN
		twice := twice OR EXISTS (
			SELECT FROM secretxfer.permits t
			WHERE (t.printed_no, t.issued_on, t.issued_by)
				  = (n ->> 'printed_no', (n ->> 'issued_on')::date, n ->> 'issued_by')
			  AND t.permit_no IS DISTINCT FROM o ->> 'permit_no');
	ELSIF the_table = 'clearances' THEN
		twice := twice OR EXISTS (
			SELECT FROM secretxfer.clearances t
			WHERE (t.printed_no, t.issued_on, t.issued_by, t.party)
				  = (n ->> 'printed_no', (n ->> 'issued_on')::date, n ->> 'issued_by', n ->> 'party')
			  AND t.clearance_no IS DISTINCT FROM o ->> 'clearance_no');
	ELSIF the_table = 'contract_items' THEN
		twice := twice OR EXISTS (
			SELECT FROM secretxfer.contract_items t
			WHERE t.case_no = n ->> 'case_no' AND t.request_no = n ->> 'request_no'
			  AND t.item_no = (n ->> 'item_no')::int
			  AND (t.case_no, t.annex_no) IS DISTINCT FROM (o ->> 'case_no', o ->> 'annex_no'));
	END IF;
	IF twice THEN
		RETURN NEXT 'r00_entered_once';
	END IF;
END
$$;

-- r00_reference: what an entry names must have been entered.  The contract, a line of the list
-- and the breach are left to the provisions that demand them (6, 7, 9).
CREATE FUNCTION model.reference(the_table text, n jsonb) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	WITH named (kind, a, b) AS (
		SELECT 'party', n ->> f, NULL
		FROM (VALUES ('affiliations', 'party'), ('affiliations', 'quasi_state'), ('permits', 'holder'), ('clearances', 'party'),
					 ('carriers', 'owner'), ('carriers', 'entered_for'), ('cases', 'customer'), ('cases', 'contractor'),
					 ('requests', 'authority'), ('notices', 'authority'), ('protections', 'organizer'),
					 ('party_changes', 'party'), ('supplements', 'successor'),
					 ('disposal_successions', 'body'), ('disposal_successions', 'successor')) AS v (t, f)
		WHERE t = the_table
		UNION ALL
		SELECT 'case', n ->> 'case_no', NULL
		WHERE the_table IN ('requests', 'contracts', 'notices', 'protections', 'handovers', 'system_accesses',
							'violations', 'suspensions', 'annulments', 'supplements', 'protection_measures',
							'contract_items', 'party_changes')
		UNION ALL
		SELECT 'contract', n ->> 'case_no', NULL WHERE the_table = 'contract_amendments'
		UNION ALL
		SELECT 'permit', n ->> f, NULL
		FROM (VALUES ('requests', 'permit_no'), ('contracts', 'permit_no'), ('contract_amendments', 'permit_no'),
					 ('protections', 'contractor_permit_no'), ('protections', 'provider_permit_no')) AS v (t, f)
		WHERE t = the_table
		UNION ALL
		SELECT 'clearance', n ->> f, NULL
		FROM (VALUES ('requests', 'clearance_no'), ('contracts', 'clearance_no'), ('contract_amendments', 'clearance_no'),
					 ('handovers', 'received_by'), ('system_accesses', 'clearance_no'), ('holders', 'held_by')) AS v (t, f)
		WHERE t = the_table
		UNION ALL
		SELECT 'carrier', n ->> 'carrier_id', NULL
		WHERE the_table IN ('request_items', 'handovers', 'carrier_marks', 'disposal_successions')
		UNION ALL
		SELECT 'handover', n ->> 'handover', NULL WHERE the_table = 'holders'
		UNION ALL
		SELECT 'breach', n ->> 'case_no', n ->> 'loss_violation_no' WHERE the_table = 'handovers'
		UNION ALL
		SELECT 'request', n ->> 'case_no', n ->> 'request_no' WHERE the_table IN ('request_items', 'decisions')
		UNION ALL
		SELECT 'change', n ->> 'party', n ->> 'change_no'
		WHERE the_table IN ('notices', 'supplements', 'protection_measures')
	)
	SELECT DISTINCT 'r00_reference' FROM named
	WHERE a IS NOT NULL AND (kind NOT IN ('request', 'change', 'breach') OR b IS NOT NULL)
	  AND NOT CASE kind
		WHEN 'party' THEN EXISTS (SELECT FROM secretxfer.parties p WHERE p.idn = a)
		WHEN 'case' THEN EXISTS (SELECT FROM secretxfer.cases p WHERE p.case_no = a)
		WHEN 'contract' THEN EXISTS (SELECT FROM secretxfer.contracts p WHERE p.case_no = a)
		WHEN 'permit' THEN EXISTS (SELECT FROM secretxfer.permits p WHERE p.permit_no = a)
		WHEN 'clearance' THEN EXISTS (SELECT FROM secretxfer.clearances p WHERE p.clearance_no = a)
		WHEN 'carrier' THEN EXISTS (SELECT FROM secretxfer.carriers p WHERE p.carrier_id = a::bigint)
		WHEN 'handover' THEN EXISTS (SELECT FROM secretxfer.handovers p WHERE p.entry_id = a::bigint)
		WHEN 'breach' THEN EXISTS (SELECT FROM secretxfer.violations p WHERE (p.case_no, p.violation_no) = (a, b))
		WHEN 'request' THEN EXISTS (SELECT FROM secretxfer.requests p WHERE (p.case_no, p.request_no) = (a, b))
		WHEN 'change' THEN EXISTS (SELECT FROM secretxfer.party_changes p WHERE (p.party, p.change_no) = (a, b))
	  END
$$;

-- The day on which each entry of a case happened; with it what came to its end, and when.
CREATE VIEW model.happened AS
	SELECT case_no, 'requests' AS tbl, sent_on AS day, greatest(received_on, withdrawn_on) AS ended FROM secretxfer.requests
	UNION ALL SELECT case_no, 'decisions', sent_on, withdrawn_on FROM secretxfer.decisions
	UNION ALL SELECT case_no, 'contracts', concluded_on, NULL FROM secretxfer.contracts
	UNION ALL SELECT case_no, 'contract_items', annexed_on, NULL FROM secretxfer.contract_items
	UNION ALL SELECT case_no, 'contract_amendments', concluded_on, NULL FROM secretxfer.contract_amendments
	UNION ALL SELECT case_no, 'notices', sent_on, NULL FROM secretxfer.notices
	UNION ALL SELECT case_no, 'protections', arranged_on,
			greatest(contractor_permit_marked_on, provider_permit_marked_on) FROM secretxfer.protections
	UNION ALL SELECT case_no, 'handovers', handed_on, greatest(returned_on, written_off_on) FROM secretxfer.handovers
	UNION ALL SELECT case_no, 'system_accesses', granted_on, ended_on FROM secretxfer.system_accesses
	UNION ALL SELECT case_no, 'violations', found_on, remedied_on FROM secretxfer.violations
	UNION ALL SELECT case_no, 'suspensions', suspended_on, lifted_on FROM secretxfer.suspensions
	UNION ALL SELECT case_no, 'annulments', raised_on, greatest(order_annulled_on, rejected_on) FROM secretxfer.annulments
	UNION ALL SELECT case_no, 'party_changes', effective_on, NULL FROM secretxfer.party_changes WHERE case_no IS NOT NULL
	UNION ALL SELECT case_no, 'supplements', concluded_on, NULL FROM secretxfer.supplements
	UNION ALL SELECT case_no, 'protection_measures', taken_on, NULL FROM secretxfer.protection_measures;

-- r00_date_order
CREATE FUNCTION model.date_order(the_table text, n jsonb, corrected boolean) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT DISTINCT 'r00_date_order' FROM (
		-- what comes to an end does so not before it began
		SELECT FROM (VALUES ('requests', 'sent_on', 'received_on'), ('requests', 'sent_on', 'withdrawn_on'),
							('decisions', 'sent_on', 'withdrawn_on'),
							('handovers', 'handed_on', 'returned_on'),
							('handovers', 'handed_on', 'written_off_on'), ('handovers', 'written_off_on', 'returned_on'),
							('system_accesses', 'granted_on', 'ended_on'), ('violations', 'found_on', 'remedied_on'),
							('suspensions', 'suspended_on', 'lifted_on'),
							('annulments', 'raised_on', 'order_annulled_on'), ('annulments', 'raised_on', 'rejected_on'),
							('party_changes', 'effective_on', 'completed_on'),
							('party_changes', 'effective_on', 'called_off_on'), ('affiliations', 'since', 'until'),
							('cases', 'opened_on', 'closed_on')) AS v (t, began, ended)
		WHERE t = the_table AND (n ->> ended)::date < (n ->> began)::date
		UNION ALL
		-- nothing of a case before it was opened
		SELECT FROM model.tables t CROSS JOIN unnest(t.dates) AS happened
		JOIN secretxfer.cases c ON c.case_no = n ->> 'case_no'
		WHERE t.tbl = the_table AND model.of_a_case(the_table) AND corrected AND (n ->> happened)::date < c.opened_on
		  -- but a provider's service may be older than the case
		  AND NOT (the_table = 'protections' AND happened <> 'arranged_on'
				   OR the_table = 'notices' AND n ->> 'kind' IN ('courier_service', 'postal_service'))
		UNION ALL
		-- no mark before the carrier was registered
		SELECT FROM secretxfer.carriers x
		WHERE the_table = 'carrier_marks' AND corrected AND x.carrier_id = (n ->> 'carrier_id')::bigint
		  AND (n ->> 'marked_on')::date < x.registered_on
		UNION ALL
		-- a carrier is passed on while it is out, and comes back not before
		SELECT FROM secretxfer.handovers h
		WHERE the_table = 'holders' AND h.entry_id = (n ->> 'handover')::bigint
		  AND ((n ->> 'held_since')::date < h.handed_on OR (n ->> 'held_since')::date > least(h.returned_on, h.written_off_on))
		UNION ALL
		SELECT FROM secretxfer.holders o
		WHERE the_table = 'handovers' AND o.handover = (n ->> 'entry_id')::bigint
		  AND o.held_since > least((n ->> 'returned_on')::date, (n ->> 'written_off_on')::date)
		UNION ALL
		-- a case is closed not before what it closes; a breach may be found later
		SELECT FROM model.happened h
		WHERE the_table = 'cases' AND h.tbl <> 'violations' AND h.case_no = n ->> 'case_no'
		  AND (n ->> 'closed_on')::date < greatest(h.day, h.ended)
	) AS out_of_order
$$;

-- r00_case_open: no act in a closed case, nor a lifting, nor is a request taken back.  What may still be entered are breaches
-- found later, measures of protection, and what happened to an entry.
CREATE FUNCTION model.case_open(the_table text, changed text[], n jsonb) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r00_case_open' FROM secretxfer.cases c JOIN model.tables t ON t.tbl = the_table
	WHERE c.case_no = CASE the_table WHEN 'holders' THEN (
			SELECT h.case_no FROM secretxfer.handovers h WHERE h.entry_id = (n ->> 'handover')::bigint)
		ELSE n ->> 'case_no' END AND c.closed_on IS NOT NULL
	  AND (model.of_a_case(the_table) OR the_table = 'holders') AND the_table NOT IN ('violations', 'protection_measures')
	  AND NOT coalesce(changed <@ (t.closing || '{printed_no}'::text[])
					   AND NOT 'lifted_on' = ANY (changed)
					   AND NOT (the_table = 'requests' AND 'withdrawn_on' = ANY (changed) AND n ->> 'withdrawn_on' IS NOT NULL),
					   false)
$$;

-- Who took a carrier over without being the contractor's: a person of the unit that protects.
CREATE VIEW model.passed_to_unit AS
	SELECT h.case_no, o.held_since AS day, a.party, c.contractor
	FROM secretxfer.holders o JOIN secretxfer.handovers h ON h.entry_id = o.handover
	JOIN secretxfer.cases c USING (case_no) JOIN secretxfer.clearances a ON a.clearance_no = o.held_by
	WHERE a.party <> c.contractor;

-- Whether the disposal of a carrier was passed on by name.
CREATE FUNCTION model.passed_by_name(carrier jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN EXISTS (
		SELECT FROM secretxfer.disposal_successions s WHERE s.carrier_id = (carrier ->> 'carrier_id')::bigint);
END
$$;

-- r00_settled: what relies on an entry.  One query for each table, in the words of the page
-- "Settled"; withdrawn tells a withdrawal (or another key, which comes to the same) from a
-- correction.
CREATE FUNCTION model.relied_on(the_table text, o jsonb, withdrawn boolean) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN (
		SELECT CASE the_table
			WHEN 'parties' THEN
				EXISTS (SELECT FROM secretxfer.affiliations r WHERE o ->> 'idn' IN (r.party, r.quasi_state))
				OR EXISTS (SELECT FROM secretxfer.permits r WHERE r.holder = o ->> 'idn')
				OR EXISTS (SELECT FROM secretxfer.clearances r WHERE r.party = o ->> 'idn')
				OR EXISTS (SELECT FROM secretxfer.carriers r WHERE o ->> 'idn' IN (r.owner, r.entered_for))
				OR EXISTS (SELECT FROM secretxfer.cases r WHERE o ->> 'idn' IN (r.customer, r.contractor))
				OR EXISTS (SELECT FROM secretxfer.requests r WHERE r.authority = o ->> 'idn')
				OR EXISTS (SELECT FROM secretxfer.notices r WHERE o ->> 'idn' IN (r.authority, r.party))
				OR EXISTS (SELECT FROM secretxfer.protections r WHERE r.organizer = o ->> 'idn')
				OR EXISTS (SELECT FROM secretxfer.party_changes r WHERE r.party = o ->> 'idn')
				OR EXISTS (SELECT FROM secretxfer.disposal_successions r WHERE o ->> 'idn' IN (r.body, r.successor))
				OR EXISTS (SELECT FROM secretxfer.supplements r WHERE r.successor = o ->> 'idn')
			WHEN 'affiliations' THEN
				EXISTS (SELECT FROM secretxfer.protections r JOIN secretxfer.cases c USING (case_no)
						WHERE r.kind = 'quasi_state' AND (r.organizer, c.contractor) = (o ->> 'quasi_state', o ->> 'party'))
			WHEN 'permits' THEN
				EXISTS (SELECT FROM secretxfer.requests r WHERE r.permit_no = o ->> 'permit_no')
				OR EXISTS (SELECT FROM secretxfer.contracts r WHERE r.permit_no = o ->> 'permit_no')
				OR EXISTS (SELECT FROM secretxfer.contract_amendments r WHERE r.permit_no = o ->> 'permit_no')
				OR EXISTS (SELECT FROM secretxfer.protections r
						   WHERE o ->> 'permit_no' IN (r.contractor_permit_no, r.provider_permit_no))
				OR EXISTS (SELECT FROM secretxfer.handovers r WHERE r.permit_no = o ->> 'permit_no')
				OR model.permit_served(o ->> 'permit_no')
			WHEN 'clearances' THEN
				EXISTS (SELECT FROM secretxfer.requests r WHERE r.clearance_no = o ->> 'clearance_no')
				OR EXISTS (SELECT FROM secretxfer.contracts r WHERE r.clearance_no = o ->> 'clearance_no')
				OR EXISTS (SELECT FROM secretxfer.contract_amendments r WHERE r.clearance_no = o ->> 'clearance_no')
				OR EXISTS (SELECT FROM secretxfer.handovers r WHERE r.received_by = o ->> 'clearance_no')
				OR EXISTS (SELECT FROM secretxfer.holders r WHERE r.held_by = o ->> 'clearance_no')
				OR EXISTS (SELECT FROM secretxfer.system_accesses r WHERE r.clearance_no = o ->> 'clearance_no')
			WHEN 'carriers' THEN
				EXISTS (SELECT FROM secretxfer.request_items r
						WHERE r.carrier_id = (o ->> 'carrier_id')::bigint
						  AND (withdrawn OR EXISTS (SELECT FROM secretxfer.decisions d
													WHERE (d.case_no, d.request_no) = (r.case_no, r.request_no))))
				OR EXISTS (SELECT FROM secretxfer.carrier_marks r WHERE r.carrier_id = (o ->> 'carrier_id')::bigint)
				OR withdrawn AND model.passed_by_name(o)
			WHEN 'carrier_marks' THEN
				EXISTS (SELECT FROM secretxfer.handovers r
						WHERE r.carrier_id = (o ->> 'carrier_id')::bigint AND r.handed_on >= (o ->> 'marked_on')::date)
			WHEN 'cases' THEN
				EXISTS (SELECT FROM model.happened r WHERE r.case_no = o ->> 'case_no')
			WHEN 'requests' THEN
				EXISTS (SELECT FROM secretxfer.decisions r
						WHERE (r.case_no, r.request_no) = (o ->> 'case_no', o ->> 'request_no'))
				OR o ->> 'received_on' IS NOT NULL
				OR withdrawn AND EXISTS (SELECT FROM secretxfer.request_items r
										 WHERE (r.case_no, r.request_no) = (o ->> 'case_no', o ->> 'request_no'))
			WHEN 'request_items' THEN
				EXISTS (SELECT FROM secretxfer.requests r
						WHERE (r.case_no, r.request_no) = (o ->> 'case_no', o ->> 'request_no')
						  AND (r.received_on IS NOT NULL OR r.withdrawn_on IS NOT NULL))
			WHEN 'decisions' THEN
				o ->> 'outcome' = 'permitted'
				AND (EXISTS (SELECT FROM secretxfer.contracts r
							 WHERE r.case_no = o ->> 'case_no' AND r.concluded_on >= (o ->> 'sent_on')::date)
					 OR EXISTS (SELECT FROM secretxfer.contract_items r
								WHERE (r.case_no, r.request_no) = (o ->> 'case_no', o ->> 'request_no'))
					 OR EXISTS (SELECT FROM secretxfer.system_accesses r
								WHERE r.case_no = o ->> 'case_no' AND r.granted_on >= (o ->> 'sent_on')::date))
			WHEN 'contracts' THEN
				EXISTS (SELECT FROM secretxfer.notices r WHERE r.case_no = o ->> 'case_no' AND r.kind = 'contract')
				OR EXISTS (SELECT FROM model.happened r
						   WHERE r.case_no = o ->> 'case_no'
							 AND (r.tbl IN ('handovers', 'system_accesses', 'contract_amendments')
								  OR r.tbl = 'supplements' AND r.day > (o ->> 'concluded_on')::date))
				OR withdrawn AND EXISTS (SELECT FROM secretxfer.contract_items r WHERE r.case_no = o ->> 'case_no')
			WHEN 'contract_amendments' THEN
				EXISTS (SELECT FROM model.happened r
						WHERE r.case_no = o ->> 'case_no' AND r.tbl IN ('handovers', 'system_accesses')
						  AND r.day >= (o ->> 'concluded_on')::date)
			WHEN 'contract_items' THEN
				EXISTS (SELECT FROM secretxfer.notices r
						WHERE r.case_no = o ->> 'case_no' AND r.kind = 'contract' AND r.sent_on >= (o ->> 'annexed_on')::date)
				OR EXISTS (SELECT FROM secretxfer.handovers r
						   JOIN secretxfer.request_items i USING (case_no, carrier_id)
						   WHERE (i.case_no, i.request_no, i.item_no)
								 = (o ->> 'case_no', o ->> 'request_no', (o ->> 'item_no')::int))
			WHEN 'notices' THEN
				EXISTS (SELECT FROM model.happened r
							WHERE r.case_no = o ->> 'case_no' AND r.tbl IN ('handovers', 'system_accesses')
							  AND r.day >= (o ->> 'sent_on')::date)
			-- until the next arrangement
			WHEN 'protections' THEN
				EXISTS (SELECT FROM (SELECT case_no, day FROM model.happened WHERE tbl IN ('handovers', 'system_accesses')
									 UNION ALL SELECT case_no, day FROM model.passed_to_unit) AS r
						WHERE r.case_no = o ->> 'case_no' AND r.day >= (o ->> 'arranged_on')::date
						  AND NOT EXISTS (SELECT FROM secretxfer.protections p
										  WHERE p.case_no = r.case_no AND p.arranged_on > (o ->> 'arranged_on')::date
											AND p.arranged_on <= r.day))
				-- and where notices count from its day, under later ones
				OR EXISTS (SELECT FROM model.happened r CROSS JOIN model.arrangement(r.case_no, r.day) AS a
						   WHERE r.case_no = o ->> 'case_no' AND r.tbl IN ('handovers', 'system_accesses')
							 AND model.first_of_service(a) = (o ->> 'arranged_on')::date)
			WHEN 'handovers' THEN
				EXISTS (SELECT FROM secretxfer.holders r WHERE r.handover = (o ->> 'entry_id')::bigint)
			WHEN 'holders' THEN
				EXISTS (SELECT FROM secretxfer.handovers h JOIN secretxfer.cases c USING (case_no)
						WHERE h.entry_id = (o ->> 'handover')::bigint
						  AND coalesce(h.returned_on, h.written_off_on, c.closed_on) IS NOT NULL)
				OR EXISTS (SELECT FROM secretxfer.holders r
						   WHERE r.handover = (o ->> 'handover')::bigint AND r.held_since > (o ->> 'held_since')::date)
			WHEN 'violations' THEN
				EXISTS (SELECT FROM secretxfer.suspensions r
						WHERE (r.case_no, r.violation_no) = (o ->> 'case_no', o ->> 'violation_no'))
				OR EXISTS (SELECT FROM secretxfer.annulments r
						   WHERE r.case_no = o ->> 'case_no' AND r.raised_on >= (o ->> 'found_on')::date)
				OR EXISTS (SELECT FROM secretxfer.handovers r
						   WHERE (r.case_no, r.loss_violation_no) = (o ->> 'case_no', o ->> 'violation_no'))
			WHEN 'party_changes' THEN
				EXISTS (SELECT FROM secretxfer.supplements r
						WHERE (r.party, r.change_no) = (o ->> 'party', o ->> 'change_no'))
				OR EXISTS (SELECT FROM secretxfer.notices r
						   WHERE (r.party, r.change_no) = (o ->> 'party', o ->> 'change_no'))
				OR EXISTS (SELECT FROM secretxfer.protection_measures r
						   WHERE (r.party, r.change_no) = (o ->> 'party', o ->> 'change_no'))
			WHEN 'supplements' THEN
				EXISTS (SELECT FROM model.happened r
						WHERE r.case_no = o ->> 'case_no'
						  AND r.tbl IN ('requests', 'contracts', 'contract_amendments', 'handovers', 'system_accesses')
						  AND r.day >= (o ->> 'concluded_on')::date)
				OR EXISTS (SELECT FROM secretxfer.protections r
						   WHERE r.case_no = o ->> 'case_no' AND r.kind = 'customer'
							 AND (NOT model.stated(r.organizer) OR r.organizer = o ->> 'successor')
							 AND r.arranged_on >= (o ->> 'concluded_on')::date)
				OR EXISTS (SELECT FROM model.passed_to_unit r
						   WHERE r.case_no = o ->> 'case_no' AND r.day >= (o ->> 'concluded_on')::date)
				-- what follows from changes of the successor that are of no customer without the supplement
				OR EXISTS (SELECT FROM (
							SELECT r.party, r.change_no, r.sent_on AS day FROM secretxfer.notices r
							WHERE r.case_no = o ->> 'case_no'
							UNION ALL
							SELECT r.party, r.change_no, r.concluded_on FROM secretxfer.supplements r
							WHERE r.case_no = o ->> 'case_no' AND r.supplement_no <> o ->> 'supplement_no') AS r
						   JOIN secretxfer.party_changes pc ON (pc.party, pc.change_no) = (r.party, r.change_no)
						   WHERE r.party = o ->> 'successor'
							 AND NOT model.concerns_customer(o ->> 'case_no', pc, r.day, ARRAY[o ->> 'supplement_no']))
				OR EXISTS (SELECT FROM secretxfer.party_changes r
						   WHERE r.case_no = o ->> 'case_no' AND r.party = o ->> 'successor'
							 AND r.party <> model.customer_on(r.case_no, r.effective_on, '{}',
								ARRAY[o ->> 'supplement_no']))
				OR EXISTS (SELECT FROM secretxfer.party_changes r
						   JOIN secretxfer.party_changes named ON (named.party, named.change_no) = (o ->> 'party', o ->> 'change_no')
						   WHERE r.party = named.party AND (r.change_no = named.change_no OR r.effective_on <= named.effective_on)
							 AND coalesce(r.case_no, o ->> 'case_no') = o ->> 'case_no' AND r.completed_on IS NOT NULL)
			WHEN 'protection_measures' THEN
				EXISTS (SELECT FROM secretxfer.party_changes r
						WHERE (r.party, r.change_no) = (o ->> 'party', o ->> 'change_no') AND r.completed_on IS NOT NULL)
			ELSE false
		END
		-- what came back, ended, was remedied, lifted, annulled, rejected, completed, called off, taken back, written off or
		-- withdrawn stays as it was
		OR coalesce(o ->> 'withdrawn_on', o ->> 'returned_on', o ->> 'written_off_on', o ->> 'ended_on', o ->> 'remedied_on',
					o ->> 'lifted_on', o ->> 'order_annulled_on', o ->> 'rejected_on', o ->> 'completed_on', o ->> 'called_off_on')
			IS NOT NULL
		-- closing a case settles everything in it
		OR (the_table = 'cases' OR model.of_a_case(the_table))
		   AND EXISTS (SELECT FROM secretxfer.cases c WHERE c.case_no = o ->> 'case_no' AND c.closed_on IS NOT NULL));
END
$$;

-- r00_settled, r00_identity, r00_set_once: a change of an entry that stands.
CREATE FUNCTION model.change_of(the_table text, o jsonb, n jsonb, changed text[]) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
	SELECT 'r00_settled' FROM model.tables t
	WHERE t.tbl = the_table AND the_table NOT LIKE 'calendar%'
	  AND EXISTS (SELECT unnest(changed)
				  EXCEPT SELECT unnest(t.closing || CASE WHEN the_table = 'cases' AND o ->> 'closed_on' IS NOT NULL
						THEN array_remove(t.living, 'works_settlement') ELSE t.living END))
	  AND (model.relied_on(the_table, o, t.key && changed)
		   OR the_table = 'carriers' AND 'owner' = ANY (changed) AND model.passed_by_name(o))
	UNION ALL
	SELECT 'r00_identity' FROM model.tables t WHERE t.tbl = the_table AND t.identity && changed
	UNION ALL
	SELECT 'r00_set_once' FROM model.tables t
	WHERE t.tbl = the_table
	  AND EXISTS (SELECT FROM unnest(t.closing) AS f WHERE f = ANY (changed) AND o ->> f IS NOT NULL
				  -- the day of a receipt may be corrected until the answer, or until the request is taken back
				  AND (f <> 'received_on' OR n ->> f IS NULL OR o ->> 'withdrawn_on' IS NOT NULL
					   OR EXISTS (SELECT FROM secretxfer.decisions r
								  WHERE (r.case_no, r.request_no) = (o ->> 'case_no', o ->> 'request_no'))
					   OR EXISTS (SELECT FROM secretxfer.cases r WHERE r.case_no = o ->> 'case_no' AND r.closed_on IS NOT NULL)))
	  -- the marks of 8(4) are no facts of their own, nor is the mark of a system
	  AND (the_table <> 'protections' AND changed && array_remove(t.closing, 'system_mark') OR model.relied_on(the_table, o, false))
$$;

-- r00_never_deleted, r00_settled: a withdrawal.
CREATE FUNCTION model.withdrawal(the_table text, o jsonb) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT CASE
		WHEN the_table IN ('handovers', 'system_accesses', 'violations', 'suspensions', 'party_changes', 'carrier_marks', 'holders',
							'disposal_successions')
			THEN 'r00_never_deleted'
		WHEN the_table NOT LIKE 'calendar%' AND model.relied_on(the_table, o, true) THEN 'r00_settled' END
$$;

-- Which hand-overs of the carrier of an entry lie within which others, of those of one day: the contractor of the one hands
-- on in the other, directly or from hand to hand.  Where they go round in a ring, the one that was entered first is the
-- outer one.
CREATE FUNCTION model.of_one_day(o jsonb, n jsonb, day date)
RETURNS TABLE (outer_case text, outer_act text, inner_case text, inner_act text) LANGUAGE sql STABLE AS $$
	WITH RECURSIVE held AS (
		SELECT h.case_no, h.act_no, h.returned_on, h.entry_id FROM secretxfer.handovers h
		WHERE h.carrier_id = (n ->> 'carrier_id')::bigint AND h.handed_on = day
		  AND (h.case_no, h.carrier_id, h.handed_on, h.act_no) IS DISTINCT FROM
			  (o ->> 'case_no', (o ->> 'carrier_id')::bigint, (o ->> 'handed_on')::date, o ->> 'act_no')
		UNION ALL
		SELECT n ->> 'case_no', n ->> 'act_no', (n ->> 'returned_on')::date,
			coalesce((o ->> 'entry_id')::bigint, 9223372036854775807)
		WHERE (n ->> 'handed_on')::date = day
	), known AS MATERIALIZED (
		SELECT held.*, row_number() OVER (ORDER BY held.entry_id) AS place, model.customer_on(held.case_no, day) AS customer,
			c.contractor
		FROM held JOIN secretxfer.cases c ON c.case_no = held.case_no
	), leads AS (
		SELECT u.place AS outer_place, i.place FROM known u JOIN known i ON i.customer = u.contractor AND i.place <> u.place
		UNION
		SELECT l.outer_place, i.place FROM leads l
		JOIN known u ON u.place = l.place AND (u.returned_on <= day) IS NOT TRUE
		JOIN known i ON i.customer = u.contractor AND i.place <> u.place AND i.place <> l.outer_place
	)
	SELECT u.case_no, u.act_no, i.case_no, i.act_no
	FROM leads l JOIN known u ON u.place = l.outer_place JOIN known i ON i.place = l.place
	WHERE u.place < i.place OR NOT EXISTS (SELECT FROM leads b WHERE (b.outer_place, b.place) = (l.place, l.outer_place))
$$;

-- r00_carrier_out: no carrier is out twice at a time, unless the contractor that has it hands it on in a case of which it
-- is the customer; what was handed on last comes back first.
CREATE FUNCTION model.carrier_out(the_table text, o jsonb, n jsonb) RETURNS SETOF text LANGUAGE plpgsql STABLE AS $$
BEGIN
	IF the_table <> 'handovers' OR n ->> 'handed_on' IS NULL OR n ->> 'carrier_id' IS NULL THEN
		RETURN;
	END IF;
	RETURN QUERY
	WITH held AS (
		SELECT h.case_no, h.handed_on, h.returned_on, h.written_off_on, false AS is_new, h.act_no FROM secretxfer.handovers h
		WHERE h.carrier_id = (n ->> 'carrier_id')::bigint
		  AND (h.case_no, h.handed_on, h.act_no) IS DISTINCT FROM (n ->> 'case_no', (n ->> 'handed_on')::date, n ->> 'act_no')
		  AND (h.case_no, h.carrier_id, h.handed_on, h.act_no) IS DISTINCT FROM
			  (o ->> 'case_no', (o ->> 'carrier_id')::bigint, (o ->> 'handed_on')::date, o ->> 'act_no')
		UNION ALL
		SELECT n ->> 'case_no', (n ->> 'handed_on')::date, (n ->> 'returned_on')::date, (n ->> 'written_off_on')::date, true,
			n ->> 'act_no'
	), known AS MATERIALIZED (
		SELECT held.*, row_number() OVER () AS id, model.customer_on(held.case_no, held.handed_on) AS customer, c.contractor
		FROM held LEFT JOIN secretxfer.cases c ON c.case_no = held.case_no
	), within AS MATERIALIZED (
		-- which began while the carrier was out in which
		SELECT i.id, u.id AS outer_id, u.contractor = i.customer AS handed_on
		FROM known i JOIN known u ON u.id <> i.id
		WHERE (u.returned_on <= i.handed_on) IS NOT TRUE AND (i.returned_on <= u.handed_on) IS NOT TRUE
		  AND (u.handed_on < i.handed_on OR u.handed_on = i.handed_on
			   AND (u.case_no, u.act_no, i.case_no, i.act_no) IN (SELECT d.* FROM model.of_one_day(o, n, i.handed_on) d))
	), pairs AS (
		SELECT i, u FROM known i JOIN known u ON u.id <> i.id AND (i.is_new OR u.is_new)
		WHERE (u.returned_on <= i.handed_on) IS NOT TRUE AND (i.returned_on <= u.handed_on) IS NOT TRUE
		  AND CASE WHEN i.is_new THEN EXISTS (SELECT FROM within w WHERE (w.id, w.outer_id) = (i.id, u.id))
			  ELSE NOT EXISTS (SELECT FROM within w WHERE (w.id, w.outer_id) = (u.id, i.id)) END
	)
	SELECT DISTINCT 'r00_carrier_out' FROM pairs
	WHERE NOT ((u).returned_on IS NULL OR (i).returned_on <= (u).returned_on) IS TRUE
	   OR ((i).returned_on IS NULL AND (u).returned_on IS NOT NULL)
	   OR (u).written_off_on <= (i).handed_on
	   OR (u).contractor IS DISTINCT FROM (i).customer
		  AND NOT EXISTS (SELECT FROM within w JOIN within further ON further.id = w.outer_id
						  WHERE w.id = (i).id AND further.outer_id = (u).id);
END
$$;

-- A return of what was handed on and is not back from there.
CREATE FUNCTION model.carrier_handed_on(the_table text, o jsonb, n jsonb) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT DISTINCT 'r00_carrier_out' FROM secretxfer.handovers h
	WHERE the_table = 'handovers' AND h.carrier_id = (n ->> 'carrier_id')::bigint
	  AND (h.case_no, h.handed_on, h.act_no) IS DISTINCT FROM (n ->> 'case_no', (n ->> 'handed_on')::date, n ->> 'act_no')
	  AND h.handed_on <= (n ->> 'returned_on')::date
	  AND (h.returned_on <= (n ->> 'returned_on')::date) IS NOT TRUE
	  AND (h.handed_on > (n ->> 'handed_on')::date
		   OR h.handed_on = (n ->> 'handed_on')::date
			  AND (n ->> 'case_no', n ->> 'act_no', h.case_no, h.act_no) IN (SELECT d.* FROM model.of_one_day(o, n, h.handed_on) d))
$$;

------------------------------------------------------------------------------------------
-- A transfer: what the provisions see alike in a hand-over and in a grant of access
------------------------------------------------------------------------------------------

-- The mark of a carrier on a day; null when it was lifted.
CREATE FUNCTION model.mark_on(the_carrier bigint, day date) RETURNS secretxfer.secrecy_mark LANGUAGE sql STABLE AS $$
	SELECT mark FROM (
		SELECT '-infinity' AS since, c.mark FROM secretxfer.carriers c WHERE c.carrier_id = the_carrier
		UNION ALL
		SELECT m.marked_on, m.mark FROM secretxfer.carrier_marks m WHERE m.carrier_id = the_carrier AND m.marked_on <= day
	) AS known ORDER BY since DESC LIMIT 1
$$;

CREATE TYPE model.transfer AS (
	case_no text, carrier_id bigint, clearance_no text, day date, is_access boolean,
	customer text, contractor text, opened_on date, works_settlement text, information_system_service boolean,
	mark secretxfer.secrecy_mark);

CREATE FUNCTION model.transfer_of(n secretxfer.handovers) RETURNS SETOF model.transfer LANGUAGE sql STABLE AS $$
	SELECT c.case_no, n.carrier_id, n.received_by, n.handed_on, false,
		   model.customer_on(c.case_no, n.handed_on), c.contractor, c.opened_on, c.works_settlement,
		   c.information_system_service, model.mark_on(n.carrier_id, n.handed_on)
	FROM secretxfer.cases c WHERE c.case_no = n.case_no AND n.handed_on IS NOT NULL
$$;

CREATE FUNCTION model.transfer_of(n secretxfer.system_accesses) RETURNS SETOF model.transfer LANGUAGE sql STABLE AS $$
	SELECT c.case_no, NULL::bigint, n.clearance_no, n.granted_on, true,
		   model.customer_on(c.case_no, n.granted_on), c.contractor, c.opened_on, c.works_settlement,
		   c.information_system_service, c.system_mark
	FROM secretxfer.cases c WHERE c.case_no = n.case_no AND n.granted_on IS NOT NULL
$$;

-- The contract under which the transfer takes place: what presupposes it is silent without it.
CREATE FUNCTION model.contract_by(the_case text, day date) RETURNS SETOF secretxfer.contracts LANGUAGE sql STABLE AS $$
	SELECT k.* FROM secretxfer.contracts k WHERE k.case_no = the_case AND k.concluded_on <= day
$$;

-- The permissions of a case by a day: sent by then, and by a body that had received the request.
CREATE FUNCTION model.permissions_by(the_case text, day date) RETURNS SETOF secretxfer.decisions LANGUAGE sql STABLE AS $$
	SELECT d.* FROM secretxfer.decisions d JOIN secretxfer.requests r USING (case_no, request_no)
	WHERE d.case_no = the_case AND d.outcome = 'permitted' AND r.received_on <= d.sent_on AND d.sent_on <= day
$$;

-- Which body disposes of secrets on a day, that a body disposed of since another day: of a carrier, or of what no row
-- names.  Each passing counts once; those in gone do not count.
CREATE FUNCTION model.disposer(the_body text, since date, the_carrier bigint, day date, gone bigint[] DEFAULT '{}') RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
	by_name boolean := false;
	s secretxfer.disposal_successions;
BEGIN
	LOOP
		SELECT * INTO s FROM secretxfer.disposal_successions d
		WHERE d.body = the_body AND d.effective_on >= since AND d.effective_on <= day AND d.entry_id <> ALL (gone)
		  AND (d.carrier_id = the_carrier OR d.carrier_id IS NULL AND NOT (by_name AND d.effective_on = since))
		ORDER BY d.effective_on, d.carrier_id NULLS LAST LIMIT 1;
		EXIT WHEN NOT FOUND;
		gone := gone || s.entry_id;
		the_body := s.successor;
		since := s.effective_on;
		by_name := s.carrier_id IS NOT NULL;
	END LOOP;
	RETURN the_body;
END
$$;

-- At which body a request waits on a day, or which body answered it then.
CREATE FUNCTION model.asked(r secretxfer.requests, day date) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT CASE WHEN isfinite(r.sent_on) THEN model.disposer(r.authority, r.sent_on + 1, NULL, day) ELSE r.authority END
$$;

-- Those that stand on a day: none that was withdrawn by then, none of a body that was in liquidation, and none for a
-- request that the customer took back.
CREATE FUNCTION model.permissions_on(the_case text, day date) RETURNS SETOF secretxfer.decisions LANGUAGE sql STABLE AS $$
	SELECT d.* FROM model.permissions_by(the_case, day) d JOIN secretxfer.requests r USING (case_no, request_no)
	WHERE r.withdrawn_on IS NULL AND (d.withdrawn_on IS NULL OR day < d.withdrawn_on)
	  AND NOT model.liquidated_by(model.asked(r, d.sent_on), d.sent_on)
$$;

-- Whether a line of a list is permitted by a day, by the owner of the carrier (3(1), 7).
CREATE FUNCTION model.line_permitted(the_case text, the_request text, the_item int, day date) RETURNS boolean
LANGUAGE sql STABLE AS $$
	SELECT EXISTS (SELECT FROM secretxfer.request_items i
				   JOIN secretxfer.requests r USING (case_no, request_no)
				   JOIN secretxfer.carriers c USING (carrier_id)
				   JOIN model.permissions_by(the_case, day) d USING (case_no, request_no)
				   WHERE (i.case_no, i.request_no, i.item_no) = (the_case, the_request, the_item)
					 AND r.withdrawn_on IS NULL AND NOT model.liquidated_by(model.asked(r, d.sent_on), d.sent_on)
					 AND model.asked(r, d.sent_on) = model.disposer(c.owner, '-infinity', c.carrier_id, d.sent_on) AND i.item_no <> ALL (coalesce(d.excluded_items, '{}')))
$$;

-- The carrier's lines in the annex by that day, each with the request it comes from, permitted or not.
CREATE FUNCTION model.all_annex_lines(t model.transfer)
RETURNS TABLE (annexed_on date, request_no text, item_no int, transfer_from date, transfer_until date) LANGUAGE sql STABLE AS $$
	SELECT a.annexed_on, r.request_no, i.item_no, r.transfer_from, r.transfer_until
	FROM secretxfer.contract_items a
	JOIN secretxfer.request_items i USING (case_no, request_no, item_no)
	JOIN secretxfer.requests r USING (case_no, request_no)
	WHERE a.case_no = t.case_no AND i.carrier_id = t.carrier_id AND a.annexed_on <= t.day
$$;

-- Those that a permission covers: only they count.
CREATE FUNCTION model.annex_lines(t model.transfer)
RETURNS TABLE (annexed_on date, within_period boolean) LANGUAGE sql STABLE AS $$
	SELECT a.annexed_on, t.day BETWEEN a.transfer_from AND a.transfer_until
	FROM model.all_annex_lines(t) a
	JOIN model.permissions_on(t.case_no, t.day) d USING (request_no)
	WHERE model.line_permitted(t.case_no, a.request_no, a.item_no, a.annexed_on)
$$;

------------------------------------------------------------------------------------------
-- Provision 2: who takes part
------------------------------------------------------------------------------------------

CREATE FUNCTION model.provision_2(n secretxfer.cases) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r02_customer_kind' FROM secretxfer.parties p WHERE p.idn = n.customer AND p.kind = 'citizen'
	UNION ALL
	SELECT 'r02_contractor_kind' FROM secretxfer.parties p WHERE p.idn = n.contractor AND p.kind = 'state_body'
	UNION ALL
	SELECT 'r02_parties_differ' WHERE n.customer = n.contractor
$$;

CREATE FUNCTION model.provision_2(n secretxfer.supplements) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r02_customer_kind' FROM secretxfer.cases c, secretxfer.parties p
	WHERE c.case_no = n.case_no AND p.idn = n.successor AND p.kind = 'citizen' AND n.concluded_on IS NOT NULL
	UNION ALL
	SELECT 'r02_parties_differ' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND c.contractor = n.successor AND n.concluded_on IS NOT NULL
$$;

------------------------------------------------------------------------------------------
-- Provision 3: the order of the steps
------------------------------------------------------------------------------------------

-- Whether a body disposes of secrets, or did until all of them passed on.
CREATE FUNCTION model.disposes(p secretxfer.parties) RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT p.disposes_of_secrets
		OR EXISTS (SELECT FROM secretxfer.disposal_successions s WHERE s.body = p.idn AND s.carrier_id IS NULL)
$$;

-- 3(1): the owner of a carrier is a body that disposes of state secrets.
CREATE FUNCTION model.provision_3(n secretxfer.carriers) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r03_owner_disposes' FROM secretxfer.parties p WHERE p.idn = n.owner AND NOT model.disposes(p)
$$;

-- 3(1): secrets pass from a state body to another one that disposes of secrets and is there; a carrier from the body that
-- disposes of it: since before that day, or since that day.
CREATE FUNCTION model.provision_3(o jsonb, n secretxfer.disposal_successions) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r03_successor_disposes' WHERE n.body = n.successor
	UNION ALL
	SELECT 'r03_successor_disposes' FROM secretxfer.parties p
	WHERE p.idn = n.successor AND n.effective_on IS NOT NULL
	  AND (NOT p.disposes_of_secrets OR model.liquidated_by(p.idn, n.effective_on))
	UNION ALL
	SELECT 'r03_body_disposes' FROM secretxfer.parties p
	WHERE p.idn = n.body AND p.kind <> 'state_body' AND n.effective_on IS NOT NULL
	UNION ALL
	SELECT 'r03_body_disposes' FROM secretxfer.carriers c
	CROSS JOIN LATERAL (SELECT ARRAY(SELECT x.entry_id FROM secretxfer.disposal_successions x
		WHERE to_jsonb(x) @> o) AS corrected) AS passed
	WHERE c.carrier_id = n.carrier_id AND n.effective_on IS NOT NULL AND n.body IS NOT NULL
	  AND n.body NOT IN (SELECT model.disposer(c.owner, '-infinity', c.carrier_id, n.effective_on - 1, passed.corrected)
		UNION ALL SELECT s.successor FROM secretxfer.disposal_successions s
		WHERE s.effective_on = n.effective_on AND s.successor = n.body AND s.entry_id <> ALL (passed.corrected) AND (s.carrier_id IS NULL OR s.carrier_id = c.carrier_id)
		  AND s.body = model.disposer(c.owner, '-infinity', c.carrier_id, n.effective_on - 1, passed.corrected))
$$;

-- 7: a body comes to its end without secrets, and nobody waits for its answer.
CREATE FUNCTION model.provision_7(n secretxfer.party_changes) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r07_secrets_passed_on'
	WHERE n.kind = 'liquidation' AND n.completed_on IS NOT NULL AND n.effective_on IS NOT NULL
	  AND (EXISTS (SELECT FROM secretxfer.carriers c
				   WHERE model.disposer(c.owner, '-infinity', c.carrier_id, n.completed_on) = n.party
					 AND model.mark_on(c.carrier_id, n.completed_on) IS NOT NULL)
		   OR EXISTS (SELECT FROM secretxfer.requests r JOIN secretxfer.cases k USING (case_no)
					  WHERE r.withdrawn_on IS NULL AND k.closed_on IS NULL AND model.asked(r, n.completed_on) = n.party
						AND NOT EXISTS (SELECT FROM secretxfer.decisions d
										WHERE (d.case_no, d.request_no) = (r.case_no, r.request_no))))
$$;

-- 3(3): a notice of the contract needs a contract.
CREATE FUNCTION model.provision_3(n secretxfer.notices) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r03_notice_after_contract' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND n.kind = 'contract' AND n.sent_on IS NOT NULL
	  AND NOT EXISTS (SELECT FROM model.contract_by(n.case_no, n.sent_on))
$$;

-- 3(3): the notice first, and one sent after the carrier was put into the annex; after a further
-- request, into the annex for the period in which the transfer falls.
CREATE FUNCTION model.provision_3(t model.transfer) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r03_notice_first'
	WHERE EXISTS (SELECT FROM model.contract_by(t.case_no, t.day))
	  AND CASE WHEN t.is_access THEN EXISTS (SELECT FROM model.permissions_on(t.case_no, t.day))
		ELSE EXISTS (SELECT FROM model.annex_lines(t)) END
	  AND NOT EXISTS (
		SELECT FROM secretxfer.notices s
		WHERE s.case_no = t.case_no AND s.kind = 'contract' AND s.sent_on <= t.day
		  AND (t.is_access
			   OR EXISTS (SELECT FROM model.annex_lines(t) a
						  WHERE a.annexed_on <= s.sent_on
							AND (a.within_period OR NOT EXISTS (SELECT FROM model.annex_lines(t) b WHERE b.within_period)))))
$$;

------------------------------------------------------------------------------------------
-- Provision 4: the request
------------------------------------------------------------------------------------------

-- The check digit of a BIN or IIN: the sum with the first weights, and if that gives ten,
-- with the second; if it is ten again there is no such number.
CREATE FUNCTION model.number_fits(idn text, kind secretxfer.party_kind) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
	WITH digits AS (
		SELECT i, substr(idn, i::int, 1)::int AS d, i AS first, (i + 1) % 11 + 1 AS second
		FROM generate_series(1, 11) AS i WHERE idn ~ '^[0-9]{12}$'
	), sums AS (
		SELECT sum(d * first) % 11 AS one, sum(d * second) % 11 AS two FROM digits
	)
	SELECT idn ~ '^[0-9]{12}$' AND idn <> '000000000000'
		AND coalesce((SELECT CASE WHEN one < 10 THEN one WHEN two < 10 THEN two END FROM sums) = right(idn, 1)::int, false)
		AND (kind = 'citizen' OR idn ~ '^..(0[1-9]|1[0-2])[456][0-3]')
$$;

CREATE FUNCTION model.provision_4(n secretxfer.parties) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r04_disposing_body' WHERE n.disposes_of_secrets AND n.kind <> 'state_body'
	UNION ALL
	SELECT 'r04_identification_number'
	WHERE model.stated(n.idn) AND n.kind IS NOT NULL AND NOT model.number_fits(n.idn, n.kind)
	UNION ALL
	SELECT 'r04_organization_data'
	WHERE n.kind <> 'citizen'
	  AND NOT (model.stated(n.full_name) AND model.stated(n.head_name) AND model.stated(n.legal_address))
	UNION ALL
	SELECT 'r04_citizen_data'
	WHERE n.kind = 'citizen'
	  AND NOT (model.stated(n.full_name) AND model.stated(n.workplace) AND model.stated(n.position)
			   AND model.stated(n.residence) AND model.stated(n.id_document_issuer))
$$;

-- 4(2)
CREATE FUNCTION model.provision_4(n secretxfer.carriers) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r04_carrier_data'
	WHERE NOT (model.stated(n.title) AND n.mark IS NOT NULL AND model.stated(n.account_no)
			   AND model.stated(n.copy_no) AND (n.kind = 'other' OR n.kind IS NULL OR n.sheets IS NOT NULL))
$$;

-- 4(5) and 6(3): an organisation states its own permit, a citizen its own clearance; what is
-- stated beyond must be the contractor's and valid too.
CREATE FUNCTION model.authorized(the_case text, the_permit text, the_clearance text, day date)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN (
		SELECT CASE WHEN p.kind = 'citizen' THEN model.stated(the_clearance) ELSE model.stated(the_permit) END
		   AND NOT EXISTS (SELECT FROM secretxfer.permits a WHERE a.permit_no = the_permit
						   AND NOT (a.holder = c.contractor
									AND model.valid_on(a.issued_on, a.valid_until, a.revoked_on, day)))
		   AND NOT EXISTS (SELECT FROM secretxfer.clearances a WHERE a.clearance_no = the_clearance
						   AND NOT (a.party = c.contractor
									AND model.valid_on(a.issued_on, a.valid_until, a.revoked_on, day)))
		FROM secretxfer.cases c JOIN secretxfer.parties p ON p.idn = c.contractor
		WHERE c.case_no = the_case AND day IS NOT NULL);
END
$$;

-- ¶1: a body in liquidation neither is asked (when the request is entered) nor receives (when the receipt is).
CREATE FUNCTION model.provision_4_addressee(o jsonb, n secretxfer.requests, entered boolean) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
	SELECT 'r04_addressee_exists' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND n.sent_on IS NOT NULL
	  AND (entered AND model.liquidated_by(n.authority, n.sent_on)
	   OR (entered OR (o ->> 'received_on')::date IS DISTINCT FROM n.received_on)
		  AND model.liquidated_by(model.asked(n, n.received_on), n.received_on))
$$;

CREATE FUNCTION model.provision_4(n secretxfer.requests) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r04_addressee' FROM secretxfer.cases c, secretxfer.parties p
	WHERE c.case_no = n.case_no AND p.idn = n.authority AND n.sent_on IS NOT NULL
	  -- or it had passed all on, and nothing has come to it since
	  AND (NOT model.disposes(p) OR coalesce(
		(SELECT max(s.effective_on) FROM secretxfer.disposal_successions s
		 WHERE s.body = p.idn AND s.carrier_id IS NULL AND s.effective_on <= n.sent_on)
		> coalesce((SELECT max(s.effective_on) FROM secretxfer.disposal_successions s
		 WHERE s.successor = p.idn AND s.effective_on <= n.sent_on), '-infinity'), false))
	UNION ALL
	SELECT model.provision_4_addressee(NULL, n, true)
	UNION ALL
	SELECT 'r04_justification' WHERE NOT model.stated(n.justification)
	UNION ALL
	SELECT 'r04_transfer_period'
	WHERE n.transfer_from IS NULL OR n.transfer_until IS NULL OR n.transfer_until < n.transfer_from
	UNION ALL
	SELECT 'r04_authorization' WHERE NOT model.authorized(n.case_no, n.permit_no, n.clearance_no, n.sent_on)
	UNION ALL
	SELECT 'r04_draft_contract' WHERE NOT model.stated(n.draft_contract)
$$;

-- ¶1: the customer takes a request back while nobody has answered, and then nobody receives it.
CREATE FUNCTION model.provision_4_taken_back(o jsonb, n secretxfer.requests) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r04_taken_back' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND n.sent_on IS NOT NULL AND n.withdrawn_on IS NOT NULL
	  AND (o ->> 'withdrawn_on' IS NOT NULL AND o ->> 'received_on' IS NULL AND n.received_on IS NOT NULL
		   OR EXISTS (SELECT FROM secretxfer.decisions d WHERE (d.case_no, d.request_no) = (n.case_no, n.request_no)))
$$;

-- 4(2), 6 ¶3: what a request asks for, a list or the statement.
CREATE FUNCTION model.list_not_empty(n secretxfer.requests) RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT model.stated(n.information_statement)
		OR EXISTS (SELECT FROM secretxfer.request_items i WHERE (i.case_no, i.request_no) = (n.case_no, n.request_no))
$$;

-- This is judged at the end of the transaction, for what the rest of it may still bring, of a request that states its day.
CREATE FUNCTION model.provision_4_at_commit(n secretxfer.requests) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r04_list_not_empty'
	WHERE n.received_on IS NOT NULL AND n.request_no IS NOT NULL AND n.sent_on IS NOT NULL AND NOT model.list_not_empty(n)
	  AND EXISTS (SELECT FROM secretxfer.cases c WHERE c.case_no = n.case_no)
$$;

-- The list of a request that gets another number stands under the old one.
CREATE FUNCTION model.provision_4_list(o jsonb, n secretxfer.requests) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT model.provision_4_at_commit(n)
	WHERE o IS NULL OR NOT model.list_not_empty(jsonb_populate_record(n, jsonb_build_object('case_no', o -> 'case_no', 'request_no', o -> 'request_no')))
$$;

CREATE FUNCTION model.provision_4(n secretxfer.decisions) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r04_list_not_empty' FROM secretxfer.requests r
	WHERE (r.case_no, r.request_no) = (n.case_no, n.request_no) AND r.received_on <= n.sent_on AND NOT model.list_not_empty(r)
$$;

CREATE FUNCTION model.provision_4(o jsonb, n secretxfer.request_items) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r04_listed_once'
	WHERE EXISTS (SELECT FROM secretxfer.request_items i
				  WHERE (i.case_no, i.request_no, i.carrier_id) = (n.case_no, n.request_no, n.carrier_id)
					AND (i.case_no, i.request_no, i.item_no) IS DISTINCT FROM
						(o ->> 'case_no', o ->> 'request_no', (o ->> 'item_no')::int)
					AND (i.case_no, i.request_no, i.item_no) IS DISTINCT FROM (n.case_no, n.request_no, n.item_no))
	UNION ALL
	-- in the transaction that enters the receipt, its request stands in a setting
	SELECT 'r04_list_before_receipt' FROM secretxfer.requests r
	WHERE (r.case_no, r.request_no) = (n.case_no, n.request_no) AND (r.received_on IS NOT NULL OR r.withdrawn_on IS NOT NULL)
	  AND r.request_no IS DISTINCT FROM current_setting('model.request_of_this_transaction', true)
$$;

-- 4(4): within the period of the request that covers the carrier, or the access.
CREATE FUNCTION model.provision_4(t model.transfer) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	WITH covers AS (
		SELECT a.within_period FROM model.annex_lines(t) a
		WHERE NOT t.is_access AND EXISTS (SELECT FROM model.contract_by(t.case_no, t.day))
		UNION ALL
		SELECT t.day BETWEEN r.transfer_from AND r.transfer_until
		FROM secretxfer.requests r JOIN model.permissions_on(t.case_no, t.day) d USING (case_no, request_no)
		WHERE t.is_access
	)
	SELECT 'r04_within_period'
	WHERE EXISTS (SELECT FROM covers) AND NOT EXISTS (SELECT FROM covers WHERE within_period)
	UNION ALL
	-- (2): what bears no mark is no secret
	SELECT 'r04_no_longer_secret' FROM secretxfer.carriers c
	WHERE c.carrier_id = t.carrier_id AND model.mark_on(c.carrier_id, t.day) IS NULL
$$;

------------------------------------------------------------------------------------------
-- Provision 5: the answer
------------------------------------------------------------------------------------------

-- The tenth working day after the receipt of a request; none when the calendar's known years end before.
-- Monday to Friday are worked unless the calendar says otherwise.
CREATE FUNCTION model.answer_due(r secretxfer.requests) RETURNS date LANGUAGE sql STABLE AS $$
	WITH days AS (
		SELECT d::date AS day, coalesce(c.working, extract(isodow FROM d) < 6) AS working,
			   bool_and(y.year IS NOT NULL) OVER (ORDER BY d) AS known
		FROM generate_series(r.received_on + 1, r.received_on + 60, interval '1 day') AS d
		LEFT JOIN secretxfer.calendar_days c ON c.day = d::date
		LEFT JOIN secretxfer.calendar_years y ON y.year = extract(year FROM d)
		WHERE isfinite(r.received_on)
	)
	SELECT day FROM days WHERE working AND known ORDER BY day OFFSET 9 LIMIT 1
$$;

-- The due day by which an answer is judged: an answer of the same day to the same request keeps the due day that it has.
CREATE FUNCTION model.due_of(o jsonb, n secretxfer.decisions, r secretxfer.requests) RETURNS date LANGUAGE sql STABLE AS $$
	SELECT CASE WHEN (o ->> 'case_no', o ->> 'request_no', (o ->> 'sent_on')::date) = (n.case_no, n.request_no, n.sent_on)
		THEN coalesce((o ->> 'due_on')::date, model.answer_due(r)) ELSE model.answer_due(r) END
$$;

CREATE FUNCTION model.provision_5(o jsonb, n secretxfer.decisions) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r05_received_first' FROM secretxfer.requests r
	WHERE (r.case_no, r.request_no) = (n.case_no, n.request_no) AND n.sent_on IS NOT NULL
	  AND (r.received_on IS NULL OR r.received_on > n.sent_on)
	UNION ALL
	-- what the customer took back is not answered
	SELECT 'r05_request_stands' FROM secretxfer.requests r
	WHERE (r.case_no, r.request_no) = (n.case_no, n.request_no) AND n.sent_on IS NOT NULL AND r.withdrawn_on IS NOT NULL
	UNION ALL
	-- whoever answers is in being on that day
	SELECT 'r05_body_exists' FROM secretxfer.requests r
	WHERE (r.case_no, r.request_no) = (n.case_no, n.request_no) AND model.liquidated_by(model.asked(r, n.sent_on), n.sent_on)
	UNION ALL
	SELECT 'r05_calendar_known' FROM secretxfer.requests r
	WHERE (r.case_no, r.request_no) = (n.case_no, n.request_no) AND r.received_on IS NOT NULL AND n.sent_on IS NOT NULL
	  AND model.due_of(o, n, r) IS NULL
	UNION ALL
	SELECT 'r05_in_time' FROM secretxfer.requests r
	WHERE (r.case_no, r.request_no) = (n.case_no, n.request_no)
	  AND n.sent_on > model.due_of(o, n, r) AND NOT model.stated(n.late_reason)
	UNION ALL
	SELECT 'r05_signature' WHERE NOT model.stated(n.signed_by) OR n.signed_as IS NULL
	UNION ALL
	SELECT 'r05_reasons' WHERE n.outcome = 'refused' AND NOT model.stated(n.reasons)
	UNION ALL
	SELECT 'r05_excluded_items'
	WHERE n.sent_on IS NOT NULL AND EXISTS (SELECT FROM secretxfer.requests r WHERE (r.case_no, r.request_no) = (n.case_no, n.request_no))
	  AND ((SELECT count(*) <> count(DISTINCT x) FROM unnest(n.excluded_items) AS x)
		   OR EXISTS (SELECT FROM unnest(n.excluded_items) AS x
				   WHERE NOT EXISTS (SELECT FROM secretxfer.request_items i
									 WHERE (i.case_no, i.request_no, i.item_no) = (n.case_no, n.request_no, x)))
		   OR n.outcome = 'permitted'
			  AND EXISTS (SELECT FROM secretxfer.request_items i
						  WHERE (i.case_no, i.request_no) = (n.case_no, n.request_no))
			  AND NOT EXISTS (SELECT FROM secretxfer.request_items i
							  WHERE (i.case_no, i.request_no) = (n.case_no, n.request_no)
								AND i.item_no <> ALL (coalesce(n.excluded_items, '{}'))))
$$;

------------------------------------------------------------------------------------------
-- Provision 6: the contract
------------------------------------------------------------------------------------------

-- ¶3: a serviced system has a mark, and no other works have; one that version 1.0 left open may stay so.
CREATE FUNCTION model.provision_6(o jsonb, n secretxfer.cases) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r06_system_mark'
	WHERE coalesce(n.information_system_service, false) <> (n.system_mark IS NOT NULL)
	  AND NOT coalesce((o ->> 'information_system_service')::boolean AND o ->> 'system_mark' IS NULL
					   AND n.information_system_service, false)
$$;

-- ¶3: a statement instead of a list only for information-system service.
CREATE FUNCTION model.provision_6(n secretxfer.requests) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r06_information_system' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND NOT c.information_system_service AND model.stated(n.information_statement)
$$;

CREATE FUNCTION model.provision_6(n secretxfer.contracts) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r06_control_and_liability'
	WHERE NOT (model.stated(n.control_during_works) AND model.stated(n.control_after_works)
			   AND model.stated(n.contractor_liability))
	UNION ALL
	SELECT 'r06_financing' WHERE NOT model.stated(n.protection_financing)
	UNION ALL
	SELECT 'r06_authorization' WHERE NOT model.authorized(n.case_no, n.permit_no, n.clearance_no, n.concluded_on)
	UNION ALL
	SELECT 'r06_annex_after_contract'
	WHERE EXISTS (SELECT FROM secretxfer.contract_items a
				  WHERE a.case_no = n.case_no AND a.annexed_on < n.concluded_on)
	UNION ALL
	SELECT 'r06_information_system' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND NOT c.information_system_service AND model.stated(n.information_statement)
	UNION ALL
	SELECT 'r06_information_statement' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND c.information_system_service AND NOT model.stated(n.information_statement)
	UNION ALL
	SELECT 'r06_responsible_unit' WHERE NOT (model.stated(n.responsible_unit) AND model.stated(n.unit_designated_by))
$$;

-- The terms that an amendment states.
CREATE FUNCTION model.amended_terms(n secretxfer.contract_amendments) RETURNS TABLE (term text, value text)
LANGUAGE sql STABLE AS $$
	SELECT key, value FROM jsonb_each_text(to_jsonb(n)) WHERE value IS NOT NULL
	  AND key NOT IN ('case_no', 'amendment_no', 'concluded_on', 'recorded_at', 'recorded_by', 'changed_at', 'changed_by', 'entry_id')
$$;

CREATE FUNCTION model.provision_6(o jsonb, n secretxfer.contract_amendments) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r06_amended_terms'
	WHERE NOT EXISTS (SELECT FROM model.amended_terms(n))
	   OR EXISTS (SELECT FROM model.amended_terms(n) WHERE NOT model.stated(value))
	   OR model.stated(n.responsible_unit) <> model.stated(n.unit_designated_by)
	UNION ALL
	SELECT 'r06_authorization' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND n.concluded_on IS NOT NULL
	  AND (EXISTS (SELECT FROM secretxfer.permits a WHERE a.permit_no = n.permit_no
				   AND NOT (a.holder = c.contractor AND model.valid_on(a.issued_on, a.valid_until, a.revoked_on, n.concluded_on)))
		   OR EXISTS (SELECT FROM secretxfer.clearances a WHERE a.clearance_no = n.clearance_no
				   AND NOT (a.party = c.contractor AND model.valid_on(a.issued_on, a.valid_until, a.revoked_on, n.concluded_on))))
	UNION ALL
	SELECT 'r06_information_system' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND n.concluded_on IS NOT NULL
	  AND NOT c.information_system_service AND model.stated(n.information_statement)
	UNION ALL
	SELECT 'r06_amendment_after_contract' FROM secretxfer.contracts k
	WHERE k.case_no = n.case_no AND n.concluded_on < k.concluded_on
	UNION ALL
	SELECT 'r06_amended_once_a_day' FROM secretxfer.contract_amendments b
	WHERE b.case_no = n.case_no AND b.concluded_on = n.concluded_on AND b.amendment_no <> n.amendment_no
	  AND (b.case_no, b.amendment_no) IS DISTINCT FROM (o ->> 'case_no', o ->> 'amendment_no')
	  AND EXISTS (SELECT FROM model.amended_terms(n) one JOIN model.amended_terms(b) other USING (term)
				  WHERE model.stated(one.value) AND model.stated(other.value))
$$;

CREATE FUNCTION model.provision_6(n secretxfer.contract_items) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r06_contract_first' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no
	  AND NOT EXISTS (SELECT FROM secretxfer.contracts k WHERE k.case_no = n.case_no)
	UNION ALL
	SELECT 'r06_annex_after_contract' FROM secretxfer.contracts k
	WHERE k.case_no = n.case_no AND n.annexed_on < k.concluded_on
$$;

-- (4): an annex before the notice, but for information-system service.
CREATE FUNCTION model.annex_missing(the_case text, day date) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r06_annex_first' FROM secretxfer.cases c
	WHERE c.case_no = the_case AND NOT c.information_system_service
	  AND EXISTS (SELECT FROM model.contract_by(the_case, day))
	  AND NOT EXISTS (SELECT FROM secretxfer.contract_items a WHERE a.case_no = the_case AND a.annexed_on <= day)
$$;

CREATE FUNCTION model.provision_6(n secretxfer.notices) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT model.annex_missing(n.case_no, n.sent_on) WHERE n.kind = 'contract'
$$;

CREATE FUNCTION model.provision_6(t model.transfer) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r06_contract_first' WHERE NOT EXISTS (SELECT FROM model.contract_by(t.case_no, t.day))
	UNION ALL
	SELECT model.annex_missing(t.case_no, t.day) WHERE NOT t.is_access
	UNION ALL
	SELECT 'r06_information_system' WHERE t.is_access AND NOT t.information_system_service
$$;

------------------------------------------------------------------------------------------
-- Provision 7: no step before the permission
------------------------------------------------------------------------------------------

CREATE FUNCTION model.provision_7(n secretxfer.contracts) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r07_permission_first' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND n.concluded_on IS NOT NULL
	  AND NOT EXISTS (SELECT FROM model.permissions_on(n.case_no, n.concluded_on))
$$;

-- a permission alone is withdrawn, on a day and for reasons
CREATE FUNCTION model.provision_7(n secretxfer.decisions) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r07_withdrawal'
	WHERE n.withdrawn_on IS NOT NULL AND (n.outcome = 'refused' OR NOT model.stated(n.withdrawal_reasons))
	   OR n.withdrawal_reasons IS NOT NULL AND (n.outcome = 'refused' OR n.withdrawn_on IS NULL)
$$;

CREATE FUNCTION model.provision_7(n secretxfer.contract_items) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r07_within_permission' FROM secretxfer.contracts k
	WHERE k.case_no = n.case_no AND n.request_no IS NOT NULL AND n.item_no IS NOT NULL
	  AND NOT (model.line_permitted(n.case_no, n.request_no, n.item_no, n.annexed_on)
			   AND EXISTS (SELECT FROM model.permissions_on(n.case_no, n.annexed_on) d WHERE d.request_no = n.request_no))
$$;

CREATE FUNCTION model.provision_7(t model.transfer) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r07_within_annex' FROM secretxfer.carriers c
	WHERE c.carrier_id = t.carrier_id
	  AND EXISTS (SELECT FROM model.contract_by(t.case_no, t.day))
	  AND NOT EXISTS (SELECT FROM model.annex_missing(t.case_no, t.day))
	  AND NOT EXISTS (SELECT FROM model.all_annex_lines(t))
	UNION ALL
	SELECT 'r07_within_permission'
	WHERE EXISTS (SELECT FROM model.all_annex_lines(t)) AND NOT EXISTS (SELECT FROM model.annex_lines(t))
	UNION ALL
	SELECT 'r07_within_permission'
	WHERE t.is_access AND t.information_system_service AND EXISTS (SELECT FROM model.contract_by(t.case_no, t.day))
	  AND NOT EXISTS (SELECT FROM model.permissions_on(t.case_no, t.day))
$$;

------------------------------------------------------------------------------------------
-- Provision 8: who protects
------------------------------------------------------------------------------------------

-- The conditions of an arrangement, judged on the parties as they now are, and on the affiliation
-- as of the day.
CREATE FUNCTION model.protection_conditions(the_kind secretxfer.protection_kind, the_organizer text,
	the_contractor text, the_customer text, the_settlement text, the_unit text, day date)
RETURNS SETOF text LANGUAGE sql STABLE AS $$
	-- (1)
	SELECT 'r08_contractor_has_unit' FROM secretxfer.parties contractor
	WHERE the_kind = 'contractor' AND contractor.idn = the_contractor AND contractor.kind = 'citizen'
	UNION ALL
	SELECT 'r08_contractor_without_foreign_participation' FROM secretxfer.parties contractor
	WHERE the_kind = 'contractor' AND contractor.idn = the_contractor AND contractor.foreign_participation
	UNION ALL
	-- (2)
	SELECT 'r08_customer_at_place' FROM secretxfer.parties customer
	WHERE the_kind = 'customer' AND customer.idn = the_customer
	  AND lower(btrim(CASE WHEN model.stated(the_unit) THEN the_unit ELSE customer.settlement END)) <> lower(btrim(the_settlement))
	UNION ALL
	-- (3)
	SELECT 'r08_quasi_state' FROM secretxfer.parties organizer
	WHERE the_kind = 'quasi_state' AND organizer.idn = the_organizer AND NOT organizer.quasi_state
	UNION ALL
	SELECT 'r08_affiliated' FROM secretxfer.parties contractor, secretxfer.parties organizer
	WHERE the_kind = 'quasi_state' AND contractor.idn = the_contractor AND organizer.idn = the_organizer
	  AND NOT EXISTS (SELECT FROM secretxfer.affiliations a
					  WHERE (a.party, a.quasi_state) = (the_contractor, the_organizer)
						AND coalesce(a.since <= day, true) AND coalesce(day <= a.until, true))
	UNION ALL
	-- (3), (4)
	SELECT 'r08_organizer_exists'
	WHERE the_kind IN ('quasi_state', 'provider') AND model.liquidated_by(the_organizer, day)
	UNION ALL
	-- (4)
	SELECT 'r08_provider_settlement' FROM secretxfer.parties contractor, secretxfer.parties organizer
	WHERE the_kind = 'provider' AND contractor.idn = the_contractor AND organizer.idn = the_organizer
	  AND lower(btrim(organizer.settlement)) <> lower(btrim(contractor.settlement))
	UNION ALL
	SELECT 'r08_provider_foreign_participation' FROM secretxfer.parties organizer
	WHERE the_kind = 'provider' AND organizer.idn = the_organizer AND organizer.foreign_participation
	UNION ALL
	SELECT 'r08_provider_state_owned' FROM secretxfer.parties organizer
	WHERE the_kind = 'provider' AND organizer.idn = the_organizer AND organizer.state_share IS DISTINCT FROM 100
	UNION ALL
	SELECT 'r08_provider_mandate' FROM secretxfer.parties organizer
	WHERE the_kind = 'provider' AND organizer.idn = the_organizer AND NOT model.stated(organizer.protection_mandate)
$$;

CREATE FUNCTION model.provision_8(n secretxfer.affiliations) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r08_affiliated' WHERE n.party = n.quasi_state
$$;

-- Whether a permit is a party's and valid on a day; where no number is stated nothing is asked.
CREATE FUNCTION model.bears_mark(the_permit text, the_holder text, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT the_permit IS NULL
		OR EXISTS (SELECT FROM secretxfer.permits p
				   WHERE p.permit_no = the_permit AND p.holder = coalesce(the_holder, p.holder)
					 AND model.valid_on(p.issued_on, p.valid_until, p.revoked_on, day))
$$;

-- (4): no mark in a permit before the service contract; each mark names its permit, which is the
-- party's and valid on the later of mark and arrangement.
CREATE FUNCTION model.provision_8_marks(n secretxfer.protections) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r08_permits_marked'
	WHERE n.kind = 'provider'
	  AND (n.contractor_permit_marked_on < n.service_contract_on OR n.provider_permit_marked_on < n.service_contract_on)
	   OR (n.contractor_permit_marked_on IS NOT NULL) <> model.stated(n.contractor_permit_no)
	   OR (n.provider_permit_marked_on IS NOT NULL) <> model.stated(n.provider_permit_no)
	UNION ALL
	SELECT 'r08_permits_marked' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND n.arranged_on IS NOT NULL
	  AND (EXISTS (SELECT FROM secretxfer.permits p WHERE p.permit_no = n.contractor_permit_no)
		   AND NOT model.bears_mark(n.contractor_permit_no, c.contractor, greatest(n.contractor_permit_marked_on, n.arranged_on))
		   OR EXISTS (SELECT FROM secretxfer.permits p WHERE p.permit_no = n.provider_permit_no)
		   AND NOT model.bears_mark(n.provider_permit_no, n.organizer, greatest(n.provider_permit_marked_on, n.arranged_on)))
$$;

CREATE FUNCTION model.provision_8(n secretxfer.protections) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r08_organizer' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no
	  AND CASE n.kind
		-- who the parties are is asked of an entry that states its day
		WHEN 'contractor' THEN n.arranged_on IS NOT NULL AND model.stated(n.organizer) AND n.organizer <> c.contractor
		WHEN 'customer' THEN n.arranged_on IS NOT NULL AND model.stated(n.organizer)
			AND n.organizer <> model.customer_on(n.case_no, n.arranged_on)
		WHEN 'quasi_state' THEN NOT model.stated(n.organizer)
		WHEN 'provider' THEN NOT model.stated(n.organizer)
	  END
	UNION ALL
	SELECT x FROM secretxfer.cases c,
		model.protection_conditions(n.kind, n.organizer, c.contractor,
			model.customer_on(n.case_no, n.arranged_on), c.works_settlement, n.unit_settlement, n.arranged_on) AS x
	WHERE c.case_no = n.case_no AND n.arranged_on IS NOT NULL
	UNION ALL
	SELECT 'r08_provider_serves_organization'
	FROM secretxfer.cases c JOIN secretxfer.parties p ON p.idn = c.contractor
	WHERE c.case_no = n.case_no AND n.kind = 'provider' AND p.kind <> 'organization'
	UNION ALL
	SELECT 'r08_provider_other_organization'
	FROM secretxfer.cases c, secretxfer.parties organizer
	WHERE c.case_no = n.case_no AND organizer.idn = n.organizer AND n.kind = 'provider'
	  AND (organizer.kind <> 'organization' OR n.organizer = c.contractor)
	UNION ALL
	SELECT 'r08_service_contract'
	WHERE n.kind = 'provider'
	  AND (NOT model.stated(n.service_contract_no) OR n.service_contract_on IS NULL
		   OR n.service_contract_on > n.arranged_on)
	UNION ALL
	SELECT model.provision_8_marks(n)
$$;

CREATE FUNCTION model.provision_8(n secretxfer.notices) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r08_notice_after_service_contract' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND n.kind IN ('courier_service', 'postal_service') AND n.sent_on IS NOT NULL
	  AND NOT EXISTS (SELECT FROM secretxfer.protections p
					  WHERE p.case_no = n.case_no AND p.kind = 'provider' AND p.service_contract_on <= n.sent_on)
	  -- where something was handed over since, the arrangement comes later
	  AND NOT EXISTS (SELECT FROM secretxfer.handovers h WHERE h.case_no = n.case_no AND h.handed_on >= n.sent_on)
	  AND NOT EXISTS (SELECT FROM secretxfer.system_accesses h WHERE h.case_no = n.case_no AND h.granted_on >= n.sent_on)
$$;

-- The arrangement of a day: the last one by then.
CREATE FUNCTION model.arrangement(the_case text, day date) RETURNS SETOF secretxfer.protections LANGUAGE sql STABLE AS $$
	SELECT * FROM secretxfer.protections p WHERE p.case_no = the_case AND p.arranged_on <= day
	ORDER BY p.arranged_on DESC LIMIT 1
$$;

-- The service contract of an arrangement; arrangements with the same one ride on the same notices.
CREATE FUNCTION model.service(p secretxfer.protections) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
	SELECT ARRAY[p.organizer, p.service_contract_no, p.service_contract_on::text] WHERE p.kind = 'provider'
$$;

-- The day of the arrangement from which notices to the services count for an arrangement, among those of its case: where
-- another service contract stood before, and this one is no later than the arrangement of then, the first arrangement
-- since then under this contract.
CREATE FUNCTION model.first_of_service(a secretxfer.protections, among secretxfer.protections[]) RETURNS date LANGUAGE sql STABLE AS $$
	SELECT min(p.arranged_on)
	FROM (SELECT max(x.arranged_on) AS day FROM unnest(among) AS x
		  WHERE x.arranged_on < a.arranged_on AND model.service(x) <> model.service(a)) AS before
	JOIN unnest(among) AS p ON p.arranged_on BETWEEN before.day + 1 AND a.arranged_on AND model.service(p) = model.service(a)
	WHERE before.day >= a.service_contract_on
$$;
CREATE FUNCTION model.first_of_service(a secretxfer.protections) RETURNS date LANGUAGE sql STABLE AS $$
	SELECT model.first_of_service(a, ARRAY(SELECT p FROM secretxfer.protections p WHERE p.case_no = a.case_no))
$$;

-- From which day notices to the services count under an arrangement.
CREATE FUNCTION model.notices_from(a secretxfer.protections) RETURNS date LANGUAGE sql STABLE AS $$
	SELECT greatest(a.service_contract_on, model.first_of_service(a))
$$;

-- What a transfer breaks under an arrangement.
CREATE FUNCTION model.transfer_under(a secretxfer.protections, t model.transfer) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT model.protection_conditions(a.kind, a.organizer, t.contractor, t.customer, t.works_settlement, a.unit_settlement, t.day)
	UNION ALL
	SELECT 'r08_permits_marked'
	WHERE a.kind = 'provider'
	  AND NOT (coalesce(a.contractor_permit_marked_on <= t.day AND a.provider_permit_marked_on <= t.day, false)
			   AND model.bears_mark(a.contractor_permit_no, t.contractor, t.day)
			   AND model.bears_mark(a.provider_permit_no, a.organizer, t.day)
			   AND NOT EXISTS (SELECT FROM secretxfer.permits q
							   WHERE q.permit_no = a.contractor_permit_no AND q.highest_mark < t.mark))
	UNION ALL
	SELECT 'r08_service_notices'
	WHERE a.kind = 'provider'
	  AND (SELECT count(DISTINCT s.kind) FROM secretxfer.notices s
		   WHERE s.case_no = t.case_no AND s.kind IN ('courier_service', 'postal_service')
			 AND s.sent_on BETWEEN model.notices_from(a) AND t.day) < 2
$$;

-- Who may receive under an arrangement, beside the contractor's people.
CREATE FUNCTION model.unit_of(a secretxfer.protections, t model.transfer) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT CASE a.kind WHEN 'customer' THEN t.customer WHEN 'contractor' THEN t.contractor ELSE a.organizer END
$$;

-- What was handed over since the day of an arrangement, until the next one, breaks nothing under the arrangement but what
-- it broke before.
CREATE FUNCTION model.earlier_arrangement(o jsonb, n secretxfer.protections) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT DISTINCT 'r08_earlier_arrangement'
	FROM (
		SELECT x.* FROM secretxfer.handovers h CROSS JOIN model.transfer_of(h) AS x WHERE h.case_no = n.case_no
		UNION ALL
		SELECT x.* FROM secretxfer.system_accesses h CROSS JOIN model.transfer_of(h) AS x WHERE h.case_no = n.case_no
	) AS t
	LEFT JOIN secretxfer.clearances r USING (clearance_no)
	LEFT JOIN LATERAL model.arrangement(t.case_no, t.day) AS before ON true
	WHERE t.day >= n.arranged_on
	  AND NOT EXISTS (SELECT FROM secretxfer.protections p
					  WHERE p.case_no = n.case_no AND p.arranged_on > n.arranged_on AND p.arranged_on <= t.day
						AND (p.case_no, p.arranged_on) IS DISTINCT FROM (o ->> 'case_no', (o ->> 'arranged_on')::date))
	  AND (EXISTS (SELECT model.transfer_under(n, t) EXCEPT SELECT model.transfer_under(before, t))
		   OR r.party NOT IN (t.contractor, coalesce(model.unit_of(n, t), t.contractor))
			  AND r.party = model.unit_of(before, t))
	UNION
	-- of what stands under a later arrangement, whose notices count from another day by this one, the notices
	SELECT 'r08_earlier_arrangement'
	FROM (SELECT array_append(array_agg(p), n) AS them FROM secretxfer.protections p
		  WHERE p.case_no = n.case_no AND p.arranged_on <> n.arranged_on
			AND (p.case_no, p.arranged_on) IS DISTINCT FROM (o ->> 'case_no', (o ->> 'arranged_on')::date)) AS all_of_case
	JOIN model.happened t ON t.case_no = n.case_no AND t.tbl IN ('handovers', 'system_accesses')
	CROSS JOIN LATERAL (SELECT * FROM unnest(them) AS p WHERE p.arranged_on <= t.day ORDER BY p.arranged_on DESC LIMIT 1) AS a
	WHERE a.arranged_on > n.arranged_on AND model.service(a) <> model.service(n)
	  AND NOT EXISTS (SELECT FROM unnest(them) AS p
					  WHERE p.arranged_on > n.arranged_on AND p.arranged_on < a.arranged_on AND model.service(p) <> model.service(a))
	  AND (SELECT count(DISTINCT s.kind) FROM secretxfer.notices s
		   WHERE s.case_no = n.case_no AND s.kind IN ('courier_service', 'postal_service')
			 AND s.sent_on BETWEEN greatest(a.service_contract_on, model.first_of_service(a, them)) AND t.day) < 2
	UNION
	SELECT 'r08_earlier_arrangement' FROM model.passed_to_unit t
	LEFT JOIN LATERAL model.arrangement(t.case_no, t.day) AS before ON true
	WHERE t.case_no = n.case_no AND t.day >= n.arranged_on
	  AND t.party = CASE before.kind WHEN 'customer' THEN model.customer_on(t.case_no, t.day)
					WHEN 'contractor' THEN t.contractor ELSE before.organizer END
	  AND NOT EXISTS (SELECT FROM secretxfer.protections p
					  WHERE p.case_no = n.case_no AND p.arranged_on > n.arranged_on AND p.arranged_on <= t.day
						AND (p.case_no, p.arranged_on) IS DISTINCT FROM (o ->> 'case_no', (o ->> 'arranged_on')::date))
	  AND t.party IS DISTINCT FROM CASE n.kind WHEN 'customer' THEN model.customer_on(t.case_no, t.day)
									 WHEN 'contractor' THEN t.contractor ELSE n.organizer END
$$;

CREATE FUNCTION model.provision_8(t model.transfer) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	WITH arrangement AS (SELECT * FROM model.arrangement(t.case_no, t.day))
	SELECT 'r08_arrangement_first' WHERE NOT EXISTS (SELECT FROM arrangement)
	UNION ALL
	SELECT x FROM arrangement a CROSS JOIN model.transfer_under(a, t) AS x
$$;

------------------------------------------------------------------------------------------
-- Provision 9: breaches
------------------------------------------------------------------------------------------

CREATE FUNCTION model.provision_9_lifting(n secretxfer.suspensions) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r09_lifting_after_remedy'
	WHERE n.suspended_on IS NOT NULL AND EXISTS (SELECT FROM secretxfer.violations v
				  WHERE v.case_no = n.case_no AND v.found_on <= n.lifted_on
					AND (v.remedied_on IS NULL OR v.remedied_on > n.lifted_on))
$$;

CREATE FUNCTION model.provision_9(n secretxfer.suspensions) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r09_suspension_names_breach' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND n.suspended_on IS NOT NULL AND n.violation_no IS NOT NULL
	  AND NOT EXISTS (SELECT FROM secretxfer.violations v
					  WHERE (v.case_no, v.violation_no) = (n.case_no, n.violation_no)
						AND v.found_on <= n.suspended_on AND (v.remedied_on IS NULL OR v.remedied_on >= n.suspended_on))
	UNION ALL
	SELECT model.provision_9_lifting(n)
$$;

CREATE FUNCTION model.provision_9(n secretxfer.annulments) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r09_repeated_breach' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND n.raised_on IS NOT NULL
	  AND (SELECT count(*) FROM secretxfer.violations v WHERE v.case_no = n.case_no AND v.found_on <= n.raised_on) < 2
	UNION ALL
	SELECT model.provision_9_rejection(n)
$$;

CREATE FUNCTION model.provision_9_rejection(n secretxfer.annulments) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r09_annulment_rejected'
	WHERE n.rejected_on IS NOT NULL AND (NOT model.stated(n.rejected_by) OR n.order_annulled_on IS NOT NULL)
	   OR n.rejected_on IS NULL AND n.rejected_by IS NOT NULL
$$;

CREATE FUNCTION model.provision_9(o jsonb, n secretxfer.violations) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r09_damage_recovered'
	WHERE (o ->> 'damage_recovered')::numeric > n.damage_recovered
	   OR o ->> 'damage_recovered' IS NOT NULL AND n.damage_recovered IS NULL
	   -- once all is recovered, the damage stands
	   OR (o ->> 'damage_recovered')::numeric > 0 AND (o ->> 'damage_recovered')::numeric >= (o ->> 'damage')::numeric
		  AND n.damage IS DISTINCT FROM (o ->> 'damage')::numeric
$$;

CREATE FUNCTION model.provision_9(t model.transfer) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r09_suspended'
	WHERE EXISTS (SELECT FROM secretxfer.suspensions s
				  WHERE s.case_no = t.case_no AND s.suspended_on <= t.day
					AND (s.lifted_on IS NULL OR t.day < s.lifted_on))
	UNION ALL
	SELECT 'r09_annulled' FROM secretxfer.annulments a
	WHERE a.case_no = t.case_no AND a.order_annulled_on <= t.day
$$;

------------------------------------------------------------------------------------------
-- Provision 10: changes of a party
------------------------------------------------------------------------------------------

CREATE FUNCTION model.liquidated_by(the_party text, day date) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN (
		SELECT EXISTS (SELECT FROM secretxfer.party_changes c
					   WHERE c.party = the_party AND c.kind = 'liquidation' AND c.effective_on <= day
						 AND (c.called_off_on IS NULL OR c.called_off_on > day)));
END
$$;

-- The changes that have no supplement: those of the last customer of the series, as far as they ask for one.
CREATE FUNCTION model.open_changes(the_case text, day date) RETURNS SETOF secretxfer.party_changes
LANGUAGE sql STABLE AS $$
	SELECT pc.* FROM model.customers(the_case, day) AS last
	JOIN secretxfer.party_changes pc ON pc.party = last.customer AND model.concerns(pc, the_case, last.since)
		AND model.waits(the_case, pc, day) AND pc.party || ' ' || pc.change_no <> ALL (last.gone)
		AND NOT model.gone_through(the_case, pc, last.gone, day)
	WHERE last.place = (SELECT max(place) FROM model.customers(the_case, day))
$$;

-- Whose secrets are used by a day: the owners of what the annex lists and, for
-- information-system service, the bodies that gave permission.
CREATE FUNCTION model.bodies(the_case text, by_day date) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT model.disposer(c.owner, '-infinity', c.carrier_id, by_day) FROM secretxfer.contract_items a
	JOIN secretxfer.request_items i USING (case_no, request_no, item_no)
	JOIN secretxfer.carriers c USING (carrier_id)
	WHERE a.case_no = the_case AND a.annexed_on <= by_day
	UNION
	SELECT model.asked(r, by_day) FROM secretxfer.cases c
	JOIN secretxfer.requests r USING (case_no)
	JOIN model.permissions_by(the_case, by_day) d USING (case_no, request_no)
	WHERE c.case_no = the_case AND c.information_system_service
	UNION
	-- before there is an annex, or the contract for such service: the bodies that were asked
	SELECT model.asked(r, by_day) FROM secretxfer.cases c
	JOIN secretxfer.requests r USING (case_no)
	WHERE c.case_no = the_case AND r.sent_on <= by_day AND (r.withdrawn_on IS NULL OR r.withdrawn_on > by_day)
	  AND CASE WHEN c.information_system_service
		  THEN NOT EXISTS (SELECT FROM model.contract_by(the_case, by_day))
		  ELSE NOT EXISTS (SELECT FROM secretxfer.contract_items a WHERE a.case_no = the_case AND a.annexed_on <= by_day) END
$$;

-- What must come back and is out on a day: secret carriers not returned by then, accesses not ended.
CREATE FUNCTION model.outstanding(the_case text, by_day date, before date DEFAULT 'infinity') RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN (
		SELECT EXISTS (SELECT FROM secretxfer.handovers h
					   WHERE h.case_no = the_case AND (least(h.returned_on, h.written_off_on) <= by_day) IS NOT TRUE
						 AND model.mark_on(h.carrier_id, by_day) IS NOT NULL AND h.handed_on < before)
			OR EXISTS (SELECT FROM secretxfer.system_accesses a
					   WHERE a.case_no = the_case AND (a.ended_on IS NULL OR a.ended_on > by_day) AND a.granted_on < before));
END
$$;

-- What was out on a day, secret or not.
CREATE FUNCTION model.anything_out(the_case text, by_day date) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN (
		SELECT EXISTS (SELECT FROM secretxfer.handovers h
					   WHERE h.case_no = the_case AND (least(h.returned_on, h.written_off_on) <= by_day) IS NOT TRUE)
			OR EXISTS (SELECT FROM secretxfer.system_accesses a
					   WHERE a.case_no = the_case AND (a.ended_on IS NULL OR a.ended_on > by_day)));
END
$$;

-- Measures against a change not taken by a day, though something was out on the change's day or later.
CREATE FUNCTION model.measures_missing(the_case text, the_party text, the_change text, effective_on date, by_day date)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN (
		SELECT model.anything_out(the_case, measures_missing.effective_on)
		   AND NOT EXISTS (SELECT FROM secretxfer.protection_measures m
						   WHERE (m.case_no, m.party, m.change_no) = (the_case, the_party, the_change) AND m.taken_on <= by_day));
END
$$;

CREATE FUNCTION model.provision_10_closing(n secretxfer.cases) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r10_all_returned'
	WHERE n.closed_on IS NOT NULL AND n.opened_on IS NOT NULL AND model.outstanding(n.case_no, n.closed_on)
	UNION ALL
	SELECT 'r10_measures_taken'
	WHERE n.closed_on IS NOT NULL AND n.opened_on IS NOT NULL
	  AND EXISTS (SELECT FROM secretxfer.party_changes pc
				  WHERE pc.party = n.contractor AND pc.effective_on <= n.closed_on
					AND model.concerns(pc, n.case_no, n.opened_on)
					AND (pc.called_off_on IS NULL OR pc.called_off_on > n.closed_on)
					AND model.measures_missing(n.case_no, pc.party, pc.change_no, pc.effective_on, n.closed_on))
$$;

CREATE FUNCTION model.provision_10(n secretxfer.cases) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r10_party_liquidated'
	WHERE n.case_no IS NOT NULL
	  AND (model.liquidated_by(n.customer, n.opened_on) OR model.liquidated_by(n.contractor, n.opened_on))
	UNION ALL
	SELECT model.provision_10_closing(n)
$$;

-- Whether a change is one of the customer of a case: of whoever is the customer on a day, or of one before, by which
-- that one was succeeded.
CREATE FUNCTION model.concerns_customer(the_case text, pc secretxfer.party_changes, day date, without text[] DEFAULT '{}')
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN (
		SELECT EXISTS (
			SELECT FROM model.customers(the_case, day, '{}', without) AS x
			LEFT JOIN model.customers(the_case, day, '{}', without) AS next ON next.place = x.place + 1
			LEFT JOIN secretxfer.party_changes by ON (by.party, by.change_no) = (x.customer, next.by_change)
			WHERE x.customer = pc.party AND model.concerns(pc, the_case, x.since)
			  AND (next.place IS NULL OR pc.effective_on <= by.effective_on)));
END
$$;

CREATE FUNCTION model.provision_10(n secretxfer.requests) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r10_party_liquidated' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no
	  AND (model.liquidated_by(model.customer_on(n.case_no, n.sent_on), n.sent_on)
		   OR model.liquidated_by(c.contractor, n.sent_on))
$$;

CREATE FUNCTION model.provision_10(n secretxfer.contracts) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r10_party_liquidated' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no
	  AND (model.liquidated_by(model.customer_on(n.case_no, n.concluded_on), n.concluded_on)
		   OR model.liquidated_by(c.contractor, n.concluded_on))
	UNION ALL
	-- the first change that is open
	SELECT 'r10_customer_changed' FROM (
		SELECT pc.kind FROM model.open_changes(n.case_no, n.concluded_on) pc WHERE pc.effective_on <= n.concluded_on
		ORDER BY pc.effective_on, pc.change_no LIMIT 1) AS x
	WHERE x.kind = 'works_terminated'
	UNION ALL
	SELECT 'r10_contractor_changed' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND model.contractor_changed(c.contractor, c.case_no, c.opened_on, n.concluded_on)
$$;

-- Whether a change of the contractor has taken effect in a case by a day, and was not called off.
CREATE FUNCTION model.contractor_changed(contractor text, the_case text, opened_on date, day date) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN EXISTS (SELECT FROM secretxfer.party_changes pc
				   WHERE pc.party = contractor AND pc.effective_on <= day
					 AND model.concerns(pc, the_case, contractor_changed.opened_on)
					 AND (pc.called_off_on IS NULL OR pc.called_off_on > day));
END
$$;

CREATE FUNCTION model.provision_10(n secretxfer.contract_amendments) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r10_party_liquidated' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no
	  AND (model.liquidated_by(model.customer_on(n.case_no, n.concluded_on), n.concluded_on)
		   OR model.liquidated_by(c.contractor, n.concluded_on))
$$;

-- The numbers of the supplement that is judged, in its case.
CREATE FUNCTION model.judged(o jsonb, n secretxfer.supplements) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
	SELECT array_remove(ARRAY[n.supplement_no,
		CASE WHEN o ->> 'case_no' = n.case_no THEN o ->> 'supplement_no' END], NULL)
$$;

CREATE FUNCTION model.provision_10(o jsonb, n secretxfer.supplements) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r10_party_liquidated' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND model.liquidated_by(n.successor, n.concluded_on)
	UNION ALL
	SELECT 'r10_supplement_names_change'
	FROM secretxfer.cases c JOIN secretxfer.party_changes pc ON (pc.party, pc.change_no) = (n.party, n.change_no)
	CROSS JOIN LATERAL (SELECT model.judged(o, n) AS judged) AS s
	WHERE c.case_no = n.case_no AND n.concluded_on IS NOT NULL
	  AND NOT (pc.effective_on <= n.concluded_on AND (pc.called_off_on IS NULL OR pc.called_off_on > n.concluded_on)
			   AND NOT EXISTS (SELECT FROM model.supplement_for(n.case_no, pc, s.judged))
			   -- nor does a supplement of a later day name a change that this one settles
			   AND NOT EXISTS (SELECT FROM secretxfer.supplements later
							   JOIN secretxfer.party_changes x ON (x.party, x.change_no) = (later.party, later.change_no)
							   WHERE later.case_no = n.case_no AND later.party = n.party AND later.concluded_on > n.concluded_on
								 AND x.effective_on <= pc.effective_on AND coalesce(x.case_no, n.case_no) = n.case_no
								 AND NOT (n.successor = n.party AND x.kind IN ('liquidation', 'works_terminated'))
								 AND later.supplement_no <> ALL (s.judged))
			   AND model.concerns_customer(n.case_no, pc, n.concluded_on, s.judged))
	UNION ALL
	SELECT 'r10_successor_powers' WHERE NOT model.stated(n.successor_powers)
	UNION ALL
	SELECT 'r10_successor' FROM secretxfer.cases c, secretxfer.party_changes pc
	WHERE c.case_no = n.case_no AND (pc.party, pc.change_no) = (n.party, n.change_no) AND n.successor = pc.party
	  AND n.concluded_on IS NOT NULL
	  AND (pc.kind IN ('liquidation', 'works_terminated')
		   OR n.successor = model.customer_on(n.case_no, n.concluded_on, '{}', model.judged(o, n))
			  AND model.customer_ended(n.case_no, n.concluded_on, model.judged(o, n)))
$$;

CREATE FUNCTION model.provision_10(n secretxfer.notices) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r10_notice_names_change'
	WHERE CASE WHEN n.kind IN ('succession_security', 'succession_authority') THEN
			NOT model.stated(n.party) OR NOT model.stated(n.change_no)
			OR n.kind = 'succession_authority' AND NOT model.stated(n.authority)
			OR EXISTS (SELECT FROM secretxfer.party_changes pc
					   WHERE (pc.party, pc.change_no) = (n.party, n.change_no)
						 AND (pc.effective_on > n.sent_on
							  OR NOT model.concerns_customer(n.case_no, pc, n.sent_on))
						 AND n.sent_on IS NOT NULL AND EXISTS (SELECT FROM secretxfer.cases c WHERE c.case_no = n.case_no))
		  ELSE
			n.kind IS NOT NULL
			AND (n.party IS NOT NULL OR n.change_no IS NOT NULL)
		  END
$$;

CREATE FUNCTION model.provision_10(n secretxfer.protection_measures) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r10_measures_name_change'
	FROM secretxfer.cases c JOIN secretxfer.party_changes pc ON (pc.party, pc.change_no) = (n.party, n.change_no)
	WHERE c.case_no = n.case_no AND n.taken_on IS NOT NULL
	  AND (pc.party <> c.contractor OR pc.effective_on > n.taken_on OR NOT model.concerns(pc, n.case_no, c.opened_on))
$$;

-- ¶2 and its like in ¶1: a change is completed when nothing is out any more.
CREATE FUNCTION model.provision_10(o jsonb, n secretxfer.party_changes) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r10_called_off'
	WHERE n.called_off_on IS NOT NULL AND (NOT model.stated(n.call_off_document) OR n.completed_on IS NOT NULL)
	   OR n.called_off_on IS NULL AND n.call_off_document IS NOT NULL
	UNION ALL
	SELECT 'r10_all_returned'
	WHERE n.completed_on IS NOT NULL AND n.effective_on IS NOT NULL
	  AND EXISTS (SELECT FROM secretxfer.cases c
				  WHERE model.outstanding(c.case_no, n.completed_on)
					AND (c.contractor = n.party AND model.concerns(n, c.case_no, c.opened_on)
						 OR NOT EXISTS (
								SELECT FROM unnest(ARRAY[n.completed_on, CASE WHEN n.kind <> 'liquidation' THEN n.effective_on END]) AS day
								WHERE day IS NOT NULL AND n.party <> model.customer_on(c.case_no, day,
									CASE WHEN o ->> 'change_no' <> n.change_no OR o ->> 'party' <> n.party
										 THEN ARRAY[o ->> 'party' || ' ' || (o ->> 'change_no')] ELSE '{}' END))
							AND model.concerns(n, c.case_no, c.opened_on) AND model.waits(c.case_no, n, '-infinity')
							-- what was handed over after a later supplement is not left
							AND model.outstanding(c.case_no, n.completed_on, coalesce((
								SELECT min(s.concluded_on) FROM secretxfer.supplements s
								WHERE s.case_no = c.case_no AND s.party = n.party AND s.concluded_on > n.completed_on), 'infinity'))
							AND NOT EXISTS (SELECT FROM model.supplement_for(c.case_no, n) s WHERE s.concluded_on <= n.completed_on)))
	UNION ALL
	SELECT 'r10_measures_taken'
	WHERE n.completed_on IS NOT NULL AND n.effective_on IS NOT NULL
	  AND EXISTS (SELECT FROM secretxfer.cases c
				  WHERE c.contractor = n.party AND model.concerns(n, c.case_no, c.opened_on)
					AND (n.called_off_on IS NULL OR n.called_off_on > n.completed_on)
					AND (c.closed_on IS NULL OR n.effective_on <= c.closed_on)
					AND model.measures_missing(c.case_no, n.party, n.change_no, n.effective_on, n.completed_on))
$$;

-- Of one case only works end, and only on a day on which the party takes part in the open case.
CREATE FUNCTION model.provision_10_one_case(n secretxfer.party_changes) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r10_works_of_one_case' WHERE n.case_no IS NOT NULL AND n.kind <> 'works_terminated'
	UNION ALL
	SELECT 'r10_works_of_one_case' FROM secretxfer.cases c
	WHERE c.case_no = n.case_no AND n.party IS NOT NULL AND n.effective_on IS NOT NULL
	  AND (n.effective_on < c.opened_on OR n.effective_on > c.closed_on
		   OR n.party NOT IN (c.contractor, model.customer_on(n.case_no, n.effective_on)))
$$;

CREATE FUNCTION model.provision_10(t model.transfer) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	-- ¶1
	SELECT 'r10_customer_changed'
	WHERE EXISTS (SELECT FROM model.open_changes(t.case_no, t.day) pc WHERE pc.effective_on <= t.day)
	UNION ALL
	SELECT 'r10_succession_notices'
	WHERE EXISTS (SELECT FROM model.customers(t.case_no, t.day) AS new
				  JOIN model.customers(t.case_no, t.day) AS old ON old.place = new.place - 1
				  WHERE NOT EXISTS (SELECT FROM secretxfer.notices w
									WHERE (w.case_no, w.party, w.change_no) = (t.case_no, old.customer, new.by_change)
									  AND w.kind = 'succession_security' AND w.sent_on <= t.day)
					 OR EXISTS (SELECT FROM model.bodies(t.case_no, new.by_supplement) AS body
								WHERE NOT EXISTS (
									SELECT FROM secretxfer.notices w
									-- on some day since then the body notified is the one that disposes of the secrets
									CROSS JOIN LATERAL (SELECT w.sent_on UNION SELECT s.effective_on FROM secretxfer.disposal_successions s
														WHERE s.effective_on > w.sent_on AND s.effective_on <= t.day) AS since (day)
									WHERE (w.case_no, w.party, w.change_no) = (t.case_no, old.customer, new.by_change)
									  AND w.kind = 'succession_authority' AND w.authority = model.disposer(body, new.by_supplement + 1, NULL, since.day)
									  AND w.sent_on <= t.day)))
	UNION ALL
	-- ¶2
	SELECT 'r10_contractor_changed'
	WHERE model.contractor_changed(t.contractor, t.case_no, t.opened_on, t.day)
	UNION ALL
	SELECT 'r10_liquidation_completed'
	WHERE EXISTS (SELECT FROM secretxfer.party_changes pc
				  WHERE pc.party = t.contractor AND pc.kind = 'liquidation' AND pc.completed_on IS NOT NULL)
	   OR EXISTS (SELECT FROM model.open_changes(t.case_no, t.day) pc
				  WHERE pc.kind = 'liquidation' AND pc.completed_on IS NOT NULL
					AND NOT EXISTS (SELECT FROM model.supplement_for(t.case_no, pc) s WHERE s.concluded_on <= pc.completed_on))
$$;

------------------------------------------------------------------------------------------
-- Provision 11: permit and clearance
------------------------------------------------------------------------------------------

CREATE FUNCTION model.provision_11(n secretxfer.permits) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r11_permit_holder' FROM secretxfer.parties p WHERE p.idn = n.holder AND p.kind = 'citizen'
$$;

-- The permits under which an organisation may receive on a day: all that are valid.
CREATE FUNCTION model.permits_for(the_contractor text, day date) RETURNS SETOF secretxfer.permits LANGUAGE sql STABLE AS $$
	SELECT p.* FROM secretxfer.permits p
	WHERE p.holder = the_contractor AND model.valid_on(p.issued_on, p.valid_until, p.revoked_on, day)
$$;

-- The permit under which a hand-over is judged: that which bears a provider's mark, or the contract's, if that serves, else the latest issued one that does, of
-- one day the first by number.
CREATE FUNCTION model.serving_permit(n secretxfer.handovers) RETURNS text LANGUAGE sql STABLE AS $$
	WITH serving AS (
		SELECT p.permit_no, p.issued_on, p.permit_no IS NOT DISTINCT FROM coalesce(a.contractor_permit_no,
				model.permit_of_contract(c.case_no, n.handed_on))
			AS of_contract
		FROM secretxfer.cases c
		JOIN secretxfer.parties contractor ON contractor.idn = c.contractor AND contractor.kind <> 'citizen'
		LEFT JOIN model.arrangement(n.case_no, n.handed_on) a ON a.kind = 'provider'
		LEFT JOIN secretxfer.carriers x ON x.carrier_id = n.carrier_id
		CROSS JOIN LATERAL model.permits_for(c.contractor, n.handed_on) p
		WHERE c.case_no = n.case_no AND coalesce(p.highest_mark >= model.mark_on(x.carrier_id, n.handed_on), true)
	)
	SELECT permit_no FROM serving ORDER BY of_contract DESC, issued_on DESC, permit_no COLLATE "C" LIMIT 1
$$;

-- The permit that the contract states on a day: the last one that an amendment stated by then, or its own.
CREATE FUNCTION model.permit_of_contract(the_case text, the_day date) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT permit_no FROM (
		SELECT permit_no, concluded_on, true AS amends FROM secretxfer.contract_amendments WHERE case_no = the_case
		UNION ALL SELECT permit_no, concluded_on, false FROM secretxfer.contracts WHERE case_no = the_case) AS stated
	WHERE permit_no IS NOT NULL AND concluded_on <= the_day
	ORDER BY concluded_on DESC, amends DESC LIMIT 1
$$;

-- Whether an access, or a hand-over that bears no permit, may have relied on a permit because that of the
-- contract did not serve.  A revocation does not count: it may have become known later.
CREATE FUNCTION model.permit_served(the_permit text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN (
		SELECT EXISTS (
			SELECT FROM secretxfer.permits p
			JOIN secretxfer.cases c ON c.contractor = p.holder
			CROSS JOIN LATERAL (
				SELECT h.handed_on AS day, model.mark_on(h.carrier_id, h.handed_on) AS mark FROM secretxfer.handovers h
				WHERE h.case_no = c.case_no AND h.permit_no IS NULL
				UNION ALL
				SELECT h.granted_on, c.system_mark FROM secretxfer.system_accesses h WHERE h.case_no = c.case_no) AS done
			WHERE p.permit_no = the_permit AND model.valid_on(p.issued_on, p.valid_until, NULL, done.day)
			  AND NOT EXISTS (SELECT FROM secretxfer.permits f
							  WHERE f.permit_no = model.permit_of_contract(c.case_no, done.day) AND model.valid_on(f.issued_on, f.valid_until, f.revoked_on, done.day)
								AND (done.mark IS NULL OR f.highest_mark >= done.mark))));
END
$$;

CREATE FUNCTION model.provision_11(t model.transfer) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r11_permit' FROM secretxfer.parties contractor
	WHERE contractor.idn = t.contractor AND contractor.kind = 'organization'
	  AND EXISTS (SELECT FROM model.contract_by(t.case_no, t.day))
	  AND NOT EXISTS (SELECT FROM model.permits_for(t.contractor, t.day))
	UNION ALL
	SELECT 'r11_permit_degree' FROM secretxfer.parties contractor
	WHERE t.mark IS NOT NULL AND contractor.idn = t.contractor AND contractor.kind = 'organization'
	  AND EXISTS (SELECT FROM model.contract_by(t.case_no, t.day))
	  AND EXISTS (SELECT FROM model.permits_for(t.contractor, t.day))
	  AND NOT EXISTS (SELECT FROM model.permits_for(t.contractor, t.day) p WHERE p.highest_mark >= t.mark)
	UNION ALL
	SELECT 'r11_receiver' FROM secretxfer.clearances a
	WHERE a.clearance_no = t.clearance_no AND a.party <> t.contractor
	  AND NOT EXISTS (SELECT FROM model.arrangement(t.case_no, t.day) p WHERE a.party = model.unit_of(p, t))
	UNION ALL
	SELECT 'r11_clearance' FROM secretxfer.clearances a
	WHERE a.clearance_no = t.clearance_no AND NOT model.valid_on(a.issued_on, a.valid_until, a.revoked_on, t.day)
	UNION ALL
	SELECT 'r11_clearance_degree' FROM secretxfer.clearances a
	WHERE a.clearance_no = t.clearance_no AND a.highest_mark < t.mark
$$;

-- Who takes a carrier over: a person with a clearance like who received it.
CREATE FUNCTION model.provision_11(n secretxfer.holders) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT v.rule FROM secretxfer.handovers h
	JOIN secretxfer.cases c USING (case_no)
	JOIN secretxfer.clearances a ON a.clearance_no = n.held_by
	CROSS JOIN LATERAL (VALUES
		('r11_receiver', a.party <> c.contractor AND NOT EXISTS (
			SELECT FROM model.arrangement(h.case_no, n.held_since) p
			WHERE a.party = CASE p.kind WHEN 'customer' THEN model.customer_on(h.case_no, n.held_since)
				WHEN 'contractor' THEN c.contractor ELSE p.organizer END)),
		('r11_clearance', NOT model.valid_on(a.issued_on, a.valid_until, a.revoked_on, n.held_since)
			AND model.mark_on(h.carrier_id, n.held_since) IS NOT NULL),
		('r11_clearance_degree', a.highest_mark < model.mark_on(h.carrier_id, n.held_since))) AS v (rule, broken)
	WHERE h.entry_id = n.handover AND n.held_since IS NOT NULL AND v.broken
$$;

------------------------------------------------------------------------------------------
-- Write-offs (9, 10): what was destroyed or lost
------------------------------------------------------------------------------------------

CREATE FUNCTION model.write_off(n secretxfer.handovers) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT 'r10_write_off'
	WHERE (n.written_off_on IS NOT NULL OR n.written_off_as IS NOT NULL OR n.write_off_act_no IS NOT NULL)
	  AND NOT (n.written_off_on IS NOT NULL AND n.written_off_as IS NOT NULL AND model.stated(n.write_off_act_no))
	UNION ALL
	SELECT 'r10_destroyed'
	WHERE n.written_off_as = 'destroyed' AND (n.returned_on IS NOT NULL OR n.return_act_no IS NOT NULL)
	UNION ALL
	SELECT 'r00_carrier_out' FROM secretxfer.handovers h
	WHERE h.carrier_id = n.carrier_id AND (h.case_no, h.handed_on, h.act_no) IS DISTINCT FROM (n.case_no, n.handed_on, n.act_no)
	  AND h.entry_id IS DISTINCT FROM n.entry_id
	  AND (h.written_off_as = 'destroyed' AND n.returned_on > h.written_off_on
		   OR n.written_off_as = 'destroyed' AND h.returned_on > n.written_off_on)
	UNION ALL
	SELECT 'r09_loss_is_breach'
	WHERE CASE WHEN n.written_off_as = 'lost' THEN NOT model.stated(n.loss_violation_no) ELSE n.loss_violation_no IS NOT NULL END
	UNION ALL
	SELECT 'r09_loss_is_breach' FROM secretxfer.violations v
	WHERE (v.case_no, v.violation_no) = (n.case_no, n.loss_violation_no) AND v.found_on > n.written_off_on
	  AND n.handed_on IS NOT NULL
$$;

------------------------------------------------------------------------------------------
-- All provisions for an entry of each table
------------------------------------------------------------------------------------------

CREATE FUNCTION model.provisions_of_transfer(t model.transfer) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT * FROM model.provision_3(t) UNION ALL SELECT * FROM model.provision_4(t)
	UNION ALL SELECT * FROM model.provision_6(t)
	UNION ALL SELECT * FROM model.provision_7(t) UNION ALL SELECT * FROM model.provision_8(t)
	UNION ALL SELECT * FROM model.provision_9(t)
	UNION ALL SELECT * FROM model.provision_10(t) UNION ALL SELECT * FROM model.provision_11(t)
$$;

-- What stands in a case and depends on who is the customer of its day, and the rules that it breaks. What hinders a
-- transfer hinders it once: a notice that is missing adds nothing to a supplement that is missing.
CREATE FUNCTION model.depends_on_customer(the_case text) RETURNS TABLE (entry bigint, day date, rule text) LANGUAGE sql STABLE AS $$
	SELECT t.entry, (t.t).day, CASE WHEN r.x IN ('r10_customer_changed', 'r10_succession_notices') THEN 'hindered' ELSE r.x END
	FROM (
		SELECT h.entry_id AS entry, x AS t FROM secretxfer.handovers h CROSS JOIN model.transfer_of(h) AS x WHERE h.case_no = the_case
		UNION ALL
		SELECT h.entry_id, x FROM secretxfer.system_accesses h CROSS JOIN model.transfer_of(h) AS x WHERE h.case_no = the_case
	) AS t
	CROSS JOIN LATERAL (SELECT * FROM model.provision_8(t.t) UNION ALL SELECT * FROM model.provision_11(t.t)
						UNION ALL SELECT * FROM model.provision_10(t.t) WHERE provision_10 NOT LIKE '%completed'
						UNION ALL SELECT 'hindered' FROM model.open_changes(the_case, (t.t).day) pc
						WHERE pc.kind = 'liquidation' AND pc.completed_on IS NOT NULL
						  AND NOT EXISTS (SELECT FROM model.supplement_for(the_case, pc) s
										  WHERE s.concluded_on <= pc.completed_on)) AS r (x)
	WHERE r.x IN ('r08_customer_at_place', 'r11_receiver', 'r10_customer_changed', 'r10_succession_notices', 'hindered')
	UNION ALL
	SELECT h.entry_id, h.handed_on, x FROM secretxfer.handovers h
	CROSS JOIN model.carrier_out('handovers', to_jsonb(h), to_jsonb(h)) AS x WHERE h.case_no = the_case
	UNION ALL
	SELECT o.entry_id, o.held_since, x FROM secretxfer.holders o JOIN secretxfer.handovers h ON h.entry_id = o.handover
	CROSS JOIN model.provision_11(o) AS x WHERE h.case_no = the_case AND x = 'r11_receiver'
	UNION ALL
	SELECT p.entry_id, p.arranged_on, x FROM secretxfer.protections p CROSS JOIN model.provision_8(p) AS x
	WHERE p.case_no = the_case AND p.kind = 'customer' AND x IN ('r08_organizer', 'r08_customer_at_place')
	UNION ALL
	SELECT p.entry, p.day, 'r10_party_liquidated'
	FROM (
		SELECT r.entry_id, r.sent_on FROM secretxfer.requests r WHERE r.case_no = the_case
		UNION ALL SELECT k.entry_id, k.concluded_on FROM secretxfer.contracts k WHERE k.case_no = the_case
		UNION ALL SELECT a.entry_id, a.concluded_on FROM secretxfer.contract_amendments a WHERE a.case_no = the_case
	) AS p (entry, day)
	WHERE model.liquidated_by(model.customer_on(the_case, p.day), p.day)
$$;

-- What stands is not made unlawful by an act of an earlier day: the act is entered for a trial, past the rules.
CREATE FUNCTION model.entered_late(the_table text, o jsonb, n jsonb) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	since CONSTANT date := coalesce(n ->> 'concluded_on', n ->> 'sent_on', n ->> 'annexed_on');
	columns CONSTANT text := (SELECT string_agg(quote_ident(key), ', ') FROM jsonb_each(n));
	before text[];
	after text[];
BEGIN
	IF since IS NULL OR NOT EXISTS (SELECT FROM secretxfer.cases c WHERE c.case_no = n ->> 'case_no')
	   OR the_table <> 'supplements' AND NOT EXISTS (
		SELECT FROM secretxfer.supplements s WHERE s.case_no = n ->> 'case_no' AND s.concluded_on >= since)
	   OR the_table = 'supplements' AND NOT (
		EXISTS (SELECT FROM secretxfer.parties p WHERE p.idn = n ->> 'successor')
		AND EXISTS (SELECT FROM secretxfer.party_changes x WHERE (x.party, x.change_no) = (n ->> 'party', n ->> 'change_no'))) THEN
		RETURN;
	END IF;
	before := ARRAY(SELECT DISTINCT d.entry || ' ' || d.rule FROM model.depends_on_customer(n ->> 'case_no') AS d);
	BEGIN
		SET LOCAL session_replication_role = replica;
		IF o IS NULL THEN
			EXECUTE format('INSERT INTO secretxfer.%1$I (%2$s) SELECT %2$s FROM jsonb_populate_record(NULL::secretxfer.%1$I, $1)',
				the_table, columns) USING n;
		ELSE
			EXECUTE format('UPDATE secretxfer.%1$I t SET (%2$s) = (SELECT %2$s FROM jsonb_populate_record(NULL::secretxfer.%1$I, $1))'
				' WHERE to_jsonb(t) @> $2', the_table, columns) USING n, o;
		END IF;
		after := ARRAY(SELECT DISTINCT d.entry || ' ' || d.rule FROM model.depends_on_customer(n ->> 'case_no') AS d
			WHERE d.day >= since AND (the_table = 'supplements' OR d.rule = 'hindered'));
		RAISE SQLSTATE 'MODEL';
	EXCEPTION
		WHEN SQLSTATE 'MODEL' THEN
			NULL;
		-- what lacks a field or stands already is not entered
		WHEN integrity_constraint_violation THEN
			RETURN;
	END;
	IF NOT after <@ before THEN
		RETURN NEXT CASE the_table WHEN 'supplements' THEN 'r10_earlier_supplement' ELSE 'r10_succession_notices' END;
	END IF;
END
$$;

-- An entry judged as a whole: a new one (o is null) or a corrected one.
CREATE FUNCTION model.provisions(the_table text, o jsonb, n jsonb) RETURNS SETOF text LANGUAGE plpgsql STABLE AS $$
BEGIN
	CASE the_table
	WHEN 'parties' THEN
		RETURN QUERY SELECT * FROM model.provision_4(jsonb_populate_record(NULL::secretxfer.parties, n));
	WHEN 'affiliations' THEN
		RETURN QUERY SELECT * FROM model.provision_8(jsonb_populate_record(NULL::secretxfer.affiliations, n));
	WHEN 'permits' THEN
		RETURN QUERY SELECT * FROM model.provision_11(jsonb_populate_record(NULL::secretxfer.permits, n));
	WHEN 'carriers' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.carriers, n) AS e,
			LATERAL (SELECT * FROM model.provision_3(e) UNION ALL SELECT * FROM model.provision_4(e)) AS f;
	WHEN 'disposal_successions' THEN
		RETURN QUERY SELECT * FROM model.provision_3(o, jsonb_populate_record(NULL::secretxfer.disposal_successions, n));
	WHEN 'cases' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.cases, n) AS e,
			LATERAL (SELECT * FROM model.provision_2(e) UNION ALL SELECT * FROM model.provision_6(o, e)
					 UNION ALL SELECT * FROM model.provision_10(e)) AS f;
	WHEN 'requests' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.requests, n) AS e,
			LATERAL (SELECT * FROM model.provision_4(e) UNION ALL SELECT * FROM model.provision_4_list(o, e)
					 UNION ALL SELECT * FROM model.provision_4_taken_back(o, e)
					 UNION ALL SELECT * FROM model.provision_6(e) UNION ALL SELECT * FROM model.provision_10(e)) AS f;
	WHEN 'request_items' THEN
		RETURN QUERY SELECT * FROM model.provision_4(o, jsonb_populate_record(NULL::secretxfer.request_items, n));
	WHEN 'decisions' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.decisions, n) AS e,
			LATERAL (SELECT * FROM model.provision_4(e) UNION ALL SELECT * FROM model.provision_5(o, e)
					 UNION ALL SELECT * FROM model.provision_7(e)) AS f;
	WHEN 'contracts' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.contracts, n) AS e,
			LATERAL (SELECT * FROM model.provision_6(e) UNION ALL SELECT * FROM model.provision_7(e)
					 UNION ALL SELECT * FROM model.provision_10(e)) AS f;
	WHEN 'contract_amendments' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.contract_amendments, n) AS e,
			LATERAL (SELECT * FROM model.provision_6(o, e) UNION ALL SELECT * FROM model.provision_10(e)) AS f;
	WHEN 'contract_items' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.contract_items, n) AS e,
			LATERAL (SELECT * FROM model.provision_6(e) UNION ALL SELECT * FROM model.provision_7(e)) AS f;
	WHEN 'notices' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.notices, n) AS e,
			LATERAL (SELECT * FROM model.provision_3(e) UNION ALL SELECT * FROM model.provision_6(e)
					 UNION ALL SELECT * FROM model.provision_8(e) UNION ALL SELECT * FROM model.provision_10(e)) AS f;
	WHEN 'protections' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.protections, n) AS e,
			LATERAL (SELECT * FROM model.provision_8(e) UNION ALL SELECT * FROM model.earlier_arrangement(o, e)) AS f;
	WHEN 'handovers' THEN
		RETURN QUERY SELECT f.* FROM model.transfer_of(jsonb_populate_record(NULL::secretxfer.handovers, n)) AS t,
			model.provisions_of_transfer(t) AS f
			UNION ALL SELECT model.write_off(jsonb_populate_record(NULL::secretxfer.handovers, n));
	WHEN 'holders' THEN
		RETURN QUERY SELECT * FROM model.provision_11(jsonb_populate_record(NULL::secretxfer.holders, n));
	WHEN 'system_accesses' THEN
		RETURN QUERY SELECT f.* FROM model.transfer_of(jsonb_populate_record(NULL::secretxfer.system_accesses, n)) AS t,
			model.provisions_of_transfer(t) AS f;
	WHEN 'violations' THEN
		RETURN QUERY SELECT * FROM model.provision_9(o, jsonb_populate_record(NULL::secretxfer.violations, n));
	WHEN 'suspensions' THEN
		RETURN QUERY SELECT * FROM model.provision_9(jsonb_populate_record(NULL::secretxfer.suspensions, n));
	WHEN 'annulments' THEN
		RETURN QUERY SELECT * FROM model.provision_9(jsonb_populate_record(NULL::secretxfer.annulments, n));
	WHEN 'party_changes' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.party_changes, n) AS e,
			LATERAL (SELECT * FROM model.provision_7(e) UNION ALL SELECT * FROM model.provision_10(o, e)
					 UNION ALL SELECT * FROM model.provision_10_one_case(e)) AS f;
	WHEN 'supplements' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.supplements, n) AS e,
			LATERAL (SELECT * FROM model.provision_2(e) UNION ALL SELECT * FROM model.provision_10(o, e)) AS f;
	WHEN 'protection_measures' THEN
		RETURN QUERY SELECT * FROM model.provision_10(jsonb_populate_record(NULL::secretxfer.protection_measures, n));
	ELSE
		NULL;
	END CASE;
END
$$;

-- An entry of which nothing changes but what closes it: only the closing is judged.
CREATE FUNCTION model.provisions_of_closing(the_table text, o jsonb, n jsonb) RETURNS SETOF text
LANGUAGE plpgsql STABLE AS $$
BEGIN
	CASE the_table
	WHEN 'cases' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.cases, n) AS e,
			LATERAL (SELECT * FROM model.provision_6(o, e)
					 UNION ALL SELECT x FROM model.provision_10_closing(e) AS x
					 WHERE o ->> 'closed_on' IS DISTINCT FROM n ->> 'closed_on') AS f;
	WHEN 'requests' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.requests, n) AS e,
			LATERAL (SELECT * FROM model.provision_4_at_commit(e) UNION ALL SELECT * FROM model.provision_4_addressee(o, e, false)
					 UNION ALL SELECT * FROM model.provision_4_taken_back(o, e)) AS f;
	WHEN 'decisions' THEN
		RETURN QUERY SELECT * FROM model.provision_7(jsonb_populate_record(NULL::secretxfer.decisions, n));
	WHEN 'protections' THEN
		RETURN QUERY SELECT * FROM model.provision_8_marks(jsonb_populate_record(NULL::secretxfer.protections, n));
	WHEN 'handovers' THEN
		RETURN QUERY SELECT * FROM model.write_off(jsonb_populate_record(NULL::secretxfer.handovers, n));
	WHEN 'annulments' THEN
		RETURN QUERY SELECT * FROM model.provision_9_rejection(jsonb_populate_record(NULL::secretxfer.annulments, n));
	WHEN 'suspensions' THEN
		RETURN QUERY SELECT * FROM model.provision_9_lifting(jsonb_populate_record(NULL::secretxfer.suspensions, n));
	WHEN 'party_changes' THEN
		RETURN QUERY SELECT f.* FROM jsonb_populate_record(NULL::secretxfer.party_changes, n) AS e,
			LATERAL (SELECT * FROM model.provision_7(e) UNION ALL SELECT * FROM model.provision_10(o, e)) AS f;
	ELSE
		NULL;
	END CASE;
END
$$;

-- The fields in which two versions of an entry differ; null for a new entry.
CREATE FUNCTION model.changed(o jsonb, n jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN o IS NOT NULL THEN
		ARRAY(SELECT key FROM jsonb_each(o) WHERE value IS DISTINCT FROM n -> key ORDER BY key) END
$$;

-- What is filled in when it is not stated: yes or no by the table's definition, the number on
-- paper, which is that of the entry, and the day of an annex line, which is that of the contract.
CREATE FUNCTION model.printed(n jsonb, key text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
	SELECT jsonb_build_object('printed_no', CASE WHEN model.stated(n ->> 'printed_no') THEN n -> 'printed_no' ELSE n -> key END)
$$;

CREATE FUNCTION model.completed(the_table text, n jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
	SELECT CASE the_table
		WHEN 'parties' THEN '{"foreign_participation": false, "quasi_state": false, "disposes_of_secrets": false}' || n
		WHEN 'cases' THEN '{"information_system_service": false}' || n || model.printed(n, 'case_no')
		WHEN 'permits' THEN n || model.printed(n, 'permit_no')
		WHEN 'clearances' THEN n || model.printed(n, 'clearance_no')
		WHEN 'requests' THEN n || model.printed(n, 'request_no')
		WHEN 'contract_items' THEN
			n || jsonb_build_object('annexed_on', coalesce((n ->> 'annexed_on')::date, (
				SELECT c.concluded_on FROM secretxfer.contracts c WHERE c.case_no = n ->> 'case_no')))
		ELSE n
	END
$$;

-- Which rules an attempt breaks, in alphabetical order, which is the order of the provisions.
-- o is the entry as it stands (null for a new one), n as it is to be (null for a withdrawal),
-- each with all its columns.
CREATE FUNCTION model.verdict(the_table text, o jsonb, n jsonb) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
	changed text[];
	corrected boolean;
	number CONSTANT jsonb := coalesce(jsonb_build_object('entry_id', o -> 'entry_id'), '{}');
	due_day CONSTANT jsonb := jsonb_build_object('due_on', o -> 'due_on');
BEGIN
	IF n IS NULL THEN
		RETURN ARRAY(SELECT DISTINCT x FROM model.withdrawal(the_table, o) AS x WHERE x IS NOT NULL ORDER BY x);
	END IF;
	o := model.of_the_client(the_table, o);
	n := model.completed(the_table, model.of_the_client(the_table, n, o IS NULL));
	changed := model.changed(o, n);
	IF changed = '{}' THEN
		RETURN '{}';
	END IF;
	corrected := o IS NULL
		OR NOT changed <@ (SELECT closing || '{printed_no}'::text[] FROM model.tables WHERE tbl = the_table);
	RETURN ARRAY(
		SELECT DISTINCT x FROM (
			SELECT * FROM model.fields(the_table, n, corrected)
			UNION ALL SELECT * FROM model.in_document(o, n)
			UNION ALL SELECT * FROM model.value_range(the_table, n)
			UNION ALL SELECT * FROM model.validity_period(the_table, n)
			UNION ALL SELECT * FROM model.entered_once(the_table, o || number, n)
			UNION ALL SELECT * FROM model.reference(the_table, n) WHERE corrected OR the_table IN ('protections', 'handovers')
			UNION ALL SELECT * FROM model.date_order(the_table, n || number, corrected)
			UNION ALL SELECT * FROM model.case_open(the_table, changed, n)
			UNION ALL SELECT * FROM model.change_of(the_table, o || number, n, changed) WHERE o IS NOT NULL
			UNION ALL SELECT * FROM model.carrier_out(the_table, o, n)
				WHERE corrected OR o ->> 'returned_on' IS DISTINCT FROM n ->> 'returned_on' AND o ->> 'returned_on' IS NOT NULL
				   OR o ->> 'written_off_on' IS DISTINCT FROM n ->> 'written_off_on' AND o ->> 'written_off_on' IS NOT NULL
			UNION ALL SELECT * FROM model.carrier_handed_on(the_table, o, n) WHERE NOT corrected
			UNION ALL SELECT * FROM model.provisions(the_table, o || due_day, n) WHERE corrected
			UNION ALL SELECT * FROM model.entered_late(the_table, o, n)
				WHERE corrected AND (the_table IN ('supplements', 'requests', 'decisions')
					-- while a line is not permitted, nothing is used by it
					OR the_table = 'contract_items' AND NOT EXISTS (SELECT FROM model.provisions(the_table, o, n) AS x
																   WHERE x = 'r07_within_permission'))
			UNION ALL SELECT * FROM model.provisions_of_closing(the_table, o, n)
				WHERE NOT corrected AND changed && (SELECT closing FROM model.tables WHERE tbl = the_table)
		) AS broken (x) ORDER BY x);
END
$$;

RESET check_function_bodies;
