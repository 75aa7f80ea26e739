# A register of ten years is taken over under one basis: by import_entries() as a registrar, by COPY as the owner, both as
# docs/operations.md says. The gaps of the paper stay visible, and works go on in the old cases by the ordinary duties.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('taking_over');
$node->init;
$node->append_conf('postgresql.conf', 'log_statement = none');
$node->start;

# Nobody who takes over is a superuser.
sub sql { my ($database, $role, $query) = @_; return $node->safe_psql($database, "SET ROLE $role; SET search_path = secretxfer, fixture; $query"); }

# A register of its own owner, in each database; the paper belongs to who takes it over.
$node->safe_psql('postgres', 'CREATE ROLE keeper; CREATE ROLE taker; CREATE ROLE client; CREATE ROLE body');
for my $database ('imported', 'copied')
{
	my $taker = $database eq 'imported' ? 'taker' : 'keeper';
	$node->safe_psql('postgres', "CREATE DATABASE $database; GRANT CREATE ON DATABASE $database TO taker, keeper");
	$node->safe_psql($database, 'CREATE EXTENSION secretxfer; GRANT USAGE, CREATE ON SCHEMA secretxfer TO keeper');
	sql($database, 'keeper', 'SELECT create_register()');
	sql($database, 'keeper', q{INSERT INTO parties (idn, kind, full_name, head_name, legal_address, settlement)
		VALUES ('351240000146', 'organization', 'who has a role already', 'Surname Name', '5 Some Street', 'Astana')});
	# row-level security is in force where the registrar takes over: PostgreSQL has no COPY for the registrar
	sql($database, 'keeper', "SELECT admit('taker', NULL, 'registrar'), admit('client', '351240000146', 'customer')") if $database eq 'imported';
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database), '-c', "SET ROLE $taker",
		'-f', "$FindBin::RealBin/../fixtures/paper_register.sql", '-c', documented('lists and hand-overs name a carrier by its numbers, the register by its carrier_id') ],
		"$database: the paper is typed in");
	# the carriers of both databases have the same numbers
	sql($database, $taker, 'ALTER TABLE paper.carriers ADD carrier_id text; UPDATE paper.carriers SET carrier_id = substr(account_no, 3)');
}

# What the script of the page prints but for the call of rectify(): every finding.
sub taken_over
{
	my ($database, $role, $script) = @_;
	my ($out, $err) = ('', '');
	my $input = "SET ROLE $role;\n$script";
	IPC::Run::run([ 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database) ], '<', \$input, '>', \$out, '2>', \$err);
	unlike($err, qr/ERROR/, "$database: no error");
	return $out =~ s/^\n//r;
}

#
# By a registrar. First as the page says: with ROLLBACK, to see what is wrong with what was typed.
#
my $script = documented('as the registrar of the whole register');
$node->safe_psql('imported', q{UPDATE paper.notices SET sent_on = '14.03.2015' WHERE case_no = '2/2015'; UPDATE paper.acts SET account_no = 'A-none' WHERE case_no = '2/2015'});
is(taken_over('imported', 'taker', $script =~ s/^COMMIT/ROLLBACK/mr), <<'END' =~ s/\n\z//r . "\n", 'what was typed wrong is told');
2|22007|{sent_on}|The value cannot be read.|Write the date as YYYY-MM-DD.
2|secretxfer_r00_mandatory|{carrier_id}|Register (secretxfer_r00_mandatory): These mandatory fields are missing or blank: carrier_id.|State every mandatory field.
END
is(sql('imported', 'keeper', 'SELECT count(*) FROM cases'), '0', 'and nothing is entered');
$node->safe_psql('imported', q{UPDATE paper.notices SET sent_on = '2015-03-16' WHERE case_no = '2/2015'; UPDATE paper.acts SET account_no = 'A-2' WHERE case_no = '2/2015'});
is(taken_over('imported', 'taker', $script), '', 'the registrar takes everything over');

#
# By the owner, with COPY.
#
my $folder = PostgreSQL::Test::Utils::tempdir;
my %columns = map { /^(\w+)\|(.*)$/ } split /\n/, $node->safe_psql('copied', q{SELECT relname, string_agg(attname, ', ' ORDER BY attnum) FILTER (WHERE attname <> 'line')
	FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0 WHERE relnamespace = 'paper'::regnamespace AND relkind = 'r' GROUP BY 1});
my @order = $script =~ /'paper\.(\w+)', false/g;
my $copies = '';
for my $table (@order)
{
	next unless $columns{$table};
	$node->command_ok([ 'psql', '-X', '-q', '-d', $node->connstr('copied'), '-c', "\\copy (SELECT $columns{$table} FROM paper.$table ORDER BY ctid) TO '$folder/$table.csv' (FORMAT csv)" ], "$table as a file");
	$copies .= "\\copy secretxfer.$table ($columns{$table}) FROM '$folder/$table.csv' (FORMAT csv)\n" unless $table eq 'calendar_days';
}
my $others = '-- … and the others in the same order; what must be looked up is entered by INSERT … SELECT';
my ($before, $after) = $copies =~ /^(.*?)(^\\copy secretxfer\.decisions .*)$/ms;
$after .= 'INSERT INTO secretxfer.handovers (case_no, carrier_id, handed_on, act_no, received_by, returned_on, return_act_no)
	SELECT case_no, carrier_id, handed_on::date, act_no, received_by, returned_on::date, return_act_no FROM paper.handovers;
' . ($script =~ /^(UPDATE secretxfer\.cases .*?;\n)/ms)[0];
is(taken_over('copied', 'keeper', documented('as the owner, from files', $others => $before, "'calendar_days.csv'" => "'$folder/calendar_days.csv'", 'COMMIT;' => "${after}COMMIT;")), '',
	'the owner copies everything');

#
# Both registers are the same, and each gap is there to be seen.
#
my $entries = join ' UNION ALL ', map { qq{SELECT '$_ ' || (to_jsonb(t) - '{recorded_at,recorded_by,changed_at,changed_by,entry_id}'::text[])::text FROM $_ t} } @order;
my $entered = sql('imported', 'keeper', "SELECT count(*), md5(string_agg(e, chr(10) ORDER BY e COLLATE \"C\")) FROM ($entries) AS v (e)");
is(sql('copied', 'keeper', "SELECT count(*), md5(string_agg(e, chr(10) ORDER BY e COLLATE \"C\")) FROM ($entries) AS v (e)"), $entered, 'both ways enter the same');
like($entered, qr/^2199\|/, 'some two thousand entries');
my $gaps = <<'END' =~ s/\n\z//r;
secretxfer_r00_in_document|contracts|20
secretxfer_r00_in_document|parties|1
secretxfer_r00_in_document|requests|20
secretxfer_r03_notice_first|handovers|20
secretxfer_r04_authorization|requests|20
secretxfer_r05_in_time|decisions|20
secretxfer_r06_authorization|contracts|20
secretxfer_r08_arrangement_first|handovers|20
secretxfer_r11_permit|handovers|20
END
for my $database ('imported', 'copied')
{
	is($node->safe_psql($database, q{SELECT rule, "table", count(*) FROM secretxfer.verify()
		WHERE severity = 'irregular' AND detail LIKE '% Its basis: Order 7 of 3 February 2025: %' GROUP BY 1, 2 ORDER BY 1, 2}), $gaps,
		"$database: verify() names each gap, and its basis");
	is($node->safe_psql($database, q{SELECT * FROM secretxfer.verify() WHERE severity IN ('unlawful', 'guard')}), '', "$database: nothing is unlawful");
	is(sql($database, 'keeper', q{SELECT rule, "table", count(*) FROM rectifications, unnest(set_aside) AS rule GROUP BY 1, 2 ORDER BY 1, 2}),
		$gaps, "$database: so do the rectifications");
	is(sql($database, 'keeper', q{SELECT DISTINCT basis FROM rectifications}), 'Order 7 of 3 February 2025: taking over the paper register of 2015 to 2024', "$database: under one basis");
	is(sql($database, 'keeper', 'SELECT * FROM journal_verify()'), '', "$database: the journal proves right");
}
is(sql('imported', 'keeper', q{SELECT count(*) FILTER (WHERE concluded_on = (SELECT min(handed_on) FROM handovers h WHERE h.case_no = c.case_no)) FROM contracts c}), '20',
	'an unknown day of a contract is that of the first hand-over');
is(sql('imported', 'keeper', 'SELECT count(*), count(closed_on) FROM cases'), '200|170', 'old cases are closed');

#
# Works go on by the ordinary duties.
#
sql('imported', 'keeper', "SELECT admit('client', '351240000040', 'customer'), admit('body', '351240000010', 'authority')");
my $findings = findings($node, 'imported');

# What becomes of a statement: '' or the rules that refuse it.
sub told
{
	my ($role, $statement) = @_;
	my ($status, $out, $err) = $node->psql('imported', "SET ROLE $role; SET search_path = secretxfer; $statement");
	return $status == 0 ? '' : join ' ', $err =~ /\((secretxfer_\w+)\)/g, $err =~ /(permission denied.*|violates row-level.*)/g;
}

# A further request in a case.
sub request
{
	my ($n, $permit) = @_;
	return "INSERT INTO requests (case_no, request_no, authority, sent_on, justification, transfer_from, transfer_until, permit_no, draft_contract)
		SELECT case_no, '2', '351240000010', '2025-03-03', 'needed', '2025-03-20', '2025-12-30', '$permit', 'draft' FROM cases WHERE case_no LIKE '$n/%'";
}

# Case 190 is at work in order; 187 has lost its arrangement; 181 the notice; 184 has a permit long over.
my %case = map { /^(\d+)\|(.*)$/ } split /\n/, $node->safe_psql('imported', 'SELECT n, case_no FROM paper.book');
is(told('client', "UPDATE handovers SET returned_on = '2025-02-10', return_act_no = 'B' WHERE case_no IN ('$case{190}', '$case{181}', '$case{184}', '$case{187}')"), '', 'returns in old cases');
is(told('client', "UPDATE cases SET closed_on = '2025-02-20' WHERE case_no IN ('$case{171}', '$case{174}', '$case{177}', '$case{181}', '$case{190}')"), '', 'closings of old cases');
is(told('client', "UPDATE cases SET closed_on = '2025-02-20' WHERE case_no = '$case{191}'"), 'secretxfer_r10_all_returned', 'not of one that is at work');
is(told('body', q{INSERT INTO carriers (owner, title, kind, mark, account_no, copy_no, sheets) SELECT '351240000010', 'a plan', 'document', 'secret', 'B-' || n, '1', 1 FROM unnest('{185,187}'::int[]) n}), '', 'new carriers');
my @step;
for my $n (185, 187)
{
	my $case_no = $case{$n};
	my $carrier = sql('imported', 'keeper', "SELECT carrier_id FROM carriers WHERE account_no = 'B-$n'");
	push @step, [
		told('client', request($n, '8/2024') . "; INSERT INTO request_items (case_no, request_no, item_no, carrier_id) VALUES ('$case_no', '2', 1, $carrier)"),
		told('body', "UPDATE requests SET received_on = '2025-03-04' WHERE (case_no, request_no) = ('$case_no', '2')"),
		told('body', "INSERT INTO decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as) VALUES ('$case_no', '2', 'E-$n', '2025-03-10', 'permitted', 'Surname Name', 'head')"),
		told('client', "INSERT INTO contract_items (case_no, annex_no, request_no, item_no, annexed_on) VALUES ('$case_no', '2', '2', 1, '2025-03-11')"),
		told('client', "INSERT INTO notices (case_no, notice_no, kind, recipient, sent_on) VALUES ('$case_no', 'M-$n', 'contract', 'the security body in Almaty', '2025-03-12')"),
		told('client', "INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by) VALUES ('$case_no', $carrier, '2025-03-20', 'I-$n', '1')") ];
}
is_deeply($step[0], [ ('') x 6 ], 'a new request in an old case whose texts are missing, up to the hand-over');
is_deeply($step[1], [ ('') x 5, 'secretxfer_r08_arrangement_first' ], 'where the arrangement is lost, nothing is handed over');
is(told('client', request(184, '4/2011')), 'secretxfer_r04_authorization', 'what was set aside opens nothing: a permit that is over stays so');
is(told('client', "INSERT INTO protections (case_no, kind, arranged_on) VALUES ('$case{187}', 'contractor', '2025-03-14')"), '', 'an arrangement is entered');
is(told('client', "INSERT INTO handovers (case_no, carrier_id, handed_on, act_no, received_by)
	SELECT '$case{187}', carrier_id, '2025-03-20', 'I-187', '1' FROM request_items WHERE (case_no, request_no) = ('$case{187}', '2')"), '', 'then it is handed over');
is(findings($node, 'imported'), $findings, 'verify() finds nothing new');

$node->stop;
done_testing();
