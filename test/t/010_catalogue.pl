# The catalogue of the rules against the documentation, against the tests and against verify(): a name that one of them
# lacks, that no test provokes, or that verify() neither names nor is said not to, is an error.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = "$FindBin::RealBin/../..";

sub lines_of
{
	my ($file) = @_;
	open my $handle, '<:encoding(UTF-8)', $file or die "$file: $!";
	my @lines = <$handle>;
	close $handle;
	return @lines;
}

my $node = PostgreSQL::Test::Cluster->new('catalogue');
$node->init;
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION secretxfer');

# What the server says: name => tables.
my %catalogue;
for (split /\n/, $node->safe_psql('postgres', q{SELECT name, array_to_string(tables, ' ') FROM secretxfer.rules}))
{
	my ($name, $tables) = split /\|/;
	$catalogue{$name} = { map { $_ => 1 } split / /, $tables };
}
cmp_ok(scalar keys %catalogue, '>', 80, 'the server has a catalogue');

# What docs/rules.md says: rows of tables that begin with a name in code, the tables guarded next to it.
my %documented;
my $before = '';
for (lines_of("$root/docs/rules.md"))
{
	next unless /^\| `(r\d\d_\w+)` \| ([^|]*?) \|/;
	my ($name, $guards) = ("secretxfer_$1", $2);
	$guards = $before if $guards eq 'the same';
	$before = $guards;
	ok(!exists $documented{$name}, "$name stands once in docs/rules.md");
	$documented{$name} = $guards;
}
is_deeply([ sort keys %documented ], [ sort keys %catalogue ], 'docs/rules.md has the names of the catalogue');
for my $name (sort keys %documented)
{
	my $guards = $documented{$name};
	next if !exists $catalogue{$name} || $guards =~ /^all\b|^case tables$/;
	$guards =~ s/\([^)]*\)//g;
	is_deeply(
		[ sort keys %{ $catalogue{$name} } ],
		[ sort split /[, ]+/, $guards ],
		"$name guards the tables that docs/rules.md names");
}

# What the tests provoke: refusals in the expected output.
my %provoked;
for my $file (glob "$root/expected/*.out")
{
	for (lines_of($file))
	{
		$provoked{$1}++ while /(?:refused: |violates (?:check|unique|foreign key) constraint ")(secretxfer_r\d\d_\w+)/g;
	}
}
ok($provoked{$_}, "$_ is provoked by a test") for sort keys %catalogue;
ok($catalogue{$_}, "$_, which a test provokes, stands in the catalogue") for sort keys %provoked;

# And by the test of its own provision: expected/rNN_*.out.
for my $name (sort keys %catalogue)
{
	my ($provision) = $name =~ /_(r\d\d)_/;
	my $found = grep { grep { /refused: $name\b/ } lines_of($_) } glob "$root/expected/${provision}_*.out";
	ok($found, "$name is provoked by the test of its provision");
}

# verify() names each rule, or docs/rules.md lists the rule among those of which what stands shows nothing.
my %judged = map { $_ => 1 } split /\n/, $node->safe_psql('postgres', q{
	SELECT DISTINCT 'secretxfer_' || m[1]
	FROM pg_proc p CROSS JOIN regexp_matches(p.prosrc, '\m(?:secretxfer_)?(r\d\d_\w+)', 'g') AS m
	WHERE p.pronamespace = 'secretxfer'::regnamespace AND p.proname ~ '^(verify_|unique_numbers$|facts_against_transfers$|transfers_after_mark$|missing_cover$)'});
my @unseen = map { /^\* `(r\d\d_\w+)`: / ? "secretxfer_$1" : () } lines_of("$root/docs/rules.md");
is_deeply([ sort(@unseen, keys %judged) ], [ sort keys %catalogue ],
	'each rule is either named by verify() or among those that docs/rules.md says verify() cannot judge');

# And the test of verify() plants a case of each rule that verify() names.
my @unplanted;
for (lines_of("$root/expected/verify.out"))
{
	push @unplanted, $1 if /^(secretxfer_r\d\d_\w+)$/;
}
is_deeply([ sort @unplanted ], [ sort @unseen ], 'the test of verify() plants a case of each rule that verify() names');

$node->stop;
done_testing();
