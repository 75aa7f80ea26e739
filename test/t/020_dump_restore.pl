# A register is dumped and restored: every row is back, nothing is judged again, the rules go on,
# and the extension cannot be dropped while there is a register.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = "$FindBin::RealBin/../..";

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;

sub sql { my ($database, $query) = @_; return $node->safe_psql($database, $query); }

sub load_fixture
{
	my ($database) = @_;
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database), '-f', "$root/test/fixtures/fixture.sql" ],
		"$database: the tests' functions");
}

# All rows of all tables, one line a table.
sub contents
{
	my ($database) = @_;
	my @tables = split /\n/, sql($database, q{SELECT relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' ORDER BY 1});
	return join "\n", map {
		"$_ " . sql($database, qq{SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text COLLATE "C"), '')) FROM secretxfer."$_" t})
	} @tables;
}

# All definitions: what pg_dump says of them.
sub definitions
{
	my ($database) = @_;
	my ($out, $err) = run_command([ 'pg_dump', '--schema-only', '-d', $node->connstr($database) ]);
	is($err, '', "$database: its definitions are dumped");
	return join "\n", grep { !/^\\(un)?restrict / } split /\n/, $out;
}

# A register in all its stages, with what its users added to it.
my ($result, $out, $err) = $node->psql('postgres', 'CREATE DATABASE origin');
($result, $out, $err) = $node->psql('origin', 'CREATE EXTENSION secretxfer');
like($err, qr/NOTICE: .*create_register\(\)/, 'CREATE EXTENSION names the next step');
sql('origin', 'SELECT secretxfer.create_register()');
load_fixture('origin');
sql('origin', <<'END');
CALL fixture.people();
SET search_path = secretxfer, fixture;
SELECT take('opened', 'opened'), take('requested', 'requested'), take('received', 'received'), take('permitted', 'permitted'),
	   take('contracted', 'contracted'), take('annexed', 'annexed'), take('noticed', 'noticed'),
	   take('protected', 'protected', '{"carriers": ["M-1/1", "M-1/2"]}'),
	   take('handed', 'handed', '{"carriers": ["M-5/1", "M-6/1"]}'),
	   take('of a citizen', 'handed', '{"contractor": "@citizen", "carriers": ["M-4/1"]}'),
	   take('system', 'handed', '{"service": true}'),
	   take('provider', 'handed', '{"contractor": "@joint", "protection": "provider", "carriers": ["M-7/1"]}'),
	   take('closed', 'handed', '{"customer": "@client", "carriers": ["M-8/1"]}'),
	   take('liquidated', 'handed', '{"contractor": "@other", "customer": "@client", "carriers": ["M-9/1", "M-2/1"]}'),
	   take('succeeded', 'protected', '{"customer": "@office", "carriers": ["A-1/1"], "authority": "@agency"}');
UPDATE handovers SET returned_on = '2025-05-20', return_act_no = 'back' WHERE case_no = 'closed';
UPDATE cases SET closed_on = '2025-05-30' WHERE case_no = 'closed';
SELECT write('violations', '{"case_no": "handed", "damage": 12.50}'), write('violations', '{"case_no": "handed", "violation_no": "V2"}'),
	   write('suspensions', '{"case_no": "handed"}'), write('annulments', '{"case_no": "handed"}'),
	   write('party_changes', '{"party": "@other"}'), write('party_changes', '{"party": "@office", "kind": "functions"}'),
	   write('supplements', '{"case_no": "succeeded", "party": "@office", "successor": "@office"}'),
	   write('protection_measures', '{"case_no": "liquidated", "party": "@other"}');
-- irregular by now, so a restore that judged again would refuse them
UPDATE permits SET revoked_on = '2025-03-01' WHERE permit_no = 'P-joint';
UPDATE parties SET state_share = 50 WHERE idn = p('provider');
INSERT INTO calendar_days VALUES ('2025-02-24', false, 'a decree');
DELETE FROM calendar_years WHERE year = 2024;
-- the users' own
ALTER TABLE cases ADD COLUMN remark text;
UPDATE cases SET remark = 'ours' WHERE case_no = 'opened';
CREATE INDEX cases_remark_idx ON cases (remark);
ALTER TABLE violations ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON violations USING (true);
ALTER TABLE annulments DISABLE TRIGGER secretxfer_refuse_truncate;
COMMENT ON TABLE annulments IS 'our own words';
GRANT SELECT ON cases TO PUBLIC;
DROP SCHEMA fixture CASCADE;
END
my $contents = contents('origin');
my $definitions = definitions('origin');
unlike($contents, qr/ 0 /, 'no table is empty');

# The dumps.
my $dumps = PostgreSQL::Test::Utils::tempdir;
my $origin = $node->connstr('origin');
$node->command_ok([ 'pg_dump', '-d', $origin, '-f', "$dumps/plain.sql" ], 'pg_dump, plain');
$node->command_ok([ 'pg_dump', '-d', $origin, '-Fc', '-f', "$dumps/custom" ], 'pg_dump -Fc');
$node->command_ok([ 'pg_dump', '-d', $origin, '-Fd', '-j', '4', '-f', "$dumps/directory" ], 'pg_dump -Fd -j 4');
$node->command_ok([ 'pg_dump', '-d', $origin, '--inserts', '-f', "$dumps/inserts.sql" ], 'pg_dump --inserts');
unlike(slurp_file("$dumps/plain.sql"), qr/CREATE FUNCTION secretxfer\./, 'the rules are not in the dump, they come with the extension');

my %restore = (
	plain => [ [ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dumps/plain.sql" ] ],
	inserts => [ [ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dumps/inserts.sql" ] ],
	custom => [ [ 'pg_restore', '-e', "$dumps/custom" ] ],
	one_transaction => [ [ 'pg_restore', '-1', "$dumps/custom" ] ],
	parallel => [ [ 'pg_restore', '-e', '-j', '4', "$dumps/directory" ] ],
	sections => [ map { [ 'pg_restore', '-e', "--section=$_", "$dumps/custom" ] } qw(pre-data data post-data) ]);

for my $way (sort keys %restore)
{
	sql('postgres', "CREATE DATABASE $way");
	for my $command (@{ $restore{$way} })
	{
		my ($program, @arguments) = @$command;
		$node->command_ok([ $program, '-d', $node->connstr($way), @arguments ], join ' ', $way, map { s{^\Q$dumps\E/}{}r } @$command);
	}
	is(contents($way), $contents, "$way: every row is back");
	is(definitions($way), $definitions, "$way: every definition is back, the users' own too");

	# The rules go on where they were.
	load_fixture($way);
	my $told = sub { sql($way, "SET search_path = secretxfer, fixture; SELECT $_[0]") };
	is($told->(q{may_enter('handovers', '{"case_no": "protected"}')}), 'accepted', "$way: the next lawful step is accepted");
	is($told->(q{may_enter('contracts', '{"case_no": "permitted"}')}), 'accepted', "$way: another one");
	is($told->(q{may_change('handovers', '{"case_no": "liquidated"}', '{"returned_on": "2025-06-20", "return_act_no": "back"}')}), 'accepted', "$way: a return");
	is($told->(q{may_enter('carriers')}), 'accepted', "$way: a carrier, numbered on");
	is($told->(q{may_enter('contracts', '{"case_no": "received"}')}), 'refused: secretxfer_r07_permission_first on contracts', "$way: an unlawful step is refused");
	is($told->(q{may_enter('handovers', '{"case_no": "closed", "carrier_id": "#M-8/1", "handed_on": "2025-06-02"}')}), 'refused: secretxfer_r00_case_open on handovers', "$way: in a closed case");
	is($told->(q{may_change('party_changes', jsonb_build_object('party', p('other')), '{"completed_on": "2025-07-01"}')}) =~ s/\n.*//sr, 'refused: secretxfer_r10_all_returned on party_changes', "$way: a liquidation with carriers out is not completed");
	is($told->(q{may_withdraw('handovers', '{"case_no": "handed"}')}), 'refused: secretxfer_r00_never_deleted on handovers', "$way: nothing is deleted");
	is($told->(q{try('TRUNCATE secretxfer.violations CASCADE')}), 'refused: secretxfer_r00_no_truncate on violations', "$way: nor truncated");

	# The register holds the extension, in the restored database as in the first one.
	($result, $out, $err) = $node->psql($way, 'DROP EXTENSION secretxfer');
	isnt($result, 0, "$way: the extension is not dropped while there is a register");
	like($err, qr/cannot drop extension secretxfer because other objects depend on it/, "$way: because of the register");
	sql($way, 'DROP SCHEMA fixture CASCADE');
	sql($way, 'SELECT secretxfer.create_register()');
	is(contents($way), $contents, "$way: create_register() changes no row of it");
	is(definitions($way), $definitions, "$way: nor a definition");
}

# Without a register it can be dropped.
sql('postgres', 'CREATE DATABASE without');
sql('without', 'CREATE EXTENSION secretxfer');
($result, $out, $err) = $node->psql('without', 'DROP EXTENSION secretxfer');
is($result, 0, 'without a register the extension can be dropped');

$node->stop;
done_testing();
