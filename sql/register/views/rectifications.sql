-- rectifications.sql
--
-- What was put right, by whom, and under which basis.
--
-- The journal, which has the values, shows its lines to a registrar of the whole register only.  So a
-- party's registrar is told of the party's cases by history().

CREATE VIEW secretxfer.rectifications WITH (security_invoker = true) AS
	SELECT j.recorded_at, j.effective_role AS recorded_by, j.end_user, j.basis, j."table", j.entry, j.act,
		ARRAY(SELECT pg_catalog.json_object_keys(j."values")) AS columns, coalesce(j.set_aside, '{}') AS set_aside, j.chain, j.place
	FROM secretxfer.journal j
	WHERE j.basis IS NOT NULL AND j.act IN ('entered', 'changed', 'withdrawn')
	UNION ALL
	SELECT h.recorded_at, h.effective_role, h.end_user, h.basis, h."table", h.entry, h.act, coalesce(h.columns, '{}'),
		coalesce(h.set_aside, '{}'), c.entry_id, h.place
	FROM secretxfer.cases c
	CROSS JOIN LATERAL secretxfer.history_of_chain(c.entry_id, NULL) AS h
	WHERE secretxfer.has_rectification(c.entry_id) AND secretxfer.acts_as('registrar')
	  AND pg_catalog.row_security_active('secretxfer.journal')
	  AND NOT (secretxfer.registrar_of_all() OR secretxfer.acts_as('security') OR secretxfer.acts_as('auditor'))
	  AND h.basis IS NOT NULL AND h.act IN ('entered', 'changed', 'withdrawn');
COMMENT ON VIEW secretxfer.rectifications IS
'Entries that were entered, changed or withdrawn in a rectification. One row an entry and act.';
COMMENT ON COLUMN secretxfer.rectifications.recorded_at IS
'When.';
COMMENT ON COLUMN secretxfer.rectifications.recorded_by IS
'By whom.';
COMMENT ON COLUMN secretxfer.rectifications.end_user IS
'For whom a shared program wrote.';
COMMENT ON COLUMN secretxfer.rectifications.basis IS
'Ground of the rectification, as stated to rectify().';
COMMENT ON COLUMN secretxfer.rectifications."table" IS
'Table of the entry.';
COMMENT ON COLUMN secretxfer.rectifications.entry IS
'Number of the entry in the register (entry_id).';
COMMENT ON COLUMN secretxfer.rectifications.act IS
'What was done.';
COMMENT ON COLUMN secretxfer.rectifications.columns IS
'The columns that were entered, changed or withdrawn; empty once blanked.';
COMMENT ON COLUMN secretxfer.rectifications.set_aside IS
'Names of the rules that were set aside; empty if no rule was broken.';
COMMENT ON COLUMN secretxfer.rectifications.chain IS
'Chain of the line in the journal.';
COMMENT ON COLUMN secretxfer.rectifications.place IS
'Place of the line in the journal.';
