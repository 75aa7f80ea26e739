# What a hostile clerk can try only beside other sessions, at the start of one, or through other doors of the server:
# races that end in PostgreSQL's own report, binary copies, prepared transactions, foreign tables, locks, background workers.
# Also what reaches the server's log on those ways.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = "$FindBin::RealBin/../..";

my $node = PostgreSQL::Test::Cluster->new('hostile');
$node->init;
$node->append_conf('postgresql.conf', <<'END');
log_statement = none
log_min_duration_statement = -1
log_min_error_statement = error
log_error_verbosity = verbose
log_parameter_max_length_on_error = -1
max_prepared_transactions = 4
autovacuum_naptime = 1
deadlock_timeout = 100ms
END
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION secretxfer; SELECT secretxfer.create_register()');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', "$root/test/fixtures/fixture.sql" ], 'the fixture');
$node->safe_psql('postgres', <<'END');
CALL fixture.people();
SELECT fixture.take('K1', 'protected'), fixture.take('K2', 'opened'), fixture.take('K3', 'handed', '{"carriers": ["M-4/1"]}');
CREATE ROLE clerk LOGIN;
CREATE SCHEMA mine AUTHORIZATION clerk;
GRANT USAGE ON SCHEMA secretxfer, fixture TO clerk;
GRANT SELECT ON ALL TABLES IN SCHEMA fixture TO clerk;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA secretxfer TO clerk;
END

my $has_merge = $node->safe_psql('postgres', 'SHOW server_version_num') >= 150000;
my $fields = '(case_no, customer, contractor, subject, works_settlement, opened_on)';

# Runs a script as the clerk, each in a session of its own; what it printed, and what the log got meanwhile.
sub clerk
{
	my ($script, %options) = @_;
	my $before = -s $node->logfile;
	my ($out, $err) = ('', '');
	local $ENV{PGOPTIONS} = $options{options} // '';
	IPC::Run::run([ 'psql', '-X', '-q', '-A', '-t', '-d', $node->connstr('postgres') . ' user=clerk' ], '<', \$script, '>', \$out, '2>', \$err);
	chomp $out;
	return ($out, $err, slurp_file($node->logfile, $before));
}

# Runs a clerk's script while another session has done something that it commits only once the clerk waits for it.
sub clerk_races
{
	my ($other, $script) = @_;
	my $session = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-d', $node->connstr('postgres') ], '<', \my $in, '>', \my $out, '2>', \my $err, IPC::Run::timeout(60));
	($in, $out, $err) = ("BEGIN; $other;\n\\echo done\n", '', '');
	$session->pump until $out =~ /done/ || $err =~ /ERROR/;
	die $err if $err =~ /ERROR/;
	# its COMMIT follows when somebody waits, or after all too long
	$in = <<'END';
DO $$ BEGIN
	FOR i IN 1 .. 300 LOOP
		PERFORM pg_sleep(0.02);
		EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE NOT granted);
	END LOOP;
END $$;
COMMIT;
\q
END
	$session->pump_nb;
	my @result = clerk($script);
	$session->finish;
	return @result;
}

#
# Races that PostgreSQL itself ends: the report is ours, and nothing is repeated.
#
my %races = (
	'a key, by INSERT' => [ "INSERT INTO secretxfer.cases $fields VALUES ('canary 1', '351240000040', '351240000060', 's', 'A', '2025-02-03')",
		"INSERT INTO secretxfer.cases $fields VALUES ('canary 1', '351240000040', '351240000060', 'canary', 'A', '2025-02-03');" ],
	'a key, by the first INSERT that brings stamps' => [ "INSERT INTO secretxfer.cases $fields VALUES ('canary 2', '351240000040', '351240000060', 's', 'A', '2025-02-03')",
		"INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on, recorded_by) VALUES ('canary 2', '351240000040', '351240000060', 'canary', 'A', '2025-02-03', 'x');" ],
	'a key, by MERGE' => [ "INSERT INTO secretxfer.cases $fields VALUES ('canary 3', '351240000040', '351240000060', 's', 'A', '2025-02-03')",
		"MERGE INTO secretxfer.cases c USING (VALUES ('canary 3')) v (n) ON c.case_no = v.n WHEN NOT MATCHED THEN INSERT (case_no, customer, contractor, subject, works_settlement, opened_on, recorded_by) VALUES (n, '351240000040', '351240000060', 'canary', 'A', '2025-02-03', 'x');" ],
	'a key, by COPY' => [ "INSERT INTO secretxfer.cases $fields VALUES ('canary 4', '351240000040', '351240000060', 's', 'A', '2025-02-03')",
		"COPY secretxfer.cases $fields FROM STDIN (FORMAT csv);\ncanary 4,351240000040,351240000060,canary,Almaty,2025-02-03\n\\.\n" ],
	'a key, by a later COPY' => [ "INSERT INTO secretxfer.cases $fields VALUES ('canary 5', '351240000040', '351240000060', 's', 'A', '2025-02-03')",
		"UPDATE secretxfer.cases SET subject = 'works' WHERE case_no = 'K2';\nCOPY secretxfer.cases $fields FROM STDIN;\ncanary 5\t351240000040\t351240000060\tcanary\tAlmaty\t2025-02-03\n\\.\n" ],
	'a number, by the first UPDATE' => [ "INSERT INTO secretxfer.carriers (owner, title, kind, mark, account_no, copy_no, sheets) VALUES ('351240000010', 'x', 'document', 'secret', 'canary 6', '1', 5)",
		"UPDATE secretxfer.carriers SET account_no = 'canary 6' WHERE account_no = 'M-12';" ],
	'a key, in a function' => [ "INSERT INTO secretxfer.cases $fields VALUES ('canary 7', '351240000040', '351240000060', 's', 'A', '2025-02-03')",
		"DO \$\$ BEGIN INSERT INTO secretxfer.cases $fields VALUES ('canary 7', '351240000040', '351240000060', 'canary', 'A', '2025-02-03'); END \$\$;" ],
	'a reference, by COPY' => [ "DELETE FROM secretxfer.parties WHERE idn = '351240000158'",
		"COPY secretxfer.permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark) FROM STDIN (FORMAT csv);\ncanary 8,351240000158,2024-01-10,2026-06-30,canary,secret\n\\.\n" ],
	'a reference, by INSERT' => [ "DELETE FROM secretxfer.parties WHERE idn = '351240000146'",
		"INSERT INTO secretxfer.cases $fields VALUES ('canary 9', '351240000146', '351240000060', 'canary', 'A', '2025-02-03');" ]);
delete $races{'a key, by MERGE'} unless $has_merge;
for my $what (sort keys %races)
{
	my (undef, $err, $log) = clerk_races(@{ $races{$what} });
	like($err, qr/violates (unique constraint "secretxfer_r00_entered_once|foreign key constraint "secretxfer_r00_reference)"/, "race for $what: the register refuses it");
	unlike($err, qr/canary|3512400001/, "race for $what: the client is told nothing that was entered");
	unlike($log, qr/canary|3512400001/, "race for $what: nor is the log");
}

#
# COPY in the binary format.
#
my $file = PostgreSQL::Test::Utils::tempdir . '/rows';
sub binary_copy
{
	my ($table, $columns, $query) = @_;
	clerk("\\copy ($query) TO '$file' (FORMAT binary)\n");
	return clerk("\\copy secretxfer.$table ($columns) FROM '$file' (FORMAT binary)\n");
}
{
	my (undef, $err, $log) = binary_copy('cases', 'case_no, customer, contractor, subject, works_settlement, opened_on',
		q{SELECT 'canary', '351240000040', '351240000040', 'canary', 'canary', date '2025-02-03'});
	like($err, qr/secretxfer_r02_parties_differ/, 'binary copy: an unlawful row is refused');
	unlike($err . $log, qr/canary/, 'binary copy: nothing of it is shown');
	(undef, $err, $log) = binary_copy('cases', 'case_no, customer, contractor, subject, works_settlement, opened_on',
		q{SELECT 'K1', '351240000040', '351240000060', 'canary', 'canary', date '2025-02-03'});
	like($err, qr/secretxfer_r00_entered_once/, 'binary copy: a key once more is refused');
	unlike($err . $log, qr/canary/, 'binary copy: nothing of that is shown');
	(undef, $err) = binary_copy('violations', 'case_no, violation_no, found_on, description, recorded_at, recorded_by',
		q{SELECT 'K3', 'V1', date '2025-04-01', 'a breach', timestamptz '2020-01-01', name 'postgres'});
	is($err, '', 'binary copy: a lawful row is taken');
	is($node->safe_psql('postgres', q{SELECT recorded_by, recorded_at > now() - interval '1 hour' FROM secretxfer.violations WHERE violation_no = 'V1'}), 'clerk|t', 'binary copy: with the server\'s stamps');
	(undef, $err, $log) = binary_copy('violations', 'case_no, violation_no, found_on, description, damage', q{SELECT 'K3', 'canary', date '2025-04-01', 'canary', numeric 'NaN'});
	like($err, qr/secretxfer_r00_value_range/, 'binary copy: NaN is refused');
	unlike($err . $log, qr/canary/, 'binary copy: nothing of that is shown');
	append_to_file("$file.cut", substr(slurp_file($file), 0, -12));
	(undef, $err, $log) = clerk("\\copy secretxfer.violations (case_no, violation_no, found_on, description, damage) FROM '$file.cut' (FORMAT binary)\n");
	like($err, qr/ERROR/, 'binary copy: a file cut off is an error');
	unlike($err . $log, qr/canary/, 'binary copy: which shows nothing either');
}

#
# Bound values, of prepared statements and of the extended protocol.
#
{
	my (undef, $err, $log) = clerk(<<"END");
PREPARE open (text, text) AS INSERT INTO secretxfer.cases $fields VALUES (\$1, '351240000040', \$2, \$1, \$1, '2025-02-03');
\\set word canary
EXECUTE open(:'word', '351240000040');
SET plan_cache_mode = force_generic_plan;
EXECUTE open(:'word', '351240000040');
BEGIN;
SAVEPOINT s;
EXECUTE open(:'word', '351240000040');
ROLLBACK TO s;
EXECUTE open(:'word', '351240000010');
COMMIT;
END
	is(scalar(() = $err =~ /violates check constraint/g), 4, 'prepared statements: refused');
	unlike($err . $log, qr/canary/, 'prepared statements: neither text nor values are shown');
	my $values = "$fields VALUES ('canary' || :n, '351240000040', '351240000040', 'canary', 'canary', '2025-02-03')";
	my %ways = (INSERT => "INSERT INTO secretxfer.cases $values");
	$ways{MERGE} = "MERGE INTO secretxfer.cases c USING (VALUES (1)) v (x) ON false WHEN NOT MATCHED THEN INSERT $values" if $has_merge;
	for my $way (sort keys %ways)
	{
		my $script = PostgreSQL::Test::Utils::tempdir . '/script';
		append_to_file($script, "\\set n 987654321\n$ways{$way};\n");
		for my $mode ('extended', 'prepared')
		{
			my $before = -s $node->logfile;
			IPC::Run::run([ 'pgbench', '-n', '-t', '2', '-M', $mode, '-f', $script, '-h', $node->host, '-p', $node->port, '-U', 'clerk', 'postgres' ], '>', \my $out, '2>', \$err);
			like($err, qr/secretxfer_r02_parties_differ/, "$way, $mode protocol: refused");
			unlike($err . slurp_file($node->logfile, $before), qr/canary|987654321/, "$way, $mode protocol: neither text nor values are shown");
		}
	}
}

#
# How a session starts.
#
for my $options ('-c ignore_system_indexes=on', '-c search_path=mine,pg_catalog', '-c role=clerk', '-c datestyle=sql,dmy -c timezone=Pacific/Kiritimati')
{
	my ($out, $err) = clerk(<<'END', options => $options);
SELECT fixture.try(fixture.insert_of('contracts', fixture.entry('contracts', '{"case_no": "K2"}')));
SELECT fixture.try(fixture.insert_of('handovers', fixture.entry('handovers', '{"case_no": "K1", "carrier_id": "#M-4/1"}')));
SELECT fixture.try(fixture.insert_of('handovers', fixture.entry('handovers', '{"case_no": "K1"}')));
END
	is($out, "refused: secretxfer_r07_permission_first on contracts\nrefused: secretxfer_r00_carrier_out on handovers.carrier_id\naccepted", "a session with $options is judged as any other");
	unlike($err, qr/ERROR/, "a session with $options makes no error of it");
}
for my $options ('-c session_replication_role=replica', '-c log_statement=all', '-c session_preload_libraries=secretxfer')
{
	my (undef, $err) = clerk('SELECT 1;', options => $options);
	like($err, qr/permission denied to set parameter/, "a session with $options is not had");
}
{
	my (undef, $err) = clerk('SELECT 1;', options => '-c local_preload_libraries=secretxfer');
	like($err, qr/could not access file|access to library|No such file/, 'nor one that brings a library of its own');
}

#
# Two-phase commit.
#
{
	my $empty = q{INSERT INTO secretxfer.requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract, received_on)
		VALUES ('K2', 'canary', '351240000010', '2025-02-10', 'canary', '2025-03-01', '2025-12-31', 'P-builder', 'draft', '2025-02-12');};
	my (undef, $err, $log) = clerk("BEGIN;\n$empty\nPREPARE TRANSACTION 'p1';\n");
	like($err, qr/secretxfer_r04_list_not_empty/, 'PREPARE TRANSACTION: what waits for COMMIT is judged');
	unlike($err . $log, qr/canary/, 'PREPARE TRANSACTION: nothing is shown');
	(undef, $err) = clerk("BEGIN;\n" . q{INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description) VALUES ('K1', 'V1', '2025-03-08', 'b');
		INSERT INTO secretxfer.suspensions (case_no, suspended_on, violation_no) VALUES ('K1', '2025-03-09', 'V1');} . "\nPREPARE TRANSACTION 'p2';\n");
	is($err, '', 'PREPARE TRANSACTION: a lawful one');
	(undef, $err) = clerk(q{SET lock_timeout = '300ms'; INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by) SELECT 'K1', fixture.c('M-1/1'), '2025-03-12', 'act', 'C-builder';});
	like($err, qr/lock timeout/, 'PREPARE TRANSACTION: its case waits for it');
	(undef, $err) = clerk(q{SET lock_timeout = '300ms'; INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description) VALUES ('K3', 'V9', '2025-04-01', 'b');});
	is($err, '', 'PREPARE TRANSACTION: other cases do not');
	(undef, $err) = clerk(q{COMMIT PREPARED 'p2'; INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by) SELECT 'K1', fixture.c('M-1/1'), '2025-03-12', 'act', 'C-builder';});
	like($err, qr/secretxfer_r09_suspended/, 'PREPARE TRANSACTION: when committed it counts');
}

#
# Locks.  Who may update may lock the whole table, and PostgreSQL has no privilege against it; nothing unlawful comes of it.
#
{
	my $lock = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-d', $node->connstr('postgres') . ' user=clerk' ], '<', \my $in, '>', \my $out, '2>', \my $lock_err, IPC::Run::timeout(60));
	($in, $out, $lock_err) = ("BEGIN; LOCK TABLE secretxfer.cases IN ACCESS EXCLUSIVE MODE;\n\\echo done\n", '', '');
	$lock->pump until $out =~ /done/ || $lock_err =~ /ERROR/;
	my (undef, $err) = clerk(q{SET lock_timeout = '300ms'; INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description) VALUES ('K3', 'V10', '2025-04-01', 'canary');});
	like($err, qr/lock timeout/, 'LOCK TABLE: others wait, no longer than their lock_timeout');
	$node->safe_psql('postgres', q{SELECT pg_terminate_backend(pid) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'secretxfer.cases'::regclass});
	eval { $in = "\\q\n"; $lock->finish };
	(undef, $err) = clerk(q{INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description) VALUES ('K3', 'V10', '2025-04-01', 'a breach');});
	is($err, '', 'LOCK TABLE: its session ended, all goes on');

	my $hold = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-d', $node->connstr('postgres') . ' user=clerk' ], '<', \my $in2, '>', \my $out2, '2>', \my $err2, IPC::Run::timeout(60));
	($in2, $out2, $err2) = ("BEGIN; SELECT 1 FROM secretxfer.cases WHERE case_no = 'K2' FOR UPDATE;\n\\echo done\n", '', '');
	$hold->pump until $out2 =~ /done/ || $err2 =~ /ERROR/;
	(undef, $err) = clerk(q{SET lock_timeout = '300ms'; SELECT fixture.try(fixture.insert_of('requests', fixture.entry('requests', '{"case_no": "K2"}')));});
	my ($told) = clerk(q{SET lock_timeout = '300ms'; SELECT fixture.try(fixture.insert_of('requests', fixture.entry('requests', '{"case_no": "K2"}')));});
	like($told . $err, qr/lock timeout/, 'FOR UPDATE: steps of that case wait');
	($told) = clerk(q{SET lock_timeout = '300ms'; SELECT fixture.try(fixture.insert_of('requests', fixture.entry('requests', '{"case_no": "K3", "request_no": "R2"}')));});
	like($told, qr/accepted/, 'FOR UPDATE: others do not');
	$in2 = "\\q\n";
	$hold->finish;
}

#
# A function of the clerk's in an index of the clerk's: autovacuum calls it, under the name of nobody who entered anything.
#
{
	clerk(<<'END');
CREATE FUNCTION mine.record(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN
	INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description) VALUES ('K3', 'auto ' || n, '2025-04-01', 'a breach'); RETURN n; END $$;
CREATE FUNCTION mine.indexed(n int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT n';
CREATE TABLE mine.bait (n int) WITH (autovacuum_analyze_threshold = 0, autovacuum_analyze_scale_factor = 0);
CREATE INDEX ON mine.bait (mine.indexed(n));
INSERT INTO mine.bait SELECT generate_series(1, 100);
CREATE OR REPLACE FUNCTION mine.indexed(n int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN PERFORM mine.record(n); RETURN n; EXCEPTION WHEN OTHERS THEN RETURN n; END';
UPDATE mine.bait SET n = n WHERE false;
INSERT INTO mine.bait SELECT 0 WHERE false;
END
	$node->poll_query_until('postgres', q{SELECT last_autoanalyze IS NOT NULL FROM pg_stat_user_tables WHERE relname = 'bait'}) or note 'autovacuum did not come';
	is($node->safe_psql('postgres', q{SELECT count(*) FROM secretxfer.violations WHERE violation_no LIKE 'auto %' AND recorded_by <> 'clerk'}), '0', 'autovacuum: it enters nothing under another name');
}

#
# Foreign tables: the register judges at the remote end, and the local log is the local server's affair.
#
SKIP:
{
	skip 'no postgres_fdw', 4 unless $node->safe_psql('postgres', q{SELECT count(*) FROM pg_available_extensions WHERE name IN ('postgres_fdw', 'file_fdw')}) == 2;
	my ($host, $port) = ($node->host, $node->port);
	my $rows = PostgreSQL::Test::Utils::tempdir . '/rows.csv';
	append_to_file($rows, "F1,351240000040,351240000040,works,Almaty,2025-02-03\n");
	$node->safe_psql('postgres', <<"END");
CREATE DATABASE other;
CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE public.rows (case_no text, customer text, contractor text, subject text, works_settlement text, opened_on date) SERVER files OPTIONS (filename '$rows', format 'csv');
GRANT SELECT ON public.rows TO clerk;
END
	my (undef, $err) = clerk("INSERT INTO secretxfer.cases $fields SELECT * FROM public.rows;");
	like($err, qr/secretxfer_r02_parties_differ/, 'file_fdw: rows of a file are judged');
	$node->safe_psql('other', <<"END");
CREATE EXTENSION postgres_fdw;
CREATE SERVER register FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$host', port '$port', dbname 'postgres');
CREATE USER MAPPING FOR CURRENT_USER SERVER register OPTIONS (user 'clerk', password_required 'false');
CREATE FOREIGN TABLE far_cases (case_no text, customer text, contractor text, subject text, works_settlement text, opened_on date, recorded_at timestamptz, recorded_by name)
	SERVER register OPTIONS (schema_name 'secretxfer', table_name 'cases');
END
	my $code = $node->psql('other', "INSERT INTO far_cases VALUES ('F2', '351240000040', '351240000040', 'works', 'Almaty', '2025-02-03', '2020-01-01', 'postgres')", stderr => \$err);
	like($err, qr/secretxfer_r02_parties_differ/, 'postgres_fdw: an unlawful entry is refused');
	$node->psql('other', "INSERT INTO far_cases VALUES ('F3', '351240000040', '351240000060', 'works', 'Almaty', '2025-02-03', '2020-01-01', 'postgres')", stderr => \$err);
	is($node->safe_psql('postgres', q{SELECT recorded_by, recorded_at > now() - interval '1 hour' FROM secretxfer.cases WHERE case_no = 'F3'}), 'clerk|t', 'postgres_fdw: stamped is the user of the remote session, now');
	$node->psql('other', q{UPDATE far_cases SET customer = contractor WHERE case_no = 'F3'}, stderr => \$err);
	like($err, qr/secretxfer_r02_parties_differ/, 'postgres_fdw: an unlawful change is refused');
}

is($node->safe_psql('postgres', q{SELECT count(*) FROM secretxfer.verify() WHERE severity <> 'warning'}), '0', 'after all that, verify() finds nothing');

# A schema that stood before CREATE EXTENSION: only a superuser's is taken.
$node->safe_psql('postgres', 'CREATE DATABASE before');
$node->safe_psql('before', 'CREATE ROLE squatter; CREATE SCHEMA secretxfer AUTHORIZATION squatter');
my $refused = '';
$node->psql('before', 'CREATE EXTENSION secretxfer', stderr => \$refused);
like($refused, qr/schema "secretxfer" belongs to role "squatter"/, 'a schema of another role is not taken');
$node->safe_psql('before', 'ALTER SCHEMA secretxfer OWNER TO CURRENT_USER; CREATE EXTENSION secretxfer');
is($node->safe_psql('before', q{SELECT count(*) FROM secretxfer.verify_guard() WHERE detail <> 'The table is missing.'
	AND detail NOT LIKE 'The view is%' AND detail NOT LIKE 'The sequence is%'}), '0', 'a schema of a superuser is taken');

$node->stop;
done_testing();
