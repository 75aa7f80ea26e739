-- 09_breaches.sql
--
-- Provision 9: breaches; and write-offs (9, 10).

CREATE FUNCTION secretxfer.verify_provision_9() RETURNS SETOF secretxfer.finding_of_case
STABLE PARALLEL SAFE
LANGUAGE sql AS $$
	SELECT v.severity::secretxfer.severity, 'secretxfer_r09_suspension_names_breach', 'suspensions',
		concat_ws(', ', s.case_no, s.suspended_on, s.violation_no), v.detail, s.case_no
	FROM secretxfer.suspensions s
	JOIN secretxfer.violations b ON (b.case_no, b.violation_no) = (s.case_no, s.violation_no)
	CROSS JOIN LATERAL (VALUES
		('unlawful', b.found_on > s.suspended_on, 'The breach was found later.'),
		('irregular', b.remedied_on < s.suspended_on, 'The breach was remedied before.')) AS v (severity, broken, detail)
	WHERE v.broken
	UNION ALL
	SELECT secretxfer.later(greatest(b.recorded_at, b.changed_at) < greatest(s.recorded_at, s.changed_at)),
		'secretxfer_r09_lifting_after_remedy', 'suspensions',
		concat_ws(', ', s.case_no, s.suspended_on, s.violation_no),
		'A breach of the case was not remedied by the day of the lifting.', s.case_no
	FROM secretxfer.suspensions s
	JOIN secretxfer.violations b ON b.case_no = s.case_no AND b.found_on <= s.lifted_on
	WHERE (b.remedied_on <= s.lifted_on) IS NOT TRUE
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r09_repeated_breach', 'annulments', concat_ws(', ', a.case_no, a.raised_on),
		'There were not two breaches by that day.', a.case_no
	FROM secretxfer.annulments a
	WHERE (SELECT count(*) FROM secretxfer.violations b WHERE b.case_no = a.case_no AND b.found_on <= a.raised_on) < 2
	UNION ALL
	SELECT 'unlawful', v.rule, 'handovers', concat_ws(', ', h.case_no, h.carrier_id, h.handed_on, h.act_no), v.detail,
		h.case_no
	FROM secretxfer.handovers h
	LEFT JOIN secretxfer.violations b ON (b.case_no, b.violation_no) = (h.case_no, h.loss_violation_no)
	CROSS JOIN LATERAL (VALUES
		('secretxfer_r09_loss_is_breach', (h.written_off_as = 'lost') IS TRUE <> (h.loss_violation_no IS NOT NULL),
			'It is lost and names no breach, or names one and is not lost.'),
		('secretxfer_r09_loss_is_breach', b.found_on > h.written_off_on, 'The breach of the loss was found later.'),
		('secretxfer_r10_write_off', num_nulls(h.written_off_on, h.written_off_as, h.write_off_act_no) BETWEEN 1 AND 2
			OR h.written_off_on IS NOT NULL AND secretxfer.is_blank(h.write_off_act_no),
			'The write-off does not state its day, kind and act.'),
		('secretxfer_r10_destroyed', h.written_off_as = 'destroyed' AND num_nonnulls(h.returned_on, h.return_act_no) > 0,
			'It was destroyed and came back.')) AS v (rule, broken, detail)
	WHERE num_nonnulls(h.written_off_on, h.written_off_as, h.write_off_act_no, h.loss_violation_no) > 0 AND v.broken
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r09_annulment_rejected', 'annulments', concat_ws(', ', a.case_no, a.raised_on),
		v.detail, a.case_no
	FROM secretxfer.annulments a
	CROSS JOIN LATERAL (VALUES
		((a.rejected_on IS NULL) <> secretxfer.is_blank(a.rejected_by), 'It is rejected on no day, or by nobody.'),
		(a.rejected_on IS NOT NULL AND a.order_annulled_on IS NOT NULL, 'The order was annulled and was not.'))
		AS v (broken, detail)
	WHERE v.broken
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_9() IS
'verify(), provision 9: suspensions, annulments, losses and other write-offs. What stands against a hand-over: verify_events().';
