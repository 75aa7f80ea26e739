--
-- The row of a key is looked for first where the session found that row before. By now another row may be there.
--
\i test/fixtures/start.sql

SELECT take('K1', 'protected', '{"carriers": ["M-1/1", "M-2/1"]}');
SET session_replication_role = replica;
UPDATE carriers SET mark = 'top_secret';
UPDATE permits SET highest_mark = 'special_importance';
UPDATE clearances SET highest_mark = 'special_importance';
SET session_replication_role = origin;
SELECT enter('handovers', '{"case_no": "K1", "carrier_id": "#M-1/1"}');

-- The clearance gets new versions until the place of the one just found is free, and another clearance takes the place.
CREATE PROCEDURE public.take_place() LANGUAGE plpgsql AS $$
DECLARE
	place tid := (SELECT ctid FROM secretxfer.clearances WHERE clearance_no = 'C-builder');
	taken tid;
	number int := 0;
BEGIN
	WHILE taken IS DISTINCT FROM place AND number < 5000 LOOP
		number := number + 1;
		UPDATE secretxfer.clearances SET highest_mark = 'secret' WHERE clearance_no = 'C-builder';
		COMMIT;
		INSERT INTO secretxfer.clearances (clearance_no, party, person_name, issued_on, valid_until, issued_by, highest_mark,
										   printed_no, entry_id)
			SELECT 'X-' || number, party, person_name, issued_on, valid_until, issued_by, 'special_importance', 'X-' || number,
				   1000000 + number
			  FROM secretxfer.clearances WHERE clearance_no = 'C-builder'
			RETURNING ctid INTO taken;
		COMMIT;
	END LOOP;
	RAISE NOTICE 'the place is %', CASE WHEN taken = place THEN 'taken' ELSE 'not taken' END;
END$$;
SET session_replication_role = replica;
CALL public.take_place();
SET session_replication_role = origin;
DROP PROCEDURE public.take_place();
SELECT try(insert_of('handovers', entry('handovers', '{"case_no": "K1", "carrier_id": "#M-2/1"}')));
