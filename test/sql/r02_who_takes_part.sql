--
-- Provision 2: who takes part.
--
\i test/fixtures/start.sql

-- 2(2) The customer is a state body or an organisation, whether or not it disposes of secrets.
SELECT may_enter('cases', '{"customer": "@customer"}');
SELECT may_enter('cases', '{"customer": "@bureau"}');
SELECT may_enter('cases', '{"customer": "@ministry"}');
SELECT may_enter('cases', '{"customer": "@citizen"}');

-- 2(3) The contractor is an organisation or a citizen, never a state body.
SELECT may_enter('cases', '{"contractor": "@builder"}');
SELECT may_enter('cases', '{"contractor": "@joint"}');
SELECT may_enter('cases', '{"contractor": "@citizen"}');
SELECT may_enter('cases', '{"contractor": "@ministry"}');
SELECT may_enter('cases', '{"contractor": "@bureau"}');

-- Customer and contractor differ.
SELECT may_enter('cases', '{"customer": "@builder", "contractor": "@builder"}');
SELECT may_enter('cases', '{"customer": "@builder", "contractor": "@other"}');

-- Several at once are told in the order of the Rules; a citizen cannot order works from itself either.
SELECT may_enter('cases', '{"customer": "@citizen", "contractor": "@bureau"}');
SELECT may_enter('cases', '{"customer": "@citizen", "contractor": "@citizen"}');

-- A correction is judged like an entry.
SELECT enter('cases', '{"case_no": "K1"}');
SELECT may_change('cases', '{"case_no": "K1"}', '{"customer": "@citizen"}');
SELECT may_change('cases', '{"case_no": "K1"}', '{"contractor": "@agency"}');
SELECT may_change('cases', '{"case_no": "K1"}', '{"contractor": "@customer"}');
SELECT may_change('cases', '{"case_no": "K1"}', '{"customer": "@bureau", "contractor": "@citizen"}');
SELECT may_withdraw('cases', '{"case_no": "K1"}');

-- A party whose kind would make a case unlawful cannot change it while a case names it; another may.
SELECT may_change('parties', '{"idn": "@customer"}',
	'{"kind": "citizen", "workplace": "w", "position": "p", "residence": "r", "id_document_issuer": "i"}');
SELECT may_change('parties', '{"idn": "@bureau"}', '{"kind": "organization"}');

-- The successor of a customer (provision 10) takes its place, so the same holds for it.
SELECT take('S1', 'contracted');
SELECT enter('party_changes', '{"party": "@customer"}');
SELECT may_enter('supplements', '{"case_no": "S1", "successor": "@successor"}');
SELECT may_enter('supplements', '{"case_no": "S1", "successor": "@bureau"}');
SELECT may_enter('supplements', '{"case_no": "S1", "successor": "@citizen"}');
SELECT may_enter('supplements', '{"case_no": "S1", "successor": "@builder"}');
SELECT enter('supplements', '{"case_no": "S1", "successor": "@successor"}');
SELECT may_change('supplements', '{"case_no": "S1", "supplement_no": "S1"}', '{"successor": "@student"}');
SELECT may_change('supplements', '{"case_no": "S1", "supplement_no": "S1"}', '{"successor": "@builder"}');
SELECT may_change('supplements', '{"case_no": "S1", "supplement_no": "S1"}', '{"successor": "@bureau"}');

-- The words of a refusal, and its full shape.
SELECT words(insert_of('cases', entry('cases', '{"customer": "@citizen", "contractor": "@citizen"}')));
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on)
VALUES ('K2', '810101100015', '351240000060', 'works', 'Almaty', '2025-02-03');
UPDATE cases SET contractor = '351240000010' WHERE case_no = 'K1';

\i test/fixtures/finish.sql
