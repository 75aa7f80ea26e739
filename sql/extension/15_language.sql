-- 15_language.sql
--
-- The language of texts: secretxfer.language or, where it is not set, lc_messages.

-- STABLE: the setting may change between two statements, also of a prepared one.
CREATE FUNCTION secretxfer.translated(english text) RETURNS text
STABLE PARALLEL SAFE STRICT
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_translated';
COMMENT ON FUNCTION secretxfer.translated(text) IS
'A text of the extension in the language that the session asks for by the setting secretxfer.language (en, kk, ru) or '
'else by lc_messages; in English, where there is no translation. english: also a value of a value list, or a name in '
'breaches.breach or returns_due.reasons, which becomes a sentence.';
