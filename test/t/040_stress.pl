# Two people at once cannot leave an unlawful register: many clients take random steps over few
# cases, at all levels of isolation, with savepoints, several transactions in one statement, second thoughts,
# timeouts, cancelled statements, killed sessions, and a crash of the server in the middle. What they left must be lawful, and one
# person alone must have been able to do all of it in some order (test/stress).
#
# A longer campaign, on a server that is thrown away:
#   make test ONLY=040_stress STRESS_ROUNDS=60 STRESS_SECONDS=10 STRESS_CLIENTS=16
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = "$FindBin::RealBin/../..";
my $stress = "$root/test/stress";
my $rounds = $ENV{STRESS_ROUNDS} || 4;
my $seconds = $ENV{STRESS_SECONDS} || 2;
my $clients = $ENV{STRESS_CLIENTS} || 8;

# Before PostgreSQL 15 pgbench does not try a transaction again that lost to another, but gives its client up. So there
# all are at the lowest level, where that is seldom.
my $tries_again = `pgbench --help` =~ /--max-tries/;
sub tries
{
	my ($tries) = @_;
	return $tries_again ? ('-D', 'committed=0', "--max-tries=$tries") : ('-D', 'committed=1');
}

my $node = PostgreSQL::Test::Cluster->new('stress');
$node->init;
$node->append_conf('postgresql.conf', <<"END");
log_line_prefix = '%m [%p] %e %a '
log_statement = none
deadlock_timeout = 200ms
max_connections = @{[ $clients * 2 + 20 ]}
END
$node->start;

sub sql { my ($database, $query) = @_; return $node->safe_psql($database, $query); }

sub run_files
{
	my ($database, @files) = @_;
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database), map { ('-f', "$root/test/$_") } @files ],
		"$database: @files");
}

for my $database ('together', 'alone')
{
	sql('postgres', "CREATE DATABASE $database");
	sql($database, 'CREATE EXTENSION secretxfer; SELECT secretxfer.create_register()');
	run_files($database, 'fixtures/fixture.sql');
}
run_files('together', 'stress/stepper.sql');
sql('together', 'CALL stress.found()');

# The clients of one round, at once: name => script, number of clients, more options.
sub round_of
{
	my ($round, %scripts) = @_;
	my @running;
	for my $name (sort keys %scripts)
	{
		my ($script, $count, @options) = @{ $scripts{$name} };
		local $ENV{PGAPPNAME} = $name;
		my $job = { name => $name, out => PostgreSQL::Test::Utils::tempdir . "/$name.$round.out" };
		$job->{handle} = IPC::Run::start(
			[ 'pgbench', '-n', '-T', $seconds, '-c', $count, '-j', $count > 4 ? 2 : 1, @options, '-f', "$stress/$script", $node->connstr('together') ],
			'<', \undef, '>', $job->{out}, '2>&1');
		push @running, $job;
	}
	return @running;
}

my ($retried, $done) = (0, 0);

# Which of them came to their end; whoever was killed did not.
sub finish
{
	my (@running) = @_;
	my %ended;
	for my $job (@running)
	{
		$ended{ $job->{name} } = IPC::Run::finish($job->{handle});
		my $out = slurp_file($job->{out});
		my @given_up = $tries_again ? () : grep { / aborted in / } split /\n/, $out;
		$ended{ $job->{name} } ||= @given_up && !grep { !/ could not serialize access / } @given_up;
		$retried += $1 while $out =~ /total number of retries: (\d+)/g;
		$done += $1 while $out =~ m{actually processed: (\d+)}g;
		note("$job->{name}:\n$out") if !$ended{ $job->{name} } && $job->{name} ne 'unruly';
	}
	return \%ended;
}

my $deadlocks = 0;
my $crash = int(($rounds + 2) / 4) * 2;    # a round with everybody in it
my $position = 0;
for my $round (1 .. $rounds)
{
	my $everybody = $round % 2 == 0;
	my @running = round_of(
		$round,
		found => [ 'found.sql', 1 ],
		orderly => [ 'orderly.sql', $everybody ? int($clients / 2) || 1 : $clients, tries(100) ],
		statement => [ 'statement.sql', int($clients / 4) || 1, tries(100) ],
		$everybody ? (
			unruly => [ 'unruly.sql', int(($clients + 1) / 2), tries(10) ],
			disturb => [ 'disturb.sql', 1, '-R', 4 ]) : ());
	if ($round == $crash)
	{
		sleep($seconds / 2);
		$node->stop('immediate');
		finish(@running);
		$node->start;
	}
	else
	{
		my $ended = finish(@running);
		is($ended->{orderly} ? 'yes' : 'no', 'yes', "round $round: no orderly client met an error of its own") unless $everybody;
	}
	my $log = slurp_file($node->logfile, $position);
	$position = -s $node->logfile;
	$deadlocks += () = $log =~ /ERROR:  deadlock detected/g;
}
is($deadlocks, 0, 'there is no deadlock');

# What was reported, to the server's log and to the clients' own handlers: nothing but what may be.
my %expected = map { $_ => 1 } qw(00000 23503 23505 23514 40001 55P03 57014 57P01 57P02 57P03);
my $log = slurp_file($node->logfile);
my %states;
$states{$1}++ while $log =~ /^\S+ \S+ \S+ \[\d+\] (\S+) .*? (?:ERROR|FATAL|PANIC):  /mg;
is_deeply([ grep { !$expected{$_} } sort keys %states ], [], 'the server reported no other errors')
	or diag(grep { / (?:ERROR|FATAL|PANIC):  / } map { "$_\n" } split /\n/, $log);
unlike($log, qr/PANIC|TRAP|terminated by signal/, 'no backend died of itself');
is(sql('together', q{SELECT kind, level, state, message, count(*) FROM stress.outcomes
	WHERE state NOT IN ('00000', '40001', '55P03', '57014')
	  AND NOT (state IN ('23503', '23505', '23514') AND message LIKE 'secretxfer\_r%')
	GROUP BY 1, 2, 3, 4}), '', 'the clients met no other errors');
my ($accepted, $refused) = split /\|/, sql('together', q{SELECT count(*) FILTER (WHERE state = '00000'), count(*) FILTER (WHERE state LIKE '23%') FROM stress.outcomes});
cmp_ok($accepted, '>', 0, 'steps were accepted');
cmp_ok($refused, '>', 0, 'and steps were refused');

# What they left.
is(sql('together', q{SELECT rule, "table", key, detail FROM secretxfer.verify() WHERE severity = 'guard'}), '',
	'verify() finds the guard whole');
is(sql('together', q{SELECT rule, "table", key, detail FROM secretxfer.verify() WHERE severity = 'unlawful'}), '',
	'verify() finds nothing unlawful')
	or diag('What the register went through: ' . sql('together', q{SELECT recorded_at, chain, place, act, "table", values
		FROM secretxfer.journal ORDER BY recorded_at, chain, place}));
is(sql('together', slurp_file("$stress/invariants.sql")), '', 'nor does a look of our own');
run_files('together', 'fixtures/journal.sql');
is(sql('together', 'SELECT * FROM secretxfer.journal_verify()'), '', 'the journal proves right');
is(sql('together', 'SELECT * FROM fixture.wrong_journal()'), '', 'by docs/journal.md in plain SQL, too');

# The same, taken by one person alone.
run_files('alone', 'stress/replay.sql');
my $journal = PostgreSQL::Test::Utils::tempdir . '/journal';
$node->command_ok([ 'psql', '-X', '-q', '-d', $node->connstr('together'), '-c', "\\copy stress.journal (no, transaction, world, kind, statement, rows) TO '$journal'" ], 'the journal');
$node->command_ok([ 'psql', '-X', '-q', '-d', $node->connstr('alone'), '-c', "\\copy stress.journal FROM '$journal'" ], 'is handed over');
sql('alone', 'CALL stress.replay()');
is(sql('alone', 'SELECT no, kind, state, message, statement FROM stress.refused ORDER BY no'), '', 'one person alone could have taken every step');

# The rows of every table, as they are compared: without what tells when and by whom, and without the permit of a
# hand-over, because a new permit and a hand-over do not wait for each other (test/specs/new_permits.spec): a hand-over
# that did not see a later issued permit is stamped with another one that is as good. verify() looks at the stamp.
sub contents
{
	my ($database) = @_;
	my %rows;
	for my $table (split /\n/, sql($database, q{SELECT relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' AND relname NOT LIKE 'journal%' ORDER BY 1}))
	{
		$rows{"$table: $_"}++ for split /\n/, sql($database, qq{SELECT to_jsonb(t) - '{recorded_at,recorded_by,changed_at,changed_by,entry_id}'::text[]
			- @{[ $table eq 'handovers' ? q{'permit_no'} : q{''} ]} FROM secretxfer."$table" AS t});
	}
	return \%rows;
}
my ($together, $alone) = (contents('together'), contents('alone'));
cmp_ok(scalar keys %$together, '>', 100, 'much was left');
is(join("\n", map { "together $_" } grep { ($together->{$_} // 0) > ($alone->{$_} // 0) } sort keys %$together), '', 'and one person alone would have left every row of it');
is(join("\n", map { "alone $_" } grep { ($alone->{$_} // 0) > ($together->{$_} // 0) } sort keys %$alone), '', 'and no other');

note("$rounds rounds of $seconds s, $clients clients, $done transactions: $accepted steps accepted, $refused refused, $retried tried again, "
	. "$deadlocks deadlocks; "
	. 'reported: ' . join(', ', map { "$_ $states{$_} times" } sort keys %states));
note('accepted steps by kind: ' . sql('together', q{SELECT string_agg(kind || ' ' || n, ', ' ORDER BY n DESC) FROM (SELECT kind, count(*) AS n FROM stress.outcomes WHERE state = '00000' GROUP BY kind) AS x}));
$node->stop;
done_testing();
