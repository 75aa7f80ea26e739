-- 05_decisions.sql
--
-- Provision 5: the answer.

CREATE FUNCTION secretxfer.verify_provision_5() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT v.severity::secretxfer.severity, v.rule, 'decisions', concat_ws(', ', d.case_no, d.request_no), v.detail,
		d.case_no
	FROM secretxfer.decisions d
	JOIN secretxfer.requests r ON (r.case_no, r.request_no) = (d.case_no, d.request_no)
	LEFT JOIN LATERAL secretxfer.answer_term_of(r.case_no, r.request_no, r.received_on) AS t ON true
	CROSS JOIN LATERAL (SELECT
		r.received_on IS NULL OR r.received_on > d.sent_on AS not_received,
		r.withdrawn_on IS NOT NULL AS taken_back,
		d.due_on IS NULL AND r.received_on IS NOT NULL AS without_due_day,
		d.sent_on > d.due_on AND secretxfer.is_blank(d.late_reason) AS late,
		d.due_on <> t.due_on AS of_another_calendar,
		d.signed_as IS NULL OR secretxfer.is_blank(d.signed_by) AS unsigned,
		d.outcome = 'refused' AND secretxfer.is_blank(d.reasons) AS without_reasons) AS is_
	CROSS JOIN LATERAL (VALUES
		('unlawful', 'secretxfer_r05_received_first', is_.not_received, 'The request had not been received by that day.'),
		('unlawful', 'secretxfer_r05_request_stands', is_.taken_back, 'The customer took the request back.'),
		('unlawful', 'secretxfer_r05_calendar_known', is_.without_due_day, 'The day by which it was due is not told.'),
		('unlawful', 'secretxfer_r05_in_time', is_.late, 'It was sent after its due day and does not say why.'),
		('warning', 'secretxfer_r05_in_time', is_.of_another_calendar,
			'The due day kept with it is not that of the calendar as it stands.'),
		('unlawful', 'secretxfer_r05_signature', is_.unsigned, 'It is not signed.'),
		('unlawful', 'secretxfer_r05_reasons', is_.without_reasons, 'It refuses without reasons.'))
		AS v (severity, rule, broken, detail)
	WHERE (is_.not_received OR is_.taken_back OR is_.without_due_day OR is_.late OR is_.of_another_calendar OR is_.unsigned
		OR is_.without_reasons) AND v.broken
	UNION ALL
	-- a withdrawal is not judged with the answer
	SELECT secretxfer.later(x.known_at
			< CASE WHEN d.withdrawn_on IS NULL THEN greatest(d.recorded_at, d.changed_at) ELSE d.recorded_at END),
		'secretxfer_r05_body_exists', 'decisions', concat_ws(', ', d.case_no, d.request_no),
		'The body was in liquidation on the day of the answer.', d.case_no
	FROM secretxfer.answers_in_liquidation() x
	JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (x.case_no, x.request_no)
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r05_excluded_items', 'decisions', concat_ws(', ', d.case_no, d.request_no),
		'It excludes what is not listed, or one line twice, or permits none.', d.case_no
	FROM secretxfer.decisions d
	CROSS JOIN LATERAL (
		SELECT count(*) AS listed, count(*) FILTER (WHERE i.item_no = ANY (d.excluded_items)) AS excluded
		FROM secretxfer.request_items i
		WHERE (i.case_no, i.request_no) = (d.case_no, d.request_no)) AS n
	WHERE cardinality(d.excluded_items) > 0
	  AND (n.excluded <> cardinality(d.excluded_items) OR d.outcome = 'permitted' AND n.excluded = n.listed)
	UNION ALL
	SELECT 'guard', NULL, 'requests', concat_ws(', ', r.case_no, r.request_no),
		CASE WHEN r.answered THEN 'It is marked as answered and has no answer.'
			ELSE 'It has an answer and is not marked as answered.' END, r.case_no
	FROM secretxfer.requests r
	LEFT JOIN secretxfer.decisions d ON (d.case_no, d.request_no) = (r.case_no, r.request_no)
	WHERE r.answered <> (d.case_no IS NOT NULL)
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_5() IS
'verify(), provision 5: the answer.';
