--
-- Provision 8: who organises the protection of the secrets at the contractor.
--
\i test/fixtures/start.sql

-- No hand-over without an arrangement: none, made the day after, on the day, the day before.
SELECT take('K1', 'noticed');
SELECT may_enter('handovers', '{"case_no": "K1"}');
SELECT enter('protections', '{"case_no": "K1", "arranged_on": "2025-03-10"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-09"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-10"}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-11"}');
-- one arrangement a day; another one on another day
SELECT may_enter('protections', '{"case_no": "K1", "arranged_on": "2025-03-10"}');
SELECT may_enter('protections', '{"case_no": "K1"}');
-- no access either
SELECT take('S1', 'noticed', '{"service": true}');
SELECT may_enter('system_accesses', '{"case_no": "S1"}');
SELECT enter('protections', '{"case_no": "S1", "arranged_on": "2025-03-10"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-09"}');
SELECT may_enter('system_accesses', '{"case_no": "S1", "granted_on": "2025-03-10"}');

-- 8(1) The contractor itself, without foreign participation; the organizer is the contractor or left out.
SELECT take('K2', 'noticed');
SELECT may_enter('protections', '{"case_no": "K2"}');
SELECT may_enter('protections', '{"case_no": "K2", "organizer": "@builder"}');
SELECT may_enter('protections', '{"case_no": "K2", "organizer": "@other"}');
SELECT may_enter('protections', '{"case_no": "K2", "organizer": "@customer"}');
SELECT take('K3', 'noticed', '{"contractor": "@joint"}');
SELECT may_enter('protections', '{"case_no": "K3"}');
-- a citizen has no unit; the customer's is accepted, whose settlement is that of the works
SELECT take('C1', 'noticed', '{"contractor": "@citizen"}');
SELECT words(insert_of('protections', entry('protections', '{"case_no": "C1"}')));
SELECT may_enter('protections', '{"case_no": "C1"}');
SELECT may_enter('protections', '{"case_no": "C1", "organizer": "@citizen"}');
SELECT may_enter('protections', '{"case_no": "C1", "kind": "customer"}');
-- an arrangement that version 1.0 accepted serves no hand-over and no access; it may be corrected while nothing relies on it
SELECT take('S5', 'noticed', '{"contractor": "@citizen", "service": true}');
BEGIN;
SET LOCAL session_replication_role = replica;
INSERT INTO protections (case_no, kind, arranged_on, recorded_at, recorded_by, entry_id)
SELECT no, 'contractor', '2025-03-06', now(), 'version 1.0', nextval('entry_ids') FROM unnest('{C1,S5}'::text[]) AS no;
SET LOCAL session_replication_role = origin;
SELECT may_enter('handovers', '{"case_no": "C1"}');
SELECT may_enter('system_accesses', '{"case_no": "S5"}');
SELECT change('protections', '{"case_no": "C1"}', '{"kind": "customer"}');
SELECT may_enter('handovers', '{"case_no": "C1"}');
ROLLBACK;
-- judged again at each hand-over, because the facts may have changed
SELECT change('parties', '{"idn": "@builder"}', '{"foreign_participation": true}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-10"}');
SELECT may_enter('system_accesses', '{"case_no": "S1"}');
SELECT change('parties', '{"idn": "@builder"}', '{"foreign_participation": false}');
SELECT may_enter('handovers', '{"case_no": "K1", "handed_on": "2025-03-10"}');

-- 8(2) The customer, at the place of the works.
SELECT may_enter('protections', '{"case_no": "K2", "kind": "customer"}');
SELECT take('K4', 'noticed', '{"contractor": "@joint", "settlement": "Astana"}');
SELECT may_enter('protections', '{"case_no": "K4", "kind": "customer"}');
SELECT may_enter('protections', '{"case_no": "K4", "kind": "customer", "organizer": "@customer"}');
SELECT may_enter('protections', '{"case_no": "K4", "kind": "customer", "organizer": "@joint"}');
SELECT enter('protections', '{"case_no": "K4", "kind": "customer"}');
SELECT may_enter('handovers', '{"case_no": "K4"}');
SELECT change('parties', '{"idn": "@customer"}', '{"settlement": "Shymkent"}');
SELECT may_enter('handovers', '{"case_no": "K4"}');
SELECT change('parties', '{"idn": "@customer"}', '{"settlement": "Astana"}');
SELECT may_enter('handovers', '{"case_no": "K4"}');
SELECT take('C2', 'noticed', '{"contractor": "@citizen", "settlement": "Astana"}');
SELECT may_enter('protections', '{"case_no": "C2", "kind": "customer"}');
SELECT take('S2', 'protected', '{"service": true, "contractor": "@joint", "settlement": "Astana", "protection": "customer"}');
SELECT may_enter('system_accesses', '{"case_no": "S2"}');
SELECT change('parties', '{"idn": "@customer"}', '{"settlement": "Shymkent"}');
SELECT may_enter('system_accesses', '{"case_no": "S2", "granted_on": "2025-03-13"}');
SELECT change('parties', '{"idn": "@customer"}', '{"settlement": "Astana"}');
SELECT may_enter('system_accesses', '{"case_no": "S2", "granted_on": "2025-03-13"}');

-- 8(3) A quasi-state entity, for those affiliated with it.
SELECT take('K5', 'noticed', '{"contractor": "@subsidiary"}');
SELECT may_enter('protections', '{"case_no": "K5", "kind": "quasi_state"}');
SELECT may_enter('protections', '{"case_no": "K5", "kind": "quasi_state", "organizer": "@holding"}');
SELECT may_enter('protections', '{"case_no": "K5", "kind": "quasi_state", "organizer": "@provider"}');
SELECT may_enter('protections', '{"case_no": "K2", "kind": "quasi_state", "organizer": "@holding"}');
SELECT may_enter('protections', '{"case_no": "K5", "kind": "quasi_state", "organizer": "@spare"}');
-- for a citizen affiliated with it too
SELECT may_enter('protections', '{"case_no": "C1", "kind": "quasi_state", "organizer": "@holding"}');
SELECT enter('affiliations', '{"party": "@citizen"}');
SELECT may_enter('protections', '{"case_no": "C1", "kind": "quasi_state", "organizer": "@holding"}');
SELECT enter('protections', '{"case_no": "K5", "kind": "quasi_state", "organizer": "@holding"}');
SELECT may_enter('handovers', '{"case_no": "K5"}');
SELECT take('S4', 'protected', '{"service": true, "contractor": "@subsidiary", "protection": "quasi_state", "organizer": "@holding"}');
SELECT may_enter('system_accesses', '{"case_no": "S4"}');
-- no party is its own affiliate, and no affiliation ends before it begins
SELECT may_enter('affiliations', '{"party": "@holding"}');
SELECT may_change('affiliations', '{"party": "@subsidiary"}', '{"since": "2025-03-13", "until": "2025-03-12"}');
-- affiliated on the day: its first and its last day are such days, the days before and after are not
SELECT change('affiliations', '{"party": "@subsidiary"}', '{"since": "2025-03-13"}');
SELECT may_enter('handovers', '{"case_no": "K5"}');
SELECT change('affiliations', '{"party": "@subsidiary"}', '{"since": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "K5"}');
SELECT change('affiliations', '{"party": "@subsidiary"}', '{"since": null, "until": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "K5"}');
SELECT change('affiliations', '{"party": "@subsidiary"}', '{"until": "2025-03-11"}');
SELECT may_enter('handovers', '{"case_no": "K5"}');
SELECT may_enter('system_accesses', '{"case_no": "S4"}');
SELECT change('affiliations', '{"party": "@subsidiary"}', '{"until": null}');
-- affiliated again after its end, by a further entry of its own day
BEGIN;
SELECT change('affiliations', '{"party": "@subsidiary"}', '{"until": "2025-03-11"}');
SELECT may_enter('affiliations');
SELECT enter('affiliations', '{"since": "2025-03-20"}');
SELECT may_enter('affiliations', '{"since": "2025-03-20", "until": "2025-03-25"}');
SELECT may_enter('handovers', '{"case_no": "K5", "handed_on": "2025-03-11"}');
SELECT may_enter('handovers', '{"case_no": "K5", "handed_on": "2025-03-19"}');
SELECT may_enter('handovers', '{"case_no": "K5", "handed_on": "2025-03-20"}');
SELECT may_change('affiliations', '{"since": "2025-03-20"}', '{"since": null}');
SELECT may_change('affiliations', '{"since": "2025-03-20"}', '{"since": "2025-03-19", "until": "2025-12-31"}');
SELECT severity, rule, key FROM verify() WHERE rule LIKE '%affiliated';
ROLLBACK;
SELECT change('parties', '{"idn": "@holding"}', '{"quasi_state": false}');
SELECT may_enter('handovers', '{"case_no": "K5"}');
SELECT may_enter('system_accesses', '{"case_no": "S4"}');
SELECT change('parties', '{"idn": "@holding"}', '{"quasi_state": true}');
SELECT may_enter('handovers', '{"case_no": "K5"}');

-- 8(4) A provider: every condition by its own name.
SELECT take('K6', 'noticed', '{"contractor": "@joint"}');
SELECT take('K7', 'noticed', '{"contractor": "@joint"}');
CREATE FUNCTION fixture.provided(given jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
	SELECT jsonb '{"case_no": "K6", "kind": "provider", "organizer": "@provider", "service_contract_no": "7", "service_contract_on": "2025-03-05"}' || given
$$;
SELECT may_enter('protections', provided());
SELECT may_enter('protections', provided('{"organizer": null}'));
-- a citizen has no permit to mark
SELECT may_enter('protections', provided('{"case_no": "C1"}'));
-- a correction does not make such an arrangement with a citizen, either; with an organisation it does
BEGIN;
SELECT enter('protections', '{"case_no": "C1", "kind": "customer"}');
SELECT may_change('protections', '{"case_no": "C1"}', provided() - 'case_no');
SELECT may_change('protections', '{"case_no": "K4"}', provided() - 'case_no');
-- where such an arrangement with a citizen stands all the same, nothing is handed over under it
SELECT may_enter('handovers', '{"case_no": "C1"}');
SET LOCAL session_replication_role = replica;
UPDATE protections SET kind = 'provider', organizer = p('provider'), service_contract_no = '7', service_contract_on = '2025-03-05'
 WHERE case_no = 'C1';
SET LOCAL session_replication_role = origin;
SELECT may_enter('handovers', '{"case_no": "C1"}');
ROLLBACK;
-- another organisation than the contractor
SELECT may_enter('protections', provided('{"organizer": "@joint"}'));
SELECT may_enter('protections', provided('{"organizer": "@agency"}'));
SELECT may_enter('protections', provided('{"organizer": "@student"}'));
-- in the contractor's settlement
SELECT change('parties', '{"idn": "@provider"}', '{"settlement": "Astana"}');
SELECT may_enter('protections', provided());
SELECT change('parties', '{"idn": "@provider"}', '{"settlement": "Almaty", "foreign_participation": true}');
-- without foreign participation
SELECT may_enter('protections', provided());
SELECT change('parties', '{"idn": "@provider"}', '{"foreign_participation": false, "state_share": 99.99}');
-- wholly owned by the state: 99.99, unknown, 100
SELECT may_enter('protections', provided());
SELECT change('parties', '{"idn": "@provider"}', '{"state_share": null}');
SELECT may_enter('protections', provided());
SELECT change('parties', '{"idn": "@provider"}', '{"state_share": 100.00, "protection_mandate": null}');
-- empowered by an act of the Government
SELECT may_enter('protections', provided());
SELECT change('parties', '{"idn": "@provider"}', '{"protection_mandate": "  "}');
SELECT may_enter('protections', provided());
SELECT change('parties', '{"idn": "@provider"}', '{"protection_mandate": "an act"}');
SELECT may_enter('protections', provided());
-- several at once
SELECT words(insert_of('protections', entry('protections', provided('{"organizer": "@holding", "service_contract_no": null}'))));
-- the service contract: number, day, and the day after the arrangement, on it, before it
SELECT may_enter('protections', provided('{"service_contract_no": null}'));
SELECT may_enter('protections', provided('{"service_contract_on": null}'));
SELECT may_enter('protections', provided('{"service_contract_no": " "}'));
SELECT may_enter('protections', provided('{"service_contract_on": "2025-03-07"}'));
SELECT may_enter('protections', provided('{"service_contract_on": "2025-03-06"}'));
SELECT may_enter('protections', provided('{"service_contract_on": "2025-03-05"}'));
-- the notices to both services need that contract: none, an arrangement of another kind, the day before, the day of it
SELECT may_enter('notices', '{"case_no": "K6", "notice_no": "N2", "kind": "courier_service", "sent_on": "2025-03-10"}');
SELECT may_enter('notices', '{"case_no": "K4", "notice_no": "N2", "kind": "postal_service", "sent_on": "2025-03-10"}');
SELECT enter('protections', provided());
SELECT may_enter('notices', '{"case_no": "K6", "notice_no": "N2", "kind": "courier_service", "sent_on": "2025-03-04"}');
SELECT may_enter('notices', '{"case_no": "K6", "notice_no": "N2", "kind": "courier_service", "sent_on": "2025-03-05"}');
SELECT may_enter('notices', '{"case_no": "K6", "notice_no": "N2", "kind": "postal_service", "sent_on": "2025-03-04"}');
SELECT may_enter('notices', '{"case_no": "K6", "notice_no": "N2", "kind": "postal_service", "sent_on": "2025-03-05"}');

-- 8(4) Marks in both permits: none, one, both, not before the service contract, and on or before the hand-over.
SELECT may_enter('handovers', '{"case_no": "K6"}');
SELECT enter('notices', '{"case_no": "K6", "notice_no": "N2", "kind": "courier_service", "sent_on": "2025-03-11"}');
SELECT may_enter('handovers', '{"case_no": "K6"}');
SELECT enter('notices', '{"case_no": "K6", "notice_no": "N3", "kind": "postal_service", "sent_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "K6"}');
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "K6"}')));
SELECT words(update_of('protections', '{"case_no": "K6"}', '{"contractor_permit_marked_on": "2025-03-04", "contractor_permit_no": "P-joint"}'));
SELECT may_change('protections', '{"case_no": "K6"}', '{"contractor_permit_marked_on": "2025-03-04", "contractor_permit_no": "P-joint"}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"provider_permit_marked_on": "2025-03-04", "provider_permit_no": "P-provider"}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"contractor_permit_marked_on": "2025-03-05", "contractor_permit_no": "P-joint"}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"provider_permit_marked_on": "2025-03-05", "provider_permit_no": "P-provider"}');
SELECT change('protections', '{"case_no": "K6"}', '{"contractor_permit_marked_on": "2025-03-10", "contractor_permit_no": "P-joint"}');
SELECT may_enter('handovers', '{"case_no": "K6"}');
SELECT change('protections', '{"case_no": "K6"}', '{"provider_permit_marked_on": "2025-03-13", "provider_permit_no": "P-provider"}');
SELECT may_enter('handovers', '{"case_no": "K6", "handed_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "K6", "handed_on": "2025-03-13"}');
-- a mark may be corrected until something relies on the arrangement
SELECT change('protections', '{"case_no": "K6"}', '{"provider_permit_marked_on": "2025-03-10", "provider_permit_no": "P-provider"}');
-- each mark names the permit that bears it: none, one without a mark, none such, another's, in both fields
SELECT may_change('protections', '{"case_no": "K6"}', '{"contractor_permit_no": null}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"provider_permit_no": " "}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"contractor_permit_marked_on": null}');
SELECT words(update_of('protections', '{"case_no": "K6"}', '{"contractor_permit_no": null, "provider_permit_marked_on": null}'));
SELECT may_change('protections', '{"case_no": "K6"}', '{"contractor_permit_no": "P-none", "provider_permit_no": "P-none"}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"contractor_permit_no": "P-builder"}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"provider_permit_no": "P-joint"}');
SELECT words(update_of('protections', '{"case_no": "K6"}', '{"contractor_permit_no": "P-provider", "provider_permit_no": "P-joint"}'));
-- valid on the later of the mark and the arrangement: arranged on the 6th, marked on the 10th
SELECT enter('permits', '{"permit_no": "P-9", "holder": "@joint", "issued_on": "2025-03-07", "valid_until": "2025-03-10"}');
SELECT enter('permits', '{"permit_no": "P-10", "holder": "@joint", "issued_on": "2025-03-07", "valid_until": "2025-03-09"}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"contractor_permit_no": "P-9"}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"contractor_permit_no": "P-10"}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"contractor_permit_no": "P-9", "contractor_permit_marked_on": "2025-03-06"}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"contractor_permit_no": "P-9", "contractor_permit_marked_on": "2025-03-11"}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"contractor_permit_no": "P-9", "contractor_permit_marked_on": "2025-03-06", "arranged_on": "2025-03-07"}');
SELECT may_enter('protections', provided('{"case_no": "K7", "contractor_permit_marked_on": "2025-03-06", "provider_permit_marked_on": "2025-03-06"}'));
SELECT may_enter('protections', provided('{"case_no": "K7", "contractor_permit_marked_on": "2025-03-06", "provider_permit_marked_on": "2025-03-06", "contractor_permit_no": "P-joint", "provider_permit_no": "P-provider"}'));
SELECT may_enter('protections', provided('{"case_no": "K7", "contractor_permit_no": "P-joint"}'));
-- a permit that bears a mark is relied on, and is valid at each hand-over: P-9 until the 10th; the provider's until it is revoked
SELECT may_withdraw('permits', '{"permit_no": "P-9"}');
BEGIN;
SELECT change('protections', '{"case_no": "K6"}', '{"contractor_permit_no": "P-9"}');
SELECT may_withdraw('permits', '{"permit_no": "P-9"}');
SELECT may_enter('handovers', '{"case_no": "K6", "handed_on": "2025-03-12"}');
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "K6", "handed_on": "2025-03-12"}')));
ROLLBACK;
BEGIN;
SELECT change('permits', '{"permit_no": "P-provider"}', '{"revoked_on": "2025-03-13"}');
SELECT may_enter('handovers', '{"case_no": "K6", "handed_on": "2025-03-12"}');
SELECT may_enter('handovers', '{"case_no": "K6", "handed_on": "2025-03-13"}');
ROLLBACK;
-- a mark that stands from before 1.1 names no permit, and is judged by its day alone
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE protections SET contractor_permit_no = NULL, provider_permit_no = NULL WHERE case_no = 'K6';
SET LOCAL session_replication_role = origin;
SELECT may_enter('handovers', '{"case_no": "K6", "handed_on": "2025-03-12"}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"provider_permit_no": "P-provider"}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"provider_permit_no": "P-provider", "contractor_permit_marked_on": "2025-03-09"}');
SELECT change('protections', '{"case_no": "K6"}', '{"contractor_permit_no": "P-joint", "provider_permit_no": "P-provider"}');
SELECT may_enter('handovers', '{"case_no": "K6", "handed_on": "2025-03-12"}');
ROLLBACK;
-- the notices to both services: the postal one was sent on the 12th
SELECT may_enter('handovers', '{"case_no": "K6", "handed_on": "2025-03-10"}');
SELECT may_enter('handovers', '{"case_no": "K6", "handed_on": "2025-03-11"}');
SELECT may_enter('handovers', '{"case_no": "K6", "handed_on": "2025-03-12"}');
-- the facts of the provider are judged again at each hand-over
SELECT change('parties', '{"idn": "@provider"}', '{"foreign_participation": true}');
SELECT may_enter('handovers', '{"case_no": "K6"}');
SELECT change('parties', '{"idn": "@provider"}', '{"foreign_participation": false}');
SELECT may_enter('handovers', '{"case_no": "K6"}');
SELECT change('parties', '{"idn": "@provider"}', '{"settlement": "Astana", "foreign_participation": true, "state_share": 50, "protection_mandate": null}');
SELECT may_enter('handovers', '{"case_no": "K6"}');
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "K6"}')));
SELECT change('parties', '{"idn": "@provider"}', '{"settlement": "Almaty", "foreign_participation": false, "state_share": 100, "protection_mandate": "an act"}');
-- and so are those of the contractor: it moved
SELECT change('parties', '{"idn": "@joint"}', '{"settlement": "Astana"}');
SELECT may_enter('handovers', '{"case_no": "K6"}');
SELECT change('parties', '{"idn": "@joint"}', '{"settlement": "Almaty"}');
SELECT enter('handovers', '{"case_no": "K6"}');
-- then the marks, the notices of the services and the arrangement stand
SELECT may_change('protections', '{"case_no": "K6"}', '{"provider_permit_marked_on": "2025-03-11", "provider_permit_no": "P-provider"}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"provider_permit_marked_on": null}');
SELECT may_change('protections', '{"case_no": "K6"}', '{"kind": "contractor", "organizer": null}');
SELECT may_withdraw('protections', '{"case_no": "K6"}');
SELECT may_withdraw('notices', '{"case_no": "K6", "notice_no": "N3"}');

-- The same for access to an information system.
SELECT take('S3', 'noticed', '{"service": true, "contractor": "@joint"}');
SELECT enter('protections', provided('{"case_no": "S3"}'));
SELECT may_enter('system_accesses', '{"case_no": "S3"}');
SELECT enter('notices', '{"case_no": "S3", "notice_no": "N2", "kind": "courier_service", "sent_on": "2025-03-10"}');
SELECT enter('notices', '{"case_no": "S3", "notice_no": "N3", "kind": "postal_service", "sent_on": "2025-03-10"}');
SELECT may_enter('system_accesses', '{"case_no": "S3"}');
SELECT change('protections', '{"case_no": "S3"}', '{"contractor_permit_marked_on": "2025-03-10", "contractor_permit_no": "P-joint", "provider_permit_marked_on": "2025-03-10", "provider_permit_no": "P-provider"}');
SELECT may_enter('system_accesses', '{"case_no": "S3", "granted_on": "2025-03-09"}');
SELECT may_enter('system_accesses', '{"case_no": "S3", "granted_on": "2025-03-10"}');
SELECT change('parties', '{"idn": "@provider"}', '{"settlement": "Astana", "foreign_participation": true, "state_share": 0, "protection_mandate": null}');
SELECT may_enter('system_accesses', '{"case_no": "S3"}');
SELECT change('parties', '{"idn": "@provider"}', '{"settlement": "Almaty", "foreign_participation": false, "state_share": 100, "protection_mandate": "an act"}');

-- Another arrangement may take the place of the first, as long as nothing relies on that; it is judged like one.
SELECT may_change('protections', '{"case_no": "S3"}', '{"kind": "contractor", "organizer": null}');
SELECT may_withdraw('protections', '{"case_no": "S3"}');

-- The arrangement is replaced: from its day on the later one counts, until the next one.
SELECT take('A1', 'protected', '{"carriers": ["M-5/1", "M-6/1"], "settlement": "Astana"}');
SELECT enter('handovers', '{"case_no": "A1", "carrier_id": "#M-5/1"}');
SELECT enter('protections', '{"case_no": "A1", "kind": "customer", "arranged_on": "2025-03-20"}');
SELECT change('parties', '{"idn": "@customer"}', '{"settlement": "Shymkent"}');
SELECT may_enter('handovers', '{"case_no": "A1", "carrier_id": "#M-6/1", "handed_on": "2025-03-19"}');
SELECT may_enter('handovers', '{"case_no": "A1", "carrier_id": "#M-6/1", "handed_on": "2025-03-20"}');
SELECT change('parties', '{"idn": "@customer"}', '{"settlement": "Astana"}');
SELECT change('parties', '{"idn": "@builder"}', '{"foreign_participation": true}');
SELECT may_enter('handovers', '{"case_no": "A1", "carrier_id": "#M-6/1", "handed_on": "2025-03-19"}');
SELECT may_enter('handovers', '{"case_no": "A1", "carrier_id": "#M-6/1", "handed_on": "2025-03-20"}');
-- while the first stands and something is out, that is a breach and a duty; the second ends both
SELECT provision, breach, entered_in FROM breaches WHERE case_no = 'A1' AND breach LIKE 'protection%';
BEGIN;
SELECT withdraw('protections', '{"case_no": "A1", "arranged_on": "2025-03-20"}');
SELECT provision, breach, party = p('builder') AS builder, entered_in, occurred_on = fixture.today() AS today FROM breaches WHERE case_no = 'A1' AND breach LIKE 'protection%';
SELECT debtor, provision, act, discharged_by FROM duties WHERE case_no = 'A1' AND discharged_by = 'protections';
SELECT rule FROM next_steps('A1') WHERE rule LIKE '%r08%';
SELECT change('handovers', '{"case_no": "A1"}', '{"returned_on": "2025-03-18", "return_act_no": "back"}');
SELECT count(*) FROM breaches WHERE case_no = 'A1' AND breach LIKE 'protection%';
ROLLBACK;
SELECT change('parties', '{"idn": "@builder"}', '{"foreign_participation": false}');
-- who receives follows the arrangement of the day
SELECT may_enter('handovers', '{"case_no": "A1", "carrier_id": "#M-6/1", "received_by": "C-customer", "handed_on": "2025-03-19"}');
SELECT may_enter('handovers', '{"case_no": "A1", "carrier_id": "#M-6/1", "received_by": "C-customer", "handed_on": "2025-03-20"}');
-- an arrangement is settled by what was handed over since, until the next one
SELECT may_change('protections', '{"case_no": "A1", "arranged_on": "2025-03-06"}', '{"kind": "customer"}');
SELECT may_withdraw('protections', '{"case_no": "A1", "arranged_on": "2025-03-06"}');
SELECT may_change('protections', '{"case_no": "A1", "arranged_on": "2025-03-20"}', '{"organizer": "@customer"}');
SELECT enter('handovers', '{"case_no": "A1", "carrier_id": "#M-6/1", "received_by": "C-customer", "handed_on": "2025-03-21"}');
SELECT may_change('protections', '{"case_no": "A1", "arranged_on": "2025-03-20"}', '{"organizer": "@customer"}');
SELECT may_withdraw('protections', '{"case_no": "A1", "arranged_on": "2025-03-20"}');
SELECT attempt(update_of('protections', '{"case_no": "A1", "arranged_on": "2025-03-06"}', '{"arranged_on": "2025-03-07"}'));
-- an arrangement of an earlier day becomes that of the later transfers, which must be lawful under it: the receiver's party,
-- the marks and notices, the affiliation of the day; up to the next arrangement
SELECT may_enter('protections', '{"case_no": "A1", "arranged_on": "2025-03-21"}');
SELECT may_enter('protections', '{"case_no": "A1", "arranged_on": "2025-03-22"}');
SELECT may_enter('protections', '{"case_no": "A1", "arranged_on": "2025-03-10", "kind": "customer"}');
SELECT may_enter('protections', provided('{"case_no": "A1", "arranged_on": "2025-03-10"}'));
SELECT may_enter('protections', provided('{"case_no": "A1", "arranged_on": "2025-03-13"}'));
SELECT words(insert_of('protections', entry('protections', '{"case_no": "A1", "arranged_on": "2025-03-21"}')));
SELECT enter('protections', '{"case_no": "A1", "arranged_on": "2025-03-25"}');
SELECT attempt(update_of('protections', '{"case_no": "A1", "arranged_on": "2025-03-25"}', '{"arranged_on": "2025-03-21"}'));
SELECT attempt(update_of('protections', '{"case_no": "A1", "arranged_on": "2025-03-25"}', '{"arranged_on": "2025-03-22"}'));
SELECT take('S6', 'handed', '{"service": true, "contractor": "@subsidiary", "protection": "quasi_state", "organizer": "@holding"}');
SELECT may_enter('protections', provided('{"case_no": "S6", "arranged_on": "2025-03-10"}'));
SELECT may_enter('protections', provided('{"case_no": "S6", "arranged_on": "2025-03-13"}'));
SELECT severity, rule, "table", key FROM verify() WHERE key ~ '^(A1|S6)';
SELECT change('handovers', '{"case_no": "A1", "carrier_id": "#M-5/1"}', '{"returned_on": "2025-03-18", "return_act_no": "back"}');

-- 8(2) Where the unit is: a branch of the customer at the place of the works.  Names of places are compared without regard
-- to capital letters and to white space around them.
SELECT take('A2', 'noticed', '{"contractor": "@joint", "carriers": ["M-5/1"]}');
SELECT may_enter('protections', '{"case_no": "A2", "kind": "customer"}');
SELECT may_enter('protections', '{"case_no": "A2", "kind": "customer", "unit_settlement": "Astana"}');
SELECT may_enter('protections', '{"case_no": "A2", "kind": "customer", "unit_settlement": "  "}');
SELECT may_enter('protections', '{"case_no": "A2", "kind": "customer", "unit_settlement": " ALMATY "}');
SELECT take('A3', 'noticed', '{"contractor": "@joint", "carriers": ["M-5/1"], "settlement": "Өскемен"}');
SELECT may_enter('protections', '{"case_no": "A3", "kind": "customer", "unit_settlement": "ӨСКЕМЕН"}');
SELECT may_enter('protections', '{"case_no": "A3", "kind": "customer", "unit_settlement": "Оскемен"}');
SELECT enter('protections', '{"case_no": "A3", "kind": "customer", "unit_settlement": "өскемен"}');
SELECT may_change('protections', '{"case_no": "A3"}', '{"unit_settlement": null}');
-- The works move: the place changes until the case is closed, and the arrangement with it.
BEGIN;
SELECT take('A4', 'handed', '{"carriers": ["M-12/1"], "settlement": "Astana", "protection": "customer"}');
SELECT change('cases', '{"case_no": "A4"}', '{"works_settlement": "Almaty"}');
SELECT change('cases', '{"case_no": "A4"}', '{"subject": "others"}');
SELECT breach, entered_in FROM breaches WHERE case_no = 'A4' AND breach LIKE 'protection%';
SELECT act FROM duties WHERE case_no = 'A4' AND provision = '8(2)';
SELECT step, what FROM next_steps('A4') WHERE rule LIKE '%r08%';
SELECT may_enter('protections', '{"case_no": "A4", "kind": "customer", "arranged_on": "2025-04-01"}');
SELECT enter('protections', '{"case_no": "A4", "kind": "customer", "arranged_on": "2025-04-01", "unit_settlement": "Almaty"}');
SELECT breach, entered_in FROM breaches WHERE case_no = 'A4' AND breach LIKE 'protection%';
SELECT * FROM findings() WHERE key LIKE 'A4%';
SELECT change('handovers', '{"case_no": "A4"}', '{"returned_on": "2025-04-20", "return_act_no": "r"}');
SELECT change('cases', '{"case_no": "A4"}', '{"closed_on": "2025-05-02"}');
SELECT change('cases', '{"case_no": "A4"}', '{"works_settlement": "Astana"}');
ROLLBACK;
SELECT is_same_place('АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ', ' аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя') AS kazakh,
	is_same_place('ÁÄÉĞǴIŃÑÓÖŌŞÚÜŪÝŽ', 'áäéğǵińñóöōşúüūýž') AS latin, is_same_place(E'\u00A0Жезқазған\t', 'ЖЕЗҚАЗҒАН') AS spaces,
	is_same_place('Семей', 'Семеи') AS other, is_same_place('Алма', 'Алматы') AS shorter, is_same_place(NULL, 'x') AS unknown;
-- the provider's own settlement is compared, wherever its unit is
SELECT change('parties', '{"idn": "@provider"}', '{"settlement": " almaty"}');
SELECT may_enter('protections', provided('{"case_no": "A2"}'));
SELECT change('parties', '{"idn": "@provider"}', '{"settlement": "Astana"}');
SELECT may_enter('protections', provided('{"case_no": "A2", "unit_settlement": "Almaty"}'));
SELECT change('parties', '{"idn": "@provider"}', '{"settlement": "Almaty"}');

-- 8(4) A standing contract for services, its marks and notices may be older than the case; the arrangement is of the case.
CREATE FUNCTION fixture.standing(given jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
	SELECT provided(jsonb '{"case_no": "A2", "service_contract_on": "2024-02-01", "contractor_permit_marked_on": "2024-02-05", "contractor_permit_no": "P-joint",
		"provider_permit_marked_on": "2024-02-05", "provider_permit_no": "P-provider"}' || given)
$$;
SELECT may_enter('protections', standing('{"arranged_on": "2025-02-02"}'));
SELECT may_enter('protections', standing('{"contractor_permit_marked_on": "2024-01-31"}'));
SELECT enter('protections', standing());
SELECT may_enter('notices', '{"case_no": "A2", "notice_no": "N2", "kind": "courier_service", "sent_on": "2024-01-31"}');
SELECT enter('notices', '{"case_no": "A2", "notice_no": "N2", "kind": "courier_service", "sent_on": "2024-02-02"}');
SELECT enter('notices', '{"case_no": "A2", "notice_no": "N3", "kind": "postal_service", "sent_on": "2024-02-02"}');
SELECT may_enter('notices', '{"case_no": "A2", "notice_no": "N4", "sent_on": "2024-02-02"}');
SELECT may_enter('handovers', '{"case_no": "A2", "carrier_id": "#M-5/1", "handed_on": "2025-03-22"}');
-- a new contract asks for notices of its own, a renewed permit under the same contract does not
SELECT enter('permits', '{"permit_no": "P-low", "holder": "@joint", "issued_on": "2025-03-19", "highest_mark": "secret"}');
SELECT enter('protections', standing('{"arranged_on": "2025-03-20", "service_contract_no": "8", "service_contract_on": "2025-03-19", "contractor_permit_marked_on": "2025-03-20", "provider_permit_marked_on": "2025-03-20"}'));
SELECT may_enter('handovers', '{"case_no": "A2", "carrier_id": "#M-5/1", "handed_on": "2025-03-19"}');
SELECT may_enter('handovers', '{"case_no": "A2", "carrier_id": "#M-5/1", "handed_on": "2025-03-22"}');
SELECT act FROM duties WHERE case_no = 'A2' AND provision LIKE '8%' ORDER BY 1;
SELECT withdraw('protections', '{"case_no": "A2", "arranged_on": "2025-03-20"}');
SELECT enter('protections', standing('{"arranged_on": "2025-03-20", "contractor_permit_marked_on": "2025-03-20", "contractor_permit_no": "P-low"}'));
SELECT act FROM duties WHERE case_no = 'A2' AND provision LIKE '8%' ORDER BY 1;
-- the permit that bears the mark is the one under which is handed over, and reaches the mark of the carrier
SELECT enter('handovers', '{"case_no": "A2", "carrier_id": "#M-5/1", "handed_on": "2025-03-22"}');
SELECT permit_no FROM handovers WHERE case_no = 'A2';
SELECT take('A4', 'noticed', '{"contractor": "@joint", "carriers": ["M-2/1"]}');
SELECT enter('protections', standing('{"case_no": "A4", "arranged_on": "2025-03-20", "contractor_permit_marked_on": "2025-03-20", "contractor_permit_no": "P-low"}'));
SELECT enter('notices', '{"case_no": "A4", "notice_no": "N2", "kind": "courier_service", "sent_on": "2024-02-02"}');
SELECT enter('notices', '{"case_no": "A4", "notice_no": "N3", "kind": "postal_service", "sent_on": "2024-02-02"}');
SELECT may_enter('handovers', '{"case_no": "A4", "carrier_id": "#M-2/1", "handed_on": "2025-03-22"}');
SELECT words(insert_of('handovers', entry('handovers', '{"case_no": "A4", "carrier_id": "#M-2/1", "handed_on": "2025-03-22"}')));
SELECT enter('protections', standing('{"case_no": "A4", "arranged_on": "2025-03-21"}'));
SELECT may_enter('handovers', '{"case_no": "A4", "carrier_id": "#M-2/1", "handed_on": "2025-03-22"}');
-- it loses its force while the carrier is out: a breach until an arrangement of the renewed permit's day
SELECT change('permits', '{"permit_no": "P-low"}', '{"revoked_on": "2025-04-01"}');
SELECT provision, breach, occurred_on FROM breaches WHERE case_no = 'A2' AND breach LIKE 'protection%';
SELECT enter('protections', standing('{"arranged_on": "2025-04-02", "contractor_permit_marked_on": "2025-04-02"}'));
SELECT count(*) FROM breaches WHERE case_no = 'A2' AND breach LIKE 'protection%' AND occurred_on < '2026-01-01';
SELECT severity, rule, "table", key FROM verify() WHERE key ~ '^A[24]';

-- In liquidation an entity protects nothing any more.
SELECT take('S7', 'noticed', '{"service": true, "contractor": "@subsidiary"}');
SELECT enter('party_changes', '{"party": "@holding", "effective_on": "2025-03-06"}');
SELECT may_enter('protections', '{"case_no": "S7", "kind": "quasi_state", "organizer": "@holding", "arranged_on": "2025-03-05"}');
SELECT may_enter('protections', '{"case_no": "S7", "kind": "quasi_state", "organizer": "@holding"}');

-- The full shape of two refusals.
INSERT INTO protections (case_no, kind, arranged_on) VALUES ('K3', 'contractor', '2025-03-06');
INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
VALUES ('K2', c('M-1/1'), '2025-03-12', 'act', 'C-builder');

\i test/fixtures/finish.sql
