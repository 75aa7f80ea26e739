--
-- The register as it stands at the end, asked in plain SQL.
--
\echo
\echo '==== 4. The state of the register ==================================================='
\echo
\echo 'Cases by stage:'
\echo
WITH facts AS (
	SELECT c.*,
		   EXISTS (SELECT 1 FROM secretxfer.requests r WHERE r.case_no = c.case_no) AS requested,
		   EXISTS (SELECT 1 FROM secretxfer.requests r LEFT JOIN secretxfer.decisions d USING (case_no, request_no)
					WHERE r.case_no = c.case_no AND r.received_on IS NOT NULL AND d.sent_on IS NULL) AS waiting,
		   EXISTS (SELECT 1 FROM secretxfer.decisions d WHERE d.case_no = c.case_no) AS answered,
		   EXISTS (SELECT 1 FROM secretxfer.decisions d WHERE d.case_no = c.case_no AND d.outcome = 'permitted') AS permitted,
		   EXISTS (SELECT 1 FROM secretxfer.contracts k WHERE k.case_no = c.case_no) AS contracted,
		   EXISTS (SELECT 1 FROM secretxfer.notices n WHERE n.case_no = c.case_no) AS notified,
		   EXISTS (SELECT 1 FROM secretxfer.protections p WHERE p.case_no = c.case_no) AS protected,
		   EXISTS (SELECT 1 FROM secretxfer.handovers h WHERE h.case_no = c.case_no)
		   OR EXISTS (SELECT 1 FROM secretxfer.system_accesses a WHERE a.case_no = c.case_no) AS handed_over,
		   (SELECT count(*) FROM secretxfer.handovers h WHERE h.case_no = c.case_no AND h.returned_on IS NULL)
		   + (SELECT count(*) FROM secretxfer.system_accesses a WHERE a.case_no = c.case_no AND a.ended_on IS NULL) AS "out",
		   EXISTS (SELECT 1 FROM secretxfer.suspensions s WHERE s.case_no = c.case_no AND s.lifted_on IS NULL) AS suspended,
		   EXISTS (SELECT 1 FROM secretxfer.annulments a WHERE a.case_no = c.case_no AND a.order_annulled_on IS NOT NULL) AS annulled,
		   EXISTS (SELECT 1 FROM secretxfer.party_changes g WHERE g.party = c.contractor AND g.effective_on >= c.opened_on) AS contractor_changed,
		   EXISTS (SELECT 1 FROM secretxfer.party_changes g WHERE g.party = c.customer AND g.effective_on >= c.opened_on) AS customer_changed,
		   EXISTS (SELECT 1 FROM secretxfer.supplements s WHERE s.case_no = c.case_no) AS succeeded
	  FROM secretxfer.cases c
), staged AS (
	SELECT *, CASE WHEN closed_on IS NOT NULL                THEN '16 closed'
				   WHEN contractor_changed AND "out" > 0     THEN '14 contractor changed or in liquidation, carriers due back'
				   WHEN contractor_changed                   THEN '15 contractor changed or liquidated, all returned'
				   WHEN customer_changed AND NOT succeeded   THEN '12 customer liquidated, no successor yet'
				   WHEN customer_changed                     THEN '13 customer succeeded, works go on'
				   WHEN annulled                             THEN '11 order annulled'
				   WHEN suspended                            THEN '10 works suspended'
				   WHEN handed_over                          THEN '09 handed over, works in progress'
				   WHEN protected                            THEN '08 ready for the hand-over'
				   WHEN notified                             THEN '07 contract notified'
				   WHEN contracted                           THEN '06 contract concluded'
				   WHEN waiting                              THEN '03 request received, answer awaited'
				   WHEN permitted                            THEN '05 permitted'
				   WHEN answered                             THEN '04 refused'
				   WHEN requested                            THEN '02 request sent'
				   ELSE '01 opened' END AS stage
	  FROM facts
)
SELECT substr(stage, 4) AS stage, count(*) AS cases, sum("out") AS "carriers and accesses out",
	   min(opened_on) AS "first opened", max(opened_on) AS "last opened"
  FROM staged GROUP BY staged.stage ORDER BY staged.stage;

\echo 'Kinds of cases:'
\echo
SELECT count(*) AS cases,
	   count(*) FILTER (WHERE p.kind = 'citizen') AS "with a citizen",
	   count(*) FILTER (WHERE c.information_system_service) AS "information systems",
	   count(*) FILTER (WHERE (SELECT count(DISTINCT authority) FROM secretxfer.requests r WHERE r.case_no = c.case_no) > 1) AS "several bodies",
	   count(*) FILTER (WHERE (SELECT count(*) FROM secretxfer.requests r WHERE r.case_no = c.case_no) > 1) AS "several requests",
	   (SELECT count(*) FROM secretxfer.decisions WHERE outcome = 'refused') AS "refusals",
	   (SELECT count(*) FROM secretxfer.decisions WHERE late_reason IS NOT NULL) AS "late answers"
  FROM secretxfer.cases c JOIN secretxfer.parties p ON p.idn = c.contractor;

SELECT kind AS "protected by", count(*) AS cases FROM secretxfer.protections GROUP BY kind ORDER BY kind;

\echo 'Carriers that are out:'
\echo
SELECT ca.mark, count(*) AS carriers, count(DISTINCT h.case_no) AS cases, min(h.handed_on) AS "since, longest"
  FROM secretxfer.handovers h JOIN secretxfer.carriers ca USING (carrier_id)
 WHERE h.returned_on IS NULL GROUP BY ca.mark ORDER BY ca.mark;

\echo 'What all open cases wait for, by next_steps():'
\echo
SELECT s.provision, s.who, s.what, count(*) AS cases
  FROM secretxfer.cases c CROSS JOIN LATERAL secretxfer.next_steps(c.case_no) AS s
 WHERE c.closed_on IS NULL
 GROUP BY s.provision, s.who, s.what ORDER BY cases DESC, s.what LIMIT 8;

\echo 'And the guard itself:'
\echo
SELECT count(DISTINCT tgrelid) AS "tables guarded", count(*) AS triggers, count(*) FILTER (WHERE tgenabled <> 'O') AS "not in force"
  FROM pg_catalog.pg_trigger WHERE NOT tgisinternal AND tgname LIKE '%secretxfer%';
