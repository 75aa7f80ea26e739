-- Interrupts a client at work: mostly its statement, sometimes its session.
\set terminate random(1, 5)
\if :terminate = 1
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'unruly' AND state <> 'idle' ORDER BY random() LIMIT 1;
\else
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'unruly' AND query LIKE 'SELECT stress.step%' AND state = 'active' ORDER BY random() LIMIT 1;
\endif
