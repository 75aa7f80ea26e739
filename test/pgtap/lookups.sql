--
-- A lookup is made once, however much it finds.
--
-- Lookups take the latest snapshot, so one that is made again for each entry that it finds is slow, and may find less
-- than the time before.
--
BEGIN;
\ir prepare.psql
\set ECHO none
\ir ../fixtures/fixture.sql
CALL fixture.people();
SET search_path = secretxfer, fixture, public;
SELECT plan(4);

SELECT fixture.take('short', 'handed', '{"carriers": ["M-1/1", "M-1/2"]}');
SELECT fixture.take('long', 'handed', '{"carriers": ["M-4/1", "M-5/1", "M-6/1", "M-7/1", "M-8/1", "M-9/1"]}');
UPDATE handovers SET returned_on = '2025-03-20';

-- How often a table was looked into in this transaction.
CREATE FUNCTION fixture.scans(tbl text) RETURNS bigint LANGUAGE sql AS
	$$SELECT seq_scan + idx_scan FROM pg_stat_xact_user_tables WHERE schemaname = 'secretxfer' AND relname = tbl$$;

-- How often the closing of a case looks into a table.
CREATE FUNCTION fixture.scans_by_closing(no text, tbl text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	before bigint := fixture.scans(tbl);
BEGIN
	PERFORM FROM check_entry('cases', jsonb_build_object('case_no', no, 'closed_on', '2025-03-21'));
	RETURN fixture.scans(tbl) - before;
END $$;

SELECT is(may_change('cases', jsonb_build_object('case_no', no), '{"closed_on": "2025-03-21"}'), 'accepted', no || ' case: it may be closed')
  FROM unnest(ARRAY['short', 'long']) AS no;
SELECT cmp_ok(scans_by_closing('short', 'handovers'), '>', 0::bigint, 'the closing looks at the hand-overs');
SELECT is(scans_by_closing('long', 'handovers'), scans_by_closing('short', 'handovers'), 'as often whether they are many or few');

SELECT * FROM finish();
ROLLBACK;
