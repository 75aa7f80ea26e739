# docs/operations.md is true: its commands, played in its order from a server that has nothing, do what the page says and
# print what it shows. What needs a server or a register of its own is played by the test that has it; this test checks that
# no command is left out.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Docs;
use Register;
use Test::More;

my $root = "$FindBin::RealBin/../..";
my $node = PostgreSQL::Test::Cluster->new('operations');
$node->init;
$node->start;
my $folder = PostgreSQL::Test::Utils::tempdir;
local $ENV{PGHOST} = $node->host;
local $ENV{PGPORT} = $node->port;

# The tests that take commands from the page name them by their comment; those that play them in their own way are named here.
my $tests = join '', map { slurp_file($_) } grep { !/142_operations/ } glob "$root/test/{t,neighbours}/*.pl";
my %elsewhere = ('from version 1.0 to 1.1' => '097_from_1_0.pl', 'from PostgreSQL 15 to 17' => '090_upgrade.pl');

# What has to be there before a command, and what stands for its examples here. Keys are beginnings of the commands.
my %before = (
	'BEGIN;\nSELECT secretxfer.rectify(\'Order 12' => sub {
		# the parties of the fixture in the place of those of the page, with the same numbers
		run_file($node, 'secrets', 'fixtures/fixture.sql');
		$node->safe_psql('secrets', q{SET search_path = fixture, secretxfer; DELETE FROM parties; CALL people();
			SELECT take('2025-014', 'handed', '{"carriers": ["M-1/1", "M-1/2"]}'), take('2025-015', 'annexed', '{"carriers": ["M-5/1"]}');
			UPDATE handovers SET returned_on = '2025-05-12', return_act_no = '31' WHERE case_no = '2025-014' AND carrier_id = 1});
	},
	'UPDATE secretxfer.requests r SET' => sub {
		# an answer that was entered while triggers were out of force
		$node->safe_psql('secrets', q{SET session_replication_role = replica; UPDATE secretxfer.requests SET answered = NOT answered WHERE case_no = '2025-014'});
	},
	'ALTER TABLE secretxfer.journal SET TABLESPACE' => sub {
		mkdir "$folder/archive";
		$node->safe_psql('postgres', "CREATE TABLESPACE archive LOCATION '$folder/archive'");
	});
my %examples = (
	'SELECT secretxfer.journal_blank' => sub { 4711 => $node->safe_psql('secrets', q{SELECT entry_id FROM secretxfer.contracts WHERE case_no = '2025-014'}) },
	'make && make install' => sub { '/usr/lib/postgresql/15/bin/pg_config' => $ENV{PG_CONFIG} // 'pg_config' });
my %after = (
	'CREATE EXTENSION secretxfer' => sub {
		is($node->safe_psql('secrets', q{SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'secretxfer.cases'::regclass}), 'registrar', 'the register belongs to its owner');
	},
	'ALTER DATABASE secrets SET' => sub {
		is($node->safe_psql('secrets', q{SELECT key FROM secretxfer.verify_settings() WHERE key IN ('DateStyle', 'session_preload_libraries')}), '', 'verify() is content with dates and preloading');
	},
	'make && make install' => sub { ok(-s "$folder/made" . qx(pg_config --pkglibdir | tr -d '\n') . '/secretxfer.so', 'the library is installed') },
	'make uninstall' => sub { is(qx(find '$folder/made' -name '*secretxfer*' ! -type d), '', 'no file is left') },
	'CREATE ROLE clerk' => sub {
		# what hints tell: withdraw; and what nobody may
		is($node->safe_psql('secrets', q{SET ROLE clerk;
			INSERT INTO secretxfer.permits (permit_no, holder, issued_on, valid_until, issued_by, highest_mark) VALUES ('P-0', '351240000109', '2024-03-01', '2029-02-28', 'a department', 'secret');
			DELETE FROM secretxfer.permits WHERE permit_no = 'P-0' RETURNING 'withdrawn'}), 'withdrawn', 'a clerk withdraws an entry');
		for my $table ('journal', 'journal_seals', 'admissions')
		{
			my ($result, undef, $err) = $node->psql('secrets', "SET ROLE clerk; DELETE FROM secretxfer.$table");
			like($err, qr/ERROR: /, "a clerk deletes nothing of $table");
		}
	},
	'SELECT secretxfer.dismiss' => sub {
		is($node->safe_psql('secrets', q{SELECT count(*) FROM pg_roles WHERE rolname = 'ertis'}), '0', 'the role is gone');
		# who is to be customer in what follows
		$node->safe_psql('secrets', q{CREATE ROLE ertis; SELECT secretxfer.admit('ertis', '351240000109', 'customer')});
	},
	'UPDATE secretxfer.requests r SET' => sub {
		is($node->safe_psql('secrets', q{SELECT answered FROM secretxfer.requests WHERE case_no = '2025-014'}), 't', 'answered is right again');
	},
	'ALTER TABLE secretxfer.journal SET TABLESPACE' => sub { journal_is_right('moved', $node, 'secrets') });

sub of_command { my ($table, $text) = @_; my ($key) = grep { $text =~ /^\Q@{[ s{\\n}{\n}gr ]}\E/ } keys %$table; return $key && $table->{$key}; }

my ($played, $missing) = (0, '');
for my $block (blocks('docs/operations.md'))
{
	# A block may hold several commands, each under its comment.
	my @parts = $block->{text} =~ /\n\n(?:-- |# )/ ? split /\n\n/, $block->{text} : $block->{text};
	for my $text (@parts)
	{
		my ($comment) = $text =~ /^(?:-- |\# )(.*)/;
		my $command = $text =~ s/^(?:-- |\# ).*\n//r;
		my $part = { %$block, text => $text };
		if (defined $comment && $elsewhere{$comment})
		{
			my ($first) = $command =~ /(ALTER EXTENSION secretxfer UPDATE|pg_upgrade)/ or die "no such command: $command";
			like(slurp_file("$root/test/t/$elsewhere{$comment}"), qr/\Q$first\E/, "$comment: played by $elsewhere{$comment}");
			next;
		}
		# by documented(), run_documented() or a list for these
		if (defined $comment && $comment ne 'a new database' && $tests =~ /'\Q$comment\E'|^\s*\Q$comment\E => /m && $comment !~ /^a superuser/)
		{
			$played++;
			next;
		}
		if ($block->{language} eq '')
		{
			# Output that does not follow its command: an error of the calendar.
			is(printed($node, 'secrets', q{SELECT secretxfer.answer_due('2027-12-25')}) =~ s/^CONTEXT.*//smr, $text, "line $block->{line}: $text" =~ s/\n.*//sr);
			next;
		}
		(of_command(\%before, $command) // sub {})->();
		my %replaced = (of_command(\%examples, $command) // sub { () })->();
		for (keys %replaced) { $part->{text} =~ s/\Q$_\E/$replaced{$_}/ or die "no $_ in $text"; }
		if ($block->{language} eq 'sh')
		{
			local $ENV{MAKEFLAGS} = "-s -- with_llvm=no DESTDIR=$folder/made";
			command_ok([ 'bash', '-c', "set -e; cd '$root'\n$part->{text}" ], "line $block->{line}: " . ($text =~ s/\n.*//sr));
		}
		else
		{
			my ($role) = ($comment // '') =~ /^as (\w+)$/;
			prints_as_shown($node, 'secrets', $part, $role);
		}
		(of_command(\%after, $command) // sub {})->();
		$played++;
	}
}
cmp_ok($played, '>=', 40, 'the commands of the page were played');

$node->stop;
done_testing();
