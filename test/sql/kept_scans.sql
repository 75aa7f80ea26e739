--
-- Scans of indexes are kept from one search to the next. They hinder no command, and see what a table and its indexes
-- have become.
--
\i test/fixtures/start.sql

SELECT take('K1', 'protected', '{"carriers": ["M-1/1", "M-2/1"]}');

-- The same statement searches, makes the indexes or the whole table anew, writes, and searches again.
BEGIN;
DO $$ BEGIN
	PERFORM enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');
	REINDEX TABLE secretxfer.party_changes;
	PERFORM enter('party_changes', '{"effective_on": "2025-03-10"}');
	RAISE NOTICE '%', may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
END $$;
ROLLBACK;
BEGIN;
DO $$ BEGIN
	PERFORM enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');
	CLUSTER secretxfer.party_changes USING party_changes_pkey;
	ALTER TABLE secretxfer.party_changes ADD remark text DEFAULT 'none';
	PERFORM enter('party_changes', '{"effective_on": "2025-03-10"}');
	RAISE NOTICE '%', may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
END $$;
ROLLBACK;

-- The index is dropped, so that the table is read sequentially, and made again.
BEGIN;
DO $$ BEGIN
	PERFORM enter('violations', '{"case_no": "K1", "found_on": "2025-03-10"}');
	PERFORM enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');
	ALTER TABLE secretxfer.suspensions DROP CONSTRAINT suspensions_pkey;
	RAISE NOTICE '%', may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
	PERFORM enter('suspensions', '{"case_no": "K1", "suspended_on": "2025-03-11"}');
	RAISE NOTICE '%', may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
	ALTER TABLE secretxfer.suspensions ADD PRIMARY KEY (case_no, suspended_on, violation_no);
	RAISE NOTICE '%', may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
END $$;
ROLLBACK;

-- A search that meets a value which the rules do not know ends with an error; the next one finds what there is.
BEGIN;
ALTER TYPE secretxfer.party_change_kind RENAME VALUE 'liquidation' TO 'closure';
SET LOCAL session_replication_role = replica;
INSERT INTO secretxfer.party_changes
	(entry_id, party, change_no, kind, effective_on, document, recorded_at, recorded_by)
	VALUES (nextval('entry_ids'), p('builder'), '1', 'closure', '2025-03-10', 'a document', clock_timestamp(),
			current_user);
SET LOCAL session_replication_role = origin;
DO $$ BEGIN
	FOR attempt IN 1 .. 2 LOOP
		BEGIN
			PERFORM enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');
		EXCEPTION WHEN datatype_mismatch THEN
			RAISE NOTICE '%', SQLERRM;
		END;
	END LOOP;
	ALTER TYPE secretxfer.party_change_kind RENAME VALUE 'closure' TO 'liquidation';
	RAISE NOTICE '%', may_enter('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}');
END $$;
ROLLBACK;

-- A lock on an index is kept from the second search in a transaction on. Here the changes of two parties are asked for.
BEGIN;
SELECT enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');
SELECT c.relname, mode FROM pg_locks JOIN pg_class c ON c.oid = relation
	WHERE pid = pg_backend_pid() AND c.relname = 'party_changes_pkey';
ROLLBACK;
