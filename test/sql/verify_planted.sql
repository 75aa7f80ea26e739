--
-- What is entered past the triggers stays unlawful, whatever happens in the register afterwards.
--
\i test/fixtures/start.sql
CREATE FUNCTION fixture.judged() RETURNS SETOF text STABLE LANGUAGE sql AS $$
	SELECT concat_ws(' | ', severity, rule, "table", key, detail) FROM fixture.findings() ORDER BY 1
$$;
-- The carrier that stands in the annex of a case is handed over past the triggers.
CREATE PROCEDURE fixture.plant(case_no text, handed_on date) LANGUAGE plpgsql AS $$
BEGIN
	SET LOCAL session_replication_role = replica;
	INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by, permit_no, entry_id,
		recorded_at, recorded_by)
	SELECT a.case_no, a.carrier_id, plant.handed_on, 'planted', 'C-builder', 'P-builder', nextval('secretxfer.entry_ids'),
		clock_timestamp(), 'nobody'
	FROM secretxfer.annexed_carriers() a WHERE a.case_no = plant.case_no;
	SET LOCAL session_replication_role = origin;
END $$;

-- A closed case: what is corrected in the case afterwards is not its closing.
SELECT take('A', 'protected', '{"carriers": ["M-1/1"]}'), take('B', 'handed', '{"carriers": ["M-2/1"]}');
SELECT change('handovers', '{"case_no": "B"}', '{"returned_on": "2025-04-02", "return_act_no": "back"}'),
	   change('cases', '{"case_no": "A"}', '{"closed_on": "2025-05-05"}'),
	   change('cases', '{"case_no": "B"}', '{"closed_on": "2025-05-05"}');
SELECT judged();
CALL plant('A', '2025-03-20');
SET session_replication_role = replica;
UPDATE handovers SET returned_on = '2025-03-21', return_act_no = 'back' WHERE case_no = 'A';
INSERT INTO holders (handover, held_by, held_since, entry_id, recorded_at, recorded_by)
SELECT entry_id, 'C-builder', '2025-03-14', nextval('entry_ids'), clock_timestamp(), 'nobody' FROM handovers WHERE case_no = 'B';
RESET session_replication_role;
SELECT regexp_replace(judged, 'holders [|] [0-9]+, ', 'holders | #, ') FROM judged();
UPDATE cases SET printed_no = '1/2025' WHERE case_no = 'A';
UPDATE cases SET printed_no = '2/2025' WHERE case_no = 'B';
UPDATE cases SET printed_no = case_no WHERE case_no = 'B';
SELECT regexp_replace(judged, 'holders [|] [0-9]+, ', 'holders | #, ') FROM judged();
SELECT count(*) FROM verify('A') WHERE rule = 'secretxfer_r00_case_open';
-- A breach, measures and the end of the works may be recorded in a closed case, and then its number on paper be corrected.
SELECT enter('violations', '{"case_no": "B", "found_on": "2025-05-07"}'),
	   enter('party_changes', '{"kind": "works_terminated", "case_no": "B", "change_no": "B", "effective_on": "2025-05-05"}');
UPDATE cases SET printed_no = '3/2025' WHERE case_no = 'B';
SELECT count(*) FROM judged() WHERE judged ~ 'violations|party_changes';

-- No notice, and another period: so it stays where the permission is withdrawn afterwards, or its body had passed the
-- secrets on.
SELECT enter('parties', '{"idn": "@spare", "kind": "state_body", "settlement": "Astana", "disposes_of_secrets": true}');
SELECT take('D', 'annexed', '{"carriers": ["M-1/2"]}'), take('E', 'protected', '{"carriers": ["M-5/1"]}');
SELECT enter('protections', '{"case_no": "D"}');
CALL plant('D', '2025-03-20');
CALL plant('E', '2026-01-20');
SELECT judged FROM judged() WHERE judged ~ '[|] [DE]';
BEGIN;
UPDATE decisions SET withdrawn_on = '2025-03-15', withdrawal_reasons = 'reasons' WHERE case_no IN ('D', 'E');
SELECT judged FROM judged() WHERE judged ~ '[|] [DE]';
ROLLBACK;
BEGIN;
SELECT enter('disposal_successions', jsonb_build_object('carrier_id', c(label), 'successor', '@spare', 'effective_on', '2025-02-15'))
FROM unnest('{M-1/2,M-5/1}'::text[]) label;
SELECT judged FROM judged() WHERE judged ~ 'handovers [|] [DE]';
ROLLBACK;

-- No rectification excuses what the journal never saw entered, only ended, or what was changed behind its back: not one of
-- what was planted, either.
SELECT take('F', 'annexed', '{"carriers": ["M-6/1"]}'), take('G', 'handed', '{"contractor": "@other", "carriers": ["M-7/1"]}');
SELECT enter('protections', '{"case_no": "F"}');
CALL plant('F', '2025-03-20');
UPDATE handovers SET returned_on = '2025-03-22', return_act_no = 'back' WHERE case_no = 'F';
SET session_replication_role = replica;
UPDATE contracts SET concluded_on = '2025-02-03' WHERE case_no = 'G';
RESET session_replication_role;
SELECT judged FROM judged() WHERE judged ~ '[|] [FG]';
BEGIN;
SELECT rectify('Order 1: another place');
UPDATE cases SET works_settlement = 'Astana' WHERE case_no IN ('F', 'G');
UPDATE handovers SET returned_on = '2025-03-23' WHERE case_no = 'F';
COMMIT;
SELECT judged FROM judged() WHERE judged ~ '[|] [FG]';

-- A hand-over after the liquidation of the contractor was completed: it is told once.
SELECT take('L', 'protected', '{"contractor": "@subsidiary", "settlement": "Astana", "protection": "customer", "carriers": ["M-8/1"]}');
SELECT enter('party_changes', '{"party": "@subsidiary", "effective_on": "2025-04-02"}'),
	   change('party_changes', '{"party": "@subsidiary"}', '{"completed_on": "2025-05-05"}');
CALL plant('L', '2025-05-07');
SELECT judged FROM judged() WHERE judged ~ 'r10_liquidation';

\i test/fixtures/finish.sql
