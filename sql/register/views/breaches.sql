-- breaches.sql
--
-- Every irregularity that follows from the entries, with its provision and its day.

CREATE VIEW secretxfer.breaches WITH (security_invoker = true) AS
	-- 5: answers that came late, or have not come
	SELECT d.case_no, c.customer, c.contractor, '5' AS provision, 'late_answer' AS breach,
		secretxfer.asked_body(r.authority, r.sent_on, d.sent_on) AS party,
		d.sent_on AS occurred_on, secretxfer.days_between(d.due_on, d.sent_on) AS days, NULL::numeric AS amount,
		'decisions' AS entered_in, d.request_no AS entry
	FROM secretxfer.decisions d
	JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (d.case_no, d.request_no)
	JOIN secretxfer.cases c ON c.case_no = d.case_no
	WHERE d.sent_on > d.due_on
	UNION ALL
	SELECT a.case_no, a.customer, a.contractor, '5', 'no_answer', a.authority,
		a.due_on + 1, secretxfer.days_between(a.due_on, secretxfer.today()), NULL, 'requests', a.request_no
	FROM secretxfer.answers_due a
	WHERE a.overdue
	UNION ALL
	-- a request waited in vain until it was taken back or the case was closed, and at a body in liquidation until then
	SELECT r.case_no, c.customer, c.contractor, '5', 'no_answer',
		secretxfer.asked_body(r.authority, r.sent_on, w.until),
		t.due_on + 1, secretxfer.days_between(t.due_on, w.until), NULL, 'requests', r.request_no
	FROM secretxfer.requests r
	JOIN secretxfer.cases c ON c.case_no = r.case_no
	CROSS JOIN LATERAL secretxfer.answer_term_of(r.case_no, r.request_no, r.received_on) AS t
	CROSS JOIN LATERAL (SELECT least(r.withdrawn_on, c.closed_on, secretxfer.nobody_answers_since(r.authority, r.sent_on,
		coalesce(r.withdrawn_on, c.closed_on, secretxfer.today()))) AS until) AS w
	WHERE (r.withdrawn_on IS NOT NULL OR NOT r.answered) AND w.until > t.due_on
	UNION ALL
	-- 9: the contractor's breaches of its obligations
	SELECT v.case_no, c.customer, c.contractor, '9', 'violation', c.contractor,
		v.found_on, secretxfer.days_between(v.found_on, coalesce(v.remedied_on, secretxfer.today())), v.damage,
		'violations', v.violation_no
	FROM secretxfer.violations v
	JOIN secretxfer.cases c ON c.case_no = v.case_no
	UNION ALL
	SELECT v.case_no, c.customer, c.contractor, '9', 'damage_not_recovered', c.contractor,
		v.found_on, secretxfer.days_between(v.found_on, secretxfer.today()),
		secretxfer.damage_outstanding(v.damage, v.damage_recovered), 'violations', v.violation_no
	FROM secretxfer.violations v
	JOIN secretxfer.cases c ON c.case_no = v.case_no
	WHERE secretxfer.damage_outstanding(v.damage, v.damage_recovered) IS NOT NULL
	UNION ALL
	SELECT h.case_no, c.customer, c.contractor, '9', 'carrier_lost', c.contractor, h.written_off_on,
		secretxfer.days_between(h.written_off_on, coalesce(h.returned_on, secretxfer.today())), NULL, 'handovers',
		h.carrier_id::text
	FROM secretxfer.handovers h
	JOIN secretxfer.cases c ON c.case_no = h.case_no
	WHERE h.written_off_as = 'lost'
	UNION ALL
	-- 7, 8(4), 9, 10, 11: hand-overs and accesses against a fact that was recorded later
	SELECT t.case_no, t.customer, t.contractor, t.provision,
		CASE t.rule WHEN 'secretxfer_r11_permit' THEN 'transfer_permit_revoked'
			ELSE regexp_replace(t.rule, '^secretxfer_r\d\d_', 'transfer_') END,
		t.customer,
		t.started_on, secretxfer.days_between(t.fact_on, t.started_on), NULL, t.entered_in,
		coalesce(t.carrier_id::text, t.clearance_no)
	FROM secretxfer.facts_against_transfers() t
	UNION ALL
	SELECT t.case_no, t.customer, t.contractor, t.provision, regexp_replace(t.rule, '^secretxfer_r\d\d_', 'transfer_'),
		t.customer, t.started_on, secretxfer.days_between(t.fact_on, t.started_on), NULL, t.entered_in,
		coalesce(t.carrier_id::text, t.clearance_no)
	FROM secretxfer.transfers_against_arrangement() t
	UNION ALL
	-- where the authorisation lacked from the start, the transfer itself is irregular; if by a fact, that part tells
	SELECT o.case_no, o.customer, o.contractor, '11',
		coalesce(regexp_replace(o.rule, '^secretxfer_r\d\d_', 'transfer_'), o.reason || '_while_out'),
		CASE WHEN o.rule IS NULL THEN o.contractor ELSE o.customer END, o.lost_on,
		CASE WHEN o.rule IS NULL THEN secretxfer.days_between(o.lost_on, coalesce(o.ended_on, secretxfer.today())) END,
		NULL, o.entered_in, coalesce(o.carrier_id::text, o.clearance_no)
	FROM secretxfer.lost_authorizations() o
	WHERE NOT o.from_start OR o.rule IS NOT NULL
	UNION ALL
	-- 7: under the permission of a body that did not dispose of the carrier, or was in liquidation, as was recorded later
	SELECT u.case_no, u.customer, u.contractor, '7', 'transfer_within_permission', u.customer, u.started_on, NULL, NULL,
		u.entered_in, coalesce(u.carrier_id::text, u.clearance_no)
	FROM secretxfer.unpermitted_transfers() u
	WHERE NOT secretxfer.has_rectification(u.case_entry)
	UNION ALL
	-- 10 paragraph 1: the case was closed, and a succession was not notified
	SELECT n.case_no, n.customer, n.contractor, '10', 'succession_not_notified', n.successor, n.closed_on,
		secretxfer.days_between(n.supplemented_on, n.closed_on), NULL, 'supplements',
		coalesce(n.authority, n.party || '/' || n.change_no)
	FROM secretxfer.succession_notices_by_case() n
	WHERE n.sent_on IS NULL AND n.closed_on IS NOT NULL
	UNION ALL
	-- 10: a case was closed while something was out
	SELECT c.case_no, c.customer, c.contractor, '10', 'case_closed_while_out', c.contractor, w.day,
		secretxfer.days_between(w.day, coalesce(t.ended_on, secretxfer.today())), NULL, t.entered_in,
		coalesce(t.carrier_id::text, t.clearance_no)
	FROM (
		SELECT 'handovers' AS entered_in, case_no, carrier_id, received_by AS clearance_no, handed_on AS started_on,
			least(returned_on, written_off_on) AS ended_on
		FROM secretxfer.handovers
		UNION ALL
		SELECT 'system_accesses' AS entered_in, case_no, NULL AS carrier_id, clearance_no, granted_on, ended_on
		FROM secretxfer.system_accesses
	) AS t
	JOIN secretxfer.cases c ON c.case_no = t.case_no
	CROSS JOIN LATERAL (SELECT greatest(c.closed_on, t.started_on) AS day) AS w
	LEFT JOIN secretxfer.changed_marks() m ON m.carrier_id = t.carrier_id AND m.since <= w.day AND w.day < m.until
	WHERE c.closed_on IS NOT NULL AND (t.ended_on IS NULL OR t.ended_on > c.closed_on)
	  AND (m.since IS NULL OR m.mark IS NOT NULL)
	UNION ALL
	-- 8: something is out, and the arrangement has lost a condition
	SELECT a.case_no, a.customer, a.contractor, a.provision, regexp_replace(a.rule, '^secretxfer_r\d\d_', 'protection_lost_'),
		coalesce(a.organizer, a.contractor), a.lost_on, secretxfer.days_between(a.lost_on, secretxfer.today()), NULL,
		'protections', NULL
	FROM secretxfer.lost_arrangements() a
	UNION ALL
	-- 11: accesses to a system of a higher mark, which was stated after the access
	SELECT c.case_no, c.customer, c.contractor, '11', v.breach, c.customer, a.granted_on, NULL, NULL, 'system_accesses',
		a.clearance_no
	FROM secretxfer.cases c
	JOIN secretxfer.system_accesses a ON a.case_no = c.case_no
	CROSS JOIN LATERAL (VALUES
		('transfer_clearance_degree',
			EXISTS (SELECT FROM secretxfer.clearances k
				WHERE k.clearance_no = a.clearance_no AND k.highest_mark < c.system_mark)),
		('transfer_permit_degree',
			(SELECT max(q.highest_mark) FROM secretxfer.permits q
			 WHERE q.holder = c.contractor AND a.granted_on BETWEEN q.issued_on AND q.valid_until) < c.system_mark))
		AS v (breach, broken)
	WHERE c.system_mark > 'secret' AND v.broken
	UNION ALL
	-- 3(3), 4(4), 6, 7, 8: what lacks the steps before, where something was put right in the case, or in marked permits
	SELECT c.case_no, c.customer, c.contractor, t.provision, regexp_replace(t.rule, '^secretxfer_r\d\d_', 'transfer_'),
		c.customer, t.started_on, NULL, NULL, t.entered_in, coalesce(t.carrier_id::text, t.clearance_no)
	FROM (
		SELECT c.case_no, c.customer, c.contractor
		FROM secretxfer.cases c
		WHERE secretxfer.has_rectification(c.entry_id)
		UNION
		SELECT c.case_no, c.customer, c.contractor
		FROM secretxfer.papers_put_right() r
		JOIN secretxfer.permits p ON p.entry_id = r.chain
		JOIN secretxfer.protections a ON a.contractor_permit_no = p.permit_no OR a.provider_permit_no = p.permit_no
		JOIN secretxfer.cases c ON c.case_no = a.case_no
	) AS c
	CROSS JOIN LATERAL secretxfer.transfers_without_cover(c.case_no) t
	UNION ALL
	-- texts that documents lack
	SELECT t.case_no, t.customer, t.contractor, coalesce(v.provision, 'register'), 'not_in_document', NULL,
		e.happened_on, NULL, NULL, t."table", CASE WHEN t.case_no IS NULL THEN t.entry ELSE e.entry END
	FROM (
		SELECT c.case_no, c.customer, c.contractor, l.* FROM secretxfer.cases c
		CROSS JOIN LATERAL secretxfer.texts_not_in_document(c.entry_id) l
		WHERE secretxfer.has_rectification(c.entry_id)
		UNION ALL
		SELECT NULL AS case_no, NULL AS customer, NULL AS contractor, l.* FROM secretxfer.texts_not_in_document(NULL) l
	) AS t
	LEFT JOIN (VALUES
		('parties', 'full_name', '4(1)'), ('parties', 'head_name', '4(1)'), ('parties', 'legal_address', '4(1)'),
		('parties', 'workplace', '4(1)'), ('parties', 'position', '4(1)'), ('parties', 'residence', '4(1)'),
		('parties', 'id_document_issuer', '4(1)'), ('carriers', 'title', '4(2)'),
		('carriers', 'account_no', '4(2)'), ('carriers', 'copy_no', '4(2)'),
		('requests', 'information_statement', '6'), ('requests', 'justification', '4(3)'),
		('requests', 'draft_contract', '4'), ('decisions', 'reasons', '5'), ('decisions', 'signed_by', '5'),
		('contracts', 'control_during_works', '6(1)'), ('contracts', 'control_after_works', '6(1)'),
		('contracts', 'contractor_liability', '6(1)'), ('contracts', 'protection_financing', '6(2)'),
		('contracts', 'responsible_unit', '6'), ('contracts', 'unit_designated_by', '6'),
		('contracts', 'information_statement', '6'),
		('contract_amendments', 'control_during_works', '6(1)'), ('contract_amendments', 'control_after_works', '6(1)'),
		('contract_amendments', 'contractor_liability', '6(1)'), ('contract_amendments', 'protection_financing', '6(2)'),
		('contract_amendments', 'responsible_unit', '6'), ('contract_amendments', 'unit_designated_by', '6'),
		('contract_amendments', 'information_statement', '6'),
		('supplements', 'successor_powers', '10')) AS v ("table", "column", provision) ON v."table" = t."table" AND v."column" = t."column"
	LEFT JOIN LATERAL secretxfer.entry_of_case(t.case_no, t."table", t.entry) e ON true;

COMMENT ON VIEW secretxfer.breaches IS
'Breaches of the Rules, each with its provision and day. What was merely recorded late is in recorded_late. One row a '
'breach.';
COMMENT ON COLUMN secretxfer.breaches.case_no IS
'Case in which it happened; null where a text is lacking that belongs to no case.';
COMMENT ON COLUMN secretxfer.breaches.customer IS
'Party that ordered the works, by its idn.';
COMMENT ON COLUMN secretxfer.breaches.contractor IS
'Party that performs the works, by its idn.';
COMMENT ON COLUMN secretxfer.breaches.provision IS
'Provision that is breached.';
COMMENT ON COLUMN secretxfer.breaches.breach IS
'What it is: late_answer, no_answer; violation, damage_not_recovered, carrier_lost; transfer_... for a hand-over or '
'access that a fact recorded later stands against, or that lacks a step before or a sufficient permit or clearance, '
'with the name of the rule; permit_ or clearance_ended_while_out; permit_ or clearance_too_low_while_out, since the '
'mark was raised; unit_changed_while_out, since another party''s unit protects the secrets; protection_lost_... while '
'something is out under an arrangement that has lost a condition, with the name of the rule; case_closed_while_out; '
'succession_not_notified, where the case was closed since; not_in_document for a text that the document lacks.';
COMMENT ON COLUMN secretxfer.breaches.party IS
'Party whose breach it is, by its idn; null where nobody in particular.';
COMMENT ON COLUMN secretxfer.breaches.occurred_on IS
'Date of the breach: of the late answer, the first day overdue, the finding, the hand-over, the first day without '
'authorisation, the date of the entry whose text is lacking.';
COMMENT ON COLUMN secretxfer.breaches.days IS
'How many days: late; until the remedy, or until the lost carrier came back, or open so far; after the fact that '
'stands against it; out without authorisation. Null where a date is infinite, and where nothing is counted.';
COMMENT ON COLUMN secretxfer.breaches.amount IS
'Damage in tenge; of damage_not_recovered, what is still to be recovered.';
COMMENT ON COLUMN secretxfer.breaches.entered_in IS
'Table of the entry from which it follows.';
COMMENT ON COLUMN secretxfer.breaches.entry IS
'Number of that entry within its case: of the request, breach, notice, annex line; the carrier of a hand-over, the '
'clearance of an access. Null where the day alone tells the entries of a case apart, or a case has one only. Where '
'there is no case, its entry_id.';
