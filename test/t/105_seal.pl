# A seal goes by what grew since the seal before, however large the register is, and misses nothing of it: whoever commits
# late, rolls back, seals in the midst of writing, or takes values out. What is taken off the list of grown chains is found.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('seal');
$node->init;
$node->append_conf('postgresql.conf', "log_statement = none\nautovacuum = off\nmax_prepared_transactions = 5");
$node->start;
create_register($node, 'secrets');
run_file($node, 'secrets', 'fixtures/fixture.sql');
run_file($node, 'secrets', 'fixtures/journal.sql');

sub sql { my ($query) = @_; return $node->safe_psql('secrets', "SET search_path = secretxfer, fixture; $query"); }

# Chains whose last line no seal keeps.
my $unsealed = q{SELECT count(*) FROM (SELECT chain, max(place) AS place FROM journal GROUP BY chain) AS j
	LEFT JOIN (SELECT chain, max(place) AS place FROM journal_heads GROUP BY chain) AS h USING (chain, place) WHERE h.place IS NULL};
sub all_is_sealed
{
	my ($what) = @_;
	sql('SELECT journal_seal()');
	is(sql($unsealed), '0', "$what: the seal covers every line");
	is(sql('SELECT * FROM journal_verify()'), '', "$what: journal_verify() finds nothing");
	is(sql('SELECT * FROM wrong_journal()'), '', "$what: nor does plain SQL");
}

#
# What a seal reads, in blocks: in a small journal, and in a large one.
#
# Of a seal over nothing new, and of one over a single chain. The session has sealed before, so its caches are filled.
sub blocks
{
	my $plan = q{EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT journal_seal()};
	my $told = $node->safe_psql('many', qq{SET search_path = secretxfer; SELECT journal_seal(); VACUUM ANALYZE; SELECT journal_seal(); $plan;
		UPDATE calendar_days SET basis = basis || '+' WHERE day = '2027-01-02'; $plan});
	return map { my $count = 0; $count += $_ for /(?:hit|read)=(\d+)/g; $count } ($told =~ /Result.*?\n *(Buffers: shared[^\n]*)/sg)[0, 1];
}
create_register($node, 'many');
$node->safe_psql('many', q{INSERT INTO secretxfer.calendar_days (day, working, basis) VALUES ('2027-01-02', false, 'an order') ON CONFLICT (day) DO UPDATE SET basis = 'an order'});
my ($nothing, $one) = blocks();
cmp_ok($nothing, '>', 0, "a small journal: a seal over nothing new reads $nothing blocks");
$node->safe_psql('many', q{INSERT INTO secretxfer.calendar_days (day, working, basis) SELECT date '1992-01-01' + n, false, 'an order' FROM generate_series(1, 11000) AS n});
my ($nothing_of_many, $one_of_many) = blocks();
cmp_ok($nothing_of_many, '<', 2 * $nothing, "11,000 more chains: $nothing_of_many");
cmp_ok($one_of_many, '<', 2 * $one, "a seal over one chain: $one_of_many blocks, before $one");
is($node->safe_psql('many', "SET search_path = secretxfer; $unsealed; SELECT * FROM journal_verify()"), '0', 'the seals cover every line');

# How far it is. That the list has too much does no harm.
sql(q{SELECT journal_seal(); SET session_replication_role = replica; INSERT INTO journal_grown SELECT -n FROM generate_series(1, 200000) n, generate_series(1, 2)});
my ($status, $out, $err) = $node->psql('secrets', 'SELECT secretxfer.journal_seal()');
like($err, qr/^[^\n]*NOTICE:  journal: 100000 of 200000 chains sealed\n[^\n]*NOTICE:  journal: 200000 of 200000 chains sealed\s*\z/, 'a NOTICE tells of each hundred thousand chains');
is(sql('SELECT count(*) FROM journal_grown'), '0', 'the seal has emptied the list');
all_is_sealed('too long a list');

#
# Whoever writes, when and how.
#
sql(q{INSERT INTO calendar_days (day, working, basis) SELECT date '1993-01-01' + n, false, 'an order' FROM generate_series(0, 20) AS n});
my $change = q{UPDATE calendar_days SET basis = basis || '+' WHERE day};
sql(qq{BEGIN; $change = '1993-01-01'; PREPARE TRANSACTION 'later'});
my $writer = session($node, 'secrets');
$writer->(qq{SET search_path = secretxfer; BEGIN ISOLATION LEVEL REPEATABLE READ; $change = '1993-01-02'});
all_is_sealed('two transactions are open');
all_is_sealed('a second seal');
sql(q{COMMIT PREPARED 'later'});
$writer->('COMMIT');
is(sql($unsealed), '2', 'committed after two seals: no seal covers it');
all_is_sealed('committed after two seals');

# within one transaction: written, sealed, written again; and what was sealed is rolled back
sql(qq{BEGIN; $change = '1993-01-03'; SELECT journal_seal(); $change = '1993-01-03'; $change = '1993-01-04'; COMMIT});
is(sql($unsealed), '2', 'sealed in the midst of a transaction: what came after the seal is not covered');
all_is_sealed('sealed in the midst of a transaction');
sql(qq{BEGIN; $change = '1993-01-05'; SAVEPOINT a; SELECT journal_seal(); $change = '1993-01-06'; ROLLBACK TO a; $change = '1993-01-05'; COMMIT});
all_is_sealed('the seal was rolled back');
sql(qq{BEGIN; $change = '1993-01-07'; SAVEPOINT a; $change = '1993-01-08'; $change = '1993-01-07'; ROLLBACK TO a; $change = '1993-01-08'; COMMIT});
all_is_sealed('the first line of a chain was rolled back');
$writer->(qq{BEGIN; $change = '1993-01-09'; ROLLBACK; $change = '1993-01-09'});
all_is_sealed('a transaction was rolled back');

# Two who seal, of whom one looks with an older snapshot.
$writer->('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM journal');
sql(qq{$change = '1993-01-10'});
all_is_sealed('meanwhile another session has an older snapshot');
sql(qq{$change = '1993-01-10'});
like($writer->('SELECT journal_seal()'), qr/duplicate key value violates unique constraint/, 'who seals by an older snapshot is refused');
$writer->('ROLLBACK');
all_is_sealed('refused');

# Lines that are written for the owner.
sql(q{SELECT journal_blank('calendar_days', entry_id, NULL, 'order 7') FROM calendar_days WHERE day = '1993-01-11'});
all_is_sealed('blanked');
sql(q{SET session_replication_role = replica; UPDATE calendar_days SET basis = 'repaired' WHERE day = '1993-01-12'; SELECT journal_adopt('order 8')});
all_is_sealed('adopted');
sql(q{CREATE ROLE somebody; SELECT admit('somebody', NULL, 'auditor')});
all_is_sealed('admitted');
sql(q{BEGIN; SELECT rectify('order 9'); UPDATE calendar_days SET basis = 'put right' WHERE day = '1993-01-13'; COMMIT});
all_is_sealed('put right');

# A crash; a restored dump.
sql(qq{$change = '1993-01-14'});
$writer->(qq{BEGIN; $change = '1993-01-15'});
$node->stop('immediate');
$node->start;
is(sql($unsealed), '1', 'crashed: what was committed is there');
run_command([ 'pg_dump', '-Fc', '-f', $node->basedir . '/dump', $node->connstr('secrets') ]);
$node->safe_psql('postgres', 'CREATE DATABASE restored');
$node->command_ok([ 'pg_restore', '-e', '-d', $node->connstr('restored'), $node->basedir . '/dump' ], 'a dump is restored');
is($node->safe_psql('restored', "SET search_path = secretxfer; SELECT journal_seal(); $unsealed; SELECT * FROM journal_verify()"), (split /\n/, sql('SELECT max(seal_no) + 1 FROM journal_seals'))[0] . "\n0", 'the next seal there covers what was open');
all_is_sealed('crashed');

#
# A chain that somebody takes off the list, so that its end can still be altered: found, and put on the list again.
#
sql(qq{$change = '1993-01-16'; SET session_replication_role = replica; DELETE FROM journal_grown});
my $chain = sql(q{SELECT entry_id FROM calendar_days WHERE day = '1993-01-16'});
is(sql('SELECT * FROM journal_verify()'), "$chain|2|||the chain grew, and no seal would cover its end", 'taken off the list: found');
isnt(sql('SELECT * FROM wrong_journal()'), '', 'by plain SQL too');
sql('SELECT journal_seal()');
is(sql($unsealed), '1', 'taken off the list: not sealed');
is(sql(q{SELECT journal_adopt('minutes 4 of the inspection')}), '1', 'adopted: listed again');
all_is_sealed('listed again');
for my $write ('INSERT INTO journal_grown VALUES (1)', 'DELETE FROM journal_grown', 'TRUNCATE journal_grown')
{
	($status, $out, $err) = $node->psql('secrets', "SET search_path = secretxfer; $write");
	like($err, qr/ERROR:  the journal is written by the extension only/, "the owner: $write");
}

# A sealed line that was cut off or altered is still found when the chain has grown again and was sealed again.
for my $behind ("DELETE FROM journal WHERE chain = $chain AND place = 2", "UPDATE journal SET hash = set_bit(hash, 7, 1 - get_bit(hash, 7)) WHERE chain = $chain AND place = 2")
{
	is(sql(qq{BEGIN; SET LOCAL session_replication_role = replica; $behind; SET LOCAL session_replication_role = origin;
		$change = '1993-01-16'; $change = '1993-01-16'; SELECT journal_seal() > 0; SELECT count(*) FROM journal_verify() v WHERE v.chain = $chain AND v.what LIKE 'the line is not the one under seal %'; ROLLBACK}),
		"t\n1", "a seal does not cover up: $behind");
}

$node->stop;
done_testing();
