--
-- The register that the clients find: the parties and papers of the tests, and the roles as which the clients write.
--
-- The role "office" is what an application of a customer logs in as: admitted to the duties of this one customer, with
-- columns that it may not write. It can become "body", the disposing body, and "keeper", the owner of the register.
-- The schema "office" is the application's own.
--
SET client_min_messages = warning;
CREATE EXTENSION secretxfer;
CREATE ROLE keeper;
GRANT USAGE, CREATE ON SCHEMA secretxfer TO keeper;
SET ROLE keeper;
SELECT secretxfer.create_register() \g /dev/null
RESET ROLE;
\i test/fixtures/fixture.sql
CALL fixture.people();

CREATE ROLE office LOGIN NOINHERIT;
CREATE ROLE body;
SELECT secretxfer.admit('office', fixture.p('customer'), 'customer'), secretxfer.admit('body', fixture.p('ministry'), 'authority') \g /dev/null
GRANT body, keeper TO office;
CREATE SCHEMA office AUTHORIZATION office;
CREATE TABLE office.staged_cases (line int GENERATED ALWAYS AS IDENTITY, case_no text, customer text, contractor text, subject text, works_settlement text, opened_on text);
ALTER TABLE office.staged_cases OWNER TO office;
