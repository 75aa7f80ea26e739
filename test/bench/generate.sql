-- generate.sql
--
-- A lawful register of any size, with all stages and branches of the Rules in it:
--
--     psql -X -f test/bench/generate.sql -v cases=100000 -v triggers=off DATABASE
--
-- cases      how many (1000)
-- lines      how many carriers a case has on average (10), so a million cases have ten million
-- triggers   on: every entry is judged; off (superuser only): as fast as bare tables
--
-- The same number of cases always makes the same register, but for its dates, which end today.
-- What a case comes to is settled first, in the table generator.plan, one row a case; then each
-- table is filled from it by one statement, in the order in which the Rules want the entries.
-- No case knows of a day after yesterday, so the youngest have not come far yet.
--
-- As in life, what an event calls for is mostly done within weeks: of the cases that a change of a
-- party, an annulment or the end of a permit or clearance concerns, all but the latest and one in
-- fifty have been wound up.  In a small register more of them lag, so that it shows every branch.
\set ON_ERROR_STOP on
\if :{?cases} \else \set cases 1000 \endif
\if :{?lines} \else \set lines 10 \endif
\if :{?triggers} \else \set triggers on \endif
SET client_min_messages = warning;
SET jit = off;
DROP SCHEMA IF EXISTS generator CASCADE;
CREATE SCHEMA generator;

-- The seed of the calendar ends with 2027, and terms run into the next year.
DO $$
DECLARE
	y int;
BEGIN
	FOR y IN SELECT generate_series(2028, extract(year FROM secretxfer.today())::int + 1) EXCEPT SELECT year FROM secretxfer.calendar_years ORDER BY 1 LOOP
		PERFORM secretxfer.propose_calendar(y);
	END LOOP;
END $$;

-- Chance that is the same again: a number from 0 to sides - 1 for a case and a question.
CREATE FUNCTION generator.roll(n bigint, question int, sides int) RETURNS int IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
	'SELECT ((hashint8extended(n, question) & 2147483647) % sides)::int';

-- When an entry was recorded: mostly a few days after its date, some long after.  No statement records later than another
-- one that it follows from, so the time is that of the beginning.
SELECT set_config('generator.began_at', now()::text, false) \g /dev/null
CREATE FUNCTION generator.recorded(day date, n bigint) RETURNS timestamptz STABLE PARALLEL SAFE LANGUAGE sql AS
	$$SELECT least(day + CASE WHEN n % 300 = 0 THEN 45 ELSE n % 5 END::int + time '12:00',
		current_setting('generator.began_at')::timestamptz)$$;

-- When its end was recorded, and by whom, if it has come to its end: as late as the entries of its case.
CREATE FUNCTION generator.changed(day date, n bigint) RETURNS timestamptz STABLE PARALLEL SAFE LANGUAGE sql AS
	'SELECT CASE WHEN day IS NOT NULL THEN generator.recorded(day, n) END';
CREATE FUNCTION generator.changer(day date) RETURNS name IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
	'SELECT CASE WHEN day IS NOT NULL THEN ''generator''::name END';

CREATE FUNCTION generator.town(k bigint) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
	'SELECT ''Settlement '' || k % 20';

----------------------------------------------------------------------------------------------
-- Who takes part
----------------------------------------------------------------------------------------------

-- Numbers of parties to come, so that they belong to nobody; the last digit checks the others,
-- and where it cannot there is no such number.
CREATE FUNCTION generator.numbers(citizens boolean, wanted bigint) RETURNS TABLE (k bigint, idn text) LANGUAGE sql AS $$
	SELECT row_number() OVER (ORDER BY i) - 1, stem || last_digit
	FROM generate_series(0, wanted * 6 / 5 + 20) AS i
	CROSS JOIN LATERAL (SELECT CASE WHEN citizens
		THEN '81' || lpad((1 + i / 10000 % 12)::text, 2, '0') || lpad((1 + i / 120000 % 28)::text, 2, '0') || '1' || lpad((i % 10000)::text, 4, '0')
		ELSE '35' || lpad((1 + i / 100000 % 12)::text, 2, '0') || 4 + i / 1200000 % 3 || '0' || lpad((i % 100000)::text, 5, '0') END) AS s (stem)
	CROSS JOIN LATERAL (
		SELECT sum(substr(stem, at, 1)::int * at) % 11 AS one, sum(substr(stem, at, 1)::int * (1 + (at + 1) % 11)) % 11 AS two
		FROM generate_series(1, 11) AS at) AS pass
	CROSS JOIN LATERAL (SELECT CASE WHEN one < 10 THEN one WHEN two < 10 THEN two END) AS digit (last_digit)
	WHERE last_digit IS NOT NULL
	ORDER BY 1 LIMIT wanted
$$;

CREATE TABLE generator.parts AS
SELECT part, many, coalesce(sum(many) OVER (PARTITION BY part = 'citizen' ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS first
FROM (VALUES
	(1, 'authority', 40), (2, 'provider', 20), (3, 'quasi-state entity', 10), (4, 'customer', 50 + :cases / 500),
	(5, 'contractor', 30 + :cases / 25), (6, 'own customer', 10 + :cases / 40), (7, 'own contractor', 10 + :cases / 20),
	(8, 'citizen', 20 + :cases / 200)) AS v (at, part, many);

CREATE TABLE generator.parties AS
SELECT p.part, n.k - p.first AS k, n.idn, generator.town((n.k - p.first)::bigint) AS settlement
FROM generator.parts p
JOIN (
	SELECT false AS citizens, * FROM generator.numbers(false, (SELECT sum(many)::bigint FROM generator.parts WHERE part <> 'citizen'))
	UNION ALL
	SELECT true, * FROM generator.numbers(true, (SELECT sum(many)::bigint FROM generator.parts WHERE part = 'citizen'))
) AS n ON n.citizens = (p.part = 'citizen') AND n.k >= p.first AND n.k < p.first + p.many;
ALTER TABLE generator.parties ADD PRIMARY KEY (part, k);
ANALYZE generator.parties;

----------------------------------------------------------------------------------------------
-- What a case comes to
----------------------------------------------------------------------------------------------

-- What a case can come to, with its share in a thousand.
CREATE TABLE generator.fates AS
SELECT fate, sum(share) OVER (ORDER BY at) - share AS least, sum(share) OVER (ORDER BY at) AS most
FROM (VALUES
	(1, 'opened', 12), (2, 'requested', 10), (3, 'received', 2), (4, 'refused', 36), (5, 'permitted', 10), (6, 'contracted', 8),
	(7, 'annexed', 8), (8, 'notified', 8), (9, 'protected', 8), (10, 'closed', 550), (11, 'returned', 38), (12, 'works', 200),
	(13, 'breach', 40), (14, 'suspended', 5), (15, 'damage', 5), (16, 'annulled', 4), (17, 'annulment', 4), (18, 'contractor changed', 20),
	(19, 'customer changed', 20), (20, 'permit ended', 3), (21, 'clearance ended', 3), (22, 'renewed', 6)) AS v (at, fate, share);

CREATE UNLOGGED TABLE generator.plan AS
WITH settled AS (
	SELECT n, 'G' || lpad(n::text, 8, '0') AS case_no, f.fate,
		f.fate IN ('contractor changed', 'permit ended', 'clearance ended', 'renewed') AS own_contractor,
		n % 25 = 0 AND f.fate <> 'contracted' AS service, n % 30 = 7 AND f.fate <> 'customer changed' AS citizen,
		'2024-01-15'::date + (n * (secretxfer.today() - 3 - '2024-01-15'::date) / :cases)::int AS opened_on,
		CASE WHEN generator.roll(n, 2, 50) = 0 THEN 45 ELSE 9 END AS answer_days,
		-- n says what kind of change it is, and what follows: of each the first lags, whatever the clock
		generator.roll(n, 6, least(50, 2 + :cases / 5000)) = 0 OR row_number() OVER (PARTITION BY f.fate, n % 12 ORDER BY n) = 1 AS lags,
		1 + generator.roll(n, 3, 2 * :lines - 1) AS lines
	FROM generate_series(1, :cases::bigint) AS n
	JOIN generator.fates f ON generator.roll(n, 1, 1000) >= f.least AND generator.roll(n, 1, 1000) < f.most
), days AS (
	SELECT *, opened_on + 5 AS sent_on, opened_on + 7 AS received_on, opened_on + 7 + answer_days AS answered_on,
		opened_on + 12 + answer_days AS concluded_on, opened_on + 17 + answer_days AS handed_on
	FROM settled
), parts AS (
	SELECT d.*,
		CASE WHEN d.own_contractor THEN 'own contractor' WHEN d.citizen THEN 'citizen' ELSE 'contractor' END AS contractor_part,
		CASE WHEN d.own_contractor THEN row_number() OVER (PARTITION BY d.own_contractor ORDER BY n) - 1 ELSE n * 7 END AS contractor_k,
		CASE d.fate WHEN 'customer changed' THEN 'own customer' ELSE 'customer' END AS customer_part,
		CASE d.fate WHEN 'customer changed' THEN row_number() OVER (PARTITION BY d.fate ORDER BY n) - 1 ELSE n END AS customer_k,
		sum(CASE WHEN d.service THEN 0 ELSE d.lines + 2 END) OVER (ORDER BY n) - CASE WHEN d.service THEN 0 ELSE d.lines + 2 END AS first_carrier
	FROM days d
)
SELECT p.n, p.case_no, p.fate, p.service, p.opened_on, p.sent_on, p.received_on, p.answered_on, p.concluded_on, p.handed_on, p.lines, p.first_carrier,
	c.idn AS contractor, c.part AS contractor_part, c.k AS contractor_k, o.idn AS customer, a.idn AS authority, a2.idn AS second_authority,
	CASE WHEN c.part <> 'citizen' THEN format('P-%s-%s', c.idn, CASE WHEN c.part = 'contractor' AND p.sent_on > '2025-06-15' THEN 2 ELSE 1 END) END AS request_permit,
	CASE WHEN c.part <> 'citizen' THEN format('P-%s-%s', c.idn, CASE WHEN c.part = 'contractor' AND p.concluded_on > '2025-06-15' THEN 2 ELSE 1 END) END AS contract_permit,
	CASE WHEN c.part = 'citizen' THEN format('C-%s-1', c.idn) END AS own_clearance,
	format('C-%s-%s', c.idn, 1 + p.n % 2) AS receiver,
	c.part = 'contractor' AND c.k % 3 = 0 AS special,
	k.protection::secretxfer.protection_kind,
	CASE k.protection WHEN 'provider' THEN (SELECT idn FROM generator.parties x WHERE x.part = 'provider' AND x.k = c.k % 20)
		WHEN 'quasi_state' THEN (SELECT idn FROM generator.parties x WHERE x.part = 'quasi-state entity' AND x.k = c.k / 11 % 10) END AS organizer,
	CASE k.protection WHEN 'customer' THEN o.settlement ELSE c.settlement END AS works_settlement,
	-- the second request of some, for carriers of another body
	p.n % 17 = 3 AND NOT p.service AND p.fate IN ('works', 'returned', 'closed', 'breach') AND p.concluded_on + 32 < secretxfer.today() AS second,
	-- how far the case has come: the number of its fate, or as far as the days allow
	least(f.reached, CASE
		WHEN p.sent_on >= secretxfer.today() THEN 1 WHEN p.received_on >= secretxfer.today() THEN 2
		WHEN p.answered_on >= secretxfer.today() THEN 3 WHEN p.concluded_on >= secretxfer.today() THEN 5
		WHEN p.concluded_on + 2 >= secretxfer.today() THEN 7 WHEN p.concluded_on + 3 >= secretxfer.today() THEN 8
		WHEN p.handed_on >= secretxfer.today() THEN 9 ELSE 10 END) AS reached,
	settled.on AS settled_on, wound_up.is AS wound_up,
	CASE WHEN wound_up.is THEN settled.on
		WHEN p.fate IN ('closed', 'returned') AND p.handed_on + 100 < secretxfer.today() THEN p.handed_on + 100 END AS returned_on,
	CASE WHEN wound_up.is AND settled.on + 10 < secretxfer.today() THEN settled.on + 10
		WHEN p.fate = 'closed' AND p.handed_on + 110 < secretxfer.today() THEN p.handed_on + 110
		WHEN p.fate = 'refused' AND p.n % 2 = 0 AND p.answered_on + 30 < secretxfer.today() THEN p.answered_on + 30 END AS closed_on
FROM parts p
JOIN generator.parts cp ON cp.part = p.contractor_part
JOIN generator.parties c ON c.part = p.contractor_part AND c.k = p.contractor_k % cp.many
JOIN generator.parts op ON op.part = p.customer_part
JOIN generator.parties o ON o.part = p.customer_part AND o.k = p.customer_k % op.many
JOIN generator.parties a ON a.part = 'authority' AND a.k = p.n % 40
JOIN generator.parties a2 ON a2.part = 'authority' AND a2.k = (p.n + 1) % 40
CROSS JOIN LATERAL (SELECT CASE
	WHEN c.part = 'contractor' AND c.k % 11 = 0 THEN 'quasi_state'
	WHEN c.part = 'citizen' THEN 'customer'
	WHEN c.part = 'contractor' AND c.k % 7 = 0 OR generator.roll(p.n, 4, 10) = 0 THEN 'provider'
	WHEN generator.roll(p.n, 4, 10) = 1 AND p.fate <> 'customer changed' THEN 'customer'
	ELSE 'contractor' END) AS k (protection)
CROSS JOIN LATERAL (SELECT CASE p.fate WHEN 'opened' THEN 1 WHEN 'requested' THEN 2 WHEN 'received' THEN 3 WHEN 'refused' THEN 4
	WHEN 'permitted' THEN 5 WHEN 'contracted' THEN 6 WHEN 'annexed' THEN 7 WHEN 'notified' THEN 8 WHEN 'protected' THEN 9 ELSE 10 END) AS f (reached)
-- when what an event called for was done, and whether that was to wind the case up
CROSS JOIN LATERAL (SELECT CASE WHEN NOT p.lags AND p.handed_on + 75 < secretxfer.today() THEN p.handed_on + 75 END) AS settled ("on")
CROSS JOIN LATERAL (SELECT settled.on IS NOT NULL AND (p.fate IN ('contractor changed', 'annulled', 'permit ended', 'clearance ended')
	OR p.fate = 'customer changed' AND p.n % 3 = 0)) AS wound_up ("is")
ORDER BY p.n;
ALTER TABLE generator.plan ADD PRIMARY KEY (n);
ANALYZE generator.plan;

-- What is listed: the first request's lines, and two of the second.
CREATE VIEW generator.lines AS
	SELECT p.*, '1' AS request_no, i AS item_no, p.first_carrier + i AS carrier_id, p.authority AS owner, p.concluded_on AS annexed_on,
		p.handed_on + CASE WHEN p.fate = 'customer changed' AND p.n % 3 = 1 AND i = p.lines THEN 40 ELSE 0 END AS day,
		p.n % 19 = 0 AND p.lines > 2 AND i = 2 AS excluded
	FROM generator.plan p CROSS JOIN LATERAL generate_series(1, p.lines) AS i
	WHERE NOT p.service AND p.reached > 1
	UNION ALL
	SELECT p.*, '2', i, p.first_carrier + p.lines + i, p.second_authority, p.concluded_on + 25, p.handed_on + 25, false
	FROM generator.plan p CROSS JOIN LATERAL generate_series(1, 2) AS i
	WHERE p.second;

----------------------------------------------------------------------------------------------
-- The register
----------------------------------------------------------------------------------------------

-- The number of an entry in the register is given by the server's trigger, or else by the default of the column.
\if :triggers
BEGIN;
\else
SELECT format('ALTER TABLE secretxfer.%I ALTER entry_id SET DEFAULT nextval(''secretxfer.entry_ids'')', relname)
FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' AND relname !~ '^(admissions|journal)' \gexec
SET session_replication_role = replica;
\endif

INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, workplace, position, residence, id_document_issuer, settlement,
	foreign_participation, state_share, quasi_state, disposes_of_secrets, protection_mandate, recorded_at, recorded_by)
SELECT p.idn,
	CASE WHEN p.part = 'authority' OR p.part = 'customer' AND p.k % 5 = 0 THEN 'state_body' WHEN p.part = 'citizen' THEN 'citizen' ELSE 'organization' END::secretxfer.party_kind,
	format('The %s %s', p.part, p.k), CASE WHEN p.part <> 'citizen' THEN 'A head' END, CASE WHEN p.part <> 'citizen' THEN 'An address' END,
	CASE WHEN p.part = 'citizen' THEN 'An institute' END, CASE WHEN p.part = 'citizen' THEN 'engineer' END,
	CASE WHEN p.part = 'citizen' THEN p.settlement END, CASE WHEN p.part = 'citizen' THEN 'Ministry of Justice' END, p.settlement,
	p.part = 'contractor' AND p.k % 7 = 0, CASE WHEN p.part = 'provider' THEN 100 END, p.part = 'quasi-state entity',
	p.part = 'authority', CASE WHEN p.part = 'provider' THEN 'A resolution' END, '2023-12-01', 'generator'
FROM generator.parties p
ORDER BY p.idn;

INSERT INTO secretxfer.affiliations (party, quasi_state, since, recorded_at, recorded_by)
SELECT p.idn, q.idn, CASE WHEN p.k % 2 = 0 THEN '2023-06-01'::date END, '2023-12-01', 'generator'
FROM generator.parties p
JOIN generator.parties q ON q.part = 'quasi-state entity' AND q.k = p.k / 11 % 10
WHERE p.part = 'contractor' AND p.k % 11 = 0;

-- Permits that are renewed in time, and of some contractors of a case of their own one that is not.
INSERT INTO secretxfer.permits (permit_no, printed_no, holder, issued_on, valid_until, issued_by, highest_mark, recorded_at, recorded_by)
SELECT format('P-%s-%s', idn, no), format('P-%s-%s', idn, no), idn, issued_on, valid_until, 'The security body', highest_mark, issued_on + time '12:00', 'generator'
FROM (
	SELECT p.idn, v.no, v.issued_on, v.valid_until,
		CASE WHEN p.part = 'contractor' AND p.k % 3 = 0 THEN 'special_importance' ELSE 'top_secret' END::secretxfer.secrecy_mark
	FROM generator.parties p
	CROSS JOIN LATERAL (VALUES (1, '2023-12-01'::date, '2025-12-31'::date),
		(2, least(secretxfer.today(), '2025-06-01'), secretxfer.today() + 20 + (p.k % 700)::int)) AS v (no, issued_on, valid_until)
	WHERE p.part IN ('contractor', 'provider')
	UNION ALL
	SELECT p.contractor, v.no, v.issued_on, v.valid_until, 'top_secret'
	FROM generator.plan p
	CROSS JOIN LATERAL (VALUES
		(1, '2023-12-01'::date, CASE WHEN p.fate IN ('permit ended', 'renewed') THEN p.handed_on + 50 ELSE secretxfer.today() + 400 END),
		(2, CASE WHEN p.fate = 'renewed' AND p.handed_on + 40 < secretxfer.today() THEN p.handed_on + 40 END, secretxfer.today() + 300)) AS v (no, issued_on, valid_until)
	WHERE p.contractor_part = 'own contractor' AND v.issued_on IS NOT NULL
) AS permits (idn, no, issued_on, valid_until, highest_mark);

-- Two persons of each contractor; the citizen is one.
INSERT INTO secretxfer.clearances (clearance_no, printed_no, party, person_name, issued_on, valid_until, issued_by, highest_mark, revoked_on, recorded_at, recorded_by, changed_at, changed_by)
SELECT format('C-%s-%s', idn, no), no, idn, format('Person %s', no), '2023-12-01', valid_until, 'The security body', highest_mark, revoked_on, '2023-12-01', 'generator',
	generator.changed(revoked_on, 0), generator.changer(revoked_on)
FROM (
	SELECT idn, secretxfer.today() + 15 + (k % 500)::int, CASE WHEN part = 'contractor' AND k % 3 = 0 THEN 'special_importance' ELSE 'top_secret' END::secretxfer.secrecy_mark, NULL::date
	FROM generator.parties WHERE part IN ('contractor', 'citizen')
	UNION ALL
	SELECT contractor, CASE WHEN fate = 'clearance ended' AND n % 2 = 0 THEN handed_on + 50 ELSE secretxfer.today() + 400 END, 'top_secret',
		CASE WHEN fate = 'clearance ended' AND n % 2 = 1 AND handed_on + 45 < secretxfer.today() THEN handed_on + 45 END
	FROM generator.plan WHERE contractor_part = 'own contractor'
) AS persons (idn, valid_until, highest_mark, revoked_on)
CROSS JOIN generate_series(1, 2) AS no;

INSERT INTO secretxfer.carriers (carrier_id, owner, title, kind, mark, account_no, copy_no, sheets, recorded_at, recorded_by)
SELECT carrier_id, owner, 'A drawing', CASE WHEN item_no % 10 = 0 THEN 'other' ELSE 'document' END::secretxfer.carrier_kind,
	CASE WHEN generator.roll(carrier_id, 5, 10) < 6 THEN 'secret' WHEN generator.roll(carrier_id, 5, 10) < 9 OR NOT special THEN 'top_secret'
		ELSE 'special_importance' END::secretxfer.secrecy_mark,
	'M-' || carrier_id, '1', CASE WHEN item_no % 10 <> 0 THEN 1 + (carrier_id % 40)::int END, generator.recorded(opened_on, n), 'generator'
FROM generator.lines;

INSERT INTO secretxfer.cases (case_no, printed_no, customer, contractor, subject, works_settlement, information_system_service, system_mark, opened_on, closed_on, recorded_at, recorded_by, changed_at, changed_by)
SELECT case_no, case_no, customer, contractor, 'Works', works_settlement, service, CASE WHEN service THEN 'secret'::secretxfer.secrecy_mark END, opened_on, CASE WHEN NOT :'triggers' THEN closed_on END, generator.recorded(opened_on, n), 'generator',
	generator.changed(closed_on, n), generator.changer(closed_on)
FROM generator.plan;

INSERT INTO secretxfer.requests (case_no, request_no, printed_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, clearance_no, draft_contract,
	information_statement, received_on, answered, recorded_at, recorded_by, changed_at, changed_by)
SELECT case_no, '1', '1', authority, sent_on, 'Needed', sent_on, sent_on + 500, request_permit, own_clearance, 'Draft',
	CASE WHEN service THEN 'What circulates' END, CASE WHEN reached > 2 THEN received_on END, reached > 3, generator.recorded(sent_on, n), 'generator',
	generator.changed(CASE WHEN reached > 2 THEN received_on END, n), generator.changer(CASE WHEN reached > 2 THEN received_on END)
FROM generator.plan WHERE reached > 1
UNION ALL
SELECT case_no, '2', '2', second_authority, concluded_on + 10, 'Needed', concluded_on + 10, concluded_on + 400, contract_permit, own_clearance, 'Draft',
	NULL, concluded_on + 12, true, generator.recorded(concluded_on + 10, n), 'generator', generator.changed(concluded_on + 12, n), 'generator'
FROM generator.plan WHERE second;

INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id, recorded_at, recorded_by)
SELECT case_no, request_no, item_no, carrier_id, generator.recorded(CASE request_no WHEN '1' THEN sent_on ELSE concluded_on + 10 END, n), 'generator'
FROM generator.lines;

INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, reasons, signed_by, signed_as, excluded_items, late_reason, due_on,
	recorded_at, recorded_by)
SELECT d.case_no, d.request_no, 'D-' || d.n, d.sent_on, d.outcome::secretxfer.decision_outcome, CASE d.outcome WHEN 'refused' THEN 'Not needed for such works' END,
	'The head', CASE WHEN d.n % 3 = 0 THEN 'acting_head' ELSE 'head' END::secretxfer.signatory, d.excluded_items,
	CASE WHEN d.sent_on > t.due_on THEN 'The file was mislaid' END, t.due_on, generator.recorded(d.sent_on, d.n), 'generator'
FROM (
	SELECT n, case_no, '1', received_on, answered_on, CASE reached WHEN 4 THEN 'refused' ELSE 'permitted' END,
		CASE WHEN n % 19 = 0 AND lines > 2 AND NOT service AND reached > 4 THEN '{2}'::int[] END
	FROM generator.plan WHERE reached > 3
	UNION ALL
	SELECT n, case_no, '2', concluded_on + 12, concluded_on + 20, 'permitted', NULL FROM generator.plan WHERE second
) AS d (n, case_no, request_no, received_on, sent_on, outcome, excluded_items)
CROSS JOIN LATERAL secretxfer.answer_term_of(d.case_no, d.request_no, d.received_on) AS t;

INSERT INTO secretxfer.contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability, protection_financing,
	permit_no, clearance_no, responsible_unit, unit_designated_by, information_statement, recorded_at, recorded_by)
SELECT case_no, 'K-' || n, concluded_on, 'Inspections', 'Inspections', 'Liable', 'Paid', contract_permit, own_clearance, 'The unit', 'An order',
	CASE WHEN service THEN 'What circulates' END, generator.recorded(concluded_on, n), 'generator'
FROM generator.plan WHERE reached > 5;

INSERT INTO secretxfer.contract_items (case_no, annex_no, request_no, item_no, annexed_on, recorded_at, recorded_by)
SELECT case_no, format('%s/%s', request_no, item_no), request_no, item_no, annexed_on, generator.recorded(annexed_on, n), 'generator'
FROM generator.lines WHERE reached > 6 AND NOT excluded;

INSERT INTO secretxfer.contract_amendments (case_no, amendment_no, concluded_on, responsible_unit, unit_designated_by, recorded_at, recorded_by)
SELECT case_no, 'A-1', concluded_on + 3, 'The new unit', 'A new order', generator.recorded(concluded_on + 3, n), 'generator'
FROM generator.plan WHERE reached > 8 AND n % 20 = 3;

INSERT INTO secretxfer.protections (case_no, kind, organizer, arranged_on, service_contract_no, service_contract_on, contractor_permit_marked_on,
	contractor_permit_no, provider_permit_marked_on, provider_permit_no, recorded_at, recorded_by)
SELECT case_no, protection, organizer, concluded_on + 3, CASE WHEN provider THEN 'S-' || n END, CASE WHEN provider THEN concluded_on + 1 END,
	CASE WHEN provider THEN concluded_on + 3 END, CASE WHEN provider THEN contract_permit END,
	CASE WHEN marked THEN concluded_on + 3 END, CASE WHEN marked THEN format('P-%s-%s', organizer, CASE WHEN concluded_on > '2025-06-15' THEN 2 ELSE 1 END) END,
	generator.recorded(concluded_on + 3, n), 'generator'
FROM generator.plan
CROSS JOIN LATERAL (SELECT protection = 'provider', protection = 'provider' AND (reached > 9 OR n % 2 = 0)) AS by_ (provider, marked)
WHERE reached > 8;

INSERT INTO secretxfer.notices (case_no, notice_no, kind, recipient, sent_on, recorded_at, recorded_by)
SELECT p.case_no, v.notice_no, v.kind::secretxfer.notice_kind, v.recipient, p.concluded_on + v.days, generator.recorded(p.concluded_on + v.days, p.n), 'generator'
FROM generator.plan p
CROSS JOIN LATERAL (VALUES
	('1', 'contract', 'The security body', 2, p.reached > 7),
	('2', 'contract', 'The security body', 27, p.second),
	('3', 'courier_service', 'The courier service', 3, p.reached > 8 AND p.protection = 'provider'),
	('4', 'postal_service', 'The special postal service', 3, p.reached > 9 AND p.protection = 'provider')) AS v (notice_no, kind, recipient, days, sent)
WHERE v.sent;

-- The permit of the contract is valid on the day of each hand-over and covers each mark, so it is the one that serves.
-- What is out stays out, unless the fate of the case says otherwise; the first carrier of some
-- comes back early and is handed over once more.
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by, permit_no, returned_on, return_act_no, recorded_at, recorded_by, changed_at, changed_by)
SELECT l.case_no, l.carrier_id, h.handed_on, 'A-' || l.carrier_id, l.receiver, l.contract_permit, h.returned_on, CASE WHEN h.returned_on IS NOT NULL THEN 'R-' || l.carrier_id END,
	generator.recorded(h.handed_on, l.n), 'generator', generator.changed(h.returned_on, l.n), generator.changer(h.returned_on)
FROM generator.lines l
CROSS JOIN LATERAL (
	SELECT l.day, CASE
			WHEN l.fate IN ('closed', 'returned') THEN CASE WHEN l.n % 23 = 0 AND l.item_no = 1 AND l.request_no = '1' AND l.returned_on IS NOT NULL THEN l.day + 20 ELSE l.returned_on END
			WHEN l.request_no = '2' OR l.day + 40 >= secretxfer.today() THEN NULL
			WHEN l.fate = 'contractor changed' AND (l.n % 3 = 0 OR l.n % 3 = 1 AND l.item_no % 2 = 0)
				OR l.fate IN ('works', 'breach', 'annulled') AND l.item_no % 4 = 0 THEN l.day + 40
			ELSE l.returned_on END
	WHERE NOT (l.fate = 'works' AND l.item_no % 6 = 5)
	UNION ALL
	SELECT l.day + 30, l.returned_on
	WHERE l.fate IN ('closed', 'returned') AND l.n % 23 = 0 AND l.item_no = 1 AND l.request_no = '1' AND l.returned_on IS NOT NULL
) AS h (handed_on, returned_on)
WHERE l.reached > 9 AND NOT l.excluded AND h.handed_on < secretxfer.today() AND l.day = l.handed_on + CASE l.request_no WHEN '2' THEN 25 ELSE 0 END;

-- Marks: raised before anything is asked, lowered while out, lifted once the carrier is back.
INSERT INTO secretxfer.carrier_marks (carrier_id, marked_on, mark, document, recorded_at, recorded_by)
SELECT l.carrier_id, m.marked_on, m.mark, 'An act', generator.recorded(m.marked_on, l.n), 'generator'
FROM generator.lines l
CROSS JOIN LATERAL (VALUES
	(0, l.opened_on + 1, 'top_secret'::secretxfer.secrecy_mark), (1, l.handed_on + 30, 'secret'), (2, l.returned_on, NULL)) AS m (kind, marked_on, mark)
WHERE l.carrier_id % 40 < 3 AND m.kind = l.carrier_id % 40 AND m.marked_on < secretxfer.today() AND NOT l.special
  AND (m.kind <> 2 OR l.fate = 'closed' AND l.request_no = '1' AND l.reached > 9);

-- Passings on, to the other person of the contractor.
INSERT INTO secretxfer.holders (handover, held_since, held_by, recorded_at, recorded_by)
SELECT h.entry_id, h.handed_on + 5, regexp_replace(h.received_by, '.$', (3 - right(h.received_by, 1)::int)::text),
	generator.recorded(h.handed_on + 5, l.n), 'generator'
FROM generator.lines l
JOIN secretxfer.handovers h USING (case_no, carrier_id)
WHERE l.carrier_id % 30 = 3 AND l.contract_permit IS NOT NULL AND h.handed_on + 5 < least(h.returned_on, secretxfer.today());

INSERT INTO secretxfer.system_accesses (case_no, clearance_no, granted_on, ended_on, recorded_at, recorded_by, changed_at, changed_by)
SELECT case_no, receiver, handed_on, ended_on, generator.recorded(handed_on, n), 'generator', generator.changed(ended_on, n), generator.changer(ended_on)
FROM generator.plan
CROSS JOIN LATERAL (SELECT CASE WHEN fate = 'contractor changed' AND n % 3 = 0 AND handed_on + 40 < secretxfer.today() THEN handed_on + 40
	ELSE returned_on END AS ended_on) AS it
WHERE service AND reached > 9;

-- Provision 9
INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description, remedied_on, damage, damage_recovered, recorded_at, recorded_by, changed_at, changed_by)
SELECT p.case_no, v.no, p.handed_on + v.found, 'A breach', it.remedied_on, v.damage, v.recovered, generator.recorded(p.handed_on + v.found, p.n), 'generator',
	generator.changed(it.remedied_on, p.n), generator.changer(it.remedied_on)
FROM generator.plan p
CROSS JOIN LATERAL (VALUES
	('1', 10, CASE p.fate WHEN 'suspended' THEN NULL ELSE 20 END, CASE p.fate WHEN 'damage' THEN 1000000 END, CASE p.fate WHEN 'damage' THEN 400000 END, true),
	('2', 15, 19, 5000, 5000, p.fate IN ('annulled', 'annulment'))) AS v (no, found, remedied, damage, recovered, happened)
CROSS JOIN LATERAL (SELECT CASE WHEN p.handed_on + v.remedied < secretxfer.today() THEN p.handed_on + v.remedied END AS remedied_on) AS it
WHERE p.fate IN ('breach', 'suspended', 'damage', 'annulled', 'annulment') AND v.happened AND p.reached > 9 AND p.handed_on + v.found < secretxfer.today();

INSERT INTO secretxfer.suspensions (case_no, suspended_on, violation_no, lifted_on, recorded_at, recorded_by, changed_at, changed_by)
SELECT case_no, handed_on + 12, '1', lifted_on, generator.recorded(handed_on + 12, n), 'generator', generator.changed(lifted_on, n), generator.changer(lifted_on)
FROM generator.plan
CROSS JOIN LATERAL (SELECT CASE WHEN fate = 'breach' AND handed_on + 22 < secretxfer.today() THEN handed_on + 22 END AS lifted_on) AS it
WHERE fate IN ('breach', 'suspended') AND reached > 9 AND handed_on + 12 < secretxfer.today();

INSERT INTO secretxfer.annulments (case_no, raised_on, addressed_to, order_annulled_on, recorded_at, recorded_by, changed_at, changed_by)
SELECT case_no, handed_on + 20, 'The security body', CASE WHEN fate = 'annulled' THEN handed_on + 25 END, generator.recorded(handed_on + 20, n), 'generator',
	generator.changed(CASE WHEN fate = 'annulled' THEN handed_on + 25 END, n), generator.changer(CASE WHEN fate = 'annulled' THEN handed_on + 25 END)
FROM generator.plan WHERE fate IN ('annulled', 'annulment') AND reached > 9 AND handed_on + 25 < secretxfer.today();

-- Provision 10
INSERT INTO secretxfer.party_changes (party, change_no, kind, effective_on, document, recorded_at, recorded_by)
SELECT CASE fate WHEN 'contractor changed' THEN contractor ELSE customer END, '1',
	(ARRAY['functions', 'ownership', 'liquidation', 'works_terminated'])[1 + n % 4]::secretxfer.party_change_kind, handed_on + 30, 'A decree',
	generator.recorded(handed_on + 30, n), 'generator'
FROM generator.plan WHERE fate IN ('contractor changed', 'customer changed') AND reached > 9 AND handed_on + 45 < secretxfer.today();

INSERT INTO secretxfer.supplements (case_no, supplement_no, party, change_no, successor, successor_powers, concluded_on, recorded_at, recorded_by)
SELECT p.case_no, '1', p.customer, '1', CASE WHEN p.n % 4 = 0 THEN p.customer ELSE s.idn END, 'A licence', p.handed_on + 35, generator.recorded(p.handed_on + 35, p.n), 'generator'
FROM generator.plan p
JOIN generator.parties s ON s.part = 'customer' AND s.k = p.n % 50
WHERE p.fate = 'customer changed' AND p.n % 3 <> 0 AND p.reached > 9 AND p.handed_on + 45 < secretxfer.today();

INSERT INTO secretxfer.notices (case_no, notice_no, kind, recipient, authority, sent_on, party, change_no, recorded_at, recorded_by)
SELECT p.case_no, v.no, v.kind::secretxfer.notice_kind, v.recipient, v.authority, p.handed_on + 36, p.customer, '1', generator.recorded(p.handed_on + 36, p.n), 'generator'
FROM generator.plan p
CROSS JOIN LATERAL (VALUES ('5', 'succession_security', 'The security body', NULL, true),
	('6', 'succession_authority', 'The disposing body', p.authority, p.n % 3 = 1 OR p.settled_on IS NOT NULL)) AS v (no, kind, recipient, authority, sent)
WHERE v.sent AND p.fate = 'customer changed' AND p.n % 3 <> 0 AND p.reached > 9 AND p.handed_on + 45 < secretxfer.today();

INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by, permit_no, recorded_at, recorded_by)
SELECT case_no, carrier_id, day, 'A-' || carrier_id, receiver, contract_permit, generator.recorded(day, n), 'generator'
FROM generator.lines
WHERE fate = 'customer changed' AND day > handed_on AND NOT excluded AND reached > 9 AND handed_on + 45 < secretxfer.today();

INSERT INTO secretxfer.protection_measures (case_no, party, change_no, taken_on, measures, recorded_at, recorded_by)
SELECT case_no, contractor, '1', handed_on + 35, 'Sealed', generator.recorded(handed_on + 35, n), 'generator'
FROM generator.plan WHERE fate = 'contractor changed' AND (n % 3 <> 1 OR wound_up) AND reached > 9 AND handed_on + 45 < secretxfer.today();

UPDATE secretxfer.party_changes c SET completed_on = CASE WHEN p.fate = 'contractor changed' AND p.n % 3 = 0 THEN p.handed_on + 44 ELSE p.settled_on + 5 END,
	changed_at = now(), changed_by = 'generator'
FROM generator.plan p
WHERE c.party = CASE p.fate WHEN 'contractor changed' THEN p.contractor ELSE p.customer END
	AND (p.fate = 'contractor changed' AND p.n % 3 = 0 OR p.fate IN ('contractor changed', 'customer changed') AND p.wound_up AND p.settled_on + 5 < secretxfer.today())
	AND p.reached > 9;

\if :triggers
UPDATE secretxfer.cases c SET closed_on = p.closed_on
FROM generator.plan p
WHERE p.case_no = c.case_no AND p.closed_on IS NOT NULL;
COMMIT;
\else
RESET session_replication_role;
SELECT secretxfer.journal_adopt('generated') \g /dev/null
SELECT format('ALTER TABLE secretxfer.%I ALTER entry_id SET DEFAULT 0', relname)
FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' AND relname !~ '^(admissions|journal)' \gexec
\endif
RESET jit;
RESET client_min_messages;
