"""« Remettre en banque » through the pages: choose, print, and a cheque that comes back."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.models import BankLine, Deposit, Payment
from kpacite.domain.sales.services import payments
from tests.factories.invoices import make_issued
from tests.factories.payments import pay
from tests.factories.people import NOW
from tests.interfaces.www.payments.test_screens import text_of

pytestmark = pytest.mark.django_db
LIST, NEW = "/cae/opteos/remises/", "/cae/opteos/remises/cheques/nouvelle/"


@pytest.fixture(autouse=True)
def _in_june():
    with time_machine.travel(datetime(2026, 6, 30, 9, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def account(carrier, book):
    return payments.open_bank_account(carrier=carrier, name="Courant", iban="", actor=None, now=NOW)


@pytest.fixture
def cheque(la_cape, account):
    return pay((make_issued(la_cape), 72_780), means=PaymentMeans.CHEQUE, reference="Chèque 12")


def sent(account, *found, **facts):
    base = {"account": account.pk, "deposited_on": "30 juin 2026", "bank_reference": "7", "key": "k"}
    return base | {"payments": [row.pk for row in found]} | facts


def test_a_slip_is_made_printed_and_found_again(as_, driss, account, cheque):
    assert "1 chèque" in text_of(as_(driss).get(LIST))
    assert "Chèque 12" in text_of(as_(driss).get(NEW))
    response = as_(driss).post(NEW, sent(account, cheque))
    found = Deposit.objects.get()
    assert (response.status_code, response.url) == (303, f"{LIST}{found.pk}/")
    assert as_(driss).post(NEW, sent(account, cheque)).url == response.url
    assert Deposit.objects.count() == 1
    page = text_of(as_(driss).get(response.url))
    assert "attend le relevé" in page
    assert f"/compta/ecritures/{found.entry_id}/" in page
    assert as_(driss).get(f"{response.url}bordereau.pdf").content.startswith(b"%PDF")
    assert response.url in text_of(as_(driss).get(f"/cae/opteos/compta/ecritures/{found.entry_id}/"))
    assert "0 chèque" in text_of(as_(driss).get(LIST))


def test_the_home_of_the_carrier_asks_for_the_slip(as_, driss, cheque):
    assert "1 chèque à remettre" in text_of(as_(driss).get("/cae/opteos/"))


def test_bad_input_is_told_and_stays(as_, driss, account, cheque):
    assert "Choisissez ce que vous remettez" in text_of(as_(driss).post(NEW, sent(account)), 422)
    late = sent(account, cheque, deposited_on="1er juillet 2026")
    refused = text_of(as_(driss).post(NEW, late), 422)
    assert "pas encore passée" in refused
    assert 'value="7"' in refused


def test_cash_is_refused_beyond_what_the_till_holds(as_, driss, la_cape, account):
    pay((make_issued(la_cape), 10_000), means=PaymentMeans.CASH)
    page = "/cae/opteos/remises/especes/nouvelle/"
    assert "100,00 €" in text_of(as_(driss).get(page))
    asked = {"account": account.pk, "deposited_on": "30 juin 2026", "bank_reference": "", "key": "k"}
    assert "pas assez dans la caisse" in text_of(as_(driss).post(page, asked | {"amount": "100,01"}), 422)
    assert as_(driss).post(page, asked | {"amount": "100"}).status_code == 303


def test_a_cheque_that_comes_back_is_owed_again(as_, driss, account, cheque):
    as_(driss).post(NEW, sent(account, cheque))
    found = Deposit.objects.get()
    page = f"{LIST}{found.pk}/impaye/{found.lines.get().pk}/"
    asked = {"deposited_on": "30 juin 2026", "reason": "Sans provision"}
    assert as_(driss).post(page, asked | {"reason": ""}).status_code == 422
    assert as_(driss).post(page, asked).status_code == 303
    assert Payment.objects.get().cancelled_at is not None
    assert "impayé" in text_of(as_(driss).get(f"{LIST}{found.pk}/"))
    assert "plus sur cette remise" in text_of(as_(driss).post(page, asked), 422)


def test_a_slip_is_undone_with_a_reason(as_, driss, account, cheque):
    as_(driss).post(NEW, sent(account, cheque))
    page = f"{LIST}{Deposit.objects.get().pk}/annuler/"
    assert as_(driss).post(page, {"reason": ""}).status_code == 422
    assert as_(driss).post(page, {"reason": "Mauvais compte"}).status_code == 303
    assert "1 chèque" in text_of(as_(driss).get(LIST))


def test_the_statement_proposes_the_slip(as_, driss, account, cheque):
    as_(driss).post(NEW, sent(account, cheque))
    found = Deposit.objects.get()
    line = payments.NewLine(booked_on=date(2026, 6, 30), amount_cents=72_780, label="REMISE")
    statement = payments.NewStatement(sha256="0" * 64, format="camt", account="", lines=[line])
    payments.import_statement(account=account, statement=statement, actor=None, now=NOW)
    page = f"/cae/opteos/banque/mouvements/{BankLine.objects.get().pk}/"
    assert found.number in text_of(as_(driss).get(page))
    assert as_(driss).post(page, {"fate": f"remise-{found.pk}", "reason": ""}).status_code == 303
    assert "arrivée en banque" in text_of(as_(driss).get(f"{LIST}{found.pk}/"))


def test_nobody_else_deposits(as_, amina, chloe, account, cheque):
    for person in (amina, chloe):
        assert as_(person).post(NEW, sent(account, cheque)).status_code == 404
    assert not Deposit.objects.exists()
