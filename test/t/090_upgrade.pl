# pg_upgrade takes a register over into a new cluster, copied and linked: entries with their stamps, and what its users made
# of it; the rules go on. Into one of the same major version always, and through every other one that is installed beside.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $root = "$FindBin::RealBin/../..";

# A server by the folder of its programs; the one that is tested comes first in the path.
sub server
{
	my ($bindir, $config) = @_;
	my ($major) = `$bindir/postgres --version` =~ /PostgreSQL\) (\d+)/;
	return { bindir => $bindir, major => $major, config => $config };
}

my $tested = server(`pg_config --bindir` =~ s/\s+$//r, $ENV{TEMP_CONFIG});

# A new cluster of a server.
my $clusters = 0;
sub cluster
{
	my ($server, @options) = @_;
	local $ENV{TEMP_CONFIG} = $server->{config};
	delete local $ENV{TEMP_CONFIG} unless $server->{config};
	my $node = PostgreSQL::Test::Cluster->new('cluster' . ++$clusters, $server == $tested ? () : (install_path => $server->{bindir} =~ s{/bin$}{}r));
	$node->init(extra => \@options);
	$node->append_conf('postgresql.conf', 'log_statement = none');
	return $node;
}

# A register with cases in many stages, and what its users made of it.
sub register
{
	my ($node) = @_;
	$node->start;
	$node->safe_psql('postgres', <<'END');
CREATE DATABASE secrets;
CREATE ROLE registrar;
CREATE ROLE clerk;
\c secrets
CREATE EXTENSION secretxfer;
GRANT USAGE, CREATE ON SCHEMA secretxfer TO registrar;
SET ROLE registrar;
SELECT secretxfer.create_register();
RESET ROLE;
REVOKE CREATE ON SCHEMA secretxfer FROM registrar;
END
	run_file($node, 'secrets', 'fixtures/fixture.sql');
	$node->safe_psql('secrets', <<'END');
CALL fixture.people();
SELECT fixture.take(stage, stage, jsonb_build_object('carriers', jsonb_build_array(carrier)))
  FROM (VALUES ('opened', 'M-1/1'), ('received', 'M-4/1'), ('permitted', 'M-5/1'), ('protected', 'M-9/1'), ('handed', 'M-10/1')) AS v (stage, carrier);
SELECT fixture.take('system', 'handed', '{"contractor": "@citizen", "service": true}');
ALTER TABLE secretxfer.cases ADD COLUMN remark text DEFAULT 'ours';
ALTER TABLE secretxfer.violations ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON secretxfer.violations USING (true);
ALTER TABLE secretxfer.annulments DISABLE TRIGGER secretxfer_refuse_truncate;
ALTER TABLE secretxfer.notices ENABLE ALWAYS TRIGGER "A_secretxfer_judge";
GRANT USAGE ON SCHEMA secretxfer TO clerk;
GRANT SELECT, INSERT ON secretxfer.cases TO clerk;
REVOKE EXECUTE ON FUNCTION secretxfer.next_steps(text) FROM PUBLIC;
END
	return $node;
}

# What of a register's guard could get lost; in words that are those of every version.
sub guard
{
	my ($node) = @_;
	return $node->safe_psql('secrets', <<'END');
SELECT tgrelid::regclass, tgname, tgenabled, tgfoid::regproc FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2;
SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype <> 'n' AND connamespace = 'secretxfer'::regnamespace ORDER BY 1, 2;
SELECT oid::regclass, relowner::regrole, relrowsecurity, obj_description(oid, 'pg_class'), has_table_privilege('clerk', oid, 'SELECT'), has_table_privilege('clerk', oid, 'INSERT')
  FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind <> 'i' ORDER BY 1;
SELECT polname, polrelid::regclass, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) FROM pg_policy ORDER BY polname, polrelid::regclass::text;
SELECT oid::regprocedure, has_function_privilege('clerk', oid, 'EXECUTE'), deptype
  FROM pg_proc LEFT JOIN pg_depend ON classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e'
 WHERE pronamespace = 'secretxfer'::regnamespace ORDER BY oid::regprocedure::text;
END
}

# What is to be the same afterwards; the node is stopped.
sub kept
{
	my ($node) = @_;
	my $digest = $node->safe_psql('secrets', 'SELECT secretxfer.journal_seal() \\g /dev/null
		SELECT secretxfer.journal_digest()');
	my $kept = { contents => contents($node, 'secrets'), guard => guard($node), findings => findings($node, 'secrets'), digest => $digest };
	$node->stop;
	return $kept;
}

# Builds the extension for another server, in a copy of this tree; the settings by which it is found.
sub built_for
{
	my ($server) = @_;
	my $copy = PostgreSQL::Test::Utils::tempdir;
	local $ENV{PG_CONFIG} = "$server->{bindir}/pg_config";
	delete local @ENV{qw(MAKEFLAGS MAKEOVERRIDES MAKELEVEL)};
	system_or_bail('cp', '-r', map({ "$root/$_" } qw(Makefile README.md CHANGELOG.md LICENSE docs secretxfer.control po sql src test)), $copy);
	system_or_bail('bash', '-c', "'$copy/test/tools/stage' '$copy/stage' > '$copy/extension.conf'");
	append_to_file("$copy/extension.conf", "datestyle = 'iso, dmy'\n");  # as the tested server has it
	return "$copy/extension.conf";
}

# Upgrades a stopped cluster into a new one, and sees that the register is the same and its rules go on.
sub is_upgraded
{
	my ($way, $old, $from, $to, $kept, @options) = @_;
	# since PostgreSQL 18 a new cluster has checksums
	my $new = cluster($to, $from->{major} < 18 && $to->{major} >= 18 ? '--no-data-checksums' : ());
	chdir PostgreSQL::Test::Utils::tempdir;  # pg_upgrade leaves scripts where it is
	$new->command_ok([ "$to->{bindir}/pg_upgrade", '-b', $from->{bindir}, '-B', $to->{bindir}, '-d', $old->data_dir, '-D', $new->data_dir,
			'-s', $new->host, '-p', $old->port, '-P', $new->port, @options ], "$way: pg_upgrade @options");
	$new->start;
	is(contents($new, 'secrets'), $kept->{contents}, "$way: every row is there, with its stamps");
	is(guard($new), $kept->{guard}, "$way: triggers and their state, constraints, owners, policies, grants and comments, too");
	my $read_as_owner = $from->{major} < 15 && $to->{major} >= 15;
	my $findings = findings($new, 'secrets');
	# Until the commands of docs/operations.md below.
	$findings = join "\n", grep { !/^guard\|\|\w+\|\|The view's options were altered\.$/ } split /\n/, $findings if $read_as_owner;
	is($findings, $kept->{findings}, "$way: verify() finds what it found");
	journal_is_right($way, $new, 'secrets', $kept->{digest});
	for my $step (
		[ accepted => q{may_enter('contracts', '{"case_no": "permitted"}')} ],
		[ accepted => q{may_enter('carriers')} ],
		[ accepted => q{may_change('handovers', '{"case_no": "handed"}', '{"returned_on": "2025-05-20", "return_act_no": "back"}')} ],
		[ 'refused: secretxfer_r07_permission_first on contracts' => q{may_enter('contracts', '{"case_no": "received"}')} ],
		[ 'refused: secretxfer_r00_carrier_out on handovers.carrier_id' => q{may_enter('handovers', '{"case_no": "protected", "carrier_id": "#M-10/1"}')} ],
		[ 'refused: secretxfer_r00_never_deleted on handovers' => q{may_withdraw('handovers', '{"case_no": "handed"}')} ],
		[ 'refused: secretxfer_r00_no_truncate on violations' => q{try('TRUNCATE secretxfer.violations CASCADE')} ])
	{
		my ($told, $trial) = @$step;
		is(trial($new, 'secrets', $trial) =~ s/\n.*//sr, $told, "$way: $trial");
	}
	journal_is_right("$way, and gone on", $new, 'secrets', $kept->{digest});
	if ($read_as_owner)
	{
		$new->safe_psql('secrets', documented('from PostgreSQL 13 or 14'));
		is($new->safe_psql('secrets', q{SELECT string_agg(relname, ' ') FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'v' AND reloptions IS NULL}),
			'rules', "$way: the views read with the rights of who asks");
		is(findings($new, 'secrets'), $kept->{findings}, "$way: as verify() demands");
	}
	$new->safe_psql('secrets', 'SELECT secretxfer.create_register()');
	is(contents($new, 'secrets'), $kept->{contents}, "$way: create_register() changes no row");
	is(guard($new), $kept->{guard}, "$way: nor the guard");
	return $new;
}

# The same major version.
my $old = register(cluster($tested));
like(findings($old, 'secrets'), qr/^guard\|\|annulments\|secretxfer_refuse_truncate\|The trigger is disabled\.$/, 'verify() finds the disabled trigger and nothing else');
my $kept = kept($old);
is_upgraded('copied', $old, $tested, $tested, $kept);
is_upgraded('linked', $old, $tested, $tested, $kept, '--link');

# From the oldest that is installed to the newest, by way of all between, with the extension built for each.
my @others = grep { $_->{major} != $tested->{major} } map { server($_) } grep { -x "$_/postgres" && -x "$_/pg_upgrade" && -f (`$_/pg_config --includedir-server 2>&1` =~ s/\s+$//r) . '/postgres.h' } glob '/usr/lib/postgresql/*/bin';
SKIP:
{
	skip 'no other major version of PostgreSQL is installed in /usr/lib/postgresql, with its development package', 1 unless @others;
	skip "the test modules of PostgreSQL $tested->{major} know one version only", 1 if $tested->{major} < 15;
	$_->{config} = built_for($_) for @others;
	my ($from, @later) = sort { $a->{major} <=> $b->{major} } $tested, @others;
	my $node = register(cluster($from));
	for my $to (@later)
	{
		$node = is_upgraded("from $from->{major} to $to->{major}", $node, $from, $to, kept($node));
		$from = $to;
	}
}
done_testing();
