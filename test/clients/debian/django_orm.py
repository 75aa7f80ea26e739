"""Django (Debian's 3.2, over psycopg2): models of tables that Django does not manage, each named by its entry_id."""
import datetime
import json
import os
from zoneinfo import ZoneInfo

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "HOST": os.environ["PGHOST"], "PORT": os.environ.get("PGPORT", ""),
                           "NAME": os.environ["PGDATABASE"], "USER": os.environ["PGUSER"]}},
    INSTALLED_APPS=[], USE_TZ=True, TIME_ZONE="Pacific/Honolulu", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField")
django.setup()

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from checks import check, KAZAKH, RUSSIAN

day = datetime.date


class Entry(models.Model):
    # Django before 5.2 wants one column as key; the stamps are the server's
    entry_id = models.BigAutoField(primary_key=True)
    recorded_at = models.DateTimeField(null=True, editable=False)
    recorded_by = models.TextField(null=True, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.TextField(null=True, editable=False)

    class Meta:
        abstract = True


class Case(Entry):
    case_no = models.TextField(unique=True)
    customer = models.TextField()
    contractor = models.TextField()
    subject = models.TextField()
    works_settlement = models.TextField()
    information_system_service = models.BooleanField(default=False)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    printed_no = models.TextField(null=True)
    system_mark = models.TextField(null=True)

    class Meta:
        app_label = "office"
        managed = False
        db_table = 'secretxfer"."cases'


class Request(Entry):
    case = models.ForeignKey(Case, models.PROTECT, to_field="case_no", db_column="case_no")
    request_no = models.TextField()
    authority = models.TextField()
    sent_on = models.DateField()
    justification = models.TextField()
    transfer_from = models.DateField()
    transfer_until = models.DateField()
    permit_no = models.TextField(null=True)
    clearance_no = models.TextField(null=True)
    draft_contract = models.TextField()
    information_statement = models.TextField(null=True)
    received_on = models.DateField(null=True)
    answered = models.BooleanField(default=False)
    printed_no = models.TextField(null=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        app_label = "office"
        managed = False
        db_table = 'secretxfer"."requests'
        unique_together = [("case", "request_no")]


class Carrier(Entry):
    carrier_id = models.BigIntegerField(null=True)
    owner = models.TextField()
    title = models.TextField()
    kind = models.TextField(choices=[("document", "document"), ("other", "other")])
    mark = models.TextField()
    account_no = models.TextField()
    copy_no = models.TextField()
    sheets = models.IntegerField(null=True)
    registered_on = models.DateField(null=True)

    class Meta:
        app_label = "office"
        managed = False
        db_table = 'secretxfer"."carriers'


class RequestItem(Entry):
    case_no = models.TextField()
    request_no = models.TextField()
    item_no = models.IntegerField()
    carrier_id = models.BigIntegerField()

    class Meta:
        app_label = "office"
        managed = False
        db_table = 'secretxfer"."request_items'


class Decision(Entry):
    case_no = models.TextField()
    request_no = models.TextField()
    decision_no = models.TextField()
    sent_on = models.DateField()
    outcome = models.TextField()
    signed_by = models.TextField()
    signed_as = models.TextField()
    excluded_items = ArrayField(models.IntegerField(), null=True)

    class Meta:
        app_label = "office"
        managed = False
        db_table = 'secretxfer"."decisions'


def case(number, **other):
    return {"case_no": f"Django/{number}", "customer": "351240000040", "contractor": "351240000060", "subject": "works",
            "works_settlement": "Almaty", "opened_on": day(2025, 2, 3)} | other


def request(number, **other):
    return {"request_no": str(number), "authority": "351240000010", "sent_on": day(2025, 2, 10), "justification": "needed",
            "transfer_from": day(2025, 3, 1), "transfer_until": day(2025, 12, 31), "permit_no": "P-builder", "draft_contract": "draft"} | other


def refusal_of(act):
    """What a form shows, or None; what else the transaction did stands."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError as refused:
        return refused.__cause__.diag


def entered(prefix):
    return list(Case.objects.filter(case_no__regex=f"^Django/{prefix}.$").order_by("case_no").values_list("case_no", flat=True))


def ask(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]


# a case, its request and its carriers, in one transaction
with transaction.atomic():
    this = Case.objects.create(**case(1))
    Request.objects.create(case=this, **request(1))
    carriers = [ask("SELECT secretxfer.new_carrier_id()") for n in (1, 2, 3)]
    Carrier.objects.bulk_create(Carrier(
        carrier_id=carrier, owner="351240000010", title="a plan", kind="document", mark="top_secret", account_no=f"Django/{n}", copy_no="1",
        sheets=10, registered_on=day(2024, 12, 31)) for n, carrier in enumerate(carriers, 1))
    RequestItem.objects.bulk_create(RequestItem(case_no="Django/1", request_no="1", item_no=n, carrier_id=carrier) for n, carrier in enumerate(carriers, 1))
check("lawful entries", RequestItem.objects.filter(case_no="Django/1").count(), 3)

carrier = Carrier.objects.annotate(digits=Cast("carrier_id", models.TextField())).get(carrier_id=carriers[0])
check("enum", carrier.mark, "top_secret")
check("date", carrier.registered_on, day(2024, 12, 31))
check("bigint", str(carrier.carrier_id), carrier.digits)

# a refusal at its field of the form; all fields, before writing
refusal = refusal_of(lambda: Request.objects.create(case=this, **request(2, sent_on=day(2199, 1, 1))))
check("refusal at its field", (refusal.constraint_name, refusal.table_name, refusal.column_name),
      ("secretxfer_r00_not_in_future", "requests", "sent_on"))
check("fields before writing", ask(
    "SELECT array_agg(field) FROM secretxfer.check_entry('secretxfer.requests', %s), unnest(fields) AS field WHERE verdict = 'failed'",
    json.dumps(request(2, case_no="Django/1", justification=None, draft_contract="  "), default=str)), ["justification", "draft_contract"])

# enter, or find
found, created = Case.objects.get_or_create(case_no="Django/1", defaults=case(1))
duplicate = refusal_of(lambda: Case.objects.create(**case(1)))
check("duplicate found", (found.entry_id == this.entry_id, created, duplicate.constraint_name), (True, False, "secretxfer_r00_entered_once"))

# many at once: all or none
wrong = refusal_of(lambda: Case.objects.bulk_create([Case(**case(10)), Case(**case(11, contractor="351240000040")), Case(**case(12))]))
Case.objects.bulk_create([Case(**case(13)), Case(**case(14)), Case(**case(15))])
check("batch", (wrong.constraint_name, entered(1)), ("secretxfer_r02_parties_differ", ["Django/13", "Django/14", "Django/15"]))

print("ok - COPY # SKIP Django has none of its own")

# a refusal within a transaction that goes on
with transaction.atomic():
    Case.objects.create(**case(30))
    refused = refusal_of(lambda: Case.objects.create(**case(31, contractor="351240000040")))
    Case.objects.create(**case(32))
check("savepoint", (refused.constraint_name, entered(3)), ("secretxfer_r02_parties_differ", ["Django/30", "Django/32"]))

# one field of a row is changed, and all columns are written back: save() does so
row = Request.objects.get(case=this, request_no="1")
row.justification = "needed for the works"
row.save()
written = Request.objects.get(pk=row.pk)
check("all columns written back", {f.name for f in Request._meta.fields if getattr(row, f.name) != getattr(written, f.name)}, {"changed_at", "changed_by"})

row, created = Request.objects.update_or_create(case=this, request_no="1", defaults=request(1, justification="needed for other works"))
row.refresh_from_db()
check("upsert of all columns", (created, row.justification), (False, "needed for other works"))

# a write to a row that somebody else has changed since it was read
version = RawSQL("xmin::text", [])
seen = Case.objects.annotate(version=version).get(case_no="Django/13")
check("stale write noticed", [Case.objects.annotate(version=version).filter(pk=seen.pk, version=seen.version).update(subject=subject)
                              for subject in ("one", "other")], [1, 0])

# the body's answer, with a list of numbers
with transaction.atomic():
    connection.cursor().execute("SET LOCAL ROLE body")
    Request.objects.filter(case_id="Django/1").update(received_on=day(2025, 2, 12))
    Decision.objects.create(case_no="Django/1", request_no="1", decision_no="D", sent_on=day(2025, 2, 20), outcome="permitted",
                            signed_by="Surname Name", signed_as="head", excluded_items=[2, 3])
check("list of numbers", Decision.objects.get(case_no="Django/1").excluded_items, [2, 3])

# where the office is; Django's sessions are in UTC
today = datetime.datetime.now(ZoneInfo("Asia/Almaty")).date()
new = Case.objects.create(**case(40, opened_on=today))
new.refresh_from_db()
check("another time zone", (ask("SHOW TimeZone"), new.opened_on, abs(datetime.datetime.now(datetime.timezone.utc) - new.recorded_at) < datetime.timedelta(minutes=5)),
      ("UTC", today, True))

# the language of the person at the form
details = {}
with transaction.atomic():
    for language in ("kk", "ru", "en"):
        ask("SELECT set_config('secretxfer.language', %s, true)", language)
        details[language] = refusal_of(lambda: Case.objects.create(**case(41, contractor="351240000040"))).message_detail
check("language", (bool(KAZAKH.search(details["kk"])), bool(RUSSIAN.match(details["ru"])), details["en"].isascii()), (True, True, True))
