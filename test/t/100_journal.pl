# The journal: whatever lawful writers do, it says so and proves right, by journal_verify() and by docs/journal.md once
# more in plain SQL (test/fixtures/journal.sql). Whatever is done behind the back of the guard is found and named. Who may
# not read values reads none.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('journal');
$node->init;
$node->append_conf('postgresql.conf', "log_statement = none\nmax_prepared_transactions = 5");
$node->start;
my $merges = $node->safe_psql('postgres', 'SHOW server_version_num') >= 150000;

sub sql { my ($database, $query) = @_; return $node->safe_psql($database, $query); }

# What is not as it should be, by both verifiers: nothing.
sub is_right
{
	my ($what, $database) = @_;
	is(sql($database, 'SELECT * FROM secretxfer.journal_verify()'), '', "$what: journal_verify() finds nothing");
	is(sql($database, 'SELECT * FROM fixture.wrong_journal()'), '', "$what: nor does plain SQL");
}

sub register_in_every_stage
{
	my ($database) = @_;
	create_register($node, $database);
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database),
		'-f', "$FindBin::RealBin/../fixtures/fixture.sql", '-c', 'CALL fixture.people(); SET search_path = secretxfer, fixture',
		'-f', "$FindBin::RealBin/../fixtures/every_stage.sql",
		'-f', "$FindBin::RealBin/../fixtures/journal.sql", '-f', "$FindBin::RealBin/../fixtures/mutations.sql" ], "$database: a register in every stage");
}

#
# What is lawful.
#
register_in_every_stage('lawful');
is_right('every stage', 'lawful');
SKIP:
{
	skip 'MERGE came with PostgreSQL 15', 6 unless $merges;
	sql('lawful', 'CREATE TABLE before AS SELECT act, count(*) AS n FROM secretxfer.journal GROUP BY act');
	run_file($node, 'lawful', 'fixtures/ways_of_writing.sql');
	is_right('every way of writing', 'lawful');
	is(sql('lawful', 'SELECT a.act, a.n - coalesce(b.n, 0) FROM (SELECT act, count(*) AS n FROM secretxfer.journal GROUP BY act) a LEFT JOIN before b USING (act) ORDER BY act'),
		"entered|318\nchanged|345\nwithdrawn|33\nadmitted|1\ndismissed|1", 'every way of writing: a line for each act that was accepted');
	is(sql('lawful', q{SELECT j.values FROM secretxfer.journal j JOIN secretxfer.violations v ON v.entry_id = j.entry
		WHERE v.case_no = 'customer' AND j.act = 'changed' ORDER BY j.place}),
		'{"description":["a breach","«Әділет» ЖШС: \"quoted\" \\\\ back\tslash\n\r\b\f\u0001\u001f' . "\x7f" . ' ½ 😀"]}' . "\n" . '{"damage_recovered":[null,0.1]}',
		'texts and numbers are written as docs/journal.md says; an equal number is no change');
}
is(sql('lawful', q{SELECT count(*) FROM secretxfer.journal j WHERE j.recorded_at > clock_timestamp() OR j.login_role <> current_user
	OR j.effective_role <> current_user OR j.client_address IS NOT NULL}), '0', 'who and when');

# More chains in one transaction than whose heads are remembered, and each of them twice.
sql('lawful', q{BEGIN;
	INSERT INTO secretxfer.calendar_days (day, working, basis) SELECT date '1992-01-01' + n, false, 'an order' FROM generate_series(1, 11000) AS n;
	UPDATE secretxfer.calendar_days SET basis = 'another order' WHERE basis = 'an order'; COMMIT;
	DELETE FROM secretxfer.calendar_days WHERE basis = 'another order'});
is_right('many chains at once', 'lawful');

# What PostgreSQL can store, but no rule accepts; adopted as found.
sql('lawful', q{
	SET session_replication_role = replica;
	INSERT INTO secretxfer.violations (case_no, violation_no, found_on, description, damage, recorded_at, recorded_by, entry_id)
	SELECT 'customer', n, found_on, '', damage, recorded_at, 'nobody "at all"', nextval('secretxfer.entry_ids') FROM (VALUES
		('1', date '0044-03-15 BC', NULL::numeric, timestamptz '0044-03-15 12:00:00+00 BC'), ('2', 'infinity', 'NaN', 'infinity'),
		('3', '-infinity', 1e20, '2026-05-12 10:11:12+05'), ('4', '12345-06-07', 1.10, '2026-05-12 10:11:12.120+00')) AS v (n, found_on, damage, recorded_at);
	UPDATE secretxfer.decisions SET excluded_items = '{3,NULL,1}' WHERE case_no = 'customer'});
is(sql('lawful', q{SELECT secretxfer.journal_adopt('found at the audit of 1 June 2026')}), '5', 'strange values: adopted');
is(sql('lawful', q{SELECT values::text FROM secretxfer.journal WHERE basis IS NOT NULL AND "table" = 'violations' ORDER BY place}), <<'END' =~ s/\n\z//r, 'strange values: written as docs/journal.md says');
{"case_no":"customer","violation_no":"1","found_on":"0044-03-15 BC","description":"","recorded_at":"0044-03-15 12:00:00+00 BC","recorded_by":"nobody \"at all\""}
{"case_no":"customer","violation_no":"2","found_on":"infinity","description":"","damage":"NaN","recorded_at":"infinity","recorded_by":"nobody \"at all\""}
{"case_no":"customer","violation_no":"3","found_on":"-infinity","description":"","damage":100000000000000000000,"recorded_at":"2026-05-12 05:11:12+00","recorded_by":"nobody \"at all\""}
{"case_no":"customer","violation_no":"4","found_on":"12345-06-07","description":"","damage":1.1,"recorded_at":"2026-05-12 10:11:12.12+00","recorded_by":"nobody \"at all\""}
END
is_right('strange values', 'lawful');

# Transactions that are prepared and committed later: others write on meanwhile, and seal.
sql('lawful', q{INSERT INTO secretxfer.permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark)
	SELECT 'J-' || n, CASE n WHEN 1 THEN '351240000060' ELSE '351240000070' END, '2024-01-10', '2026-06-30', 'x', 'secret' FROM generate_series(1, 2) n});
sql('lawful', q{BEGIN; UPDATE secretxfer.permits SET issued_by = 'prepared' WHERE permit_no = 'J-1'; PREPARE TRANSACTION 'later'});
my $waiting = session($node, 'lawful');
like($waiting->(q{SET lock_timeout = '200ms'; UPDATE secretxfer.permits SET issued_by = 'waits' WHERE permit_no = 'J-1'}), qr/lock timeout/, 'prepared: who writes in the same chain waits');
sql('lawful', q{UPDATE secretxfer.permits SET issued_by = 'meanwhile' WHERE permit_no = 'J-2'; SELECT secretxfer.journal_seal()});
is_right('prepared, not committed', 'lawful');
$node->restart;
sql('lawful', q{COMMIT PREPARED 'later'});
is_right('prepared, committed after a restart', 'lawful');
sql('lawful', q{UPDATE secretxfer.permits SET issued_by = 'after' WHERE permit_no = 'J-1'; SELECT secretxfer.journal_seal()});
is_right('and sealed', 'lawful');

# Rolled back lines, a crash, and a session that goes on.
my $session = session($node, 'lawful');
$session->(q{BEGIN; UPDATE secretxfer.permits SET issued_by = 'lost' WHERE permit_no = 'J-1'; SAVEPOINT a;
	UPDATE secretxfer.permits SET issued_by = 'lost too' WHERE permit_no = 'J-1'; ROLLBACK TO a;
	UPDATE secretxfer.permits SET issued_by = 'and this' WHERE permit_no = 'J-1'; ROLLBACK});
is($session->('SELECT * FROM secretxfer.journal_verify()'), '', 'rolled back: the same session finds nothing');
is_right('rolled back', 'lawful');
$session->(q{BEGIN; UPDATE secretxfer.permits SET issued_by = 'crashed' WHERE permit_no = 'J-1'});
sql('lawful', q{UPDATE secretxfer.permits SET issued_by = 'committed' WHERE permit_no = 'J-2'});
$node->stop('immediate');
$node->start;
is_right('crashed', 'lawful');

# Read only.
is(sql('lawful', 'BEGIN READ ONLY; SELECT * FROM secretxfer.journal_verify(); SELECT count(*) > 0 FROM secretxfer.history(\'handed\'); COMMIT'), 't', 'a transaction that is READ ONLY verifies, and reads histories');

#
# The end user: only if set in this very transaction.
#
my $number = 0;
sub end_user
{
	my ($what, $statements, $expected, %options) = @_;
	my $open = session($node, 'lawful');
	my $permit = 'E-' . ++$number;
	my $enter = qq{INSERT INTO secretxfer.permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark) VALUES ('$permit', '351240000110', '2024-01-10', '2026-06-30', 'x', 'secret')};
	$open->($options{preloaded} ? "LOAD 'secretxfer'" : 'SELECT 1');
	$open->($statements =~ s/\bENTER\b/$enter/gr);
	$open->();
	is(sql('lawful', qq{SELECT string_agg(coalesce(j.end_user, 'nobody'), ', ' ORDER BY j.place) FROM secretxfer.journal j JOIN secretxfer.permits p ON p.entry_id = j.entry WHERE p.permit_no = '$permit'}),
		$expected, 'end user ' . ($options{preloaded} ? '(loaded before): ' : '(loaded by the entry): ') . $what);
}
for my $preloaded (0, 1)
{
	my $again = qq{UPDATE secretxfer.permits SET issued_by = issued_by || '+' WHERE permit_no LIKE 'E-%' AND permit_no = (SELECT max(permit_no) FROM secretxfer.permits WHERE permit_no LIKE 'E-%' AND length(permit_no) = (SELECT max(length(permit_no)) FROM secretxfer.permits WHERE permit_no LIKE 'E-%'))};
	my @as = (preloaded => $preloaded);
	end_user('SET LOCAL', q{BEGIN; SET LOCAL secretxfer.end_user = 'Әсел'; ENTER; COMMIT}, 'Әсел', @as);
	end_user('SET in the transaction', q{BEGIN; SET secretxfer.end_user = 'asel'; ENTER; COMMIT}, 'asel', @as);
	end_user('set_config()', q{BEGIN; SELECT set_config('secretxfer.end_user', 'asel', true); ENTER; COMMIT}, 'asel', @as);
	end_user('SET by an earlier client of the pool', q{SET secretxfer.end_user = 'asel'; ENTER}, 'nobody', @as);
	end_user('SET in an earlier transaction', q{BEGIN; SET secretxfer.end_user = 'asel'; COMMIT; BEGIN; ENTER; COMMIT}, 'nobody', @as);
	end_user('the next transaction does not inherit', qq{BEGIN; SET secretxfer.end_user = 'asel'; ENTER; COMMIT; $again}, 'asel, nobody', @as);
	end_user('nor does a chained one', qq{BEGIN; SET secretxfer.end_user = 'asel'; ENTER; COMMIT AND CHAIN; $again; COMMIT}, 'asel, nobody', @as);
	end_user('none', 'ENTER', 'nobody', @as);
	end_user('an empty one', q{BEGIN; SET LOCAL secretxfer.end_user = ''; ENTER; COMMIT}, 'nobody', @as);
	end_user('a savepoint rolled back', q{BEGIN; SET LOCAL secretxfer.end_user = 'asel'; SAVEPOINT a; SET LOCAL secretxfer.end_user = 'dana'; ROLLBACK TO a; ENTER; COMMIT}, 'asel', @as);
	end_user('a savepoint rolled back, to an earlier transaction', q{SET secretxfer.end_user = 'asel'; BEGIN; SAVEPOINT a; SET LOCAL secretxfer.end_user = 'dana'; ROLLBACK TO a; ENTER; COMMIT}, 'nobody', @as);
	end_user('a savepoint released', q{BEGIN; SAVEPOINT a; SET LOCAL secretxfer.end_user = 'dana'; RELEASE a; ENTER; COMMIT}, 'dana', @as);
	end_user('a savepoint rolled back after the entry', qq{SET secretxfer.end_user = 'asel'; BEGIN; SET LOCAL secretxfer.end_user = 'dana'; ENTER; SAVEPOINT a; SET LOCAL secretxfer.end_user = 'saule'; $again; ROLLBACK TO a; $again; COMMIT; $again}, 'dana, dana, nobody', @as);
	end_user('loaded within a savepoint that is rolled back', qq{SET secretxfer.end_user = 'asel'; BEGIN; SAVEPOINT a; SET LOCAL secretxfer.end_user = 'dana'; UPDATE secretxfer.permits SET issued_by = 'y' WHERE permit_no = 'J-2'; ROLLBACK TO a; ENTER; COMMIT}, 'nobody', @as);
	end_user('SET and SET LOCAL', qq{BEGIN; SET secretxfer.end_user = 'asel'; SET LOCAL secretxfer.end_user = 'dana'; ENTER; COMMIT; $again}, 'dana, nobody', @as);
	end_user('reset', q{BEGIN; SET LOCAL secretxfer.end_user = 'asel'; RESET secretxfer.end_user; ENTER; COMMIT}, 'nobody', @as);
}
is_right('end users', 'lawful');

#
# What is remembered of whom.
#
register_in_every_stage('seen');
sql('seen', q{
	SET search_path = secretxfer, fixture;
	CREATE ROLE ertis; CREATE ROLE other_customer; CREATE ROLE committee; CREATE ROLE analyst; CREATE ROLE inspection; CREATE ROLE knb;
	CREATE ROLE clerk; CREATE ROLE nobody; CREATE ROLE visitor;
	SELECT admit('ertis', p('customer'), 'customer'), admit('other_customer', p('client'), 'customer'), admit('committee', p('ministry'), 'authority'),
		   admit('analyst', NULL, 'analyst'), admit('inspection', NULL, 'auditor'), admit('knb', NULL, 'security');
	GRANT USAGE ON SCHEMA secretxfer TO clerk, visitor;
	GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA secretxfer TO clerk, ertis;
	BEGIN;
	SET LOCAL secretxfer.end_user = 'asel';
	UPDATE contracts SET responsible_unit = 'canary', unit_designated_by = 'canary' WHERE case_no = 'annexed';
	COMMIT;
	SELECT take('again', 'requested', '{"carriers": ["M-10/1"]}');
	UPDATE requests SET justification = 'canary' WHERE case_no = 'again';
	DELETE FROM request_items WHERE case_no = 'again';
	DELETE FROM requests WHERE case_no = 'again';
	SELECT write('requests', '{"case_no": "again", "justification": "another"}')});

# How many lines of a case a role sees, of how many entries, and how much of them that not everybody may know.
sub seen
{
	my ($role, $case) = @_;
	my ($status, $out, $err) = $node->psql('seen', qq{SET ROLE $role; SELECT concat_ws('/', count(*), count(DISTINCT entry), count(values), count(login_role), count(application_name), count(basis)), string_agg(DISTINCT "table", ' ' ORDER BY "table"), coalesce(bool_or(h::text LIKE '%canary%'), false) FROM secretxfer.history('$case') h});
	return $status == 0 ? $out : $err =~ s/^psql:<stdin>:\d+: //r =~ s/\n.*//sr;
}
my $whole = 'cases contract_items contracts decisions notices protections request_items requests';
is(seen('inspection', 'annexed'), '8/6/8/8/8/0|cases contract_items contracts decisions request_items requests|t', 'an auditor sees every line with its values');
is(seen('knb', 'annexed'), seen('inspection', 'annexed'), 'security too');
is(seen('clerk', 'annexed'), seen('inspection', 'annexed'), 'a role without a duty, as far as its grants go');
is(seen('ertis', 'annexed'), '8/6/0/0/0/0|cases contract_items contracts decisions request_items requests|f', 'a customer sees the lines of its case without values, whatever else was granted to it');
is(seen('other_customer', 'annexed'), '0/0/0/0/0/0||f', 'another customer sees none');
is(seen('committee', 'annexed'), '5/4/0/0/0/0|cases decisions request_items requests|f', 'a disposing body sees lines of what it was asked, without values');
is(seen('analyst', 'annexed'), '8/6/0/0/0/0|cases contract_items contracts decisions request_items requests|f', 'an analyst sees the lines without values');
is(seen('visitor', 'annexed'), 'ERROR:  permission denied for table cases', 'who has no privilege on the table sees an error');
is(seen('nobody', 'annexed'), 'ERROR:  permission denied for schema secretxfer', 'who has none on the schema, too');
is(sql('seen', q{SET ROLE ertis; SELECT act, columns, effective_role, end_user FROM secretxfer.entry_history('secretxfer.contracts', '{"case_no": "annexed"}')}),
	"entered|{case_no,contract_no,concluded_on,control_during_works,control_after_works,contractor_liability,protection_financing,permit_no,responsible_unit,unit_designated_by}|" . $node->safe_psql('postgres', 'SELECT current_user') . "|\nchanged|{responsible_unit,unit_designated_by}|" . $node->safe_psql('postgres', 'SELECT current_user') . '|asel',
	'what is told: who, for whom, which columns');
is(sql('seen', q{SET ROLE other_customer; SELECT count(*) FROM secretxfer.entry_history('secretxfer.contracts', '{"case_no": "annexed"}')}), '0', 'an entry that is not seen has no history');

# A number that is entered again shows its former life to those who may read the journal, and to nobody else.
sub lines_of
{
	my ($role, $table, $key) = @_;
	return sql('seen', qq{SET ROLE $role; SELECT string_agg(act || coalesce(' ' || (values ->> 'justification'), ''), ', ') FROM secretxfer.entry_history('secretxfer.$table', '$key')});
}
my $again = '{"case_no": "again", "request_no": "R1"}';
my $former = 'entered needed, changed ["needed","canary"], withdrawn canary';
is(seen('ertis', 'again'), '2/2/0/0/0/0|cases requests|f', 'a request that was withdrawn is seen no more');
is(lines_of('inspection', 'requests', $again), "$former, entered another", 'an auditor is told of the request that was withdrawn, then of the one entered again');
is(lines_of('ertis', 'requests', $again), 'entered', 'a customer of the one that stands alone, whatever else was granted to it');
sql('seen', q{CREATE ROLE ertis_registrar; SELECT secretxfer.admit('ertis_registrar', fixture.p('customer'), 'registrar')});
is(lines_of('ertis_registrar', 'requests', $again), 'entered', 'so is the registrar of the customer, whom the history of the case tells that something was withdrawn');
is(sql('seen', q{SET ROLE inspection; SELECT count(*) FROM secretxfer.history('again')}), '7', 'the case remembers the former request');
sql('seen', q{DELETE FROM secretxfer.requests WHERE case_no = 'again'; DELETE FROM secretxfer.cases WHERE case_no = 'again'});
is(lines_of('inspection', 'requests', $again), "$former, entered another, withdrawn another", 'nor does the end of the case take it away');
my $first = sql('seen', q{SELECT min(entry) FROM secretxfer.journal WHERE "table" = 'requests' AND act = 'withdrawn' AND values ->> 'case_no' = 'again'});
is(lines_of('inspection', 'requests', qq({"entry_id": $first})), $former, 'the number of the entry tells the two apart');
is(lines_of('inspection', 'cases', '{"case_no": "again"}'), 'entered, withdrawn', 'the case itself is remembered');
sql('seen', q{SELECT fixture.write('cases', '{"case_no": "again"}')});
is(seen('inspection', 'again'), '1/1/1/1/1/0|cases|f', 'a case entered again has no lines of the former case');
is(lines_of('inspection', 'cases', '{"case_no": "again"}'), 'entered, withdrawn, entered', 'its number tells of both');

# An entry that moved to another case, and entries that no case has: a change of a party, and one that was found gone.
sql('seen', q{SET search_path = secretxfer, fixture;
	SELECT write('cases', '{"case_no": "left"}'), write('cases', '{"case_no": "reached"}'), write('requests', '{"case_no": "left", "justification": "moved"}');
	UPDATE requests SET case_no = 'reached' WHERE case_no = 'left';
	SELECT write('parties', '{}'), write('party_changes', '{"party": "@spare"}');
	BEGIN; SELECT rectify('an order'); DELETE FROM party_changes WHERE party = p('spare'); COMMIT;
	SELECT write('affiliations', '{"party": "@spare"}');
	BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM affiliations WHERE party = p('spare'); COMMIT;
	SELECT journal_adopt('an order')});
my $spare = sql('seen', q{SELECT fixture.p('spare')});
is(lines_of('inspection', 'requests', qq({"case_no": "$_"})), 'entered moved, withdrawn moved, entered moved', "an entry that moved to another case, by the number of the case: $_") for qw(left reached);
is(lines_of('ertis', 'requests', '{"case_no": "left"}'), '', 'who may not read the journal asks for it where it stands');
is(lines_of('inspection', 'party_changes', qq({"party": "$spare"})), 'entered, withdrawn', 'a change of a party that was withdrawn is remembered');
is(lines_of('knb', 'affiliations', qq({"party": "$spare"})), 'entered, gone', 'so is what was found gone');
is(lines_of('other_customer', 'party_changes', qq({"party": "$spare"})), '', 'a customer is told of neither');

# Neither by the functions behind, nor by the tables.
for my $role (qw(ertis other_customer committee analyst))
{
	is(sql('seen', qq{SET ROLE $role; SELECT count(values) FROM secretxfer.history_of_chain(0, NULL)}), '0', "$role sees no admissions");
	is(sql('seen', qq{SET ROLE $role; SELECT count(*) FROM secretxfer.history_of_chain(NULL, NULL)}), '0', "$role: nothing of no chain");
	for my $refused ($role eq 'ertis' ? () : ('SELECT * FROM secretxfer.journal', 'SELECT * FROM secretxfer.journal_export(true)', 'SELECT * FROM secretxfer.journal_export_heads()', 'SELECT * FROM secretxfer.journal_digest()'),
		'SELECT * FROM secretxfer.journal_walk()', 'SELECT * FROM secretxfer.journal_verify()')
	{
		my ($status, $out, $err) = $node->psql('seen', "SET ROLE $role; $refused");
		like($err, qr/ERROR:  permission denied for table journal/, "$role: $refused");
	}
}
my $annexed = sql('seen', q{SELECT entry_id FROM secretxfer.requests WHERE case_no = 'annexed'});
is(sql('seen', qq{SET ROLE $_; SELECT secretxfer.journal_chain('requests', $annexed) IS NOT NULL}), $_ eq 'ertis' ? 't' : 'f', "$_: the chain of an entry is told to who sees the entry") for qw(ertis other_customer);

# What is the owner's.
for my $refused (q{journal_seal()}, q{journal_adopt('an order')}, q{journal_blank('contracts', 1, NULL, 'an order')},
	q{adopt_entry(1, 'cases', 1, 'an order')}, q{blank_lines(1, 'cases', 1, '{1}', 'an order')},
	q{journal_admission('admitted', 'clerk', 'auditor', NULL, 'clerk', NULL)})
{
	for my $role (qw(ertis committee analyst inspection knb clerk visitor))
	{
		is(sql('seen', qq{DO \$\$ BEGIN SET LOCAL ROLE $role; PERFORM secretxfer.$refused; RAISE 'done'; EXCEPTION WHEN insufficient_privilege THEN NULL; END \$\$; SELECT 'refused'}), 'refused', "$role: $refused is refused");
	}
}
for my $write ('INSERT INTO secretxfer.journal SELECT * FROM secretxfer.journal LIMIT 1', 'UPDATE secretxfer.journal SET basis = NULL', 'DELETE FROM secretxfer.journal',
	'TRUNCATE secretxfer.journal', 'UPDATE secretxfer.journal_seals SET sealed_by = sealed_by', 'DELETE FROM secretxfer.journal_heads', 'TRUNCATE secretxfer.journal_heads',
	'INSERT INTO secretxfer.journal_seals SELECT * FROM secretxfer.journal_seals')
{
	my ($status, $out, $err) = $node->psql('seen', $write);
	like($err, qr/ERROR:  the journal is written by the extension only/, "the owner: $write");
}
# The owner of the register need be no superuser; a member acts for the owner.
sql('postgres', 'CREATE ROLE registrar; CREATE ROLE member IN ROLE registrar; CREATE DATABASE owned');
sql('owned', q{CREATE EXTENSION secretxfer; GRANT USAGE, CREATE ON SCHEMA secretxfer TO registrar; SET ROLE registrar; SELECT secretxfer.create_register(); RESET ROLE; SET ROLE member;
	SELECT secretxfer.journal_seal()});
is(sql('owned', q{SET ROLE member; SELECT secretxfer.journal_seal(); SELECT count(*) FROM secretxfer.journal_verify_against(secretxfer.journal_digest()); SELECT sealed_by FROM secretxfer.journal_seals ORDER BY seal_no}), "2\n0\nmember\nmember", 'a member of the owner seals and verifies');
for my $basis ('NULL', q{''}, q{E' \t'})
{
	my ($status, $out, $err) = $node->psql('owned', "SELECT secretxfer.journal_adopt($basis)");
	like($err, qr/ERROR:  a basis must be stated/, "adopt without a basis: $basis");
	($status, $out, $err) = $node->psql('owned', "SELECT secretxfer.journal_blank('permits', 1, NULL, $basis)");
	like($err, qr/ERROR:  a basis must be stated/, "blank without a basis: $basis");
}

#
# A secret in a wrong field is blanked, and the proof stays whole.
#
my $entry = sql('seen', q{SELECT entry_id FROM secretxfer.contracts WHERE case_no = 'annexed'});
sql('seen', q{UPDATE secretxfer.contracts SET responsible_unit = 'a unit', unit_designated_by = 'an order' WHERE case_no = 'annexed'; SELECT secretxfer.journal_seal()});
is(sql('seen', qq{SELECT secretxfer.journal_blank('contracts', $entry, 'responsible_unit', 'order 7 of 3 June 2026')}), '3', 'blanked: each line that held the column');
is(sql('seen', q{SELECT count(*) FROM secretxfer.journal j WHERE j.values::text LIKE '%canary%' AND j."table" = 'contracts'}), '0', 'blanked: the value is gone');
is_right('blanked', 'seen');
is(sql('seen', q{SELECT count(*) FROM secretxfer.journal_verify_against(secretxfer.journal_digest())}), '0', 'blanked: what was sealed still stands');
sql('seen', q{UPDATE secretxfer.contracts SET responsible_unit = 'another unit' WHERE case_no = 'annexed'});
is_right('blanked, and changed again', 'seen');
is(sql('seen', qq{SELECT secretxfer.journal_blank('contracts', $entry, NULL, 'order 8 of 3 June 2026')}), '2', 'blanked: the whole entry');
is_right('blanked again', 'seen');
my ($status, $out, $err) = $node->psql('seen', qq{SELECT secretxfer.journal_blank('contracts', 1, NULL, 'order 8')});
like($err, qr/ERROR:  no line of the journal holds such a value/, 'blanked: nothing to blank');
# of an entry that was withdrawn, and of one that moved to another case
sql('seen', q{SET search_path = secretxfer, fixture; SELECT take('from', 'opened'), take('to', 'opened'), write('requests', '{"case_no": "from", "justification": "canary"}');
	UPDATE requests SET case_no = 'to' WHERE case_no = 'from'});
$entry = sql('seen', q{SELECT entry_id FROM secretxfer.requests WHERE case_no = 'to'});
sql('seen', q{UPDATE secretxfer.requests SET justification = 'needed' WHERE case_no = 'to'});
is(sql('seen', qq{SELECT secretxfer.journal_blank('requests', $entry, 'justification', 'order 9')}), '4', 'blanked: in both chains of an entry that moved');
is_right('blanked, moved', 'seen');
sql('seen', q{DELETE FROM secretxfer.requests WHERE case_no = 'to'});
is(sql('seen', qq{SELECT secretxfer.journal_blank('requests', $entry, 'justification', 'order 10')}), '2', 'blanked: of an entry that was withdrawn');
is_right('blanked, withdrawn', 'seen');
is(sql('seen', q{SELECT count(*) FROM secretxfer.journal j WHERE j.values::text LIKE '%canary%' AND j.entry = } . $entry), '0', 'blanked: the value is gone');

#
# What is done behind the back of the guard.
#
register_in_every_stage('mutated');
sql('mutated', q{
	SET search_path = secretxfer, fixture;
	CREATE ROLE somebody;
	SELECT admit('somebody', p('customer'), 'customer'), admit('somebody', NULL, 'auditor'), dismiss('somebody', NULL, 'auditor');
	SELECT journal_seal();
	BEGIN; SET LOCAL secretxfer.end_user = 'asel'; UPDATE parties SET head_name = 'Another Name' WHERE idn = p('bureau'); COMMIT;
	UPDATE parties SET head_name = 'A Third Name' WHERE idn = p('bureau');
	SELECT journal_seal();
	-- each table has rows, whatever rule accepts them; and no constraint hinders
	SET session_replication_role = replica;
	INSERT INTO carrier_marks (carrier_id, marked_on, mark, document, entry_id) VALUES (c('M-1/1'), '2025-06-02', 'secret', 'an act', nextval('entry_ids'));
	INSERT INTO disposal_successions (body, effective_on, successor, document, entry_id) VALUES (p('agency'), '2025-06-02', p('ministry'), 'a decree', nextval('entry_ids'));
	INSERT INTO contract_amendments (case_no, amendment_no, concluded_on, protection_financing, entry_id) VALUES ('handed', 'A1', '2025-06-02', 'paid', nextval('entry_ids'));
	INSERT INTO holders (handover, held_since, held_by, entry_id) SELECT entry_id, '2025-06-02', received_by, nextval('entry_ids') FROM handovers WHERE case_no = 'handed';
	INSERT INTO annulments (case_no, raised_on, addressed_to, entry_id) VALUES ('handed', '2025-05-05', 'a body', nextval('entry_ids'));
	RESET session_replication_role});
is(sql('mutated', q{SELECT "table", what FROM secretxfer.journal_verify() ORDER BY 1}), join("\n", map { "$_|the entry has no line" } qw(annulments carrier_marks contract_amendments disposal_successions holders)), 'planted entries are named');
is(sql('mutated', q{SELECT secretxfer.journal_adopt('minutes 3 of 2 June 2025')}), '5', 'and adopted');
is_right('adopted', 'mutated');
sql('mutated', q{SELECT secretxfer.journal_blank('annulments', entry_id, NULL, 'order 5') FROM secretxfer.annulments; SELECT secretxfer.journal_seal();
	SELECT format('ALTER TABLE secretxfer.%I DROP CONSTRAINT %I', c.relname, k.conname) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
	WHERE k.contype = 'c' AND c.relnamespace = 'secretxfer'::regnamespace \gexec});
is_right('before the mutations', 'mutated');

# Each column of each table: one bit, something for null, null for something. The list of grown chains, which a seal has
# emptied, is the matter of 105_seal.pl.
my @bent = split /\n/, sql('mutated', q{SELECT t.name || '.' || b.name || ' ' || b.how, b.told
	FROM (SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' AND relname <> 'journal_grown') t CROSS JOIN LATERAL fixture.bent_columns(t.name) b});
my %told = map { split /\|/, $_, 2 } @bent;
my @done = grep { $told{$_} ne 'nothing done' } sort keys %told;
cmp_ok(scalar @done, '>', 400, 'columns were changed: ' . @done);
my %bent = map { (split / /)[0] => 1 } grep { / (bent|planted)$/ } @done;
is_deeply([ grep { !$bent{$_} } map { (split / /)[0] } sort keys %told ], [], 'each column was');
is_deeply([ grep { $told{$_} =~ /^(NOT FOUND|refused)/ && !/\.changed_(at|by) / } @done ],
	[ 'admissions.recorded_at bent', 'admissions.recorded_by bent', 'decisions.due_on bent', 'decisions.due_on taken', 'requests.answered bent' ],
	'each change is found, but of what follows from other entries');

# Commands, and what is found then. rehash() and reseal() make right what somebody can make right who knows docs/journal.md.
my $chain = sql('mutated', q{SELECT entry_id FROM secretxfer.cases WHERE case_no = 'handed'});
my $party = sql('mutated', q{SELECT entry_id FROM secretxfer.parties WHERE idn = fixture.p('bureau')});
my $digest = sql('mutated', 'SELECT secretxfer.journal_digest()');
my $where = "WHERE chain = $chain AND place";
my $taken = "CREATE TEMP TABLE taken ON COMMIT DROP AS SELECT * FROM secretxfer.journal WHERE chain = $chain";
# Puts other places on the lines of the chain; the key is checked row by row, so they are written anew.
sub with_places { return "DO \$x\$ BEGIN $taken; DELETE FROM secretxfer.journal WHERE chain = $chain; $_[0]; INSERT INTO secretxfer.journal SELECT * FROM taken; END \$x\$" }
my $altered = 'the line was altered, or the line before was replaced';
for my $mutation (
	[ 'a line deleted', "DELETE FROM secretxfer.journal $where = 4", qr/the line is missing$/ ],
	[ 'the first line deleted', "DELETE FROM secretxfer.journal $where = 1", qr/the line is missing/ ],
	[ 'three lines deleted', "DELETE FROM secretxfer.journal $where BETWEEN 4 AND 6", qr/the lines up to place 6 are missing/ ],
	[ 'the tail cut', "DELETE FROM secretxfer.journal $where > 12", qr/the chain was cut off: the line under seal 1 is missing/ ],
	[ 'a chain deleted with its entry', "WITH j AS (DELETE FROM secretxfer.journal WHERE chain = $party) DELETE FROM secretxfer.parties WHERE entry_id = $party", qr/the chain was cut off: the line under seal 2 is missing/ ],
	[ 'all deleted', 'DELETE FROM secretxfer.journal', qr/cases the entry has no line.*the chain was cut off/ ],
	[ 'truncated', "DO \$x\$ BEGIN ALTER TABLE secretxfer.journal DISABLE TRIGGER ALL; TRUNCATE secretxfer.journal; END \$x\$", qr/the chain was cut off/ ],
	[ 'two neighbours swapped', with_places('UPDATE taken SET place = 9 - place WHERE place IN (4, 5)'), qr/the line was swapped with that at place 5/ ],
	[ 'two lines swapped', with_places('UPDATE taken SET place = 10 - place WHERE place IN (3, 7)'), qr/the line was swapped with that at place 7/ ],
	[ 'three lines put in another order', with_places('UPDATE taken SET place = 4 + (place - 3) % 3 WHERE place IN (4, 5, 6)'), qr/the line was (inserted|altered|swapped)/ ],
	[ 'a line inserted', with_places("UPDATE taken SET place = place + 1 WHERE place >= 5; INSERT INTO taken SELECT * FROM taken WHERE place = 4; UPDATE taken SET place = 5 WHERE ctid = (SELECT max(ctid) FROM taken WHERE place = 4)"), qr/the line was inserted/ ],
	[ 'a line appended', "INSERT INTO secretxfer.journal SELECT (jsonb_populate_record(j, jsonb_build_object('place', place + 1))).* FROM secretxfer.journal j WHERE chain = $party AND place = 3", qr/parties $altered/ ],
	[ 'a line moved to another chain', "UPDATE secretxfer.journal SET chain = $party, place = 4 $where = 5", qr/the line is missing.*the line was altered|the line was altered.*the line is missing/ ],
	[ 'a line at place 0', "INSERT INTO secretxfer.journal SELECT (jsonb_populate_record(j, '{\"place\": 0}')).* FROM secretxfer.journal j $where = 4", qr/the line was inserted/ ],
	[ 'a line replaced, its hash made right, not that of the next', "DO \$x\$ BEGIN UPDATE secretxfer.journal SET \"values\" = replace(\"values\"::text, 'needed', 'wanted')::json $where = 2;
		UPDATE secretxfer.journal SET values_digest = sha256(salt || fixture.bytes_of(\"values\"::text)) $where = 2;
		UPDATE secretxfer.journal j SET hash = fixture.hash_of(j, (SELECT p.hash FROM secretxfer.journal p WHERE p.chain = $chain AND p.place = 1)) $where = 2; END \$x\$",
		qr/request_items $altered/ ],
	[ 'a line and its entry replaced, all hashes of the chain made right', "DO \$x\$ BEGIN UPDATE secretxfer.journal SET \"values\" = replace(\"values\"::text, 'Third', 'Fourth')::json WHERE chain = $party;
		UPDATE secretxfer.parties SET head_name = 'A Fourth Name' WHERE entry_id = $party;
		UPDATE secretxfer.journal SET entry_digest = sha256(salt || fixture.bytes_of(fixture.whole_entry('parties', $party))) WHERE chain = $party AND place = 3;
		PERFORM fixture.rehash($party, 1); END \$x\$", qr/^the line is not the one under seal 2$/ ],
	[ 'values taken out of a line', "UPDATE secretxfer.journal SET \"values\" = NULL, salt = NULL $where = 2", qr/requests the values of the line were taken out, and no line says so/ ],
	[ 'values taken out of the last line of a changed entry', "WITH p AS (UPDATE secretxfer.parties SET head_name = 'x' WHERE entry_id = $party) UPDATE secretxfer.journal SET \"values\" = NULL, salt = NULL WHERE chain = $party AND place = 3", qr/the values of the line were taken out, and no line says so/ ],
	[ 'values taken out of an admission', 'UPDATE secretxfer.journal SET "values" = NULL, salt = NULL WHERE chain = 0 AND place = 1', qr/the values of the line were taken out/ ],
	[ 'a name with a comma among those set aside', "UPDATE secretxfer.journal SET set_aside = '{\"a,b\"}' $where = 2", qr/$altered/ ],
	[ 'an entry moved to another case', "UPDATE secretxfer.violations SET case_no = 'closed' WHERE case_no = 'handed' AND violation_no = 'V2'", qr/violations the entry belongs to another chain; violations the entry has no line/ ],
	[ 'an entry that was withdrawn', q{WITH d AS (SELECT fixture.p('bureau')) UPDATE secretxfer.journal SET act = 'withdrawn' WHERE chain = } . $party . q{ AND place = 3}, qr/parties the entry stands, but was withdrawn/ ],
	[ 'an entry deleted', "DELETE FROM secretxfer.notices WHERE case_no = 'handed'", qr/^notices the entry is missing$/ ],
	[ 'the first seal deleted', 'DELETE FROM secretxfer.journal_seals WHERE seal_no = 1', qr/a seal before this seal is missing.*the seal of these heads is missing/ ],
	[ 'a seal deleted', 'DELETE FROM secretxfer.journal_seals WHERE seal_no = 2', qr/a seal before this seal is missing.*the seal of these heads is missing/ ],
	[ 'the last seal deleted', 'DELETE FROM secretxfer.journal_seals WHERE seal_no = 3', qr/^journal_seals the seal of these heads is missing$/ ],
	[ 'a head deleted', 'DELETE FROM secretxfer.journal_heads WHERE ctid = (SELECT max(ctid) FROM secretxfer.journal_heads WHERE seal_no = 1)', qr/^journal_seals the seal or its heads were altered; the chain grew, and no seal would cover its end$/ ],
	[ 'an admission planted', q{INSERT INTO secretxfer.admissions VALUES ('somebody', 'security', NULL, now(), 'x')}, qr/^admissions the admission has no line$/ ],
	[ 'an admission revived', q{INSERT INTO secretxfer.admissions VALUES ('somebody', 'auditor', NULL, now(), 'x')}, qr/^admissions the admission stands, but was ended$/ ],
	[ 'an admission deleted', q{DELETE FROM secretxfer.admissions}, qr/^admissions the admission is missing$/ ])
{
	my ($what, $command, $found) = @$mutation;
	like(sql('mutated', 'SELECT fixture.found_after($m$' . $command . '$m$)'), $found, "$what: found and named");
}
# Everything made right, the seals too: only a digest that was kept outside tells.
my $everything = "DO \$x\$ BEGIN UPDATE secretxfer.journal SET \"values\" = replace(\"values\"::text, 'Third', 'Fourth')::json WHERE chain = $party;
	UPDATE secretxfer.parties SET head_name = 'A Fourth Name' WHERE entry_id = $party;
	UPDATE secretxfer.journal SET entry_digest = sha256(salt || fixture.bytes_of(fixture.whole_entry('parties', $party))) WHERE chain = $party AND place = 3;
	PERFORM fixture.rehash($party, 1); PERFORM fixture.reseal(); END \$x\$";
is(sql('mutated', "SELECT fixture.found_after(\$m\$$everything\$m\$)"), 'NOT FOUND', 'everything made right, the seals too: the register alone cannot tell');
is(sql('mutated', "SELECT fixture.found_after(\$m\$$everything\$m\$, '$digest')"), 'journal_seals the seal is not the one of the digest', 'but the digest does');
is(sql('mutated', "SELECT fixture.found_after('WITH h AS (DELETE FROM secretxfer.journal_heads WHERE seal_no = 3) DELETE FROM secretxfer.journal_seals WHERE seal_no = 3', '$digest')"), 'journal_seals the seal is missing; the chain grew, and no seal would cover its end', 'the last seal deleted with its heads: the digest tells');
is(sql('mutated', qq{SELECT count(*) FROM secretxfer.journal_verify_against(E' $digest\\n ')}), '0', 'nothing done: the digest stands');
is(sql('mutated', "SELECT DISTINCT what FROM unnest(ARRAY[NULL, '', 'x', 'secretxfer:1:3', upper('$digest'), '$digest' || '0', replace('$digest', ':1:', ':2:')]) d, secretxfer.journal_verify_against(d)"), 'this is no digest of a journal', 'what is no digest is told');
is(sql('mutated', "SELECT what FROM secretxfer.journal_verify_against('secretxfer:1:999999999999999999:' || repeat('0', 64))"), 'the seal is missing', 'a digest of a seal that never was');

# verify() looks at what is sealed and at what has no line.
my $guard = q{SELECT DISTINCT "table" || ': ' || detail FROM secretxfer.verify() WHERE severity = 'guard' AND detail ~ '(seal|line)' ORDER BY 1};
sub guard_after { return sql('mutated', "BEGIN; SET LOCAL session_replication_role = replica; $_[0]; SET LOCAL session_replication_role = origin; $guard; ROLLBACK") }
is(guard_after('SELECT 1 WHERE false'), '', 'verify(): the journal is as it was sealed');
is(guard_after("DELETE FROM secretxfer.journal WHERE chain = $party AND place = 3"), 'journal: The line under seal 2 is missing.', 'verify(): a sealed line that is missing');
is(guard_after("UPDATE secretxfer.journal SET hash = set_bit(hash, 7, 1 - get_bit(hash, 7)) WHERE chain = $party AND place = 3"), 'journal: The line under seal 2 was altered.', 'verify(): a sealed line that was altered');
is(guard_after('DELETE FROM secretxfer.journal_seals WHERE seal_no = 2'), 'journal_seals: The seal is missing.', 'verify(): a seal that is missing');
is(guard_after('DELETE FROM secretxfer.journal_seals WHERE seal_no = 3'), 'journal_seals: The seal is missing.', 'verify(): the last seal that is missing');
is(guard_after('UPDATE secretxfer.parties SET entry_id = entry_id + 1000000; UPDATE secretxfer.cases SET entry_id = entry_id + 1000000; UPDATE secretxfer.permits SET entry_id = entry_id + 1000000;
	UPDATE secretxfer.clearances SET entry_id = entry_id + 1000000; UPDATE secretxfer.carriers SET entry_id = entry_id + 1000000'),
	join("\n", map { "$_: The journal has no line of it." } qw(carriers cases clearances parties permits)), 'verify(): what the journal does not know');

# An older dump behind a newer digest; and one of a journal that went another way.
run_command([ 'pg_dump', '-Fc', '-f', $node->basedir . '/older.dump', $node->connstr('mutated') ]);
sql('mutated', q{UPDATE secretxfer.parties SET head_name = 'A Last Name' WHERE idn = fixture.p('bureau'); SELECT secretxfer.journal_seal()});
my $newer = sql('mutated', 'SELECT secretxfer.journal_digest()');
sql('postgres', 'CREATE DATABASE older');
$node->command_ok([ 'pg_restore', '-e', '-d', $node->connstr('older'), $node->basedir . '/older.dump' ], 'an older dump is restored');
is(sql('older', 'SELECT * FROM secretxfer.journal_verify()'), '', 'which is right in itself');
is(sql('older', "SELECT count(*) FROM secretxfer.journal_verify_against('$digest')"), '0', 'and by the older digest');
is(sql('older', "SELECT what FROM secretxfer.journal_verify_against('$newer')"), 'the seal is missing', 'the newer digest tells');
sql('older', q{UPDATE secretxfer.parties SET head_name = 'A Last Name' WHERE idn = fixture.p('bureau'); SELECT secretxfer.journal_seal()});
is(sql('older', "SELECT what FROM secretxfer.journal_verify_against('$newer')"), 'the seal is not the one of the digest', 'also when the older one was sealed as often');

# What is found is adopted at once; what belongs to nothing is not.
sql('mutated', q{
	SET session_replication_role = replica;
	UPDATE secretxfer.cases SET subject = 'repaired' WHERE case_no = 'handed';
	DELETE FROM secretxfer.notices WHERE case_no = 'handed';
	UPDATE secretxfer.violations SET case_no = 'closed' WHERE case_no = 'handed' AND violation_no = 'V2';
	UPDATE secretxfer.cases SET entry_id = 1000000 WHERE case_no = 'annexed';
	DELETE FROM secretxfer.admissions; INSERT INTO secretxfer.admissions VALUES ('somebody', 'security', NULL, now(), 'x')});
cmp_ok(sql('mutated', q{SELECT secretxfer.journal_adopt('a repair under order 12 of 4 June 2026')}), '>', 10, 'a repair is adopted');
is_right('repaired and adopted', 'mutated');
is(sql('mutated', q{SELECT secretxfer.journal_adopt('again')}), '0', 'there is nothing more to adopt');
sql('mutated', q{SET session_replication_role = replica; UPDATE secretxfer.violations SET case_no = 'nowhere' WHERE case_no = 'closed'});
is(sql('mutated', q{SELECT "table", what FROM secretxfer.journal_verify()}), "violations|the entry belongs to another chain\nviolations|the entry has no line", 'an entry that belongs to nothing is found');
($status, $out, $err) = $node->psql('mutated', q{SELECT secretxfer.journal_adopt('an order')});
like($err, qr/ERROR:  entry \d+ of table "violations" belongs to nothing\nHINT:  Restore what the entry belongs to, or delete the entry; then adopt again\./, 'and not adopted');

$node->stop;
done_testing();
