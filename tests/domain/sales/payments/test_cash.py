"""What ISCA asks: nothing changes, nothing is missing, every period is closed, totals never start again."""

import io
import json
import zipfile
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.ledger.models import Book
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.enums import ClientKind, PaymentMeans
from kpacite.domain.sales.enums.payments import CashRecordKind
from kpacite.domain.sales.models import CashRecord, Client
from kpacite.domain.sales.selectors.cash import broken_cash_links
from kpacite.domain.sales.services import payments
from kpacite.platform import tasks, triggers, verification
from kpacite.platform.fields import keyed_hash
from tests.factories.invoices import TODAY, make_buyer, make_issued
from tests.factories.payments import pay
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
GROSS = 72_780
DAY, MONTH, YEAR = CashRecordKind.DAY, CashRecordKind.MONTH, CashRecordKind.YEAR


@pytest.fixture
def theo(la_cape: Organisation, book: Book) -> Client:
    """A private customer."""
    return make_buyer(la_cape, kind=ClientKind.PERSON)


def cash(client: Client, cents: int = GROSS):
    return pay((make_issued(client.kpa, client), cents), means=PaymentMeans.CASH)


def close(carrier: Organisation, kind: CashRecordKind = DAY, day: date = TODAY) -> CashRecord:
    return payments.close_cash(carrier=carrier, kind=kind, day=day, actor=None, now=NOW)


def test_cash_of_a_private_customer_gets_a_receipt_with_its_taxes_and_no_name(theo: Client):
    payment = cash(theo)
    record = CashRecord.objects.get()
    content = record.content
    assert (record.kind, content["amount_cents"], content["means"]) == (CashRecordKind.RECEIPT, GROSS, "10")
    assert sum(part["net_cents"] + part["tax_cents"] for part in content["vat"]) == GROSS
    assert content["receipt"] == str(payment)
    assert theo.name not in record.text


def test_others_than_private_customers_are_left_out(la_cape: Organisation, book: Book):
    pay((make_issued(la_cape), GROSS))
    assert not CashRecord.objects.exists()


def test_a_cancelled_payment_is_corrected_never_removed(theo: Client, carrier: Organisation):
    payments.cancel_payment(payment=cash(theo), reason="Erreur", actor=None, now=NOW, today=TODAY)
    kinds = [record.kind for record in CashRecord.objects.order_by("position")]
    assert kinds == [CashRecordKind.RECEIPT, CashRecordKind.CORRECTION]
    assert close(carrier).content["total_cents"] == 0
    assert list(broken_cash_links(carrier)) == []


def test_day_month_and_year_are_closed_and_the_perpetual_total_never_starts_again(
    theo: Client, carrier: Organisation
):
    cash(theo, 10_000)
    first = close(carrier)
    cash(theo, 5_000)
    second = close(carrier, day=date(2026, 3, 10))
    assert (first.content["total_cents"], second.content["total_cents"]) == (10_000, 5_000)
    assert second.content["perpetual_cents"] == 15_000
    month = close(carrier, MONTH)
    year = close(carrier, YEAR)
    assert month.content["total_cents"] == year.content["total_cents"] == 15_000
    assert (month.period, year.period) == ("2026-03", "2026")
    assert set(month.content["totals"]) == {"1000", "2000"}


def test_a_period_is_closed_once_and_not_for_nothing(theo: Client, carrier: Organisation):
    with pytest.raises(payments.NothingToClose):
        close(carrier)
    cash(theo, 1_000)
    close(carrier)
    cash(theo, 1_000)
    with pytest.raises(payments.NothingToClose):
        close(carrier)
    assert close(carrier, day=date(2026, 3, 10)).content["total_cents"] == 1_000


@pytest.mark.parametrize(
    ("morning", "closed"),
    [
        (datetime(2026, 3, 10, 4, 0, tzinfo=UTC), ["2026-03-09"]),
        (datetime(2026, 4, 1, 4, 0, tzinfo=UTC), ["2026-03-31", "2026-03"]),
        (datetime(2027, 1, 1, 4, 0, tzinfo=UTC), ["2026-12-31", "2026-12", "2026"]),
    ],
)
def test_each_morning_closes_what_is_over(
    theo: Client, carrier: Organisation, morning: datetime, closed: list[str]
):
    cash(theo, 1_000)
    done = payments.close_what_is_over(carrier=carrier, now=morning)
    assert [record.period for record in done] == closed
    assert payments.close_what_is_over(carrier=carrier, now=morning) == []
    assert any(job.name.endswith("close_receipts") for job in tasks.jobs())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sales_cashrecord SET text = '{}'",
        "DELETE FROM sales_cashrecord",
        "INSERT INTO sales_cashrecord (carrier_id, position, kind, at, period, text, previous_hash, hash)"
        " SELECT carrier_id, 9, kind, at, period, text, hash, hash FROM sales_cashrecord",
        "INSERT INTO sales_cashrecord (carrier_id, position, kind, at, period, text, previous_hash, hash)"
        " SELECT carrier_id, 2, kind, at, period, text, 'x', hash FROM sales_cashrecord",
    ],
)
def test_the_chain_resists_raw_sql(theo: Client, sql: str):
    cash(theo)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_tampered_link_is_found(theo: Client, carrier: Organisation):
    cash(theo, 10_000)
    close(carrier)
    with triggers.suspended(connection):
        CashRecord.objects.filter(position=1).update(text='{"vat":[]}')
    assert any("link 1" in problem for problem in broken_cash_links(carrier))
    (result,) = [found for found in verification.run() if found.name == "sales.cash"]
    assert result.problems


def test_the_archive_is_sealed_and_is_itself_in_the_chain(theo: Client, carrier: Organisation):
    cash(theo, 10_000)
    close(carrier)
    with zipfile.ZipFile(io.BytesIO(payments.archive_cash(carrier=carrier, actor=None, now=NOW))) as archive:
        records = archive.read("recus.jsonl")
        manifest = archive.read("manifeste.json").decode()
        seal = archive.read("manifeste.sceau").decode().strip()
    told = json.loads(manifest)
    assert told["sha256"] == sha256(records).hexdigest()
    assert told["records"] == len(records.splitlines()) == 2
    assert seal == keyed_hash(manifest)
    assert CashRecord.objects.order_by("position").last().kind == CashRecordKind.ARCHIVE
    assert list(broken_cash_links(carrier)) == []
