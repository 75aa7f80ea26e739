-- 11_authorizations.sql
--
-- The permits of the national security body (KNB) for organisations, and the clearances of persons.
-- Without these nothing is handed over (provision 11; their data: 4(5)).  Requests and contracts
-- refer to permits and clearances, so these tables are created before those.

CREATE TABLE secretxfer.permits (
	permit_no text COLLATE "C",
	holder text COLLATE "C" NOT NULL,
	issued_on date NOT NULL,
	valid_until date NOT NULL,
	issued_by text NOT NULL,
	highest_mark secretxfer.secrecy_mark NOT NULL,
	revoked_on date,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	printed_no text COLLATE "C" NOT NULL,
	CONSTRAINT permits_pkey PRIMARY KEY (permit_no),
	CONSTRAINT permits_entry_id_key UNIQUE (entry_id),
	CONSTRAINT permits_printed_no_issued_on_issued_by_key UNIQUE (printed_no, issued_on, issued_by),
	CONSTRAINT permits_permit_no_trimmed CHECK (permit_no = btrim(permit_no) AND permit_no <> ''),
	CONSTRAINT permits_validity CHECK (valid_until >= issued_on),
	CONSTRAINT permits_revoked_after_issue CHECK (revoked_on >= issued_on),
	CONSTRAINT permits_holder_fkey FOREIGN KEY (holder) REFERENCES secretxfer.parties (idn)
);
CREATE INDEX permits_holder_idx ON secretxfer.permits (holder);
CREATE INDEX permits_valid_until_idx ON secretxfer.permits (valid_until);
CREATE INDEX permits_lost_idx ON secretxfer.permits (least(valid_until + 1, revoked_on));
CREATE INDEX permits_revoked_idx ON secretxfer.permits (revoked_on) WHERE revoked_on IS NOT NULL;

COMMENT ON TABLE secretxfer.permits IS
'The national security body''s permits for organisations to work with state secrets (provisions 4(5), 11). One row '
'a permit.';
COMMENT ON COLUMN secretxfer.permits.permit_no IS
'Number of the permit, as printed on it.';
COMMENT ON COLUMN secretxfer.permits.holder IS
'Party that holds the permit, by its idn.';
COMMENT ON COLUMN secretxfer.permits.issued_on IS
'Date of issue.';
COMMENT ON COLUMN secretxfer.permits.valid_until IS
'Last day of validity.';
COMMENT ON COLUMN secretxfer.permits.issued_by IS
'Body that issued the permit.';
COMMENT ON COLUMN secretxfer.permits.highest_mark IS
'Highest degree of secrecy the permit covers; the lower ones are covered too.';
COMMENT ON COLUMN secretxfer.permits.revoked_on IS
'Date of revocation; from that day the permit is not valid. Set once.';
COMMENT ON COLUMN secretxfer.permits.printed_no IS
'Number as the permit bears it; the key unless stated.';
COMMENT ON INDEX secretxfer.permits_holder_idx IS
'The permits of a party.';
COMMENT ON INDEX secretxfer.permits_valid_until_idx IS
'The permits by their end.';
COMMENT ON INDEX secretxfer.permits_lost_idx IS
'The permits by the first day without them.';
COMMENT ON INDEX secretxfer.permits_revoked_idx IS
'The revoked permits.';
COMMENT ON CONSTRAINT permits_permit_no_trimmed ON secretxfer.permits IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT permits_validity ON secretxfer.permits IS
'A permit does not end before it begins.';
COMMENT ON CONSTRAINT permits_revoked_after_issue ON secretxfer.permits IS
'A permit is not revoked before it is issued.';
COMMENT ON CONSTRAINT permits_holder_fkey ON secretxfer.permits IS
'The holder is a known party.';
COMMENT ON INDEX secretxfer.permits_printed_no_issued_on_issued_by_key IS
'A permit by what stands on it.';
COMMENT ON CONSTRAINT permits_printed_no_issued_on_issued_by_key ON secretxfer.permits IS
'An issuer gives a number once a day.';

CREATE TABLE secretxfer.clearances (
	clearance_no text COLLATE "C",
	party text COLLATE "C" NOT NULL,
	person_name text NOT NULL,
	issued_on date NOT NULL,
	valid_until date NOT NULL,
	issued_by text NOT NULL,
	highest_mark secretxfer.secrecy_mark NOT NULL,
	revoked_on date,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	printed_no text COLLATE "C" NOT NULL,
	CONSTRAINT clearances_pkey PRIMARY KEY (clearance_no),
	CONSTRAINT clearances_entry_id_key UNIQUE (entry_id),
	CONSTRAINT clearances_printed_no_issued_on_issued_by_party_key UNIQUE (printed_no, issued_on, issued_by, party),
	CONSTRAINT clearances_clearance_no_trimmed CHECK (
		clearance_no = btrim(clearance_no) AND clearance_no <> ''),
	CONSTRAINT clearances_validity CHECK (valid_until >= issued_on),
	CONSTRAINT clearances_revoked_after_issue CHECK (revoked_on >= issued_on),
	CONSTRAINT clearances_party_fkey FOREIGN KEY (party) REFERENCES secretxfer.parties (idn)
);
CREATE INDEX clearances_party_idx ON secretxfer.clearances (party);
CREATE INDEX clearances_valid_until_idx ON secretxfer.clearances (valid_until);
CREATE INDEX clearances_lost_idx ON secretxfer.clearances (least(valid_until + 1, revoked_on));
CREATE INDEX clearances_revoked_idx ON secretxfer.clearances (revoked_on) WHERE revoked_on IS NOT NULL;
CREATE INDEX clearances_changed_idx ON secretxfer.clearances (changed_at) WHERE changed_at IS NOT NULL;

COMMENT ON TABLE secretxfer.clearances IS
'Clearances of persons to state secrets (provisions 4(5), 11). One row a clearance.';
COMMENT ON COLUMN secretxfer.clearances.clearance_no IS
'Number of the clearance.';
COMMENT ON COLUMN secretxfer.clearances.party IS
'The person''s employer, or the citizen as a party, by idn.';
COMMENT ON COLUMN secretxfer.clearances.person_name IS
'Surname, name and patronymic, if any, of the cleared person.';
COMMENT ON COLUMN secretxfer.clearances.issued_on IS
'Date of issue.';
COMMENT ON COLUMN secretxfer.clearances.valid_until IS
'Last day of validity.';
COMMENT ON COLUMN secretxfer.clearances.issued_by IS
'Body that issued the clearance.';
COMMENT ON COLUMN secretxfer.clearances.highest_mark IS
'Highest degree of secrecy the clearance covers; the lower ones are covered too (Law "On State Secrets", art. 29).';
COMMENT ON COLUMN secretxfer.clearances.revoked_on IS
'Date of revocation; from that day the clearance is not valid. Set once.';
COMMENT ON COLUMN secretxfer.clearances.printed_no IS
'Number as the clearance bears it; the key unless stated.';
COMMENT ON INDEX secretxfer.clearances_party_idx IS
'The clearances of a party''s staff.';
COMMENT ON INDEX secretxfer.clearances_valid_until_idx IS
'The clearances by their end.';
COMMENT ON INDEX secretxfer.clearances_lost_idx IS
'The clearances by the first day without them.';
COMMENT ON INDEX secretxfer.clearances_revoked_idx IS
'The revoked clearances.';
COMMENT ON INDEX secretxfer.clearances_changed_idx IS
'The clearances that were changed, be it that they were put right.';
COMMENT ON CONSTRAINT clearances_clearance_no_trimmed ON secretxfer.clearances IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT clearances_validity ON secretxfer.clearances IS
'A clearance does not end before it begins.';
COMMENT ON CONSTRAINT clearances_revoked_after_issue ON secretxfer.clearances IS
'A clearance is not revoked before it is issued.';
COMMENT ON CONSTRAINT clearances_party_fkey ON secretxfer.clearances IS
'The employer, or the citizen, is a known party.';
COMMENT ON INDEX secretxfer.clearances_printed_no_issued_on_issued_by_party_key IS
'A clearance by what stands on it.';
COMMENT ON CONSTRAINT clearances_printed_no_issued_on_issued_by_party_key ON secretxfer.clearances IS
'An issuer gives a number once a day to the staff of one party.';
