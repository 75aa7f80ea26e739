--
-- MERGE meets the same rules.  PostgreSQL has it since 15.
--
SELECT current_setting('server_version_num')::int < 150000 AS older \gset
\if :older
\quit
\endif
\i test/fixtures/start.sql
\set VERBOSITY terse
SELECT take('K2', 'received', '{"carriers": ["A-1/1"], "authority": "@agency"}');
SELECT take('K3', 'handed', '{"carriers": ["M-4/1"]}');
SELECT take('K4', 'opened', '{"customer": "@client"}');
SELECT take('K5', 'opened');

--
-- Insert, update and delete.
--
MERGE INTO contracts k USING (VALUES ('K2')) AS v (case_no) ON k.case_no = v.case_no
	WHEN NOT MATCHED THEN INSERT (case_no, contract_no, concluded_on) VALUES (v.case_no, '42', '2025-03-03');
MERGE INTO handovers h USING (VALUES ('K3')) AS v (case_no) ON h.case_no = v.case_no
	WHEN MATCHED THEN UPDATE SET handed_on = '2025-03-01';
MERGE INTO handovers h USING (VALUES ('K3')) AS v (case_no) ON h.case_no = v.case_no
	WHEN MATCHED THEN DELETE;
MERGE INTO handovers h USING (VALUES ('K3')) AS v (case_no) ON h.case_no = v.case_no
	WHEN MATCHED THEN DO NOTHING;
-- lawful: a case opened, then corrected
MERGE INTO cases c USING (VALUES ('K7', 'other works'), ('K5', 'works corrected')) AS v (case_no, subject) ON c.case_no = v.case_no
	WHEN MATCHED THEN UPDATE SET subject = v.subject
	WHEN NOT MATCHED THEN INSERT (case_no, customer, contractor, subject, works_settlement, opened_on)
		VALUES (v.case_no, p('customer'), p('builder'), v.subject, 'Almaty', '2025-02-03');
SELECT case_no, subject FROM cases ORDER BY case_no;

--
-- What stands already: a duplicate is told as one, by an INSERT and by an UPDATE of MERGE; MERGE itself finds what stands.
--
MERGE INTO cases c USING (VALUES ('K5')) AS v (case_no) ON false
	WHEN NOT MATCHED THEN INSERT (case_no, customer, contractor, subject, works_settlement, opened_on)
		VALUES (v.case_no, p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03');
\set VERBOSITY default
MERGE INTO cases c USING (VALUES ('K8', 'K8'), ('K5', 'K4')) AS v (case_no, number) ON c.case_no = v.case_no
	WHEN MATCHED THEN UPDATE SET case_no = v.number
	WHEN NOT MATCHED THEN INSERT (case_no, customer, contractor, subject, works_settlement, opened_on)
		VALUES (v.case_no, p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03');
MERGE INTO cases c USING (VALUES ('K5', 'K4'), ('K4', 'K4')) AS v (case_no, number) ON c.case_no = v.case_no AND v.number <> v.case_no
	WHEN MATCHED THEN DO NOTHING
	WHEN NOT MATCHED THEN INSERT (case_no, customer, contractor, subject, works_settlement, opened_on)
		VALUES (v.case_no, p('customer'), p('builder'), 'works', 'Almaty', '2025-02-03');
MERGE INTO cases c USING (VALUES ('K8')) AS v (case_no) ON c.case_no = v.case_no
	WHEN NOT MATCHED THEN INSERT (case_no, customer, contractor, subject, works_settlement, opened_on)
		VALUES (v.case_no, p('customer'), p('spare'), 'works', 'Almaty', '2025-02-03');
\set VERBOSITY terse

--
-- By those who are admitted to some of the rows: what hides a row hides it here too.
--
SET client_min_messages = warning;
CREATE ROLE regress_secretxfer_clerk;
GRANT USAGE ON SCHEMA fixture TO regress_secretxfer_clerk;
GRANT SELECT ON ALL TABLES IN SCHEMA fixture TO regress_secretxfer_clerk;
SELECT admit('regress_secretxfer_clerk', p('customer'), 'customer') \g /dev/null
RESET client_min_messages;
CREATE VIEW fixture.seen AS SELECT * FROM cases;
ALTER VIEW fixture.seen OWNER TO regress_secretxfer_clerk;
SET ROLE regress_secretxfer_clerk;
MERGE INTO cases c USING fixture.seen s ON c.case_no = s.case_no
	WHEN MATCHED AND c.case_no = 'K5' THEN UPDATE SET contractor = s.customer;
MERGE INTO violations v USING (VALUES ('K4', 'V1')) AS n (case_no, violation_no) ON v.case_no = n.case_no
	WHEN MATCHED THEN UPDATE SET description = 'x'
	WHEN NOT MATCHED THEN INSERT (case_no, violation_no, found_on, description) VALUES (n.case_no, n.violation_no, '2025-04-01', 'x');
MERGE INTO cases c USING (VALUES ('K4'), ('K5')) AS v (case_no) ON c.case_no = v.case_no
	WHEN MATCHED THEN UPDATE SET subject = 'mine'
	WHEN NOT MATCHED THEN DO NOTHING;
RESET ROLE;
SELECT case_no, subject FROM cases ORDER BY case_no;
SELECT severity, rule, "table", detail FROM verify() WHERE severity <> 'warning';

--
-- Under a basis: the client's own statement too.
--
SET client_min_messages = warning;
BEGIN;
SELECT rectify('an order');
MERGE INTO cases c USING (VALUES ('K5')) AS v (case_no) ON c.case_no = v.case_no
	WHEN MATCHED THEN UPDATE SET closed_on = '2025-02-03';
COMMIT;
BEGIN;
SELECT rectify('another order');
MERGE INTO cases c USING (VALUES ('K5')) AS v (case_no) ON c.case_no = v.case_no
	WHEN MATCHED THEN UPDATE SET closed_on = NULL;
COMMIT;
SELECT "table", act, columns, set_aside, basis FROM rectifications ORDER BY recorded_at;

\set ECHO none
SET client_min_messages = warning;
DROP VIEW fixture.seen;
DROP OWNED BY regress_secretxfer_clerk;
DROP ROLE regress_secretxfer_clerk;
\i test/fixtures/finish.sql
