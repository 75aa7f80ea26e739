"""A small form, made of what docs/applications.md gives: write() carries a transaction out, and repeats it at 40001."""
import datetime
import re

import psycopg

from checks import check, RUSSIAN

exec(re.search(r"^```python\n(.*?)^```", open("docs/applications.md").read(), re.M | re.S)[1])

form, other = psycopg.connect(autocommit=True), psycopg.connect(autocommit=True)
form.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ


def enter(contractor):
    return lambda connection: connection.execute("""INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
        VALUES ('form/1', '351240000040', %s, 'works', 'Almaty', %s)""", [contractor, datetime.date(2025, 2, 3)])


shown = write(form, "aigerim", "ru", enter("351240000040"))
check("a refusal to show", (shown["rule"], len(shown["reasons"]), bool(RUSSIAN.match(shown["next_step"]))), ("secretxfer_r02_parties_differ", 1, True))
check("lawful entries", write(form, "aigerim", "ru", enter("351240000060")), None)
shown = write(form, "aigerim", "en", enter("351240000060"))
check("duplicate found", shown["rule"], "secretxfer_r00_entered_once")

attempts = []


def rename(connection):
    attempts.append(connection.execute("SELECT subject FROM secretxfer.cases WHERE case_no = 'form/1'").fetchone()[0])
    if len(attempts) == 1:  # somebody else is faster
        other.execute("UPDATE secretxfer.cases SET subject = 'theirs' WHERE case_no = 'form/1'")
    connection.execute("UPDATE secretxfer.cases SET subject = 'ours' WHERE case_no = 'form/1'")


check("repeated at 40001", (write(form, "aigerim", "en", rename), attempts), (None, ["works", "theirs"]))
check("the journal knows the person", other.execute("SELECT count(*) FROM secretxfer.history('form/1') WHERE end_user = 'aigerim'").fetchone()[0], 2)
