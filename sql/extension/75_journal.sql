-- 75_journal.sql
--
-- The journal: how it is sealed, verified, repaired and read.  docs/journal.md specifies it, and
-- src/journal writes its lines.

CREATE FUNCTION secretxfer.guard_journal() RETURNS trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_guard_journal_1_1';
COMMENT ON FUNCTION secretxfer.guard_journal() IS
'Trigger, before each statement on the journal, its seals and heads: raises insufficient_privilege (42501), because '
'the extension alone writes there.';

CREATE FUNCTION secretxfer.journal_columns() RETURNS TABLE ("table" text, place integer, "column" text)
IMMUTABLE PARALLEL SAFE ROWS 250
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_journal_columns';
COMMENT ON FUNCTION secretxfer.journal_columns() IS
'The columns that the journal remembers, with their places in the order of the values of a line. One row a column.';

CREATE FUNCTION secretxfer.journal_chain("table" text, entry bigint) RETURNS bigint
STABLE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_journal_chain';
COMMENT ON FUNCTION secretxfer.journal_chain(text, bigint) IS
'The chain of the journal in which the lines of an entry stand; null if the table has no such entry.';

CREATE FUNCTION secretxfer.journal_admission(act secretxfer.journal_act, role name, duty text, party text, by name,
	basis text) RETURNS void
VOLATILE PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_journal_admission';
COMMENT ON FUNCTION secretxfer.journal_admission(secretxfer.journal_act, name, text, text, name, text) IS
'admit(), dismiss() and journal_adopt(): writes their line of the journal. Raises insufficient_privilege (42501) '
'unless the caller may act as the register''s owner.';

-- ---- seals ----

CREATE FUNCTION secretxfer.journal_seal() RETURNS bigint
VOLATILE PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_journal_seal';
COMMENT ON FUNCTION secretxfer.journal_seal() IS
'Seals the journal: keeps the last line of each chain that grew since the last seal, under a new root. A NOTICE tells '
'of each hundred thousand chains. Result: the number of the seal. Raises insufficient_privilege (42501) unless the '
'caller may act as the register''s owner.';

CREATE FUNCTION secretxfer.journal_root(seal_no bigint, sealed_at timestamptz, sealed_by name, previous bytea)
RETURNS bytea
STABLE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_journal_root';
COMMENT ON FUNCTION secretxfer.journal_root(bigint, timestamptz, name, bytea) IS
'The root of a seal, computed from the root of the seal before and the heads of the seal.';

CREATE FUNCTION secretxfer.journal_digest() RETURNS text
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT format('secretxfer:1:%s:%s', s.seal_no, encode(s.root, 'hex'))
	FROM secretxfer.journal_seals s ORDER BY s.seal_no DESC LIMIT 1
$$;
COMMENT ON FUNCTION secretxfer.journal_digest() IS
'The root of the last seal, to keep outside of the server; null before the first seal.';

-- ---- proof ----

CREATE TYPE secretxfer.journal_finding AS (chain bigint, place bigint, "table" text, entry bigint, what text);
COMMENT ON TYPE secretxfer.journal_finding IS
'What is wrong with the journal, or with an entry that the journal remembers.';

CREATE FUNCTION secretxfer.journal_walk() RETURNS SETOF secretxfer.journal_finding
STABLE PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_journal_walk';
COMMENT ON FUNCTION secretxfer.journal_walk() IS
'journal_verify(): wrong lines, and entries that differ from their last line. A NOTICE tells of each million lines.';

CREATE FUNCTION secretxfer.journal_knows("table" text, entry bigint) RETURNS boolean
STABLE STRICT PARALLEL UNSAFE COST 10000
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_journal_knows';
COMMENT ON FUNCTION secretxfer.journal_knows(text, bigint) IS
'verify(): whether the journal saw an entry entered, or found it so, and the entry does not differ from its last line.';

CREATE FUNCTION secretxfer.wrong_seals() RETURNS SETOF secretxfer.journal_finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT NULL::bigint, NULL::bigint, 'journal_seals', s.seal_no,
		CASE WHEN s.seal_no <> s.place THEN 'a seal before this seal is missing'
			ELSE 'the seal or its heads were altered' END
	FROM (
		SELECT z.*, row_number() OVER w AS place, lag(z.root, 1, decode(repeat('00', 32), 'hex')) OVER w AS previous
		FROM secretxfer.journal_seals z WINDOW w AS (ORDER BY z.seal_no)
	) AS s
	WHERE s.root <> secretxfer.journal_root(s.seal_no, s.sealed_at, s.sealed_by, s.previous)
	UNION ALL
	SELECT DISTINCT NULL::bigint, NULL::bigint, 'journal_seals', h.seal_no, 'the seal of these heads is missing'
	FROM secretxfer.journal_heads h
	WHERE NOT EXISTS (SELECT FROM secretxfer.journal_seals z WHERE z.seal_no = h.seal_no)
	UNION ALL
	SELECT h.chain, h.place, NULL, NULL,
		CASE WHEN j.hash IS NOT NULL THEN format('the line is not the one under seal %s', h.seal_no)
			ELSE format('the chain was cut off: the line under seal %s is missing', h.seal_no) END
	FROM secretxfer.journal_heads h
	LEFT JOIN secretxfer.journal j ON j.chain = h.chain AND j.place = h.place
	WHERE j.hash IS DISTINCT FROM h.hash
$$;
COMMENT ON FUNCTION secretxfer.wrong_seals() IS
'journal_verify(): seals whose root is wrong, and heads that do not stand in the journal.';

-- Everything in the register that the journal does not know.  No index leads from an entry to its lines,
-- so a nested loop, which the planner prefers before the first ANALYZE, would take hours.
-- One query over all tables, so that a journal of millions of lines is read once.
CREATE FUNCTION secretxfer.entries_without_line() RETURNS SETOF secretxfer.journal_finding
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off SET enable_nestloop = off AS $$
BEGIN
	RETURN QUERY EXECUTE (
		SELECT format('SELECT secretxfer.journal_chain(e."table", e.entry), NULL::bigint, e."table", e.entry, %L::text '
			'FROM (%s) AS e WHERE NOT EXISTS (SELECT FROM secretxfer.journal j '
			'WHERE j.entry = e.entry AND j."table" = e."table")', 'the entry has no line',
			string_agg(format('SELECT %1$L::text AS "table", t.entry_id AS entry FROM secretxfer.%1$I t', c."table"),
				' UNION ALL ' ORDER BY c."table"))
		FROM (SELECT DISTINCT j."table" FROM secretxfer.journal_columns() j) AS c);
END
$$;
COMMENT ON FUNCTION secretxfer.entries_without_line() IS
'journal_verify(): entries that the journal does not know.';

-- The last line of each role, duty and party says whether the admission stands.
CREATE FUNCTION secretxfer.wrong_admissions()
RETURNS TABLE (place bigint, stands boolean, role name, duty text, party text, what text)
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT l.place, a.role IS NOT NULL, coalesce(a.role, l.role::name), coalesce(a.duty::text, l.duty),
		coalesce(a.party, l.party), CASE WHEN l.role IS NULL THEN 'the admission has no line'
			WHEN l.stands THEN 'the admission is missing' ELSE 'the admission stands, but was ended' END
	FROM (
		SELECT DISTINCT ON (j."values"::text) j.place, j.act IN ('admitted', 'adopted') AS stands,
			j."values" ->> 'role' AS role, j."values" ->> 'duty' AS duty, j."values" ->> 'party' AS party
		FROM secretxfer.journal j WHERE j.chain = 0 ORDER BY j."values"::text, j.place DESC
	) AS l
	FULL JOIN (SELECT d.role, d.duty, d.party, coalesce(d.party, '') AS key FROM secretxfer.admissions d) AS a
		ON a.role::text = l.role AND a.duty::text = l.duty AND a.key = coalesce(l.party, '')
	WHERE (a.role IS NOT NULL) <> coalesce(l.stands, false)
$$;
COMMENT ON FUNCTION secretxfer.wrong_admissions() IS
'journal_verify() and journal_adopt(): admissions that the journal does not know, or knows otherwise.';

CREATE FUNCTION secretxfer.journal_verify() RETURNS SETOF secretxfer.journal_finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT * FROM secretxfer.journal_walk()
	UNION SELECT * FROM secretxfer.entries_without_line()
	UNION SELECT 0, a.place, 'admissions', NULL, a.what FROM secretxfer.wrong_admissions() a
	UNION SELECT * FROM secretxfer.wrong_seals()
	ORDER BY 1, 2, 3, 4, 5
$$;
COMMENT ON FUNCTION secretxfer.journal_verify() IS
'Verifies the whole journal: every hash, every value, every seal, and every entry against its last line. No rows: '
'nothing was changed behind the back of the guard. One row a finding.';

CREATE FUNCTION secretxfer.journal_verify_against(digest text) RETURNS SETOF secretxfer.journal_finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT NULL::bigint, NULL::bigint, 'journal_seals', d.seal_no,
		CASE WHEN d.root IS NULL THEN 'this is no digest of a journal' WHEN s.root IS NULL THEN 'the seal is missing'
			ELSE 'the seal is not the one of the digest' END
	FROM (
		SELECT (CASE WHEN m[1] IS NOT NULL THEN m[1] END)::bigint AS seal_no, decode(m[2], 'hex') AS root
		FROM (SELECT regexp_match(btrim(digest, E' \t\r\n'), '^secretxfer:1:(\d{1,18}):([0-9a-f]{64})$')) AS v (m)
	) AS d
	LEFT JOIN secretxfer.journal_seals s ON s.seal_no = d.seal_no
	WHERE d.root IS NULL OR s.root IS DISTINCT FROM d.root
	UNION ALL
	SELECT * FROM secretxfer.journal_verify()
$$;
COMMENT ON FUNCTION secretxfer.journal_verify_against(text) IS
'Verifies the journal, and that everything still stands that a digest kept outside covers. One row a finding.';

-- ---- repairs ----

CREATE FUNCTION secretxfer.adopt_entry(chain bigint, "table" text, entry bigint, basis text) RETURNS void
VOLATILE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_adopt_entry';
COMMENT ON FUNCTION secretxfer.adopt_entry(bigint, text, bigint, text) IS
'journal_adopt(): writes that an entry was found so, or found gone. Raises insufficient_privilege (42501) unless the '
'caller may act as the register''s owner.';

CREATE FUNCTION secretxfer.adopt_chain(chain bigint) RETURNS void
VOLATILE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_adopt_chain';
COMMENT ON FUNCTION secretxfer.adopt_chain(bigint) IS
'journal_adopt(): lists a chain for the next seal. Raises insufficient_privilege (42501) unless the caller may act as '
'the register''s owner.';

CREATE FUNCTION secretxfer.open_journal(basis text) RETURNS bigint
VOLATILE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_open_journal';
COMMENT ON FUNCTION secretxfer.open_journal(text) IS
'journal_adopt(): writes that each entry was found so, in a register that had no journal. Result: the number of lines. '
'Raises insufficient_privilege (42501) unless the caller may act as the register''s owner.';

CREATE FUNCTION secretxfer.require_basis(basis text) RETURNS void
STABLE PARALLEL SAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF coalesce(basis, '') !~ '\S' THEN
		RAISE check_violation USING MESSAGE = 'a basis must be stated',
			HINT = secretxfer.translated('Name the document under which this is done, with its number and date.');
	END IF;
END
$$;
COMMENT ON FUNCTION secretxfer.require_basis(text) IS
'Raises check_violation (23514) for a basis that is blank.';

-- Whoever writes an entry writes its line in the same statement, so the lock on the journal waits for
-- all writers, and no writer comes between what is found and what is written.
CREATE FUNCTION secretxfer.journal_adopt(basis text) RETURNS bigint
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
	found secretxfer.journal_finding;
	admission record;
	adopted bigint := 0;
BEGIN
	PERFORM secretxfer.require_basis(basis);
	LOCK TABLE secretxfer.journal, secretxfer.admissions IN SHARE ROW EXCLUSIVE MODE;
	-- a register that had no journal: no line stands that an entry could differ from
	IF NOT EXISTS (SELECT FROM secretxfer.journal) THEN
		adopted := secretxfer.open_journal(basis);
	END IF;
	FOR found IN
		SELECT w.* FROM secretxfer.journal_walk() w
		WHERE (w.what LIKE 'the entry %' OR w.what LIKE 'the chain grew%') AND adopted = 0
		UNION SELECT w.* FROM secretxfer.entries_without_line() w WHERE adopted = 0
		ORDER BY 1, 4
	LOOP
		IF found.chain IS NULL THEN
			RAISE foreign_key_violation USING MESSAGE =
				format('entry %s of table "%s" belongs to nothing', found.entry, found."table"),
				HINT = secretxfer.translated(
					'Restore what the entry belongs to, or delete the entry; then adopt again.');
		END IF;
		IF found.entry IS NULL THEN
			PERFORM secretxfer.adopt_chain(found.chain);
		ELSE
			PERFORM secretxfer.adopt_entry(found.chain, found."table", found.entry, basis);
		END IF;
		adopted := adopted + 1;
	END LOOP;
	FOR admission IN SELECT * FROM secretxfer.wrong_admissions() a ORDER BY a.role, a.duty, a.party LOOP
		PERFORM secretxfer.journal_admission(
			(CASE WHEN admission.stands THEN 'adopted' ELSE 'gone' END)::secretxfer.journal_act,
			admission.role, admission.duty, admission.party, current_user, basis);
		adopted := adopted + 1;
	END LOOP;
	RETURN adopted;
END
$$;
COMMENT ON FUNCTION secretxfer.journal_adopt(text) IS
'Writes a line "found so" for each entry or admission that differs from its last line, has no line, or is gone '
'without one: after a repair outside of the rules, or a restore of rows. A chain that grew, and that no seal '
'would cover, is listed for the next seal. Wrong lines stay wrong. Result: the number of lines, and of chains listed. '
'Raises insufficient_privilege (42501) unless the caller may act as the register''s owner, check_violation (23514) '
'for a blank basis.';

CREATE FUNCTION secretxfer.blank_lines(chain bigint, "table" text, entry bigint, places bigint[], basis text)
RETURNS void
VOLATILE STRICT PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_blank_lines';
COMMENT ON FUNCTION secretxfer.blank_lines(bigint, text, bigint, bigint[], text) IS
'journal_blank(): takes values and salt out of lines, and remembers the entry anew. Raises insufficient_privilege '
'(42501) unless the caller may act as the register''s owner.';

CREATE FUNCTION secretxfer.journal_blank("table" text, entry bigint, "column" text, basis text) RETURNS bigint
VOLATILE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	lines record;
	blanked bigint := 0;
BEGIN
	PERFORM secretxfer.require_basis(basis);
	LOCK TABLE secretxfer.journal IN SHARE ROW EXCLUSIVE MODE;
	-- an entry that was moved has lines in several chains
	FOR lines IN
		SELECT j.chain, array_agg(j.place ORDER BY j.place) AS places
		FROM secretxfer.journal j
		WHERE j.entry = journal_blank.entry AND j."table" = journal_blank."table" AND j."values"::text <> '{}'
		  AND (journal_blank."column" IS NULL OR j."values" -> journal_blank."column" IS NOT NULL)
		GROUP BY j.chain ORDER BY j.chain
	LOOP
		PERFORM secretxfer.blank_lines(lines.chain, "table", entry, lines.places, basis);
		blanked := blanked + cardinality(lines.places);
	END LOOP;
	IF blanked = 0 THEN
		RAISE no_data_found USING MESSAGE = 'no line of the journal holds such a value',
			HINT = secretxfer.translated(
				'Name the table, the entry_id and the column; look them up in secretxfer.journal.');
	END IF;
	RETURN blanked;
END
$$;
COMMENT ON FUNCTION secretxfer.journal_blank(text, bigint, text, text) IS
'Takes the values out of the lines that hold a column of an entry (all lines of the entry if no column is named), '
'after the entry itself was corrected: a secret that was typed into a wrong field. The proof stays whole. '
'Result: the number of lines. Raises insufficient_privilege (42501) unless the caller may act as the register''s '
'owner, check_violation (23514) for a blank basis, no_data_found (P0002) if no line holds such a value.';

-- ---- reading ----

CREATE TYPE secretxfer.history_line AS (place bigint, recorded_at timestamptz, login_role name, effective_role name,
	end_user text, application_name text, client_address text, "table" text, entry bigint, act secretxfer.journal_act,
	columns text[], "values" json, basis text, set_aside text[]);
COMMENT ON TYPE secretxfer.history_line IS
'A line of the journal as history() tells it.';

CREATE FUNCTION secretxfer.history_of_chain(chain bigint, entry bigint) RETURNS SETOF secretxfer.history_line
STABLE PARALLEL UNSAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_history_of_chain';
COMMENT ON FUNCTION secretxfer.history_of_chain(bigint, bigint) IS
'The lines of a chain of the journal, or of one of its entries if an entry is named, as far as the caller may see '
'them.';

CREATE FUNCTION secretxfer.history(case_no text) RETURNS SETOF secretxfer.history_line
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT h.* FROM secretxfer.cases c CROSS JOIN LATERAL secretxfer.history_of_chain(c.entry_id, NULL) AS h
	WHERE c.case_no = history.case_no ORDER BY h.place
$$;
COMMENT ON FUNCTION secretxfer.history(text) IS
'Everything that was entered, changed and withdrawn in a case, in its order: who, when, which columns. Who may read '
'the journal also sees the values; others see the entries that they see in the tables; a party''s registrar '
'the basis too, and all entries of the cases of the party. One row a line of the journal.';

-- Who may not read the journal finds the entries that stand alone: a key that a withdrawn entry had would tell
-- what the entry said.  history_of_chain() decides what is told of the entries that are found.
CREATE FUNCTION secretxfer.entry_history("table" regclass, key jsonb) RETURNS SETOF secretxfer.history_line
STABLE PARALLEL UNSAFE
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	name constant text := (SELECT c.relname FROM pg_class c
		WHERE c.oid = "table" AND c.relnamespace = 'secretxfer'::regnamespace);
	condition constant text := (SELECT string_agg(format('e.%I = %L', k.key, k.value), ' AND ')
		FROM jsonb_each_text(entry_history.key) k);
	entries text := 'SELECT e.entry_id FROM secretxfer.%1$I e WHERE %2$s';
	chains text := 'SELECT e.entry_id, secretxfer.journal_chain(%1$L, e.entry_id) AS chain FROM entries e';
BEGIN
	IF name IS NULL OR name NOT IN (SELECT c."table" FROM secretxfer.journal_columns() c) OR condition IS NULL THEN
		RAISE wrong_object_type USING MESSAGE = 'a table of the register and the key of an entry must be named',
			HINT = secretxfer.translated(
				'For example: entry_history(''secretxfer.cases'', ''{"case_no": "2026-7"}'').');
	END IF;
	IF has_table_privilege('secretxfer.journal', 'SELECT') THEN
		-- where an entry left a chain, the last line with the whole entry has its key
		entries := entries || $former$
			UNION SELECT e.entry_id
			FROM secretxfer.journal l
			CROSS JOIN LATERAL jsonb_populate_record(NULL::secretxfer.%1$I, coalesce(
				CASE WHEN l.act = 'withdrawn' THEN l."values" END,
				(
					SELECT w."values" FROM secretxfer.journal w
					WHERE w.chain = l.chain AND w.place < l.place AND w."table" = l."table" AND w.entry = l.entry
						AND w.act IN ('entered', 'adopted', 'blanked') AND w."values" IS NOT NULL
					ORDER BY w.place DESC LIMIT 1
				), '{}')::jsonb || jsonb_build_object('entry_id', l.entry)) AS e
			WHERE l."table" = %1$L AND l.act IN ('withdrawn', 'gone') AND %2$s
		$former$;
		chains := chains || $former$
			UNION SELECT e.entry_id, l.chain FROM entries e
			JOIN secretxfer.journal l ON l.entry = e.entry_id
			WHERE l."table" = %1$L AND l.act IN ('withdrawn', 'gone')
		$former$;
	END IF;
	RETURN QUERY EXECUTE format('WITH entries AS (' || entries || '), chains AS (' || chains || ') '
		'SELECT h.* FROM chains c CROSS JOIN LATERAL secretxfer.history_of_chain(c.chain, c.entry_id) AS h '
		'ORDER BY c.entry_id, h.recorded_at, c.chain, h.place', name, condition);
END
$$;
COMMENT ON FUNCTION secretxfer.entry_history(regclass, jsonb) IS
'The history of an entry, named by its table and the columns of its key, as history() tells it. Who may read the '
'journal is also told of entries with this key that were withdrawn. One row a line of the journal, entry by entry. '
'Raises wrong_object_type (42809) for another relation.';

CREATE FUNCTION secretxfer.microseconds(moment timestamptz) RETURNS bigint
IMMUTABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT ('x' || encode(timestamptz_send(moment), 'hex'))::bit(64)::bigint
$$;
COMMENT ON FUNCTION secretxfer.microseconds(timestamptz) IS
'The microseconds since 2000-01-01 00:00:00 UTC, as the hashes of the journal cover them.';

CREATE FUNCTION secretxfer.journal_export(include_values boolean)
RETURNS TABLE (chain bigint, place bigint, recorded_at bigint, login_role text, effective_role text, end_user text,
	application_name text, client_address text, "table" text, entry bigint, act text, "values" text, salt text,
	values_digest text, entry_digest text, basis text, set_aside text, version text, hash text)
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT j.chain, j.place, secretxfer.microseconds(j.recorded_at), j.login_role::text, j.effective_role::text,
		j.end_user, j.application_name, j.client_address, j."table", j.entry, j.act::text,
		CASE WHEN include_values THEN j."values"::text END, CASE WHEN include_values THEN encode(j.salt, 'hex') END,
		encode(j.values_digest, 'hex'), encode(j.entry_digest, 'hex'), j.basis, array_to_string(j.set_aside, ','), j.version,
		encode(j.hash, 'hex')
	FROM secretxfer.journal j ORDER BY j.chain, j.place
$$;
COMMENT ON FUNCTION secretxfer.journal_export(boolean) IS
'The journal as texts, to be verified without a server; without values for those who may not read them. One row a '
'line.';

CREATE FUNCTION secretxfer.journal_export_heads()
RETURNS TABLE (seal_no bigint, sealed_at bigint, sealed_by text, root text, chain bigint, place bigint, hash text)
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT s.seal_no, secretxfer.microseconds(s.sealed_at), s.sealed_by::text, encode(s.root, 'hex'), h.chain, h.place,
		encode(h.hash, 'hex')
	FROM secretxfer.journal_seals s LEFT JOIN secretxfer.journal_heads h USING (seal_no)
	ORDER BY s.seal_no, h.chain
$$;
COMMENT ON FUNCTION secretxfer.journal_export_heads() IS
'The seals and their heads as texts, to be verified without a server. One row a head.';
