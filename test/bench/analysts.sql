-- analysts.sql
--
-- How long the answers take: single cases, one customer or contractor, what is due now, and
-- the whole register.  Each question is asked once to warm up and three times for the clock,
-- those of the whole register once.  Milliseconds of the fastest time, with planning, without
-- sending the rows: with the settings that a new server has, and without its compiler.
--
-- Prints a line for each: kind, question, milliseconds, milliseconds without the compiler.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

CREATE TEMP TABLE questions (at int GENERATED ALWAYS AS IDENTITY, kind text, question text, query text);

-- A case, a customer and a contractor in the thick of it.
SELECT case_no AS a_case, customer AS a_customer, contractor AS a_contractor
FROM secretxfer.cases
WHERE case_no IN (SELECT case_no FROM secretxfer.handovers WHERE returned_on IS NULL LIMIT 1000)
ORDER BY case_no DESC LIMIT 1 \gset

INSERT INTO questions (kind, question, query)
SELECT 'one case', name || CASE name WHEN 'next_steps' THEN '()' ELSE '' END,
	format(CASE name WHEN 'next_steps' THEN 'SELECT * FROM secretxfer.%I(%L)' ELSE 'SELECT * FROM secretxfer.%I WHERE case_no = %L' END, name, :'a_case')
FROM unnest(ARRAY['case_status', 'next_steps', 'duties', 'case_timeline', 'outstanding_carriers', 'returns_due', 'breaches', 'recorded_late', 'answers_due']) AS name;
INSERT INTO questions (kind, question, query)
SELECT 'one ' || of, name, format('SELECT * FROM secretxfer.%I WHERE %I = %L', name, of, idn)
FROM (VALUES (1, 'contractor', :'a_contractor'), (2, 'customer', :'a_customer')) AS v (o, of, idn)
CROSS JOIN unnest(ARRAY['case_status', 'duties', 'outstanding_carriers', 'returns_due', 'breaches', 'recorded_late', 'answers_due', 'contractor_exposure']) AS name
WHERE (name, of) <> ('contractor_exposure', 'customer')
ORDER BY o;
INSERT INTO questions (kind, question, query) VALUES
	('now', 'answers overdue', 'SELECT * FROM secretxfer.answers_due WHERE overdue'),
	('now', 'duties overdue', 'SELECT * FROM secretxfer.duties WHERE overdue'),
	('now', 'authorisations that end within 30 days', 'SELECT * FROM secretxfer.authorizations_expiring WHERE valid_until <= secretxfer.today() + 30'),
	('now', 'what is to come back', 'SELECT * FROM secretxfer.returns_due'),
	('now', 'what is to come back, by reason', 'SELECT reasons, count(*) FROM secretxfer.returns_due GROUP BY reasons'),
	('all', 'cases by stage', 'SELECT stage, count(*) FROM secretxfer.case_status GROUP BY stage'),
	('all', 'duties by act', 'SELECT act, count(*) FROM secretxfer.duties GROUP BY act'),
	('all', 'breaches by provision', 'SELECT provision, breach, count(*) FROM secretxfer.breaches GROUP BY provision, breach'),
	('all', 'carriers out by mark', 'SELECT mark, count(*) FROM secretxfer.outstanding_carriers GROUP BY mark'),
	('all', 'exposure of all contractors', 'SELECT * FROM secretxfer.contractor_exposure'),
	('all', 'answer times by authority and month',
		'SELECT r.authority, date_trunc(''month'', d.sent_on), count(*), avg(d.sent_on - r.received_on)
		 FROM secretxfer.decisions d JOIN secretxfer.requests r USING (case_no, request_no) GROUP BY 1, 2'),
	('all', 'verify()', 'SELECT * FROM secretxfer.verify()');

CREATE FUNCTION pg_temp.milliseconds(query text, times int, compiled text) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
	began timestamptz;
	fastest interval;
BEGIN
	PERFORM set_config('jit', compiled, false);
	FOR i IN 0 .. times LOOP
		began := clock_timestamp();
		EXECUTE query;
		IF i > 0 OR times = 0 THEN
			fastest := least(fastest, clock_timestamp() - began);
		END IF;
	END LOOP;
	RETURN round(1000 * extract(epoch FROM fastest)::numeric, 1);
END
$$;

SELECT kind, question, pg_temp.milliseconds(query, times, 'on'), CASE question WHEN 'verify()' THEN NULL ELSE pg_temp.milliseconds(query, times, 'off') END
FROM questions CROSS JOIN LATERAL (SELECT CASE kind WHEN 'all' THEN 0 ELSE 3 END) AS v (times) ORDER BY at;
