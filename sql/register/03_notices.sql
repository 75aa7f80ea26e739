-- 03_notices.sql
--
-- Written notices: of the contract and the transfer (provision 3(3)), of a provider's
-- services (8(4)) and of a succession (10 paragraph 1).

CREATE TABLE secretxfer.notices (
	case_no text COLLATE "C",
	notice_no text COLLATE "C",
	kind secretxfer.notice_kind NOT NULL,
	recipient text NOT NULL,
	authority text COLLATE "C",
	sent_on date NOT NULL,
	party text COLLATE "C",
	change_no text COLLATE "C",
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT notices_pkey PRIMARY KEY (case_no, notice_no, sent_on, recipient),
	CONSTRAINT notices_entry_id_key UNIQUE (entry_id),
	CONSTRAINT notices_notice_no_trimmed CHECK (notice_no = btrim(notice_no) AND notice_no <> ''),
	CONSTRAINT notices_authority_named CHECK (kind <> 'succession_authority' OR authority IS NOT NULL),
	CONSTRAINT notices_change_named CHECK (
		kind NOT IN ('succession_security', 'succession_authority') OR num_nulls(party, change_no) = 0),
	CONSTRAINT notices_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT notices_authority_fkey FOREIGN KEY (authority) REFERENCES secretxfer.parties (idn),
	CONSTRAINT notices_change_fkey
		FOREIGN KEY (party, change_no) REFERENCES secretxfer.party_changes (party, change_no)
);
CREATE INDEX notices_authority_idx ON secretxfer.notices (authority);
CREATE INDEX notices_change_idx ON secretxfer.notices (party, change_no);

COMMENT ON TABLE secretxfer.notices IS
'Written notices (provisions 3(3), 8(4), 10 paragraph 1). One row a notice.';
COMMENT ON COLUMN secretxfer.notices.case_no IS
'Case of which the notice tells.';
COMMENT ON COLUMN secretxfer.notices.notice_no IS
'Number of the notice within its case.';
COMMENT ON COLUMN secretxfer.notices.kind IS
'What is notified to whom.';
COMMENT ON COLUMN secretxfer.notices.recipient IS
'Body or branch to which the notice was sent, by name.';
COMMENT ON COLUMN secretxfer.notices.authority IS
'Disposing body that is notified of a succession, by its idn (provision 10 paragraph 1).';
COMMENT ON COLUMN secretxfer.notices.sent_on IS
'Date on which the notice was sent.';
COMMENT ON COLUMN secretxfer.notices.party IS
'Customer whose succession is notified, by its idn (provision 10 paragraph 1).';
COMMENT ON COLUMN secretxfer.notices.change_no IS
'The change that is notified (provision 10 paragraph 1).';
COMMENT ON INDEX secretxfer.notices_authority_idx IS
'The notices to a disposing body.';
COMMENT ON INDEX secretxfer.notices_change_idx IS
'The notices of a change.';
COMMENT ON CONSTRAINT notices_notice_no_trimmed ON secretxfer.notices IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT notices_authority_named ON secretxfer.notices IS
'A notice to a disposing body names it (provision 10 paragraph 1).';
COMMENT ON CONSTRAINT notices_change_named ON secretxfer.notices IS
'A notice of a succession names the change (provision 10 paragraph 1).';
COMMENT ON CONSTRAINT notices_case_no_fkey ON secretxfer.notices IS
'A notice belongs to a case.';
COMMENT ON CONSTRAINT notices_authority_fkey ON secretxfer.notices IS
'The disposing body is a known party.';
COMMENT ON CONSTRAINT notices_change_fkey ON secretxfer.notices IS
'A notice of a succession follows a recorded change.';
