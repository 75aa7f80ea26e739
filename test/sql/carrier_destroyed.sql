--
-- r00_carrier_out: a carrier that was handed on and is destroyed is written off in each case, and comes back in none; what
-- next_steps() says of such a carrier can be done.
--
SET fixture.until = '2099-12-31';
\i test/fixtures/start.sql
\set ECHO none
CREATE FUNCTION fixture.steps(no text) RETURNS text LANGUAGE sql AS
	$$SELECT string_agg(concat_ws(' ', step, replace(rule, 'secretxfer_', ''), who || ':', what), E'\n' ORDER BY n) FROM secretxfer.next_steps(no) WITH ORDINALITY AS s (rule, provision, who, what, due, step, n)$$;
-- H2 is a case of which the contractor of H1 is the customer.
SELECT take('H1', 'protected', '{"contractor": "@other", "carriers": ["M-1/1"]}'), take('H2', 'protected', '{"customer": "@other", "settlement": "Almaty", "carriers": ["M-1/1"]}'),
	write('handovers', '{"case_no": "H1"}'), write('handovers', '{"case_no": "H2", "handed_on": "2025-03-17"}') \g /dev/null
\set destroyed '\'{"written_off_on": "2025-05-05", "written_off_as": "destroyed", "write_off_act_no": "W"}\''
\set ECHO all

-- Out in the further case: that return comes first.
SELECT steps('H1');
SELECT steps('H2');

-- Destroyed in the further case: then written off in this one, and not returned on whatever day.
BEGIN;
SELECT change('handovers', '{"case_no": "H2"}', :destroyed);
SELECT steps('H1');
SELECT steps('H2');
SELECT may_change('handovers', '{"case_no": "H1"}', '{"returned_on": "2025-05-05", "return_act_no": "back"}');
SELECT may_change('handovers', '{"case_no": "H1"}', '{"returned_on": "2025-05-06", "return_act_no": "back"}');
SELECT words(update_of('handovers', '{"case_no": "H1"}', '{"returned_on": "2025-05-06", "return_act_no": "back"}'));
SELECT change('handovers', '{"case_no": "H1"}', '{"written_off_on": "2025-05-12", "written_off_as": "destroyed", "write_off_act_no": "W"}');
SELECT steps('H1');
ROLLBACK;

-- Destroyed in this case: it does not come back from the further one afterwards, but on that day or before it may have.
BEGIN;
SELECT change('handovers', '{"case_no": "H1"}', :destroyed);
SELECT steps('H2');
SELECT may_change('handovers', '{"case_no": "H2"}', '{"returned_on": "2025-05-05", "return_act_no": "back"}');
SELECT may_change('handovers', '{"case_no": "H2"}', '{"returned_on": "2025-05-06", "return_act_no": "back"}');
SELECT words(update_of('handovers', '{"case_no": "H2"}', '{"returned_on": "2025-05-06", "return_act_no": "back"}'));
SELECT change('handovers', '{"case_no": "H2"}', :destroyed);
SELECT steps('H2');
SELECT rule, key FROM verify() WHERE severity IN ('unlawful', 'irregular');
ROLLBACK;

-- The other way round: destroyed before the day on which it came back.
BEGIN;
SELECT change('handovers', '{"case_no": "H2"}', '{"returned_on": "2025-05-06", "return_act_no": "back"}');
SELECT may_change('handovers', '{"case_no": "H1"}', :destroyed);
SELECT words(update_of('handovers', '{"case_no": "H1"}', :destroyed));
SELECT change('handovers', '{"case_no": "H1"}', '{"written_off_on": "2025-05-06", "written_off_as": "destroyed", "write_off_act_no": "W"}');
-- planted behind the triggers' back
SET LOCAL session_replication_role = replica;
UPDATE handovers SET returned_on = '2025-05-07' WHERE case_no = 'H2';
SET LOCAL session_replication_role = origin;
SELECT severity, rule, left(key, 2) FROM verify() WHERE severity IN ('unlawful', 'irregular');
ROLLBACK;

-- Lost in the further case: written off in this one, too, or found and returned there first.
BEGIN;
SELECT write('violations', jsonb_build_object('case_no', no)) FROM unnest('{H1,H2}'::text[]) AS no;
SELECT change('handovers', '{"case_no": "H2"}', '{"written_off_on": "2025-05-05", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}');
SELECT steps('H1');
SELECT may_change('handovers', '{"case_no": "H1"}', '{"written_off_on": "2025-05-05", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}');
SELECT change('handovers', '{"case_no": "H2"}', '{"returned_on": "2025-05-12", "return_act_no": "found"}');
SELECT steps('H1');
SELECT may_change('handovers', '{"case_no": "H1"}', '{"returned_on": "2025-05-12", "return_act_no": "back"}');
ROLLBACK;

-- The permission is withdrawn: the steps are the same.
BEGIN;
UPDATE decisions SET withdrawn_on = '2025-05-01', withdrawal_reasons = 'reasons' WHERE case_no = 'H1';
SELECT steps('H1');
SELECT change('handovers', '{"case_no": "H2"}', :destroyed);
SELECT steps('H1');
ROLLBACK;

\i test/fixtures/finish.sql
