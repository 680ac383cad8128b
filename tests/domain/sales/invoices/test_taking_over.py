"""Coming from another tool: the invoices that are still to pay, with the accounts told to the cent."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.ledger.models import Entry, Line
from kpacite.domain.ledger.selectors import aged_receivables, opening_gap
from kpacite.domain.sales.enums import InvoiceKind, LineNature, VatRegime
from kpacite.domain.sales.models import BillingProfile, Invoice
from kpacite.domain.sales.rules.taking_over import (
    GrossPart,
    OpenInvoice,
    TakeOverProblem,
    net_parts,
    take_over_problem,
)
from kpacite.domain.sales.selectors import issued_in, unpaid
from kpacite.domain.sales.services import invoices as services
from kpacite.domain.sales.services.invoices import IssuedElsewhere, NoBook
from kpacite.domain.sales.services.taking_over import OpenInvoiceRow, take_over_invoices
from kpacite.kernel.money import Euro
from kpacite.platform import verification
from kpacite.platform.audit import AuditEvent
from tests.factories.invoices import BY, make_buyer
from tests.factories.payments import pay
from tests.factories.people import NOW

FIRST = date(2026, 1, 1)


def open_row(line: int = 2, **facts: Any) -> OpenInvoiceRow:
    told: dict[str, Any] = {
        "number": "FA2025/012",
        "client": "Les Tilleuls",
        "issued_on": date(2025, 11, 20),
        "due_on": date(2025, 12, 20),
        "left_cents": 12_000,
        "vat_bp": 2_000,
    }
    return OpenInvoiceRow(line=line, **told | facts)


def take(kpa, carrier, *rows, keep=True):
    return take_over_invoices(
        carrier=carrier,
        kpa=kpa.kpa,
        rows=list(rows) or [open_row()],
        keep=keep,
        actor=None,
        now=NOW,
        today=date(2026, 3, 9),
    )


@given(
    st.lists(
        st.tuples(st.sampled_from([0, 210, 550, 1_000, 2_000]), st.integers(1, 10**9)),
        min_size=1,
        max_size=4,
        unique_by=lambda part: part[0],
    )
)
def test_the_parts_always_give_exactly_what_is_left_to_pay(parts):
    found = net_parts([GrossPart(*part) for part in parts])
    total = sum(part.net_cents + Euro(part.net_cents).percent_of(part.vat_bp).cents for part in found)
    assert total == sum(cents for _rate, cents in parts)


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({}, None),
        ({"number": "F-2025-0003"}, None),
        ({"number": "F-2026-0003"}, TakeOverProblem.LIKE_OURS),
        ({"number": "FA 12"}, TakeOverProblem.NUMBER),
        ({"number": ""}, TakeOverProblem.NUMBER),
        ({"issued_on": FIRST, "due_on": FIRST}, TakeOverProblem.TOO_LATE),
        ({"due_on": date(2025, 11, 1)}, TakeOverProblem.DUE_BEFORE),
        ({"parts": [GrossPart(2_000, 0)]}, TakeOverProblem.NOTHING_LEFT),
    ],
)
def test_what_keeps_an_invoice_out(facts, problem):
    told = {
        "number": "FA2025/012",
        "issued_on": date(2025, 11, 20),
        "due_on": date(2025, 12, 20),
        "parts": [GrossPart(2_000, 12_000)],
    }
    assert take_over_problem(OpenInvoice(**told | facts), FIRST) == problem


@pytest.fixture
def tilleuls(la_cape, book):
    return make_buyer(la_cape, name="Les Tilleuls")


def lines_of(entry):
    rows = Line.objects.filter(entry=entry).values_list("account__number", "debit_cents", "credit_cents")
    return sorted(rows)


@pytest.mark.django_db
def test_an_open_invoice_keeps_its_number_and_says_what_the_client_owes(la_cape, carrier, book, tilleuls):
    result = take(la_cape, carrier)
    assert (result.added, result.known, result.errors) == (["FA2025/012, Les Tilleuls"], [], [])
    invoice = Invoice.objects.get()
    assert (invoice.kind, invoice.number, invoice.gross_cents) == (InvoiceKind.TAKEN, "FA2025/012", 12_000)
    assert (invoice.issued_on, invoice.due_on, invoice.photo.due_cents) == (
        date(2025, 11, 20),
        date(2025, 12, 20),
        12_000,
    )
    assert lines_of(invoice.entry) == [("411000", 12_000, 0), ("445740", 0, 2_000), ("890000", 0, 10_000)]
    assert (invoice.entry.journal.code, invoice.entry.date) == ("AN", FIRST)
    assert invoice.entry.piece_date == date(2025, 11, 20)
    assert AuditEvent.objects.filter(action="sales.invoice.taken_over").count() == 1
    aged = aged_receivables(book, today=date(2026, 3, 9))
    assert [(row.label, row.columns) for row in aged.rows] == [("Les Tilleuls", (0, 0, 0, 12_000, 0))]
    (late,) = unpaid(date(2026, 3, 9), carrier=carrier)
    assert (late.left_cents, late.days_late) == (12_000, 79)
    assert not list(issued_in(carrier, 2025))


@pytest.mark.django_db
def test_its_payment_makes_the_waiting_tax_due(la_cape, carrier, tilleuls):
    take(la_cape, carrier)
    payment = pay((Invoice.objects.get(), 12_000))
    assert lines_of(payment.entry) == [
        ("411000", 0, 12_000),
        ("445710", 0, 2_000),
        ("445740", 2_000, 0),
        ("512000", 12_000, 0),
    ]
    assert not unpaid(date(2026, 6, 30), carrier=carrier)
    assert not [result for result in verification.run() if result.problems]


@pytest.mark.django_db
def test_goods_owe_their_tax_already(la_cape, carrier, tilleuls):
    take(la_cape, carrier, open_row(nature=LineNature.GOODS))
    assert lines_of(Invoice.objects.get().entry) == [("411000", 12_000, 0), ("890000", 0, 12_000)]


@pytest.mark.django_db
def test_two_rates_of_one_number_make_one_document_to_the_cent(la_cape, carrier, tilleuls):
    take(la_cape, carrier, open_row(left_cents=10_003), open_row(3, left_cents=3_334, vat_bp=550))
    invoice = Invoice.objects.get()
    assert invoice.gross_cents == 13_337 == invoice.photo.gross_cents
    assert {row.vat_bp for row in invoice.photo.vat} >= {550, 2_000}


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing_even_after_a_payment(la_cape, carrier, tilleuls):
    take(la_cape, carrier)
    pay((Invoice.objects.get(), 5_000))
    before = (Entry.objects.count(), AuditEvent.objects.count())
    again = take(la_cape, carrier)
    assert (again.added, again.known, again.errors) == ([], ["FA2025/012"], [])
    assert (Entry.objects.count(), AuditEvent.objects.count()) == before


@pytest.mark.django_db
def test_a_preview_and_a_wrong_line_write_nothing(la_cape, carrier, tilleuls):
    assert take(la_cape, carrier, keep=False).added
    result = take(la_cape, carrier, open_row(), open_row(3, number="FA2025/013", client="Personne"))
    assert result.errors == [(3, "Ce client n’est pas dans le carnet. Importez d’abord les clients.")]
    assert not Invoice.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"vat_bp": 1_234}, "taux de TVA"),
        ({"activity": "Poterie"}, "activité"),
        ({"number": "F-2026-0001"}, "ressemble aux nôtres"),
        ({"client": ""}, "carnet"),
    ],
)
def test_each_thing_that_keeps_a_line_out_is_told(la_cape, carrier, tilleuls, facts, words):
    ((line, sentence),) = take(la_cape, carrier, open_row(**facts)).errors
    assert line == 2
    assert words in sentence


@pytest.mark.django_db
def test_a_namesake_is_told_by_its_reference(la_cape, carrier, tilleuls):
    other = make_buyer(la_cape, name="Les Tilleuls", city="Lille")
    assert "Deux clients" in take(la_cape, carrier).errors[0][1]
    take(la_cape, carrier, open_row(client=other.reference))
    assert Invoice.objects.get().client == other


@pytest.mark.django_db
def test_a_number_with_another_sum_is_refused(la_cape, carrier, tilleuls):
    take(la_cape, carrier)
    assert "porte déjà ce numéro" in take(la_cape, carrier, open_row(left_cents=9_000)).errors[0][1]
    lines = [open_row(number="X1"), open_row(3, number="X1", due_on=date(2026, 2, 1))]
    assert "déjà plus haut" in take(la_cape, carrier, *lines).errors[0][1]


@pytest.mark.django_db
def test_without_a_book_nothing_comes_in(la_cape, carrier):
    with pytest.raises(NoBook):
        take(la_cape, carrier)


@pytest.mark.django_db
def test_a_franchise_brings_no_tax(la_cape, carrier, tilleuls):
    BillingProfile.objects.update(regime=VatRegime.FRANCHISE)
    assert "taux de 0" in take(la_cape, carrier).errors[0][1]
    take(la_cape, carrier, open_row(vat_bp=0))
    assert Invoice.objects.get().tax_cents == 0


@pytest.mark.django_db
def test_its_paper_is_elsewhere_but_a_credit_note_corrects_it(la_cape, carrier, tilleuls):
    take(la_cape, carrier)
    taken = Invoice.objects.get()
    with pytest.raises(IssuedElsewhere):
        services.queue_sending(invoice=taken, email="a@example.org", actor=None, now=NOW)
    with pytest.raises(IssuedElsewhere):
        services.duplicate_invoice(invoice=taken, **BY)
    note = services.credit_invoice(invoice=taken, reason="Geste", is_issued=True, **BY)
    assert (note.number, note.gross_cents) == ("A-2026-0001", 12_000)
    assert note.photo.corrects[0].number == "FA2025/012"
    assert not unpaid(date(2026, 6, 30), carrier=carrier)


@pytest.mark.django_db(transaction=True)
def test_the_database_freezes_it_as_any_issued_document(la_cape, carrier, tilleuls):
    take(la_cape, carrier)
    for sql in ("UPDATE sales_invoice SET gross_cents = 1", "DELETE FROM sales_invoice"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert opening_gap(carrier) == -10_000
