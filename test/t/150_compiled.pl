# The bitcode that make installs where PostgreSQL was built with LLVM: queries that the server compiles, with functions of the
# library put in, answer like queries that it does not compile. Bitcode is found beside the server's own files only, so the
# server is a copy, in which the library is installed.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $root = "$FindBin::RealBin/../..";
my %config = map { chomp; split / = /, $_, 2 } qx(pg_config);
my ($pgxs) = $config{PGXS} =~ m{(.*)/makefiles/};
my %global = slurp_file("$pgxs/Makefile.global") =~ /^(CLANG|LLVM_BINPATH)\s*=\s*(.*)$/mg;
plan skip_all => 'this PostgreSQL compiles no queries' unless -e "$config{PKGLIBDIR}/llvmjit.so";
plan skip_all => 'the compiler of bitcode is not installed' if grep { !-x } $global{CLANG}, map { "$global{LLVM_BINPATH}/llvm-$_" } qw(lto dis);

my $copy = PostgreSQL::Test::Utils::tempdir;
command_ok([ 'cp', '-R', '-L', '--parents', @config{qw(BINDIR PKGLIBDIR SHAREDIR)}, $copy ], 'a copy of the server');
command_ok([ 'make', '-s', '--no-print-directory', '-C', $root, 'install', 'with_llvm=yes', "DESTDIR=$copy" ], 'make install, with bitcode');
ok(-s "$copy$config{PKGLIBDIR}/bitcode/secretxfer.index.bc", 'bitcode and its index are installed');

local $ENV{PATH} = "$copy$config{BINDIR}:$ENV{PATH}";
delete local $ENV{TEMP_CONFIG};  # by which other servers find a library that is not installed
my %how = (interpreted => '-c jit=off', compiled => join ' ', map { "-c $_" } qw(jit=on jit_above_cost=0 jit_inline_above_cost=0 jit_optimize_above_cost=0));
local $ENV{PGOPTIONS} = $how{interpreted};
my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', "datestyle = 'iso, dmy'");
$node->start;
create_register($node, 'office');
run_file($node, 'office', 'fixtures/fixture.sql');
$node->safe_psql('office', <<'END');
CALL fixture.people();
SELECT fixture.take('case ' || n, stage, jsonb_build_object('carriers', ARRAY['M-' || n + 3 || '/1']))
  FROM unnest('{received,permitted,contracted,protected,handed}'::text[]) WITH ORDINALITY AS s (stage, n);
CREATE ROLE customer; CREATE ROLE body; CREATE ROLE auditor;
SELECT secretxfer.admit('customer', fixture.p('customer'), 'customer'), secretxfer.admit('body', fixture.p('ministry'), 'authority'),
	secretxfer.admit('auditor', NULL, 'auditor');
END

# What each role sees, by policies whose conditions are functions of the library; what functions count; what writes meet.
my @tables = split /\n/, $node->safe_psql('office', q{SELECT relname FROM pg_class WHERE relnamespace = 'secretxfer'::regnamespace AND relkind = 'r' AND relname !~ '^(admissions|journal)' ORDER BY 1});
sub of { my ($role, @relations) = @_; return "SET ROLE $role; " . join(' ', map { qq{SELECT '$_', t::text FROM secretxfer."$_" t ORDER BY 2;} } @relations) . ' RESET ROLE'; }
my %asked = (
	(map { ("what a role sees: $_" => of($_, @tables, qw(outstanding_carriers rectifications))) } qw(customer body auditor)),
	'numbers' => q{SELECT n, secretxfer.idn_valid(n) FROM (SELECT idn AS n FROM fixture.numbers UNION SELECT translate(idn, '12', '21') FROM fixture.numbers UNION SELECT 'no number') AS numbers ORDER BY 1},
	'days' => q{SELECT d::date, secretxfer.is_working_day(d::date), secretxfer.add_working_days(d::date, 10), secretxfer.working_days_between(d::date, '2025-12-31'), secretxfer.answer_due(d::date)
		FROM generate_series('2025-01-01'::timestamp, '2025-06-30', '1 day') AS d},
	'next steps' => 'SELECT c.case_no, s.* FROM secretxfer.cases c, secretxfer.next_steps(c.case_no) s ORDER BY 1, 2, 4',
	'writes' => q{SELECT t, fixture.told(fixture.run(fixture.insert_of(t, fixture.entry(t, jsonb_build_object('case_no', case_no))), true)) FROM secretxfer.cases, unnest('{contracts,handovers}'::text[]) AS t ORDER BY case_no, t;
		UPDATE secretxfer.parties SET full_name = full_name || ' ' WHERE secretxfer.idn_valid(idn); DELETE FROM secretxfer.permits WHERE secretxfer.has_rectification(entry_id)});
for my $asked (sort keys %asked)
{
	my %said;
	for my $how (sort keys %how)
	{
		local $ENV{PGOPTIONS} = $how{$how};
		my (undef, $out, $err) = $node->psql('office', $asked{$asked}, on_error_stop => 0);
		$said{$how} = "$out\n$err";
	}
	is($said{compiled}, $said{interpreted}, "$asked: the same answer");
	cmp_ok(length $said{compiled}, '>', 100, "$asked: there is one");
}

# They were compiled, with the library's own functions.
$ENV{PGOPTIONS} = "$how{compiled} -c jit_dump_bitcode=on";
like($node->safe_psql('office', "EXPLAIN (ANALYZE) $asked{numbers}"), qr/Inlining true, Optimization true/, 'PostgreSQL says that functions are put in');
$node->psql('office', $asked{$_}, on_error_stop => 0) for 'numbers', 'what a role sees: customer';
my %put_in;
for my $file (grep { !/optimized/ } glob $node->data_dir . '/*.bc')
{
	my $text = qx("$global{LLVM_BINPATH}/llvm-dis" -o - "$file");
	$put_in{$1}{$2}++ while $text =~ /^(define|declare) .*\@"pgextern\.\$libdir\/secretxfer\.(\w+)"/mg;
}
note("$_: ", join ' ', sort keys %{ $put_in{$_} }) for sort keys %put_in;
ok($put_in{define}{$_}, "$_ is put in") for qw(secretxfer_idn_valid secretxfer_permitted_carrier);

$node->stop;
done_testing();
