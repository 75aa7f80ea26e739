# Wordings of a rule: a library in which two rules have a second wording, each from a day of 2026, and in which a rule
# was added from a day far ahead. An entry is judged by the wording of its day, a correction by those of both its days,
# an end by that of the day it ended.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = "$FindBin::RealBin/../..";
my $copy = PostgreSQL::Test::Utils::tempdir . '/tree';

# Adds a wording to a provision's list, after the one that it takes the place of; or, with a name, a rule.
sub add_wording
{
	my ($provision, $rule, $check, $row, $name) = @_;
	$name //= $rule;
	my $file = "$copy/src/rules/$provision.c";
	my $source = slurp_file($file);
	$source =~ s/^(?=const Rule \*const $provision\[\])/static bool\n$check\n\nstatic const Rule ${name}_second = {"$name", $row};\n\n/m
		or die "$file has no list of rules";
	$source =~ s/(&$rule),(?=[^;]*;\s*\z)/$1, &${name}_second,/ or die "$file does not list $rule";
	open my $out, '>', $file or die "$file: $!";
	print $out $source;
	close $out;
}

system_or_bail('mkdir', '-p', "$copy/test");
system_or_bail('cp', '-R', "$root/test/tools", "$copy/test");
system_or_bail('cp', '-R', (map { "$root/$_" } qw(Makefile secretxfer.control src sql po docs README.md CHANGELOG.md LICENSE)), $copy);
add_wording('rule02', 'r02_contractor_kind',
	"subject_is_plain(Judgement *judgement)\n{\n\treturn !is_blank(((const Case *) judgement->new_entry)->works_settlement) "
	  . "&& VARSIZE_ANY_EXHDR(((const Case *) judgement->new_entry)->subject) < 10;\n}",
	'"2(3)", {{OTHER_ENTRIES, ON(cases), ENTERED, subject_is_plain}}, "Since March: a short subject.", "Too long.", "Shorten.", FROM_DAY(2026, 3, 1)');
add_wording('rule10', 'r10_all_returned',
	"never_closed(Judgement *judgement)\n{\n\treturn ((const Case *) judgement->new_entry)->closed_on == NO_DATE;\n}",
	'"10", {{OTHER_ENTRIES, ON(cases), ENTERED | CLOSED, never_closed}}, "Since April: not at all.", "Not any more.", "Leave the case open.", FROM_DAY(2026, 4, 1)');

add_wording('rule03', 'r03_notice_first', "body_is_asked(Judgement *judgement)\n{\n\treturn false;\n}",
	'"3", {{FORM, ON(permits), ENTERED, body_is_asked}}, "From 2090 on: none.", "None.", "None.", FROM_DAY(2090, 1, 1)', 'r03_added');

my $node = PostgreSQL::Test::Cluster->new('wordings');
$node->init;
my $settings = `'$copy/test/tools/stage' '$copy/stage'`;
BAIL_OUT('the library with the wordings was not built') if $?;
$node->append_conf('postgresql.conf', $settings);
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION secretxfer;
	SELECT secretxfer.create_register();
	INSERT INTO secretxfer.parties (idn, kind, full_name, head_name, legal_address, settlement) VALUES
		('351240000010', 'state_body', 'One', 'Head', 'Astana', 'Astana'),
		('370660000124', 'state_body', 'Three', 'Head', 'Astana', 'Astana'),
		('351240000109', 'organization', 'Two', 'Head', 'Astana', 'Astana')});

# Runs a statement: the rules that it breaks by their details, or "accepted".
sub outcome
{
	my ($statement) = @_;
	my ($status, $out, $err) = $node->psql('postgres', $statement);
	return $status == 0 ? 'accepted' : join ' ', $err =~ /^(?:DETAIL:  )?(?:Provision|Register)[^:]*: (.*)$/mg;
}

sub open_case
{
	my ($number, $contractor, $subject, $day) = @_;
	return outcome(qq{INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
		VALUES ('$number', '351240000010', '$contractor', '$subject', 'Astana', '$day')});
}

my ($body, $firm) = ('370660000124', '351240000109');
my $first = 'A state body cannot be the contractor of joint secret works.';
like(open_case('A', $body, 'x', '2026-02-28'), qr/^\Q$first\E/, 'the last day of the first wording: judged by the first');
like(open_case('A', $body, 'x', '2019-01-01'), qr/^\Q$first\E/, 'long before: judged by the first wording, too');
is(open_case('A', $firm, 'a long subject', '2026-02-28'), 'accepted', 'the second wording is not asked of a day before');
is(open_case('B', $firm, 'a long subject', '2026-03-01'), 'Too long.', 'its first day: judged by the second wording');
is(open_case('B', $body, 'x', '2026-03-01'), 'accepted', 'the first wording is not asked any more');
is(outcome(q{UPDATE secretxfer.cases SET opened_on = '2026-03-02' WHERE case_no = 'A'}), 'Too long.',
	'a correction into the second wording is judged by it');
like(outcome(q{UPDATE secretxfer.cases SET opened_on = '2026-02-01' WHERE case_no = 'B'}), qr/^\Q$first\E$/,
	'a correction out of the second wording is judged by the first');
is(outcome(q{UPDATE secretxfer.cases SET opened_on = '2026-03-05' WHERE case_no = 'B'}), 'accepted', 'and one within the second by that alone');

is(outcome(q{UPDATE secretxfer.cases SET closed_on = '2026-04-01' WHERE case_no = 'A'}), 'Not any more.',
	'an end is judged by the wording of the day it ended, not of the day it began');
is(outcome(q{UPDATE secretxfer.cases SET closed_on = '2026-03-31' WHERE case_no = 'A'}), 'accepted', 'and on the day before by the first');

is($node->safe_psql('postgres', q{SELECT count(*), min(sentence_en) FROM secretxfer.rules WHERE name = 'secretxfer_r02_contractor_kind'}),
	'1|Since March: a short subject.', 'the catalogue has the rule once, as it is worded today');
is($node->safe_psql('postgres', q{SELECT count(*), min(sentence_en) FROM secretxfer.rules WHERE name = 'secretxfer_r03_added'}),
	'1|From 2090 on: none.', 'and a rule that is still to come');
is($node->safe_psql('postgres', sprintf q{SELECT string_agg(v.verdict::text, ',' ORDER BY day) FROM unnest('{2089-12-31,2090-01-01}'::date[]) AS day,
	secretxfer.check_entry('secretxfer.permits', format('{"permit_no": "P", "holder": "%s", "issued_on": "%%s"}', day)::jsonb) AS v
	WHERE v.rule = 'secretxfer_r03_added'}, $firm), 'failed', 'which is asked from its day on');
is($node->safe_psql('postgres', q{SELECT string_agg(verdict::text, ',') FROM secretxfer.check_entry('secretxfer.cases',
	'{"case_no": "C", "customer": "351240000010", "contractor": "351240000109", "subject": "a long subject", "works_settlement": "Astana", "opened_on": "2026-03-01"}')
	WHERE rule = 'secretxfer_r02_contractor_kind'}), 'failed', 'check_entry() asks the same wording');

$node->stop;
done_testing();
