-- 90_next_step.sql
--
-- CREATE EXTENSION makes no tables, and ALTER EXTENSION alters none, so a notice says how to go on.
-- Both suppress notices while their script runs, so client_min_messages is lowered for this notice.
DO $$
DECLARE
	level text := current_setting('client_min_messages');
BEGIN
	PERFORM set_config('client_min_messages', 'notice', true);
	RAISE NOTICE 'the rules are installed; next step: SELECT secretxfer.create_register();'
		USING DETAIL = CASE WHEN secretxfer.register_is_earlier()
			THEN 'The register is as version 1.0 made it, and can be read, but not written until then. What will be done '
				'and what stands in the way tells SELECT * FROM secretxfer.create_register(dry_run => true).'
			ELSE 'It creates the register in schema secretxfer as ordinary tables of whoever runs it. '
				'A backup that is being restored brings its register along.' END;
	PERFORM set_config('client_min_messages', level, true);
END
$$;
