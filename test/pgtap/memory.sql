--
-- Checks leave no memory behind: not in the session, and not until the end of a statement that makes many of them.
--
-- By hand, for ten million checks:
--     test/tools/with-server psql -v statements=100000 -f test/pgtap/memory.sql
--
\ir prepare.psql
\set ECHO none
\if :{?statements} \else \set statements 500 \endif
BEGIN;
\ir ../fixtures/fixture.sql
COMMIT;
CALL fixture.people();
SET search_path = secretxfer, fixture, public;
SELECT fixture.take('K1', 'permitted') \g /dev/null
SELECT fixture.take('K2', 'handed', '{"carriers": ["M-2/1"]}') \g /dev/null

-- The session's memory in kB, as the operating system counts it under a name.
CREATE FUNCTION fixture.memory(name text) RETURNS bigint LANGUAGE sql AS
	$$SELECT substring(pg_read_file('/proc/self/status', 0, 10000) FROM name || ':\s*(\d+)')::bigint$$;

-- Lawful entries, changes and withdrawals: eight checks a round.
CREATE PROCEDURE fixture.lawful(rounds int) LANGUAGE plpgsql AS $$
DECLARE
	contract text := fixture.insert_of('contracts', fixture.entry('contracts', '{"case_no": "K1"}'));
	line text := fixture.insert_of('contract_items', fixture.entry('contract_items', '{"case_no": "K1", "annex_no": "1"}'));
	notice text := fixture.insert_of('notices', fixture.entry('notices', '{"case_no": "K1"}'));
BEGIN
	FOR i IN 1 .. rounds LOOP
		EXECUTE contract;
		UPDATE secretxfer.contracts SET contract_no = 'number ' || i WHERE case_no = 'K1';
		EXECUTE line;
		EXECUTE notice;
		UPDATE secretxfer.notices SET recipient = 'recipient ' || i WHERE case_no = 'K1';
		DELETE FROM secretxfer.notices WHERE case_no = 'K1';
		DELETE FROM secretxfer.contract_items WHERE case_no = 'K1';
		DELETE FROM secretxfer.contracts WHERE case_no = 'K1';
	END LOOP;
END $$;

-- A hundred checks, of refused entries and by the other door too.
CREATE PROCEDURE fixture.hundred_checks() LANGUAGE plpgsql AS $$
DECLARE
	handover jsonb := fixture.entry('handovers', '{"case_no": "K1"}');
BEGIN
	CALL fixture.lawful(8);
	FOR i IN 1 .. 12 LOOP
		BEGIN
			EXECUTE fixture.insert_of('handovers', handover);
			RAISE 'a hand-over without a contract was accepted';
		EXCEPTION WHEN integrity_constraint_violation THEN NULL;
		END;
		PERFORM FROM secretxfer.check_entry('secretxfer.handovers', handover);
		PERFORM FROM secretxfer.next_steps('K1');
	END LOOP;
END $$;

-- In one statement: what this library itself keeps, most in the first rounds and most in those after.  (PostgreSQL keeps
-- something for each row that one transaction writes and removes.)
CREATE PROCEDURE fixture.many_lawful(INOUT before bigint, INOUT after bigint) LANGUAGE plpgsql AS $$
DECLARE
	now bigint;
BEGIN
	FOR i IN 1 .. 640 LOOP
		CALL fixture.lawful(5);
		SELECT sum(total_bytes) INTO now FROM pg_backend_memory_contexts WHERE name LIKE '%secretxfer%';
		before := CASE WHEN i <= 320 THEN greatest(before, now) ELSE before END;
		after := CASE WHEN i > 320 THEN greatest(after, now) END;
	END LOOP;
END $$;

-- The same of steps that are rolled back, one after the other.
CREATE PROCEDURE fixture.many_rolled_back(INOUT before bigint, INOUT after bigint) LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN 1 .. 400 LOOP
		BEGIN
			CALL fixture.lawful(1);
			RAISE SQLSTATE 'UNDO1';
		EXCEPTION WHEN SQLSTATE 'UNDO1' THEN NULL;
		END;
		SELECT sum(total_bytes) INTO after FROM pg_backend_memory_contexts WHERE name LIKE '%secretxfer%';
		before := CASE WHEN i <= 20 THEN greatest(before, after) ELSE before END;
	END LOOP;
END $$;

SELECT plan(3);
SELECT current_setting('server_version_num')::int >= 140000 AS tells \gset
\if :tells
CALL fixture.many_lawful(NULL, NULL) \gset
SELECT cmp_ok(:after, '<=', :before, 'many checks in one statement leave nothing until its end');
CALL fixture.many_rolled_back(NULL, NULL) \gset
SELECT cmp_ok(:after, '<=', :before, 'nor do many that are rolled back');
\else
SELECT pass('this server does not tell what its memory is used for') FROM generate_series(1, 2);
\endif

-- In the session, one statement after the other.  AddressSanitizer, told by the terabytes it reserves, keeps freed memory
-- aside.
SELECT fixture.memory('VmSize') > 1000000000 AS sanitized \gset
\if :sanitized
SELECT pass('this server keeps freed memory aside');
\else
SELECT 'CALL fixture.hundred_checks()' FROM generate_series(1, 50) \gexec
CREATE TABLE fixture.measured AS SELECT 0 AS checks, fixture.memory('RssAnon') AS memory;
SELECT CASE WHEN i % (:statements / 10) = 0
	THEN format('INSERT INTO fixture.measured SELECT %s, fixture.memory(''RssAnon'')', i * 100)
	ELSE 'CALL fixture.hundred_checks()' END
FROM generate_series(1, :statements) AS i \gexec
SELECT diag(string_agg(format('%s checks: %s kB', checks, memory), E'\n' ORDER BY checks)) FROM fixture.measured;
-- (The first ones fill the session's caches.)
SELECT cmp_ok(max(memory) - min(memory), '<', 500::bigint, 'many statements leave less than 500 kB') FROM fixture.measured WHERE checks > 0;
\endif

SELECT * FROM finish();
