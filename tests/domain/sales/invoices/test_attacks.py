"""Raw SQL and the ORM against what is issued: nothing moves, on SQLite and PostgreSQL alike."""

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.ledger.models import Book
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.models import Invoice, InvoiceLine
from kpacite.platform import triggers, verification
from tests.factories.invoices import BY, make_buyer, make_draft, make_issued

ATTACKS = [
    "UPDATE sales_invoice SET number = 'F-2026-9999' WHERE id = {issued}",
    "UPDATE sales_invoice SET gross_cents = 1, net_cents = 1, tax_cents = 0 WHERE id = {issued}",
    "UPDATE sales_invoice SET photograph = '{{}}' WHERE id = {issued}",
    "UPDATE sales_invoice SET state = 'draft' WHERE id = {issued}",
    "UPDATE sales_invoice SET client_id = {client} WHERE id = {issued}",
    "UPDATE sales_invoice SET id = 999999 WHERE id = {issued}",
    "DELETE FROM sales_invoice WHERE id = {issued}",
    "UPDATE sales_invoiceline SET label = 'autre' WHERE invoice_id = {issued}",
    "UPDATE sales_invoiceline SET invoice_id = {draft}, position = position + 50 WHERE invoice_id = {issued}",
    "UPDATE sales_invoiceline SET invoice_id = {issued}, position = position + 50 WHERE invoice_id = {draft}",
    "DELETE FROM sales_invoiceline WHERE invoice_id = {issued}",
    "UPDATE sales_invoice SET state = 'issued', number = 'F-2026-0002', rank = 2, series = 'x',"
    " issued_on = '2026-03-09', issued_at = '2026-03-09 10:00:00+00:00', due_on = '2026-04-08',"
    " photograph = '{{}}', photograph_hash = 'x', entry_id = {entry} WHERE id = {draft}",
]
SQLITE_ATTACKS = [
    "INSERT OR REPLACE INTO sales_invoice SELECT * FROM sales_invoice WHERE id = {issued}",
    "INSERT OR REPLACE INTO sales_invoiceline SELECT * FROM sales_invoiceline WHERE invoice_id = {issued}",
    "UPDATE OR REPLACE sales_invoice SET id = {issued} WHERE id = {draft}",
    "UPDATE OR REPLACE sales_invoice SET number = 'F-2026-0001' WHERE id = {draft}",
    "UPDATE OR REPLACE sales_invoice SET key = 'taken' WHERE id = {draft}",
]
POSTGRESQL_ATTACKS = [
    "TRUNCATE sales_invoice CASCADE",
    "TRUNCATE sales_invoiceline CASCADE",
]


@pytest.fixture
def facts(la_cape: Organisation, book: Book) -> dict[str, object]:
    issued, draft = make_issued(la_cape, key="taken"), make_draft(la_cape)
    if connection.vendor == "postgresql":
        # A table with deferred checks to run cannot be truncated at all: let them run.
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    return {
        "issued": issued.pk,
        "draft": draft.pk,
        "client": make_buyer(la_cape).pk,
        "entry": issued.entry_id,
    }


def photograph() -> list[object]:
    return [
        list(Invoice.objects.order_by("pk").values()),
        list(InvoiceLine.objects.order_by("pk").values()),
    ]


def attacks() -> list[str]:
    return ATTACKS + (SQLITE_ATTACKS if connection.vendor == "sqlite" else POSTGRESQL_ATTACKS)


def test_raw_sql_changes_nothing_that_is_issued(facts: dict[str, object]) -> None:
    before = photograph()
    for attack in attacks():
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack.format(**facts))
    assert photograph() == before


def test_the_orm_is_refused_too(facts: dict[str, object]) -> None:
    issued = Invoice.objects.filter(pk=facts["issued"])
    for attack in (
        lambda: issued.update(remark="autre"),
        lambda: InvoiceLine.objects.filter(invoice=facts["issued"]).delete(),
        lambda: Invoice.objects.bulk_create([Invoice(pk=facts["issued"], **copy_of(issued))]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()


def copy_of(rows: object) -> dict[str, object]:
    (values,) = rows.values()
    return {name: value for name, value in values.items() if name != "id"}


def test_a_draft_is_free(facts: dict[str, object]) -> None:
    Invoice.objects.filter(pk=facts["draft"]).update(remark="bonjour")
    InvoiceLine.objects.filter(invoice=facts["draft"]).delete()
    Invoice.objects.filter(pk=facts["draft"]).delete()


@pytest.mark.parametrize(
    ("sql", "promise"),
    [
        ("UPDATE sales_invoice SET photograph = replace(photograph, 'Buffet', 'Banquet')", "photographs"),
        ("UPDATE sales_invoice SET rank = 7 WHERE rank = 1", "numbers"),
        ("UPDATE sales_invoice SET net_cents = net_cents + 1, gross_cents = gross_cents + 1", "photographs"),
        ("UPDATE sales_invoice SET issued_on = '2026-03-20' WHERE rank = 1", "numbers"),
    ],
)
def test_tampering_by_the_owner_of_the_database_is_seen(
    la_cape: Organisation, book: Book, sql: str, promise: str
) -> None:
    for _ in range(2):
        make_issued(la_cape)
    assert not found()
    with triggers.suspended(connection), connection.cursor() as cursor:
        cursor.execute(sql)
    assert f"sales.{promise}" in found()


def found() -> set[str]:
    names = {result.name for result in verification.run() if result.problems}
    return {name for name in names if name.startswith("sales.")}


def test_a_number_that_was_lost_is_seen(la_cape: Organisation, book: Book) -> None:
    first, second = make_issued(la_cape), make_issued(la_cape)
    assert (first.rank, second.rank) == (1, 2)
    with triggers.suspended(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM sales_invoiceline WHERE invoice_id = %s", [second.pk])
        cursor.execute("DELETE FROM sales_invoice WHERE id = %s", [second.pk])
    assert "sales.numbers" in found()
    assert BY["today"] == first.issued_on
