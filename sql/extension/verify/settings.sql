-- settings.sql
--
-- Settings by which the server would log what is entered, mistake a day or a letter, or compile for longer than it
-- computes; and the one that is recommended.

-- harmless is a pattern of the values by which the setting does no harm; nor does it where switch, another setting, is
-- off.  A role without privileges does not see every setting; a setting that the role does not see gives no finding.
CREATE FUNCTION secretxfer.verify_settings() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RETURN QUERY
	SELECT 'warning'::secretxfer.severity, NULL::text, NULL::text, concat(v.name, k.kept_for), v.detail
	FROM (
		SELECT unnest(names), harmless, switch, detail
		FROM (VALUES
			('{log_statement}'::text[], 'none|ddl', NULL, 'The server logs statements, and with them what is entered.'),
			('{log_min_duration_statement,log_min_duration_sample}', '-1', NULL,
				'The server logs slow statements, and with them what is entered.'),
			('{log_transaction_sample_rate}', '0(\.0*)?', NULL,
				'The server logs the statements of some transactions, and with them what is entered.'),
			('{log_parameter_max_length_on_error}', '0', NULL, 'The server logs the parameters of statements that fail.'),
			('{log_min_messages}', 'debug1|info|notice|warning|error|log|fatal|panic', NULL,
				'The server logs messages for its developers, which show statements.'),
			('{debug_print_parse,debug_print_rewritten,debug_print_plan}', 'off|false|no|0', NULL,
				'The server logs parsed statements, and with them what is entered.'),
			('{auto_explain.log_min_duration}', '-1', NULL,
				'The server logs the plans of slow statements, and with them what is entered.'),
			('{pgaudit.log}', '(none|ddl|role|misc_set|[-, ])*', 'pgaudit.log_statement',
				'The audit log shows statements, and with them what is entered.'),
			('{pgaudit.role}', '', 'pgaudit.log_statement', 'The audit log shows statements, and with them what is entered.'),
			('{pg_stat_statements.track_utility}', 'off|false|no|0', NULL,
				'The statistics of statements keep the texts of blocks and calls, and with them what is entered.'),
			('{pg_qualstats.track_constants}', '(off|false|no|0)?', 'pg_qualstats.enabled',
				'The statistics of conditions keep statements with what is asked for, and show them to all roles.'),
			('{cron.log_statement}', '(off|false|no|0)?', NULL, 'pg_cron logs the statements of its jobs.'),
			('{cron.log_run}', '(off|false|no|0)?', NULL,
				'pg_cron keeps the errors of its jobs, and with them values of the register.'),
			('{DateStyle}', '(?!.*(mdy|us|noneuro)).*', NULL,
				'A date written as here, 03.04.2026, is read as 4 March: set DateStyle to ISO, DMY.'),
			('{server_encoding}', 'UTF8', NULL,
				'The database is not in UTF8: the rules know the letters of ASCII only.'),
			('{jit}', 'off|false|no|0', NULL,
				'The server compiles questions about the whole register for longer than they run: set jit to off.')
		) AS g (names, harmless, switch, detail)
	) AS v (name, harmless, switch, detail)
	CROSS JOIN LATERAL (
		-- verify() itself runs without jit; for what pgaudit and pg_cron hide from a role current_setting() has an error
		SELECT CASE WHEN v.name = 'jit' THEN p.reset_val WHEN may_ask THEN current_setting(v.name, true) ELSE p.setting END,
			CASE WHEN may_ask THEN current_setting(v.switch, true) ELSE w.setting END
		FROM (SELECT v.name !~ '\.' OR pg_has_role('pg_read_all_settings', 'USAGE')) AS a (may_ask)
		LEFT JOIN pg_settings p ON p.name = v.name
		LEFT JOIN pg_settings w ON w.name = v.switch
	) AS here (value, switched)
	CROSS JOIN LATERAL (
		SELECT NULL, here.value, here.switched
		UNION ALL
		-- of the two, what is not kept for a role or database is as it is here
		SELECT concat(' for role ' || pg_get_userbyid(nullif(s.setrole, 0)), ' in database ' || d.datname),
			coalesce(own.value, here.value), coalesce(own.switched, here.switched)
		FROM pg_db_role_setting s
		LEFT JOIN pg_database d ON d.oid = s.setdatabase
		CROSS JOIN LATERAL (
			SELECT max(substr(c, length(v.name) + 2)) FILTER (WHERE starts_with(c, v.name || '=')),
				max(substr(c, length(v.switch) + 2)) FILTER (WHERE starts_with(c, v.switch || '='))
			FROM unnest(s.setconfig) AS c
		) AS own (value, switched)
		WHERE num_nonnulls(own.value, own.switched) > 0 AND (s.setdatabase = 0 OR d.datname = current_database())
	) AS k (kept_for, value, switched)
	WHERE k.value !~* concat('^(', v.harmless, ')$') AND (k.switched ~* '^(off|false|no|0)$') IS NOT TRUE;

	-- Once roles are admitted, people work in the register.  What is set for the session alone, or for its role alone,
	-- does not count; what is set for the database counts as kept, because an open session does not show it.
	IF to_regclass('secretxfer.admissions') IS NULL OR NOT has_table_privilege('secretxfer.admissions', 'SELECT') THEN
		RETURN;
	END IF;
	RETURN QUERY
	SELECT 'warning'::secretxfer.severity, NULL::text, NULL::text, 'session_preload_libraries',
		'The library is not preloaded: a statement that fails before a session has loaded it is logged with its values.'
	WHERE EXISTS (SELECT FROM secretxfer.admissions)
	  AND EXISTS (SELECT FROM pg_settings WHERE name = 'session_preload_libraries')
	  AND NOT EXISTS (SELECT FROM pg_settings
					  WHERE name IN ('shared_preload_libraries', 'session_preload_libraries', 'local_preload_libraries')
						AND source IN ('configuration file', 'command line') AND setting ~ '\msecretxfer\M')
	  AND NOT EXISTS (SELECT FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) AS c
					  WHERE s.setrole = 0 AND c ~ '^(session|local)_preload_libraries=.*\msecretxfer\M'
						AND (s.setdatabase = 0 OR s.setdatabase =
							 (SELECT oid FROM pg_database WHERE datname = current_database())));
END
$$;
COMMENT ON FUNCTION secretxfer.verify_settings() IS
'verify(), settings: those of the session, and those kept for roles and databases, by which the server would log '
'what is entered, mistake a day or a letter, or compile questions for longer than they run; and the library, if roles '
'are admitted and it is not preloaded.';
