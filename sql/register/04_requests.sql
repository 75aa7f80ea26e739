-- 04_requests.sql
--
-- The carriers, and the written request to the body that disposes of them (provision 4).

-- carrier_id is drawn by lot, and no number of a sequence: whoever lists a carrier names the carrier by
-- this number alone, and must not find carriers by trying one number after the other.  It is a default: a
-- register that is loaded from another register keeps the numbers of the carriers, because lists and
-- hand-overs refer to them.
CREATE TABLE secretxfer.carriers (
	carrier_id bigint DEFAULT secretxfer.new_carrier_id(),
	owner text COLLATE "C" NOT NULL,
	title text NOT NULL,
	kind secretxfer.carrier_kind NOT NULL,
	mark secretxfer.secrecy_mark NOT NULL,
	account_no text COLLATE "C" NOT NULL,
	copy_no text COLLATE "C" NOT NULL,
	sheets integer,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	registered_on date,
	entered_for text COLLATE "C",
	CONSTRAINT carriers_pkey PRIMARY KEY (carrier_id),
	CONSTRAINT carriers_entry_id_key UNIQUE (entry_id),
	CONSTRAINT carriers_document_sheets CHECK (kind <> 'document' OR sheets IS NOT NULL),
	CONSTRAINT carriers_sheets_counted CHECK (sheets > 0),
	CONSTRAINT carriers_owner_fkey FOREIGN KEY (owner) REFERENCES secretxfer.parties (idn),
	CONSTRAINT carriers_entered_for_fkey FOREIGN KEY (entered_for) REFERENCES secretxfer.parties (idn)
);
-- A number is given anew each year.  Two nulls are the same day; PostgreSQL before 15 cannot say so in a constraint.
CREATE UNIQUE INDEX carriers_number_idx
	ON secretxfer.carriers (owner, account_no, copy_no, coalesce(registered_on, '-infinity'::date));
CREATE INDEX carriers_owner_idx ON secretxfer.carriers (owner);
CREATE INDEX carriers_entered_for_idx ON secretxfer.carriers (entered_for);

COMMENT ON TABLE secretxfer.carriers IS
'Carriers of state secrets with the data of provision 4(2). One row a numbered copy.';
COMMENT ON COLUMN secretxfer.carriers.carrier_id IS
'Number of the carrier in the register, drawn by lot unless stated; found by carrier_by_number().';
COMMENT ON COLUMN secretxfer.carriers.owner IS
'State body that disposes of the secrets, by its idn: the permission of this body is needed (provisions 3(1), 7).';
COMMENT ON COLUMN secretxfer.carriers.title IS
'Name of the carrier (provision 4(2)).';
COMMENT ON COLUMN secretxfer.carriers.kind IS
'Document or other material: only a document has sheets (provision 4(2)).';
COMMENT ON COLUMN secretxfer.carriers.mark IS
'Secrecy mark on the carrier (provision 4(2)).';
COMMENT ON COLUMN secretxfer.carriers.account_no IS
'Registration number of the carrier at its owner (provision 4(2)).';
COMMENT ON COLUMN secretxfer.carriers.copy_no IS
'Number of the copy (provision 4(2)).';
COMMENT ON COLUMN secretxfer.carriers.sheets IS
'Number of sheets; mandatory for a document (provision 4(2)).';
COMMENT ON COLUMN secretxfer.carriers.registered_on IS
'Day of registration, where the owners numbers begin anew each year.';
COMMENT ON COLUMN secretxfer.carriers.entered_for IS
'Customer that entered the carrier for its request, by its idn, and sees the carrier until a body answers; null if no '
'customer''s role entered the carrier, or its owner took the entry over.';
COMMENT ON INDEX secretxfer.carriers_number_idx IS
'A carrier by its owners number, copy and day of registration.';
COMMENT ON INDEX secretxfer.carriers_owner_idx IS
'The carriers of a disposing body.';
COMMENT ON INDEX secretxfer.carriers_entered_for_idx IS
'The carriers that a customer entered.';
COMMENT ON CONSTRAINT carriers_document_sheets ON secretxfer.carriers IS
'The sheets of a document are counted (provision 4(2)).';
COMMENT ON CONSTRAINT carriers_sheets_counted ON secretxfer.carriers IS
'A number of sheets is positive.';
COMMENT ON CONSTRAINT carriers_owner_fkey ON secretxfer.carriers IS
'The owner is a known party.';
COMMENT ON CONSTRAINT carriers_entered_for_fkey ON secretxfer.carriers IS
'The customer is a known party.';

CREATE TABLE secretxfer.requests (
	case_no text COLLATE "C",
	request_no text COLLATE "C",
	authority text COLLATE "C" NOT NULL,
	sent_on date NOT NULL,
	justification text NOT NULL,
	transfer_from date NOT NULL,
	transfer_until date NOT NULL,
	permit_no text COLLATE "C",
	clearance_no text COLLATE "C",
	draft_contract text NOT NULL,
	information_statement text,
	received_on date,
	answered boolean NOT NULL DEFAULT false,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	printed_no text COLLATE "C" NOT NULL,
	withdrawn_on date,
	CONSTRAINT requests_pkey PRIMARY KEY (case_no, request_no),
	CONSTRAINT requests_entry_id_key UNIQUE (entry_id),
	CONSTRAINT requests_request_no_trimmed CHECK (request_no = btrim(request_no) AND request_no <> ''),
	CONSTRAINT requests_transfer_period CHECK (transfer_until >= transfer_from),
	CONSTRAINT requests_received_after_sending CHECK (received_on >= sent_on),
	CONSTRAINT requests_withdrawn_after_sending CHECK (withdrawn_on >= sent_on),
	CONSTRAINT requests_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT requests_authority_fkey FOREIGN KEY (authority) REFERENCES secretxfer.parties (idn),
	CONSTRAINT requests_permit_no_fkey FOREIGN KEY (permit_no) REFERENCES secretxfer.permits (permit_no),
	CONSTRAINT requests_clearance_no_fkey
		FOREIGN KEY (clearance_no) REFERENCES secretxfer.clearances (clearance_no)
);
CREATE INDEX requests_authority_idx ON secretxfer.requests (authority);
CREATE INDEX requests_permit_no_idx ON secretxfer.requests (permit_no);
CREATE INDEX requests_clearance_no_idx ON secretxfer.requests (clearance_no);
-- No index tells which requests wait: with the mark in an index an answer would write entries into all indexes of the
-- request (answered.c), and all requests are read in a moment.

COMMENT ON TABLE secretxfer.requests IS
'Written requests to disposing bodies for their permission (provision 4). One row a request; a case may need several.';
COMMENT ON COLUMN secretxfer.requests.case_no IS
'Case for which the permission is asked.';
COMMENT ON COLUMN secretxfer.requests.request_no IS
'Number of the request within its case.';
COMMENT ON COLUMN secretxfer.requests.authority IS
'Disposing body to which the request is addressed, by its idn (provision 4).';
COMMENT ON COLUMN secretxfer.requests.sent_on IS
'Date on which the request was sent.';
COMMENT ON COLUMN secretxfer.requests.justification IS
'Why the information must be transferred (provision 4(3)).';
COMMENT ON COLUMN secretxfer.requests.transfer_from IS
'First day of the planned transfer (provision 4(4)).';
COMMENT ON COLUMN secretxfer.requests.transfer_until IS
'Last day of the planned transfer (provision 4(4)).';
COMMENT ON COLUMN secretxfer.requests.permit_no IS
'The contractor''s permit, for an organisation (provision 4(5)).';
COMMENT ON COLUMN secretxfer.requests.clearance_no IS
'The contractor''s clearance, for a citizen (provision 4(5)).';
COMMENT ON COLUMN secretxfer.requests.draft_contract IS
'Reference to the attached draft of the contract (provision 4, end).';
COMMENT ON COLUMN secretxfer.requests.information_statement IS
'Statement that describes the circulating information in place of the list, for service of information systems '
'(provision 6 paragraph 3).';
COMMENT ON COLUMN secretxfer.requests.received_on IS
'Date on which the body received the request; the term for the answer runs from the next working day (provision 5). '
'Set once.';
COMMENT ON COLUMN secretxfer.requests.answered IS
'Whether the answer stands in decisions. Kept by the server; what is supplied is overwritten.';
COMMENT ON COLUMN secretxfer.requests.printed_no IS
'Number as the request bears it; the key unless stated.';
COMMENT ON COLUMN secretxfer.requests.withdrawn_on IS
'Date on which the customer took the request back; no answer is due any more. Set once.';
COMMENT ON INDEX secretxfer.requests_authority_idx IS
'The requests to a disposing body.';
COMMENT ON INDEX secretxfer.requests_permit_no_idx IS
'The requests that rely on a permit.';
COMMENT ON INDEX secretxfer.requests_clearance_no_idx IS
'The requests that rely on a clearance.';
COMMENT ON CONSTRAINT requests_request_no_trimmed ON secretxfer.requests IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT requests_transfer_period ON secretxfer.requests IS
'The planned period does not end before it begins (provision 4(4)).';
COMMENT ON CONSTRAINT requests_received_after_sending ON secretxfer.requests IS
'A request is not received before it is sent.';
COMMENT ON CONSTRAINT requests_case_no_fkey ON secretxfer.requests IS
'A request belongs to a case.';
COMMENT ON CONSTRAINT requests_authority_fkey ON secretxfer.requests IS
'The addressee is a known party.';
COMMENT ON CONSTRAINT requests_permit_no_fkey ON secretxfer.requests IS
'The permit is known.';
COMMENT ON CONSTRAINT requests_clearance_no_fkey ON secretxfer.requests IS
'The clearance is known.';
COMMENT ON CONSTRAINT requests_withdrawn_after_sending ON secretxfer.requests IS
'A request is not taken back before it is sent.';

CREATE TABLE secretxfer.request_items (
	case_no text COLLATE "C",
	request_no text COLLATE "C",
	item_no integer,
	carrier_id bigint NOT NULL,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT request_items_pkey PRIMARY KEY (case_no, request_no, item_no),
	CONSTRAINT request_items_entry_id_key UNIQUE (entry_id),
	CONSTRAINT request_items_case_no_request_no_carrier_id_key UNIQUE (case_no, request_no, carrier_id),
	CONSTRAINT request_items_item_no_counted CHECK (item_no > 0),
	CONSTRAINT request_items_request_fkey
		FOREIGN KEY (case_no, request_no) REFERENCES secretxfer.requests (case_no, request_no),
	CONSTRAINT request_items_carrier_id_fkey
		FOREIGN KEY (carrier_id) REFERENCES secretxfer.carriers (carrier_id)
);
CREATE INDEX request_items_carrier_id_idx ON secretxfer.request_items (carrier_id);
-- n_distinct: see handovers
ALTER TABLE secretxfer.request_items ALTER case_no SET (n_distinct = -0.1);

COMMENT ON TABLE secretxfer.request_items IS
'The list of carriers in a request (provision 4(2)). One row a line of the list.';
COMMENT ON COLUMN secretxfer.request_items.case_no IS
'Case of the request.';
COMMENT ON COLUMN secretxfer.request_items.request_no IS
'Request to which the list belongs.';
COMMENT ON COLUMN secretxfer.request_items.item_no IS
'Number of the line, from 1.';
COMMENT ON COLUMN secretxfer.request_items.carrier_id IS
'Carrier that is asked for.';
COMMENT ON INDEX secretxfer.request_items_case_no_request_no_carrier_id_key IS
'The line of a carrier in a request.';
COMMENT ON INDEX secretxfer.request_items_carrier_id_idx IS
'The requests in which a carrier is listed.';
COMMENT ON CONSTRAINT request_items_case_no_request_no_carrier_id_key ON secretxfer.request_items IS
'A carrier is listed once in a request.';
COMMENT ON CONSTRAINT request_items_item_no_counted ON secretxfer.request_items IS
'Lines are counted from 1.';
COMMENT ON CONSTRAINT request_items_request_fkey ON secretxfer.request_items IS
'A list belongs to a request.';
COMMENT ON CONSTRAINT request_items_carrier_id_fkey ON secretxfer.request_items IS
'A line names a known carrier.';

-- An event: the owner raises, lowers or lifts the mark.  Degrees are judged by the mark of the day.
CREATE TABLE secretxfer.carrier_marks (
	carrier_id bigint,
	marked_on date,
	mark secretxfer.secrecy_mark,
	document text NOT NULL,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT carrier_marks_pkey PRIMARY KEY (carrier_id, marked_on),
	CONSTRAINT carrier_marks_entry_id_key UNIQUE (entry_id),
	CONSTRAINT carrier_marks_carrier_id_fkey FOREIGN KEY (carrier_id) REFERENCES secretxfer.carriers (carrier_id)
);

COMMENT ON TABLE secretxfer.carrier_marks IS
'Changes of a carrier''s secrecy mark (Law "On State Secrets", art. 18). One row a change; never deleted.';
COMMENT ON COLUMN secretxfer.carrier_marks.carrier_id IS
'Carrier whose mark changes.';
COMMENT ON COLUMN secretxfer.carrier_marks.marked_on IS
'First day of the new mark.';
COMMENT ON COLUMN secretxfer.carrier_marks.mark IS
'New mark; null if the carrier is no longer secret.';
COMMENT ON COLUMN secretxfer.carrier_marks.document IS
'Document by which the mark was changed.';
COMMENT ON CONSTRAINT carrier_marks_carrier_id_fkey ON secretxfer.carrier_marks IS
'The carrier is known.';

ALTER TABLE secretxfer.disposal_successions
	ADD CONSTRAINT disposal_successions_carrier_id_fkey
		FOREIGN KEY (carrier_id) REFERENCES secretxfer.carriers (carrier_id);
COMMENT ON CONSTRAINT disposal_successions_carrier_id_fkey ON secretxfer.disposal_successions IS
'The carrier is known.';

-- The list of a request is entered after the request, line by line.  Therefore only at the end of
-- the transaction it is certain that the list of a received request is empty.
CREATE CONSTRAINT TRIGGER "A_secretxfer_judge_at_commit"
	AFTER INSERT OR UPDATE ON secretxfer.requests
	DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_at_commit();
CREATE CONSTRAINT TRIGGER "A_secretxfer_judge_at_commit"
	AFTER UPDATE OR DELETE ON secretxfer.request_items
	DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION secretxfer.judge_at_commit();
COMMENT ON TRIGGER "A_secretxfer_judge_at_commit" ON secretxfer.requests IS
'A request that has been received lists at least one carrier (provision 4(2)).';
COMMENT ON TRIGGER "A_secretxfer_judge_at_commit" ON secretxfer.request_items IS
'A list that has been received does not become empty (provision 4(2)).';
COMMENT ON CONSTRAINT "A_secretxfer_judge_at_commit" ON secretxfer.requests IS
'A request that has been received lists at least one carrier (provision 4(2)).';
COMMENT ON CONSTRAINT "A_secretxfer_judge_at_commit" ON secretxfer.request_items IS
'A list that has been received does not become empty (provision 4(2)).';
