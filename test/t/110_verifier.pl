# secretxfer_verify_journal finds and names what was done to an exported journal. The exports are written here, from
# docs/journal.md and with Perl's SHA-256, so the page is implemented once more: a verifier that read the page in the wrong
# way would find lawful exports wrong.
use strict;
use warnings;
use Digest::SHA qw(sha256);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $root = "$FindBin::RealBin/../..";
my $folder = tempdir(CLEANUP => 1);

my @fields = qw(chain place recorded_at login_role effective_role end_user application_name client_address table entry act
	values salt values_digest entry_digest basis set_aside version hash);
my @seal_fields = qw(seal_no sealed_at sealed_by root chain place hash);
my %binary = map { $_ => 1 } qw(salt values_digest entry_digest hash root);

sub read_text
{
	my ($file) = @_;
	open my $handle, '<:raw', $file or die "$file: $!";
	local $/;
	return scalar <$handle>;
}

sub write_text
{
	my ($file, $text) = @_;
	open my $handle, '>:raw', "$folder/$file" or die "$file: $!";
	print $handle $text;
	close $handle or die "$file: $!";
	return "$folder/$file";
}

# The order of the columns, as the rules have it.
my %columns;
for (split /\n/, read_text("$root/src/register/tables.h"))
{
	push @{ $columns{$1} }, $2 if /^\tCOLUMN\((\w+), \w+, (\w+), / && "$1.$2" !~ /\.entry_id$|^requests\.answered$|^decisions\.due_on$/;
}

# The page's bytes.
sub int8 { return pack 'q>', $_[0] }
sub text { return defined $_[0] ? pack('l>', length $_[0]) . $_[0] : pack('l>', -1) }

sub hash_of
{
	my ($line, $previous) = @_;
	return sha256($previous, int8($line->{chain}), int8($line->{place}), int8($line->{recorded_at}),
		(map { text($line->{$_}) } qw(login_role effective_role end_user application_name client_address table)),
		int8($line->{entry}), (map { text($line->{$_}) } qw(act values_digest entry_digest basis set_aside version)));
}

# Gives these lines of one chain their hashes, after the hash of the line before them.
sub chained
{
	my ($previous, @lines) = @_;
	$previous = $_->{hash} = hash_of($_, $previous) for @lines;
	return;
}

# An object of the values in the order of the register, which who and when end; a value is JSON already.
sub object
{
	my ($table, %values) = @_;
	return '{' . join(',', map { defined $values{$_} ? qq("$_":$values{$_}) : () } @{ $columns{$table} }, 'recorded_at', 'recorded_by') . '}';
}

# A journal that grows, with what stands in the register.
package Journal
{
	sub new { return bless { lines => {}, seals => [], root => "\0" x 32, register => {}, sealed => {}, count => 0 }, shift }

	sub line
	{
		my ($self, $chain, %line) = @_;
		my $lines = $self->{lines}{$chain} //= [];
		my $salt = substr Digest::SHA::sha256('salt' . ++$self->{count}), 0, 16;
		my $whole = delete $line{whole};
		%line = (chain => $chain, place => 1 + @$lines, recorded_at => 800_000_000_000_000 + $self->{count}, login_role => 'clerk',
			effective_role => 'secretxfer_owner', end_user => undef, application_name => undef, client_address => undef,
			values => '{}', salt => $salt, basis => undef, set_aside => undef, version => '1.1', %line);
		$line{values_digest} = Digest::SHA::sha256($salt, $line{values});
		$line{entry_digest} = defined $whole ? Digest::SHA::sha256($salt, $whole) : undef;
		push @$lines, \%line;
		main::chained($line{place} > 1 ? $lines->[-2]{hash} : "\0" x 32, \%line);
		return $self;
	}

	# A whole entry: entered, adopted, withdrawn or blanked.
	sub entry
	{
		my ($self, $chain, $act, $table, $entry, %values) = @_;
		%values = %values ? (%values, recorded_at => '"2026-05-12 10:11:12.5+00"', recorded_by => '"ertis"') : %{ $self->{register}{$entry} };
		$self->{register}{$entry} = {%values};
		return $self->line($chain, table => $table, entry => $entry, act => $act, values => main::object($table, %values));
	}

	sub change
	{
		my ($self, $chain, $table, $entry, %changes) = @_;
		my $values = $self->{register}{$entry};
		my %pairs = map { $_ => '[' . ($values->{$_} // 'null') . ',' . ($changes{$_} // 'null') . ']' } keys %changes;
		%$values = (%$values, %changes);
		return $self->line($chain, table => $table, entry => $entry, act => 'changed', values => main::object($table, %pairs),
			whole => main::object($table, %$values));
	}

	sub seal
	{
		my ($self) = @_;
		my %seal = (seal_no => 1 + @{ $self->{seals} }, sealed_at => 900_000_000_000_000 + @{ $self->{seals} }, sealed_by => 'auditor');
		my @heads;
		for my $chain (sort { $a <=> $b } keys %{ $self->{lines} })
		{
			my $last = $self->{lines}{$chain}[-1];
			push @heads, { chain => $chain, place => $last->{place}, hash => $last->{hash} } if ($self->{sealed}{$chain} // 0) < $last->{place};
			$self->{sealed}{$chain} = $last->{place};
		}
		push @{ $self->{seals} }, { %seal, heads => \@heads };
		return $self->roots;
	}

	# Computes the roots of all seals.
	sub roots
	{
		my ($self) = @_;
		my $root = "\0" x 32;
		for my $seal (@{ $self->{seals} })
		{
			$root = $seal->{root} = Digest::SHA::sha256($root, main::int8($seal->{seal_no}), main::int8($seal->{sealed_at}), main::text($seal->{sealed_by}),
				map { main::int8($_->{chain}), main::int8($_->{place}), $_->{hash} } @{ $seal->{heads} });
		}
		return $self;
	}

	sub digest { my ($self) = @_; return sprintf 'secretxfer:1:%d:%s', $self->{seals}[-1]{seal_no}, unpack 'H*', $self->{seals}[-1]{root} }

	# The two files as rows, to be changed before they are written.
	sub rows
	{
		my ($self) = @_;
		return map { my $chain = $_; map { {%$_} } @{ $self->{lines}{$chain} } } sort { $a <=> $b } keys %{ $self->{lines} };
	}

	sub seal_rows
	{
		my ($self) = @_;
		my @rows;
		for my $seal (@{ $self->{seals} })
		{
			my %seal = map { $_ => $seal->{$_} } qw(seal_no sealed_at sealed_by root);
			push @rows, map { { %seal, %$_ } } @{ $seal->{heads} } ? @{ $seal->{heads} } : { chain => undef, place => undef, hash => undef };
		}
		return @rows;
	}
}

my %escape = ("\b" => 'b', "\f" => 'f', "\n" => 'n', "\r" => 'r', "\t" => 't', "\x0B" => 'v', '\\' => '\\');

sub copied
{
	my ($names, @rows) = @_;
	my $text = '';
	for my $row (@rows)
	{
		my @values = map { !defined $row->{$_} ? undef : $binary{$_} ? unpack 'H*', $row->{$_} : $row->{$_} } @$names;
		$text .= join("\t", map { defined $_ ? s/([\b\f\n\r\t\x0B\\])/\\$escape{$1}/gr : '\N' } @values) . "\n";
	}
	return $text;
}

# PGXS of PostgreSQL 13 does not look for programs where they are built.
$ENV{PATH} .= ":$root";

# Runs the program; its status, the lines that it prints, and what it complains of.
sub run_program
{
	my (@arguments) = @_;
	my $command = join ' ', map { "'$_'" } @arguments;
	my @lines = split /\n/, `secretxfer_verify_journal $command 2> '$folder/stderr'`;
	return ($? & 127 ? "signal $?" : $? >> 8, \@lines, read_text("$folder/stderr"));
}

# verify ROWS, SEAL ROWS, DIGEST: of the last two as far as given.
sub verify
{
	my ($rows, $seals, $digest) = @_;
	return run_program(defined $digest ? ('--digest', $digest) : (), write_text('journal.tsv', copied(\@fields, @$rows)),
		$seals ? write_text('heads.tsv', copied(\@seal_fields, @$seals)) : ());
}

sub lawful
{
	my ($name, $summary, @export) = @_;
	my ($status, $lines, $errors) = verify(@export);
	is_deeply([ $status, $lines, $errors ], [ 0, [ "$summary, findings: 0" ], '' ], $name) or diag(explain [ $status, $lines, $errors ]);
	return;
}

# The findings that the program shall print.
sub finds
{
	my ($name, $export, @findings) = @_;
	my ($status, $lines) = verify(@$export);
	my $summary = pop @$lines;
	is_deeply([ $status, @$lines ], [ 1, @findings ], $name) or diag(explain [ $status, $lines, $summary ]);
	return;
}

# a. The columns of the program are those of the register.
my %listed;
my ($list) = read_text("$root/src/verifier/verify_journal.c") =~ /register_columns\[\] = \{(.*?)\};/s;
while ($list =~ /\{"(\w+)",((?:\s*"[^"]*")+)\}/g)
{
	my ($table, $strings) = ($1, $2);
	$listed{$table} = [ split / /, join '', $strings =~ /"([^"]*)"/g ];
}
is_deeply(\%listed, \%columns, 'the program knows the columns in their order');

# b. Lawful exports. Chain 12 is the case, and the one that is worked on below.
sub example
{
	my $journal = Journal->new;
	$journal->line(0, table => 'admissions', entry => 0, act => 'admitted', values => '{"role":"clerk","duty":"customer","party":"990140000016"}');
	$journal->entry(7, 'entered', 'parties', 7, idn => '"990140000016"', kind => '"state_body"', full_name => '"Ministry \"M\"\\\\"', settlement => '"Astana"', foreign_participation => 'false');
	$journal->entry(12, 'entered', 'cases', 12, case_no => '"2026-7"', customer => '"990140000016"', subject => '"Works\tof \u0001"', opened_on => '"2026-01-05"');
	$journal->entry(12, 'entered', 'requests', 13, case_no => '"2026-7"', request_no => '"1"', sent_on => '"2026-02-01"');
	$journal->change(12, 'requests', 13, received_on => '"2026-02-03"', permit_no => '"P-1"');
	$journal->entry(12, 'entered', 'decisions', 14, case_no => '"2026-7"', request_no => '"1"', excluded_items => '[1,2,null]');
	$journal->seal;
	$journal->change(12, 'decisions', 14, excluded_items => '[]', reasons => '"no, [\"{}\"] \\\\"');
	$journal->change(12, 'decisions', 14, excluded_items => undef, withdrawn_on => '"2026-03-01"');
	$journal->entry(12, 'entered', 'violations', 15, case_no => '"2026-7"', violation_no => '"1"', damage => '10.50');
	$journal->change(12, 'violations', 15, damage => '"NaN"');
	$journal->entry(12, 'withdrawn', 'violations', 15);
	$journal->change(7, 'parties', 7, full_name => '"Ministry"', state_share => '12.5', protection_mandate => '"Decree 1"');
	$journal->line(30, table => 'rectifications', entry => 30, act => 'rectifying', basis => "Order\t1\nof \\N the \x{d0}\x{90}", set_aside => 'r00_a,r05_b');
	$journal->seal;
	$journal->line(0, table => 'admissions', entry => 0, act => 'dismissed', values => '{"role":"clerk","duty":"customer","party":null}', end_user => "\b\f\n\r\t\x0B\\", application_name => '', client_address => '::1');
	$journal->entry(12, 'adopted', 'cases', 12, case_no => '"2026-8"', printed_no => '"8"');
	$journal->change(12, 'cases', 12, closed_on => '"2026-12-01"');
	$journal->line(12, table => 'requests', entry => 13, act => 'gone');
	return $journal;
}
my $journal = example();
my @rows = $journal->rows;
lawful('a lawful journal', 'lines: 17, chains: 4, lines without values: 0', [@rows]);
lawful('with its seals', 'lines: 17, chains: 4, lines without values: 0, seals: 2, lines not sealed: 4', [@rows], [ $journal->seal_rows ]);
lawful('with the digest', 'lines: 17, chains: 4, lines without values: 0, seals: 2, lines not sealed: 4', [@rows], [ $journal->seal_rows ], $journal->digest);
my $old_digest = $journal->digest;
$journal->seal->seal;
lawful('a seal over no chain', 'lines: 17, chains: 4, lines without values: 0, seals: 4, lines not sealed: 0', [@rows], [ $journal->seal_rows ], $journal->digest);
lawful('an earlier digest', 'lines: 17, chains: 4, lines without values: 0, seals: 4, lines not sealed: 0', [@rows], [ $journal->seal_rows ], $old_digest);
my @sealed = ([ $journal->seal_rows ], $journal->digest);
lawful('without values', 'lines: 17, chains: 4, lines without values: 17, seals: 4, lines not sealed: 0', [ map { { %$_, values => undef, salt => undef } } @rows ], @sealed);
lawful('an empty journal', 'lines: 0, chains: 0, lines without values: 0', []);
lawful('an empty journal with no seal', 'lines: 0, chains: 0, lines without values: 0, seals: 0, lines not sealed: 0', [], []);

# Blanked lines: the values of the decision and of the party are gone, and stand once more as they are.
{
	my $blanked = example();
	delete @$_{qw(values salt)} for grep { $_->{entry} =~ /^(7|14)$/ } map { @$_ } values %{ $blanked->{lines} };
	$blanked->line(12, table => 'requests', entry => 13, act => 'blanked', basis => 'gone, so nothing stands');
	$blanked->entry(12, 'blanked', 'decisions', 14);
	$blanked->entry(7, 'blanked', 'parties', 7);
	$blanked->change(7, 'parties', 7, kind => '"citizen"', head_name => '"Head"');
	$blanked->seal;
	lawful('blanked lines', 'lines: 21, chains: 4, lines without values: 5, seals: 3, lines not sealed: 0', [ $blanked->rows ], [ $blanked->seal_rows ], $blanked->digest);
	delete @$_{qw(values salt)} for $blanked->{lines}{12}[-1];
	finds('a line "blanked" whose values are taken out', [ [ $blanked->rows ] ], "chain 12, place 14: taken out: the values, and no later line is the entry's line \"blanked\"");
	$blanked->{lines}{7}[-1]{entry_digest} = sha256('another');
	chained($blanked->{lines}{7}[-2]{hash}, $blanked->{lines}{7}[-1]);
	finds('a change after blanked lines that makes another entry', [ [ grep { $_->{chain} == 7 } $blanked->rows ] ], 'chain 7, place 4: differs: the entry is not what the lines before and this change make');
}

# Texts of each length around SHA-256's blocks, and more entries than the program has room for at first.
{
	my $long = Journal->new;
	$long->entry(5, 'entered', 'cases', $_, subject => '"' . 'x' x $_ . '"') for 1 .. 200;
	$long->change(5, 'cases', $_, opened_on => '"2026-01-01"') for reverse 1 .. 200;
	lawful('texts of all lengths', 'lines: 400, chains: 1, lines without values: 0', [ $long->rows ]);
}

# The lines before the change are not in the journal, or were without values; a table or an act of a later version.
{
	my $late = Journal->new;
	$late->{register}{5} = { idn => '"1"' };
	$late->change(5, 'parties', 5, kind => '"citizen"');
	$late->line(6, table => 'of_1_2', entry => 6, act => 'reviewed', values => '[]', version => '1.2');
	lawful('a change of an entry without an earlier line, and an act of a later version', 'lines: 2, chains: 2, lines without values: 0', [ $late->rows ]);
}

# c. One column of one line. Place 4 of chain 12 is the head of a seal, the places 1 and 8 are below one.
sub place_of { my ($chain, $place) = @_; return (grep { $rows[$_]{chain} == $chain && $rows[$_]{place} == $place } 0 .. $#rows)[0] }

sub altered
{
	my ($chain, $place, %changed) = @_;
	my @altered = map { {%$_} } @rows;
	my $at = place_of($chain, $place);
	%{ $altered[$at] } = (%{ $altered[$at] }, %changed);
	return @altered;
}

# The same, with the hashes from there up to a place computed anew.
sub recomputed
{
	my ($chain, $place, $up_to, %changed) = @_;
	my @altered = altered($chain, $place, %changed);
	chained($place > 1 ? $rows[ place_of($chain, $place - 1) ]{hash} : "\0" x 32, @altered[ place_of($chain, $place) .. place_of($chain, $up_to) ]);
	return @altered;
}

my $wrong_hash = 'altered: the hash is not that of the line and the hash before';
my $wrong_values = 'altered: the values do not have the digest of the line';
my %found = (
	chain => undef, place => undef,
	values => $wrong_values, salt => $wrong_values,
	hash => 'altered: the hash alone, for the next line has the right one');
for my $place (1, 4, 8)
{
	my $line = $rows[ place_of(12, $place) ];
	for my $field (@fields)
	{
		my @values = !defined $line->{$field} ? ('x' x ($binary{$field} ? 32 : 1), $binary{$field} ? () : '')
			: $binary{$field} ? ($line->{$field} ^ ("\1" . "\0" x (length($line->{$field}) - 1)), $field eq 'hash' ? () : undef)
			: $line->{$field} =~ /^\d+$/ ? $line->{$field} + 1
			: ("$line->{$field}x", undef);
		next if exists $found{$field} && !defined $found{$field};
		finds("place $place: $field altered", [ [ altered(12, $place, $field => $_) ], @sealed ], "chain 12, place $place: " . ($found{$field} // $wrong_hash)) for @values;
	}
}
finds('the place altered', [ [ altered(12, 4, place => 99) ], @sealed ], 'chain 12, place 4: swapped: the line stands at place 99');
finds('the place of the last line altered', [ [ altered(12, 12, place => 14) ], @sealed ], 'chain 12, place 12: altered: its place is 14');
finds('two lines of one place', [ [ altered(12, 4, place => 1) ], @sealed ], 'chain 12, place 4: altered: its place is 1');
finds('the last hash altered', [ [ altered(12, 12, hash => 'x' x 32) ], @sealed ], "chain 12, place 12: $wrong_hash");
finds('the chain altered to a lower one', [ [ altered(12, 4, chain => 11) ], @sealed ],
	'chain 11, place 4: swapped: line 8 of the file is not in the order of the chains',
	'chain 12, place 5: swapped: line 9 of the file is not in the order of the chains',
	'chain 12, place 4: missing: seal 1 keeps this line');
finds('the chain altered to a higher one', [ [ altered(12, 8, chain => 13) ], @sealed ],
	'chain 13, place 1: missing: the lines up to place 7',
	'chain 12, place 9: swapped: line 13 of the file is not in the order of the chains');
finds('the chain of the last line altered', [ [ altered(30, 1, chain => 31) ], @sealed ],
	"chain 31, place 1: $wrong_hash",
	'chain 30, place 1: cut off: seal 2 keeps this line, the journal ends at place 0');
finds('a column altered and the hash computed anew, not those after it', [ [ recomputed(12, 3, 3, basis => 'x') ], @sealed ], "chain 12, place 4: $wrong_hash");
finds('an altered head', [ [ recomputed(12, 4, 4, basis => 'x') ], @sealed ],
	'chain 12, place 4: altered: the hash is not the one that seal 1 keeps', "chain 12, place 5: $wrong_hash");
finds('all hashes after it computed anew, not the seals', [ [ recomputed(12, 3, 12, basis => 'x') ], @sealed ],
	map { "chain 12, place $_->[0]: altered: the hash is not the one that seal $_->[1] keeps" } [ 4, 1 ], [ 9, 2 ], [ 12, 3 ]);
finds('the same of lines after the last seal but one', [ [ recomputed(12, 10, 12, basis => 'x') ], @sealed ],
	'chain 12, place 12: altered: the hash is not the one that seal 3 keeps');
finds('two faults in two chains', [ [ map { { %$_, $_->{chain} != 12 && $_->{place} == 2 ? (version => '9') : () } } @rows ], @sealed ],
	"chain 0, place 2: $wrong_hash", "chain 7, place 2: $wrong_hash");
finds('values without salt', [ [ altered(12, 2, salt => undef) ], @sealed ], "chain 12, place 2: $wrong_values");

# d. Lines left out, inserted, swapped.

# The lines of chain 12 by their places, as they are to stand; with new places if so asked.
sub arranged
{
	my ($places, $renumbered) = @_;
	my @lines = map { { %{ $rows[ place_of(12, $_) ] } } } @$places;
	if ($renumbered) { $lines[$_]{place} = $_ + 1 for 0 .. $#lines }
	return [ (grep { $_->{chain} < 12 } @rows), @lines, (grep { $_->{chain} > 12 } @rows) ];
}

my $down = ', and later places are counted down';
finds('a line left out', [ arranged([ 1, 2, 4 .. 12 ]), @sealed ], 'chain 12, place 3: missing: the lines up to place 3');
finds('three, one of them a head', [ arranged([ 1, 2, 6 .. 12 ]), @sealed ], 'chain 12, place 3: missing: the lines up to place 5');
finds('the first one', [ arranged([ 2 .. 12 ]), @sealed ], 'chain 12, place 1: missing: the lines up to place 1');
finds('two in two places', [ arranged([ 1, 3 .. 5, 7 .. 12 ]), @sealed ],
	'chain 12, place 2: missing: the lines up to place 2', 'chain 12, place 6: missing: the lines up to place 6');
finds('a line left out and the places counted down', [ arranged([ 1, 2, 4 .. 12 ], 1), @sealed ], "chain 12, place 3: missing: the lines up to place 3$down");
finds('three', [ arranged([ 1, 2, 6 .. 12 ], 1), @sealed ], "chain 12, place 3: missing: the lines up to place 5$down");
finds('the last one', [ arranged([ 1 .. 11 ]), @sealed ], 'chain 12, place 12: cut off: seal 3 keeps this line, the journal ends at place 11');
finds('the last ones', [ arranged([ 1 .. 3 ]), @sealed ], 'chain 12, place 12: cut off: seal 3 keeps this line, the journal ends at place 3');
finds('a whole chain', [ arranged([]), @sealed ], 'chain 12, place 12: cut off: seal 3 keeps this line, the journal ends at place 0');
lawful('without seals nothing tells that lines are cut off', 'lines: 16, chains: 4, lines without values: 0', arranged([ 1 .. 11 ]));
finds('a line twice', [ arranged([ 1 .. 5, 3, 6 .. 12 ], 1), @sealed ], 'chain 12, place 6: inserted: line 10 of the file');
finds('two of them', [ arranged([ 1 .. 5, 1, 1, 6 .. 12 ], 1), @sealed ],
	'chain 12, place 6: inserted: line 10 of the file', 'chain 12, place 7: inserted: line 11 of the file');
finds('a line twice, with its place', [ arranged([ 1 .. 3, 3, 4 .. 12 ]), @sealed ], 'chain 12, place 3: inserted: line 8 of the file');
finds('at the end', [ arranged([ 1 .. 12, 12 ]), @sealed ], 'chain 12, place 12: inserted: line 17 of the file');
finds('neighbours swapped', [ arranged([ 1 .. 4, 6, 5, 7 .. 12 ], 1), @sealed ], 'chain 12, place 5: swapped: with the line at place 6');
finds('lines swapped', [ arranged([ 1 .. 4, 8, 6, 7, 5, 9 .. 12 ], 1), @sealed ], 'chain 12, place 5: swapped: with the line at place 8');
finds('lines swapped after some were left out', [ arranged([ 1, 3, 4, 8, 6, 7, 5, 9 .. 12 ], 1), @sealed ],
	"chain 12, place 2: missing: the lines up to place 2$down", 'chain 12, place 5: swapped: with the line at place 7');
finds('two pairs swapped', [ arranged([ 2, 1, 3, 4, 6, 5, 7 .. 12 ], 1), @sealed ],
	'chain 12, place 1: swapped: with the line at place 2', 'chain 12, place 5: swapped: with the line at place 6');
finds('a line moved down', [ arranged([ 1 .. 4, 6 .. 9, 5, 10 .. 12 ], 1), @sealed ], 'chain 12, place 5: swapped: the line stands at place 9');
finds('a line moved up', [ arranged([ 1 .. 4, 8, 5 .. 7, 9 .. 12 ], 1), @sealed ],
	'chain 12, place 5: inserted: line 9 of the file', "chain 12, place 8: missing: the lines up to place 8$down");
finds('lines in another order, with their places', [ arranged([ 1 .. 4, 6, 5, 7 .. 12 ]), @sealed ], 'chain 12, place 5: swapped: the line stands behind place 6');
finds('a chain upside down', [ arranged([ reverse 1 .. 12 ]), @sealed ], map { "chain 12, place $_: swapped: the line stands behind place " . ($_ + 1) } 1 .. 11);
finds('a chain of which nothing is right', [ [ map { { %{ $rows[6] }, place => $_, hash => sha256($_) } } 1 .. 1500 ] ], map { "chain 12, place $_: $wrong_hash" } 1 .. 1500);
finds('without values too', [ [ map { { %$_, values => undef, salt => undef } } altered(12, 5, login_role => 'x') ], @sealed ], "chain 12, place 5: $wrong_hash");

my $taken_out = 'taken out: the values, and no later line is the entry\'s line "blanked"';
finds('values taken out', [ [ altered(12, 3, values => undef, salt => undef) ], @sealed ], "chain 12, place 3: $taken_out");
finds('of two lines of an entry', [ [ map { { %$_, $_->{entry} == 14 ? (values => undef, salt => undef) : () } } @rows ], @sealed ], "chain 12, place 4: $taken_out");
finds('of all lines of a chain', [ [ map { { %$_, $_->{chain} == 7 ? (values => undef, salt => undef) : () } } @rows ], @sealed ],
	'chain 7, place 1: taken out: the values of all lines of the chain');

# e. Seals. Rows 0 to 2 are of seal 1 (chains 0, 7, 12), rows 3 to 5 of seal 2 (7, 12, 30), rows 6 and 7 of seal 3 (0, 12); seal
# 4 is over no chain.
sub resealed
{
	my ($change) = @_;
	my @seals = map { {%$_} } $journal->seal_rows;
	$change->(\@seals);
	return [ [@rows], \@seals, $journal->digest ];
}

my $wrong_root = 'wrong root: the root is not that of the heads and the root before';
my $disagreeing = 'wrong root: the lines of the seal do not agree on the seal';
my $other_hash = 'altered: the hash is not the one that seal 2 keeps';
finds('the number of a chain in a seal', resealed(sub { $_[0][5]{chain} = 31 }), "seal 2: $wrong_root",
	'chain 31, place 1: cut off: seal 2 keeps this line, the journal ends at place 0');
finds('a place', resealed(sub { $_[0][4]{place} = 8 }), "seal 2: $wrong_root", "chain 12, place 8: $other_hash");
finds('a hash', resealed(sub { $_[0][4]{hash} = 'x' x 32 }), "seal 2: $wrong_root", "chain 12, place 9: $other_hash");
finds('the time', resealed(sub { $_->{sealed_at}++ for @{ $_[0] }[ 3 .. 5 ] }), "seal 2: $wrong_root");
finds('who sealed', resealed(sub { $_->{sealed_by} = 'x' for @{ $_[0] }[ 3 .. 5 ] }), "seal 2: $wrong_root");
finds('a root', resealed(sub { $_->{root} = 'x' x 32 for @{ $_[0] }[ 3 .. 5 ] }), map { "seal $_: $wrong_root" } 2, 3);
finds("$_ in one line of a seal", resealed(sub { substr($_[0][4]{$_}, -1) = 5 }), "seal 2: $disagreeing") for qw(sealed_at sealed_by root);
finds('a head left out', resealed(sub { splice @{ $_[0] }, 4, 1 }), "seal 2: $wrong_root");
finds('two heads in another order', resealed(sub { @{ $_[0] }[ 3, 4 ] = @{ $_[0] }[ 4, 3 ] }), "seal 2: $wrong_root");
finds('a seal left out', resealed(sub { splice @{ $_[0] }, 3, 3 }), 'seal 2: seal missing: the next seal in the file is seal 3');
finds('the first seals left out', resealed(sub { splice @{ $_[0] }, 0, 6 }), 'seal 1: seal missing: the next seal in the file is seal 3');
finds('the last seal left out', resealed(sub { pop @{ $_[0] } }), 'seal 4: seal missing: it is the seal of the digest');
finds('all seals left out', resealed(sub { @{ $_[0] } = () }), 'seal 4: seal missing: it is the seal of the digest');
finds('a seal twice', resealed(sub { push @{ $_[0] }, @{ $_[0] }[ 3 .. 5 ] }), 'seal 2: inserted: a seal with a lower number than the seal before');

# What nothing but a digest from outside proves: that the whole was not made anew.
{
	my $forged = example();
	$forged->{lines}{12}[2]{basis} = 'x';
	chained($forged->{lines}{12}[1]{hash}, @{ $forged->{lines}{12} }[ 2 .. 11 ]);
	for my $head (map { @{ $_->{heads} } } @{ $forged->{seals} }) { $head->{hash} = $forged->{lines}{ $head->{chain} }[ $head->{place} - 1 ]{hash} }
	$forged->roots;
	lawful('lines and seals made anew', 'lines: 17, chains: 4, lines without values: 0, seals: 2, lines not sealed: 4', [ $forged->rows ], [ $forged->seal_rows ]);
	finds('and the old digest', [ [ $forged->rows ], [ $forged->seal_rows ], $old_digest ], 'seal 2: wrong root: the root is not that of the digest');
}

# f. Entries: the lines are right as they stand, but do not follow from each other.
sub followed
{
	my ($chain, $place, %changed) = @_;
	my @altered = altered($chain, $place, %changed);
	my $line = $altered[ place_of($chain, $place) ];
	$line->{values_digest} = sha256($line->{salt}, $line->{values});
	chained($place > 1 ? $rows[ place_of($chain, $place - 1) ]{hash} : "\0" x 32, grep { $_->{chain} == $chain && $_->{place} >= $place } @altered);
	return [ \@altered ];
}

my $another = 'differs: the entry is not what the lines before and this change make';
my $old_values = 'differs: the old values are not those that the lines before leave';
my $unknown = 'unknown: the values have a form or a column that this program does not know';
finds('the digest of an entry', followed(12, 3, entry_digest => 'x' x 32), "chain 12, place 3: $another");
finds('no digest of an entry', followed(12, 3, entry_digest => undef), "chain 12, place 3: $another");
finds('a value that was entered', followed(12, 2, values => '{"case_no":"2026-7","request_no":"2","sent_on":"2026-02-01"}'), "chain 12, place 3: $another");
finds('an entry of nothing', followed(12, 2, values => '{}'), "chain 12, place 3: $another");
finds('a change of nothing', followed(12, 3, values => '{}'), "chain 12, place 3: $another");
finds('a new value', followed(12, 3, values => '{"permit_no":[null,"P-2"],"received_on":[null,"2026-02-03"]}'), "chain 12, place 3: $another");
finds('an old value', followed(12, 8, values => '{"damage":[10.51,"NaN"]}'), "chain 12, place 8: $old_values");
finds('an old value for null', followed(12, 3, values => '{"permit_no":["P-0","P-1"],"received_on":[null,"2026-02-03"]}'), "chain 12, place 3: $old_values");
finds('a withdrawn value', followed(12, 9, values => '{"case_no":"2026-7","violation_no":"1"}'), 'chain 12, place 9: differs: the withdrawn entry is not what the lines before leave');
finds('a column that is not known', followed(12, 3, values => '{"permit_no":[null,"P-1"],"reviewed_on":[null,"2026-02-03"]}'), "chain 12, place 3: $unknown");
finds('a table that is not known', followed(12, 3, table => 'reviews'), "chain 12, place 3: $unknown");
my $seventy = '{' . join(',', map { qq("c$_":[1,2]) } 1 .. 70) . '}';
for my $values ('', '{', '[]', '{]', '{"}', '{"a"}', '{"a":}', '{"a":[1,2}', '{"a":[1,2],}', '{"a":[1,2]]}', '{"a":[1,2]"b":[1,2]}', '{"a" :[1,2]}', '{"a":"\\"}', '{a:[1,2]}',
	$seventy, map { qq({"permit_no":$_}) } '1', '[1]', '[1,2,3]', '[,1]', '["1]', '[1,]')
{
	finds('values ' . substr($values, 0, 30), followed(12, 3, values => $values), "chain 12, place 3: $unknown");
	finds('an entry ' . substr($values, 0, 30), followed(12, 2, values => $values), "chain 12, place 3: " . ($values =~ /permit_no/ && $values !~ /"1\]/ ? $old_values : $unknown));
}

# g. What cannot be read.
my $text = copied(\@fields, @rows);
my $seals = copied(\@seal_fields, $journal->seal_rows);

sub unreadable
{
	my ($name, $reason, @arguments) = @_;
	my ($status, $lines, $errors) = run_program(@arguments);
	is_deeply([ $status, $errors ], [ 2, "secretxfer_verify_journal: $reason\n" ], $name);
	return;
}

# The journal, or the seals, with one row of these fields in line 3.
sub with_line
{
	my ($lines, %changed) = @_;
	my @lines = split /\n/, $lines;
	my @row = split /\t/, $lines[2], -1;
	$row[$_] = $changed{$_} for keys %changed;
	$lines[2] = join "\t", @row;
	return join "\n", @lines, '';
}

my %column = map { $fields[$_] => $_ } 0 .. $#fields;
my %seal_column = map { $seal_fields[$_] => $_ } 0 .. $#seal_fields;
my $at = "$folder/journal.tsv, line 3";
my $zeros = '0' x 64;
for ([ 'place', '0', 'a place or the number of a seal is out of range' ], [ 'place', '-1', 'a place or the number of a seal is out of range' ],
	[ 'place', '1152921504606846977', 'a place or the number of a seal is out of range' ],
	(map { [ $_->[0], $_->[1], 'a field that is to be a whole number is none' ] } map { my $field = $_; map { [ $field, $_ ] } '', 'x', '-', '1-', '01', '-0', "1\0", '1 ', '0x1', '1.5', '\N', '9' x 19, '-' . '9' x 19, '9' x 400 } qw(chain place recorded_at entry)),
	(map { [ $_, 'A' x 64, 'a field that is to be hexadecimal is not' ], [ $_, '0', 'a field that is to be hexadecimal is not' ] } qw(salt values_digest entry_digest hash)),
	(map { [ $_, '00', 'a digest does not have 64 digits' ], [ $_, '', 'a digest does not have 64 digits' ] } qw(values_digest entry_digest hash)),
	[ 'hash', '\N', 'a mandatory field is null' ], [ 'hash', "$zeros\t", 'too many fields' ], [ 'hash', "$zeros\r", 'a field that is to be hexadecimal is not' ],
	(map { [ 'end_user', $_, 'a backslash that COPY does not write' ] } '\\', 'a\\', '\\x41', '\\101', 'x\\N', "\\\0"))
{
	my ($field, $value, $reason) = @$_;
	unreadable("$field " . substr($value =~ s/([^ -~])/sprintf '<%02X>', ord $1/ger, 0, 30), "$at: $reason", write_text('journal.tsv', with_line($text, $column{$field} => $value)));
}
unreadable('a line of few fields', "$at: too few fields", write_text('journal.tsv', join "\n", (split /\n/, $text)[ 0, 1 ], "12\t3", ''));
unreadable('an empty line', "$at: too few fields", write_text('journal.tsv', join "\n", (split /\n/, $text)[ 0, 1 ], '', ''));
write_text('journal.tsv', $text);
$at = "$folder/heads.tsv, line 3";
for ([ 'seal_no', '0', 'a place or the number of a seal is out of range' ], [ 'seal_no', 'x', 'a field that is to be a whole number is none' ],
	[ 'sealed_at', '\N', 'a field that is to be a whole number is none' ], [ 'sealed_by', '\N', 'a mandatory field is null' ],
	[ 'root', '\N', 'a mandatory field is null' ], [ 'root', '12', 'a digest does not have 64 digits' ], [ 'chain', '\N', 'a field that is to be a whole number is none' ],
	[ 'place', '\N', 'a field that is to be a whole number is none' ], [ 'hash', '\N', 'a mandatory field is null' ], [ 'hash', 'xy', 'a field that is to be hexadecimal is not' ])
{
	my ($field, $value, $reason) = @$_;
	unreadable("seals: $field $value", "$at: $reason", "$folder/journal.tsv", write_text('heads.tsv', with_line($seals, $seal_column{$field} => $value)));
}
unreadable('no such file', "$folder/none.tsv: No such file or directory", "$folder/none.tsv");
unreadable('a folder', "$folder: Is a directory", $folder);
my $form = 'the digest has another form than secretxfer:1:SEAL_NO:ROOT';
unreadable("digest $_", $form, '--digest', $_, "$folder/journal.tsv", "$folder/heads.tsv")
	for "secretxfer:1:$zeros", "secretxfer:1:0:$zeros", "secretxfer:1:x:$zeros", 'secretxfer:1:1:00', 'secretxfer:1:1:' . 'x' x 64, "secretxfer:2:1:$zeros", $zeros;
write_text('heads.tsv', $seals);
for ([], ['--digest'], [ '--digest', $journal->digest ], [ '--digest', $journal->digest, 'journal.tsv' ], [ 'a', 'b', 'c' ], ['--version'])
{
	my ($status, $lines, $errors) = run_program(@$_);
	ok($status == 2 && !@$lines && $errors =~ /^Usage: secretxfer_verify_journal /m, "arguments @$_");
}
my ($status, $lines, $errors) = run_program('--help');
ok($status == 0 && "@$lines" =~ /Usage: secretxfer_verify_journal / && $errors eq '', '--help');
is(system("secretxfer_verify_journal '$folder/journal.tsv' > /dev/full 2> '$folder/stderr'") >> 8, 2, 'findings that cannot be written');
is(`secretxfer_verify_journal - '$folder/heads.tsv' < '$folder/journal.tsv'`, "lines: 17, chains: 4, lines without values: 0, seals: 4, lines not sealed: 0, findings: 0\n", 'from standard input');
write_text('journal.tsv', $text =~ s/\n\z//r);
is((run_program("$folder/journal.tsv"))[0], 0, 'without a newline at the end');

# h. Any byte replaced, taken away or put in, and any end cut off, is noticed.
srand 110;
my %file = ('journal.tsv' => $text, 'heads.tsv' => $seals);
my %status;
for my $round (1 .. 600)
{
	my $name = $round % 4 ? 'journal.tsv' : 'heads.tsv';
	my $garbled = $file{$name};
	my $offset = int rand length($garbled) - 1;
	my $old = substr $garbled, $offset, 1;
	my $new = (grep { $_ ne $old } "\t", "\n", '\\', '0', 'f', 'N', '"', ',', '[', "\0", "\xFF", '-')[ int rand 11 ];
	my $how = (qw(replaced removed added cut))[ int rand 4 ];
	if ($how eq 'cut') { substr($garbled, $offset) = '' }
	else { substr($garbled, $offset, $how eq 'added' ? 0 : 1) = $how eq 'removed' ? '' : $new }
	write_text($_, $_ eq $name ? $garbled : $file{$_}) for keys %file;
	my ($status) = run_program('--digest', $journal->digest, "$folder/journal.tsv", "$folder/heads.tsv");
	$status{$status}++;
	fail("$how: byte $offset of $name, status $status") if $status !~ /^[12]$/;
}
is_deeply([ sort keys %status ], [ 1, 2 ], 'garbled files: ' . join ', ', map { "status $_: $status{$_} times" } sort keys %status);

# i. The journal of a real register, exported by docs/journal.md.
my $node = PostgreSQL::Test::Cluster->new('exported');
$node->init;
$node->start;
create_register($node, 'exported');
my $merges = $node->safe_psql('postgres', 'SHOW server_version_num') >= 150000;
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('exported'), '-f', "$root/test/fixtures/fixture.sql",
	'-c', 'CALL fixture.people(); SET search_path = secretxfer, fixture', '-f', "$root/test/fixtures/every_stage.sql",
	$merges ? ('-f', "$root/test/fixtures/ways_of_writing.sql") : () ], 'a register in every stage, written in every way');
$node->safe_psql('exported', q{
	SELECT secretxfer.journal_blank('requests', max(entry_id), 'justification', 'an order') FROM secretxfer.requests;
	UPDATE secretxfer.requests SET printed_no = 'after' WHERE entry_id = (SELECT max(entry_id) FROM secretxfer.requests);
	SELECT secretxfer.journal_blank('parties', min(entry_id), NULL, 'an order') FROM secretxfer.parties;
	SET session_replication_role = replica;
	UPDATE secretxfer.parties SET full_name = 'Another' WHERE entry_id = (SELECT max(entry_id) FROM secretxfer.parties);
	RESET session_replication_role;
	SELECT secretxfer.journal_adopt('found at the audit')});
my $acts = $merges ? 5 : 4;
is($node->safe_psql('exported', "SELECT count(DISTINCT act) >= $acts, count(*) FILTER (WHERE values IS NULL) > 1 FROM secretxfer.journal"), 't|t', 'a journal of many acts');
$node->safe_psql('exported', 'SELECT secretxfer.journal_seal()');

# export VALUES: the two files by the commands of the page, which are to be proved by the digest.
sub export_is
{
	my ($name, $values, $expected, @findings) = @_;
	for my $line (read_text("$root/docs/journal.md") =~ /^(\\copy .*)$/mg)
	{
		$node->safe_psql('exported', 'SET client_encoding = UTF8;' . "\n" . $line =~ s/TO '/TO '$folder\//r =~ s/\(true\)/($values)/r);
	}
	my ($status, $lines) = run_program('--digest', $node->safe_psql('exported', 'SELECT secretxfer.journal_digest()'), "$folder/journal.tsv", "$folder/heads.tsv");
	my $summary = pop @$lines;
	is_deeply([ $status, @$lines ], [ $expected, @findings ], $name) or diag(explain $lines);
	return $summary;
}
my $lines_written = $node->safe_psql('exported', 'SELECT count(*) FROM secretxfer.journal');
like(export_is('the journal of a register', 'true', 0), qr/^lines: $lines_written,/, 'all lines are exported');
export_is('without values', 'false', 0);
my ($chain, $place) = split /\|/, $node->safe_psql('exported', q{
	SET session_replication_role = replica;
	UPDATE secretxfer.journal SET login_role = 'nobody' WHERE (chain, place) = (SELECT max(chain), 2 FROM secretxfer.journal WHERE place = 2) RETURNING chain, place});
export_is('a line altered by the administrator', 'true', 1, "chain $chain, place $place: $wrong_hash");
$node->stop;

done_testing;
