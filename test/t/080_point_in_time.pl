# A base backup and archived WAL bring the register back to a point in the middle of a case, by the commands of docs/operations.md:
# to a restore point between the permission and the contract, and to a time between the contract and its annex. The case then
# stands at that step: the next lawful one is accepted, and who goes on as if nothing had been lost is refused.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1, has_archiving => 1);
$primary->append_conf('postgresql.conf', 'log_statement = none');
$primary->start;
create_register($primary, 'secrets');
run_file($primary, 'secrets', 'fixtures/fixture.sql');
$primary->safe_psql('secrets', q{CALL fixture.people(); SELECT fixture.take('other', 'handed', '{"carriers": ["M-4/1"]}')});
$primary->backup('base');

# One case, on to the hand-over.
$primary->safe_psql('secrets', q{SELECT fixture.take('case', 'permitted')});
my $permitted = contents($primary, 'secrets');
$primary->safe_psql('secrets', documented('before anything that may have to be undone'));
my $digest = $primary->safe_psql('secrets', 'SELECT secretxfer.journal_seal() \g /dev/null
	SELECT secretxfer.journal_digest()');
$primary->safe_psql('secrets', q{SELECT fixture.write('contracts', '{"case_no": "case"}')});
my $contracted = contents($primary, 'secrets');
my $time = $primary->safe_psql('secrets', 'SELECT clock_timestamp()');
$primary->safe_psql('secrets', <<'END');
SELECT fixture.write('contract_items', '{"case_no": "case"}'), fixture.write('notices', '{"case_no": "case"}'),
	   fixture.write('protections', '{"case_no": "case"}'), fixture.write('handovers', '{"case_no": "case"}'),
	   fixture.write('carriers', '{}'), fixture.write('violations', '{"case_no": "other"}'), fixture.write('suspensions', '{"case_no": "other"}');
SELECT pg_switch_wal();
END
$primary->stop;

# A server made of the backup that has come to a target, and waits for somebody to look at it.
sub recovered
{
	my ($name, %replaced) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init_from_backup($primary, 'base', has_restoring => 1, standby => 0);
	$node->append_conf('postgresql.conf', "archive_mode = off\n" . documented('postgresql.conf, until the server goes on', '/archive' => $primary->archive_dir, %replaced));
	$node->start;
	$node->poll_query_until('secrets', 'SELECT pg_is_wal_replay_paused()');
	return $node;
}

# Lets it take entries; a function that tells what became of one.
sub resumed
{
	my ($node) = @_;
	$node->safe_psql('secrets', documented('when all is as it should be'));
	$node->poll_query_until('secrets', 'SELECT NOT pg_is_in_recovery()');
	return sub { trial($node, 'secrets', $_[0]) };
}

my $stage = q{SELECT stage FROM secretxfer.case_status WHERE case_no = 'case'};
my $next = q{SELECT string_agg(rule, ' ') FROM secretxfer.next_steps('case')};

# Between the permission and the contract.
my $by_name = recovered('by_name');
is($by_name->safe_psql('secrets', $stage), 'permitted', 'the restore point: the case stands at the permission');
is(findings($by_name, 'secrets'), '', 'the restore point: verify() finds nothing');
journal_is_right('the restore point', $by_name, 'secrets');
is($by_name->safe_psql('secrets', "SELECT what FROM secretxfer.journal_verify_against('$digest')"), 'the seal is missing', 'the restore point: a later digest tells that the register went back');
like($by_name->safe_psql('secrets', $next), qr/secretxfer_r06_contract_first/, 'the restore point: the next step is the contract');
my $told = resumed($by_name);
is(contents($by_name, 'secrets'), $permitted, 'the restore point: every row is as it was');
is($told->(q{may_enter('contract_items', '{"case_no": "case"}')}), 'refused: secretxfer_r06_contract_first on contract_items', 'the restore point: an annex to the lost contract is refused');
is($told->(q{may_enter('handovers', '{"case_no": "case"}')}), "refused: secretxfer_r06_contract_first on handovers\n  and secretxfer_r08_arrangement_first", 'the restore point: so is the hand-over');
is($told->(q{enter('contracts', '{"case_no": "case"}')}), 'accepted', 'the restore point: the contract is accepted');
$by_name->stop;

# Between the contract and its annex.
my $by_time = recovered('by_time', q{recovery_target_name = 'before_import'} => "recovery_target_time = '$time'");
is($by_time->safe_psql('secrets', $stage), 'contracted', 'the time: the case stands at the contract');
$told = resumed($by_time);
is(contents($by_time, 'secrets'), $contracted, 'the time: every row is as it was');
is($told->(q{may_enter('handovers', '{"case_no": "case"}')}), "refused: secretxfer_r06_annex_first on handovers\n  and secretxfer_r08_arrangement_first", 'the time: the hand-over is refused');
is($told->("enter('$_', '" . '{"case_no": "case"}' . "')"), 'accepted', "the time: entered again: $_") for qw(contract_items notices protections handovers);
is($told->(q{enter('carriers')}), 'accepted', 'the time: a carrier is entered');
is(findings($by_time, 'secrets'), '', 'the time: verify() finds nothing');
journal_is_right('the time, and gone on', $by_time, 'secrets', $digest);
$by_time->stop;
done_testing();
