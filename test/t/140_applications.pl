# docs/applications.md is true: its SQL, played in its order by an application's role on the register of README, prints what
# the page shows.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $root = "$FindBin::RealBin/../..";
my $node = PostgreSQL::Test::Cluster->new('applications');
$node->init;
$node->start;
create_register($node, 'office');
my ($parties) = slurp_file("$root/README.md") =~ /^```sql\n(INSERT INTO secretxfer\.parties .*?)^```/ms;
$node->safe_psql('office', $parties);

# Each block of SQL, and what the page says that it prints: nothing but answers of functions where it shows nothing.
my @blocks = slurp_file("$root/docs/applications.md") =~ /^```sql\n(.*?)^```\n(?:```\n(.*?)^```\n)?/msg;
cmp_ok(scalar(@blocks), '>=', 20, 'the page has examples');
my $role = '';
while (my ($sql, $shown) = splice @blocks, 0, 2)
{
	my ($first) = $sql =~ /^(.*)/;
	my ($script, $printed) = ("$role$sql", '');
	$role = $sql if $sql =~ /^SET ROLE/;
	IPC::Run::run([ 'psql', '-X', '-q', '-d', $node->connstr('office') ], '<', \$script, '>&', \$printed);
	if (defined $shown)
	{
		s/[ \t]+$//mg, s/\n+\z/\n/ for $printed, $shown;
		is($printed, $shown, $first);
	}
	else { unlike($printed, qr/ERROR/, $first); }
}
is($node->safe_psql('office', q{SELECT * FROM secretxfer.verify() WHERE severity IN ('unlawful', 'guard')}), '', 'what the application wrote is lawful');

$node->stop;
done_testing();
