-- privileges.sql
--
-- Who may do what.  It answers with its owner's rights, because it shows whoever asks the part
-- that concerns it.

CREATE VIEW secretxfer.privileges WITH (security_barrier = true) AS
	SELECT a.role, a.duty, a.party, m."table", m.act, m.only_columns, m.but_columns, m.which_rows,
		a.recorded_at AS admitted_at, a.recorded_by AS admitted_by
	FROM secretxfer.admissions a
	JOIN secretxfer.duty_matrix() m ON m.duty = a.duty
	WHERE secretxfer.acts_as('auditor') OR secretxfer.acts_as('security')
	   OR EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = a.role AND pg_catalog.pg_has_role(r.oid, 'USAGE'))
	   OR pg_catalog.pg_has_role(
		(SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = 'secretxfer.admissions'::regclass), 'USAGE');

COMMENT ON VIEW secretxfer.privileges IS
'What roles may do in the register by their duties. One row a role, duty, party, table and act. Its owner, security '
'and auditors see all of it, other roles what they may do themselves.';
COMMENT ON COLUMN secretxfer.privileges.role IS
'The admitted role; for a group it holds for all who have the group''s privileges.';
COMMENT ON COLUMN secretxfer.privileges.duty IS
'The duty from which it follows.';
COMMENT ON COLUMN secretxfer.privileges.party IS
'The party for which the role has the duty, by its idn; null where it is for none.';
COMMENT ON COLUMN secretxfer.privileges."table" IS
'Table or view of the register.';
COMMENT ON COLUMN secretxfer.privileges.act IS
'What it may do there: see, enter, change, withdraw. The rules say what of that is lawful when.';
COMMENT ON COLUMN secretxfer.privileges.only_columns IS
'The only columns to which that extends; null where it is all, or all but some.';
COMMENT ON COLUMN secretxfer.privileges.but_columns IS
'Columns to which it does not extend; null where there are none.';
COMMENT ON COLUMN secretxfer.privileges.which_rows IS
'On which rows.';
COMMENT ON COLUMN secretxfer.privileges.admitted_at IS
'When the role was admitted.';
COMMENT ON COLUMN secretxfer.privileges.admitted_by IS
'Who admitted it.';
