--
-- Kazakhstan's working days: terms, counts, and the edge of what is known.
--
BEGIN;
\ir prepare.psql
SET search_path = secretxfer, public;
SELECT no_plan();

-- The error of a question: its code, and whether it has a hint.
CREATE FUNCTION pg_temp.refusal(sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	code text; hint text;
BEGIN
	EXECUTE sql;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, hint = PG_EXCEPTION_HINT;
	RETURN code || CASE WHEN hint <> '' THEN ' with a hint' ELSE '' END;
END $$;

-- Terms of ten working days.
SELECT is(answer_due(received), due, format('received %s, due %s', received, due))
  FROM (VALUES (date '2024-04-22', date '2024-05-06'), ('2024-12-24', '2025-01-10'), ('2025-01-03', '2025-01-17'),
			   ('2025-03-14', '2025-04-02'), ('2026-03-06', '2026-03-26'), ('2026-08-20', '2026-09-03'),
			   ('2026-12-28', '2027-01-14'), ('2025-02-12', '2025-02-26'),
			   -- received on a Friday, a Saturday, a Sunday and on the Monday after
			   ('2025-02-14', '2025-02-28'), ('2025-02-15', '2025-02-28'), ('2025-02-16', '2025-02-28'), ('2025-02-17', '2025-03-03'))
	   AS term (received, due);

-- Working days in the year, and in the known years altogether.
SELECT is((SELECT count(*)::int FROM generate_series(make_date(year, 1, 1), make_date(year, 12, 31), '1 day') AS day
			WHERE is_working_day(day::date)), days, format('%s has %s working days', year, days))
  FROM (VALUES (2024, 249), (2025, 246), (2026, 247), (2027, 247)) AS count (year, days);
SELECT is(working_days_between('2024-12-31', '2025-12-31'), 246, 'counted in one step: 2025');
SELECT is(working_days_between('2025-12-31', '2027-12-31'), 494, 'counted over the turn of a year: 2026 and 2027');
SELECT is(working_days_between('2024-01-01', '2027-12-31'), 249 + 246 + 247 + 247, 'all known years; 1 January is none');

-- Holidays, days off that move and days off that do not, days worked by order.
SELECT is(is_working_day(day), worked, format('%s: %s', day, what))
  FROM (VALUES (date '2024-01-01', false, 'New Year'), ('2024-01-02', false, 'New Year'), ('2024-01-03', true, 'the day after'),
			   ('2024-01-08', true, '7 January on a Sunday does not move'), ('2024-03-08', false, 'Women''s Day'),
			   ('2024-03-21', false, 'Nauryz'), ('2024-03-22', false, 'Nauryz'), ('2024-03-25', false, 'moved from Saturday 23 March'),
			   ('2024-03-26', true, 'the day after'), ('2024-05-01', false, 'Unity Day'), ('2024-05-04', true, 'a Saturday worked by order'),
			   ('2024-05-07', false, 'Defender''s Day'), ('2024-05-08', false, 'a Wednesday off by order'), ('2024-05-09', false, 'Victory Day'),
			   ('2024-06-17', true, 'Qurban Ait on a Sunday does not move'), ('2024-07-08', false, 'moved from Saturday 6 July'),
			   ('2024-08-30', false, 'Constitution Day'), ('2024-10-25', false, 'Republic Day'), ('2024-12-16', false, 'Independence Day'),
			   ('2025-01-03', false, 'a Friday off by order'), ('2025-01-05', true, 'a Sunday worked by order'), ('2025-01-06', true, 'a Monday'),
			   ('2025-01-07', false, 'Christmas'), ('2025-03-10', false, 'moved from Saturday 8 March'),
			   ('2025-03-21', false, 'Nauryz'), ('2025-03-24', false, 'moved from Saturday 22 March'), ('2025-03-25', false, 'moved from Sunday 23 March'),
			   ('2025-03-26', true, 'the day after'), ('2025-06-06', false, 'Qurban Ait'), ('2025-07-07', false, 'moved from Sunday 6 July'),
			   ('2025-09-01', false, 'moved from Saturday 30 August'), ('2025-10-27', false, 'moved from Saturday 25 October'),
			   ('2025-12-16', false, 'Independence Day'),
			   ('2026-01-07', false, 'Christmas'), ('2026-03-09', false, 'moved from Sunday 8 March'), ('2026-03-16', true, 'no Constitution Day in 2026'),
			   ('2026-03-23', false, 'Nauryz'), ('2026-03-24', false, 'moved'), ('2026-03-25', false, 'moved'), ('2026-03-26', true, 'the day after'),
			   ('2026-05-11', false, 'moved from Saturday 9 May'), ('2026-05-27', false, 'Qurban Ait'), ('2026-07-06', false, 'Capital Day'),
			   ('2026-08-31', true, 'no Constitution Day in 2026'), ('2026-10-26', false, 'moved from Sunday 25 October'),
			   ('2026-12-16', false, 'Independence Day'),
			   ('2027-03-15', false, 'Constitution Day'), ('2027-05-17', true, 'Qurban Ait on a Sunday does not move'),
			   ('2027-08-30', true, 'no longer Constitution Day'), ('2027-12-16', false, 'Independence Day')) AS v (day, worked, what);

-- Counting forth and back.
SELECT is(add_working_days('2025-02-14', 1), '2025-02-17'::date, 'one day from a Friday is the Monday');
SELECT is(add_working_days('2025-02-15', 1), '2025-02-17'::date, 'and from the Saturday');
SELECT is(add_working_days('2025-02-17', -1), '2025-02-14'::date, 'one day back from a Monday is the Friday');
SELECT is(add_working_days('2025-02-16', -1), '2025-02-14'::date, 'and from the Sunday');
SELECT is(add_working_days('2025-02-26', -10), '2025-02-12'::date, 'ten days back');
SELECT is(add_working_days('2025-02-14', 0), '2025-02-14'::date, 'no day at all');
SELECT is(add_working_days('2025-01-10', -10), '2024-12-24'::date, 'back over the turn of the year');
SELECT is(working_days_between('2025-02-12', '2025-02-26'), 10, 'the first day does not count, the last one does');
SELECT is(working_days_between('2025-02-12', '2025-02-12'), 0, 'nothing between a day and itself');
SELECT is(working_days_between('2025-02-14', '2025-02-16'), 0, 'nothing on a weekend');
SELECT is(working_days_between('2025-02-26', '2025-02-12'), -10, 'negative when the second day is earlier');
SELECT is(is_working_day(NULL), NULL, 'no day, no answer');
SELECT is(add_working_days('2025-02-12', NULL), NULL, 'no count, no answer');
SELECT is(answer_due(NULL), NULL, 'not received, not due');

-- Against a statement in plain SQL, for every day and every count up to fifteen.
CREATE TEMP TABLE worked AS
	SELECT day::date, is_working_day(day::date) AS worked, sum(is_working_day(day::date)::int) OVER (ORDER BY day) AS passed
	  FROM generate_series(timestamp '2024-01-01', timestamp '2027-12-31', '1 day') AS day;
CREATE UNIQUE INDEX ON worked (day);
CREATE TEMP TABLE nth AS SELECT day, passed FROM worked WHERE worked;
CREATE UNIQUE INDEX ON nth (passed);
SELECT is_empty($$
	SELECT w.day, n FROM worked w CROSS JOIN generate_series(1, 15) AS n JOIN nth ON nth.passed = w.passed + n
	 WHERE add_working_days(w.day, n) <> nth.day$$, 'add_working_days() for every day, forth');
SELECT is_empty($$
	SELECT w.day, n FROM worked w CROSS JOIN generate_series(1, 15) AS n JOIN nth ON nth.passed = w.passed - w.worked::int - n + 1
	 WHERE add_working_days(w.day, -n) <> nth.day$$, 'add_working_days() for every day, back');
SELECT is_empty($$
	SELECT a.day, b.day FROM worked a JOIN worked b ON b.day BETWEEN a.day AND a.day + 40
	 WHERE working_days_between(a.day, b.day) <> b.passed - a.passed$$, 'working_days_between() for every day');
SELECT is_empty($$
	SELECT day FROM worked WHERE day <= '2027-12-15'
	   AND (answer_due(day) <> add_working_days(day, 10) OR NOT is_working_day(answer_due(day)) OR working_days_between(day, answer_due(day)) <> 10)$$,
	'answer_due() is the tenth working day, and one');

-- Beyond the known years: an error with a hint, never a guess.
SELECT is(pg_temp.refusal(format('SELECT %s', question)), '22008 with a hint', question)
  FROM unnest(ARRAY[$$is_working_day('2023-12-31')$$, $$is_working_day('2028-01-01')$$, $$is_working_day('0001-01-01 BC')$$,
					$$is_working_day('9999-12-31')$$, $$is_working_day('5874897-12-31')$$, $$is_working_day('4714-11-24 BC')$$,
					$$add_working_days('2027-12-31', 1)$$, $$add_working_days('2024-01-03', -1)$$, $$add_working_days('2025-01-01', 2147483647)$$,
					$$add_working_days('2025-01-01', -2147483648)$$, $$add_working_days('2027-01-01', 248)$$,
					$$add_working_days('2023-12-31', 1)$$, $$add_working_days('5874897-12-31', 1)$$,
					$$working_days_between('2023-12-31', '2024-01-05')$$, $$working_days_between('2027-12-30', '2028-01-01')$$,
					$$working_days_between('2028-01-02', '2028-01-01')$$, $$working_days_between('4714-11-24 BC', '5874897-12-31')$$,
					$$answer_due('2023-12-29')$$, $$answer_due('2027-12-20')$$, $$answer_due('2030-01-01')$$]) AS question;
SELECT alike(pg_temp.refusal(format('SELECT %s', question)), '22%', question)
  FROM unnest(ARRAY[$$is_working_day('infinity')$$, $$is_working_day('-infinity')$$, $$add_working_days('infinity', 1)$$,
					$$working_days_between('-infinity', 'infinity')$$, $$answer_due('infinity')$$]) AS question;
SELECT is(add_working_days('2027-12-30', 1), '2027-12-31'::date, 'up to the last known day');
SELECT is(is_working_day('2024-01-01'), false, 'from the first known day');

-- Every row tells its basis; a year without a published calendar is not confirmed.
SELECT is_empty('SELECT day FROM calendar_days WHERE basis IS NULL OR btrim(basis) = ''''', 'every day has its basis');
SELECT is_empty('SELECT year FROM calendar_years WHERE basis IS NULL', 'every year has its basis');
SELECT results_eq('SELECT year, confirmed_on IS NOT NULL FROM calendar_years ORDER BY year',
	$$VALUES (2024, true), (2025, true), (2026, true), (2027, false)$$, 'four years, the last one not yet confirmed');
SELECT is_empty('SELECT day FROM calendar_days d WHERE NOT EXISTS (SELECT FROM calendar_years y WHERE y.year = extract(year FROM d.day))',
	'every seeded day lies in a known year');

-- The calendar is data: the answers follow it.
INSERT INTO calendar_days VALUES ('2025-02-20', false, 'a decree');
SELECT is(answer_due('2025-02-12'), '2025-02-27'::date, 'a day off more makes the term longer');
UPDATE calendar_days SET working = true WHERE day = '2025-02-20';
SELECT is(answer_due('2025-02-12'), '2025-02-26'::date, 'a row that says what the week says changes nothing');
INSERT INTO calendar_days VALUES ('2025-02-22', true, 'a decree');
SELECT is(answer_due('2025-02-12'), '2025-02-25'::date, 'a Saturday worked makes it shorter');
DELETE FROM calendar_days WHERE day IN ('2025-02-20', '2025-02-22');
INSERT INTO calendar_years (year) VALUES (2028);
SELECT is(is_working_day('2028-01-03'), true, 'a year that was entered is known');
SELECT is(add_working_days('2027-12-31', 1), '2028-01-03'::date, 'and terms run into it');
DELETE FROM calendar_years WHERE year = 2026;
SELECT is(pg_temp.refusal($$SELECT is_working_day('2026-06-01')$$), '22008 with a hint', 'a year that was withdrawn is unknown');
SELECT is(pg_temp.refusal($$SELECT working_days_between('2025-12-01', '2027-02-01')$$), '22008 with a hint', 'also in the midst of a count');

-- What the law fixes, against the seed: a second source, but for what an order moved and for Qurban Ait.
SELECT set_eq('SELECT day, basis FROM generate_series(2024, 2027) AS year, lawful_days_off(year)', $$
	SELECT day, basis FROM calendar_days WHERE NOT working AND basis !~ '(Order|Qurban)' AND basis <> 'a decree'$$, 'the law gives the days of the seed');
SELECT is_empty($$SELECT day, count(*) FROM generate_series(2024, 2200) AS year, lawful_days_off(year) GROUP BY day HAVING count(*) > 1$$, 'no day twice');
SELECT is_empty($$SELECT d.day FROM generate_series(2024, 2200) AS year, lawful_days_off(year) AS d
	WHERE d.basis LIKE '%moved from%' AND (extract(isodow FROM d.day) > 5 OR extract(year FROM d.day) <> year)$$, 'a day off moves to a working day of its year');
SELECT is_empty('SELECT day FROM lawful_days_off(2023)', 'of earlier years the law is not known');

-- A year is proposed, not confirmed; what was entered before stays.
DELETE FROM calendar_years WHERE year = 2028;
SELECT is(pg_temp.refusal($$SELECT is_working_day('2028-01-04')$$), '22008 with a hint', 'a year that is not known');
INSERT INTO calendar_days VALUES ('2028-01-04', true, 'a decree'), ('2028-05-05', false, 'as announced');
SELECT set_eq('SELECT * FROM propose_calendar(2028) WHERE day IS NOT NULL', $$
	SELECT d::date, false, b FROM (VALUES ('2028-01-01', 'Law "On Holidays", art. 3: New Year'), ('2028-01-02', 'Law "On Holidays", art. 3: New Year'),
		('2028-01-03', 'Law "On Holidays", art. 5: day off moved from New Year, Saturday 1 January'),
		('2028-01-07', 'Labour Code, art. 84(5): Orthodox Christmas, a day off that never moves'),
		('2028-03-08', 'Law "On Holidays", art. 3: International Women''s Day'), ('2028-03-15', 'Law "On Holidays": Constitution Day (on 15 March from 2027)'),
		('2028-03-21', 'Law "On Holidays", art. 3: Nauryz'), ('2028-03-22', 'Law "On Holidays", art. 3: Nauryz'), ('2028-03-23', 'Law "On Holidays", art. 3: Nauryz'),
		('2028-05-01', 'Law "On Holidays", art. 3: Holiday of the Unity of the People of Kazakhstan'), ('2028-05-05', 'as announced'),
		('2028-05-07', 'Law "On Holidays", art. 3: Defender of the Fatherland Day'),
		('2028-05-08', 'Law "On Holidays", art. 5: day off moved from Defender of the Fatherland Day, Sunday 7 May'),
		('2028-05-09', 'Law "On Holidays", art. 3: Victory Day'), ('2028-07-06', 'Law "On Holidays", art. 3: Capital Day'),
		('2028-10-25', 'Law "On Holidays", art. 2: Republic Day'), ('2028-12-16', 'Law "On Holidays", art. 3: Independence Day'),
		('2028-12-18', 'Law "On Holidays", art. 5: day off moved from Independence Day, Saturday 16 December')) AS v (d, b)
	UNION ALL VALUES ('2028-01-04'::date, true, 'a decree')$$, 'the days of 2028');
SELECT is((SELECT confirmed_on FROM calendar_years WHERE year = 2028), NULL, 'not confirmed');
SELECT is((SELECT array_agg(is_working_day(d)) FROM unnest('{2028-01-03,2028-01-04,2028-01-05,2028-05-05}'::date[]) d), '{f,t,t,f}', 'terms follow');
SELECT is((SELECT string_agg(split_part(basis, ':', 1), '; ') FROM propose_calendar(2031) WHERE day IS NULL), 'Not fixed by law; Not fixed by law; Not confirmed', 'what no law fixes is told');
SELECT is((SELECT count(*)::int FROM propose_calendar(2033) WHERE basis ~ 'moved from New Year'), 2, 'New Year on a weekend: both days move');
SELECT is(pg_temp.refusal(format('SELECT propose_calendar(%s)', year)), code || ' with a hint', format('propose_calendar(%s)', year))
  FROM (VALUES ('2027', '42710'), ('2028', '42710'), ('2023', '22023'), ('2201', '22023'), ('NULL', '22023')) AS v (year, code);

-- verify() warns of a year that is not known or not confirmed: this year, and from October on the next.
CREATE FUNCTION pg_temp.warnings() RETURNS text LANGUAGE sql AS
	$$SELECT coalesce(string_agg(key || ': ' || split_part(detail, ':', 1), '; ' ORDER BY key), 'none') FROM verify() WHERE "table" = 'calendar_years'$$;
SELECT extract(year FROM today()) AS this_year, extract(year FROM today()) + 1 AS next_year, extract(month FROM today()) >= 10 AS autumn \gset
DELETE FROM calendar_years WHERE year >= :this_year;
SELECT is(pg_temp.warnings(), :'this_year' || ': The calendar does not know the year'
	|| CASE WHEN :'autumn' THEN '; ' || :'next_year' || ': The calendar does not know the year' ELSE '' END, 'years that are not known');
SELECT propose_calendar(:this_year), propose_calendar(:next_year) \g /dev/null
SELECT is(pg_temp.warnings(), :'this_year' || ': The year was not compared with a published calendar'
	|| CASE WHEN :'autumn' THEN '; ' || :'next_year' || ': The year was not compared with a published calendar' ELSE '' END, 'years that are not confirmed');
UPDATE calendar_years SET confirmed_on = today() WHERE year IN (:this_year, :next_year);
SELECT is(pg_temp.warnings(), 'none', 'confirmed');

-- verify() warns of MDY, in the session and kept for a database or a role.
CREATE FUNCTION pg_temp.of_dates() RETURNS text LANGUAGE sql AS
	$$SELECT coalesce(string_agg(key, '; ' ORDER BY key), 'none') FROM verify() WHERE detail LIKE 'A date written as here%'$$;
SET datestyle = 'ISO, DMY';
SELECT is(pg_temp.of_dates(), 'none', 'DMY');
SET datestyle = 'SQL, MDY';
SELECT is(pg_temp.of_dates(), 'DateStyle', 'MDY in the session');
SET datestyle = 'ISO, YMD';
SELECT is(pg_temp.of_dates(), 'none', 'YMD');
ALTER ROLE postgres IN DATABASE pgtap SET datestyle = 'ISO, MDY';
ALTER DATABASE pgtap SET datestyle = 'ISO, DMY';
SELECT is(pg_temp.of_dates(), 'DateStyle for role postgres in database pgtap', 'MDY kept for a role');
SET datestyle = 'ISO, DMY';

-- Neither search_path nor the caller's other settings change an answer.
SET search_path = pg_catalog;
SET TimeZone = 'Pacific/Kiritimati';
SELECT secretxfer.answer_due('2025-02-12') AS due \gset
SET search_path = secretxfer, public;
SELECT is(:'due'::date, '2025-02-26'::date, 'with a foreign search_path and TimeZone');

SELECT * FROM finish();
ROLLBACK;
