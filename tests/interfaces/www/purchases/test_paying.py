"""Part payments, advances and debits of the bank, through the pages."""

import pytest
import time_machine

from kpacite.domain.sales.enums import PurchaseState
from kpacite.domain.sales.models import BankLine, SupplierInvoice, SupplierPayment
from kpacite.domain.sales.services import payments
from tests.factories.people import NOW, TODAY
from tests.factories.purchases import make_purchase, pay, post
from tests.interfaces.www.purchases.test_screens import LIST, at, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _that_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def invoice(carrier, book, driss):
    return post(make_purchase(carrier, driss), driss)


def sum_of(amount, **words):
    return {"amount": amount, "method": "transfer", "on": "10/03/2026", "key": "one"} | words


def test_a_part_then_the_rest(as_, driss, invoice):
    there = at(invoice, "payer/")
    assert 'value="105,50' in text_of(as_(driss).get(there))
    for _twice in range(2):
        assert as_(driss).post(there, sum_of("40")).status_code == 303
    page = text_of(as_(driss).get(at(invoice)))
    assert "Reste à payer" in page
    assert "65,50 €" in page
    assert "Annuler cette facture" not in page
    assert "Reste 65,50 €" in text_of(as_(driss).get(LIST))
    assert 'value="65,50' in text_of(as_(driss).get(there))
    assert as_(driss).post(there, sum_of("65,50", key="two")).status_code == 303
    invoice.refresh_from_db()
    assert invoice.state == PurchaseState.PAID
    assert "2026-03-10" in b"".join(as_(driss).get(f"{LIST}achats.csv")).decode()


def test_too_much_is_told_beside_its_field_then_said(as_, driss, carrier, invoice):
    there = at(invoice, "payer/")
    page = text_of(as_(driss).post(there, sum_of("110")), 422)
    assert "plus que ce qui reste à payer" in page[page.index('for="id_amount"') : page.index("id_method")]
    assert 'value="110"' in page
    assert as_(driss).post(there, sum_of("110", more="on")).status_code == 303
    second = post(make_purchase(carrier, driss, number="EX-78"), driss)
    page = text_of(as_(driss).get(at(second)))
    assert "Nous avons 4,50 € d’avance chez ce fournisseur." in page
    assert "Il reste 105,50 € à payer." in text_of(as_(driss).get(at(second, "avance/")))
    assert as_(driss).post(at(second, "avance/")).status_code == 303
    assert "101,00 €" in text_of(as_(driss).get(at(second)))
    assert "aucune avance" in text_of(as_(driss).post(at(second, "avance/")), 422)


@pytest.fixture
def account(carrier, book):
    return payments.open_bank_account(carrier=carrier, name="Compte", iban="", actor=None, now=NOW)


def on_the_statement(account, cents, label):
    line = payments.NewLine(booked_on=TODAY, amount_cents=cents, label=label)
    statement = payments.NewStatement(sha256=f"{label:a>64}", format="camt", account="", lines=[line])
    payments.import_statement(account=account, statement=statement, actor=None, now=NOW)
    return BankLine.objects.get(label=label)


def test_a_debit_of_the_bank_finds_its_invoice(as_, driss, carrier, account, invoice):
    line = on_the_statement(account, -10_550, "PRLV GROSSISTE EXEMPLE EX-77")
    assert "Peut-être EX-77" in text_of(as_(driss).get(f"/cae/opteos/banque/{account.pk}/"))
    there = f"/cae/opteos/banque/mouvements/{line.pk}/"
    page = text_of(as_(driss).get(there))
    assert f'value="achat-{invoice.pk}"' in page
    assert "EX-77, Grossiste (exemple), reste 105,50 €" in page
    assert as_(driss).post(there, {"fate": f"achat-{invoice.pk}"}).status_code == 303
    assert SupplierInvoice.objects.get().state == PurchaseState.PAID
    assert "Rapproché du relevé" in text_of(as_(driss).get(at(invoice)))
    assert "Grossiste (exemple)" in text_of(as_(driss).get(f"/cae/opteos/banque/{account.pk}/"))


def test_a_larger_debit_asks_before_it_makes_an_advance(as_, driss, account, invoice):
    line = on_the_statement(account, -11_000, "VIR GROSSISTE")
    there = f"/cae/opteos/banque/mouvements/{line.pk}/"
    assert "une avance" in text_of(as_(driss).post(there, {"fate": f"achat-{invoice.pk}"}), 422)
    assert as_(driss).post(there, {"fate": f"achat-{invoice.pk}", "more": "on"}).status_code == 303


def test_money_that_comes_back_settles_a_credit_note(as_, driss, carrier, account, invoice):
    credit = post(make_purchase(carrier, driss, number="AV-12", is_credit=True), driss)
    line = on_the_statement(account, 10_550, "VIR RECU")
    there = f"/cae/opteos/banque/mouvements/{line.pk}/"
    page = text_of(as_(driss).get(there))
    assert "Avoir AV-12, Grossiste (exemple) : reste 105,50 €" in page
    assert "EX-77" not in page
    assert as_(driss).post(there, {"fate": f"achat-{credit.pk}"}).status_code == 303
    credit.refresh_from_db()
    assert credit.state == PurchaseState.PAID


def test_a_payment_noted_by_hand_is_only_linked(as_, driss, account, invoice):
    pay(invoice, driss)
    payment = SupplierPayment.objects.get()
    line = on_the_statement(account, -10_550, "CHEQUE")
    there = f"/cae/opteos/banque/mouvements/{line.pk}/"
    assert "Le paiement à Grossiste (exemple), déjà noté" in text_of(as_(driss).get(there))
    assert as_(driss).post(there, {"fate": f"payé-{payment.pk}"}).status_code == 303
    line.refresh_from_db()
    assert line.supplier_payment == payment
