--
-- The register's tables laid bare: without its triggers; the stamps become plain defaults.
--
SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass)
  FROM pg_catalog.pg_trigger
 WHERE NOT tgisinternal AND tgrelid IN (SELECT oid FROM pg_catalog.pg_class WHERE relnamespace = 'secretxfer'::regnamespace) \gexec

SELECT format('ALTER TABLE secretxfer.%I ALTER recorded_at SET DEFAULT clock_timestamp(), ALTER recorded_by SET DEFAULT current_user', tablename)
  FROM pg_catalog.pg_tables WHERE schemaname = 'secretxfer' AND tablename !~ '^journal' \gexec

-- What the server would fill in otherwise.
SELECT format('ALTER TABLE secretxfer.%I ALTER entry_id SET DEFAULT nextval(''secretxfer.entry_ids'')', tablename)
  FROM pg_catalog.pg_tables WHERE schemaname = 'secretxfer' AND tablename !~ '^(admissions|journal)' \gexec
SELECT format('ALTER TABLE secretxfer.%I ALTER printed_no SET DEFAULT ''1''', tablename)
  FROM pg_catalog.pg_tables WHERE schemaname = 'secretxfer' AND tablename IN ('cases', 'requests') \gexec
ALTER TABLE secretxfer.decisions ALTER due_on SET DEFAULT '2025-02-26';
ALTER TABLE secretxfer.contract_items ALTER annexed_on SET DEFAULT '2025-03-03';
