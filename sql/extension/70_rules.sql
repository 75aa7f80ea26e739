-- 70_rules.sql
--
-- The catalogue of the rules: the public names that stand in CONSTRAINT NAME of a refusal.

CREATE FUNCTION secretxfer.rule_catalogue()
RETURNS TABLE (
	name text,
	provision text,
	tables text[],
	sentence_en text,
	sentence_kk text,
	sentence_ru text,
	set_aside text)
STABLE PARALLEL SAFE
LANGUAGE C AS 'MODULE_PATHNAME', 'secretxfer_rule_catalogue';
COMMENT ON FUNCTION secretxfer.rule_catalogue() IS
'All rules of the register as the evaluator knows them; better read through the view secretxfer.rules.';

CREATE VIEW secretxfer.rules AS
	SELECT name, provision, tables, sentence_en, sentence_kk, sentence_ru, set_aside,
		secretxfer.translated(sentence_en) AS sentence
	FROM secretxfer.rule_catalogue();
COMMENT ON VIEW secretxfer.rules IS
'The catalogue of the rules. One row a rule.';
COMMENT ON COLUMN secretxfer.rules.name IS
'Public name, given as CONSTRAINT NAME in a refusal: secretxfer_rNN_word, NN being the provision, 00 the '
'register''s own discipline.';
COMMENT ON COLUMN secretxfer.rules.provision IS
'Provision of the Rules from which the rule follows.';
COMMENT ON COLUMN secretxfer.rules.tables IS
'Tables whose entries the rule judges.';
COMMENT ON COLUMN secretxfer.rules.sentence_en IS
'The rule in one sentence, in English.';
COMMENT ON COLUMN secretxfer.rules.sentence_kk IS
'The rule in one sentence, in Kazakh.';
COMMENT ON COLUMN secretxfer.rules.sentence_ru IS
'The rule in one sentence, in Russian.';
COMMENT ON COLUMN secretxfer.rules.set_aside IS
'Whether a rectification sets the rule aside: yes, until commit (what cannot be, but may be between two statements), in '
'part (docs/rules.md says which part never is), or never.';

COMMENT ON COLUMN secretxfer.rules.sentence IS
'The rule in one sentence, in the language that the session asks for.';

-- The rules are public law: everybody with USAGE on the schema may read them.
GRANT SELECT ON secretxfer.rules TO PUBLIC;
