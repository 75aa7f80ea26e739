-- 10_succession.sql
--
-- Changes of the parties, and what must be done then (provision 10).  Notices of a succession
-- refer to the change, so these tables are created before notices.

CREATE TABLE secretxfer.party_changes (
	party text COLLATE "C",
	change_no text COLLATE "C",
	kind secretxfer.party_change_kind NOT NULL,
	effective_on date NOT NULL,
	document text NOT NULL,
	completed_on date,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	case_no text COLLATE "C",
	called_off_on date,
	call_off_document text,
	CONSTRAINT party_changes_pkey PRIMARY KEY (party, change_no),
	CONSTRAINT party_changes_entry_id_key UNIQUE (entry_id),
	CONSTRAINT party_changes_change_no_trimmed CHECK (change_no = btrim(change_no) AND change_no <> ''),
	CONSTRAINT party_changes_completed_after_effect CHECK (completed_on >= effective_on),
	CONSTRAINT party_changes_of_one_case CHECK (case_no IS NULL OR kind = 'works_terminated'),
	CONSTRAINT party_changes_call_off_documented CHECK (num_nulls(called_off_on, call_off_document) <> 1),
	CONSTRAINT party_changes_called_off_after_effect CHECK (called_off_on >= effective_on),
	CONSTRAINT party_changes_completed_or_called_off CHECK (num_nonnulls(completed_on, called_off_on) <= 1),
	CONSTRAINT party_changes_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT party_changes_party_fkey FOREIGN KEY (party) REFERENCES secretxfer.parties (idn)
);
CREATE INDEX party_changes_case_no_idx ON secretxfer.party_changes (case_no);

COMMENT ON TABLE secretxfer.party_changes IS
'Changes of functions or ownership, liquidations and ends of such works at a customer or contractor (provision 10). '
'One row an event; never deleted.';
COMMENT ON COLUMN secretxfer.party_changes.party IS
'Party to which it happened, by its idn.';
COMMENT ON COLUMN secretxfer.party_changes.change_no IS
'Number of the event within its party.';
COMMENT ON COLUMN secretxfer.party_changes.kind IS
'What happened (provision 10).';
COMMENT ON COLUMN secretxfer.party_changes.effective_on IS
'Date from which it takes effect; from then on, until it is called off, nothing is handed over in the cases it '
'concerns.';
COMMENT ON COLUMN secretxfer.party_changes.document IS
'Document from which the event follows.';
COMMENT ON COLUMN secretxfer.party_changes.completed_on IS
'Date on which the liquidation or other change was completed, everything being returned and the measures taken. Set '
'once.';
COMMENT ON COLUMN secretxfer.party_changes.case_no IS
'The one case whose works end; null if the event concerns all cases of the party.';
COMMENT ON COLUMN secretxfer.party_changes.called_off_on IS
'Date from which the event was called off; from then on it blocks nothing. Set once.';
COMMENT ON COLUMN secretxfer.party_changes.call_off_document IS
'Document that called the event off; mandatory with the date. Set once.';
COMMENT ON CONSTRAINT party_changes_change_no_trimmed ON secretxfer.party_changes IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT party_changes_completed_after_effect ON secretxfer.party_changes IS
'A change is not completed before it takes effect.';
COMMENT ON CONSTRAINT party_changes_party_fkey ON secretxfer.party_changes IS
'The party is known.';
COMMENT ON INDEX secretxfer.party_changes_case_no_idx IS
'The ends of the works of one case.';
COMMENT ON CONSTRAINT party_changes_of_one_case ON secretxfer.party_changes IS
'Only works end in one case.';
COMMENT ON CONSTRAINT party_changes_call_off_documented ON secretxfer.party_changes IS
'A document calls an event off.';
COMMENT ON CONSTRAINT party_changes_called_off_after_effect ON secretxfer.party_changes IS
'An event is not called off before it takes effect.';
COMMENT ON CONSTRAINT party_changes_completed_or_called_off ON secretxfer.party_changes IS
'An event is completed or called off, not both.';
COMMENT ON CONSTRAINT party_changes_case_no_fkey ON secretxfer.party_changes IS
'The case is known.';

CREATE TABLE secretxfer.supplements (
	case_no text COLLATE "C",
	supplement_no text COLLATE "C",
	party text COLLATE "C" NOT NULL,
	change_no text COLLATE "C" NOT NULL,
	successor text COLLATE "C" NOT NULL,
	successor_powers text NOT NULL,
	concluded_on date NOT NULL,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT supplements_pkey PRIMARY KEY (case_no, supplement_no),
	CONSTRAINT supplements_entry_id_key UNIQUE (entry_id),
	CONSTRAINT supplements_supplement_no_trimmed CHECK (
		supplement_no = btrim(supplement_no) AND supplement_no <> ''),
	CONSTRAINT supplements_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT supplements_change_fkey
		FOREIGN KEY (party, change_no) REFERENCES secretxfer.party_changes (party, change_no),
	CONSTRAINT supplements_successor_fkey FOREIGN KEY (successor) REFERENCES secretxfer.parties (idn)
);
CREATE INDEX supplements_change_idx ON secretxfer.supplements (party, change_no);
CREATE INDEX supplements_successor_idx ON secretxfer.supplements (successor);

COMMENT ON TABLE secretxfer.supplements IS
'Supplements to contracts that name the customer''s empowered successor (provision 10 paragraph 1). One row a '
'supplement.';
COMMENT ON COLUMN secretxfer.supplements.case_no IS
'Case whose contract is supplemented.';
COMMENT ON COLUMN secretxfer.supplements.supplement_no IS
'Number of the supplement within its case.';
COMMENT ON COLUMN secretxfer.supplements.party IS
'Customer to which the change happened, by its idn.';
COMMENT ON COLUMN secretxfer.supplements.change_no IS
'The change for which the supplement is concluded.';
COMMENT ON COLUMN secretxfer.supplements.successor IS
'Successor, by its idn; a customer that continues after a change may be its own successor.';
COMMENT ON COLUMN secretxfer.supplements.successor_powers IS
'From what the successor''s powers for such works follow (provision 10 paragraph 1).';
COMMENT ON COLUMN secretxfer.supplements.concluded_on IS
'Date on which the supplement was concluded.';
COMMENT ON INDEX secretxfer.supplements_change_idx IS
'The supplements that follow a change.';
COMMENT ON INDEX secretxfer.supplements_successor_idx IS
'The cases a successor took over.';
COMMENT ON CONSTRAINT supplements_supplement_no_trimmed ON secretxfer.supplements IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT supplements_case_no_fkey ON secretxfer.supplements IS
'A supplement belongs to a case.';
COMMENT ON CONSTRAINT supplements_change_fkey ON secretxfer.supplements IS
'A supplement follows a recorded change.';
COMMENT ON CONSTRAINT supplements_successor_fkey ON secretxfer.supplements IS
'The successor is a known party.';

CREATE TABLE secretxfer.protection_measures (
	case_no text COLLATE "C",
	party text COLLATE "C",
	change_no text COLLATE "C",
	taken_on date NOT NULL,
	measures text NOT NULL,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT protection_measures_pkey PRIMARY KEY (case_no, party, change_no),
	CONSTRAINT protection_measures_entry_id_key UNIQUE (entry_id),
	CONSTRAINT protection_measures_case_no_fkey
		FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT protection_measures_change_fkey
		FOREIGN KEY (party, change_no) REFERENCES secretxfer.party_changes (party, change_no)
);
CREATE INDEX protection_measures_change_idx ON secretxfer.protection_measures (party, change_no);

COMMENT ON TABLE secretxfer.protection_measures IS
'Measures that customer and contractor take together after a change at the contractor (provision 10 paragraph 2). '
'One row a case and change.';
COMMENT ON COLUMN secretxfer.protection_measures.case_no IS
'Case whose secrets are protected.';
COMMENT ON COLUMN secretxfer.protection_measures.party IS
'Contractor to which the change happened, by its idn.';
COMMENT ON COLUMN secretxfer.protection_measures.change_no IS
'The change that made the measures necessary.';
COMMENT ON COLUMN secretxfer.protection_measures.taken_on IS
'Date on which the measures were taken.';
COMMENT ON COLUMN secretxfer.protection_measures.measures IS
'What was done.';
COMMENT ON INDEX secretxfer.protection_measures_change_idx IS
'The measures taken after a change.';
COMMENT ON CONSTRAINT protection_measures_case_no_fkey ON secretxfer.protection_measures IS
'Measures belong to a case.';
COMMENT ON CONSTRAINT protection_measures_change_fkey ON secretxfer.protection_measures IS
'Measures follow a recorded change.';
