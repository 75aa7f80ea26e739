# The texts of the sources against po/: each text has its translations, with the same placeholders, in the words of the
# glossary and in the letters of the language. No server is needed.
use strict;
use warnings;
use utf8;
use open ':std', ':encoding(UTF-8)';
use Encode qw(encode);
use FindBin;
use Test::More;

my $root = "$FindBin::RealBin/../..";

sub content
{
	my ($file) = @_;
	open my $handle, '<:encoding(UTF-8)', $file or die "$file: $!";
	local $/;
	return scalar <$handle>;
}

# The entries of a file but for its header: English text, translation, everything above.
sub entries_of
{
	my ($file) = @_;
	my (undef, @entries) = split /\n\n/, content("$root/po/$file");
	my @read;
	for (@entries)
	{
		my ($comments, $english, $text) = /^(.*?)^msgid "(.+)"\nmsgstr "(.*)"\n?\z/ms or die "$file: $_";
		push @read, { english => $english, text => $text, comments => $comments };
	}
	return @read;
}

# %s, %d, and the places that they take: "1s 2s", whatever the order.
sub placeholders
{
	my ($text) = @_;
	my $place = 0;
	my @found;
	while ($text =~ /%(?:(\d+)\$)?([a-z%])/g)
	{
		push @found, ($1 // ++$place) . $2 if $2 ne '%';
	}
	return join ' ', sort @found;
}

open my $made, '-|:encoding(UTF-8)', "$root/po/template" or die $!;
my $template = do { local $/; <$made> };
ok($template eq content("$root/po/secretxfer.pot"), 'po/secretxfer.pot has the texts of the sources: else run po/merge');
my @texts = entries_of('secretxfer.pot');
cmp_ok(scalar @texts, '>', 600, 'the sources have texts');
is(join("\n", grep { !/^#\. / } map { $_->{comments} } @texts), '', 'each text says where it comes from');

for my $language ('kk', 'ru')
{
	my @entries = entries_of("$language.po");
	is_deeply([ map { $_->{english} } @entries ], [ map { $_->{english} } @texts ],
		"$language.po has the texts of the template: else run po/merge");
	my %wrong;
	for (@entries)
	{
		my ($english, $text, $comments) = @$_{qw(english text comments)};
		push @{ $wrong{'is missing'} }, $english if $text eq '';
		push @{ $wrong{'is fuzzy'} }, $english if $comments =~ /^#,.*fuzzy/m;
		push @{ $wrong{'has other placeholders'} }, $text if placeholders($text) ne placeholders($english);
		push @{ $wrong{'ends otherwise'} }, $text
			if $text ne '' && ($english =~ /\.\z/ ? 1 : 0) != ($text =~ /\.\z/ ? 1 : 0);
		# Letters that look alike: а and a. Latin words are those of the English text, and names of SQL.
		for my $word ($text =~ /([\w()]*[A-Za-z][\w()]*)/g)
		{
			(my $name = $word) =~ s/[()]//g;
			push @{ $wrong{'has letters of two alphabets'} }, "$word: $text" if $name =~ /\p{Cyrillic}/;
			push @{ $wrong{'has a Latin word that the English text has not'} }, "$word: $text"
				if index($english, $name) < 0
				&& $name !~ /^(?:C|SQL|TRUNCATE|ROLLBACK|COMMIT|PUBLIC|true|idn|registrar|customer|authority|auditor)$/;
		}
		push @{ $wrong{'has letters of another language'} }, $text
			if $language eq 'ru' && $text =~ /[^\P{Cyrillic}а-яё]/i;
		# Four things are called so: a body's written permission, the KNB's permit for works, a clearance, and access.
		if ($language eq 'kk')
		{
			while ($text =~ /рұқсат/gi)
			{
				push @{ $wrong{'does not say which рұқсат'} }, $text
					if substr($text, 0, $-[0]) !~ /(?:жазбаша|органның|ҰҚК|құпияларға) \z/i;
			}
		}
		push @{ $wrong{'does not name the permit for works'} }, $text
			if $english =~ /\bpermit\b/i && $text !~ ($language eq 'kk' ? qr/жұмыс жүргізуге ҰҚК/i : qr/разрешени\w+ КНБ/i);
		push @{ $wrong{'does not name the clearance'} }, $text
			if $english =~ /\bclearances?\b/i && $text !~ ($language eq 'kk' ? qr/мемлекеттік құпияларға рұқсат ету/i : qr/допуск/i);
	}
	is(join("\n", @{ $wrong{$_} // [] }), '', "$language: no translation $_")
		for 'is missing', 'is fuzzy', 'has other placeholders', 'ends otherwise', 'has letters of two alphabets',
		'has a Latin word that the English text has not', 'has letters of another language', 'does not say which рұқсат',
		'does not name the permit for works', 'does not name the clearance';
}

# Each text is told somewhere in the tests: in an expected output, or in what a test asks for. So nobody keeps a text that
# nothing provokes, or that nobody has read in its place.
my $tests = join "\n", map { content($_) } glob("$root/expected/*.out"), glob("$root/test/pgtap/*.sql"), glob("$root/test/t/*.pl");
$tests =~ s/^(?:--|#).*$//mg;
$tests =~ s/\\([^n])/$1/g;
$tests =~ s/''/'/g;
my @untold;
for (map { $_->{english} } @texts)
{
	my $told = join '.+?', map { quotemeta } split /%(?:\d+\$)?[sd]/, s/\\(.)/$1/gr, -1;
	push @untold, $_ if $tests !~ /$told/;
}
# PostgreSQL or the operating system provides the time zones.
is(join("\n", grep { $_ ne "Check the server's time zone data." } @untold), '', 'a test tells each text: else add it to test/sql/hints.sql or texts.sql');

# Each hint of a rule is taken at its word by a row of test/sql/hints.sql, which prints the hints that led to something
# accepted; a hint that stands under no rule's row, because several rules have it, is taken under one of them.
my %taken;
for ($tests =~ /^secretxfer_(r\d\d_\w+: .*)$/mg)
{
	my ($rule, $hint) = split /: /, $_, 2;
	$taken{"$rule\t$hint"} = $taken{"\t$hint"} = 1;
}
open my $printed, '-|:encoding(UTF-8)', "$root/po/template", 'hints' or die $!;
chomp(my @hints = <$printed>);
cmp_ok(scalar @hints, '>', 180, 'the rules have hints');
is(join("\n", grep { !$taken{$_} } @hints), '', 'a row takes each hint at its word: else add it to test/sql/hints.sql');
my %is_hint = map { s/^.*\t//r => 1 } @hints;
my $told_as_hint = join "\n", $tests =~ /^ *(?:->|HINT: ) (.*)$/mg;
is(join("\n", grep { !$is_hint{$_} && $told_as_hint =~ /^\Q$_\E$/m } map { $_->{english} } grep { $_->{comments} =~ /^#\. r\d\d_/m } @texts),
	'', 'no text of a rule is told as a hint without being known as one: else see hints() in po/template');

# What gettext itself says.
SKIP:
{
	skip 'gettext is not installed', 2 if system('msgfmt --version > /dev/null 2>&1') != 0;
	is(scalar `msgfmt --check-format --check-domain -o /dev/null $root/po/$_.po 2>&1`, '', "msgfmt finds nothing in $_.po")
		for 'kk', 'ru';
}

# The demonstration: each text of its scripts has its translation, and no other text has one; a heading is no longer than
# an identifier may be.
my %shown;
for my $script (glob "$root/test/demo/*.sql")
{
	for (split /\n/, content($script))
	{
		$shown{$1} = 'text' if /^\\echo (.+)$/;
		$shown{$_} = 'heading' for / AS "([a-z][^"]*)"/g;
	}
}
for my $language ('kk', 'ru')
{
	my %texts;
	for (entries_of("../test/demo/$language.po"))
	{
		my ($english, $text) = map { s/\\(.)/$1/gr } @$_{qw(english text)};
		$texts{$english} = $text;
	}
	is_deeply([ sort keys %texts ], [ sort keys %shown ], "$language: the texts of the demonstration");
	is(join("\n", grep { $_ eq '' || /\p{Cyrillic}[A-Za-z]|[A-Za-z]\p{Cyrillic}/ } values %texts), '', "$language: ... have translations");
	is(join("\n", grep { length(encode('UTF-8', $_)) > 63 } map { $texts{$_} } grep { $shown{$_} eq 'heading' } keys %shown), '',
		"$language: ... and short headings");
	is(join("\n", grep { /рұқсат/i && !/(?:жазбаша|органның|ҰҚК|құпияларға) рұқсат/i } values %texts), '', "$language: ... that say which рұқсат");
}

# A text that the template lacks, because it is not marked: DETAIL and HINT, and every sentence among the strings.
my @unmarked;
for my $file (grep { !m{/(?:translations\.c|verifier/)} } glob "$root/src/*.[ch] $root/src/*/*.[ch]")
{
	my $source = content($file);
	$source =~ s{/\*.*?\*/}{}gs;
	$source =~ s/\\\n//g;
	while ($source =~ /(\w+)?(\(?)\s*((?:"(?:[^"\\]|\\.)*"\s*)+)/g)
	{
		my ($function, $call, $text) = ($1 // '', $2, $3);
		next if $call && $function =~ /^(?:N_|translated)$/;
		next if $call ? $function !~ /^err(?:detail|hint)$/ || $text =~ /^"%s"\s*\z/ : 1 and $text !~ /^"[A-Z][a-z' ]+ .*\."\s*\z/s;
		push @unmarked, "$file: $text";
	}
}
# Texts for administrators: of the settings, and of the server's log.
@unmarked = grep { !m{/src/(?:language|journal/journal|security/server_log)\.c: } } @unmarked;
is(join("\n", @unmarked), '', 'C: each text is marked by N_() or translated()');

# What create_register() and the scripts tell an administrator stays English.
@unmarked = ();
for my $file (grep { !m{/(?:10_schema|35_from_1_0|90_next_step)\.sql} } glob "$root/sql/extension/*.sql $root/sql/extension/verify/*.sql")
{
	my $source = content($file);
	push @unmarked, "$file: $1" while $source =~ /\b((?:HINT|DETAIL) = (?!secretxfer\.translated\().{0,60})/g;
}
is(join("\n", @unmarked), '', 'SQL: each HINT and DETAIL is translated');

done_testing();
