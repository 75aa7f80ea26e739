# The journal as docs/operations.md keeps it: sealed by cron, its digests outside, verified against the last of them. And
# what a line tells of a client that comes over the network, under the name that an application gives its end user.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('kept');
$node->init;
$node->start;
create_register($node, 'secrets');

sub sql { my ($query) = @_; return $node->safe_psql('secrets', $query); }

#
# Sealed by cron, verified against the last digest that was kept.
#
my $kept = PostgreSQL::Test::Utils::tempdir;
my $crontab = documented('crontab of a user who may act as the owner of the register');
like($crontab, qr/^0 \* \* \* \*  psql [^%\n]+\n$/, 'crontab: one line, which holds no percent sign, because cron would end the command there');
sub hour_passes
{
	local $ENV{PGHOST} = $node->host;
	local $ENV{PGPORT} = $node->port;
	$node->command_ok([ '/bin/sh', '-c', "cd '$kept' && " . $crontab =~ s/^0 \* \* \* \*  //r ], 'crontab: the command as cron runs it, by sh');
}
hour_passes();
my $entry = sql('INSERT INTO secretxfer.calendar_years (year) VALUES (2149) RETURNING entry_id');
hour_passes();
hour_passes();
my @digests = split /\n/, slurp_file("$kept/digests");
is(scalar @digests, 3, 'the file of digests: a line an hour');
like($_, qr/^secretxfer:1:\d+:[0-9a-f]{64}$/, 'which is a digest') for @digests;
isnt($digests[0], $digests[1], 'another one after a change');
is($digests[-1], sql('SELECT secretxfer.journal_digest()'), 'the last line is the digest of the last seal');

sub verified_against_last
{
	local $ENV{PGHOST} = $node->host;
	local $ENV{PGPORT} = $node->port;
	my ($out, $err) = run_command([ 'bash', '-c', "cd '$kept' && " . documented('verify against the last digest that was kept') ]);
	return "$out$err";
}
is(verified_against_last(), '', 'verified against the last line: nothing is wrong');
sql(q{SET session_replication_role = replica; UPDATE secretxfer.journal SET login_role = 'nobody' WHERE chain = } . $entry);
is(verified_against_last(), "$entry|1|calendar_years|$entry|the line was altered", 'verified against the last line: a line that was altered is named');

#
# From where, and for whom.
#
$node->append_conf('postgresql.conf', "listen_addresses = '127.0.0.1'");
$node->append_conf('pg_hba.conf', 'host all all 127.0.0.1/32 trust');
$node->restart;
my $user = sql('SELECT current_user');
$node->safe_psql('secrets', q{INSERT INTO secretxfer.calendar_years (year) VALUES (2150)},
	extra_params => [ '-d', 'host=127.0.0.1 port=' . $node->port . " dbname=secrets user=$user application_name=registry" ]);
is(sql(q{SELECT client_address || ', ' || application_name FROM secretxfer.journal j
	JOIN secretxfer.calendar_years y ON y.entry_id = j.entry WHERE y.year = 2150}), '127.0.0.1, registry', 'a line tells the address of the client, and its application');
is(sql(q{SELECT count(*) FROM secretxfer.journal j WHERE client_address IS NOT NULL}), '1', 'and no address where the client came by the local socket');

done_testing();
