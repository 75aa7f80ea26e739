# A server whose clock ran ahead and is set back: the journal's lines then go back in time, which proves nothing wrong. The
# chains, the seals and a digest kept outside stand, every entry can go on, and verify() warns of the clock, but calls nothing unlawful.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my ($library) = glob '/usr/lib/*/faketime/libfaketime.so.1';
die 'libfaketime is missing' unless $library;

my $node = PostgreSQL::Test::Cluster->new('ahead');
$node->init;
{
	# Only the server's clock, as test/tools/with-server shifts it: forty days beyond what that has shifted it already.
	my ($shift) = ($ENV{FAKETIME} // '') =~ /^([+-]\d+)s$/;
	local @ENV{qw(LD_PRELOAD FAKETIME FAKETIME_ONLY_CMDS FAKETIME_DISABLE_SHM FAKETIME_DONT_FAKE_MONOTONIC NO_FAKE_STAT)} =
		($ENV{LD_PRELOAD} // $library, sprintf('%+ds', ($shift // 0) + 40 * 86400), 'postgres,pg_ctl', 1, 1, 1);
	$node->start;
}
create_register($node, 'secrets');
run_file($node, 'secrets', 'fixtures/fixture.sql');

sub sql { my ($query) = @_; return $node->safe_psql('secrets', "SET search_path = secretxfer, fixture; $query"); }

sub unlawful { return sql(q{SELECT * FROM verify() WHERE severity NOT IN ('warning')}); }

my $ahead = q{SELECT max(recorded_at) > clock_timestamp() + interval '30 days' FROM journal};
sql(q{CALL people();
SELECT take('ahead', 'handed', '{"carriers": ["M-5/1"]}'), take('open', 'permitted')});
my $digest = sql('SELECT journal_seal(); SELECT journal_digest()');
$digest =~ s/.*\n//s;
is(sql($ahead), 'f', 'while the clock runs ahead nothing seems to come from the future');

$node->restart;
is(sql($ahead), 't', 'set back: lines stand that were recorded later than now');
journal_is_right('set back', $node, 'secrets', $digest);
is(unlawful(), '', 'set back: verify() calls nothing unlawful');
is(sql(q{SELECT DISTINCT severity, detail FROM verify() WHERE "table" = 'parties'}), 'warning|Its stamps lie in the future: the clock of the server was ahead.', 'but tells of the clock');

# Works go on in cases of both times; each chain then goes back in time.
sql(q{SELECT write('contracts', '{"case_no": "open"}'), take('after', 'handed', '{"carriers": ["M-6/1"]}');
UPDATE handovers SET returned_on = handed_on, return_act_no = 'back' WHERE case_no = 'ahead'});
is(sql(q{SELECT count(*) > 0 FROM journal a JOIN journal b ON b.chain = a.chain AND b.place = a.place + 1 WHERE b.recorded_at < a.recorded_at}),
	't', 'gone on: chains go back in time');
journal_is_right('gone on', $node, 'secrets', $digest);
sql('SELECT journal_seal()');
journal_is_right('sealed again', $node, 'secrets', $digest);
is(unlawful(), '', 'gone on: verify() calls nothing unlawful');
is(sql('SELECT count(*) FROM handovers WHERE changed_at < recorded_at'), '0', 'gone on: no change is stamped before its entry');

done_testing();
