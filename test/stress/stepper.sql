-- stepper.sql
--
-- Many clients at once, each taking one random step after the other over few cases, parties,
-- permits and carriers.  To be read after test/fixtures/fixture.sql, on a database with a
-- register; test/t/040_stress.pl drives it by pgbench.
--
-- Every step that the register accepts is written into a journal, in the transaction of the
-- step, under a number that is drawn once the step is done.  Of two steps that must not miss
-- each other the later one waits until the earlier one's transaction has ended, so its number
-- is greater: the journal, transaction by transaction in the order of their last numbers, is
-- an order in which one person could have taken all these steps.  replay.sql takes them so,
-- alone, in a second register: whatever is refused there should have been refused here.
CREATE SCHEMA stress;

CREATE TABLE stress.journal (
	no bigserial PRIMARY KEY,
	transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
	world int NOT NULL,
	kind text NOT NULL,
	statement text NOT NULL,
	rows bigint NOT NULL);

-- What became of the steps; of those in a transaction rolled back nothing is kept.
CREATE TABLE stress.outcomes (
	clients text NOT NULL,
	kind text NOT NULL,
	level text NOT NULL DEFAULT current_setting('transaction_isolation'),
	state text NOT NULL,			-- 00000: accepted
	message text);					-- the rule that refused, or what was not expected

CREATE FUNCTION stress.roll(sides int) RETURNS int LANGUAGE sql VOLATILE AS
	$$SELECT floor(random() * sides)::int$$;
CREATE FUNCTION stress.any_of(choices text[]) RETURNS text LANGUAGE sql VOLATILE AS
	$$SELECT choices[1 + stress.roll(cardinality(choices))]$$;

------------------------------------------------------------------------------------------
-- Worlds
------------------------------------------------------------------------------------------

-- Each round has a world of its own, for in an old one more and more parties are gone.
CREATE TABLE stress.worlds (world int PRIMARY KEY);

-- A name as the fixture knows it: 'w3 builder'.
CREATE FUNCTION stress.name(world int, part text) RETURNS text IMMUTABLE LANGUAGE sql AS
	$$SELECT format('w%s %s', world, part)$$;

CREATE SEQUENCE stress.serial MINVALUE 1000;
CREATE FUNCTION stress.new_number(kind secretxfer.party_kind) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	serial bigint;
	number text;
BEGIN
	WHILE number IS NULL LOOP
		serial := nextval('stress.serial');
		SELECT candidate INTO number
		FROM generate_series(0, 9) AS digit,
			LATERAL (SELECT CASE WHEN kind = 'citizen' THEN '810101' || (3 + serial / 10000 % 4) ELSE '35124' || (serial / 10000 % 4) || '0' END
				|| lpad((serial % 10000)::text, 4, '0') || digit) AS c (candidate)
		WHERE secretxfer.idn_valid(candidate, kind);
	END LOOP;
	RETURN number;
END
$$;

-- Takes one step and writes it into the journal.
CREATE FUNCTION stress.take(world int, kind text, statement text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	rows bigint;
BEGIN
	IF statement IS NULL THEN
		RETURN 0;
	END IF;
	EXECUTE statement;
	GET DIAGNOSTICS rows = ROW_COUNT;
	IF rows > 0 THEN
		INSERT INTO stress.journal (world, kind, statement, rows) VALUES (world, kind, statement, rows);
	END IF;
	RETURN rows;
END
$$;

-- The statement that enters a lawful entry with what is given put in its place.
CREATE FUNCTION stress.enter(tbl text, given jsonb) RETURNS text LANGUAGE sql VOLATILE AS
	'SELECT fixture.insert_of(tbl, fixture.entry(tbl, given))';

-- The statement that changes, or withdraws (fields is null), an entry picked by chance among
-- those that stand; null if there is none.  A field given as '>handed_on' becomes a day soon
-- after the one in that column, and now and then the day before it.
CREATE FUNCTION stress.change(tbl text, among text, fields jsonb DEFAULT NULL) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	picked jsonb;
	key jsonb;
BEGIN
	EXECUTE format('SELECT to_jsonb(t) FROM secretxfer.%I t WHERE %s ORDER BY random() LIMIT 1', tbl, among) INTO picked;
	IF picked IS NULL THEN
		RETURN NULL;
	END IF;
	SELECT jsonb_object_agg(f.key, CASE WHEN f.value #>> '{}' LIKE '>%'
			THEN to_jsonb((picked ->> ltrim(f.value #>> '{}', '>'))::date + stress.roll(12) - CASE WHEN stress.roll(12) = 0 THEN 1 ELSE 0 END)
			ELSE f.value END)
	INTO fields FROM jsonb_each(fields) AS f;
	SELECT jsonb_object_agg(a.attname, picked -> a.attname::text) INTO key
	FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
	WHERE i.indrelid = format('secretxfer.%I', tbl)::regclass AND i.indisprimary;
	RETURN CASE WHEN fields IS NULL THEN fixture.delete_of(tbl, key) ELSE fixture.update_of(tbl, key, fields) END;
END
$$;

-- Founds a world: parties, papers, carriers, and cases at various stages.  The clients come to
-- it when it is there.
CREATE PROCEDURE stress.found() LANGUAGE plpgsql AS $$
DECLARE
	w int;
	part record;
	c record;
	stage int;
	steps text[];
BEGIN
	w := (SELECT coalesce(max(world), 0) + 1 FROM stress.worlds);
	FOR part IN
		SELECT * FROM (VALUES
			('ministry', 'state_body', '{"settlement": "Astana", "disposes_of_secrets": true}'::jsonb),
			('body', 'state_body', '{"settlement": "Almaty", "disposes_of_secrets": true}'),
			('customer', 'organization', '{"settlement": "Almaty"}'), ('successor', 'organization', '{"settlement": "Almaty"}'),
			('builder', 'organization', '{}'), ('other', 'organization', '{}'),
			('holding', 'organization', '{"quasi_state": true}'),
			('subsidiary', 'organization', '{"foreign_participation": true}'),
			('provider', 'organization', '{"state_share": 100, "protection_mandate": "an act"}'),
			('citizen', 'citizen', '{}')) AS v (name, kind, data)
	LOOP
		INSERT INTO fixture.numbers VALUES (stress.name(w, part.name), stress.new_number(part.kind::secretxfer.party_kind));
		PERFORM stress.take(w, 'foundation', stress.enter('parties', part.data
			|| jsonb_build_object('kind', part.kind, 'idn', '@' || stress.name(w, part.name))));
		IF part.name IN ('builder', 'other', 'subsidiary', 'provider') THEN
			PERFORM stress.take(w, 'foundation', stress.enter('permits',
				jsonb_build_object('permit_no', 'P-' || stress.name(w, part.name), 'holder', '@' || stress.name(w, part.name))));
		END IF;
		IF part.name IN ('builder', 'other', 'subsidiary', 'citizen') THEN
			PERFORM stress.take(w, 'foundation', stress.enter('clearances',
				jsonb_build_object('clearance_no', 'C-' || stress.name(w, part.name), 'party', '@' || stress.name(w, part.name))));
		END IF;
	END LOOP;
	PERFORM stress.take(w, 'foundation', stress.enter('affiliations',
		jsonb_build_object('party', '@' || stress.name(w, 'subsidiary'), 'quasi_state', '@' || stress.name(w, 'holding'))));
	FOR i IN 1 .. 5 LOOP
		PERFORM stress.take(w, 'foundation', stress.enter('carriers', jsonb_build_object('carrier_id', w * 10 + i,
			'account_no', format('%s-%s', w, i), 'owner', '@' || stress.name(w, CASE WHEN i < 4 THEN 'ministry' ELSE 'body' END))));
	END LOOP;
	COMMIT;

	FOR c IN
		SELECT format('%s/%s', w, n) AS no, contractor, customer, n
		FROM (VALUES (1, 'builder', 'customer'), (2, 'builder', 'body'), (3, 'other', 'customer'), (4, 'other', 'body'),
			(5, 'subsidiary', 'customer'), (6, 'citizen', 'customer'), (7, 'builder', 'customer')) AS v (n, contractor, customer)
	LOOP
		stage := CASE WHEN stress.roll(2) = 0 THEN stress.roll(7) ELSE 7 END;
		steps := ARRAY[
			stress.enter('cases', jsonb_build_object('case_no', c.no, 'customer', '@' || stress.name(w, c.customer),
				'contractor', '@' || stress.name(w, c.contractor), 'information_system_service', c.n = 7,
				'system_mark', CASE WHEN c.n = 7 THEN 'secret' END))];
		PERFORM stress.take(w, 'foundation', steps[1]);
		COMMIT;
		CONTINUE WHEN stage = 0;
		PERFORM stress.take_request(w, c.no, 'R1', false);
		COMMIT;
		PERFORM stress.take(w, 'foundation', s) FROM unnest(ARRAY[
			stress.enter('decisions', jsonb_build_object('case_no', c.no)),
			stress.enter('contracts', jsonb_build_object('case_no', c.no)
				|| CASE WHEN c.n = 7 THEN '{"information_statement": "what circulates"}' ELSE '{}' END::jsonb),
			CASE WHEN c.n < 7 THEN stress.enter('contract_items', jsonb_build_object('case_no', c.no, 'annex_no', '1')) END,
			CASE WHEN c.n < 7 THEN stress.enter('contract_items', jsonb_build_object('case_no', c.no, 'annex_no', '2', 'item_no', 2)) END,
			stress.enter('notices', jsonb_build_object('case_no', c.no)),
			stress.enter('protections', jsonb_build_object('case_no', c.no, 'kind', CASE WHEN c.n IN (5, 6) THEN 'customer' ELSE 'contractor' END))
		]) WITH ORDINALITY AS x (s, n) WHERE n < stage ORDER BY n;
		COMMIT;
	END LOOP;
	INSERT INTO stress.worlds VALUES (w);
END
$$;

------------------------------------------------------------------------------------------
-- Steps
------------------------------------------------------------------------------------------

-- A request entered with its list, sometimes as received: several steps in one transaction.
CREATE FUNCTION stress.take_request(w int, case_no text, request_no text, at_once boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
	this jsonb := jsonb_build_object('case_no', case_no, 'request_no', request_no);
	service boolean := (SELECT information_system_service FROM secretxfer.cases c WHERE c.case_no = take_request.case_no);
BEGIN
	PERFORM stress.take(w, 'request', stress.enter('requests', this
		|| jsonb_build_object('authority', '@' || stress.name(w, CASE WHEN request_no = 'R1' THEN 'ministry' ELSE 'body' END))
		|| CASE WHEN at_once THEN '{"received_on": "2025-02-12"}' ELSE '{}' END::jsonb
		|| CASE WHEN service THEN '{"information_statement": "what circulates"}' ELSE '{}' END::jsonb));
	IF NOT service THEN
		PERFORM stress.take(w, 'line', stress.enter('request_items', this || jsonb_build_object('item_no', item_no, 'carrier_id', carrier_id)))
		FROM (SELECT row_number() OVER (ORDER BY carrier_id) AS item_no, carrier_id
			FROM (SELECT carrier_id FROM secretxfer.carriers WHERE carrier_id / 10 = w AND (carrier_id % 10 > 3) = (request_no <> 'R1')
				ORDER BY random() LIMIT 2) AS two) AS x;
	END IF;
	IF NOT at_once THEN
		PERFORM stress.take(w, 'receipt', fixture.update_of('requests', this, '{"received_on": "2025-02-12"}'));
	END IF;
END
$$;

-- What steps there are, some more often than others.  Those that end a party, a permit or a
-- case are rare, or soon nothing else would be lawful.
CREATE FUNCTION stress.kinds() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$
	SELECT array_agg(kind) FROM (VALUES
		('request', 3), ('request gone', 1), ('line', 4), ('line gone', 3), ('receipt', 4), ('receipt taken back', 2),
		('answer', 6), ('answer corrected', 3), ('answer gone', 4),
		('contract', 6), ('contract corrected', 3), ('contract gone', 5), ('annex line', 6), ('annex line gone', 4),
		('notice', 6), ('notice corrected', 2), ('notice gone', 4), ('service notice', 2),
		('arrangement', 6), ('arrangement corrected', 3), ('arrangement gone', 4), ('permit marked', 2),
		('hand-over', 24), ('hand-over corrected', 4), ('return', 16), ('access', 6), ('end of access', 5),
		('breach', 5), ('breach corrected', 1), ('remedy', 6), ('recovery', 1), ('suspension', 5), ('lifting', 6),
		('annulment raised', 1), ('annulment gone', 1), ('order annulled', 1),
		('party changes', 1), ('change corrected', 2), ('completion', 5), ('measures', 5), ('measures gone', 2),
		('supplement', 4), ('supplement gone', 2), ('succession notice', 5), ('closing', 1),
		('permit', 2), ('permit revoked', 1), ('permit corrected', 2), ('permit gone', 1),
		('clearance', 2), ('clearance revoked', 1), ('clearance corrected', 1), ('clearance gone', 1),
		('facts of a party', 8), ('carrier corrected', 3), ('calendar', 2), ('case', 3), ('case corrected', 2), ('case gone', 2)
	) AS v (kind, weight), generate_series(1, weight)
$$;

-- Who protects, by chance.
CREATE FUNCTION stress.arrangement(w int) RETURNS jsonb LANGUAGE sql VOLATILE AS $$
	SELECT jsonb_build_object('kind', kind) || CASE kind
		WHEN 'quasi_state' THEN jsonb_build_object('organizer', fixture.p(stress.name(w, 'holding')))
		WHEN 'provider' THEN jsonb_build_object('organizer', fixture.p(stress.name(w, 'provider')), 'service_contract_no', '7',
			'service_contract_on', '2025-03-05', 'contractor_permit_marked_on', '2025-03-06', 'provider_permit_marked_on', '2025-03-06',
			'contractor_permit_no', 'P-' || stress.name(w, stress.any_of('{builder,other,subsidiary}')), 'provider_permit_no', 'P-' || stress.name(w, 'provider'))
		ELSE '{"organizer": null}' END
	FROM stress.any_of('{contractor,contractor,customer,quasi_state,provider}') AS kind
$$;

-- What a case would come to next.
CREATE FUNCTION stress.next_kind(c secretxfer.cases) RETURNS text LANGUAGE sql VOLATILE AS $$
	SELECT CASE
		WHEN NOT EXISTS (SELECT FROM secretxfer.requests WHERE case_no = c.case_no) THEN 'request'
		WHEN NOT EXISTS (SELECT FROM secretxfer.request_items WHERE case_no = c.case_no) AND NOT c.information_system_service THEN 'line'
		WHEN EXISTS (SELECT FROM secretxfer.requests WHERE case_no = c.case_no AND received_on IS NULL) AND stress.roll(2) = 0 THEN 'receipt'
		WHEN NOT EXISTS (SELECT FROM secretxfer.decisions WHERE case_no = c.case_no) THEN 'answer'
		WHEN NOT EXISTS (SELECT FROM secretxfer.contracts WHERE case_no = c.case_no) THEN 'contract'
		WHEN NOT EXISTS (SELECT FROM secretxfer.contract_items WHERE case_no = c.case_no) AND NOT c.information_system_service THEN 'annex line'
		WHEN NOT EXISTS (SELECT FROM secretxfer.notices WHERE case_no = c.case_no AND kind = 'contract') THEN 'notice'
		WHEN NOT EXISTS (SELECT FROM secretxfer.protections WHERE case_no = c.case_no) THEN 'arrangement'
		WHEN c.information_system_service THEN stress.any_of('{access,end of access}')
		WHEN EXISTS (SELECT FROM secretxfer.handovers WHERE case_no = c.case_no AND returned_on IS NULL) THEN stress.any_of('{return,return,breach,remedy,lifting}')
		ELSE stress.any_of('{hand-over,hand-over,hand-over,hand-over,remedy,lifting}') END
$$;

-- The statement of a step; null when chance hit on something of which there is none.
CREATE FUNCTION stress.statement(w int, c secretxfer.cases, wanted text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	this jsonb := jsonb_build_object('case_no', c.case_no);
	here text := format('case_no = %L', c.case_no);
	d date := date '2025-03-10' + stress.roll(40);
	r text := CASE WHEN stress.roll(3) = 0 THEN 'R2' ELSE 'R1' END;
	change secretxfer.party_changes;
	part text;
BEGIN
	part := stress.name(w, stress.any_of('{builder,other,subsidiary,citizen}'));
	IF wanted IN ('supplement', 'succession notice', 'measures', 'completion', 'change corrected') THEN
		SELECT x.* INTO change FROM secretxfer.party_changes x
		WHERE x.party IN (SELECT idn FROM fixture.numbers WHERE name LIKE stress.name(w, '%'))
		ORDER BY CASE wanted WHEN 'measures' THEN x.party = c.contractor WHEN 'completion' THEN true
			ELSE x.party = c.customer END DESC, random() LIMIT 1;
		IF change.party IS NULL THEN
			RETURN NULL;
		END IF;
	END IF;
	RETURN CASE wanted
	WHEN 'request gone' THEN stress.change('requests', here)
	WHEN 'line' THEN stress.enter('request_items', this || jsonb_build_object('request_no', r, 'item_no', 1 + stress.roll(4), 'carrier_id', w * 10 + 1 + stress.roll(5)))
	WHEN 'line gone' THEN stress.change('request_items', here)
	WHEN 'receipt' THEN stress.change('requests', here || ' AND received_on IS NULL', jsonb_build_object('received_on', date '2025-02-12' + stress.roll(3)))
	WHEN 'receipt taken back' THEN stress.change('requests', here || ' AND received_on IS NOT NULL', '{"received_on": null}')
	WHEN 'answer' THEN stress.enter('decisions', this || jsonb_build_object('request_no', r, 'sent_on', date '2025-02-20' + stress.roll(5),
		'excluded_items', CASE WHEN stress.roll(3) = 0 THEN '[2]'::jsonb END)
		|| CASE WHEN stress.roll(8) = 0 THEN '{"outcome": "refused", "reasons": "not possible"}' ELSE '{}' END::jsonb)
	WHEN 'answer corrected' THEN stress.change('decisions', here, CASE stress.roll(4)
		WHEN 0 THEN '{"outcome": "refused", "reasons": "not possible"}'::jsonb WHEN 1 THEN '{"outcome": "permitted"}'
		WHEN 2 THEN jsonb_build_object('excluded_items', stress.any_of('{NULL,"{1}","{2}"}')) ELSE '{"sent_on": "2025-02-25"}' END)
	WHEN 'answer gone' THEN stress.change('decisions', here)
	WHEN 'contract' THEN stress.enter('contracts', this || jsonb_build_object('concluded_on', date '2025-03-03' + stress.roll(3))
		|| CASE WHEN c.information_system_service THEN '{"information_statement": "what circulates"}' ELSE '{}' END::jsonb)
	WHEN 'contract corrected' THEN stress.change('contracts', here, jsonb_build_object('concluded_on', date '2025-02-24' + stress.roll(12)))
	WHEN 'contract gone' THEN stress.change('contracts', here)
	WHEN 'annex line' THEN stress.enter('contract_items', this || jsonb_build_object('annex_no', (1 + stress.roll(6))::text,
		'request_no', r, 'item_no', 1 + stress.roll(2), 'annexed_on', CASE WHEN stress.roll(2) = 0 THEN date '2025-03-05' + stress.roll(15) END))
	WHEN 'annex line gone' THEN stress.change('contract_items', here)
	WHEN 'notice' THEN stress.enter('notices', this || jsonb_build_object('notice_no', 'N' || stress.roll(4), 'sent_on', date '2025-03-05' + stress.roll(20)))
	WHEN 'notice corrected' THEN stress.change('notices', here || ' AND kind = ''contract''', jsonb_build_object('sent_on', date '2025-03-05' + stress.roll(20)))
	WHEN 'notice gone' THEN stress.change('notices', here)
	WHEN 'service notice' THEN stress.enter('notices', this || jsonb_build_object('notice_no', 'S' || stress.roll(3),
		'kind', stress.any_of('{courier_service,postal_service}'), 'sent_on', date '2025-03-07' + stress.roll(5)))
	WHEN 'arrangement' THEN stress.enter('protections', this || stress.arrangement(w))
	WHEN 'arrangement corrected' THEN stress.change('protections', here, stress.arrangement(w))
	WHEN 'arrangement gone' THEN stress.change('protections', here)
	WHEN 'permit marked' THEN stress.change('protections', here || ' AND kind = ''provider''', jsonb_build_object('contractor_permit_marked_on', date '2025-03-06' + stress.roll(20)))
	WHEN 'hand-over' THEN (
		SELECT stress.enter('handovers', this || jsonb_build_object('carrier_id', k.carrier_id,
			'handed_on', greatest(d, (SELECT max(returned_on) FROM secretxfer.handovers h WHERE h.carrier_id = k.carrier_id) + stress.roll(9) - 1),
			'received_by', coalesce((SELECT clearance_no FROM secretxfer.clearances x
				WHERE x.party = c.contractor ORDER BY revoked_on IS NOT NULL, random() LIMIT 1), 'none')))
		FROM (SELECT i.carrier_id FROM secretxfer.contract_items a JOIN secretxfer.request_items i USING (case_no, request_no, item_no)
			WHERE a.case_no = c.case_no AND (stress.roll(8) = 0 OR NOT EXISTS (
				SELECT FROM secretxfer.handovers h WHERE h.carrier_id = i.carrier_id AND h.returned_on IS NULL))
			ORDER BY random() LIMIT 1) AS k)
	WHEN 'hand-over corrected' THEN stress.change('handovers', here || ' AND returned_on IS NULL', CASE stress.roll(2)
		WHEN 0 THEN jsonb_build_object('handed_on', d) ELSE jsonb_build_object('carrier_id', w * 10 + 1 + stress.roll(5)) END)
	WHEN 'return' THEN stress.change('handovers', here || ' AND returned_on IS NULL', '{"returned_on": ">handed_on", "return_act_no": "act"}')
	WHEN 'access' THEN stress.enter('system_accesses', jsonb_build_object('case_no', w || '/7', 'granted_on', d,
		'clearance_no', coalesce((SELECT clearance_no FROM secretxfer.clearances x WHERE x.party = fixture.p(stress.name(w, 'builder')) ORDER BY random() LIMIT 1), 'none')))
	WHEN 'end of access' THEN stress.change('system_accesses', format('case_no = ''%s/7'' AND ended_on IS NULL', w), '{"ended_on": ">granted_on"}')
	WHEN 'breach' THEN stress.enter('violations', this || jsonb_build_object('violation_no', 'V' || stress.roll(5), 'found_on', d, 'damage', 100))
	WHEN 'breach corrected' THEN stress.change('violations', here, jsonb_build_object('found_on', d))
	WHEN 'remedy' THEN stress.change('violations', here || ' AND remedied_on IS NULL', '{"remedied_on": ">found_on"}')
	WHEN 'recovery' THEN stress.change('violations', here, jsonb_build_object('damage_recovered', 10 * stress.roll(12)))
	WHEN 'suspension' THEN stress.enter('suspensions', this || jsonb_build_object('violation_no', 'V' || stress.roll(5), 'suspended_on', d))
	WHEN 'lifting' THEN stress.change('suspensions', here || ' AND lifted_on IS NULL', '{"lifted_on": ">suspended_on"}')
	WHEN 'annulment raised' THEN stress.enter('annulments', this || jsonb_build_object('raised_on', d + 20))
	WHEN 'annulment gone' THEN stress.change('annulments', here)
	WHEN 'order annulled' THEN stress.change('annulments', here || ' AND order_annulled_on IS NULL', '{"order_annulled_on": ">raised_on"}')
	WHEN 'party changes' THEN stress.enter('party_changes', jsonb_build_object(
		'party', '@' || stress.name(w, stress.any_of('{builder,other,subsidiary,citizen,customer,customer,body,successor}')),
		'change_no', (1 + stress.roll(2))::text, 'effective_on', d + stress.roll(40), 'kind', stress.any_of('{functions,ownership,liquidation,works_terminated}')))
	WHEN 'change corrected' THEN stress.change('party_changes', format('party = %L AND change_no = %L', change.party, change.change_no),
		jsonb_build_object('effective_on', d + stress.roll(40)))
	WHEN 'completion' THEN stress.change('party_changes', format('party = %L AND change_no = %L AND completed_on IS NULL', change.party, change.change_no),
		jsonb_build_object('completed_on', greatest(change.effective_on, d + 60)))
	WHEN 'measures' THEN stress.enter('protection_measures', this || jsonb_build_object('party', change.party, 'change_no', change.change_no, 'taken_on', change.effective_on + stress.roll(10)))
	WHEN 'measures gone' THEN stress.change('protection_measures', here)
	WHEN 'supplement' THEN stress.enter('supplements', this || jsonb_build_object('supplement_no', 'S' || stress.roll(3), 'party', change.party, 'change_no', change.change_no,
		'successor', CASE WHEN change.kind IN ('functions', 'ownership') AND stress.roll(2) = 0 THEN change.party
					 ELSE fixture.p(stress.name(w, stress.any_of('{successor,customer,body}'))) END,
		'concluded_on', change.effective_on + stress.roll(5)))
	WHEN 'supplement gone' THEN stress.change('supplements', here)
	WHEN 'succession notice' THEN stress.enter('notices', this || jsonb_build_object('party', change.party, 'change_no', change.change_no, 'sent_on', change.effective_on + stress.roll(5))
		|| (ARRAY['{"notice_no": "X1", "kind": "succession_security"}'::jsonb,
			jsonb_build_object('notice_no', 'X2', 'kind', 'succession_authority', 'authority', fixture.p(stress.name(w, 'ministry'))),
			jsonb_build_object('notice_no', 'X3', 'kind', 'succession_authority', 'authority', fixture.p(stress.name(w, 'body')))])[1 + stress.roll(3)])
	WHEN 'closing' THEN stress.change('cases', here || ' AND closed_on IS NULL', jsonb_build_object('closed_on', d + 60))
	WHEN 'permit' THEN stress.enter('permits', jsonb_build_object('permit_no', format('P-%s %s', part, stress.roll(3)), 'holder', '@' || part, 'issued_on', date '2025-01-01' + stress.roll(100)))
	WHEN 'permit revoked' THEN stress.change('permits', format('permit_no LIKE %L AND revoked_on IS NULL', 'P-' || part || '%'), jsonb_build_object('revoked_on', d))
	WHEN 'permit corrected' THEN stress.change('permits', format('permit_no LIKE %L', 'P-' || part || '%'),
		CASE stress.roll(2) WHEN 0 THEN jsonb_build_object('valid_until', d) ELSE jsonb_build_object('highest_mark', stress.any_of('{secret,top_secret}')) END)
	WHEN 'permit gone' THEN stress.change('permits', format('permit_no LIKE %L', 'P-' || part || '%'))
	WHEN 'clearance' THEN stress.enter('clearances', jsonb_build_object('clearance_no', format('C-%s %s', part, stress.roll(3)), 'party', '@' || part))
	WHEN 'clearance revoked' THEN stress.change('clearances', format('clearance_no LIKE %L AND revoked_on IS NULL', 'C-' || part || '%'), jsonb_build_object('revoked_on', d))
	WHEN 'clearance corrected' THEN stress.change('clearances', format('clearance_no LIKE %L', 'C-' || part || '%'), jsonb_build_object('valid_until', d))
	WHEN 'clearance gone' THEN stress.change('clearances', format('clearance_no LIKE %L', 'C-' || part || '%'))
	WHEN 'facts of a party' THEN stress.change('parties', format('idn = %L', fixture.p(stress.name(w, stress.any_of('{builder,other,subsidiary,customer,provider,holding}')))),
		(ARRAY['{"foreign_participation": true}'::jsonb, '{"foreign_participation": false}', '{"settlement": "Astana"}', '{"settlement": "Almaty"}',
			'{"state_share": 99}', '{"state_share": 100}', '{"quasi_state": true}', '{"quasi_state": false}'])[1 + stress.roll(8)])
	WHEN 'carrier corrected' THEN stress.change('carriers', format('carrier_id = %s', w * 10 + 1 + stress.roll(5)),
		CASE stress.roll(2) WHEN 0 THEN jsonb_build_object('mark', stress.any_of('{secret,special_importance}')) ELSE jsonb_build_object('sheets', 1 + stress.roll(9)) END)
	WHEN 'calendar' THEN CASE stress.roll(3)
		WHEN 0 THEN stress.enter('calendar_days', jsonb_build_object('day', date '2025-02-14' + stress.roll(10), 'working', stress.roll(2) = 0))
		WHEN 1 THEN stress.change('calendar_days', 'day BETWEEN ''2025-02-14'' AND ''2025-02-24''', jsonb_build_object('working', stress.roll(2) = 0))
		ELSE stress.change('calendar_days', 'day BETWEEN ''2025-02-14'' AND ''2025-02-24''') END
	WHEN 'case' THEN stress.enter('cases', jsonb_build_object('case_no', format('%s/%s', w, 1 + stress.roll(10)),
		'customer', '@' || stress.name(w, stress.any_of('{customer,body}')), 'contractor', '@' || part))
	WHEN 'case corrected' THEN stress.change('cases', here, jsonb_build_object('works_settlement', stress.any_of('{Astana,Almaty}')))
	WHEN 'case gone' THEN stress.change('cases', here)
	END;
END
$$;

-- A transaction of several steps keeps the lock order (docs/operations.md): it holds its cases first, one
-- or two of the newest world.
CREATE FUNCTION stress.hold_cases() RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	several text[] := ARRAY(SELECT case_no FROM secretxfer.cases WHERE case_no LIKE (SELECT max(world) FROM stress.worlds) || '/%'
		ORDER BY random() LIMIT 1 + stress.roll(2));
BEGIN
	PERFORM FROM secretxfer.cases WHERE case_no = ANY (several) ORDER BY case_no FOR NO KEY UPDATE;
	PERFORM set_config('stress.cases', several::text, true);
END
$$;

-- Whether a step may be taken in such a transaction: it must be one of the case's, and only one of them may
-- hold carriers.
CREATE FUNCTION stress.in_order(c secretxfer.cases, kind text) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
	IF kind IN ('party changes', 'change corrected', 'completion', 'permit', 'permit revoked', 'permit corrected', 'permit gone',
			'clearance', 'clearance revoked', 'clearance corrected', 'clearance gone', 'facts of a party', 'carrier corrected', 'calendar', 'case')
		OR kind IN ('access', 'end of access') AND c.information_system_service IS NOT TRUE THEN
		RETURN false;
	ELSIF kind IN ('request', 'line', 'hand-over', 'hand-over corrected') THEN
		RETURN coalesce(current_setting('stress.carriers', true), '') = '' AND set_config('stress.carriers', 'held', true) = 'held';
	END IF;
	RETURN true;
END
$$;

-- A step of a client, with what became of it.  What must be tried again goes up to pgbench.
CREATE FUNCTION stress.step(clients text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	w int := greatest(1, (SELECT max(world) FROM stress.worlds) - CASE WHEN stress.roll(6) = 0 THEN 1 ELSE 0 END);
	c secretxfer.cases;
	several text[] := nullif(current_setting('stress.cases', true), '');
	kind text := stress.any_of(stress.kinds());
	statement text;
	sort text;
	refused_by text;
	message text;
	rows bigint := 1;
BEGIN
	BEGIN
		SELECT * INTO c FROM secretxfer.cases
		WHERE CASE WHEN several IS NULL THEN case_no LIKE w || '/%' ELSE case_no = ANY (several) END
		ORDER BY closed_on IS NOT NULL AND stress.roll(9) > 0, random() LIMIT 1;
		IF several IS NOT NULL THEN
			w := split_part(c.case_no, '/', 1);
		END IF;
		IF stress.roll(2) = 0 THEN
			kind := stress.next_kind(c);
		END IF;
		IF several IS NOT NULL AND NOT stress.in_order(c, kind) THEN
			RETURN NULL;
		END IF;
		IF kind = 'request' THEN
			PERFORM stress.take_request(w, c.case_no, stress.any_of('{R1,R2}'), stress.roll(2) = 0);
		ELSE
			statement := stress.statement(w, c, kind);
			rows := stress.take(w, kind, statement);
		END IF;
		SET CONSTRAINTS ALL IMMEDIATE;
		SET CONSTRAINTS ALL DEFERRED;
		IF rows > 0 THEN
			INSERT INTO stress.outcomes VALUES (clients, kind, DEFAULT, '00000');
		END IF;
		RETURN '00000';
	EXCEPTION
		WHEN serialization_failure OR deadlock_detected THEN
			RAISE;
		WHEN query_canceled THEN
			sort := '57014';
		WHEN OTHERS THEN
			GET STACKED DIAGNOSTICS refused_by = CONSTRAINT_NAME, message = MESSAGE_TEXT;
			sort := SQLSTATE;
			IF sort IN ('23503', '23505', '23514') AND refused_by LIKE 'secretxfer\_r%' THEN
				message := refused_by;
			END IF;
	END;
	INSERT INTO stress.outcomes VALUES (clients, kind, DEFAULT, sort, message);
	RETURN sort;
END
$$;
