# docs/neighbours.md, pg_cron: its jobs by the commands of the page, made to run each minute; what its log and its table keep.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Docs;
use Register;
use Test::More;

chomp(my $sharedir = qx(pg_config --sharedir));
plan skip_all => 'pg_cron is not installed' unless -e "$sharedir/extension/pg_cron.control";

sub neighbours { block('docs/neighbours.md', @_) }
my $node = PostgreSQL::Test::Cluster->new('cron');
$node->init;
$node->append_conf('postgresql.conf', neighbours('postgresql.conf, for pg_cron'));
$node->append_conf('postgresql.conf', "cron.host = '" . $node->host . "'\nlog_statement = none");
$node->start;
create_register($node, 'secrets');
run_file($node, 'secrets', 'fixtures/fixture.sql');
$node->safe_psql('secrets', q{CALL fixture.people(); CREATE ROLE body; CREATE ROLE office; CREATE ROLE nobody; GRANT USAGE ON SCHEMA secretxfer TO nobody;
	SELECT fixture.take('case', 'received'), secretxfer.admit('body', fixture.p('ministry'), 'authority'), secretxfer.admit('office', fixture.p('customer'), 'customer')});
$node->safe_psql('secrets', neighbours('what is watched, and who watches; as a superuser'));
$node->safe_psql('secrets', 'ALTER DATABASE secrets SET session_preload_libraries = secretxfer');
$node->safe_psql('postgres', 'CREATE EXTENSION pg_cron');

# The settings: what verify() says of them, as they are on the page and otherwise.
my $warned = q{SELECT key FROM secretxfer.verify_settings() WHERE key LIKE 'cron%' ORDER BY 1};
is($node->safe_psql('secrets', $warned), '', 'verify() is content with the settings of the page');

# The jobs. A request waits for its answer, and the term is over.
$node->safe_psql('secrets', q{SET session_replication_role = replica; UPDATE secretxfer.requests SET received_on = '2025-03-10' WHERE case_no = 'case'});
$node->safe_psql('postgres', $_) for neighbours('verify() each night, from the database of pg_cron'),
	neighbours('reminders, from the database of pg_cron'), documented('in the database of pg_cron');
$node->safe_psql('postgres', q{SELECT cron.schedule_in_database('CANARY', '* * * * *', $$SELECT ('CANARY' || max(year))::date FROM secretxfer.calendar_years$$, 'secrets')});
my $listener = session($node, 'secrets');
$listener->('SET ROLE nobody; LISTEN secretxfer_due');
$node->safe_psql('postgres', q{UPDATE cron.job SET schedule = '* * * * *'});
sub all_ran { $node->poll_query_until('secrets', q{SELECT EXISTS (SELECT FROM watch.verified) AND EXISTS (SELECT FROM secretxfer.journal_seals)}) }
ok(all_ran(), 'verify() and the seal were run');
$node->poll_query_until('secrets', q{SELECT count(*) > 1 FROM watch.verified});
like($listener->('SELECT 1'), qr/^(?:1\n)?Asynchronous notification "secretxfer_due" received/m, 'who listens is woken');
unlike($listener->('SELECT 2'), qr/payload/, 'and told nothing');
$listener->();
my %asked = (customer => neighbours('when secretxfer_due arrives, as a customer'), body => neighbours('when secretxfer_due arrives, as a body'));
like(($node->psql('secrets', "SET ROLE nobody; $asked{customer}"))[2], qr/permission denied/, 'who has no duty asks in vain');
like($node->safe_psql('secrets', "SET ROLE body; $asked{body}"), qr/^case\|/, 'a body learns what it owes');
like($node->safe_psql('secrets', "SET ROLE office; $asked{customer}"), qr/^case\|/, 'a customer what is owed to it');
is($node->safe_psql('secrets', 'SELECT DISTINCT unlawful, guard FROM watch.verified'), '0|0', 'the nightly verify() left its numbers');
is($node->safe_psql('postgres', 'SELECT count(*) FROM cron.job_run_details'), '0', 'no run is kept');
unlike(slurp_file($node->logfile), qr/CANARY/, 'nothing of the jobs is logged');

# The same with the settings as pg_cron has them.
$node->append_conf('postgresql.conf', "cron.log_statement = on\ncron.log_run = on");
$node->restart;
is($node->safe_psql('secrets', $warned), "cron.log_run\ncron.log_statement", 'verify() warns of what pg_cron logs and keeps');
# pg_cron hides its settings, and verify() does not stumble over that
is($node->safe_psql('secrets', "SET ROLE nobody; $warned"), '', 'who may not read these settings gets no warning');
is($node->safe_psql('secrets', "GRANT pg_read_all_settings TO nobody; SET ROLE nobody; $warned"), "cron.log_run\ncron.log_statement", 'who may, does');
$node->poll_query_until('postgres', q{SELECT EXISTS (SELECT FROM cron.job_run_details WHERE return_message ~ 'CANARY2')});
like($node->safe_psql('postgres', q{SELECT return_message FROM cron.job_run_details WHERE status = 'failed'}), qr/CANARY2/, 'the table of runs keeps values of a failed job');
like(slurp_file($node->logfile), qr/cron job \d+ starting: .*CANARY/, 'the log has the statements of jobs');

$node->stop;
done_testing();
