# Everything can be put right. Each column of each entry, in cases of every stage, gets another value, and each entry is
# withdrawn: by the duty that writes the entry or, where that is refused, by a registrar under a basis. Until when the duty
# can, is what the table "What may be changed until when" of docs/rules.md says. Tables and columns are read from the
# register, so that nobody adds a column and leaves a mistake in it without a way out.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $root = "$FindBin::RealBin/../..";
my $node = PostgreSQL::Test::Cluster->new('put_right');
$node->init;
$node->append_conf('postgresql.conf', "log_statement = none\nmax_prepared_transactions = 1\njit = off");
$node->start;

sub sql { return $node->safe_psql('postgres', "SET search_path = fixture, secretxfer; $_[0]"); }

# The rows of a query, each a list of its columns.
sub rows { return map { [ split /\x01/, $_, -1 ] } split /\x02/, $node->safe_psql('postgres', "SET search_path = fixture, secretxfer; $_[0]", extra_params => [ '-F', "\x01", '-R', "\x02" ]); }

#
# The register: every stage, with what the other tests do not need: a refusal, a contract without an annex, a list of two
# lines, a suspension, a pending question of annulment and an answered one, events that nothing relies on.
#
$node->safe_psql('postgres', 'CREATE EXTENSION secretxfer; SELECT secretxfer.create_register()');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', "$root/test/fixtures/fixture.sql",
	'-c', 'CALL fixture.people(); SET search_path = secretxfer, fixture', '-f', "$root/test/fixtures/every_stage.sql",
	'-f', "$root/test/fixtures/put_right.sql" ], 'a register in every stage');
sql(q{
	SELECT take('returned', 'handed', '{"carriers": ["M-10/1"]}'), take('suspended', 'handed', '{"carriers": ["M-11/1"]}'),
		take('annulled', 'handed', '{"carriers": ["M-12/1"]}'), take('refused', 'received', '{"carriers": ["M-3/1"]}'),
		take('permitted', 'permitted', '{"carriers": ["M-3/1", "M-9/1"]}'), take('contracted', 'contracted', '{"carriers": ["M-3/1", "M-9/1", "A-2/1"]}'),
		take('asked for a system', 'requested', '{"service": true}'), take('contract for a system', 'contracted', '{"service": true}'),
		take('by the customer', 'protected', '{"settlement": "Astana", "protection": "customer", "carriers": ["M-9/1"]}'),
		take('by a provider', 'protected', '{"contractor": "@joint", "protection": "provider", "carriers": ["M-9/1"]}'),
		take('asked twice', 'annexed', '{"carriers": ["M-7/1", "M-9/1"]}'), take('service', 'opened', '{"service": true}'), take('amended', 'contracted', '{"service": true}'), write('carriers', '{"account_no": "N-3"}'), take('lost', 'handed', '{"carriers": ["N-3/1"]}'), take('of the client', 'noticed', '{"customer": "@client", "carriers": ["M-9/1"]}');
	DO $$ BEGIN
		PERFORM write('requests', '{"case_no": "asked twice", "request_no": "R2"}'),
			write('request_items', '{"case_no": "asked twice", "request_no": "R2", "carrier_id": "#M-8/1"}'),
			write('request_items', '{"case_no": "asked twice", "request_no": "R2", "item_no": 2, "carrier_id": "#M-3/1"}'),
			write('contract_items', '{"case_no": "contracted", "item_no": 2}'), write('contract_amendments', '{"case_no": "amended", "information_statement": "what circulates"}'),
			write('system_accesses', '{"case_no": "system", "granted_on": "2025-03-14"}');
		UPDATE secretxfer.requests SET received_on = '2025-02-13' WHERE request_no = 'R2';
		PERFORM write('violations', v) FROM unnest(ARRAY['{"case_no": "suspended"}', '{"case_no": "suspended", "violation_no": "V2", "found_on": "2025-04-03"}',
			'{"case_no": "annulled"}', '{"case_no": "annulled", "violation_no": "V2", "found_on": "2025-04-03"}', '{"case_no": "returned"}']::jsonb[]) AS v;
		PERFORM write('suspensions', '{"case_no": "suspended"}'), write('annulments', '{"case_no": "suspended"}'), write('annulments', '{"case_no": "annulled"}'),
			write('decisions', '{"case_no": "refused", "outcome": "refused", "reasons": "too many"}'),
			write('party_changes', '{"change_no": "W", "kind": "works_terminated", "case_no": "lost", "effective_on": "2025-06-20"}'), write('violations', '{"case_no": "lost"}'), write('violations', '{"case_no": "lost", "violation_no": "V2"}'),
			write('affiliations', '{"party": "@joint", "quasi_state": "@holding"}'), write('permits', '{}'), write('permits', '{"permit_no": "P-joint 2", "holder": "@joint"}'),
			write('permits', '{"permit_no": "P-provider 2", "holder": "@provider"}'), write('parties', '{}'), write('clearances', '{}'), write('carriers', '{}'), write('carriers', '{"account_no": "N-2"}'),
			write('party_changes', '{"party": "@joint", "kind": "ownership"}'), write('party_changes', '{"party": "@joint", "kind": "ownership", "change_no": "2"}'),
			write('protection_measures', '{"case_no": "provider", "party": "@joint"}'),
			write('party_changes', '{"party": "@client", "kind": "ownership", "change_no": "2", "effective_on": "2025-03-31"}'),
			write('party_changes', '{"party": "@successor", "kind": "ownership", "effective_on": "2025-04-09"}'),
			write('supplements', '{"case_no": "of the client", "party": "@client", "concluded_on": "2025-04-08"}');
		UPDATE secretxfer.violations SET remedied_on = '2025-04-10', damage = 100 WHERE case_no = 'suspended';
		UPDATE secretxfer.system_accesses SET ended_on = '2025-06-10' WHERE granted_on = '2025-03-14';
		UPDATE secretxfer.handovers SET returned_on = '2025-06-10', return_act_no = 'back' WHERE case_no IN ('returned', 'annulled');
		UPDATE secretxfer.handovers SET written_off_on = '2025-05-05', written_off_as = 'lost', write_off_act_no = 'loss', loss_violation_no = 'V1' WHERE case_no = 'lost';
		UPDATE secretxfer.annulments SET order_annulled_on = '2025-05-20' WHERE case_no = 'annulled';
	END $$});

# Each table has an entry to put right: of the above or, for a table that they leave out, a plain one.
my $plain = q{jsonb_build_object('case_no', 'handed', 'carrier_id', '#N-2/1', 'handover', (SELECT min(entry_id) FROM handovers WHERE case_no = 'handed'))};
for my $table (split /\n/, sql('SELECT DISTINCT tbl FROM columns'))
{
	my $told = sql("SELECT count(*) FROM entries('$table')") ? 'accepted'
	  : sql(qq{SELECT enter('$table', (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each($plain) WHERE key IN (SELECT col FROM columns WHERE tbl = '$table')))});
	is($told, 'accepted', "$table: it has an entry");
}

# A role for each duty, and the registrar.
sql(q{CREATE ROLE clerk; CREATE ROLE body; CREATE ROLE keeper; CREATE ROLE registrar;
	SELECT admit('clerk', p(name), 'customer') FROM unnest('{customer,client,successor}'::text[]) AS name;
	SELECT admit('body', p(name), 'authority') FROM unnest('{ministry,agency}'::text[]) AS name;
	SELECT admit('keeper', NULL, 'security'), admit('registrar', NULL, 'registrar')});

#
# Trials. A trial is one entry and one column, or the whole entry; it is done with the first value that can be entered. Each
# is a transaction that is undone after it was prepared, so that what waits for COMMIT is judged. Of the calendar some days
# suffice.
#
my $whole = '(entry)';
sql(qq{
	CALL note_entries();
	CREATE TABLE fixture.trials AS
	SELECT row_number() OVER () AS id, c.tbl, c.col, e.was, NULL::jsonb AS wanted, 0 AS tried, '{}'::text[] AS formal
	FROM (SELECT DISTINCT tbl FROM columns) AS t
	CROSS JOIN LATERAL (SELECT was, row_number() OVER () AS n FROM entries(t.tbl) AS was) AS e
	JOIN (SELECT tbl, col FROM columns UNION ALL SELECT DISTINCT tbl, '$whole' FROM columns) AS c ON c.tbl = t.tbl
	WHERE CASE WHEN t.tbl ~ '^calendar' THEN e.n <= 2
			WHEN t.tbl ~ '^(parties|carriers)' THEN e.n % 4 = 0 OR NOT EXISTS (SELECT FROM refers WHERE to_id = (e.was ->> 'entry_id')::bigint) ELSE true END});
my %done;
my %trial = map { $_->[0] => { field => "$_->[1].$_->[2]", case => $_->[3], told => '' } } rows(q{SELECT id, tbl, col, was ->> 'case_no' FROM trials});
my %names = map { $_->[0] => 1 } rows(q{SELECT tbl || '.' || col FROM columns WHERE is_key UNION SELECT tbl || '.' || c FROM reference, unnest(cols) AS c});

# Runs trials, each a list of its number and its statements, as a role; notes which were done, and what refused the others.
# With verify, the trials were done before, and verify() judges what they leave behind.
my $verify = q{SELECT DISTINCT concat_ws(' ', f.severity, f.rule, f."table", f.key) FROM with_bases(ARRAY(SELECT e FROM verify_entries() AS e)) AS f WHERE f.severity = 'unlawful'};
sub try_as
{
	my ($role, $way, $verifies, @trials) = @_;
	my $script = "\\set QUIET on\n\\pset tuples_only on\nSET client_min_messages = warning;\nSET search_path = fixture, secretxfer;\n";
	for (@trials)
	{
		my ($id, @statements) = @$_;
		$script .= "\\echo @ $id\nBEGIN; SET LOCAL ROLE $role;\n";
		$script .= "SELECT secretxfer.rectify('Order $id');\n" if $role eq 'registrar';
		$script .= "$_;\n\\echo = :SQLSTATE :ROW_COUNT :LAST_ERROR_MESSAGE\n" for @statements;
		$script .= "RESET ROLE;\n$verify;\n" if $verifies;
		$script .= "PREPARE TRANSACTION 'trial';\n\\echo = :SQLSTATE 1 :LAST_ERROR_MESSAGE\nROLLBACK PREPARED 'trial';\nROLLBACK;\n";
	}
	my ($out, $err) = ('', '');
	IPC::Run::run([ 'psql', '-X', '-d', $node->connstr('postgres') ], '<', \$script, '>', \$out, '2>', \$err);
	my %statements = map { my ($id, @did) = @$_; ($id => \@did) } @trials;
	for (split /^@ /m, $out)
	{
		my ($id, @lines) = split /\n/ or next;
		next unless exists $trial{$id};
		my @wrong = grep { !/^= 00000 [1-9]/ && !/^= 25P02/ && /\S/ } @lines;
		if (@wrong)
		{
			$trial{$id}{told} .= "\n  $way: @wrong";
			$trial{$id}{learnt} = $1 if $way eq 'rectified' && "@wrong" =~ /check constraint "(\w+)"/;
		}
		else { $trial{$id}{way} = $way; $done{ $trial{$id}{field} }{$way} = [ $id, @{ $statements{$id} } ]; }
	}
}

# The statements of the trials that are open: without a way or, for the ordinary way, of a column that has none.
my $changes = '(SELECT jsonb_object_agg(key, value) FROM jsonb_each(t.wanted) WHERE value IS DISTINCT FROM t.was -> key)';
my $update = "CASE WHEN t.col = '$whole' THEN delete_of(t.tbl, key_of(t.tbl, t.was)) ELSE update_of(t.tbl, key_of(t.tbl, t.was), $changes) END";
my $privileged = "CASE WHEN t.col = '$whole' THEN has_table_privilege(r.role, 'secretxfer.' || t.tbl, 'DELETE')
	ELSE NOT EXISTS (SELECT FROM jsonb_object_keys($changes) AS k WHERE NOT has_column_privilege(r.role, 'secretxfer.' || t.tbl, k, 'UPDATE')) END";
sub updates { my ($ids, $role) = @_; return rows("SELECT t.id, $update FROM trials t CROSS JOIN (VALUES ('$role')) AS r (role) WHERE $privileged AND t.id IN ($ids)"); }
sub anew { my ($ids, $followed) = @_; return map { [ $_->[0], split /\x03/, $_->[1] ] } rows("SELECT t.id, string_agg(a.s, E'\\x03' ORDER BY a.n) FROM trials t CROSS JOIN LATERAL anew(t.tbl, t.was, t.wanted, $followed) WITH ORDINALITY AS a (s, n) WHERE t.id IN ($ids) GROUP BY t.id"); }
sub ids { my ($is_open) = @_; return join ',', 0, grep { $trial{$_}{value} && $is_open->($trial{$_}) } keys %trial; }
sub has_no_way { return !$_[0]{way}; }

#
# What docs/rules.md says: until when a column may be changed. The page names each column of the register once, or all others
# of its table.
#
my ($page) = slurp_file("$root/docs/rules.md") =~ /^### What may be changed until when\n(.*?)^\*\*Reading/ms;
my (%until, @tables);
my %columns;
push @{ $columns{ $_->[0] } }, $_->[1] for rows('SELECT tbl, col FROM columns');
for (split /\n/, $page)
{
	my ($tables, $named, $until) = /^\|([^|]*)\| ([^|]*) \| ([^|]*) \|/ or next;
	@tables = $tables =~ /`(\w+)`/g if $tables =~ /`/;
	@tables = grep { grep { $_ eq 'printed_no' } @{ $columns{$_} } } keys %columns if $tables =~ /any with/;
	for my $table (@tables)
	{
		my @columns = $named =~ /`(\w+)`/g;
		@columns = ($whole) if $named =~ /^the whole row/;
		if ($named =~ /^all/)
		{
			my %but = map { $_ => 1 } @columns;
			@columns = grep { !$but{$_} && !$until{"$table.$_"} } @{ $columns{$table} };
		}
		$until{"$table.$_"} = $until for @columns;
	}
}

# Round by round, with the next value for the trials that are open; a whole entry has no value. Beside the first round only
# those need an ordinary way whose column has one at some time.
for my $round (0 .. 7)
{
	my $wants_ordinary = sub { my ($t) = @_; return !$t->{way} || $round < 4 && !$done{ $t->{field} }{ordinary} && ($until{ $t->{field} } // 'never') !~ /^never/; };
	$_->{value} //= 1 for values %trial;
	# A rule that holds under the basis too is of the form: the value is tried again with what the rule demands besides.
	if (my $learnt = join ', ', map { "($_, '$trial{$_}{learnt}')" } grep { $trial{$_}{learnt} && !$trial{$_}{way} } keys %trial)
	{
		sql("UPDATE trials t SET formal = formal || l.rule, tried = tried - 1 FROM (VALUES $learnt) AS l (id, rule) WHERE t.id = l.id AND l.rule <> ALL (t.formal)");
		delete $_->{learnt} for values %trial;
	}
	my $open = ids($wants_ordinary);
	my @next = rows(qq{
		UPDATE trials t SET (tried, wanted) = (SELECT v.n, v.wanted FROM next_value(t.tbl, t.was, t.col, t.formal, t.tried) AS v WHERE t.col <> '$whole')
		WHERE t.id IN ($open) RETURNING id, wanted IS NOT NULL OR col = '$whole' AND $round = 0});
	for (@next) { $trial{ $_->[0] }{value} = $_->[1] eq 't'; $trial{ $_->[0] }{possible} ||= $_->[1] eq 't'; }
	last unless grep { $_->[1] eq 't' } @next;
	for my $role (qw(clerk body keeper)) { try_as($role, 'ordinary', 0, updates(ids($wants_ordinary), $role)); }
	try_as('registrar', 'rectified', 0, updates(ids(\&has_no_way), 'registrar'));
	try_as('registrar', 'anew', 0, anew(ids(\&has_no_way), 'true'));
	try_as('registrar', 'anew', 0, anew(ids(\&has_no_way), 'false'));
}

#
# No dead ends. Where no value was found, form and references leave the entry no other value.
#
my %fields;
push @{ $fields{ $_->{field} } }, $_ for values %trial;
my $last_line = qr/secretxfer_r04_list_not_empty/;
for my $field (sort keys %fields)
{
	my ($table, $column) = split /\./, $field;
	my @of = @{ $fields{$field} };
	my @dead = grep { $_->{possible} && !$_->{way} } @of;
	# The last line of a list that was received stays there and is given another carrier; so is the line of a carrier that is
	# withdrawn.
	@dead = grep { $_->{told} !~ $last_line } @dead if $field =~ /^request_items\.(case_no|request_no|\Q$whole\E)$|^carriers\.\Q$whole\E$/;
	is(join("\n", map { ($_->{case} // '') . $_->{told} } @dead), '', "$field: each entry can be put right");
	ok((grep { $_->{possible} } @of), "$field: an entry has another value") or next;
	my $until = $column eq $whole ? $until{$field} // 'some time' : $until{$field};
	ok(defined $until, "$field: docs/rules.md says until when") or next;
	my @ordinary = grep { ($_->{way} // '') eq 'ordinary' } @of;
	my %ways = map { $_->{way} => 1 } grep { $_->{way} } @of;
	if ($until =~ /^never/) { is(scalar @ordinary, 0, "$field: $until, but under a basis"); }
	elsif ($until =~ /^no end/) { unlike(join('', map { $_->{told} } @of), qr/ordinary: .*r00_(settled|set_once|identity)/, "$field: $until"); }
	# What an entry is of may also be put right by withdrawing the entry and entering another.
	else
	{
		ok($done{$field}{ordinary} || $names{$field} && $done{"$table.$whole"}{ordinary}, "$field: the duty can, until then")
		  or diag(map { $_->{told} } @of);
	}
}

# Whatever a registrar put right, verify() finds nothing unlawful in what is left. Asked once for each table and way, because
# verify() reads the whole register.
for my $way (qw(rectified anew))
{
	my %first;
	for (sort keys %done) { my ($table) = split /\./; $first{$table} //= $done{$_}{$way}; }
	my @did = grep { $_ } map { $first{$_} } sort keys %first;
	$trial{ $_->[0] }{told} = '' for @did;
	try_as('registrar', $way, 1, @did);
	is(join("\n", map { "$trial{$_->[0]}{field}: $trial{$_->[0]}{told}" } grep { $trial{ $_->[0] }{told} } @did), '', "$way: nothing is unlawful");
	cmp_ok(scalar @did, '>', 8, "$way: " . scalar @did . ' tables');
}

$node->stop;
done_testing();
