# docs/neighbours.md, pgaudit and pg_qualstats: with the settings of the page they keep nothing of what is entered and asked for, and
# verify() is content; otherwise they keep it, and verify() warns.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Docs;
use Register;
use Test::More;

chomp(my $sharedir = qx(pg_config --sharedir));

# A server with this library and these settings, and a register in it.
sub server
{
	my ($name, $settings) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init;
	$node->append_conf('postgresql.conf', "$settings\nsession_preload_libraries = 'secretxfer'\nlog_statement = none\ncompute_query_id = on");
	$node->start;
	create_register($node, 'secrets');
	$node->safe_psql('secrets', "CREATE EXTENSION $name; CREATE ROLE clerk");
	return $node;
}
my $warned = q{SELECT key FROM secretxfer.verify_settings() WHERE key ~ '^pg' ORDER BY 1};

# All ways in which values come to the server, with canaries in them.
my $statements = q{
	SELECT 'CANARY_A' FROM secretxfer.cases WHERE case_no = 'CANARY_B';
	PREPARE x (text) AS SELECT FROM secretxfer.cases WHERE subject = $1; EXECUTE x ('CANARY_C');
	DO $$ BEGIN PERFORM FROM secretxfer.cases WHERE case_no = 'CANARY_D'; END $$;
	INSERT INTO secretxfer.cases (case_no) VALUES ('CANARY_E');
	SELECT FROM secretxfer.check_entry('secretxfer.cases', '{"case_no": "CANARY_F"}');
	INSERT INTO secretxfer.calendar_days (day, working, basis) VALUES ('2025-02-24', false, 'CANARY_G');
	COPY secretxfer.calendar_days (day, working, basis) FROM PROGRAM 'printf "2025-02-25\tf\tCANARY_H"';
	WITH x AS (DELETE FROM secretxfer.calendar_days WHERE basis ~ 'CANARY_[I]' RETURNING 1) SELECT FROM x};
sub canaries { my %found = map { $_ => 1 } $_[0] =~ /CANARY_\[?([A-I])/g; return join '', sort keys %found; }

SKIP:
{
	skip 'pgaudit is not installed', 1 unless -e "$sharedir/extension/pgaudit.control";
	my $node = server('pgaudit', block('docs/neighbours.md', 'postgresql.conf, for pgaudit'));
	is($node->safe_psql('secrets', $warned), '', 'pgaudit: verify() is content with the settings of the page');
	my $from = -s $node->logfile;
	$node->psql('secrets', $statements, on_error_stop => 0);
	my $log = slurp_file($node->logfile, $from);
	is(canaries($log), '', 'pgaudit: no value is logged') or diag($log);
	like($log, qr/AUDIT: SESSION,\d+,\d+,READ,SELECT,TABLE,secretxfer\.cases,<not logged>/, 'pgaudit: but who reads which table');

	$node->append_conf('postgresql.conf', "pgaudit.log_statement = on\npgaudit.log_parameter = on\npgaudit.log = 'all'");
	$node->reload;
	$node->poll_query_until('secrets', q{SELECT current_setting('pgaudit.log_statement') = 'on'});
	is($node->safe_psql('secrets', $warned), 'pgaudit.log', 'pgaudit with statements: verify() warns');
	$from = -s $node->logfile;
	$node->psql('secrets', $statements, on_error_stop => 0);
	like(canaries(slurp_file($node->logfile, $from)), qr/^ABCDE?F/, 'pgaudit with statements: the log has what is entered and asked for');
	$node->stop;
}

SKIP:
{
	skip 'pg_qualstats is not installed', 1 unless -e "$sharedir/extension/pg_qualstats.control";
	my $node = server('pg_qualstats', block('docs/neighbours.md', 'postgresql.conf, for pg_qualstats') . "\npg_qualstats.sample_rate = 1");
	my $kept = q{SELECT constvalue FROM pg_qualstats UNION ALL SELECT query FROM pg_qualstats_example_queries()};
	is($node->safe_psql('secrets', $warned), '', 'pg_qualstats: verify() is content with the setting of the page');
	$node->psql('secrets', $statements, on_error_stop => 0);
	is(canaries($node->safe_psql('secrets', "SET pg_qualstats.track_constants = on; $kept")), '', 'pg_qualstats: nothing is kept');

	$node->append_conf('postgresql.conf', 'pg_qualstats.track_constants = on');
	$node->restart;
	is($node->safe_psql('secrets', $warned), 'pg_qualstats.track_constants', 'pg_qualstats with constants: verify() warns');
	$node->psql('secrets', $statements, on_error_stop => 0);
	like(canaries($node->safe_psql('secrets', "SET ROLE clerk; $kept")), qr/B/, 'pg_qualstats with constants: everybody sees what others search for');
	$node->append_conf('postgresql.conf', 'pg_qualstats.enabled = off');
	$node->reload;
	$node->poll_query_until('secrets', q{SELECT current_setting('pg_qualstats.enabled') = 'off'});
	is($node->safe_psql('secrets', $warned), '', 'pg_qualstats off: verify() is content');
	$node->stop;
}

done_testing();
