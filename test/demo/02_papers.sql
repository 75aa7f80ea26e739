--
-- What lies on the desk: the papers of some 200 cases, made up here and entered by the next script.
--
-- A case has a stage to reach and an age in days; from these follow the days of its documents, so
-- that the youngest cases wait for an answer today and the oldest are of 2024.
--
CREATE FUNCTION app.today() RETURNS date STABLE LANGUAGE sql AS
	$$SELECT (now() AT TIME ZONE 'Asia/Almaty')::date$$;

-- Steps: 0 opened, 1 requested, 2 received, 3 answered, 4 contract, 5 annex, 6 notice, 7 protection,
-- 8 hand-over, 9 all returned.
CREATE TABLE app.stages (stage text PRIMARY KEY, cases int, step int, youngest int, oldest int);
INSERT INTO app.stages VALUES
	('opened',                      6, 0,   1,  12),
	('requested',                  10, 1,   7,  14),
	('received',                   12, 2,  12,  17),
	('answer overdue',              4, 2,  36,  50),
	('refused',                    10, 3,  50, 640),
	('permitted',                  10, 3,  40,  75),
	('permitted late',              8, 3,  45, 420),
	('contract',                    8, 4,  75, 110),
	('annex',                       8, 5,  75, 115),
	('notified',                    8, 6,  80, 125),
	('protection arranged',         8, 7,  90, 130),
	('handed over',                40, 8, 112, 500),
	('suspended',                   8, 8, 150, 300),
	('resumed after suspension',    6, 8, 190, 400),
	('order annulled',              4, 8, 180, 380),
	('customer succeeded',          6, 8, 265, 330),
	('customer without successor',  4, 8, 265, 330),
	('contractor in liquidation',   6, 8, 205, 600),
	('contractor liquidated',       5, 9, 430, 620),
	('contractor changed',          3, 8, 215, 330),
	('closed',                     44, 9, 400, 860);

-- ---- the cases ----

CREATE TABLE app.cases AS
SELECT stage, step, number AS n, app.today() - app.chance('age' || number, youngest, least(oldest, app.today() - '2024-01-15')) AS opened_on
  FROM (SELECT *, row_number() OVER (ORDER BY oldest, stage, k)::int AS number
		  FROM app.stages CROSS JOIN LATERAL generate_series(1, cases) AS k) AS numbered;

ALTER TABLE app.cases
	ADD case_no text, ADD customer text, ADD contractor text, ADD citizen boolean, ADD service boolean,
	ADD works_settlement text, ADD contract_on date, ADD notice_on date, ADD arranged_on date, ADD handed_on date,
	ADD returned_on date, ADD closed_on date;

UPDATE app.cases c SET case_no = numbered.case_no
  FROM (SELECT n, to_char(opened_on, 'YYYY-')
				  || lpad(row_number() OVER (PARTITION BY extract(year FROM opened_on) ORDER BY opened_on, n)::text, 3, '0') AS case_no
		  FROM app.cases) AS numbered
 WHERE numbered.n = c.n;

-- Who works for whom, as the short names tell.
UPDATE app.cases SET
	customer = CASE WHEN stage LIKE 'customer %' THEN 'foundry'
					ELSE (ARRAY['roads', 'design', 'water', 'archive', 'reserves'])[n % 5 + 1] END,
	contractor = CASE stage WHEN 'contractor in liquidation' THEN 'l01' WHEN 'contractor liquidated' THEN 'l02'
					  WHEN 'contractor changed' THEN 'o01'
					  ELSE CASE n % 6 WHEN 1 THEN 'p' ELSE 'c' END
						   || lpad(app.chance('who' || n, 1, CASE n % 6 WHEN 1 THEN 6 ELSE 16 END)::text, 2, '0') END,
	service = n % 13 = 5;
UPDATE app.cases SET citizen = contractor LIKE 'p%';
UPDATE app.cases SET works_settlement =
	(SELECT settlement FROM app.parties WHERE short = CASE WHEN citizen OR n % 3 = 0 THEN customer ELSE contractor END);

-- ---- the requests, with what becomes of each ----

CREATE TABLE app.requests (
	n int, role text, request_no text, authority text, sent_on date, received_on date, answered_on date, permitted boolean,
	lines int, excluded int, late_reason text, annexed_on date, handed_on date, PRIMARY KEY (n, role));

-- A first request that is refused, where a second one succeeds; the main one; one to another body.
INSERT INTO app.requests (n, role, authority, sent_on)
SELECT n, role, body, opened_on + app.chance(role || n, 2, 5) + CASE WHEN n % 10 = 9 AND step >= 8 AND role <> 'refused' THEN 22 ELSE 0 END
  FROM app.cases
	   CROSS JOIN LATERAL (VALUES ('refused', n % 10 = 9 AND step >= 8, (ARRAY['geodesy', 'signals', 'subsoil'])[n % 3 + 1]),
								  ('main',    step >= 1,                (ARRAY['geodesy', 'signals', 'subsoil', 'reserves'])[n % 4 + 1]),
								  ('other',   n % 7 = 3 AND step >= 1,  (ARRAY['signals', 'subsoil', 'reserves', 'geodesy'])[n % 4 + 1])) AS r (role, so, body)
 WHERE so;
UPDATE app.requests r SET received_on = r.sent_on + app.chance('post' || role || r.n, 1, 4)
  FROM app.cases c WHERE c.n = r.n AND c.step >= 2;
UPDATE app.requests r SET
	answered_on = secretxfer.add_working_days(received_on, CASE WHEN stage = 'permitted late' AND role = 'main' THEN app.chance('late' || r.n, 12, 15)
															  ELSE app.chance('answer' || role || r.n, 4, 10) END),
	permitted = role <> 'refused' AND stage <> 'refused',
	late_reason = CASE WHEN stage = 'permitted late' AND role = 'main' THEN 'The opinion of the expert commission was awaited.' END
  FROM app.cases c WHERE c.n = r.n AND c.step >= 3;
UPDATE app.requests r SET lines = CASE WHEN c.service THEN 0 ELSE app.chance('lines' || role || r.n, 2, 5) END
  FROM app.cases c WHERE c.n = r.n;
UPDATE app.requests r SET excluded = lines WHERE n % 11 = 2 AND permitted AND role = 'main' AND lines > 0;

-- ---- the days of the contract and of what follows ----

UPDATE app.cases c SET contract_on = answered + app.chance('contract' || c.n, 5, 18)
  FROM (SELECT n, max(answered_on) AS answered FROM app.requests GROUP BY n) AS r WHERE r.n = c.n AND step >= 4;
UPDATE app.requests r SET annexed_on = contract_on FROM app.cases c WHERE c.n = r.n AND step >= 5 AND permitted;
UPDATE app.cases SET notice_on = contract_on + app.chance('notice' || n, 2, 6) WHERE step >= 6;
UPDATE app.cases SET arranged_on = notice_on + app.chance('protection' || n, 0, 5) WHERE step >= 7;
UPDATE app.cases SET handed_on = arranged_on + app.chance('handover' || n, 5, 11) WHERE step >= 8;
UPDATE app.requests r SET handed_on = c.handed_on FROM app.cases c WHERE c.n = r.n AND permitted;

-- Where the works need more later: another request, its annex lines and the notice of them.
INSERT INTO app.requests (n, role, authority, sent_on, received_on, answered_on, permitted, lines, annexed_on, handed_on)
SELECT r.n, 'more', authority, sent, sent + 2, secretxfer.add_working_days(sent + 2, 6), true, 2, sent + 24, sent + 30
  FROM app.requests r JOIN app.cases c USING (n) CROSS JOIN LATERAL (SELECT c.handed_on + 10 AS sent) AS s
 WHERE role = 'main' AND n % 8 = 4 AND stage IN ('handed over', 'closed') AND NOT service AND sent + 30 <= app.today();

UPDATE app.requests r SET request_no = numbered.no
  FROM (SELECT n, role, 'R-' || row_number() OVER (PARTITION BY n ORDER BY sent_on, role = 'other') AS no FROM app.requests) AS numbered
 WHERE numbered.n = r.n AND numbered.role = r.role;

UPDATE app.cases SET returned_on = handed_on + app.chance('return' || n, 60, 150) WHERE stage = 'closed';
UPDATE app.cases SET closed_on = returned_on + app.chance('closing' || n, 3, 14) WHERE stage = 'closed';
UPDATE app.cases SET returned_on = app.today() - app.chance('return' || n, 270, 290) WHERE stage = 'contractor liquidated';
UPDATE app.cases SET closed_on = app.today() - 190 WHERE stage = 'contractor liquidated' AND n % 2 = 0;

-- ---- the carriers that the requests list, and what becomes of each ----

CREATE TABLE app.items AS
SELECT r.n, r.role, r.request_no, item_no, 10000 + row_number() OVER (ORDER BY r.sent_on, r.n, r.role, item_no) AS carrier_id,
	   r.authority, item_no = r.excluded AS excluded, r.annexed_on, r.handed_on, c.returned_on,
	   'РҰ-' || contractor || '-' || CASE WHEN citizen THEN 1 ELSE app.chance('receiver' || r.n || item_no, 1, 3) END AS received_by,
	   (ARRAY['secret', 'top_secret', 'special_importance'])[app.chance('mark' || r.n || item_no, 1,
			CASE WHEN contractor ~ '^c(04|08|12|16)$' THEN 3 ELSE 2 END)]::secretxfer.secrecy_mark AS mark
  FROM app.requests r JOIN app.cases c USING (n) CROSS JOIN LATERAL generate_series(1, lines) AS item_no;
UPDATE app.items SET annexed_on = NULL, handed_on = NULL WHERE excluded;
UPDATE app.items SET handed_on = NULL WHERE annexed_on IS NULL;

-- While the works go on some are back already; the last of a list is handed over after what came between.
UPDATE app.items i SET returned_on = i.handed_on + 40
  FROM app.cases c WHERE c.n = i.n AND item_no = 1 AND i.handed_on + 40 <= app.today()
					 AND stage IN ('handed over', 'suspended', 'order annulled', 'contractor in liquidation', 'contractor changed');
UPDATE app.items i SET handed_on = CASE stage WHEN 'customer succeeded' THEN app.today() - 110 ELSE c.handed_on + 55 END
  FROM app.cases c JOIN app.requests r USING (n)
 WHERE c.n = i.n AND r.role = i.role AND item_no = lines AND i.handed_on IS NOT NULL
   AND stage IN ('resumed after suspension', 'customer succeeded');
