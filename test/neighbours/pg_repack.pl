# docs/neighbours.md, pg_repack: it rebuilds the register's tables while clients write, and the guard stands as before.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Docs;
use Register;
use IPC::Run;
use Test::More;

chomp(my $sharedir = qx(pg_config --sharedir));
plan skip_all => 'pg_repack is not installed' unless -e "$sharedir/extension/pg_repack.control";
chomp(my $bindir = qx(pg_config --bindir));
local $ENV{PATH} = "$bindir:$ENV{PATH}";

my $node = PostgreSQL::Test::Cluster->new('repacked');
$node->init;
$node->append_conf('postgresql.conf', 'log_statement = none');
$node->start;
local $ENV{PGHOST} = $node->host;
local $ENV{PGPORT} = $node->port;
create_register($node, 'secrets');
run_file($node, 'secrets', 'fixtures/fixture.sql');
$node->safe_psql('secrets', q{CREATE EXTENSION pg_repack; CALL fixture.people();
	CREATE ROLE clerk; SELECT secretxfer.admit('clerk', fixture.p('ministry'), 'authority');
	SELECT fixture.take('case ' || n, 'handed', jsonb_build_object('carriers', ARRAY['M-' || n + 3 || '/1'])) FROM generate_series(1, 3) AS n});
my ($definitions, $contents) = (definitions($node, 'secrets'), contents($node, 'secrets'));
my $files = q{SELECT relname, relfilenode FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' ORDER BY 1};
my %files_before = map { split /\|/ } split /\n/, $node->safe_psql('secrets', $files);

my $command = block('docs/neighbours.md', 'all tables but those of the journal');
sub repacked
{
	my ($command) = @_;
	my $said = '';
	IPC::Run::run([ 'bash', '-c', $command ], '>&', \$said);
	return $? ? "failed: $said" : 'well';
}
is(repacked($command), 'well', 'pg_repack ends well');
my %files_after = map { split /\|/ } split /\n/, $node->safe_psql('secrets', $files);
is(join(' ', grep { $files_after{$_} == $files_before{$_} } sort keys %files_after), 'admissions journal journal_grown journal_heads journal_seals', 'all other tables were rebuilt');
is(definitions($node, 'secrets'), $definitions, 'all definitions are as before');
is(contents($node, 'secrets'), $contents, 'so are all rows');
sub is_right
{
	my ($what) = @_;
	is($node->safe_psql('secrets', q{SELECT * FROM secretxfer.verify() WHERE severity <> 'warning'}), '', "$what: verify() finds nothing");
	journal_is_right($what, $node, 'secrets');
	is($node->safe_psql('secrets', q{SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%repack%'}), '0', "$what: no trigger of pg_repack is left");
}
is_right('rebuilt');

# While clients enter cases, and answers, by which the guard itself writes in another table.
$node->safe_psql('secrets', 'CREATE SEQUENCE public.n; GRANT USAGE ON SEQUENCE public.n TO PUBLIC');
my $script = PostgreSQL::Test::Utils::tempdir . '/script';
append_to_file($script, "SET search_path = fixture, secretxfer, public;\nSELECT take(format('load %s', nextval('n')), 'permitted');\n");
sub under_load
{
	my ($what, $command, $expected) = @_;
	my $bench = '';
	my $before = $node->safe_psql('secrets', 'SELECT count(*) FROM secretxfer.cases');
	my $clients = IPC::Run::start([ 'pgbench', '-n', '-c', 3, '-T', 15, '-f', $script, 'secrets' ], '<', \undef, '>&', \$bench);
	my $rounds = 0;
	my $until = time + 13;
	while (time < $until)
	{
		my $ended = repacked($command);
		if ($ended ne 'well') { diag($ended); last; }
		$rounds++;
	}
	$clients->finish;
	note("$rounds rounds of pg_repack; $bench");
	cmp_ok($rounds, '>', 0, "$what: pg_repack ends well");
	like($bench, $expected, "$what: what clients met");
	my ($transactions) = $bench =~ /actually processed: (\d+)/;
	is($node->safe_psql('secrets', 'SELECT count(*) FROM secretxfer.cases') - $before, $transactions, "$what: every accepted case stands");
	is_right($what);
}
under_load('all but the journal', $command, qr/^(?!.*ERROR)/s);

# The journal, too: clients are refused meanwhile, and nothing is lost.
under_load('the journal', 'pg_repack --dbname=secrets --table=secretxfer.journal', qr/ERROR: +table "secretxfer\.journal" has a trigger that would miss a row/);

$node->stop;
done_testing();
