--
-- Texts that no other test tells: sentences of what is irregular, events, and hints to those who run the register.
-- test/t/013_translations.pl looks here, too, for each text of the sources.
--
\i test/fixtures/start.sql
\set ECHO none
\i test/fixtures/every_stage.sql
\set SHOW_CONTEXT never
\set ECHO all

-- The sentences for names in the views breaches and returns_due.
SELECT name, translated(name) FROM unnest(ARRAY['late_answer', 'no_answer', 'violation', 'damage_not_recovered', 'carrier_lost',
	'transfer_permit_revoked', 'not_in_document', 'permit_ended', 'clearance_ended', 'permit_too_low',
	'clearance_too_low', 'unit_changed', 'permission_withdrawn', 'permission_of_another_body', 'order_annulled', 'case_closed',
	'contractor_functions', 'contractor_ownership', 'contractor_liquidation', 'contractor_works_terminated',
	'customer_functions', 'customer_ownership', 'customer_liquidation', 'customer_works_terminated']) AS name;

-- Events.
SELECT change('system_accesses', '{"case_no": "system"}', '{"ended_on": "2025-06-10"}'),
	   enter('violations', '{"case_no": "handed", "violation_no": "V3"}'),
	   enter('annulments', '{"case_no": "handed", "order_annulled_on": "2025-05-20"}'),
	   enter('party_changes', '{"party": "@customer", "kind": "ownership", "effective_on": "2025-07-01", "called_off_on": "2025-07-02", "call_off_document": "a ruling"}'),
	   change('handovers', '{"case_no": "succeeded"}', '{"returned_on": "2025-06-10", "return_act_no": "back"}'),
	   change('party_changes', '{"party": "@client"}', '{"completed_on": "2025-06-12"}');
SELECT event FROM case_timeline GROUP BY event ORDER BY event COLLATE "C";

-- check_entry(), next_steps().
SELECT * FROM check_entry('pg_class', '{}');
SELECT * FROM check_entry('cases', '[]');
CREATE ROLE regress_secretxfer_clerk;
SELECT admit('regress_secretxfer_clerk', p('customer'), 'customer');
SET ROLE regress_secretxfer_clerk;
SELECT * FROM next_steps('succeeded');
RESET ROLE;

-- Duties.
SELECT admit('regress_secretxfer_clerk', NULL, 'customer');
SELECT admit('regress_secretxfer_clerk', p('citizen'), 'customer');
SELECT admit('regress_secretxfer_clerk', p('bureau'), 'authority');
CREATE ROLE regress_secretxfer_all BYPASSRLS;
SELECT admit('regress_secretxfer_all', p('customer'), 'customer');
SELECT dismiss('regress_secretxfer_clerk', p('client'), 'customer');
GRANT SELECT ON cases TO PUBLIC;
SELECT dismiss('regress_secretxfer_clerk', p('customer'), 'customer');
REVOKE SELECT ON cases FROM PUBLIC;

-- The calendar.
SELECT * FROM propose_calendar(1991);
SELECT * FROM propose_calendar(2025);

-- The journal.
SELECT journal_blank('cases', 0, 'subject', 'an order');
SELECT * FROM entry_history('pg_class', '{}');
BEGIN;
DROP INDEX journal_rectified_idx;
SELECT count(*) FROM breaches;
ROLLBACK;
BEGIN;
CREATE FUNCTION fixture.passed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER passed AFTER INSERT ON journal FOR EACH ROW EXECUTE FUNCTION fixture.passed();
INSERT INTO calendar_days (day, working, basis) VALUES ('2025-02-24', false, 'a decree');
ROLLBACK;

-- A register of which something is missing or was altered; a role that may not create one.
BEGIN;
ALTER TABLE notices DROP COLUMN recipient CASCADE;
DROP VIEW duties CASCADE;
SELECT create_register();
INSERT INTO notices (case_no, notice_no) VALUES ('handed', 'N9');
ROLLBACK;
BEGIN;
SET LOCAL client_min_messages = warning;
DROP TABLE annulments CASCADE;
SELECT * FROM next_steps('handed');
ROLLBACK;
BEGIN;
ALTER TYPE signatory RENAME VALUE 'acting_head' TO 'deputy';
INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
VALUES ('received', 'R1', 'D-1', '2025-02-20', 'permitted', 'Surname Name', 'deputy');
ROLLBACK;
GRANT USAGE ON SCHEMA secretxfer TO regress_secretxfer_clerk;
SET ROLE regress_secretxfer_clerk;
SELECT create_register();
RESET ROLE;
\set ECHO none
DROP OWNED BY regress_secretxfer_clerk;
DROP ROLE regress_secretxfer_clerk, regress_secretxfer_all;
\i test/fixtures/finish.sql
