--
-- The register as it stands at the end, asked through the views (docs/analysts.md).
--
\echo
\echo '==== 4. The state of the register ==================================================='
\echo
\echo 'Cases by stage:'
\echo
SELECT stage, count(*) AS cases, min(opened_on) AS "first opened", max(opened_on) AS "last opened"
  FROM secretxfer.case_status GROUP BY stage ORDER BY stage;

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

\echo 'Who owes what (the longest lists of duties):'
\echo
SELECT debtor, act, provision, count(*) AS duties, count(*) FILTER (WHERE overdue) AS overdue, min(arose_on) AS "oldest since"
  FROM secretxfer.duties GROUP BY debtor, act, provision ORDER BY duties DESC, act LIMIT 8;

\echo 'Answers that are due next:'
\echo
SELECT case_no, request_no, received_on, due_on, working_days_left, overdue
  FROM secretxfer.answers_due ORDER BY due_on, case_no LIMIT 5;

\echo 'Carriers that are out, by mark:'
\echo
SELECT mark, count(*) AS carriers, count(DISTINCT contractor) AS contractors, min(handed_on) AS "since, longest"
  FROM secretxfer.outstanding_carriers GROUP BY mark ORDER BY mark;

\echo 'What must come back, and why:'
\echo
SELECT array_to_string(reasons, ', ') AS reasons, count(*) AS "carriers and accesses", count(DISTINCT case_no) AS cases
  FROM secretxfer.returns_due GROUP BY 1 ORDER BY 2 DESC, 1;

\echo 'The life of the case above:'
\echo
SELECT happened_on, event
  FROM secretxfer.case_timeline WHERE case_no = '2025-501' ORDER BY happened_on, recorded_at;

\echo 'And the register judged once more, set-wise, with its guard: rows that are unlawful, or tell that the guard is broken'
\echo
SELECT count(*) FILTER (WHERE severity = 'unlawful') AS unlawful, count(*) FILTER (WHERE severity = 'guard') AS guard,
	   count(*) FILTER (WHERE severity = 'irregular') AS "made irregular by later facts"
  FROM secretxfer.verify();
