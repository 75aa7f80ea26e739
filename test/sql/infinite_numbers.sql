--
-- Infinite numbers are refused like NaN.  PostgreSQL has them since 14.
--
SELECT current_setting('server_version_num')::int < 140000 AS older \gset
\if :older
\quit
\endif
\i test/fixtures/start.sql
SELECT take('K1', 'handed');
SELECT n, may_enter('violations', jsonb_build_object('case_no', 'K1', 'damage', n)) FROM unnest(ARRAY['Infinity', '-Infinity']) AS n;
SELECT n, may_enter('violations', jsonb_build_object('case_no', 'K1', 'damage', 'Infinity', 'damage_recovered', n)) FROM unnest(ARRAY['1', 'Infinity', '-Infinity']) AS n;
SELECT n, may_change('parties', '{"idn": "@builder"}', jsonb_build_object('state_share', n)) FROM unnest(ARRAY['Infinity', '-Infinity']) AS n;
\i test/fixtures/finish.sql
