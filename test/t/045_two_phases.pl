# What a session has found is remembered for its next statement.  What it wrote itself and then prepared for a commit in two
# phases is not its own any more: nobody sees it before it is committed, and it may be rolled back.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('two_phases');
$node->init;
$node->append_conf('postgresql.conf', 'max_prepared_transactions = 2');
$node->start;
create_register($node, 'one');
run_file($node, 'one', 'fixtures/fixture.sql');
$node->safe_psql('one', q{CALL fixture.people(); SELECT fixture.take('K1', 'opened'); SELECT fixture.take('K2', 'opened')});

my $session = session($node, 'one');
$session->('SET search_path = secretxfer, fixture');

my $permit = q{BEGIN; INSERT INTO permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark)
	VALUES ('X1', p('builder'), '2025-01-10', '2026-06-30', 'a body', 'secret')};
my $in_first_case = q{SELECT enter('requests', '{"case_no": "K1", "permit_no": "X1"}')};
my $in_second_case = q{SELECT may_enter('requests', '{"case_no": "K2", "permit_no": "X1"}')};
my $refused = 'refused: secretxfer_r00_reference on requests.permit_no';

is($session->($in_second_case), $refused, 'there is no such permit');
for my $end ('ROLLBACK', 'COMMIT')
{
	is($session->($permit), '', 'one is entered');
	$node->safe_psql('one', 'SELECT pg_current_xact_id()');    # a transaction that is of no concern ends
	is($session->("$in_first_case; PREPARE TRANSACTION 'permit'"), 'accepted', 'and prepared with what relies on it');
	is($session->($in_second_case), $refused, 'one that is prepared is none');
	$node->safe_psql('one', "$end PREPARED 'permit'");
	is($session->($in_second_case), $end eq 'COMMIT' ? 'accepted' : $refused, "after $end PREPARED in another session");
}
$session->();

done_testing;
