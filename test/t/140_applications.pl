# docs/applications.md is true: its SQL, played in its order by an application's role on the register of README, prints what
# the page shows.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Docs;
use Register;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('applications');
$node->init;
$node->start;
create_register($node, 'office');
my ($parties) = grep { $_->{text} =~ /^INSERT INTO secretxfer\.parties / } blocks('README.md');
prints_as_shown($node, 'office', $parties);

my @blocks = grep { $_->{language} eq 'sql' } blocks('docs/applications.md');
cmp_ok(scalar(@blocks), '>=', 10, 'the page has examples');
my $role = '';
for my $block (@blocks)
{
	prints_as_shown($node, 'office', $block, $role);
	$role = $1 if $block->{text} =~ /^SET ROLE (\w+)/;
}
is($node->safe_psql('office', q{SELECT * FROM secretxfer.verify() WHERE severity IN ('unlawful', 'guard')}), '', 'what the application wrote is lawful');

$node->stop;
done_testing();
