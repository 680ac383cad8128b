"""The statuses that the State wants to know: each once, at its moment, and what is cashed by rate."""

from typing import Any

import pytest
from django.db import connection

from kpacite.domain.ledger.models import Book
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.services.errors import Refused
from kpacite.domain.sales.enums.payments import LifecycleCode
from kpacite.domain.sales.models import Invoice, LifecycleEvent
from kpacite.domain.sales.services import payments
from kpacite.platform import triggers, verification
from tests.factories.invoices import TODAY, make_issued
from tests.factories.payments import pay
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
GROSS = 72_780
DEPOSITED, REFUSED, CASHED, REJECTED = (
    LifecycleCode.DEPOSITED,
    LifecycleCode.REFUSED,
    LifecycleCode.CASHED,
    LifecycleCode.REJECTED,
)


@pytest.fixture
def invoice(la_cape: Organisation, book: Book) -> Invoice:
    return make_issued(la_cape)


def note(invoice: Invoice, code: LifecycleCode, motive: str = "") -> LifecycleEvent:
    return payments.note_lifecycle(invoice=invoice, code=code, motive=motive, actor=None, now=NOW)


def cashed(invoice: Invoice) -> dict[int, tuple[int, int]]:
    """Rate → net and tax, of all that was told as cashed."""
    sums: dict[int, tuple[int, int]] = {}
    events: Any = LifecycleEvent.objects.filter(invoice=invoice, code=CASHED).order_by("pk")
    for part in (part for event in events for part in event.parts):
        net, tax = sums.get(part["vat_bp"], (0, 0))
        sums[part["vat_bp"]] = (net + part["net_cents"], tax + part["tax_cents"])
    return sums


def test_deposited_then_refused_with_its_motive_each_once(invoice: Invoice):
    assert note(invoice, DEPOSITED) == note(invoice, DEPOSITED)
    with pytest.raises(Refused):
        note(invoice, REFUSED)
    assert note(invoice, REFUSED, "Prix différent") == note(invoice, REFUSED, "encore")
    assert list(LifecycleEvent.objects.order_by("pk").values_list("code", flat=True)) == ["200", "210"]


def test_nobody_refuses_what_was_not_deposited(invoice: Invoice):
    with pytest.raises(payments.LifecycleOutOfOrder):
        note(invoice, REFUSED, "Prix différent")


def test_cashed_is_never_noted_by_hand(invoice: Invoice):
    with pytest.raises(payments.LifecycleWritesItself):
        note(invoice, CASHED)


def test_paid_in_full_what_is_cashed_is_the_tax_of_the_invoice_by_rate(invoice: Invoice):
    pay((invoice, 40_000))
    pay((invoice, GROSS - 40_000))
    assert cashed(invoice) == {row.vat_bp: (row.base_cents, row.tax_cents) for row in invoice.photo.vat}


def test_a_payment_taken_back_takes_back_what_was_told(invoice: Invoice):
    payment = pay((invoice, 40_000))
    payments.cancel_payment(payment=payment, reason="Erreur", actor=None, now=NOW, today=TODAY)
    assert set(cashed(invoice).values()) == {(0, 0)}
    assert LifecycleEvent.objects.order_by("pk").last().motive == "Paiement annulé : Erreur"
    assert [result for result in verification.run() if result.problems] == []


def test_after_a_rejection_nothing_more_is_told(invoice: Invoice):
    note(invoice, REJECTED, "SIREN inconnu")
    pay((invoice, 40_000))
    assert cashed(invoice) == {}
    with pytest.raises(payments.LifecycleEnded):
        note(invoice, DEPOSITED)


def test_what_was_told_and_not_cashed_is_found(invoice: Invoice):
    pay((invoice, 40_000))
    with triggers.suspended(connection):
        LifecycleEvent.objects.update(parts=[{"vat_bp": 1_000, "net_cents": 1, "tax_cents": 0}])
    (result,) = [found for found in verification.run() if found.name == "sales.lifecycle"]
    assert result.problems
