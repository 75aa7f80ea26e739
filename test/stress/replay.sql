-- replay.sql
--
-- One person alone takes the steps of a journal (stepper.sql), in a fresh register of another
-- database: transaction by transaction, in the order of their last numbers.
CREATE SCHEMA stress;
CREATE TABLE stress.journal (no bigint PRIMARY KEY, transaction xid8, world int, kind text, statement text, rows bigint);
CREATE INDEX ON stress.journal (transaction);
CREATE TABLE stress.refused (no bigint, kind text, statement text, state text, message text);

CREATE PROCEDURE stress.replay() LANGUAGE plpgsql AS $$
DECLARE
	whole record;
	step record;
	rows bigint;
BEGIN
	FOR whole IN SELECT transaction, max(no) AS last FROM stress.journal GROUP BY transaction ORDER BY max(no) LOOP
		FOR step IN SELECT * FROM stress.journal WHERE transaction = whole.transaction ORDER BY no LOOP
			BEGIN
				EXECUTE step.statement;
				GET DIAGNOSTICS rows = ROW_COUNT;
				IF rows <> step.rows THEN
					INSERT INTO stress.refused VALUES (step.no, step.kind, step.statement, '00000', format('%s rows instead of %s', rows, step.rows));
				END IF;
			EXCEPTION WHEN OTHERS THEN
				INSERT INTO stress.refused VALUES (step.no, step.kind, step.statement, SQLSTATE, SQLERRM);
			END;
		END LOOP;
		BEGIN
			SET CONSTRAINTS ALL IMMEDIATE;
			SET CONSTRAINTS ALL DEFERRED;
		EXCEPTION WHEN OTHERS THEN
			INSERT INTO stress.refused VALUES (whole.last, 'commit', NULL, SQLSTATE, SQLERRM);
		END;
		COMMIT;
	END LOOP;
END
$$;
