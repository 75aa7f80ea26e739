-- pgbench: the life of one case with three carriers, from the opening to the closing; contractors take turns.
SELECT nextval('bench.case_number') AS n \gset
\set k :n % :contractors
\set one 3 * :n
\set two 3 * :n + 1
\set three 3 * :n + 2
INSERT INTO secretxfer.carriers (carrier_id, owner, title, kind, mark, account_no, copy_no, sheets) VALUES
	(:one, '351240000010', 'a plan', 'document', 'secret', 'M-' || :one::text, '1', 10),
	(:two, '351240000010', 'a plan', 'document', 'secret', 'M-' || :two::text, '1', 10),
	(:three, '351240000010', 'a plan', 'document', 'top_secret', 'M-' || :three::text, '1', 10);
INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
	SELECT 'B-' || :n::text, '351240000109', idn, 'works', 'Almaty', '2025-02-03' FROM bench.contractors WHERE k = :k;
INSERT INTO secretxfer.requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
	VALUES ('B-' || :n::text, '1', '351240000010', '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-' || :k::text, 'draft');
INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id) VALUES
	('B-' || :n::text, '1', 1, :one), ('B-' || :n::text, '1', 2, :two), ('B-' || :n::text, '1', 3, :three);
UPDATE secretxfer.requests SET received_on = '2025-02-12' WHERE case_no = 'B-' || :n::text AND request_no = '1';
INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
	VALUES ('B-' || :n::text, '1', 'D-1', '2025-02-20', 'permitted', 'A head', 'head');
INSERT INTO secretxfer.contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability,
								  protection_financing, permit_no, responsible_unit, unit_designated_by)
	VALUES ('B-' || :n::text, '42', '2025-03-03', 'inspections', 'inspections', 'liable', 'paid', 'P-' || :k::text, 'a unit', 'an order');
INSERT INTO secretxfer.contract_items (case_no, annex_no, request_no, item_no) VALUES
	('B-' || :n::text, '1', '1', 1), ('B-' || :n::text, '2', '1', 2), ('B-' || :n::text, '3', '1', 3);
INSERT INTO secretxfer.notices (case_no, notice_no, kind, recipient, sent_on)
	VALUES ('B-' || :n::text, '1', 'contract', 'the security body', '2025-03-05');
INSERT INTO secretxfer.protections (case_no, kind, arranged_on) VALUES ('B-' || :n::text, 'contractor', '2025-03-06');
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES
	('B-' || :n::text, :one, '2025-03-12', 'A-1', 'C-' || :k::text), ('B-' || :n::text, :two, '2025-03-12', 'A-2', 'C-' || :k::text),
	('B-' || :n::text, :three, '2025-03-12', 'A-3', 'C-' || :k::text);
UPDATE secretxfer.handovers SET returned_on = '2025-05-12', return_act_no = 'R-1' WHERE case_no = 'B-' || :n::text AND carrier_id = :one;
UPDATE secretxfer.handovers SET returned_on = '2025-05-12', return_act_no = 'R-1' WHERE case_no = 'B-' || :n::text AND carrier_id = :two;
UPDATE secretxfer.handovers SET returned_on = '2025-05-12', return_act_no = 'R-1' WHERE case_no = 'B-' || :n::text AND carrier_id = :three;
UPDATE secretxfer.cases SET closed_on = '2025-06-02' WHERE case_no = 'B-' || :n::text;
