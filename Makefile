# Builds, installs and tests the extension. The build is PostgreSQL's own PGXS, so that packagers
# find nothing unusual; what a throw-away server needs is in test/tools.
#
#   make && make install           for the server of the first pg_config in PATH
#   make installcheck              tests on a running server that has the extension installed
#   make test, demo, bench         on a throw-away server of their own; nothing is installed
#   make test-clients              client libraries against one register; CLIENTS=debian, npm or names
#   make test-neighbours           programs that run beside PostgreSQL; best with ONLY
#   make coverage                  the same tests, then the lines of src/ that they did not reach
#   make valgrind                  the same tests on a server under Valgrind; best with ONLY
#   make dist                      the archive for PGXN: what is committed, as secretxfer-VERSION.zip
#   make deb                       Debian packages for the installed servers, in a folder of their own
#   make rpm                       the RPM package for PG_CONFIG, of what is committed
#   make format, check-format      the C sources' layout
#   make check-source              their layout, and what three analyzers say of them
#
#   PG_CONFIG=/path/to/pg_config   another PostgreSQL
#   with_llvm=no                   no bitcode, hence no clang
#   WERROR=1                       warnings are errors: for CI, not for users' compilers
#   KEEP=1                         (test, demo) leaves the throw-away server running
#   ONLY='r07*'                    (test) only the tests of such a name

# Packagers build in a folder of their own: "make -f SOURCES/Makefile" there, with or without VPATH=SOURCES.
# FROM is the way to the sources, and empty in the sources' own folder.
FROM := $(filter-out ./,$(or $(VPATH:%=%/),$(dir $(firstword $(MAKEFILE_LIST)))))

EXTENSION  = secretxfer
MODULE_big = secretxfer
# The translations as C, made from po/.
TRANSLATIONS = src/translations.c
SOURCES    = $(filter-out $(TRANSLATIONS) $(VERIFIER_SOURCE),$(patsubst $(FROM)%,%,$(wildcard $(FROM)src/*.c $(FROM)src/*/*.c)))
# Not PGXS' HEADERS, which would be installed: nothing of the library is for other extensions.
OWN_HEADERS = $(wildcard $(FROM)src/*.h $(FROM)src/*/*.h)
OBJS       = $(patsubst %.c,%.o,$(sort $(SOURCES) $(TRANSLATIONS)))

# The verifier of the journal: a program of its own, which needs nothing of the library or of
# PostgreSQL. Beside a library PGXS installs a program as a script.
VERIFIER        = secretxfer_verify_journal
VERIFIER_SOURCE = src/verifier/verify_journal.c
SCRIPTS_built   = $(VERIFIER)

# An include names the folder: "register/storage.h". The same sources give the same bytes in whatever folder they are
# built.
PG_CPPFLAGS = -I$(FROM)src -ffile-prefix-map=$(CURDIR)=. $(FROM:%/=-ffile-prefix-map=%=.)

# One script makes the extension, put together from parts arranged like the Rules; another one updates
# the extension of the release before. The scripts of releases are kept as they were.
SCRIPT         := sql/secretxfer--1.1.sql
UPGRADE_SCRIPT := sql/secretxfer--1.0--1.1.sql
SCRIPT_PARTS   := $(shell find $(addprefix $(FROM)sql/,extension register upgrade) 2>/dev/null)
DATA           = $(filter-out $(SCRIPT) $(UPGRADE_SCRIPT),$(patsubst $(FROM)%,%,$(wildcard $(FROM)sql/secretxfer--*.sql)))
DATA_built     = $(SCRIPT) $(UPGRADE_SCRIPT)

# "override", so that a caller's PG_CFLAGS (coverage, sanitizers) add to these. The three warnings
# taken back are the ones that PostgreSQL's own headers and call conventions provoke.
override PG_CFLAGS += -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers
# clang knows not all flags and attributes of a server that gcc built.
ifneq ($(findstring clang,$(CC)),)
override PG_CFLAGS += -Wno-unknown-warning-option -Wno-ignored-optimization-argument -Wno-ignored-attributes
endif
ifeq ($(WERROR),1)
override PG_CFLAGS += -Werror
endif

# Scripts are under test/, what both kinds are expected to print is under expected/.
# Immediate assignments: PGXS asks whether the variables are empty.
REGRESS       := $(sort $(patsubst $(FROM)test/sql/%.sql,%,$(wildcard $(FROM)test/sql/*.sql)))
REGRESS_OPTS   = --inputdir=test --load-extension=secretxfer --encoding=UTF8
ISOLATION     := $(sort $(patsubst $(FROM)test/specs/%.spec,%,$(wildcard $(FROM)test/specs/*.spec)))
ISOLATION_OPTS = --inputdir=test --outputdir=. --load-extension=secretxfer --encoding=UTF8 --launcher=test/tools/race
# A packager's server is as PostgreSQL makes it: it compiles queries, and the tests' own servers go by the caller's locale.
installcheck: export PGOPTIONS := $(PGOPTIONS) -c jit=off
installcheck: export LANG := C.UTF-8
ifneq ($(wildcard test/t/*.pl),)
TAP_TESTS      = 1
endif
PROVE_TESTS    = test/t/*.pl
ifneq ($(filter $(REGRESS),$(ISOLATION)),)
$(error these names are used in test/sql and in test/specs, which share expected/: $(filter $(REGRESS),$(ISOLATION)))
endif

EXTRA_CLEAN = $(TRANSLATIONS) $(addprefix src/,$(foreach kind,o bc gcno gcda,*.$(kind) */*.$(kind))) \
              results output_iso tmp_check tmp_check_iso log regression.diffs regression.out

PG_CONFIG ?= pg_config
PGXS      := $(wildcard $(shell $(PG_CONFIG) --pgxs 2>/dev/null))
ifneq ($(PGXS),)
include $(PGXS)
else ifneq ($(filter-out dist deb rpm test test-clients test-neighbours demo bench bench-instructions coverage valgrind format check-format check-source,$(or $(MAKECMDGOALS),all)),)
$(error $(PG_CONFIG) leads to no PGXS: install the server's development package or set PG_CONFIG)
endif

# A header is everybody's, so its change rebuilds all.
$(OBJS) $(OBJS:.o=.bc): $(OWN_HEADERS)

$(VERIFIER): $(VERIFIER_SOURCE:.c=.o)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $<

# Objects and scripts stand in the folders of their sources.
ifneq ($(FROM),)
$(shell mkdir -p $(sort $(dir $(OBJS) $(VERIFIER_SOURCE) $(SCRIPT))))
endif

$(TRANSLATIONS): $(FROM)po/compile $(wildcard $(FROM)po/*.po)
	$(FROM)po/compile > $@.new
	mv $@.new $@

# The folders are among the parts, so that a part taken away is noticed too.
$(SCRIPT): $(FROM)sql/assemble $(SCRIPT_PARTS) $(FROM)sql/secretxfer--1.0.sql
	$(FROM)sql/assemble > $@.new
	mv $@.new $@

$(UPGRADE_SCRIPT): $(FROM)sql/assemble $(SCRIPT_PARTS) $(FROM)sql/secretxfer--1.0.sql
	$(FROM)sql/assemble upgrade > $@.new
	mv $@.new $@

# README.md and docs/ in a folder of their own, in which their links lead to each other.
DOC_FOLDER = '$(DESTDIR)$(docdir)/extension/$(EXTENSION)'
install: install-docs
install-docs:
	$(MKDIR_P) $(DOC_FOLDER)/docs
	$(INSTALL_DATA) $(addprefix $(FROM),README.md CHANGELOG.md LICENSE) $(DOC_FOLDER)/
	$(INSTALL_DATA) $(wildcard $(FROM)docs/*.md) $(DOC_FOLDER)/docs/
uninstall: uninstall-docs
uninstall-docs:
	rm -rf $(DOC_FOLDER)

# Said before the files go: a database that still preloads the library lets nobody in without them.
uninstall: tell-of-preloading
tell-of-preloading:
	@echo 'A database that still names $(EXTENSION) in session_preload_libraries lets nobody connect once the files are'
	@echo 'gone. ALTER DATABASE ... RESET session_preload_libraries ends that: see docs/operations.md, "Uninstall".'

VERSION = $(shell sed -n 's/^   "version": "\(.*\)",$$/\1/p' META.json)

# What only tests need: pgTAP and Perl's modules, a server's clock, locales and translations.
FOR_TESTS = tests clock languages

.PHONY: install-docs uninstall-docs tell-of-preloading dist deb rpm test test-clients test-neighbours demo bench bench-instructions coverage valgrind format check-format check-source
test:
	@test/tools/packages $(FOR_TESTS)
	@test/tools/with-server test/tools/run-tests
test-clients:
	@test/clients/run $(CLIENTS)
test-neighbours:
	@test/tools/packages $(FOR_TESTS) neighbours
	@test/tools/with-server test/tools/run-tests neighbours
demo:
	@DEMO_LANGUAGE="$${LC_ALL:-$${LC_MESSAGES:-$${LANG-}}}" test/tools/with-server test/demo/run
ifneq ($(wildcard test/bench/run),)
bench:
	@test/tools/with-server test/bench/run
bench-instructions:
	@test/bench/instructions
endif

coverage:
	@test/tools/packages $(FOR_TESTS)
	@PG_CFLAGS='--coverage -O0' SHLIB_LINK=--coverage test/tools/with-server test/tools/coverage
valgrind:
	@test/tools/in-valgrind make test

dist:
	git archive --format=zip --prefix=$(EXTENSION)-$(VERSION)/ -o $(EXTENSION)-$(VERSION).zip HEAD
deb:
	@test/tools/make-deb
rpm:
	@test/tools/make-rpm

format:
	clang-format -i $(SOURCES) $(VERIFIER_SOURCE) $(OWN_HEADERS)
check-format:
	clang-format --dry-run --Werror $(SOURCES) $(VERIFIER_SOURCE) $(OWN_HEADERS)
check-source:
	@test/tools/check-source
