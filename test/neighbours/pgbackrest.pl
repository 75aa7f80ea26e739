# docs/neighbours.md, pgBackRest: a backup, and back to a restore point in the middle of a case, by the commands of the page.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Docs;
use Register;
use Test::More;

plan skip_all => 'pgBackRest is not installed' unless `pgbackrest version 2> /dev/null`;

sub neighbours { block('docs/neighbours.md', @_) }
my $folder = PostgreSQL::Test::Utils::tempdir;
my $node = PostgreSQL::Test::Cluster->new('secrets');
$node->init;
local $ENV{PGBACKREST_CONFIG} = "$folder/pgbackrest.conf";
append_to_file($ENV{PGBACKREST_CONFIG}, neighbours('/etc/pgbackrest.conf', '/var/lib/pgbackrest' => "$folder/repo\nlog-path=$folder\nlock-path=$folder/lock\nspool-path=$folder",
	'/var/lib/postgresql/15/main' => $node->data_dir . "\npg1-port=" . $node->port . "\npg1-socket-path=" . $node->host));
$node->append_conf('postgresql.conf', neighbours('postgresql.conf, for pgBackRest') . "wal_level = replica\nmax_wal_senders = 3\nlog_statement = none");
$node->start;
sub run_shell { my ($comment) = @_; $node->command_ok([ 'bash', '-e', '-c', neighbours($comment) ], "docs/neighbours.md: $comment"); }

create_register($node, 'secrets');
run_file($node, 'secrets', 'fixtures/fixture.sql');
$node->safe_psql('secrets', q{CALL fixture.people(); SELECT fixture.take('canary', 'permitted')});
run_shell('once, as postgres');
run_shell('each night, as postgres');

# On to a restore point and past it.
$node->safe_psql('secrets', q{SELECT fixture.write('contracts', '{"case_no": "canary"}')});
sub digest { return $node->safe_psql('secrets', 'SELECT secretxfer.journal_seal() \g /dev/null
	SELECT secretxfer.journal_digest()') }
my $before = digest();
my $contents = contents($node, 'secrets');
$node->safe_psql('secrets', documented('before anything that may have to be undone'));
$node->safe_psql('secrets', q{SELECT fixture.write('contract_items', '{"case_no": "canary"}'), fixture.write('notices', '{"case_no": "canary"}')});
my $later = digest();
$node->safe_psql('secrets', 'SELECT pg_switch_wal()');
isnt($node->safe_psql('secrets', q{SELECT stage FROM secretxfer.case_status}), 'contracted', 'the case went on');
is(qx(find '$folder/repo' -type f -exec zcat -f {} + 2> /dev/null | grep -a -c canary), "0\n", 'the backups are encrypted');
$node->stop;

run_shell('back to a restore point, with the server stopped');
$node->start;
$node->poll_query_until('secrets', 'SELECT pg_is_wal_replay_paused()');
is(contents($node, 'secrets'), $contents, 'every table is as it was at the restore point');
is(findings($node, 'secrets'), '', 'verify() finds nothing');
journal_is_right('at the restore point', $node, 'secrets', $before);
like($node->safe_psql('secrets', "SELECT * FROM secretxfer.journal_verify_against('$later')"), qr/seal/, 'a digest of later shows that something is lost');
$node->safe_psql('secrets', documented('when all is as it should be'));
$node->poll_query_until('secrets', 'SELECT NOT pg_is_in_recovery()');
like(trial($node, 'secrets', q{may_enter('handovers', '{"case_no": "canary"}')}), qr/^refused: secretxfer_r06_annex_first/, 'no hand-over before the annex');
is(trial($node, 'secrets', q{enter('contract_items', '{"case_no": "canary"}')}), 'accepted', 'the next step is accepted');
is(findings($node, 'secrets'), '', 'verify() finds nothing');
journal_is_right('afterwards', $node, 'secrets', $before);

$node->stop;
done_testing();
