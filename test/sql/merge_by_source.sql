--
-- MERGE that changes what its source lacks, tells what it did, and writes through a view.  PostgreSQL has that since 17.
--
SELECT current_setting('server_version_num')::int < 170000 AS older \gset
\if :older
\quit
\endif
\i test/fixtures/start.sql
\set VERBOSITY terse
SELECT take('K3', 'handed', '{"carriers": ["M-4/1"]}'), take('K4', 'opened');
CREATE VIEW fixture.seen AS SELECT * FROM cases;
MERGE INTO handovers h USING (VALUES ('none')) AS v (case_no) ON h.case_no = v.case_no
	WHEN NOT MATCHED BY SOURCE THEN DELETE;
MERGE INTO cases c USING (VALUES ('K3')) AS v (case_no) ON c.case_no = v.case_no
	WHEN NOT MATCHED BY SOURCE THEN UPDATE SET contractor = customer;
MERGE INTO fixture.seen c USING (VALUES ('K4')) AS v (case_no) ON c.case_no = v.case_no
	WHEN MATCHED THEN UPDATE SET contractor = customer;
-- lawful
MERGE INTO fixture.seen c USING (VALUES ('K3')) AS v (case_no) ON c.case_no = v.case_no
	WHEN NOT MATCHED BY SOURCE THEN UPDATE SET subject = 'other works' RETURNING merge_action(), c.case_no, c.subject;
\i test/fixtures/finish.sql
