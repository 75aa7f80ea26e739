# A register is dumped and restored, by the commands of docs/operations.md and some more: every row is back, nothing is judged
# again, the rules go on, users' event triggers hinder nothing, and the extension cannot be dropped while there is a register.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', 'log_statement = none');
$node->start;

sub sql { my ($database, $query) = @_; return $node->safe_psql($database, $query); }

# What docs/operations.md sets for a database, and what a server holds of it.
sub settings { my ($database) = @_; return documented('a superuser; the settings work for new sessions', secrets => $database); }
sub kept_settings
{
	my ($restored, $database) = @_;
	return $restored->safe_psql($database, 'SELECT setconfig FROM pg_db_role_setting WHERE setrole = 0 AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())');
}
my $not_preloaded = q{SELECT detail FROM secretxfer.verify_settings() WHERE key = 'session_preload_libraries'};

# A register in all its stages, with what its users added to it.
my ($result, $out, $err) = $node->psql('postgres', 'CREATE DATABASE secrets');
($result, $out, $err) = $node->psql('secrets', documented('a superuser, because the extension loads C code'));
like($err, qr/NOTICE: .*create_register\(\)/, 'CREATE EXTENSION names the next step');
sql('secrets', 'CREATE ROLE clerk');
sql('secrets', settings('secrets'));
run_file($node, 'secrets', 'fixtures/fixture.sql');
sql('secrets', <<'END');
CALL fixture.people();
SET search_path = secretxfer, fixture;
SELECT take('opened', 'opened'), take('requested', 'requested'), take('received', 'received'), take('permitted', 'permitted'),
	   take('contracted', 'contracted'), take('annexed', 'annexed'), take('noticed', 'noticed'),
	   take('protected', 'protected', '{"carriers": ["M-1/1", "M-1/2"]}'),
	   take('handed', 'handed', '{"carriers": ["M-5/1", "M-6/1"]}'),
	   take('of a citizen', 'handed', '{"contractor": "@citizen", "carriers": ["M-4/1"]}'),
	   take('system', 'handed', '{"service": true}'),
	   take('provider', 'handed', '{"contractor": "@joint", "protection": "provider", "carriers": ["M-7/1"]}'),
	   take('closed', 'handed', '{"customer": "@client", "carriers": ["M-8/1"]}'),
	   take('liquidated', 'handed', '{"contractor": "@other", "customer": "@client", "carriers": ["M-9/1", "M-2/1"]}'),
	   take('succeeded', 'protected', '{"customer": "@office", "carriers": ["A-1/1"], "authority": "@agency"}');
UPDATE handovers SET returned_on = '2025-05-20', return_act_no = 'back' WHERE case_no = 'closed';
UPDATE cases SET closed_on = '2025-05-30' WHERE case_no = 'closed';
SELECT write('violations', '{"case_no": "handed", "damage": 12.50}'), write('violations', '{"case_no": "handed", "violation_no": "V2"}'),
	   write('suspensions', '{"case_no": "handed"}'), write('annulments', '{"case_no": "handed"}'),
	   write('party_changes', '{"party": "@other"}'), write('party_changes', '{"party": "@office", "kind": "functions"}'),
	   write('supplements', '{"case_no": "succeeded", "party": "@office", "successor": "@office"}'),
	   write('protection_measures', '{"case_no": "liquidated", "party": "@other"}');
-- what is not in use yet, as a later version enters it
SET session_replication_role = replica;
INSERT INTO carrier_marks (carrier_id, marked_on, mark, document, entry_id) VALUES (c('M-1/1'), '2025-06-02', 'secret', 'an act', nextval('entry_ids'));
INSERT INTO disposal_successions (body, effective_on, successor, document, entry_id) VALUES (p('agency'), '2025-06-02', p('ministry'), 'a decree', nextval('entry_ids'));
INSERT INTO contract_amendments (case_no, amendment_no, concluded_on, protection_financing, entry_id) VALUES ('handed', 'A1', '2025-06-02', 'paid', nextval('entry_ids'));
INSERT INTO holders (handover, held_since, held_by, entry_id) SELECT entry_id, '2025-06-02', received_by, nextval('entry_ids') FROM handovers WHERE case_no = 'handed';
RESET session_replication_role;
-- irregular by now, so a restore that judged again would refuse them
UPDATE permits SET revoked_on = '2025-03-01' WHERE permit_no = 'P-joint';
UPDATE parties SET state_share = 50 WHERE idn = p('provider');
INSERT INTO calendar_days VALUES ('2025-02-24', false, 'a decree');
DELETE FROM calendar_years WHERE year = 2024;
-- the users' own
ALTER TABLE cases ADD COLUMN remark text;
UPDATE cases SET remark = 'ours' WHERE case_no = 'opened';
CREATE INDEX cases_remark_idx ON cases (remark);
ALTER TABLE violations ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON violations AS RESTRICTIVE USING (true);
ALTER TABLE annulments DISABLE TRIGGER secretxfer_refuse_truncate;
COMMENT ON TABLE annulments IS 'our own words';
CREATE ROLE ertis LOGIN;
CREATE ROLE statistician LOGIN;
SELECT admit('ertis', fixture.p('client'), 'customer'), admit('statistician', NULL, 'analyst');
GRANT SELECT ON cases TO PUBLIC;
REVOKE EXECUTE ON FUNCTION next_steps(text) FROM PUBLIC;
GRANT USAGE ON SCHEMA secretxfer TO clerk;
GRANT SELECT, INSERT ON cases TO clerk;
GRANT EXECUTE ON FUNCTION verify() TO clerk;
CREATE TABLE public.ddl (tag text);
CREATE FUNCTION public.note_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.ddl VALUES (tg_event || ' ' || tg_tag); END $$;
CREATE EVENT TRIGGER note_commands ON ddl_command_end EXECUTE FUNCTION public.note_ddl();
CREATE EVENT TRIGGER note_drops ON sql_drop EXECUTE FUNCTION public.note_ddl();
DROP SCHEMA fixture CASCADE;
-- what was entered without triggers gets its lines
SELECT journal_adopt('entered by the test'), journal_seal();
-- and what no seal covers yet
UPDATE parties SET head_name = 'Another Name' WHERE idn = (SELECT min(idn) FROM parties);
END
my $digest = sql('secrets', 'SELECT secretxfer.journal_digest()');
my $contents = contents($node, 'secrets');
my $definitions = definitions($node, 'secrets');
my $findings = findings($node, 'secrets');
unlike($contents, qr/ 0 /, 'no table is empty');

# Has the restored register all that the first one has, and do the rules go on where they were?
sub is_restored
{
	my ($way, $restored, $database) = @_;
	is(contents($restored, $database), $contents, "$way: every row is back");
	is(definitions($restored, $database), $definitions, "$way: every definition is back, the users' own too");
	is(findings($restored, $database), $findings, "$way: verify() finds what it found");
	journal_is_right($way, $restored, $database, $digest);
	is($restored->safe_psql($database, q{SELECT has_function_privilege('clerk', 'secretxfer.next_steps(text)', 'EXECUTE'), has_function_privilege('clerk', 'secretxfer.verify()', 'EXECUTE')}), 'f|t', "$way: what was granted is granted, and no more");
	goes_on($way, $restored, $database);

	# So are roles admitted to duties, and limited to them.
	is($restored->safe_psql($database, q{SET SESSION AUTHORIZATION ertis; SELECT string_agg(case_no, ', ' ORDER BY case_no) FROM secretxfer.cases}), 'closed, liquidated', "$way: a customer sees its cases");
	is($restored->safe_psql($database, 'SET SESSION AUTHORIZATION statistician; SELECT count(customer) FROM secretxfer.cases'), 15, "$way: an analyst sees all");

	# The register holds the extension, in the restored database as in the first one.
	($result, $out, $err) = $restored->psql($database, 'DROP EXTENSION secretxfer');
	isnt($result, 0, "$way: the extension is not dropped while there is a register");
	like($err, qr/cannot drop extension secretxfer because other objects depend on it/, "$way: because of the register");
	$restored->safe_psql($database, 'SELECT secretxfer.create_register()');
	is(contents($restored, $database), $contents, "$way: create_register() changes no row of it");
	is(definitions($restored, $database), $definitions, "$way: nor a definition");
	# The next line goes on where the chain ended.
	$restored->safe_psql($database, q{UPDATE secretxfer.cases SET subject = 'other works' WHERE case_no = 'opened'});
	journal_is_right("$way, and gone on", $restored, $database, $digest);
}

sub goes_on
{
	my ($way, $restored, $database) = @_;
	run_file($restored, $database, 'fixtures/fixture.sql');
	my $session = session($restored, $database);
	$session->('SET search_path = secretxfer, fixture; SET client_min_messages = warning');
	my $told = sub { $session->("SELECT $_[0]") };
	is($told->(q{may_enter('handovers', '{"case_no": "protected"}')}), 'accepted', "$way: the next lawful step is accepted");
	is($told->(q{may_enter('contracts', '{"case_no": "permitted"}')}), 'accepted', "$way: another one");
	is($told->(q{may_change('handovers', '{"case_no": "liquidated"}', '{"returned_on": "2025-06-20", "return_act_no": "back"}')}), 'accepted', "$way: a return");
	is($told->(q{may_enter('carriers')}), 'accepted', "$way: a carrier");
	is($told->(q{may_enter('contracts', '{"case_no": "received"}')}), 'refused: secretxfer_r07_permission_first on contracts', "$way: an unlawful step is refused");
	is($told->(q{may_enter('handovers', '{"case_no": "closed", "carrier_id": "#M-8/1", "handed_on": "2025-06-02"}')}), 'refused: secretxfer_r00_case_open on handovers', "$way: in a closed case");
	is($told->(q{may_change('party_changes', jsonb_build_object('party', p('other')), '{"completed_on": "2025-07-01"}')}) =~ s/\n.*//sr, 'refused: secretxfer_r10_all_returned on party_changes', "$way: a liquidation with carriers out is not completed");
	is($told->(q{may_withdraw('handovers', '{"case_no": "handed"}')}), 'refused: secretxfer_r00_never_deleted on handovers', "$way: nothing is deleted");
	is($told->(q{try('TRUNCATE secretxfer.violations CASCADE')}), 'refused: secretxfer_r00_no_truncate on violations', "$way: nor truncated");
	$session->();
	$restored->safe_psql($database, 'DROP SCHEMA fixture CASCADE');
}

# A copy under another name has none of the settings: verify() tells, and they are made again.
sub settings_are_missed
{
	my ($way, $database) = @_;
	is(kept_settings($node, $database), '', "$way: the settings are not in the dump");
	like(sql($database, $not_preloaded), qr/The library is not preloaded/, "$way: verify() misses the library");
	sql($database, settings($database));
	is(sql($database, $not_preloaded), '', "$way: no more once it is preloaded");
}

my $dumps = PostgreSQL::Test::Utils::tempdir;

# The whole server.
run_documented($node, $dumps, 'the whole server, with its roles');
my $other = PostgreSQL::Test::Cluster->new('other');
$other->init;
$other->append_conf('postgresql.conf', 'log_statement = none');
$other->start;
$other->psql('postgres', "\\i $dumps/server.sql", on_error_stop => 0);  # the superuser is there already
my $settings = kept_settings($node, 'secrets');
like($settings, qr/session_preload_libraries=secretxfer/, 'settings are kept for the database');
is(kept_settings($other, 'secrets'), $settings, 'the whole server: the settings of the database are back');
is_restored('the whole server', $other, 'secrets');

# A database that is restored under its own name brings its settings, too; its roles come before.
$other->safe_psql('postgres', 'DROP DATABASE secrets');
$other->safe_psql('postgres', q{DO $$ DECLARE role name; BEGIN
	FOR role IN SELECT rolname FROM pg_roles WHERE oid >= 16384 LOOP EXECUTE format('DROP ROLE %I', role); END LOOP; END $$; CREATE DATABASE secrets});
run_documented($node, $dumps, 'the roles first, for another server; an error tells of each role that is there already, and leaves it as it is',
	'-h other' => '-h ' . $other->host . ' -p ' . $other->port);
for my $way ('with the settings of the database, on another server', 'the same in the custom format')
{
	$other->safe_psql('postgres', 'DROP DATABASE secrets');
	run_documented($node, $dumps, $way, '-h other' => '-h ' . $other->host . ' -p ' . $other->port);
	is(kept_settings($other, 'secrets'), $settings, "$way: the settings are back");
	is($other->safe_psql('secrets', $not_preloaded), '', "$way: verify() does not miss the library");
	is(contents($other, 'secrets'), $contents, "$way: every row is back");
}
$other->stop;

# By the commands of docs/operations.md.
my %documented = (
	plain => 'copy1',
	'custom format' => 'copy2',
	'directory format, with several processes' => 'copy3',
	'section by section' => 'copy4',
	'definitions first, rows later' => 'copy5');
for my $way (sort keys %documented)
{
	run_documented($node, $dumps, $way);
	settings_are_missed($way, $documented{$way});
	is_restored($way, $node, $documented{$way});
}
unlike(slurp_file("$dumps/register.sql"), qr/CREATE FUNCTION secretxfer\./, 'the rules are not in the dump, they come with the extension');

# Over a register that stands and has come to differ, under the eyes of event triggers.
sql('copy2', <<'END');
ALTER TABLE secretxfer.violations DISABLE TRIGGER ALL;
DELETE FROM secretxfer.violations;
DROP INDEX secretxfer.cases_remark_idx;
DROP VIEW secretxfer.breaches;
END
run_documented($node, $dumps, 'over a register that stands, all or nothing');
is_restored('over a register that stands', $node, 'copy2');

# Some more ways.
my $origin = $node->connstr('secrets');
$node->command_ok([ 'pg_dump', '-d', $origin, '--inserts', '-f', "$dumps/inserts.sql" ], 'pg_dump --inserts');
$node->command_ok([ 'pg_dump', '-d', $origin, '--clean', '--if-exists', '-f', "$dumps/clean.sql" ], 'pg_dump --clean --if-exists');
# Who does not see everything gets no dump rather than half of one.
command_fails_like([ 'pg_dump', '-d', $origin, '-U', 'ertis', '-t', 'secretxfer.cases', '-f', "$dumps/half.sql" ], qr/row-level security/, 'a customer cannot dump');
for my $way ('inserts', 'clean')
{
	sql('postgres', "CREATE DATABASE $way");
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($way), '-f', "$dumps/$way.sql" ], "$way: restored") for 1 .. ($way eq 'clean' ? 2 : 1);
	settings_are_missed($way, $way);
	is_restored($way, $node, $way);
}

# Rows only. The register there has been made by create_register(), and gets the one column more that the users of the first one added.
create_register($node, 'copy6');
sql('copy6', 'ALTER TABLE secretxfer.annulments DISABLE TRIGGER secretxfer_refuse_truncate');
command_fails_like([ 'pg_restore', '-d', $node->connstr('copy6'), '--data-only', '-n', 'secretxfer', '-t', 'cases', "$dumps/register.dump" ],
	qr/column "remark" of relation "cases" does not exist/, 'rows only: refused while a column is missing');
run_documented($node, $dumps, 'your own columns, from the register that was dumped');
my $empty = contents($node, 'copy6');
command_fails_like([ 'pg_restore', '-d', $node->connstr('copy6'), '--data-only', '--schema=secretxfer', '-1', "$dumps/register.dump" ],
	qr/violates (check|unique|foreign key) constraint "secretxfer_r00_/, 'rows only: refused while the triggers are in force');
is(contents($node, 'copy6'), $empty, 'rows only: nothing of it stays then');
run_documented($node, $dumps, 'rows only, into a register that create_register() made');
is(contents($node, 'copy6'), $contents, 'rows only: every row is back');
settings_are_missed('rows only', 'copy6');
is(findings($node, 'copy6'), $findings, 'rows only: verify() finds what it found');
journal_is_right('rows only', $node, 'copy6', $digest);
goes_on('rows only', $node, 'copy6');

# What is missing is made again, with event triggers or without; they are told of it and are not in the way.
sql('copy1', 'TRUNCATE public.ddl; DROP INDEX secretxfer.handovers_carrier_id_idx; SELECT secretxfer.create_register()');
is(definitions($node, 'copy1'), $definitions, 'create_register() makes what is missing under the eyes of event triggers');
is(sql('copy1', 'SELECT string_agg(tag, chr(10)) FROM public.ddl'), "sql_drop DROP INDEX\nddl_command_end DROP INDEX\nddl_command_end CREATE INDEX\nddl_command_end COMMENT", 'which are told of it');
is(findings($node, 'copy1'), $findings, 'verify() does not mind them');

# Where a table lacks a column, the views that are missing wait for it.
create_register($node, 'incomplete');
($result, $out, $err) = $node->psql('incomplete', 'ALTER TABLE secretxfer.violations DROP COLUMN damage CASCADE; SELECT secretxfer.create_register()');
is($result, 0, 'incomplete: create_register() does what can be done');
like($err, qr/WARNING: .*table "violations" of the register lacks column "damage"/, 'incomplete: it tells the column');
like($err, qr/WARNING: .*view "breaches" of the register was not created/, 'incomplete: and the views that wait for it');
unlike($err, qr/view "case_status"/, 'incomplete: but not those that stand');
sql('incomplete', 'ALTER TABLE secretxfer.violations ADD damage numeric; SELECT secretxfer.create_register()');
is(sql('incomplete', q{SELECT to_regclass('secretxfer.breaches') IS NOT NULL AND to_regclass('secretxfer.contractor_exposure') IS NOT NULL}), 't', 'incomplete: with the column they come');

# Without a register it can be dropped.
sql('postgres', 'CREATE DATABASE without');
sql('without', 'CREATE EXTENSION secretxfer');
($result, $out, $err) = $node->psql('without', 'DROP EXTENSION secretxfer');
is($result, 0, 'without a register the extension can be dropped');

$node->stop;
done_testing();
