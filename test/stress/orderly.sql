-- One step, one transaction.
\set level random(1, 10)
\if :level <= 6
BEGIN ISOLATION LEVEL READ COMMITTED;
\elif :level <= 8
BEGIN ISOLATION LEVEL REPEATABLE READ;
\else
BEGIN ISOLATION LEVEL SERIALIZABLE;
\endif
SELECT stress.step('orderly');
COMMIT;
