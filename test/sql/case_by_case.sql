--
-- What few cases have is asked case by case, and short queries find the cases: they leave none out. And case_page()
-- shows what the views show.
--
\i test/fixtures/start.sql
\set ECHO none
SET client_min_messages = warning;
\i test/fixtures/every_stage.sql
\set ECHO all
-- Facts that were learnt of late, or came while something was out: marks,
SELECT enter('carrier_marks', '{"carrier_id": "#M-5/1", "marked_on": "2025-03-11", "mark": "special_importance"}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-2/1", "marked_on": "2025-03-01", "mark": null}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-4/1", "marked_on": "2025-05-01", "mark": null}');
SELECT enter('carrier_marks', '{"carrier_id": "#M-4/1", "marked_on": "2025-06-01", "mark": "secret"}');
-- clearances and permits, of the receiver and of who took the carrier over,
SELECT enter('clearances', '{"clearance_no": "C-2", "party": "@joint", "highest_mark": "special_importance"}');
SELECT enter('holders', jsonb_build_object('handover', entry_id, 'held_by', 'C-2', 'held_since', '2025-04-20'))
FROM handovers WHERE case_no = 'provider';
SELECT change('clearances', '{"clearance_no": "C-2"}', '{"revoked_on": "2025-04-25"}');
SELECT change('clearances', '{"clearance_no": "C-citizen"}', '{"revoked_on": "2025-03-11"}');
SELECT change('clearances', '{"clearance_no": "C-builder"}', '{"revoked_on": "2025-03-11"}');
SELECT change('permits', '{"permit_no": "P-subsidiary"}', '{"revoked_on": "2025-03-11"}');
SELECT change('permits', '{"permit_no": "P-joint"}', '{"revoked_on": "2025-05-11"}');
-- an affiliation, a suspension and the liquidation of who protects.
SELECT change('affiliations', jsonb_build_object('party', p('subsidiary'), 'quasi_state', p('holding')), '{"until": "2025-03-01"}');
SELECT enter('party_changes', '{"party": "@provider", "kind": "liquidation", "effective_on": "2025-03-12"}');
SELECT enter('party_changes', '{"party": "@citizen", "change_no": "2", "effective_on": "2025-03-01"}');

-- Asked of all cases, these functions say what they say of each case.
SELECT 'lost', x.reason, count(*) FROM cases c, lost_authorizations(c.case_no) x GROUP BY 2 ORDER BY 2;
SELECT 'facts', x.rule, count(*) FROM cases c, facts_against_transfers(c.case_no) x GROUP BY 2 ORDER BY 2;
SELECT 'marks', x.rule, count(*) FROM cases c, transfers_after_mark(c.case_no) x GROUP BY 2 ORDER BY 2;
SELECT 'arrangements', x.rule, count(*) FROM cases c, transfers_against_arrangement(c.case_no) x GROUP BY 2 ORDER BY 2;
SELECT 'customers', x.kind, count(*) FROM cases c, changes_of_customers(c.case_no) x GROUP BY 2 ORDER BY 2;
(SELECT x.* FROM cases c, lost_authorizations(c.case_no) x) EXCEPT ALL SELECT * FROM lost_authorizations();
(SELECT x.* FROM cases c, facts_against_transfers(c.case_no) x
	UNION ALL SELECT x.* FROM cases c, transfers_after_mark(c.case_no) x) EXCEPT ALL SELECT * FROM facts_against_transfers();
(SELECT x.* FROM cases c, transfers_against_arrangement(c.case_no) x)
EXCEPT ALL SELECT * FROM transfers_against_arrangement();
(SELECT x.* FROM cases c, changes_of_customers(c.case_no) x) EXCEPT ALL SELECT * FROM changes_of_customers_by_case();

-- The page of each case has the rows of the views.
SELECT p.key, count(*) AS cases, sum(CASE json_typeof(p.value) WHEN 'array' THEN json_array_length(p.value) END) > 0 AS some
FROM cases c
CROSS JOIN LATERAL json_each(case_page(c.case_no)) p
JOIN LATERAL (VALUES
	('status', (SELECT to_json(s) FROM case_status s WHERE s.case_no = c.case_no)),
	('next_steps', (SELECT json_agg(n) FROM next_steps(c.case_no) n)),
	('duties', (SELECT coalesce(json_agg(d), '[]') FROM duties d WHERE d.case_no = c.case_no)),
	('timeline', (SELECT json_agg(t ORDER BY t.happened_on, t.recorded_at) FROM case_timeline t WHERE t.case_no = c.case_no)),
	('breaches', (SELECT coalesce(json_agg(b), '[]') FROM breaches b WHERE b.case_no = c.case_no)),
	('outstanding_carriers', (SELECT coalesce(json_agg(o), '[]') FROM outstanding_carriers o WHERE o.case_no = c.case_no)),
	('returns_due', (SELECT coalesce(json_agg(r), '[]') FROM returns_due r WHERE r.case_no = c.case_no))) AS v (key, value)
	ON v.key = p.key
GROUP BY p.key, (p.value::jsonb = v.value::jsonb)
ORDER BY p.key, 2;
\set SHOW_CONTEXT never
SELECT case_page('none');
\i test/fixtures/finish.sql
