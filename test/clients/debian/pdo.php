<?php
/* PDO: prepared statements, code and text of a refusal. */

$pdo = new PDO(sprintf('pgsql:host=%s;port=%s;dbname=%s;user=%s', getenv('PGHOST'), getenv('PGPORT') ?: '5432', getenv('PGDATABASE'), getenv('PGUSER')),
    null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);

function check(string $name, mixed $got, mixed $expected): void
{
    echo $got === $expected ? "ok - $name\n" : "not ok - $name # got " . json_encode($got) . ' and not ' . json_encode($expected) . "\n";
}

function run(string $sql, array $values = []): PDOStatement
{
    global $pdo;
    $statement = $pdo->prepare($sql);
    $statement->execute($values);
    return $statement;
}

function enter(string $table, array $entry, string $end = ''): PDOStatement
{
    // PDO would pass false as an empty text
    $entry = array_map(fn ($value) => is_bool($value) ? ($value ? 't' : 'f') : $value, $entry);
    $columns = array_keys($entry);
    return run("INSERT INTO secretxfer.$table (" . implode(', ', $columns) . ') VALUES (:' . implode(', :', $columns) . ") $end", $entry);
}

/* Code, rule and text of a refusal, or null. PDO gives neither table nor column. */
function refusal_of(callable $act): ?array
{
    try {
        $act();
        return null;
    } catch (PDOException $refused) {
        [$state, , $text] = $refused->errorInfo;
        if (!str_starts_with($state, '23')) {
            throw $refused;
        }
        preg_match('/violates (?:check|unique|foreign key) constraint "(\w+)"/', $text, $rule);
        preg_match('/^DETAIL:  (.*)^HINT/msu', $text, $detail);
        preg_match('/^CONTEXT:  (.*)$/mu', $text, $context);
        return ['state' => $state, 'rule' => $rule[1], 'detail' => $detail[1] ?? '', 'context' => $context[1] ?? ''];
    }
}

function new_case(int $number, array $other = []): array
{
    return $other + ['case_no' => "PDO/$number", 'customer' => '351240000040', 'contractor' => '351240000060', 'subject' => 'works',
        'works_settlement' => 'Almaty', 'opened_on' => '2025-02-03'];
}

function new_request(int $number, array $other = []): array
{
    return $other + ['case_no' => 'PDO/1', 'request_no' => "$number", 'authority' => '351240000010', 'sent_on' => '2025-02-10',
        'justification' => 'needed', 'transfer_from' => '2025-03-01', 'transfer_until' => '2025-12-31', 'permit_no' => 'P-builder', 'draft_contract' => 'draft'];
}

function failed_fields(array $request): array
{
    return run("SELECT field FROM secretxfer.check_entry('secretxfer.requests', ?), unnest(fields) AS field WHERE verdict = 'failed'",
        [json_encode($request)])->fetchAll(PDO::FETCH_COLUMN);
}

function entered(string $prefix): string
{
    return implode(' ', run('SELECT case_no FROM secretxfer.cases WHERE case_no LIKE ? ORDER BY 1', ["PDO/{$prefix}_"])->fetchAll(PDO::FETCH_COLUMN));
}

/* a case, its request and its carriers, in one transaction */
$pdo->beginTransaction();
enter('cases', new_case(1));
enter('requests', new_request(1));
$line = $pdo->prepare("INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id) VALUES ('PDO/1', '1', ?, ?)");
$carriers = [];
foreach ([1, 2, 3] as $n) {
    $carriers[$n] = enter('carriers', ['owner' => '351240000010', 'title' => 'a plan', 'kind' => 'document', 'mark' => 'top_secret', 'account_no' => "PDO/$n",
        'copy_no' => '1', 'sheets' => 10, 'registered_on' => '2024-12-31'], 'RETURNING carrier_id')->fetchColumn();
    $line->execute([$n, $carriers[$n]]);
}
$pdo->commit();
check('lawful entries', run("SELECT count(*) FROM secretxfer.request_items WHERE case_no = 'PDO/1'")->fetchColumn(), 3);

[$mark, $registered_on, $digits] = run('SELECT mark, registered_on, carrier_id::text FROM secretxfer.carriers WHERE carrier_id = ?', [$carriers[1]])->fetch(PDO::FETCH_NUM);
check('enum', $mark, 'top_secret');
check('date', $registered_on, '2024-12-31');
check('bigint', (string) $carriers[1], $digits);

/* a refusal at its field of the form: check_entry() tells the fields, because PDO does not */
$wrong = new_request(2, ['sent_on' => '2199-01-01']);
check('refusal at its field', [refusal_of(fn () => enter('requests', $wrong))['rule'], failed_fields($wrong)[0]], ['secretxfer_r00_not_in_future', 'sent_on']);
check('fields before writing', failed_fields(new_request(2, ['justification' => null, 'draft_contract' => '  '])), ['justification', 'draft_contract']);

/* enter, or find */
$refusal = refusal_of(fn () => enter('cases', new_case(1)));
check('duplicate found', [$refusal['state'], $refusal['rule'], enter('cases', new_case(1), 'ON CONFLICT DO NOTHING')->rowCount()], ['23505', 'secretxfer_r00_entered_once', 0]);

/* many at once, by one prepared statement: all or none */
$columns = array_keys(new_case(0));
$batch = $pdo->prepare('INSERT INTO secretxfer.cases (' . implode(', ', $columns) . ') VALUES (:' . implode(', :', $columns) . ')');
$pdo->beginTransaction();
$wrong = refusal_of(function () use ($batch) {
    foreach ([new_case(10), new_case(11, ['contractor' => '351240000040']), new_case(12)] as $case) {
        $batch->execute($case);
    }
});
$pdo->rollBack();
$pdo->beginTransaction();
foreach ([13, 14, 15] as $n) {
    $batch->execute(new_case($n));
}
$pdo->commit();
check('batch', [$wrong['rule'], entered('1')], ['secretxfer_r02_parties_differ', 'PDO/13 PDO/14 PDO/15']);

/* COPY into a table of the application's own, from which import_entries() enters; COPY as the owner */
function copy_in(string $table, array ...$cases): void
{
    global $pdo;
    $pdo->pgsqlCopyFromArray($table, array_map(fn ($case) => implode("\t", array_map(fn ($column) => $case[$column], array_keys(new_case(0)))), $cases), "\t", '\\N', implode(', ', array_keys(new_case(0))));
}
copy_in('office.staged_cases', new_case(20), new_case(21, ['opened_on' => '03.02.2025']), new_case(22));
$told = run("SELECT line || ' ' || fields::text FROM secretxfer.import_entries('secretxfer.cases', 'office.staged_cases', false)")->fetchAll(PDO::FETCH_COLUMN);
run('TRUNCATE office.staged_cases RESTART IDENTITY');
run('SET ROLE keeper');
copy_in('secretxfer.cases', new_case(23));
$refusal = refusal_of(fn () => copy_in('secretxfer.cases', new_case(24), new_case(25, ['contractor' => '351240000040'])));
run('RESET ROLE');
check('COPY', [$told, $refusal['rule'], $refusal['context'], entered('2')], [['2 {opened_on}'], 'secretxfer_r02_parties_differ', 'COPY cases, line 2', 'PDO/20 PDO/22 PDO/23']);

/* a refusal within a transaction that goes on */
$pdo->beginTransaction();
enter('cases', new_case(30));
$pdo->exec('SAVEPOINT here');
$refused = refusal_of(fn () => enter('cases', new_case(31, ['contractor' => '351240000040'])));
$pdo->exec('ROLLBACK TO SAVEPOINT here');
enter('cases', new_case(32));
$pdo->commit();
check('savepoint', [$refused['rule'], entered('3')], ['secretxfer_r02_parties_differ', 'PDO/30 PDO/32']);

/* one field of a row is changed, and all columns are written back */
function request_as_read(): array
{
    return run("SELECT * FROM secretxfer.requests WHERE case_no = 'PDO/1' AND request_no = '1'")->fetch(PDO::FETCH_ASSOC);
}
$row = ['justification' => 'needed for the works'] + request_as_read();
run('UPDATE secretxfer.requests SET ' . implode(', ', array_map(fn ($column) => "$column = :$column", array_keys($row)))
    . " WHERE case_no = 'PDO/1' AND request_no = '1'", ['answered' => 'f'] + $row);
$written = request_as_read();
$differ = array_keys(array_filter($row, fn ($column) => $written[$column] !== $row[$column], ARRAY_FILTER_USE_KEY));
sort($differ);
check('all columns written back', $differ, ['changed_at', 'changed_by']);

$row['justification'] = 'needed for other works';
enter('requests', $row, 'ON CONFLICT (case_no, request_no) DO UPDATE SET ' . implode(', ', array_map(fn ($column) => "$column = EXCLUDED.$column", array_keys($row))));
check('upsert of all columns', request_as_read()['justification'], 'needed for other works');

/* a write to a row that somebody else has changed since it was read */
$version = run("SELECT xmin::text FROM secretxfer.cases WHERE case_no = 'PDO/13'")->fetchColumn();
$change = "UPDATE secretxfer.cases SET subject = ? WHERE case_no = 'PDO/13' AND xmin::text = ?";
check('stale write noticed', [run($change, ['one', $version])->rowCount(), run($change, ['other', $version])->rowCount()], [1, 0]);

/* the body's answer, with a list of numbers: as text, because PDO knows no arrays */
run('SET ROLE body');
run("UPDATE secretxfer.requests SET received_on = ? WHERE case_no = 'PDO/1'", ['2025-02-12']);
enter('decisions', ['case_no' => 'PDO/1', 'request_no' => '1', 'decision_no' => 'D', 'sent_on' => '2025-02-20', 'outcome' => 'permitted',
    'signed_by' => 'Surname Name', 'signed_as' => 'head', 'excluded_items' => '{2,3}']);
run('RESET ROLE');
check('list of numbers', run("SELECT excluded_items FROM secretxfer.decisions WHERE case_no = 'PDO/1'")->fetchColumn(), '{2,3}');

/* where the session is */
run("SET TIME ZONE 'Pacific/Honolulu'");
$today = (new DateTime('now', new DateTimeZone('Asia/Almaty')))->format('Y-m-d');
enter('cases', new_case(40, ['opened_on' => $today]));
[$opened_on, $recorded_at] = run("SELECT opened_on, recorded_at FROM secretxfer.cases WHERE case_no = 'PDO/40'")->fetch(PDO::FETCH_NUM);
check('another time zone', [$opened_on, abs(time() - (new DateTime($recorded_at))->getTimestamp()) < 300], [$today, true]);

/* the language of the person at the form */
$details = [];
foreach (['kk', 'ru', 'en'] as $language) {
    run("SELECT set_config('secretxfer.language', ?, false)", [$language]);
    $details[$language] = refusal_of(fn () => enter('cases', new_case(41, ['contractor' => '351240000040'])))['detail'];
}
check('language', [preg_match('/[әғқңөұүһі]/u', $details['kk']), preg_match('/^[^әғқңөұүһі]*[а-я][^әғқңөұүһі]*$/u', $details['ru']), preg_match('/^[[:ascii:]]+$/', $details['en'])], [1, 1, 1]);
