-- 85_verify.sql
--
-- verify(): judges the register once more, as a whole, after a restore, a repair or any doubt.
--
-- It says in SQL what the triggers say in C and asks them nothing, so that each can witness
-- against the other.  One function for each provision, in the order of the Rules; they read
-- the tables and 80_reading.sql only, never the views, which are their owner's to change.
--
-- What severity a finding has follows from what can have come later.  What an entry relies on
-- settles with it, so where that is missing or wrong the entry would have been refused:
-- unlawful.  Events come when they come, and what was lawful before becomes irregular by
-- them: the stamps tell which of the two was first.  A fact counts from its last change, for
-- it may have been corrected to an earlier day; so what its correction or end came after is
-- irregular at the most.  An act counts from its last correction, where the stamp of its last
-- change can only be that; its end is not judged with it.  Which of several permits served,
-- and what a party was like at the time, no stamp tells; by them an entry is irregular.
--
-- Five rules judge a change and not a state: set once, never deleted, not emptied, damage
-- once recovered, and (but for what recorded_at betrays) settled.  Whether those were kept
-- only the guard can answer for: verify_guard().

CREATE TYPE secretxfer.severity AS ENUM ('unlawful', 'irregular', 'guard', 'warning');
COMMENT ON TYPE secretxfer.severity IS
'What a finding of verify() is: an entry that would have been refused when it was recorded; one that later facts made irregular; '
'a hole in what guards the register; something to know of.';

CREATE TYPE secretxfer.finding AS (
	severity secretxfer.severity,
	rule text,
	"table" text,
	key text,
	detail text);
COMMENT ON TYPE secretxfer.finding IS
'One finding of verify(): how serious, which rule, the table and the key of the entry, and what is wrong with it.';

CREATE FUNCTION secretxfer.later(known_before boolean) RETURNS secretxfer.severity
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT CASE WHEN known_before THEN 'unlawful' ELSE 'irregular' END::secretxfer.severity
$$;
COMMENT ON FUNCTION secretxfer.later(boolean) IS
'How serious it is that a fact stands against an entry: unlawful if the fact had been recorded before, irregular if it came later.';

-- A regular expression is dear, so it is asked only of what does not start with a plain character.
CREATE FUNCTION secretxfer.is_blank(field text) RETURNS boolean
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT (ascii(field) BETWEEN 33 AND 126 OR field ~ '\S') IS NOT TRUE
$$;
COMMENT ON FUNCTION secretxfer.is_blank(text) IS
'Whether a field is null, empty or nothing but white space.';

-- The register's own discipline -------------------------------------------------------------

-- What the tables demand of their own fields.  "order" names pairs of dates of which the first
-- does not come after the second.
CREATE FUNCTION secretxfer.verify_fields() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	t record;
	blank text;
	untrimmed text;
	future text;
	implausible text;
	reversed text;
	misstamped CONSTANT text := 'greatest(t.recorded_at, t.changed_at) > clock_timestamp() OR num_nulls(t.changed_at, t.changed_by) = 1';
BEGIN
	FOR t IN
		SELECT *, (SELECT string_agg(format('t.%I', k), ', ') FROM unnest(v.key) AS k) AS key_columns
		FROM (VALUES
			('parties', '{idn}'::text[], '{kind,settlement,foreign_participation,quasi_state,disposes_of_secrets}'::text[],
				'{}'::text[], '{}'::text[], '{}'::text[],
				'NOT t.state_share BETWEEN 0 AND 100'),
			('permits', '{permit_no}', '{holder,issued_on,valid_until,issued_by,highest_mark}',
				'{issued_on,revoked_on}', '{valid_until}', '{}', NULL),
			('clearances', '{clearance_no}', '{party,person_name,issued_on,valid_until,issued_by,highest_mark}',
				'{issued_on,revoked_on}', '{valid_until}', '{}', NULL),
			('carriers', '{carrier_id}', '{owner,kind}', '{}', '{}', '{}', 't.sheets <= 0'),
			('cases', '{case_no}', '{customer,contractor,subject,works_settlement,information_system_service,opened_on}',
				'{opened_on,closed_on}', '{}', '{opened_on,closed_on}', NULL),
			('requests', '{case_no,request_no}', '{authority,sent_on}',
				'{sent_on,received_on}', '{transfer_from,transfer_until}', '{sent_on,received_on}', NULL),
			('request_items', '{case_no,request_no,item_no}', '{carrier_id}', '{}', '{}', '{}', 't.item_no <= 0'),
			('decisions', '{case_no,request_no}', '{decision_no,sent_on,outcome}', '{sent_on}', '{}', '{}', NULL),
			('contracts', '{case_no}', '{contract_no,concluded_on}', '{concluded_on}', '{}', '{}', NULL),
			('contract_items', '{case_no,annex_no}', '{request_no,item_no,annexed_on}', '{annexed_on}', '{}', '{}', NULL),
			('notices', '{case_no,notice_no}', '{kind,recipient,sent_on}', '{sent_on}', '{}', '{}', NULL),
			('protections', '{case_no}', '{kind,arranged_on}',
				'{arranged_on,service_contract_on,contractor_permit_marked_on,provider_permit_marked_on}', '{}', '{}', NULL),
			('handovers', '{case_no,carrier_id,handed_on}', '{act_no,received_by}',
				'{handed_on,returned_on}', '{}', '{handed_on,returned_on}', NULL),
			('system_accesses', '{case_no,clearance_no,granted_on}', '{}',
				'{granted_on,ended_on}', '{}', '{granted_on,ended_on}', NULL),
			('violations', '{case_no,violation_no}', '{found_on,description}',
				'{found_on,remedied_on}', '{}', '{found_on,remedied_on}',
				't.damage < 0 OR t.damage = ''NaN'' OR t.damage_recovered < 0 OR t.damage_recovered > coalesce(t.damage, 0)'),
			('suspensions', '{case_no,suspended_on}', '{violation_no}',
				'{suspended_on,lifted_on}', '{}', '{suspended_on,lifted_on}', NULL),
			('annulments', '{case_no}', '{raised_on,addressed_to}',
				'{raised_on,order_annulled_on}', '{}', '{raised_on,order_annulled_on}', NULL),
			('party_changes', '{party,change_no}', '{kind,effective_on,document}',
				'{effective_on,completed_on}', '{}', '{effective_on,completed_on}', NULL),
			('supplements', '{case_no,supplement_no}', '{party,change_no,successor,concluded_on}',
				'{concluded_on}', '{}', '{}', NULL),
			('protection_measures', '{case_no,party,change_no}', '{taken_on,measures}', '{taken_on}', '{}', '{}', NULL),
			('calendar_days', '{day}', '{working,basis}', '{}', '{day}', '{}', NULL),
			('calendar_years', '{year}', '{}', '{confirmed_on}', '{}', '{}', 'NOT t.year BETWEEN 1992 AND 2200')
		) AS v (name, key, mandatory, past, planned, "order", out_of_range)
	LOOP
		SELECT string_agg(format(CASE WHEN a.atttypid = 'text'::regtype THEN 'secretxfer.is_blank(t.%1$I)' ELSE 't.%1$I IS NULL' END, f), ' OR '),
			string_agg(format('(ascii(t.%1$I) BETWEEN 33 AND 126 AND ascii(right(t.%1$I, 1)) BETWEEN 33 AND 126) IS NOT TRUE AND t.%1$I ~ ''^\s|\s$''', f), ' OR ')
				FILTER (WHERE a.atttypid = 'text'::regtype AND f = ANY (t.key))
		INTO blank, untrimmed
		FROM unnest(t.key || t.mandatory) AS f
		JOIN pg_attribute a ON a.attrelid = format('secretxfer.%I', t.name)::regclass AND a.attname = f;
		SELECT string_agg(format('(t.%1$I > %2$L AND isfinite(t.%1$I))', f, secretxfer.today()), ' OR ') INTO future FROM unnest(t.past) AS f;
		SELECT string_agg(format('NOT t.%I BETWEEN ''1991-12-16'' AND %L', f, secretxfer.today() + 36525), ' OR ')
		INTO implausible FROM unnest(t.past || t.planned) AS f;
		reversed := CASE WHEN t."order" <> '{}' THEN format('t.%I > t.%I', t."order"[1], t."order"[2]) END;

		RETURN QUERY EXECUTE format($query$
			SELECT 'unlawful'::secretxfer.severity, 'secretxfer_' || v.rule, %L, concat_ws(', ', %s), v.detail
			FROM secretxfer.%I t
			CROSS JOIN LATERAL (VALUES
				('r00_mandatory', %s, 'A mandatory field is missing or blank.'),
				('r00_key_form', %s, 'White space stands before or after the key.'),
				('r00_not_in_future', %s, 'A date lies after today.'),
				('r00_plausible_date', %s, 'A date is none that a document can bear.'),
				('r00_value_range', %s, 'A number lies outside of its possible values.'),
				('r00_date_order', %s, 'It ends before it began.'),
				('r00_stamped_by_server', %s, 'Its stamps are not as the server sets them.')) AS v (rule, broken, detail)
			WHERE (%s) AND v.broken
			$query$, t.name, t.key_columns, t.name,
			blank, coalesce(untrimmed, 'false'), coalesce(future, 'false'), coalesce(implausible, 'false'),
			coalesce(t.out_of_range, 'false'), coalesce(reversed, 'false'), misstamped,
			concat_ws(' OR ', blank, untrimmed, future, implausible, t.out_of_range, reversed, misstamped));
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_fields() IS
'verify(), the register''s own discipline: the fields of each entry by themselves.';

-- A reference that leads nowhere, and one to an entry that was recorded later than what relies
-- on it was recorded or changed: that one was withdrawn and entered anew.
CREATE FUNCTION secretxfer.verify_references() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	r record;
BEGIN
	-- a table is gone through once, with all that it refers to
	FOR r IN
		SELECT v.name,
			(SELECT string_agg(format('t.%I', a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
			 WHERE a.attrelid = format('secretxfer.%I', v.name)::regclass AND a.attnum BETWEEN 1 AND min(v.key_count)) AS key_columns,
			string_agg(format('LEFT JOIN secretxfer.%I o%s ON %s', v.to_name, v.at,
				(SELECT string_agg(format('o%s.%I = t.%I', v.at, o, f), ' AND ') FROM unnest(v.columns, v.to_columns) AS c (f, o))), ' ') AS joins,
			string_agg(format('%s AND (o%s.recorded_at <= greatest(t.recorded_at, t.changed_at)) IS NOT TRUE',
				(SELECT string_agg(format('t.%I IS NOT NULL', f), ' AND ') FROM unnest(v.columns) AS f), v.at), ' OR ') AS suspicious,
			string_agg(format('(%L, o%s.recorded_at, %s, concat_ws('', '', %s))', v.to_name, v.at,
				(SELECT string_agg(format('t.%I IS NOT NULL', f), ' AND ') FROM unnest(v.columns) AS f),
				(SELECT string_agg(format('o%s.%I', v.at, c), ', ') FROM unnest(v.to_columns) AS c)), ', ') AS referred
		FROM (SELECT *, row_number() OVER () AS at FROM (VALUES
			('parties', 1, '{affiliated_with}'::text[], 'parties', '{idn}'::text[]),
			('permits', 1, '{holder}', 'parties', '{idn}'),
			('clearances', 1, '{party}', 'parties', '{idn}'),
			('carriers', 1, '{owner}', 'parties', '{idn}'),
			('cases', 1, '{customer}', 'parties', '{idn}'),
			('cases', 1, '{contractor}', 'parties', '{idn}'),
			('requests', 2, '{case_no}', 'cases', '{case_no}'),
			('requests', 2, '{authority}', 'parties', '{idn}'),
			('requests', 2, '{permit_no}', 'permits', '{permit_no}'),
			('requests', 2, '{clearance_no}', 'clearances', '{clearance_no}'),
			('request_items', 3, '{case_no,request_no}', 'requests', '{case_no,request_no}'),
			('request_items', 3, '{carrier_id}', 'carriers', '{carrier_id}'),
			('decisions', 2, '{case_no,request_no}', 'requests', '{case_no,request_no}'),
			('contracts', 1, '{case_no}', 'cases', '{case_no}'),
			('contracts', 1, '{permit_no}', 'permits', '{permit_no}'),
			('contracts', 1, '{clearance_no}', 'clearances', '{clearance_no}'),
			('contract_items', 2, '{case_no,request_no,item_no}', 'request_items', '{case_no,request_no,item_no}'),
			('notices', 2, '{case_no}', 'cases', '{case_no}'),
			('notices', 2, '{authority}', 'parties', '{idn}'),
			('notices', 2, '{party,change_no}', 'party_changes', '{party,change_no}'),
			('protections', 1, '{case_no}', 'cases', '{case_no}'),
			('protections', 1, '{organizer}', 'parties', '{idn}'),
			('handovers', 3, '{case_no}', 'cases', '{case_no}'),
			('handovers', 3, '{carrier_id}', 'carriers', '{carrier_id}'),
			('handovers', 3, '{received_by}', 'clearances', '{clearance_no}'),
			('system_accesses', 3, '{case_no}', 'cases', '{case_no}'),
			('system_accesses', 3, '{clearance_no}', 'clearances', '{clearance_no}'),
			('violations', 2, '{case_no}', 'cases', '{case_no}'),
			('suspensions', 2, '{case_no,violation_no}', 'violations', '{case_no,violation_no}'),
			('annulments', 1, '{case_no}', 'cases', '{case_no}'),
			('party_changes', 2, '{party}', 'parties', '{idn}'),
			('supplements', 2, '{case_no}', 'cases', '{case_no}'),
			('supplements', 2, '{party,change_no}', 'party_changes', '{party,change_no}'),
			('supplements', 2, '{successor}', 'parties', '{idn}'),
			('protection_measures', 3, '{case_no}', 'cases', '{case_no}'),
			('protection_measures', 3, '{party,change_no}', 'party_changes', '{party,change_no}')
		) AS v (name, key_count, columns, to_name, to_columns)) AS v
		GROUP BY v.name
	LOOP
		RETURN QUERY EXECUTE format($query$
			SELECT v.severity::secretxfer.severity, v.rule, v.name, v.key, v.detail
			FROM secretxfer.%1$I t %2$s
			CROSS JOIN LATERAL (VALUES %3$s) AS o (name, recorded_at, stated, key)
			CROSS JOIN LATERAL (VALUES
				('unlawful', 'secretxfer_r00_reference', %1$L, concat_ws(', ', %4$s), o.recorded_at IS NULL,
					format('It refers to an entry of %%s that does not stand in the register.', o.name)),
				('warning', 'secretxfer_r00_settled', o.name, o.key, o.recorded_at > greatest(t.recorded_at, t.changed_at),
					%6$L)) AS v (severity, rule, name, key, broken, detail)
			WHERE (%5$s) AND o.stated AND v.broken
			$query$, r.name, r.joins, r.referred, r.key_columns, r.suspicious,
			format('It was recorded after an entry of %s that relies on it.', r.name));
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_references() IS
'verify(), the register''s own discipline: what entries refer to.';

-- Where a unique index stands and is valid, nothing can stand twice.
CREATE FUNCTION secretxfer.verify_numbers() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	n record;
BEGIN
	FOR n IN
		SELECT v.name, v.rule, string_agg(format('t.%I', c.name), ', ' ORDER BY c.at) AS columns
		FROM (VALUES
			('parties', '{idn}'::text[], 'r00_entered_once'), ('permits', '{permit_no}', 'r00_entered_once'),
			('clearances', '{clearance_no}', 'r00_entered_once'), ('carriers', '{carrier_id}', 'r00_entered_once'),
			('carriers', '{owner,account_no,copy_no}', 'r00_entered_once'), ('cases', '{case_no}', 'r00_entered_once'),
			('requests', '{case_no,request_no}', 'r00_entered_once'), ('request_items', '{case_no,request_no,item_no}', 'r00_entered_once'),
			('request_items', '{case_no,request_no,carrier_id}', 'r04_listed_once'), ('decisions', '{case_no,request_no}', 'r00_entered_once'),
			('contracts', '{case_no}', 'r00_entered_once'), ('contract_items', '{case_no,annex_no}', 'r00_entered_once'),
			('contract_items', '{case_no,request_no,item_no}', 'r00_entered_once'), ('notices', '{case_no,notice_no}', 'r00_entered_once'),
			('protections', '{case_no}', 'r00_entered_once'), ('handovers', '{case_no,carrier_id,handed_on}', 'r00_entered_once'),
			('system_accesses', '{case_no,clearance_no,granted_on}', 'r00_entered_once'), ('violations', '{case_no,violation_no}', 'r00_entered_once'),
			('suspensions', '{case_no,suspended_on}', 'r00_entered_once'), ('annulments', '{case_no}', 'r00_entered_once'),
			('party_changes', '{party,change_no}', 'r00_entered_once'), ('supplements', '{case_no,supplement_no}', 'r00_entered_once'),
			('protection_measures', '{case_no,party,change_no}', 'r00_entered_once'), ('calendar_days', '{day}', 'r00_entered_once'),
			('calendar_years', '{year}', 'r00_entered_once')
		) AS v (name, columns, rule)
		CROSS JOIN LATERAL unnest(v.columns) WITH ORDINALITY AS c (name, at)
		WHERE NOT EXISTS (
			SELECT FROM pg_index i
			WHERE i.indrelid = format('secretxfer.%I', v.name)::regclass AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
			  AND v.columns = (SELECT array_agg(a.attname::text ORDER BY k.at)
				  FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (n, at)
				  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n))
		GROUP BY v.name, v.columns, v.rule
	LOOP
		RETURN QUERY EXECUTE format($query$
			SELECT 'unlawful'::secretxfer.severity, 'secretxfer_' || %L, %L, concat_ws(', ', %s), 'It stands ' || count(*) || ' times.'
			FROM secretxfer.%I t GROUP BY %s HAVING count(*) > 1
			$query$, n.rule, n.name, n.columns, n.name, n.columns);
	END LOOP;
END
$$;
COMMENT ON FUNCTION secretxfer.verify_numbers() IS
'verify(), the register''s own discipline: numbers that stand once.';

-- Among the entries: the order in time, closed cases, validity, and where a carrier is.
CREATE FUNCTION secretxfer.verify_order() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, v.rule, v.name, v.key, v.detail
	FROM secretxfer.dated_entries() e
	JOIN secretxfer.cases c ON c.case_no = e.case_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r00_date_order', e.entered_in, concat_ws(', ', e.case_no, e.entry), e.happened_on < c.opened_on,
			'It is dated before the case was opened.'),
		('secretxfer_r00_case_open', e.entered_in, concat_ws(', ', e.case_no, e.entry),
			e.happened_on > c.closed_on AND e.entered_in NOT IN ('violations', 'protection_measures'),
			'It is dated after the case was closed.')) AS v (rule, name, key, broken, detail)
	WHERE (e.happened_on < c.opened_on OR e.happened_on > c.closed_on) AND v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_date_order', 'cases', c.case_no, 'It is closed before something came back.'
	FROM secretxfer.transfers() t
	JOIN secretxfer.cases c ON c.case_no = t.case_no
	WHERE t.ended_on > c.closed_on
	GROUP BY c.case_no
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_validity_period', a.name, a.key, 'It ends, or is revoked, before its issue.'
	FROM (
		SELECT 'permits', permit_no, issued_on, valid_until, revoked_on FROM secretxfer.permits
		UNION ALL
		SELECT 'clearances', clearance_no, issued_on, valid_until, revoked_on FROM secretxfer.clearances
	) AS a (name, key, issued_on, valid_until, revoked_on)
	WHERE a.valid_until < a.issued_on OR a.revoked_on < a.issued_on
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r00_carrier_out', 'handovers', concat_ws(', ', h.case_no, h.carrier_id, h.handed_on),
		'The carrier was out at that time.'
	FROM (
		SELECT case_no, carrier_id, handed_on,
			max(coalesce(returned_on, 'infinity')) OVER (
				PARTITION BY carrier_id ORDER BY handed_on, returned_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS back_on
		FROM secretxfer.handovers
		WHERE carrier_id IN (SELECT carrier_id FROM secretxfer.handovers GROUP BY carrier_id HAVING count(*) > 1)
	) AS h
	WHERE h.handed_on < h.back_on
$$;
COMMENT ON FUNCTION secretxfer.verify_order() IS
'verify(), the register''s own discipline: entries among each other.';

-- Provision 2: who takes part ---------------------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_2() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, v.rule, v.name, v.key, v.detail
	FROM (
		SELECT 'cases', case_no, customer, contractor FROM secretxfer.cases
		UNION ALL
		SELECT 'supplements', concat_ws(', ', s.case_no, s.supplement_no), s.successor, c.contractor
		FROM secretxfer.supplements s JOIN secretxfer.cases c ON c.case_no = s.case_no
	) AS e (name, key, customer, contractor)
	JOIN secretxfer.parties customer ON customer.idn = e.customer
	JOIN secretxfer.parties contractor ON contractor.idn = e.contractor
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r02_customer_kind', e.name, e.key, customer.kind = 'citizen',
			'The customer is a citizen.'),
		('secretxfer_r02_contractor_kind', e.name, e.key, e.name = 'cases' AND contractor.kind = 'state_body',
			'The contractor is a state body.'),
		('secretxfer_r02_parties_differ', e.name, e.key, e.customer = e.contractor,
			'Customer and contractor are one.')) AS v (rule, name, key, broken, detail)
	WHERE (customer.kind = 'citizen' OR contractor.kind = 'state_body' OR e.customer = e.contractor) AND v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_2() IS
'verify(), provision 2: who takes part.';

-- Provision 3: permission, contract, notice -------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_3() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT secretxfer.later(p.kind <> 'state_body'), 'secretxfer_r03_owner_disposes', 'carriers', k.carrier_id::text,
		'The owner does not dispose of state secrets.'
	FROM secretxfer.carriers k
	JOIN secretxfer.parties p ON p.idn = k.owner
	WHERE NOT p.disposes_of_secrets
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r03_notice_after_contract', 'notices', concat_ws(', ', n.case_no, n.notice_no),
		'No contract was concluded by the day of the notice.'
	FROM secretxfer.notices n
	LEFT JOIN secretxfer.contracts k ON k.case_no = n.case_no AND k.concluded_on <= n.sent_on
	WHERE n.kind = 'contract' AND k.case_no IS NULL
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_3() IS
'verify(), provision 3: permission, contract, notice, in that order.';

-- Provision 4: the request ------------------------------------------------------------------

-- Twelve digits of which the last checks the others, by one series of weights or a second.
CREATE FUNCTION secretxfer.verify_provision_4() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, v.rule, 'parties', p.idn, v.detail
	FROM secretxfer.parties p
	CROSS JOIN LATERAL (
		SELECT sum(d * at) % 11 AS first_pass, sum(d * (1 + (at + 1) % 11)) % 11 AS second_pass
		FROM generate_series(1, 11) AS at
		CROSS JOIN LATERAL (SELECT substr(translate(p.idn, translate(p.idn, '0123456789', ''), ''), at, 1)) AS digit (c)
		CROSS JOIN LATERAL (SELECT nullif(digit.c, '')::int) AS n (d)
	) AS s
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r04_disposing_body', p.disposes_of_secrets AND p.kind <> 'state_body',
			'It disposes of state secrets and is no state body.'),
		('secretxfer_r04_identification_number',
			p.idn !~ '^[0-9]{12}$' OR p.idn = '000000000000'
			OR right(p.idn, 1) <> CASE s.first_pass WHEN 10 THEN s.second_pass ELSE s.first_pass END::text
			OR p.kind <> 'citizen' AND p.idn !~ '^..(0[1-9]|1[0-2])[456][0-3]',
			'Its number is none that can be.'),
		('secretxfer_r04_organization_data',
			p.kind <> 'citizen' AND num_nulls(nullif(btrim(p.full_name), ''), nullif(btrim(p.head_name), ''), nullif(btrim(p.legal_address), '')) > 0,
			'Data of a body or an organisation are missing.'),
		('secretxfer_r04_citizen_data',
			p.kind = 'citizen' AND num_nulls(nullif(btrim(p.full_name), ''), nullif(btrim(p.workplace), ''), nullif(btrim(p.position), ''),
				nullif(btrim(p.residence), ''), nullif(btrim(p.id_document_issuer), '')) > 0,
			'Data of a citizen are missing.')) AS v (rule, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r04_carrier_data', 'carriers', carrier_id::text, 'Data that the list must show are missing.'
	FROM secretxfer.carriers
	WHERE mark IS NULL OR secretxfer.is_blank(title) OR secretxfer.is_blank(account_no) OR secretxfer.is_blank(copy_no)
	   OR kind = 'document' AND sheets IS NULL
	UNION ALL
	SELECT 'unlawful', v.rule, 'requests', concat_ws(', ', r.case_no, r.request_no), v.detail
	FROM secretxfer.requests r
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r04_justification', secretxfer.is_blank(r.justification), 'It gives no justification.'),
		('secretxfer_r04_transfer_period', r.transfer_from IS NULL OR r.transfer_until IS NULL OR r.transfer_until < r.transfer_from,
			'The period planned for the transfer is missing or reversed.'),
		('secretxfer_r04_draft_contract', secretxfer.is_blank(r.draft_contract), 'No draft contract is attached.'),
		('secretxfer_r04_list_not_empty',
			r.received_on IS NOT NULL AND secretxfer.is_blank(r.information_statement)
			AND NOT EXISTS (SELECT FROM secretxfer.request_items i WHERE (i.case_no, i.request_no) = (r.case_no, r.request_no)),
			'It was received and lists no carrier.')) AS v (rule, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT secretxfer.later(p.kind <> 'state_body'), 'secretxfer_r04_addressee', 'requests', concat_ws(', ', r.case_no, r.request_no),
		'The addressee does not dispose of state secrets.'
	FROM secretxfer.requests r
	JOIN secretxfer.parties p ON p.idn = r.authority
	WHERE NOT p.disposes_of_secrets
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r04_list_before_receipt', 'request_items', concat_ws(', ', i.case_no, i.request_no, i.item_no),
		'It was listed, or changed, after the request was answered.'
	FROM secretxfer.request_items i
	JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (i.case_no, i.request_no)
	WHERE greatest(i.recorded_at, i.changed_at) > d.recorded_at
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_4() IS
'verify(), provision 4: the request.';

-- 4(5), 6(3): an organisation states its own permit, a citizen the own clearance; what is
-- stated beyond that must be the contractor's and valid, too.
CREATE FUNCTION secretxfer.verify_authorizations() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT v.severity::secretxfer.severity, e.rule, e.name, e.key, v.detail
	FROM (
		SELECT 'secretxfer_r04_authorization', 'requests', concat_ws(', ', case_no, request_no), case_no, permit_no, clearance_no, sent_on
		FROM secretxfer.requests
		UNION ALL
		SELECT 'secretxfer_r06_authorization', 'contracts', case_no, case_no, permit_no, clearance_no, concluded_on
		FROM secretxfer.contracts
	) AS e (rule, name, key, case_no, permit_no, clearance_no, day)
	JOIN secretxfer.cases c ON c.case_no = e.case_no
	JOIN secretxfer.parties contractor ON contractor.idn = c.contractor
	LEFT JOIN secretxfer.permits p ON p.permit_no = e.permit_no
	LEFT JOIN secretxfer.clearances k ON k.clearance_no = e.clearance_no
	CROSS JOIN LATERAL (VALUES
		('unlawful', CASE contractor.kind WHEN 'citizen' THEN e.clearance_no ELSE e.permit_no END IS NULL,
			'The contractor''s permit or clearance is not stated.'),
		('unlawful', p.holder <> c.contractor OR k.party <> c.contractor, 'The permit or clearance is not the contractor''s.'),
		('unlawful', e.day NOT BETWEEN p.issued_on AND p.valid_until OR e.day NOT BETWEEN k.issued_on AND k.valid_until,
			'The permit or clearance is not valid on that day.'),
		('irregular', least(p.revoked_on, k.revoked_on) <= e.day, 'The permit or clearance is revoked as of that day.')
	) AS v (severity, broken, detail)
	WHERE v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_authorizations() IS
'verify(), provisions 4(5) and 6(3): the permit or clearance that requests and contracts state.';

-- Provision 5: the answer -------------------------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_5() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT v.severity::secretxfer.severity, v.rule, 'decisions', concat_ws(', ', d.case_no, d.request_no), v.detail
	FROM secretxfer.decisions d
	JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (d.case_no, d.request_no)
	LEFT JOIN secretxfer.answer_terms() t ON t.received_on = r.received_on
	CROSS JOIN LATERAL (VALUES
		('unlawful', 'secretxfer_r05_received_first', r.received_on IS NULL OR r.received_on > d.sent_on,
			'The request had not been received by that day.'),
		('unlawful', 'secretxfer_r05_calendar_known', d.due_on IS NULL AND r.received_on IS NOT NULL,
			'The day by which it was due is not told.'),
		('unlawful', 'secretxfer_r05_in_time', d.sent_on > d.due_on AND secretxfer.is_blank(d.late_reason),
			'It was sent after the tenth working day and does not say why.'),
		('warning', 'secretxfer_r05_in_time', d.due_on <> t.due_on,
			'The due day kept with it is not that of the calendar as it stands.'),
		('unlawful', 'secretxfer_r05_signature', d.signed_as IS NULL OR secretxfer.is_blank(d.signed_by),
			'It is not signed.'),
		('unlawful', 'secretxfer_r05_reasons', d.outcome = 'refused' AND secretxfer.is_blank(d.reasons),
			'It refuses without reasons.')) AS v (severity, rule, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r05_excluded_items', 'decisions', concat_ws(', ', d.case_no, d.request_no),
		'It excludes what is not listed, or one line twice, or permits none.'
	FROM secretxfer.decisions d
	CROSS JOIN LATERAL (
		SELECT count(*) AS listed, count(*) FILTER (WHERE i.item_no = ANY (d.excluded_items)) AS excluded
		FROM secretxfer.request_items i
		WHERE (i.case_no, i.request_no) = (d.case_no, d.request_no)) AS n
	WHERE cardinality(d.excluded_items) > 0
	  AND (n.excluded <> cardinality(d.excluded_items) OR d.outcome = 'permitted' AND n.excluded = n.listed)
	UNION ALL
	SELECT 'guard', NULL, 'requests', concat_ws(', ', r.case_no, r.request_no),
		CASE WHEN r.answered THEN 'It is marked as answered and has no answer.' ELSE 'It has an answer and is not marked as answered.' END
	FROM secretxfer.requests r
	LEFT JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
	WHERE r.answered <> (d.case_no IS NOT NULL)
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_5() IS
'verify(), provision 5: the answer.';

-- Provision 6: the contract -----------------------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_6() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, v.rule, 'contracts', k.case_no, v.detail
	FROM secretxfer.contracts k
	JOIN secretxfer.cases c ON c.case_no = k.case_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r06_control_and_liability',
			secretxfer.is_blank(k.control_during_works) OR secretxfer.is_blank(k.control_after_works)
			OR secretxfer.is_blank(k.contractor_liability), 'Control and liability are not settled.'),
		('secretxfer_r06_financing', secretxfer.is_blank(k.protection_financing), 'The financing is not settled.'),
		('secretxfer_r06_responsible_unit',
			secretxfer.is_blank(k.responsible_unit) OR secretxfer.is_blank(k.unit_designated_by), 'No unit is designated.'),
		('secretxfer_r06_information_system',
			NOT c.information_system_service AND NOT secretxfer.is_blank(k.information_statement),
			'It bears a statement and is not of information-system service.'),
		('secretxfer_r06_information_statement',
			c.information_system_service AND secretxfer.is_blank(k.information_statement),
			'It is of information-system service and bears no statement.')) AS v (rule, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r06_information_system', e.name, e.key, 'The case is not one of information-system service.'
	FROM (
		SELECT 'requests', concat_ws(', ', case_no, request_no), case_no
		FROM secretxfer.requests WHERE NOT secretxfer.is_blank(information_statement)
		UNION ALL
		SELECT 'system_accesses', concat_ws(', ', case_no, clearance_no, granted_on), case_no
		FROM secretxfer.system_accesses
	) AS e (name, key, case_no)
	JOIN secretxfer.cases c ON c.case_no = e.case_no
	WHERE NOT c.information_system_service
	UNION ALL
	SELECT 'unlawful', v.rule, 'contract_items', concat_ws(', ', a.case_no, a.annex_no), v.detail
	FROM secretxfer.contract_items a
	LEFT JOIN secretxfer.contracts k ON k.case_no = a.case_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r06_contract_first', k.case_no IS NULL, 'There is no contract to which it could be annexed.'),
		('secretxfer_r06_annex_after_contract', a.annexed_on < k.concluded_on, 'It is dated before the contract.')) AS v (rule, broken, detail)
	WHERE (k.case_no IS NULL OR a.annexed_on < k.concluded_on) AND v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r06_annex_first', 'notices', concat_ws(', ', n.case_no, n.notice_no),
		'The annex listed no carrier by the day of the notice.'
	FROM secretxfer.notices n
	JOIN secretxfer.cases c ON c.case_no = n.case_no
	WHERE n.kind = 'contract' AND NOT c.information_system_service
	  AND EXISTS (SELECT FROM secretxfer.contracts k WHERE k.case_no = n.case_no)
	  AND NOT EXISTS (SELECT FROM secretxfer.contract_items a WHERE a.case_no = n.case_no AND a.annexed_on <= n.sent_on)
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_6() IS
'verify(), provision 6: the contract and its annex.';

-- Provision 7: no step before the permission ------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_7() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, 'secretxfer_r07_permission_first', 'contracts', k.case_no,
		'No permission had been sent by the day of the contract.'
	FROM secretxfer.contracts k
	WHERE NOT EXISTS (
		SELECT FROM secretxfer.decisions d
		WHERE d.case_no = k.case_no AND d.outcome = 'permitted' AND d.sent_on <= k.concluded_on)
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r07_within_permission', 'contract_items', concat_ws(', ', a.case_no, a.annex_no),
		'The carrier is not covered by a permission of its owner, sent by the day of the line.'
	FROM secretxfer.contract_items a
	JOIN secretxfer.request_items i ON (i.case_no, i.request_no, i.item_no) = (a.case_no, a.request_no, a.item_no)
	JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (a.case_no, a.request_no)
	JOIN secretxfer.carriers k ON k.carrier_id = i.carrier_id
	LEFT JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (a.case_no, a.request_no)
	WHERE (d.outcome = 'permitted' AND d.sent_on <= a.annexed_on AND a.item_no <> ALL (coalesce(d.excluded_items, '{}'))
		   AND k.owner = r.authority) IS NOT TRUE
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_7() IS
'verify(), provision 7: no contract and no annex line before the permission.';

-- Provisions 3(3), 4(4), 6, 7: what covers a transfer ---------------------------------------

-- Most hand-overs are covered by the first notice and one line, so those are set aside in one
-- join, and each rule is only asked about the rest.
CREATE FUNCTION secretxfer.verify_cover() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH suspects AS MATERIALIZED (
		SELECT 'handovers' AS name, h.case_no, h.carrier_id, h.handed_on AS day, concat_ws(', ', h.case_no, h.carrier_id, h.handed_on) AS key
		FROM secretxfer.handovers h
		WHERE NOT EXISTS (
			SELECT FROM secretxfer.annexed_carriers() a
			JOIN secretxfer.contracts k ON k.case_no = a.case_no
			JOIN (SELECT case_no, min(sent_on) AS first_on FROM secretxfer.notices WHERE kind = 'contract' GROUP BY case_no) AS n
				ON n.case_no = a.case_no AND n.first_on >= a.annexed_on
			WHERE a.case_no = h.case_no AND a.carrier_id = h.carrier_id
			  AND h.handed_on BETWEEN greatest(k.concluded_on, n.first_on, a.transfer_from) AND a.transfer_until)
		UNION ALL
		SELECT 'system_accesses', case_no, NULL, granted_on, concat_ws(', ', case_no, clearance_no, granted_on)
		FROM secretxfer.system_accesses
	)
	SELECT 'unlawful'::secretxfer.severity, v.rule, t.name, t.key, v.detail
	FROM suspects t
	LEFT JOIN secretxfer.contracts k ON k.case_no = t.case_no
	CROSS JOIN LATERAL (
		SELECT count(*) > 0 AS covered,
			bool_or(t.day BETWEEN c.transfer_from AND c.transfer_until) AS in_period,
			bool_or(EXISTS (SELECT FROM secretxfer.notices n
							WHERE n.case_no = t.case_no AND n.kind = 'contract' AND n.sent_on BETWEEN c.since AND t.day)) AS notified
		FROM (
			SELECT a.transfer_from, a.transfer_until, a.annexed_on AS since
			FROM secretxfer.annexed_carriers() a
			WHERE a.case_no = t.case_no AND a.carrier_id = t.carrier_id AND a.annexed_on <= t.day
			UNION ALL
			SELECT r.transfer_from, r.transfer_until, '-infinity'
			FROM secretxfer.requests r
			JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
			WHERE r.case_no = t.case_no AND t.carrier_id IS NULL AND d.outcome = 'permitted' AND d.sent_on <= t.day
		) AS c) AS cover
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r03_notice_first', k.case_no IS NOT NULL AND cover.covered AND NOT cover.notified,
			'The national security body had not been notified of the contract and this transfer.'),
		('secretxfer_r04_within_period', cover.covered AND NOT cover.in_period,
			'It lies outside of the period for which the transfer was requested.'),
		('secretxfer_r06_contract_first', coalesce(k.concluded_on > t.day, true), 'No contract was concluded by that day.'),
		('secretxfer_r06_annex_first', k.case_no IS NOT NULL AND t.carrier_id IS NOT NULL AND NOT cover.covered
			AND NOT EXISTS (SELECT FROM secretxfer.contract_items a WHERE a.case_no = t.case_no AND a.annexed_on <= t.day),
			'The annex listed no carrier by that day.'),
		('secretxfer_r07_within_annex', k.case_no IS NOT NULL AND t.carrier_id IS NOT NULL AND NOT cover.covered
			AND EXISTS (SELECT FROM secretxfer.contract_items a WHERE a.case_no = t.case_no),
			'The carrier did not stand in the annex by that day.')) AS v (rule, broken, detail)
	WHERE v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_cover() IS
'verify(), provisions 3(3), 4(4), 6, 7: contract, annex, notice and period of each hand-over and access.';

-- Provision 8: who protects -----------------------------------------------------------------

-- The facts about parties are asked of open cases only: what has become of a party since a
-- case was closed is no concern of that case.
CREATE FUNCTION secretxfer.verify_provision_8() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT v.severity::secretxfer.severity, v.rule, 'protections', p.case_no, v.detail
	FROM secretxfer.protections p
	JOIN secretxfer.cases c ON c.case_no = p.case_no
	JOIN secretxfer.parties contractor ON contractor.idn = c.contractor
	LEFT JOIN secretxfer.parties o ON o.idn = p.organizer
	LEFT JOIN LATERAL secretxfer.last_supplement(p.case_no, p.arranged_on) AS s ON true
	JOIN secretxfer.parties customer ON customer.idn = secretxfer.present_customer(c.case_no, c.customer)
	CROSS JOIN LATERAL (VALUES
		('unlawful', 'secretxfer_r08_organizer', p.kind IN ('quasi_state', 'provider') AND secretxfer.is_blank(p.organizer),
			'The organizer is not named.'),
		('unlawful', 'secretxfer_r08_organizer', p.kind = 'contractor' AND p.organizer <> c.contractor,
			'The organizer is not the contractor.'),
		(CASE WHEN s.known_at > p.recorded_at THEN 'irregular' ELSE 'unlawful' END, 'secretxfer_r08_organizer',
			p.kind = 'customer' AND p.organizer <> coalesce(s.successor, c.customer), 'The organizer is not the customer.'),
		('irregular', 'secretxfer_r08_contractor_without_foreign_participation',
			c.closed_on IS NULL AND p.kind = 'contractor' AND contractor.foreign_participation,
			'The contractor works with foreign participation.'),
		('irregular', 'secretxfer_r08_customer_at_place',
			c.closed_on IS NULL AND p.kind = 'customer' AND customer.settlement <> c.works_settlement,
			'The customer is not at the place of the works.'),
		('irregular', 'secretxfer_r08_quasi_state', c.closed_on IS NULL AND p.kind = 'quasi_state' AND NOT o.quasi_state,
			'The organizer is not of the quasi-state sector.'),
		('irregular', 'secretxfer_r08_affiliated',
			c.closed_on IS NULL AND p.kind = 'quasi_state'
			AND (contractor.affiliated_with IS DISTINCT FROM p.organizer OR p.organizer = c.contractor),
			'The contractor is not affiliated with the organizer.'),
		('unlawful', 'secretxfer_r08_provider_serves_organization', p.kind = 'provider' AND contractor.kind = 'citizen',
			'The contractor is a citizen.'),
		('unlawful', 'secretxfer_r08_provider_other_organization',
			p.kind = 'provider' AND (o.kind <> 'organization' OR p.organizer = c.contractor),
			'The provider is not an organisation other than the contractor.'),
		('irregular', 'secretxfer_r08_provider_settlement',
			c.closed_on IS NULL AND p.kind = 'provider' AND o.settlement <> contractor.settlement,
			'The provider is not in the contractor''s settlement.'),
		('irregular', 'secretxfer_r08_provider_foreign_participation',
			c.closed_on IS NULL AND p.kind = 'provider' AND o.foreign_participation, 'The provider works with foreign participation.'),
		('irregular', 'secretxfer_r08_provider_state_owned',
			c.closed_on IS NULL AND p.kind = 'provider' AND o.state_share IS DISTINCT FROM 100, 'The provider is not the state''s alone.'),
		('irregular', 'secretxfer_r08_provider_mandate',
			c.closed_on IS NULL AND p.kind = 'provider' AND secretxfer.is_blank(o.protection_mandate), 'The provider is not empowered.'),
		('unlawful', 'secretxfer_r08_service_contract',
			p.kind = 'provider' AND (secretxfer.is_blank(p.service_contract_no) OR p.service_contract_on IS NULL
				OR p.service_contract_on > p.arranged_on), 'There was no contract for services by that day.'),
		('unlawful', 'secretxfer_r08_permits_marked',
			p.kind = 'provider' AND least(p.contractor_permit_marked_on, p.provider_permit_marked_on) < p.service_contract_on,
			'A permit is marked before the contract for services.')) AS v (severity, rule, broken, detail)
	-- of a contractor that protects itself, as most do, only two of them are asked
	WHERE (p.kind <> 'contractor' OR p.organizer <> c.contractor OR contractor.foreign_participation) AND v.broken
	UNION ALL
	SELECT 'unlawful', v.rule, t.entered_in, concat_ws(', ', t.case_no, coalesce(t.carrier_id::text, t.clearance_no), t.started_on), v.detail
	FROM secretxfer.transfers() t
	LEFT JOIN secretxfer.protections p ON p.case_no = t.case_no
	LEFT JOIN (
		SELECT case_no, greatest(min(sent_on) FILTER (WHERE kind = 'courier_service'), coalesce(min(sent_on) FILTER (WHERE kind = 'postal_service'), 'infinity')) AS notified_on,
			count(DISTINCT kind) AS notices
		FROM secretxfer.notices WHERE kind IN ('courier_service', 'postal_service') GROUP BY case_no
	) AS n ON n.case_no = t.case_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r08_arrangement_first', coalesce(p.arranged_on > t.started_on, true), 'The protection was not arranged by that day.'),
		('secretxfer_r08_permits_marked', p.kind = 'provider'
			AND (p.contractor_permit_marked_on <= t.started_on AND p.provider_permit_marked_on <= t.started_on) IS NOT TRUE,
			'The permits of both were not marked by that day.'),
		('secretxfer_r08_service_notices', p.kind = 'provider' AND (n.notices = 2 AND n.notified_on <= t.started_on) IS NOT TRUE,
			'The courier service and the special postal service were not both notified by that day.')) AS v (rule, broken, detail)
	WHERE (p.kind = 'provider' OR coalesce(p.arranged_on > t.started_on, true)) AND v.broken
	UNION ALL
	-- the arrangement may have been another when the notice was sent
	SELECT 'irregular', 'secretxfer_r08_notice_after_service_contract', 'notices', concat_ws(', ', n.case_no, n.notice_no),
		'No contract for a provider''s services was concluded by that day.'
	FROM secretxfer.notices n
	LEFT JOIN secretxfer.protections p ON p.case_no = n.case_no AND p.kind = 'provider' AND p.service_contract_on <= n.sent_on
	WHERE n.kind IN ('courier_service', 'postal_service') AND p.case_no IS NULL
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_8() IS
'verify(), provision 8: the arrangement of the protection.';

-- Provision 9: breaches ---------------------------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_9() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT v.severity::secretxfer.severity, 'secretxfer_r09_suspension_names_breach', 'suspensions',
		concat_ws(', ', s.case_no, s.suspended_on), v.detail
	FROM secretxfer.suspensions s
	JOIN secretxfer.violations b ON (b.case_no, b.violation_no) = (s.case_no, s.violation_no)
	CROSS JOIN LATERAL (VALUES
		('unlawful', b.found_on > s.suspended_on, 'The breach was found later.'),
		('irregular', b.remedied_on < s.suspended_on, 'The breach was remedied before.')) AS v (severity, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT secretxfer.later(greatest(b.recorded_at, b.changed_at) < greatest(s.recorded_at, s.changed_at)), 'secretxfer_r09_lifting_after_remedy', 'suspensions',
		concat_ws(', ', s.case_no, s.suspended_on), 'A breach of the case was not remedied by the day of the lifting.'
	FROM secretxfer.suspensions s
	JOIN secretxfer.violations b ON b.case_no = s.case_no AND b.found_on <= s.lifted_on
	WHERE (b.remedied_on <= s.lifted_on) IS NOT TRUE
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r09_repeated_breach', 'annulments', a.case_no, 'There were not two breaches by that day.'
	FROM secretxfer.annulments a
	WHERE (SELECT count(*) FROM secretxfer.violations b WHERE b.case_no = a.case_no AND b.found_on <= a.raised_on) < 2
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_9() IS
'verify(), provision 9: suspensions and annulments. What stands against a hand-over: verify_events().';

-- Provisions 9 to 11: events that stand against a transfer ----------------------------------

CREATE FUNCTION secretxfer.verify_events() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT DISTINCT secretxfer.later(t.known_before), t.rule, t.entered_in,
		concat_ws(', ', t.case_no, coalesce(t.carrier_id::text, t.clearance_no), t.started_on),
		'A fact of its day or before stands against it.'
	FROM secretxfer.irregular_transfers() t
$$;
COMMENT ON FUNCTION secretxfer.verify_events() IS
'verify(), provisions 9 to 11: hand-overs and accesses while suspended, after an annulment, a change of a party, a revocation.';

-- Provision 10: changes of a party ----------------------------------------------------------

CREATE FUNCTION secretxfer.verify_provision_10() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	-- who is in liquidation acts no more
	SELECT secretxfer.later(greatest(l.recorded_at, l.changed_at) < e.judged_at AND NOT EXISTS (
			SELECT FROM secretxfer.supplements s WHERE s.case_no = e.case_no AND greatest(s.recorded_at, s.changed_at) > e.judged_at)),
		'secretxfer_r10_party_liquidated', e.name, e.key, 'A party was in liquidation on that day.'
	FROM secretxfer.party_changes l
	JOIN (
		SELECT case_no, contractor, opened_on, closed_on, 'infinity'::date FROM secretxfer.cases
		UNION ALL
		SELECT c.case_no, c.customer, c.opened_on, c.closed_on,
			coalesce((SELECT min(s.concluded_on) FROM secretxfer.supplements s
					  WHERE s.case_no = c.case_no AND s.party = c.customer AND s.successor <> s.party), 'infinity')
		FROM secretxfer.cases c
		UNION ALL
		SELECT h.case_no, h.successor, h.concluded_on, c.closed_on,
			coalesce((SELECT min(s.concluded_on) FROM secretxfer.supplements s
					  WHERE s.case_no = h.case_no AND s.party = h.successor AND s.successor <> s.party AND s.concluded_on >= h.concluded_on), 'infinity')
		FROM secretxfer.supplements h JOIN secretxfer.cases c ON c.case_no = h.case_no
	) AS takes_part (case_no, party, since, closed_on, until) ON takes_part.party = l.party
	JOIN (
		SELECT 'cases', case_no, case_no, opened_on, CASE WHEN closed_on IS NULL THEN greatest(recorded_at, changed_at) ELSE recorded_at END
		FROM secretxfer.cases
		UNION ALL
		SELECT 'requests', concat_ws(', ', case_no, request_no), case_no, sent_on, recorded_at FROM secretxfer.requests
		UNION ALL
		SELECT 'contracts', case_no, case_no, concluded_on, greatest(recorded_at, changed_at) FROM secretxfer.contracts
	) AS e (name, key, case_no, day, judged_at) ON e.case_no = takes_part.case_no
		AND e.day >= takes_part.since AND e.day >= l.effective_on AND e.day < takes_part.until
	WHERE l.kind = 'liquidation'
	UNION ALL
	SELECT secretxfer.later(greatest(l.recorded_at, l.changed_at) < greatest(s.recorded_at, s.changed_at)), 'secretxfer_r10_party_liquidated', 'supplements',
		concat_ws(', ', s.case_no, s.supplement_no), 'The successor was in liquidation on that day.'
	FROM secretxfer.supplements s
	JOIN secretxfer.party_changes l ON l.party = s.successor AND l.kind = 'liquidation' AND l.effective_on <= s.concluded_on
	UNION ALL
	-- paragraph 1: supplements
	SELECT 'unlawful', v.rule, 'supplements', concat_ws(', ', s.case_no, s.supplement_no), v.detail
	FROM secretxfer.supplements s
	JOIN secretxfer.cases c ON c.case_no = s.case_no
	JOIN secretxfer.party_changes x ON (x.party, x.change_no) = (s.party, s.change_no)
	LEFT JOIN secretxfer.contracts k ON k.case_no = s.case_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r10_supplement_names_change', (k.concluded_on <= s.concluded_on) IS NOT TRUE, 'By that day there was no contract to supplement.'),
		('secretxfer_r10_supplement_names_change', x.effective_on > s.concluded_on, 'The change took effect later.'),
		('secretxfer_r10_supplement_names_change',
			x.effective_on < c.opened_on AND x.kind <> 'liquidation' OR s.party <> c.customer
			AND NOT EXISTS (SELECT FROM secretxfer.supplements h WHERE h.case_no = s.case_no AND h.successor = s.party AND h.supplement_no <> s.supplement_no),
			'The change is not one of a customer of this case.'),
		('secretxfer_r10_supplement_names_change',
			EXISTS (SELECT FROM secretxfer.supplements h
					WHERE (h.case_no, h.party, h.change_no) = (s.case_no, s.party, s.change_no) AND h.supplement_no < s.supplement_no),
			'Another supplement settles this change.'),
		('secretxfer_r10_successor_powers', secretxfer.is_blank(s.successor_powers), 'The successor''s powers are not stated.'),
		('secretxfer_r10_successor', x.kind IN ('liquidation', 'works_terminated') AND s.successor = s.party,
			'A customer that does not go on is its own successor.')) AS v (rule, broken, detail)
	WHERE v.broken
	UNION ALL
	-- paragraph 1: notices
	SELECT 'unlawful', 'secretxfer_r10_notice_names_change', 'notices', concat_ws(', ', n.case_no, n.notice_no), v.detail
	FROM secretxfer.notices n
	JOIN secretxfer.cases c ON c.case_no = n.case_no
	LEFT JOIN secretxfer.party_changes x ON (x.party, x.change_no) = (n.party, n.change_no)
	CROSS JOIN LATERAL (SELECT n.kind IN ('succession_security', 'succession_authority') AS of_succession) AS is_
	CROSS JOIN LATERAL (VALUES
		(is_.of_succession AND num_nulls(n.party, n.change_no) > 0 OR n.kind = 'succession_authority' AND n.authority IS NULL,
			'It does not say of which change, or to which body, it is.'),
		(NOT is_.of_succession AND num_nonnulls(n.party, n.change_no) > 0, 'It is of no change and names one.'),
		(is_.of_succession AND x.effective_on > n.sent_on, 'It is dated before the change took effect.'),
		(is_.of_succession AND (x.effective_on < c.opened_on AND x.kind <> 'liquidation' OR x.party <> c.customer
			AND NOT EXISTS (SELECT FROM secretxfer.supplements h WHERE h.case_no = n.case_no AND h.successor = x.party)),
			'The change is not one of a customer of this case.')) AS v (broken, detail)
	WHERE (is_.of_succession OR num_nonnulls(n.party, n.change_no) > 0) AND v.broken
	UNION ALL
	-- paragraph 2: measures
	SELECT 'unlawful', 'secretxfer_r10_measures_name_change', 'protection_measures', concat_ws(', ', m.case_no, m.party, m.change_no), v.detail
	FROM secretxfer.protection_measures m
	JOIN secretxfer.cases c ON c.case_no = m.case_no
	JOIN secretxfer.party_changes x ON (x.party, x.change_no) = (m.party, m.change_no)
	CROSS JOIN LATERAL (VALUES
		(m.party <> c.contractor OR x.effective_on < c.opened_on AND x.kind <> 'liquidation', 'The change is not one of the contractor of this case.'),
		(x.effective_on > m.taken_on, 'They are dated before the change took effect.')) AS v (broken, detail)
	WHERE v.broken
	UNION ALL
	-- what ends, ends with nothing out and measures taken
	SELECT 'unlawful', 'secretxfer_r10_all_returned', 'cases', c.case_no, 'It is closed while something is out.'
	FROM secretxfer.cases c
	WHERE c.closed_on IS NOT NULL
	  AND EXISTS (SELECT FROM secretxfer.transfers() t WHERE t.case_no = c.case_no AND t.ended_on IS NULL)
	UNION ALL
	SELECT secretxfer.later(bool_or(t.judged_at < x.stands_since AND x.known_at = x.stands_since)), 'secretxfer_r10_all_returned', 'party_changes',
		concat_ws(', ', x.party, x.change_no), 'It was completed while something was out.'
	FROM secretxfer.case_changes() x
	JOIN secretxfer.transfers() t ON t.case_no = x.case_no
	WHERE x.completed_on IS NOT NULL AND x.supplemented_on IS NULL AND (t.ended_on <= x.completed_on) IS NOT TRUE
	GROUP BY x.party, x.change_no
	UNION ALL
	SELECT secretxfer.later(x.stands_since < greatest(c.recorded_at, c.changed_at)), 'secretxfer_r10_measures_taken', 'cases', c.case_no,
		'It is closed without measures after a change of the contractor.'
	FROM secretxfer.case_changes() x
	JOIN secretxfer.cases c ON c.case_no = x.case_no
	LEFT JOIN secretxfer.protection_measures m ON (m.case_no, m.party, m.change_no) = (x.case_no, x.party, x.change_no)
	WHERE x.side = 'contractor' AND x.closed_on IS NOT NULL AND (m.taken_on <= x.closed_on) IS NOT TRUE
	  AND EXISTS (SELECT FROM secretxfer.transfers() t WHERE t.case_no = x.case_no)
	UNION ALL
	SELECT secretxfer.later(bool_or(t.judged_at < x.stands_since)), 'secretxfer_r10_measures_taken', 'party_changes',
		concat_ws(', ', x.party, x.change_no), 'It was completed without measures in one of the cases.'
	FROM secretxfer.case_changes() x
	JOIN secretxfer.transfers() t ON t.case_no = x.case_no
	LEFT JOIN secretxfer.protection_measures m ON (m.case_no, m.party, m.change_no) = (x.case_no, x.party, x.change_no)
	WHERE x.side = 'contractor' AND x.completed_on IS NOT NULL AND (m.taken_on <= x.completed_on) IS NOT TRUE
	GROUP BY x.party, x.change_no
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_10() IS
'verify(), provision 10: changes of a party. What stands against a hand-over: verify_events().';

-- Provision 11: permit and clearance --------------------------------------------------------

-- Revocations come later and are left to verify_events().
CREATE FUNCTION secretxfer.verify_provision_11() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'unlawful'::secretxfer.severity, 'secretxfer_r11_permit_holder', 'permits', p.permit_no, 'A citizen holds it.'
	FROM secretxfer.permits p
	JOIN secretxfer.parties h ON h.idn = p.holder
	WHERE h.kind = 'citizen'
	UNION ALL
	SELECT 'unlawful', v.rule, t.entered_in, concat_ws(', ', t.case_no, coalesce(t.carrier_id::text, t.clearance_no), t.started_on), v.detail
	FROM secretxfer.transfers() t
	JOIN secretxfer.cases c ON c.case_no = t.case_no
	JOIN secretxfer.parties contractor ON contractor.idn = c.contractor
	LEFT JOIN secretxfer.clearances a ON a.clearance_no = t.clearance_no
	LEFT JOIN secretxfer.carriers k ON k.carrier_id = t.carrier_id
	LEFT JOIN secretxfer.contracts s ON s.case_no = t.case_no
	LEFT JOIN secretxfer.permits stated ON stated.permit_no = s.permit_no
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r11_receiver', a.party <> c.contractor, 'The person is neither the contractor nor of its staff.'),
		('secretxfer_r11_clearance', t.started_on NOT BETWEEN a.issued_on AND a.valid_until, 'The clearance is not valid on that day.'),
		('secretxfer_r11_clearance_degree', a.highest_mark < k.mark, 'The clearance does not reach the secrecy mark.'),
		('secretxfer_r11_permit', contractor.kind <> 'citizen' AND NOT EXISTS (
			SELECT FROM secretxfer.permits q
			WHERE q.holder = c.contractor AND t.started_on BETWEEN q.issued_on AND q.valid_until
			  AND (stated.issued_on IS NULL OR q.issued_on >= stated.issued_on)),
			'The contractor had no valid permit on that day.'),
		('secretxfer_r11_permit_degree', contractor.kind <> 'citizen'
			AND EXISTS (
				SELECT FROM secretxfer.permits q
				WHERE q.holder = c.contractor AND t.started_on BETWEEN q.issued_on AND q.valid_until
				  AND (stated.issued_on IS NULL OR q.issued_on >= stated.issued_on))
			AND NOT EXISTS (
				SELECT FROM secretxfer.permits q
				WHERE q.holder = c.contractor AND t.started_on BETWEEN q.issued_on AND q.valid_until
				  AND (stated.issued_on IS NULL OR q.issued_on >= stated.issued_on) AND q.highest_mark >= k.mark)
			AND k.mark IS NOT NULL,
			'The contractor''s permit does not reach the secrecy mark.')) AS v (rule, broken, detail)
	-- mostly the permit that the contract states still serves, so that no other need be looked for
	WHERE (a.party <> c.contractor OR t.started_on NOT BETWEEN a.issued_on AND a.valid_until OR a.highest_mark < k.mark
		   OR contractor.kind <> 'citizen' AND (stated.holder = c.contractor AND t.started_on BETWEEN stated.issued_on AND stated.valid_until
												AND (k.mark IS NULL OR stated.highest_mark >= k.mark)) IS NOT TRUE)
	  AND v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_11() IS
'verify(), provision 11: permit and clearance of each hand-over and access.';

-- The guard ---------------------------------------------------------------------------------

-- What ought to stand is read from the register's own definition, which is part of the
-- extension; what the triggers ought to be is said here.
CREATE FUNCTION secretxfer.verify_guard() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH definition AS MATERIALIZED (
		SELECT m[1] AS name, m[2] AS body, to_regclass('secretxfer.' || m[1]) AS relation
		FROM regexp_matches(secretxfer.register_definition(), '^CREATE TABLE secretxfer\.(\w+) \(\n((?:\t[^\n]*\n)+)', 'gn') AS m
	), tables AS MATERIALIZED (
		SELECT d.name, d.body, c.* FROM definition d JOIN pg_class c ON c.oid = d.relation
	), expected_triggers AS MATERIALIZED (
		SELECT t.name, t.oid AS relation, v.trigger, v.function, v.type, v.deferred
		FROM tables t
		JOIN (VALUES
			(NULL, 'zz_secretxfer_enter', 'enter_entry', 23, false),
			(NULL, 'A_secretxfer_judge', 'judge_entry', 29, false),
			(NULL, 'secretxfer_refuse_truncate', 'refuse_truncate', 34, false),
			('admissions', 'secretxfer_renew_admissions', 'renew_admissions', 60, false),
			('requests', 'A_secretxfer_judge_at_commit', 'judge_at_commit', 21, true),
			('request_items', 'A_secretxfer_judge_at_commit', 'judge_at_commit', 25, true)
		) AS v (only_on, trigger, function, type, deferred) ON v.only_on = t.name OR v.only_on IS NULL AND t.name <> 'admissions'
	), extension AS MATERIALIZED (
		SELECT e.oid, e.extowner FROM pg_extension e WHERE e.extname = 'secretxfer'
	), owner AS (
		-- whose the register is: most of it
		SELECT relowner AS role FROM tables GROUP BY relowner ORDER BY count(*) DESC, relowner LIMIT 1
	)
	SELECT 'guard'::secretxfer.severity, NULL::text, d.name, NULL::text, 'The table is missing.'
	FROM definition d WHERE d.relation IS NULL
	UNION ALL
	SELECT 'guard', NULL, t.name, m[1], 'The column is missing.'
	FROM tables t CROSS JOIN LATERAL regexp_matches(t.body, '^\t([a-z_]+) [a-z]', 'gn') AS m
	WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = m[1] AND NOT a.attisdropped)
	UNION ALL
	SELECT 'guard', NULL, t.name, m[1], 'The column may be null.'
	FROM tables t CROSS JOIN LATERAL regexp_matches(t.body, '^\t([a-z_]+) [a-z][^,\n]* NOT NULL', 'gn') AS m
	JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = m[1]
	WHERE NOT a.attnotnull
	UNION ALL
	SELECT 'guard', NULL, t.name, m[1], 'The constraint is missing, not validated or another one.'
	FROM tables t
	CROSS JOIN LATERAL regexp_matches(t.body, '^\tCONSTRAINT (\w+)\s+(PRIMARY|UNIQUE|CHECK|FOREIGN)', 'gn') AS m
	WHERE NOT EXISTS (
		SELECT FROM pg_constraint c
		WHERE c.conrelid = t.oid AND c.conname = m[1] AND c.convalidated
		  AND c.contype = CASE m[2] WHEN 'PRIMARY' THEN 'p' WHEN 'UNIQUE' THEN 'u' WHEN 'CHECK' THEN 'c' ELSE 'f' END)
	UNION ALL
	SELECT 'guard', NULL, x.name, x.trigger,
		CASE WHEN g.oid IS NULL THEN 'The trigger is missing.'
			WHEN g.tgenabled NOT IN ('O', 'A') THEN 'The trigger is disabled.'
			ELSE 'The trigger was replaced by another.' END
	FROM expected_triggers x
	LEFT JOIN pg_trigger g ON g.tgrelid = x.relation AND g.tgname = x.trigger
	LEFT JOIN pg_proc p ON p.oid = g.tgfoid
	WHERE (g.tgenabled IN ('O', 'A') AND g.tgtype = x.type AND g.tgqual IS NULL AND cardinality(g.tgattr::int2[]) = 0 AND g.tgnargs = 0
		   AND g.tgdeferrable = x.deferred AND g.tginitdeferred = x.deferred
		   AND p.pronamespace = 'secretxfer'::regnamespace AND p.proname = x.function) IS NOT TRUE
	UNION ALL
	SELECT 'guard', NULL, t.name, g.tgname, 'Another trigger changes the entry after it was stamped and judged.'
	FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid
	WHERE NOT g.tgisinternal AND g.tgtype & 3 = 3 AND g.tgtype & 20 <> 0 AND g.tgenabled <> 'D'
	  AND g.tgname COLLATE "C" > 'zz_secretxfer_enter'
	UNION ALL
	SELECT DISTINCT 'guard'::secretxfer.severity, NULL, t.name, c.conname, 'The foreign key is not enforced.'
	FROM tables t
	JOIN pg_trigger g ON g.tgrelid = t.oid
	JOIN pg_constraint c ON c.oid = g.tgconstraint
	WHERE g.tgisinternal AND g.tgenabled NOT IN ('O', 'A')
	UNION ALL
	SELECT 'guard', NULL, t.name, NULL, v.detail
	FROM tables t
	CROSS JOIN owner
	CROSS JOIN LATERAL (VALUES
		(t.relowner <> owner.role, 'The table belongs to another role than the register.'),
		(t.relkind <> 'r', 'It is not a plain table.'),
		(t.relpersistence <> 'p', 'It does not survive a crash.'),
		(t.relhasrules AND EXISTS (SELECT FROM pg_rewrite w WHERE w.ev_class = t.oid), 'A rewrite rule passes by the triggers.'),
		(EXISTS (SELECT FROM pg_inherits i WHERE t.oid IN (i.inhparent, i.inhrelid)), 'Inheritance passes by the triggers.')
	) AS v (broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT 'guard', NULL, NULL, p.proname, v.detail
	FROM pg_proc p
	JOIN pg_language l ON l.oid = p.prolang
	CROSS JOIN extension e
	CROSS JOIN LATERAL (VALUES
		(p.prorettype = 'trigger'::regtype AND (l.lanname <> 'c' OR p.prosrc <> 'secretxfer_' || p.proname), 'The function was replaced by another.'),
		(p.prorettype = 'trigger'::regtype AND p.probin IS DISTINCT FROM
			(SELECT r.probin FROM pg_proc r WHERE r.oid = 'secretxfer.rule_catalogue()'::regprocedure), 'The function comes from another library.'),
		(p.prosecdef OR p.prorettype = 'trigger'::regtype AND p.proconfig IS NOT NULL, 'The function''s attributes were altered.'),
		(p.proowner <> e.extowner, 'The function belongs to another role than the extension.'),
		(NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
					 AND d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'),
			'The function is not the extension''s.')) AS v (broken, detail)
	WHERE p.pronamespace = 'secretxfer'::regnamespace AND v.broken
	UNION ALL
	SELECT 'guard', NULL, NULL, v.name, 'The trigger function is missing.'
	FROM (SELECT DISTINCT function AS name FROM expected_triggers) AS v
	WHERE NOT EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = 'secretxfer'::regnamespace AND p.proname = v.name)
	UNION ALL
	SELECT 'guard', NULL, NULL, 'session_replication_role', 'Triggers do not fire, here or by a setting kept for a role or database.'
	WHERE current_setting('session_replication_role') = 'replica'
	   OR EXISTS (SELECT FROM pg_db_role_setting s WHERE 'session_replication_role=replica' = ANY (s.setconfig))
$$;
COMMENT ON FUNCTION secretxfer.verify_guard() IS
'verify(), the guard: tables, columns, constraints, triggers and functions that are missing, disabled, replaced or altered, and changed owners.';

-- Settings ----------------------------------------------------------------------------------

-- Values by which a setting lets nothing out are said as patterns.  A role without privileges does not see every
-- setting; of what it cannot see nothing is said.
CREATE FUNCTION secretxfer.verify_settings() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT 'warning'::secretxfer.severity, NULL::text, NULL::text, concat(v.name, k.kept_for), v.detail
	FROM (
		SELECT unnest(names), harmless, detail
		FROM (VALUES
			('{log_statement}'::text[], 'none|ddl', 'The server logs statements, and with them what is entered.'),
			('{log_min_duration_statement,log_min_duration_sample}', '-1', 'The server logs slow statements, and with them what is entered.'),
			('{log_transaction_sample_rate}', '0(\.0*)?', 'The server logs the statements of some transactions, and with them what is entered.'),
			('{log_parameter_max_length_on_error}', '0', 'The server logs the parameters of statements that fail.'),
			('{log_min_messages}', 'debug1|info|notice|warning|error|log|fatal|panic', 'The server logs messages for its developers, which show statements.'),
			('{debug_print_parse,debug_print_rewritten,debug_print_plan}', 'off|false|no|0', 'The server logs parsed statements, and with them what is entered.'),
			('{auto_explain.log_min_duration}', '-1', 'The server logs the plans of slow statements, and with them what is entered.'),
			('{pgaudit.log}', '(none|ddl|role|misc_set|[-, ])*', 'The audit log shows statements, and with them what is entered.'),
			('{pgaudit.role}', '', 'The audit log shows statements, and with them what is entered.'),
			('{pg_stat_statements.track_utility}', 'off|false|no|0', 'The statistics of statements keep the texts of blocks and calls, and with them what is entered.')
		) AS g (names, harmless, detail)
	) AS v (name, harmless, detail)
	CROSS JOIN LATERAL (
		SELECT NULL, current_setting(v.name, true)
		UNION ALL
		SELECT concat(' for role ' || pg_get_userbyid(nullif(s.setrole, 0)), ' in database ' || d.datname), substr(c, length(v.name) + 2)
		FROM pg_db_role_setting s
		LEFT JOIN pg_database d ON d.oid = s.setdatabase
		CROSS JOIN unnest(s.setconfig) AS c
		WHERE starts_with(c, v.name || '=') AND (s.setdatabase = 0 OR d.datname = current_database())
	) AS k (kept_for, value)
	WHERE k.value !~* concat('^(', v.harmless, ')$')
$$;
COMMENT ON FUNCTION secretxfer.verify_settings() IS
'verify(), settings: those of the session, and those kept for roles and databases, by which the server would log what is entered.';

-- Row-level security: the policies follow from duty_matrix(), and must be in force as soon as
-- a role is admitted that they limit.
CREATE FUNCTION secretxfer.verify_policies() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	WITH limited AS MATERIALIZED (
		SELECT count(*) > 0 AS anybody FROM secretxfer.admissions WHERE duty IN ('customer', 'authority')
	), policies AS MATERIALIZED (
		SELECT p.*, c.oid AS relation, c.relowner, c.relrowsecurity
		FROM secretxfer.policies() p
		JOIN pg_class c ON c.relnamespace = 'secretxfer'::regnamespace AND c.relname = p."table"
	)
	SELECT 'guard'::secretxfer.severity, NULL::text, p."table", p.policy,
		CASE WHEN s.oid IS NULL THEN 'The policy is missing.' ELSE 'The policy was altered.' END
	FROM policies p
	LEFT JOIN pg_policy s ON s.polrelid = p.relation AND s.polname = p.policy
	WHERE (s.polpermissive AND s.polcmd = CASE p.command WHEN 'SELECT' THEN 'r' WHEN 'INSERT' THEN 'a' WHEN 'UPDATE' THEN 'w' ELSE 'd' END
		   AND num_nonnulls(s.polqual, s.polwithcheck) = 1
		   AND pg_get_expr(coalesce(s.polqual, s.polwithcheck), p.relation) = p.condition
		   AND CASE WHEN p.for_analysts THEN NOT EXISTS (
				SELECT FROM unnest(s.polroles) AS r
				WHERE r <> p.relowner
				  AND NOT EXISTS (SELECT FROM pg_roles n WHERE n.oid = r
					  AND (n.rolsuper OR n.rolname IN (SELECT a.role FROM secretxfer.admissions a WHERE a.duty = 'analyst'))))
			   ELSE s.polroles = '{0}' END) IS NOT TRUE
	UNION ALL
	SELECT DISTINCT 'guard'::secretxfer.severity, NULL, p."table", NULL, 'Row-level security is not in force, although roles are limited to rows.'
	FROM policies p CROSS JOIN limited
	WHERE limited.anybody AND NOT p.relrowsecurity
	UNION ALL
	SELECT DISTINCT 'guard'::secretxfer.severity, NULL, p."table", s.polname::text, 'Another policy gives rows beside those of the duties.'
	FROM policies p
	CROSS JOIN limited
	JOIN pg_policy s ON s.polrelid = p.relation
	WHERE limited.anybody AND s.polpermissive
	  AND NOT EXISTS (SELECT FROM policies o WHERE o.relation = s.polrelid AND o.policy = s.polname)
	UNION ALL
	SELECT 'warning', NULL, 'admissions', concat_ws(', ', a.role, a.duty, a.party), v.detail
	FROM secretxfer.admissions a
	CROSS JOIN LATERAL (VALUES
		(NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = a.role), 'The role does not exist any more.'),
		(a.party IS NOT NULL AND NOT EXISTS (SELECT FROM secretxfer.parties p WHERE p.idn = a.party), 'The party does not stand in the register.')) AS v (broken, detail)
	WHERE v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_policies() IS
'verify(), the guard: policies that are missing, altered, out of force or beside those of the duties, and roles admitted that are gone.';

-- All of it ---------------------------------------------------------------------------------

-- It joins whole tables with each other, which wants memory, and is over sooner than a compiler
-- would be that takes the planner's guesses for granted.
CREATE FUNCTION secretxfer.verify()
RETURNS TABLE (
	severity secretxfer.severity,
	rule text,
	"table" text,
	key text,
	detail text)
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET work_mem = '128MB' SET jit = off AS $$
DECLARE
	guard constant secretxfer.finding[] := ARRAY(SELECT g FROM secretxfer.verify_guard() g);
BEGIN
	RETURN QUERY SELECT * FROM unnest(guard) UNION ALL SELECT * FROM secretxfer.verify_settings();
	-- without all its tables and columns the register cannot be read as a whole
	IF EXISTS (SELECT FROM unnest(guard) g WHERE g.detail IN ('The table is missing.', 'The column is missing.')) THEN
		RETURN;
	END IF;
	IF EXISTS (SELECT FROM secretxfer.duty_matrix() m
			   JOIN pg_class c ON c.relnamespace = 'secretxfer'::regnamespace AND c.relname = m."table" AND c.relkind = 'r'
			   WHERE m.duty = 'auditor' AND NOT has_table_privilege(c.oid, 'SELECT'))
		OR row_security_active('secretxfer.cases') AND (secretxfer.acts_as('customer') OR secretxfer.acts_as('authority'))
		AND NOT (secretxfer.acts_as('security') OR secretxfer.acts_as('auditor')) THEN
		RAISE insufficient_privilege USING MESSAGE = 'the register can only be judged by who sees all of it',
			HINT = 'Ask as a role that is admitted as an auditor, or as the owner of the register.';
	END IF;
	RETURN QUERY SELECT * FROM secretxfer.verify_policies();
	RETURN QUERY
		SELECT * FROM secretxfer.verify_fields() UNION ALL SELECT * FROM secretxfer.verify_references()
		UNION ALL SELECT * FROM secretxfer.verify_numbers() UNION ALL SELECT * FROM secretxfer.verify_order()
		UNION ALL SELECT * FROM secretxfer.verify_provision_2() UNION ALL SELECT * FROM secretxfer.verify_provision_3()
		UNION ALL SELECT * FROM secretxfer.verify_provision_4() UNION ALL SELECT * FROM secretxfer.verify_authorizations()
		UNION ALL SELECT * FROM secretxfer.verify_provision_5() UNION ALL SELECT * FROM secretxfer.verify_provision_6()
		UNION ALL SELECT * FROM secretxfer.verify_provision_7() UNION ALL SELECT * FROM secretxfer.verify_cover()
		UNION ALL SELECT * FROM secretxfer.verify_provision_8() UNION ALL SELECT * FROM secretxfer.verify_provision_9()
		UNION ALL SELECT * FROM secretxfer.verify_events() UNION ALL SELECT * FROM secretxfer.verify_provision_10()
		UNION ALL SELECT * FROM secretxfer.verify_provision_11();
END
$$;
COMMENT ON FUNCTION secretxfer.verify() IS
'Judges the whole register once more, the guard itself, and settings. Result: how serious a finding is, the rule that is broken (null for guard and '
'settings), the table and the key of the entry, and what is wrong. Needs SELECT on all tables; lawful registers give no row but for what is '
'irregular, and warnings. Where a table or column is missing, only the guard and the settings are judged.';
