"""From the page of an order to its invoice in one tap; and what the client opens behind the link."""

from datetime import date, timedelta

import pytest

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import AutonomyKind, DepositKind, OrderState, PaymentMeans, QuoteState
from kpacite.domain.sales.models import Invoice, SalesAutonomy
from kpacite.domain.sales.services import invoices
from tests.factories.invoices import make_buyer, ready_to_invoice
from tests.factories.people import NOW, TODAY
from tests.factories.sales import make_quote
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}


@pytest.fixture
def order(la_cape, carrier, cuisine):
    ready_to_invoice(carrier)
    return ordered(make_buyer(la_cape, name="Les Tilleuls"), cuisine)


def ordered(client, cuisine, **words):
    order = make_quote(client, QuoteState.ACCEPTED, activity=cuisine, **words).order
    return services.finish_order(order=order, **BY)


def at(order, page=""):
    return f"/la-cape/commandes/{order.pk}/{page}"


def issued(order):
    draft = invoices.write_invoice_of_order(order=order, today=TODAY, **BY)
    return invoices.issue_invoice(invoice=draft, today=TODAY, **BY)


def link_of(order):
    return f"/d/{services.give_link(deal=order.deal, actor=None, now=NOW.replace(year=2050))}/"


def pdf_at(link, invoice):
    return f"{link}factures/{invoice.pk}/facture.pdf"


def test_one_tap_makes_the_draft_and_a_second_opens_it(as_, amina, order):
    browser = as_(amina)
    page = text_of(browser.get(at(order)))
    assert "Faire la facture" in page
    assert f'action="{at(order, "facturer/")}"><input type="hidden" name="csrfmiddlewaretoken"' in page
    first = browser.post(at(order, "facturer/"))
    draft = Invoice.objects.get()
    assert (first.status_code, first.url) == (303, f"/la-cape/factures/brouillon-{draft.pk}/")
    assert browser.post(at(order, "facturer/")).url == first.url
    assert Invoice.objects.count() == 1
    page = text_of(browser.get(at(order)))
    assert first.url in page
    assert "Faire la facture" not in page
    assert at(order) in text_of(browser.get(first.url))


def test_an_order_and_its_job_lead_to_each_other(as_, amina, driss, la_cape, cuisine):
    order = make_quote(make_buyer(la_cape), QuoteState.ACCEPTED, activity=cuisine).order
    job = services.plan_order(order=order, starts_at=NOW, ends_at=NOW + timedelta(hours=3), **BY)
    there = f"/la-cape/agenda/{job.pk}/"
    assert f'href="{there}"' in text_of(as_(amina).get(at(order)))
    assert f'href="{at(order)}"' in text_of(as_(amina).get(there))
    assert there not in text_of(as_(driss).get(at(order)))


def test_the_deposit_has_its_own_tap(as_, amina, la_cape, carrier, cuisine):
    ready_to_invoice(carrier)
    asked = {"deposit_kind": DepositKind.DEPOSIT, "deposit_bp": 3000}
    order = ordered(make_buyer(la_cape), cuisine, **asked)
    browser = as_(amina)
    assert "Facturer l’acompte d’abord" in text_of(browser.get(at(order)))
    browser.post(at(order, "acompte/"))
    assert Invoice.objects.get().gross_cents == 13_860
    told = text_of(browser.post(at(order, "facturer/"), follow=True))
    assert "La facture d’acompte n’est pas émise." in told


def test_who_does_not_prepare_does_not_invoice(as_, gaelle, order):
    for page in ("facturer/", "acompte/"):
        assert as_(gaelle).post(at(order, page)).status_code == 403
    assert "Faire la facture" not in text_of(as_(gaelle).get(at(order)))


def test_the_carriers_trust_lets_a_member_issue_until_it_ends(as_, amina, bilal, la_cape, order):
    draft = invoices.write_invoice_of_order(order=order, today=TODAY, **BY)
    door = f"/la-cape/factures/brouillon-{draft.pk}/"
    assert as_(amina).get(door + "emettre/").status_code == 403
    for kind in AutonomyKind:
        start = date(2020, 1, 1)
        SalesAutonomy.objects.create(kpa=la_cape.kpa, person=amina.person, kind=kind, start=start)
    browser = as_(amina)
    assert "Vérifier et émettre" in text_of(browser.get(door))
    assert browser.get(door + "emettre/").status_code == 200
    assert browser.post(door + "renvoyer/", {"reason": "x"}).status_code == 403
    assert as_(bilal).get(door + "emettre/").status_code == 403
    invoices.issue_invoice(invoice=draft, today=TODAY, **BY)
    note = invoices.write_credit_note(invoice=draft, reason="Erreur", today=TODAY, **BY)
    assert as_(amina).get(f"/la-cape/factures/brouillon-{note.pk}/emettre/").status_code == 403
    SalesAutonomy.objects.update(end=date(2020, 1, 2))
    assert as_(amina).get(door + "emettre/").status_code == 403


def test_the_client_sees_the_invoice_what_is_left_and_opens_it(client, carrier, order):
    link = link_of(order)
    draft = invoices.write_invoice_of_order(order=order, today=TODAY, **BY)
    assert "Vos factures" not in text_of(client.get(link))
    assert client.get(pdf_at(link, draft)).status_code == 404
    invoice = invoices.issue_invoice(invoice=draft, today=TODAY, **BY)
    page = text_of(client.get(link))
    assert invoice.number in page
    assert "Reste 462,00 €" in page
    response = client.get(pdf_at(link, invoice))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF")
    assert response["Cache-Control"] == "private, no-store"
    services.payments.record_payment(
        carrier=carrier,
        client=invoice.client,
        money=services.payments.Money(means=PaymentMeans.TRANSFER, on=TODAY, cents=16_200, key="v1"),
        parts=[services.payments.Part(invoice, 16_200)],
        today=TODAY,
        **BY,
    )
    assert "Reste 300,00 €" in text_of(client.get(link))
    order.refresh_from_db()
    assert order.state == OrderState.CLOSED


def test_no_other_invoice_is_reached_by_a_link(client, la_cape, cuisine, order):
    """Neither that of another client, nor that of another file of the same client, nor by a closed link."""
    mine = issued(order)
    same_client = issued(ordered(order.client, cuisine))
    stranger = issued(ordered(make_buyer(la_cape, name="Autre"), cuisine))
    link, other = link_of(order), link_of(selectors.order_of_invoice(stranger))
    for hidden in (same_client, stranger):
        assert client.get(pdf_at(link, hidden)).status_code == 404
        assert hidden.number not in text_of(client.get(link))
    assert client.get(pdf_at(other, mine)).status_code == 404
    assert client.get(pdf_at("/d/devine/", mine)).status_code == 404
    services.close_links(deal=order.deal, **BY)
    assert client.get(pdf_at(link, mine)).status_code == 404


def test_an_order_to_invoice_is_a_task_for_those_who_may_and_a_fact_for_the_coordination(
    as_, order, bilal, chloe
):
    asked, told = "Commandes à facturer", "Commandes faites, pas encore facturées"
    page = text_of(as_(bilal).get("/la-cape/"))
    assert asked in page
    assert told not in page
    page = text_of(as_(chloe).get("/la-cape/"))
    assert told in page
    assert asked not in page
    assert as_(chloe).get(at(order)).status_code == 200
