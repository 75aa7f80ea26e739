# The files of the extension are replaced while clients work, as a package replaces them: sessions that stand keep the
# library that they have loaded, new sessions load the new one, and nobody meets an error. Then ALTER EXTENSION UPDATE, under
# the same load.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use IPC::Run;
use Test::More;

# The files of this test: a copy of those that were built for the tests.
my $config = $ENV{TEMP_CONFIG} ? slurp_file($ENV{TEMP_CONFIG}) : '';
my ($stage) = $config =~ /^(?:extension_destdir|extension_control_path) = '(.*?\/stage)\b/m;
plan skip_all => 'the files of an installed extension are not replaced' unless $stage;
my $folder = PostgreSQL::Test::Utils::tempdir;
system 'cp', '-a', "$stage/.", $folder;
chomp(my $library = $folder . qx(pg_config --pkglibdir));
$library .= '/secretxfer.so';
chomp(my $scripts = $folder . qx(pg_config --sharedir));
$scripts .= '/extension';

my $node = PostgreSQL::Test::Cluster->new('replaced');
$node->init;
$node->append_conf('postgresql.conf', join "\n", map { s/\Q$stage\E/$folder/gr } $config =~ /^(?:extension_|dynamic_).*$/mg);
$node->append_conf('postgresql.conf', 'log_statement = none');
$node->start;
create_register($node, 'secrets');
run_file($node, 'secrets', 'fixtures/fixture.sql');
$node->safe_psql('secrets', 'ALTER DATABASE secrets SET session_preload_libraries = secretxfer; CALL fixture.people(); CREATE SEQUENCE public.n');

# Which file of the library a session has, as inode number.
sub library_of
{
	my ($session) = @_;
	my ($inode) = slurp_file('/proc/' . $session->('SELECT pg_backend_pid()') . '/maps') =~ / (\d+) +\Q$library\E(?: \(deleted\))?$/m;
	return $inode // 'none';
}
sub new_library
{
	my ($number) = @_;
	system 'cp', $library, "$library.new";
	append_to_file("$library.new", "build $number");
	rename "$library.new", $library or die $!;
}
my $old = session($node, 'secrets');
my $inode = (stat $library)[1];
is(library_of($old), $inode, 'a session has loaded the library');

# Clients that keep their session, and clients that come and go.
my $script = PostgreSQL::Test::Utils::tempdir . '/script';
append_to_file($script, "SET search_path = fixture, secretxfer, public;\nSELECT take(format('load %s', nextval('n')), 'permitted');\n");
local $ENV{PGHOST} = $node->host;
local $ENV{PGPORT} = $node->port;
my @said = ('', '');
my @clients = map { IPC::Run::start([ 'pgbench', '-n', ($_ ? '-C' : ()), '-c', 2, '-T', 20, '-f', $script, 'secrets' ], '<', \undef, '>&', \$said[$_]) } 0, 1;
my $number = 0;
my $until = time + 8;
while (time < $until) { new_library(++$number); select undef, undef, undef, 0.1; }
is(library_of($old), $inode, 'the session keeps it');
my $new = session($node, 'secrets');
is(library_of($new), (stat $library)[1], 'a new session loads the new one');
isnt(library_of($new), $inode, 'which is another file');
for my $session ($old, $new)
{
	is($session->(q{SET search_path = secretxfer, fixture; SELECT enter('cases', jsonb_build_object('case_no', 'by hand ' || pg_backend_pid()))}), 'accepted', 'both enter');
	like($session->(q{SELECT enter('handovers', '{"case_no": "load 1"}')}), qr/^refused: secretxfer_/, 'and are refused');
}

# A new version that replaces every function. Clients are at work.
append_to_file("$scripts/secretxfer--1.1--1.1.1.sql", $node->safe_psql('secrets', q{SELECT pg_get_functiondef(p.oid) || ';' FROM pg_proc p
	JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e' WHERE p.pronamespace = 'secretxfer'::regnamespace}));
$node->safe_psql('secrets', q{SET lock_timeout = '10s'; ALTER EXTENSION secretxfer UPDATE TO '1.1.1'});
is($node->safe_psql('secrets', q{SELECT extversion FROM pg_extension WHERE extname = 'secretxfer'}), '1.1.1', 'the extension is updated under load');
for my $session ($old, $new)
{
	is($session->(q{SELECT enter('cases', jsonb_build_object('case_no', 'updated ' || pg_backend_pid()))}), 'accepted', 'sessions of before go on');
	$session->();
}

$_->finish for @clients;
unlike($said[$_], qr/ERROR|FATAL|abort/, ('clients that stay', 'clients that come and go')[$_] . ': no error') for 0, 1;
my ($transactions) = map { my $sum = 0; $sum += $_ for @$_; $sum } [ join("\n", @said) =~ /actually processed: (\d+)/g ];
is($node->safe_psql('secrets', q{SELECT count(*) FROM secretxfer.cases WHERE case_no LIKE 'load %'}), $transactions, 'every accepted case stands');
note("$number libraries, $transactions transactions");
is($node->safe_psql('secrets', q{SELECT * FROM secretxfer.verify() WHERE severity <> 'warning'}), '', 'verify() finds nothing');
journal_is_right('afterwards', $node, 'secrets');

# A library that the server itself has loaded stays until the server is restarted.
$node->append_conf('postgresql.conf', 'shared_preload_libraries = secretxfer');
$node->restart;
$inode = (stat $library)[1];
new_library(++$number);
my $later = session($node, 'secrets');
is(library_of($later), $inode, 'shared_preload_libraries: a new session has the old library');
$later->();
$node->restart;
$later = session($node, 'secrets');
is(library_of($later), (stat $library)[1], 'until the server is restarted');
$later->();

$node->stop;
done_testing();
