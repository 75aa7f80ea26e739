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
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	unit_settlement text,
	contractor_permit_no text COLLATE "C",
	provider_permit_no text COLLATE "C",
	CONSTRAINT protections_pkey PRIMARY KEY (case_no, arranged_on),
	CONSTRAINT protections_entry_id_key UNIQUE (entry_id),
	CONSTRAINT protections_organizer_named CHECK (
		kind NOT IN ('quasi_state', 'provider') OR organizer IS NOT NULL),
	CONSTRAINT protections_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT protections_organizer_fkey FOREIGN KEY (organizer) REFERENCES secretxfer.parties (idn),
	CONSTRAINT protections_contractor_permit_no_fkey
		FOREIGN KEY (contractor_permit_no) REFERENCES secretxfer.permits (permit_no),
	CONSTRAINT protections_provider_permit_no_fkey
		FOREIGN KEY (provider_permit_no) REFERENCES secretxfer.permits (permit_no)
);
CREATE INDEX protections_organizer_idx ON secretxfer.protections (organizer);
CREATE INDEX protections_contractor_permit_no_idx ON secretxfer.protections (contractor_permit_no);
CREATE INDEX protections_provider_permit_no_idx ON secretxfer.protections (provider_permit_no);

COMMENT ON TABLE secretxfer.protections IS
'Arrangements for the protection of secrets at the contractor (provision 8). One row an arrangement; of '
'several in a case the latest one counts.';
COMMENT ON COLUMN secretxfer.protections.case_no IS
'Case whose secrets are protected.';
COMMENT ON COLUMN secretxfer.protections.kind IS
'Whose unit protects them (provision 8(1) to 8(4)).';
COMMENT ON COLUMN secretxfer.protections.organizer IS
'Party whose unit it is, by its idn; mandatory for a quasi-state entity (8(3)) and a provider (8(4)).';
COMMENT ON COLUMN secretxfer.protections.arranged_on IS
'Date from which the protection is in place, until the day of the next arrangement.';
COMMENT ON COLUMN secretxfer.protections.service_contract_no IS
'Number of the contract for services with the provider (provision 8(4)).';
COMMENT ON COLUMN secretxfer.protections.service_contract_on IS
'Date of the contract for services with the provider (provision 8(4)).';
COMMENT ON COLUMN secretxfer.protections.contractor_permit_marked_on IS
'Date of the mark in the contractor''s permit (provision 8(4)). Set once.';
COMMENT ON COLUMN secretxfer.protections.provider_permit_marked_on IS
'Date of the mark in the provider''s permit (provision 8(4)). Set once.';
COMMENT ON COLUMN secretxfer.protections.unit_settlement IS
'City or settlement of the protecting unit (provision 8(2)); that of the organiser unless stated.';
COMMENT ON COLUMN secretxfer.protections.contractor_permit_no IS
'The contractors permit that bears the mark (provision 8(4)); mandatory with its date.';
COMMENT ON COLUMN secretxfer.protections.provider_permit_no IS
'The providers permit that bears the mark (provision 8(4)); mandatory with its date.';
COMMENT ON INDEX secretxfer.protections_organizer_idx IS
'The cases in which a party organises the protection.';
COMMENT ON CONSTRAINT protections_organizer_named ON secretxfer.protections IS
'Who protects for others is named (provision 8(3), 8(4)).';
COMMENT ON CONSTRAINT protections_case_no_fkey ON secretxfer.protections IS
'An arrangement belongs to a case.';
COMMENT ON CONSTRAINT protections_organizer_fkey ON secretxfer.protections IS
'The organiser is a known party.';
COMMENT ON INDEX secretxfer.protections_contractor_permit_no_idx IS
'The arrangements marked in a contractors permit.';
COMMENT ON INDEX secretxfer.protections_provider_permit_no_idx IS
'The arrangements marked in a providers permit.';
COMMENT ON CONSTRAINT protections_contractor_permit_no_fkey ON secretxfer.protections IS
'The permit is known.';
COMMENT ON CONSTRAINT protections_provider_permit_no_fkey ON secretxfer.protections IS
'The permit is known.';
