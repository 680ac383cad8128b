"""The lateness of a company, asked and given up through the pages."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from kpacite.domain.sales.enums.payments import LateAudience
from kpacite.domain.sales.models import LateClaim, LateWaiver
from kpacite.domain.sales.services import payments
from tests.factories.invoices import make_issued
from tests.factories.people import NOW
from tests.interfaces.www.payments.test_screens import text_of

pytestmark = pytest.mark.django_db
SENT = {"with_indemnity": "on", "with_interest": "on", "due_on": "30 juillet 2026", "key": "k1"}


@pytest.fixture(autouse=True)
def _in_june():
    with time_machine.travel(datetime(2026, 6, 30, 9, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def invoice(la_cape, book):
    return make_issued(la_cape)


@pytest.fixture
def rate(invoice):
    return payments.set_late_rate(
        carrier=invoice.carrier,
        audience=LateAudience.PROFESSIONAL,
        rate_bp=1_215,
        valid_from=date(2026, 1, 1),
        source="Exemple",
        actor=None,
        now=NOW,
    )


def bill(invoice):
    return f"/la-cape/impayes/{invoice.pk}/"


def ask(invoice):
    return f"/cae/opteos/impayes/{invoice.pk}/frais-de-retard/"


def test_the_accountant_claims_from_the_invoice_and_the_client_owes_it(as_, driss, invoice, rate):
    assert ask(invoice) in text_of(as_(driss).get(bill(invoice)))
    page = text_of(as_(driss).get(ask(invoice)))
    assert "40,00 €" in page
    assert "19,87 €" in page
    response = as_(driss).post(ask(invoice), SENT)
    document = LateClaim.objects.get().document
    assert (response.status_code, response.url) == (303, bill(document))
    assert as_(driss).post(ask(invoice), SENT).url == response.url
    assert LateClaim.objects.count() == 1
    assert document.number in text_of(as_(driss).get("/cae/opteos/impayes/"))
    assert document.number in text_of(as_(driss).get(bill(invoice)))
    shown = text_of(as_(driss).get(bill(document)))
    assert invoice.number in shown
    assert "59,87 €" in shown
    assert "Rien à réclamer" in text_of(as_(driss).get(ask(invoice)))


def test_the_paper_is_drawn_and_the_electronic_invoice_is_not(as_, driss, invoice, rate):
    as_(driss).post(ask(invoice), SENT)
    document = LateClaim.objects.get().document
    at = f"/la-cape/factures/{document.number}/"
    assert "Frais de retard" in text_of(as_(driss).get(at))
    assert as_(driss).get(f"{at}facture.pdf").content.startswith(b"%PDF")
    assert as_(driss).get(f"{at}factur-x.xml").status_code == 404


def test_nothing_ticked_is_told_beside_and_a_missing_rate_too(as_, driss, invoice):
    page = ask(invoice)
    assert "taux à compléter" in text_of(as_(driss).get(page))
    assert "Cochez ce que vous réclamez" in text_of(
        as_(driss).post(page, {"due_on": "30 juillet 2026", "key": "k"}), 422
    )


def test_given_up_with_a_reason_it_is_no_longer_owed(as_, driss, invoice, rate):
    as_(driss).post(ask(invoice), SENT)
    document = LateClaim.objects.get().document
    page = f"/cae/opteos/impayes/{document.pk}/renoncer/"
    assert as_(driss).post(page, {"kind": "remise", "reason": ""}).status_code == 422
    assert as_(driss).post(page, {"kind": "remise", "reason": "Bon client"}).status_code == 303
    assert LateWaiver.objects.get().frees is False
    assert "abandonnés" in text_of(as_(driss).get(bill(invoice)))
    assert "déjà abandonnés" in text_of(as_(driss).post(page, {"kind": "remise", "reason": "x"}), 422)


def test_from_the_invoice_to_its_entries_and_back(as_, driss, invoice, rate):
    as_(driss).post(ask(invoice), SENT)
    document = LateClaim.objects.get().document
    entry = f"/cae/opteos/compta/ecritures/{document.entry_id}/"
    assert entry in text_of(as_(driss).get(bill(document)))
    assert bill(document) in text_of(as_(driss).get(entry))


def test_nobody_else_claims(as_, amina, bilal, chloe, invoice, rate):
    for person in (amina, bilal, chloe):
        assert as_(person).post(ask(invoice), SENT).status_code == 404
        assert ask(invoice) not in text_of(as_(person).get(bill(invoice)))
    assert not LateClaim.objects.exists()
