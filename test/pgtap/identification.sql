--
-- BIN and IIN: twelve digits, the last of which checks the others.
--
BEGIN;
\ir prepare.psql
SET search_path = secretxfer, public;
SELECT no_plan();

SELECT is(idn_valid(number), valid, format('%s: %s', number, what))
  FROM (VALUES ('351240000010', true, 'BIN'), ('351240000109', true, 'BIN, second pass'), ('370660000124', true, 'BIN'),
			   ('810101100015', true, 'IIN'), ('810101100602', true, 'IIN, second pass'), ('751231102008', true, 'IIN'),
			   ('351240000011', false, 'wrong check digit'), ('351240000100', false, 'first pass leaves 10'),
			   ('810101100016', false, 'wrong check digit'), ('000000000000', false, 'all zeros'),
			   ('351340000014', false, 'month 13, and no IIN either'), ('351239000015', false, 'digit 5 is 3, and no IIN either'),
			   ('35124000001', false, 'eleven digits'), ('3512400000100', false, 'thirteen digits'), ('', false, 'empty'),
			   ('35124000001O', false, 'a letter'), ('３５１２４００００００１０', false, 'full-width digits'),
			   ('٣٥١٢٤٠٠٠٠٠١٠', false, 'Arabic digits'), (' 351240000010', false, 'a blank before'), ('351240000010 ', false, 'a blank after'),
			   ('351240-00010', false, 'a hyphen'), ('+35124000010', false, 'a sign'), (repeat('0', 1000), false, 'a thousand digits'))
	   AS v (number, valid, what);

-- With the kind of the party known.
SELECT is(idn_valid(number, kind::party_kind), valid, format('%s of %s: %s', number, kind, what))
  FROM (VALUES ('351240000010', 'organization', true, 'BIN'), ('351240000010', 'state_body', true, 'BIN'),
			   ('370660000124', 'organization', true, 'digit 5 is 6'), ('351340000014', 'organization', false, 'month 13'),
			   ('351239000015', 'organization', false, 'digit 5 is 3'), ('351239000015', 'state_body', false, 'digit 5 is 3'),
			   ('810101100015', 'citizen', true, 'IIN'), ('810101100602', 'citizen', true, 'IIN, second pass'),
			   ('751231102008', 'citizen', true, 'IIN'), ('351340000014', 'citizen', true, 'digits tell no date since 2013'),
			   ('810101100016', 'citizen', false, 'wrong check digit'), ('000000000000', 'citizen', false, 'all zeros'),
			   ('810101100015', 'organization', false, 'digit 5 is 0')) AS v (number, kind, valid, what);

-- Against a statement in plain SQL, for a thousand beginnings and every last digit.
CREATE FUNCTION pg_temp.remainder(number text, weights int[]) RETURNS bigint LANGUAGE sql AS
	'SELECT sum(substr(number, i, 1)::int * weights[i]) % 11 FROM generate_series(1, 11) AS i';
SELECT is_empty($$
	WITH numbers AS (SELECT lpad((i * 7919)::text, 5, '0') AS tail, d FROM generate_series(0, 12) AS i, generate_series(0, 9) AS d),
	number AS (SELECT '351240' || left(tail, 5) || d AS n, d FROM numbers),
	judged AS (SELECT n, d, CASE WHEN pg_temp.remainder(n, '{1,2,3,4,5,6,7,8,9,10,11}') = 10
							 THEN pg_temp.remainder(n, '{3,4,5,6,7,8,9,10,11,1,2}')
							 ELSE pg_temp.remainder(n, '{1,2,3,4,5,6,7,8,9,10,11}') END AS digit FROM number)
	SELECT n FROM judged WHERE idn_valid(n) IS DISTINCT FROM (digit = d)$$, 'the check digit, against plain SQL');
SELECT is_empty($$
	SELECT month FROM generate_series(0, 99) AS month, generate_series(0, 9) AS d
	 WHERE idn_valid(format('35%s400000%s%s', lpad(month::text, 2, '0'), '1', d), 'organization') AND month NOT BETWEEN 1 AND 12$$,
	'no BIN has another month');
SELECT is((SELECT count(*)::int FROM generate_series(0, 9) AS d WHERE idn_valid('35124000016' || d)), 0,
	'where both passes leave 10 no number exists');

-- Never an error, never an answer to nothing.
SELECT is(idn_valid(NULL), NULL, 'no number, no answer');
SELECT is(idn_valid('351240000010', NULL), NULL, 'no kind, no answer');
SELECT is(idn_valid(repeat('x', 1048576)), false, 'a megabyte is no number');

SELECT * FROM finish();
ROLLBACK;
