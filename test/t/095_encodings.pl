# Databases of other encodings: texts are looked at by their own characters, and the catalogue has the sentences that can be written there.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('encodings');
$node->init;
$node->start;

# encoding, languages of the catalogue beside English, a letter that shows and one that does not
my @encodings = (
	[ 'WIN1251', 't|f', q{'\\xe0'}, q{'\\x20'} ],
	[ 'LATIN1', 'f|f', q{'\\xe4'}, q{'\\x09'} ],
	[ 'EUC_JP', 'f|f', q{'\\xb0a1'}, q{'\\x0a'} ],
	[ 'UTF8', 't|t', q{'\\xd181'}, q{'\\xe2808b'} ]);
for (@encodings)
{
	my ($encoding, $languages, $visible, $hidden) = @$_;
	my $database = lc $encoding;
	$node->safe_psql('postgres', "CREATE DATABASE $database ENCODING '$encoding' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
	$node->safe_psql($database, 'CREATE EXTENSION secretxfer; SELECT secretxfer.create_register()');
	is($node->safe_psql($database, 'SELECT bool_and(sentence_ru IS NOT NULL), bool_and(sentence_kk IS NOT NULL) FROM secretxfer.rules'), $languages, "$encoding: the languages of the catalogue");
	my $verdict = sub {
		my ($text) = @_;
		return $node->safe_psql($database, <<"END");
SELECT verdict FROM secretxfer.check_entry('secretxfer.permits', jsonb_build_object('permit_no', 'a' || convert_from($text, '$encoding') || 'b'))
 WHERE rule = 'secretxfer_r00_key_form'
END
	};
	is($verdict->($visible), 'passed', "$encoding: a letter");
	is($verdict->($hidden), $hidden eq q{'\\x20'} ? 'passed' : 'failed', "$encoding: a character that does not show");
}

$node->stop;
done_testing();
