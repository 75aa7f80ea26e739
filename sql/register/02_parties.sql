-- 02_parties.sql
--
-- Who takes part (provision 2), with the data that provision 4(1) demands of each party.

-- Numbers of entries, of whatever table.  The server takes them, so nobody needs a privilege on the sequence.
CREATE SEQUENCE secretxfer.entry_ids;
COMMENT ON SEQUENCE secretxfer.entry_ids IS
'The numbers of the entries of the whole register: entry_id of every table.';

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
	disposes_of_secrets boolean NOT NULL DEFAULT false,
	protection_mandate text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT parties_pkey PRIMARY KEY (idn),
	CONSTRAINT parties_entry_id_key UNIQUE (entry_id),
	CONSTRAINT parties_idn_twelve_digits CHECK (idn ~ '^[0-9]{12}$'),
	CONSTRAINT parties_organization_described CHECK (
		kind = 'citizen' OR num_nulls(head_name, legal_address) = 0),
	CONSTRAINT parties_citizen_described CHECK (
		kind <> 'citizen' OR num_nulls(workplace, position, residence, id_document_issuer) = 0),
	CONSTRAINT parties_state_share_percent CHECK (state_share BETWEEN 0 AND 100)
);

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
COMMENT ON COLUMN secretxfer.parties.disposes_of_secrets IS
'Whether the body may classify information and so disposes of secrets (Law "On State Secrets", art. 15): the '
'addressee of requests (provision 4).';
COMMENT ON COLUMN secretxfer.parties.protection_mandate IS
'Act of the Government that empowers the party to protect secrets for others (provision 8(4)).';
COMMENT ON CONSTRAINT parties_idn_twelve_digits ON secretxfer.parties IS
'Form of a BIN or IIN; a rule judges the check digit (provision 4(1)).';
COMMENT ON CONSTRAINT parties_organization_described ON secretxfer.parties IS
'Data of a body or organisation (provision 4(1)).';
COMMENT ON CONSTRAINT parties_citizen_described ON secretxfer.parties IS
'Data of a citizen (provision 4(1)).';
COMMENT ON CONSTRAINT parties_state_share_percent ON secretxfer.parties IS
'A share is a percentage.';

CREATE TABLE secretxfer.affiliations (
	party text COLLATE "C" NOT NULL,
	quasi_state text COLLATE "C" NOT NULL,
	since date,
	until date,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT affiliations_pkey PRIMARY KEY (entry_id),
	CONSTRAINT affiliations_period CHECK (until >= since),
	CONSTRAINT affiliations_two_parties CHECK (party <> quasi_state),
	CONSTRAINT affiliations_party_fkey FOREIGN KEY (party) REFERENCES secretxfer.parties (idn),
	CONSTRAINT affiliations_quasi_state_fkey FOREIGN KEY (quasi_state) REFERENCES secretxfer.parties (idn)
);
CREATE UNIQUE INDEX affiliations_once_idx
	ON secretxfer.affiliations (party, quasi_state, coalesce(since, '-infinity'::date));
CREATE INDEX affiliations_quasi_state_idx ON secretxfer.affiliations (quasi_state);

COMMENT ON TABLE secretxfer.affiliations IS
'Which parties are affiliated with which quasi-state entities (provision 8(3)). One row a party, entity and time: '
'who is affiliated again later has a further row.';
COMMENT ON COLUMN secretxfer.affiliations.party IS
'Party that is affiliated, by its idn.';
COMMENT ON COLUMN secretxfer.affiliations.quasi_state IS
'Entity of the quasi-state sector with which the party is affiliated, by its idn.';
COMMENT ON COLUMN secretxfer.affiliations.since IS
'First day of the affiliation; null if not known.';
COMMENT ON COLUMN secretxfer.affiliations.until IS
'Last day of the affiliation; null while it lasts.';
COMMENT ON INDEX secretxfer.affiliations_once_idx IS
'An affiliation by party, entity and first day.';
COMMENT ON INDEX secretxfer.affiliations_quasi_state_idx IS
'The affiliates of an entity.';
COMMENT ON CONSTRAINT affiliations_period ON secretxfer.affiliations IS
'An affiliation does not end before it begins.';
COMMENT ON CONSTRAINT affiliations_two_parties ON secretxfer.affiliations IS
'No entity is its own affiliate.';
COMMENT ON CONSTRAINT affiliations_party_fkey ON secretxfer.affiliations IS
'The affiliate is a known party.';
COMMENT ON CONSTRAINT affiliations_quasi_state_fkey ON secretxfer.affiliations IS
'The entity is a known party.';

-- Provisions 4, 5 and 7 speak of the body that disposes of the secrets.  Its powers may pass to
-- another body: for all carriers that no other row names, or for one carrier.
CREATE TABLE secretxfer.disposal_successions (
	body text COLLATE "C" NOT NULL,
	effective_on date NOT NULL,
	carrier_id bigint,
	successor text COLLATE "C" NOT NULL,
	document text NOT NULL,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT disposal_successions_pkey PRIMARY KEY (entry_id),
	CONSTRAINT disposal_successions_two_bodies CHECK (body <> successor),
	CONSTRAINT disposal_successions_body_fkey FOREIGN KEY (body) REFERENCES secretxfer.parties (idn),
	CONSTRAINT disposal_successions_successor_fkey FOREIGN KEY (successor) REFERENCES secretxfer.parties (idn)
);
CREATE UNIQUE INDEX disposal_successions_once_idx
	ON secretxfer.disposal_successions (body, effective_on, coalesce(carrier_id, 0));
CREATE INDEX disposal_successions_successor_idx ON secretxfer.disposal_successions (successor);
CREATE INDEX disposal_successions_carrier_id_idx ON secretxfer.disposal_successions (carrier_id);

COMMENT ON TABLE secretxfer.disposal_successions IS
'Passing of a body''s secrets to another body that disposes of secrets (provisions 4, 5, 7). One row an event; never '
'deleted.';
COMMENT ON COLUMN secretxfer.disposal_successions.body IS
'Body that disposed of the secrets until then, by its idn.';
COMMENT ON COLUMN secretxfer.disposal_successions.effective_on IS
'First day of the successor.';
COMMENT ON COLUMN secretxfer.disposal_successions.carrier_id IS
'Carrier that passes; null for all carriers of the body that no other row of the day names.';
COMMENT ON COLUMN secretxfer.disposal_successions.successor IS
'Body that disposes of the secrets from then on, by its idn.';
COMMENT ON COLUMN secretxfer.disposal_successions.document IS
'Document from which the event follows.';
COMMENT ON INDEX secretxfer.disposal_successions_once_idx IS
'An event by body, day and carrier.';
COMMENT ON INDEX secretxfer.disposal_successions_successor_idx IS
'What passed to a body.';
COMMENT ON INDEX secretxfer.disposal_successions_carrier_id_idx IS
'What became of a carrier.';
COMMENT ON CONSTRAINT disposal_successions_two_bodies ON secretxfer.disposal_successions IS
'A body does not succeed itself.';
COMMENT ON CONSTRAINT disposal_successions_body_fkey ON secretxfer.disposal_successions IS
'The body is a known party.';
COMMENT ON CONSTRAINT disposal_successions_successor_fkey ON secretxfer.disposal_successions IS
'The successor is a known party.';
