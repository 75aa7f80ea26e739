# What the TAP tests of copies of a register share: how one is made, compared with another, and tried.
# A register is named by its node and its database.
package Register;

use strict;
use warnings;
use Exporter 'import';
use FindBin;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(run_file create_register contents definitions views findings journal_is_right trial documented run_documented session);

my $root = "$FindBin::RealBin/../..";

# Runs a file of the tests by psql.
sub run_file
{
	my ($node, $database, $file, @options) = @_;
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database), '-f', "$root/test/$file", @options ],
		"$database: $file");
}

# A database with a register in it, empty but for the calendar.
sub create_register
{
	my ($node, $database) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $database");
	$node->safe_psql($database, 'CREATE EXTENSION secretxfer; SELECT secretxfer.create_register()');
}

sub relations
{
	my ($node, $database, $kind) = @_;
	return split /\n/, $node->safe_psql($database, "SELECT relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = '$kind' ORDER BY 1");
}

# All rows of these relations, one line a relation.
sub rows_of
{
	my ($node, $database, @relations) = @_;
	return $node->safe_psql($database, 'SET jit = off; ' . join ' UNION ALL ',
		map { qq{SELECT '$_ ' || count(*) || ' ' || md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text COLLATE "C"), '')) FROM secretxfer."$_" t} } @relations);
}

sub contents
{
	my ($node, $database, $but) = @_;
	return rows_of($node, $database, grep { !defined $but || $_ ne $but } relations($node, $database, 'r'));
}

# The same of the views.
sub views
{
	my ($node, $database) = @_;
	return rows_of($node, $database, relations($node, $database, 'v'));
}

# All definitions: what pg_dump says of them.
sub definitions
{
	my ($node, $database) = @_;
	my ($out, $err) = run_command([ 'pg_dump', '--schema-only', '-d', $node->connstr($database) ]);
	is($err, '', "$database: its definitions are dumped");
	return join "\n", grep { !/^\\(un)?restrict / } split /\n/, $out;
}

# What verify() finds, in one order; not what it warns of the calendar, because that depends on the day of the run.
sub findings
{
	my ($node, $database) = @_;
	return $node->safe_psql($database, q{SELECT * FROM secretxfer.verify() f WHERE f."table" IS DISTINCT FROM 'calendar_years' ORDER BY 1, 2, 3, 4, 5});
}

# The journal of a register proves right; against a digest, if one is given.
sub journal_is_right
{
	my ($what, $node, $database, $digest) = @_;
	my $verify = $digest ? "journal_verify_against('$digest')" : 'journal_verify()';
	is($node->safe_psql($database, "SELECT * FROM secretxfer.$verify"), '', "$what: the journal proves right");
}

# What one of the fixture's trials tells: see test/fixtures/fixture.sql.
sub trial
{
	my ($node, $database, $trial) = @_;
	return $node->safe_psql($database, "SET search_path = secretxfer, fixture; SELECT $trial");
}

# The commands that docs/operations.md gives under this comment in a code block, with what is only an example there replaced.
sub documented
{
	my ($comment, %replaced) = @_;
	my ($commands) = slurp_file("$root/docs/operations.md") =~ /^(?:-- |\# )\Q$comment\E\n(.*?)^(?:```)?$/ms;
	die "docs/operations.md has no commands under \"$comment\"" unless $commands;
	for my $example (keys %replaced)
	{
		$commands =~ s/\Q$example\E/$replaced{$example}/g or die "docs/operations.md: no $example under \"$comment\"";
	}
	return $commands;
}

# Runs them in the shell, in a folder and against a node.
sub run_documented
{
	my ($node, $folder, $comment, %replaced) = @_;
	local $ENV{PGHOST} = $node->host;
	local $ENV{PGPORT} = $node->port;
	$node->command_ok([ 'bash', '-c', "set -e\ncd '$folder'\n" . documented($comment, %replaced) ], "docs/operations.md: $comment");
}

# A session that stays open: a function that runs statements and returns what they print.
sub session
{
	my ($node, $database) = @_;
	my ($in, $out, $err, $asked) = ('', '', '', 0);
	my $psql = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-d', $node->connstr($database) ],
		'<', \$in, '>', \$out, '2>', \$err, IPC::Run::timeout(180));
	return sub {
		my ($statements) = @_;
		my $end = 'answered ' . ++$asked;
		return $psql->finish unless defined $statements;
		($out, $err) = ('', '');
		$in = "$statements;\n\\echo $end\n\\warn $end\n";
		$psql->pump until $out =~ /$end\n/ && $err =~ /$end\n/;
		my $answer = $err . $out;
		$answer =~ s/$end\n//g;
		chomp $answer;
		return $answer;
	};
}

1;
