-- One step, one transaction: at any level of isolation or, where committed is 1, at the lowest.
\set level random(1, 10)
\if :committed = 1 OR :level <= 6
BEGIN ISOLATION LEVEL READ COMMITTED;
\elif :level <= 8
BEGIN ISOLATION LEVEL REPEATABLE READ;
\else
BEGIN ISOLATION LEVEL SERIALIZABLE;
\endif
SELECT stress.step('orderly');
COMMIT;
