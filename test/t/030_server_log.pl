# Nothing that was written reaches the server's log: neither through a refusal nor through PostgreSQL's own reports in a
# session that uses the register.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = "$FindBin::RealBin/../..";

my $node = PostgreSQL::Test::Cluster->new('log');
$node->init(allows_streaming => 'logical', extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', <<'END');
log_statement = none
log_min_duration_statement = -1
log_min_error_statement = error
log_error_verbosity = verbose
log_parameter_max_length_on_error = -1
restart_after_crash = on
END
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION secretxfer; SELECT secretxfer.create_register()');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', "$root/test/fixtures/fixture.sql" ], 'the fixture');
$node->safe_psql('postgres', q{CALL fixture.people(); SELECT fixture.take('K1', 'handed'), fixture.take('K2', 'requested')});

my $entry = q{(case_no, customer, contractor, subject, works_settlement, opened_on)};
my %refused = (
	'a missing field' => qq{INSERT INTO secretxfer.cases $entry VALUES ('canary', '351240000040', NULL, 'canary', 'canary', '2025-02-03')},
	'a blank one' => qq{INSERT INTO secretxfer.cases $entry VALUES ('canary', '351240000040', '351240000060', '  ', 'canary', '2025-02-03')},
	'a missing reference' => qq{INSERT INTO secretxfer.cases $entry VALUES ('canary', 'canary', 'canary', 'canary', 'canary', '2025-02-03')},
	'a key once more' => qq{INSERT INTO secretxfer.cases $entry VALUES ('K1', '351240000040', '351240000060', 'canary', 'canary', '2025-02-03')},
	'a unique number once more' => q{INSERT INTO secretxfer.carriers (owner, title, kind, mark, account_no, copy_no, sheets) VALUES ('351240000010', 'canary', 'document', 'secret', 'M-1', '1', 5)},
	'a key once more, in a row without its fields' => qq{INSERT INTO secretxfer.cases $entry VALUES ('K1', 'canary', NULL, 'canary', 'canary', '2025-02-03')},
	'a number changed to one that stands' => q{UPDATE secretxfer.carriers SET account_no = 'M-1', copy_no = '1' WHERE account_no = 'M-9' AND title <> 'canary'},
	'a carrier listed twice' => q{INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id) SELECT 'K2', 'R1', 9, carrier_id FROM secretxfer.request_items WHERE case_no = 'K2' AND request_no <> 'canary'},
	'an unlawful party' => qq{INSERT INTO secretxfer.cases $entry VALUES ('canary', '810101100015', '351240000060', 'canary', 'canary', '2025-02-03')},
	'several rows' => qq{INSERT INTO secretxfer.cases $entry VALUES ('canary', '351240000040', '351240000060', 'canary', 'canary', '2025-02-03'), ('canary', '351240000040', '351240000060', 'canary', 'canary', '2025-02-03')},
	'a settled entry' => q{UPDATE secretxfer.cases SET subject = 'canary' WHERE case_no = 'K1'},
	'a deletion' => q{DELETE FROM secretxfer.handovers WHERE case_no = 'K1' AND act_no <> 'canary'},
	'truncation' => q{TRUNCATE secretxfer.cases /* canary */ CASCADE},
	'a function' => qq{DO \$\$ BEGIN INSERT INTO secretxfer.cases $entry VALUES ('canary', '351240000040', '351240000040', 'canary', 'canary', '2025-02-03'); END \$\$},
	'dynamic SQL' => qq{DO \$\$ BEGIN EXECUTE 'INSERT INTO secretxfer.cases $entry VALUES (\$1, \$2, \$2, \$1, \$1, \$3)' USING 'canary', '351240000040', '2025-02-03'::date; END \$\$},
	'a copy' => qq{COPY secretxfer.cases $entry FROM STDIN (FORMAT csv);\ncanary,351240000040,351240000040,canary,canary,2025-02-03\n\\.\n},
	'a later line of a copy' => qq{COPY secretxfer.cases $entry FROM STDIN (FORMAT csv);\ncanary,351240000040,351240000060,canary,canary,2025-02-03\ncanary 2,351240000040,351240000040,canary,canary,2025-02-03\n\\.\n},
	'a key in a copy' => qq{COPY secretxfer.cases $entry FROM STDIN (FORMAT csv);\nK1,351240000040,351240000060,canary,canary,2025-02-03\n\\.\n},
	'a prepared statement' => qq{PREPARE canary AS INSERT INTO secretxfer.cases $entry VALUES (\$1, '351240000040', '351240000040', \$1, \$1, '2025-02-03'); EXECUTE canary('canary')},
	'after a savepoint' => qq{BEGIN; SAVEPOINT canary; INSERT INTO secretxfer.cases $entry VALUES ('canary', '351240000040', '351240000040', 'canary', 'canary', '2025-02-03'); ROLLBACK},
	'at COMMIT' => q{BEGIN; DELETE FROM secretxfer.request_items WHERE case_no = 'K2'; INSERT INTO secretxfer.requests SELECT case_no, 'canary', authority, sent_on, 'canary', transfer_from, transfer_until, permit_no, clearance_no, 'canary', NULL, '2025-02-12' FROM secretxfer.requests WHERE case_no = 'K2'; COMMIT},
	'asked beforehand' => q{SELECT * FROM secretxfer.check_entry('secretxfer.cases', '{"case_no": "canary", "subject": "canary"}'); SELECT 1/0},
	'imported' => q{CREATE TEMP TABLE staged (case_no text, customer text, contractor text, subject text, works_settlement text, opened_on text);
		INSERT INTO staged VALUES ('canary', '351240000040', '351240000060', 'canary', 'canary', 'canary'), ('canary', 'canary', NULL, 'canary', ' ', '2025-02-03'),
			('canary', '351240000040', '351240000060', 'canary', 'canary', '2025-02-03'), ('canary', '351240000040', '351240000060', 'canary', 'canary', '2025-02-03');
		SELECT line, rule FROM secretxfer.import_entries('secretxfer.cases', 'staged', true);
		ALTER TABLE staged ADD canary text; SELECT * FROM secretxfer.import_entries('secretxfer.cases', 'staged', true)});

for my $what (sort keys %refused)
{
	my $before = -s $node->logfile;
	my ($out, $err);
	IPC::Run::run([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=0', '-d', $node->connstr('postgres') ], '<', \"$refused{$what};", '>', \$out, '2>', \$err);
	my $log = slurp_file($node->logfile, $before);
	if ($what eq 'asked beforehand' || $what eq 'imported')
	{
		unlike($log, qr/canary/, "$what: no word of it is in the log");
		next;
	}
	like($log, qr/violates (check|unique|foreign key) constraint "secretxfer_r\d\d_/, "$what: it is refused, and the log says so");
	unlike($log, qr/canary/, "$what: no word of it is in the log");
	unlike($err, qr/canary/, "$what: nor in what the client is told");
}

# With the extended protocol, whose parameters a server would log after an error.
{
	my $script = PostgreSQL::Test::Utils::tempdir . '/script';
	append_to_file($script, "\\set n 987654321\nINSERT INTO secretxfer.cases $entry VALUES ('canary' || :n, '351240000040', '351240000040', 'canary', 'canary', '2025-02-03');\n");
	my $before = -s $node->logfile;
	IPC::Run::run([ 'pgbench', '-n', '-t', '1', '-M', 'extended', '-f', $script, '-h', $node->host, '-p', $node->port, 'postgres' ], '>', \my $out, '2>', \my $err);
	my $log = slurp_file($node->logfile, $before);
	like($log, qr/secretxfer_r02_parties_differ/, 'extended protocol: it is refused');
	unlike($log, qr/canary|987654321/, 'extended protocol: neither the statement nor its parameters are in the log');
}

#
# What is no refusal: PostgreSQL's own reports, in a session that uses the register.  The client gets them whole, the log
# without statement, context and values.
#
$node->safe_psql('postgres', <<'END');
CREATE ROLE reader LOGIN;
GRANT USAGE ON SCHEMA secretxfer TO reader;
GRANT SELECT ON ALL TABLES IN SCHEMA secretxfer TO reader;
CREATE ROLE guest LOGIN;
GRANT USAGE ON SCHEMA secretxfer TO guest;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA secretxfer TO guest;
ALTER TABLE secretxfer.violations ENABLE ROW LEVEL SECURITY;
CREATE POLICY no_guests ON secretxfer.violations AS RESTRICTIVE FOR INSERT TO guest WITH CHECK (false);
CREATE POLICY own ON secretxfer.violations USING (true) WITH CHECK (description <> 'canary');
CREATE TABLE public.papers (title text PRIMARY KEY, note text NOT NULL);
INSERT INTO public.papers VALUES ('canary', 'canary');
CREATE TABLE public.copies (title text REFERENCES public.papers);
GRANT ALL ON public.papers, public.copies TO PUBLIC;
END

# Carries a script out in one session; gives what the client was told and what the log got meanwhile.
sub carried_out
{
	my ($script, %options) = @_;
	my $before = -s $node->logfile;
	my ($out, $err) = ('', '');
	local $ENV{PGOPTIONS} = $options{options} // '';
	IPC::Run::run([ 'psql', '-X', '-q', '-A', '-t', '-v', 'VERBOSITY=verbose', '-d', $node->connstr($options{database} // 'postgres') ], '<', \$script, '>', \$out, '2>', \$err);
	return ($err, slurp_file($node->logfile, $before));
}

# A statement that uses the register lawfully, so that what follows is sent in a session that does.
my $use = "UPDATE secretxfer.parties SET head_name = 'canary' WHERE idn = '351240000060';\n";
my $violation = 'INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description)';
my @others = (
	[ 'a transaction that a refusal broke off', '25P02', qq{BEGIN; TRUNCATE secretxfer.cases CASCADE; SELECT 'canary'; EXECUTE canary('canary'); COMMIT;} ],
	[ 'a missing privilege', '42501', q{SET ROLE reader; DELETE FROM secretxfer.cases WHERE subject = 'canary';} ],
	[ 'a missing privilege on another table', '42501', q{SET ROLE reader; DELETE FROM pg_authid WHERE rolname = 'canary';} ],
	[ 'a policy', '42501', qq{SET ROLE guest; $violation VALUES ('K1', 'canary', '2025-04-01', 'canary');} ],
	[ 'an unreadable date', '22007', qq{$violation VALUES ('K1', 'V1', 'canary', 'canary');} ],
	[ 'an impossible date', '22008', qq{$violation VALUES ('K1', 'canary', '2025-02-30', 'canary');} ],
	[ 'an unreadable mark', '22P02', q{UPDATE secretxfer.carriers SET mark = 'canary';} ],
	[ 'an unreadable number', '22P02', q{UPDATE secretxfer.carriers SET sheets = 'canary';} ],
	[ 'a number out of range', '22003', q{UPDATE secretxfer.carriers SET sheets = 99999999999 /* canary */;} ],
	[ 'a division by zero', '22012', qq{$violation SELECT 'K1', 'canary', '2025-04-01'::date + 1 / count(*)::int, 'canary' FROM secretxfer.cases WHERE false;} ],
	[ 'an unreadable line of a copy', '22007', "COPY secretxfer.violations (case_no, violation_no, found_on, description) FROM STDIN (FORMAT csv);\nK1,V1,canary,canary\n\\.\n" ],
	[ 'a line cut off in a copy', '22P04', "COPY secretxfer.violations (case_no, violation_no, found_on, description) FROM STDIN;\ncanary\tcanary\n\\.\n" ],
	[ 'a line of a copy in another encoding', '22021', "COPY secretxfer.violations (case_no, violation_no, found_on, description) FROM STDIN;\nK1\tcanary\\xC3\t2025-04-01\tcanary\n\\.\n" ],
	[ 'a typing error', '42601', qq{$violation VALUE ('K1', 'V1', '2025-04-01', 'canary');} ],
	[ 'a double quote', '42703', qq{$violation VALUES ('K1', 'V1', '2025-04-01', "canary");} ],
	[ 'a type of no column', '42601', q{CREATE FUNCTION f(a.schema.b.canary.c%TYPE) RETURNS void LANGUAGE sql AS '';} ],
	[ 'a word that is no function', '42883', qq{$violation VALUES ('K1', 'V1', '2025-04-01', canary('canary'));} ],
	[ 'a statement timeout', '57014', q{SET statement_timeout = '50ms'; SELECT pg_sleep(10), 'canary';} ],
	[ 'a cancellation', '57014', q{SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(10), 'canary';} ],
	[ 'a termination', '57P01', q{SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(10), 'canary';} ],
	[ 'an own function', 'P0001', q{DO $$ BEGIN PERFORM 'canary'; RAISE 'said by the function'; END $$;} ],
	[ 'a refusal passed on by a function', '23503', qq{DO \$\$ BEGIN $violation VALUES ('canary', 'canary', '2025-04-01', 'canary'); EXCEPTION WHEN OTHERS THEN RAISE; END \$\$;} ],
	[ 'a refusal told anew by a function', '23514', qq{DO \$\$ BEGIN $violation VALUES ('canary', 'canary', '2025-04-01', 'canary'); EXCEPTION WHEN OTHERS THEN RAISE check_violation USING MESSAGE = SQLERRM, DETAIL = 'canary'; END \$\$;} ],
	[ 'dynamic SQL', '42601', q{DO $$ BEGIN EXECUTE 'INSERT INTO secretxfer.cases canary ''canary'''; END $$;} ],
	[ 'a warning in a function', '01000', q{DO $$ BEGIN PERFORM 'canary'; RAISE WARNING 'said by the function'; END $$;} ],
	[ 'json', '22P02', q{SELECT * FROM secretxfer.check_entry('secretxfer.cases', '{"case_no": canary}');} ],
	[ 'a key of another table', '23505', q{INSERT INTO public.papers VALUES ('canary', 'canary');} ],
	[ 'a field of another table', '23502', q{INSERT INTO public.papers VALUES ('canary 2', NULL);} ],
	[ 'a reference of another table', '23503', q{INSERT INTO public.copies VALUES ('canary 3');} ],
	[ 'a snapshot too old', '40001', qq{BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1;\n\\! psql -X -q -d "\$SESSION" -c "UPDATE public.papers SET note = 'x'"\nUPDATE public.papers SET note = 'canary';} ],
	[ 'a row held by another', '55P03', qq{BEGIN; UPDATE public.papers SET note = 'x';\n\\! psql -X -q -v VERBOSITY=verbose -d "\$SESSION" -c "\$USE" -c "SELECT 'canary' FROM public.papers FOR UPDATE NOWAIT"\n} ]);
$ENV{SESSION} = $node->connstr('postgres');
$ENV{USE} = $use;
for (@others)
{
	my ($what, $state, $script) = @$_;
	my ($err, $log) = carried_out("$use$script\n");
	like($err, qr/(ERROR|FATAL|WARNING): +$state: (?!.*\.\.\.)/, "$what: the client gets PostgreSQL's own report");
	like($log, qr/(ERROR|FATAL|WARNING): +$state: .*\w/, "$what: the log has a message");
	unlike($log, qr/canary|STATEMENT|CONTEXT|QUERY/, "$what: neither statement nor values are in the log");
}
{
	my ($err, $log) = carried_out("$use$violation VALUES ('K1', 'V1', 'canary', 'canary');");
	like($err, qr/invalid input syntax for type date: "canary"/, 'the client is told its value');
	like($log, qr/invalid input syntax for type \.\.\.: "\.\.\."/, 'the log has the message without it');
	(undef, $log) = carried_out("${use}CREATE FUNCTION f(a.schema.b.canary.c%TYPE) RETURNS void LANGUAGE sql AS '';");
	like($log, qr/42601: improper %TYPE reference \(too many dotted names\): \.\.\.( at character \d+)?\n/, 'a percent sign that stands for itself stays');
	(undef, $log) = carried_out("${use}SET ROLE reader; DELETE FROM secretxfer.cases;");
	like($log, qr/permission denied for table cases\n.*DETAIL: +The statement and its values are kept out of the log/, 'names of objects stay, and the log says what does not');
	(undef, $log) = carried_out("${use}DO \$\$ BEGIN RAISE 'said by the function'; END \$\$;");
	like($log, qr/ said by the function/, 'what a function says stays');
}

# Lines that are no errors but come with the statement.
{
	my (undef, $notice) = carried_out("${use}SET log_min_messages = notice; DO \$\$ BEGIN PERFORM 'canary'; RAISE NOTICE 'skipping row %', 'said by the function'; END \$\$;");
	like($notice, qr/NOTICE: +00000: skipping row said by the function/, 'a notice: what a function says stays');
	unlike($notice, qr/canary|STATEMENT|CONTEXT|DETAIL/, 'a notice: not the statement');
	my (undef, $log) = carried_out("${use}SET log_temp_files = 0; SET work_mem = '64kB'; SELECT count(*) FROM (SELECT 'canary' || n FROM generate_series(1, 50000) AS n ORDER BY 1) AS many;");
	like($log, qr/LOG: +00000: temporary file/, 'temporary files: the log tells of them');
	unlike($log, qr/canary|STATEMENT|DETAIL/, 'temporary files: not of the statement');
	my ($in, $out, $err) = ("BEGIN; LOCK TABLE public.papers;\n\\echo ready\nSELECT pg_sleep(1);\n\\q\n", '', '');
	my $holder = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-d', $node->connstr('postgres') ], '<', \$in, '>', \$out, '2>', \$err, IPC::Run::timeout(60));
	$holder->pump until $out =~ /ready/ || $err =~ /ERROR/;
	(undef, $log) = carried_out("${use}SET log_lock_waits = on; SET deadlock_timeout = '50ms'; SELECT 'canary' FROM public.papers;");
	$holder->finish;
	like($log, qr/LOG: +00000: process \d+ still waiting/, 'a wait for a lock: the log tells of it');
	unlike($log, qr/canary|STATEMENT/, 'a wait for a lock: not of the statement');
}

# Values bound by the protocol.
{
	my $script = PostgreSQL::Test::Utils::tempdir . '/bound';
	append_to_file($script, "\\set n 987654321\n${use}SELECT 'canary', '2025-04-01'::date + (:n::text || 'canary')::int;\n");
	for my $mode ('simple', 'extended', 'prepared')
	{
		my $before = -s $node->logfile;
		IPC::Run::run([ 'pgbench', '-n', '-t', '1', '-M', $mode, '-f', $script, '-h', $node->host, '-p', $node->port, 'postgres' ], '>', \my $out, '2>', \my $err);
		like($err, qr/987654321canary/, "$mode protocol: the client is told what it sent");
		unlike(slurp_file($node->logfile, $before), qr/canary|987654321|STATEMENT|CONTEXT/, "$mode protocol: the log is not");
	}
}

# A deadlock, whose report shows the statements of all the sessions.
{
	my @sessions;
	for my $n (1, 2)
	{
		my ($in, $out, $err) = ("SET deadlock_timeout = '100ms';\n${use}BEGIN; SELECT pg_advisory_xact_lock($n);\n\\echo ready\n", '', '');
		my $session = { in => \$in, out => \$out, err => \$err };
		$session->{run} = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-v', 'VERBOSITY=verbose', '-d', $node->connstr('postgres') ], '<', \$in, '>', \$out, '2>', \$err, IPC::Run::timeout(60));
		$session->{run}->pump until $out =~ /ready/ || $err =~ /ERROR/;
		push @sessions, $session;
	}
	my $before = -s $node->logfile;
	for my $n (1, 2)
	{
		${ $sessions[ $n - 1 ]{in} } = "SELECT pg_advisory_xact_lock(3 - $n), 'canary';\n\\q\n";
		$sessions[ $n - 1 ]{run}->pump_nb;
	}
	$_->{run}->finish for @sessions;
	my $log = slurp_file($node->logfile, $before);
	like(${ $sessions[0]{err} } . ${ $sessions[1]{err} }, qr/ERROR: +40P01: deadlock detected\nDETAIL: +Process \d+ waits for/, 'deadlock: the client is told');
	like($log, qr/40P01: deadlock detected\n.*DETAIL: +Process \d+ waits for/, 'deadlock: the log tells who waited for whom');
	unlike($log, qr/canary|STATEMENT/, 'deadlock: and none of the statements');
}

# Other sessions of the same database lose nothing.
for (
	[ 'an unreadable date', q{SELECT 'sparrow'::date;}, qr/invalid input syntax for type date: "sparrow".*\n(.*\n)*.*STATEMENT: +SELECT 'sparrow'::date/ ],
	[ 'a key', q{INSERT INTO public.papers VALUES ('sparrow', 'x'); INSERT INTO public.papers VALUES ('sparrow', 'y');}, qr/Key \(title\)=\(sparrow\)(.*\n)*.*STATEMENT: +INSERT INTO public.papers VALUES \('sparrow', 'y'\)/ ],
	[ 'a function', q{DO $$ BEGIN EXECUTE 'SELECT sparrow'; END $$;}, qr/QUERY: +SELECT sparrow\n.*CONTEXT: +PL\/pgSQL function/ ])
{
	my ($what, $script, $reported) = @$_;
	for my $options ('', '-c session_preload_libraries=secretxfer')
	{
		my (undef, $log) = carried_out($script, options => $options);
		like($log, $reported, "$what in a session that does not use the register, $options: the log has it all");
		$node->safe_psql('postgres', q{DELETE FROM public.papers WHERE title = 'sparrow'});
	}
}

#
# What fails before any trigger is called, in a session's first statement: for that the library has to be there from the
# session's start.  It works in each of the ways that PostgreSQL has.
#
$node->safe_psql('postgres', <<"END");
CREATE VIEW public.cases_seen AS SELECT * FROM secretxfer.cases;
GRANT SELECT ON public.cases_seen TO guest;
CREATE FUNCTION public.record_breach(found_on text) RETURNS void LANGUAGE plpgsql AS
	'BEGIN $violation VALUES (''K1'', ''V1'', record_breach.found_on::date, ''canary''); END';
END
my @first = (
	[ 'an unreadable date', '22007', qq{$violation VALUES ('K1', 'V1', 'canary', 'canary');} ],
	[ 'a typing error', '42601', qq{$violation VALUE ('K1', 'V1', '2025-04-01', 'canary');} ],
	[ 'a missing privilege', '42501', q{SET SESSION AUTHORIZATION reader; DELETE FROM secretxfer.cases WHERE subject = 'canary';} ],
	[ 'a missing privilege, by the search_path', '42501', q{SET search_path = secretxfer; SET SESSION AUTHORIZATION reader; DELETE FROM cases WHERE subject = 'canary';} ],
	[ 'a missing privilege, by a view', '42501', q{SET SESSION AUTHORIZATION guest; DELETE FROM public.cases_seen WHERE subject = 'canary';} ],
	[ 'an unreadable line of a copy', '22007', "COPY secretxfer.violations (case_no, violation_no, found_on, description) FROM STDIN (FORMAT csv);\nK1,V1,canary,canary\n\\.\n" ],
	# long enough for the server to have planned the statement, also on a busy machine: before, nothing tells what it reads
	[ 'a statement timeout', '57014', q{SET statement_timeout = '1s'; SELECT pg_sleep(10), 'canary' FROM public.cases_seen;} ],
	[ 'a function', '22007', q{SELECT public.record_breach('canary');} ],
	[ 'a broken transaction', '25P02', qq{BEGIN; $violation VALUES ('K1', 'V1', 'canary', 'canary'); SELECT 'canary';} ]);

sub test_first_statements
{
	my ($how, %options) = @_;
	for (@first)
	{
		my ($what, $state, $script) = @$_;
		my ($err, $log) = carried_out($script, %options);
		like($log, qr/(ERROR|FATAL): +$state/, "$how: $what is an error");
		unlike($log, qr/canary|STATEMENT|CONTEXT/, "$how: $what: neither statement nor values are in the log");
	}
	my ($err, $log) = carried_out($refused{'a key in a copy'}, %options);
	like($err, qr/secretxfer_r00_entered_once/, "$how: a refusal is a refusal");
	is(() = "$err$log" =~ /CONTEXT: +COPY cases, line 1$/mg, 2, "$how: which tells the number of the line");
	unlike("$err$log" =~ s/CONTEXT: +COPY cases, line 1$//mgr, qr/canary|STATEMENT|CONTEXT/, "$how: and shows nothing else");
}
test_first_statements('session_preload_libraries of the session', options => '-c session_preload_libraries=secretxfer');
$node->safe_psql('postgres', q{ALTER DATABASE postgres SET session_preload_libraries = 'secretxfer'});
test_first_statements('session_preload_libraries of the database');
$node->safe_psql('postgres', q{ALTER DATABASE postgres RESET session_preload_libraries});

# Libraries that whoever likes may load have a folder of their own.
SKIP:
{
	my ($folder) = $node->safe_psql('postgres', 'SHOW dynamic_library_path') =~ m{^(/[^:]+?)/?:};
	skip 'the library is installed, and stays as it is', 2 * @first + 3 unless defined $folder;
	mkdir "$folder/plugins";
	symlink '../secretxfer.so', "$folder/plugins/secretxfer.so";
	my ($err) = carried_out('SELECT 1;', options => '-c local_preload_libraries=secretxfer');
	my $found = $err !~ /could not access file/;
	test_first_statements('local_preload_libraries', options => '-c local_preload_libraries=secretxfer') if $found;
	unlink "$folder/plugins/secretxfer.so";
	rmdir "$folder/plugins";
	skip 'this server looks for them elsewhere', 2 * @first + 3 unless $found;
}

# A library that was loaded before and hooks in where ours does goes on with what it does.
my $other = PostgreSQL::Test::Utils::tempdir;
append_to_file("$other/Makefile", "MODULES = other_library\nPG_CPPFLAGS = -I$root/src\nPGXS := \$(shell \$(PG_CONFIG) --pgxs)\ninclude \$(PGXS)\n");
symlink "$root/test/fixtures/other_library.c", "$other/other_library.c";
$node->command_ok([ 'make', '-s', '-C', $other, 'with_llvm=no', 'PG_CONFIG=' . ($ENV{PG_CONFIG} // 'pg_config') ], 'another library');

$node->append_conf('postgresql.conf', "shared_preload_libraries = '$other/other_library, secretxfer'");
$node->restart;
test_first_statements('shared_preload_libraries');
for (
	[ 'the register', qq{$violation VALUES ('K1', 'V1', 'canary', 'canary');}, 'postgres' ],
	[ 'a refusal', 'TRUNCATE secretxfer.cases CASCADE;', 'postgres' ],
	[ 'another database', q{SELECT 'sparrow'::date;}, 'elsewhere' ])
{
	my ($what, $script, $database) = @$_;
	$node->safe_psql('postgres', 'CREATE DATABASE elsewhere') if $database eq 'elsewhere';
	my (undef, $log) = carried_out("SELECT 1;\n$script", database => $database);
	like($log, qr/ERROR: .*\n(.*\n)*.*HINT: +Another library saw this report, and [1-9]/, "another library: it sees what is planned and reported of $what");
}
{
	my (undef, $log) = carried_out(q{SELECT 'sparrow'::date;}, database => 'elsewhere');
	like($log, qr/"sparrow".*\n(.*\n)*.*STATEMENT: +SELECT 'sparrow'::date/, 'shared_preload_libraries: a database without a register loses nothing');
}

# Parallel workers, which report by themselves.
{
	my ($err, $log) = carried_out(<<'END');
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
SELECT count((subject || 'canary')::int) FROM public.cases_seen;
END
	like($err, qr/22P02.*canary/, 'a parallel query: the client is told');
	unlike($log, qr/canary|STATEMENT/, 'a parallel query: the log is not');
}

# A subscriber that cannot take over what was copied, because it has an entry of its own under the same key.
{
	my $publisher = $node->connstr('postgres') =~ s/'/''/gr;
	$node->safe_psql('elsewhere', <<'END');
CREATE EXTENSION secretxfer;
SELECT secretxfer.create_register();
SET session_replication_role = replica;
INSERT INTO secretxfer.permits (permit_no, printed_no, holder, issued_on, valid_until, issued_by, highest_mark, recorded_at, recorded_by)
VALUES ('P-builder', 'P-builder', 'x', '2024-01-10', '2026-06-30', 'x', 'secret', now(), 'x');
END
	my $before = -s $node->logfile;
	$node->safe_psql('postgres', q{CREATE PUBLICATION permits FOR TABLE secretxfer.permits; SELECT pg_create_logical_replication_slot('permits', 'pgoutput')});
	$node->safe_psql('elsewhere', "CREATE SUBSCRIPTION permits CONNECTION '$publisher' PUBLICATION permits WITH (create_slot = false)");
	my $log = '';
	for (1 .. 600)
	{
		$log = slurp_file($node->logfile, $before);
		last if $log =~ /23505.*permits_pkey.*\n.*DETAIL/;
		select undef, undef, undef, 0.1;
	}
	like($log, qr/23505: duplicate key value violates unique constraint "permits_pkey"/, 'a subscription: the log tells of the conflict');
	unlike($log, qr/P-builder/, 'a subscription: it does not tell the key');
	$node->safe_psql('elsewhere', 'DROP SUBSCRIPTION permits');
}

# Rows that COPY passes over, each told by a notice, on a server that logs notices.
SKIP:
{
	skip 'PostgreSQL 17 brought COPY that passes over what it cannot read', 2 if $node->safe_psql('postgres', 'SHOW server_version_num') < 170000;
	my ($err, $log) = carried_out(<<'END');
SET log_min_messages = notice;
COPY secretxfer.violations (case_no, violation_no, found_on, description) FROM STDIN (FORMAT csv, ON_ERROR ignore, LOG_VERBOSITY verbose);
K1,V9,canary,a breach
\.
END
	like($err, qr/NOTICE: .*"canary"/, 'a row passed over: the client is told');
	unlike($log, qr/canary/, 'a row passed over: the log is not');
}

# Values that COPY replaces by null, each told by a notice.
SKIP:
{
	skip 'PostgreSQL 19 brought COPY that writes null for what it cannot read', 2 if $node->safe_psql('postgres', 'SHOW server_version_num') < 190000;
	my ($err, $log) = carried_out(<<'END');
SET log_min_messages = notice;
COPY secretxfer.violations (case_no, violation_no, found_on, description) FROM STDIN (FORMAT csv, ON_ERROR set_null, LOG_VERBOSITY verbose);
K1,V9,canary,a breach
\.
END
	like($err, qr/NOTICE: .*"canary"/, 'a value set to null: the client is told');
	unlike($log, qr/canary/, 'a value set to null: the log is not');
}

# The statement of a session that crashed is told by the postmaster.
{
	my ($in, $out, $err) = ("SELECT pg_backend_pid();\nSELECT pg_sleep(60), 'canary' FROM secretxfer.cases;\n", '', '');
	my $session = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-d', $node->connstr('postgres') ], '<', \$in, '>', \$out, '2>', \$err, IPC::Run::timeout(60));
	$session->pump until $out =~ /^\d+\n/ || $err =~ /ERROR/;
	my ($pid) = $out =~ /^(\d+)/;
	$node->poll_query_until('postgres', qq{SELECT wait_event = 'PgSleep' FROM pg_stat_activity WHERE pid = $pid});
	my $before = -s $node->logfile;
	kill 'KILL', $pid;
	eval { $session->finish };
	$node->poll_query_until('postgres', 'SELECT true');
	my $log = slurp_file($node->logfile, $before);
	like($log, qr/\(PID $pid\) was terminated by signal 9/, 'a crash: the log tells of it');
	unlike($log, qr/canary/, 'a crash: but not of the statement');
	(undef, $log) = carried_out(q{SELECT 'sparrow'::date;}, database => 'elsewhere');
	like($log, qr/STATEMENT: +SELECT 'sparrow'::date/, 'a crash: sessions after it that do not use the register lose nothing');
}

unlike(slurp_file($node->logfile), qr/canary/, 'there is nothing in all of the log');

$node->stop;
done_testing();
