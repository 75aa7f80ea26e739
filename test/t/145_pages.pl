# README.md and docs/analysts.md are true: what they show is what psql prints, README's on a server of any day up to the
# one that the page names, that of analysts.md for the demonstration's register on the day that the page names. The examples
# of other pages are played, too.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Docs;
use Register;
use Test::More;
use Time::Local;

my $root = "$FindBin::RealBin/../..";
local $ENV{PGDATABASE} = 'postgres';

my ($library) = glob '/usr/lib/*/faketime/libfaketime.so.1';
die 'libfaketime is missing' unless $library;

# Starts a server on a day, or on the day after: only the server's clock is set, as test/tools/with-server does; at noon, to
# be far from the ends of the day.
sub start_on
{
	my ($server, $date, $after) = @_;
	my ($year, $month, $day) = split /-/, $date;
	local @ENV{qw(LD_PRELOAD FAKETIME FAKETIME_ONLY_CMDS FAKETIME_DISABLE_SHM FAKETIME_DONT_FAKE_MONOTONIC NO_FAKE_STAT)} =
		($library, timegm(0, 0, 12, $day, $month - 1, $year) + 86400 * ($after // 0) - time . 's', 'postgres,pg_ctl', 1, 1, 1);
	$ENV{FAKETIME} =~ s/^(?=\d)/+/;
	$server->start;
	return;
}

# README, in its order. Its permit ends on a day, and the page says so.
my $node = PostgreSQL::Test::Cluster->new('newcomer');
$node->init;
$node->start;
my ($permit_ends) = page('README.md') =~ /'2024-03-01', '(\d+-\d+-\d+)'/ or die 'README.md states no validity of its permit';
like(page('README.md'), qr/up to \Q$permit_ends\E/, 'README.md names the last day of its example');
if ($node->safe_psql('postgres', "SELECT (now() AT TIME ZONE 'Asia/Almaty')::date > '$permit_ends'") eq 't')
{
	$node->stop;
	start_on($node, $permit_ends);
}
my @commands;
my $database = 'postgres';
for my $block (blocks('README.md'))
{
	if ($block->{language} eq 'sql')
	{
		prints_as_shown($node, $database, $block);
		$database = $1 if $block->{text} =~ /^\\c (\w+)$/m;
	}
	elsif ($block->{language} eq 'sh') { push @commands, split /\n/, $block->{text}; }
}
is($database, 'try', 'README.md makes a database for the trial');
is($node->safe_psql('try', 'SELECT count(*) FROM secretxfer.requests'), '1', 'README.md: a request is entered');

# docs/register.md: what its examples ask, on the register of README.
my %examples = map { ($_->{text} =~ /^(\w+ .*)/)[0] => $_ } grep { $_->{language} eq 'sql' } blocks('docs/register.md');
is(scalar(keys %examples), 4, 'docs/register.md: its examples');
for my $first (sort keys %examples)
{
	next if $first =~ /^CREATE EXTENSION/;    # as README
	my $block = { %{ $examples{$first} } };
	$block->{text} =~ s/'1', 1,/'1', 2,/ if $first =~ /^INSERT/;    # README entered line 1
	my $printed = printed($node, 'try', $block->{text});
	# README's request was received, so that its list is closed; what the example shows is how the carrier is found.
	if ($first =~ /^INSERT/) { like($printed, qr/^ERROR: .*secretxfer_r04_/, "docs/register.md: $first"); }
	else { unlike($printed, qr/ERROR/, "docs/register.md: $first"); }
}
$node->stop;
start_on($node, $permit_ends, 1);
is($node->safe_psql('try', "SELECT rule FROM secretxfer.next_steps('2026-014') OFFSET 1 LIMIT 1"), 'secretxfer_r06_authorization',
	'README.md: the day after, the second step asks for a valid permit');
$node->stop;

# docs/analysts.md: the register of the demonstration, on its day.
my ($day) = page('docs/analysts.md') =~ /`CLOCK=(\S+) make demo/ or die 'docs/analysts.md names no day';
my $server = PostgreSQL::Test::Cluster->new('demonstration');
$server->init;
$server->append_conf('postgresql.conf', "log_statement = none\ntimezone = 'Asia/Almaty'");
start_on($server, $day);
$server->safe_psql('postgres', 'CREATE DATABASE secretxfer');
{
	local @ENV{qw(PGHOST PGPORT PGDATABASE)} = ($server->host, $server->port, 'secretxfer');
	command_ok([ "$root/test/demo/run" ], "make demo on $day");
}
my $played = 0;
for my $block (grep { $_->{language} eq 'sql' } blocks('docs/analysts.md'))
{
	my $by_analyst = $block->{text} !~ /^-- as the owner/;
	prints_as_shown($server, 'secretxfer', $block, $by_analyst ? 'analyst' : undef);
	$played += $by_analyst;
}
cmp_ok($played, '>=', 12, 'the analyst asked the questions of the page');
$server->stop;

# docs/errors.md, docs/journal.md and the rest of the shell: the commands exist.
for my $command (@commands)
{
	my ($target) = $command =~ /^make (\w+)/ or next;
	command_ok([ 'make', '-n', '-C', $root, $target ], "README.md: make $target");
}

# docs/neighbours.md is played by test/neighbours, where each of its blocks is named by its comment.
my $neighbours = join '', map { slurp_file($_) } glob "$root/test/neighbours/*";
for my $block (blocks('docs/neighbours.md'))
{
	my ($comment) = $block->{text} =~ /^(?:-- |\# )(.*)/;
	like($neighbours, qr/'\Q$comment\E'/, "docs/neighbours.md, line $block->{line}: $comment");
}

done_testing();
