# DBI with DBD::Pg.
use strict;
use warnings;
use utf8;
use DBI;
use DBD::Pg ':pg_types';
use JSON::PP ();
use POSIX ();

binmode STDOUT, ':utf8';
my $me = 'DBD::Pg';
my $dbh = DBI->connect('dbi:Pg:', '', '', { RaiseError => 1, PrintError => 0, AutoCommit => 1 });

sub text { my ($value) = @_; return ref $value ? '[' . join(', ', map { text($_) } @$value) . ']' : $value // 'nothing'; }

sub check
{
	my ($name, $got, $expected) = map { text($_) } @_;
	print $got eq $expected ? "ok - $name\n" : "not ok - $name # got $got and not $expected\n";
}

sub value { my ($query, @values) = @_; return ($dbh->selectrow_array($query, undef, @values))[0]; }

sub enter
{
	my ($table, $entry, $end) = @_;
	my @columns = sort keys %$entry;
	return $dbh->do("INSERT INTO secretxfer.$table (" . join(', ', @columns) . ') VALUES (' . join(', ', ('?') x @columns) . ') ' . ($end // ''), undef, @$entry{@columns});
}

# What a form shows, or nothing.
sub refusal_of
{
	my ($act) = @_;
	return {} if eval { $act->(); 1 };
	die $@ unless $dbh->state =~ /^23/;
	# pg_error_field() writes into its argument, and knows nothing of COPY, of which only the text tells.
	return { text => $dbh->errstr, map { $_ => $dbh->pg_error_field("$_") } qw(state constraint table column detail) };
}

sub new_case
{
	my ($number, %other) = @_;
	return { case_no => "$me/$number", customer => '351240000040', contractor => '351240000060', subject => 'works', works_settlement => 'Almaty', opened_on => '2025-02-03', %other };
}

sub new_request
{
	my ($number, %other) = @_;
	return { case_no => "$me/1", request_no => $number, authority => '351240000010', sent_on => '2025-02-10', justification => 'needed',
		transfer_from => '2025-03-01', transfer_until => '2025-12-31', permit_no => 'P-builder', draft_contract => 'draft', %other };
}

sub entered { my ($prefix) = @_; return $dbh->selectcol_arrayref('SELECT case_no FROM secretxfer.cases WHERE case_no LIKE ? ORDER BY 1', undef, "$me/${prefix}_"); }

# a case, its request and its carriers, in one transaction
my @carriers;
$dbh->begin_work;
enter('cases', new_case(1));
enter('requests', new_request(1));
for my $n (1 .. 3)
{
	my $insert = $dbh->prepare("INSERT INTO secretxfer.carriers (owner, title, kind, mark, account_no, copy_no, sheets, registered_on)
		VALUES ('351240000010', 'a plan', ?, ?, ?, '1', ?, ?) RETURNING carrier_id");
	$insert->execute('document', 'top_secret', "$me/$n", 10, '2024-12-31');
	push @carriers, $insert->fetchrow_array;
	enter('request_items', { case_no => "$me/1", request_no => '1', item_no => $n, carrier_id => $carriers[-1] });
}
$dbh->commit;
check('lawful entries', value('SELECT count(*) FROM secretxfer.request_items WHERE case_no = ?', "$me/1"), 3);

my ($mark, $registered_on, $digits) = $dbh->selectrow_array('SELECT mark, registered_on, carrier_id::text FROM secretxfer.carriers WHERE carrier_id = ?', undef, $carriers[0]);
check('enum', $mark, 'top_secret');
check('date', $registered_on, '2024-12-31');
check('bigint', $carriers[0], $digits);

# a refusal at its field of the form; all fields, before writing
my $refusal = refusal_of(sub { enter('requests', new_request(2, sent_on => '2199-01-01')) });
check('refusal at its field', [ @$refusal{qw(constraint table column)} ], [qw(secretxfer_r00_not_in_future requests sent_on)]);
my $failed = value(q{SELECT array_agg(field) FROM secretxfer.check_entry('secretxfer.requests', ?), unnest(fields) AS field WHERE verdict = 'failed'},
	JSON::PP->new->encode(new_request(2, justification => undef, draft_contract => '  ')));
check('fields before writing', $failed, [qw(justification draft_contract)]);

# enter, or find
$refusal = refusal_of(sub { enter('cases', new_case(1)) });
check('duplicate found', [ @$refusal{qw(state constraint)}, enter('cases', new_case(1), 'ON CONFLICT DO NOTHING') + 0 ], [qw(23505 secretxfer_r00_entered_once 0)]);

# many at once: all or none
my $batch = $dbh->prepare('INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on) VALUES (?, ?, ?, ?, ?, ?)');
sub add { my (@cases) = @_; $batch->execute_array({}, map { my $column = $_; [ map { $_->{$column} } @cases ] } qw(case_no customer contractor subject works_settlement opened_on)); }
$dbh->begin_work;
my $wrong = refusal_of(sub { $batch->execute(@$_{qw(case_no customer contractor subject works_settlement opened_on)}) for new_case(10), new_case(11, contractor => '351240000040'), new_case(12) });
$dbh->rollback;
$dbh->begin_work;
add(map { new_case($_) } 13, 14, 15);
$dbh->commit;
check('batch', [ $wrong->{constraint}, entered(1) ], [ 'secretxfer_r02_parties_differ', [ "$me/13", "$me/14", "$me/15" ] ]);

# COPY into a table of the application's own, from which import_entries() enters; COPY as the owner
sub copy
{
	my ($table, @cases) = @_;
	$dbh->do("COPY $table (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN");
	$dbh->pg_putcopydata(join("\t", @$_{qw(case_no customer contractor subject works_settlement opened_on)}) . "\n") for @cases;
	$dbh->pg_putcopyend;
}
copy('office.staged_cases', new_case(20), new_case(21, opened_on => '03.02.2025'), new_case(22));
my $told = $dbh->selectall_arrayref(q{SELECT line, fields FROM secretxfer.import_entries('secretxfer.cases', 'office.staged_cases', false)});
$dbh->do('TRUNCATE office.staged_cases RESTART IDENTITY');
$dbh->do('SET ROLE keeper');
copy('secretxfer.cases', new_case(23));
$refusal = refusal_of(sub { copy('secretxfer.cases', new_case(24), new_case(25, contractor => '351240000040')) });
$dbh->do('RESET ROLE');
check('COPY', [ $told, $refusal->{text} =~ /violates check constraint "(\w+)".*^CONTEXT:  (.*?)$/ms, entered(2) ],
	[ [ [ 2, ['opened_on'] ] ], 'secretxfer_r02_parties_differ', 'COPY cases, line 2', [ "$me/20", "$me/22", "$me/23" ] ]);

# a refusal within a transaction that goes on
$dbh->begin_work;
enter('cases', new_case(30));
$dbh->pg_savepoint('here');
$refusal = refusal_of(sub { enter('cases', new_case(31, contractor => '351240000040')) });
$dbh->pg_rollback_to('here');
enter('cases', new_case(32));
$dbh->commit;
check('savepoint', [ $refusal->{constraint}, entered(3) ], [ 'secretxfer_r02_parties_differ', [ "$me/30", "$me/32" ] ]);

# one field of a row is changed, and all columns are written back
sub request_as_read { return $dbh->selectrow_hashref("SELECT * FROM secretxfer.requests WHERE case_no = ? AND request_no = '1'", undef, "$me/1"); }
my $row = request_as_read();
$row->{justification} = 'needed for the works';
my @columns = sort keys %$row;
$dbh->do('UPDATE secretxfer.requests SET ' . join(', ', map { "$_ = ?" } @columns) . " WHERE case_no = ? AND request_no = '1'", undef, @$row{@columns}, "$me/1");
my $written = request_as_read();
check('all columns written back', [ grep { text($row->{$_}) ne text($written->{$_}) } @columns ], [qw(changed_at changed_by)]);

$row->{justification} = 'needed for other works';
enter('requests', $row, 'ON CONFLICT (case_no, request_no) DO UPDATE SET ' . join(', ', map { "$_ = EXCLUDED.$_" } @columns));
check('upsert of all columns', request_as_read()->{justification}, 'needed for other works');

# a write to a row that somebody else has changed since it was read
my $version = value('SELECT xmin::text FROM secretxfer.cases WHERE case_no = ?', "$me/13");
check('stale write noticed', [ map { $dbh->do('UPDATE secretxfer.cases SET subject = ? WHERE case_no = ? AND xmin::text = ?', undef, $_, "$me/13", $version) + 0 } qw(one other) ], [ 1, 0 ]);

# the body's answer, with a list of numbers
$dbh->do('SET ROLE body');
$dbh->do('UPDATE secretxfer.requests SET received_on = ? WHERE case_no = ?', undef, '2025-02-12', "$me/1");
enter('decisions', { case_no => "$me/1", request_no => '1', decision_no => 'D', sent_on => '2025-02-20', outcome => 'permitted', signed_by => 'Surname Name', signed_as => 'head',
	excluded_items => [ 2, 3 ] });
$dbh->do('RESET ROLE');
check('list of numbers', value('SELECT excluded_items FROM secretxfer.decisions WHERE case_no = ?', "$me/1"), [ 2, 3 ]);

# where the session is
$dbh->do("SET TIME ZONE 'Pacific/Honolulu'");
my $today = do { local $ENV{TZ} = 'Asia/Almaty'; POSIX::tzset(); POSIX::strftime('%Y-%m-%d', localtime) };
enter('cases', new_case(40, opened_on => $today));
my ($opened_on, $age) = $dbh->selectrow_array('SELECT opened_on, extract(epoch FROM recorded_at) FROM secretxfer.cases WHERE case_no = ?', undef, "$me/40");
check('another time zone', [ $opened_on, abs(time - $age) < 300 ], [ $today, 1 ]);

# the language of the person at the form
my %detail = map { my $language = $_; value(q{SELECT set_config('secretxfer.language', ?, false)}, $language);
	$language => refusal_of(sub { enter('cases', new_case(41, contractor => '351240000040')) })->{detail} } qw(kk ru en);
utf8::decode($_) for values %detail;
check('language', [ $detail{kk} =~ /[әғқңөұүһі]/, $detail{ru} =~ /^[^әғқңөұүһі]*[а-я][^әғқңөұүһі]*$/, $detail{en} =~ /^[[:ascii:]]+$/ ], [ 1, 1, 1 ]);
