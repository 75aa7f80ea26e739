--
-- Provision 9: breaches, suspension, annulment, damage.
--
\i test/fixtures/start.sql

-- A breach is an event: recorded at any stage, it suspends nothing by itself.
SELECT take('K1', 'protected', '{"carriers": ["M-1/1", "M-1/2", "M-5/1"]}');
SELECT may_enter('violations', '{"case_no": "K1", "found_on": "2025-02-03"}');
SELECT enter('violations', '{"case_no": "K1", "found_on": "2025-03-10"}');
SELECT may_enter('handovers', '{"case_no": "K1"}');

-- A suspension names a breach of this case, found on or before: unknown, of another case, found the day after, on the day.
SELECT take('K2', 'protected', '{"carriers": ["M-6/1"]}');
SELECT enter('violations', '{"case_no": "K2", "violation_no": "V9", "found_on": "2025-03-10"}');
SELECT may_enter('suspensions', '{"case_no": "K1", "violation_no": "V9", "suspended_on": "2025-03-12"}');
SELECT may_enter('suspensions', '{"case_no": "K1", "suspended_on": "2025-03-09"}');
SELECT may_enter('suspensions', '{"case_no": "K1", "suspended_on": "2025-03-10"}');
SELECT may_enter('suspensions', '{"case_no": "K1", "suspended_on": "2025-03-11"}');
-- and not remedied before it: remedied the day before, on the day
SELECT enter('violations', '{"case_no": "K2", "violation_no": "V1", "found_on": "2025-03-10", "remedied_on": "2025-03-12"}');
SELECT may_enter('suspensions', '{"case_no": "K2", "suspended_on": "2025-03-13"}');
SELECT may_enter('suspensions', '{"case_no": "K2", "suspended_on": "2025-03-12"}');

-- While suspended nothing is handed over: the day before, on the day, after.
SELECT enter('suspensions', '{"case_no": "K1", "suspended_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-11"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-13"}');
-- a suspension concerns its own case only
SELECT may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-6/1"}');

-- Lifting waits for the remedy: none, the day before it, on its day, after it.
SELECT may_change('suspensions', '{"case_no": "K1"}', '{"lifted_on": "2025-03-20"}');
SELECT change('violations', '{"case_no": "K1", "violation_no": "V1"}', '{"remedied_on": "2025-03-18"}');
SELECT may_change('suspensions', '{"case_no": "K1"}', '{"lifted_on": "2025-03-17"}');
SELECT may_change('suspensions', '{"case_no": "K1"}', '{"lifted_on": "2025-03-18"}');
SELECT may_change('suspensions', '{"case_no": "K1"}', '{"lifted_on": "2025-03-19"}');
-- ... of every breach of the case found by then: found the day after the lifting, on its day
SELECT enter('violations', '{"case_no": "K1", "violation_no": "V2", "found_on": "2025-03-20"}');
SELECT may_change('suspensions', '{"case_no": "K1"}', '{"lifted_on": "2025-03-19"}');
SELECT may_change('suspensions', '{"case_no": "K1"}', '{"lifted_on": "2025-03-20"}');
SELECT change('suspensions', '{"case_no": "K1"}', '{"lifted_on": "2025-03-19"}');
-- from the day of the lifting it may go on
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-18"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-19"}');
-- lifted once; a lifted suspension stands
SELECT may_change('suspensions', '{"case_no": "K1"}', '{"lifted_on": "2025-03-18"}');
SELECT may_change('suspensions', '{"case_no": "K1"}', '{"lifted_on": null}');
-- a second suspension for the second breach, recorded with its lifting
SELECT may_enter('suspensions', '{"case_no": "K1", "suspended_on": "2025-03-21", "violation_no": "V2", "lifted_on": "2025-03-25"}');
SELECT change('violations', '{"case_no": "K1", "violation_no": "V2"}', '{"remedied_on": "2025-03-24"}');
SELECT may_enter('suspensions', '{"case_no": "K1", "suspended_on": "2025-03-21", "violation_no": "V2", "lifted_on": "2025-03-25"}');
SELECT enter('suspensions', '{"case_no": "K1", "suspended_on": "2025-03-21", "violation_no": "V2"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-20"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-21"}');
-- a breach may be found in the past after a suspension was recorded
SELECT may_enter('violations', '{"case_no": "K1", "violation_no": "V3", "found_on": "2025-03-15"}');
-- a breach with a suspension stands, but for its remedy and damage
SELECT may_change('violations', '{"case_no": "K1", "violation_no": "V2"}', '{"found_on": "2025-03-19"}');
SELECT may_change('violations', '{"case_no": "K1", "violation_no": "V2"}', '{"remedied_on": "2025-03-23"}');
SELECT may_change('violations', '{"case_no": "K1", "violation_no": "V2"}', '{"damage": 100}');

-- The annulment: two breaches of the case, found on or before the day it is raised.
SELECT take('K3', 'protected', '{"carriers": ["M-2/1"]}');
SELECT may_enter('annulments', '{"case_no": "K3"}');
SELECT enter('violations', '{"case_no": "K3", "violation_no": "V1", "found_on": "2025-04-01"}');
SELECT may_enter('annulments', '{"case_no": "K3"}');
SELECT enter('violations', '{"case_no": "K3", "violation_no": "V2", "found_on": "2025-05-05"}');
SELECT may_enter('annulments', '{"case_no": "K3", "raised_on": "2025-05-04"}');
SELECT may_enter('annulments', '{"case_no": "K3", "raised_on": "2025-05-05"}');
SELECT may_enter('annulments', '{"case_no": "K3", "raised_on": "2025-05-06"}');
-- breaches remedied count too: what is repeated is repeated
SELECT change('violations', '{"case_no": "K3", "violation_no": "V1"}', '{"remedied_on": "2025-04-02"}');
SELECT enter('annulments', '{"case_no": "K3"}');
-- raising the question blocks nothing; the annulment of the order does: the day before it, on its day, after it
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-2/1", "handed_on": "2025-05-12"}');
SELECT may_change('annulments', '{"case_no": "K3"}', '{"order_annulled_on": "2025-05-04"}');
SELECT change('annulments', '{"case_no": "K3"}', '{"order_annulled_on": "2025-05-12"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-2/1", "handed_on": "2025-05-11"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-2/1", "handed_on": "2025-05-12"}');
SELECT may_enter('handovers', '{"case_no": "K3", "carrier_id": "#M-2/1", "handed_on": "2025-05-13"}');
SELECT may_change('annulments', '{"case_no": "K3"}', '{"order_annulled_on": null}');
SELECT may_change('annulments', '{"case_no": "K3"}', '{"order_annulled_on": "2025-05-13"}');
-- what was handed over before it still comes back
SELECT enter('handovers', '{"case_no": "K3", "carrier_id": "#M-2/1", "handed_on": "2025-05-11"}');
SELECT change('handovers', '{"case_no": "K3"}', '{"returned_on": "2025-05-20", "return_act_no": "back"}');

-- Access to an information system: suspended, lifted, annulled.
SELECT take('S1', 'protected', '{"service": true}');
SELECT enter('violations', '{"case_no": "S1", "found_on": "2025-04-01"}');
SELECT enter('suspensions', '{"case_no": "S1"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-04-01"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-04-02"}');
SELECT change('violations', '{"case_no": "S1", "violation_no": "V1"}', '{"remedied_on": "2025-04-03"}');
SELECT change('suspensions', '{"case_no": "S1"}', '{"lifted_on": "2025-04-04"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-04-03"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-04-04"}');
SELECT enter('violations', '{"case_no": "S1", "violation_no": "V2", "found_on": "2025-04-08"}');
SELECT enter('annulments', '{"case_no": "S1", "order_annulled_on": "2025-05-12"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-05-11"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-05-12"}');

-- While suspended, what is out may always come back.
SELECT take('K4', 'handed', '{"carriers": ["M-6/1"]}');
SELECT enter('violations', '{"case_no": "K4"}');
SELECT enter('suspensions', '{"case_no": "K4"}');
SELECT change('handovers', '{"case_no": "K4"}', '{"returned_on": "2025-04-03", "return_act_no": "back"}');

-- Damage: what was recovered grows and is not taken back; no more than the damage (see the register's own discipline).
SELECT enter('violations', '{"case_no": "K4", "violation_no": "D1", "damage": 1000}');
SELECT change('violations', '{"case_no": "K4", "violation_no": "D1"}', '{"damage_recovered": 400}');
SELECT may_change('violations', '{"case_no": "K4", "violation_no": "D1"}', '{"damage_recovered": 399.99}');
SELECT may_change('violations', '{"case_no": "K4", "violation_no": "D1"}', '{"damage_recovered": null}');
SELECT may_change('violations', '{"case_no": "K4", "violation_no": "D1"}', '{"damage_recovered": 400}');
SELECT may_change('violations', '{"case_no": "K4", "violation_no": "D1"}', '{"damage_recovered": 400.01}');
SELECT may_change('violations', '{"case_no": "K4", "violation_no": "D1"}', '{"damage_recovered": 1000}');
SELECT may_change('violations', '{"case_no": "K4", "violation_no": "D1"}', '{"damage_recovered": 1000.01}');

-- A lost carrier is a breach of the case, found on or before the day of the write-off; the loss settles the breach.
SELECT take('W1', 'handed', '{"carriers": ["M-11/1", "M-12/1"]}');
SELECT enter('violations', '{"case_no": "W1", "violation_no": "V1", "found_on": "2025-04-02"}');
SELECT may_change('violations', '{"case_no": "W1", "violation_no": "V1"}', '{"found_on": "2025-04-01"}');
SELECT may_change('handovers', '{"case_no": "W1", "carrier_id": "#M-11/1"}', '{"written_off_on": "2025-04-02", "written_off_as": "lost", "write_off_act_no": "W"}');
SELECT may_change('handovers', '{"case_no": "W1", "carrier_id": "#M-11/1"}', '{"written_off_on": "2025-04-02", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V2"}');
SELECT may_change('handovers', '{"case_no": "W1", "carrier_id": "#M-11/1"}', '{"written_off_on": "2025-04-02", "written_off_as": "destroyed", "write_off_act_no": "W", "loss_violation_no": "V1"}');
SELECT may_change('handovers', '{"case_no": "W1", "carrier_id": "#M-11/1"}', '{"loss_violation_no": "V1"}');
SELECT may_change('handovers', '{"case_no": "W1", "carrier_id": "#M-11/1"}', '{"written_off_on": "2025-04-01", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}');
SELECT change('handovers', '{"case_no": "W1", "carrier_id": "#M-11/1"}', '{"written_off_on": "2025-04-02", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}');
SELECT may_change('violations', '{"case_no": "W1", "violation_no": "V1"}', '{"found_on": "2025-04-01"}');
SELECT may_change('violations', '{"case_no": "W1", "violation_no": "V1"}', '{"remedied_on": "2025-04-10"}');
SELECT breach, provision, party = p('builder') AS of_contractor, occurred_on, entered_in FROM breaches WHERE case_no = 'W1' AND provision = '9' ORDER BY 1;
-- a hand-over entered with its loss, while the works are suspended: the act is refused, the loss of what is out is not
SELECT enter('suspensions', '{"case_no": "W1", "suspended_on": "2025-04-03"}');
SELECT may_enter('handovers', '{"case_no": "W1", "carrier_id": "#M-12/1", "handed_on": "2025-04-04", "act_no": "2", "written_off_on": "2025-04-05", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}');
SELECT may_change('handovers', '{"case_no": "W1", "carrier_id": "#M-12/1"}', '{"written_off_on": "2025-04-05", "written_off_as": "lost", "write_off_act_no": "W", "loss_violation_no": "V1"}');
SELECT words(update_of('handovers', '{"case_no": "W1", "carrier_id": "#M-12/1"}', '{"written_off_on": "2025-04-05", "written_off_as": "lost", "write_off_act_no": "W"}'));

-- The words of refusals, and their full shape.
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "K1", "handed_on": "2025-03-25"}')));
SELECT words(insert_of('annulments', entry('annulments', '{"case_no": "K2", "raised_on": "2025-03-09"}')));
UPDATE suspensions SET lifted_on = '2025-03-23' WHERE case_no = 'K1' AND suspended_on = '2025-03-21';
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K3', c('M-2/1'), '2025-05-21', 'act', 'C-builder');

\i test/fixtures/finish.sql
