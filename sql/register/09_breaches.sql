-- 09_breaches.sql
--
-- Breaches found by the customer's control, and what the customer may do then (provision 9
-- paragraph 2).

CREATE TABLE secretxfer.violations (
	case_no text COLLATE "C",
	violation_no text COLLATE "C",
	found_on date NOT NULL,
	description text NOT NULL,
	remedied_on date,
	damage numeric,
	damage_recovered numeric,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT violations_pkey PRIMARY KEY (case_no, violation_no),
	CONSTRAINT violations_entry_id_key UNIQUE (entry_id),
	CONSTRAINT violations_violation_no_trimmed CHECK (
		violation_no = btrim(violation_no) AND violation_no <> ''),
	CONSTRAINT violations_remedied_after_finding CHECK (remedied_on >= found_on),
	CONSTRAINT violations_damage_amount CHECK (damage >= 0),
	CONSTRAINT violations_damage_recovered_amount CHECK (damage_recovered >= 0),
	CONSTRAINT violations_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no)
);

COMMENT ON TABLE secretxfer.violations IS
'Breaches by the contractor (provision 9 paragraph 2). One row a breach; never deleted.';
COMMENT ON COLUMN secretxfer.violations.case_no IS
'Case in which the breach was found.';
COMMENT ON COLUMN secretxfer.violations.violation_no IS
'Number of the breach within its case.';
COMMENT ON COLUMN secretxfer.violations.found_on IS
'Date on which the breach was found.';
COMMENT ON COLUMN secretxfer.violations.description IS
'What was breached.';
COMMENT ON COLUMN secretxfer.violations.remedied_on IS
'Date on which the breach was remedied. Set once.';
COMMENT ON COLUMN secretxfer.violations.damage IS
'Material damage in tenge; may be assessed anew until all of it is recovered.';
COMMENT ON COLUMN secretxfer.violations.damage_recovered IS
'Amount recovered so far in tenge.';
COMMENT ON CONSTRAINT violations_violation_no_trimmed ON secretxfer.violations IS
'A number is neither blank nor padded.';
COMMENT ON CONSTRAINT violations_remedied_after_finding ON secretxfer.violations IS
'A breach is not remedied before it is found.';
COMMENT ON CONSTRAINT violations_damage_amount ON secretxfer.violations IS
'Damage is not negative.';
COMMENT ON CONSTRAINT violations_damage_recovered_amount ON secretxfer.violations IS
'A recovered amount is not negative.';
COMMENT ON CONSTRAINT violations_case_no_fkey ON secretxfer.violations IS
'A breach belongs to a case.';

CREATE TABLE secretxfer.suspensions (
	case_no text COLLATE "C",
	suspended_on date,
	violation_no text COLLATE "C" NOT NULL,
	lifted_on date,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT suspensions_pkey PRIMARY KEY (case_no, suspended_on, violation_no),
	CONSTRAINT suspensions_entry_id_key UNIQUE (entry_id),
	CONSTRAINT suspensions_lifted_after_suspension CHECK (lifted_on >= suspended_on),
	CONSTRAINT suspensions_violation_fkey
		FOREIGN KEY (case_no, violation_no) REFERENCES secretxfer.violations (case_no, violation_no)
);
CREATE INDEX suspensions_open_idx ON secretxfer.suspensions (case_no) WHERE lifted_on IS NULL;

COMMENT ON TABLE secretxfer.suspensions IS
'Suspensions of works by the customer because of a breach (provision 9 paragraph 2). One row a suspension; never '
'deleted.';
COMMENT ON COLUMN secretxfer.suspensions.case_no IS
'Case that is suspended.';
COMMENT ON COLUMN secretxfer.suspensions.suspended_on IS
'First day of the suspension.';
COMMENT ON COLUMN secretxfer.suspensions.violation_no IS
'Breach of this case because of which it is suspended.';
COMMENT ON COLUMN secretxfer.suspensions.lifted_on IS
'Date on which the suspension was lifted, the breach being remedied; null while it lasts. Set once.';
COMMENT ON INDEX secretxfer.suspensions_open_idx IS
'The works that are suspended.';
COMMENT ON CONSTRAINT suspensions_lifted_after_suspension ON secretxfer.suspensions IS
'A suspension is not lifted before it begins.';
COMMENT ON CONSTRAINT suspensions_violation_fkey ON secretxfer.suspensions IS
'A suspension has its cause in a breach of the same case.';

CREATE TABLE secretxfer.annulments (
	case_no text COLLATE "C",
	raised_on date NOT NULL,
	addressed_to text NOT NULL,
	order_annulled_on date,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	rejected_on date,
	rejected_by text,
	CONSTRAINT annulments_pkey PRIMARY KEY (case_no, raised_on),
	CONSTRAINT annulments_entry_id_key UNIQUE (entry_id),
	CONSTRAINT annulments_annulled_after_raising CHECK (order_annulled_on >= raised_on),
	CONSTRAINT annulments_rejected_after_raising CHECK (rejected_on >= raised_on),
	CONSTRAINT annulments_rejection_named CHECK (num_nulls(rejected_on, rejected_by) <> 1),
	CONSTRAINT annulments_one_outcome CHECK (num_nonnulls(order_annulled_on, rejected_on) <= 1),
	CONSTRAINT annulments_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no)
);

COMMENT ON TABLE secretxfer.annulments IS
'Questions of annulling the order and the permit after a repeated breach (provision 9 paragraph 2). One row a '
'question.';
COMMENT ON COLUMN secretxfer.annulments.case_no IS
'Case whose order is in question.';
COMMENT ON COLUMN secretxfer.annulments.raised_on IS
'Date on which the customer raised the question.';
COMMENT ON COLUMN secretxfer.annulments.addressed_to IS
'Body before which it was raised.';
COMMENT ON COLUMN secretxfer.annulments.order_annulled_on IS
'Date on which the order was annulled; from then on nothing is handed over and carriers are due back. Set once.';
COMMENT ON COLUMN secretxfer.annulments.rejected_on IS
'Date on which the body rejected the annulment. Set once.';
COMMENT ON COLUMN secretxfer.annulments.rejected_by IS
'Who rejected the annulment; mandatory with the date. Set once.';
COMMENT ON CONSTRAINT annulments_annulled_after_raising ON secretxfer.annulments IS
'An order is not annulled before the question is raised.';
COMMENT ON CONSTRAINT annulments_case_no_fkey ON secretxfer.annulments IS
'An annulment belongs to a case.';
COMMENT ON CONSTRAINT annulments_rejected_after_raising ON secretxfer.annulments IS
'A question is not rejected before it is raised.';
COMMENT ON CONSTRAINT annulments_rejection_named ON secretxfer.annulments IS
'A rejection names who rejected.';
COMMENT ON CONSTRAINT annulments_one_outcome ON secretxfer.annulments IS
'An order is annulled or not.';
