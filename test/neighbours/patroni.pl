# docs/neighbours.md, Patroni: two nodes by the page's patroni.yml; the primary is killed in the middle of a case.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Docs;
use Register;
use IPC::Run;
use Test::More;

plan skip_all => 'Patroni is not installed' unless `patroni --version 2> /dev/null`;
plan skip_all => 'etcd is not installed' unless `etcd --version 2> /dev/null`;

my $folder = PostgreSQL::Test::Utils::tempdir_short;
my ($client, $peer) = map { PostgreSQL::Test::Cluster::get_free_port() } 1 .. 2;
my %running;
sub postmaster { my ($name) = @_; return -e "$folder/$name/postmaster.pid" ? (split /\n/, slurp_file("$folder/$name/postmaster.pid"))[0] : (); }
END { local $?; $_->kill_kill for values %running; kill 'QUIT', map { postmaster($_) } qw(one two); }

# A process with its output in a file.
sub started
{
	my ($name, @command) = @_;
	return $running{$name} = IPC::Run::start(\@command, '<', \undef, '>>', "$folder/$name.log", '2>&1');
}
started('etcd', 'etcd', '--data-dir', "$folder/etcd", '--listen-client-urls', "http://127.0.0.1:$client", '--advertise-client-urls', "http://127.0.0.1:$client",
	'--listen-peer-urls', "http://127.0.0.1:$peer", '--initial-advertise-peer-urls', "http://127.0.0.1:$peer", '--initial-cluster', "default=http://127.0.0.1:$peer");

# The nodes: the page's file, with ports and folders of this test, shorter waits, and the settings by which this server finds
# the extension.
my %nodes = map { $_ => { name => $_, port => PostgreSQL::Test::Cluster::get_free_port(), rest => PostgreSQL::Test::Cluster::get_free_port() } } qw(one two);
my %extension = $ENV{TEMP_CONFIG} ? slurp_file($ENV{TEMP_CONFIG}) =~ /^(\w+) = '(.*)'$/mg : ();
my $parameters = join '', map { "    $_: '" . $extension{$_} . "'\n" } sort keys %extension;
for my $node (values %nodes)
{
	mkdir "$folder/$node->{name}.run";
	append_to_file("$folder/$node->{name}.yml", block('docs/neighbours.md', 'patroni.yml, of the first node', '127.0.0.1:8008' => "127.0.0.1:$node->{rest}",
		'127.0.0.1:5432' => "127.0.0.1:$node->{port}", '127.0.0.1:2379' => "127.0.0.1:$client", 'name: one' => "name: $node->{name}",
		'/var/lib/postgresql/15/one' => "$folder/$node->{name}", '/var/run/postgresql' => "$folder/$node->{name}.run\n$parameters",
		'/tmp/pgpass-one' => "$folder/pgpass-$node->{name}", '/usr/lib/postgresql/15/bin' => qx(pg_config --bindir) =~ s/\n//r,
		'ttl: 30' => 'ttl: 20', 'loop_wait: 10' => 'loop_wait: 2', 'retry_timeout: 10' => 'retry_timeout: 5'));
}
sub start_node { my ($name) = @_; return started("patroni-$name", 'patroni', "$folder/$name.yml"); }

# What psql prints at a node.
sub at
{
	my ($name, $database, $statement, @options) = @_;
	my ($out, $err) = ('', '');
	@options = ('-c', $statement) if defined $statement;
	IPC::Run::run([ 'psql', '-X', '-A', '-t', '-q', '-h', "$folder/$name.run", '-p', $nodes{$name}{port}, '-U', 'postgres', '-d', $database, @options ], '<', \undef, '>', \$out, '2>', \$err);
	chomp $out;
	return $out . ($err =~ /(ERROR|FATAL).*/s ? $& : '');
}
sub wait_for
{
	my ($name, $statement, $expected, $what) = @_;
	my $answer = '';
	for (1 .. 180)
	{
		$answer = at($name, 'postgres', $statement);
		last if $answer eq $expected;
		sleep 1;
	}
	return is($answer, $expected, $what) || diag(map { slurp_file($_) } glob "$folder/patroni-*.log");
}
local $ENV{PGPASSWORD} = 'a password';
local $ENV{PGOPTIONS} = '-c datestyle=iso,dmy -c jit=off';

start_node('one');
wait_for('one', 'SELECT NOT pg_is_in_recovery()', 't', 'the first node is the primary');
start_node('two');
wait_for('one', q{SELECT string_agg(sync_state, ',') FROM pg_stat_replication}, 'sync', 'the second node is its synchronous standby');

# A case, up to the permission.
at('one', 'postgres', 'CREATE DATABASE secrets');
at('one', 'secrets', q{CREATE EXTENSION secretxfer; ALTER DATABASE secrets SET session_preload_libraries = secretxfer; SELECT secretxfer.create_register()});
at('one', 'secrets', undef, '-f', "$FindBin::RealBin/../fixtures/fixture.sql");
sub trial_at { my ($name, $trial) = @_; return at($name, 'secrets', "SET search_path = secretxfer, fixture; SELECT $trial") }
at('one', 'secrets', 'CALL fixture.people()');
trial_at('one', q{take('case', 'permitted')});
my $stage = q{SELECT stage FROM secretxfer.case_status WHERE case_no = 'case'};
is(at('one', 'secrets', $stage), 'permitted', 'a case is permitted');
at('one', 'secrets', 'SELECT secretxfer.journal_seal()');
my $digest = at('one', 'secrets', 'SELECT secretxfer.journal_digest()');

# The primary dies, with its Patroni.
my ($postmaster) = postmaster('one');
delete($running{'patroni-one'})->kill_kill(grace => 0);
kill 'QUIT', $postmaster;
wait_for('two', 'SELECT NOT pg_is_in_recovery()', 't', 'the second node takes over');
is(at('two', 'secrets', $stage), 'permitted', 'the case stands where it stood');
is(at('two', 'secrets', q{SELECT severity, key, detail FROM secretxfer.verify() f WHERE f."table" IS DISTINCT FROM 'calendar_years'}), 'warning|replicator|The role has REPLICATION, and can copy everything.',
	'verify() finds nothing, and warns of the role that replicates');
is(at('two', 'secrets', "SELECT * FROM secretxfer.journal_verify_against('$digest')"), '', 'the journal proves right against the last digest');
like(trial_at('two', q{may_enter('handovers', '{"case_no": "case"}')}), qr/^refused: secretxfer_r06_contract_first/, 'a hand-over before the contract is refused');
is(trial_at('two', q{enter('contracts', '{"case_no": "case"}')}), 'accepted', 'the contract is accepted');

# The old primary comes back, as a standby.
start_node('one');
wait_for('one', 'SELECT pg_is_in_recovery()', 't', 'the old primary comes back as a standby');
wait_for('two', q{SELECT string_agg(sync_state, ',') FROM pg_stat_replication}, 'sync', 'of the new one');
is(at('one', 'secrets', $stage), 'contracted', 'and shows the next step');
is(at('one', 'secrets', "SELECT * FROM secretxfer.journal_verify_against('$digest')"), '', 'there the journal proves right, too');

$running{$_}->signal('TERM') for grep { /patroni/ } keys %running;
$_->finish for map { delete $running{$_} } grep { /patroni/ } keys %running;
done_testing();
