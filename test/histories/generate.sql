-- generate.sql
--
-- Random case histories, the same again for the same seed, put to the extension and to the
-- model (model.sql, to be read before this file).
--
-- A history takes place in a world: state bodies, customers, contractors of both kinds,
-- quasi-state entities, providers, permits, clearances, carriers.  Each step attempts one
-- entry, a correction, a closing or a withdrawal.  Mostly it is the lawful next step of some
-- case under a lawful date; often one thing about it is then spoiled: a date moved to the day
-- before, on or after something that matters, a field blanked, another party, permit or
-- carrier named, a step left out.
--
-- Every attempt gets three verdicts: that of the model, that of check_entry(), and what the
-- real write meets.  They stand in histories.steps; histories.disagreements shows where they
-- differ.

CREATE SCHEMA histories;

-- The dice choose among carriers by their number, so here the numbers are those of a sequence.
CREATE SEQUENCE histories.carrier_numbers;
ALTER TABLE secretxfer.carriers ALTER carrier_id SET DEFAULT nextval('histories.carrier_numbers');

-- A set of rules, for comparing: the model knows no order within a provision.
CREATE FUNCTION histories.sorted(rules text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN rules IS NOT NULL THEN ARRAY(SELECT DISTINCT r FROM unnest(rules) AS r ORDER BY r) END
$$;

-- A rule broken in two ways stands in a refusal twice.
CREATE FUNCTION histories.once_each(rules text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN rules IS NOT NULL THEN
		ARRAY(SELECT r FROM unnest(rules) WITH ORDINALITY AS x (r, place) GROUP BY r ORDER BY min(place)) END
$$;

CREATE TABLE histories.steps (
	seed int NOT NULL,
	step int NOT NULL,
	attempt text NOT NULL,			-- what the history wanted to do
	tbl text NOT NULL,
	o jsonb,						-- the entry as it stood
	n jsonb,						-- the entry as attempted
	model text[] NOT NULL,			-- the rules that it breaks: says the model,
	dry_run text[],					-- says check_entry() (null where it cannot be asked),
	refused_by text,				-- the constraint that refused the write,
	refused_for text[],				-- and all the rules that the refusal names
	other_error text,				-- anything else that the write or check_entry() met
	PRIMARY KEY (seed, step));

CREATE VIEW histories.disagreements AS
	SELECT seed, step, attempt, tbl, model, dry_run, refused_by, refused_for, other_error, o, n
	FROM histories.steps
	WHERE other_error IS NOT NULL
	   OR (refused_by IS NULL) <> (model = '{}')
	   OR refused_by <> refused_for[1]
	   OR dry_run <> histories.once_each(refused_for)
	   OR histories.sorted(coalesce(dry_run, refused_for)) <> model
		  -- a second entry under the same key is told of before anything else is looked at
		  AND NOT (refused_for IN ('{r00_entered_once}', '{r04_listed_once}') AND refused_for <@ model)
	ORDER BY seed, step;

-- What no step of any history broke, of the rules that guard single entries.
CREATE VIEW histories.rules_not_broken AS
	SELECT name FROM secretxfer.rules
	WHERE name <> 'secretxfer_r00_no_truncate'
	EXCEPT
	SELECT 'secretxfer_' || unnest(model) FROM histories.steps WHERE refused_by IS NOT NULL
	ORDER BY name;

-- The cases and days with another customer by secretxfer.last_supplement() and present_customer(), or by the rule that asks
-- whether an arrangement is with the customer, than by the model: on the days of their supplements and of their customers'
-- changes, and on the days before.
CREATE FUNCTION histories.customers_differ() RETURNS TABLE (case_no text, day date, model text, view text, rule text)
LANGUAGE sql STABLE AS $$
	WITH asked AS MATERIALIZED (
		SELECT c.case_no, c.customer, d.day, model.customer_on(c.case_no, d.day) AS model,
			coalesce((SELECT s.successor FROM secretxfer.last_supplement(c.case_no, d.day) s), c.customer) AS view
		FROM secretxfer.cases c
		CROSS JOIN LATERAL (
			SELECT DISTINCT m.day - before AS day
			FROM (
				SELECT s.concluded_on FROM secretxfer.supplements s WHERE s.case_no = c.case_no
				UNION
				SELECT x.effective_on FROM secretxfer.party_changes x
				WHERE x.party IN (SELECT c.customer UNION SELECT s.successor FROM secretxfer.supplements s WHERE s.case_no = c.case_no)
			) AS m (day)
			CROSS JOIN generate_series(0, 1) AS before
			WHERE m.day - before >= c.opened_on
		) AS d
		WHERE EXISTS (SELECT FROM secretxfer.supplements s WHERE s.case_no = c.case_no)
	)
	SELECT a.case_no, a.day, a.model, a.view, r.named
	FROM asked a
	CROSS JOIN LATERAL (
		SELECT string_agg(p.idn, ' ') AS named
		FROM (SELECT a.customer UNION SELECT s.successor FROM secretxfer.supplements s WHERE s.case_no = a.case_no) AS p (idn)
		WHERE NOT EXISTS (
			SELECT FROM secretxfer.check_entry('secretxfer.protections'::regclass, jsonb_build_object('case_no', a.case_no,
				'kind', 'customer', 'organizer', p.idn, 'arranged_on', a.day)) e
			WHERE e.rule = 'secretxfer_r08_organizer' AND e.verdict = 'failed')) AS r
	WHERE a.view IS DISTINCT FROM a.model OR r.named IS DISTINCT FROM a.model
	UNION ALL
	SELECT c.case_no, NULL, model.customer_on(c.case_no, model.today()), secretxfer.present_customer(c.case_no, c.customer), NULL
	FROM secretxfer.cases c
	WHERE secretxfer.present_customer(c.case_no, c.customer) <> model.customer_on(c.case_no, model.today())
$$;

-- The numbers of entries that two entries of the register share, of whatever tables.
CREATE FUNCTION histories.numbers_shared() RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT entry_id FROM (%s) AS entries GROUP BY entry_id HAVING count(*) > 1 OR entry_id <= 0',
		(SELECT string_agg(format('SELECT entry_id FROM secretxfer.%I', tbl), ' UNION ALL ') FROM model.tables));
END
$$;

------------------------------------------------------------------------------------------
-- Chance
------------------------------------------------------------------------------------------

-- A number from 0 to sides - 1.  The generator is Lehmer's and its state stands in a setting:
-- random() gives other numbers on other versions of the server.
CREATE FUNCTION histories.roll(sides int) RETURNS int LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	state bigint := current_setting('histories.chance')::bigint * 48271 % 2147483647;
BEGIN
	PERFORM set_config('histories.chance', state::text, false);
	RETURN state * sides / 2147483647;
END
$$;

-- The last day of the histories, so that they are the same on every later day.
CREATE FUNCTION histories.horizon() RETURNS date LANGUAGE sql STABLE AS $$
	SELECT least(model.today(), '2026-10-31')
$$;

-- One row of a query, by chance.  The rows are sorted first, for where they lie on disk is
-- no part of a history.
CREATE FUNCTION histories.pick(query text) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	found jsonb[];
BEGIN
	EXECUTE format('SELECT array_agg(to_jsonb(q) ORDER BY to_jsonb(q) - ''{recorded_at,changed_at,entry_id}''::text[]) FROM (%s) AS q', query) INTO found;
	RETURN found[1 + histories.roll(cardinality(found))];
END
$$;

CREATE FUNCTION histories.any_of(choices text[]) RETURNS text LANGUAGE sql VOLATILE AS $$
	SELECT choices[1 + histories.roll(cardinality(choices))]
$$;

------------------------------------------------------------------------------------------
-- The world
------------------------------------------------------------------------------------------

-- Who plays which part.
CREATE TABLE histories.players (
	world int NOT NULL,
	part text NOT NULL,
	idn text PRIMARY KEY);

-- A number never used before, its check digit right; for some serials there is none.
CREATE SEQUENCE histories.serial MINVALUE 200;

CREATE FUNCTION histories.new_number(citizen boolean) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	number text;
BEGIN
	WHILE number IS NULL LOOP
		SELECT idn INTO number
		FROM (SELECT CASE WHEN citizen THEN '8101011' ELSE '3512400' END
				|| lpad(nextval('histories.serial')::text, 4, '0')) AS s (stem),
			generate_series(0, 9) AS digit, LATERAL (SELECT stem || digit) AS candidate (idn)
		WHERE model.number_fits(idn, CASE WHEN citizen THEN 'citizen' ELSE 'organization' END::secretxfer.party_kind);
	END LOOP;
	RETURN number;
END
$$;

CREATE FUNCTION histories.player(the_part text) RETURNS text LANGUAGE sql VOLATILE AS $$
	SELECT histories.pick(format(
		'SELECT idn FROM histories.players JOIN secretxfer.parties USING (idn)
		 WHERE part = %L AND world = (SELECT max(world) FROM histories.players)', the_part)) ->> 'idn'
$$;

-- The data of a party that could play a part.
CREATE FUNCTION histories.party_data(part text) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	citizen boolean := part = 'citizen';
	town text := histories.any_of('{Astana,Almaty}');
BEGIN
	RETURN jsonb_build_object(
		'idn', histories.new_number(citizen),
		'kind', CASE WHEN citizen THEN 'citizen' WHEN part IN ('authority', 'state body') THEN 'state_body' ELSE 'organization' END,
		'full_name', initcap(part),
		'settlement', town)
	|| CASE WHEN citizen THEN jsonb_build_object(
		'workplace', 'Institute', 'position', 'engineer', 'residence', town, 'id_document_issuer', 'Ministry of Justice')
	ELSE jsonb_build_object('head_name', 'Head', 'legal_address', town) END
	|| CASE part
		WHEN 'authority' THEN '{"disposes_of_secrets": true}'::jsonb
		WHEN 'contractor' THEN jsonb_build_object('foreign_participation', histories.roll(6) = 0)
		WHEN 'quasi-state entity' THEN '{"quasi_state": true}'
		WHEN 'provider' THEN jsonb_build_object('state_share', CASE WHEN histories.roll(5) = 0 THEN 99.99 ELSE 100 END,
			'foreign_participation', histories.roll(6) = 0,
			'protection_mandate', CASE WHEN histories.roll(5) > 0 THEN 'Resolution of the Government' END)
		ELSE '{}' END;
END
$$;

CREATE FUNCTION histories.a_mark() RETURNS text LANGUAGE sql VOLATILE AS $$
	SELECT histories.any_of('{secret,secret,top_secret,top_secret,special_importance}')
$$;

-- What is printed on a permit or a clearance: mostly the register's own number, sometimes that of
-- another, which may be of the same day.
CREATE FUNCTION histories.printed_data(tbl text, party text, number text) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
BEGIN
	RETURN CASE histories.roll(8)
		WHEN 0 THEN jsonb_build_object('printed_no', histories.any_of('{1,2}'))
		WHEN 1 THEN histories.pick(format('SELECT printed_no, issued_on, issued_by FROM secretxfer.%I AS t
			WHERE coalesce(to_jsonb(t) ->> ''party'', %2$L) = %2$L ORDER BY entry_id DESC LIMIT 20', tbl, party))
		WHEN 2 THEN histories.pick(format('SELECT issued_on FROM secretxfer.%I AS t
			WHERE coalesce(to_jsonb(t) ->> ''party'', %2$L) = %2$L ORDER BY entry_id DESC LIMIT 20', tbl, party))
		WHEN 3 THEN jsonb_build_object('printed_no', histories.any_of(ARRAY[number, NULL, ' ']))
		END;
END
$$;

-- A permit or clearance of a party, valid around a day.
CREATE FUNCTION histories.authorization_data(tbl text, party text, around date) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	issued_on date := least(histories.horizon(), around - histories.roll(100));
	number text := format('%s-%s', left(party, 11), (SELECT count(*) FROM histories.steps));
	printed jsonb := coalesce(histories.printed_data(tbl, party, number), '{}');
BEGIN
	issued_on := coalesce((printed ->> 'issued_on')::date, issued_on);
	RETURN jsonb_build_object('issued_on', issued_on, 'valid_until', issued_on + 100 + histories.roll(1000),
		'issued_by', 'National Security Committee',
		'highest_mark', histories.any_of('{secret,top_secret,top_secret,special_importance,special_importance}'))
	|| CASE WHEN tbl = 'permits' THEN jsonb_build_object('permit_no', 'P-' || number, 'holder', party)
		ELSE jsonb_build_object('clearance_no', 'C-' || number, 'party', party, 'person_name', 'Person') END
	|| printed;
END
$$;

CREATE FUNCTION histories.carrier_data(owner text) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	kind text := histories.any_of('{document,document,other}');
	dice int := histories.roll(8);
BEGIN
	RETURN jsonb_build_object('owner', owner, 'title', 'Drawing', 'kind', kind, 'mark', histories.a_mark(),
		'account_no', (SELECT count(*) FROM histories.steps)::text, 'copy_no', (1 + histories.roll(3))::text,
		'sheets', CASE WHEN kind = 'document' THEN 1 + histories.roll(40) END)
	-- the number of another carrier, of the same year or of another
	|| CASE WHEN dice = 0 THEN coalesce(histories.pick('SELECT owner, account_no, copy_no FROM secretxfer.carriers
		ORDER BY carrier_id DESC LIMIT 20'), '{}') ELSE '{}' END
	|| CASE WHEN dice < 3 THEN jsonb_build_object('registered_on', histories.any_of('{2023-01-09,2024-01-09}')) ELSE '{}' END;
END
$$;

-- An affiliation, known from and to a day or not.
CREATE FUNCTION histories.affiliation_data() RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	since date := CASE WHEN histories.roll(3) = 0 THEN least(histories.horizon(), '2024-01-01'::date + histories.roll(800)) END;
BEGIN
	RETURN jsonb_build_object('party', histories.player(histories.any_of('{contractor,contractor,contractor,citizen}')),
		'quasi_state', histories.player('quasi-state entity'), 'since', since,
		'until', CASE WHEN histories.roll(5) = 0 THEN coalesce(since, '2024-01-01') + histories.roll(1500) END);
END
$$;

------------------------------------------------------------------------------------------
-- What could be done next: a lawful entry of each kind
------------------------------------------------------------------------------------------

CREATE TYPE histories.entry AS (attempt text, tbl text, o jsonb, n jsonb);

-- A new entry of a case.
CREATE FUNCTION histories.new_entry(attempt text, tbl text, c jsonb, data jsonb) RETURNS histories.entry LANGUAGE sql AS $$
	SELECT (attempt, tbl, NULL, jsonb_build_object('case_no', c -> 'case_no') || data)::histories.entry WHERE data IS NOT NULL
$$;

-- A change of an entry picked by a query.
CREATE FUNCTION histories.change_of(attempt text, tbl text, query text, change jsonb) RETURNS histories.entry
LANGUAGE sql VOLATILE AS $$
	SELECT (attempt, tbl, o, o || change)::histories.entry FROM (SELECT histories.pick(query)) AS picked (o) WHERE o IS NOT NULL
$$;

-- The day up to which a case has come; a day far behind all others was a whim.
CREATE FUNCTION histories.clock(c jsonb) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN (
		WITH days AS (
			SELECT unnest(ARRAY[day, ended]) AS day FROM model.happened WHERE case_no = c ->> 'case_no'
			UNION SELECT (c ->> 'opened_on')::date
		), gaps AS (
			SELECT day, day - lag(day) OVER (ORDER BY day) > 40 AS gap FROM days WHERE isfinite(day)
		), stretches AS (
			SELECT day, bool_or(gap) OVER (ORDER BY day) AS behind_a_gap FROM gaps
		)
		SELECT max(day) FROM stretches WHERE behind_a_gap IS NOT true);
END
$$;

-- A permit or clearance of the contractor, one valid on the day if there is any.
CREATE FUNCTION histories.authorization_of(tbl text, party text, day date) RETURNS text LANGUAGE sql VOLATILE AS $$
	SELECT coalesce(
		histories.pick(format('SELECT %s AS no FROM secretxfer.%I WHERE %I = %L AND %L BETWEEN issued_on AND valid_until
			AND revoked_on IS NULL', key, tbl, whose, party, day)) ->> 'no',
		histories.pick(format('SELECT %s AS no FROM secretxfer.%I WHERE %I = %L', key, tbl, whose, party)) ->> 'no')
	FROM (VALUES ('permits', 'permit_no', 'holder'), ('clearances', 'clearance_no', 'party')) AS v (t, key, whose)
	WHERE t = tbl
$$;

-- Number and date of what authorizes the contractor, as requests and contracts state it.
CREATE FUNCTION histories.authorization_stated(contractor text, day date) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	citizen boolean := EXISTS (SELECT FROM secretxfer.parties WHERE idn = contractor AND kind = 'citizen');
BEGIN
	RETURN jsonb_build_object(
		'permit_no', CASE WHEN NOT citizen THEN histories.authorization_of('permits', contractor, day) END,
		'clearance_no', CASE WHEN citizen OR histories.roll(4) = 0
						THEN histories.authorization_of('clearances', contractor, day) END);
END
$$;

CREATE FUNCTION histories.request_data(c jsonb, d date) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	-- a further request may be for the time after that of the first, or for a short time
	since date := CASE WHEN histories.roll(2) = 0 THEN (
		SELECT max(transfer_until) + 1 FROM secretxfer.requests WHERE case_no = c ->> 'case_no' AND transfer_until < d + 200) END;
BEGIN
	since := coalesce(since, d + histories.roll(15));
	RETURN jsonb_build_object(
		'request_no', format('R%s', 1 + (SELECT count(*) FROM secretxfer.requests WHERE case_no = c ->> 'case_no')),
		'authority', coalesce(CASE WHEN histories.roll(6) > 0 THEN histories.pick(format($q$SELECT idn FROM histories.players
			WHERE part = 'authority' AND world = (SELECT max(world) FROM histories.players) AND NOT model.liquidated_by(idn, %L)$q$, d))
			->> 'idn' END, histories.player('authority')),
		'sent_on', d, 'justification', 'Needed for the works',
		'transfer_from', since, 'transfer_until', since + CASE histories.roll(3) WHEN 0 THEN 20 + histories.roll(30)
														   ELSE 100 + histories.roll(250) END,
		'draft_contract', 'Draft 1',
		'information_statement', CASE WHEN (c ->> 'information_system_service')::boolean AND histories.roll(4) > 0
									  THEN 'What circulates in the system' END)
	|| CASE WHEN histories.roll(6) = 0 THEN jsonb_build_object('printed_no', histories.any_of('{12,13}')) ELSE '{}' END
	|| histories.authorization_stated(c ->> 'contractor', d);
END
$$;

-- One step of a kind, for a case, on a day; null when there is nothing to which to apply it.
CREATE FUNCTION histories.lawful(kind text, c jsonb, d date) RETURNS histories.entry LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	no text := c ->> 'case_no';
	contractor secretxfer.parties := (SELECT p FROM secretxfer.parties p WHERE idn = c ->> 'contractor');
	customer text := model.customer_on(c ->> 'case_no', d);
	x jsonb;
	y jsonb;
	outcome text;
BEGIN
	IF kind IN ('measures', 'supplement', 'security notice', 'authority notice', 'change completed', 'closing')
		AND histories.roll(8) > 0
	THEN
		-- not before what happened to the parties in the meantime
		d := greatest(d, (SELECT max(effective_on) FROM secretxfer.party_changes WHERE party IN (contractor.idn, customer)),
			(SELECT max(greatest(day, ended)) FROM model.happened WHERE case_no = no AND kind = 'closing'));
	END IF;
	IF kind IN ('hand-over', 'access') AND histories.roll(3) > 0 AND NOT EXISTS (
		SELECT FROM secretxfer.clearances WHERE party = contractor.idn AND model.valid_on(issued_on, valid_until, revoked_on, d))
	THEN
		RETURN ('renewal', 'clearances', NULL, histories.authorization_data('clearances', contractor.idn, d))::histories.entry;
	END IF;
	IF kind IN ('hand-over', 'access') AND histories.roll(3) > 0 AND NOT EXISTS (
		SELECT FROM secretxfer.requests WHERE case_no = no AND d BETWEEN transfer_from AND transfer_until)
	THEN
		-- when a further period has begun
		d := least(histories.horizon(), coalesce((SELECT min(transfer_from) FROM secretxfer.requests
			WHERE case_no = no AND transfer_from > d AND transfer_until >= transfer_from), d));
	END IF;
	IF kind IN ('contract', 'annex line', 'notice') AND histories.roll(8) > 0 THEN
		-- not before what they presuppose
		d := greatest(d, (SELECT min(day) FROM model.happened WHERE case_no = no AND tbl = 'decisions'),
			(SELECT concluded_on FROM secretxfer.contracts WHERE case_no = no),
			(SELECT min(annexed_on) FROM secretxfer.contract_items WHERE case_no = no AND kind = 'notice'));
	END IF;
	CASE kind
	WHEN 'request' THEN
		y := histories.request_data(c, d);
		IF NOT model.authorized(no, y ->> 'permit_no', y ->> 'clearance_no', d) AND histories.roll(3) > 0 THEN
			outcome := CASE contractor.kind WHEN 'citizen' THEN 'clearances' ELSE 'permits' END;
			RETURN ('renewal', outcome, NULL, histories.authorization_data(outcome, contractor.idn, d))::histories.entry;
		END IF;
		RETURN histories.new_entry(kind, 'requests', c, y);
	WHEN 'line' THEN
		x := histories.pick(format('SELECT request_no, authority FROM secretxfer.requests WHERE case_no = %L
			ORDER BY received_on IS NULL DESC, request_no DESC LIMIT 1', no));
		y := histories.pick(format('SELECT carrier_id FROM secretxfer.carriers WHERE owner = %L AND (%L OR carrier_id NOT IN (
				SELECT i.carrier_id FROM secretxfer.request_items i WHERE i.case_no = %L))',
			CASE WHEN histories.roll(15) = 0 THEN histories.player('authority') ELSE x ->> 'authority' END,
			histories.roll(10) = 0, no));
		-- a carrier that the customer has received as the contractor of another case
		IF histories.roll(2) = 0 THEN
			y := coalesce(histories.pick(format('SELECT h.carrier_id FROM secretxfer.handovers h JOIN secretxfer.cases o USING (case_no)
				JOIN secretxfer.carriers k USING (carrier_id) WHERE h.returned_on IS NULL AND o.contractor = %L AND k.owner = %L
				AND h.carrier_id NOT IN (SELECT i.carrier_id FROM secretxfer.request_items i WHERE i.case_no = %L)',
				customer, x ->> 'authority', no)), y);
		END IF;
		-- a further period for a carrier of the case
		IF x ->> 'request_no' <> 'R1' AND histories.roll(2) = 0 THEN
			y := coalesce(histories.pick(format('SELECT DISTINCT carrier_id FROM secretxfer.request_items
				JOIN secretxfer.carriers USING (carrier_id) WHERE case_no = %L AND owner = %L', no, x ->> 'authority')), y);
		END IF;
		IF y IS NULL THEN
			RETURN ('addition', 'carriers', NULL, histories.carrier_data(x ->> 'authority'))::histories.entry;
		END IF;
		RETURN histories.new_entry(kind, 'request_items', c, jsonb_build_object(
			'request_no', x -> 'request_no', 'carrier_id', y -> 'carrier_id',
			'item_no', (SELECT coalesce(max(item_no), 0) + 1 FROM secretxfer.request_items
						WHERE case_no = no AND request_no = x ->> 'request_no')));
	WHEN 'receipt' THEN
		RETURN histories.change_of(kind, 'requests',
			format('SELECT * FROM secretxfer.requests WHERE case_no = %L AND received_on IS NULL', no),
			jsonb_build_object('received_on', d));
	WHEN 'request taken back' THEN
		RETURN histories.change_of(kind, 'requests',
			format('SELECT * FROM secretxfer.requests r WHERE case_no = %L AND withdrawn_on IS NULL
				ORDER BY EXISTS (SELECT FROM secretxfer.decisions s WHERE (s.case_no, s.request_no) = (r.case_no, r.request_no)),
				request_no LIMIT 1', no),
			jsonb_build_object('withdrawn_on', d));
	WHEN 'permission withdrawn' THEN
		RETURN histories.change_of(kind, 'decisions',
			format('SELECT * FROM secretxfer.decisions WHERE case_no = %L AND withdrawn_on IS NULL ORDER BY outcome, request_no', no),
			jsonb_build_object('withdrawn_on', d, 'withdrawal_reasons', 'The mark was raised'));
	WHEN 'receipt corrected' THEN
		RETURN histories.change_of(kind, 'requests',
			format('SELECT * FROM secretxfer.requests WHERE case_no = %L AND received_on IS NOT NULL', no),
			jsonb_build_object('received_on', CASE WHEN histories.roll(5) > 0 THEN d - histories.roll(5) END));
	WHEN 'answer' THEN
		x := histories.pick(format('SELECT * FROM secretxfer.requests r WHERE case_no = %L AND NOT EXISTS (
			SELECT FROM secretxfer.decisions s WHERE (s.case_no, s.request_no) = (r.case_no, r.request_no))
			ORDER BY received_on IS NOT NULL DESC, received_on < ''2024-01-01'', request_no LIMIT 1', no));
		outcome := CASE WHEN histories.roll(8) = 0 THEN 'refused' ELSE 'permitted' END;
		d := least(histories.horizon(), CASE histories.roll(3)
			WHEN 0 THEN model.answer_due(jsonb_populate_record(NULL::secretxfer.requests, x)) + histories.roll(2)
			ELSE (x ->> 'received_on')::date + histories.roll(12) END);
		RETURN histories.new_entry(kind, 'decisions', c, jsonb_build_object(
			'request_no', x -> 'request_no', 'decision_no', 'D1', 'outcome', outcome, 'sent_on', d,
			'signed_by', 'Signer', 'signed_as', histories.any_of('{head,acting_head}'),
			'reasons', CASE WHEN outcome = 'refused' THEN 'Not possible' END,
			'late_reason', CASE WHEN d > model.answer_due(jsonb_populate_record(NULL::secretxfer.requests, x)) AND histories.roll(2) = 0
								THEN 'Inquiry elsewhere' END,
			'excluded_items', (SELECT jsonb_agg(item_no ORDER BY item_no) FROM secretxfer.request_items
							   WHERE case_no = no AND request_no = x ->> 'request_no' AND item_no % 4 = 3)));
	WHEN 'contract' THEN
		y := histories.authorization_stated(contractor.idn, d);
		IF NOT model.authorized(no, y ->> 'permit_no', y ->> 'clearance_no', d) AND histories.roll(3) > 0 THEN
			outcome := CASE contractor.kind WHEN 'citizen' THEN 'clearances' ELSE 'permits' END;
			RETURN ('renewal', outcome, NULL, histories.authorization_data(outcome, contractor.idn, d))::histories.entry;
		END IF;
		RETURN histories.new_entry(kind, 'contracts', c, jsonb_build_object(
			'contract_no', 'K1', 'concluded_on', d, 'control_during_works', 'Inspections',
			'control_after_works', 'Inspections', 'contractor_liability', 'Full', 'protection_financing', 'By the customer',
			'responsible_unit', 'Unit 1', 'unit_designated_by', 'Order 1',
			'information_statement', CASE WHEN (c ->> 'information_system_service')::boolean
										  THEN 'What circulates in the system' END)
			|| y);
	WHEN 'amendment' THEN
		outcome := histories.any_of('{terms,terms,unit,unit alone,authorization,statement,nothing}');
		x := CASE WHEN histories.roll(2) = 0 THEN
			histories.pick(format('SELECT concluded_on FROM secretxfer.contract_amendments WHERE case_no = %L', no)) END;
		RETURN histories.new_entry(kind, 'contract_amendments', c, jsonb_build_object(
			'amendment_no', 'A' || histories.roll(6), 'concluded_on', coalesce(x -> 'concluded_on', to_jsonb(d)))
			|| CASE outcome
				WHEN 'terms' THEN jsonb_build_object(histories.any_of('{control_during_works,contractor_liability,protection_financing}'), 'Anew')
				WHEN 'unit' THEN '{"responsible_unit": "Unit 2", "unit_designated_by": "Order 2"}'
				WHEN 'unit alone' THEN '{"responsible_unit": "Unit 3"}'
				WHEN 'nothing' THEN '{}'
				WHEN 'authorization' THEN histories.authorization_stated(contractor.idn, d) || '{"control_after_works": "Anew"}'
				ELSE jsonb_build_object(CASE WHEN (c ->> 'information_system_service')::boolean OR histories.roll(3) = 0
					THEN 'information_statement' ELSE 'contractor_liability' END, 'Anew') END);
	WHEN 'annex line' THEN
		x := histories.pick(format('SELECT request_no, item_no, decisions.sent_on FROM secretxfer.request_items i
			JOIN secretxfer.decisions USING (case_no, request_no)
			JOIN secretxfer.requests USING (case_no, request_no) JOIN secretxfer.carriers USING (carrier_id)
			WHERE case_no = %L AND outcome = ''permitted'' AND item_no <> ALL (coalesce(excluded_items, ''{}''))
			AND owner = authority AND NOT EXISTS (SELECT FROM secretxfer.contract_items a
				WHERE (a.case_no, a.request_no, a.item_no) = (i.case_no, i.request_no, i.item_no))', no));
		x := coalesce(x, histories.pick(format(
			'SELECT request_no, item_no FROM secretxfer.request_items WHERE case_no = %L', no)));
		d := greatest(d, (x ->> 'sent_on')::date);
		RETURN histories.new_entry(kind, 'contract_items', c, x - 'sent_on' || jsonb_build_object(
			'annex_no', (SELECT count(*) FROM histories.steps)::text,
			'annexed_on', CASE WHEN histories.roll(3) > 0 THEN d END));
	WHEN 'notice', 'courier notice', 'postal notice', 'security notice', 'authority notice' THEN
		IF kind IN ('security notice', 'authority notice') THEN
			x := histories.pick(format('SELECT party, change_no FROM secretxfer.supplements WHERE case_no = %1$L AND %3$L
				UNION SELECT party, change_no FROM model.open_changes(%1$L, %2$L) WHERE NOT %3$L', no, d,
				histories.roll(4) > 0 AND EXISTS (SELECT FROM secretxfer.supplements WHERE case_no = no)));
			x := coalesce(x, histories.pick('SELECT party, change_no FROM secretxfer.party_changes'));
			IF kind = 'authority notice' THEN
				x := x || jsonb_build_object('authority', coalesce(
					histories.pick(format('SELECT body FROM model.bodies(%L, ''infinity'') AS body WHERE NOT EXISTS (
						SELECT FROM secretxfer.notices s WHERE s.case_no = %L AND s.authority = body)', no, no)) -> 'body',
					to_jsonb(histories.player('authority'))));
			END IF;
		ELSE
			x := '{}';
		END IF;
		RETURN histories.new_entry(kind, 'notices', c, x || jsonb_build_object(
			'notice_no', histories.any_of(ARRAY['N1', 'N2', format('N%s', (SELECT count(*) FROM histories.steps))]),
			'recipient', histories.any_of('{Department,Branch}'), 'sent_on', d, 'kind', CASE kind
				WHEN 'notice' THEN 'contract' WHEN 'courier notice' THEN 'courier_service'
				WHEN 'postal notice' THEN 'postal_service' WHEN 'security notice' THEN 'succession_security'
				ELSE 'succession_authority' END));
	WHEN 'arrangement' THEN
		outcome := CASE
			WHEN histories.roll(6) = 0 THEN histories.any_of('{contractor,customer,quasi_state,provider}')
			WHEN EXISTS (SELECT FROM secretxfer.affiliations WHERE party = contractor.idn) AND histories.roll(3) > 0
				THEN 'quasi_state'
			WHEN contractor.kind = 'citizen' THEN 'customer'
			WHEN contractor.foreign_participation AND histories.roll(5) > 0 OR histories.roll(2) = 0 THEN 'provider'
			WHEN (SELECT settlement FROM secretxfer.parties WHERE idn = customer) = c ->> 'works_settlement'
				 AND histories.roll(2) = 0 THEN 'customer'
			ELSE 'contractor' END;
		x := CASE outcome
			WHEN 'quasi_state' THEN coalesce(
				histories.pick(format('SELECT quasi_state FROM secretxfer.affiliations WHERE party = %L', contractor.idn)) -> 'quasi_state',
				to_jsonb(histories.player('quasi-state entity')))
			WHEN 'provider' THEN coalesce(histories.pick(format('SELECT idn FROM secretxfer.parties WHERE settlement = %L
				AND protection_mandate IS NOT NULL AND state_share = 100 AND NOT foreign_participation AND %L',
				contractor.settlement, histories.roll(3) > 0)) -> 'idn', to_jsonb(histories.player('provider')))
			WHEN 'customer' THEN CASE WHEN histories.roll(2) = 0 THEN to_jsonb(customer) END
			ELSE CASE WHEN histories.roll(2) = 0 THEN to_jsonb(contractor.idn) END END;
		RETURN histories.new_entry(kind, 'protections', c, jsonb_build_object('kind', outcome, 'organizer', x, 'arranged_on', d)
			|| CASE WHEN outcome = 'provider' THEN
				jsonb_build_object('service_contract_no', 'S1', 'service_contract_on', d - histories.roll(2))
				ELSE '{}' END);
	WHEN 'contractor''s permit marked', 'provider''s permit marked' THEN
		x := histories.pick(format('SELECT * FROM secretxfer.protections WHERE case_no = %L AND kind = ''provider''', no));
		outcome := left(kind, position('''' IN kind) - 1);
		y := to_jsonb(CASE outcome WHEN 'provider' THEN x ->> 'organizer' ELSE contractor.idn END);
		IF x IS NOT NULL AND histories.roll(6) > 0 AND NOT EXISTS (SELECT FROM secretxfer.permits WHERE holder = y #>> '{}'
			AND model.valid_on(issued_on, valid_until, revoked_on, d)) THEN
			RETURN ('renewal', 'permits', NULL, histories.authorization_data('permits', y #>> '{}', d))::histories.entry;
		END IF;
		RETURN (kind, 'protections', x, x || CASE WHEN histories.roll(12) > 0 THEN jsonb_build_object(outcome || '_permit_marked_on', d)
											 ELSE '{}' END
			|| CASE WHEN histories.roll(12) > 0 THEN jsonb_build_object(outcome || '_permit_no',
				histories.authorization_of('permits', y #>> '{}', d)) ELSE '{}' END)::histories.entry;
	WHEN 'hand-over' THEN
		x := histories.pick(format('SELECT DISTINCT carrier_id FROM secretxfer.contract_items
			JOIN secretxfer.request_items USING (case_no, request_no, item_no) JOIN secretxfer.carriers USING (carrier_id)
			WHERE case_no = %L AND NOT EXISTS (SELECT FROM secretxfer.handovers h
				WHERE h.carrier_id = carriers.carrier_id AND h.returned_on IS NULL)', no));
		-- what the customer has received as the contractor of another case, and hands on
		x := CASE WHEN x IS NULL OR histories.roll(2) = 0 THEN coalesce(histories.pick(format('SELECT DISTINCT carrier_id
			FROM secretxfer.contract_items JOIN secretxfer.request_items i USING (case_no, request_no, item_no)
			WHERE case_no = %L AND EXISTS (SELECT FROM secretxfer.handovers h JOIN secretxfer.cases o USING (case_no)
				WHERE h.carrier_id = i.carrier_id AND h.returned_on IS NULL AND o.contractor = %L)', no, customer)), x) ELSE x END;
		x := coalesce(x, histories.pick(format('SELECT carrier_id FROM secretxfer.request_items WHERE case_no = %L', no)));
		-- a carrier that is no longer secret
		IF histories.roll(8) = 0 THEN
			x := coalesce(histories.pick(format('SELECT carrier_id FROM secretxfer.request_items
				WHERE case_no = %L AND model.mark_on(carrier_id, %L) IS NULL', no, d)), x);
		END IF;
		y := histories.pick(format('SELECT clearance_no FROM secretxfer.clearances, secretxfer.carriers
				WHERE party = %1$L AND %2$L BETWEEN issued_on AND valid_until AND revoked_on IS NULL
				AND carrier_id = %3$L AND coalesce(highest_mark >= model.mark_on(carrier_id, %2$L), true)', contractor.idn, d, x ->> 'carrier_id')) -> 'clearance_no';
		IF y IS NULL AND histories.roll(4) > 0 THEN
			RETURN ('renewal', 'clearances', NULL, histories.authorization_data('clearances', contractor.idn, d)
				|| '{"highest_mark": "special_importance"}')::histories.entry;
		ELSIF contractor.kind = 'organization' AND histories.roll(4) > 0 AND NOT EXISTS (
			SELECT FROM secretxfer.permits, secretxfer.carriers WHERE holder = contractor.idn AND carrier_id = (x ->> 'carrier_id')::bigint
			AND coalesce(highest_mark >= model.mark_on(carrier_id, d), true) AND model.valid_on(issued_on, valid_until, revoked_on, d)) THEN
			RETURN ('renewal', 'permits', NULL, histories.authorization_data('permits', contractor.idn, d)
				|| jsonb_build_object('highest_mark', 'special_importance', 'issued_on', d))::histories.entry;
		END IF;
		y := coalesce(y, to_jsonb(histories.authorization_of('clearances', contractor.idn, d)));
		RETURN histories.new_entry(kind, 'handovers', c, x || jsonb_build_object(
			'handed_on', d, 'act_no', histories.any_of('{A1,A1,A2}'), 'received_by', y));
	WHEN 'return' THEN
		IF histories.roll(5) = 0 THEN
			y := histories.pick(format('SELECT violation_no FROM secretxfer.violations WHERE case_no = %L AND (found_on <= %L OR %L)',
				no, d, histories.roll(6) = 0)) -> 'violation_no';
			outcome := CASE WHEN y IS NULL OR histories.roll(2) = 0 THEN 'destroyed' ELSE 'lost' END;
			RETURN histories.change_of('write-off', 'handovers',
				format('SELECT * FROM secretxfer.handovers WHERE case_no = %L AND returned_on IS NULL AND written_off_on IS NULL', no),
				jsonb_build_object('written_off_on', d, 'written_off_as', outcome, 'write_off_act_no', 'W1',
					'loss_violation_no', CASE outcome WHEN 'lost' THEN y END));
		END IF;
		RETURN histories.change_of(kind, 'handovers',
			format('SELECT * FROM secretxfer.handovers WHERE case_no = %L AND returned_on IS NULL', no),
			jsonb_build_object('returned_on', d, 'return_act_no', 'A2'));
	WHEN 'access' THEN
		RETURN histories.new_entry(kind, 'system_accesses', c, jsonb_build_object('granted_on', d,
			'clearance_no', histories.authorization_of('clearances', contractor.idn, d)));
	WHEN 'end of access' THEN
		RETURN histories.change_of(kind, 'system_accesses',
			format('SELECT * FROM secretxfer.system_accesses WHERE case_no = %L AND ended_on IS NULL', no),
			jsonb_build_object('ended_on', d));
	WHEN 'breach' THEN
		RETURN histories.new_entry(kind, 'violations', c, jsonb_build_object('found_on', d, 'description', 'Left open',
			'violation_no', format('V%s', (SELECT count(*) + 1 FROM secretxfer.violations WHERE case_no = no)),
			'damage', CASE WHEN histories.roll(3) > 0 THEN 100 * histories.roll(9) END));
	WHEN 'remedy' THEN
		RETURN histories.change_of(kind, 'violations',
			format('SELECT * FROM secretxfer.violations WHERE case_no = %L AND remedied_on IS NULL', no),
			jsonb_build_object('remedied_on', d));
	WHEN 'recovery' THEN
		RETURN histories.change_of(kind, 'violations',
			format('SELECT * FROM secretxfer.violations WHERE case_no = %L AND damage IS NOT NULL
				ORDER BY damage_recovered IS NOT NULL DESC, violation_no LIMIT 1', no),
			jsonb_build_object('damage_recovered', 50 * histories.roll(5)));
	WHEN 'damage assessed' THEN
		RETURN histories.change_of(kind, 'violations',
			format('SELECT * FROM secretxfer.violations WHERE case_no = %L ORDER BY damage_recovered >= damage DESC NULLS LAST,
				violation_no LIMIT 1', no), jsonb_build_object('damage', 100 * histories.roll(9)));
	WHEN 'suspension' THEN
		x := histories.pick(format('SELECT violation_no FROM secretxfer.violations WHERE case_no = %L
			ORDER BY remedied_on IS NULL DESC, violation_no LIMIT 1', no));
		RETURN histories.new_entry(kind, 'suspensions', c, x || jsonb_build_object('suspended_on', d));
	WHEN 'lifting' THEN
		RETURN histories.change_of(kind, 'suspensions',
			format('SELECT * FROM secretxfer.suspensions WHERE case_no = %L AND lifted_on IS NULL', no),
			jsonb_build_object('lifted_on', d));
	WHEN 'annulment raised' THEN
		RETURN histories.new_entry(kind, 'annulments', c, jsonb_build_object('raised_on', d, 'addressed_to', 'Department'));
	WHEN 'order annulled' THEN
		RETURN histories.change_of(kind, 'annulments',
			format('SELECT * FROM secretxfer.annulments WHERE case_no = %L AND order_annulled_on IS NULL', no),
			jsonb_build_object('order_annulled_on', d));
	WHEN 'annulment rejected' THEN
		RETURN histories.change_of(kind, 'annulments',
			format('SELECT * FROM secretxfer.annulments WHERE case_no = %L AND order_annulled_on IS NULL', no),
			jsonb_build_object('rejected_on', d, 'rejected_by', 'Department'));
	WHEN 'contractor changed', 'customer changed', 'body changed' THEN
		-- the body is one that is asked and has not answered yet
		x := to_jsonb(CASE kind WHEN 'customer changed' THEN customer WHEN 'contractor changed' THEN contractor.idn
			ELSE histories.pick(format('SELECT authority FROM secretxfer.requests WHERE case_no = %L
				ORDER BY request_no DESC LIMIT 1', no)) ->> 'authority' END);
		IF x IS NULL THEN
			RETURN NULL;
		END IF;
		RETURN (kind, 'party_changes', NULL, jsonb_build_object('party', x,
			'change_no', (SELECT count(*) + 1 FROM secretxfer.party_changes)::text,
			'kind', CASE WHEN kind = 'body changed' THEN 'liquidation'
				ELSE histories.any_of('{functions,functions,ownership,liquidation,liquidation,works_terminated}') END,
			-- some are learnt of late: before the case, or before the party became the customer
			'effective_on', CASE WHEN kind = 'customer changed' AND histories.roll(4) = 0
							THEN coalesce(histories.pick(format('SELECT concluded_on FROM secretxfer.supplements
								WHERE case_no = %L AND successor = %L', no, customer)) ->> 'concluded_on', c ->> 'opened_on')::date
								 - 20 + histories.roll(25)
							ELSE d END, 'document', 'Decree')
			-- the works of this case alone
			|| CASE WHEN kind <> 'body changed' AND histories.roll(5) = 0
			   THEN jsonb_build_object('kind', 'works_terminated', 'case_no', no) ELSE '{}' END)::histories.entry;
	WHEN 'change completed', 'change called off' THEN
		RETURN histories.change_of(kind, 'party_changes',
			format('SELECT * FROM secretxfer.party_changes WHERE party IN (%L, %L, %L) AND completed_on IS NULL
				AND (called_off_on IS NULL OR %L)', contractor.idn, c ->> 'customer', customer, histories.roll(8) = 0),
			CASE kind WHEN 'change completed' THEN jsonb_build_object('completed_on', d)
			ELSE jsonb_build_object('called_off_on', d, 'call_off_document', 'Judgement') END);
	WHEN 'supplement' THEN
		x := histories.pick(format('SELECT party, change_no, kind FROM model.open_changes(%L, %L)
			ORDER BY CASE WHEN %L THEN effective_on END DESC NULLS LAST, effective_on, change_no LIMIT 1', no, d, histories.roll(2) = 0));
		IF histories.roll(12) = 0 THEN
			-- any change, settled or not
			x := histories.pick(format('SELECT party, change_no, kind FROM secretxfer.party_changes WHERE party IN (%L, %L)',
				c ->> 'customer', customer));
		END IF;
		-- where the customer lives on, a change before the contract may have a supplement and needs none
		x := coalesce(x, histories.pick(format('SELECT party, change_no, kind FROM secretxfer.party_changes WHERE party IN (%L, %L)
			AND effective_on <= %L', c ->> 'customer', customer, d)));
		x := coalesce(x, histories.pick('SELECT party, change_no, kind FROM secretxfer.party_changes'));
		RETURN histories.new_entry(kind, 'supplements', c, x - 'kind' || jsonb_build_object(
			'supplement_no', format('S%s', (SELECT count(*) + 1 FROM secretxfer.supplements WHERE case_no = no)),
			'successor', CASE WHEN x ->> 'kind' IN ('functions', 'ownership') AND histories.roll(2) = 0 THEN x ->> 'party'
						 ELSE histories.player('customer') END,
			'successor_powers', 'Licence', 'concluded_on', d));
	WHEN 'measures' THEN
		x := histories.pick(format('SELECT party, change_no FROM secretxfer.party_changes pc WHERE party = %L AND NOT EXISTS (
			SELECT FROM secretxfer.protection_measures m WHERE (m.case_no, m.party, m.change_no) = (%L, pc.party, pc.change_no))',
			contractor.idn, no));
		x := coalesce(x, histories.pick('SELECT party, change_no FROM secretxfer.party_changes'));
		RETURN histories.new_entry(kind, 'protection_measures', c, x || jsonb_build_object('taken_on', d, 'measures', 'Sealed'));
	WHEN 'closing' THEN
		RETURN (kind, 'cases', c, c || jsonb_build_object('closed_on', d))::histories.entry;
	END CASE;
END
$$;

CREATE FUNCTION histories.kinds() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
	SELECT ARRAY['request', 'line', 'receipt', 'answer', 'contract', 'amendment', 'annex line', 'notice', 'courier notice', 'postal notice',
		'security notice', 'authority notice', 'arrangement', 'contractor''s permit marked', 'provider''s permit marked',
		'hand-over', 'hand-over', 'hand-over', 'return', 'access', 'access', 'end of access', 'breach', 'remedy', 'recovery',
		'damage assessed', 'suspension', 'lifting', 'annulment raised', 'order annulled', 'annulment rejected',
		'contractor changed', 'customer changed', 'customer changed', 'body changed', 'request taken back', 'permission withdrawn',
		'change completed', 'change called off', 'supplement', 'measures', 'closing']
$$;

-- What a case would come to next.
CREATE FUNCTION histories.next_kind(c jsonb) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	no text := c ->> 'case_no';
	system boolean := (c ->> 'information_system_service')::boolean;
	out boolean := EXISTS (
		SELECT FROM secretxfer.handovers WHERE case_no = no AND returned_on IS NULL AND written_off_on IS NULL);
	inside boolean := EXISTS (SELECT FROM secretxfer.system_accesses WHERE case_no = no AND ended_on IS NULL);
	transfers int := (SELECT count(*) FROM model.happened WHERE case_no = no AND tbl IN ('handovers', 'system_accesses'));
	r secretxfer.requests;
	p secretxfer.protections;
	dice int := histories.roll(100);
BEGIN
	-- the contractor has changed, or the order was annulled: the case winds up
	IF model.contractor_changed(c ->> 'contractor', no, (c ->> 'opened_on')::date, histories.horizon()) THEN
		CASE WHEN dice < 8 THEN RETURN histories.any_of('{hand-over,access,request,contract}');
		WHEN dice < 40 AND EXISTS (
			SELECT FROM secretxfer.party_changes WHERE party = c ->> 'contractor' AND kind = 'liquidation' AND completed_on IS NOT NULL)
			THEN RETURN CASE WHEN system THEN 'access' ELSE 'hand-over' END;
		WHEN dice BETWEEN 18 AND 60 AND EXISTS (
			SELECT FROM secretxfer.party_changes pc WHERE party = c ->> 'contractor' AND NOT EXISTS (
				SELECT FROM secretxfer.protection_measures m WHERE (m.case_no, m.party, m.change_no) = (no, pc.party, pc.change_no)))
			THEN RETURN 'measures';
		WHEN dice < 12 THEN RETURN 'change completed';
		WHEN dice < 15 THEN RETURN 'change called off';
		WHEN dice < 18 THEN RETURN 'closing';
		ELSE RETURN CASE WHEN out THEN 'return' WHEN inside THEN 'end of access'
			WHEN dice < 75 THEN 'closing' ELSE 'change completed' END;
		END CASE;
	ELSIF EXISTS (SELECT FROM secretxfer.annulments WHERE case_no = no AND order_annulled_on IS NOT NULL) AND dice < 80 THEN
		RETURN CASE WHEN dice < 50 THEN CASE WHEN system AND dice < 25 THEN 'access' ELSE 'hand-over' END
			WHEN out THEN 'return' WHEN inside THEN 'end of access' ELSE 'closing' END;
	ELSIF dice < 65 AND EXISTS (SELECT FROM model.open_changes(no, histories.horizon())) THEN
		RETURN CASE WHEN dice < 4 THEN 'customer changed' WHEN dice < 8 THEN 'hand-over'
			WHEN dice < 15 THEN 'security notice' WHEN dice < 20 THEN 'change completed'
			WHEN dice < 25 THEN 'change called off'
			WHEN dice < 55 OR EXISTS (SELECT FROM secretxfer.contracts WHERE case_no = no) THEN 'supplement'
			WHEN dice < 60 THEN 'closing' ELSE 'request' END;
	ELSIF dice < 65 AND EXISTS (SELECT FROM secretxfer.supplements s WHERE s.case_no = no AND NOT EXISTS (
			SELECT FROM secretxfer.notices w WHERE (w.case_no, w.kind, w.party, w.change_no)
				= (no, 'succession_security', s.party, s.change_no))) THEN
		RETURN 'security notice';
	ELSIF dice < 65 AND EXISTS (SELECT FROM secretxfer.supplements s, model.bodies(no, s.concluded_on) AS body
			WHERE s.case_no = no AND NOT EXISTS (
			SELECT FROM secretxfer.notices w WHERE (w.case_no, w.kind, w.authority, w.party, w.change_no)
				= (no, 'succession_authority', body, s.party, s.change_no))) THEN
		RETURN 'authority notice';
	END IF;

	-- the requests
	SELECT * INTO r FROM secretxfer.requests q WHERE q.case_no = no AND (q.withdrawn_on IS NULL OR dice < 3) AND NOT EXISTS (
		SELECT FROM secretxfer.decisions s WHERE (s.case_no, s.request_no) = (q.case_no, q.request_no))
	  AND (q.received_on IS NULL OR q.received_on >= '2024-01-01' OR dice < 5)
	  AND (NOT model.liquidated_by(q.authority, histories.horizon()) OR dice < 15)
	ORDER BY request_no LIMIT 1;
	IF r.case_no IS NOT NULL THEN
		dice := histories.roll(100);
		RETURN CASE
			WHEN dice = 0 THEN 'body changed' WHEN dice = 1 THEN 'customer changed'
			WHEN dice = 5 THEN 'request taken back'
			WHEN r.received_on IS NOT NULL AND dice < 5 THEN 'receipt corrected'
			WHEN r.received_on IS NOT NULL THEN 'answer'
			WHEN (SELECT count(*) FROM secretxfer.request_items i WHERE (i.case_no, i.request_no) = (no, r.request_no))
				 < CASE WHEN r.information_statement IS NULL THEN 1 + histories.roll(4) ELSE histories.roll(2) END THEN 'line'
			ELSE 'receipt' END;
	END IF;
	IF NOT EXISTS (SELECT FROM secretxfer.decisions WHERE case_no = no AND decisions.outcome = 'permitted' AND (withdrawn_on IS NULL OR dice < 30)) THEN
		RETURN CASE WHEN EXISTS (SELECT FROM secretxfer.decisions WHERE case_no = no) AND dice < 25 THEN 'closing' ELSE 'request' END;
	END IF;

	-- the contract, its annex, notice and arrangement
	IF NOT EXISTS (SELECT FROM secretxfer.contracts WHERE case_no = no) THEN
		RETURN CASE WHEN dice < 80 AND EXISTS (
			SELECT FROM secretxfer.party_changes WHERE party IN (c ->> 'contractor', c ->> 'customer') AND kind = 'liquidation')
			THEN 'closing'
			WHEN dice < 3 THEN 'contractor changed' WHEN dice < 9 THEN 'customer changed' WHEN dice < 14 THEN 'supplement'
			ELSE 'contract' END;
	END IF;
	IF dice < 85 AND EXISTS (
		SELECT FROM secretxfer.request_items i JOIN secretxfer.decisions s USING (case_no, request_no)
		JOIN secretxfer.requests q USING (case_no, request_no) JOIN secretxfer.carriers USING (carrier_id)
		WHERE case_no = no AND s.outcome = 'permitted' AND item_no <> ALL (coalesce(excluded_items, '{}')) AND owner = authority
		  AND NOT EXISTS (SELECT FROM secretxfer.contract_items a
						  WHERE (a.case_no, a.request_no, a.item_no) = (i.case_no, i.request_no, i.item_no))) THEN
		RETURN 'annex line';
	END IF;
	IF dice < 90 AND NOT EXISTS (
		SELECT FROM secretxfer.notices s WHERE s.case_no = no AND s.kind = 'contract'
		  AND s.sent_on >= coalesce((SELECT max(annexed_on) FROM secretxfer.contract_items WHERE case_no = no), '-infinity')) THEN
		RETURN 'notice';
	END IF;
	SELECT * INTO p FROM secretxfer.protections q WHERE q.case_no = no ORDER BY arranged_on DESC LIMIT 1;
	IF p.case_no IS NULL AND dice < 95 OR dice IN (50, 51) THEN
		RETURN 'arrangement';
	ELSIF p.kind = 'provider' AND dice < 90 THEN
		IF p.contractor_permit_marked_on IS NULL OR p.contractor_permit_no IS NULL AND dice < 40 THEN
			RETURN 'contractor''s permit marked';
		ELSIF p.provider_permit_marked_on IS NULL OR p.provider_permit_no IS NULL AND dice < 40 THEN
			RETURN 'provider''s permit marked';
		ELSIF NOT EXISTS (SELECT FROM secretxfer.notices s WHERE s.case_no = no AND s.kind = 'courier_service' AND s.sent_on >= p.service_contract_on) THEN
			RETURN 'courier notice';
		ELSIF NOT EXISTS (SELECT FROM secretxfer.notices s WHERE s.case_no = no AND s.kind = 'postal_service' AND s.sent_on >= p.service_contract_on) THEN
			RETURN 'postal notice';
		END IF;
	END IF;

	-- the works
	IF EXISTS (SELECT FROM secretxfer.suspensions WHERE case_no = no AND lifted_on IS NULL) AND dice < 70 THEN
		RETURN CASE WHEN dice < 10 THEN 'hand-over' WHEN dice < 15 THEN 'access'
			WHEN EXISTS (SELECT FROM secretxfer.violations WHERE case_no = no AND remedied_on IS NULL) AND dice < 60 THEN 'remedy'
			ELSE 'lifting' END;
	END IF;
	dice := histories.roll(100);
	-- until an order is annulled in some case, breaches lead to it
	IF dice < 60 AND transfers > 0 AND EXISTS (SELECT FROM secretxfer.violations WHERE case_no = no)
		AND NOT EXISTS (SELECT FROM secretxfer.annulments WHERE order_annulled_on IS NOT NULL) THEN
		RETURN CASE WHEN EXISTS (SELECT FROM secretxfer.annulments WHERE case_no = no AND rejected_on IS NULL) THEN 'order annulled'
			WHEN (SELECT count(*) FROM secretxfer.violations WHERE case_no = no) > 1 THEN 'annulment raised' ELSE 'breach' END;
	END IF;
	RETURN CASE
		WHEN dice < CASE WHEN EXISTS (SELECT FROM secretxfer.violations WHERE case_no = no) THEN 15 ELSE 9 END THEN 'breach'
		WHEN dice < 18 AND EXISTS (SELECT FROM secretxfer.violations WHERE case_no = no) THEN
			CASE histories.roll(3) WHEN 0 THEN 'damage assessed' ELSE 'recovery' END
		WHEN dice < 21 AND EXISTS (SELECT FROM secretxfer.violations WHERE case_no = no) THEN 'suspension'
		WHEN dice < 28 AND (SELECT count(*) FROM secretxfer.violations WHERE case_no = no) > 1 THEN 'annulment raised'
		WHEN dice < 33 AND EXISTS (SELECT FROM secretxfer.annulments WHERE case_no = no) THEN
			CASE histories.roll(3) WHEN 0 THEN 'annulment rejected' ELSE 'order annulled' END
		WHEN dice < 29 THEN 'request'
		WHEN dice < CASE WHEN transfers > 0 THEN 32 ELSE 30 END THEN 'contractor changed'
		WHEN dice < 34 THEN 'customer changed'
		WHEN dice < 35 THEN 'arrangement'
		WHEN dice < 40 THEN 'amendment'
		WHEN transfers > 4 AND dice < 80 THEN CASE WHEN out THEN 'return' WHEN inside THEN 'end of access' ELSE 'closing' END
		WHEN dice < 50 AND out THEN 'return'
		WHEN dice < 50 AND inside THEN 'end of access'
		WHEN system AND dice < 85 THEN 'access'
		ELSE 'hand-over' END;
END
$$;

CREATE FUNCTION histories.a_case() RETURNS jsonb LANGUAGE sql VOLATILE AS $$
	SELECT CASE WHEN histories.roll(25) = 0
		THEN histories.pick('SELECT * FROM secretxfer.cases')
		ELSE histories.pick('SELECT * FROM secretxfer.cases WHERE closed_on IS NULL
			ORDER BY recorded_at DESC LIMIT 12') END
$$;

-- A new party, affiliation, permit, clearance, carrier, case, or day of the calendar.
CREATE FUNCTION histories.lawful_addition(tbl text) RETURNS histories.entry LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	party text;
	opened_on date;
BEGIN
	RETURN ('addition', tbl, NULL, CASE tbl
		WHEN 'parties' THEN histories.party_data(histories.any_of(
			'{authority,state body,customer,contractor,contractor,quasi-state entity,provider,citizen,citizen}'))
		WHEN 'affiliations' THEN histories.affiliation_data()
		WHEN 'permits' THEN histories.authorization_data(tbl, histories.player(histories.any_of('{contractor,contractor,provider}')),
			'2024-02-01'::date + histories.roll(800))
		WHEN 'clearances' THEN histories.authorization_data(tbl, histories.player(histories.any_of('{contractor,contractor,citizen}')),
			'2024-02-01'::date + histories.roll(800))
		WHEN 'carriers' THEN histories.carrier_data(histories.player('authority'))
		WHEN 'cases' THEN (
			SELECT jsonb_strip_nulls(jsonb_build_object('case_no', format('%s/%s', (SELECT max(world) FROM histories.players),
					(SELECT count(*) + 1 FROM histories.steps)),
				'customer', CASE WHEN histories.roll(3) = 0 THEN histories.pick('SELECT DISTINCT o.contractor
					FROM secretxfer.handovers h JOIN secretxfer.cases o USING (case_no) JOIN secretxfer.parties p ON p.idn = o.contractor
					WHERE h.returned_on IS NULL AND p.kind = ''organization'' LIMIT 5') ->> 'contractor'
					ELSE histories.player(histories.any_of('{customer,customer,customer,authority,state body}')) END,
				'contractor', histories.player(histories.any_of('{contractor,contractor,contractor,citizen}')),
				'subject', 'Works', 'works_settlement', histories.any_of('{Astana,Almaty}'),
				'information_system_service', serves,
				'system_mark', CASE WHEN serves THEN histories.any_of('{secret,secret,secret,top_secret}') END,
				'opened_on', CASE WHEN histories.roll(12) = 0 THEN '2023-12-01'::date + histories.roll(28)
							 ELSE least('2024-02-01'::date + histories.roll(700), histories.horizon() - 60) END))
			|| CASE WHEN histories.roll(8) = 0 THEN '{"printed_no": "14"}'::jsonb ELSE '{}' END
			FROM (SELECT histories.roll(4) = 0 AS serves) AS system)
		WHEN 'calendar_days' THEN jsonb_build_object('day', '2024-01-01'::date + histories.roll(1200),
			'working', histories.roll(2) = 0, 'basis', 'Order of the ministry')
		WHEN 'calendar_years' THEN jsonb_build_object('year', 2028 + histories.roll(4), 'basis', 'Law "On Holidays"')
	END)::histories.entry;
END
$$;

-- The number on paper put right: to that of another paper, of the same day if there is one.
CREATE FUNCTION histories.printed_number() RETURNS histories.entry LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	the_table text := histories.any_of('{permits,permits,clearances,clearances,cases,requests}');
	e histories.entry;
BEGIN
	e := histories.change_of('printed number', the_table, format(CASE
		WHEN the_table IN ('cases', 'requests') OR histories.roll(3) = 0
		THEN 'SELECT * FROM secretxfer.%I ORDER BY entry_id DESC LIMIT 40'
		ELSE 'SELECT a.* FROM secretxfer.%1$I a JOIN secretxfer.%1$I b USING (issued_on, %2$I) WHERE a.entry_id <> b.entry_id' END,
		the_table, CASE the_table WHEN 'clearances' THEN 'party' ELSE 'issued_by' END), '{}');
	e.n := e.n || jsonb_build_object('printed_no', CASE histories.roll(8)
		WHEN 0 THEN histories.any_of(ARRAY['1', NULL, '', '1 ', repeat('1', 201)])
		ELSE histories.pick(format('SELECT printed_no FROM secretxfer.%1$I AS t WHERE entry_id <> %2$L
			ORDER BY to_jsonb(t) -> ''issued_on'' IS DISTINCT FROM %3$L::jsonb, to_jsonb(t) -> ''party'' IS DISTINCT FROM %4$L::jsonb,
				entry_id DESC LIMIT 1', the_table, e.n ->> 'entry_id', e.n -> 'issued_on', e.n -> 'party')) ->> 'printed_no' END);
	IF histories.roll(6) = 0 AND the_table IN ('permits', 'clearances') THEN
		e.n := e.n || jsonb_build_object('revoked_on', e.n -> 'valid_until');
	END IF;
	RETURN e;
END
$$;

-- A mark raised, lowered or lifted, mostly of a carrier of the case.
CREATE FUNCTION histories.changed_mark(c jsonb, d date) RETURNS histories.entry LANGUAGE sql VOLATILE AS $$
	SELECT ('mark', 'carrier_marks', NULL, coalesce(histories.pick(format(
			'SELECT carrier_id FROM secretxfer.request_items WHERE case_no = %L', c ->> 'case_no')),
			histories.pick('SELECT carrier_id FROM secretxfer.carriers ORDER BY carrier_id DESC LIMIT 20'))
		|| jsonb_build_object('marked_on', d, 'document', 'Order',
			'mark', CASE WHEN histories.roll(4) > 0 THEN histories.a_mark() END))::histories.entry
$$;

-- A carrier passed on inside the contractor, mostly one that is out.
CREATE FUNCTION histories.passing_on(c jsonb, d date) RETURNS histories.entry LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	h jsonb := coalesce(histories.pick(format('SELECT entry_id, carrier_id FROM secretxfer.handovers
			WHERE case_no = %L AND returned_on IS NULL AND written_off_on IS NULL', c ->> 'case_no')),
		histories.pick('SELECT entry_id, carrier_id FROM secretxfer.handovers ORDER BY entry_id DESC LIMIT 10'));
BEGIN
	IF h IS NULL THEN
		RETURN NULL;
	END IF;
	RETURN ('passing on', 'holders', NULL, jsonb_build_object('handover', h -> 'entry_id', 'held_since', d,
		'held_by', CASE WHEN histories.roll(5) > 0 THEN histories.authorization_of('clearances', c ->> 'contractor', d)
			ELSE histories.pick('SELECT clearance_no FROM secretxfer.clearances') ->> 'clearance_no' END))::histories.entry;
END
$$;

-- Secrets pass to another body: all, or one carrier by name; rarely, and more often from a body that is liquidated.
CREATE FUNCTION histories.disposal_passed(d date) RETURNS histories.entry LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	body text := coalesce(CASE WHEN histories.roll(2) = 0 THEN histories.pick('SELECT party FROM secretxfer.party_changes
		JOIN secretxfer.parties ON idn = party WHERE party_changes.kind = ''liquidation'' AND parties.kind = ''state_body''
		ORDER BY party_changes.entry_id DESC LIMIT 3') ->> 'party' END, histories.player('authority'));
BEGIN
	RETURN ('disposal passed', 'disposal_successions', NULL, jsonb_build_object('body', body, 'effective_on', d,
		'successor', histories.player('authority'), 'document', 'Decree',
		'carrier_id', CASE WHEN histories.roll(4) > 0 THEN histories.pick(format(
			'SELECT carrier_id FROM secretxfer.carriers WHERE owner = %L OR owner IN (SELECT s.body FROM secretxfer.disposal_successions s
			 WHERE s.successor = %1$L) ORDER BY entry_id DESC LIMIT 20', body)) -> 'carrier_id' END))::histories.entry;
END
$$;

------------------------------------------------------------------------------------------
-- Spoiling
------------------------------------------------------------------------------------------

-- Days that matter for an entry: those of its case and of the papers and changes of its parties.
CREATE FUNCTION histories.a_day_that_matters(n jsonb) RETURNS date LANGUAGE sql VOLATILE AS $$
	SELECT (histories.pick(format($q$
		SELECT day FROM (
			SELECT unnest(ARRAY[day, ended]) FROM model.happened WHERE case_no = %1$L
			UNION SELECT opened_on FROM secretxfer.cases WHERE case_no = %1$L
			UNION SELECT closed_on FROM secretxfer.cases WHERE case_no = %1$L
			UNION SELECT unnest(ARRAY[transfer_from, transfer_until, model.answer_due(r)])
				FROM secretxfer.requests r WHERE case_no = %1$L
			UNION SELECT unnest(ARRAY[service_contract_on, contractor_permit_marked_on, provider_permit_marked_on])
				FROM secretxfer.protections WHERE case_no = %1$L
			UNION SELECT unnest(ARRAY[issued_on, valid_until, revoked_on]) FROM secretxfer.permits
				JOIN secretxfer.cases ON contractor = holder WHERE case_no = %1$L
			UNION SELECT unnest(ARRAY[issued_on, valid_until, revoked_on]) FROM secretxfer.clearances
				JOIN secretxfer.cases ON contractor = party WHERE case_no = %1$L
			UNION SELECT unnest(ARRAY[effective_on, called_off_on]) FROM secretxfer.party_changes
				JOIN secretxfer.cases ON party IN (contractor, customer) WHERE cases.case_no = %1$L
			UNION SELECT marked_on FROM secretxfer.carrier_marks
				JOIN secretxfer.request_items USING (carrier_id) WHERE case_no = %1$L
			UNION SELECT unnest(ARRAY[since, until]) FROM secretxfer.affiliations
				JOIN secretxfer.cases ON contractor = party WHERE case_no = %1$L
			UNION SELECT (value #>> '{}')::date FROM jsonb_each(%2$L::jsonb)
				WHERE key LIKE '%%\_on' OR key IN ('since', 'until', 'held_since')
		) AS days (day) WHERE isfinite(day) AND day <= histories.horizon()$q$, n ->> 'case_no', n)) ->> 'day')::date
$$;

-- What the Rules name: fields to leave out, and what to put into others.  '@' stands for a
-- player of that part, '=' for another field of the entry.  Each gets its turn.
CREATE TABLE histories.temptations (tbl text NOT NULL, change jsonb NOT NULL, turns int NOT NULL DEFAULT 0);
INSERT INTO histories.temptations (tbl, change)
SELECT 'parties', jsonb_build_object(f, NULL) FROM unnest('{full_name,head_name,legal_address,workplace,position,residence,
	id_document_issuer}'::text[]) AS f
UNION ALL
SELECT 'parties', jsonb_build_object('idn', idn)
FROM unnest('{351240000011,351340000014,351239000015,81010110001}'::text[]) AS idn
UNION ALL
SELECT 'contracts', jsonb_build_object(f, NULL) FROM unnest('{control_during_works,control_after_works,contractor_liability,
	protection_financing,responsible_unit,unit_designated_by,information_statement,permit_no,clearance_no}'::text[]) AS f
UNION ALL
SELECT tbl, change::jsonb FROM (VALUES
	('parties', '{"disposes_of_secrets": true}'), ('parties', '{"state_share": 100.01}'), ('parties', '{"state_share": "NaN"}'),
	('parties', '{"foreign_participation": true}'), ('parties', '{"settlement": "Astana"}'), ('parties', '{"settlement": "Almaty"}'),
	('permits', '{"holder": "@citizen"}'), ('carriers', '{"owner": "@customer"}'), ('carriers', '{"owner": "@state body"}'),
	('carriers', '{"sheets": null}'), ('carriers', '{"title": " "}'), ('carriers', '{"mark": null}'), ('carriers', '{"sheets": 0}'),
	('cases', '{"customer": "@citizen"}'), ('cases', '{"contractor": "@state body"}'), ('cases', '{"contractor": "=customer"}'),
	('requests', '{"justification": null}'), ('requests', '{"draft_contract": " "}'), ('requests', '{"authority": "@state body"}'),
	('requests', '{"permit_no": null, "clearance_no": null}'), ('requests', '{"information_statement": "Statement"}'),
	('requests', '{"information_statement": null}'),
	('decisions', '{"signed_by": null}'), ('decisions', '{"signed_as": null}'), ('decisions', '{"late_reason": null}'),
	('decisions', '{"outcome": "refused"}'), ('decisions', '{"excluded_items": [1, 2, 3, 4, 5]}'),
	('decisions', '{"excluded_items": [2]}'),
	('contracts', '{"information_statement": "Statement"}'), ('contracts', '{"protection_financing": "not in the document"}'),
	('protections', '{"kind": "contractor"}'), ('protections', '{"kind": "customer"}'), ('protections', '{"kind": "provider"}'),
	('protections', '{"kind": "provider", "organizer": "@contractor"}'),
	('protections', '{"kind": "provider", "organizer": "@authority"}'),
	('protections', '{"kind": "quasi_state", "organizer": "@customer"}'), ('protections', '{"organizer": "@quasi-state entity"}'),
	('protections', '{"service_contract_no": null}'),
	('affiliations', '{"quasi_state": "=party"}'), ('affiliations', '{"since": "2024-05-02", "until": "2024-05-01"}'),
	('affiliations', '{"since": "2024-05-02", "until": "2024-05-02"}'),
	-- what waits for a later version
	('cases', '{"system_mark": "secret"}'), ('cases', '{"system_mark": null}'), ('requests', '{"withdrawn_on": "=sent_on"}'),
	('decisions', '{"withdrawn_on": "=sent_on", "withdrawal_reasons": "Reasons"}'), ('decisions', '{"withdrawal_reasons": ""}'),
	('protections', '{"unit_settlement": "Astana"}'), ('protections', '{"contractor_permit_no": "P-0"}'),
	('protections', '{"provider_permit_no": " "}'), ('protections', '{"contractor_permit_no": null}'),
	('protections', '{"provider_permit_marked_on": null}'), ('protections', '{"contractor_permit_no": "=provider_permit_no"}'),
	('protections', '{"contractor_permit_no": null, "provider_permit_no": null}'),
	('protections', '{"contractor_permit_marked_on": null, "contractor_permit_no": null}'),
	('handovers', '{"written_off_on": "=handed_on", "written_off_as": "destroyed", "write_off_act_no": "W1"}'),
	('handovers', '{"written_off_as": "lost", "loss_violation_no": "V1"}'),
	('handovers', '{"written_off_on": "=handed_on", "written_off_as": "lost", "write_off_act_no": "W1"}'),
	('handovers', '{"written_off_on": "=handed_on", "written_off_as": "destroyed", "write_off_act_no": "W1", "returned_on": "=handed_on"}'),
	-- what the server writes, whatever is stated
	('parties', '{"entry_id": 1}'), ('handovers', '{"entry_id": null, "permit_no": "P-0"}'), ('decisions', '{"due_on": "2024-01-09"}'),
	('requests', '{"answered": true, "changed_by": "somebody", "entry_id": -1}'), ('permits', '{"changed_at": "2024-01-01"}'),
	('permits', '{"printed_no": "1"}'), ('clearances', '{"printed_no": "1"}'), ('requests', '{"printed_no": "1 "}'),
	('annulments', '{"rejected_on": "=raised_on", "rejected_by": "Department"}'), ('annulments', '{"rejected_by": " "}'),
	('annulments', '{"rejected_on": null, "rejected_by": "Department"}'), ('annulments', '{"order_annulled_on": "=rejected_on"}'),
	('party_changes', '{"case_no": "1/1"}'), ('party_changes', '{"case_no": "1/1", "kind": "works_terminated"}'),
	('party_changes', '{"called_off_on": "=effective_on", "call_off_document": "Judgement"}'),
	('party_changes', '{"call_off_document": null}'), ('party_changes', '{"call_off_document": " "}'),
	('party_changes', '{"completed_on": "=called_off_on"}'),
	('violations', '{"damage": "NaN"}'), ('violations', '{"damage_recovered": 1}'), ('violations', '{"damage_recovered": null}'),
	('supplements', '{"successor_powers": null}'), ('supplements', '{"successor": "@citizen"}'),
	('supplements', '{"successor": "=party"}')) AS v (tbl, change);

-- One thing about the entry, made wrong (or by chance not).
CREATE FUNCTION histories.spoiled(e histories.entry) RETURNS histories.entry LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	field record;
	value jsonb;
	dice int := histories.roll(100);
BEGIN
	IF e.n IS NULL THEN
		RETURN NULL;
	END IF;
	-- a temptation that had no turn yet is preferred
	IF EXISTS (SELECT FROM histories.temptations t WHERE t.tbl = e.tbl)
		AND (histories.roll(3) = 0 OR EXISTS (SELECT FROM histories.temptations t WHERE t.tbl = e.tbl AND turns = 0) AND histories.roll(2) = 0)
	THEN
		value := histories.pick(format('SELECT change FROM histories.temptations WHERE tbl = %L AND (
				SELECT bool_and(value <> ''null'' OR %L::jsonb ->> key <> '''') FROM jsonb_each(change))
			ORDER BY turns, change LIMIT 1', e.tbl, e.n)) -> 'change';
		UPDATE histories.temptations AS t SET turns = turns + 1 WHERE t.tbl = e.tbl AND change = value;
		SELECT e.n || jsonb_object_agg(key, CASE left(change #>> '{}', 1)
				WHEN '@' THEN to_jsonb(histories.player(substr(change #>> '{}', 2)))
				WHEN '=' THEN e.n -> substr(change #>> '{}', 2)
				ELSE change END ORDER BY key)
		INTO e.n FROM jsonb_each(value) AS x (key, change);
		e.attempt := e.attempt || ', tempted';
		RETURN e;
	END IF;
	-- half of the time a date, if there is any
	SELECT f ->> 'attname' AS name, f ->> 'type' AS type INTO field FROM histories.pick(format(
		'SELECT attname, format_type(atttypid, NULL) AS type FROM pg_catalog.pg_attribute
		 WHERE attrelid = ''secretxfer.%I''::regclass AND attnum > 0 AND attname NOT LIKE ''recorded%%''
		 AND %L::jsonb ? attname::text
		 AND (%L OR atttypid = ''date''::regtype AND %L::jsonb ->> attname::text <> '''')',
		e.tbl, e.n, dice >= 50, e.n)) AS f;
	IF field.name IS NULL THEN
		RETURN e;
	END IF;
	dice := histories.roll(100);
	value := CASE
		WHEN dice < 12 THEN 'null'
		WHEN field.type = 'date' AND dice < 20 THEN to_jsonb(histories.any_of(ARRAY['infinity', '-infinity', '1991-12-15',
			'1991-12-16', to_char(model.today() + interval '101 years', 'YYYY-MM-DD')])::date)
		WHEN field.type = 'date' AND dice < 25 THEN to_jsonb(model.today() + 1)
		WHEN field.type = 'date' AND dice < 85 THEN to_jsonb(histories.a_day_that_matters(e.n) + histories.roll(3) - 1)
		WHEN field.type = 'date' THEN to_jsonb((e.n ->> field.name)::date + histories.roll(5) - 2)
		WHEN field.type LIKE 'timestamp%' THEN '"2024-01-01"'
		WHEN field.type = 'boolean' THEN to_jsonb(NOT coalesce((e.n ->> field.name)::boolean, false))
		WHEN field.type IN ('integer', 'bigint') THEN to_jsonb((e.n ->> field.name)::bigint + histories.roll(5) - 2)
		WHEN field.type = 'numeric' THEN to_jsonb(histories.any_of('{NaN,-1,0,99.99,100,100.01,500}')::numeric)
		WHEN field.type = 'integer[]' THEN to_jsonb(ARRAY(SELECT histories.roll(4) FROM generate_series(0, histories.roll(4))))
		WHEN field.type LIKE '%.%' OR field.type IN (SELECT typname FROM pg_catalog.pg_type WHERE typtype = 'e') THEN
			histories.pick(format('SELECT x FROM unnest(enum_range(NULL::%s)) AS x', field.type)) -> 'x'
		WHEN dice < 25 THEN '"  "'
		WHEN dice < 35 THEN to_jsonb((e.n ->> field.name) || ' ')
		WHEN dice < 37 THEN to_jsonb(repeat('x', 200 + histories.roll(2)))
		WHEN field.name IN ('holder', 'party', 'owner', 'customer', 'contractor', 'authority', 'organizer', 'successor',
							'quasi_state', 'body') AND dice < 92 THEN
			to_jsonb(histories.player(histories.any_of('{authority,customer,contractor,quasi-state entity,provider,citizen,state body}')))
		WHEN field.name IN ('permit_no', 'contractor_permit_no', 'provider_permit_no') AND e.tbl <> 'permits' THEN
			histories.pick('SELECT permit_no FROM secretxfer.permits') -> 'permit_no'
		WHEN field.name IN ('received_by', 'clearance_no', 'held_by') AND e.tbl <> 'clearances' THEN
			histories.pick('SELECT clearance_no FROM secretxfer.clearances') -> 'clearance_no'
		WHEN field.name IN ('violation_no', 'loss_violation_no') AND dice < 80 THEN to_jsonb(format('V%s', 1 + histories.roll(3)))
		WHEN field.name = 'act_no' AND dice < 80 THEN to_jsonb(histories.any_of('{A1,A2,A3}'))
		WHEN field.name = 'notice_no' AND dice < 80 THEN to_jsonb(histories.any_of('{N1,N2}'))
		WHEN field.name = 'recipient' AND dice < 80 THEN to_jsonb(histories.any_of('{Department,Branch}'))
		WHEN field.name = 'printed_no' AND e.tbl IN ('permits', 'clearances') AND dice < 80 THEN
			-- of the same day and issuer, if there is another
			histories.pick(format('SELECT printed_no FROM secretxfer.%I ORDER BY issued_on <> %L, entry_id DESC LIMIT 3',
				e.tbl, e.n ->> 'issued_on')) -> 'printed_no'
		WHEN field.name = 'request_no' AND dice < 80 THEN to_jsonb(format('R%s', 1 + histories.roll(3)))
		WHEN field.name = 'change_no' AND dice < 80 THEN
			histories.pick('SELECT change_no FROM secretxfer.party_changes') -> 'change_no'
		WHEN field.name = 'case_no' AND e.tbl <> 'cases' AND dice < 80 THEN histories.a_case() -> 'case_no'
		WHEN field.name = 'idn' THEN to_jsonb(histories.any_of(
			'{351240000011,351340000014,351239000015,810101100016,000000000000,81010110001,8101011000155,35124000001O}'))
		ELSE '"other"' END;
	RETURN (e.attempt || ', ' || field.name || ' spoiled', e.tbl, e.o,
			e.n || jsonb_build_object(field.name, coalesce(value, 'null')))::histories.entry;
END
$$;

-- Any entry that stands, of any table.
CREATE FUNCTION histories.standing_entry() RETURNS histories.entry LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	the_table text := histories.any_of(ARRAY(SELECT tbl FROM model.tables ORDER BY tbl));
BEGIN
	RETURN ('', the_table, histories.pick(
		CASE WHEN (SELECT key[1] = 'case_no' FROM model.tables t WHERE t.tbl = the_table) AND histories.roll(4) > 0
		THEN format('SELECT t.* FROM secretxfer.%I t WHERE case_no = %L', the_table, histories.a_case() ->> 'case_no')
		ELSE format('SELECT t.* FROM secretxfer.%I t ORDER BY recorded_at DESC LIMIT 60', the_table) END), NULL)::histories.entry;
END
$$;

-- A received request or an event made into another one: the same entry of another case, carrier, person, party, kind or day.
CREATE FUNCTION histories.another_identity(c jsonb) RETURNS histories.entry LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	the_table text := histories.any_of('{handovers,handovers,system_accesses,violations,suspensions,
		party_changes,party_changes,requests,requests,carrier_marks,holders}');
	field text := histories.any_of(CASE the_table WHEN 'requests' THEN
		'{authority,transfer_from,transfer_until,justification,draft_contract,permit_no,clearance_no,information_statement,sent_on}'
		ELSE (SELECT identity FROM model.tables WHERE tbl = the_table) END);
	e histories.entry;
BEGIN
	e := histories.change_of('another ' || field, the_table, format(CASE the_table
		WHEN 'party_changes' THEN 'SELECT * FROM secretxfer.party_changes ORDER BY entry_id DESC LIMIT 10'
		WHEN 'carrier_marks' THEN 'SELECT * FROM secretxfer.carrier_marks ORDER BY entry_id DESC LIMIT 10'
		WHEN 'holders' THEN 'SELECT * FROM secretxfer.holders ORDER BY entry_id DESC LIMIT 10'
		WHEN 'requests' THEN 'SELECT * FROM secretxfer.requests WHERE case_no = %L AND received_on IS NOT NULL'
		ELSE 'SELECT * FROM secretxfer.%2$I WHERE case_no = %1$L' END, c ->> 'case_no', the_table), '{}');
	e.n := e.n || jsonb_build_object(field, CASE
		WHEN field = 'case_no' THEN histories.pick('SELECT case_no FROM secretxfer.cases ORDER BY entry_id DESC LIMIT 20') -> 'case_no'
		WHEN field = 'mark' THEN to_jsonb(histories.a_mark())
		WHEN the_table = 'carrier_marks' AND field = 'carrier_id' THEN
			histories.pick('SELECT carrier_id FROM secretxfer.carriers ORDER BY carrier_id DESC LIMIT 20') -> 'carrier_id'
		WHEN field = 'carrier_id' THEN histories.pick(format('SELECT carrier_id FROM secretxfer.request_items WHERE case_no = %L',
			e.n ->> 'case_no')) -> 'carrier_id'
		WHEN field IN ('received_by', 'clearance_no') THEN to_jsonb(histories.authorization_of('clearances', c ->> 'contractor',
			coalesce(e.n ->> 'handed_on', e.n ->> 'granted_on', e.n ->> 'sent_on')::date))
		WHEN field = 'permit_no' THEN to_jsonb(histories.authorization_of('permits', c ->> 'contractor', (e.n ->> 'sent_on')::date))
		WHEN field LIKE '%\_on' OR field LIKE 'transfer%' OR field = 'held_since' THEN
			to_jsonb((e.n ->> field)::date + histories.roll(9) - 4)
		WHEN field = 'handover' THEN histories.pick('SELECT entry_id FROM secretxfer.handovers ORDER BY entry_id DESC LIMIT 10') -> 'entry_id'
		WHEN field = 'violation_no' THEN to_jsonb(format('V%s', 1 + histories.roll(4)))
		WHEN field = 'party' THEN to_jsonb(histories.player(histories.any_of('{customer,contractor,authority}')))
		WHEN field = 'authority' THEN to_jsonb(histories.player(field))
		WHEN field = 'change_no' THEN to_jsonb(format('%s a', e.n ->> 'change_no'))
		WHEN field = 'kind' THEN to_jsonb(histories.any_of('{functions,ownership,liquidation,works_terminated}'))
		ELSE to_jsonb(format('%s, too', e.n ->> field)) END);
	RETURN e;
END
$$;

-- An act under another key: a withdrawal and a new entry, at once.
CREATE FUNCTION histories.another_key(c jsonb) RETURNS histories.entry LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	the_table text := histories.any_of('{cases,requests,request_items,decisions,contracts,contract_items,notices,protections,
		annulments,supplements,protection_measures,handovers}');
	field text := histories.any_of(CASE the_table WHEN 'handovers' THEN '{handed_on,act_no}'
		ELSE (SELECT key FROM model.tables WHERE tbl = the_table) END);
	e histories.entry;
BEGIN
	e := histories.change_of('another key, ' || field, the_table,
		format('SELECT * FROM secretxfer.%I WHERE case_no = %L ORDER BY entry_id DESC LIMIT 3', the_table, c ->> 'case_no'), '{}');
	e.n := e.n || jsonb_build_object(field, CASE
		WHEN field = 'case_no' AND the_table <> 'cases' THEN
			histories.pick('SELECT case_no FROM secretxfer.cases ORDER BY entry_id DESC LIMIT 10') -> 'case_no'
		WHEN field LIKE '%\_on' THEN to_jsonb((e.n ->> field)::date + histories.roll(7) - 3)
		WHEN field = 'item_no' THEN to_jsonb((e.n ->> field)::int + 1)
		WHEN field = 'request_no' AND the_table <> 'requests' THEN to_jsonb(format('R%s', 1 + histories.roll(3)))
		WHEN field IN ('party', 'change_no') THEN
			histories.pick('SELECT party, change_no FROM secretxfer.party_changes ORDER BY entry_id DESC LIMIT 10') -> field
		ELSE to_jsonb((e.n ->> field) || '0') END);
	RETURN e;
END
$$;

-- A permission on which an access may rest alone, because it is younger than the contract: corrected or withdrawn.
CREATE FUNCTION histories.permission_of_access() RETURNS histories.entry LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	e histories.entry := histories.change_of('permission of an access', 'decisions', 'SELECT d.* FROM secretxfer.decisions d
		JOIN secretxfer.contracts k USING (case_no) JOIN secretxfer.cases c USING (case_no)
		WHERE c.closed_on IS NULL AND d.outcome = ''permitted'' AND d.sent_on > k.concluded_on
		  AND EXISTS (SELECT FROM secretxfer.system_accesses a WHERE a.case_no = d.case_no)', '{"signed_by": "Another Name"}');
BEGIN
	IF histories.roll(2) = 0 THEN
		e.n := NULL;
	END IF;
	RETURN e;
END
$$;

------------------------------------------------------------------------------------------
-- A step
------------------------------------------------------------------------------------------

-- What the history attempts next; null when chance hit on something of which there is none.
-- The years that the calendar knows stay, or nothing more could be answered.
CREATE FUNCTION histories.attempt() RETURNS histories.entry LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	dice int := histories.roll(1000);
	c jsonb := histories.a_case();
	d date := least(histories.horizon(), histories.clock(c) + histories.roll(5));
	e histories.entry;
BEGIN
	IF c IS NULL AND dice < 760 THEN
		RETURN NULL;
	ELSIF dice < 700 THEN
		e := histories.lawful(histories.next_kind(c), c, d);
	ELSIF dice < 760 THEN
		e := histories.lawful(histories.any_of(histories.kinds()), c, d);
	ELSIF dice < 772 AND c IS NOT NULL THEN
		RETURN histories.another_identity(c);
	ELSIF dice < 784 AND c IS NOT NULL THEN
		RETURN histories.another_key(c);
	ELSIF dice < 790 AND c IS NOT NULL THEN
		RETURN histories.lawful('receipt corrected', c, d);
	ELSIF dice < 805 THEN
		e := histories.changed_mark(c, d);
	ELSIF dice < 817 AND c IS NOT NULL THEN
		e := histories.passing_on(c, d);
	ELSIF dice < 845 THEN
		e := histories.standing_entry();
		e.attempt := 'correction';
		e.n := e.o;
		IF histories.roll(25) = 0 THEN
			e.n := e.n || '{"recorded_by": "somebody"}';
			RETURN e;
		END IF;
		e := histories.spoiled(e);
		RETURN CASE WHEN e.tbl <> 'calendar_years' OR e.o -> 'year' = e.n -> 'year' THEN e END;
	ELSIF dice < 885 THEN
		e := histories.standing_entry();
		e.attempt := 'withdrawal';
		RETURN CASE WHEN e.tbl <> 'calendar_years' OR (e.o ->> 'year')::int > 2027 THEN e END;
	ELSIF dice < 892 THEN
		e := histories.standing_entry();
		RETURN ('repetition', e.tbl, NULL, e.o)::histories.entry;
	ELSIF dice < 900 THEN
		e := histories.change_of('revocation', 'permits', 'SELECT * FROM secretxfer.permits ORDER BY permit_no DESC LIMIT 20',
			jsonb_build_object('revoked_on', d));
	ELSIF dice < 908 THEN
		e := histories.change_of('revocation', 'clearances', 'SELECT * FROM secretxfer.clearances ORDER BY clearance_no DESC LIMIT 20',
			jsonb_build_object('revoked_on', d));
	ELSIF dice < 912 THEN
		e := histories.change_of('affiliation ended', 'affiliations', 'SELECT * FROM secretxfer.affiliations ORDER BY entry_id DESC LIMIT 20',
			jsonb_build_object('until', d));
	ELSIF dice < 916 THEN
		e := histories.disposal_passed(d);
	ELSIF dice < 922 THEN
		e := histories.printed_number();
	ELSIF dice < 930 THEN
		RETURN histories.permission_of_access();
	ELSE
		e := histories.lawful_addition(histories.any_of(
			'{cases,cases,parties,parties,parties,affiliations,permits,clearances,carriers,carriers,calendar_days,calendar_years}'));
	END IF;
	RETURN CASE WHEN histories.roll(3) = 0 THEN histories.spoiled(e) ELSE e END;
END
$$;

-- The write itself.
CREATE FUNCTION histories.write(tbl text, o jsonb, n jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	columns text := (SELECT string_agg(quote_ident(k), ', ' ORDER BY k)
					 FROM unnest(CASE WHEN o IS NULL THEN ARRAY(SELECT jsonb_object_keys(n)) ELSE model.changed(o, n) END) AS k);
	place CONSTANT text := 'entry_id = ($1 ->> ''entry_id'')::bigint';
BEGIN
	IF o IS NULL THEN
		EXECUTE format('INSERT INTO secretxfer.%I (%s) SELECT %s FROM jsonb_populate_record(NULL::secretxfer.%I, $2)',
			tbl, columns, columns, tbl) USING o, n;
	ELSIF n IS NULL THEN
		EXECUTE format('DELETE FROM secretxfer.%I WHERE %s', tbl, place) USING o;
	ELSE
		EXECUTE format('UPDATE secretxfer.%I SET (%s) = (SELECT %s FROM jsonb_populate_record(NULL::secretxfer.%I, $2)) WHERE %s',
			tbl, coalesce(columns, 'recorded_at'), coalesce(columns, 'recorded_at'), tbl, place) USING o, n;
	END IF;
END
$$;

-- The rules that the detail of a refusal names, line by line.
CREATE FUNCTION histories.rules_named(detail text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
	SELECT ARRAY(SELECT m[1] FROM regexp_matches(detail, '\(secretxfer_(r\d\d_\w+)\)', 'g') WITH ORDINALITY AS x (m, i) ORDER BY i)
$$;

-- The native code may stand for a rule that PostgreSQL itself knows.
CREATE FUNCTION histories.is_refusal(state text, rule text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
	SELECT rule LIKE 'secretxfer\_%' AND (state = '23514'
		OR state = '23505' AND rule IN ('secretxfer_r00_entered_once', 'secretxfer_r04_listed_once')
		OR state = '23503' AND rule = 'secretxfer_r00_reference')
$$;

-- The entry that an accepted write left, and what is wrong with it: every field as the client
-- stated it or as the server fills it in, the number of the entry kept or the next one.
CREATE FUNCTION histories.wrongly_stored(tbl text, o jsonb, n jsonb) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
	meant jsonb := model.completed(tbl, model.of_the_client(tbl, n, o IS NULL));
	changed boolean := model.changed(model.of_the_client(tbl, o), model.of_the_client(tbl, o) || meant) <> '{}';
	stands jsonb;
	permit text;
	wrong text[];
BEGIN
	IF tbl = 'handovers' THEN
		-- the permit under which the hand-over was judged, anew with each correction
		permit := CASE
			WHEN o IS NULL OR NOT model.changed(model.of_the_client(tbl, o), model.of_the_client(tbl, o) || meant)
							  <@ (SELECT closing FROM model.tables t WHERE t.tbl = wrongly_stored.tbl)
			THEN model.serving_permit(jsonb_populate_record(NULL::secretxfer.handovers, n))
			ELSE o ->> 'permit_no' END;
	END IF;
	EXECUTE format('SELECT to_jsonb(t) FROM secretxfer.%I AS t WHERE $1 IS NULL OR entry_id = $1 ORDER BY entry_id DESC LIMIT 1', tbl)
	INTO stands USING (o ->> 'entry_id')::bigint;
	meant := meant || CASE
		WHEN o IS NULL THEN '{"changed_at": null, "changed_by": null}'
		WHEN NOT changed THEN
			jsonb_build_object('changed_at', o -> 'changed_at', 'changed_by', o -> 'changed_by')
		ELSE jsonb_build_object('changed_by', current_user) END
		|| CASE WHEN o IS NOT NULL THEN
			jsonb_build_object('recorded_at', o -> 'recorded_at', 'recorded_by', o -> 'recorded_by')
		ELSE jsonb_build_object('recorded_by', current_user) END
		|| CASE tbl
		WHEN 'decisions' THEN jsonb_build_object('due_on', CASE WHEN o IS NOT NULL AND NOT changed THEN (o ->> 'due_on')::date ELSE (
			SELECT model.due_of(o, jsonb_populate_record(NULL::secretxfer.decisions, n), r) FROM secretxfer.requests r
			WHERE (r.case_no, r.request_no) = (n ->> 'case_no', n ->> 'request_no')) END)
		WHEN 'requests' THEN jsonb_build_object('answered', EXISTS (SELECT FROM secretxfer.decisions s
			WHERE (s.case_no, s.request_no) = (n ->> 'case_no', n ->> 'request_no')))
		ELSE '{}' END
		-- a number on paper that repeats a number goes on to repeat the corrected one
		|| coalesce((SELECT jsonb_build_object('printed_no', n -> k.number)
			FROM (VALUES ('permits', 'permit_no'), ('clearances', 'clearance_no'), ('cases', 'case_no'), ('requests', 'request_no')) AS k (numbered, number)
			WHERE k.numbered = wrongly_stored.tbl AND o -> 'printed_no' = o -> k.number AND n -> 'printed_no' = o -> 'printed_no'
			  AND n -> k.number <> o -> k.number), '{}');
	wrong := ARRAY(SELECT key FROM jsonb_each(meant) WHERE value IS DISTINCT FROM stands -> key ORDER BY key)
		|| CASE WHEN o IS NULL AND (stands ->> 'entry_id')::bigint <> (SELECT last_value FROM secretxfer.entry_ids)
				THEN '{entry_id}'::text[] END
		|| CASE WHEN changed AND (stands ->> 'changed_at')::timestamptz <= (o ->> 'recorded_at')::timestamptz
				THEN '{changed_at}'::text[] END
		|| CASE WHEN tbl = 'handovers' AND stands ->> 'permit_no' IS DISTINCT FROM permit THEN '{permit_no}'::text[] END;
	RETURN CASE WHEN wrong <> '{}' THEN 'wrongly stored: ' || wrong::text END;
END
$$;

-- Puts an attempt to all three judges and writes down what they say.
CREATE FUNCTION histories.take_step(the_seed int, the_step int, e histories.entry) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	says_model text[] := model.verdict(e.tbl, e.o, e.n);
	dry_run text[];
	refused_by text;
	other_error text;
	refused_for text[];
	detail text;
BEGIN
	-- The dry run is asked by the key of the entry, so it cannot tell a second entry with the
	-- same key from a change, nor a change of the key from a new entry.
	IF e.n IS NOT NULL
		AND (e.o IS NULL AND NOT model.key_exists(e.tbl, e.n)
			 OR e.o IS NOT NULL AND NOT model.changed(e.o, e.n) && (SELECT key FROM model.tables t WHERE t.tbl = e.tbl)
				-- a passing is told from another one by its carrier, too, and an affiliation by its first day
				AND NOT (e.tbl IN ('disposal_successions', 'affiliations')
						 AND '{carrier_id,since}' && model.changed(e.o, e.n)))
	THEN
		BEGIN
			dry_run := histories.dry_run(e.tbl, e.n);
		EXCEPTION WHEN OTHERS THEN
			other_error := format('check_entry: %s %s', SQLSTATE, SQLERRM);
		END;
	END IF;
	BEGIN
		PERFORM histories.write(e.tbl, e.o, e.n);
		SET CONSTRAINTS ALL IMMEDIATE;
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS refused_by = CONSTRAINT_NAME, detail = PG_EXCEPTION_DETAIL;
		refused_for := histories.rules_named(detail);
		IF NOT histories.is_refusal(SQLSTATE, refused_by) THEN
			other_error := concat_ws('; ', other_error, format('write: %s %s', SQLSTATE, SQLERRM));
		END IF;
		refused_by := regexp_replace(refused_by, '^secretxfer_', '');
	END;
	IF refused_by IS NULL AND other_error IS NULL AND e.n IS NOT NULL THEN
		other_error := histories.wrongly_stored(e.tbl, e.o, e.n);
	END IF;
	INSERT INTO histories.steps
	VALUES (the_seed, the_step, e.attempt, e.tbl, e.o, e.n, says_model, dry_run, refused_by, refused_for, other_error);
	RETURN refused_by IS NULL AND other_error IS NULL;
END
$$;

-- What check_entry() says: the rules that fail, in its order.
CREATE FUNCTION histories.dry_run(tbl text, n jsonb) RETURNS text[] LANGUAGE sql VOLATILE AS $$
	SELECT ARRAY(SELECT regexp_replace(rule, '^secretxfer_', '')
				 FROM secretxfer.check_entry(('secretxfer.' || tbl)::regclass, n) WITH ORDINALITY
				 WHERE verdict = 'failed' ORDER BY ordinality)
$$;

-- The same attempt under other days, asked and not written: the days before, on and after
-- those that matter are where rules are easily wrong.  Only disagreements are written down.
CREATE FUNCTION histories.probe(the_seed int, the_step int, e histories.entry) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	chance CONSTANT text := current_setting('histories.chance');
	field text := (SELECT f FROM model.tables t, unnest(t.dates) WITH ORDINALITY AS d (f, place)
				   WHERE t.tbl = e.tbl AND (e.o IS NULL OR e.o -> f <> e.n -> f) ORDER BY place LIMIT 1);
	n jsonb;
	says_model text[];
	dry_run text[];
BEGIN
	IF field IS NULL OR e.attempt LIKE '%,%' OR e.n IS NULL
		OR e.o IS NOT NULL AND model.changed(e.o, e.n) && (SELECT key FROM model.tables t WHERE t.tbl = e.tbl)
	THEN
		RETURN;
	END IF;
	FOR i IN 1 .. CASE WHEN e.attempt IN ('hand-over', 'access') THEN 8 ELSE 2 END LOOP
		n := e.n || jsonb_build_object(field, histories.a_day_that_matters(e.n) + histories.roll(3) - 1);
		CONTINUE WHEN e.o IS NULL AND model.key_exists(e.tbl, n);
		says_model := model.verdict(e.tbl, e.o, n);
		dry_run := histories.dry_run(e.tbl, n);
		IF histories.sorted(dry_run) <> says_model AND NOT (dry_run = '{r00_entered_once}' AND dry_run <@ says_model) THEN
			INSERT INTO histories.steps
			VALUES (the_seed, the_step * 100 + i, e.attempt || ', asked only', e.tbl, e.o, n, says_model, dry_run, NULL, NULL,
				'check_entry differs');
		END IF;
	END LOOP;
	-- the history goes on as if nothing had been asked
	PERFORM set_config('histories.chance', chance, false);
END
$$;

-- Whether an entry with this key stands already.
CREATE FUNCTION model.key_exists(the_table text, n jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
	result boolean;
BEGIN
	EXECUTE format('SELECT EXISTS (SELECT FROM secretxfer.%I WHERE %s)', the_table,
		(SELECT string_agg(format('to_jsonb(%I) = $1 -> %L', k, k), ' AND ')
		 FROM model.tables t, unnest(t.key) AS k WHERE t.tbl = the_table)) INTO result USING n;
	RETURN result;
END
$$;

-- A request with its list, entered as received, all in one transaction: only then can lines be
-- added to a received request, and only at its end is it told that there are none.
CREATE FUNCTION histories.take_steps_together(the_seed int, the_step int, c jsonb, d date) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	request jsonb := jsonb_build_object('case_no', c -> 'case_no', 'received_on', d) || histories.request_data(c, d);
	line jsonb;
	lines jsonb[] := '{}';
	says_model text[];
	refused_by text;
	refused_for text[];
	detail text;
	other_error text;
BEGIN
	FOR i IN 1 .. histories.roll(4) LOOP
		lines := lines || jsonb_build_object('case_no', c -> 'case_no', 'request_no', request -> 'request_no', 'item_no', i,
			'carrier_id', histories.pick('SELECT carrier_id FROM secretxfer.carriers ORDER BY carrier_id DESC LIMIT 20') -> 'carrier_id');
	END LOOP;
	BEGIN
		says_model := array_remove(model.verdict('requests', NULL, request), 'r04_list_not_empty');
		PERFORM histories.write('requests', NULL, request);
		PERFORM set_config('model.request_of_this_transaction', request ->> 'request_no', true);
		FOREACH line IN ARRAY lines LOOP
			says_model := says_model || model.verdict('request_items', NULL, line);
			PERFORM histories.write('request_items', NULL, line);
		END LOOP;
		says_model := says_model || ARRAY(
			SELECT model.provision_4_at_commit(jsonb_populate_record(NULL::secretxfer.requests, request)));
		SET CONSTRAINTS ALL IMMEDIATE;
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS refused_by = CONSTRAINT_NAME, detail = PG_EXCEPTION_DETAIL;
		refused_for := histories.rules_named(detail);
		IF NOT histories.is_refusal(SQLSTATE, refused_by) THEN
			other_error := format('write: %s %s', SQLSTATE, SQLERRM);
		END IF;
		refused_by := regexp_replace(refused_by, '^secretxfer_', '');
	END;
	INSERT INTO histories.steps VALUES (the_seed, the_step, 'request with its list', 'requests', NULL,
		request || jsonb_build_object('lines', to_jsonb(lines)), says_model, NULL, refused_by, refused_for, other_error);
END
$$;

-- The history of a seed.  Each step is a transaction of its own.  A new world is founded every
-- thousand steps, for in an old one more and more parties are gone.
CREATE PROCEDURE histories.run(seed int, steps int) LANGUAGE plpgsql AS $$
DECLARE
	step int := 0;
	founding text[];	-- what is still to be founded of a world: tables, and parts of parties
	c jsonb;
	e histories.entry;
BEGIN
	PERFORM set_config('histories.chance', (seed * 16807::bigint % 2147483646 + 1)::text, false);
	WHILE step < steps LOOP
		IF step % 1000 = 0 THEN
			INSERT INTO histories.players
			SELECT coalesce(max(world), 0) + 1, 'founder', (coalesce(max(world), 0) + 1)::text FROM histories.players;
			founding := array_fill('authority'::text, '{4}') || ARRAY['state body'] || array_fill('customer'::text, '{5}')
				|| array_fill('quasi-state entity'::text, '{2}') || array_fill('provider'::text, '{4}')
				|| array_fill('contractor'::text, '{8}') || array_fill('citizen'::text, '{4}')
				|| array_fill('affiliations'::text, '{4}')
				|| array_fill('permits'::text, '{20}') || array_fill('clearances'::text, '{40}')
				|| array_fill('carriers'::text, '{30}') || array_fill('cases'::text, '{5}');
		END IF;
		step := step + 1;
		IF founding <> '{}' THEN
			e := CASE founding[1]
				WHEN 'permits' THEN ('foundation', 'permits', NULL, histories.authorization_data('permits',
					histories.player('contractor'), '2024-02-01'))::histories.entry
				WHEN 'clearances' THEN ('foundation', 'clearances', NULL, histories.authorization_data('clearances',
					histories.player(histories.any_of('{contractor,contractor,citizen}')), '2024-02-01'))::histories.entry
				WHEN 'affiliations' THEN histories.lawful_addition('affiliations')
				WHEN 'carriers' THEN histories.lawful_addition('carriers')
				WHEN 'cases' THEN histories.lawful_addition('cases')
				ELSE ('foundation', 'parties', NULL, histories.party_data(founding[1]))::histories.entry END;
			founding := founding[2:];
		ELSE
			LOOP
				e := histories.attempt();
				EXIT WHEN e.o IS NOT NULL OR e.n IS NOT NULL;
			END LOOP;
		END IF;
		PERFORM histories.probe(seed, step, e);
		c := histories.a_case();
		IF founding = '{}' AND histories.roll(60) = 0 AND c IS NOT NULL THEN
			PERFORM histories.take_steps_together(seed, step, c, least(histories.horizon(), histories.clock(c) + histories.roll(5)));
		ELSIF histories.take_step(seed, step, e) AND e.tbl = 'parties' AND e.o IS NULL THEN
			-- the full name of a party tells the part it plays
			INSERT INTO histories.players
			SELECT max(world), lower(e.n ->> 'full_name'), e.n ->> 'idn' FROM histories.players;
		END IF;
		COMMIT;
	END LOOP;
END
$$;
