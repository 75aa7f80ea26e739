# A register that version 1.0 made is taken to this version: by ALTER EXTENSION secretxfer UPDATE and create_register(), after a
# restore of its dump, and after pg_upgrade. Until then it is read and not written. What the office made of it stays.
#
# test/fixtures/register_1_0.sql is the dump of a register that the library of 1.0 made and filled.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $root = "$FindBin::RealBin/../..";
my $dump = slurp_file("$root/test/fixtures/register_1_0.sql");
my $roles = join ' ', map { "CREATE ROLE office_$_ LOGIN;" } qw(owner clerk body security analyst auditor reader);

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', 'log_statement = none');
$node->start;
$node->safe_psql('postgres', $roles);
# Views of a register that was made before PostgreSQL 15 have no options, and are not for clerks.
my $by_whom = $node->safe_psql('postgres', 'SHOW server_version_num') < 150000 ? '' : ' WITH (security_invoker = true)';
$dump =~ s/ WITH \(security_invoker='true'\)//g unless $by_whom;

sub sql { my ($database, $query, @options) = @_; return $node->safe_psql($database, $query, @options); }
sub as { my ($role, $query) = @_; return "SET SESSION AUTHORIZATION $role; $query"; }

# Restores the dump into a new database, with the extension of 1.0 or, as CREATE EXTENSION does it, of this version.
sub restore
{
	my ($server, $database, $version) = @_;
	my $text = $dump =~ s/^\\(?:un)?restrict .*\n//gmr;  # which a psql of an earlier minor release does not know
	$text =~ s/^(CREATE EXTENSION IF NOT EXISTS secretxfer WITH SCHEMA secretxfer)/$1 VERSION '$version'/m if $version;
	my $file = PostgreSQL::Test::Utils::tempdir . "/$database.sql";
	append_to_file($file, $text);
	$server->safe_psql('postgres', "CREATE DATABASE $database");
	$server->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $server->connstr($database), '-f', $file ], "$database: restored");
}

# Runs a statement that fails; returns what it told.
sub refused
{
	my ($database, $query) = @_;
	my ($result, $out, $err) = $node->psql($database, $query);
	isnt($result, 0, "$database: refused: $query");
	return $err;
}

# What two databases have of the extension itself, which pg_dump leaves out. Functions are no join: once autovacuum has analyzed
# pg_depend, a join asks for the definitions of all functions of the server, and that of an aggregate is an error.
sub extension
{
	my ($database) = @_;
	return sql($database, <<'END');
ANALYZE pg_depend;
SELECT pg_describe_object(d.classid, d.objid, 0),
	(SELECT pg_get_functiondef(oid) || coalesce(proacl::text, '') FROM pg_proc WHERE oid = d.objid AND d.classid = 'pg_proc'::regclass),
	e.labels, w.def, obj_description(d.objid, d.classid::regclass::name), i.initprivs
  FROM pg_depend d
  LEFT JOIN LATERAL (SELECT string_agg(enumlabel, ' ' ORDER BY enumsortorder) AS labels FROM pg_enum WHERE enumtypid = d.objid AND d.classid = 'pg_type'::regclass) e ON true
  LEFT JOIN LATERAL (SELECT pg_get_viewdef(oid) || relacl::text AS def FROM pg_class WHERE oid = d.objid AND d.classid = 'pg_class'::regclass) w ON true
  LEFT JOIN pg_init_privs i ON i.classoid = d.classid AND i.objoid = d.objid
 WHERE d.deptype = 'e' ORDER BY 1
END
}

# The rows of the tables of 1.0 in the columns that they had, but for the affiliations.
my %old_columns;
sub rows_of_1_0
{
	my ($database) = @_;
	%old_columns = map { split /\|/ } split /\n/, sql($database, q{SELECT attrelid::regclass, string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
		WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped AND attname <> 'affiliated_with' GROUP BY 1}) unless %old_columns;
	return join "\n", map { sql($database, "SELECT '$_', $old_columns{$_} FROM $_ ORDER BY 2, 3, 4") } sort keys %old_columns;
}

# How the views of 1.0 answer; not those that tell of the rules and duties themselves. 1.0 did not tell who recorded the changes of parties.
sub answers
{
	my ($database) = @_;
	my $late = sql($database, q{SELECT to_regclass('secretxfer.recorded_late')})  # which 1.0 counts among the breaches
		? 'SELECT happened_on AS occurred_on, * FROM secretxfer.recorded_late' : q{SELECT * FROM secretxfer.breaches WHERE breach = 'recorded_late'};
	return join "\n", grep({ !/^(?:rules|privileges|rectifications|case_timeline|outstanding_carriers|breaches|recorded_late) / } split /\n/, views($node, $database)),
		sql($database, q{SELECT to_jsonb(t) FROM secretxfer.breaches t WHERE breach <> 'recorded_late' ORDER BY 1}),
		sql($database, "SELECT case_no, customer, contractor, occurred_on, days, entered_in, entry FROM ($late) AS t ORDER BY 1, 4, 5, 6, 7"),
		sql($database, q{SELECT to_jsonb(t) - CASE entered_in WHEN 'party_changes' THEN '{recorded_by,changed_by}' ELSE '{}' END::text[] FROM secretxfer.case_timeline t ORDER BY 1}),
		sql($database, q{SELECT to_jsonb(t) - '{held_by,transfer_until,registered_owner}'::text[] FROM secretxfer.outstanding_carriers t ORDER BY 1}),  # new in 1.1
		map { sql($database, as("office_$_", 'SELECT * FROM secretxfer.case_status ORDER BY 1; SELECT count(*) FROM secretxfer.duties; SELECT count(*) FROM secretxfer.breaches WHERE breach <> $$recorded_late$$; SELECT count(*) FROM secretxfer.case_timeline')) } ($by_whom ? 'clerk' : ()), qw(security analyst auditor);
}

sub trigger_states { my ($database) = @_; return sql($database, q{SELECT tgrelid::regclass, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text !~ 'affiliations|disposal_successions|carrier_marks|contract_amendments|holders|journal' ORDER BY tgrelid::regclass::text, tgname}); }

##
## The package is upgraded, the extension is not yet.
##
restore($node, 'office', '1.0');
my $rows = rows_of_1_0('office');
my $answers = answers('office');
my $findings = findings($node, 'office');
my $states = trigger_states('office');
is($findings, "guard||calendar_days|A_secretxfer_judge|The trigger is disabled.\nguard||cases|office_reader_closed|Another policy gives rows beside those of the duties.", 'verify() says what it said under 1.0');
# what 1.1 warns of
$findings .= "\nwarning|||office_owner|The role may create functions in the schema that look like the extension's.\nwarning|||session_preload_libraries|The library is not preloaded: a statement that fails before a session has loaded it is logged with its values.";
my $not_updated = qr/extension "secretxfer" is still at version 1\.0.*
DETAIL:  The register can be read, but not written\.
HINT:  A superuser has to run ALTER EXTENSION secretxfer UPDATE; then the owner of the register SELECT secretxfer\.create_register\(\);/;
my @writes = (
	"UPDATE secretxfer.cases SET subject = 'x'", 'DELETE FROM secretxfer.notices', 'TRUNCATE secretxfer.annulments',
	"INSERT INTO secretxfer.calendar_years (year, basis) VALUES (2040, 'x')",
	"SELECT secretxfer.admit('office_reader', NULL, 'auditor')", "SELECT * FROM secretxfer.check_entry('secretxfer.cases', '{}')");
like(refused('office', $_), $not_updated, "which names the step: $_") for @writes, 'SELECT secretxfer.create_register()';

##
## The extension is updated, the register is not yet.
##
my ($result, $out, $err) = $node->psql('office', <<'END');
BEGIN;
REVOKE EXECUTE ON FUNCTION secretxfer.check_entry FROM PUBLIC;
GRANT EXECUTE ON FUNCTION secretxfer.check_entry TO office_reader WITH GRANT OPTION;
ALTER EXTENSION secretxfer UPDATE;
ROLLBACK;
END
like($err, qr/WARNING: .*check_entry\(\) is made anew, without its grants\nHINT: .*: REVOKE EXECUTE ON FUNCTION secretxfer\.check_entry FROM PUBLIC; GRANT EXECUTE ON FUNCTION secretxfer\.check_entry TO office_reader WITH GRANT OPTION;\n/,
	'grants that the update takes are named');
($result, $out, $err) = $node->psql('office', 'ALTER EXTENSION secretxfer UPDATE');
is($result, 0, 'ALTER EXTENSION secretxfer UPDATE');
unlike($err, qr/WARNING/, 'without a word of what is as 1.0 made it');
like($err, qr/SELECT secretxfer\.create_register\(\);\nDETAIL:  The register is as version 1\.0 made it/, 'which names the next step');
is(rows_of_1_0('office'), $rows, 'no row is changed by it');
is(answers('office'), $answers, 'views and policies go on');
my $not_upgraded = qr/the register is as version 1\.0 .*
DETAIL:  Reading goes on\.
HINT:  The owner of the register has to take it to this version: SELECT secretxfer\.create_register\(\);/;
like(refused('office', $_), $not_upgraded, "which names the step: $_") for @writes;
like(refused('office', as('office_clerk', "UPDATE secretxfer.cases SET subject = 'a canary'")), $not_upgraded, 'also for an admitted role');
unlike(slurp_file($node->logfile), qr/a canary/, 'and nothing of it is in the log');
my $definitions = definitions($node, 'office');

# Whoever does not own the register does not upgrade it, but may look.
like(sql('office', as('office_clerk', 'SELECT what FROM secretxfer.create_register(dry_run => true)')), qr/^ALTER TABLE secretxfer\.notices DROP CONSTRAINT notices_pkey/m, 'the dry run tells a clerk what it can');
sql('office', 'GRANT CREATE ON SCHEMA secretxfer TO office_reader; GRANT USAGE ON SCHEMA secretxfer TO office_reader');
like(refused('office', as('office_reader', 'SELECT secretxfer.create_register()')), qr/must be owner of the register/, 'only its owner takes it further');
sql('office', 'REVOKE ALL ON SCHEMA secretxfer FROM office_reader');

# The dry run changes nothing.
my $plan = sql('office', as('office_owner', 'SELECT stands_in_the_way, "table", what FROM secretxfer.create_register(dry_run => true)'));
unlike($plan, qr/^t/m, 'nothing stands in the way');
like($plan, qr/^f\|notices\|ALTER TABLE secretxfer\.notices DROP CONSTRAINT notices_pkey/m, 'it tells what would be altered');
like($plan, qr/^f\|\|CREATE TABLE secretxfer\.holders/m, 'and created');
is(definitions($node, 'office'), $definitions, 'and changes nothing');

##
## What stands in the way is named, and nothing is done.
##
sql('postgres', 'CREATE DATABASE hostile TEMPLATE office');
sql('hostile', <<'END');
ALTER TABLE secretxfer.cases ADD COLUMN entry_id text DEFAULT 'ours';
ALTER TABLE secretxfer.requests ADD COLUMN withdrawn_on date;
CREATE VIEW public.affiliates AS SELECT idn, affiliated_with FROM secretxfer.parties;
CREATE INDEX ours ON secretxfer.parties (affiliated_with, idn);
CREATE TABLE public.lent (case_no text COLLATE "C", carrier_id bigint, handed_on date, FOREIGN KEY (case_no, carrier_id, handed_on) REFERENCES secretxfer.handovers);
CREATE VIEW public.letters AS SELECT case_no, notice_no, kind FROM secretxfer.notices GROUP BY case_no, notice_no;
CREATE TABLE secretxfer.holders (who text);
CREATE INDEX handovers_permit_no_idx ON secretxfer.handovers (act_no);
ALTER TABLE secretxfer.decisions ADD CONSTRAINT decisions_withdrawal_reasoned CHECK (true);
CREATE RULE ours AS ON UPDATE TO secretxfer.carriers DO ALSO NOTHING;
DO $$ BEGIN EXECUTE format('CREATE OR REPLACE VIEW secretxfer.returns_due AS SELECT r.*, 1 AS mine FROM (%s) AS r', rtrim(pg_get_viewdef('secretxfer.returns_due'::regclass), ';')); END $$;
ALTER TABLE secretxfer.annulments OWNER TO office_body;
DROP VIEW secretxfer.contractor_exposure;
CREATE VIEW secretxfer.contractor_exposure AS SELECT idn::name AS contractor FROM secretxfer.parties;
ALTER VIEW secretxfer.contractor_exposure OWNER TO office_owner;
END
my %obstacles = (
	'cases|entry_id' => 'a column of its own', 'requests|withdrawn_on' => 'a column of its own',
	'parties|affiliated_with' => 'needed by view public.affiliates', 'handovers|handovers_pkey' => 'needed by constraint lent_case_no',
	'notices|notices_pkey' => 'needed by view public.letters', 'holders|holders' => 'a relation of its own',
	'handovers|handovers_permit_no_idx' => 'a relation of its own', 'decisions|decisions_withdrawal_reasoned' => 'a constraint of its own',
	'carriers|' => 'A rewrite rule', 'returns_due|mine' => 'a column of its own', 'annulments|' => 'belongs to another role',
	'contractor_exposure|' => 'has other columns than 1.0 gave it');
my $hostile = definitions($node, 'hostile');
$plan = sql('hostile', 'SELECT "table", object, what FROM secretxfer.create_register(dry_run => true) WHERE stands_in_the_way');
like($plan, qr/^\Q$_\E\|.*\Q$obstacles{$_}\E/m, "it stands in the way: $_") for sort keys %obstacles;
like($plan, qr/^parties\|affiliated_with\|.*needed by index secretxfer\.ours/m, 'and an index');
my $told = refused('hostile', as('office_owner', 'SELECT secretxfer.create_register()'));
like($told, qr/the register cannot be taken to this version yet/, 'create_register() does not begin');
like($told, qr/cases\.entry_id: .*handovers\.handovers_pkey: /s, 'and names all of it');
is(definitions($node, 'hostile'), $hostile, 'nothing is changed');
is(sql('hostile', 'SELECT count(*) FROM secretxfer.dated_entries()') > 0, 1, 'a column of its own that has the name of a new one hinders no reading');

# What can be cleared away is cleared away, and all else may stay: a forced row-level security, triggers of all states, the office's
# own trigger that would refuse, columns, comments. A citizen protects the secrets itself, which 1.0 accepted.
sql('hostile', <<'END');
ALTER TABLE secretxfer.cases RENAME entry_id TO our_id;
ALTER TABLE secretxfer.requests DROP withdrawn_on;
DROP VIEW public.affiliates;
DROP INDEX secretxfer.ours;
DROP TABLE public.lent;
DROP VIEW public.letters;
DROP TABLE secretxfer.holders;
DROP INDEX secretxfer.handovers_permit_no_idx;
ALTER TABLE secretxfer.decisions DROP CONSTRAINT decisions_withdrawal_reasoned;
DROP RULE ours ON secretxfer.carriers;
ALTER TABLE secretxfer.annulments OWNER TO office_owner;
DROP VIEW secretxfer.returns_due, secretxfer.contractor_exposure CASCADE;
SET session_replication_role = replica;
UPDATE secretxfer.protections SET kind = 'contractor' WHERE case_no = 'customer';
RESET session_replication_role;
COMMENT ON COLUMN secretxfer.cases.subject IS 'our own words';
COMMENT ON CONSTRAINT handovers_pkey ON secretxfer.handovers IS 'our own key';
COMMENT ON INDEX secretxfer.handovers_pkey IS 'our own index';
CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
CREATE TRIGGER "0 no" BEFORE UPDATE OR DELETE ON secretxfer.cases FOR EACH ROW EXECUTE FUNCTION public.no();
ALTER TABLE secretxfer.cases ENABLE REPLICA TRIGGER "A_secretxfer_judge", DISABLE TRIGGER secretxfer_refuse_truncate;
CREATE POLICY nothing ON secretxfer.cases AS RESTRICTIVE USING (false);
ALTER TABLE secretxfer.cases FORCE ROW LEVEL SECURITY;
ALTER TABLE secretxfer.parties FORCE ROW LEVEL SECURITY;
END
my $hostile_states = trigger_states('hostile');
my $hostile_rows = rows_of_1_0('hostile');
($result, $out, $err) = $node->psql('hostile', as('office_owner', 'SELECT secretxfer.create_register()'));
is($result, 0, 'hostile: the owner takes it to this version') or diag($err);
like($err, qr/NOTICE: .*table "cases": rewritten/, 'hostile: table by table');
is(rows_of_1_0('hostile'), $hostile_rows, 'hostile: no row is lost or changed, though policies hide all of them');
is(trigger_states('hostile'), $hostile_states, 'hostile: triggers are as they were');
is(sql('hostile', q{SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relforcerowsecurity}), 'cases parties', 'hostile: row-level security is forced as it was');
is(sql('hostile', q{SELECT col_description('secretxfer.cases'::regclass, 4) || ', ' || obj_description(c.oid) || ', ' || obj_description(c.conindid) FROM pg_constraint c WHERE conname = 'handovers_pkey'}), 'our own words, our own key, our own index', 'hostile: comments are as they were');
is(sql('hostile', q{SELECT count(*) FROM secretxfer.cases WHERE our_id = 'ours' AND entry_id > 0 AND printed_no = case_no}), 13, 'hostile: columns are as they were');
is(sql('hostile', q{SELECT to_regclass('secretxfer.returns_due') IS NOT NULL}), 't', 'hostile: a view that was dropped is made');

is(findings($node, 'hostile') =~ /(.*contractor_has_unit.*)/ && $1, 'irregular|secretxfer_r08_contractor_has_unit|protections|customer, 2025-03-06|The contractor is a citizen, who has no protection unit.', 'hostile: what 1.0 accepted and this version does not is not called unlawful');
is(sql('hostile', q{SELECT string_agg(rule, ' ') FROM secretxfer.handovers h JOIN secretxfer.check_entry('secretxfer.handovers', to_jsonb(h) || '{"returned_on": null, "act_no": "2", "handed_on": "2025-06-02"}') ON verdict = 'failed' WHERE case_no = 'customer'}), 'secretxfer_r00_carrier_out secretxfer_r08_contractor_has_unit', 'hostile: nothing more is handed over under it');
is(sql('hostile', q{UPDATE secretxfer.handovers SET returned_on = '2025-06-02', return_act_no = 'back' WHERE case_no = 'customer' RETURNING returned_on}), '2025-06-02', 'hostile: what is out comes back');

##
## What the office altered of 1.0's, and what it granted: what cannot stay is told.
##
sql('postgres', 'CREATE DATABASE altered TEMPLATE office');
sql('altered', as('office_owner', <<"END"));
CREATE OR REPLACE VIEW secretxfer.answers_due$by_whom AS
	SELECT r.case_no, r.request_no, c.customer, c.contractor, r.authority, r.sent_on, r.received_on, t.due_on, t.working_days_left,
		t.due_on < secretxfer.today() AS overdue, t.provisional
	FROM secretxfer.requests r JOIN secretxfer.cases c ON c.case_no = r.case_no
	LEFT JOIN secretxfer.answer_terms() t ON t.received_on = r.received_on
	WHERE NOT r.answered AND r.received_on IS NOT NULL AND c.closed_on IS NULL AND c.case_no <> 'the office''s own';
ALTER VIEW secretxfer.breaches SET (security_barrier = true);
ALTER POLICY secretxfer_see ON secretxfer.permits USING (permit_no <> 'the office''s own');
ALTER POLICY secretxfer_enter ON secretxfer.carriers WITH CHECK (title <> 'the office''s own');
GRANT SELECT (full_name) ON secretxfer.parties TO office_analyst;
GRANT SELECT (permit_no, highest_mark) ON secretxfer.permits TO office_analyst;
GRANT SELECT ON secretxfer.violations TO office_analyst;
GRANT SELECT ON secretxfer.handovers TO office_analyst WITH GRANT OPTION;
ALTER TABLE secretxfer.permits ADD COLUMN shelf text;
ALTER TABLE secretxfer.notices REPLICA IDENTITY USING INDEX notices_pkey;
END
# a number in decomposed letters, which 1.0 accepted
sql('altered', q{SET session_replication_role = replica; INSERT INTO secretxfer.violations (case_no, violation_no, description, found_on, recorded_at, recorded_by)
	SELECT case_no, U&'\0418\0306-7', description, found_on, recorded_at, recorded_by FROM secretxfer.violations WHERE violation_no = 'V2'});
my $as_altered = definitions($node, 'altered');
my @altered = ('answers_due|', 'breaches|', 'carriers|secretxfer_enter', 'permits|secretxfer_see');
$plan = sql('altered', as('office_owner', 'SELECT stands_in_the_way, "table", object, what FROM secretxfer.create_register(dry_run => true)'));
is(join(' ', sort $plan =~ /^f\|(\w+\|\w*)\|This (?:view|policy) was altered/gm), join(' ', @altered), 'the dry run names the altered views and policies, and no others');
like($plan, qr/^f\|permits\|secretxfer_see\|.*It is: ALTER POLICY secretxfer_see ON secretxfer\.permits USING \(\(permit_no <> 'the office''s own'::text\)\)$/m, 'and says how a policy is');
like($plan, qr/^f\|answers_due\|\|.*It is: CREATE OR REPLACE VIEW secretxfer\.answers_due(?: WITH \(security_invoker=true\))? AS\n SELECT r\.case_no,.*'the office''s own'/ms, 'and how a view is');
my %lost = ('cases|office_analyst' => 'office_note', 'parties|office_analyst' => 'short_name', 'permits|office_analyst' => 'shelf');
is_deeply({ $plan =~ /^f\|(\w+\|\w+)\|This role reads columns no more .*? gave it: (.*?)\. /gm }, \%lost, 'what an analyst reads no more');
is(definitions($node, 'altered'), $as_altered, 'and changes nothing');
like(sql('altered', as('office_owner', 'BEGIN READ ONLY; SELECT what FROM secretxfer.create_register(dry_run => true) WHERE NOT stands_in_the_way; COMMIT')),
	qr/^Altered views and policies of 1\.0 are replaced\. .* that may write\.$/m, 'which of them it cannot tell without writing');
($result, $out, $err) = $node->psql('altered', as('office_owner', 'SELECT secretxfer.create_register()'));
is($result, 0, 'altered: the owner takes it to this version') or diag($err);
is(join(' ', sort $err =~ /WARNING:  (\w+ \w+(?: on table \w+)?) was altered since version 1\.0/g),
	'policy secretxfer_enter on table carriers policy secretxfer_see on table permits view answers_due view breaches', 'altered: which is said');
like($err, qr/DETAIL:  ALTER POLICY secretxfer_see ON secretxfer\.permits .*'the office''s own'/, 'altered: with what was there');
unlike(slurp_file($node->logfile), qr/the office''s own'::text/, 'altered: but not in the log');
is_deeply({ map { $_ => 1 } $err =~ /NOTICE:  role "(office_analyst" reads columns of table "\w+)" no more, which admit\(\) of version 1\.0 gave it: \w+$/gm },
	{ map { $_ => 1 } map { s/(\w+)\|(\w+)/$2" reads columns of table "$1/r } keys %lost }, 'altered: what the analyst reads no more');
is(sql('altered', q{SELECT string_agg(format('%s.%s', t, c), ' ' ORDER BY t, c) FROM (VALUES ('parties', 'full_name'), ('parties', 'head_name'), ('permits', 'highest_mark'), ('permits', 'shelf'),
	('violations', 'description'), ('handovers', 'act_no'), ('cases', 'office_note'), ('cases', 'system_mark')) AS v (t, c) WHERE has_column_privilege('office_analyst', 'secretxfer.' || t, c, 'SELECT')}),
	'cases.system_mark handovers.act_no parties.full_name permits.highest_mark violations.description', 'altered: what the office granted stays');
is(sql('altered', q{SELECT has_table_privilege('office_analyst', 'secretxfer.handovers', 'SELECT WITH GRANT OPTION'), has_table_privilege('office_analyst', 'secretxfer.permits', 'SELECT')}), 't|f', 'altered: as it was granted');
is(sql('altered', q{SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'secretxfer.notices'::regclass AND indisreplident}), 'secretxfer.notices_pkey', 'altered: the replica identity is as it was');

like(findings($node, 'altered'), qr/^warning\|secretxfer_r00_key_form\|violations\|handed, \xd0\x98\xcc\x86-7\|A number of before version 1\.1 is not in Unicode normal form C\.$/m, 'altered: verify() warns of the decomposed number');

##
## The owner takes the office's register to this version.
##
($result, $out, $err) = $node->psql('office', as('office_owner', 'BEGIN; SELECT secretxfer.create_register(); ROLLBACK'));
is($result, 0, 'it can be taken back');
is(definitions($node, 'office'), $definitions, 'as a whole');
sql('office', as('office_owner', 'SELECT secretxfer.create_register()'));
is(rows_of_1_0('office'), $rows, 'no row is lost or changed');
is(answers('office'), $answers, 'views and policies answer as before');
is(trigger_states('office'), $states, 'triggers are as they were');
my $mark_not_known = "\nwarning|secretxfer_r06_system_mark|cases|system|The mark of the serviced information system is not known.";
my $not_known = "$mark_not_known\nwarning|secretxfer_r08_permits_marked|protections|provider, 2025-03-06|The permit that bears a mark of before version 1.1 is not known.";
$findings =~ s/(?=\nwarning\|\|\|office_owner)/$not_known/;
is(findings($node, 'office'), $findings, 'verify() says what it said, and what is not known');
is(sql('office', 'SELECT * FROM secretxfer.create_register(dry_run => true)'), '', 'nothing is left to do');
$definitions = definitions($node, 'office');
sql('office', 'SELECT secretxfer.create_register()');
is(definitions($node, 'office'), $definitions, 'and nothing is done again');

my $entries = sql('office', q{SELECT string_agg(format('SELECT entry_id, recorded_at FROM secretxfer.%I', relname), ' UNION ALL ') FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' AND relname !~ '^(admissions|affiliations|journal)'});
is(sql('office', "SELECT count(*) = max(entry_id) AND count(*) = count(DISTINCT entry_id) AND bool_and(in_order) FROM (SELECT entry_id, recorded_at >= coalesce(lag(recorded_at) OVER (ORDER BY entry_id), '-infinity') AS in_order FROM ($entries) AS e) AS e"), 't', 'entries are numbered in the order in which they were recorded');
is(sql('office', "SELECT last_value - (SELECT max(entry_id) FROM ($entries) AS e) FROM secretxfer.entry_ids"), 1, 'the sequence goes on behind them and the affiliation');
is(sql('office', 'SELECT count(*) FROM secretxfer.affiliations a JOIN secretxfer.parties p ON p.idn = a.party AND (p.recorded_at, p.recorded_by) = (a.recorded_at, a.recorded_by)'), 1, 'the affiliation is kept, with the stamps of its party');
is(sql('office', 'SELECT count(system_mark) FROM secretxfer.cases') + sql('office', 'SELECT count(permit_no) FROM secretxfer.handovers'), 0, 'what 1.0 did not know is not known');
is(sql('office', q{SELECT bool_or(has_column_privilege('office_analyst', 'secretxfer.cases', c, 'SELECT')), bool_and(has_column_privilege('office_analyst', 'secretxfer.cases', o, 'SELECT')) FROM unnest('{office_note,subject}'::text[]) c, unnest('{case_no,system_mark,entry_id}'::text[]) o}), 'f|t', 'analysts see the columns that are listed');
is(sql('office', q{SELECT has_table_privilege('office_analyst', 'secretxfer.permits', 'SELECT'), has_table_privilege('office_clerk', 'secretxfer.holders', 'INSERT'), has_table_privilege('office_reader', 'secretxfer.cases', 'SELECT')}), 'f|t|t', 'and no table as a whole; new tables are granted, own grants stay');
is(sql('office', q{SELECT string_agg(DISTINCT tableowner, ' ') FROM pg_tables WHERE schemaname = 'secretxfer'}), 'office_owner', 'all tables belong to the owner');
is(sql('office', q{SELECT count(*) FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' AND NOT relrowsecurity}), 1, 'row-level security is in force on the new tables and the journal, but not for the admissions');
is(sql('office', 'SELECT count(*) FROM secretxfer.office_cases'), 13, 'the view of the office goes on');

# What 1.0 did not know may be stated once, though the entry is settled, and one permit without the other.
my $before = $findings =~ s/\Q$not_known\E//r;
sub state_mark { return as('office_clerk', "UPDATE secretxfer.cases SET system_mark = '$_[0]' WHERE case_no = 'system'"); }
sql('office', state_mark('secret'));
is(findings($node, 'office'), $findings =~ s/\Q$mark_not_known\E//r, 'the mark of the system is known');
like(refused('office', state_mark('top_secret')), qr/secretxfer_r00_set_once/, 'and stands');
sub state_permit { my ($which, $number) = @_; return as('office_clerk', "UPDATE secretxfer.protections SET ${which}_permit_no = '$number' WHERE case_no = 'provider'"); }
like(refused('office', state_permit('provider', 'P-joint')), qr/secretxfer_r08_permits_marked/, 'not the permit of another party');
sql('office', state_permit('provider', 'P-provider'));
is(findings($node, 'office'), $findings =~ s/\Q$mark_not_known\E//r, 'verify() warns until both are known');
sql('office', state_permit('contractor', 'P-joint'));
is(findings($node, 'office'), $before, 'then no more');
like(refused('office', state_permit('contractor', 'P-other')), qr/secretxfer_r00_set_once/, 'what was stated stands');

# The rules go on.
run_file($node, 'office', 'fixtures/fixture.sql');
my $session = session($node, 'office');
$session->('SET search_path = secretxfer, fixture; SET client_min_messages = warning');
is($session->(q{SELECT may_enter('handovers', '{"case_no": "protected", "carrier_id": "#M-9/1"}')}), 'accepted', 'the next lawful step is accepted');
is($session->(q{SELECT may_change('handovers', '{"case_no": "customer"}', '{"returned_on": "2025-06-20", "return_act_no": "back"}')}), 'accepted', 'a return of what was handed over under 1.0');
is($session->(q{SELECT may_enter('contracts', '{"case_no": "received"}')}), 'refused: secretxfer_r07_permission_first on contracts', 'an unlawful step is refused');
$session->();
sql('office', 'DROP SCHEMA fixture CASCADE');

##
## A dump of 1.0 is restored where this version is installed.
##
restore($node, 'restored');
is(sql('restored', q{SELECT extversion FROM pg_extension WHERE extname = 'secretxfer'}), '1.1', 'restored: the extension is of this version');
is(answers('restored'), $answers, 'restored: views and policies go on');
like(refused('restored', $writes[0]), $not_upgraded, 'restored: it is not written');
sql('restored', 'SELECT secretxfer.create_register()');  # by a superuser, and the owner owns it
is(definitions($node, 'restored'), $definitions, 'restored: then it is as the one that was updated');
is(findings($node, 'restored'), $findings, 'restored: verify() says what it said');
is(rows_of_1_0('restored'), $rows, 'restored: with the same rows');

##
## A register of 1.0 that nobody has changed is, then, as a new one.
##
for my $owner ('postgres', 'office_owner')
{
	sql('postgres', "CREATE DATABASE of_$owner; CREATE DATABASE new_$owner");
	sql($_, 'CREATE EXTENSION secretxfer' . (/^of/ ? " VERSION '1.0'" : '') . "; GRANT ALL ON SCHEMA secretxfer TO $owner") for "of_$owner", "new_$owner";
	# as 1.0 made it; its seed would be judged
	my $definition = sql("of_$owner", 'SELECT secretxfer.register_definition()');
	$definition =~ s/^INSERT INTO .*?;\n//gms;
	my $file = PostgreSQL::Test::Utils::tempdir . "/$owner.sql";
	append_to_file($file, "SET SESSION AUTHORIZATION $owner;\n$definition\nRESET SESSION AUTHORIZATION;\n");
	append_to_file($file, "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA secretxfer TO $owner;\n") unless $owner eq 'postgres';
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr("of_$owner"), '-f', $file ], "$owner: a register of 1.0");
	sql("of_$owner", "ALTER EXTENSION secretxfer UPDATE");
	is(extension("of_$owner"), extension("new_$owner"), "$owner: the extension is as a new one") if $owner eq 'postgres';
	sql($_, as($owner, 'SELECT secretxfer.create_register()')) for "of_$owner", "new_$owner";
	is(definitions($node, "of_$owner"), definitions($node, "new_$owner"), "$owner: the register is as a new one");
}

##
## pg_upgrade takes a register of 1.0 to another cluster, where the library is of this version.
##
restore($node, 'cluster', '1.0');
sql('postgres', "DROP DATABASE $_") for qw(office hostile restored of_postgres new_postgres of_office_owner new_office_owner);
$node->stop;
my $new = PostgreSQL::Test::Cluster->new('new');
$new->init;
$new->append_conf('postgresql.conf', 'log_statement = none');
my $folder = PostgreSQL::Test::Utils::tempdir;
chdir $folder or die "$folder: $!";
my $bindir = `pg_config --bindir` =~ s/\s+$//r;
command_ok([ 'pg_upgrade', '-b', $bindir, '-B', $bindir, '-d', $node->data_dir, '-D', $new->data_dir, '-p', $node->port, '-P', $new->port, '-s', $new->host ], 'pg_upgrade');
$new->start;
is($new->safe_psql('cluster', q{SELECT extversion FROM pg_extension WHERE extname = 'secretxfer'}), '1.0', 'pg_upgrade leaves the extension as it was');
$new->safe_psql('cluster', 'ALTER EXTENSION secretxfer UPDATE');
$new->safe_psql('cluster', as('office_owner', 'SELECT secretxfer.create_register()'));
is(findings($new, 'cluster'), $findings, 'pg_upgrade: verify() says what it said');
# roles are listed in the order of their oids
is(definitions($new, 'cluster') =~ s/office_analyst, office_owner/office_owner, office_analyst/gr, $definitions, 'pg_upgrade: and the register is as the one that was updated');
$new->stop;
done_testing();
