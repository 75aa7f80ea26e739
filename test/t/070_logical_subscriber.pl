# A logical subscriber receives the register by the commands of docs/operations.md: what stands, then every entry, change and
# withdrawal, as it was judged and stamped at the publisher. What clients write at the subscriber is judged there; and when it
# takes over, its entries are numbered on.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my ($publisher, $subscriber) = map {
	my $node = PostgreSQL::Test::Cluster->new($_);
	$node->init(allows_streaming => 'logical');
	$node->append_conf('postgresql.conf', "log_statement = none\nmax_connections = 20");
	$node->start;
	$node;
} qw(publisher subscriber);

# A register with cases in many stages, and what its users added to it.
create_register($publisher, 'secrets');
run_file($publisher, 'secrets', 'fixtures/fixture.sql');
$publisher->safe_psql('secrets', <<'END');
CALL fixture.people();
SELECT fixture.take(stage, stage, jsonb_build_object('carriers', jsonb_build_array(carrier)))
  FROM (VALUES ('opened', 'M-1/1'), ('requested', 'M-1/2'), ('received', 'M-4/1'), ('permitted', 'M-5/1'), ('contracted', 'M-6/1'),
			   ('annexed', 'M-7/1'), ('noticed', 'M-8/1'), ('protected', 'M-9/1'), ('handed', 'M-10/1')) AS v (stage, carrier);
SELECT fixture.take('provided', 'handed', '{"contractor": "@joint", "protection": "provider", "carriers": ["M-11/1"]}'),
	   fixture.take('system', 'handed', '{"contractor": "@citizen", "service": true}');
INSERT INTO secretxfer.calendar_days (day, working, basis) VALUES ('2025-12-12', false, 'a decree');
ALTER TABLE secretxfer.cases ADD COLUMN remark text DEFAULT 'ours';
CREATE ROLE office;
SELECT secretxfer.admit('office', NULL, 'auditor');
END

#
# What stands is copied.
#
$publisher->safe_psql('secrets', documented(
	$publisher->safe_psql('postgres', 'SHOW server_version_num') >= 150000
	? 'at the publisher, which needs wal_level = logical'
	: 'at the publisher, before PostgreSQL 15'));
run_documented($subscriber, '.', 'at the subscriber: the register without its rows',
	'-h publisher' => '-h ' . $publisher->host . ' -p ' . $publisher->port);
$subscriber->safe_psql('secrets', documented('a superuser; the settings work for new sessions'));
$subscriber->safe_psql('secrets', documented('at the subscriber: the rows, now and from now on',
	'host=publisher dbname=secrets' => $publisher->connstr('secrets') =~ s/'/''/gr));

sub caught_up
{
	$publisher->wait_for_catchup('register');
	$subscriber->poll_query_until('secrets', q{SELECT NOT EXISTS (SELECT FROM pg_subscription_rel WHERE srsubstate <> 'r')});
}
caught_up();
is(contents($subscriber, 'secrets'), contents($publisher, 'secrets'), 'the initial copy: every row is there, with its stamps');
my $doubts = 'warning||||A subscription writes into the register, past the triggers.';
is(findings($subscriber, 'secrets'), $doubts, 'the initial copy: verify() warns of the subscription');
journal_is_right('the initial copy', $subscriber, 'secrets');
is(views($subscriber, 'secrets'), views($publisher, 'secrets'), 'the initial copy: the views show the same');

#
# What comes is streamed. At the publisher a clerk makes entries of every kind, changes and withdraws some, and is refused others.
#
$subscriber->safe_psql('secrets', 'DROP SCHEMA fixture CASCADE');
run_file($subscriber, 'secrets', 'fixtures/fixture.sql');
my $at_subscriber = session($subscriber, 'secrets');
my $handover = q{SELECT fixture.may_enter('handovers', '{"case_no": "protected", "carrier_id": "#M-9/1"}')};
is($at_subscriber->($handover), 'accepted', 'what clients write at the subscriber is judged: a lawful step is accepted');
is($at_subscriber->(q{SELECT fixture.may_enter('contracts', '{"case_no": "received"}')}), 'refused: secretxfer_r07_permission_first on contracts', 'an unlawful one is refused');
is($at_subscriber->(q{SELECT fixture.try('TRUNCATE secretxfer.annulments')}), 'refused: secretxfer_r00_no_truncate on annulments', 'and truncation');

for my $step (
	[ accepted => q{enter('parties')} ],
	[ accepted => q{enter('permits')} ],
	[ accepted => q{enter('clearances')} ],
	[ accepted => q{enter('carriers')} ],
	[ accepted => q{enter('cases')} ],
	[ accepted => q{change('cases', '{"case_no": "new"}', '{"case_no": "newer"}')} ],
	[ accepted => q{enter('requests', '{"case_no": "opened"}')} ],
	[ accepted => q{enter('request_items', '{"case_no": "opened", "carrier_id": "#N-1/1"}')} ],
	[ accepted => q{withdraw('request_items', '{"case_no": "requested"}')} ],
	[ accepted => q{withdraw('requests', '{"case_no": "requested"}')} ],
	[ accepted => q{enter('decisions', '{"case_no": "received"}')} ],
	[ accepted => q{enter('contracts', '{"case_no": "permitted"}')} ],
	[ accepted => q{enter('contract_items', '{"case_no": "contracted", "annex_no": "1"}')} ],
	[ accepted => q{enter('notices', '{"case_no": "annexed"}')} ],
	[ accepted => q{enter('protections', '{"case_no": "noticed"}')} ],
	[ accepted => q{enter('violations', '{"case_no": "protected", "found_on": "2025-03-10"}')} ],
	[ accepted => q{enter('suspensions', '{"case_no": "protected", "suspended_on": "2025-03-11"}')} ],
	[ accepted => q{change('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-05-20", "return_act_no": "back"}')} ],
	[ accepted => q{change('cases', '{"case_no": "handed"}', '{"closed_on": "2025-05-30"}')} ],
	[ accepted => q{change('system_accesses', '{"case_no": "system"}', '{"ended_on": "2025-05-20"}')} ],
	[ accepted => q{enter('violations', '{"case_no": "system"}')} ],
	[ accepted => q{enter('violations', '{"case_no": "system", "violation_no": "V2", "found_on": "2025-04-20"}')} ],
	[ accepted => q{enter('annulments', '{"case_no": "system"}')} ],
	[ accepted => q{enter('party_changes', '{"party": "@joint"}')} ],
	[ accepted => q{enter('protection_measures', '{"case_no": "provided", "party": "@joint"}')} ],
	[ accepted => q{enter('party_changes', '{"party": "@customer", "kind": "functions", "change_no": "1", "effective_on": "2025-06-03"}')} ],
	[ accepted => q{enter('supplements', '{"case_no": "protected"}')} ],
	[ accepted => q{enter('calendar_days')} ],
	[ accepted => q{enter('calendar_years')} ],
	[ accepted => q{withdraw('calendar_days', '{"day": "2028-01-03"}')} ],
	[ 'refused: secretxfer_r00_case_open on handovers' => q{enter('handovers', '{"case_no": "handed", "handed_on": "2025-06-02"}')} ])
{
	my ($told, $trial) = @$step;
	is(trial($publisher, 'secrets', $trial) =~ s/\n.*//sr, $told, "at the publisher: $trial");
}
$publisher->safe_psql('secrets', q{
	INSERT INTO secretxfer.permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark)
	SELECT 'S-' || n, fixture.p('other'), '2024-01-10', '2026-06-30', 'a security body', 'secret' FROM generate_series(1, 500) n;
	BEGIN;
	UPDATE secretxfer.permits SET revoked_on = '2025-03-01' WHERE permit_no = 'S-2';
	SAVEPOINT second_thoughts;
	DELETE FROM secretxfer.permits WHERE permit_no = 'S-3';
	ROLLBACK TO second_thoughts;
	DELETE FROM secretxfer.permits WHERE permit_no = 'S-4';
	COMMIT;
	UPDATE secretxfer.cases SET remark = 'theirs' WHERE case_no = 'newer';
	SELECT secretxfer.journal_seal();
	SELECT secretxfer.journal_blank('cases', entry_id, 'subject', 'an order') FROM secretxfer.cases WHERE case_no = 'opened';
	SELECT secretxfer.journal_seal()});

# What the functions write is streamed too.
$subscriber->safe_psql('postgres', 'CREATE ROLE inspector');  # roles belong to a server
$publisher->safe_psql('secrets', q{
	CREATE ROLE clerk; CREATE ROLE inspector;
	SELECT secretxfer.admit('clerk', fixture.p('customer'), 'customer'), secretxfer.admit('inspector', NULL, 'auditor');
	SELECT secretxfer.dismiss('clerk', fixture.p('customer'), 'customer');
	SELECT secretxfer.propose_calendar(2031);
	CREATE TABLE public.staging (permit_no text, holder text, issued_on text, valid_until text, issued_by text, highest_mark text);
	INSERT INTO public.staging VALUES ('I-1', fixture.p('other'), '2024-01-10', '2026-06-30', 'a security body', 'secret');
	SELECT secretxfer.import_entries('secretxfer.permits', 'public.staging', false);
	BEGIN;
	SELECT secretxfer.rectify('an order');
	UPDATE secretxfer.cases SET closed_on = NULL WHERE case_no = 'handed';
	COMMIT;
	UPDATE secretxfer.cases SET closed_on = '2025-05-30' WHERE case_no = 'handed';
	INSERT INTO secretxfer.permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark)
		VALUES ('I-2', fixture.p('other'), '2024-01-10', '2026-06-30', 'a security body', 'secret');
	SET session_replication_role = replica;
	UPDATE secretxfer.permits SET issued_by = 'another body' WHERE permit_no = 'I-2';
	RESET session_replication_role;
	SELECT secretxfer.journal_adopt('a repair');
	SELECT secretxfer.journal_seal()});
caught_up();
# but that a seal of the publisher took chains from the list: the subscriber's first seal looks at these once more
is(contents($subscriber, 'secrets', 'journal_grown'), contents($publisher, 'secrets', 'journal_grown'), 'the stream: every row is there');
is(findings($subscriber, 'secrets'), $doubts, 'the stream: verify() finds nothing more');
journal_is_right('the stream', $subscriber, 'secrets', $publisher->safe_psql('secrets', 'SELECT secretxfer.journal_digest()'));
is(views($subscriber, 'secrets'), views($publisher, 'secrets'), 'the stream: the views show the same');
is($at_subscriber->($handover), 'refused: secretxfer_r09_suspended on handovers', 'what came counts for what clients write');
my $contents = contents($subscriber, 'secrets');
$subscriber->safe_psql('secrets', 'SELECT secretxfer.create_register()');
is(contents($subscriber, 'secrets'), $contents, 'create_register() changes nothing there');
is(join('', grep { !/role "\w+" already exists/ } slurp_file($subscriber->logfile) =~ /ERROR.*/g), '', 'nothing of all that was an error at the subscriber, but for the superuser that it had');

#
# The subscriber takes over.
#
like($subscriber->safe_psql('secrets', documented('at the subscriber, before clients write there')), qr/^\d+\n/, 'the commands to take over');
is(findings($subscriber, 'secrets'), '', 'verify() finds nothing');
is($at_subscriber->(q{SELECT fixture.enter('carriers', '{"account_no": "N-2"}')}), 'accepted', 'then a carrier is entered');
my $numbers = join ' UNION ALL ', map { "SELECT entry_id FROM secretxfer.$_" } split /\n/, $subscriber->safe_psql('secrets', q{SELECT relname FROM pg_class
	WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' AND relname !~ '^(admissions|journal)'});
is($subscriber->safe_psql('secrets', "SELECT count(*) - count(DISTINCT entry_id), max(entry_id) = (SELECT entry_id FROM secretxfer.carriers WHERE account_no = 'N-2') FROM ($numbers) AS e"), '0|t', 'entries are numbered on');
is($at_subscriber->(q{SELECT fixture.enter('protections', '{"case_no": "annexed"}'); SELECT fixture.enter('handovers', '{"case_no": "annexed", "carrier_id": "#M-7/1", "handed_on": "2025-03-12"}')}), "accepted\naccepted", 'cases go on');
is($subscriber->safe_psql('secrets', q{SELECT recorded_by FROM secretxfer.handovers WHERE case_no = 'annexed'}), $subscriber->safe_psql('postgres', 'SELECT current_user'), 'stamped there');

journal_is_right('what the subscriber went on with', $subscriber, 'secrets');
is($subscriber->safe_psql('secrets', q{SELECT secretxfer.journal_seal() > 0; SELECT count(*) FROM secretxfer.journal_grown;
	SELECT count(*) FROM (SELECT chain, max(place) AS place FROM secretxfer.journal GROUP BY chain) AS j
	LEFT JOIN (SELECT chain, max(place) AS place FROM secretxfer.journal_heads GROUP BY chain) AS h USING (chain, place) WHERE h.place IS NULL}),
	"t\n0\n0", 'and seals: no line is left out, and the list is empty');
journal_is_right('sealed by the subscriber', $subscriber, 'secrets');

$at_subscriber->();
$_->stop for $subscriber, $publisher;
done_testing();
