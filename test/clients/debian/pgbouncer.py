"""pgbouncer in transaction mode: a session of the server serves many people, one transaction after the other."""
import datetime
import os
import subprocess
import tempfile
import time

import psycopg

from checks import check, KAZAKH, RUSSIAN

folder = tempfile.mkdtemp()
with open(f"{folder}/pgbouncer.ini", "w") as settings:
    settings.write("""[databases]
{PGDATABASE} = host={PGHOST} port={port} user={PGUSER} pool_size=1
[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
""".format(folder=folder, port=os.environ.get("PGPORT", 5432), **os.environ))
pool = subprocess.Popen(["/usr/sbin/pgbouncer", "-q", f"{folder}/pgbouncer.ini"])
while not os.path.exists(f"{folder}/.s.PGSQL.6432"):
    assert pool.poll() is None
    time.sleep(0.1)


def person():
    """A connection to the pool; prepared statements would stay behind in another session."""
    return psycopg.connect(host=folder, port=6432, prepare_threshold=None)


def begin(connection, end_user, language):
    """What a transaction says first: for whom, and in which language. Both end with the transaction."""
    connection.execute("SELECT set_config('secretxfer.end_user', %s, true), set_config('secretxfer.language', %s, true)", [end_user, language])


def enter(connection, number, contractor="351240000060"):
    connection.execute("""INSERT INTO secretxfer.cases (case_no, customer, contractor, subject, works_settlement, opened_on)
        VALUES (%s, '351240000040', %s, 'works', 'Almaty', %s)""", [f"pgbouncer/{number}", contractor, datetime.date(2025, 2, 3)])


def refusal_of(act):
    try:
        act()
    except psycopg.IntegrityError as refused:
        return refused.diag


try:
    aigerim, saule = person(), person()
    served = []
    for number, connection, name, language in ((1, aigerim, "aigerim", "kk"), (2, saule, "saule", "ru"), (3, aigerim, "aigerim", "kk")):
        with connection.transaction():
            begin(connection, name, language)
            enter(connection, number)
            served.append(connection.execute("SELECT pg_backend_pid()").fetchone()[0])
    check("one session for all", len(set(served)), 1)

    with saule.transaction():
        told = saule.execute("""SELECT DISTINCT entry, end_user FROM (SELECT 'pgbouncer/' || n AS entry, (secretxfer.history('pgbouncer/' || n)).end_user
            FROM generate_series(1, 3) AS n) AS h ORDER BY 1""").fetchall()
    check("the person behind the pool", told, [("pgbouncer/1", "aigerim"), ("pgbouncer/2", "saule"), ("pgbouncer/3", "aigerim")])

    with saule.transaction():
        check("nothing stays in the session", saule.execute(
            "SELECT current_setting('secretxfer.end_user', true), current_setting('secretxfer.language')").fetchone(), ("", "lc_messages"))

    details = []
    for connection, name, language in ((aigerim, "aigerim", "kk"), (saule, "saule", "ru")):
        with connection.transaction():
            begin(connection, name, language)
            with connection.transaction(force_rollback=True):
                details.append(refusal_of(lambda: enter(connection, 4, "351240000040")).message_detail)
    check("language", (bool(KAZAKH.search(details[0])), bool(RUSSIAN.match(details[1]))), (True, True))

    with aigerim.transaction():
        begin(aigerim, "aigerim", "en")
        enter(aigerim, 5)
        refused = None
        try:
            with aigerim.transaction():
                enter(aigerim, 6, "351240000040")
        except psycopg.IntegrityError as error:
            refused = error.diag.constraint_name
        enter(aigerim, 7)
    check("savepoint", (refused, aigerim.execute("SELECT count(*) FROM secretxfer.cases WHERE case_no ~ '^pgbouncer/[567]$'").fetchone()[0]),
          ("secretxfer_r02_parties_differ", 2))
    aigerim.commit()

    with aigerim.transaction():
        begin(aigerim, "aigerim", "en")
        aigerim.execute("SET LOCAL ROLE body")
        aigerim.execute("SELECT FROM secretxfer.requests")
    with saule.transaction():
        check("another role for one transaction", saule.execute("SELECT current_user").fetchone()[0], os.environ["PGUSER"])

    # A setting of the session stays behind for whoever comes next. It does not count as the person.
    aigerim.execute("SET secretxfer.end_user = 'aigerim'")
    aigerim.commit()
    with saule.transaction():
        behind = saule.execute("SELECT current_setting('secretxfer.end_user')").fetchone()[0]
        enter(saule, 8)
    with saule.transaction():
        told = saule.execute("SELECT (secretxfer.history('pgbouncer/8')).end_user").fetchone()[0]
    check("a person left behind in the session", (behind, told), ("aigerim", None))

    with saule.transaction():
        saule.execute("SET LOCAL ROLE keeper")
        saule.execute("SELECT secretxfer.rectify('Order 1 of 3 February 2025')")
    with aigerim.transaction(force_rollback=True):
        aigerim.execute("SET LOCAL ROLE keeper")
        refused = refusal_of(lambda: enter(aigerim, 9, "351240000040"))
    check("a rectification ends with its transaction", refused and refused.constraint_name, "secretxfer_r02_parties_differ")

    for connection in (aigerim, saule):
        connection.close()
finally:
    pool.terminate()
    pool.wait()
