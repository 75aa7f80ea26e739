-- 11_handovers.sql
--
-- The transfer itself (provisions 3, 7, 11): carriers that are handed over and come back, and
-- access to the customer's information systems.

CREATE TABLE secretxfer.handovers (
	case_no text COLLATE "C",
	carrier_id bigint,
	handed_on date,
	act_no text NOT NULL,
	received_by text COLLATE "C" NOT NULL,
	returned_on date,
	return_act_no text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	permit_no text COLLATE "C",
	written_off_on date,
	written_off_as secretxfer.write_off_kind,
	write_off_act_no text,
	loss_violation_no text COLLATE "C",
	CONSTRAINT handovers_pkey PRIMARY KEY (case_no, carrier_id, handed_on, act_no),
	CONSTRAINT handovers_entry_id_key UNIQUE (entry_id),
	CONSTRAINT handovers_returned_after_handover CHECK (returned_on >= handed_on),
	CONSTRAINT handovers_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT handovers_carrier_id_fkey FOREIGN KEY (carrier_id) REFERENCES secretxfer.carriers (carrier_id),
	CONSTRAINT handovers_written_off_after_handover CHECK (written_off_on >= handed_on),
	CONSTRAINT handovers_write_off_described CHECK (num_nulls(written_off_on, written_off_as, write_off_act_no) IN (0, 3)),
	CONSTRAINT handovers_loss_is_breach CHECK ((written_off_as = 'lost') IS TRUE = (loss_violation_no IS NOT NULL)),
	CONSTRAINT handovers_received_by_fkey
		FOREIGN KEY (received_by) REFERENCES secretxfer.clearances (clearance_no),
	CONSTRAINT handovers_permit_no_fkey FOREIGN KEY (permit_no) REFERENCES secretxfer.permits (permit_no),
	CONSTRAINT handovers_loss_violation_fkey
		FOREIGN KEY (case_no, loss_violation_no) REFERENCES secretxfer.violations (case_no, violation_no)
);
CREATE INDEX handovers_carrier_id_idx ON secretxfer.handovers (carrier_id);
CREATE INDEX handovers_received_by_idx ON secretxfer.handovers (received_by);
CREATE INDEX handovers_permit_no_idx ON secretxfer.handovers (permit_no);
CREATE INDEX handovers_outstanding_case_idx ON secretxfer.handovers (case_no) WHERE returned_on IS NULL;
CREATE INDEX handovers_outstanding_receiver_idx ON secretxfer.handovers (received_by) WHERE returned_on IS NULL;
CREATE INDEX handovers_recorded_late_idx ON secretxfer.handovers (case_no)
	WHERE secretxfer.days_until_recorded(handed_on, recorded_at) > 30;
-- A case has some ten carriers, and so has a person who receives them.  In a large table the sample
-- of ANALYZE is too small to find this, the estimate is far too high, and the planner would read
-- all carriers that are out for a single case.
ALTER TABLE secretxfer.handovers ALTER case_no SET (n_distinct = -0.1), ALTER received_by SET (n_distinct = -0.1);

COMMENT ON TABLE secretxfer.handovers IS
'Carriers handed over to contractors and returned (provisions 3, 7, 10, 11). One row a hand-over; never deleted.';
COMMENT ON COLUMN secretxfer.handovers.case_no IS
'Case in which the carrier is handed over.';
COMMENT ON COLUMN secretxfer.handovers.carrier_id IS
'Carrier that is handed over.';
COMMENT ON COLUMN secretxfer.handovers.handed_on IS
'Date of the hand-over.';
COMMENT ON COLUMN secretxfer.handovers.act_no IS
'Number of the act of hand-over.';
COMMENT ON COLUMN secretxfer.handovers.received_by IS
'Clearance of the person who received the carrier (provision 11).';
COMMENT ON COLUMN secretxfer.handovers.returned_on IS
'Date of the return; null while the carrier is out. Set once, accepted at any time.';
COMMENT ON COLUMN secretxfer.handovers.return_act_no IS
'Number of the act of return. Set once.';
COMMENT ON COLUMN secretxfer.handovers.permit_no IS
'Permit of the contractor under which the hand-over was judged (provision 11). Stamped by the server.';
COMMENT ON COLUMN secretxfer.handovers.written_off_on IS
'Date on which the carrier was destroyed under an act of the customer, or found lost. Set once.';
COMMENT ON COLUMN secretxfer.handovers.written_off_as IS
'Whether the carrier was destroyed or lost. Set once.';
COMMENT ON COLUMN secretxfer.handovers.write_off_act_no IS
'Number of the act of write-off. Set once.';
COMMENT ON COLUMN secretxfer.handovers.loss_violation_no IS
'Breach of the case that the loss is (provision 9); mandatory for a lost carrier. Set once.';
COMMENT ON INDEX secretxfer.handovers_carrier_id_idx IS
'The hand-overs of a carrier.';
COMMENT ON INDEX secretxfer.handovers_received_by_idx IS
'The carriers that a person received.';
COMMENT ON INDEX secretxfer.handovers_outstanding_case_idx IS
'What is out, by case.';
COMMENT ON INDEX secretxfer.handovers_outstanding_receiver_idx IS
'What is out, by who received it.';
COMMENT ON INDEX secretxfer.handovers_recorded_late_idx IS
'What was recorded long after it happened.';
COMMENT ON CONSTRAINT handovers_returned_after_handover ON secretxfer.handovers IS
'A carrier is not returned before it is handed over.';
COMMENT ON CONSTRAINT handovers_case_no_fkey ON secretxfer.handovers IS
'A hand-over belongs to a case.';
COMMENT ON CONSTRAINT handovers_carrier_id_fkey ON secretxfer.handovers IS
'The carrier is known.';
COMMENT ON CONSTRAINT handovers_received_by_fkey ON secretxfer.handovers IS
'The receiver''s clearance is known.';
COMMENT ON INDEX secretxfer.handovers_permit_no_idx IS
'The hand-overs under a permit.';
COMMENT ON CONSTRAINT handovers_written_off_after_handover ON secretxfer.handovers IS
'A carrier is not written off before it is handed over.';
COMMENT ON CONSTRAINT handovers_write_off_described ON secretxfer.handovers IS
'A write-off has a day, a kind and an act.';
COMMENT ON CONSTRAINT handovers_loss_is_breach ON secretxfer.handovers IS
'A loss, and nothing else, names a breach.';
COMMENT ON CONSTRAINT handovers_permit_no_fkey ON secretxfer.handovers IS
'The permit is known.';
COMMENT ON CONSTRAINT handovers_loss_violation_fkey ON secretxfer.handovers IS
'The breach is one of the same case.';

-- Who holds a carrier inside the contractor, when the receiver has passed it on (provision 11).
CREATE TABLE secretxfer.holders (
	handover bigint,
	held_since date,
	held_by text COLLATE "C" NOT NULL,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT holders_pkey PRIMARY KEY (handover, held_since),
	CONSTRAINT holders_entry_id_key UNIQUE (entry_id),
	CONSTRAINT holders_handover_fkey FOREIGN KEY (handover) REFERENCES secretxfer.handovers (entry_id),
	CONSTRAINT holders_held_by_fkey FOREIGN KEY (held_by) REFERENCES secretxfer.clearances (clearance_no)
);
CREATE INDEX holders_held_by_idx ON secretxfer.holders (held_by);

COMMENT ON TABLE secretxfer.holders IS
'Who holds a carrier inside the contractor since when (provision 11). One row a passing on; never deleted.';
COMMENT ON COLUMN secretxfer.holders.handover IS
'Hand-over of the carrier, by its entry_id.';
COMMENT ON COLUMN secretxfer.holders.held_since IS
'First day of the new holder.';
COMMENT ON COLUMN secretxfer.holders.held_by IS
'Clearance of the person who holds the carrier from then on.';
COMMENT ON INDEX secretxfer.holders_held_by_idx IS
'The carriers that a person holds.';
COMMENT ON CONSTRAINT holders_handover_fkey ON secretxfer.holders IS
'The hand-over is known.';
COMMENT ON CONSTRAINT holders_held_by_fkey ON secretxfer.holders IS
'The holders clearance is known.';

CREATE TABLE secretxfer.system_accesses (
	case_no text COLLATE "C",
	clearance_no text COLLATE "C",
	granted_on date,
	ended_on date,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by name NOT NULL DEFAULT current_user,
	changed_at timestamptz,
	changed_by name,
	entry_id bigint NOT NULL DEFAULT 0,
	CONSTRAINT system_accesses_pkey PRIMARY KEY (case_no, clearance_no, granted_on),
	CONSTRAINT system_accesses_entry_id_key UNIQUE (entry_id),
	CONSTRAINT system_accesses_ended_after_grant CHECK (ended_on >= granted_on),
	CONSTRAINT system_accesses_case_no_fkey FOREIGN KEY (case_no) REFERENCES secretxfer.cases (case_no),
	CONSTRAINT system_accesses_clearance_no_fkey
		FOREIGN KEY (clearance_no) REFERENCES secretxfer.clearances (clearance_no)
);
CREATE INDEX system_accesses_clearance_no_idx ON secretxfer.system_accesses (clearance_no);
CREATE INDEX system_accesses_outstanding_idx ON secretxfer.system_accesses (case_no) WHERE ended_on IS NULL;

COMMENT ON TABLE secretxfer.system_accesses IS
'Access to the customer''s protected information systems, granted instead of carriers (provision 6 paragraph 3). '
'One row a grant; never deleted.';
COMMENT ON COLUMN secretxfer.system_accesses.case_no IS
'Case in which access is granted.';
COMMENT ON COLUMN secretxfer.system_accesses.clearance_no IS
'Clearance of the person who gets access (provision 11).';
COMMENT ON COLUMN secretxfer.system_accesses.granted_on IS
'First day of access.';
COMMENT ON COLUMN secretxfer.system_accesses.ended_on IS
'Day on which access was withdrawn; null while it lasts. Set once, accepted at any time.';
COMMENT ON INDEX secretxfer.system_accesses_clearance_no_idx IS
'The systems to which a person has access.';
COMMENT ON INDEX secretxfer.system_accesses_outstanding_idx IS
'Accesses that last, by case.';
COMMENT ON CONSTRAINT system_accesses_ended_after_grant ON secretxfer.system_accesses IS
'Access does not end before it is granted.';
COMMENT ON CONSTRAINT system_accesses_case_no_fkey ON secretxfer.system_accesses IS
'Access belongs to a case.';
COMMENT ON CONSTRAINT system_accesses_clearance_no_fkey ON secretxfer.system_accesses IS
'The person''s clearance is known.';
