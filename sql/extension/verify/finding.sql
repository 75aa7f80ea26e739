-- finding.sql
--
-- What all parts of verify() share: a finding, its severity, and whether a field is blank.
--
-- The severity of a finding depends on what can have happened later:
--
-- * An entry relies on other entries, and these are settled by the entry.  So where such an entry is
--   missing or wrong, the entry would have been refused: unlawful.
-- * Events (a breach, a revocation, a change of a party) happen at any time, and make irregular what
--   was lawful before.  The stamps tell whether the event or the entry was recorded first.
-- * An event counts from its last change, because the change may have moved it to an earlier day.
--   So an entry that was recorded before this change is irregular at the most.
-- * An act counts from its last correction, where the stamp of the last change can only be that of
--   a correction.  The end of an act (a return) is not judged with the act, nor is its number on paper: the journal
--   tells what was changed.
-- * Which of several permits served, and how a party was at the time, no stamp tells.  A finding
--   that depends on these is irregular.
-- * What was put right under a basis, or made wrong by that, is irregular: the journal tells the basis.
--   It tells, too, what was planted or changed past the triggers: that stays unlawful under any basis.

CREATE TYPE secretxfer.severity AS ENUM ('unlawful', 'irregular', 'guard', 'warning');
COMMENT ON TYPE secretxfer.severity IS
'How serious a finding of verify() is. unlawful: the entry would have been refused when it was recorded; '
'irregular: the entry was lawful and later facts made it irregular; guard: a trigger, function, constraint, policy '
'or owner is not as it was made; warning: a setting or a doubt.';

CREATE TYPE secretxfer.finding AS (
	severity secretxfer.severity,
	rule text,
	"table" text,
	key text,
	detail text);
COMMENT ON TYPE secretxfer.finding IS
'One finding of verify(): how serious, which rule, the table and the key of the entry, and what is wrong with it.';

-- The functions that return this type have no SET, so that the planner can inline them and a condition on the case
-- reaches the indexes; verify() sets the search_path.  PARALLEL SAFE lets PostgreSQL use parallel workers: it asks the
-- function before it inlines the function.
CREATE TYPE secretxfer.finding_of_case AS (
	severity secretxfer.severity,
	rule text,
	"table" text,
	key text,
	detail text,
	case_no text COLLATE "C");
COMMENT ON TYPE secretxfer.finding_of_case IS
'One finding of a part of verify(), with the case of the entry; case_no is null where the entry belongs to no case.';

CREATE FUNCTION secretxfer.later(known_before boolean) RETURNS secretxfer.severity
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT CASE WHEN known_before THEN 'unlawful' ELSE 'irregular' END::secretxfer.severity
$$;
COMMENT ON FUNCTION secretxfer.later(boolean) IS
'How serious it is that a fact stands against an entry: unlawful if the fact had been recorded before, irregular if '
'it came later.';

-- How an entry ends: neither its end nor its number on paper is judged with the entry.
CREATE FUNCTION secretxfer.unjudged_columns() RETURNS text[]
IMMUTABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT '{returned_on, return_act_no, written_off_on, written_off_as, write_off_act_no, loss_violation_no, ended_on,
		withdrawn_on, withdrawal_reasons, revoked_on, lifted_on, printed_no}'::text[]
$$;
COMMENT ON FUNCTION secretxfer.unjudged_columns() IS
'verify(): the columns whose change does not judge their entry anew.';

-- An entry of before the journal, of which nothing but its end or the number on paper was changed since, may have been
-- judged at any time since it was recorded: then the earliest time counts, and a fact against the entry makes it
-- irregular at the most.
CREATE FUNCTION secretxfer.judged_at(chain bigint, "table" text, entry bigint, recorded_at timestamptz,
	changed_at timestamptz)
RETURNS timestamptz
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT CASE WHEN changed_at IS NULL THEN recorded_at
		ELSE least(changed_at, coalesce((
			SELECT max(j.recorded_at) FROM secretxfer.journal j
			WHERE j.chain = judged_at.chain AND j."table" = judged_at."table" AND j.entry = judged_at.entry
			  AND j.act IN ('entered', 'changed')
			  AND EXISTS (SELECT FROM json_object_keys(j."values") AS k (name)
				WHERE k.name <> ALL (secretxfer.unjudged_columns()))), recorded_at)) END
$$;
COMMENT ON FUNCTION secretxfer.judged_at(bigint, text, bigint, timestamptz, timestamptz) IS
'When an entry of a table was last judged as a whole: recorded or corrected, changes of unjudged_columns() alone left '
'out. The stamps tell when, and the chain of the journal tells what was changed.';

-- Of a closed case nothing but the number on paper is corrected without a basis.  Whatever was changed past the journal
-- may be the closing.
CREATE FUNCTION secretxfer.closed_at(entry bigint, recorded_at timestamptz, changed_at timestamptz) RETURNS timestamptz
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT coalesce((
		SELECT max(j.recorded_at) FILTER (WHERE (j."values" -> 'closed_on') IS NOT NULL)
		FROM secretxfer.journal j
		WHERE j.chain = closed_at.entry AND j."table" = 'cases' AND j.entry = closed_at.entry
		  AND j.act IN ('entered', 'changed')
		HAVING max(j.recorded_at) >= closed_at.changed_at
	), greatest(closed_at.recorded_at, closed_at.changed_at))
$$;
COMMENT ON FUNCTION secretxfer.closed_at(bigint, timestamptz, timestamptz) IS
'When the closing of a case was recorded, or corrected: by the chain of its journal or, where that does not know the '
'last change, by the stamps. entry is the entry_id of the case.';

-- In a database of another encoding than UTF-8 only ASCII characters are looked at, as in the rules.
CREATE FUNCTION secretxfer.is_hidden("character" text) RETURNS boolean
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT CASE WHEN octet_length("character") = 1 THEN ascii("character") NOT BETWEEN 33 AND 126
		WHEN getdatabaseencoding() <> 'UTF8' THEN false
		ELSE width_bucket(ascii("character"), secretxfer.hidden_and_shown()) % 2 = 1 END
$$;
COMMENT ON FUNCTION secretxfer.is_hidden(text) IS
'Whether a character does not show: white space, a control, a joiner, a filler, a code point without a look.';

CREATE FUNCTION secretxfer.shows_something(field text) RETURNS boolean
STABLE STRICT PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT EXISTS (SELECT FROM regexp_split_to_table(field, '') AS c WHERE NOT secretxfer.is_hidden(c))
$$;
COMMENT ON FUNCTION secretxfer.shows_something(text) IS
'Whether a text has a character that shows; null for null.';

-- Nearly all texts begin with a printable ASCII character or have a Cyrillic letter; only the others are looked at
-- character by character.
CREATE FUNCTION secretxfer.is_blank(field text) RETURNS boolean
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT (field COLLATE "C" BETWEEN '!' AND '~' OR field COLLATE "C" ~ '[!-~\u0400-\u0481\u048a-\u052f]'
		OR secretxfer.shows_something(field)) IS NOT TRUE
$$;
COMMENT ON FUNCTION secretxfer.is_blank(text) IS
'Whether a field is null, empty or nothing but characters that do not show.';

-- Nearly all numbers are plain, and are looked at no further.
CREATE FUNCTION secretxfer.is_plain(number text) RETURNS boolean
IMMUTABLE STRICT PARALLEL SAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_is_plain';
COMMENT ON FUNCTION secretxfer.is_plain(text) IS
'Whether a number is one word of 1 to 200 printable ASCII characters: neither blank nor malformed, in normal form C, '
'and not the words ''not in the document''.';

CREATE FUNCTION secretxfer.is_malformed(number text) RETURNS boolean
STABLE PARALLEL SAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT length(number) > 200 OR number <> btrim(number)
		OR EXISTS (SELECT FROM regexp_split_to_table(number, '') AS c WHERE c <> ' ' AND secretxfer.is_hidden(c))
$$;
COMMENT ON FUNCTION secretxfer.is_malformed(text) IS
'Whether a number is not what it looks like: longer than 200 characters, with white space around it, or with a '
'character that does not show.';
