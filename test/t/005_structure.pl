# The modules of src/ stand as docs/design.md draws them: nothing runs up, nothing in a circle. Before that, small trees with
# one fault each show that the check (test/tools/check-structure) finds it.
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use FindBin;
use Test::More;

my $root = "$FindBin::RealBin/../..";
my $check = "$root/test/tools/check-structure";

# A tree without a fault.
my %sound = (
	'secretxfer.c' => qq{#include "doors/judge.h"\nvoid _PG_init(void);\nvoid _PG_init(void) { judge(); }\n},
	'prelude.h' => qq{#include "postgres.h"\n},
	'doors/judge.h' => qq{#ifndef JUDGE_H\n#define JUDGE_H\nvoid judge(void);\n#endif\n},
	'doors/judge.c' => <<'C',
#include "prelude.h"
#include "doors/judge.h"
#include "rules/chapters.h"
#include "register/storage.h"
void pg_finfo_ask(void);
void pg_finfo_ask(void) {}
void ask(void);
void ask(void) {}
void judge(void) { read_twice(chapters[0]); }
C
	'rules/chapters.h' => qq{extern int rule04, rule06;\nextern int *const chapters[];\n},
	'rules/chapters.c' => qq{#include "rules/chapters.h"\nint *const chapters[] = {&rule04, &rule06};\n},
	'rules/rule04.c' => qq{#include "rules/chapters.h"\n#include "rules/judgement.h"\nint rule04;\nstatic void f(void) { broken(&rule04); }\nvoid (*const rule04_check)(void) = f;\n},
	'rules/rule06.c' => qq{#include "rules/chapters.h"\nint rule06;\n},
	'rules/judgement.h' => qq{void broken(int *rule);\n},
	'rules/judgement.c' => qq{#include "rules/judgement.h"\nvoid broken(int *rule) {}\n},
	'register/storage.h' => <<'C',
/* Not judge() of the doors, nor broken(). */
#define read_twice(place) \
	(read_entry(place), read_entry(place))
void read_entry(int *place);
static inline void read_nothing(void) { read_entry(0); }
C
	'register/storage.c' => qq{#include "register/storage.h"\nvoid read_entry(int *place) {}\n});

# Writes and compiles such a tree, with these files in place of the sound ones; returns its folder.
sub plant
{
	my (%changed) = @_;
	my %files = (%sound, %changed);
	my $tree = tempdir(CLEANUP => 1);
	my $failed = 0;
	for my $file (sort keys %files)
	{
		make_path(dirname("$tree/src/$file"));
		open my $handle, '>', "$tree/src/$file" or die "$file: $!";
		print $handle $files{$file};
		close $handle;
	}
	make_path("$tree/include");
	open my $handle, '>', "$tree/include/postgres.h" or die $!;
	close $handle;
	for my $file (grep { /\.c$/ } sort keys %files)
	{
		$failed ||= system('cc', '-w', '-Wno-error=implicit-function-declaration', "-I$tree/src", "-I$tree/include", '-c', "$tree/src/$file", '-o', "$tree/src/" . $file =~ s/c$/o/r);
	}
	die 'a planted tree does not compile' if $failed;
	return $tree;
}

# check OPTION... FOLDER: the lines that are printed, then the exit status.
sub check
{
	my (@arguments) = @_;
	my @lines = `'$check' @arguments`;
	chomp @lines;
	return @lines, $? >> 8;
}

sub finds
{
	my ($fault, $changed, $closing, @findings) = @_;
	is_deeply([ check(plant(%$changed) . '/src') ], [ @findings, "structure: $closing", 1 ], $fault);
}

my $tree = plant();
is_deeply([ check("$tree/src") ], [ 'structure: 8 modules, 0 circles, 0 arrows up', 0 ], 'a sound tree');

# Without objects, the tree is built by its own Makefile, elsewhere.
unlink "$tree/src/doors/judge.o" or die $!;
open my $makefile, '>', "$tree/Makefile" or die $!;
print $makefile "CPPFLAGS = -w -Isrc -Iinclude\nall: \$(patsubst %.c,%.o,\$(wildcard src/*.c src/*/*.c))\n";
close $makefile;
is_deeply([ check("$tree/src") ], [ 'structure: 8 modules, 0 circles, 0 arrows up', 0 ], 'a sound tree that is not built');
ok(!-e "$tree/src/doors/judge.o", 'nothing is left in the tree');

is_deeply([ check('--draw', "$tree/src") ], [
	'secretxfer uses: doors/judge',
	'doors/judge uses: register/storage, rules/chapters',
	'rules/chapters uses: rules/rule04, rules/rule06',
	'rules/rule04 uses: rules/chapters, rules/judgement',
	'rules/rule06 uses: rules/chapters',
	'rules/judgement uses: ',
	'register/storage uses: ',
	'prelude uses: ',
	0 ], 'its picture');

# a. Up.
finds('a call that runs up, and the circle that it closes', { 'register/storage.c' => qq{#include "register/storage.h"\nvoid judge(void);\nvoid read_entry(int *place) { judge(); }\n} },
	'8 modules, 1 circles, 1 arrows up',
	'src/register/storage.c calls judge() of src/doors/judge.c, which stands above it',
	'modules call each other in a circle: doors/judge, register/storage');
finds('a variable that stands above', { 'rules/judgement.c' => qq{#include "rules/judgement.h"\nextern int *chapters[];\nvoid broken(int *rule) { chapters[0] = 0; }\n} },
	'8 modules, 1 circles, 1 arrows up',
	'src/rules/judgement.c uses chapters of src/rules/chapters.c, which stands above it',
	'modules call each other in a circle: rules/chapters, rules/judgement, rules/rule04');
finds('an include that runs up', { 'register/storage.c' => qq{#include "register/storage.h"\n#include "doors/judge.h"\nvoid read_entry(int *place) {}\n} },
	'8 modules, 0 circles, 1 arrows up',
	'src/register/storage.c includes src/doors/judge.h, which stands above it');
finds('a header that includes upwards', { 'prelude.h' => qq{#include "rules/judgement.h"\n} },
	'8 modules, 0 circles, 1 arrows up',
	'src/prelude.h includes src/rules/judgement.h, which stands above it');
finds('a provision that uses another', { 'rules/rule06.c' => qq{#include "rules/chapters.h"\nint rule06;\nint *const other = &rule04;\n} },
	'8 modules, 0 circles, 0 arrows up, 1 other findings',
	'src/rules/rule06.c uses rule04 of src/rules/rule04.c, which is another provision');
finds('a module without a place', { 'doors/old/entrance.h' => '', 'strays.h' => '' },
	'10 modules, 0 circles, 0 arrows up, 2 other findings',
	'src/doors/old/entrance has no place in the order', 'src/strays has no place in the order');

finds('a program of its own that uses the library', { 'verifier/verify.c' => qq{#include <stdio.h>\n#include "register/storage.h"\nint main(void) { return 0; }\n} },
	'8 modules, 0 circles, 0 arrows up, 1 other findings',
	'src/verifier/verify.c includes register/storage.h, but is a program of its own');

# b. Circles in one folder, of two and of three.
my %circle = map {
	my ($module, $next) = @$_;
	"register/$module.h" => "void $module(void);\n",
	"register/$module.c" => qq{#include "register/$module.h"\n#include "register/$next.h"\nvoid $module(void) { $next(); }\n};
} [ 'one', 'two' ], [ 'two', 'three' ], [ 'three', 'one' ];
finds('three that call each other in a circle', \%circle, '11 modules, 1 circles, 0 arrows up',
	'modules call each other in a circle: register/one, register/three, register/two');

# c. Headers.
finds('headers that include each other', { 'rules/chapters.h' => qq{#ifndef C\n#define C\n#include "rules/judgement.h"\nextern int rule04, rule06, *const chapters[];\n#endif\n},
		'rules/judgement.h' => qq{#ifndef J\n#define J\n#include "rules/chapters.h"\nvoid broken(int *rule);\n#endif\n} },
	'8 modules, 1 circles, 1 arrows up',
	'src/rules/judgement.h includes src/rules/chapters.h, which stands above it',
	'headers include each other in a circle: src/rules/chapters.h, src/rules/judgement.h');
finds('a header that is included twice', { 'rules/rule06.c' => qq{#include "rules/chapters.h"\n#include "prelude.h"\n#include "rules/chapters.h"\nint rule06;\n} },
	'8 modules, 0 circles, 0 arrows up, 1 other findings',
	'src/rules/rule06.c includes rules/chapters.h twice');
finds('an include that is not written from src/', { 'rules/rule06.c' => qq{#include "chapters.h"\nint rule06;\n} },
	'8 modules, 0 circles, 0 arrows up, 1 other findings',
	'src/rules/rule06.c includes chapters.h, which is to be written from src/');

# d. Declarations.
finds('a function that its header does not declare', { 'register/storage.h' => "#define read_twice(place) read_entry(place)\n" },
	'8 modules, 0 circles, 0 arrows up, 1 other findings',
	'src/register/storage.c: read_entry() is not declared in src/register/storage.h');
finds('a function that another header declares', { 'register/storage.h' => "#define read_twice(place) read_entry(place)\n", 'prelude.h' => "void read_entry(int *place);\n" },
	'8 modules, 0 circles, 0 arrows up, 1 other findings',
	'src/register/storage.c: read_entry() is not declared in src/register/storage.h');
finds('a function that two headers declare', { 'prelude.h' => "void read_entry(int *place);\n" },
	'8 modules, 0 circles, 0 arrows up, 1 other findings',
	'src/register/storage.c: read_entry() is declared in several headers: src/prelude.h src/register/storage.h');
finds('a function that should be static', { 'rules/rule06.c' => qq{#include "rules/chapters.h"\nint rule06;\nvoid alone(void);\nvoid alone(void) {}\n} },
	'8 modules, 0 circles, 0 arrows up, 1 other findings',
	'src/rules/rule06.c: alone() is used by no other module: it should be static');

# The project itself.
my @lines = check("$root/src");
is(pop @lines, 0, 'the sources of the project') or diag(join "\n", @lines);

done_testing;
