-- 02_cases.sql
--
-- The joint secret works (provision 2(1)).  A case is the works that one customer orders from one
-- contractor.

CREATE TABLE secretxfer.cases (
	case_no text COLLATE "C",
	customer text COLLATE "C" NOT NULL,
	contractor text COLLATE "C" NOT NULL,
	subject text NOT NULL,
	works_settlement text NOT NULL,
	information_system_service boolean NOT NULL DEFAULT false,
	opened_on date NOT NULL,
	closed_on date,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	printed_no text COLLATE "C" NOT NULL,
	system_mark secretxfer.secrecy_mark,
	CONSTRAINT cases_pkey PRIMARY KEY (case_no),
	CONSTRAINT cases_entry_id_key UNIQUE (entry_id),
	CONSTRAINT cases_case_no_trimmed CHECK (case_no = btrim(case_no) AND case_no <> ''),
	CONSTRAINT cases_system_marked CHECK (system_mark IS NULL OR information_system_service),
	CONSTRAINT cases_two_parties CHECK (customer <> contractor),
	CONSTRAINT cases_closed_after_opening CHECK (closed_on >= opened_on),
	CONSTRAINT cases_customer_fkey FOREIGN KEY (customer) REFERENCES secretxfer.parties (idn),
	CONSTRAINT cases_contractor_fkey FOREIGN KEY (contractor) REFERENCES secretxfer.parties (idn)
);
-- A change of a party concerns the party's open cases.  With these indexes PostgreSQL finds them
-- without reading the table.
CREATE INDEX cases_customer_idx ON secretxfer.cases (customer, closed_on) INCLUDE (case_no, contractor, opened_on);
CREATE INDEX cases_contractor_idx ON secretxfer.cases (contractor, closed_on) INCLUDE (case_no, customer, opened_on);

COMMENT ON TABLE secretxfer.cases IS
'Joint secret works (provision 2(1)). One row a case: works of one contractor for one customer.';
COMMENT ON COLUMN secretxfer.cases.case_no IS
'Number of the case, given by its keeper.';
COMMENT ON COLUMN secretxfer.cases.customer IS
'Party that orders the works, by its idn: a state body or an organisation (provision 2(2)).';
COMMENT ON COLUMN secretxfer.cases.contractor IS
'Party that performs the works, by its idn: a non-state organisation or a citizen (provision 2(3)).';
COMMENT ON COLUMN secretxfer.cases.subject IS
'What the works are about.';
COMMENT ON COLUMN secretxfer.cases.works_settlement IS
'City or settlement where the works are performed (provision 8(2)).';
COMMENT ON COLUMN secretxfer.cases.information_system_service IS
'Whether the works service the customer''s protected information systems (provision 6 paragraph 3): then a '
'statement may take the place of the list of carriers.';
COMMENT ON COLUMN secretxfer.cases.opened_on IS
'Date on which the case was opened.';
COMMENT ON COLUMN secretxfer.cases.closed_on IS
'Date on which the case was closed, with nothing outstanding. Set once.';
COMMENT ON COLUMN secretxfer.cases.printed_no IS
'Number as the offices papers bear it; the key unless stated.';
COMMENT ON COLUMN secretxfer.cases.system_mark IS
'Secrecy mark of the serviced information system (provisions 6 paragraph 3, 11): mandatory for its service, null in '
'other cases. Set once.';
COMMENT ON INDEX secretxfer.cases_customer_idx IS
'The cases of a customer (provision 10 paragraph 1).';
COMMENT ON INDEX secretxfer.cases_contractor_idx IS
'The cases of a contractor (provision 10 paragraph 2).';
COMMENT ON CONSTRAINT cases_case_no_trimmed ON secretxfer.cases IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT cases_two_parties ON secretxfer.cases IS
'Nobody orders works from itself (provision 2).';
COMMENT ON CONSTRAINT cases_closed_after_opening ON secretxfer.cases IS
'A case is not closed before it is opened.';
COMMENT ON CONSTRAINT cases_customer_fkey ON secretxfer.cases IS
'The customer is a known party.';
COMMENT ON CONSTRAINT cases_contractor_fkey ON secretxfer.cases IS
'The contractor is a known party.';
COMMENT ON CONSTRAINT cases_system_marked ON secretxfer.cases IS
'Only a serviced information system has a degree.';
