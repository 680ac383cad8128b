"""Coming from another tool, at the carrier's desk: shown first, all or nothing, never twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kpacite.domain.ledger.models import Entry
from kpacite.domain.sales.models import Invoice
from tests.factories.invoices import make_buyer
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db
INVOICES = (
    "Numéro;Client;Date;Échéance;Reste à payer;Taux de TVA\n"
    "FA2025/012;Les Tilleuls;20/11/2025;20/12/2025;120,00;20 %\n"
    "FA2025-013;Les Tilleuls;2025-12-01;;50;0.1\n"
)
BALANCES = (
    "Compte;Libellé;Débit;Crédit\n512;Banque;1 000,00;\n411;Clients;170,00;\n110;Report;;1170,00\n580;;0;0\n"
)


@pytest.fixture
def page(carrier):
    return f"/cae/{carrier.slug}/reprise/"


@pytest.fixture
def desk(as_, driss):
    return as_(driss)


def upload(browser, page, text, what="factures", kpa="la-cape"):
    file = SimpleUploadedFile("reprise.csv", text.encode())
    return browser.post(page, {"what": what, "kpa": kpa, "file": file})


def test_open_invoices_are_shown_then_followed_with_the_unpaid(desk, page, la_cape, carrier):
    make_buyer(la_cape, name="Les Tilleuls")
    shown = upload(desk, page, INVOICES)
    assert "2 lignes seront ajoutées." in text_of(shown)
    assert not Invoice.objects.exists()
    payload = {"payload": shown.context["payload"]}
    done = desk.post(page, payload)
    assert (done.status_code, done["Location"]) == (303, f"/cae/{carrier.slug}/impayes/")
    first, second = Invoice.objects.order_by("pk")
    assert (second.due_on, {line.vat_bp for line in second.lines.all()}) == (second.issued_on, {1_000})
    assert desk.post(page, payload).status_code == 303
    assert Invoice.objects.count() == 2
    assert "Tout est déjà là" in text_of(upload(desk, page, INVOICES))
    assert "Il reste 145,45" in text_of(desk.get(page))
    taken = desk.get(f"/la-cape/factures/brouillon-{first.pk}/")
    assert "Cette facture vient d’un autre outil." in text_of(taken)
    assert desk.get(f"/la-cape/factures/{second.number}/facture.pdf").status_code == 404
    assert desk.get(f"/la-cape/factures/{second.number}/factur-x.xml").status_code == 404


def test_balances_and_invoices_together_leave_nothing_to_explain(desk, page, la_cape, carrier):
    make_buyer(la_cape, name="Les Tilleuls")
    for what, text in (("factures", INVOICES.replace("20 %", "0").replace("0.1", "0")), ("soldes", BALANCES)):
        shown = upload(desk, page, text, what=what)
        assert desk.post(page, {"payload": shown.context["payload"]}).status_code == 303
    assert "même chose" not in text_of(desk.get(page))
    assert Entry.objects.filter(source_type="ledger.taken_over").count() == 1


@pytest.mark.parametrize(
    ("text", "what", "words"),
    [
        (INVOICES.replace("120,00", "beaucoup"), "factures", "Ligne 2 : Écrivez un nombre"),
        (INVOICES.replace("20/11/2025", "hier"), "factures", "Ligne 2 : Écrivez une date"),
        (INVOICES.replace("20 %", "plein"), "factures", "Ligne 2 : Écrivez le taux de TVA"),
        (INVOICES, "factures", "Ligne 2 : Ce client n’est pas dans le carnet."),
        (INVOICES.replace("Reste à payer", "Truc"), "factures", "Il manque la colonne « reste à payer »"),
        (BALANCES.replace("1170,00", "1,00"), "soldes", "Les débits et les crédits ne sont pas égaux"),
        (BALANCES.replace("1170,00", "tout"), "soldes", "Ligne 4 : Écrivez un nombre"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(desk, page, text, what, words):
    shown = upload(desk, page, text, what=what)
    assert words in text_of(shown, 422)
    assert not Entry.objects.exists()


def test_another_carriers_kpa_or_an_altered_payload_is_refused(desk, page, as_):
    assert upload(desk, page, INVOICES, kpa="cite-voisine").status_code == 422
    assert "Choisissez le KPA de ces factures" in text_of(upload(desk, page, INVOICES, kpa=""), 422)
    assert desk.post(page, {"payload": "faux"}).status_code == 303
    assert not Invoice.objects.exists()
