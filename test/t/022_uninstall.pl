# From an installed extension and a preloaded library to a database without both that everybody can use, by the commands of
# docs/operations.md; and the ways out for who removed the files first.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Register;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
my $folder = PostgreSQL::Test::Utils::tempdir;
chomp(my $libdir = qx(pg_config --pkglibdir));
$node->safe_psql('postgres', 'CREATE DATABASE secrets; CREATE ROLE clerk LOGIN; CREATE ROLE knb LOGIN');

sub install
{
	$node->safe_psql('secrets', $_) for @_, documented('a superuser; the settings work for new sessions');
	is($node->safe_psql('secrets', 'SHOW session_preload_libraries'), 'secretxfer', 'the library is preloaded');
}

# Whether the server finds files where they are looked for: as after "make uninstall", or not.
sub remove_files
{
	my ($removed) = @_;
	for my $setting (split /\n/, $node->safe_psql('postgres', q{SELECT name FROM pg_settings WHERE name IN ('dynamic_library_path', 'extension_destdir')}))
	{
		$node->safe_psql('postgres', $removed ? "ALTER SYSTEM SET $setting = '$folder'" : "ALTER SYSTEM RESET $setting");
	}
	$node->restart;
}

# Who can connect, by name.
sub connecting
{
	my (%options) = @_;
	local $ENV{PGOPTIONS} = $options{options} // '';
	return join ', ', grep { ($node->psql('secrets', "SET ROLE $_; SELECT 1", extra_params => [ '-d', $node->connstr('secrets') . " user=$_" ]))[0] == 0 }
		$node->safe_psql('postgres', 'SELECT current_user'), 'clerk';
}
my $superuser = $node->safe_psql('postgres', 'SELECT current_user');
my $missed = q{SELECT severity, detail FROM secretxfer.verify() WHERE key = 'session_preload_libraries'};

# verify() asks for the library once roles are admitted, and only where it can see that it is not preloaded.
my $install = documented('a superuser, because the extension loads C code');
$node->safe_psql('secrets', $install);
is($node->safe_psql('secrets', $missed), '', 'nobody is admitted: verify() does not ask for the library');
$node->safe_psql('secrets', q{SELECT secretxfer.admit('knb', NULL, 'auditor')});
like($node->safe_psql('secrets', $missed), qr/^warning\|The library is not preloaded: /, 'a role is admitted: verify() does');
is($node->safe_psql('secrets', "SET SESSION AUTHORIZATION knb; $missed"), '', 'not for a role that does not see the setting');
is($node->safe_psql('secrets', "LOAD 'secretxfer'; $missed") =~ s/\|.*//r, 'warning', 'a library that this session alone has loaded is not enough');
for my $way ("ALTER ROLE $superuser SET session_preload_libraries = secretxfer", "ALTER ROLE $superuser IN DATABASE secrets SET session_preload_libraries = secretxfer")
{
	$node->safe_psql('postgres', $way);
	isnt($node->safe_psql('secrets', $missed), '', "nor is: $way");
	$node->safe_psql('postgres', $way =~ s/SET (\w+) = .*/RESET $1/r);
}
for my $way ('ALTER ROLE ALL SET session_preload_libraries = auto_explain, secretxfer', q{ALTER DATABASE secrets SET local_preload_libraries = '$libdir/plugins/secretxfer'})
{
	$node->safe_psql('postgres', $way);
	is($node->safe_psql('secrets', $missed, extra_params => [ '-d', $node->connstr('secrets') . q{ options='-c session_preload_libraries= -c local_preload_libraries='} ]), '', "enough is: $way");
	$node->safe_psql('postgres', $way =~ s/SET (\w+) = .*/RESET $1/r);
}
for my $setting ('session_preload_libraries', 'shared_preload_libraries')
{
	$node->safe_psql('postgres', "ALTER SYSTEM SET $setting = secretxfer");
	$node->restart;
	is($node->safe_psql('secrets', $missed), '', "enough is: $setting of the server");
	# Dropping the extension tells of files, too.
	my (undef, undef, $err) = $node->psql('secrets', documented('remove the register and the extension, as a superuser') =~ s/ALTER DATABASE.*//r);
	like($err, qr/WARNING: .*sessions still load the library.*\nHINT: .*Before that, undo: \S+postgresql\.auto\.conf: $setting$/m, "DROP EXTENSION names $setting of the server");
	$node->safe_psql('secrets', $install =~ s/CREATE ROLE registrar;//r);
	$node->safe_psql('secrets', q{SELECT secretxfer.admit('knb', NULL, 'auditor')});
	$node->safe_psql('postgres', "ALTER SYSTEM RESET $setting");
	$node->restart;
}

# In order: the register, the extension, the setting, the files.
install();
is($node->safe_psql('secrets', $missed), '', 'preloaded for the database: verify() is content');
$node->safe_psql('secrets', 'ALTER ROLE knb IN DATABASE secrets SET session_preload_libraries = secretxfer; CREATE TABLE public.other AS SELECT 1 AS stays');
my ($result, $out, $err) = $node->psql('secrets', documented('remove the register and the extension, as a superuser'), on_error_stop => 1);
is($result, 0, "docs/operations.md: the register is removed: $err" =~ s/NOTICE.*//sr);
unlike($err, qr/NOTICE/, 'without a list of what goes');
like($err, qr/WARNING: .*sessions still load the library of secretxfer when they start\nHINT: +Nobody can connect once the files of the extension are removed. Before that, undo: ALTER ROLE knb IN DATABASE secrets RESET session_preload_libraries$/m,
	'DROP EXTENSION names another setting that has to go before the files');
$node->safe_psql('postgres', 'ALTER ROLE knb IN DATABASE secrets RESET session_preload_libraries');
remove_files(1);
is(connecting(), "$superuser, clerk", 'after an uninstall in order everybody can connect');
is($node->safe_psql('secrets', 'SELECT stays FROM public.other'), '1', 'to a database that works');
is($node->safe_psql('secrets', q{SELECT count(*) FROM pg_namespace WHERE nspname = 'secretxfer'}), '0', 'and has nothing of the register');
remove_files(0);

# Without preloading nothing is to be told.
$node->safe_psql('secrets', 'CREATE EXTENSION secretxfer');
($result, $out, $err) = $node->psql('secrets', q{LOAD 'secretxfer'; DROP EXTENSION secretxfer});
is("$result $err", '0 ', 'DROP EXTENSION is silent where nothing is preloaded');

# The files first: nobody can connect, until the setting is undone.
for my $way ('connect to another database, and undo the setting',
	'or connect without preloading; also where the setting stands in postgresql.conf or belongs to a role')
{
	install('CREATE EXTENSION secretxfer; SELECT secretxfer.create_register()');
	remove_files(1);
	is(connecting(), '', 'the files are missing: nobody can connect');
	(undef, undef, $err) = $node->psql('secrets', 'SELECT 1');
	like($err, qr/could not access file "secretxfer"/, 'because of the library, as docs/operations.md says');
	is(connecting(options => '-c session_preload_libraries='), $superuser, 'who is a superuser can connect without preloading');
	run_documented($node, $folder, $way, $way =~ /^or/ ? ('-d secrets' => "-d secrets -c 'ALTER DATABASE secrets RESET session_preload_libraries'") : ());
	is(connecting(), "$superuser, clerk", "$way: everybody can connect");
	is($node->safe_psql('secrets', 'SELECT count(*) FROM secretxfer.cases'), '0', "$way: the tables can be read");
	SKIP:
	{
		skip 'the extension is installed in the system, too', 1 if -e "$libdir/secretxfer.so";
		($result, undef, $err) = $node->psql('secrets', q{INSERT INTO secretxfer.calendar_days VALUES ('2025-02-24', false, 'a decree')});
		isnt($result, 0, "$way: nothing can be written");
	}
	$node->safe_psql('secrets', documented('remove the register and the extension, as a superuser'));
	remove_files(0);
}

# In shared_preload_libraries: the server does not start.
$node->stop;
$node->append_conf('postgresql.conf', "shared_preload_libraries = 'secretxfer'\ndynamic_library_path = '$folder'");
ok(!$node->start(fail_ok => 1), 'shared_preload_libraries: without the files the server does not start');
my ($option) = slurp_file("$FindBin::RealBin/../../docs/operations.md") =~ /`pg_ctl start -o '(.*)'`/ or die 'docs/operations.md lacks the command';
command_ok([ 'pg_ctl', 'start', '-w', '-D', $node->data_dir, '-l', $node->logfile, '-o', "$option --cluster-name=main" ], 'as docs/operations.md says, it does');
$node->_update_pid(1);
is(connecting(), "$superuser, clerk", 'and everybody can connect');
$node->stop;

# "make uninstall" says what has to go before. The files are those of a folder.
my $uninstall = qx(cd "$FindBin::RealBin/../.." && make -s --no-print-directory uninstall DESTDIR="$folder" with_llvm=no 2>&1);
is($?, 0, 'make uninstall');
like($uninstall, qr/session_preload_libraries.*docs\/operations\.md/s, 'tells of the setting');

done_testing();
