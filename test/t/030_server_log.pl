# Nothing that was written reaches the server's log through a refusal.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = "$FindBin::RealBin/../..";

my $node = PostgreSQL::Test::Cluster->new('log');
$node->init;
$node->append_conf('postgresql.conf', <<'END');
log_statement = none
log_min_duration_statement = -1
log_min_error_statement = error
log_error_verbosity = verbose
log_parameter_max_length_on_error = -1
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
	'an unlawful party' => qq{INSERT INTO secretxfer.cases $entry VALUES ('canary', '810101100015', '351240000060', 'canary', 'canary', '2025-02-03')},
	'several rows' => qq{INSERT INTO secretxfer.cases $entry VALUES ('canary', '351240000040', '351240000060', 'canary', 'canary', '2025-02-03'), ('canary', '351240000040', '351240000060', 'canary', 'canary', '2025-02-03')},
	'a settled entry' => q{UPDATE secretxfer.cases SET subject = 'canary' WHERE case_no = 'K1'},
	'a deletion' => q{DELETE FROM secretxfer.handovers WHERE case_no = 'K1' AND act_no <> 'canary'},
	'truncation' => q{TRUNCATE secretxfer.cases /* canary */ CASCADE},
	'a function' => qq{DO \$\$ BEGIN INSERT INTO secretxfer.cases $entry VALUES ('canary', '351240000040', '351240000040', 'canary', 'canary', '2025-02-03'); END \$\$},
	'dynamic SQL' => qq{DO \$\$ BEGIN EXECUTE 'INSERT INTO secretxfer.cases $entry VALUES (\$1, \$2, \$2, \$1, \$1, \$3)' USING 'canary', '351240000040', '2025-02-03'::date; END \$\$},
	'a copy' => qq{COPY secretxfer.cases $entry FROM STDIN (FORMAT csv);\ncanary,351240000040,351240000040,canary,canary,2025-02-03\n\\.\n},
	'a key in a copy' => qq{COPY secretxfer.cases $entry FROM STDIN (FORMAT csv);\nK1,351240000040,351240000060,canary,canary,2025-02-03\n\\.\n},
	'a prepared statement' => qq{PREPARE canary AS INSERT INTO secretxfer.cases $entry VALUES (\$1, '351240000040', '351240000040', \$1, \$1, '2025-02-03'); EXECUTE canary('canary')},
	'after a savepoint' => qq{BEGIN; SAVEPOINT canary; INSERT INTO secretxfer.cases $entry VALUES ('canary', '351240000040', '351240000040', 'canary', 'canary', '2025-02-03'); ROLLBACK},
	'at COMMIT' => q{BEGIN; DELETE FROM secretxfer.request_items WHERE case_no = 'K2'; INSERT INTO secretxfer.requests SELECT case_no, 'canary', authority, sent_on, 'canary', transfer_from, transfer_until, permit_no, clearance_no, 'canary', NULL, '2025-02-12' FROM secretxfer.requests WHERE case_no = 'K2'; COMMIT},
	'asked beforehand' => q{SELECT * FROM secretxfer.check_entry('secretxfer.cases', '{"case_no": "canary", "subject": "canary"}'); SELECT 1/0});

for my $what (sort keys %refused)
{
	my $before = -s $node->logfile;
	my ($out, $err);
	IPC::Run::run([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=0', '-d', $node->connstr('postgres') ], '<', \"$refused{$what};", '>', \$out, '2>', \$err);
	my $log = slurp_file($node->logfile, $before);
	if ($what eq 'asked beforehand')
	{
		unlike($log, qr/canary/, "$what: no word of it is in the log");
		next;
	}
	like($log, qr/violates check constraint "secretxfer_r\d\d_/, "$what: it is refused, and the log says so");
	unlike($log, qr/canary/, "$what: no word of it is in the log");
	unlike($err, qr/canary/, "$what: nor in what the client is told");
}

# With the extended protocol, whose parameters a server would log after an error.
SKIP:
{
	my $script = PostgreSQL::Test::Utils::tempdir . '/script';
	skip 'no pgbench', 2 unless eval { run_command([ 'pgbench', '--version' ]) } && $? == 0;
	append_to_file($script, "\\set n 987654321\nINSERT INTO secretxfer.cases $entry VALUES ('canary' || :n, '351240000040', '351240000040', 'canary', 'canary', '2025-02-03');\n");
	my $before = -s $node->logfile;
	run_command([ 'pgbench', '-n', '-t', '1', '-M', 'extended', '-f', $script, '-d', $node->connstr('postgres') ]);
	run_command([ 'pgbench', '-n', '-t', '1', '-M', 'extended', '-f', $script, $node->connstr('postgres') ]);
	my $log = slurp_file($node->logfile, $before);
	like($log, qr/secretxfer_r02_parties_differ/, 'extended protocol: it is refused');
	unlike($log, qr/canary|987654321/, 'extended protocol: neither the statement nor its parameters are in the log');
}

$node->stop;
done_testing();
