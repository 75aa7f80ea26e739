"""SQLAlchemy (Debian's 1.4, over psycopg2): tables as they are found, rows as objects."""
import datetime
import json
from zoneinfo import ZoneInfo

from sqlalchemy import Column, FetchedValue, String, Table, Text, cast, create_engine, insert, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, declarative_base
from sqlalchemy.orm.exc import StaleDataError

from checks import check, KAZAKH, RUSSIAN

day = datetime.date
engine = create_engine("postgresql+psycopg2://")
Base = declarative_base()


class Case(Base):
    # xmin is the version of a row: PostgreSQL changes it with every write
    __table__ = Table("cases", Base.metadata, Column("xmin", String, system=True, server_default=FetchedValue()),
                      schema="secretxfer", autoload_with=engine)
    __mapper_args__ = {"version_id_col": __table__.c.xmin, "version_id_generator": False}


class Request(Base):
    __table__ = Table("requests", Base.metadata, schema="secretxfer", autoload_with=engine)


class Carrier(Base):
    __table__ = Table("carriers", Base.metadata, schema="secretxfer", autoload_with=engine)


class RequestItem(Base):
    __table__ = Table("request_items", Base.metadata, schema="secretxfer", autoload_with=engine)


class Decision(Base):
    __table__ = Table("decisions", Base.metadata, schema="secretxfer", autoload_with=engine)


def case(number, **other):
    return {"case_no": f"SQLAlchemy/{number}", "customer": "351240000040", "contractor": "351240000060", "subject": "works",
            "works_settlement": "Almaty", "opened_on": day(2025, 2, 3)} | other


def request(number, **other):
    return {"case_no": "SQLAlchemy/1", "request_no": str(number), "authority": "351240000010", "sent_on": day(2025, 2, 10),
            "justification": "needed", "transfer_from": day(2025, 3, 1), "transfer_until": day(2025, 12, 31),
            "permit_no": "P-builder", "draft_contract": "draft"} | other


session = Session(engine)


def refusal_of(act):
    """What a form shows, or None; what else the transaction did stands."""
    try:
        with session.begin_nested():
            act()
    except IntegrityError as refused:
        return refused.orig.diag


def entered(prefix):
    return session.scalars(select(Case.case_no).where(Case.case_no.like(f"SQLAlchemy/{prefix}_")).order_by(Case.case_no)).all()


# a case, its request and its carriers, in one transaction
session.add(Case(**case(1)))
session.flush()
session.add(Request(**request(1)))
carriers = [Carrier(owner="351240000010", title="a plan", kind="document", mark="top_secret", account_no=f"SQLAlchemy/{n}",
                    copy_no="1", sheets=10, registered_on=day(2024, 12, 31)) for n in (1, 2, 3)]
session.add_all(carriers)
session.flush()
session.add_all(RequestItem(case_no="SQLAlchemy/1", request_no="1", item_no=n, carrier_id=carrier.carrier_id) for n, carrier in enumerate(carriers, 1))
session.commit()
check("lawful entries", session.query(RequestItem).filter_by(case_no="SQLAlchemy/1").count(), 3)

carrier = session.get(Carrier, carriers[0].carrier_id)
check("enum", carrier.mark, "top_secret")
check("date", carrier.registered_on, day(2024, 12, 31))
check("bigint", str(carrier.carrier_id), session.scalar(select(cast(Carrier.carrier_id, Text)).where(Carrier.account_no == "SQLAlchemy/1")))

# a refusal at its field of the form; all fields, before writing
refusal = refusal_of(lambda: session.add(Request(**request(2, sent_on=day(2199, 1, 1)))))
check("refusal at its field", (refusal.constraint_name, refusal.table_name, refusal.column_name),
      ("secretxfer_r00_not_in_future", "requests", "sent_on"))
check("fields before writing", session.scalar(
    text("SELECT array_agg(field) FROM secretxfer.check_entry('secretxfer.requests', :entry), unnest(fields) AS field WHERE verdict = 'failed'"),
    {"entry": json.dumps(request(2, justification=None, draft_contract="  "), default=str)}), ["justification", "draft_contract"])

# enter, or find
duplicate = refusal_of(lambda: session.execute(insert(Case).values(case(1))))
session.execute(postgresql.insert(Case).values(case(1)).on_conflict_do_nothing())
check("duplicate found", (duplicate.sqlstate, duplicate.constraint_name), ("23505", "secretxfer_r00_entered_once"))

# many at once: all or none
wrong = refusal_of(lambda: session.execute(insert(Case.__table__), [case(10), case(11, contractor="351240000040"), case(12)]))
session.execute(insert(Case.__table__), [case(13), case(14), case(15)])
session.commit()
check("batch", (wrong.constraint_name, entered(1)),
      ("secretxfer_r02_parties_differ", ["SQLAlchemy/13", "SQLAlchemy/14", "SQLAlchemy/15"]))

print("ok - COPY # SKIP SQLAlchemy has none of its own")

# a refusal within a transaction that goes on
session.add(Case(**case(30)))
session.flush()
refused = refusal_of(lambda: session.add(Case(**case(31, contractor="351240000040"))))
session.add(Case(**case(32)))
session.commit()
check("savepoint", (refused.constraint_name, entered(3)), ("secretxfer_r02_parties_differ", ["SQLAlchemy/30", "SQLAlchemy/32"]))


# one field of a row is changed, and all columns are written back
def request_as_read():
    return dict(session.execute(select(Request.__table__).where(Request.case_no == "SQLAlchemy/1", Request.request_no == "1")).mappings().one())


row = request_as_read()
row["justification"] = "needed for the works"
session.execute(update(Request.__table__).where(Request.case_no == row["case_no"], Request.request_no == row["request_no"]).values(row))
written = request_as_read()
session.commit()
check("all columns written back", {column for column in row if written[column] != row[column]}, {"changed_at", "changed_by"})

row["justification"] = "needed for other works"
statement = postgresql.insert(Request).values(row)
session.execute(statement.on_conflict_do_update(index_elements=["case_no", "request_no"], set_=dict(statement.excluded)))
session.commit()
check("upsert of all columns", request_as_read()["justification"], "needed for other works")

# a write to a row that somebody else has changed since it was read
seen = session.get(Case, "SQLAlchemy/13")
seen.subject  # read
with Session(engine) as other:
    other.get(Case, "SQLAlchemy/13").subject = "one"
    other.commit()
seen.subject = "other"
try:
    session.commit()
    noticed = False
except StaleDataError:
    session.rollback()
    noticed = True
check("stale write noticed", (noticed, session.get(Case, "SQLAlchemy/13").subject), (True, "one"))

# the body's answer, with a list of numbers
session.execute(text("SET LOCAL ROLE body"))
session.execute(update(Request).where(Request.case_no == "SQLAlchemy/1").values(received_on=day(2025, 2, 12)))
session.add(Decision(case_no="SQLAlchemy/1", request_no="1", decision_no="D", sent_on=day(2025, 2, 20), outcome="permitted",
                     signed_by="Surname Name", signed_as="head", excluded_items=[2, 3]))
session.commit()
check("list of numbers", session.get(Decision, ("SQLAlchemy/1", "1")).excluded_items, [2, 3])

# where the session is
session.execute(text("SET LOCAL TIME ZONE 'Pacific/Honolulu'"))
today = datetime.datetime.now(ZoneInfo("Asia/Almaty")).date()
new = Case(**case(40, opened_on=today))
session.add(new)
session.flush()
session.refresh(new)
check("another time zone", (new.opened_on, abs(datetime.datetime.now(datetime.timezone.utc) - new.recorded_at) < datetime.timedelta(minutes=5)), (today, True))

# the language of the person at the form
details = {}
for language in ("kk", "ru", "en"):
    session.execute(text("SELECT set_config('secretxfer.language', :language, true)"), {"language": language})
    details[language] = refusal_of(lambda: session.add(Case(**case(41, contractor="351240000040")))).message_detail
check("language", (bool(KAZAKH.search(details["kk"])), bool(RUSSIAN.match(details["ru"])), details["en"].isascii()), (True, True, True))
session.commit()
