-- attempts.sql
--
-- Lawful and unlawful entries around the life of a case, played on a register that parties.sql filled.  Prints what each
-- attempt was, and its verdict: accepted, or the rule that refused it.  What keys and references refuse is named alike,
-- whether a rule or PostgreSQL says so.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

CREATE FUNCTION bench.verdict(statement text, stays boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	state text;
	named text;
BEGIN
	EXECUTE statement;
	SET CONSTRAINTS ALL IMMEDIATE;
	IF NOT stays THEN
		RAISE EXCEPTION USING ERRCODE = 'BT000';
	END IF;
	RETURN 'accepted';
EXCEPTION
	WHEN SQLSTATE 'BT000' THEN
		RETURN 'accepted';
	WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, named = CONSTRAINT_NAME;
		RETURN CASE state
			WHEN '23503' THEN 'secretxfer_r00_reference'
			WHEN '23505' THEN
				CASE WHEN named ~ '_carrier_id_key$|listed_once' THEN 'secretxfer_r04_listed_once'
					ELSE 'secretxfer_r00_entered_once' END
			WHEN '23514' THEN regexp_replace(named, '^.*_fkey$', 'secretxfer_r00_reference')
			ELSE state || ' ' || SQLERRM END;
END
$$;

-- An attempt that is a step of a case; and one that is undone, also if it is accepted.
CREATE FUNCTION bench.step(what text, statement text) RETURNS TABLE (attempt text, verdict text) LANGUAGE sql AS
	$$SELECT what, bench.verdict(statement, true)$$;
CREATE FUNCTION bench.try(what text, statement text) RETURNS TABLE (attempt text, verdict text) LANGUAGE sql AS
	$$SELECT what, bench.verdict(statement, false)$$;

-- A statement that enters a row: the usual one of a step, with what is told instead.
CREATE FUNCTION bench.entry(of text, told jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
	SELECT format('INSERT INTO secretxfer.%I (%s) VALUES (%s)', of,
		string_agg(quote_ident(key), ', '), string_agg(quote_nullable(value), ', '))
	FROM jsonb_each_text(CASE of
		WHEN 'carriers' THEN '{"owner": "351240000010", "title": "a plan", "kind": "document", "mark": "secret",
			"copy_no": "1",
			"sheets": 10}'
		WHEN 'cases' THEN '{"customer": "351240000109", "subject": "works", "works_settlement": "Almaty",
			"opened_on": "2025-02-03"}'
		WHEN 'requests' THEN '{"request_no": "1", "authority": "351240000010", "sent_on": "2025-02-10",
			"justification": "needed",
			"transfer_from": "2025-03-01", "transfer_until": "2025-12-31", "permit_no": "P-0",
				"draft_contract": "draft"}'
		WHEN 'request_items' THEN '{"request_no": "1", "item_no": 1}'
		WHEN 'decisions' THEN '{"request_no": "1", "decision_no": "D-1", "sent_on": "2025-02-20",
			"outcome": "permitted",
			"signed_by": "A head", "signed_as": "head"}'
		WHEN 'contracts' THEN '{"contract_no": "42", "concluded_on": "2025-03-03",
			"control_during_works": "inspections",
			"control_after_works": "inspections", "contractor_liability": "liable", "protection_financing": "paid",
			"permit_no": "P-0", "responsible_unit": "a unit", "unit_designated_by": "an order"}'
		WHEN 'contract_items' THEN '{"annex_no": "1", "request_no": "1", "item_no": 1}'
		WHEN 'notices' THEN '{"notice_no": "1", "kind": "contract", "recipient": "the security body",
			"sent_on": "2025-03-05"}'
		WHEN 'protections' THEN '{"kind": "contractor", "arranged_on": "2025-03-06"}'
		WHEN 'handovers' THEN '{"handed_on": "2025-03-12", "act_no": "A-1", "received_by": "C-0"}'
		ELSE '{}' END::jsonb || told)
$$;

-- A case up to a step: 1 opened, 2 requested with a list, 3 received, 4 permitted, 5 contract, 6 annex, 7 notice,
-- 8 protection, 9 handed over.  Its carriers are 10 n and 10 n + 1; the second one is top secret.
CREATE FUNCTION bench.case_up_to(n bigint, reached int, case_told jsonb DEFAULT '{}',
	arrangement jsonb DEFAULT '{}') RETURNS text
LANGUAGE sql AS $$
	SELECT string_agg(statement, '; ' ORDER BY at)
	FROM (VALUES
		(0, bench.entry('carriers', jsonb_build_object('carrier_id', 10 * n, 'account_no', 'T-' || 10 * n))),
		(0, bench.entry('carriers', jsonb_build_object('carrier_id', 10 * n + 1, 'account_no', 'T-' || 10 * n + 1,
			'mark', 'top_secret'))),
		(1, bench.entry('cases', jsonb_build_object('case_no', 'T-' || n, 'contractor',
			(SELECT idn FROM bench.contractors WHERE k = 0)) || case_told)),
		(2, bench.entry('requests', jsonb_build_object('case_no', 'T-' || n))),
		(2, bench.entry('request_items', jsonb_build_object('case_no', 'T-' || n, 'carrier_id', 10 * n))),
		(2, bench.entry('request_items', jsonb_build_object('case_no', 'T-' || n, 'carrier_id', 10 * n + 1,
			'item_no', 2))),
		(3, format('UPDATE secretxfer.requests SET received_on = ''2025-02-12'' WHERE case_no = %L', 'T-' || n)),
		(4, bench.entry('decisions', jsonb_build_object('case_no', 'T-' || n))),
		(5, bench.entry('contracts', jsonb_build_object('case_no', 'T-' || n))),
		(6, bench.entry('contract_items', jsonb_build_object('case_no', 'T-' || n))),
		(6, bench.entry('contract_items', jsonb_build_object('case_no', 'T-' || n, 'annex_no', '2', 'item_no', 2))),
		(7, bench.entry('notices', jsonb_build_object('case_no', 'T-' || n))),
		(8, bench.entry('protections', jsonb_build_object('case_no', 'T-' || n) || arrangement)),
		(9, bench.entry('handovers', jsonb_build_object('case_no', 'T-' || n, 'carrier_id', 10 * n))),
		(9, bench.entry('handovers', jsonb_build_object('case_no', 'T-' || n, 'carrier_id', 10 * n + 1)))) AS s (at,
			statement)
	WHERE at <= reached
$$;

-- Others who may come in: a second body, a foreign contractor, a state body, a citizen, a quasi-state entity,
-- a provider.
INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement, disposes_of_secrets,
	foreign_participation,
	quasi_state, state_share, protection_mandate)
SELECT bench.number('3512400' || no), kind::secretxfer.party_kind, 'A party', 'A head', 'An address', place,
	disposes, is_foreign, quasi, share, mandate
FROM (VALUES ('0201', 'state_body', 'Astana', true, false, false, NULL, NULL), ('0211', 'organization', 'Almaty',
	false, true, false, NULL, NULL),
	('0231', 'organization', 'Almaty', false, false, true, NULL, NULL), ('0241', 'organization', 'Almaty', false,
		false, false, 100, 'A resolution'),
	('0251', 'organization', 'Astana', false, false, false, 100, 'A resolution'))
	AS v (no, kind, place, disposes, is_foreign, quasi, share, mandate);
INSERT INTO secretxfer.parties (idn, kind, full_name, workplace, position, residence, id_document_issuer, settlement)
SELECT idn, 'citizen', 'A citizen', 'An institute', 'engineer', 'Almaty', 'Ministry', 'Almaty'
FROM (SELECT '81010110001' || d AS idn FROM generate_series(0, 9) AS d) AS n WHERE secretxfer.idn_valid(idn,
	'citizen');
SELECT bench.number('35124000201') AS body, bench.number('35124000211') AS foreign_contractor,
	bench.number('35124000231') AS quasi_state,
	bench.number('35124000241') AS provider, bench.number('35124000251') AS far_provider,
	(SELECT idn FROM secretxfer.parties WHERE kind = 'citizen') AS citizen,
	(SELECT idn FROM bench.contractors WHERE k = 0) AS contractor,
		(SELECT idn FROM bench.contractors WHERE k = 1) AS other,
	(SELECT idn FROM bench.contractors WHERE k = 2) AS changing,
		(SELECT idn FROM bench.contractors WHERE k = 3) AS ending \gset
INSERT INTO secretxfer.permits (permit_no, printed_no, holder, issued_on, valid_until, issued_by, highest_mark) VALUES
	('P-old', 'P-old', :'contractor', '2020-01-10', '2023-12-31', 'A security body', 'top_secret'),
	('P-foreign', 'P-foreign', :'foreign_contractor', '2024-01-10', '2030-12-31', 'A security body', 'secret'),
	('P-provider', 'P-provider', :'provider', '2024-01-10', '2030-12-31', 'A security body', 'top_secret');
INSERT INTO secretxfer.clearances (clearance_no, printed_no, party, person_name, issued_on, valid_until, issued_by,
	highest_mark) VALUES
	('C-low', 'C-low', :'contractor', 'B person', '2024-01-10', '2030-12-31', 'A security body', 'secret'),
	('C-old', 'C-old', :'contractor', 'C person', '2024-01-10', '2024-12-31', 'A security body', 'top_secret'),
	('C-citizen', 'C-citizen', :'citizen', 'A citizen', '2024-01-10', '2030-12-31', 'A security body', 'top_secret'),
	('C-foreign', 'C-foreign', :'foreign_contractor', 'F person', '2024-01-10', '2030-12-31', 'A security body',
		'top_secret');
INSERT INTO secretxfer.affiliations (party, quasi_state, since) VALUES (:'other', :'quasi_state', '2024-01-01');

\pset format unaligned
\pset tuples_only on

-- Carriers and the case
SELECT * FROM bench.try('a carrier', bench.entry('carriers', '{"carrier_id": 901, "account_no": "X-1"}'));
SELECT * FROM bench.try('a carrier without a title', bench.entry('carriers', '{"carrier_id": 902,
	"account_no": "X-2", "title": " "}'));
SELECT * FROM bench.try('a document without sheets', bench.entry('carriers', '{"carrier_id": 903,
	"account_no": "X-3", "sheets": null}'));
SELECT * FROM bench.try('another material without sheets', bench.entry('carriers', '{"carrier_id": 904,
	"account_no": "X-4", "sheets": null, "kind": "other"}'));
SELECT * FROM bench.try('a carrier of no sheets', bench.entry('carriers', '{"carrier_id": 905, "account_no": "X-5",
	"sheets": 0}'));
SELECT * FROM bench.try('a carrier with a padded number', bench.entry('carriers', '{"carrier_id": 906,
	"account_no": " X-6"}'));
SELECT * FROM bench.try('a carrier of a customer', bench.entry('carriers', '{"carrier_id": 907, "account_no": "X-7",
	"owner": "351240000109"}'));
SELECT * FROM bench.try('a carrier of nobody', bench.entry('carriers', '{"carrier_id": 908, "account_no": "X-8",
	"owner": "351240009999"}'));
SELECT * FROM bench.try('a case', bench.entry('cases', jsonb_build_object('case_no', 'T-90', 'contractor',
	:'contractor')));
SELECT * FROM bench.try('a case without a subject', bench.entry('cases', jsonb_build_object('case_no', 'T-90',
	'contractor', :'contractor', 'subject', '')));
SELECT * FROM bench.try('a case with a hidden character', bench.entry('cases', jsonb_build_object('case_no',
	E'T\u200b-90', 'contractor', :'contractor')));
SELECT * FROM bench.try('a case of tomorrow', bench.entry('cases', jsonb_build_object('case_no', 'T-90',
	'contractor', :'contractor', 'opened_on', secretxfer.today() + 1)));
SELECT * FROM bench.try('a case of 1990', bench.entry('cases', jsonb_build_object('case_no', 'T-90', 'contractor',
	:'contractor', 'opened_on', '1990-01-01')));
SELECT * FROM bench.try('a case with oneself', bench.entry('cases', '{"case_no": "T-90",
	"contractor": "351240000109"}'));
SELECT * FROM bench.try('a case of a citizen as customer', bench.entry('cases', jsonb_build_object('case_no',
	'T-90', 'customer', :'citizen', 'contractor', :'contractor')));
SELECT * FROM bench.try('a case of a body as contractor', bench.entry('cases', '{"case_no": "T-90",
	"contractor": "351240000010"}'));
SELECT * FROM bench.try('a case with a system mark', bench.entry('cases', jsonb_build_object('case_no', 'T-90',
	'contractor', :'contractor', 'system_mark', 'secret')));
SELECT * FROM bench.try('a case of an unknown customer', bench.entry('cases', jsonb_build_object('case_no', 'T-90',
	'customer', '351240009999', 'contractor', :'contractor')));
SELECT * FROM bench.step('case 1 is opened', bench.case_up_to(1, 1));
SELECT * FROM bench.try('the same case again', bench.entry('cases', jsonb_build_object('case_no', 'T-1',
	'contractor', :'contractor')));
SELECT * FROM bench.try('an empty case is corrected',
	$$UPDATE secretxfer.cases SET subject = 'other works' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('an empty case is withdrawn', $$DELETE FROM secretxfer.cases WHERE case_no = 'T-1'$$);

-- The request and its list
SELECT * FROM bench.try('a request', bench.entry('requests', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('a request of no case', bench.entry('requests', '{"case_no": "T-99"}'));
SELECT * FROM bench.try('a request before the opening', bench.entry('requests', '{"case_no": "T-1",
	"sent_on": "2025-02-01"}'));
SELECT * FROM bench.try('a request without justification', bench.entry('requests', '{"case_no": "T-1",
	"justification": " "}'));
SELECT * FROM bench.try('a request with a period that ends before it begins', bench.entry('requests',
	'{"case_no": "T-1", "transfer_until": "2025-02-28"}'));
SELECT * FROM bench.try('a request without a draft', bench.entry('requests', '{"case_no": "T-1",
	"draft_contract": ""}'));
SELECT * FROM bench.try('a request to the customer', bench.entry('requests', '{"case_no": "T-1",
	"authority": "351240000109"}'));
SELECT * FROM bench.try('a request without a permit', bench.entry('requests', '{"case_no": "T-1",
	"permit_no": null}'));
SELECT * FROM bench.try('a request with a permit that ran out', bench.entry('requests', '{"case_no": "T-1",
	"permit_no": "P-old"}'));
SELECT * FROM bench.try('a request with a permit of another', bench.entry('requests', '{"case_no": "T-1",
	"permit_no": "P-1"}'));
SELECT * FROM bench.try('a statement in place of a list', bench.entry('requests', '{"case_no": "T-1",
	"information_statement": "what circulates"}'));
SELECT * FROM bench.try('a request that is received without a list', bench.entry('requests', '{"case_no": "T-1",
	"received_on": "2025-02-12"}'));
SELECT * FROM bench.try('a received request and its list at once',
	bench.entry('requests', '{"case_no": "T-1", "received_on": "2025-02-12"}') || '; '
		|| bench.entry('request_items', '{"case_no": "T-1", "carrier_id": 10}'));
SELECT * FROM bench.step('the request', bench.entry('requests', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('a case with a request is corrected',
	$$UPDATE secretxfer.cases SET subject = 'other works' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the receipt without a list',
	$$UPDATE secretxfer.requests SET received_on = '2025-02-12' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.step('a line', bench.entry('request_items', '{"case_no": "T-1", "carrier_id": 10}'));
SELECT * FROM bench.try('a line for the same carrier', bench.entry('request_items', '{"case_no": "T-1",
	"carrier_id": 10, "item_no": 2}'));
SELECT * FROM bench.try('a line with the same number', bench.entry('request_items', '{"case_no": "T-1",
	"carrier_id": 11, "item_no": 1}'));
SELECT * FROM bench.try('a line with number 0', bench.entry('request_items', '{"case_no": "T-1", "carrier_id": 11,
	"item_no": 0}'));
SELECT * FROM bench.try('a line for no carrier', bench.entry('request_items', '{"case_no": "T-1", "carrier_id": 999,
	"item_no": 2}'));
SELECT * FROM bench.try('a line of no request', bench.entry('request_items', '{"case_no": "T-1", "request_no": "2",
	"carrier_id": 11}'));
SELECT * FROM bench.step('a second line', bench.entry('request_items', '{"case_no": "T-1", "carrier_id": 11,
	"item_no": 2}'));
SELECT * FROM bench.try('a line is withdrawn', $$DELETE FROM secretxfer.request_items WHERE case_no = 'T-1'
	AND item_no = 2$$);
SELECT * FROM bench.try('a request with lines is withdrawn',
	$$DELETE FROM secretxfer.requests WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('an answer before the receipt', bench.entry('decisions', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('the receipt before the sending',
	$$UPDATE secretxfer.requests SET received_on = '2025-02-09' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the receipt of tomorrow',
	$$UPDATE secretxfer.requests SET received_on = secretxfer.today() + 1 WHERE case_no = 'T-1'$$);
SELECT * FROM bench.step('the receipt',
	$$UPDATE secretxfer.requests SET received_on = '2025-02-12' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the receipt is corrected',
	$$UPDATE secretxfer.requests SET received_on = '2025-02-13' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the receipt is taken back',
	$$UPDATE secretxfer.requests SET received_on = NULL WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('a received request is corrected',
	$$UPDATE secretxfer.requests SET justification = 'other' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.step('another carrier', bench.entry('carriers', '{"carrier_id": 12, "account_no": "T-12"}'));
SELECT * FROM bench.try('a line after the receipt', bench.entry('request_items', '{"case_no": "T-1",
	"carrier_id": 12, "item_no": 3}'));
SELECT * FROM bench.try('a line is withdrawn after the receipt',
	$$DELETE FROM secretxfer.request_items WHERE case_no = 'T-1' AND item_no = 2$$);
SELECT * FROM bench.try('the request is taken back',
	$$UPDATE secretxfer.requests SET withdrawn_on = '2025-02-17' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the request is taken back and answered',
	$$UPDATE secretxfer.requests SET withdrawn_on = '2025-02-17' WHERE case_no = 'T-1'; $$
		|| bench.entry('decisions', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('the contract before the permission', bench.entry('contracts', '{"case_no": "T-1"}'));

-- The answer
SELECT * FROM bench.try('an answer', bench.entry('decisions', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('an answer without a signature', bench.entry('decisions', '{"case_no": "T-1",
	"signed_by": " "}'));
SELECT * FROM bench.try('a refusal without reasons', bench.entry('decisions', '{"case_no": "T-1",
	"outcome": "refused"}'));
SELECT * FROM bench.try('a refusal', bench.entry('decisions', '{"case_no": "T-1", "outcome": "refused",
	"reasons": "not needed"}'));
SELECT * FROM bench.try('an answer on the last day', bench.entry('decisions', '{"case_no": "T-1",
	"sent_on": "2025-02-26"}'));
SELECT * FROM bench.try('an answer a day late', bench.entry('decisions', '{"case_no": "T-1",
	"sent_on": "2025-02-27"}'));
SELECT * FROM bench.try('a late answer with its reason', bench.entry('decisions', '{"case_no": "T-1",
	"sent_on": "2025-02-27", "late_reason": "mislaid"}'));
SELECT * FROM bench.try('a permission that leaves out a line', bench.entry('decisions', '{"case_no": "T-1",
	"excluded_items": "{2}"}'));
SELECT * FROM bench.try('a permission that leaves out all', bench.entry('decisions', '{"case_no": "T-1",
	"excluded_items": "{1,2}"}'));
SELECT * FROM bench.try('a permission that leaves out what is not listed', bench.entry('decisions',
	'{"case_no": "T-1", "excluded_items": "{7}"}'));
SELECT * FROM bench.try('a contract after a refusal', bench.entry('decisions', '{"case_no": "T-1",
	"outcome": "refused", "reasons": "not needed"}') || '; '
	|| bench.entry('contracts', '{"case_no": "T-1"}'));
SELECT * FROM bench.step('the permission', bench.entry('decisions', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('a second answer', bench.entry('decisions', '{"case_no": "T-1", "decision_no": "D-2"}'));
SELECT * FROM bench.try('an answered request is taken back',
	$$UPDATE secretxfer.requests SET withdrawn_on = '2025-02-21' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the answer is corrected',
	$$UPDATE secretxfer.decisions SET signed_as = 'acting_head' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the carrier of an answered request is corrected',
	$$UPDATE secretxfer.carriers SET sheets = 11 WHERE carrier_id = 10$$);

-- The contract and the annex
SELECT * FROM bench.try('a contract before the day of the permission', bench.entry('contracts', '{"case_no": "T-1",
	"concluded_on": "2025-02-19"}'));
SELECT * FROM bench.try('a contract on the day of the permission', bench.entry('contracts', '{"case_no": "T-1",
	"concluded_on": "2025-02-20"}'));
SELECT * FROM bench.try('a contract without control', bench.entry('contracts', '{"case_no": "T-1",
	"control_after_works": ""}'));
SELECT * FROM bench.try('a contract without financing', bench.entry('contracts', '{"case_no": "T-1",
	"protection_financing": " "}'));
SELECT * FROM bench.try('a contract without a unit', bench.entry('contracts', '{"case_no": "T-1",
	"responsible_unit": ""}'));
SELECT * FROM bench.try('a contract without a permit', bench.entry('contracts', '{"case_no": "T-1",
	"permit_no": null}'));
SELECT * FROM bench.try('a contract with a permit that ran out', bench.entry('contracts', '{"case_no": "T-1",
	"permit_no": "P-old"}'));
SELECT * FROM bench.try('a contract with a statement', bench.entry('contracts', '{"case_no": "T-1",
	"information_statement": "what circulates"}'));
SELECT * FROM bench.try('a contract after the withdrawal of the permission',
	$$UPDATE secretxfer.decisions SET withdrawn_on = '2025-03-01',
		withdrawal_reasons = 'no need' WHERE case_no = 'T-1'; $$ || bench.entry('contracts', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('an annex line before the contract', bench.entry('contract_items', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('a notice before the contract', bench.entry('notices', '{"case_no": "T-1"}'));
SELECT * FROM bench.step('the contract', bench.entry('contracts', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('a second contract', bench.entry('contracts', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('the contract is corrected',
	$$UPDATE secretxfer.contracts SET contract_no = '43' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the answer is corrected after the contract',
	$$UPDATE secretxfer.decisions SET signed_as = 'acting_head' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the answer is withdrawn after the contract',
	$$DELETE FROM secretxfer.decisions WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('an annex line dated before the contract', bench.entry('contract_items', '{"case_no": "T-1",
	"annexed_on": "2025-03-02"}'));
SELECT * FROM bench.try('an annex line for no line', bench.entry('contract_items', '{"case_no": "T-1",
	"item_no": 7}'));
SELECT * FROM bench.try('an annex line after the withdrawal of the permission',
	$$UPDATE secretxfer.decisions SET withdrawn_on = '2025-03-03',
		withdrawal_reasons = 'no need' WHERE case_no = 'T-1'; $$ || bench.entry('contract_items',
		'{"case_no": "T-1"}'));
SELECT * FROM bench.try('a notice before the annex', bench.entry('notices', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('a hand-over before the annex', bench.entry('protections', '{"case_no": "T-1"}') || '; '
	|| bench.entry('handovers', '{"case_no": "T-1", "carrier_id": 10}'));
SELECT * FROM bench.step('an annex line', bench.entry('contract_items', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('the same line again', bench.entry('contract_items', '{"case_no": "T-1", "annex_no": "2"}'));
SELECT * FROM bench.try('an annex line is withdrawn',
	$$DELETE FROM secretxfer.contract_items WHERE case_no = 'T-1'$$);

-- Notices and protection
SELECT * FROM bench.try('a notice dated before the contract', bench.entry('notices', '{"case_no": "T-1",
	"sent_on": "2025-03-02"}'));
SELECT * FROM bench.try('a notice without a recipient', bench.entry('notices', '{"case_no": "T-1",
	"recipient": ""}'));
SELECT * FROM bench.try('a notice to the couriers without a provider', bench.entry('notices', '{"case_no": "T-1",
	"kind": "courier_service"}'));
SELECT * FROM bench.try('a notice of a succession without a change', bench.entry('notices', '{"case_no": "T-1",
	"kind": "succession_security"}'));
SELECT * FROM bench.step('protection', bench.entry('protections', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('a hand-over before the notice', bench.entry('handovers', '{"case_no": "T-1",
	"carrier_id": 10}'));
SELECT * FROM bench.step('the notice', bench.entry('notices', '{"case_no": "T-1"}'));
SELECT * FROM bench.try('the notice is withdrawn', $$DELETE FROM secretxfer.notices WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('an annex line is withdrawn after the notice',
	$$DELETE FROM secretxfer.contract_items WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the contract is corrected after the notice',
	$$UPDATE secretxfer.contracts SET contract_no = '43' WHERE case_no = 'T-1'$$);

-- The hand-over
SELECT * FROM bench.try('a hand-over', bench.entry('handovers', '{"case_no": "T-1", "carrier_id": 10}'));
SELECT * FROM bench.try('a hand-over on the day of the notice', bench.entry('handovers', '{"case_no": "T-1",
	"carrier_id": 10, "handed_on": "2025-03-05"}'));
SELECT * FROM bench.try('a hand-over before the day of the notice', bench.entry('handovers', '{"case_no": "T-1",
	"carrier_id": 10, "handed_on": "2025-03-04"}'));
SELECT * FROM bench.try('a hand-over before the contract', bench.entry('handovers', '{"case_no": "T-1",
	"carrier_id": 10, "handed_on": "2025-03-01"}'));
SELECT * FROM bench.try('a hand-over after the period', bench.entry('handovers', '{"case_no": "T-1",
	"carrier_id": 10, "handed_on": "2026-01-01"}'));
SELECT * FROM bench.try('a hand-over of what is not annexed', bench.entry('handovers', '{"case_no": "T-1",
	"carrier_id": 11}'));
SELECT * FROM bench.try('a hand-over to a stranger', bench.entry('handovers', '{"case_no": "T-1", "carrier_id": 10,
	"received_by": "C-1"}'));
SELECT * FROM bench.try('a hand-over to nobody', bench.entry('handovers', '{"case_no": "T-1", "carrier_id": 10,
	"received_by": "C-none"}'));
SELECT * FROM bench.try('a hand-over to one whose clearance ran out', bench.entry('handovers', '{"case_no": "T-1",
	"carrier_id": 10, "received_by": "C-old"}'));
SELECT * FROM bench.try('a hand-over without an act', bench.entry('handovers', '{"case_no": "T-1", "carrier_id": 10,
	"act_no": " "}'));
SELECT * FROM bench.try('a hand-over of tomorrow', bench.entry('handovers', jsonb_build_object('case_no', 'T-1',
	'carrier_id', 10, 'handed_on', secretxfer.today() + 1)));
SELECT * FROM bench.step('the hand-over', bench.entry('handovers', '{"case_no": "T-1", "carrier_id": 10}'));
SELECT * FROM bench.try('a second hand-over of what is out', bench.entry('handovers', '{"case_no": "T-1",
	"carrier_id": 10, "handed_on": "2025-03-13", "act_no": "A-2"}'));
SELECT * FROM bench.try('the notice is withdrawn after the hand-over',
	$$DELETE FROM secretxfer.notices WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('protection is withdrawn after the hand-over',
	$$DELETE FROM secretxfer.protections WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the hand-over is deleted', $$DELETE FROM secretxfer.handovers WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the hand-over becomes one of another carrier',
	$$UPDATE secretxfer.handovers SET carrier_id = 11 WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the hand-over becomes one to another person',
	$$UPDATE secretxfer.handovers SET received_by = 'C-low' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the closing while something is out',
	$$UPDATE secretxfer.cases SET closed_on = '2025-06-02' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the carrier is lifted and the case closed',
	$$INSERT INTO secretxfer.carrier_marks VALUES (10, '2025-05-01', NULL, 'an act');
		UPDATE secretxfer.cases SET closed_on = '2025-06-02' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('a return before the hand-over',
	$$UPDATE secretxfer.handovers SET returned_on = '2025-03-11', return_act_no = 'R' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('a return of tomorrow',
	$$UPDATE secretxfer.handovers SET returned_on = secretxfer.today() + 1,
	return_act_no = 'R' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('a write-off without an act',
	$$UPDATE secretxfer.handovers SET written_off_on = '2025-05-12',
	written_off_as = 'destroyed' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('a write-off', $$UPDATE secretxfer.handovers SET written_off_on = '2025-05-12',
	written_off_as = 'destroyed', write_off_act_no = 'W' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('a destroyed carrier comes back',
	$$UPDATE secretxfer.handovers SET written_off_on = '2025-05-12', written_off_as = 'destroyed',
	write_off_act_no = 'W',
	returned_on = '2025-05-13', return_act_no = 'R' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.step('the return', $$UPDATE secretxfer.handovers SET returned_on = '2025-05-12',
	return_act_no = 'R-1' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the return is moved',
	$$UPDATE secretxfer.handovers SET returned_on = '2025-05-13' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('a hand-over after the return', bench.entry('handovers', '{"case_no": "T-1",
	"carrier_id": 10, "handed_on": "2025-05-20", "act_no": "A-2"}'));
SELECT * FROM bench.try('a hand-over while it was out', bench.entry('handovers', '{"case_no": "T-1",
	"carrier_id": 10, "handed_on": "2025-04-20", "act_no": "A-2"}'));
SELECT * FROM bench.try('the closing before the return',
	$$UPDATE secretxfer.cases SET closed_on = '2025-05-11' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the closing before the opening',
	$$UPDATE secretxfer.cases SET closed_on = '2025-02-01' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.step('the closing',
	$$UPDATE secretxfer.cases SET closed_on = '2025-06-02' WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('the case is opened again',
	$$UPDATE secretxfer.cases SET closed_on = NULL WHERE case_no = 'T-1'$$);
SELECT * FROM bench.try('a request in a closed case', bench.entry('requests', '{"case_no": "T-1",
	"request_no": "2"}'));
SELECT * FROM bench.try('a hand-over in a closed case', bench.entry('handovers', '{"case_no": "T-1",
	"carrier_id": 10, "handed_on": "2025-05-20", "act_no": "A-2"}'));
SELECT * FROM bench.try('a notice in a closed case', bench.entry('notices', '{"case_no": "T-1", "notice_no": "2"}'));
SELECT * FROM bench.try('an answer is corrected in a closed case',
	$$UPDATE secretxfer.decisions SET signed_as = 'acting_head' WHERE case_no = 'T-1'$$);

-- What stands against a hand-over
SELECT * FROM bench.step('case 2 up to its protection', bench.case_up_to(2, 8));
SELECT * FROM bench.try('a hand-over of top secret', bench.entry('handovers', '{"case_no": "T-2",
	"carrier_id": 21}'));
SELECT * FROM bench.try('a hand-over of top secret to one cleared for secret', bench.entry('handovers',
	'{"case_no": "T-2", "carrier_id": 21, "received_by": "C-low"}'));
SELECT * FROM bench.try('a hand-over of secret to one cleared for secret', bench.entry('handovers',
	'{"case_no": "T-2", "carrier_id": 20, "received_by": "C-low"}'));
SELECT * FROM bench.try('a hand-over of what was raised since', $$INSERT INTO secretxfer.carrier_marks VALUES (20,
	'2025-03-10', 'special_importance', 'an act'); $$
	|| bench.entry('handovers', '{"case_no": "T-2", "carrier_id": 20}'));
SELECT * FROM bench.try('a hand-over before it was raised', $$INSERT INTO secretxfer.carrier_marks VALUES (20,
	'2025-03-13', 'special_importance', 'an act'); $$
	|| bench.entry('handovers', '{"case_no": "T-2", "carrier_id": 20}'));
SELECT * FROM bench.try('a hand-over of what is no longer secret',
	$$INSERT INTO secretxfer.carrier_marks VALUES (20, '2025-03-10', NULL, 'an act'); $$
	|| bench.entry('handovers', '{"case_no": "T-2", "carrier_id": 20}'));
SELECT * FROM bench.try('a hand-over after the permission was withdrawn',
	$$UPDATE secretxfer.decisions SET withdrawn_on = '2025-03-10',
		withdrawal_reasons = 'no need' WHERE case_no = 'T-2'; $$ || bench.entry('handovers', '{"case_no": "T-2",
		"carrier_id": 20}'));
SELECT * FROM bench.try('a hand-over before the permission was withdrawn',
	$$UPDATE secretxfer.decisions SET withdrawn_on = '2025-03-13',
		withdrawal_reasons = 'no need' WHERE case_no = 'T-2'; $$ || bench.entry('handovers', '{"case_no": "T-2",
		"carrier_id": 20}'));
SELECT * FROM bench.try('a hand-over after the permit was revoked',
	$$UPDATE secretxfer.permits SET revoked_on = '2025-03-10' WHERE permit_no = 'P-0'; $$
	|| bench.entry('handovers', '{"case_no": "T-2", "carrier_id": 20}'));
SELECT * FROM bench.try('a hand-over under a renewed permit',
	$$UPDATE secretxfer.permits SET revoked_on = '2025-03-10' WHERE permit_no = 'P-0';
	INSERT INTO secretxfer.permits (permit_no, printed_no, holder, issued_on, valid_until, issued_by,
		highest_mark) SELECT 'P-new', 'P-new', holder, '2025-03-09', '2030-12-31', 'A security body', 'top_secret'
	FROM secretxfer.permits WHERE permit_no = 'P-0'; $$ || bench.entry('handovers', '{"case_no": "T-2",
		"carrier_id": 20}'));
SELECT * FROM bench.try('a hand-over after the clearance was revoked',
	$$UPDATE secretxfer.clearances SET revoked_on = '2025-03-12' WHERE clearance_no = 'C-0'; $$
	|| bench.entry('handovers', '{"case_no": "T-2", "carrier_id": 20}'));
SELECT * FROM bench.try('a hand-over after foreigners took part',
	format($$UPDATE secretxfer.parties SET foreign_participation = true WHERE idn = %L; $$, :'contractor')
	|| bench.entry('handovers', '{"case_no": "T-2", "carrier_id": 20}'));
SELECT * FROM bench.try('two hand-overs in one statement', $$INSERT INTO secretxfer.handovers (case_no, carrier_id,
	handed_on, act_no, received_by)
	VALUES ('T-2', 20, '2025-03-12', 'A-1', 'C-0'), ('T-2', 21, '2025-03-12', 'A-2', 'C-0')$$);
SELECT * FROM bench.try('one carrier twice in one statement', $$INSERT INTO secretxfer.handovers (case_no,
	carrier_id, handed_on, act_no, received_by)
	VALUES ('T-2', 20, '2025-03-12', 'A-1', 'C-0'), ('T-2', 20, '2025-03-13', 'A-2', 'C-0')$$);
SELECT * FROM bench.step('a breach', $$INSERT INTO secretxfer.violations (case_no, violation_no, found_on,
	description) VALUES ('T-2', '1', '2025-03-07', 'a breach')$$);
SELECT * FROM bench.try('a hand-over after a breach', bench.entry('handovers', '{"case_no": "T-2",
	"carrier_id": 20}'));
SELECT * FROM bench.step('a suspension', $$INSERT INTO secretxfer.suspensions (case_no, suspended_on,
	violation_no) VALUES ('T-2', '2025-03-10', '1')$$);
SELECT * FROM bench.try('a hand-over in suspended works', bench.entry('handovers', '{"case_no": "T-2",
	"carrier_id": 20}'));
SELECT * FROM bench.try('a hand-over before the suspension', bench.entry('handovers', '{"case_no": "T-2",
	"carrier_id": 20, "handed_on": "2025-03-09"}'));
SELECT * FROM bench.step('the suspension is lifted',
	$$UPDATE secretxfer.violations SET remedied_on = '2025-03-20' WHERE case_no = 'T-2';
	UPDATE secretxfer.suspensions SET lifted_on = '2025-03-20' WHERE case_no = 'T-2'$$);
SELECT * FROM bench.try('a hand-over dated into the suspension', bench.entry('handovers', '{"case_no": "T-2",
	"carrier_id": 20}'));
SELECT * FROM bench.step('a hand-over after the lifting', bench.entry('handovers', '{"case_no": "T-2",
	"carrier_id": 20, "handed_on": "2025-03-20"}'));
SELECT * FROM bench.step('an annulment', $$INSERT INTO secretxfer.violations (case_no, violation_no, found_on,
	description) VALUES ('T-2', '2', '2025-04-01', 'a breach');
	INSERT INTO secretxfer.annulments (case_no, raised_on, addressed_to, order_annulled_on) VALUES ('T-2',
		'2025-04-02', 'a body', '2025-04-10')$$);
SELECT * FROM bench.try('a hand-over after the annulment', bench.entry('handovers', '{"case_no": "T-2",
	"carrier_id": 21, "handed_on": "2025-04-10"}'));
SELECT * FROM bench.try('a return after the annulment',
	$$UPDATE secretxfer.handovers SET returned_on = '2025-04-12', return_act_no = 'R-1' WHERE case_no = 'T-2'$$);

-- Bodies
SELECT * FROM bench.step('carriers of two bodies', bench.entry('carriers', jsonb_build_object('carrier_id', 30,
	'account_no', 'T-30', 'owner', :'body'))
	|| '; ' || bench.entry('carriers', '{"carrier_id": 31, "account_no": "T-31"}')
	|| '; ' || bench.entry('cases', jsonb_build_object('case_no', 'T-3', 'contractor', :'contractor')) || '; '
		|| bench.entry('requests', '{"case_no": "T-3"}')
	|| '; ' || bench.entry('request_items', '{"case_no": "T-3", "carrier_id": 30}') || '; '
		|| bench.entry('request_items', '{"case_no": "T-3", "carrier_id": 31, "item_no": 2}')
	|| $$; UPDATE secretxfer.requests SET received_on = '2025-02-12' WHERE case_no = 'T-3'; $$
		|| bench.entry('decisions', '{"case_no": "T-3"}') || '; ' || bench.entry('contracts', '{"case_no": "T-3"}'));
SELECT * FROM bench.try('the permission of another body', bench.entry('contract_items', '{"case_no": "T-3"}'));
SELECT * FROM bench.try('the permission of the own body', bench.entry('contract_items', '{"case_no": "T-3",
	"item_no": 2}'));
SELECT * FROM bench.try('secrets that passed before the answer',
	format($$INSERT INTO secretxfer.disposal_successions (body, effective_on, successor, document, entry_id)
	VALUES ('351240000010', '2025-02-18', %L, 'a decree', nextval('secretxfer.entry_ids')); $$, :'body')
		|| bench.entry('contract_items', '{"case_no": "T-3", "item_no": 2}'));
SELECT * FROM bench.try('a carrier that passed by name before the answer',
	format($$INSERT INTO secretxfer.disposal_successions (body, effective_on, carrier_id, successor, document,
	entry_id)
	VALUES ('351240000010', '2025-02-18', 31, %L, 'a decree', nextval('secretxfer.entry_ids')); $$, :'body')
		|| bench.entry('contract_items', '{"case_no": "T-3", "item_no": 2}'));
SELECT * FROM bench.try('a request to a body whose secrets have passed',
	format($$INSERT INTO secretxfer.disposal_successions (body, effective_on, successor, document, entry_id)
	VALUES ('351240000010', '2025-02-05', %L, 'a decree', nextval('secretxfer.entry_ids')); $$, :'body')
		|| bench.entry('requests', '{"case_no": "T-3", "request_no": "2"}'));
SELECT * FROM bench.try('a request to a body in liquidation', $$INSERT INTO secretxfer.party_changes (party,
	change_no, kind, effective_on, document) VALUES ('351240000010', '1', 'liquidation', '2025-02-09', 'a decree'); $$
	|| bench.entry('requests', '{"case_no": "T-3", "request_no": "2"}'));

-- Who protects
SELECT * FROM bench.step('case 4 up to its notice', bench.case_up_to(4, 7));
SELECT * FROM bench.try('a hand-over without protection', bench.entry('handovers', '{"case_no": "T-4",
	"carrier_id": 40}'));
SELECT * FROM bench.try('protection by a named other as the contractor', bench.entry('protections',
	jsonb_build_object('case_no', 'T-4', 'organizer', :'other')));
SELECT * FROM bench.try('protection by a customer who is elsewhere', bench.entry('protections', '{"case_no": "T-4",
	"kind": "customer"}'));
SELECT * FROM bench.try('protection by the branch of a customer', bench.entry('protections', '{"case_no": "T-4",
	"kind": "customer", "unit_settlement": "ALMATY"}') || '; '
	|| bench.entry('handovers', '{"case_no": "T-4", "carrier_id": 40}'));
SELECT * FROM bench.try('protection by nobody', bench.entry('protections', '{"case_no": "T-4", "kind": "provider"}'));
SELECT * FROM bench.try('protection by an entity without affiliation', bench.entry('protections',
	jsonb_build_object('case_no', 'T-4', 'kind', 'quasi_state', 'organizer', :'quasi_state')));
SELECT * FROM bench.try('protection by one that is no quasi-state entity', bench.entry('protections',
	jsonb_build_object('case_no', 'T-4', 'kind', 'quasi_state', 'organizer', :'provider')));
SELECT * FROM bench.try('protection by an entity after an affiliation',
	format($$INSERT INTO secretxfer.affiliations (party, quasi_state, entry_id) VALUES (%L, %L,
	nextval('secretxfer.entry_ids')); $$, :'contractor', :'quasi_state')
	|| bench.entry('protections', jsonb_build_object('case_no', 'T-4', 'kind', 'quasi_state', 'organizer',
		:'quasi_state')) || '; ' || bench.entry('handovers', '{"case_no": "T-4", "carrier_id": 40}'));
SELECT * FROM bench.try('protection by a provider elsewhere', bench.entry('protections',
	jsonb_build_object('case_no', 'T-4', 'kind', 'provider', 'organizer', :'far_provider',
	'service_contract_no', 'S-1', 'service_contract_on', '2025-03-04')));
SELECT * FROM bench.try('protection by a provider without a mandate', bench.entry('protections',
	jsonb_build_object('case_no', 'T-4', 'kind', 'provider', 'organizer', :'other',
	'service_contract_no', 'S-1', 'service_contract_on', '2025-03-04')));
SELECT * FROM bench.try('protection by a provider without a contract', bench.entry('protections',
	jsonb_build_object('case_no', 'T-4', 'kind', 'provider', 'organizer', :'provider')));
SELECT * FROM bench.step('protection by a provider', bench.entry('protections', jsonb_build_object('case_no', 'T-4',
	'kind', 'provider', 'organizer', :'provider',
	'service_contract_no', 'S-1', 'service_contract_on', '2025-03-04')));
SELECT * FROM bench.try('a hand-over before the marks', bench.entry('handovers', '{"case_no": "T-4",
	"carrier_id": 40}'));
SELECT * FROM bench.step('the marks', $$UPDATE secretxfer.protections SET contractor_permit_no = 'P-0',
	contractor_permit_marked_on = '2025-03-06',
	provider_permit_no = 'P-provider', provider_permit_marked_on = '2025-03-06' WHERE case_no = 'T-4'$$);
SELECT * FROM bench.try('a hand-over before the couriers know', bench.entry('handovers', '{"case_no": "T-4",
	"carrier_id": 40}'));
SELECT * FROM bench.step('a notice to the couriers', bench.entry('notices', '{"case_no": "T-4", "notice_no": "2",
	"kind": "courier_service"}'));
SELECT * FROM bench.try('a hand-over before the post knows', bench.entry('handovers', '{"case_no": "T-4",
	"carrier_id": 40}'));
SELECT * FROM bench.step('a notice to the post', bench.entry('notices', '{"case_no": "T-4", "notice_no": "3",
	"kind": "postal_service"}'));
SELECT * FROM bench.step('a hand-over under a provider', bench.entry('handovers', '{"case_no": "T-4",
	"carrier_id": 40}'));
SELECT * FROM bench.step('a case of a foreign contractor', bench.entry('cases', jsonb_build_object('case_no', 'T-5',
	'contractor', :'foreign_contractor')));
SELECT * FROM bench.try('a foreign contractor protects', bench.entry('protections', '{"case_no": "T-5"}'));
SELECT * FROM bench.step('a case of a citizen', bench.entry('cases', jsonb_build_object('case_no', 'T-6',
	'contractor', :'citizen')));
SELECT * FROM bench.try('a citizen protects', bench.entry('protections', '{"case_no": "T-6"}'));
SELECT * FROM bench.try('a request for a citizen', bench.entry('requests', '{"case_no": "T-6", "permit_no": null,
	"clearance_no": "C-citizen"}'));
SELECT * FROM bench.try('a request for a citizen without a clearance', bench.entry('requests', '{"case_no": "T-6",
	"permit_no": null}'));

-- A contractor that changes
SELECT * FROM bench.try('case 7 with a person of another', replace(bench.case_up_to(7, 9,
	jsonb_build_object('contractor', :'changing')), 'P-0', 'P-2'));
SELECT * FROM bench.step('case 7 of a contractor that will change',
	replace(replace(bench.case_up_to(7, 9, jsonb_build_object('contractor', :'changing')), 'P-0', 'P-2'), 'C-0',
		'C-2'));
SELECT * FROM bench.step('the contractor changes', format($$INSERT INTO secretxfer.party_changes (party, change_no,
	kind, effective_on, document) VALUES (%L, '1', 'ownership', '2025-04-01', 'a decree')$$, :'changing'));
SELECT * FROM bench.try('a return after the change', $$UPDATE secretxfer.handovers SET returned_on = '2025-05-12',
	return_act_no = 'R-1' WHERE case_no = 'T-7' AND carrier_id = 70$$);
SELECT * FROM bench.step('all returns after the change',
	$$UPDATE secretxfer.handovers SET returned_on = '2025-05-12', return_act_no = 'R-1' WHERE case_no = 'T-7'$$);
SELECT * FROM bench.try('a hand-over after the change', bench.entry('handovers', '{"case_no": "T-7",
	"carrier_id": 70, "handed_on": "2025-05-20", "act_no": "A-2", "received_by": "C-2"}'));
SELECT * FROM bench.try('the closing without measures',
	$$UPDATE secretxfer.cases SET closed_on = '2025-06-02' WHERE case_no = 'T-7'$$);
SELECT * FROM bench.try('the change is called off and the case goes on',
	$$UPDATE secretxfer.party_changes SET called_off_on = '2025-05-15', call_off_document = 'a decree'; $$
	|| bench.entry('handovers', '{"case_no": "T-7", "carrier_id": 70, "handed_on": "2025-05-20", "act_no": "A-2",
		"received_by": "C-2"}'));
SELECT * FROM bench.step('measures', format($$INSERT INTO secretxfer.protection_measures (case_no, party, change_no,
	taken_on, measures) VALUES ('T-7', %L, '1', '2025-04-10', 'sealed')$$, :'changing'));
SELECT * FROM bench.step('the closing after measures',
	$$UPDATE secretxfer.cases SET closed_on = '2025-06-02' WHERE case_no = 'T-7'$$);
SELECT * FROM bench.step('a contractor in liquidation', format($$INSERT INTO secretxfer.party_changes (party,
	change_no, kind, effective_on, document) VALUES (%L, '1', 'liquidation', '2025-02-01', 'a decree')$$, :'ending'));
SELECT * FROM bench.try('a case with a contractor in liquidation', bench.entry('cases',
	jsonb_build_object('case_no', 'T-90', 'contractor', :'ending')));
SELECT * FROM bench.try('a case before the liquidation', bench.entry('cases', jsonb_build_object('case_no', 'T-90',
	'contractor', :'ending', 'opened_on', '2025-01-31')));

-- A customer that changes
SELECT * FROM bench.step('case 8 up to its protection', bench.case_up_to(8, 8));
SELECT * FROM bench.step('the customer changes', $$INSERT INTO secretxfer.party_changes (party, change_no, kind,
	effective_on, document) VALUES ('351240000109', '1', 'functions', '2025-03-10', 'a decree')$$);
SELECT * FROM bench.try('a hand-over before the supplement', bench.entry('handovers', '{"case_no": "T-8",
	"carrier_id": 80}'));
SELECT * FROM bench.try('a hand-over before the change', bench.entry('handovers', '{"case_no": "T-8",
	"carrier_id": 80, "handed_on": "2025-03-09"}'));
SELECT * FROM bench.step('the supplement', $$INSERT INTO secretxfer.supplements (case_no, supplement_no, party,
	change_no, successor, successor_powers, concluded_on)
	VALUES ('T-8', '1', '351240000109', '1', '351240000109', 'a statute', '2025-03-15')$$);
SELECT * FROM bench.try('a hand-over before the notices', bench.entry('handovers', '{"case_no": "T-8",
	"carrier_id": 80, "handed_on": "2025-03-20"}'));
SELECT * FROM bench.step('the notice to the security body', bench.entry('notices', '{"case_no": "T-8",
	"notice_no": "2", "kind": "succession_security", "party": "351240000109", "change_no": "1",
	"sent_on": "2025-03-16"}'));
SELECT * FROM bench.try('a hand-over before the second notice', bench.entry('handovers', '{"case_no": "T-8",
	"carrier_id": 80, "handed_on": "2025-03-20"}'));
SELECT * FROM bench.step('the notice to the disposing body', bench.entry('notices', '{"case_no": "T-8",
	"notice_no": "3", "kind": "succession_authority", "authority": "351240000010", "party": "351240000109",
	"change_no": "1", "sent_on": "2025-03-16"}'));
SELECT * FROM bench.step('a hand-over after the notices', bench.entry('handovers', '{"case_no": "T-8",
	"carrier_id": 80, "handed_on": "2025-03-20"}'));

-- What stands then: the entries without the numbers and times that the server gives.
SELECT format($$SELECT '%s: '
	|| (to_jsonb(t) - '{recorded_at,changed_at,changed_by,entry_id}'::text[])::text FROM secretxfer.%I AS t ORDER BY 1$$, tablename, tablename)
FROM pg_catalog.pg_tables
WHERE schemaname = 'secretxfer' AND tablename IN ('carriers', 'cases', 'requests', 'request_items', 'decisions',
	'contracts', 'contract_items', 'notices', 'protections', 'handovers')
ORDER BY tablename \gexec
