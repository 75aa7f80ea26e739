-- 02_parties.sql
--
-- Who takes part (provision 2), with the data that provision 4(1) demands of each party.

CREATE TABLE secretxfer.parties (
	idn text COLLATE "C",
	kind secretxfer.party_kind NOT NULL,
	full_name text NOT NULL,
	head_name text,
	legal_address text,
	workplace text,
	position text,
	residence text,
	id_document_issuer text,
	settlement text NOT NULL,
	foreign_participation boolean NOT NULL DEFAULT false,
	state_share numeric,
	quasi_state boolean NOT NULL DEFAULT false,
	affiliated_with text COLLATE "C",
	disposes_of_secrets boolean NOT NULL DEFAULT false,
	protection_mandate text,
	recorded_at timestamptz NOT NULL,
	recorded_by name NOT NULL,
	changed_at timestamptz,
	changed_by name,
	CONSTRAINT parties_pkey PRIMARY KEY (idn),
	CONSTRAINT parties_idn_twelve_digits CHECK (idn ~ '^[0-9]{12}$'),
	CONSTRAINT parties_organization_described CHECK (
		kind = 'citizen' OR num_nulls(head_name, legal_address) = 0),
	CONSTRAINT parties_citizen_described CHECK (
		kind <> 'citizen' OR num_nulls(workplace, position, residence, id_document_issuer) = 0),
	CONSTRAINT parties_state_share_percent CHECK (state_share BETWEEN 0 AND 100),
	CONSTRAINT parties_affiliated_with_fkey
		FOREIGN KEY (affiliated_with) REFERENCES secretxfer.parties (idn)
);
CREATE INDEX parties_affiliated_with_idx ON secretxfer.parties (affiliated_with);

COMMENT ON TABLE secretxfer.parties IS
'Everybody who takes part: customers, contractors, disposing bodies, organisers of protection (provisions 2, 4(1), '
'8). One row a party.';
COMMENT ON COLUMN secretxfer.parties.idn IS
'BIN of a state body or organisation, IIN of a citizen: twelve digits, the last one a check digit (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.kind IS
'State body, organisation or citizen: decides who may order and who may perform the works (provision 2).';
COMMENT ON COLUMN secretxfer.parties.full_name IS
'Full name of the body or organisation; surname, name and patronymic, if any, of a citizen (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.head_name IS
'Surname, name and patronymic, if any, of the head; mandatory for bodies and organisations (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.legal_address IS
'Legal address; mandatory for bodies and organisations (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.workplace IS
'Place of work or study; mandatory for citizens (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.position IS
'Position held, or the status of a student; mandatory for citizens (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.residence IS
'Place of residence; mandatory for citizens (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.id_document_issuer IS
'Body that issued the identity document; mandatory for citizens (provision 4(1)).';
COMMENT ON COLUMN secretxfer.parties.settlement IS
'City or settlement of the activity: decides which national security body is notified (3(3)) and which provider may '
'serve (8(4)).';
COMMENT ON COLUMN secretxfer.parties.foreign_participation IS
'Whether foreigners hold a share; then the party cannot organise protection (provision 8(1), 8(4)).';
COMMENT ON COLUMN secretxfer.parties.state_share IS
'The state''s share in the charter capital in per cent, 0 to 100; a provider needs 100 (provision 8(4)).';
COMMENT ON COLUMN secretxfer.parties.quasi_state IS
'Whether the party is an entity of the quasi-state sector, which may organise protection for its affiliates '
'(provision 8(3)).';
COMMENT ON COLUMN secretxfer.parties.affiliated_with IS
'Party with which this party is affiliated, by its idn (provision 8(3)).';
COMMENT ON COLUMN secretxfer.parties.disposes_of_secrets IS
'Whether the body may classify information and so disposes of secrets (Law "On State Secrets", art. 15): the '
'addressee of requests (provision 4).';
COMMENT ON COLUMN secretxfer.parties.protection_mandate IS
'Act of the Government that empowers the party to protect secrets for others (provision 8(4)).';
COMMENT ON INDEX secretxfer.parties_affiliated_with_idx IS
'The affiliates of a party (provision 8(3)).';
COMMENT ON CONSTRAINT parties_idn_twelve_digits ON secretxfer.parties IS
'Form of a BIN or IIN; a rule judges the check digit (provision 4(1)).';
COMMENT ON CONSTRAINT parties_organization_described ON secretxfer.parties IS
'Data of a body or organisation (provision 4(1)).';
COMMENT ON CONSTRAINT parties_citizen_described ON secretxfer.parties IS
'Data of a citizen (provision 4(1)).';
COMMENT ON CONSTRAINT parties_state_share_percent ON secretxfer.parties IS
'A share is a percentage.';
COMMENT ON CONSTRAINT parties_affiliated_with_fkey ON secretxfer.parties IS
'An affiliate''s principal is a known party.';
