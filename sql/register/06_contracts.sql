-- 06_contracts.sql
--
-- The contract for the works, and its annex: the list of the carriers (provision 6).

CREATE TABLE secretxfer.contracts (
	case_no text COLLATE "C",
	contract_no text NOT NULL,
	concluded_on date NOT NULL,
	control_during_works text NOT NULL,
	control_after_works text NOT NULL,
	contractor_liability text NOT NULL,
	protection_financing text NOT NULL,
	permit_no text COLLATE "C",
	clearance_no text COLLATE "C",
	responsible_unit text NOT NULL,
	unit_designated_by text NOT NULL,
	information_statement text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT contracts_pkey PRIMARY KEY (case_no),
	CONSTRAINT contracts_entry_id_key UNIQUE (entry_id),
	CONSTRAINT contracts_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT contracts_permit_no_fkey FOREIGN KEY (permit_no) REFERENCES secretxfer.permits (permit_no),
	CONSTRAINT contracts_clearance_no_fkey
		FOREIGN KEY (clearance_no) REFERENCES secretxfer.clearances (clearance_no)
);
CREATE INDEX contracts_permit_no_idx ON secretxfer.contracts (permit_no);
CREATE INDEX contracts_clearance_no_idx ON secretxfer.contracts (clearance_no);

COMMENT ON TABLE secretxfer.contracts IS
'Contracts for joint secret works (provisions 3(2), 6). One row a contract; a case has one.';
COMMENT ON COLUMN secretxfer.contracts.case_no IS
'Case of the contract.';
COMMENT ON COLUMN secretxfer.contracts.contract_no IS
'Number of the contract.';
COMMENT ON COLUMN secretxfer.contracts.concluded_on IS
'Date on which the contract was concluded, after the permission (provisions 3, 7).';
COMMENT ON COLUMN secretxfer.contracts.control_during_works IS
'The customer''s control of the protection during the works (provision 6(1)).';
COMMENT ON COLUMN secretxfer.contracts.control_after_works IS
'The customer''s control of the protection after the works (provision 6(1)).';
COMMENT ON COLUMN secretxfer.contracts.contractor_liability IS
'The contractor''s liability (provision 6(1)).';
COMMENT ON COLUMN secretxfer.contracts.protection_financing IS
'Financing of the protection (provision 6(2)).';
COMMENT ON COLUMN secretxfer.contracts.permit_no IS
'The contractor''s permit, for an organisation (provision 6(3)).';
COMMENT ON COLUMN secretxfer.contracts.clearance_no IS
'The contractor''s clearance, for a citizen (provision 6(3)).';
COMMENT ON COLUMN secretxfer.contracts.responsible_unit IS
'The customer''s unit responsible for the contract and its control (provisions 6 paragraph 4, 9).';
COMMENT ON COLUMN secretxfer.contracts.unit_designated_by IS
'Order of the customer''s head that designates the unit (provision 6 paragraph 4).';
COMMENT ON COLUMN secretxfer.contracts.information_statement IS
'Statement that describes the circulating information; mandatory for service of information systems (provision 6 '
'paragraph 3).';
COMMENT ON INDEX secretxfer.contracts_permit_no_idx IS
'The contracts that rely on a permit.';
COMMENT ON INDEX secretxfer.contracts_clearance_no_idx IS
'The contracts that rely on a clearance.';
COMMENT ON CONSTRAINT contracts_case_no_fkey ON secretxfer.contracts IS
'A contract belongs to a case.';
COMMENT ON CONSTRAINT contracts_permit_no_fkey ON secretxfer.contracts IS
'The permit is known.';
COMMENT ON CONSTRAINT contracts_clearance_no_fkey ON secretxfer.contracts IS
'The clearance is known.';

-- A line of the annex names a line of a request, so that every annexed carrier was requested
-- (provision 7).  annexed_on needs no default: the trigger fills in the contract's date before the
-- row is stored.
CREATE TABLE secretxfer.contract_items (
	case_no text COLLATE "C",
	annex_no text COLLATE "C",
	request_no text COLLATE "C" NOT NULL,
	item_no integer NOT NULL,
	annexed_on date NOT NULL,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT contract_items_pkey PRIMARY KEY (case_no, annex_no),
	CONSTRAINT contract_items_entry_id_key UNIQUE (entry_id),
	CONSTRAINT contract_items_case_no_request_no_item_no_key UNIQUE (case_no, request_no, item_no),
	CONSTRAINT contract_items_annex_no_trimmed CHECK (annex_no = btrim(annex_no) AND annex_no <> ''),
	CONSTRAINT contract_items_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.contracts (case_no),
	CONSTRAINT contract_items_request_item_fkey
		FOREIGN KEY (case_no, request_no, item_no)
		REFERENCES secretxfer.request_items (case_no, request_no, item_no)
);
CREATE INDEX contract_items_annexed_on_idx ON secretxfer.contract_items (case_no, annexed_on);
CREATE INDEX contract_items_recorded_late_idx ON secretxfer.contract_items (case_no)
	WHERE secretxfer.days_until_recorded(annexed_on, recorded_at) > 30;
-- n_distinct: see handovers
ALTER TABLE secretxfer.contract_items ALTER case_no SET (n_distinct = -0.1);

COMMENT ON TABLE secretxfer.contract_items IS
'The annex of the contract: the list of carriers (provision 6(4)). One row a line; the annex may grow by carriers '
'of a later permission.';
COMMENT ON COLUMN secretxfer.contract_items.case_no IS
'Case of the contract.';
COMMENT ON COLUMN secretxfer.contract_items.annex_no IS
'Number of the line in the annex.';
COMMENT ON COLUMN secretxfer.contract_items.request_no IS
'Request in which the carrier was asked for.';
COMMENT ON COLUMN secretxfer.contract_items.item_no IS
'Line of that request; the data of its carrier are the data of the annex line (provision 6(4)).';
COMMENT ON COLUMN secretxfer.contract_items.annexed_on IS
'Date on which the line was agreed; when left out, the contract''s date.';
COMMENT ON INDEX secretxfer.contract_items_case_no_request_no_item_no_key IS
'The line of the annex for a line of a request.';
COMMENT ON INDEX secretxfer.contract_items_annexed_on_idx IS
'The annex of a case in the order in which it grew.';
COMMENT ON INDEX secretxfer.contract_items_recorded_late_idx IS
'What was recorded long after it was annexed.';
COMMENT ON CONSTRAINT contract_items_case_no_request_no_item_no_key ON secretxfer.contract_items IS
'What was requested once is annexed once.';
COMMENT ON CONSTRAINT contract_items_annex_no_trimmed ON secretxfer.contract_items IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT contract_items_case_no_fkey ON secretxfer.contract_items IS
'An annex belongs to a contract.';
COMMENT ON CONSTRAINT contract_items_request_item_fkey ON secretxfer.contract_items IS
'What is annexed was requested (provision 7).';

-- What is stated replaces the term of the contract; the contract of a day is what the amendments made of it.
CREATE TABLE secretxfer.contract_amendments (
	case_no text COLLATE "C",
	amendment_no text COLLATE "C",
	concluded_on date NOT NULL,
	control_during_works text,
	control_after_works text,
	contractor_liability text,
	protection_financing text,
	permit_no text COLLATE "C",
	clearance_no text COLLATE "C",
	responsible_unit text,
	unit_designated_by text,
	information_statement text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT contract_amendments_pkey PRIMARY KEY (case_no, amendment_no),
	CONSTRAINT contract_amendments_entry_id_key UNIQUE (entry_id),
	CONSTRAINT contract_amendments_amendment_no_trimmed CHECK (
		amendment_no = btrim(amendment_no) AND amendment_no <> ''),
	CONSTRAINT contract_amendments_term CHECK (
		num_nonnulls(control_during_works, control_after_works, contractor_liability, protection_financing, permit_no,
			clearance_no, responsible_unit, unit_designated_by, information_statement) > 0),
	CONSTRAINT contract_amendments_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.contracts (case_no),
	CONSTRAINT contract_amendments_permit_no_fkey FOREIGN KEY (permit_no) REFERENCES secretxfer.permits (permit_no),
	CONSTRAINT contract_amendments_clearance_no_fkey
		FOREIGN KEY (clearance_no) REFERENCES secretxfer.clearances (clearance_no)
);
CREATE INDEX contract_amendments_permit_no_idx ON secretxfer.contract_amendments (permit_no);
CREATE INDEX contract_amendments_clearance_no_idx ON secretxfer.contract_amendments (clearance_no);

COMMENT ON TABLE secretxfer.contract_amendments IS
'Amendments of contracts: what is stated replaces the contract''s term from the day on (provision 6). One row an '
'amendment.';
COMMENT ON COLUMN secretxfer.contract_amendments.case_no IS
'Case whose contract is amended.';
COMMENT ON COLUMN secretxfer.contract_amendments.amendment_no IS
'Number of the amendment within its case.';
COMMENT ON COLUMN secretxfer.contract_amendments.concluded_on IS
'Date on which the amendment was concluded.';
COMMENT ON COLUMN secretxfer.contract_amendments.control_during_works IS
'New term of control during the works (provision 6(1)).';
COMMENT ON COLUMN secretxfer.contract_amendments.control_after_works IS
'New term of control after the works (provision 6(1)).';
COMMENT ON COLUMN secretxfer.contract_amendments.contractor_liability IS
'New term of the contractors liability (provision 6(1)).';
COMMENT ON COLUMN secretxfer.contract_amendments.protection_financing IS
'New term of financing of the protection (provision 6(2)).';
COMMENT ON COLUMN secretxfer.contract_amendments.permit_no IS
'The contractors new permit (provision 6(3)).';
COMMENT ON COLUMN secretxfer.contract_amendments.clearance_no IS
'The contractors new clearance (provision 6(3)).';
COMMENT ON COLUMN secretxfer.contract_amendments.responsible_unit IS
'Unit that is responsible from then on (provision 6 paragraph 4).';
COMMENT ON COLUMN secretxfer.contract_amendments.unit_designated_by IS
'Order by which the customers head designated that unit (provision 6 paragraph 4).';
COMMENT ON COLUMN secretxfer.contract_amendments.information_statement IS
'New statement of the circulating information (provision 6 paragraph 3).';
COMMENT ON INDEX secretxfer.contract_amendments_permit_no_idx IS
'The amendments that rely on a permit.';
COMMENT ON INDEX secretxfer.contract_amendments_clearance_no_idx IS
'The amendments that rely on a clearance.';
COMMENT ON CONSTRAINT contract_amendments_amendment_no_trimmed ON secretxfer.contract_amendments IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT contract_amendments_term ON secretxfer.contract_amendments IS
'An amendment changes something.';
COMMENT ON CONSTRAINT contract_amendments_case_no_fkey ON secretxfer.contract_amendments IS
'An amendment belongs to a contract.';
COMMENT ON CONSTRAINT contract_amendments_permit_no_fkey ON secretxfer.contract_amendments IS
'The permit is known.';
COMMENT ON CONSTRAINT contract_amendments_clearance_no_fkey ON secretxfer.contract_amendments IS
'The clearance is known.';
