-- 90_next_step.sql
--
-- CREATE EXTENSION leaves no register behind yet, so it says how to get one.  While its script
-- runs it holds all notices back, so the level is lowered for this one.
DO $$
DECLARE
	level text := current_setting('client_min_messages');
BEGIN
	PERFORM set_config('client_min_messages', 'notice', true);
	RAISE NOTICE 'the rules are installed; next step: SELECT secretxfer.create_register();'
		USING DETAIL = 'It creates the register in schema secretxfer as ordinary tables of whoever runs it. '
			'A backup that is being restored brings its register along.';
	PERFORM set_config('client_min_messages', level, true);
END
$$;
