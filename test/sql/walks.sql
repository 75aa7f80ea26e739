--
-- Walks: cases of every kind go on by what next_steps() says, and nothing else, to a hand-over or to their closing, while
-- events come in between. Each step that can be taken now is taken with the least data by whom the duty is: it must be accepted.
--
-- walk.moves says how a step is taken, walk.events what may happen. A further rule needs a row in the first, a further event
-- one in the second. The same seed always makes the same walk, but for its dates, which end today.
--
\i test/fixtures/start.sql
\set ECHO none
SET client_min_messages = warning;
CREATE SCHEMA walk;
SET check_function_bodies = off;
SET search_path = secretxfer, walk, public;

-- ---- the walks, and the dice ----

CREATE TABLE walk.walks (seed int PRIMARY KEY, case_no text NOT NULL, day date NOT NULL, service boolean NOT NULL, works text NOT NULL, ended text);
CREATE TABLE walk.cast (seed int, part text, idn text NOT NULL, PRIMARY KEY (seed, part));
CREATE TABLE walk.log (seed int, no int, day date, did text, refused text);

CREATE FUNCTION walk.roll(sides int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
	rolled bigint := current_setting('walk.chance')::bigint * 16807 % 2147483647;
BEGIN
	PERFORM set_config('walk.chance', rolled::text, false);
	RETURN rolled / 7 % sides;
END $$;

-- A number with the right check digit; the n-th of its kind.
CREATE FUNCTION walk.number(citizen boolean, n int) RETURNS text LANGUAGE sql AS $$
	WITH digits AS (SELECT CASE WHEN citizen THEN '8202022' || lpad(k::text, 4, '0') ELSE '360240' || lpad(k::text, 5, '0') END AS d FROM generate_series(n * 4, n * 4 + 3) AS k),
	sums AS (SELECT d, (SELECT sum(c::int * i) % 11 FROM unnest(string_to_array(d, NULL)) WITH ORDINALITY AS x (c, i)) AS first,
		(SELECT sum(c::int * ((i + 1) % 11 + 1)) % 11 FROM unnest(string_to_array(d, NULL)) WITH ORDINALITY AS x (c, i)) AS second FROM digits)
	SELECT d || CASE WHEN first < 10 THEN first ELSE second END FROM sums WHERE first < 10 OR second < 10 ORDER BY d LIMIT 1
$$;

-- ---- who enters: one role for each duty, admitted for whoever takes part ----

CREATE ROLE regress_secretxfer_customer;
CREATE ROLE regress_secretxfer_authority;
CREATE ROLE regress_secretxfer_security;
GRANT USAGE ON SCHEMA secretxfer, walk, fixture TO regress_secretxfer_customer, regress_secretxfer_authority, regress_secretxfer_security;
SELECT admit('regress_secretxfer_security', NULL, 'security') \g /dev/null

-- The year in which the walks end is to be proposed anew.
DELETE FROM secretxfer.calendar_years WHERE year >= extract(year FROM today() - 130);

-- ---- the world of a walk ----

CREATE FUNCTION walk.party(seed int, part text, of jsonb DEFAULT '{}') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	citizen boolean := coalesce(of ->> 'kind', '') = 'citizen';
	no text := walk.number(citizen, (SELECT count(*)::int FROM walk.cast));
BEGIN
	PERFORM fixture.write('parties', of || jsonb_build_object('idn', no));
	INSERT INTO walk.cast VALUES (seed, part, no);
	RETURN no;
END $$;

CREATE FUNCTION walk.idn(seed int, part text) RETURNS text STABLE LANGUAGE sql AS 'SELECT idn FROM walk.cast c WHERE (c.seed, c.part) = (idn.seed, idn.part)';

CREATE FUNCTION walk.next_paper(seed int, part text) RETURNS text STABLE LANGUAGE sql AS
	$$SELECT format('%s/%s/%s', seed, part, (SELECT count(*) FROM secretxfer.permits) + (SELECT count(*) FROM secretxfer.clearances))$$;
CREATE FUNCTION walk.paper(tbl text, seed int, part text, day date, mark text DEFAULT 'special_importance') RETURNS text LANGUAGE sql AS $$
	SELECT fixture.insert_of(tbl, fixture.entry(tbl, jsonb_build_object(CASE tbl WHEN 'permits' THEN 'permit_no' ELSE 'clearance_no' END,
		walk.next_paper(seed, part),
		CASE tbl WHEN 'permits' THEN 'holder' ELSE 'party' END, walk.idn(seed, part), 'issued_on', day, 'valid_until', fixture.today() + 1000, 'highest_mark', mark)))
$$;

-- A case in which the contractor orders a part of the works from another party, up to the hand-over: the carriers of the
-- walk can be handed on there. It is older than the walk.
CREATE FUNCTION walk.further_case(the_seed int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	this CONSTANT jsonb := jsonb_build_object('case_no', 'F' || the_seed);
	body text;
BEGIN
	PERFORM walk.party(the_seed, 'further');
	PERFORM fixture.write('permits', jsonb_build_object('permit_no', 'P-F' || the_seed, 'holder', walk.idn(the_seed, 'further'), 'valid_until', fixture.today() + 1000, 'highest_mark', 'special_importance'));
	PERFORM fixture.write('clearances', jsonb_build_object('clearance_no', 'C-F' || the_seed, 'party', walk.idn(the_seed, 'further'), 'valid_until', fixture.today() + 1000, 'highest_mark', 'special_importance'));
	PERFORM admit('regress_secretxfer_customer', walk.idn(the_seed, 'contractor'), 'customer');
	PERFORM fixture.write('cases', this || jsonb_build_object('customer', walk.idn(the_seed, 'contractor'), 'contractor', walk.idn(the_seed, 'further')));
	FOR body IN SELECT DISTINCT c.owner FROM walk.carriers c WHERE c.seed = the_seed ORDER BY 1 LOOP
		PERFORM fixture.write('requests', this || jsonb_build_object('request_no', body, 'authority', body, 'permit_no', 'P-F' || the_seed, 'transfer_until', fixture.today() + 60));
		PERFORM fixture.write('request_items', this || jsonb_build_object('request_no', body, 'item_no', c.n, 'carrier_id', c.carrier_id)) FROM walk.numbered c WHERE c.seed = the_seed AND c.owner = body;
		UPDATE secretxfer.requests SET received_on = '2025-02-12' WHERE case_no = this ->> 'case_no' AND request_no = body;
		PERFORM fixture.write('decisions', this || jsonb_build_object('request_no', body));
	END LOOP;
	PERFORM fixture.write('contracts', this || jsonb_build_object('permit_no', 'P-F' || the_seed));
	PERFORM fixture.write('contract_items', this || jsonb_build_object('annex_no', c.n, 'request_no', c.owner, 'item_no', c.n)) FROM walk.numbered c WHERE c.seed = the_seed;
	PERFORM fixture.write('notices', this), fixture.write('protections', this);
END $$;

CREATE FUNCTION walk.found(the_seed int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	first_day date := fixture.today() - 130;
	kind text := (ARRAY['organization', 'organization', 'foreign', 'citizen'])[1 + walk.roll(4)];
	body text;
BEGIN
	PERFORM walk.party(the_seed, part, '{"settlement": "Astana"}'::jsonb || CASE WHEN walk.roll(2) = 0 THEN '{"kind": "state_body"}'::jsonb ELSE '{}' END)
	   FROM unnest('{customer,successor,heir,last heir}'::text[]) AS part;
	PERFORM walk.party(the_seed, part, '{"kind": "state_body", "disposes_of_secrets": true}') FROM unnest('{body,other body}'::text[]) AS part;
	PERFORM walk.party(the_seed, 'contractor', CASE kind WHEN 'citizen' THEN '{"kind": "citizen"}' WHEN 'foreign' THEN '{"foreign_participation": true}' ELSE '{}' END::jsonb);
	PERFORM walk.party(the_seed, 'provider', '{"state_share": 100, "protection_mandate": "an act"}'), walk.party(the_seed, 'holding', '{"quasi_state": true}');
	PERFORM admit('regress_secretxfer_customer', c.idn, 'customer') FROM walk.cast c WHERE c.seed = the_seed AND part ~ '(customer|successor|heir)';
	PERFORM admit('regress_secretxfer_authority', c.idn, 'authority') FROM walk.cast c WHERE c.seed = the_seed AND part LIKE '%body';
	PERFORM fixture.attempt(walk.paper('permits', the_seed, 'provider', first_day - 100));
	IF kind <> 'citizen' AND walk.roll(6) > 0 THEN
		PERFORM fixture.attempt(walk.paper('permits', the_seed, 'contractor', first_day - 100, (ARRAY['secret', 'top_secret', 'special_importance'])[1 + walk.roll(3)]));
	END IF;
	IF walk.roll(6) > 0 THEN
		PERFORM fixture.attempt(walk.paper('clearances', the_seed, 'contractor', first_day - 100, (ARRAY['secret', 'top_secret', 'special_importance'])[1 + walk.roll(3)]));
	END IF;
	FOREACH body IN ARRAY (ARRAY['body', 'body', 'other body'])[:1 + walk.roll(3)] LOOP
		PERFORM fixture.write('carriers', jsonb_build_object('carrier_id', (SELECT 1000 + count(*) FROM secretxfer.carriers), 'owner', walk.idn(the_seed, body), 'account_no', format('W-%s-%s', the_seed, (SELECT count(*) FROM secretxfer.carriers)),
			'mark', (ARRAY['secret', 'top_secret', 'special_importance'])[1 + walk.roll(3)]));
	END LOOP;
	INSERT INTO walk.walks VALUES (the_seed, 'W' || the_seed, first_day, walk.roll(4) = 0, (ARRAY['Almaty', 'Astana'])[1 + walk.roll(2)]);
	PERFORM fixture.write('cases', jsonb_build_object('case_no', w.case_no, 'customer', walk.idn(the_seed, 'customer'), 'contractor', walk.idn(the_seed, 'contractor'),
		'works_settlement', w.works, 'opened_on', w.day, 'information_system_service', w.service) || CASE WHEN w.service THEN '{"system_mark": "secret"}' ELSE '{}' END::jsonb)
	   FROM walk.walks w WHERE w.seed = the_seed;
	IF kind <> 'citizen' THEN
		PERFORM walk.further_case(the_seed);
	END IF;
END $$;

-- ---- what a walk asks of the register, in its own words ----

CREATE VIEW walk.now AS
	SELECT w.seed, w.case_no, w.day, w.service, w.works, c.contractor, k.kind = 'citizen' AS citizen, k.foreign_participation AS "foreign",
		coalesce((SELECT s.successor FROM secretxfer.supplements s WHERE s.case_no = w.case_no ORDER BY s.concluded_on DESC, s.recorded_at DESC LIMIT 1), c.customer) AS customer,
		(SELECT p.permit_no FROM secretxfer.permits p WHERE p.holder = c.contractor AND p.revoked_on IS NULL ORDER BY p.highest_mark DESC LIMIT 1) AS permit_no,
		(SELECT p.clearance_no FROM secretxfer.clearances p WHERE p.party = c.contractor AND p.revoked_on IS NULL ORDER BY p.highest_mark DESC LIMIT 1) AS clearance_no,
		(SELECT count(*) FROM secretxfer.requests r WHERE r.case_no = w.case_no) + 1 AS next_no,
		(SELECT count(*) FROM secretxfer.notices n WHERE n.case_no = w.case_no) AS notices
	FROM walk.walks w JOIN secretxfer.cases c USING (case_no) JOIN secretxfer.parties k ON k.idn = c.contractor;

CREATE FUNCTION walk.is_gone(party text) RETURNS boolean STABLE LANGUAGE sql AS
	$$SELECT EXISTS (SELECT FROM secretxfer.party_changes p WHERE p.party = is_gone.party AND kind = 'liquidation' AND called_off_on IS NULL)$$;

-- Who has what a body had: the body itself, or the body to which its secrets have passed.
CREATE FUNCTION walk.vested(body text) RETURNS text STABLE LANGUAGE sql AS
	$$SELECT coalesce((SELECT s.successor FROM secretxfer.disposal_successions s WHERE s.body = vested.body AND s.carrier_id IS NULL), vested.body)$$;

-- The carriers of a walk, with who disposes of them and where they are.
CREATE VIEW walk.carriers AS
	SELECT w.seed, w.case_no, c.carrier_id, secretxfer.disposing_body(c.owner, NULL, c.carrier_id, secretxfer.today()) AS owner,
		EXISTS (SELECT FROM secretxfer.handovers h WHERE h.carrier_id = c.carrier_id AND h.returned_on IS NULL AND h.written_off_on IS NULL) AS is_out
	FROM walk.walks w JOIN secretxfer.carriers c ON c.account_no LIKE 'W-' || w.seed || '-%';

CREATE VIEW walk.numbered AS SELECT c.*, row_number() OVER (PARTITION BY c.seed ORDER BY c.carrier_id) AS n FROM walk.carriers c;

-- An entry of a table, as a statement, with what the case itself says filled in.
CREATE FUNCTION walk.i(n walk.now, tbl text, given jsonb) RETURNS text LANGUAGE sql AS
	$$SELECT fixture.insert_of(tbl, jsonb_strip_nulls(fixture.entry(tbl, '{}') || jsonb_build_object('case_no', n.case_no) || given))$$;

CREATE FUNCTION walk.asked(n walk.now) RETURNS text LANGUAGE sql AS $$
	SELECT c.idn FROM walk.cast c WHERE c.seed = n.seed AND c.part LIKE '%body' AND NOT walk.is_gone(c.idn)
	ORDER BY NOT EXISTS (SELECT FROM walk.carriers x WHERE x.seed = n.seed AND x.owner = c.idn
			AND NOT EXISTS (SELECT FROM secretxfer.request_items i JOIN secretxfer.decisions d USING (case_no, request_no) WHERE i.case_no = n.case_no AND i.carrier_id = x.carrier_id AND d.outcome = 'permitted')),
		NOT EXISTS (SELECT FROM walk.carriers x WHERE x.seed = n.seed AND x.owner = c.idn), c.part LIMIT 1
$$;

-- Most periods last beyond today; some have not begun, some are over before the walk is.
CREATE FUNCTION walk.request(n walk.now) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT walk.i(n, 'requests', jsonb_build_object('request_no', 'R' || n.next_no, 'authority', walk.asked(n), 'sent_on', n.day,
		'transfer_from', CASE chance WHEN 0 THEN fixture.today() + 1 ELSE n.day END, 'transfer_until', CASE chance WHEN 1 THEN n.day + 12 ELSE fixture.today() + 60 END,
		'permit_no', CASE WHEN NOT n.citizen THEN n.permit_no END, 'clearance_no', CASE WHEN n.citizen THEN n.clearance_no END,
		'information_statement', CASE WHEN n.service THEN 'what circulates' END))
	FROM (SELECT walk.roll(10) AS chance OFFSET 0) AS dice
$$;

-- An arrangement that fits the contractor on this day; with a provider, the marks at once.
CREATE FUNCTION walk.arrangement(n walk.now) RETURNS SETOF text LANGUAGE sql AS $$
	WITH fit AS (
		SELECT CASE WHEN NOT n.citizen AND NOT n."foreign" THEN 'contractor'
			WHEN n.works = 'Astana' THEN 'customer'
			WHEN NOT n.citizen AND EXISTS (SELECT FROM secretxfer.parties p WHERE p.idn = walk.idn(n.seed, 'provider') AND p.state_share = 100 AND NOT walk.is_gone(p.idn)
				AND EXISTS (SELECT FROM secretxfer.permits q WHERE q.holder = p.idn AND q.revoked_on IS NULL)) THEN 'provider'
			ELSE 'quasi_state' END AS kind)
	SELECT fixture.insert_of('affiliations', jsonb_build_object('party', n.contractor, 'quasi_state', walk.idn(n.seed, 'holding')))
	FROM fit WHERE kind = 'quasi_state' AND NOT EXISTS (SELECT FROM secretxfer.affiliations a WHERE a.party = n.contractor)
	UNION ALL
	SELECT format('UPDATE secretxfer.affiliations SET until = NULL WHERE party = %L', a.party)
	FROM fit JOIN secretxfer.affiliations a ON a.party = n.contractor AND a.until IS NOT NULL WHERE fit.kind = 'quasi_state'
	UNION ALL
	SELECT CASE WHEN EXISTS (SELECT FROM secretxfer.protections p WHERE (p.case_no, p.arranged_on) = (n.case_no, n.day))
		THEN format('DELETE FROM secretxfer.protections WHERE case_no = %L AND arranged_on = %L', n.case_no, n.day) END
	UNION ALL
	SELECT walk.i(n, 'protections', jsonb_build_object('kind', kind, 'arranged_on', n.day) || CASE kind
		WHEN 'quasi_state' THEN jsonb_build_object('organizer', walk.idn(n.seed, 'holding'))
		WHEN 'provider' THEN jsonb_build_object('organizer', walk.idn(n.seed, 'provider'), 'service_contract_no', '7', 'service_contract_on', n.day)
		ELSE '{}' END) FROM fit
$$;

-- ---- how a step is taken: the rule and the start of what next_steps() says; the duty; the statements ----

CREATE TABLE walk.moves (rule text, what text, duty text NOT NULL, statements text NOT NULL, PRIMARY KEY (rule, what));
INSERT INTO walk.moves VALUES
('r07_permission_first', '', 'customer', 'SELECT walk.request(n)'),
('r07_within_permission', 'Send', 'customer', 'SELECT walk.request(n)'),
('r04_within_period', 'Send', 'customer', 'SELECT walk.request(n)'),
('r04_within_period', 'Wait', 'customer', 'SELECT walk.request(n)'),
('r04_within_period', 'Take back', 'customer', 'SELECT walk.returns(n)'),
('r04_authorization', '', 'security', $$SELECT walk.paper(CASE WHEN n.citizen THEN 'clearances' ELSE 'permits' END, n.seed, 'contractor', n.day)$$),
('r06_authorization', '', 'security', $$SELECT walk.paper(CASE WHEN n.citizen THEN 'clearances' ELSE 'permits' END, n.seed, 'contractor', n.day)$$),
('r11_permit', '', 'security', $$SELECT walk.paper('permits', n.seed, 'contractor', n.day)$$),
('r11_permit_degree', '', 'security', $$SELECT walk.paper('permits', n.seed, 'contractor', n.day)$$),
('r11_clearance', '', 'security', $$SELECT walk.paper('clearances', n.seed, 'contractor', n.day)$$),
('r11_clearance_degree', '', 'security', $$SELECT walk.paper('clearances', n.seed, 'contractor', n.day)$$),
('r04_list_not_empty', '', 'customer', $$
	SELECT walk.i(n, 'request_items', jsonb_build_object('request_no', r.request_no, 'item_no', row_number() OVER (), 'carrier_id', c.carrier_id))
	FROM secretxfer.requests r JOIN walk.carriers c ON c.seed = n.seed AND c.owner = secretxfer.asked_body(r.authority, r.sent_on, n.day)
	WHERE r.case_no = n.case_no AND r.received_on IS NULL AND r.withdrawn_on IS NULL AND NOT walk.is_gone(secretxfer.asked_body(r.authority, r.sent_on, n.day))
	  AND NOT EXISTS (SELECT FROM secretxfer.request_items i WHERE (i.case_no, i.request_no) = (r.case_no, r.request_no))
	-- what was to be listed has passed to another body
	UNION ALL SELECT format('UPDATE secretxfer.requests SET withdrawn_on = %L WHERE (case_no, request_no) = (%L, %L)', n.day, r.case_no, r.request_no)
	FROM secretxfer.requests r WHERE r.case_no = n.case_no AND NOT r.answered AND r.withdrawn_on IS NULL AND NOT EXISTS (SELECT FROM walk.carriers c WHERE c.seed = n.seed AND c.owner = secretxfer.asked_body(r.authority, r.sent_on, n.day))
	  AND NOT EXISTS (SELECT FROM secretxfer.request_items i WHERE (i.case_no, i.request_no) = (r.case_no, r.request_no))$$),
('r05_received_first', '', 'authority', $$
	SELECT format('UPDATE secretxfer.requests SET received_on = %L WHERE (case_no, request_no) = (%L, %L)', n.day, r.case_no, r.request_no)
	FROM secretxfer.requests r WHERE r.case_no = n.case_no AND r.received_on IS NULL AND r.withdrawn_on IS NULL AND NOT walk.is_gone(secretxfer.asked_body(r.authority, r.sent_on, n.day))
	  AND (r.information_statement <> '' OR EXISTS (SELECT FROM secretxfer.request_items i WHERE (i.case_no, i.request_no) = (r.case_no, r.request_no)))$$),
('r05_calendar_known', '', 'security', $$
	SELECT format('SELECT secretxfer.propose_calendar(%s)', y) FROM generate_series(extract(year FROM n.day)::int, extract(year FROM n.day)::int + 1) AS y
	WHERE NOT EXISTS (SELECT FROM secretxfer.calendar_years c WHERE c.year = y)$$),
('r05_body_exists', '', 'customer', $$SELECT format('UPDATE secretxfer.requests SET withdrawn_on = %L WHERE (case_no, request_no) = (%L, %L)', n.day, r.case_no, r.request_no)
	-- (a request of the very day on which the secrets passed stays with the body to which it was sent)
	FROM secretxfer.requests r WHERE r.case_no = n.case_no AND NOT r.answered AND r.withdrawn_on IS NULL
		AND (walk.is_gone(secretxfer.asked_body(r.authority, r.sent_on, n.day)) OR EXISTS (SELECT FROM secretxfer.disposal_successions s WHERE s.body = r.authority AND s.carrier_id IS NULL AND s.effective_on <= r.sent_on))$$),
('r05_in_time', '', 'authority', $$
	SELECT walk.i(n, 'decisions', jsonb_build_object('request_no', r.request_no, 'sent_on', n.day, 'late_reason', 'a reason')
		|| CASE WHEN walk.roll(7) = 0 THEN '{"outcome": "refused", "reasons": "no need"}' ELSE '{}' END::jsonb)
	FROM secretxfer.requests r WHERE r.case_no = n.case_no AND r.received_on IS NOT NULL AND NOT r.answered AND r.withdrawn_on IS NULL AND NOT walk.is_gone(secretxfer.asked_body(r.authority, r.sent_on, n.day)) LIMIT 1$$),
('r06_contract_first', '', 'customer', $$
	SELECT walk.i(n, 'contracts', jsonb_build_object('concluded_on', n.day, 'permit_no', CASE WHEN NOT n.citizen THEN n.permit_no END,
		'clearance_no', CASE WHEN n.citizen THEN n.clearance_no END, 'information_statement', CASE WHEN n.service THEN 'what circulates' END))$$),
-- one of these lines is permitted
('r06_annex_first', '', 'any customer', 'SELECT walk.annex(n)'),
('r07_within_annex', '', 'any customer', 'SELECT walk.annex(n)'),
('r03_notice_first', '', 'customer', $$SELECT walk.i(n, 'notices', jsonb_build_object('notice_no', 'N' || n.notices + 1, 'sent_on', n.day))$$),
('r08_permits_marked', '', 'security, then customer', $$
	SELECT format('UPDATE secretxfer.protections SET contractor_permit_marked_on = %1$L, provider_permit_marked_on = %1$L, contractor_permit_no = %2$L, provider_permit_no = %3$L
			WHERE case_no = %4$L AND arranged_on = %5$L', n.day, n.permit_no,
		(SELECT q.permit_no FROM secretxfer.permits q WHERE q.holder = p.organizer AND q.revoked_on IS NULL ORDER BY q.highest_mark DESC LIMIT 1), n.case_no, p.arranged_on)
	FROM secretxfer.protections p WHERE p.case_no = n.case_no AND p.contractor_permit_marked_on IS NULL AND n.permit_no IS NOT NULL
		AND p.arranged_on = (SELECT max(arranged_on) FROM secretxfer.protections x WHERE x.case_no = n.case_no)
	UNION ALL SELECT walk.paper('permits', n.seed, 'contractor', n.day) WHERE n.permit_no IS NULL
	UNION ALL SELECT walk.arrangement(n) WHERE EXISTS (SELECT FROM secretxfer.protections p WHERE p.case_no = n.case_no AND p.contractor_permit_marked_on IS NOT NULL
		AND p.arranged_on = (SELECT max(arranged_on) FROM secretxfer.protections x WHERE x.case_no = n.case_no))$$),
('r08_permits_marked', 'Have the service marked in the permit of the higher', 'security, then customer', $$
	SELECT walk.paper('permits', n.seed, part, n.day) FROM unnest('{contractor,provider}'::text[]) AS part
	UNION ALL SELECT walk.arrangement(n)$$),
('r08_service_notices', '', 'customer', $$
	SELECT walk.i(n, 'notices', jsonb_build_object('notice_no', n.notices || kind, 'kind', kind, 'sent_on', n.day)) FROM unnest('{courier_service,postal_service}'::text[]) AS kind$$),
('r09_lifting_after_remedy', '', 'customer', $$SELECT format('UPDATE secretxfer.violations SET remedied_on = %L WHERE case_no = %L AND remedied_on IS NULL', n.day, n.case_no)$$),
('r09_suspended', '', 'customer', $$SELECT format('UPDATE secretxfer.suspensions SET lifted_on = %L WHERE case_no = %L AND lifted_on IS NULL', n.day, n.case_no)$$),
('r10_customer_changed', '', 'customer', $$
	SELECT walk.i(n, 'supplements', jsonb_build_object('supplement_no', 'S' || (SELECT count(*) FROM secretxfer.supplements WHERE case_no = n.case_no), 'party', p.party, 'change_no', p.change_no,
		'concluded_on', n.day, 'successor', (SELECT c.idn FROM walk.cast c WHERE c.seed = n.seed AND c.part ~ '(successor|heir)' AND c.idn <> n.customer AND NOT walk.is_gone(c.idn) ORDER BY c.part DESC LIMIT 1)))
	FROM secretxfer.party_changes p WHERE p.party = n.customer AND p.called_off_on IS NULL ORDER BY p.effective_on DESC, p.change_no DESC LIMIT 1$$),
('r10_succession_notices', '', 'customer', $$
	SELECT walk.i(n, 'notices', jsonb_build_object('notice_no', concat_ws('/', n.notices, b.idn, s.change_no), 'kind', CASE WHEN b.idn IS NULL THEN 'succession_security' ELSE 'succession_authority' END,
		'authority', b.idn, 'party', s.party, 'change_no', s.change_no, 'sent_on', n.day))
	FROM secretxfer.supplements s CROSS JOIN LATERAL (SELECT NULL AS idn UNION SELECT secretxfer.asked_body(r.authority, r.sent_on, n.day) FROM secretxfer.requests r WHERE r.case_no = n.case_no UNION SELECT c.owner FROM walk.carriers c WHERE c.seed = n.seed) AS b
	WHERE s.case_no = n.case_no AND NOT EXISTS (SELECT FROM secretxfer.notices x WHERE (x.case_no, x.party, x.change_no) = (n.case_no, s.party, s.change_no) AND x.authority IS NOT DISTINCT FROM b.idn)$$),
('r10_measures_taken', '', 'customer', $$
	SELECT walk.i(n, 'protection_measures', jsonb_build_object('party', p.party, 'change_no', p.change_no, 'taken_on', n.day)) FROM secretxfer.party_changes p
	WHERE p.party = n.contractor AND p.called_off_on IS NULL AND NOT EXISTS (SELECT FROM secretxfer.protection_measures m WHERE (m.case_no, m.party, m.change_no) = (n.case_no, p.party, p.change_no))$$),
('r10_all_returned', '', 'customer', 'SELECT walk.returns(n)'),
('r00_carrier_out', 'First', 'customer', 'SELECT walk.returns_from_further(n)'),
('r00_carrier_out', 'Write', 'customer', $$SELECT format('UPDATE secretxfer.handovers SET written_off_on = %L, written_off_as = ''destroyed'', write_off_act_no = ''W'' WHERE entry_id = %s', n.day, h.entry_id)
	FROM secretxfer.handovers h JOIN secretxfer.handovers f USING (carrier_id) WHERE (h.case_no, f.case_no, f.written_off_as) = (n.case_no, 'F' || n.seed, 'destroyed') AND h.returned_on IS NULL AND h.written_off_on IS NULL$$),
('r07_within_permission', 'Return', 'customer', 'SELECT walk.returns(n)'),
('r11_permit', 'Return', 'customer', 'SELECT walk.returns(n)'),
('r11_clearance', 'Return', 'customer', 'SELECT walk.returns(n)'),
('', 'Close', 'customer', $$SELECT format('UPDATE secretxfer.cases SET closed_on = %L WHERE case_no = %L', n.day, n.case_no)$$),
('', 'Send', 'customer', 'SELECT walk.request(n)'),
('', 'Grant', 'security, then customer', $$
	SELECT walk.paper('clearances', n.seed, 'contractor', n.day) WHERE NOT EXISTS (SELECT FROM secretxfer.clearances x WHERE x.party = n.contractor AND x.revoked_on IS NULL
		AND NOT EXISTS (SELECT FROM secretxfer.system_accesses a WHERE (a.case_no, a.clearance_no) = (n.case_no, x.clearance_no)))
	UNION ALL SELECT walk.i(n, 'system_accesses', jsonb_build_object('granted_on', n.day, 'clearance_no', coalesce((SELECT x.clearance_no FROM secretxfer.clearances x WHERE x.party = n.contractor AND x.revoked_on IS NULL
		AND NOT EXISTS (SELECT FROM secretxfer.system_accesses a WHERE (a.case_no, a.clearance_no) = (n.case_no, x.clearance_no)) LIMIT 1), walk.next_paper(n.seed, 'contractor'))))$$),
-- one of these carriers is the next one
('', 'Hand over', 'any customer', $$
	SELECT walk.i(n, 'handovers', jsonb_build_object('carrier_id', c.carrier_id, 'handed_on', n.day, 'act_no', 'A' || (SELECT count(*) FROM secretxfer.handovers), 'received_by', n.clearance_no))
	FROM walk.carriers c WHERE c.seed = n.seed AND NOT c.is_out ORDER BY c.carrier_id$$);
-- Whatever an arrangement has lost, the step is another one.
INSERT INTO walk.moves SELECT replace(name, 'secretxfer_', ''), '', 'security, then customer', 'SELECT walk.arrangement(n)' FROM rules
 WHERE name LIKE 'secretxfer_r08%' AND replace(name, 'secretxfer_', '') NOT IN (SELECT rule FROM walk.moves);

CREATE FUNCTION walk.breach(n walk.now, more int) RETURNS text LANGUAGE sql AS
	$$SELECT walk.i(n, 'violations', jsonb_build_object('violation_no', 'V' || (SELECT count(*) + more FROM secretxfer.violations), 'found_on', n.day))$$;
CREATE FUNCTION walk.mark(n walk.now, mark text) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT fixture.insert_of('carrier_marks', jsonb_build_object('carrier_id', c.carrier_id, 'marked_on', n.day, 'mark', mark, 'document', 'an act')) FROM walk.carriers c WHERE c.seed = n.seed
	  AND (mark IS NOT NULL OR (SELECT count(*) FROM walk.carriers x WHERE (x.seed, x.owner) = (c.seed, c.owner)) > 1)
	ORDER BY c.owner, c.carrier_id LIMIT 1
$$;
CREATE FUNCTION walk.annex(n walk.now) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT walk.i(n, 'contract_items', jsonb_build_object('annex_no', concat_ws('/', i.request_no, i.item_no), 'request_no', i.request_no, 'item_no', i.item_no, 'annexed_on', n.day))
	FROM secretxfer.request_items i JOIN secretxfer.requests r USING (case_no, request_no) JOIN secretxfer.decisions d USING (case_no, request_no)
	WHERE i.case_no = n.case_no AND d.outcome = 'permitted' AND d.withdrawn_on IS NULL
	  AND NOT EXISTS (SELECT FROM secretxfer.contract_items a WHERE (a.case_no, a.request_no, a.item_no) = (i.case_no, i.request_no, i.item_no))
$$;
CREATE FUNCTION walk.returns(n walk.now) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT format('UPDATE secretxfer.handovers SET returned_on = %L, return_act_no = ''back'' WHERE entry_id = %s', n.day, h.entry_id) FROM secretxfer.handovers h WHERE h.case_no = n.case_no AND h.returned_on IS NULL AND h.written_off_on IS NULL
	  AND NOT EXISTS (SELECT FROM secretxfer.handovers f WHERE (f.case_no, f.carrier_id) = ('F' || n.seed, h.carrier_id) AND f.returned_on IS NULL)
	UNION ALL
	SELECT format('UPDATE secretxfer.system_accesses SET ended_on = %L WHERE entry_id = %s', n.day, a.entry_id) FROM secretxfer.system_accesses a WHERE a.case_no = n.case_no AND a.ended_on IS NULL
$$;

CREATE FUNCTION walk.returns_from_further(n walk.now) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT format('UPDATE secretxfer.handovers SET returned_on = %L, return_act_no = ''back'' WHERE entry_id = %s', n.day, f.entry_id) FROM secretxfer.handovers f
	WHERE f.case_no = 'F' || n.seed AND f.returned_on IS NULL AND f.written_off_on IS NULL
$$;

-- ---- what may happen: the duty, and the statement ----

CREATE TABLE walk.events (event text PRIMARY KEY, duty text NOT NULL, statements text NOT NULL);
INSERT INTO walk.events VALUES
('a breach', 'customer', 'SELECT walk.breach(n, 1)'),
('a suspension', 'customer', $$SELECT walk.breach(n, 1) UNION ALL SELECT walk.i(n, 'suspensions', jsonb_build_object('suspended_on', n.day, 'violation_no', 'V' || (SELECT count(*) + 1 FROM secretxfer.violations)))$$),
('the question of annulment', 'customer', $$SELECT walk.breach(n, 1) UNION ALL SELECT walk.breach(n, 2)
	UNION ALL SELECT walk.i(n, 'annulments', jsonb_build_object('raised_on', n.day, 'order_annulled_on', CASE WHEN walk.roll(2) = 0 THEN n.day END))$$),
('the customer changes', 'security', $$SELECT walk.i(n, 'party_changes', jsonb_build_object('case_no', NULL, 'party', n.customer, 'change_no', 'C' || (SELECT count(*) FROM secretxfer.party_changes),
	'kind', (ARRAY['functions', 'ownership', 'liquidation', 'works_terminated'])[1 + walk.roll(4)], 'effective_on', n.day))$$),
('the contractor changes', 'security', $$SELECT walk.i(n, 'party_changes', jsonb_build_object('case_no', NULL, 'party', n.contractor, 'change_no', 'C' || (SELECT count(*) FROM secretxfer.party_changes),
	'kind', (ARRAY['functions', 'ownership', 'liquidation', 'works_terminated'])[1 + walk.roll(4)], 'effective_on', n.day))$$),
('the contractor is liquidated', 'security', $$SELECT walk.i(n, 'party_changes', jsonb_build_object('case_no', NULL, 'party', n.contractor, 'change_no', 'L', 'effective_on', n.day))
	WHERE EXISTS (SELECT FROM secretxfer.handovers h WHERE h.case_no = n.case_no)$$),
('a body is liquidated', 'security', $$SELECT walk.i(n, 'party_changes', jsonb_build_object('case_no', NULL, 'party', walk.idn(n.seed, 'body'), 'change_no', 'B', 'effective_on', n.day))
	WHERE NOT walk.is_gone(walk.idn(n.seed, 'body')) AND (n.service OR EXISTS (SELECT FROM walk.carriers c WHERE c.seed = n.seed AND c.owner = walk.idn(n.seed, 'other body')))$$),
('permits are revoked', 'security', $$SELECT format('UPDATE secretxfer.permits SET revoked_on = %L WHERE holder = %L AND revoked_on IS NULL', n.day, n.contractor)$$),
('clearances are revoked', 'security', $$SELECT format('UPDATE secretxfer.clearances SET revoked_on = %L WHERE party = %L AND revoked_on IS NULL', n.day, n.contractor)$$),
('the contractor becomes partly foreign', 'security', $$SELECT format('UPDATE secretxfer.parties SET foreign_participation = true WHERE idn = %L', n.contractor) WHERE NOT n.citizen$$),
('the provider is sold', 'security', $$SELECT format('UPDATE secretxfer.parties SET state_share = 50 WHERE idn = %L', walk.idn(n.seed, 'provider'))$$),
('the provider is liquidated', 'security', $$SELECT walk.i(n, 'party_changes', jsonb_build_object('case_no', NULL, 'party', walk.idn(n.seed, 'provider'), 'change_no', 'P', 'effective_on', n.day))
	WHERE NOT walk.is_gone(walk.idn(n.seed, 'provider'))$$),
('the affiliation ends', 'security', $$SELECT format('UPDATE secretxfer.affiliations SET until = %L WHERE party = %L AND until IS NULL', n.day - 1, a.party) FROM secretxfer.affiliations a WHERE a.party = n.contractor$$),
('secrets pass to another body', 'security', $$SELECT fixture.insert_of('disposal_successions', jsonb_build_object('body', walk.idn(n.seed, 'body'), 'effective_on', n.day, 'successor', walk.idn(n.seed, 'other body'), 'document', 'a decree'))
	WHERE walk.vested(walk.idn(n.seed, 'body')) = walk.idn(n.seed, 'body')$$),
('a carrier passes by name', 'security', $$SELECT fixture.insert_of('disposal_successions', jsonb_build_object('body', c.owner, 'carrier_id', c.carrier_id, 'effective_on', n.day, 'document', 'a decree',
	'successor', (SELECT x.idn FROM walk.cast x WHERE x.seed = n.seed AND x.part LIKE '%body' AND x.idn <> c.owner))) FROM walk.carriers c WHERE c.seed = n.seed ORDER BY c.carrier_id LIMIT 1$$),
('the contract is amended', 'customer', $$SELECT walk.i(n, 'contract_amendments', jsonb_build_object('amendment_no', 'A' || (SELECT count(*) FROM secretxfer.contract_amendments), 'concluded_on', n.day))
	FROM secretxfer.contracts k WHERE k.case_no = n.case_no$$),
('the question of annulment is rejected', 'customer', $$SELECT format('UPDATE secretxfer.annulments SET rejected_on = %L, rejected_by = ''a body'' WHERE entry_id = %s', n.day, a.entry_id)
	FROM secretxfer.annulments a WHERE a.case_no = n.case_no AND a.order_annulled_on IS NULL AND a.rejected_on IS NULL$$),
('the request is taken back', 'customer', $$SELECT format('UPDATE secretxfer.requests SET withdrawn_on = %L WHERE (case_no, request_no) = (%L, %L)', n.day, r.case_no, r.request_no)
	FROM secretxfer.requests r WHERE r.case_no = n.case_no AND NOT r.answered AND r.withdrawn_on IS NULL LIMIT 1$$),
('the permission is withdrawn', 'authority', $$SELECT format('UPDATE secretxfer.decisions SET withdrawn_on = %L, withdrawal_reasons = ''reasons'' WHERE (case_no, request_no) = (%L, %L)', n.day, d.case_no, d.request_no)
	FROM secretxfer.decisions d WHERE d.case_no = n.case_no AND d.outcome = 'permitted' AND d.withdrawn_on IS NULL LIMIT 1$$),
('a further request', 'customer', 'SELECT walk.request(n)'),
('carriers come back', 'customer', 'SELECT walk.returns(n) LIMIT 1'),
('a mark is raised', 'authority', $$SELECT walk.mark(n, 'special_importance')$$),
('a mark is lifted', 'authority', 'SELECT walk.mark(n, NULL)'),
('a colleague takes a carrier over', 'security, then customer', $$SELECT walk.paper('clearances', n.seed, 'contractor', n.day)
	UNION ALL SELECT * FROM (SELECT fixture.insert_of('holders', jsonb_build_object('handover', h.entry_id, 'held_since', n.day, 'held_by', walk.next_paper(n.seed, 'contractor')))
	FROM secretxfer.handovers h WHERE h.case_no = n.case_no AND h.returned_on IS NULL AND h.written_off_on IS NULL LIMIT 1) AS holder$$),
('a change is called off', 'security', $$SELECT format('UPDATE secretxfer.party_changes SET called_off_on = %L, call_off_document = ''a ruling'' WHERE (party, change_no) = (%L, %L)', n.day, p.party, p.change_no)
	FROM secretxfer.party_changes p WHERE p.party IN (n.customer, n.contractor) AND p.called_off_on IS NULL ORDER BY p.effective_on DESC LIMIT 1$$),
('the works of the case end', 'customer', $$SELECT walk.i(n, 'party_changes', jsonb_build_object('party', CASE walk.roll(2) WHEN 0 THEN n.customer ELSE n.contractor END, 'change_no', 'E' || (SELECT count(*) FROM secretxfer.party_changes),
	'kind', 'works_terminated', 'effective_on', n.day))$$),
('a carrier is handed on', 'any customer', $$SELECT fixture.insert_of('handovers', jsonb_build_object('case_no', 'F' || n.seed, 'carrier_id', h.carrier_id, 'handed_on', n.day, 'act_no', 'F' || (SELECT count(*) FROM secretxfer.handovers), 'received_by', 'C-F' || n.seed))
	FROM secretxfer.handovers h WHERE h.case_no = n.case_no AND h.returned_on IS NULL AND h.written_off_on IS NULL AND EXISTS (SELECT FROM secretxfer.cases f WHERE f.case_no = 'F' || n.seed)$$),
('what was handed on comes back', 'customer', 'SELECT walk.returns_from_further(n) LIMIT 1'),
('what was handed on is destroyed', 'customer', $$SELECT format('UPDATE secretxfer.handovers SET written_off_on = %L, written_off_as = ''destroyed'', write_off_act_no = ''W'' WHERE entry_id = %s', n.day, f.entry_id)
	FROM secretxfer.handovers f WHERE f.case_no = 'F' || n.seed AND f.returned_on IS NULL AND f.written_off_on IS NULL LIMIT 1$$),
('a carrier is destroyed', 'customer', $$SELECT format('UPDATE secretxfer.handovers SET written_off_on = %L, written_off_as = ''destroyed'', write_off_act_no = ''W'' WHERE entry_id = %s', n.day, h.entry_id)
	FROM secretxfer.handovers h WHERE h.case_no = n.case_no AND h.returned_on IS NULL LIMIT 1$$),
('a carrier is lost', 'customer', $$SELECT walk.breach(n, 1) UNION ALL SELECT format('UPDATE secretxfer.handovers SET written_off_on = %L, written_off_as = ''lost'', write_off_act_no = ''W'', loss_violation_no = %L WHERE entry_id = %s',
	n.day, 'V' || (SELECT count(*) + 1 FROM secretxfer.violations), h.entry_id) FROM secretxfer.handovers h WHERE h.case_no = n.case_no AND h.returned_on IS NULL LIMIT 1$$);

-- ---- one step ----

-- Runs statements under a duty; null if all are accepted, or with "any" one is, else what refused.
CREATE FUNCTION walk.enter(n walk.now, duty text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	statements text[];
	statement text;
	any_will_do CONSTANT boolean := duty LIKE 'any %';
	refused text := 'there is nothing to enter';
	outcome fixture.outcome;
BEGIN
	EXECUTE format('SELECT array_agg(x.s) FROM unnest(ARRAY[$1]) AS n CROSS JOIN LATERAL (%s) AS x (s) WHERE x.s IS NOT NULL', query) INTO statements USING n;
	FOREACH statement IN ARRAY coalesce(statements, '{}') LOOP
		EXECUTE format('SET LOCAL ROLE %I', 'regress_secretxfer_' || CASE WHEN duty = 'security, then customer'
			THEN CASE WHEN statement ~ 'affiliations|permits |clearances ' THEN 'security' ELSE 'customer' END ELSE replace(duty, 'any ', '') END);
		outcome := fixture.run(statement, false);
		RESET ROLE;
		refused := CASE WHEN outcome.verdict <> 'accepted' THEN concat_ws(' ', fixture.told(outcome), outcome.detail, 'by', statement) END;
		EXIT WHEN (refused IS NULL) = any_will_do;
	END LOOP;
	RETURN refused;
END $$;

-- Whether an event could happen now.
CREATE FUNCTION walk.is_possible(n walk.now, query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	possible boolean;
BEGIN
	EXECUTE format('SELECT count(x.s) > 0 FROM unnest(ARRAY[$1]) AS n CROSS JOIN LATERAL (%s) AS x (s)', query) INTO possible USING n;
	RETURN possible;
END $$;

-- Whether a carrier is out that the contractor handed on.
CREATE FUNCTION walk.is_handed_on(n walk.now) RETURNS boolean STABLE LANGUAGE sql AS
	$$SELECT EXISTS (SELECT FROM secretxfer.transfers('F' || n.seed) t WHERE t.ended_on IS NULL)$$;

-- What happens may be refused, like all that people try; the walk goes on.
CREATE FUNCTION walk.happen(n walk.now) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	e walk.events;
	which text;
	refused text;
	-- what can happen only while something lasts: often one of these happens then
	to_end CONSTANT text := (SELECT string_agg('^' || event || '$', '|') FROM walk.events WHERE event ~ '(ends|is rejected|is called off|^the contractor is liquidated)$' AND walk.is_possible(n, statements));
BEGIN
	FOR attempt IN 1 .. 4 LOOP
		-- while something is out, mostly something happens to a carrier
		which := CASE WHEN walk.is_handed_on(n) THEN '^what was handed on'
			WHEN to_end IS NOT NULL AND walk.roll(6) = 0 THEN to_end
			WHEN NOT EXISTS (SELECT FROM secretxfer.transfers(n.case_no) t WHERE t.carrier_id IS NOT NULL AND t.ended_on IS NULL) THEN ''
			ELSE (ARRAY['', 'carrier|mark', 'is handed on$', 'is handed on$', 'is handed on$', 'is handed on$'])[1 + walk.roll(6)] END;
		SELECT * INTO e FROM walk.events WHERE event ~ which ORDER BY event OFFSET walk.roll((SELECT count(*)::int FROM walk.events WHERE event ~ which)) LIMIT 1;
		refused := walk.enter(n, e.duty, e.statements);
		EXIT WHEN refused IS NULL;
	END LOOP;
	IF refused IS NULL THEN
		INSERT INTO walk.log VALUES (n.seed, (SELECT count(*) FROM walk.log l WHERE l.seed = n.seed), n.day, e.event);
	END IF;
END $$;

-- ---- what is due, and what next_steps() says of it ----

-- Why something is due back, and the step that says so: in a case that winds up everything comes back before its closing,
-- and what was handed on comes back from there first.
CREATE FUNCTION walk.rules_of(reason text) RETURNS text[] IMMUTABLE LANGUAGE sql AS $$
	SELECT CASE WHEN reason ~ '^(contractor_|order_annulled|case_closed)' THEN '{}'::text[]
		WHEN reason ~ '^customer_' THEN '{r10_customer_changed}'
		WHEN reason ~ '^permission_' THEN '{r07_within_permission,r07_within_annex}'
		WHEN reason ~ '^permit_' THEN '{r11_permit}'
		ELSE '{r11_clearance}' END || '{r10_all_returned,r00_carrier_out}'
$$;
-- What else is owed, and the step that says so: protection anew, measures, a supplement and its notices at any time; an
-- answer, and what is to be taken back, where the next step is the end of the case. A supplement is a way, and the end another.
CREATE FUNCTION walk.steps_of(discharged_by text, act text, provision text, ends boolean) RETURNS text IMMUTABLE LANGUAGE sql AS $$
	SELECT CASE WHEN discharged_by = 'protections' AND act ~ 'anew' THEN '^r08'
		WHEN discharged_by = 'protection_measures' THEN 'r10_measures_taken'
		WHEN discharged_by = 'notices' AND provision = '10' THEN 'r10_succession_notices'
		WHEN discharged_by = 'supplements' AND NOT ends THEN 'r10_customer_changed'
		WHEN discharged_by IN ('decisions', 'requests') AND ends THEN 'r05_in_time|r05_calendar_known|r05_body_exists' END
$$;
-- In which the two disagree about a case; null, if in nothing.
CREATE FUNCTION walk.disagreement(no text) RETURNS text LANGUAGE sql AS $$
	WITH owed AS MATERIALIZED (SELECT * FROM secretxfer.duties d WHERE d.case_no = no),
	due AS MATERIALIZED (SELECT DISTINCT r AS reason FROM owed d CROSS JOIN LATERAL unnest(d.reasons) AS r),
	steps AS MATERIALIZED (SELECT replace(rule, 'secretxfer_', '') AS rule, what, bool_or(rule IS NULL AND what ~ '^Close' OR rule LIKE '%r10_all_returned') OVER () AS ends FROM secretxfer.next_steps(no))
	SELECT concat_ws('; ',
		(SELECT 'owed, but no step: ' || string_agg(DISTINCT d.act, ' ' ORDER BY d.act) FROM owed d CROSS JOIN LATERAL walk.steps_of(d.discharged_by, d.act, d.provision, (SELECT bool_or(ends) FROM steps)) AS x (rules)
			WHERE NOT EXISTS (SELECT FROM steps s WHERE s.rule ~ x.rules) AND x.rules IS NOT NULL),
		(SELECT 'a step, but not owed: ' || string_agg(DISTINCT s.what, ' ' ORDER BY s.what) FROM steps s WHERE s.ends AND s.rule = 'r05_in_time' AND NOT EXISTS (SELECT FROM owed d WHERE d.discharged_by = 'decisions')),
		(SELECT 'due, but no step: ' || string_agg(d.reason, ', ' ORDER BY 1) FROM due d WHERE NOT EXISTS (SELECT FROM steps s WHERE s.rule = ANY (walk.rules_of(d.reason)))),
		(SELECT 'a step, but not due: ' || string_agg(s.rule, ', ' ORDER BY 1) FROM steps s WHERE s.rule ~ '^(r07_within_permission|r11)' AND s.what ~ '^Return'
			AND NOT EXISTS (SELECT FROM due d WHERE s.rule = ANY (walk.rules_of(d.reason)))))
$$;
CREATE TABLE walk.disagreed (seed int, step int, day date, how text);
CREATE TABLE walk.due (reason text PRIMARY KEY);

-- Takes one of the steps that can be taken now. False if the walk is at its end.
CREATE FUNCTION walk.go_on(n walk.now, calm boolean) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	s record;
	m walk.moves;
	refused text;
BEGIN
	SELECT coalesce(replace(rule, 'secretxfer_', ''), '') AS rule, what, step INTO s FROM secretxfer.next_steps(n.case_no) WHERE step = 1 OR step IS NULL
	ORDER BY CASE WHEN rule IS NULL AND calm THEN 0 ELSE walk.roll(100) END LIMIT 1;
	IF s.step IS NULL THEN
		UPDATE walk.walks SET ended = coalesce(s.what, 'without a row') WHERE seed = n.seed;
		RETURN false;
	END IF;
	-- works take their time
	IF s.rule = 'r10_all_returned' AND NOT calm AND walk.roll(5) > 0 THEN
		RETURN true;
	END IF;
	SELECT * INTO m FROM walk.moves WHERE rule = s.rule AND starts_with(s.what, moves.what) ORDER BY length(moves.what) DESC LIMIT 1;
	refused := CASE WHEN m.rule IS NULL THEN 'no move' ELSE walk.enter(n, m.duty, m.statements) END;
	INSERT INTO walk.log VALUES (n.seed, (SELECT count(*) FROM walk.log l WHERE l.seed = n.seed), n.day, concat_ws(' ', s.rule, s.what), refused);
	IF refused IS NOT NULL OR (calm AND s.rule = '' AND m.what <> 'Send') THEN
		UPDATE walk.walks SET ended = CASE WHEN refused IS NOT NULL THEN 'stuck' WHEN s.what = 'Close the case.' THEN 'The case is closed.' ELSE s.what END WHERE seed = n.seed;
		RETURN false;
	END IF;
	RETURN true;
END $$;

-- A walk: for a while events come in between, and the case goes on after a hand-over; then it is calm, and the case goes to the
-- next hand-over or to its end. Each step is a transaction of its own.
CREATE PROCEDURE walk.run(the_seed int) LANGUAGE plpgsql AS $$
DECLARE
	n walk.now;
	step int := 0;
	restless int;
	going_on boolean := true;
BEGIN
	PERFORM set_config('walk.chance', (the_seed * 7919 + 1)::text, false);
	PERFORM walk.found(the_seed);
	restless := 10 + walk.roll(50);
	COMMIT;
	WHILE going_on AND step < 120 LOOP
		step := step + 1;
		-- an arrangement of the day of a hand-over would be that of the hand-over
		UPDATE walk.walks SET day = least(w.day + walk.roll(3) + EXISTS (SELECT FROM secretxfer.transfers(w.case_no) t WHERE t.started_on = w.day)::int, fixture.today()) FROM walk.walks w WHERE walks.seed = the_seed AND w.seed = the_seed;
		SELECT * INTO n FROM walk.now WHERE seed = the_seed;
		IF step < restless AND (walk.roll(3) = 0 OR walk.is_handed_on(n)) THEN
			PERFORM walk.happen(n);
			COMMIT;
			SELECT * INTO n FROM walk.now WHERE seed = the_seed;
		END IF;
		-- while nothing is out, less is owed: at every third step
		IF step % 3 = 0 OR EXISTS (SELECT FROM secretxfer.transfers(n.case_no) t WHERE t.ended_on IS NULL) THEN
			INSERT INTO walk.due SELECT DISTINCT r FROM secretxfer.returns_due d CROSS JOIN LATERAL unnest(d.reasons) AS r WHERE d.case_no = n.case_no ON CONFLICT DO NOTHING;
			INSERT INTO walk.disagreed SELECT the_seed, step, n.day, h.how FROM walk.disagreement(n.case_no) AS h (how) WHERE h.how <> '';
		END IF;
		going_on := walk.go_on(n, step >= restless);
		COMMIT;
	END LOOP;
END $$;

SELECT format('CALL walk.run(%s)', seed) FROM generate_series(1, 160) AS seed \gexec
\set ECHO all

-- Walks that did not end at a hand-over, an access or a closing: none.
SELECT w.seed, w.ended, l.did, l.refused FROM walk.walks w LEFT JOIN LATERAL (SELECT * FROM walk.log l WHERE l.seed = w.seed ORDER BY no DESC LIMIT 1) AS l ON true
 WHERE w.ended IS NULL OR w.ended NOT IN ('Hand over the next carrier.', 'Grant access to the system.', 'The case is closed.') ORDER BY w.seed;

-- Each end occurs; so does each event, and each step.
SELECT ended FROM walk.walks GROUP BY ended ORDER BY ended;
SELECT event FROM walk.events EXCEPT SELECT did FROM walk.log ORDER BY event;
-- Events that happened at fewer than three stages of a case: none. A stage is what the case has reached: the steps taken.
SELECT event, count(DISTINCT stage) FROM walk.events LEFT JOIN (
		SELECT l.did AS event, (SELECT count(DISTINCT split_part(b.did, ' ', 1)) FROM walk.log b WHERE b.seed = l.seed AND b.no < l.no AND b.did ~ '^r' AND b.refused IS NULL) AS stage FROM walk.log l) AS happened USING (event)
 GROUP BY event HAVING count(DISTINCT stage) < 3 ORDER BY event;
SELECT rule, what FROM walk.moves m WHERE rule NOT LIKE 'r08%' AND what <> 'Take back' AND (rule, what) <> ('r11_permit', 'Return') AND NOT EXISTS (SELECT FROM walk.log l WHERE starts_with(l.did, concat_ws(' ', m.rule, m.what))) ORDER BY rule;

-- What was due back at some step of a walk; and where next_steps() said otherwise than the duties: nowhere.
SELECT count(*) >= 8 FROM walk.due;
SELECT * FROM walk.disagreed ORDER BY seed, step;

-- And what the walks left is lawful as a whole.
SELECT severity, rule, "table", key, detail FROM verify() WHERE severity IN ('unlawful', 'guard');

\set ECHO none
RESET ROLE;
DROP SCHEMA walk CASCADE;
\i test/fixtures/finish.sql
\set ECHO none
DROP OWNED BY regress_secretxfer_customer, regress_secretxfer_authority, regress_secretxfer_security;
DROP ROLE regress_secretxfer_customer, regress_secretxfer_authority, regress_secretxfer_security;
