-- case_status.sql
--
-- Where a case stands.

-- Only the contract is joined, because a case has one contract but may have several entries of all other kinds.
-- Counts are subqueries in the list of columns, so that PostgreSQL does not count what a query does not show.
CREATE VIEW secretxfer.case_status WITH (security_invoker = true) AS
	SELECT c.case_no, c.customer, c.contractor, c.opened_on, c.closed_on,
		secretxfer.present_customer(c.case_no, c.customer) AS present_customer,
		CASE
			WHEN c.closed_on IS NOT NULL THEN 'closed'
			WHEN EXISTS (SELECT FROM secretxfer.annulments a WHERE a.case_no = c.case_no AND a.order_annulled_on IS NOT NULL)
				OR EXISTS (SELECT FROM secretxfer.changes_by_case() x
						WHERE x.case_no = c.case_no AND x.open_until IS NULL AND x.closed_on IS NULL)
				THEN 'winding_up'
			WHEN EXISTS (SELECT FROM secretxfer.suspensions s WHERE s.case_no = c.case_no AND s.lifted_on IS NULL)
				THEN 'suspended'
			WHEN k.case_no IS NOT NULL THEN
				CASE
					WHEN EXISTS (SELECT FROM secretxfer.transfers_out(c.case_no)) THEN 'works'
					WHEN EXISTS (SELECT FROM secretxfer.transfers(c.case_no) t) THEN 'returned'
					WHEN NOT EXISTS (SELECT FROM secretxfer.contract_items i WHERE i.case_no = c.case_no)
						AND NOT c.information_system_service THEN 'contracted'
					WHEN NOT EXISTS (SELECT FROM secretxfer.notices n WHERE n.case_no = c.case_no AND n.kind = 'contract')
						THEN 'annexed'
					WHEN NOT EXISTS (SELECT FROM secretxfer.protections p WHERE p.case_no = c.case_no) THEN 'notified'
					ELSE 'protected'
				END
			WHEN EXISTS (SELECT FROM secretxfer.decisions d WHERE d.case_no = c.case_no AND d.outcome = 'permitted' AND d.withdrawn_on IS NULL)
				THEN 'permitted'
			WHEN EXISTS (SELECT FROM secretxfer.requests r
				WHERE r.case_no = c.case_no AND NOT r.answered AND r.withdrawn_on IS NULL AND r.received_on IS NOT NULL)
				THEN 'received'
			WHEN EXISTS (SELECT FROM secretxfer.requests r
				WHERE r.case_no = c.case_no AND r.withdrawn_on IS NULL AND r.received_on IS NULL)
				THEN 'requested'
			WHEN EXISTS (SELECT FROM secretxfer.decisions d WHERE d.case_no = c.case_no) THEN 'refused'
			ELSE 'opened'
		END::secretxfer.case_stage AS stage,
		-- the collation that these columns had in version 1.0
		n.turn COLLATE "C" AS turn, n.blocked_by COLLATE "C" AS blocked_by,
		(SELECT count(*) FROM secretxfer.requests r
		WHERE r.case_no = c.case_no AND NOT r.answered AND r.withdrawn_on IS NULL AND r.received_on IS NOT NULL)
			AS requests_unanswered,
		(SELECT count(*) FROM secretxfer.contract_items i WHERE i.case_no = c.case_no) AS carriers_annexed,
		(SELECT count(*) FROM secretxfer.handovers h
		WHERE h.case_no = c.case_no AND h.returned_on IS NULL AND h.written_off_on IS NULL) AS carriers_out,
		(SELECT count(*) FROM secretxfer.system_accesses s WHERE s.case_no = c.case_no AND s.ended_on IS NULL)
			AS accesses_open,
		(SELECT count(*) FROM secretxfer.violations v WHERE v.case_no = c.case_no AND v.remedied_on IS NULL)
			AS violations_unremedied,
		(SELECT min(w.due_on) FROM secretxfer.answers_due w WHERE w.case_no = c.case_no) AS next_due
	FROM secretxfer.cases c
	LEFT JOIN secretxfer.contracts k ON k.case_no = c.case_no
	-- a LEFT JOIN with one row, so that PostgreSQL leaves the call out where a query does not show its result
	LEFT JOIN LATERAL (
		SELECT coalesce(array_agg(DISTINCT s.who ORDER BY s.who) FILTER (WHERE s.step = 1), '{}') AS turn,
			coalesce(array_agg(DISTINCT s.rule ORDER BY s.rule) FILTER (WHERE s.rule IS NOT NULL), '{}') AS blocked_by
		FROM secretxfer.next_steps(c.case_no) s) AS n ON true;

COMMENT ON VIEW secretxfer.case_status IS
'How far each case has come, whose turn it is and what stands in the way. One row a case. turn and blocked_by ask '
'next_steps() case by case: for one case or some, not for a count of all.';
COMMENT ON COLUMN secretxfer.case_status.case_no IS
'The case.';
COMMENT ON COLUMN secretxfer.case_status.customer IS
'Party that ordered the works, by its idn.';
COMMENT ON COLUMN secretxfer.case_status.contractor IS
'Party that performs the works, by its idn.';
COMMENT ON COLUMN secretxfer.case_status.opened_on IS
'Date on which the case was opened.';
COMMENT ON COLUMN secretxfer.case_status.closed_on IS
'Date on which the case was closed.';
COMMENT ON COLUMN secretxfer.case_status.present_customer IS
'Customer now: the successor named by the last supplement, if there is one, by its idn.';
COMMENT ON COLUMN secretxfer.case_status.stage IS
'How far the case has come.';
COMMENT ON COLUMN secretxfer.case_status.turn IS
'Who has to act now before the next hand-over or, when the case winds up, before its end: those who take the first '
'steps of next_steps().';
COMMENT ON COLUMN secretxfer.case_status.blocked_by IS
'Rules that stand before the next hand-over or, when the case winds up, before its end: those of next_steps().';
COMMENT ON COLUMN secretxfer.case_status.requests_unanswered IS
'Requests received and not answered.';
COMMENT ON COLUMN secretxfer.case_status.carriers_annexed IS
'Lines of the annex to the contract.';
COMMENT ON COLUMN secretxfer.case_status.carriers_out IS
'Carriers handed over and neither back nor written off.';
COMMENT ON COLUMN secretxfer.case_status.accesses_open IS
'Accesses to the customer''s information systems that have not ended.';
COMMENT ON COLUMN secretxfer.case_status.violations_unremedied IS
'Breaches found and not remedied.';
COMMENT ON COLUMN secretxfer.case_status.next_due IS
'First day on which an answer is due (provision 5), also when it has passed; null when none is.';
