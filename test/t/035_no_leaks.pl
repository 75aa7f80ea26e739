# No leak by any rule in any way of writing.  The tests of the provisions provoke every rule (010_catalogue.pl); here they
# run with canaries for texts, and what they find refused is sent again in every way (test/fixtures/canaries.sql), to a
# server with the default settings for its log.  Neither what the client gets nor the log may hold a word of it.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = "$FindBin::RealBin/../..";
my $folder = PostgreSQL::Test::Utils::tempdir;

my $node = PostgreSQL::Test::Cluster->new('leaks');
$node->init;

# Each line of the log tells what was sent in which way.  Verbose lines have all that the default ones have.
$node->append_conf('postgresql.conf', <<'END');
log_statement = none
log_min_duration_statement = -1
log_error_verbosity = verbose
log_line_prefix = '<%a> '
END
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION secretxfer');
my %catalogue = map { $_ => 1 } split /\n/, $node->safe_psql('postgres', 'SELECT name FROM secretxfer.rules');

# A test of a provision, which sends again what was refused after each of its lines that is a statement by itself.
sub with_canaries
{
	my ($file) = @_;
	my $in_transaction = 0;
	my $script = '';
	for (split /^/, slurp_file($file))
	{
		next if m{^\\i test/fixtures/finish|^\\set ECHO};
		$script .= $_;
		$script .= "\\set ECHO none\n\\i test/fixtures/canaries.sql\n\\set VERBOSITY verbose\n\\set SHOW_CONTEXT always\n" if m{^\\i test/fixtures/start};
		$in_transaction = 1 if /^BEGIN\b.*;/;
		$in_transaction = 0 if /^(COMMIT|ROLLBACK)\s*;/;
		$script .= "SELECT fixture.again() \\gexec\n" if /^SELECT\b.*;$/ && !$in_transaction;
	}
	# at the end, the numbers by which somebody or something might be known
	return $script . <<'END';
SELECT 'key|' || value FROM (SELECT DISTINCT value FROM fixture.refused, regexp_matches(sql, '": "([^"]*)"', 'g') AS m, btrim(m[1]) AS value) AS v
 WHERE value ~ '^([A-Z]-?[0-9]+|[A-Z]-[a-z ]+|[0-9]{12})$';
END
}

# Where a text shows a canary or a key: the line.
sub shown
{
	my ($text, @keys) = @_;
	my $pattern = join '|', 'canary', map { "(?<![\\w-])\Q$_\E(?![\\w-])" } @keys;
	return $text =~ /^(.*(?:$pattern).*)$/m ? $1 : '';
}

my %told_plainly;
for my $file (sort glob "$root/test/sql/r[01]*.sql")
{
	my ($name) = $file =~ m{(\w+)\.sql$};
	my $before = -s $node->logfile;
	my $script = with_canaries($file);
	my ($out, $err) = ('', '');
	local $ENV{PGOPTIONS} = "-c fixture.folder=$folder";
	IPC::Run::run([ 'psql', '-X', '-q', '-d', $node->connstr('postgres') ], '<', \$script, '>', \$out, '2>', \$err, init => sub { chdir $root });
	my $log = slurp_file($node->logfile, $before);

	# what was sent, and what check_entry() and import_entries() answered
	my (%sent, $way, @keys);
	my $answers = '';
	for (split /\n/, $out)
	{
		if (/^sent\|(.*?)\|(.*)/) { $way = $1; $sent{"$2 by $1"} = index($1, '_entr') < 0; }
		elsif (/^key\|(.*)/) { push @keys, $1; }
		elsif (defined $way && index($way, '_entr') >= 0) { $answers .= "$_\n"; }
	}
	# what the log tells of it
	my %told;
	for (split /^(?=<)/m, $log)
	{
		next unless /^<(.*?)> (?:DETAIL|WARNING): /;
		my $way = $1;
		my @rules = /\((secretxfer_\w+)\)/g;
		$told{"@rules by $way"} = 1;
		if ($way eq 'plain') { $told_plainly{$_} = 1 for @rules; }
	}

	cmp_ok(scalar keys %sent, '>', 50, "$name: refusals were sent again");
	is_deeply([ sort grep { $sent{$_} && !$told{$_} } keys %sent ], [], "$name: each is refused by the same rules in every way, and the log tells so");
	is(shown($log, @keys), '', "$name: the log holds nothing that was written");
	unlike($log, qr/STATEMENT|QUERY/, "$name: and no statement");
	my @contexts = $log =~ /^(?:<.*?> )?(CONTEXT: .*)$/mg;
	is_deeply([ grep { !/^CONTEXT:  COPY \w+, line 1$/ } @contexts ], [], "$name: and no context but the number of a copied line");
	is(scalar @contexts, scalar(() = $log =~ /^<COPY \w+> ERROR:  23/mg), "$name: which each refusal of COPY tells");
	is(shown($err, @keys), '', "$name: nor do the reports to the client");
	unlike($err, qr/context: \[.+\]/, "$name: nor is anything else had by who catches them");
	is(shown($answers, @keys), '', "$name: nor do the answers of check_entry() and import_entries()");
	like($answers, qr/failed/, "$name: which there are");
	like($answers, qr/^1\|secretxfer_r/m, "$name: of both");
}
is_deeply([ grep { !$told_plainly{$_} } sort keys %catalogue ], [], 'every rule of the catalogue was among them');

$node->stop;
done_testing();
