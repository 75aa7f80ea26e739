"""ODBC (psqlodbc by pyodbc), as office programs connect: plain statements, no report but code and text."""
import datetime
import json
import os
import re
from zoneinfo import ZoneInfo

import pyodbc

from checks import check, KAZAKH, RUSSIAN

day = datetime.date
pyodbc.pooling = False
connection = pyodbc.connect(
    "Driver={{PostgreSQL Unicode}};Servername={PGHOST};Port={port};Database={PGDATABASE};UID={PGUSER}".format(
        port=os.environ.get("PGPORT", 5432), **os.environ), autocommit=True)
run = connection.execute


def enter(table, entry, end=""):
    return run("INSERT INTO secretxfer.{} ({}) VALUES ({}) {}".format(table, ", ".join(entry), ", ".join("?" * len(entry)), end), *entry.values())


def refusal_of(act):
    """The rule, cut out of the text, and the text; or None. The driver gives neither table nor column."""
    try:
        act()
    except pyodbc.IntegrityError as refused:
        state, text = refused.args
        return re.search(r'violates (?:check|unique|foreign key) constraint "(\w+)"', text)[1], text, state


def entered(prefix):
    return [row[0] for row in run("SELECT case_no FROM secretxfer.cases WHERE case_no LIKE ? ORDER BY 1", f"ODBC/{prefix}_")]


def case(number, **other):
    return {"case_no": f"ODBC/{number}", "customer": "351240000040", "contractor": "351240000060", "subject": "works",
            "works_settlement": "Almaty", "opened_on": day(2025, 2, 3)} | other


def request(number, **other):
    return {"case_no": "ODBC/1", "request_no": str(number), "authority": "351240000010", "sent_on": day(2025, 2, 10),
            "justification": "needed", "transfer_from": day(2025, 3, 1), "transfer_until": day(2025, 12, 31),
            "permit_no": "P-builder", "draft_contract": "draft"} | other


def failed_fields(table, entry):
    return json.loads(run("SELECT json_agg(field) FROM secretxfer.check_entry(?::regclass, ?::jsonb), unnest(fields) AS field WHERE verdict = 'failed'",
                          f"secretxfer.{table}", json.dumps(entry, default=str)).fetchval())


# a case, its request and its carriers, in one transaction
connection.autocommit = False
enter("cases", case(1))
enter("requests", request(1))
carriers = [enter("carriers", {
    "owner": "351240000010", "title": "a plan", "kind": "document", "mark": "top_secret", "account_no": f"ODBC/{n}",
    "copy_no": "1", "sheets": 10, "registered_on": day(2024, 12, 31)}, "RETURNING carrier_id").fetchval() for n in (1, 2, 3)]
connection.cursor().executemany("INSERT INTO secretxfer.request_items (case_no, request_no, item_no, carrier_id) VALUES ('ODBC/1', '1', ?, ?)",
                                list(enumerate(carriers, 1)))
connection.commit()
connection.autocommit = True
check("lawful entries", run("SELECT count(*) FROM secretxfer.request_items WHERE case_no = 'ODBC/1'").fetchval(), 3)

mark, registered_on, digits = run("SELECT mark, registered_on, carrier_id::text FROM secretxfer.carriers WHERE carrier_id = ?", carriers[0]).fetchone()
check("enum", mark, "top_secret")
check("date", registered_on, day(2024, 12, 31))
check("bigint", str(carriers[0]), digits)

# a refusal at its field of the form: check_entry() tells the fields, because the driver does not
wrong = request(2, sent_on=day(2199, 1, 1))
check("refusal at its field", (refusal_of(lambda: enter("requests", wrong))[0], failed_fields("requests", wrong)[0]),
      ("secretxfer_r00_not_in_future", "sent_on"))
check("fields before writing", failed_fields("requests", request(2, justification=None, draft_contract="  ")), ["justification", "draft_contract"])

# enter, or find
rule, text, state = refusal_of(lambda: enter("cases", case(1)))
check("duplicate found", (state, rule, enter("cases", case(1), "ON CONFLICT DO NOTHING").rowcount), ("23505", "secretxfer_r00_entered_once", 0))

# many at once: all or none
connection.autocommit = False
statement = "INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on) VALUES (?, ?, ?, ?, ?, ?)"
wrong = refusal_of(lambda: connection.cursor().executemany(statement, [list(c.values()) for c in (case(10), case(11, contractor="351240000040"), case(12))]))
connection.rollback()
connection.cursor().executemany(statement, [list(case(n).values()) for n in (13, 14, 15)])
connection.commit()
check("batch", (wrong[0], entered(1)), ("secretxfer_r02_parties_differ", ["ODBC/13", "ODBC/14", "ODBC/15"]))

print("ok - COPY # SKIP ODBC has none")

# a refusal within a transaction that goes on
enter("cases", case(30))
run("SAVEPOINT here")
refused = refusal_of(lambda: enter("cases", case(31, contractor="351240000040")))
run("ROLLBACK TO SAVEPOINT here")
enter("cases", case(32))
connection.commit()
connection.autocommit = True
check("savepoint", (refused[0], entered(3)), ("secretxfer_r02_parties_differ", ["ODBC/30", "ODBC/32"]))


# one field of a row is changed, and all columns are written back
def request_as_read():
    row = run("SELECT * FROM secretxfer.requests WHERE case_no = 'ODBC/1' AND request_no = '1'").fetchone()
    return dict(zip([column[0] for column in row.cursor_description], row))


row = request_as_read()
row["justification"] = "needed for the works"
run("UPDATE secretxfer.requests SET {} WHERE case_no = 'ODBC/1' AND request_no = '1'".format(", ".join(f"{column} = ?" for column in row)), *row.values())
written = request_as_read()
check("all columns written back", {column for column in row if written[column] != row[column]}, {"changed_at", "changed_by"})

row["justification"] = "needed for other works"
enter("requests", row, "ON CONFLICT (case_no, request_no) DO UPDATE SET " + ", ".join(f"{column} = EXCLUDED.{column}" for column in row))
check("upsert of all columns", request_as_read()["justification"], "needed for other works")

# a write to a row that somebody else has changed since it was read
version = run("SELECT xmin::text FROM secretxfer.cases WHERE case_no = 'ODBC/13'").fetchval()
change = "UPDATE secretxfer.cases SET subject = ? WHERE case_no = 'ODBC/13' AND xmin::text = ?"
check("stale write noticed", [run(change, subject, version).rowcount for subject in ("one", "other")], [1, 0])

# the body's answer, with a list of numbers: as text, because ODBC knows no arrays
run("SET ROLE body")
run("UPDATE secretxfer.requests SET received_on = ? WHERE case_no = 'ODBC/1'", day(2025, 2, 12))
run("INSERT INTO secretxfer.decisions (case_no, request_no, decision_no, sent_on, outcome, signed_by, signed_as, excluded_items) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?::int[])", "ODBC/1", "1", "D", day(2025, 2, 20), "permitted", "Surname Name", "head", "{2,3}")
run("RESET ROLE")
check("list of numbers", run("SELECT excluded_items FROM secretxfer.decisions WHERE case_no = 'ODBC/1'").fetchval(), "{2,3}")

# where the session is
run("SET TIME ZONE 'Pacific/Honolulu'")
today = datetime.datetime.now(ZoneInfo("Asia/Almaty")).date()
enter("cases", case(40, opened_on=today))
opened_on, recorded_at = run("SELECT opened_on, recorded_at FROM secretxfer.cases WHERE case_no = 'ODBC/40'").fetchone()
there = datetime.datetime.now(ZoneInfo("Pacific/Honolulu")).replace(tzinfo=None)  # what ODBC gives is the session's time
check("another time zone", (opened_on, abs(there - recorded_at) < datetime.timedelta(minutes=5)), (today, True))

# the language of the person at the form
details = {}
for language in ("kk", "ru", "en"):
    run("SELECT set_config('secretxfer.language', ?, false)", language).fetchall()
    details[language] = refusal_of(lambda: enter("cases", case(41, contractor="351240000040")))[1].split("DETAIL:")[1].split("HINT:")[0].replace("\n", " ")
check("language", (bool(KAZAKH.search(details["kk"])), bool(RUSSIAN.match(details["ru"])), details["en"].isascii()), (True, True, True))
