--
-- The register's own discipline: what holds for every entry.
--
\i test/fixtures/start.sql
SELECT take('K1', 'handed', '{"carriers": ["M-1/1"]}');
SELECT take('K2', 'protected', '{"carriers": ["M-1/2", "M-5/1"]}');
SELECT take('S1', 'handed', '{"service": true}');
SELECT take('Q1', 'requested', '{"carriers": ["M-7/1"]}');
SELECT take('Q2', 'received', '{"carriers": ["M-7/1"]}');
SELECT take('Q3', 'permitted', '{"carriers": ["M-7/1"]}');
SELECT take('Q4', 'noticed', '{"carriers": ["M-7/1"]}');

--
-- r00_mandatory: stated and not blank, all at once.
--
SELECT may_enter('parties', '{"settlement": null}');
SELECT may_enter('parties', '{"settlement": "   "}');
SELECT may_enter('parties', '{"kind": null}');
SELECT may_enter('parties', '{"foreign_participation": null}');
SELECT may_enter('parties', '{"disposes_of_secrets": null}');
SELECT may_enter('permits', '{"issued_by": null}');
SELECT may_enter('permits', '{"highest_mark": null}');
SELECT may_enter('permits', '{"valid_until": null}');
SELECT may_enter('clearances', '{"person_name": "\t"}');
SELECT may_enter('clearances', '{"party": null}');
SELECT may_enter('carriers', '{"owner": null}');
SELECT may_enter('carriers', '{"kind": null}');
SELECT may_enter('cases', '{"subject": null}');
SELECT may_enter('cases', '{"subject": " \n "}');
SELECT may_enter('cases', '{"works_settlement": ""}');
SELECT may_enter('cases', '{"opened_on": null}');
SELECT may_enter('cases', '{"customer": null}');
SELECT may_enter('cases', '{"case_no": null}');
SELECT may_enter('cases', '{"case_no": ""}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "sent_on": null}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "authority": null}');
SELECT may_enter('request_items', '{"case_no": "Q1", "item_no": 2, "carrier_id": null}');
SELECT may_enter('request_items', '{"case_no": "Q1", "item_no": null}');
SELECT may_enter('decisions', '{"case_no": "Q2", "decision_no": null}');
SELECT may_enter('decisions', '{"case_no": "Q2", "outcome": null}');
SELECT may_enter('decisions', '{"case_no": "Q2", "sent_on": null}');
SELECT may_enter('contracts', '{"case_no": "Q3", "contract_no": " "}');
SELECT may_enter('contracts', '{"case_no": "Q3", "concluded_on": null}');
SELECT may_enter('contract_items', '{"case_no": "K2", "annex_no": null}');
SELECT may_enter('contract_items', '{"case_no": "K2", "annex_no": "3", "item_no": null}');
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N2", "recipient": null}');
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N2", "kind": null}');
SELECT may_enter('protections', '{"case_no": "Q4", "kind": null}');
SELECT may_enter('protections', '{"case_no": "Q4", "arranged_on": null}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "act_no": null}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "handed_on": null}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": null}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "clearance_no": null}');
SELECT may_enter('violations', '{"case_no": "K1", "description": " "}');
SELECT may_enter('suspensions', '{"case_no": "K1", "violation_no": null}');
SELECT may_enter('annulments', '{"case_no": "K1", "addressed_to": null}');
SELECT may_enter('party_changes', '{"document": null}');
SELECT may_enter('party_changes', '{"kind": null}');
SELECT may_enter('protection_measures', '{"case_no": "K1", "measures": null}');
SELECT may_enter('calendar_days', '{"basis": null}');
SELECT may_enter('calendar_days', '{"working": null}');
SELECT may_enter('calendar_years', '{"year": null}');
SELECT may_change('cases', '{"case_no": "K1"}', '{"subject": null}');
SELECT words('INSERT INTO secretxfer.cases DEFAULT VALUES');
SELECT words('INSERT INTO secretxfer.handovers DEFAULT VALUES');

--
-- r00_in_document: the words that stand for a text that the document lacks, only under a basis (rectify.sql). Words that
-- are close to them are a text.
--
SELECT words(insert_of('violations', entry('violations', '{"case_no": "K1", "description": "not in the document"}')));
SELECT may_enter('parties', '{"head_name": "not in the document", "legal_address": "not in the document"}');
SELECT may_change('parties', '{"idn": "@builder"}', '{"head_name": "not in the document"}');
SELECT may_change('parties', '{"idn": "@builder"}', '{"head_name": "Not in the document"}');

--
-- r00_key_form: no blanks around a key, and at most 200 characters in keys, references and registration numbers.
--
SELECT may_enter('cases', '{"case_no": "K 9"}');
SELECT may_enter('cases', '{"case_no": " K9"}');
SELECT may_enter('cases', '{"case_no": "K9 "}');
SELECT may_enter('cases', '{"case_no": "K9\t"}');
SELECT may_enter('cases', '{"case_no": "K9\n"}');
SELECT may_enter('permits', '{"permit_no": " P-new"}');
SELECT may_enter('clearances', '{"clearance_no": "C-new "}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2 "}');
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": " N2"}');
SELECT may_enter('violations', '{"case_no": "K1", "violation_no": " V1"}');
SELECT may_enter('party_changes', '{"change_no": "1 "}');
SELECT may_enter('parties', '{"idn": " 351240000122"}');
SELECT may_enter('cases', jsonb_build_object('case_no', repeat('ә', 200)));
SELECT may_enter('cases', jsonb_build_object('case_no', repeat('ә', 201)));
SELECT may_enter('carriers', jsonb_build_object('account_no', repeat('9', 200), 'copy_no', repeat('9', 200)));
SELECT may_enter('carriers', jsonb_build_object('account_no', repeat('9', 201)));
SELECT may_enter('carriers', jsonb_build_object('copy_no', repeat('9', 201)));

--
-- r00_not_in_future: today is the last day, in Asia/Almaty, whatever the session's TimeZone.
--
SELECT may_enter('permits', jsonb_build_object('issued_on', today(), 'valid_until', today()));
SELECT may_enter('permits', jsonb_build_object('issued_on', today() + 1, 'valid_until', today() + 1));
SELECT may_enter('permits', jsonb_build_object('valid_until', today() + 365));
SELECT may_enter('cases', jsonb_build_object('opened_on', today()));
SELECT may_enter('cases', jsonb_build_object('opened_on', today() + 1));
SELECT may_enter('violations', jsonb_build_object('case_no', 'K1', 'found_on', today()));
SELECT may_enter('violations', jsonb_build_object('case_no', 'K1', 'found_on', today() + 1));
SELECT may_enter('party_changes', jsonb_build_object('effective_on', today()));
SELECT may_enter('party_changes', jsonb_build_object('effective_on', today() + 1));
SELECT may_change('handovers', '{"case_no": "K1"}', jsonb_build_object('returned_on', today()));
SELECT may_change('handovers', '{"case_no": "K1"}', jsonb_build_object('returned_on', today() + 1));
SELECT may_change('permits', '{"permit_no": "P-builder"}', jsonb_build_object('revoked_on', today() + 1));
SET TimeZone = 'Pacific/Kiritimati';
SELECT may_enter('cases', jsonb_build_object('opened_on', today()));
SELECT may_enter('cases', jsonb_build_object('opened_on', today() + 1));
SET TimeZone = 'Etc/GMT+12';
SELECT may_enter('cases', jsonb_build_object('opened_on', today()));
SELECT may_enter('cases', jsonb_build_object('opened_on', today() + 1));
RESET TimeZone;
-- planned periods and the calendar lie in the future
SELECT may_enter('requests', jsonb_build_object('case_no', 'K1', 'request_no', 'R2', 'transfer_until', today() + 365));
SELECT may_enter('calendar_days', jsonb_build_object('day', today() + 365 * 10));

--
-- r00_plausible_date: no infinity, none before the Republic, none more than a hundred years ahead.
--
SELECT may_enter('permits', '{"issued_on": "1991-12-16"}');
SELECT may_enter('permits', '{"issued_on": "1991-12-15"}');
SELECT may_enter('permits', '{"issued_on": "-infinity"}');
SELECT may_enter('permits', '{"valid_until": "infinity"}');
SELECT may_enter('permits', jsonb_build_object('valid_until', (today() + interval '100 years')::date));
SELECT may_enter('permits', jsonb_build_object('valid_until', (today() + interval '100 years')::date + 1));
SELECT may_enter('clearances', '{"valid_until": "5874897-12-31"}');
SELECT may_enter('clearances', '{"issued_on": "4713-01-01 BC"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "transfer_until": "infinity"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "transfer_from": "-infinity"}');
SELECT may_enter('cases', '{"opened_on": "1025-02-03"}');
SELECT may_enter('violations', '{"case_no": "K1", "found_on": "infinity"}');
SELECT may_enter('calendar_days', '{"day": "infinity"}');
SELECT may_change('handovers', '{"case_no": "K1"}', '{"returned_on": "infinity"}');

--
-- r00_value_range.
--
SELECT may_enter('parties', '{"state_share": 0}');
SELECT may_enter('parties', '{"state_share": 100}');
SELECT may_enter('parties', '{"state_share": -0.01}');
SELECT may_enter('parties', '{"state_share": 100.01}');
SELECT may_enter('parties', '{"state_share": "NaN"}');
SELECT may_enter('carriers', '{"sheets": 1}');
SELECT may_enter('carriers', '{"sheets": 0}');
SELECT may_enter('carriers', '{"sheets": -1}');
SELECT may_enter('carriers', '{"kind": "other", "sheets": 0}');
SELECT enter('requests', '{"case_no": "K1", "request_no": "R8"}');
SELECT may_enter('request_items', '{"case_no": "K1", "request_no": "R8", "item_no": 1}');
SELECT may_enter('request_items', '{"case_no": "K1", "request_no": "R8", "item_no": 0}');
SELECT may_enter('request_items', '{"case_no": "K1", "request_no": "R8", "item_no": -1}');
SELECT withdraw('requests', '{"case_no": "K1", "request_no": "R8"}');
SELECT may_enter('violations', '{"case_no": "K1", "damage": 0}');
SELECT may_enter('violations', '{"case_no": "K1", "damage": -0.01}');
SELECT may_enter('violations', '{"case_no": "K1", "damage": "NaN"}');
SELECT may_enter('violations', '{"case_no": "K1", "damage": 100, "damage_recovered": 100}');
SELECT may_enter('violations', '{"case_no": "K1", "damage": 100, "damage_recovered": 100.01}');
SELECT may_enter('violations', '{"case_no": "K1", "damage": 100, "damage_recovered": -1}');
SELECT may_enter('violations', '{"case_no": "K1", "damage": 100, "damage_recovered": "NaN"}');
SELECT may_enter('violations', '{"case_no": "K1", "damage_recovered": 1}');
SELECT may_enter('calendar_years', '{"year": 1992}');
SELECT may_enter('calendar_years', '{"year": 1991}');
SELECT may_enter('calendar_years', '{"year": 2200}');
SELECT may_enter('calendar_years', '{"year": 2201}');
SELECT may_change('parties', '{"idn": "@provider"}', '{"state_share": 101}');
-- each kind of number has its own next step
SELECT v.tbl, e.detail, e.hint
  FROM (VALUES ('parties', '{"state_share": 101}'::jsonb), ('carriers', '{"sheets": 0}'), ('request_items', '{"case_no": "Q1", "item_no": 0}'),
			   ('violations', '{"case_no": "K1", "damage": -1, "damage_recovered": 1}'), ('calendar_years', '{"year": 1991}')) AS v (tbl, given)
 CROSS JOIN secretxfer.check_entry(('secretxfer.' || v.tbl)::regclass, entry(v.tbl, v.given)) AS e
 WHERE e.rule = 'secretxfer_r00_value_range';

--
-- r00_validity_period.
--
SELECT may_enter('permits', '{"issued_on": "2025-01-10", "valid_until": "2025-01-10"}');
SELECT may_enter('permits', '{"issued_on": "2025-01-10", "valid_until": "2025-01-09"}');
SELECT may_enter('permits', '{"revoked_on": "2024-01-10"}');
SELECT may_enter('permits', '{"revoked_on": "2024-01-09"}');
SELECT may_enter('clearances', '{"issued_on": "2025-01-10", "valid_until": "2025-01-10"}');
SELECT may_enter('clearances', '{"issued_on": "2025-01-10", "valid_until": "2025-01-09"}');
SELECT may_enter('clearances', '{"revoked_on": "2024-01-09"}');
SELECT may_change('clearances', '{"clearance_no": "C-builder"}', '{"revoked_on": "2024-01-09"}');
-- revoked after it had run out: recorded all the same
SELECT may_enter('permits', '{"valid_until": "2025-01-10", "revoked_on": "2025-02-10"}');

--
-- r00_entered_once: no second entry with the same key, number and copy, list line.
--
SELECT may_enter('parties', '{"idn": "@builder"}');
SELECT may_enter('permits', '{"permit_no": "P-builder"}');
SELECT may_enter('clearances', '{"clearance_no": "C-builder"}');
SELECT may_enter('carriers', '{"account_no": "M-1", "copy_no": "1"}');
SELECT may_enter('carriers', '{"account_no": "M-1", "copy_no": "3"}');
SELECT may_enter('carriers', '{"account_no": "M-1", "copy_no": "1", "owner": "@agency"}');
SELECT may_enter('carriers', '{"account_no": "M-9", "carrier_id": "#M-1/1"}');
SELECT may_enter('cases', '{"case_no": "K1"}');
SELECT may_enter('requests', '{"case_no": "K1"}');
SELECT may_enter('request_items', '{"case_no": "K2", "carrier_id": "#M-6/1"}');
SELECT may_enter('decisions', '{"case_no": "K1"}');
SELECT may_enter('contracts', '{"case_no": "K1"}');
SELECT may_enter('contract_items', '{"case_no": "K1", "annex_no": "2"}');
SELECT may_enter('contract_items', '{"case_no": "K2", "annex_no": "1", "item_no": 2}');
SELECT may_enter('notices', '{"case_no": "K1"}');
SELECT may_enter('protections', '{"case_no": "K1"}');
SELECT may_enter('handovers', '{"case_no": "K1"}');
SELECT may_enter('system_accesses', '{"case_no": "S1"}');
SELECT enter('violations', '{"case_no": "K1"}');
SELECT may_enter('violations', '{"case_no": "K1"}');
SELECT enter('suspensions', '{"case_no": "K1"}');
SELECT may_enter('suspensions', '{"case_no": "K1"}');
SELECT enter('violations', '{"case_no": "K1", "violation_no": "V2"}');
SELECT enter('annulments', '{"case_no": "K1"}');
SELECT may_enter('annulments', '{"case_no": "K1"}');
SELECT enter('party_changes', '{"kind": "functions"}');
SELECT may_enter('party_changes');
SELECT enter('protection_measures', '{"case_no": "K1"}');
SELECT may_enter('protection_measures', '{"case_no": "K1"}');
SELECT enter('party_changes', '{"party": "@customer", "kind": "functions"}');
SELECT enter('supplements', '{"case_no": "K1"}');
SELECT may_enter('supplements', '{"case_no": "K1"}');
SELECT may_enter('calendar_days', '{"day": "2025-01-01"}');
SELECT may_enter('calendar_years', '{"year": 2025}');
-- a change of a key to one that stands
SELECT enter('permits', '{"permit_no": "P-free", "issued_on": "2025-09-01"}');
SELECT may_change('permits', '{"permit_no": "P-free"}', '{"permit_no": "P-builder"}');
SELECT may_change('permits', '{"permit_no": "P-free"}', '{"permit_no": "P-freer"}');
SELECT enter('carriers', '{"account_no": "F-1"}');
SELECT may_change('carriers', '{"account_no": "F-1"}', '{"account_no": "M-1"}');
-- keys differ by case
SELECT may_enter('cases', '{"case_no": "k1"}');
-- the number on paper is the key, unless stated: another department's permit of this number, another employer's clearance
SELECT enter('permits', '{"permit_no": "12/Almaty", "printed_no": "12"}');
SELECT enter('permits', '{"permit_no": "12/Astana", "printed_no": "12", "issued_by": "another body"}');
SELECT enter('permits', '{"permit_no": "12/2025", "printed_no": "12", "issued_on": "2025-01-10"}');
SELECT may_enter('permits', '{"permit_no": "12/again", "printed_no": "12", "holder": "@other"}');
SELECT may_enter('permits', '{"permit_no": "12"}');
SELECT enter('clearances', '{"clearance_no": "1/builder", "printed_no": "1"}');
SELECT enter('clearances', '{"clearance_no": "1/other", "printed_no": "1", "party": "@other"}');
SELECT may_enter('clearances', '{"clearance_no": "1/again", "printed_no": "1", "person_name": "Another Name"}');
SELECT may_enter('clearances', '{"clearance_no": "1"}');
-- of cases and requests it is not unique
SELECT may_enter('cases', '{"printed_no": "K1"}');
SELECT may_enter('requests', '{"case_no": "Q1", "request_no": "R2", "printed_no": "R1"}');
SELECT try($$INSERT INTO secretxfer.permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark, printed_no)
	VALUES ('a', fixture.p('builder'), '2024-01-10', '2026-06-30', 'a body', 'secret', '7'), ('b', fixture.p('other'), '2024-01-10', '2026-06-30', 'a body', 'secret', '7')$$);
SELECT permit_no, printed_no FROM permits WHERE printed_no = '12' OR permit_no = 'P-builder' ORDER BY 1;
SELECT 'cases', bool_and(printed_no = case_no) FROM cases UNION ALL SELECT 'requests', bool_and(printed_no = request_no) FROM requests;
-- it is corrected whenever the paper says so: what stands under it is settled, closed, received
SELECT may_change('permits', '{"permit_no": "P-builder"}', '{"permit_no": "P-another"}');
SELECT may_change('permits', '{"permit_no": "P-builder"}', '{"printed_no": "P-13"}');
SELECT may_change('permits', '{"permit_no": "12/Almaty"}', '{"printed_no": "P-builder"}');
SELECT foretold('permits', to_jsonb(t) - 'recorded_at' - 'recorded_by' || '{"printed_no": "P-builder"}') FROM permits t WHERE permit_no = '12/Almaty';
SELECT may_change('clearances', '{"clearance_no": "C-builder"}', '{"printed_no": "C-13"}');
SELECT may_change('clearances', '{"clearance_no": "1/builder"}', '{"printed_no": "C-builder"}');
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R1"}', '{"printed_no": "R-13"}');
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R1"}', '{"printed_no": "R-13", "justification": "another"}');
SELECT may_change('cases', '{"case_no": "K1"}', '{"printed_no": "K-13"}');
-- ... to a number, and back to the key
SELECT may_change('permits', '{"permit_no": "P-builder"}', '{"printed_no": " P-13"}');
SELECT may_change('cases', '{"case_no": "K1"}', format('{"printed_no": "%s"}', repeat('1', 201))::jsonb);
-- a number that nobody stated follows the key; one that was stated, or that the UPDATE names, does not
BEGIN;
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on) VALUES ('2025-41', p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03');
UPDATE cases SET case_no = '2025-14', subject = subject WHERE case_no = '2025-41' RETURNING case_no, printed_no;
UPDATE cases SET case_no = '14/2025', printed_no = printed_no WHERE case_no = '2025-14' RETURNING case_no, printed_no;
UPDATE cases SET case_no = '14/Ertis' WHERE case_no = '14/2025' RETURNING case_no, printed_no;
INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on) VALUES ('15', p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03');
UPDATE cases SET case_no = '15/2025' WHERE case_no = '15' RETURNING case_no, printed_no;
ROLLBACK;
UPDATE cases SET printed_no = 'K-13' WHERE case_no = 'Q1';
SELECT printed_no, changed_at IS NOT NULL AS changed FROM cases WHERE case_no = 'Q1';
UPDATE cases SET printed_no = NULL WHERE case_no = 'Q1';
SELECT printed_no FROM cases WHERE case_no = 'Q1';
UPDATE cases SET printed_no = ' ' WHERE case_no = 'Q1';
SELECT printed_no FROM cases WHERE case_no = 'Q1';
-- a carrier's number of another day is another number; not stated is one day, too
SELECT enter('carriers', '{"account_no": "Y-1", "registered_on": "2024-02-01"}');
SELECT enter('carriers', '{"account_no": "Y-1", "registered_on": "2025-02-03"}');
SELECT enter('carriers', '{"account_no": "Y-1"}');
SELECT may_enter('carriers', '{"account_no": "Y-1"}');
SELECT may_enter('carriers', '{"account_no": "Y-1", "registered_on": "2025-02-03"}');
SELECT may_change('carriers', '{"account_no": "Y-1", "registered_on": "2024-02-01"}', '{"registered_on": "2025-02-03"}');
SELECT may_change('carriers', '{"account_no": "Y-1", "registered_on": "2024-02-01"}', '{"registered_on": null}');
SELECT may_change('carriers', '{"account_no": "Y-1", "registered_on": "2024-02-01"}', '{"registered_on": "2024-02-02"}');
SELECT fixture.today() + 1 AS tomorrow \gset
SELECT may_enter('carriers', jsonb_build_object('account_no', 'Y-1', 'registered_on', :'tomorrow'::date));
-- one letter to two addressees, and number 1 of another day
SELECT enter('notices', '{"case_no": "K2", "recipient": "the security body in Astana"}');
SELECT enter('notices', '{"case_no": "K2", "sent_on": "2025-03-06"}');
SELECT may_enter('notices', '{"case_no": "K2", "sent_on": "2025-03-06", "kind": "courier_service"}');
SELECT may_enter('notices', '{"case_no": "K2", "recipient": null}');
-- the addressee, like the day, is part of the key: it bears no hidden character
SELECT may_enter('notices', '{"case_no": "K2", "recipient": " the security body"}');
-- two suspensions on a day, for two breaches
SELECT may_enter('suspensions', '{"case_no": "K1", "violation_no": "V2"}');
-- an affiliation with two entities, each once
SELECT may_enter('affiliations');
SELECT may_enter('affiliations', '{"quasi_state": "@provider"}');

--
-- r00_reference: what an entry names must have been entered.
--
SELECT may_enter('affiliations', '{"party": "@spare2"}');
SELECT may_enter('affiliations', '{"party": "@builder", "quasi_state": "@spare2"}');
SELECT may_enter('permits', '{"holder": "@spare2"}');
SELECT may_enter('clearances', '{"party": "@spare2"}');
SELECT may_enter('carriers', '{"owner": "@spare2"}');
SELECT may_enter('cases', '{"customer": "@spare2"}');
SELECT may_enter('cases', '{"contractor": "@spare2"}');
SELECT may_enter('requests', '{"case_no": "unknown", "permit_no": "P-builder"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "authority": "@spare2"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "permit_no": "unknown"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "clearance_no": "unknown"}');
SELECT may_enter('request_items', '{"case_no": "K1", "request_no": "unknown"}');
SELECT may_enter('request_items', '{"case_no": "Q1", "item_no": 2, "carrier_id": 0}');
SELECT may_enter('decisions', '{"case_no": "K1", "request_no": "unknown"}');
SELECT may_enter('contracts', '{"case_no": "unknown"}');
SELECT may_enter('contract_items', '{"case_no": "K2", "annex_no": "3", "item_no": 9}');
SELECT may_enter('notices', '{"case_no": "unknown"}');
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N2", "kind": "succession_authority", "authority": "@spare2", "party": "@customer", "change_no": "1", "sent_on": "2025-06-11"}');
SELECT may_enter('notices', '{"case_no": "K1", "notice_no": "N2", "kind": "succession_security", "party": "@customer", "change_no": "9", "sent_on": "2025-06-11"}');
SELECT may_enter('protections', '{"case_no": "unknown"}');
SELECT may_enter('handovers', '{"case_no": "unknown", "received_by": "C-builder"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": 0}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "received_by": "unknown"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "clearance_no": "unknown"}');
SELECT may_enter('violations', '{"case_no": "unknown"}');
SELECT may_enter('suspensions', '{"case_no": "K1", "suspended_on": "2025-04-03", "violation_no": "unknown"}');
SELECT may_enter('annulments', '{"case_no": "unknown"}');
SELECT may_enter('party_changes', '{"party": "@spare2"}');
SELECT may_enter('supplements', '{"case_no": "K1", "supplement_no": "S2", "successor": "@spare2"}');
SELECT may_enter('supplements', '{"case_no": "K1", "supplement_no": "S2", "change_no": "9"}');
SELECT may_enter('protection_measures', '{"case_no": "K1", "change_no": "9"}');
SELECT may_change('permits', '{"permit_no": "P-free"}', '{"holder": "@spare2"}');

--
-- r00_date_order: the documents of a case follow each other; the day before, the day.
--
-- case, request, receipt
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "sent_on": "2025-02-02"}');
SELECT may_enter('requests', '{"case_no": "K1", "request_no": "R2", "sent_on": "2025-02-03"}');
SELECT enter('requests', '{"case_no": "K1", "request_no": "R2"}');
SELECT enter('request_items', '{"case_no": "K1", "request_no": "R2"}');
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R2"}', '{"received_on": "2025-02-09"}');
SELECT may_change('requests', '{"case_no": "K1", "request_no": "R2"}', '{"received_on": "2025-02-10"}');
-- nothing of a case before it was opened
SELECT may_enter('violations', '{"case_no": "K1", "violation_no": "V3", "found_on": "2025-02-02"}');
SELECT may_enter('violations', '{"case_no": "K1", "violation_no": "V3", "found_on": "2025-02-03"}');
SELECT may_enter('annulments', '{"case_no": "K2", "raised_on": "2025-02-02"}');
SELECT may_enter('protections', '{"case_no": "Q4", "arranged_on": "2025-02-02"}');
SELECT may_enter('protections', '{"case_no": "Q4", "arranged_on": "2025-02-03"}');
SELECT may_enter('contracts', '{"case_no": "Q3", "concluded_on": "2025-02-02"}');
SELECT may_change('cases', '{"case_no": "K1"}', '{"opened_on": "2025-02-11"}');
-- hand-over and return, access and end
SELECT may_change('handovers', '{"case_no": "K1"}', '{"returned_on": "2025-03-11", "return_act_no": "back"}');
SELECT may_change('handovers', '{"case_no": "K1"}', '{"returned_on": "2025-03-12", "return_act_no": "back"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "returned_on": "2025-03-11", "return_act_no": "back"}');
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-1/2", "returned_on": "2025-03-12", "return_act_no": "back"}');
SELECT may_change('system_accesses', '{"case_no": "S1"}', '{"ended_on": "2025-03-11"}');
SELECT may_change('system_accesses', '{"case_no": "S1"}', '{"ended_on": "2025-03-12"}');
-- breach and remedy, breach and suspension, suspension and lifting
SELECT may_change('violations', '{"case_no": "K1", "violation_no": "V2"}', '{"remedied_on": "2025-03-31"}');
SELECT may_change('violations', '{"case_no": "K1", "violation_no": "V2"}', '{"remedied_on": "2025-04-01"}');
SELECT may_enter('violations', '{"case_no": "K1", "violation_no": "V3", "remedied_on": "2025-03-31"}');
SELECT may_enter('suspensions', '{"case_no": "K1", "suspended_on": "2025-03-31"}');
SELECT may_enter('suspensions', '{"case_no": "K1", "suspended_on": "2025-04-01"}');
SELECT may_change('suspensions', '{"case_no": "K1"}', '{"lifted_on": "2025-04-01"}');
SELECT enter('violations', '{"case_no": "K2", "violation_no": "V8", "remedied_on": "2025-04-02"}');
SELECT may_enter('suspensions', '{"case_no": "K2", "violation_no": "V8", "lifted_on": "2025-04-01"}');
SELECT may_enter('suspensions', '{"case_no": "K2", "violation_no": "V8", "lifted_on": "2025-04-02"}');
-- raised and annulled
SELECT may_change('annulments', '{"case_no": "K1"}', '{"order_annulled_on": "2025-05-04"}');
SELECT may_change('annulments', '{"case_no": "K1"}', '{"order_annulled_on": "2025-05-05"}');
-- change and completion
SELECT may_enter('party_changes', '{"change_no": "2", "completed_on": "2025-06-01"}');
SELECT may_enter('party_changes', '{"party": "@student", "completed_on": "2025-06-01"}');
SELECT may_enter('party_changes', '{"party": "@student", "completed_on": "2025-06-02"}');
-- nothing of a closing before what it closes: the day before the return, its day
SELECT take('K3', 'contracted', '{"carriers": ["M-6/1", "M-8/1"]}');
SELECT enter('contract_items', '{"case_no": "K3"}');
SELECT enter('notices', '{"case_no": "K3"}');
SELECT enter('protections', '{"case_no": "K3"}');
SELECT enter('handovers', '{"case_no": "K3", "carrier_id": "#M-6/1"}');
SELECT change('handovers', '{"case_no": "K3"}', '{"returned_on": "2025-05-20", "return_act_no": "back"}');
SELECT may_change('cases', '{"case_no": "K3"}', '{"closed_on": "2025-05-19"}');
SELECT may_change('cases', '{"case_no": "K3"}', '{"closed_on": "2025-05-20"}');
SELECT may_enter('cases', '{"closed_on": "2025-02-02"}');
SELECT may_enter('cases', '{"closed_on": "2025-02-03"}');

--
-- r00_case_open: no act in a closed case, whatever its date.
--
SELECT take('K4', 'received', '{"carriers": ["M-8/1"]}');
SELECT enter('requests', '{"case_no": "K4", "request_no": "R2"}');
SELECT enter('request_items', '{"case_no": "K4", "request_no": "R2", "carrier_id": "#M-8/1"}');
SELECT change('cases', '{"case_no": "K3"}', '{"closed_on": "2025-05-30"}');
SELECT change('cases', '{"case_no": "K4"}', '{"closed_on": "2025-05-30"}');
SELECT may_enter('requests', '{"case_no": "K4", "request_no": "R3"}');
SELECT may_enter('request_items', '{"case_no": "K4", "request_no": "R2", "item_no": 2, "carrier_id": "#M-7/1"}');
SELECT may_enter('decisions', '{"case_no": "K4"}');
SELECT may_enter('contracts', '{"case_no": "K4"}');
SELECT may_enter('contract_items', '{"case_no": "K3", "annex_no": "2", "item_no": 2}');
SELECT may_enter('notices', '{"case_no": "K3", "notice_no": "N2"}');
SELECT may_enter('protections', '{"case_no": "K4"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-6/1", "handed_on": "2025-05-26"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-6/1", "handed_on": "2025-06-26"}');
SELECT may_enter('supplements', '{"case_no": "K3", "concluded_on": "2025-06-10"}');
-- events are still recorded, what the customer chooses to do about them is not
SELECT enter('violations', '{"case_no": "K3", "found_on": "2025-05-29"}');
SELECT enter('violations', '{"case_no": "K3", "violation_no": "V2", "found_on": "2025-05-29"}');
SELECT may_change('violations', '{"case_no": "K3", "violation_no": "V1"}', '{"remedied_on": "2025-06-10"}');
SELECT may_enter('suspensions', '{"case_no": "K3", "suspended_on": "2025-05-29"}');
SELECT may_enter('annulments', '{"case_no": "K3", "raised_on": "2025-05-29"}');
SELECT may_enter('protection_measures', '{"case_no": "K3"}');
SELECT may_change('requests', '{"case_no": "K4", "request_no": "R2"}', '{"received_on": "2025-02-12"}');
SELECT take('K7', 'opened');
SELECT enter('violations', '{"case_no": "K7", "remedied_on": "2025-04-03"}');
SELECT enter('violations', '{"case_no": "K7", "violation_no": "V2"}');
SELECT enter('suspensions', '{"case_no": "K7"}');
SELECT enter('annulments', '{"case_no": "K7"}');
SELECT change('cases', '{"case_no": "K7"}', '{"closed_on": "2025-05-30"}');
SELECT change('violations', '{"case_no": "K7", "violation_no": "V2"}', '{"remedied_on": "2025-06-10"}');
SELECT may_change('suspensions', '{"case_no": "K7"}', '{"lifted_on": "2025-06-10"}');
SELECT may_change('annulments', '{"case_no": "K7"}', '{"order_annulled_on": "2025-06-10"}');
-- the closing is set once, and settles everything in the case
SELECT may_change('cases', '{"case_no": "K3"}', '{"closed_on": null}');
SELECT may_change('cases', '{"case_no": "K3"}', '{"closed_on": "2025-05-31"}');
SELECT may_change('cases', '{"case_no": "K3"}', '{"subject": "other works"}');
SELECT may_change('requests', '{"case_no": "K4"}', '{"justification": "another one"}');
SELECT may_withdraw('requests', '{"case_no": "K4"}');
SELECT may_withdraw('notices', '{"case_no": "K3"}');

--
-- r00_settled: corrected or withdrawn until a later entry relies on it.
--
SELECT enter('cases', '{"case_no": "K5"}');
SELECT may_change('cases', '{"case_no": "K5"}', '{"subject": "other works"}');
SELECT may_withdraw('cases', '{"case_no": "K5"}');
-- a case is relied on by whatever was entered for it
SELECT enter('requests', '{"case_no": "K5"}');
SELECT may_change('cases', '{"case_no": "K5"}', '{"subject": "other works"}');
SELECT may_change('cases', '{"case_no": "K5"}', '{"case_no": "K6"}');
SELECT may_withdraw('cases', '{"case_no": "K5"}');
-- a request by its list (for a withdrawal), its receipt and its answer; until then it may be corrected
SELECT may_change('requests', '{"case_no": "K5"}', '{"justification": "another one"}');
SELECT may_withdraw('requests', '{"case_no": "K5"}');
SELECT enter('request_items', '{"case_no": "K5", "carrier_id": "#F-1/1"}');
SELECT may_change('requests', '{"case_no": "K5"}', '{"justification": "another one"}');
SELECT may_withdraw('requests', '{"case_no": "K5"}');
-- a line of the list by the receipt, a carrier by the answer; for a withdrawal, or another number in the register, by the list
SELECT may_withdraw('request_items', '{"case_no": "K5"}');
SELECT may_change('carriers', '{"account_no": "F-1"}', '{"sheets": 11}');
SELECT may_withdraw('carriers', '{"account_no": "F-1"}');
SELECT try($$UPDATE secretxfer.carriers SET carrier_id = 909 WHERE account_no = 'F-1'$$);
SELECT change('requests', '{"case_no": "K5"}', '{"received_on": "2025-02-12"}');
SELECT may_change('carriers', '{"account_no": "F-1"}', '{"sheets": 11}');
SELECT may_withdraw('request_items', '{"case_no": "K5"}');
SELECT may_change('request_items', '{"case_no": "K5"}', '{"carrier_id": "#M-6/1"}');
SELECT may_enter('request_items', '{"case_no": "K5", "item_no": 2, "carrier_id": "#M-6/1"}');
SELECT may_change('requests', '{"case_no": "K5"}', '{"justification": "another one"}');
SELECT may_change('requests', '{"case_no": "K5"}', '{"received_on": "2025-02-13"}');
SELECT enter('decisions', '{"case_no": "K5"}');
SELECT may_change('carriers', '{"account_no": "F-1"}', '{"sheets": 11}');
SELECT may_change('requests', '{"case_no": "K5"}', '{"justification": "another one"}');
SELECT may_change('requests', '{"case_no": "K5"}', '{"received_on": "2025-02-13"}');
SELECT may_withdraw('requests', '{"case_no": "K5"}');
-- a permission by the contract concluded on or after it
SELECT may_change('decisions', '{"case_no": "K5"}', '{"signed_by": "Another Name"}');
SELECT may_withdraw('decisions', '{"case_no": "K5"}');
SELECT enter('contracts', '{"case_no": "K5"}');
SELECT may_change('decisions', '{"case_no": "K5"}', '{"signed_by": "Another Name"}');
SELECT may_withdraw('decisions', '{"case_no": "K5"}');
-- by an access on or after it, which names no permission: so one that is younger than the contract, too
SELECT take('A1', 'protected', '{"service": true}');
SELECT enter('requests', '{"case_no": "A1", "request_no": "R2", "sent_on": "2025-03-10", "information_statement": "what circulates"}');
SELECT change('requests', '{"case_no": "A1", "request_no": "R2"}', '{"received_on": "2025-03-11"}');
SELECT enter('decisions', '{"case_no": "A1", "request_no": "R2", "sent_on": "2025-03-12"}');
SELECT may_withdraw('decisions', '{"case_no": "A1", "request_no": "R2"}');
SELECT enter('system_accesses', '{"case_no": "A1", "granted_on": "2025-03-11"}');
SELECT may_withdraw('decisions', '{"case_no": "A1", "request_no": "R2"}');
SELECT enter('system_accesses', '{"case_no": "A1", "granted_on": "2025-03-12"}');
SELECT may_withdraw('decisions', '{"case_no": "A1", "request_no": "R2"}');
SELECT may_change('decisions', '{"case_no": "A1", "request_no": "R2"}', '{"outcome": "refused", "reasons": "another decision"}');
SELECT may_change('decisions', '{"case_no": "A1", "request_no": "R2"}', '{"sent_on": "2025-03-13"}');
-- a contract by notices of it and more; for a withdrawal also by its annex
SELECT may_change('contracts', '{"case_no": "K5"}', '{"contract_no": "43"}');
SELECT may_withdraw('contracts', '{"case_no": "K5"}');
SELECT enter('contract_items', '{"case_no": "K5"}');
SELECT may_change('contracts', '{"case_no": "K5"}', '{"contract_no": "43"}');
SELECT may_withdraw('contracts', '{"case_no": "K5"}');
-- a line of the annex by the notice sent on or after it
SELECT may_withdraw('contract_items', '{"case_no": "K5"}');
SELECT enter('notices', '{"case_no": "K5"}');
SELECT may_change('contracts', '{"case_no": "K5"}', '{"contract_no": "43"}');
SELECT may_withdraw('contracts', '{"case_no": "K5"}');
SELECT may_withdraw('contract_items', '{"case_no": "K5"}');
SELECT may_change('contract_items', '{"case_no": "K5"}', '{"annexed_on": "2025-03-04"}');
-- an arrangement is independent of the contract, and is relied on by a hand-over; so is the notice
SELECT enter('protections', '{"case_no": "K5"}');
SELECT may_change('protections', '{"case_no": "K5"}', '{"arranged_on": "2025-03-07"}');
SELECT may_withdraw('protections', '{"case_no": "K5"}');
SELECT may_change('notices', '{"case_no": "K5"}', '{"recipient": "another"}');
SELECT may_withdraw('notices', '{"case_no": "K5"}');
SELECT enter('handovers', '{"case_no": "K5", "carrier_id": "#F-1/1"}');
SELECT may_change('protections', '{"case_no": "K5"}', '{"arranged_on": "2025-03-07"}');
SELECT may_withdraw('protections', '{"case_no": "K5"}');
SELECT may_change('notices', '{"case_no": "K5"}', '{"recipient": "another"}');
SELECT may_withdraw('notices', '{"case_no": "K5"}');
SELECT may_change('contracts', '{"case_no": "K5"}', '{"contract_no": "43"}');
-- a notice sent after the hand-over is not relied on by it
SELECT enter('notices', '{"case_no": "K5", "notice_no": "N2", "sent_on": "2025-03-13"}');
SELECT may_withdraw('notices', '{"case_no": "K5", "notice_no": "N2"}');
-- a hand-over may be corrected until it is closed
SELECT may_change('handovers', '{"case_no": "K5"}', '{"act_no": "another"}');
-- a breach by suspensions and annulment proceedings; its description too
SELECT may_change('violations', '{"case_no": "K1", "violation_no": "V1"}', '{"description": "another"}');
SELECT enter('violations', '{"case_no": "K2"}');
SELECT may_change('violations', '{"case_no": "K2", "violation_no": "V1"}', '{"description": "another"}');
-- a change of a party by measures and supplements
SELECT may_change('party_changes', '{"party": "@builder", "change_no": "1"}', '{"document": "another"}');
SELECT may_change('party_changes', '{"party": "@customer", "change_no": "1"}', '{"effective_on": "2025-06-03"}');
SELECT enter('party_changes', '{"party": "@other", "kind": "functions"}');
SELECT may_change('party_changes', '{"party": "@other", "change_no": "1"}', '{"document": "another"}');
-- what relies on an entry may be of the same day
SELECT take('W1', 'permitted', '{"carriers": ["M-10/1"]}');
SELECT enter('contracts', '{"case_no": "W1", "concluded_on": "2025-02-20"}');
SELECT may_withdraw('decisions', '{"case_no": "W1"}');
SELECT enter('contract_items', '{"case_no": "W1", "annexed_on": "2025-02-21"}');
SELECT enter('notices', '{"case_no": "W1", "sent_on": "2025-02-21"}');
SELECT may_withdraw('contract_items', '{"case_no": "W1"}');
SELECT enter('violations', '{"case_no": "W1", "found_on": "2025-05-05"}');
SELECT enter('violations', '{"case_no": "W1", "violation_no": "V2", "found_on": "2025-05-05"}');
SELECT enter('violations', '{"case_no": "W1", "violation_no": "V3", "found_on": "2025-05-06"}');
SELECT enter('annulments', '{"case_no": "W1"}');
SELECT may_change('violations', '{"case_no": "W1", "violation_no": "V2"}', '{"description": "another"}');
SELECT may_change('violations', '{"case_no": "W1", "violation_no": "V3"}', '{"description": "another"}');
SELECT take('W2', 'protected', '{"service": true}');
SELECT enter('system_accesses', '{"case_no": "W2", "granted_on": "2025-03-06"}');
SELECT enter('notices', '{"case_no": "W2", "notice_no": "N2", "sent_on": "2025-03-06"}');
SELECT enter('notices', '{"case_no": "W2", "notice_no": "N3", "sent_on": "2025-03-07"}');
SELECT may_withdraw('notices', '{"case_no": "W2", "notice_no": "N2"}');
SELECT may_withdraw('notices', '{"case_no": "W2", "notice_no": "N3"}');
-- permits and clearances by what uses them; a revocation is an event
SELECT may_change('permits', '{"permit_no": "P-builder"}', '{"valid_until": "2027-06-30"}');
SELECT may_withdraw('permits', '{"permit_no": "P-builder"}');
SELECT may_change('permits', '{"permit_no": "P-builder"}', '{"revoked_on": "2025-03-01"}');
SELECT may_change('permits', '{"permit_no": "P-free"}', '{"valid_until": "2027-06-30"}');
SELECT may_withdraw('permits', '{"permit_no": "P-free"}');
-- a permit that no request, no contract and no hand-over needs may be withdrawn, though its holder has others
SELECT enter('permits', '{"permit_no": "P-held"}');
SELECT may_withdraw('permits', '{"permit_no": "P-held"}');
SELECT may_change('clearances', '{"clearance_no": "C-builder"}', '{"person_name": "Another Name"}');
SELECT may_withdraw('clearances', '{"clearance_no": "C-builder"}');
SELECT may_change('clearances', '{"clearance_no": "C-student"}', '{"person_name": "Another Name"}');
SELECT may_withdraw('clearances', '{"clearance_no": "C-student"}');
-- a party by whatever names it, in number and kind; the facts of its life change
SELECT may_change('parties', '{"idn": "@builder"}', '{"idn": "@spare"}');
SELECT may_change('parties', '{"idn": "@builder"}', '{"full_name": "another name", "settlement": "Shymkent"}');
SELECT may_withdraw('parties', '{"idn": "@builder"}');
SELECT may_withdraw('parties', '{"idn": "@holding"}');
SELECT withdraw('affiliations', '{"party": "@subsidiary"}');
SELECT may_withdraw('parties', '{"idn": "@holding"}');
-- ... each way of naming one alone: as customer, contractor, holder, employer, owner, authority, addressee of a notice,
-- organizer of protection, successor, entity or affiliate of another, by a change of its own
SELECT enter('parties', jsonb_build_object('idn', idn, 'kind', kind, 'disposes_of_secrets', kind = 'state_body', 'quasi_state', kind <> 'state_body'))
  FROM (VALUES ('351240000171', 'organization'), ('351240000183', 'organization'), ('351240000195', 'organization'), ('351240000209', 'organization'),
			   ('351240000219', 'state_body'), ('351240000229', 'state_body'), ('351240000239', 'state_body'), ('351240000249', 'organization'),
			   ('351240000259', 'organization'), ('351240000269', 'organization'), ('351240000279', 'organization')) AS v (idn, kind);
SELECT enter('cases', '{"case_no": "X1", "customer": "351240000171"}');
SELECT enter('cases', '{"case_no": "X2", "contractor": "351240000183"}');
SELECT enter('permits', '{"permit_no": "P-x", "holder": "351240000195"}');
SELECT enter('clearances', '{"clearance_no": "C-x", "party": "351240000209"}');
SELECT enter('carriers', '{"account_no": "X-1", "owner": "351240000219"}');
SELECT enter('requests', '{"case_no": "X1", "authority": "351240000229"}');
SELECT enter('notices', '{"case_no": "K1", "notice_no": "NX", "kind": "succession_authority", "authority": "351240000239", "party": "@customer", "change_no": "1", "sent_on": "2025-06-11"}');
SELECT enter('cases', '{"case_no": "X4"}');
SELECT enter('parties', '{"idn": "351240000289"}');
SELECT enter('affiliations', '{"party": "351240000289", "quasi_state": "351240000269"}');
SELECT take('X5', 'contracted', '{"carriers": ["M-11/1"]}');
SELECT enter('supplements', '{"case_no": "X5", "successor": "351240000259"}');
SELECT enter('party_changes', '{"party": "351240000279"}');
SELECT change('parties', '{"idn": "351240000249"}', '{"state_share": 100, "protection_mandate": "an act"}');
SELECT enter('protections', '{"case_no": "X4", "kind": "provider", "organizer": "351240000249", "service_contract_no": "7", "service_contract_on": "2025-03-05"}');
SELECT idn, may_withdraw('parties', jsonb_build_object('idn', idn)) FROM parties WHERE idn BETWEEN '351240000171' AND '351240000289' ORDER BY idn;
-- an affiliation by an arrangement that rests on it; its days change in life
SELECT enter('cases', '{"case_no": "X8", "contractor": "351240000289"}');
SELECT may_withdraw('affiliations', '{"party": "351240000289"}');
SELECT may_change('affiliations', '{"party": "351240000289"}', '{"quasi_state": "351240000249"}');
SELECT enter('protections', '{"case_no": "X8", "kind": "quasi_state", "organizer": "351240000269"}');
SELECT may_withdraw('affiliations', '{"party": "351240000289"}');
SELECT may_change('affiliations', '{"party": "351240000289"}', '{"quasi_state": "351240000249"}');
SELECT may_change('affiliations', '{"party": "351240000289"}', '{"since": "2025-01-01", "until": "2025-12-31"}');
-- a clearance, named by a request, a contract, a hand-over or an access alone
SELECT enter('clearances', jsonb_build_object('clearance_no', 'C-' || n)) FROM generate_series(1, 5) AS n;
SELECT enter('requests', '{"case_no": "X1", "request_no": "R2", "clearance_no": "C-1", "permit_no": "P-builder"}');
SELECT take('X6', 'permitted', '{"carriers": ["M-12/1"]}');
SELECT enter('contracts', '{"case_no": "X6", "clearance_no": "C-2"}');
SELECT enter('contract_items', '{"case_no": "X6"}');
SELECT enter('notices', '{"case_no": "X6"}');
SELECT enter('protections', '{"case_no": "X6"}');
SELECT enter('handovers', '{"case_no": "X6", "carrier_id": "#M-12/1", "received_by": "C-3"}');
SELECT take('X7', 'protected', '{"service": true}');
SELECT enter('system_accesses', '{"case_no": "X7", "clearance_no": "C-4"}');
SELECT clearance_no, may_withdraw('clearances', jsonb_build_object('clearance_no', clearance_no)) FROM clearances WHERE clearance_no ~ '^C-\d$' ORDER BY 1;
-- the calendar never settles
SELECT may_change('calendar_days', '{"day": "2025-01-01"}', '{"basis": "another"}');
SELECT may_withdraw('calendar_days', '{"day": "2025-01-01"}');

--
-- r00_set_once: what closes an entry is set once.
--
SELECT change('handovers', '{"case_no": "K5"}', '{"returned_on": "2025-04-01", "return_act_no": "back"}');
SELECT may_change('handovers', '{"case_no": "K5"}', '{"returned_on": "2025-04-02"}');
SELECT may_change('handovers', '{"case_no": "K5"}', '{"returned_on": null}');
SELECT may_change('handovers', '{"case_no": "K5"}', '{"returned_on": "2025-04-01"}');
SELECT may_change('handovers', '{"case_no": "K5"}', '{"return_act_no": "another"}');
SELECT may_change('handovers', '{"case_no": "K5"}', '{"act_no": "another"}');
SELECT change('system_accesses', '{"case_no": "S1"}', '{"ended_on": "2025-04-01"}');
SELECT may_change('system_accesses', '{"case_no": "S1"}', '{"ended_on": "2025-04-02"}');
SELECT change('violations', '{"case_no": "K1", "violation_no": "V1"}', '{"remedied_on": "2025-04-03"}');
SELECT may_change('violations', '{"case_no": "K1", "violation_no": "V1"}', '{"remedied_on": "2025-04-04"}');
SELECT change('violations', '{"case_no": "K1", "violation_no": "V2"}', '{"remedied_on": "2025-04-03"}');
SELECT change('suspensions', '{"case_no": "K1"}', '{"lifted_on": "2025-04-04"}');
SELECT may_change('suspensions', '{"case_no": "K1"}', '{"lifted_on": "2025-04-05"}');
SELECT change('permits', '{"permit_no": "P-free"}', '{"revoked_on": "2025-09-02"}');
SELECT may_change('permits', '{"permit_no": "P-free"}', '{"revoked_on": null}');
SELECT may_change('permits', '{"permit_no": "P-free"}', '{"revoked_on": "2025-09-03"}');
SELECT change('clearances', '{"clearance_no": "C-student"}', '{"revoked_on": "2025-04-01"}');
SELECT may_change('clearances', '{"clearance_no": "C-student"}', '{"revoked_on": null}');
SELECT change('annulments', '{"case_no": "K1"}', '{"order_annulled_on": "2025-05-12"}');
SELECT may_change('annulments', '{"case_no": "K1"}', '{"order_annulled_on": null}');
SELECT change('party_changes', '{"party": "@other", "change_no": "1"}', '{"completed_on": "2025-06-30"}');
SELECT may_change('party_changes', '{"party": "@other", "change_no": "1"}', '{"completed_on": "2025-07-01"}');

-- and what is closed is settled
SELECT try($$UPDATE system_accesses SET granted_on = '2025-03-13' WHERE case_no = 'S1'$$);
SELECT may_change('suspensions', '{"case_no": "K1"}', '{"violation_no": "V2"}');
SELECT may_change('annulments', '{"case_no": "K1"}', '{"addressed_to": "another"}');
SELECT may_change('party_changes', '{"party": "@other", "change_no": "1"}', '{"document": "another"}');

--
-- r00_never_deleted.
--
SELECT may_withdraw('handovers', '{"case_no": "K1"}');
SELECT may_withdraw('handovers', '{"case_no": "K5"}');
SELECT may_withdraw('system_accesses', '{"case_no": "S1"}');
SELECT may_withdraw('violations', '{"case_no": "K2", "violation_no": "V1"}');
SELECT may_withdraw('suspensions', '{"case_no": "K1"}');
SELECT may_withdraw('party_changes', '{"party": "@other", "change_no": "1"}');

--
-- r00_no_truncate: every table.
--
SET client_min_messages = warning;
SELECT c.relname, try(format('TRUNCATE secretxfer.%I CASCADE', c.relname))
  FROM pg_class c WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND c.relname !~ '^(admissions|journal)' ORDER BY c.relname COLLATE "C";
RESET client_min_messages;
TRUNCATE calendar_days;

--
-- What the server writes is the server's: stated by a client it is dropped, on entry and on a change.
--
SELECT may_change('cases', '{"case_no": "K2"}', '{"recorded_at": "2020-01-01"}');
SELECT may_change('cases', '{"case_no": "K2"}', '{"recorded_by": "somebody"}');
SELECT may_change('handovers', '{"case_no": "K1"}', '{"recorded_by": "somebody"}');
INSERT INTO violations (case_no, violation_no, found_on, description, recorded_at, recorded_by)
VALUES ('K2', 'V7', '2025-04-01', 'a breach', '2020-01-01', 'somebody');
SELECT recorded_at BETWEEN now() - interval '1 minute' AND clock_timestamp(), recorded_by = session_user FROM violations WHERE violation_no = 'V7';
UPDATE violations SET remedied_on = '2025-04-02' WHERE violation_no = 'V7';
-- (remedied, it is settled)
SELECT may_change('violations', '{"case_no": "K2", "violation_no": "V7"}', '{"description": "another"}');
SELECT recorded_at BETWEEN now() - interval '1 minute' AND clock_timestamp(), recorded_by = session_user FROM violations WHERE violation_no = 'V7';

-- Who changed it last, and when: nobody until it is changed, then whoever did, whatever the client states.
INSERT INTO violations (case_no, violation_no, found_on, description, changed_at, changed_by)
VALUES ('K2', 'V77', '2025-04-01', 'a breach', '2020-01-01', 'somebody');
SELECT changed_at, changed_by FROM violations WHERE violation_no = 'V77';
UPDATE violations SET description = description, changed_at = '2020-01-01', changed_by = 'somebody' WHERE violation_no = 'V77';
SELECT changed_at, changed_by FROM violations WHERE violation_no = 'V77';
SELECT may_change('violations', '{"case_no": "K2", "violation_no": "V77"}', '{"changed_at": "2020-01-01", "changed_by": "somebody"}');
CREATE ROLE regress_secretxfer_other;
GRANT USAGE ON SCHEMA secretxfer TO regress_secretxfer_other;
GRANT SELECT, UPDATE ON violations TO regress_secretxfer_other;
SET ROLE regress_secretxfer_other;
UPDATE violations SET description = 'another', changed_at = '2020-01-01', changed_by = 'somebody' WHERE violation_no = 'V77';
RESET ROLE;
SELECT recorded_by = session_user, changed_by, changed_at > recorded_at AND changed_at <= clock_timestamp() FROM violations WHERE violation_no = 'V77';
-- what changes nothing leaves it, as does a column of the user's own; a fact that changes in life and an end are changes
ALTER TABLE violations ADD note text;
UPDATE violations SET description = 'another', note = 'mine' WHERE violation_no = 'V77';
SELECT changed_by FROM violations WHERE violation_no = 'V77';
UPDATE violations SET remedied_on = '2025-04-02', damage = 10, note = NULL WHERE violation_no = 'V77';
SELECT changed_by = session_user FROM violations WHERE violation_no = 'V77';
SET ROLE regress_secretxfer_other;
UPDATE violations SET damage_recovered = 5 WHERE violation_no = 'V77';
RESET ROLE;
SELECT changed_by FROM violations WHERE violation_no = 'V77';
ALTER TABLE violations DROP note;
DROP OWNED BY regress_secretxfer_other;
DROP ROLE regress_secretxfer_other;

--
-- r00_carrier_out: what is out, in whatever case, is not handed over again before it is back.
--
SELECT take('K8', 'handed', '{"carriers": ["M-2/1"]}');
SELECT take('K9', 'protected', '{"contractor": "@citizen", "carriers": ["M-2/1"]}');
-- (the contract's permit reaches that mark, so another permit is still not relied on)
SELECT may_withdraw('permits', '{"permit_no": "P-held"}');
SELECT may_enter('handovers', '{"case_no": "K8", "carrier_id": "#M-2/1", "handed_on": "2025-03-13"}');
SELECT may_enter('handovers', '{"case_no": "K9", "carrier_id": "#M-2/1", "handed_on": "2025-03-13"}');
-- the day before it went out it was not out, if it came back by then
SELECT may_enter('handovers', '{"case_no": "K9", "carrier_id": "#M-2/1", "handed_on": "2025-03-11", "returned_on": "2025-03-12", "return_act_no": "back"}');
SELECT may_enter('handovers', '{"case_no": "K9", "carrier_id": "#M-2/1", "handed_on": "2025-03-11", "returned_on": "2025-03-13", "return_act_no": "back"}');
SELECT may_enter('handovers', '{"case_no": "K9", "carrier_id": "#M-2/1", "handed_on": "2025-03-11"}');
-- back on the 20th: the day before, the day, after
SELECT change('handovers', '{"case_no": "K8"}', '{"returned_on": "2025-03-20", "return_act_no": "back"}');
SELECT may_enter('handovers', '{"case_no": "K9", "carrier_id": "#M-2/1", "handed_on": "2025-03-19"}');
SELECT may_enter('handovers', '{"case_no": "K9", "carrier_id": "#M-2/1", "handed_on": "2025-03-20"}');
SELECT may_enter('handovers', '{"case_no": "K8", "carrier_id": "#M-2/1", "handed_on": "2025-03-21"}');
-- once more on the day of the return: by another act
SELECT change('handovers', '{"case_no": "K1"}', '{"returned_on": "2025-03-12", "return_act_no": "back"}');
SELECT may_enter('handovers', '{"case_no": "K1"}');
SELECT enter('handovers', '{"case_no": "K1", "act_no": "act 2"}');
SELECT may_enter('handovers', '{"case_no": "K1", "act_no": "act 3"}');
SELECT change('handovers', '{"case_no": "K1", "act_no": "act 2"}', '{"returned_on": "2025-03-12", "return_act_no": "back"}');
SELECT may_enter('handovers', '{"case_no": "K1", "act_no": "act 3"}');
-- two in one statement
SELECT try($$INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
	VALUES ('K8', fixture.c('M-2/1'), '2025-03-24', 'act', 'C-builder'), ('K9', fixture.c('M-2/1'), '2025-03-25', 'act', 'C-citizen')$$);

--
-- r00_identity: what an event is of is never changed, though nothing relies on the event.  Each such column of each
-- table of events is changed to another value that is possible; what else the event says is corrected.
--
SELECT take('I1', 'protected', '{"carriers": ["M-9/1", "M-10/1"]}'), take('I2', 'protected', '{"carriers": ["M-9/1", "M-10/1"]}');
SELECT take('I3', 'protected', '{"service": true}'), take('I4', 'protected', '{"service": true}');
SELECT enter('clearances', '{"clearance_no": "C-identity"}');
SELECT enter('handovers', '{"case_no": "I1", "carrier_id": "#M-9/1"}');
SELECT enter('system_accesses', '{"case_no": "I3"}');
SELECT enter('violations', '{"case_no": "I1"}');
SELECT enter('violations', '{"case_no": "I1", "violation_no": "V2"}');
SELECT enter('violations', '{"case_no": "I1", "violation_no": "V3"}');
SELECT enter('violations', '{"case_no": "I2"}');
SELECT enter('suspensions', '{"case_no": "I1"}');
SELECT enter('party_changes', '{"party": "@student", "change_no": "I"}');
SELECT may_change('handovers', '{"case_no": "I1"}', '{"case_no": "I2"}');
SELECT may_change('handovers', '{"case_no": "I1"}', '{"carrier_id": "#M-10/1"}');
SELECT may_change('handovers', '{"case_no": "I1"}', '{"received_by": "C-identity"}');
SELECT may_change('handovers', '{"case_no": "I1"}', '{"handed_on": "2025-03-13"}');
SELECT may_change('handovers', '{"case_no": "I1"}', '{"act_no": "another"}');
SELECT may_change('system_accesses', '{"case_no": "I3"}', '{"case_no": "I4"}');
SELECT may_change('system_accesses', '{"case_no": "I3"}', '{"clearance_no": "C-identity"}');
SELECT may_change('system_accesses', '{"case_no": "I3"}', '{"granted_on": "2025-03-13"}');
SELECT may_change('system_accesses', '{"case_no": "I3"}', '{"ended_on": "2025-03-13"}');
SELECT may_change('violations', '{"case_no": "I1", "violation_no": "V3"}', '{"case_no": "I2"}');
SELECT may_change('violations', '{"case_no": "I1", "violation_no": "V3"}', '{"violation_no": "V4"}');
SELECT may_change('violations', '{"case_no": "I1", "violation_no": "V3"}', '{"description": "another"}');
SELECT may_change('violations', '{"case_no": "I1", "violation_no": "V3"}', '{"found_on": "2025-04-03"}');
SELECT may_change('suspensions', '{"case_no": "I1"}', '{"case_no": "I2"}');
SELECT may_change('suspensions', '{"case_no": "I1"}', '{"suspended_on": "2025-04-03"}');
SELECT may_change('suspensions', '{"case_no": "I1"}', '{"violation_no": "V2"}');
SELECT may_change('party_changes', '{"change_no": "I"}', '{"party": "@client"}');
SELECT may_change('party_changes', '{"change_no": "I"}', '{"change_no": "II"}');
SELECT may_change('party_changes', '{"change_no": "I"}', '{"kind": "functions"}');
SELECT may_change('party_changes', '{"change_no": "I"}', '{"effective_on": "2025-06-03"}');
SELECT may_change('party_changes', '{"change_no": "I"}', '{"case_no": "I1"}');
SELECT may_change('party_changes', '{"change_no": "I"}', '{"document": "another"}');
SELECT words(update_of('handovers', '{"case_no": "I1"}', '{"case_no": "I2", "carrier_id": "#M-10/1"}'));
-- nor by the transaction that entered the event, by a statement that enters or changes, or by one that changes all
BEGIN;
SELECT enter('violations', '{"case_no": "I2", "violation_no": "V5"}');
SELECT may_change('violations', '{"case_no": "I2", "violation_no": "V5"}', '{"violation_no": "V6"}');
ROLLBACK;
SELECT try($$INSERT INTO secretxfer.party_changes (party, change_no, kind, effective_on, document) VALUES (fixture.p('student'), 'I', 'functions', '2025-06-02', 'a decision')
	ON CONFLICT (party, change_no) DO UPDATE SET kind = excluded.kind$$);
SELECT try($$UPDATE secretxfer.violations SET case_no = 'I2' WHERE case_no = 'I1' AND violation_no > 'V1'$$);
-- a change of a mark, a passing on; entries past the rules
BEGIN;
SELECT enter('carrier_marks', '{"carrier_id": "#M-9/1", "mark": "secret"}');
SELECT enter('holders', jsonb_build_object('handover', entry_id)) FROM handovers WHERE case_no = 'I1' AND returned_on IS NULL;
SET LOCAL session_replication_role = replica;
INSERT INTO disposal_successions (body, effective_on, successor, document, entry_id) VALUES (p('ministry'), '2025-05-05', p('agency'), 'a decree', nextval('entry_ids'));
SET LOCAL session_replication_role = origin;
SELECT may_change('carrier_marks', '{"carrier_id": "#M-9/1"}', '{"carrier_id": "#M-10/1"}');
SELECT may_change('carrier_marks', '{"carrier_id": "#M-9/1"}', '{"marked_on": "2025-03-21"}');
SELECT may_change('carrier_marks', '{"carrier_id": "#M-9/1"}', '{"mark": "top_secret"}');
SELECT may_withdraw('carrier_marks', '{"carrier_id": "#M-9/1"}');
SELECT try(update_of('disposal_successions', '{"body": "@ministry"}', '{"body": "@bureau"}'));
SELECT try(update_of('disposal_successions', '{"body": "@ministry"}', '{"effective_on": "2025-05-06"}'));
SELECT try(update_of('disposal_successions', '{"body": "@ministry"}', '{"carrier_id": "#M-9/1"}'));
SELECT may_change('disposal_successions', '{"body": "@ministry"}', '{"successor": "@bureau"}');
SELECT may_withdraw('disposal_successions', '{"body": "@ministry"}');
SELECT may_change('holders', '{"held_since": "2025-03-20"}', '{"held_since": "2025-03-21"}');
SELECT try($$UPDATE secretxfer.holders SET handover = (SELECT entry_id FROM secretxfer.handovers WHERE case_no = 'K8')$$);
SELECT may_withdraw('holders', '{"held_since": "2025-03-20"}');
ROLLBACK;

--
-- r00_carrier_out: a contractor that is the customer of a further case hands on there what it has received.  H1 is carried
-- out by the builder, which orders works of joint in H2, and joint works of other in H3; H4 is of the customer again.
--
BEGIN;
SELECT enter('carriers', '{"carrier_id": 300, "account_no": "N-300"}');
SELECT take('H1', 'handed', '{"carriers": ["N-300/1"]}');
SELECT take('H2', 'protected', '{"customer": "@builder", "contractor": "@joint", "protection": "customer", "settlement": "Almaty", "carriers": ["N-300/1"]}');
SELECT take('H3', 'protected', '{"customer": "@joint", "contractor": "@other", "carriers": ["N-300/1"]}');
SELECT take('H4', 'protected', '{"contractor": "@other", "carriers": ["N-300/1"]}');
-- not before the builder has the carrier; on the day on which the builder has received it; not by another customer
SELECT may_enter('handovers', '{"case_no": "H2", "carrier_id": 300, "handed_on": "2025-03-11"}');
SELECT may_enter('handovers', '{"case_no": "H2", "carrier_id": 300, "handed_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "H3", "carrier_id": 300, "handed_on": "2025-03-13"}');
SELECT may_enter('handovers', '{"case_no": "H4", "carrier_id": 300, "handed_on": "2025-03-13"}');
SELECT enter('handovers', '{"case_no": "H2", "carrier_id": 300, "handed_on": "2025-03-17"}');
-- a chain of three; the first customer hands nothing over meanwhile, and nobody hands on twice
SELECT may_enter('handovers', '{"case_no": "H4", "carrier_id": 300, "handed_on": "2025-03-20"}');
SELECT may_enter('handovers', '{"case_no": "H2", "carrier_id": 300, "handed_on": "2025-03-20"}');
SELECT may_enter('handovers', '{"case_no": "H3", "carrier_id": 300, "handed_on": "2025-03-14"}');
SELECT enter('handovers', '{"case_no": "H3", "carrier_id": 300, "handed_on": "2025-03-20"}');
-- it comes back in the reverse order, each return on the day of the inner one or later
SELECT may_change('handovers', '{"case_no": "H1"}', '{"returned_on": "2025-05-05", "return_act_no": "back"}');
SELECT may_change('handovers', '{"case_no": "H2"}', '{"returned_on": "2025-05-05", "return_act_no": "back"}');
SELECT words(update_of('handovers', '{"case_no": "H2"}', '{"returned_on": "2025-05-05", "return_act_no": "back"}'));
SELECT change('handovers', '{"case_no": "H3"}', '{"returned_on": "2025-05-06", "return_act_no": "back"}');
SELECT may_change('handovers', '{"case_no": "H1"}', '{"returned_on": "2025-05-06", "return_act_no": "back"}');
SELECT may_change('handovers', '{"case_no": "H2"}', '{"returned_on": "2025-05-05", "return_act_no": "back"}');
SELECT change('handovers', '{"case_no": "H2"}', '{"returned_on": "2025-05-06", "return_act_no": "back"}');
SELECT change('handovers', '{"case_no": "H1"}', '{"returned_on": "2025-05-12", "return_act_no": "back"}');
-- entered late: within the time of the outer one, also without its return
SELECT may_enter('handovers', '{"case_no": "H2", "carrier_id": 300, "handed_on": "2025-05-08", "returned_on": "2025-05-12", "return_act_no": "back"}');
SELECT may_enter('handovers', '{"case_no": "H2", "carrier_id": 300, "handed_on": "2025-05-08", "returned_on": "2025-05-13", "return_act_no": "back"}');
SELECT may_enter('handovers', '{"case_no": "H2", "carrier_id": 300, "handed_on": "2025-05-08"}');
SELECT may_enter('handovers', '{"case_no": "H2", "carrier_id": 300, "handed_on": "2025-05-05", "returned_on": "2025-05-07", "return_act_no": "back"}');
-- back with the first customer the carrier is in, and goes out in one of the cases
SELECT may_enter('handovers', '{"case_no": "H2", "carrier_id": 300, "handed_on": "2025-05-13"}');
SELECT enter('handovers', '{"case_no": "H4", "carrier_id": 300, "handed_on": "2025-05-12"}');
SELECT may_enter('handovers', '{"case_no": "H2", "carrier_id": 300, "handed_on": "2025-05-13"}');
SELECT severity, rule, key FROM verify() WHERE severity IN ('unlawful', 'irregular') AND key LIKE 'H%';
-- lost in the inner case: written off in each; what is lost is not handed on
SELECT change('handovers', '{"case_no": "H4", "carrier_id": 300}', '{"returned_on": "2025-05-19", "return_act_no": "back"}');
SELECT enter('handovers', '{"case_no": "H1", "carrier_id": 300, "handed_on": "2025-05-19"}');
SELECT enter('handovers', '{"case_no": "H2", "carrier_id": 300, "handed_on": "2025-05-20"}');
SELECT enter('violations', jsonb_build_object('case_no', c, 'found_on', '2025-06-02')) FROM unnest('{H1,H2}'::text[]) AS c;
SELECT change('handovers', '{"case_no": "H1", "handed_on": "2025-05-19"}', '{"written_off_on": "2025-06-02", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}');
SELECT may_enter('handovers', '{"case_no": "H3", "carrier_id": 300, "handed_on": "2025-06-01"}');
SELECT change('handovers', '{"case_no": "H2", "handed_on": "2025-05-20"}', '{"written_off_on": "2025-06-02", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}');
SELECT may_enter('handovers', '{"case_no": "H3", "carrier_id": 300, "handed_on": "2025-06-02"}');
SELECT may_change('handovers', '{"case_no": "H1", "handed_on": "2025-05-19"}', '{"returned_on": "2025-06-10", "return_act_no": "found"}');
SELECT change('handovers', '{"case_no": "H2", "handed_on": "2025-05-20"}', '{"returned_on": "2025-06-10", "return_act_no": "found"}');
SELECT may_change('handovers', '{"case_no": "H1", "handed_on": "2025-05-19"}', '{"returned_on": "2025-06-10", "return_act_no": "found"}');
SELECT severity, rule, key FROM verify() WHERE severity IN ('unlawful', 'irregular') AND key LIKE 'H%';
-- planted behind the triggers' back: an outer return before the inner one, and another customer's hand-over
SET LOCAL session_replication_role = replica;
UPDATE handovers SET returned_on = '2025-06-09', return_act_no = 'planted' WHERE case_no = 'H1' AND handed_on = '2025-05-19';
UPDATE handovers SET returned_on = '2025-05-10' WHERE case_no = 'H1' AND handed_on = '2025-03-12';
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by, returned_on, entry_id, recorded_by)
VALUES ('H4', 300, '2025-05-07', 'planted', 'C-other', '2025-05-08', nextval('entry_ids'), 'planter');
SET LOCAL session_replication_role = origin;
SELECT severity, rule, replace(key, to_char('2025-05-07'::date, 'MM-DD-YYYY'), 'planted') AS key FROM verify() WHERE rule = 'secretxfer_r00_carrier_out' ORDER BY 3;
ROLLBACK;


--
-- entry_id: one number an entry, from one sequence, for as long as the entry stands; what a client states is dropped.
--
CREATE VIEW fixture.ids AS
	SELECT format('%s', c.oid::regclass) AS tbl, (xpath('/row/id/text()', x))[1]::text::bigint AS id
	  FROM pg_class c CROSS JOIN LATERAL unnest(xpath('/table/row', query_to_xml(format('SELECT entry_id AS id FROM %s', c.oid::regclass), true, false, ''))) AS x
	 WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND c.relname !~ '^(admissions|journal)';
SELECT count(*) > 100 AS many, count(*) = count(DISTINCT id) AS distinct, min(id) > 0 AS given, max(id) <= (SELECT last_value FROM entry_ids) AS taken FROM fixture.ids;
SELECT entry_id AS id FROM violations WHERE case_no = 'K2' AND violation_no = 'V7' \gset
INSERT INTO violations (case_no, violation_no, found_on, description, entry_id) VALUES ('K2', 'V101', '2025-04-01', 'a breach', :id), ('K2', 'V102', '2025-04-01', 'a breach', NULL);
INSERT INTO violations (case_no, violation_no, found_on, description, entry_id) VALUES ('K2', 'V101', '2025-04-01', 'a breach', -1)
ON CONFLICT (case_no, violation_no) DO UPDATE SET description = 'another', entry_id = excluded.entry_id;
UPDATE violations SET entry_id = 1 WHERE violation_no IN ('V101', 'V102');
UPDATE violations SET entry_id = NULL WHERE violation_no IN ('V101', 'V102');
COPY violations (case_no, violation_no, found_on, description, entry_id) FROM STDIN (FORMAT csv);
K2,V103,2025-04-01,a breach,1
\.
SELECT violation_no, description, entry_id - :id > 0 AS after, entry_id IN (SELECT id FROM fixture.ids GROUP BY id HAVING count(*) = 1) AS alone FROM violations WHERE violation_no IN ('V101', 'V102', 'V103') ORDER BY 1;
-- what only states another number changes nothing, what changes the key keeps the number, what is entered again gets another
UPDATE violations SET entry_id = 1 WHERE violation_no = 'V103';
SELECT changed_at FROM violations WHERE violation_no = 'V103';
SELECT entry_id AS id FROM cases WHERE case_no = 'X4' \gset
BEGIN;
DELETE FROM protections WHERE case_no = 'X4';
UPDATE cases SET case_no = 'X44' WHERE case_no = 'X4';
SELECT entry_id = :id AS same FROM cases WHERE case_no = 'X44';
DELETE FROM cases WHERE case_no = 'X44';
SELECT enter('cases', '{"case_no": "X4"}');
SELECT entry_id > :id AS another FROM cases WHERE case_no = 'X4';
ROLLBACK;
-- a dry run takes no number
SELECT last_value AS last FROM entry_ids \gset
SELECT count(*) > 0 AS asked FROM check_entry('cases', entry('cases')) WHERE verdict = 'passed';
SELECT last_value = :last AS none_taken FROM entry_ids;

-- The full shape of three refusals.
INSERT INTO permits (permit_no, holder, issued_on, issued_by) VALUES ('P-new', '351240000060', '2025-01-10', '  ');
DELETE FROM handovers WHERE case_no = 'K1';
UPDATE cases SET subject = 'other works' WHERE case_no = 'K1';

\i test/fixtures/finish.sql
