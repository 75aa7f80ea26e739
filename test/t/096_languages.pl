# The language of texts: in databases of Debian's locales en, ru, kk and C, by the setting of a session, a transaction, a
# role and a database, in parallel workers and in prepared statements; the locales are made here, from the sources of
# Debian's package locales.
use strict;
use warnings;
use utf8;
use open ':std', ':encoding(UTF-8)';
use Encode qw(decode_utf8);
use File::Path qw(make_path);
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

# Compiles a locale into the folder that the server and its clients look into; whether that can be done.
my $locales = PostgreSQL::Test::Utils::tempdir . '/locales';
make_path($locales);
my @made = grep {
	system("localedef -i $_ -f UTF-8 '$locales/$_.UTF-8' > '$locales/log' 2>&1");
	-e "$locales/$_.UTF-8/LC_MESSAGES/SYS_LC_MESSAGES" || -e "$locales/$_.UTF-8/LC_CTYPE";
} qw(en_US ru_RU kk_KZ);
plan skip_all => 'no locale can be compiled: Debian has their sources in the package locales' if @made < 3;
$ENV{LOCPATH} = $locales;

my $node = PostgreSQL::Test::Cluster->new('languages');
$node->init;
$node->append_conf('postgresql.conf', 'max_prepared_transactions = 1');
$node->start;

my %closed = (
	en => 'The case is closed.',
	kk => 'Іс жабылған.',
	ru => 'Дело закрыто.');

# The text of a statement's answer, or of its report, whatever happens.
sub told
{
	my ($database, $statements, %options) = @_;
	my ($status, $out, $err) = $node->psql($database, $statements, on_error_stop => 0, %options);
	return decode_utf8("$out\n$err");
}

sub translated_in
{
	my ($database, $before) = @_;
	(my $text = told($database, "$before; SELECT secretxfer.translated('The case is closed.')")) =~ s/\n\z//;
	return $text;
}

my $refused = "INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as)
	VALUES ('1', '1', '1', current_date, 'refused', 'A', 'head')";
my %detail = (
	en => qr/DETAIL:  Register \(secretxfer_r00_reference\): These fields refer to an entry that is not in the register: /,
	kk => qr/DETAIL:  Тізілім \(secretxfer_r00_reference\): Мына өрістер тізілімде жоқ жазбаға сілтеме жасайды: /,
	ru => qr/DETAIL:  Реестр \(secretxfer_r00_reference\): Эти поля ссылаются на запись, которой нет в реестре: /);
my %hint = (
	en => qr/HINT:  Check the number; if it is right, first record the entry it refers to\./,
	kk => qr/HINT:  Нөмірді тексеріңіз; ол дұрыс болса, алдымен өзі сілтеме жасайтын жазбаны енгізіңіз\./,
	ru => qr/HINT:  Проверьте номер; если он правильный, сначала внесите запись, на которую он ссылается\./);

for ([ 'en_US', 'en' ], [ 'ru_RU', 'ru' ], [ 'kk_KZ', 'kk' ], [ 'C', 'en' ])
{
	my ($locale, $language) = @$_;
	my $database = lc "in_$locale";
	my $name = $locale eq 'C' ? 'C' : "$locale.UTF-8";
	$node->safe_psql('postgres',
		"CREATE DATABASE $database ENCODING 'UTF8' TEMPLATE template0 LC_COLLATE '$name' LC_CTYPE '$name';
		 ALTER DATABASE $database SET lc_messages = '$name'");
	$node->safe_psql($database, 'CREATE EXTENSION secretxfer; SELECT secretxfer.create_register()');

	# Without the setting: lc_messages.
	my $report = told($database, "SHOW secretxfer.language; $refused", extra_params => [ '-v', 'VERBOSITY=verbose' ]);
	like($report, $detail{$language}, "$locale: DETAIL in the language of lc_messages");
	like($report, $hint{$language}, "$locale: HINT, too");
	like($report, qr/ 23503: insert or update on table "decisions" violates foreign key constraint "secretxfer_r00_reference"/,
		"$locale: the primary message is English");

	# With the setting: whatever the locale.
	for my $asked ('en', 'kk', 'ru')
	{
		$report = told($database, "SET secretxfer.language = '$asked'; $refused");
		like($report, $detail{$asked}, "$locale: DETAIL in $asked");
		like($report, $hint{$asked}, "$locale: HINT in $asked");
		my $sentence = { en => 'An answer is signed by the head', kk => 'Жауапқа органның басшысы', ru => 'Ответ подписывает руководитель' }->{$asked};
		like(told($database, "SET secretxfer.language = '$asked'; SELECT sentence FROM secretxfer.rules WHERE name = 'secretxfer_r05_signature'"),
			qr/^\Q$sentence\E/, "$locale: the catalogue in $asked");
		like(told($database, "SET secretxfer.language = '$asked'; SELECT detail FROM secretxfer.check_entry('secretxfer.decisions', '{}') WHERE rule = 'secretxfer_r05_signature'"),
			qr/\Q$sentence\E|signature|қою|подпис/, "$locale: check_entry() in $asked");
	}
}

my $database = 'in_c';

# A step that another transaction is in the way of.
$node->safe_psql($database, "INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement)
	VALUES ('351240000122', 'organization', 'An organisation', 'A', 'B', 'C');
	INSERT INTO secretxfer.party_changes (party, change_no, kind, effective_on, document)
	VALUES ('351240000122', '1', 'ownership', '2025-06-02', 'a decision');
	BEGIN; SELECT FROM secretxfer.parties FOR UPDATE; PREPARE TRANSACTION 'another'");
my $step = "UPDATE secretxfer.party_changes SET document = 'a decree'";
like(told($database, $step), qr/ERROR:  could not serialize .*\nHINT:  The transaction might succeed if retried\./, 'a concurrent step');
like(told($database, "SET secretxfer.language = 'ru'; $step"), qr/\nHINT:  Повторите транзакцию: она может выполниться\./, '... in Russian');
$node->safe_psql($database, "ROLLBACK PREPARED 'another'");

# The setting.
like(told($database, "SELECT secretxfer.answer_term(); SET secretxfer.language = 'de'"),
	qr/ERROR:  invalid value for parameter "secretxfer.language": "de"\nHINT:  Available values: lc_messages, en, kk, ru\./,
	'a wrong value is refused');
like(told($database, "SET secretxfer.language = 'de'; SELECT secretxfer.translated('The case is closed.')"),
	qr/^The case is closed\.\n.*WARNING:  invalid value for parameter "secretxfer.language": "de"/s,
	'before the first use of the register a wrong value is ignored, with a warning');
is(translated_in($database, "SET secretxfer.language = 'RU'"), $closed{ru}, 'upper and lower case are the same');
is(translated_in($database, "BEGIN; SET LOCAL secretxfer.language = 'kk'"), $closed{kk}, 'a transaction has its language');
is(translated_in($database, "BEGIN; SET LOCAL secretxfer.language = 'kk'; COMMIT"), $closed{en}, '... which ends with the transaction');
is(translated_in($database, "SELECT secretxfer.translated('') <> ''; BEGIN; SET LOCAL secretxfer.language = 'kk'; COMMIT") =~ s/^\w\n//r,
	$closed{en}, '... also when the register was used before');
is(translated_in($database, "SET secretxfer.language = 'ru'; SET secretxfer.language TO DEFAULT"), $closed{en}, 'the default comes back');

# A role without any privilege: for itself, and by its administrator.
$node->safe_psql($database, "CREATE ROLE clerk LOGIN; CREATE ROLE office; GRANT USAGE ON SCHEMA secretxfer TO clerk;
	SELECT secretxfer.answer_term(); ALTER ROLE office SET secretxfer.language = 'ru'");
is(translated_in($database, "SET ROLE clerk; SET secretxfer.language = 'ru'"), $closed{ru}, 'a role sets the language for its session');
like(told($database, "ALTER ROLE clerk SET secretxfer.language = 'kk'", extra_params => [ '-U', 'clerk' ]),
	qr/ERROR:  permission denied to set parameter "secretxfer.language"/, 'before the first use of the register no role keeps a language');
is(told($database, "DO 'BEGIN PERFORM secretxfer.answer_term(); END'; ALTER ROLE clerk SET secretxfer.language = 'kk'", extra_params => [ '-U', 'clerk' ]),
	"\n", '... but after the first use a role keeps its language');
is(told($database, "SELECT secretxfer.translated('The case is closed.')", extra_params => [ '-U', 'clerk' ]), "$closed{kk}\n",
	'a role has its language in new sessions');
$node->safe_psql($database, "ALTER DATABASE in_kk_kz SET secretxfer.language = 'ru'");
is(translated_in('in_kk_kz', 'SELECT'), $closed{ru}, 'a database has its language, whatever its locale');

# Prepared statements and parallel workers.
is(told($database, "SET plan_cache_mode = force_generic_plan;
	PREPARE closed AS SELECT secretxfer.translated('The case is closed.');
	SET secretxfer.language = 'kk'; EXECUTE closed; SET secretxfer.language = 'ru'; EXECUTE closed"),
	"$closed{kk}\n$closed{ru}\n", 'a prepared statement follows the setting');
is(told($database, "CREATE TABLE many AS SELECT i FROM generate_series(1, 50000) AS i; ALTER TABLE many SET (parallel_workers = 2); ANALYZE many;
	SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET secretxfer.language = 'kk';
	SELECT DISTINCT secretxfer.translated('The case is closed.') || (i < 0) FROM many"),
	"$closed{kk}false\n", 'parallel workers speak the language of the session');
is($node->safe_psql($database, "SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'secretxfer'::regnamespace AND provolatile = 'i' AND prosrc ~ 'translated' AND proname <> 'as_installed'"),
	'', 'no function that translates is immutable');

# What a client cannot read stays English; a report that cannot be converted would not reach the client.
like(told($database, "SET client_encoding = 'LATIN1'; SET secretxfer.language = 'kk'; $refused"), $detail{en}, 'a client without Cyrillic is told in English');
is(translated_in($database, "SET client_encoding = 'WIN1251'; SET secretxfer.language = 'kk'"), $closed{en}, 'WIN1251 lacks letters of Kazakh');
my ($status, $out) = $node->psql($database, "SET client_encoding = 'WIN1251'; SET secretxfer.language = 'ru'; SELECT secretxfer.translated('The case is closed.')");
is(Encode::decode('cp1251', $out), $closed{ru}, 'WIN1251 has those of Russian');

$node->stop;
done_testing();
