# A check that is broken off in its middle, by a cancel, a timeout, an error or for want of memory, leaves the session usable: afterwards
# the same session accepts what is lawful and refuses what is not, and nothing remembered of the broken-off check deceives it.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = "$FindBin::RealBin/../..";

my $node = PostgreSQL::Test::Cluster->new('interrupted');
$node->init;
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION secretxfer; SELECT secretxfer.create_register()');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', "$root/test/fixtures/fixture.sql" ], 'the fixture');
$node->safe_psql('postgres', <<'END');
CALL fixture.people();
SELECT fixture.take('K1', 'protected'), fixture.take('K2', 'noticed', '{"carriers": ["M-4/1"]}');
END

# A session of psql that is told one script after the other.
sub session
{
	my %session = (in => '', out => '');
	$session{run} = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-d', $node->connstr('postgres') ], '<', \$session{in}, '>', \$session{out}, '2>&1', IPC::Run::timeout(180));
	return \%session;
}

# Has a session begin a script; told() waits for its end and returns what it printed.
sub send_to
{
	my ($session, $script) = @_;
	$session->{out} = '';
	$session->{in} .= "$script\n\\echo ready\n";
	$session->{run}->pump_nb;
}

sub told
{
	my ($session) = @_;
	$session->{run}->pump until $session->{out} =~ s/^ready\n//m;
	return $session->{out};
}

sub ask
{
	send_to(@_);
	return told($_[0]);
}

# What a session in good order answers: a lawful entry, an unlawful one, a further one in another case, and the other door.
my $question = <<'END';
SELECT fixture.may_enter('handovers', '{"case_no": "K1"}'), fixture.may_enter('handovers', '{"case_no": "K2", "carrier_id": "#M-4/1"}'),
	   fixture.may_enter('violations', '{"case_no": "K2"}'), fixture.foretold('handovers', fixture.entry('handovers', '{"case_no": "K2", "carrier_id": "#M-4/1"}'));
END
my $answer = "accepted|refused: secretxfer_r08_arrangement_first on handovers|accepted|{secretxfer_r08_arrangement_first}\n";

my $fresh = session();
is(ask($fresh, $question), $answer, 'an undisturbed session');
$fresh->{run}->kill_kill;

# Ways to break a check off while it waits for the case that another session holds.
my $handover = q{SELECT fixture.insert_of('handovers', fixture.entry('handovers', '{"case_no": "K1"}')) \gexec};
for my $way ('cancel', 'statement_timeout', 'lock_timeout')
{
	my ($holder, $session) = (session(), session());
	ask($holder, q{BEGIN; SELECT FROM secretxfer.cases WHERE case_no = 'K1' FOR UPDATE;});
	my ($pid) = ask($session, 'SELECT pg_backend_pid();') =~ /(\d+)/;
	my $set = $way eq 'cancel' ? '' : "SET $way = '200ms';";
	send_to($session, "$set $handover\nRESET statement_timeout; RESET lock_timeout;");
	if ($way eq 'cancel')
	{
		$node->poll_query_until('postgres', "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = $pid AND NOT granted)");
		$node->safe_psql('postgres', "SELECT pg_cancel_backend($pid)");
	}
	like(told($session), qr/canceling statement/, "$way while a check waits for its case: the statement is broken off");
	ask($holder, 'ROLLBACK;');
	is(ask($session, $question), $answer, "$way while a check waits: the session goes on rightly");
	ask($session, 'BEGIN; SAVEPOINT s;');
	ask($holder, q{BEGIN; SELECT FROM secretxfer.cases WHERE case_no = 'K1' FOR UPDATE;});
	like(ask($session, "SET LOCAL lock_timeout = '100ms'; $handover"), qr/canceling statement/, "after a savepoint");
	ask($holder, 'ROLLBACK;');
	is(ask($session, "ROLLBACK TO s; $question ROLLBACK;"), $answer, "after a savepoint: the transaction goes on rightly");
	$_->{run}->kill_kill for ($holder, $session);
}

# Broken off wherever the time is up, many times, in one session.
{
	my $session = session();
	my ($broken_off, $wrong) = (0, 0);
	for my $time (1 .. 60)
	{
		my $out = ask($session, "BEGIN;\nSET LOCAL statement_timeout = $time;\nDO \$\$ BEGIN FOR i IN 1 .. 100000 LOOP $question END LOOP; END \$\$;\nROLLBACK;" =~ s/SELECT fixture.may/PERFORM fixture.may/r);
		$broken_off++ if $out =~ /canceling statement due to statement timeout/;
		$wrong++ if ask($session, $question) ne $answer;
	}
	is($broken_off, 60, 'sixty checks are broken off anywhere');
	is($wrong, 0, 'each time the session goes on rightly');
	$session->{run}->kill_kill;
}

# An error in the middle of a check that is caught, and the check made again, in one statement: what the rolled-back part did and saw
# counts for nothing.
{
	my $session = session();
	is(ask($session, <<'END'), "f|refused: secretxfer_r03_notice_first on handovers\n", 'what a rolled-back part entered is not remembered');
BEGIN;
CREATE FUNCTION pg_temp.caught() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM secretxfer.protections WHERE case_no = 'K2';
	DELETE FROM secretxfer.notices WHERE case_no = 'K2';
	PERFORM fixture.write('protections', '{"case_no": "K2"}');
	BEGIN
		PERFORM fixture.write('notices', '{"case_no": "K2"}');
		PERFORM fixture.write('handovers', '{"case_no": "K2", "carrier_id": "#M-4/1"}');
		RAISE division_by_zero;
	EXCEPTION WHEN division_by_zero THEN NULL;
	END;
	RETURN fixture.attempt(fixture.insert_of('handovers', fixture.entry('handovers', '{"case_no": "K2", "carrier_id": "#M-4/1"}')));
END $$;
SELECT EXISTS (SELECT FROM secretxfer.handovers), pg_temp.caught();
ROLLBACK;
END
	is(ask($session, <<'END'), "column \"sent_on\" of table \"secretxfer.notices\" does not exist, then accepted\n", 'nor how a table was while it was altered');
BEGIN;
CREATE FUNCTION pg_temp.altered() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	handover text := fixture.insert_of('handovers', fixture.entry('handovers', '{"case_no": "K1"}'));
	told text;
BEGIN
	BEGIN
		ALTER TABLE secretxfer.notices RENAME sent_on TO posted_on;
		EXECUTE handover;
	EXCEPTION WHEN undefined_column THEN
		GET STACKED DIAGNOSTICS told = MESSAGE_TEXT;
	END;
	RETURN told || ', then ' || fixture.attempt(handover);
END $$;
SELECT pg_temp.altered();
ROLLBACK;
END
	is(ask($session, $question), $answer, 'the session goes on rightly');
	$session->{run}->kill_kill;
}

# Want of memory, at many different places: the session's limit is set a little above what it has, and taken away again.
SKIP:
{
	my $session = session();
	my ($pid) = ask($session, 'SELECT pg_backend_pid();') =~ /(\d+)/;
	my ($size) = slurp_file("/proc/$pid/status") =~ /^VmSize:\s+(\d+) kB/m;
	skip 'no prlimit, or a server whose memory cannot be limited', 3 if system('prlimit --version > /dev/null 2>&1') != 0 || $size > 1e9;

	# a long list, which a check of the annex reads
	$node->safe_psql('postgres', <<'END');
INSERT INTO secretxfer.carriers (carrier_id, owner, title, kind, mark, account_no, copy_no, sheets)
	SELECT 1000 + i, '351240000010', repeat('x', 200), 'document', 'secret', 'L-' || i, '1', 5 FROM generate_series(1, 5000) AS i;
SELECT fixture.take('K3', 'opened'), fixture.write('requests', '{"case_no": "K3"}');
INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id) SELECT 'K3', 'R1', i, 1000 + i FROM generate_series(1, 5000) AS i;
UPDATE secretxfer.requests SET received_on = '2025-02-12' WHERE case_no = 'K3';
SELECT fixture.write('decisions', '{"case_no": "K3"}'), fixture.write('contracts', '{"case_no": "K3"}');
INSERT INTO secretxfer.contract_items (case_no, annex_no, request_no, item_no) SELECT 'K3', i::text, 'R1', i FROM generate_series(1, 5000) AS i;
END
	my $notice = q{SELECT fixture.may_enter('notices', '{"case_no": "K3"}'), (SELECT count(*) FROM secretxfer.next_steps('K3')) > 0;};
	is(ask($session, $notice), "accepted|t\n", 'with memory enough a long annex is read');
	my ($wanting, $wrong) = (0, 0);
	for my $more (map { $_ * 128 } 0 .. 40)
	{
		($size) = slurp_file("/proc/$pid/status") =~ /^VmSize:\s+(\d+) kB/m;
		system('prlimit', "--pid=$pid", '--as=' . ($size + $more) * 1024 . ':') == 0 or die 'prlimit failed';
		my $out = ask($session, $notice);
		system('prlimit', "--pid=$pid", '--as=unlimited:') == 0 or die 'prlimit failed';
		$wanting++ if $out =~ /out of memory/;
		$wrong++ if $out !~ /out of memory/ && $out ne "accepted|t\n" || ask($session, $question) ne $answer;
		last if $session->{out} =~ /closed the connection/;
	}
	cmp_ok($wanting, '>', 0, "want of memory breaks checks off ($wanting of 41 times)");
	is($wrong, 0, 'each time the session goes on rightly');
	$session->{run}->kill_kill;
}

$node->stop;
done_testing();
