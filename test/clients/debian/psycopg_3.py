"""psycopg 3."""
import datetime
import json
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import dict_row

from checks import check, KAZAKH, RUSSIAN

day = datetime.date
connection = psycopg.connect(autocommit=True)
run = connection.execute


def enter(table, entry, end=""):
    return run("INSERT INTO secretxfer.{} ({}) VALUES ({}) {}".format(
        table, ", ".join(entry), ", ".join(f"%({column})s" for column in entry), end), entry)


def refusal_of(act):
    """What a form shows, or None."""
    try:
        with connection.transaction():
            act()
    except psycopg.IntegrityError as refused:
        return refused.diag


def case(number, **other):
    return {"case_no": f"psycopg 3/{number}", "customer": "351240000040", "contractor": "351240000060", "subject": "works",
            "works_settlement": "Almaty", "opened_on": day(2025, 2, 3)} | other


def request(number, **other):
    return {"case_no": "psycopg 3/1", "request_no": str(number), "authority": "351240000010", "sent_on": day(2025, 2, 10),
            "justification": "needed", "transfer_from": day(2025, 3, 1), "transfer_until": day(2025, 12, 31),
            "permit_no": "P-builder", "draft_contract": "draft"} | other


def request_as_read(number):
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute("SELECT * FROM secretxfer.requests WHERE case_no = 'psycopg 3/1' AND request_no = %s", [str(number)]).fetchone()


# a case, its request and its carriers, in one transaction
with connection.transaction():
    enter("cases", case(1))
    enter("requests", request(1))
    carriers = [enter("carriers", {
        "owner": "351240000010", "title": "a plan", "kind": "document", "mark": "top_secret", "account_no": f"psycopg 3/{n}",
        "copy_no": "1", "sheets": 10, "registered_on": day(2024, 12, 31)}, "RETURNING carrier_id").fetchone()[0] for n in (1, 2, 3)]
    connection.cursor().executemany(
        "INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id) VALUES ('psycopg 3/1', '1', %s, %s)",
        enumerate(carriers, 1))
check("lawful entries", run("SELECT count(*) FROM secretxfer.request_items WHERE case_no = 'psycopg 3/1'").fetchone()[0], 3)

mark, registered_on, number = run("SELECT mark, registered_on, carrier_id::text FROM secretxfer.carriers WHERE carrier_id = %s", [carriers[0]]).fetchone()
check("enum", mark, "top_secret")
check("date", registered_on, day(2024, 12, 31))
check("bigint", str(carriers[0]), number)

# a refusal at its field of the form; all fields, before writing
refusal = refusal_of(lambda: enter("requests", request(2, sent_on=day(2199, 1, 1))))
check("refusal at its field", (refusal.constraint_name, refusal.table_name, refusal.column_name),
      ("secretxfer_r00_not_in_future", "requests", "sent_on"))
check("fields before writing", run(
    "SELECT array_agg(field) FROM secretxfer.check_entry('secretxfer.requests', %s), unnest(fields) AS field WHERE verdict = 'failed'",
    [json.dumps(request(2, justification=None, draft_contract="  "), default=str)]).fetchone()[0], ["justification", "draft_contract"])

# enter, or find
try:
    enter("cases", case(1))
except psycopg.errors.UniqueViolation as duplicate:
    check("duplicate found", duplicate.diag.constraint_name, "secretxfer_r00_entered_once")

# many at once: all or none
with connection.cursor() as cursor:
    statement = """INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
        VALUES (%(case_no)s, %(customer)s, %(contractor)s, %(subject)s, %(works_settlement)s, %(opened_on)s)"""
    wrong = refusal_of(lambda: cursor.executemany(statement, [case(10), case(11, contractor="351240000040"), case(12)]))
    cursor.executemany(statement, [case(13), case(14), case(15)])
check("batch", (wrong.constraint_name, run("SELECT array_agg(case_no ORDER BY case_no) FROM secretxfer.cases WHERE case_no LIKE 'psycopg 3/1_'").fetchone()[0]),
      ("secretxfer_r02_parties_differ", ["psycopg 3/13", "psycopg 3/14", "psycopg 3/15"]))


# COPY into a table of the application's own, from which import_entries() enters; COPY as the owner
def copy(target, *rows):
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} (case_no, customer, contractor, subject, works_settlement, opened_on) FROM STDIN") as data:
        for row in rows:
            data.write_row(list(row.values()))


copy("office.staged_cases", case(20), case(21, opened_on="03.02.2025"), case(22))
told = run("SELECT line, fields FROM secretxfer.import_entries('secretxfer.cases', 'office.staged_cases', false)").fetchall()
run("TRUNCATE office.staged_cases RESTART IDENTITY")
run("SET ROLE keeper")
copy("secretxfer.cases", case(23))
refusal = refusal_of(lambda: copy("secretxfer.cases", case(24), case(25, contractor="351240000040")))
run("RESET ROLE")
check("COPY", (told, refusal.constraint_name, refusal.context, run("SELECT count(*) FROM secretxfer.cases WHERE case_no LIKE 'psycopg 3/2_'").fetchone()[0]),
      ([(2, ["opened_on"])], "secretxfer_r02_parties_differ", "COPY cases, line 2", 3))

# a refusal within a transaction that goes on
with connection.transaction():
    enter("cases", case(30))
    refused = refusal_of(lambda: enter("cases", case(31, contractor="351240000040")))
    enter("cases", case(32))
check("savepoint", (refused.constraint_name, run("SELECT count(*) FROM secretxfer.cases WHERE case_no LIKE 'psycopg 3/3_'").fetchone()[0]), ("secretxfer_r02_parties_differ", 2))

# one field of a row is changed, and all columns are written back
row = request_as_read(1)
row["justification"] = "needed for the works"
run("UPDATE secretxfer.requests SET {} WHERE case_no = %(case_no)s AND request_no = %(request_no)s".format(
    ", ".join(f"{column} = %({column})s" for column in row)), row)
written = request_as_read(1)
check("all columns written back", {column for column in row if written[column] != row[column]}, {"changed_at", "changed_by"})

row["justification"] = "needed for other works"
enter("requests", row, "ON CONFLICT (case_no, request_no) DO UPDATE SET " + ", ".join(f"{column} = EXCLUDED.{column}" for column in row))
check("upsert of all columns", request_as_read(1)["justification"], "needed for other works")

# a write to a row that somebody else has changed since it was read
version = run("SELECT xmin::text FROM secretxfer.cases WHERE case_no = 'psycopg 3/13'").fetchone()[0]
change = "UPDATE secretxfer.cases SET subject = %s WHERE case_no = 'psycopg 3/13' AND xmin::text = %s"
check("stale write noticed", [run(change, [subject, version]).rowcount for subject in ("one", "other")], [1, 0])

# the body's answer, with a list of numbers
with connection.transaction():
    run("SET LOCAL ROLE body")
    run("UPDATE secretxfer.requests SET received_on = %s WHERE case_no = 'psycopg 3/1'", [day(2025, 2, 12)])
    enter("decisions", {"case_no": "psycopg 3/1", "request_no": "1", "decision_no": "D", "sent_on": day(2025, 2, 20), "outcome": "permitted",
                        "signed_by": "Surname Name", "signed_as": "head", "excluded_items": [2, 3]})
check("list of numbers", run("SELECT excluded_items FROM secretxfer.decisions WHERE case_no = 'psycopg 3/1'").fetchone()[0], [2, 3])

# where the session is
run("SET TIME ZONE 'Pacific/Honolulu'")
today = datetime.datetime.now(ZoneInfo("Asia/Almaty")).date()
enter("cases", case(40, opened_on=today))
opened_on, recorded_at = run("SELECT opened_on, recorded_at FROM secretxfer.cases WHERE case_no = 'psycopg 3/40'").fetchone()
check("another time zone", (opened_on, abs(datetime.datetime.now(datetime.timezone.utc) - recorded_at) < datetime.timedelta(minutes=5)), (today, True))

# the language of the person at the form
details = {}
for language in ("kk", "ru", "en"):
    run("SELECT set_config('secretxfer.language', %s, false)", [language])
    details[language] = refusal_of(lambda: enter("cases", case(41, contractor="351240000040"))).message_detail
check("language", (bool(KAZAKH.search(details["kk"])), bool(RUSSIAN.match(details["ru"])), details["en"].isascii()), (True, True, True))
