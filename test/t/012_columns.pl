# Each column of each table of the register stands wherever somebody has to decide about it: in docs/register.md, in the
# description for the rules (src/register/tables.h), in the definition that verify() reads, and among what analysts see or
# what is hidden from them. Each table has its policies. So nobody adds a column and forgets one of these.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = "$FindBin::RealBin/../..";

# What analysts do not see: names, and what texts tell. To list a column here is a decision.
my %hidden = (
	annulments => [qw(addressed_to rejected_by)],
	carrier_marks => [qw(document)],
	carriers => [qw(title account_no copy_no entered_for)],
	cases => [qw(subject)],
	clearances => [qw(person_name)],
	contract_amendments => [qw(control_during_works control_after_works contractor_liability protection_financing
		responsible_unit unit_designated_by information_statement)],
	contracts => [qw(control_during_works control_after_works contractor_liability protection_financing responsible_unit
		unit_designated_by information_statement)],
	decisions => [qw(reasons signed_by late_reason withdrawal_reasons)],
	disposal_successions => [qw(document)],
	notices => [qw(recipient)],
	parties => [qw(full_name head_name legal_address workplace position residence id_document_issuer protection_mandate)],
	party_changes => [qw(document call_off_document)],
	protection_measures => [qw(measures)],
	requests => [qw(justification draft_contract information_statement)],
	supplements => [qw(successor_powers)],
	violations => [qw(description)]);

# What every table has.
my @everywhere = qw(recorded_at recorded_by changed_at changed_by entry_id);

my $node = PostgreSQL::Test::Cluster->new('columns');
$node->init;
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION secretxfer; SELECT secretxfer.create_register()');

# Rows of two words as table => [columns].
sub columns_by_table
{
	my %columns;
	for (@_)
	{
		my ($table, $column) = split /\|/;
		push @{ $columns{$table} }, $column;
	}
	return %columns;
}

sub queried
{
	return columns_by_table(split /\n/, $node->safe_psql('postgres', $_[0]));
}

sub same_columns
{
	my ($found, $expected, $where) = @_;
	is_deeply([ sort @{ $found // [] } ], [ sort @$expected ], $where);
}

my %register = queried(q{SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
	WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND c.relname !~ '^(admissions|journal)'});
my %defined = queried(q{SELECT "table", "column" FROM secretxfer.defined_columns() WHERE "table" !~ '^(admissions|journal)'});
my %seen = queried(q{SELECT "table", unnest(only_columns) FROM secretxfer.duty_matrix() WHERE duty = 'analyst' AND by_policy});
my %described = columns_by_table(map { "$1|$2" if /COLUMN\((\w+), \w+, (\w+), / } grep { /^\tCOLUMN\(/ } split /\n/, slurp_file("$root/src/register/tables.h"));

# The rows of docs/register.md: | `table` | key | columns |.
my $page = slurp_file("$root/docs/register.md");
my %documented;
while ($page =~ /^\| `(\w+)`[^|`]* \| (`\w[^|]*\|[^|]*)\|$/mg)
{
	my ($table, $row) = ($1, $2);
	next unless $register{$table};
	my %named;
	$named{$_} = 1 for map { split /, / } $row =~ /`([^`]*)`/g;
	delete $named{entry_id};    # of the table referred to
	$documented{$table} = [ keys %named ];
}
like($page, qr/`$_`/, "docs/register.md: every table has $_") for @everywhere;
my ($glossary) = $page =~ /^## Glossary\n(.*?)^## /ms;

for my $table (sort keys %register)
{
	my %common = map { $_ => 1 } @everywhere;
	my @own = grep { !$common{$_} } @{ $register{$table} };
	same_columns($documented{$table}, \@own, "$table: its columns stand in docs/register.md");
	like($glossary, qr/`$table`/, "$table: it stands in the glossary");
	same_columns($described{$table}, [ @own, 'entry_id' ], "$table: its columns are described for the rules");
	same_columns($defined{$table}, $register{$table}, "$table: verify() knows its columns");
	same_columns([ @{ $seen{$table} // [] }, @{ $hidden{$table} // [] } ], $register{$table}, "$table: each column is shown to analysts or hidden from them");
	is($node->safe_psql('postgres', "SELECT string_agg(policy, ' ' ORDER BY policy) FROM secretxfer.policies() WHERE \"table\" = '$table'"),
		'secretxfer_analyse secretxfer_change secretxfer_enter secretxfer_see secretxfer_withdraw', "$table: its policies follow from the duties");
	is($node->safe_psql('postgres', "SELECT string_agg(polname, ' ' ORDER BY polname) FROM pg_policy WHERE polrelid = 'secretxfer.$table'::regclass"),
		'secretxfer_analyse secretxfer_change secretxfer_enter secretxfer_see secretxfer_withdraw', "$table: and stand");
}
is_deeply([ sort grep { !$register{$_} } keys %hidden, keys %described, keys %seen, keys %defined ], [], 'no other table is named');

$node->stop;
done_testing();
