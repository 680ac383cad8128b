"""Invoices of suppliers: told as an accountant reads them, then attacked."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.models import Account as LedgerAccount
from kpacite.domain.ledger.models import Book, Line
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import Refused
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import PurchaseKind, PurchasePayment, PurchaseState
from kpacite.domain.sales.models import SupplierInvoice
from kpacite.domain.sales.services import ChangedMeanwhile, purchases
from kpacite.domain.sales.services.payments import TillWouldOwe
from kpacite.platform.uploads import PDF, CleanFile
from tests.factories.people import NOW, TODAY
from tests.factories.purchases import ISSUED, make_purchase, pay, post

pytestmark = pytest.mark.django_db


def balance(book: Book, role: AccountRole, detail: str = "") -> int:
    account = LedgerAccount.objects.get(book=book, mappings__role=role, mappings__detail=detail)
    lines = Line.objects.posted().filter(account=account)
    return sum(line.debit_cents - line.credit_cents for line in lines)


def undo(service, invoice, driss, reason="Erreur"):
    return service(invoice=invoice, reason=reason, actor=driss, now=NOW, today=TODAY)


def take_back(payment, driss, reason="Erreur"):
    return purchases.take_back_payment(payment=payment, reason=reason, actor=driss, now=NOW, today=TODAY)


def test_the_story_of_a_sack_of_flour(la_cape, cuisine, carrier, book, driss):
    """105,50 € with 5,50 € of VAT: a charge of 100 €, 5,50 € recovered, the whole owed, paid, lettered."""
    kpa = Kpa.objects.get(pk=la_cape.pk)
    invoice = make_purchase(carrier, driss, kpa=kpa, activity=cuisine)
    assert (invoice.state, balance(book, AccountRole.SUPPLIERS)) == (PurchaseState.DRAFT, 0)
    invoice = post(invoice, driss)
    assert invoice.entry.date == ISSUED
    assert balance(book, AccountRole.PURCHASES_SUPPLIES) == 10_000
    assert balance(book, AccountRole.VAT_DEDUCTIBLE) == 550
    assert balance(book, AccountRole.SUPPLIERS) == -10_550
    owed = Line.objects.get(entry=invoice.entry, credit_cents=10_550)
    assert (owed.aux.number, owed.aux.label) == ("F-443061841", "Grossiste (exemple)")
    assert (owed.due_date, owed.kpa_id, owed.activity) == (date(2026, 4, 1), la_cape.pk, "CUISINE")
    assert selectors.purchase_total(carrier, PurchaseState.POSTED).cents == 10_550

    invoice = pay(invoice, driss, reference="VIR 8")
    assert (invoice.state, invoice.left_cents) == (PurchaseState.PAID, 0)
    assert invoice.parts.get().payment.method == PurchasePayment.TRANSFER
    assert balance(book, AccountRole.SUPPLIERS) == 0
    assert balance(book, AccountRole.BANK) == -10_550
    assert not Line.objects.posted().filter(aux__number="F-443061841").unlettered().exists()


def test_a_kind_may_have_its_own_account_and_the_book_decides(carrier, book, driss):
    post(make_purchase(carrier, driss, kind=PurchaseKind.RENT), driss)
    post(make_purchase(carrier, driss, kind=PurchaseKind.SUPPLIES, number="EX-78"), driss)
    assert balance(book, AccountRole.OTHER_PURCHASES, "rent") == 10_000
    assert balance(book, AccountRole.OTHER_PURCHASES) == 10_000
    seats = LedgerAccount.objects.get(book=book, number="613000")
    ledger.map_role(book=book, role=AccountRole.TRAVEL, account=seats, actor=driss, now=NOW)
    post(make_purchase(carrier, driss, kind=PurchaseKind.TRAVEL, number="EX-79"), driss)
    assert balance(book, AccountRole.TRAVEL) == 20_000


def test_a_tax_that_is_not_recovered_is_a_charge(carrier, book, driss):
    post(make_purchase(carrier, driss, vat_cents=0), driss)
    assert balance(book, AccountRole.PURCHASES_SUPPLIES) == 10_550
    assert balance(book, AccountRole.VAT_DEDUCTIBLE) == 0


def test_a_credit_note_takes_it_all_back(carrier, book, driss):
    post(make_purchase(carrier, driss), driss)
    credit = post(make_purchase(carrier, driss, number="AV-1", is_credit=True), driss)
    assert balance(book, AccountRole.SUPPLIERS) == balance(book, AccountRole.PURCHASES_SUPPLIES) == 0
    pay(credit, driss)
    assert balance(book, AccountRole.BANK) == 10_550


@pytest.mark.parametrize(
    "same",
    [
        {},
        {"number": "ex 77"},
        {"number": "EX/77", "supplier": "Un autre nom"},
        {"siren": "", "supplier": "GROSSISTE  exemple"},
        {"siren": "", "supplier": "Grossiste (exemple)"},
    ],
    ids=["all", "number", "siren", "heard", "name"],
)
def test_the_same_number_of_the_same_supplier_is_refused(carrier, driss, same):
    make_purchase(carrier, driss, siren=same.get("siren", "443061841"))
    with pytest.raises(purchases.AlreadyReceived):
        make_purchase(carrier, driss, **same)
    assert SupplierInvoice.objects.count() == 1


def test_another_supplier_may_have_the_same_number(carrier, driss):
    make_purchase(carrier, driss)
    make_purchase(carrier, driss, siren="732829320", supplier="Un autre (exemple)")
    assert SupplierInvoice.objects.count() == 2


def test_one_thrown_away_or_cancelled_may_come_again(carrier, book, driss):
    first = make_purchase(carrier, driss)
    purchases.discard_supplier_invoice(invoice=first, actor=driss, now=NOW)
    second = post(make_purchase(carrier, driss), driss)
    undo(purchases.cancel_supplier_invoice, second, driss)
    assert balance(book, AccountRole.SUPPLIERS) == 0
    assert not Line.objects.posted().filter(aux__number="F-443061841").unlettered().exists()
    post(make_purchase(carrier, driss), driss)


def test_the_same_key_or_the_same_file_twice_makes_one(carrier, driss):
    paper = CleanFile(b"%PDF-1.7", PDF, "a" * 64)
    first = make_purchase(carrier, driss, file=paper, key="one")
    assert make_purchase(carrier, driss, file=paper, key="one") == first
    with pytest.raises(purchases.SameFile):
        make_purchase(carrier, driss, file=paper, number="EX-78")
    assert SupplierInvoice.objects.count() == 1


def test_a_payment_noted_by_mistake_is_taken_back_and_paid_again(carrier, book, driss):
    invoice = pay(post(make_purchase(carrier, driss), driss), driss)
    with pytest.raises(purchases.PurchasePaid):
        undo(purchases.cancel_supplier_invoice, invoice, driss)
    take_back(invoice.parts.get().payment, driss)
    invoice = SupplierInvoice.objects.with_paid().get()
    assert (invoice.state, invoice.left_cents) == (PurchaseState.POSTED, 10_550)
    assert balance(book, AccountRole.BANK) == 0
    invoice = pay(invoice, driss, method=PurchasePayment.DEBIT)
    assert balance(book, AccountRole.BANK) == -10_550
    with pytest.raises(purchases.PurchaseMoved):
        pay(invoice, driss)


def test_what_is_missing_or_wrong_is_told_by_its_field(carrier, book, driss):
    for changes, refusal in (
        ({"supplier": "", "siren": ""}, purchases.SupplierMissing),
        ({"number": ""}, purchases.NumberMissing),
        ({"issued_on": None}, purchases.DateMissing),
        ({"gross_cents": 0, "tax_cents": 0, "vat_cents": 0}, purchases.AmountMissing),
        ({"issued_on": TODAY + timedelta(days=1)}, purchases.FuturePurchase),
    ):
        draft = make_purchase(carrier, driss, **({"number": f"N{refusal.code}"} | changes))
        with pytest.raises(refusal):
            post(draft, driss)
    with pytest.raises(Refused, match="plus petite que le total"):
        make_purchase(carrier, driss, number="X", tax_cents=20_000)
    with pytest.raises(Refused, match="pas plus que la TVA"):
        make_purchase(carrier, driss, number="X", vat_cents=551)
    assert not Line.objects.exists()


def test_a_closed_month_is_refused_and_another_day_accepted(carrier, book, driss):
    month = book.fiscal_years.get().periods.order_by("start").first()
    ledger.close_period(period=month, actor=driss, now=NOW)
    draft = make_purchase(carrier, driss, issued_on=month.start)
    with pytest.raises(ledger.PeriodClosed):
        post(draft, driss)
    posted = post(draft, driss, on=TODAY)
    assert (posted.entry.date, posted.entry.piece_date) == (TODAY, month.start)


def test_cash_that_is_not_in_the_till_pays_nobody(carrier, book, driss):
    invoice = post(make_purchase(carrier, driss), driss)
    with pytest.raises(TillWouldOwe):
        pay(invoice, driss, method=PurchasePayment.CASH)
    with pytest.raises(purchases.FutureSettlement):
        pay(invoice, driss, on=TODAY + timedelta(days=1))
    invoice.refresh_from_db()
    assert invoice.state == PurchaseState.POSTED


def test_two_people_on_one_draft_do_not_overwrite_each_other(carrier, driss):
    draft = make_purchase(carrier, driss)
    change = {"file": None, "actor": driss, "now": NOW}
    purchases.edit_supplier_invoice(invoice=draft, version=1, supplier="Un", **change)
    with pytest.raises(ChangedMeanwhile):
        purchases.edit_supplier_invoice(invoice=draft, version=1, supplier="Deux", **change)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sales_supplierinvoice SET gross_cents = 1, tax_cents = 0, vat_cents = 0",
        "UPDATE sales_supplierinvoice SET supplier_key = 'x'",
        "UPDATE sales_supplierinvoice SET state = 'draft', entry_id = NULL",
        "UPDATE sales_supplierinvoice SET state = 'paid'",
        "UPDATE sales_supplierinvoice SET state = 'discarded', entry_id = NULL",
        "DELETE FROM sales_supplierinvoice",
    ],
)
def test_the_database_keeps_what_is_posted(carrier, book, driss, sql):
    post(make_purchase(carrier, driss), driss)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("column", ["number_key", "sha256"])
def test_the_database_too_refuses_doubles(carrier, driss, column):
    first = make_purchase(carrier, driss, file=CleanFile(b"%PDF-1", PDF, "a" * 64))
    make_purchase(carrier, driss, number="EX-78", file=CleanFile(b"%PDF-2", PDF, "b" * 64))
    value = getattr(first, column)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE sales_supplierinvoice SET {column} = %s", [value])
