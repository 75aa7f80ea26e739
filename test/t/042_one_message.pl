# Several transactions in one message have one and the same start of their time.  An entry is open in the transaction that
# entered the entry, and in no other one of the message; a savepoint, a prepared statement and a function change nothing.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('message');
$node->init;
$node->start;
create_register($node, 'one');
run_file($node, 'one', 'fixtures/fixture.sql');
$node->safe_psql('one', "CALL fixture.people(); SELECT fixture.take('K1', 'opened');");

# One message: psql sends what -c has as it is.
sub message
{
	my (@statements) = @_;
	my ($out, $err) = run_command([ 'psql', '-X', '-q', '-v', 'VERBOSITY=terse', '-d', $node->connstr('one'), '-c', join '; ', @statements ]);
	return $err;
}

my $number = 0;

# A request that is entered, and received, by the statements around the two.
sub request
{
	$number++;
	return "INSERT INTO secretxfer.requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)"
	  . " VALUES ('K1', 'R$number', '351240000010', '2025-02-10', 'needed', '2025-03-01', '2025-12-31', 'P-builder', 'draft');"
	  . " INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id) VALUES ('K1', 'R$number', 1, 1)";
}

sub received { return "UPDATE secretxfer.requests SET received_on = '2025-02-12' WHERE request_no = 'R$number'" }
sub touched { return "UPDATE secretxfer.requests SET request_no = request_no, printed_no = 'x' WHERE request_no = 'R$number'" }
sub listed
{
	return $node->safe_psql('one', "SELECT string_agg(carrier_id::text, ' ' ORDER BY item_no) FROM secretxfer.request_items WHERE request_no = 'R$number'");
}
sub another { return "INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id) VALUES ('K1', 'R$number', 2, 2)" }

is(message('BEGIN', request(), received(), another(), 'COMMIT'), '', 'the transaction that enters a request completes its list');
is(listed(), '1 2', 'so the list has both');

is(message('BEGIN', request(), 'SAVEPOINT s', received(), 'RELEASE s', 'SAVEPOINT t', touched(), another(), 'COMMIT'), '', 'with savepoints too');
is(listed(), '1 2', 'so the list has both');

like(message('BEGIN', request(), 'COMMIT', 'BEGIN', received(), 'COMMIT', 'BEGIN', touched(), another(), 'COMMIT'),
	qr/secretxfer_r04_list_before_receipt/, 'a later transaction of the message does not add to the list');
is(listed(), '1', 'so the list is as received');

like(message('BEGIN', request(), received(), 'COMMIT', 'BEGIN', touched(), "DELETE FROM secretxfer.request_items WHERE request_no = 'R$number'", 'COMMIT'),
	qr/secretxfer_r00_settled/, 'nor takes from the list of a request entered as received');
is(listed(), '1', 'so the list is as received');

like(message('BEGIN', request(), received(), 'COMMIT AND CHAIN', touched(), "UPDATE secretxfer.requests SET authority = '351240000020' WHERE request_no = 'R$number'", 'COMMIT'),
	qr/secretxfer_r00_settled/, 'nor does a chained transaction change the addressee');

like(message('BEGIN', request(), received(), 'SAVEPOINT s', 'ROLLBACK TO s', 'COMMIT', 'BEGIN', 'SAVEPOINT s', touched(), 'ROLLBACK TO s', another(), 'COMMIT'),
	qr/secretxfer_r04_list_before_receipt/, 'nor after a savepoint that was rolled back');

is(message(request(), received()), '', 'statements of one message without BEGIN are one transaction');
like(message("DO \$\$ BEGIN UPDATE secretxfer.requests SET printed_no = 'y' WHERE request_no = 'R$number'; COMMIT; " . another() . '; END $$'),
	qr/secretxfer_r04_list_before_receipt/, 'a transaction that a block of PL/pgSQL begins does not add to the list');

# An entry of a savepoint that was rolled back, and the same number entered anew by a later transaction, are two entries.
like(message('BEGIN', 'SAVEPOINT s', request(), 'ROLLBACK TO s', 'COMMIT', 'BEGIN', do { $number--; request() }, received(), 'COMMIT', 'BEGIN', touched(), another(), 'COMMIT'),
	qr/secretxfer_r04_list_before_receipt/, 'nor where the number was entered before and rolled back');
is(listed(), '1', 'so the list is as received');

is(findings($node, 'one') =~ /unlawful/ ? 'unlawful' : '', '', 'verify() finds nothing');
done_testing();
