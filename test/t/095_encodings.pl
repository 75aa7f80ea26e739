# Databases of other encodings take no new register. A register that version 1.0 created there stays in use: texts are
# looked at by their own characters, and the catalogue has the sentences that can be written there. In UTF-8 the table
# of characters is as its script makes it.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;
use Unicode::UCD;

my $root = "$FindBin::RealBin/../..";
my $node = PostgreSQL::Test::Cluster->new('encodings');
$node->init;
$node->start;

# encoding, languages of the catalogue beside English, a letter that shows and one that does not
my @encodings = (
	[ 'WIN1251', 't|f', q{'\\xe0'}, q{'\\x20'} ],
	[ 'LATIN1', 'f|f', q{'\\xe4'}, q{'\\x09'} ],
	[ 'EUC_JP', 'f|f', q{'\\xb0a1'}, q{'\\x0a'} ],
	[ 'SQL_ASCII', 't|t', q{'\\x41'}, q{'\\x7f'} ],
	[ 'UTF8', 't|t', q{'\\xd181'}, q{'\\xe2808b'} ]);
for (@encodings)
{
	my ($encoding, $languages, $visible, $hidden) = @$_;
	my $database = lc $encoding;
	$node->safe_psql('postgres', "CREATE DATABASE $database ENCODING '$encoding' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
	$node->safe_psql($database, 'CREATE EXTENSION secretxfer');
	if ($encoding ne 'UTF8')
	{
		my ($status, $out, $err) = $node->psql($database, 'SELECT secretxfer.create_register()');
		like($err, qr/ERROR:  the encoding of this database is $encoding, but a register needs UTF8
DETAIL:  Only in UTF8 does the server know all letters of Kazakh\.
HINT:  Create a database with ENCODING 'UTF8' and TEMPLATE template0, and the register there\./,
			"$encoding: no new register");
		is($node->safe_psql($database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r'"), 0,
			"$encoding: nothing of it is left");
		# What version 1.0 did; create_register() completes what a statement leaves out.
		$node->psql($database, $node->safe_psql($database, 'SELECT secretxfer.register_definition()'), on_error_stop => 0);
	}
	$node->safe_psql($database, 'SELECT secretxfer.create_register()');
	is($node->safe_psql($database, q{SELECT count(*) FROM secretxfer.verify() WHERE severity = 'warning' AND key = 'server_encoding'}), $encoding eq 'UTF8' ? 0 : 1, "$encoding: whether verify() warns of it");
	is($node->safe_psql($database, 'SELECT bool_and(sentence_ru IS NOT NULL), bool_and(sentence_kk IS NOT NULL) FROM secretxfer.rules'), $languages, "$encoding: the languages of the catalogue");
	my $verdict = sub {
		my ($text) = @_;
		return $node->safe_psql($database, <<"END");
SELECT verdict FROM secretxfer.check_entry('secretxfer.permits', jsonb_build_object('permit_no', 'a' || convert_from($text, '$encoding') || 'b'))
 WHERE rule = 'secretxfer_r00_key_form'
END
	};
	# The journal of a register that goes on; docs/journal.md hashes UTF-8, whatever the database stores.
	run_file($node, $database, 'fixtures/journal.sql');
	my $letter = $encoding eq 'SQL_ASCII' ? q{'\\xd0b6'::bytea, 'SQL_ASCII'} : "$visible, '$encoding'";
	$node->safe_psql($database, <<"END");
INSERT INTO secretxfer.calendar_years (year, confirmed_on, basis) VALUES (2149, '2026-01-05', 'a' || convert_from($letter) || E'"\\\\\\n');
SELECT secretxfer.journal_seal();
END
	journal_is_right($encoding, $node, $database, $node->safe_psql($database, 'SELECT secretxfer.journal_digest()'));
	is($node->safe_psql($database, 'SELECT * FROM fixture.wrong_journal()'), '', "$encoding: nor does plain SQL find anything");
	is($verdict->($visible), 'passed', "$encoding: a letter");
	is($verdict->($hidden), $hidden eq q{'\\x20'} ? 'passed' : 'failed', "$encoding: a character that does not show");
}

# Another version of the Unicode data may know a property of a character better.
my $table = slurp_file("$root/src/register/hidden_characters.h");
my ($made) = $table =~ /Perl's data are of Unicode ([\d.]+)\./;
SKIP:
{
	skip "The table was made from Unicode $made.", 1 if $made ne Unicode::UCD::UnicodeVersion();
	is(scalar `'$root/test/tools/hidden-characters'`, $table, 'the table of characters is as its script makes it');
}

$node->stop;
done_testing();
