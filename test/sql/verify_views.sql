--
-- What verify() can tell since PostgreSQL 15: of views, and of a role that may read all data.
--
SELECT current_setting('server_version_num')::int < 150000 AS older \gset
\if :older
\quit
\endif
\i test/fixtures/start.sql

-- Views with other rows, or with the rights of their owner.
BEGIN;
CREATE OR REPLACE VIEW breaches WITH (security_invoker = true) AS SELECT * FROM breaches WHERE false;
SELECT * FROM verify_guard();
ROLLBACK;
BEGIN;
CREATE OR REPLACE VIEW rules AS SELECT *, sentence_en AS sentence FROM rule_catalogue() WHERE false;
SELECT * FROM verify_guard();
ROLLBACK;
BEGIN;
ALTER VIEW breaches RESET (security_invoker);
SELECT * FROM verify_guard();
ROLLBACK;

-- A role that dumps, and one that is only said to.
BEGIN;
CREATE ROLE regress_secretxfer_dumps BYPASSRLS;
GRANT SELECT ON cases TO regress_secretxfer_dumps;
SELECT severity, detail FROM verify_grants() WHERE key = 'regress_secretxfer_dumps';
GRANT pg_read_all_data TO regress_secretxfer_dumps;
SELECT severity, detail FROM verify_grants() WHERE key = 'regress_secretxfer_dumps';
ROLLBACK;
\i test/fixtures/finish.sql
