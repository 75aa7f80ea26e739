-- 90_next_step.sql
--
-- CREATE EXTENSION makes no tables, so a notice says how to make them.  CREATE EXTENSION suppresses
-- notices while its script runs, so client_min_messages is lowered for this notice.
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
