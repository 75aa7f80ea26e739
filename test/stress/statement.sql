-- Several steps in one statement, each in a transaction of its own. At the lowest level of isolation or, where committed
-- is 0, now and then at another one.
\set level random(1, 10)
\if :committed = 1 OR :level <= 8
SET default_transaction_isolation = 'read committed';
\else
SET default_transaction_isolation = 'repeatable read';
\endif
DO 'BEGIN FOR i IN 1 .. 5 LOOP PERFORM stress.step(''statement''); COMMIT; END LOOP; END';
