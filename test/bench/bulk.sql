-- bulk.sql
--
-- Enters many cases at once, step by step: psql -v cases=CASES -v lines=LINES -v folder=FOLDER, with a folder in which
-- the server may write.  Half of the cases' lists and hand-overs come by INSERT ... SELECT, half by COPY; a return is no
-- new row, so returns come by one UPDATE.
--
-- Prints what one row took: the statement, milliseconds by the clock, milliseconds of the processor.
\set ON_ERROR_STOP on
\pset format unaligned
\pset fieldsep ' '
\pset tuples_only on

CREATE FUNCTION pg_temp.clocks(OUT wall numeric, OUT cpu numeric) LANGUAGE sql AS
	$$SELECT 1000 * extract(epoch FROM clock_timestamp()), split_part(pg_read_file('/proc/self/schedstat'), ' ',
		1)::numeric / 1000000$$;

CREATE TEMP TABLE batch AS
SELECT n, 'B-' || n AS case_no, n % 20 AS k, i > :cases AS copied
FROM generate_series(1,
	2 * :cases) AS i CROSS JOIN LATERAL (SELECT nextval('bench.case_number') + 0 * i AS n OFFSET 0) AS next;
-- Their numbers are beyond those of the lives.
CREATE TEMP TABLE lines AS
SELECT b.*, i AS item_no, 1000000000 + n * 1000 + i AS carrier_id FROM batch b, generate_series(1,
	:lines) AS i ORDER BY n, i;
ANALYZE batch, lines;
SELECT count(*) / 2 AS rows FROM lines \gset

INSERT INTO secretxfer.carriers (carrier_id, owner, title, kind, mark, account_no, copy_no, sheets)
SELECT carrier_id, '351240000010', 'a plan', 'document', 'secret', 'M-' || carrier_id, '1',
	10 FROM lines ORDER BY carrier_id;
INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
SELECT case_no, '351240000109', idn, 'works', 'Almaty',
	'2025-02-03' FROM batch JOIN bench.contractors USING (k) ORDER BY n;
INSERT INTO secretxfer.requests (case_no, request_no, authority, sent_on, justification, transfer_from,
	transfer_until,
	permit_no, draft_contract)
SELECT case_no, '1', '351240000010', '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-' || k,
	'draft' FROM batch ORDER BY n;

SELECT format('COPY (SELECT case_no, ''1'', item_no, carrier_id FROM lines WHERE copied ORDER BY n, item_no) TO %L',
	:'folder' || '/lines') \gexec
SELECT format('COPY (SELECT case_no, carrier_id, ''2025-03-12'', ''A-1'', ''C-''
	|| k FROM lines WHERE copied ORDER BY n, item_no) TO %L',
	:'folder' || '/handovers') \gexec

SELECT wall, cpu FROM pg_temp.clocks() \gset
INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id)
SELECT case_no, '1', item_no, carrier_id FROM lines WHERE NOT copied ORDER BY n, item_no;
SELECT 'lines-INSERT', (wall - :wall) / :rows, (cpu - :cpu) / :rows FROM pg_temp.clocks();

SELECT format('COPY secretxfer.request_items (case_no, request_no, item_no, carrier_id) FROM %L', :'folder'
	|| '/lines') AS copy,
	wall, cpu FROM pg_temp.clocks() \gset
:copy;
SELECT 'lines-COPY', (wall - :wall) / :rows, (cpu - :cpu) / :rows FROM pg_temp.clocks();

UPDATE secretxfer.requests SET received_on = '2025-02-12' FROM batch WHERE batch.case_no = requests.case_no;
INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
SELECT case_no, '1', 'D-1', '2025-02-20', 'permitted', 'A head', 'head' FROM batch ORDER BY n;
INSERT INTO secretxfer.contracts (case_no, contract_no, concluded_on, control_during_works, control_after_works,
	contractor_liability,
	protection_financing, permit_no, responsible_unit, unit_designated_by)
SELECT case_no, '42', '2025-03-03', 'inspections', 'inspections', 'liable', 'paid', 'P-' || k, 'a unit',
	'an order' FROM batch ORDER BY n;
INSERT INTO secretxfer.contract_items (case_no, annex_no, request_no, item_no)
SELECT case_no, item_no, '1', item_no FROM lines ORDER BY n, item_no;
INSERT INTO secretxfer.notices (case_no, notice_no, kind, recipient, sent_on)
SELECT case_no, '1', 'contract', 'the security body', '2025-03-05' FROM batch ORDER BY n;
INSERT INTO secretxfer.protections (case_no, kind, arranged_on) SELECT case_no, 'contractor',
	'2025-03-06' FROM batch ORDER BY n;

SELECT wall, cpu FROM pg_temp.clocks() \gset
INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by)
SELECT case_no, carrier_id, '2025-03-12', 'A-1', 'C-' || k FROM lines WHERE NOT copied ORDER BY n, item_no;
SELECT 'handovers-INSERT', (wall - :wall) / :rows, (cpu - :cpu) / :rows FROM pg_temp.clocks();

SELECT format('COPY secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by) FROM %L', :'folder'
	|| '/handovers') AS copy,
	wall, cpu FROM pg_temp.clocks() \gset
:copy;
SELECT 'handovers-COPY', (wall - :wall) / :rows, (cpu - :cpu) / :rows FROM pg_temp.clocks();

SELECT wall, cpu FROM pg_temp.clocks() \gset
UPDATE secretxfer.handovers SET returned_on = '2025-05-12', return_act_no = 'R-1'
FROM lines WHERE lines.case_no = handovers.case_no AND lines.carrier_id = handovers.carrier_id;
SELECT 'returns-UPDATE', (wall - :wall) / (2 * :rows), (cpu - :cpu) / (2 * :rows) FROM pg_temp.clocks();
