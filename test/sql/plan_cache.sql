-- Plans of a session that uses the register are made anew only where they hold an answer of ours.
SET client_min_messages = notice;
SELECT secretxfer.idn_valid('300140000005') AS library_loaded;

-- A function of constants is called when a plan is made, so that this one tells of it.
CREATE FUNCTION public.tells_of_planning() RETURNS integer
IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'planned'; RETURN 1; END $$;
PREPARE users_own AS SELECT public.tells_of_planning();
SET plan_cache_mode = force_generic_plan;
EXECUTE users_own;
EXECUTE users_own;

\echo == A role comes: the plan holds no answer, and stays
CREATE ROLE plan_cache_newcomer;
EXECUTE users_own;

DROP ROLE plan_cache_newcomer;
DEALLOCATE users_own;
DROP FUNCTION public.tells_of_planning();
