--
-- Who takes part: one disposing body, one customer, twenty contractors with permit and clearance.
--
CREATE SCHEMA bench;
CREATE SEQUENCE bench.case_number;
CREATE TABLE bench.contractors (k int PRIMARY KEY, idn text NOT NULL);

-- The number that starts with these eleven digits, none where it cannot exist.
CREATE FUNCTION bench.number(digits text) RETURNS text IMMUTABLE LANGUAGE sql AS
	$$SELECT digits || d FROM generate_series(0, 9) AS d WHERE secretxfer.idn_valid(digits || d, 'organization')$$;

INSERT INTO bench.contractors
SELECT row_number() OVER (ORDER BY n) - 1, idn
  FROM (SELECT n, bench.number('351240' || lpad(n::text, 5, '0')) AS idn FROM generate_series(100, 130) AS n) AS numbered
 WHERE idn IS NOT NULL LIMIT 20;

INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement, disposes_of_secrets) VALUES
	('351240000010', 'state_body', 'The body', 'A head', 'An address', 'Astana', true),
	('351240000109', 'organization', 'The customer', 'A head', 'An address', 'Astana', false);
INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement)
SELECT idn, 'organization', 'A contractor', 'A head', 'An address', 'Almaty' FROM bench.contractors;
INSERT INTO secretxfer.permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark)
SELECT 'P-' || k, idn, '2024-01-10', '2030-12-31', 'A security body', 'top_secret' FROM bench.contractors;
INSERT INTO secretxfer.clearances (clearance_no, party, person_name, issued_on, valid_until, issued_by, highest_mark)
SELECT 'C-' || k, idn, 'A person', '2024-01-10', '2030-12-31', 'A security body', 'top_secret' FROM bench.contractors;
