# docs/neighbours.md, monitoring: a role that sees nothing but seven figures, check_postgres and Prometheus' exporter by
# the commands of the page. Each figure is made to ring by what it is for.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Docs;
use Register;
use IPC::Run;
use IO::Socket::INET;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('watched');
$node->init;
$node->start;
local $ENV{PGHOST} = $node->host;
local $ENV{PGPORT} = $node->port;
create_register($node, 'secrets');
run_file($node, 'secrets', 'fixtures/fixture.sql');
$node->safe_psql('secrets', q{CALL fixture.people(); SELECT fixture.take('case', 'handed')});

sub neighbours { block('docs/neighbours.md', @_) }
my $set_up = neighbours('what is watched, and who watches; as a superuser');
my $nightly = 'SET ROLE watch; ' . neighbours('each night, as a superuser or a member of watch');
$node->safe_psql('secrets', $set_up);

sub as_monitor { my ($statement) = @_; return $node->psql('secrets', "SET SESSION AUTHORIZATION monitor; $statement"); }
my @names = qw(unlawful guard verified_hours_ago overdue sealed_hours_ago chains_unsealed calendar_days_left);
sub figures
{
	my (undef, $out, $err) = as_monitor(neighbours('each time, as monitor'));
	die $err if $err;
	my %figures;
	@figures{@names} = split /\|/, $out;
	return \%figures;
}

# What the role may, and may not.
cmp_ok(figures()->{verified_hours_ago}, '>', 200_000, 'verify() never ran: the figure is an alarm');
cmp_ok(figures()->{sealed_hours_ago}, '>', 200_000, 'no seal: so is this one');
for my $statement ('SELECT FROM secretxfer.cases', 'SELECT FROM secretxfer.duties', 'SELECT * FROM secretxfer.verify()', 'SELECT FROM watch.verified', 'SELECT watch.verify()')
{
	like((as_monitor($statement))[2], qr/ERROR: .*(?:permission denied|can only be judged)/, "the role that watches may not: $statement");
}
$node->safe_psql('secrets', "$nightly; RESET ROLE; SELECT secretxfer.journal_seal()");
my $figures = figures();
my $left = delete $figures->{calendar_days_left};
is_deeply($figures, { unlawful => 0, guard => 0, verified_hours_ago => 0, overdue => 0, sealed_hours_ago => 0, chains_unsealed => 0 }, 'a lawful register that is verified and sealed');
is($left, $node->safe_psql('secrets', q{SELECT make_date(max(year), 12, 31) - secretxfer.today() FROM secretxfer.calendar_years WHERE confirmed_on IS NOT NULL}), 'the days that the calendar still has');

# What rings, and what is done so that it rings.
my %rings = (
	'unlawful + guard' => [
		[ q{SET session_replication_role = replica; UPDATE secretxfer.handovers SET handed_on = handed_on - 400}, $nightly ],
		[ 'ALTER TABLE secretxfer.handovers DISABLE TRIGGER zz_secretxfer_enter' ] ],
	verified_hours_ago => [ [ q{UPDATE watch.verified SET at = at - interval '27 hours'} ] ],
	overdue => [ [ q{SELECT fixture.take('late', 'received'); SET session_replication_role = replica; UPDATE secretxfer.requests SET received_on = '2025-03-10' WHERE case_no = 'late'} ] ],
	sealed_hours_ago => [ [ q{ALTER TABLE secretxfer.journal_seals DISABLE TRIGGER USER; UPDATE secretxfer.journal_seals SET sealed_at = sealed_at - interval '3 hours'} ] ],
	calendar_days_left => [ [ q{SET session_replication_role = replica; DELETE FROM secretxfer.calendar_years WHERE year >= extract(year FROM secretxfer.today())} ] ]);
my %checks = map { (/SELECT (.*?) AS result/ => $_) } split /(?<!\\)\n/, neighbours('checks');
is_deeply([ sort keys %checks ], [ sort keys %rings ], 'the page has a check for each figure that rings');

SKIP:
{
	skip 'check_postgres is not installed', 1 unless `check_postgres --version 2> /dev/null`;
	sub check { my ($out) = run_command([ 'bash', '-c', $checks{ $_[0] } ]); return $out; }
	for my $figure (sort keys %rings)
	{
		for my $done (@{ $rings{$figure} })
		{
			like(check($figure), qr/^POSTGRES_CUSTOM_QUERY OK/, "check_postgres: $figure is quiet") unless $figure eq 'calendar_days_left' && $left < 60;
			$node->stop;
			# what is done to the register is undone by its copy
			my $copy = $node->data_dir . '.kept';
			system 'cp', '-a', $node->data_dir, $copy;
			$node->start;
			$node->safe_psql('secrets', $_) for @$done;
			like(check($figure), qr/^POSTGRES_CUSTOM_QUERY (?:WARNING|CRITICAL)/, "check_postgres: $figure rings after $done->[0]");
			$node->stop('immediate');
			system 'rm', '-rf', $node->data_dir;
			rename $copy, $node->data_dir or die;
			$node->start;
		}
	}
}

SKIP:
{
	skip 'prometheus-postgres-exporter is not installed', 1 unless `prometheus-postgres-exporter --version 2>&1` =~ /version/;
	my $folder = PostgreSQL::Test::Utils::tempdir;
	append_to_file("$folder/queries.yaml", neighbours('queries.yaml'));
	my $port = PostgreSQL::Test::Cluster::get_free_port();
	my $command = neighbours('the exporter', '/var/run/postgresql' => $node->host . ' port=' . $node->port) =~ s/--ext/--web.listen-address=127.0.0.1:$port --ext/r;
	my $log = '';
	my $exporter = IPC::Run::start([ 'bash', '-c', "cd '$folder'; export " . ($command =~ s/ \\\n\t/\nexec /r) ], '<', \undef, '>&', \$log);
	my $metrics = '';
	for (1 .. 50)
	{
		if (my $socket = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port"))
		{
			print $socket "GET /metrics HTTP/1.0\r\n\r\n";
			$metrics = join '', <$socket>;
			last if $metrics =~ /^secretxfer_/m;
		}
		select undef, undef, undef, 0.2;
	}
	$exporter->kill_kill;
	my %told = $metrics =~ /^secretxfer_(\w+)\S* (\S+)$/mg;
	is_deeply([ sort keys %told ], [ sort @names ], 'the exporter has all figures') or diag($log);
	is("$told{unlawful} $told{guard} $told{overdue} $told{calendar_days_left}", "0 0 0 $left", 'and tells them');
}

$node->stop;
done_testing();
