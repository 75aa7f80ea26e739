# A streaming standby serves the register: what the views, verify() and the functions tell there is what they tell on the
# primary, and what is committed there now, at every isolation level that a standby has. It takes no entry. Once promoted it
# judges entries as the primary did, in sessions that were open before as well.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1);
$primary->append_conf('postgresql.conf', "log_statement = none\nshared_buffers = 32MB");
$primary->start;

# One register with many cases, and one to go on with.
create_register($primary, 'many');
run_file($primary, 'many', 'bench/generate.sql', '-v', 'cases=100');
create_register($primary, 'steps');
run_file($primary, 'steps', 'fixtures/fixture.sql');
$primary->safe_psql('steps', <<'END');
CALL fixture.people();
SELECT fixture.take(stage, stage, jsonb_build_object('carriers', jsonb_build_array(carrier)))
  FROM (VALUES ('opened', 'M-1/1'), ('requested', 'M-1/2'), ('received', 'M-4/1'), ('permitted', 'M-5/1'), ('contracted', 'M-6/1'),
			   ('annexed', 'M-7/1'), ('noticed', 'M-8/1'), ('protected', 'M-9/1'), ('handed', 'M-10/1')) AS v (stage, carrier);
CREATE ROLE analyst;
GRANT USAGE ON SCHEMA secretxfer TO analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA secretxfer TO analyst;
ALTER TABLE secretxfer.cases ADD COLUMN running_no serial;
END

$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;
$primary->wait_for_catchup($standby);

# What is read.
for my $database ('many', 'steps')
{
	is(contents($standby, $database), contents($primary, $database), "$database: every row is there");
	is(views($standby, $database), views($primary, $database), "$database: the views show the same");
	is(findings($standby, $database), findings($primary, $database), "$database: verify() finds the same");
	journal_is_right("$database: on the standby", $standby, $database);
	is($standby->safe_psql($database, q{SELECT count(*) FROM secretxfer.verify() WHERE severity IN ('unlawful', 'guard')}), '0', "$database: which is nothing unlawful, and the guard stands");
	my $steps = q{SELECT string_agg(concat_ws(' ', c.case_no, n), chr(10) ORDER BY c.case_no, n::text) FROM secretxfer.cases c, secretxfer.next_steps(c.case_no) n};
	my $told = $standby->safe_psql($database, $steps);
	isnt($told, '', "$database: next_steps() answers");
	is($told, $primary->safe_psql($database, $steps), "$database: as on the primary");
}
is($standby->safe_psql('steps', q{SET ROLE analyst; SELECT count(*) FROM secretxfer.case_status}), '9', 'an analyst reads the views there');
is($standby->safe_psql('steps', q{SELECT secretxfer.answer_due('2025-02-12'), secretxfer.is_working_day('2025-03-21')}),
	$primary->safe_psql('steps', q{SELECT secretxfer.answer_due('2025-02-12'), secretxfer.is_working_day('2025-03-21')}), 'terms are counted by the calendar');

# What is asked: in each case the next entry of each table.
my $foretold = <<'END';
SELECT string_agg(concat_ws(' ', c.case_no, t.name, e), chr(10) ORDER BY c.case_no, t.name, e::text)
  FROM secretxfer.cases c
  CROSS JOIN (SELECT c.relname AS name, a.attname IS NOT NULL AS of_case
				FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'case_no'
			   WHERE c.relnamespace = 'secretxfer'::regnamespace AND c.relkind = 'r' AND c.relname !~ '^(admissions|journal)') AS t
  CROSS JOIN LATERAL secretxfer.check_entry(('secretxfer.' || t.name)::regclass,
	fixture.entry(t.name, CASE WHEN t.of_case THEN jsonb_build_object('case_no', c.case_no) ELSE '{}' END)) AS e
END
my $answers = $standby->safe_psql('steps', $foretold);
cmp_ok(scalar(() = $answers =~ /passed/g), '>', 1000, 'check_entry() answers for every table in every case');
is($answers, $primary->safe_psql('steps', $foretold), 'as on the primary');
is($primary->safe_psql('steps', 'SELECT last_value FROM secretxfer.cases_running_no_seq'), '9', "and takes no number from a user's own column");

# What is answered is what is committed now, also to a transaction that reads an older snapshot.
my $handover = q{SELECT string_agg(rule, ' ') FROM secretxfer.check_entry('secretxfer.handovers', fixture.entry('handovers', '{"case_no": "protected", "carrier_id": "#M-9/1"}')) WHERE verdict = 'failed'};
my $before = session($standby, 'steps');
is($before->("BEGIN ISOLATION LEVEL REPEATABLE READ; $handover"), '', 'REPEATABLE READ on the standby: a hand-over would be accepted');
$primary->safe_psql('steps', q{SELECT fixture.write('violations', '{"case_no": "protected", "found_on": "2025-03-10"}'), fixture.write('suspensions', '{"case_no": "protected", "suspended_on": "2025-03-11"}')});
$primary->wait_for_catchup($standby);
is($before->('SELECT count(*) FROM secretxfer.suspensions'), '0', 'the transaction does not see the suspension');
is($before->($handover), 'secretxfer_r09_suspended', 'but is told of it');
$before->('COMMIT');

# What is written.
for my $statement (
	q{INSERT INTO secretxfer.annulments (case_no, raised_on, addressed_to) VALUES ('handed', '2025-05-05', 'canary')},
	q{UPDATE secretxfer.cases SET subject = 'canary' WHERE case_no = 'opened'},
	q{DELETE FROM secretxfer.cases WHERE case_no = 'opened'},
	q{TRUNCATE secretxfer.annulments},
	q{SELECT 1 FROM secretxfer.cases FOR NO KEY UPDATE},
	q{SELECT secretxfer.create_register()})
{
	like($before->($statement), qr/^ERROR:  cannot .* (in a read-only transaction|while recovery is in progress)/, "the standby takes no entry: $statement");
}

# Promoted it takes over: in a session that was open before, and in a new one.
$primary->stop('immediate');
$standby->promote;
for my $session ($before, session($standby, 'steps'))
{
	is($session->(q{SELECT fixture.may_enter('handovers', '{"case_no": "noticed", "carrier_id": "#M-8/1"}')}), 'refused: secretxfer_r08_arrangement_first on handovers', 'promoted: an unlawful step is refused');
	is($session->(q{SELECT fixture.may_enter('protections', '{"case_no": "noticed"}')}), 'accepted', 'promoted: the next lawful one is accepted');
	is($session->(q{SELECT fixture.may_enter('handovers', '{"case_no": "protected", "carrier_id": "#M-9/1"}')}), 'refused: secretxfer_r09_suspended on handovers', 'promoted: what came last counts');
	is($session->(q{SELECT fixture.may_enter('carriers')}), 'accepted', 'promoted: a carrier');
}
is($before->(q{SELECT fixture.enter('protections', '{"case_no": "noticed"}'); SELECT fixture.enter('handovers', '{"case_no": "noticed", "carrier_id": "#M-8/1"}')}), "accepted\naccepted", 'the case goes on');
is(findings($standby, 'steps'), '', 'verify() finds nothing');
journal_is_right('promoted', $standby, 'steps');

$before->();
$standby->stop;
done_testing();
