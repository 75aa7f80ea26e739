--
-- SQLSTATE and primary message of a refusal: a duplicate is reported like a broken unique constraint, a missing entry
-- like a broken foreign key, all else like a broken check constraint. What clients do by these codes works.
--
\i test/fixtures/start.sql
SELECT take('K1', 'handed', '{"carriers": ["M-1/1", "M-1/2"]}');
SELECT take('K2', 'requested', '{"carriers": ["M-5/1", "M-6/1"]}');
SELECT take('K3', 'opened');

-- SQLSTATE, message, and all that a caught error has of a place.
CREATE FUNCTION fixture.coded(sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	state text; message text; detail text; hint text; context text; sch text; tbl text; col text; rule text;
BEGIN
	EXECUTE sql;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, rule = CONSTRAINT_NAME,
		sch = SCHEMA_NAME, tbl = TABLE_NAME, col = COLUMN_NAME;
	RETURN format(E'%s: %s\n  %s\n  %s at %s', state, message, replace(detail, E'\n', E'\n  '), rule, concat_ws('.', sch, tbl, nullif(col, '')));
END $$;

--
-- Each kind, by an INSERT and by an UPDATE.
--
SELECT coded(insert_of('cases', entry('cases', '{"case_no": "K1"}')));
SELECT coded($$UPDATE cases SET case_no = 'K1' WHERE case_no = 'K3'$$);
SELECT coded(insert_of('carriers', entry('carriers', '{"account_no": "M-1"}')));
SELECT coded($$UPDATE carriers SET account_no = 'M-1', copy_no = '1' WHERE account_no = 'M-2'$$);
SELECT coded(insert_of('permits', entry('permits', '{"permit_no": "another", "printed_no": "P-builder"}')));
SELECT coded($$UPDATE permits SET printed_no = 'P-builder' WHERE permit_no = 'P-other'$$);
SELECT coded(insert_of('request_items', entry('request_items', '{"case_no": "K2", "item_no": 3, "carrier_id": "#M-5/1"}')));
SELECT coded($$UPDATE request_items SET carrier_id = c('M-5/1') WHERE case_no = 'K2' AND item_no = 2$$);
SELECT coded(insert_of('request_items', entry('request_items', '{"case_no": "K2", "item_no": 2, "carrier_id": "#M-12/1"}')));
SELECT coded($$UPDATE request_items SET item_no = 1 WHERE case_no = 'K2' AND item_no = 2$$);
SELECT coded(insert_of('cases', entry('cases', '{"customer": "@spare"}')));
SELECT coded(update_of('cases', '{"case_no": "K3"}', '{"contractor": "@spare"}'));
SELECT coded(insert_of('cases', entry('cases', '{"contractor": "@bureau"}')));
SELECT coded(update_of('cases', '{"case_no": "K3"}', '{"contractor": "@bureau"}'));
SELECT coded($$DELETE FROM cases WHERE case_no = 'K1'$$);
SELECT coded('TRUNCATE protection_measures');

-- A change that follows an entry, and an entry that follows a change, in one statement.
SELECT coded($$WITH one AS (UPDATE cases SET subject = 'other works' WHERE case_no = 'K3')
	INSERT INTO cases SELECT * FROM cases WHERE case_no = 'K1'$$);
SELECT coded($$INSERT INTO cases (case_no, customer, contractor, subject, works_settlement, opened_on)
	SELECT v.case_no, customer, contractor, subject, works_settlement, opened_on FROM cases c, (VALUES ('K8'), ('K3')) AS v (case_no) WHERE c.case_no = 'K1'
	ON CONFLICT (case_no) DO UPDATE SET case_no = 'K1'$$);

--
-- Several findings: the code is that of the rule in CONSTRAINT NAME; r00_entered_once stands first.
--
SELECT coded(insert_of('cases', entry('cases', '{"case_no": "K1", "subject": " ", "contractor": "@bureau"}')));
SELECT coded(insert_of('cases', entry('cases', '{"case_no": "K1", "customer": "@spare", "opened_on": "2200-01-01"}')));
SELECT coded(update_of('carriers', '{"account_no": "M-2"}', '{"account_no": "M-1", "sheets": 0}'));
SELECT coded(insert_of('request_items', entry('request_items', '{"case_no": "K2", "item_no": 0, "carrier_id": "#M-5/1"}')));
SELECT coded(insert_of('cases', entry('cases', '{"customer": "@spare", "contractor": "@bureau"}')));
SELECT coded(insert_of('cases', entry('cases', '{"customer": "@spare", "subject": null}')));
-- the other door says the same
SELECT foretold('cases', entry('cases', '{"customer": "@spare", "subject": null}'));
SELECT foretold('carriers', entry('carriers', '{"account_no": "M-1", "sheets": 0}'));

--
-- What a constraint of the user's own forbids is told as before.
--
ALTER TABLE carriers ADD CONSTRAINT carriers_few_sheets CHECK (sheets < 100);
ALTER TABLE permits ADD CONSTRAINT permits_one_each UNIQUE (holder);
CREATE TABLE fixture.shelves (name text PRIMARY KEY);
ALTER TABLE carriers ADD COLUMN shelf text REFERENCES shelves;
SELECT coded(insert_of('carriers', entry('carriers', '{"sheets": 100}')));
SELECT coded(insert_of('permits', entry('permits', '{}')));
SELECT coded($$UPDATE carriers SET shelf = 'A' WHERE account_no = 'M-1'$$);
ALTER TABLE carriers DROP CONSTRAINT carriers_few_sheets, DROP COLUMN shelf;
ALTER TABLE permits DROP CONSTRAINT permits_one_each;

--
-- ON CONFLICT finds a duplicate, and leaves alone what stands.
--
CREATE FUNCTION fixture.case_of(no text, subject text) RETURNS text LANGUAGE sql AS
	$$SELECT insert_of('cases', entry('cases', jsonb_build_object('case_no', no, 'subject', subject)))$$;
SELECT try(case_of('K3', 'works') || ' ON CONFLICT DO NOTHING');
SELECT try(case_of('K3', 'works') || ' ON CONFLICT (case_no) DO NOTHING');
SELECT try(case_of('K3', 'works') || ' ON CONFLICT ON CONSTRAINT cases_pkey DO NOTHING');
SELECT try(case_of('K3', 'road works') || ' ON CONFLICT (case_no) DO UPDATE SET subject = EXCLUDED.subject');
SELECT try(case_of('K4', 'road works') || ' ON CONFLICT (case_no) DO UPDATE SET subject = EXCLUDED.subject');
SELECT try(case_of('K3', ' ') || ' ON CONFLICT (case_no) DO UPDATE SET subject = EXCLUDED.subject');
SELECT try('WITH w AS (' || case_of('K3', ' ') || ' ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*) FROM w');
SELECT try(case_of('K3', ' '));
-- another constraint than the one that is asked for
SELECT coded(insert_of('carriers', entry('carriers', '{"account_no": "M-1"}')) || ' ON CONFLICT (carrier_id) DO NOTHING');
SELECT coded(insert_of('carriers', entry('carriers', '{"account_no": "M-1"}')) || ' ON CONFLICT DO NOTHING');

--
-- What a client's code does after the code: find the entry that stands.
--
CREATE FUNCTION fixture.found_or_entered(no text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE fixture.case_of(no, 'works');
	RETURN 'entered';
EXCEPTION
	WHEN unique_violation THEN
		RETURN (SELECT 'found: ' || c.case_no FROM secretxfer.cases c WHERE c.case_no = no);
END $$;
SELECT found_or_entered('K1'), found_or_entered('K5'), found_or_entered('K5');
SELECT case_no FROM cases ORDER BY 1;
CREATE FUNCTION fixture.sorted(sql text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE sql;
	RETURN 'accepted';
EXCEPTION
	WHEN unique_violation THEN RETURN 'it stands';
	WHEN foreign_key_violation THEN RETURN 'something else is missing';
	WHEN check_violation THEN RETURN 'the rules forbid it';
	WHEN integrity_constraint_violation THEN RETURN 'not reached';
END $$;
SELECT sorted(case_of('K1', 'works')), sorted(insert_of('cases', entry('cases', '{"customer": "@spare"}'))), sorted($$DELETE FROM cases WHERE case_no = 'K1'$$);
-- every refusal is of the class of broken constraints
DO $$
BEGIN
	EXECUTE fixture.case_of('K1', 'works');
EXCEPTION WHEN integrity_constraint_violation THEN
	RAISE NOTICE 'caught';
END $$;
-- with a savepoint, in a transaction that goes on
BEGIN;
SAVEPOINT s;
INSERT INTO cases SELECT * FROM cases WHERE case_no = 'K1';
ROLLBACK TO s;
SELECT case_no FROM cases WHERE case_no = 'K1';
COMMIT;

\i test/fixtures/finish.sql
