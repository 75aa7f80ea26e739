--
-- Provision 8(3), 8(4): who protects is not in liquidation; a provider's papers that are entered late, and a contract for
-- services that is renewed.
--
\i test/fixtures/start.sql
CREATE FUNCTION fixture.provider(given jsonb) RETURNS jsonb LANGUAGE sql AS $$
	SELECT jsonb_build_object('kind', 'provider', 'organizer', '@provider', 'service_contract_no', '8',
		'contractor_permit_no', 'P-joint', 'provider_permit_no', 'P-provider') || given
$$;
CREATE FUNCTION fixture.services(case_no text, day date) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT enter('notices', jsonb_build_object('case_no', case_no, 'notice_no', 'N' || k || day, 'kind', k, 'recipient', 'b', 'sent_on', day))
	FROM unnest('{courier_service,postal_service}'::text[]) k
$$;

-- From the day of its liquidation a provider, or a quasi-state entity, protects nothing.
SELECT take('P1', 'handed', '{"contractor": "@joint", "protection": "provider"}');
SELECT take('P2', 'noticed', '{"contractor": "@joint", "carriers": ["M-1/2"]}');
SELECT take('Q1', 'handed', '{"contractor": "@subsidiary", "protection": "quasi_state", "organizer": "@holding", "carriers": ["M-4/1"]}');
SELECT enter('protections', '{"case_no": "P2", "kind": "provider", "organizer": "@provider", "service_contract_no": "8", "service_contract_on": "2025-03-05"}', true);
BEGIN;
SELECT enter('party_changes', '{"party": "@provider", "kind": "liquidation", "effective_on": "2025-04-01"}');
SELECT enter('party_changes', '{"party": "@holding", "kind": "liquidation", "effective_on": "2025-04-01"}');
SELECT case_no, breach, translated(breach), provision, occurred_on FROM breaches WHERE breach LIKE 'protection_lost_organizer%' ORDER BY 1;
SELECT case_no, act, provision, arose_on FROM duties WHERE act LIKE 'Arrange%' ORDER BY 1;
SELECT * FROM findings();
UPDATE handovers SET returned_on = '2025-03-25', return_act_no = 'b';
SELECT may_enter('handovers', '{"case_no": "P1", "handed_on": "2025-03-31", "act_no": "2"}');
SELECT may_enter('handovers', '{"case_no": "P1", "handed_on": "2025-04-01", "act_no": "2"}');
SELECT may_enter('handovers', '{"case_no": "Q1", "carrier_id": "#M-4/1", "handed_on": "2025-03-31", "act_no": "2"}');
SELECT may_enter('handovers', '{"case_no": "Q1", "carrier_id": "#M-4/1", "handed_on": "2025-04-01", "act_no": "2"}');
SELECT may_enter('protections', provider('{"case_no": "P2", "arranged_on": "2025-03-31", "service_contract_on": "2025-03-05", "contractor_permit_no": null, "provider_permit_no": null}'));
SELECT may_enter('protections', provider('{"case_no": "P2", "arranged_on": "2025-04-01", "service_contract_on": "2025-03-05", "contractor_permit_no": null, "provider_permit_no": null}'));
-- called off: it protects again
SELECT change('party_changes', jsonb_build_object('party', p('provider'), 'change_no', '1'), '{"called_off_on": "2025-05-01", "call_off_document": "a ruling"}');
SELECT may_enter('handovers', '{"case_no": "P1", "handed_on": "2025-04-30", "act_no": "2"}');
SELECT may_enter('handovers', '{"case_no": "P1", "handed_on": "2025-05-01", "act_no": "2"}');
ROLLBACK;
-- learnt of after the hand-over: irregular
BEGIN;
SELECT enter('party_changes', '{"party": "@provider", "kind": "liquidation", "effective_on": "2025-03-12"}');
SELECT * FROM findings();
SELECT breach, provision FROM breaches WHERE breach LIKE 'transfer%';
ROLLBACK;

-- A hand-over stands under 8(1); the papers of the provider, of days before, are entered later: the notices first.
SELECT take('H1', 'noticed', '{"carriers": ["M-5/1"]}');
SELECT enter('protections', '{"case_no": "H1"}');
SELECT may_enter('notices', '{"case_no": "H1", "notice_no": "N12", "kind": "courier_service", "recipient": "b", "sent_on": "2025-04-11"}');
SELECT enter('handovers', '{"case_no": "H1", "carrier_id": "#M-5/1", "handed_on": "2025-05-05"}');
SELECT may_enter('notices', '{"case_no": "H1", "notice_no": "N12", "kind": "courier_service", "recipient": "b", "sent_on": "2025-05-06"}');
SELECT words(insert_of('protections', entry('protections', provider('{"case_no": "H1", "arranged_on": "2025-04-10", "service_contract_on": "2025-04-09",
	"contractor_permit_no": "P-builder", "contractor_permit_marked_on": "2025-04-10", "provider_permit_marked_on": "2025-04-10"}'))));
-- who handed over against the Rules enters the arrangement under a basis, and the hand-over shows what it lacked
BEGIN;
SELECT rectify('Contract for services 7 of 9 April 2025');
SELECT insert_of('protections', entry('protections', provider('{"case_no": "H1", "arranged_on": "2025-04-10", "service_contract_on": "2025-04-09",
	"contractor_permit_no": "P-builder", "contractor_permit_marked_on": "2025-04-10", "provider_permit_marked_on": "2025-04-10"}'))) \gexec
SELECT rule, severity FROM findings();
ROLLBACK;
SELECT services('H1', '2025-04-11');
SELECT rule, severity FROM findings();
SELECT enter('protections', provider('{"case_no": "H1", "arranged_on": "2025-04-10", "service_contract_on": "2025-04-09",
	"contractor_permit_no": "P-builder", "contractor_permit_marked_on": "2025-04-10", "provider_permit_marked_on": "2025-04-10"}'));
SELECT rule, severity FROM findings();

-- A renewed contract for services: contract, notices, marks, arrangement; the notices count from the contract on.
SELECT enter('protections', provider('{"case_no": "P1", "arranged_on": "2025-05-06", "service_contract_on": "2025-05-05",
	"contractor_permit_marked_on": "2025-05-05", "provider_permit_marked_on": "2025-05-05"}'));
SELECT act FROM duties WHERE case_no = 'P1' AND act LIKE 'Notify%';
SELECT what FROM next_steps('P1') WHERE rule LIKE '%r08_service%';
SELECT services('P1', '2025-05-05');
SELECT act FROM duties WHERE case_no = 'P1' AND act LIKE 'Notify%';
SELECT what FROM next_steps('P1') WHERE rule LIKE '%r08_service%';
SELECT change('handovers', '{"case_no": "P1"}', '{"returned_on": "2025-05-10", "return_act_no": "b"}');
SELECT may_enter('handovers', '{"case_no": "P1", "handed_on": "2025-05-12", "act_no": "2"}');

-- A provider that is the contractor itself, or serves a citizen, and something is out: the arrangement was entered under a
-- basis.
SELECT take('A1', 'noticed', '{"carriers": ["M-11/1"], "contractor": "@citizen"}'), take('D1', 'noticed', '{"carriers": ["M-9/1"]}');
BEGIN;
SELECT rectify('an order') \g /dev/null
INSERT INTO permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark)
SELECT 'P-' || n, p('builder'), date '2024-01-10' + n, '2036-06-30', 'a body', 'top_secret' FROM generate_series(1, 2) n;
INSERT INTO protections (case_no, kind, arranged_on, organizer, service_contract_no, service_contract_on, contractor_permit_no, contractor_permit_marked_on, provider_permit_no, provider_permit_marked_on)
VALUES ('D1', 'provider', '2025-03-06', p('builder'), '7', '2025-03-05', 'P-1', '2025-03-06', 'P-2', '2025-03-06'),
	('A1', 'provider', '2025-03-06', p('provider'), '7', '2025-03-05', NULL, NULL, NULL, NULL);
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('A1', c('M-11/1'), '2025-03-12', 'a', 'C-citizen'), ('D1', c('M-9/1'), '2025-03-12', 'a', 'C-builder');
COMMIT;
SELECT case_no, breach, translated(breach), provision, occurred_on FROM breaches
WHERE breach ~ 'protection_lost_provider_(other|serves)' ORDER BY case_no;
SELECT case_no, act, provision, arose_on FROM duties WHERE act LIKE 'Arrange%' AND case_no IN ('A1', 'D1') ORDER BY case_no;

\i test/fixtures/finish.sql
