--
-- The papers are entered, as two kinds of client do it: an archive is poured in table by table, and an
-- application enters document after document, in the order of their days. Every rule is in force.
--
\echo '==== 2. Some 200 cases are entered ================================================='
\echo
SELECT count(*) AS cases, sum((SELECT count(*) FROM app.requests r WHERE r.n = c.n)) AS requests,
	   (SELECT count(*) FROM app.items) AS carriers, min(opened_on) AS "first opened", max(opened_on) AS "last opened"
  FROM app.cases c;

SELECT count(*) AS closed FROM app.cases WHERE stage = 'closed' \gset
\echo :closed 'closed cases come from an archive: COPY, table by table.'
\echo

-- Everything that is to be entered, shaped like the register's tables.
CREATE FUNCTION app.idn(short text) RETURNS text STABLE LANGUAGE sql AS
	'SELECT idn FROM app.parties p WHERE p.short = idn.short';

CREATE VIEW app.carriers_in AS
SELECT carrier_id, app.idn(authority) AS owner,
	   (ARRAY['Plan of an underground structure', 'Catalogue of coordinates', 'Map sheet 1:25 000', 'Diagram of a communication line',
			  'Technical specification', 'Calculation of reserves', 'Sample of a device', 'Survey report'])[kind + 1] AS title,
	   CASE kind WHEN 6 THEN 'other' ELSE 'document' END::secretxfer.carrier_kind AS kind, mark,
	   upper(left(authority, 1)) || '-' || carrier_id AS account_no, app.chance('copy' || carrier_id, 1, 4)::text AS copy_no,
	   CASE kind WHEN 6 THEN NULL ELSE app.chance('sheets' || carrier_id, 3, 120) END AS sheets
  FROM app.items CROSS JOIN LATERAL (SELECT carrier_id % 8 AS kind) AS k ORDER BY carrier_id;

CREATE VIEW app.cases_in AS
SELECT case_no, app.idn(customer) AS customer, app.idn(contractor) AS contractor,
	   (ARRAY['Design of an underground facility', 'Survey of a site', 'Repair of a special structure', 'Study of building materials',
			  'Laying of a communication line', 'Update of special maps'])[n % 6 + 1] AS subject,
	   works_settlement, service AS information_system_service,
	   CASE WHEN service THEN 'secret'::secretxfer.secrecy_mark END AS system_mark, opened_on, closed_on
  FROM app.cases;

CREATE VIEW app.requests_in AS
SELECT case_no, request_no, app.idn(authority) AS authority, sent_on, 'The works cannot be performed without these data.' AS justification,
	   sent_on + 15 AS transfer_from, sent_on + 1000 AS transfer_until,
	   CASE WHEN NOT citizen THEN 'РЖ-' || contractor END AS permit_no, CASE WHEN citizen THEN 'РҰ-' || contractor || '-1' END AS clearance_no,
	   'Draft of ' || sent_on AS draft_contract,
	   CASE WHEN service THEN 'Service data and schemes of the protected system circulate.' END AS information_statement, received_on
  FROM app.requests JOIN app.cases USING (n);

CREATE VIEW app.request_items_in AS
SELECT case_no, request_no, item_no, carrier_id FROM app.items JOIN app.cases USING (n);

CREATE VIEW app.decisions_in AS
SELECT case_no, request_no, 'D-' || n || '/' || right(request_no, 1) AS decision_no, answered_on AS sent_on,
	   CASE WHEN permitted THEN 'permitted' ELSE 'refused' END::secretxfer.decision_outcome AS outcome,
	   CASE WHEN NOT permitted THEN 'The volume asked for goes beyond what the works need.' END AS reasons,
	   (SELECT head_name FROM app.parties WHERE short = authority) AS signed_by,
	   CASE n % 9 WHEN 0 THEN 'acting_head' ELSE 'head' END::secretxfer.signatory AS signed_as,
	   CASE WHEN excluded IS NOT NULL THEN ARRAY[excluded] END AS excluded_items, late_reason
  FROM app.requests JOIN app.cases USING (n) WHERE answered_on IS NOT NULL;

CREATE VIEW app.contracts_in AS
SELECT case_no, 'K-' || n AS contract_no, contract_on AS concluded_on, 'Quarterly inspections' AS control_during_works,
	   'Inspection of the returned materials' AS control_after_works, 'As the law provides, in full' AS contractor_liability,
	   'At the customer''s expense, estimate No. ' || n AS protection_financing,
	   CASE WHEN NOT citizen THEN 'РЖ-' || contractor END AS permit_no, CASE WHEN citizen THEN 'РҰ-' || contractor || '-1' END AS clearance_no,
	   'Unit for the protection of state secrets' AS responsible_unit, 'Order No. ' || 100 + n AS unit_designated_by,
	   CASE WHEN service THEN 'Service data and schemes of the protected system circulate.' END AS information_statement
  FROM app.cases WHERE contract_on IS NOT NULL;

CREATE VIEW app.contract_items_in AS
SELECT case_no, request_no || '/' || item_no AS annex_no, request_no, item_no, annexed_on
  FROM app.items JOIN app.cases USING (n) WHERE annexed_on IS NOT NULL;

-- Whose unit protects: a provider where the contractor has foreign participation, the holding for its
-- affiliates, the customer where it is on the spot, and otherwise the contractor itself.
CREATE VIEW app.protections_in AS
SELECT case_no, kind::secretxfer.protection_kind,
	   CASE kind WHEN 'provider' THEN provider.idn WHEN 'quasi_state' THEN who.affiliated_with END AS organizer, arranged_on,
	   CASE kind WHEN 'provider' THEN 'S-' || n END AS service_contract_no, CASE kind WHEN 'provider' THEN arranged_on END AS service_contract_on,
	   CASE kind WHEN 'provider' THEN arranged_on + 2 END AS contractor_permit_marked_on,
	   CASE kind WHEN 'provider' THEN arranged_on + 3 END AS provider_permit_marked_on,
	   CASE kind WHEN 'provider' THEN 'РЖ-' || who.short END AS contractor_permit_no,
	   CASE kind WHEN 'provider' THEN 'РЖ-' || provider.short END AS provider_permit_no
  FROM app.cases c JOIN app.parties who ON who.short = c.contractor
	   LEFT JOIN app.parties provider ON provider.role = 'provider' AND provider.settlement = who.settlement
	   CROSS JOIN LATERAL (SELECT CASE WHEN who.foreign_participation THEN 'provider'
									   WHEN who.affiliated_with IS NOT NULL THEN 'quasi_state'
									   WHEN works_settlement = (SELECT settlement FROM app.parties WHERE short = c.customer)
											AND (c.citizen OR c.customer <> 'foundry') THEN 'customer'
									   ELSE 'contractor' END AS kind) AS k
 WHERE arranged_on IS NOT NULL;

-- Notices of the contract, of later annex lines, of a provider's services, of a succession.
CREATE VIEW app.notices_in AS
SELECT case_no, 'N-1' AS notice_no, 'contract'::secretxfer.notice_kind AS kind, 'ҚР ҰҚК департаменті, ' || settlement AS recipient,
	   NULL AS authority, notice_on AS sent_on, NULL AS party, NULL AS change_no
  FROM app.cases JOIN app.parties ON short = contractor WHERE notice_on IS NOT NULL
UNION ALL
SELECT case_no, 'N-2', 'contract', 'ҚР ҰҚК департаменті, ' || settlement, NULL, annexed_on + 2, NULL, NULL
  FROM app.requests r JOIN app.cases USING (n) JOIN app.parties ON short = contractor WHERE r.role = 'more'
UNION ALL
SELECT case_no, no, service.kind::secretxfer.notice_kind, recipient, NULL, arranged_on + 3, NULL, NULL
  FROM app.protections_in
	   CROSS JOIN (VALUES ('N-3', 'courier_service', 'Мемлекеттік фельдъегерлік қызмет филиалы'),
						  ('N-4', 'postal_service', 'Арнайы пошта байланысы филиалы')) AS service (no, kind, recipient)
 WHERE protections_in.kind = 'provider'
UNION ALL
SELECT case_no, 'N-5', 'succession_security', 'ҚР ҰҚК', NULL, app.today() - 132, app.idn('foundry'), '1'
  FROM app.cases WHERE stage = 'customer succeeded'
UNION ALL
SELECT case_no, 'N-' || 5 + row_number() OVER (PARTITION BY case_no), 'succession_authority', full_name, idn, app.today() - 130,
	   app.idn('foundry'), '1'
  FROM (SELECT DISTINCT case_no, authority FROM app.cases JOIN app.requests USING (n)
		 WHERE stage = 'customer succeeded' AND permitted) AS used JOIN app.parties ON short = authority;

CREATE VIEW app.handovers_in AS
SELECT case_no, carrier_id, i.handed_on, 'A-' || carrier_id AS act_no, received_by, i.returned_on,
	   CASE WHEN i.returned_on IS NOT NULL THEN 'B-' || carrier_id END AS return_act_no
  FROM app.items i JOIN app.cases USING (n) WHERE i.handed_on IS NOT NULL;

CREATE VIEW app.system_accesses_in AS
SELECT case_no, 'РҰ-' || contractor || '-' || k AS clearance_no, handed_on AS granted_on, returned_on AS ended_on
  FROM app.cases CROSS JOIN LATERAL generate_series(1, CASE WHEN citizen THEN 1 ELSE 2 END) AS k
 WHERE service AND handed_on IS NOT NULL;

-- ---- the archive ----

CREATE FUNCTION app.archived(case_no text) RETURNS boolean STABLE LANGUAGE sql AS
	$$SELECT EXISTS (SELECT 1 FROM app.cases c WHERE c.case_no = archived.case_no AND stage = 'closed')$$;

\setenv POUR 'psql -X -q -v ON_ERROR_STOP=1 -c'

COPY (SELECT * FROM app.carriers_in) TO STDOUT \g |$POUR 'COPY secretxfer.carriers (carrier_id, owner, title, kind, mark, account_no, copy_no, sheets) FROM STDIN'

COPY (SELECT case_no, customer, contractor, subject, works_settlement, information_system_service, system_mark, opened_on FROM app.cases_in WHERE app.archived(case_no)) TO STDOUT \g |$POUR 'COPY secretxfer.cases (case_no, customer, contractor, subject, works_settlement, information_system_service, system_mark, opened_on) FROM STDIN'
COPY (SELECT case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, clearance_no, draft_contract, information_statement FROM app.requests_in WHERE app.archived(case_no)) TO STDOUT \g |$POUR 'COPY secretxfer.requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, clearance_no, draft_contract, information_statement) FROM STDIN'
COPY (SELECT * FROM app.request_items_in WHERE app.archived(case_no)) TO STDOUT \g |$POUR 'COPY secretxfer.request_items (case_no, request_no, item_no, carrier_id) FROM STDIN'

-- A list is complete when the body receives the request, so the receipts come after the lists.
UPDATE secretxfer.requests r SET received_on = given.received_on
  FROM app.requests_in given WHERE (given.case_no, given.request_no) = (r.case_no, r.request_no) AND app.archived(r.case_no);

COPY (SELECT * FROM app.decisions_in WHERE app.archived(case_no)) TO STDOUT \g |$POUR 'COPY secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, reasons, signed_by, signed_as, excluded_items, late_reason) FROM STDIN'
COPY (SELECT * FROM app.contracts_in WHERE app.archived(case_no)) TO STDOUT \g |$POUR 'COPY secretxfer.contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability, protection_financing, permit_no, clearance_no, responsible_unit, unit_designated_by, information_statement) FROM STDIN'
COPY (SELECT * FROM app.contract_items_in WHERE app.archived(case_no)) TO STDOUT \g |$POUR 'COPY secretxfer.contract_items (case_no, annex_no, request_no, item_no, annexed_on) FROM STDIN'
COPY (SELECT * FROM app.protections_in WHERE app.archived(case_no)) TO STDOUT \g |$POUR 'COPY secretxfer.protections (case_no, kind, organizer, arranged_on, service_contract_no, service_contract_on, contractor_permit_marked_on, provider_permit_marked_on, contractor_permit_no, provider_permit_no) FROM STDIN'
COPY (SELECT * FROM app.notices_in WHERE app.archived(case_no)) TO STDOUT \g |$POUR 'COPY secretxfer.notices (case_no, notice_no, kind, recipient, authority, sent_on, party, change_no) FROM STDIN'
COPY (SELECT * FROM app.handovers_in WHERE app.archived(case_no)) TO STDOUT \g |$POUR 'COPY secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by, returned_on, return_act_no) FROM STDIN'
COPY (SELECT * FROM app.system_accesses_in WHERE app.archived(case_no)) TO STDOUT \g |$POUR 'COPY secretxfer.system_accesses (case_no, clearance_no, granted_on, ended_on) FROM STDIN'

UPDATE secretxfer.cases c SET closed_on = given.closed_on
  FROM app.cases_in given WHERE given.case_no = c.case_no AND app.archived(c.case_no);

-- ---- the daily work ----

PREPARE open_case (text, text, text, text, text, boolean, secretxfer.secrecy_mark, date) AS
	INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, information_system_service,
								  system_mark, opened_on)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
PREPARE close_case (text, date) AS UPDATE secretxfer.cases SET closed_on = $2 WHERE case_no = $1;
PREPARE send_request (text, text, text, date, text, date, date, text, text, text, text) AS
	INSERT INTO secretxfer.requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until,
									 permit_no, clearance_no, draft_contract, information_statement)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);
PREPARE list_carrier (text, text, int, bigint) AS
	INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id) VALUES ($1, $2, $3, $4);
PREPARE receive_request (text, text, date) AS
	UPDATE secretxfer.requests SET received_on = $3 WHERE case_no = $1 AND request_no = $2;
PREPARE answer_request (text, text, text, date, secretxfer.decision_outcome, text, text, secretxfer.signatory, int[], text) AS
	INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, reasons, signed_by, signed_as,
									  excluded_items, late_reason)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
PREPARE conclude_contract (text, text, date, text, text, text, text, text, text, text, text, text) AS
	INSERT INTO secretxfer.contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works,
									  contractor_liability, protection_financing, permit_no, clearance_no, responsible_unit,
									  unit_designated_by, information_statement)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
PREPARE annex_carrier (text, text, text, int, date) AS
	INSERT INTO secretxfer.contract_items (case_no, annex_no, request_no, item_no, annexed_on) VALUES ($1, $2, $3, $4, $5);
PREPARE send_notice (text, text, secretxfer.notice_kind, text, text, date, text, text) AS
	INSERT INTO secretxfer.notices (case_no, notice_no, kind, recipient, authority, sent_on, party, change_no)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
PREPARE arrange_protection (text, secretxfer.protection_kind, text, date, text, date) AS
	INSERT INTO secretxfer.protections (case_no, kind, organizer, arranged_on, service_contract_no, service_contract_on)
	VALUES ($1, $2, $3, $4, $5, $6);
PREPARE mark_contractor_permit (text, date, text) AS
	UPDATE secretxfer.protections SET contractor_permit_marked_on = $2, contractor_permit_no = $3 WHERE case_no = $1;
PREPARE mark_provider_permit (text, date, text) AS
	UPDATE secretxfer.protections SET provider_permit_marked_on = $2, provider_permit_no = $3 WHERE case_no = $1;
PREPARE hand_over (text, bigint, date, text, text) AS
	INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES ($1, $2, $3, $4, $5);
PREPARE take_back (bigint, date, text) AS
	UPDATE secretxfer.handovers SET returned_on = $2, return_act_no = $3 WHERE carrier_id = $1 AND returned_on IS NULL;
PREPARE grant_access (text, text, date) AS
	INSERT INTO secretxfer.system_accesses (case_no, clearance_no, granted_on) VALUES ($1, $2, $3);
PREPARE end_access (text, text, date) AS
	UPDATE secretxfer.system_accesses SET ended_on = $3 WHERE case_no = $1 AND clearance_no = $2 AND ended_on IS NULL;
PREPARE find_breach (text, text, date, text, numeric) AS
	INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description, damage) VALUES ($1, $2, $3, $4, $5);
PREPARE remedy_breach (text, text, date, numeric) AS
	UPDATE secretxfer.violations SET remedied_on = $3, damage_recovered = $4 WHERE case_no = $1 AND violation_no = $2;
PREPARE suspend (text, date, text) AS
	INSERT INTO secretxfer.suspensions (case_no, suspended_on, violation_no) VALUES ($1, $2, $3);
PREPARE lift_suspension (text, date) AS UPDATE secretxfer.suspensions SET lifted_on = $2 WHERE case_no = $1 AND lifted_on IS NULL;
PREPARE raise_annulment (text, date, text) AS
	INSERT INTO secretxfer.annulments (case_no, raised_on, addressed_to) VALUES ($1, $2, $3);
PREPARE annul_order (text, date) AS UPDATE secretxfer.annulments SET order_annulled_on = $2 WHERE case_no = $1;
PREPARE change_party (text, text, secretxfer.party_change_kind, date, text) AS
	INSERT INTO secretxfer.party_changes (party, change_no, kind, effective_on, document) VALUES ($1, $2, $3, $4, $5);
PREPARE complete_change (text, text, date) AS
	UPDATE secretxfer.party_changes SET completed_on = $3 WHERE party = $1 AND change_no = $2;
PREPARE supplement_contract (text, text, text, text, text, text, date) AS
	INSERT INTO secretxfer.supplements (case_no, supplement_no, party, change_no, successor, successor_powers, concluded_on)
	VALUES ($1, $2, $3, $4, $5, $6, $7);
PREPARE take_measures (text, text, text, date, text) AS
	INSERT INTO secretxfer.protection_measures (case_no, party, change_no, taken_on, measures) VALUES ($1, $2, $3, $4, $5);

-- What is to be done on which day; within a day in the order of the Rules.
CREATE TABLE app.agenda (day date NOT NULL, step int NOT NULL, statement text NOT NULL);

INSERT INTO app.agenda
SELECT opened_on, 1, format('EXECUTE open_case(%L, %L, %L, %L, %L, %L, %L, %L)',
							case_no, customer, contractor, subject, works_settlement, information_system_service, system_mark,
							opened_on)
  FROM app.cases_in WHERE NOT app.archived(case_no)
UNION ALL
SELECT closed_on, 40, format('EXECUTE close_case(%L, %L)', case_no, closed_on)
  FROM app.cases_in WHERE closed_on IS NOT NULL AND NOT app.archived(case_no)
UNION ALL
SELECT sent_on, 2, format('EXECUTE send_request(%L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L)',
						  case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, clearance_no,
						  draft_contract, information_statement)
  FROM app.requests_in WHERE NOT app.archived(case_no)
UNION ALL
SELECT sent_on, 3, format('EXECUTE list_carrier(%L, %L, %L, %L)', case_no, request_no, item_no, carrier_id)
  FROM app.request_items_in JOIN app.requests_in USING (case_no, request_no) WHERE NOT app.archived(case_no)
UNION ALL
SELECT received_on, 4, format('EXECUTE receive_request(%L, %L, %L)', case_no, request_no, received_on)
  FROM app.requests_in WHERE received_on IS NOT NULL AND NOT app.archived(case_no)
UNION ALL
SELECT sent_on, 5, format('EXECUTE answer_request(%L, %L, %L, %L, %L, %L, %L, %L, %L, %L)',
						  case_no, request_no, decision_no, sent_on, outcome, reasons, signed_by, signed_as, excluded_items, late_reason)
  FROM app.decisions_in WHERE NOT app.archived(case_no)
UNION ALL
SELECT concluded_on, 6, format('EXECUTE conclude_contract(%L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L)',
							   case_no, contract_no, concluded_on, control_during_works, control_after_works, contractor_liability,
							   protection_financing, permit_no, clearance_no, responsible_unit, unit_designated_by, information_statement)
  FROM app.contracts_in WHERE NOT app.archived(case_no)
UNION ALL
SELECT annexed_on, 7, format('EXECUTE annex_carrier(%L, %L, %L, %L, %L)', case_no, annex_no, request_no, item_no, annexed_on)
  FROM app.contract_items_in WHERE NOT app.archived(case_no)
UNION ALL
SELECT arranged_on, 8, format('EXECUTE arrange_protection(%L, %L, %L, %L, %L, %L)',
							  case_no, kind, organizer, arranged_on, service_contract_no, service_contract_on)
  FROM app.protections_in WHERE NOT app.archived(case_no)
UNION ALL
SELECT contractor_permit_marked_on, 8, format('EXECUTE mark_contractor_permit(%L, %L, %L)', case_no, contractor_permit_marked_on, contractor_permit_no)
  FROM app.protections_in WHERE kind = 'provider' AND NOT app.archived(case_no)
UNION ALL
SELECT provider_permit_marked_on, 8, format('EXECUTE mark_provider_permit(%L, %L, %L)', case_no, provider_permit_marked_on, provider_permit_no)
  FROM app.protections_in WHERE kind = 'provider' AND NOT app.archived(case_no)
UNION ALL
SELECT sent_on, 9, format('EXECUTE send_notice(%L, %L, %L, %L, %L, %L, %L, %L)',
						  case_no, notice_no, kind, recipient, authority, sent_on, party, change_no)
  FROM app.notices_in WHERE NOT app.archived(case_no)
UNION ALL
SELECT handed_on, 10, format('EXECUTE hand_over(%L, %L, %L, %L, %L)', case_no, carrier_id, handed_on, act_no, received_by)
  FROM app.handovers_in WHERE NOT app.archived(case_no)
UNION ALL
SELECT returned_on, 20, format('EXECUTE take_back(%L, %L, %L)', carrier_id, returned_on, return_act_no)
  FROM app.handovers_in WHERE returned_on IS NOT NULL AND NOT app.archived(case_no)
UNION ALL
SELECT granted_on, 10, format('EXECUTE grant_access(%L, %L, %L)', case_no, clearance_no, granted_on)
  FROM app.system_accesses_in WHERE NOT app.archived(case_no)
UNION ALL
SELECT ended_on, 20, format('EXECUTE end_access(%L, %L, %L)', case_no, clearance_no, ended_on)
  FROM app.system_accesses_in WHERE ended_on IS NOT NULL AND NOT app.archived(case_no);

-- Breaches, suspensions, annulments.
INSERT INTO app.agenda
SELECT found, 11, format('EXECUTE find_breach(%L, %L, %L, %L, %L)', case_no, 'V-1', found, 'Carriers kept outside of the protected room.',
						 CASE WHEN n % 2 = 0 THEN 850000 END)
  FROM app.cases CROSS JOIN LATERAL (SELECT handed_on + 15 AS found) AS f
 WHERE stage IN ('suspended', 'resumed after suspension', 'order annulled')
UNION ALL
SELECT handed_on + 17, 12, format('EXECUTE suspend(%L, %L, %L)', case_no, handed_on + 17, 'V-1')
  FROM app.cases WHERE stage IN ('suspended', 'resumed after suspension')
UNION ALL
SELECT handed_on + 30, 13, format('EXECUTE remedy_breach(%L, %L, %L, %L)', case_no, 'V-1', handed_on + 30, CASE WHEN n % 2 = 0 THEN 600000 END)
  FROM app.cases WHERE stage IN ('resumed after suspension', 'order annulled')
UNION ALL
SELECT handed_on + 32, 14, format('EXECUTE lift_suspension(%L, %L)', case_no, handed_on + 32)
  FROM app.cases WHERE stage = 'resumed after suspension'
UNION ALL
SELECT handed_on + 35, 11, format('EXECUTE find_breach(%L, %L, %L, %L, NULL)', case_no, 'V-2', handed_on + 35, 'Copies made without leave.')
  FROM app.cases WHERE stage = 'order annulled'
UNION ALL
SELECT handed_on + 38, 15, format('EXECUTE raise_annulment(%L, %L, %L)', case_no, handed_on + 38, 'ҚР ҰҚК')
  FROM app.cases WHERE stage = 'order annulled'
UNION ALL
SELECT handed_on + 52, 16, format('EXECUTE annul_order(%L, %L)', case_no, handed_on + 52)
  FROM app.cases WHERE stage = 'order annulled';

-- What happens to the parties: a customer and two contractors are liquidated, one changes hands.
INSERT INTO app.agenda
SELECT app.today() - ago, 0, format('EXECUTE change_party(%L, %L, %L, %L, %L)', idn, '1', kind, app.today() - ago, document)
  FROM (VALUES ('foundry', 150, 'liquidation', 'Decision of the sole shareholder'), ('l01', 90, 'liquidation', 'Decision of the court'),
			   ('l02', 300, 'liquidation', 'Decision of the participants'), ('o01', 100, 'ownership', 'Contract of sale of the shares'))
	   AS change (who, ago, kind, document) JOIN app.parties ON short = who
UNION ALL
SELECT app.today() - 138, 1, format('EXECUTE supplement_contract(%L, %L, %L, %L, %L, %L, %L)', case_no, 'S-1', app.idn('foundry'), '1',
									app.idn('forge'), 'Deed of transfer and permit РЖ-forge', app.today() - 138)
  FROM app.cases WHERE stage = 'customer succeeded'
UNION ALL
SELECT app.today() - ago, 17, format('EXECUTE take_measures(%L, %L, %L, %L, %L)', case_no, app.idn(contractor), '1', app.today() - ago,
									 'Rooms sealed, carriers counted by a joint commission.')
  FROM (VALUES ('contractor in liquidation', 85), ('contractor liquidated', 295), ('contractor changed', 90)) AS taken (stage, ago)
	   JOIN app.cases USING (stage)
 WHERE stage = 'contractor liquidated' OR n % 2 = 0
UNION ALL
SELECT app.today() - 200, 30, format('EXECUTE complete_change(%L, %L, %L)', app.idn('l02'), '1', app.today() - 200);

SELECT count(*) AS papers, min(day) AS from_day, max(day) AS to_day FROM app.agenda \gset
\echo The rest comes from an application: :papers prepared statements from :from_day to :to_day,
\echo 'each a transaction, in the order of the days.'
\echo
SELECT statement FROM app.agenda ORDER BY day, step, statement \gexec
