-- 09_breaches.sql
--
-- Provision 9: breaches.

CREATE FUNCTION secretxfer.verify_provision_9() RETURNS SETOF secretxfer.finding
STABLE PARALLEL UNSAFE
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
	SELECT v.severity::secretxfer.severity, 'secretxfer_r09_suspension_names_breach', 'suspensions',
		concat_ws(', ', s.case_no, s.suspended_on, s.violation_no), v.detail
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
		'A breach of the case was not remedied by the day of the lifting.'
	FROM secretxfer.suspensions s
	JOIN secretxfer.violations b ON b.case_no = s.case_no AND b.found_on <= s.lifted_on
	WHERE (b.remedied_on <= s.lifted_on) IS NOT TRUE
	UNION ALL
	SELECT 'unlawful', 'secretxfer_r09_repeated_breach', 'annulments', concat_ws(', ', a.case_no, a.raised_on),
		'There were not two breaches by that day.'
	FROM secretxfer.annulments a
	WHERE (SELECT count(*) FROM secretxfer.violations b WHERE b.case_no = a.case_no AND b.found_on <= a.raised_on) < 2
$$;
COMMENT ON FUNCTION secretxfer.verify_provision_9() IS
'verify(), provision 9: suspensions and annulments. What stands against a hand-over: verify_events().';
