-- Several steps of a case or two in one transaction, or one step of any kind, with savepoints, timeouts and
-- second thoughts. At any level of isolation or, where committed is 1, at the lowest.
\set level random(1, 10)
\set ms random(1, 60)
\set several random(1, 4)
\set savepoint random(1, 4)
\set regret random(1, 4)
\if :committed = 1 OR :level <= 5
BEGIN ISOLATION LEVEL READ COMMITTED;
\elif :level <= 8
BEGIN ISOLATION LEVEL REPEATABLE READ;
\else
BEGIN ISOLATION LEVEL SERIALIZABLE;
\endif
\if :ms <= 20
SET LOCAL statement_timeout = :ms;
\elif :ms <= 30
SET LOCAL lock_timeout = :ms;
\endif
\if :several > 1
SELECT stress.hold_cases();
SELECT stress.step('unruly');
SAVEPOINT here;
SELECT stress.step('unruly');
SELECT stress.step('unruly');
\else
SAVEPOINT here;
SELECT stress.step('unruly');
\endif
\if :savepoint = 1
ROLLBACK TO here;
\elif :savepoint = 2
RELEASE here;
\endif
\if :several > 1
SELECT stress.step('unruly');
\endif
SET LOCAL statement_timeout = 0;
\if :regret = 1
ROLLBACK;
\else
COMMIT;
\endif
