-- finding.sql
--
-- What all parts of verify() share: a finding, how serious it is, and what is blank.

CREATE TYPE secretxfer.severity AS ENUM ('unlawful', 'irregular', 'guard', 'warning');
COMMENT ON TYPE secretxfer.severity IS
'What a finding of verify() is: an entry that would have been refused when it was recorded; one that later facts '
'made irregular; a hole in what guards the register; something to know of.';

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
'How serious it is that a fact stands against an entry: unlawful if the fact had been recorded before, irregular if '
'it came later.';

-- A regular expression is dear, so it is asked only of what does not start with a plain character.
CREATE FUNCTION secretxfer.is_blank(field text) RETURNS boolean
IMMUTABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT (ascii(field) BETWEEN 33 AND 126 OR field ~ '\S') IS NOT TRUE
$$;
COMMENT ON FUNCTION secretxfer.is_blank(text) IS
'Whether a field is null, empty or nothing but white space.';
