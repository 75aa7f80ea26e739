-- 08_protections.sql
--
-- Whose protection unit protects the secrets at the contractor (provision 8).

CREATE TABLE secretxfer.protections (
	case_no text COLLATE "C",
	kind secretxfer.protection_kind NOT NULL,
	organizer text COLLATE "C",
	arranged_on date NOT NULL,
	service_contract_no text,
	service_contract_on date,
	contractor_permit_marked_on date,
	provider_permit_marked_on date,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT protections_pkey PRIMARY KEY (case_no),
	CONSTRAINT protections_organizer_named CHECK (
		kind NOT IN ('quasi_state', 'provider') OR organizer IS NOT NULL),
	CONSTRAINT protections_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT protections_organizer_fkey FOREIGN KEY (organizer) REFERENCES secretxfer.parties (idn)
);
CREATE INDEX protections_organizer_idx ON secretxfer.protections (organizer);

COMMENT ON TABLE secretxfer.protections IS
'Arrangements for the protection of secrets at the contractor (provision 8). One row an arrangement; a case has '
'exactly one.';
COMMENT ON COLUMN secretxfer.protections.case_no IS
'Case whose secrets are protected.';
COMMENT ON COLUMN secretxfer.protections.kind IS
'Whose unit protects them (provision 8(1) to 8(4)).';
COMMENT ON COLUMN secretxfer.protections.organizer IS
'Party whose unit it is, by its idn; mandatory for a quasi-state entity (8(3)) and a provider (8(4)).';
COMMENT ON COLUMN secretxfer.protections.arranged_on IS
'Date from which the protection is in place.';
COMMENT ON COLUMN secretxfer.protections.service_contract_no IS
'Number of the contract for services with the provider (provision 8(4)).';
COMMENT ON COLUMN secretxfer.protections.service_contract_on IS
'Date of the contract for services with the provider (provision 8(4)).';
COMMENT ON COLUMN secretxfer.protections.contractor_permit_marked_on IS
'Date of the mark in the contractor''s permit (provision 8(4)). Set once.';
COMMENT ON COLUMN secretxfer.protections.provider_permit_marked_on IS
'Date of the mark in the provider''s permit (provision 8(4)). Set once.';
COMMENT ON INDEX secretxfer.protections_organizer_idx IS
'The cases in which a party organises the protection.';
COMMENT ON CONSTRAINT protections_organizer_named ON secretxfer.protections IS
'Who protects for others is named (provision 8(3), 8(4)).';
COMMENT ON CONSTRAINT protections_case_no_fkey ON secretxfer.protections IS
'An arrangement belongs to a case.';
COMMENT ON CONSTRAINT protections_organizer_fkey ON secretxfer.protections IS
'The organiser is a known party.';
