--
-- One case by hand, from the request to the return, with every shortcut that a client might try. A
-- refused statement is followed by refused.psql, which ends the demonstration if it was accepted.
--
\echo '==== 3. One case by hand ==========================================================='
\echo
\echo 'The customer «Ертіс құрылыс» wants «Тянь-Шань жобалау» to design an underground'
\echo 'facility with secrets of the committee for protected structures. Every shortcut is'
\echo 'tried first: what you see is what any client gets, whatever language it is written in.'
\echo
\set QUIET off
\set ECHO queries

INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement, disposes_of_secrets) VALUES
	('351240000010', 'state_body', '«Қорғалған құрылыстар комитеті» ММ', 'Жанғалиев Арыстан Бекұлы', 'Астана, Бейбітшілік көшесі, 3', 'Астана', true),
	('351240000109', 'organization', '«Ертіс құрылыс» АҚ', 'Сыздықова Камила Ерланқызы', 'Павлодар, Сәтбаев көшесі, 40', 'Павлодар', false);

\echo
\echo '-- Its BIN mistyped, no head, no address: everything that is wrong is said at once.'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.parties (idn, kind, full_name, settlement)
VALUES ('370660000142', 'organization', '«Тянь-Шань жобалау» ЖШС', 'Алматы');
\i test/demo/refused.psql

INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement)
VALUES ('370660000124', 'organization', '«Тянь-Шань жобалау» ЖШС', 'Ыбыраев Дәулет Қасымұлы', 'Алматы, Төле би көшесі, 55', 'Алматы');

\echo
\echo '-- Its permit ends in January 2026 and is renewed in February.'
INSERT INTO secretxfer.permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark) VALUES
	('РЖ-501', '370660000124', '2023-02-01', '2026-01-31', 'ҚР ҰҚК Алматы департаменті', 'top_secret'),
	('РЖ-502', '370660000124', '2026-02-16', '2031-02-15', 'ҚР ҰҚК Алматы департаменті', 'top_secret');
INSERT INTO secretxfer.clearances (clearance_no, party, person_name, issued_on, valid_until, issued_by, highest_mark) VALUES
	('РҰ-501', '370660000124', 'Сейітов Дәурен Қайратұлы',  '2024-04-01', '2031-03-31', 'ҚР ҰҚК Алматы департаменті', 'top_secret'),
	('РҰ-502', '370660000124', 'Тоқаева Жібек Мұратқызы',   '2024-04-01', '2031-03-31', 'ҚР ҰҚК Алматы департаменті', 'secret'),
	('РҰ-503', '351240000109', 'Асылбеков Нұрлан Ғалиұлы',  '2024-04-01', '2031-03-31', 'ҚР ҰҚК Павлодар департаменті', 'top_secret');
INSERT INTO secretxfer.carriers (carrier_id, owner, title, kind, mark, account_no, copy_no, sheets) VALUES
	(501, '351240000010', 'General plan',            'document', 'top_secret', '1184', '2', 36),
	(502, '351240000010', 'Loads and foundations',   'document', 'secret',     '1185', '1', 112),
	(503, '351240000010', 'Ventilation, principles', 'document', 'secret',     '1186', '1', 24),
	(504, '351240000010', 'Emergency exits',         'document', 'top_secret', '1187', '1', 18);

INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
VALUES ('2025-501', '351240000109', '370660000124', 'Design of an underground facility', 'Алматы', '2025-09-01');

\echo
\echo '---- No step before the permission (provisions 4, 5, 7) ----'
\echo
\echo '-- The contract first? Everything in it is in order, but nobody has permitted anything.'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability,
								  protection_financing, permit_no, responsible_unit, unit_designated_by)
VALUES ('2025-501', '77-П', '2025-09-03', 'Monthly inspections', 'Inspection after the return', 'In full', 'Estimate No. 12', 'РЖ-501',
		'Department 8', 'Order No. 31');
\i test/demo/refused.psql

\echo '-- What is missing, then, and whose step is it?'
SELECT provision, who, what, due FROM secretxfer.next_steps('2025-501');

\echo
\echo '-- A request that says neither why nor under which permit.'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.requests (case_no, request_no, authority, sent_on, transfer_from, transfer_until, draft_contract)
VALUES ('2025-501', '1', '351240000010', '2025-09-08', '2025-10-15', '2030-12-31', 'Draft 77-П');
\i test/demo/refused.psql

INSERT INTO secretxfer.requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
VALUES ('2025-501', '1', '351240000010', '2025-09-08', 'The facility adjoins a protected one', '2025-10-15', '2030-12-31', 'РЖ-501', 'Draft 77-П');

\echo
\echo '-- Received without a list of carriers?'
\set ON_ERROR_STOP off
UPDATE secretxfer.requests SET received_on = '2025-09-10' WHERE case_no = '2025-501' AND request_no = '1';
\i test/demo/refused.psql

INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id)
VALUES ('2025-501', '1', 1, 501), ('2025-501', '1', 2, 502), ('2025-501', '1', 3, 503), ('2025-501', '1', 4, 504);
UPDATE secretxfer.requests SET received_on = '2025-09-10' WHERE case_no = '2025-501' AND request_no = '1';

SELECT provision, who, what, due FROM secretxfer.next_steps('2025-501');

\echo
\echo '-- The body answers two days late and does not say why.'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as, excluded_items)
VALUES ('2025-501', '1', '6-114', '2025-09-26', 'permitted', 'Жанғалиев Арыстан Бекұлы', 'head', '{4}');
\i test/demo/refused.psql

\echo '-- It had been sent in time: the date was misread. The fourth carrier is not permitted.'
INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as, excluded_items)
VALUES ('2025-501', '1', '6-114', '2025-09-23', 'permitted', 'Жанғалиев Арыстан Бекұлы', 'head', '{4}')
RETURNING sent_on, due_on, recorded_by;

\echo
\echo '---- The contract and its annex (provision 6) ----'
\echo
INSERT INTO secretxfer.contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability,
								  protection_financing, permit_no, responsible_unit, unit_designated_by)
VALUES ('2025-501', '77-П', '2025-10-06', 'Monthly inspections', 'Inspection after the return', 'In full', 'Estimate No. 12', 'РЖ-501',
		'Department 8', 'Order No. 31');

\echo
\echo '-- The annex may not take in what the permission leaves out.'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.contract_items (case_no, annex_no, request_no, item_no)
VALUES ('2025-501', '1', '1', 1), ('2025-501', '2', '1', 2), ('2025-501', '3', '1', 3), ('2025-501', '4', '1', 4);
\i test/demo/refused.psql

INSERT INTO secretxfer.contract_items (case_no, annex_no, request_no, item_no)
VALUES ('2025-501', '1', '1', 1), ('2025-501', '2', '1', 2), ('2025-501', '3', '1', 3);

\echo
\echo '---- Before the hand-over (provisions 3, 8, 11) ----'
\echo
\echo '-- A form can ask before it writes: what would this hand-over meet?'
SELECT detail
  FROM secretxfer.check_entry('secretxfer.handovers',
	   '{"case_no": "2025-501", "carrier_id": 501, "handed_on": "2025-10-20", "act_no": "A-1", "received_by": "РҰ-503"}')
 WHERE verdict = 'failed';

\echo
\echo '-- The write meets the same: it is the same code. With VERBOSITY verbose, all fields of the report.'
\set VERBOSITY verbose
\set ON_ERROR_STOP off
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('2025-501', 501, '2025-10-20', 'A-1', 'РҰ-503');
\i test/demo/refused.psql
\set VERBOSITY default

INSERT INTO secretxfer.notices (case_no, notice_no, kind, recipient, sent_on)
VALUES ('2025-501', '1', 'contract', 'ҚР ҰҚК Алматы департаменті', '2025-10-10');

\echo
\echo '-- Shall the customer''s unit protect the secrets? It sits in Павлодар, the works are in Алматы.'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.protections (case_no, kind, arranged_on) VALUES ('2025-501', 'customer', '2025-10-13');
\i test/demo/refused.psql

INSERT INTO secretxfer.protections (case_no, kind, arranged_on) VALUES ('2025-501', 'contractor', '2025-10-13');

\echo
\echo '-- Nothing is missing now: no row.'
SELECT provision, who, what, due FROM secretxfer.next_steps('2025-501');

\echo
\echo '---- The hand-over (provisions 7, 11) ----'
\echo
\echo '-- To the person of the customer who carries it? Not of the contractor''s staff.'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('2025-501', 501, '2025-10-20', 'A-1', 'РҰ-503');
\i test/demo/refused.psql

\echo '-- To a colleague cleared for "secret", when the plan is top secret?'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('2025-501', 501, '2025-10-20', 'A-1', 'РҰ-502');
\i test/demo/refused.psql

\echo '-- The carrier that was not permitted?'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('2025-501', 504, '2025-10-20', 'A-1', 'РҰ-501');
\i test/demo/refused.psql

\echo '-- Two carriers, each to a person whose clearance covers it.'
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('2025-501', 501, '2025-10-20', 'A-1', 'РҰ-501'), ('2025-501', 502, '2025-10-20', 'A-2', 'РҰ-502');

\echo
\echo '-- The same carrier once more, before it is back?'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('2025-501', 501, '2025-11-03', 'A-3', 'РҰ-501');
\i test/demo/refused.psql

\echo '---- What is recorded stands ----'
\echo
\set ON_ERROR_STOP off
UPDATE secretxfer.contracts SET contractor_liability = 'None' WHERE case_no = '2025-501';
\i test/demo/refused.psql
\set ON_ERROR_STOP off
DELETE FROM secretxfer.handovers WHERE case_no = '2025-501';
\i test/demo/refused.psql
\set ON_ERROR_STOP off
TRUNCATE secretxfer.handovers, secretxfer.holders;
\i test/demo/refused.psql

\echo '-- An entry twice: PostgreSQL itself would print the key, the register does not.'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.carriers (owner, title, kind, mark, account_no, copy_no, sheets)
VALUES ('351240000010', 'General plan', 'document', 'top_secret', '1184', '2', 36);
\i test/demo/refused.psql

\echo '---- A breach (provision 9) ----'
\echo
INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description)
VALUES ('2025-501', '1', '2025-12-08', 'A carrier was left in an unguarded room');
INSERT INTO secretxfer.suspensions (case_no, suspended_on, violation_no) VALUES ('2025-501', '2025-12-10', '1');

\echo
\echo '-- While the works are suspended nothing is handed over ...'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('2025-501', 503, '2025-12-22', 'A-3', 'РҰ-501');
\i test/demo/refused.psql

\echo '-- ... and the suspension is not lifted before the breach is remedied.'
\set ON_ERROR_STOP off
UPDATE secretxfer.suspensions SET lifted_on = '2026-01-12' WHERE case_no = '2025-501' AND suspended_on = '2025-12-10';
\i test/demo/refused.psql

UPDATE secretxfer.violations SET remedied_on = '2026-01-19' WHERE case_no = '2025-501' AND violation_no = '1';
UPDATE secretxfer.suspensions SET lifted_on = '2026-01-21' WHERE case_no = '2025-501' AND suspended_on = '2025-12-10';

\echo
\echo '---- An expired permit (provision 11) ----'
\echo
\set ON_ERROR_STOP off
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('2025-501', 503, '2026-02-10', 'A-3', 'РҰ-501');
\i test/demo/refused.psql

\echo '-- Ten days later, under the new permit, it is accepted.'
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('2025-501', 503, '2026-02-20', 'A-3', 'РҰ-501');
UPDATE secretxfer.handovers SET returned_on = '2026-03-12', return_act_no = 'B-1' WHERE case_no = '2025-501' AND carrier_id = 502;

\echo
\echo '---- The contractor is liquidated (provision 10) ----'
\echo
\echo '-- An event is recorded, welcome or not; it blocks what must not happen any more.'
INSERT INTO secretxfer.party_changes (party, change_no, kind, effective_on, document)
VALUES ('370660000124', '1', 'liquidation', '2026-04-06', 'Decision of the participants');

\echo
\echo '-- A carrier that is back cannot go out again.'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('2025-501', 502, '2026-04-14', 'A-4', 'РҰ-502');
\i test/demo/refused.psql

\echo '-- From now on the way leads to the end of the case.'
SELECT provision, who, what FROM secretxfer.next_steps('2025-501');

\echo
\echo '-- Closing the case, or completing the liquidation, with carriers out?'
\set ON_ERROR_STOP off
UPDATE secretxfer.cases SET closed_on = '2026-04-20' WHERE case_no = '2025-501';
\i test/demo/refused.psql
\set ON_ERROR_STOP off
UPDATE secretxfer.party_changes SET completed_on = '2026-04-20' WHERE party = '370660000124' AND change_no = '1';
\i test/demo/refused.psql

\echo '-- Customer and contractor take measures together, and everything comes back.'
INSERT INTO secretxfer.protection_measures (case_no, party, change_no, taken_on, measures)
VALUES ('2025-501', '370660000124', '1', '2026-04-09', 'Room sealed, carriers counted by a joint commission');
UPDATE secretxfer.handovers SET returned_on = '2026-04-22', return_act_no = 'B-2' WHERE case_no = '2025-501' AND carrier_id = 501;
UPDATE secretxfer.handovers SET returned_on = '2026-04-23', return_act_no = 'B-3' WHERE case_no = '2025-501' AND carrier_id = 503;

SELECT carrier_id, handed_on, returned_on, return_act_no FROM secretxfer.handovers WHERE case_no = '2025-501' ORDER BY carrier_id;

UPDATE secretxfer.party_changes SET completed_on = '2026-06-15' WHERE party = '370660000124' AND change_no = '1';

\echo
\echo '-- A hand-over slipped in afterwards, under a day when all was in order?'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('2025-501', 502, '2026-03-16', 'A-4', 'РҰ-502');
\i test/demo/refused.psql

UPDATE secretxfer.cases SET closed_on = '2026-06-22' WHERE case_no = '2025-501';

\echo
\echo '-- And a closed case is closed.'
\set ON_ERROR_STOP off
INSERT INTO secretxfer.notices (case_no, notice_no, kind, recipient, sent_on)
VALUES ('2025-501', '2', 'contract', 'ҚР ҰҚК Алматы департаменті', '2026-06-01');
\i test/demo/refused.psql

\echo
\echo '---- A slip is put right ----'
\echo
\echo '-- The act of a return has the wrong number. The entry is settled: the return was recorded, the case is closed.'
\set ON_ERROR_STOP off
UPDATE secretxfer.handovers SET return_act_no = 'B-13' WHERE case_no = '2025-501' AND carrier_id = 503;
\i test/demo/refused.psql

\echo '-- A registrar, or the owner, corrects the entry under a basis. The journal keeps basis, old value and new value.'
BEGIN;
SELECT secretxfer.rectify('Order 12 of 24 June 2026: act B-13 was typed as B-3') \g /dev/null
UPDATE secretxfer.handovers SET return_act_no = 'B-13' WHERE case_no = '2025-501' AND carrier_id = 503;
COMMIT;
SELECT basis, "table", act, columns, set_aside FROM secretxfer.rectifications;
SELECT "values" FROM secretxfer.journal WHERE basis LIKE 'Order 12%' AND act = 'changed';

\echo
\echo '-- Nothing else was changed behind the back of the guard: no rows.'
SELECT * FROM secretxfer.journal_verify();
\set ECHO none
