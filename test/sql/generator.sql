--
-- The generator of the benchmarks: what it makes is lawful, whether it is entered under the triggers' eyes
-- or behind their back, and it leaves out no stage and no branch.
--
\set ECHO none
SET client_min_messages = warning;
\pset format unaligned
\pset tuples_only on
\i test/fixtures/fixture.sql
CALL fixture.remove_register();
SELECT secretxfer.create_register() \g /dev/null
\set cases 400
\set triggers on
\i test/bench/generate.sql
SET client_min_messages = warning;
\set ECHO all

-- Entered under the triggers' eyes, so every entry was accepted; and verify() agrees.
SELECT count(*) > 1000 FROM secretxfer.handovers;
SELECT severity, rule, "table", key FROM secretxfer.verify() WHERE severity <> 'warning' OR rule IS NOT NULL;

-- The same behind their back, and more of it.
\set ECHO none
CALL fixture.remove_register();
SELECT secretxfer.create_register() \g /dev/null
\set cases 5000
\set triggers off
\i test/bench/generate.sql
SET client_min_messages = warning;
\set ECHO all
SELECT severity, rule, "table", key FROM secretxfer.verify() WHERE severity <> 'warning' OR rule IS NOT NULL;

-- Every stage.
SELECT unnest(enum_range(NULL::secretxfer.case_stage)) EXCEPT SELECT stage FROM secretxfer.case_status;

-- Every value list.
SELECT unnest(enum_range(NULL::secretxfer.party_kind)) EXCEPT SELECT kind FROM secretxfer.parties;
SELECT unnest(enum_range(NULL::secretxfer.secrecy_mark)) EXCEPT SELECT c.mark FROM secretxfer.carriers c JOIN secretxfer.handovers USING (carrier_id);
SELECT unnest(enum_range(NULL::secretxfer.carrier_kind)) EXCEPT SELECT kind FROM secretxfer.carriers;
SELECT unnest(enum_range(NULL::secretxfer.decision_outcome)) EXCEPT SELECT outcome FROM secretxfer.decisions;
SELECT unnest(enum_range(NULL::secretxfer.signatory)) EXCEPT SELECT signed_as FROM secretxfer.decisions;
SELECT unnest(enum_range(NULL::secretxfer.notice_kind)) EXCEPT SELECT kind FROM secretxfer.notices;
SELECT unnest(enum_range(NULL::secretxfer.protection_kind)) EXCEPT SELECT kind FROM secretxfer.protections;
SELECT unnest(enum_range(NULL::secretxfer.party_change_kind)) EXCEPT SELECT kind FROM secretxfer.party_changes;

-- Every table that is in use holds something, and the rarer branches occur.
SELECT relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r'
   AND relname !~ '^(admissions|journal|disposal_successions)'
   AND (xpath('/row/n/text()', query_to_xml(format('SELECT EXISTS (SELECT FROM %s) AS n', oid::regclass), false, true, '')))[1]::text = 'false';
SELECT count(*) > 0 AS late, count(*) FILTER (WHERE cardinality(excluded_items) > 0) > 0 AS excluded FROM secretxfer.decisions WHERE late_reason IS NOT NULL OR cardinality(excluded_items) > 0;
SELECT bool_or(order_annulled_on IS NOT NULL) AS annulled, bool_or(order_annulled_on IS NULL) AS raised FROM secretxfer.annulments;
SELECT bool_or(completed_on IS NOT NULL) AS completed, bool_or(completed_on IS NULL) AS open FROM secretxfer.party_changes;
SELECT bool_or(successor = party) AS goes_on, bool_or(successor <> party) AS succeeded FROM secretxfer.supplements;
SELECT array_agg(DISTINCT act ORDER BY act) FROM secretxfer.duties;
SELECT array_agg(DISTINCT reason ORDER BY reason) FROM secretxfer.returns_due, unnest(reasons) AS reason;
SELECT array_agg(DISTINCT breach ORDER BY breach) FROM secretxfer.breaches;
SELECT count(*) > 0 AS handed_over_again FROM secretxfer.handovers a JOIN secretxfer.handovers b USING (case_no, carrier_id) WHERE a.handed_on < b.handed_on;

\set ECHO none
DROP SCHEMA generator CASCADE;
\i test/fixtures/finish.sql
