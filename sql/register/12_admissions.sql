-- 12_admissions.sql
--
-- Who acts for whom.  The Rules give every step to somebody: the customer, the disposing body,
-- the bodies that keep permits and clearances.  A role stands here by its name, not by its oid,
-- because a dump may be restored where roles have other oids.  An admission is no entry under the
-- Rules, so this table has not the triggers of the other tables.  Its own trigger lets nobody write
-- but the owner.

CREATE TABLE secretxfer.admissions (
	role name NOT NULL,
	duty secretxfer.duty NOT NULL,
	party text COLLATE "C",
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	CONSTRAINT admissions_party_named CHECK (
		duty = 'registrar' OR (duty IN ('customer', 'authority')) = (party IS NOT NULL))
);
CREATE UNIQUE INDEX admissions_once_idx ON secretxfer.admissions (role, duty, coalesce(party, ''));
CREATE INDEX admissions_party_idx ON secretxfer.admissions (party);
-- Without a primary key, because party may be null; so a publication of the whole schema needs the rows whole.
ALTER TABLE secretxfer.admissions REPLICA IDENTITY FULL;
CREATE TRIGGER secretxfer_renew_admissions AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON secretxfer.admissions
	FOR EACH STATEMENT EXECUTE FUNCTION secretxfer.renew_admissions();

COMMENT ON TABLE secretxfer.admissions IS
'Roles and the duties they are admitted to, written by admit() and dismiss(). One row a role, duty and party; what '
'follows from it: privileges.';
COMMENT ON COLUMN secretxfer.admissions.role IS
'The role, by its name; the admission of a group is valid for all roles that have the privileges of the group.';
COMMENT ON COLUMN secretxfer.admissions.duty IS
'What the role does.';
COMMENT ON COLUMN secretxfer.admissions.party IS
'For which party, by its idn; null where the duty is for no party.';
COMMENT ON COLUMN secretxfer.admissions.recorded_at IS
'When the role was admitted.';
COMMENT ON COLUMN secretxfer.admissions.recorded_by IS
'Who admitted the role.';
COMMENT ON INDEX secretxfer.admissions_once_idx IS
'An admission by its role, duty and party.';
COMMENT ON INDEX secretxfer.admissions_party_idx IS
'Who acts for a party.';
COMMENT ON CONSTRAINT admissions_party_named ON secretxfer.admissions IS
'Customers and disposing bodies are parties; a registrar may be one party''s; the other duties are for none.';
COMMENT ON TRIGGER secretxfer_renew_admissions ON secretxfer.admissions IS
'Lets only the owner write, and makes every session look up again what its role may do.';
