-- privileges.sql
--
-- Who may do what.  The view reads with the rights of its owner, not of the role that asks, and
-- shows each role the part that concerns this role.

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
'The admitted role; the admission of a group is valid for all roles that have the privileges of the group.';
COMMENT ON COLUMN secretxfer.privileges.duty IS
'The duty that gives the privilege.';
COMMENT ON COLUMN secretxfer.privileges.party IS
'The party for which the role has the duty, by its idn; null where it is for none.';
COMMENT ON COLUMN secretxfer.privileges."table" IS
'Table or view of the register.';
COMMENT ON COLUMN secretxfer.privileges.act IS
'What the role may do there: see, enter, change, withdraw. The rules decide when this is lawful.';
COMMENT ON COLUMN secretxfer.privileges.only_columns IS
'The only columns on which the role may do this; null where these are all columns, or all but some. A write may list '
'the others unchanged.';
COMMENT ON COLUMN secretxfer.privileges.but_columns IS
'Columns on which the role may not do this; null where there are none. A write may list them unchanged, and a new entry '
'with null.';
COMMENT ON COLUMN secretxfer.privileges.which_rows IS
'On which rows.';
COMMENT ON COLUMN secretxfer.privileges.admitted_at IS
'When the role was admitted.';
COMMENT ON COLUMN secretxfer.privileges.admitted_by IS
'Who admitted the role.';
