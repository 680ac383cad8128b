"""From the file that a supplier sent to its line in the accounts, through the pages."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpacite.domain.ledger import services as ledger
from kpacite.domain.sales.enums import PurchaseState
from kpacite.domain.sales.models import SupplierInvoice, SupplierPayment
from kpacite.integrations.documents import invoice_pdf
from kpacite.integrations.facturx import xml_of
from tests.factories.people import NOW
from tests.factories.purchases import make_purchase, pay, post
from tests.integrations.facturx.test_facturx import UBL
from tests.integrations.photographs import credit_note, simple
from tests.integrations.uploads.test_uploads import pdf

pytestmark = pytest.mark.django_db
LIST, NEW = "/cae/opteos/achats/", "/cae/opteos/achats/nouvelle/"
CORRUPT = "Ce fichier n’est pas une facture lisible. Demandez-le à nouveau au fournisseur."


@pytest.fixture(autouse=True)
def _that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def sent(content=b"", name="facture.xml", **words):
    file = {"file": SimpleUploadedFile(name, content)} if content else {}
    return {"key": "0f8fad5b-d9cb-469f-a165-70867728950e"} | file | words


def at(invoice, page=""):
    return f"{LIST}{invoice.pk}/{page}"


UBL_OF_MARCH = UBL.replace("2026-10-02", "2026-03-02").replace("2026-11-01", "2026-04-01")


def test_an_xml_goes_from_its_file_to_the_bank(as_, driss, carrier, book):
    browser = as_(driss)
    response = browser.post(NEW, sent(UBL_OF_MARCH.encode()))
    invoice = SupplierInvoice.objects.get()
    assert (response.status_code, response.url) == (303, at(invoice))
    assert (invoice.supplier, invoice.siren, invoice.number) == ("Grossiste (exemple)", "443061841", "EX-77")
    assert (invoice.gross_cents, invoice.tax_cents, invoice.read_from) == (10_550, 550, "ubl")
    page = text_of(browser.get(at(invoice)))
    assert "Lue dans le fichier." in page
    assert 'value="105,50' in page
    assert "Vérifier la facture de Grossiste (exemple)" in page
    words = sent(
        supplier="Grossiste (exemple)",
        siren="443 061 841",
        number="EX-77",
        issued_on="02/03/2026",
        due_on="01/04/2026",
        gross="105,50",
        tax="5,50",
        vat="5,50",
        kind="materials",
        place="",
        version="1",
    )
    assert browser.post(at(invoice), words | {"post": "1"}).status_code == 303
    invoice.refresh_from_db()
    assert invoice.state == PurchaseState.POSTED
    assert "105,50 € à payer aux fournisseurs" in text_of(browser.get("/cae/opteos/"))
    paid = {"amount": "105,50", "method": "transfer", "on": "12/03/2026", "reference": "VIR 8", "key": "k"}
    assert browser.post(at(invoice, "payer/"), paid).status_code == 303
    page = text_of(browser.get(at(invoice)))
    assert "C’est payé, et lettré dans les comptes." in page
    assert "Facture EX-77 Grossiste (exemple)" in page
    for entry in (invoice.entry_id, SupplierPayment.objects.get().entry_id):
        there = text_of(browser.get(reverse("ledger_entry", kwargs={"carrier": "opteos", "entry": entry})))
        assert f'href="{at(invoice)}"' in there


def test_a_hybrid_pdf_is_read_and_kept(as_, driss, carrier):
    as_(driss).post(NEW, sent(invoice_pdf(simple(), issued_at=NOW), "f.pdf"))
    invoice = SupplierInvoice.objects.get()
    assert (invoice.read_from, invoice.number, invoice.gross_cents) == ("cii", "F-2026-0042", 72_780)
    response = as_(driss).get(at(invoice, "fichier/"))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_credit_note_is_known_by_its_type(as_, driss, carrier):
    as_(driss).post(NEW, sent(xml_of(credit_note())))
    invoice = SupplierInvoice.objects.get()
    assert invoice.is_credit
    assert invoice.gross_cents > 0


def test_what_was_typed_wins_over_the_file(as_, driss, carrier):
    as_(driss).post(NEW, sent(UBL_OF_MARCH.encode(), number="EX-78", gross="99"))
    invoice = SupplierInvoice.objects.get()
    assert (invoice.number, invoice.gross_cents, invoice.supplier) == ("EX-78", 9_900, "Grossiste (exemple)")


@pytest.mark.parametrize("spoiled", [b"<Invoice", UBL.replace("100.00", "cent").encode(), b"<html/>"])
def test_a_corrupt_xml_is_told_beside_its_field_and_nothing_typed_is_lost(as_, driss, carrier, spoiled):
    page = text_of(as_(driss).post(NEW, sent(spoiled, supplier="Moulin exemple", gross="12,30")), 422)
    assert CORRUPT in page
    before, after = page.index('for="id_file"'), page.index('for="id_as_is"')
    assert CORRUPT in page[before:after]
    assert 'value="Moulin exemple"' in page
    assert 'value="12,30"' in page
    assert not SupplierInvoice.objects.exists()


def test_another_currency_and_a_text_that_is_no_file_of_ours(as_, driss, carrier):
    dollars = UBL.replace("EUR", "USD").encode()
    assert "n’est pas en euros" in text_of(as_(driss).post(NEW, sent(dollars)), 422)
    assert "Envoyez une photo ou un PDF." in text_of(as_(driss).post(NEW, sent(b"abc", "a.txt")), 422)


def test_an_ordinary_pdf_is_kept_and_the_rest_is_typed(as_, driss, carrier, book):
    as_(driss).post(NEW, sent(pdf(), "f.pdf"))
    invoice = SupplierInvoice.objects.get()
    assert (invoice.read_from, invoice.supplier) == ("", "")
    missing = sent(version="1", post="1", kind="other")
    assert "Écrivez le nom du fournisseur." in text_of(as_(driss).post(at(invoice), missing), 422)
    saved = sent(version="1", supplier="Moulin exemple", kind="other", save="1")
    assert as_(driss).post(at(invoice), saved).status_code == 303
    invoice.refresh_from_db()
    assert (invoice.state, invoice.supplier) == (PurchaseState.DRAFT, "Moulin exemple")


def test_the_same_form_twice_makes_one_and_the_same_file_is_refused(as_, driss, carrier):
    words = sent(UBL_OF_MARCH.encode())
    first = as_(driss).post(NEW, words)
    assert as_(driss).post(NEW, sent(UBL_OF_MARCH.encode())).url == first.url
    other = sent(UBL_OF_MARCH.encode(), key="another")
    page = text_of(as_(driss).post(NEW, other), 422)
    assert "Cette facture de ce fournisseur est déjà là." in page
    assert SupplierInvoice.objects.count() == 1


def test_a_date_in_a_closed_month_is_told_beside_its_field(as_, driss, carrier, book):
    month = book.fiscal_years.get().periods.order_by("start").first()
    ledger.close_period(period=month, actor=driss, now=NOW)
    draft = make_purchase(carrier, driss, issued_on=month.start)
    words = sent(
        version="1",
        post="1",
        kind="rent",
        supplier="A",
        number="1",
        issued_on="05/01/2026",
        gross="10",
        tax="",
    )
    page = text_of(as_(driss).post(at(draft), words), 422)
    assert "Ce mois est clos" in page[page.index('for="id_on"') :]


def test_a_payment_then_the_invoice_are_taken_back(as_, driss, carrier, book):
    invoice = pay(post(make_purchase(carrier, driss), driss), driss)
    paid = invoice.parts.get().payment
    assert "Annulez d’abord ce paiement." in text_of(
        as_(driss).post(at(invoice, "annuler/"), {"reason": "Erreur"}), 422
    )
    steps = ((f"paiements/{paid.pk}/annuler/", PurchaseState.POSTED), ("annuler/", PurchaseState.CANCELLED))
    for page, state in steps:
        assert text_of(as_(driss).post(at(invoice, page), {"reason": ""}), 422)
        assert as_(driss).post(at(invoice, page), {"reason": "Erreur"}).status_code == 303
        invoice.refresh_from_db()
        assert invoice.state == state
    assert as_(driss).get(at(make_purchase(carrier, driss, number="X"), steps[0][0])).status_code == 404
    assert "déjà changé d’état" in text_of(
        as_(driss).post(at(invoice, "annuler/"), {"reason": "Encore"}), 422
    )


def test_a_draft_is_put_aside(as_, driss, carrier):
    draft = make_purchase(carrier, driss)
    assert "Écarter" in text_of(as_(driss).get(at(draft, "ecarter/")))
    assert as_(driss).post(at(draft, "ecarter/")).status_code == 303
    assert "Écartée" in text_of(as_(driss).get(at(draft)))


def test_the_list_is_searched_filtered_and_downloaded(as_, driss, carrier, book):
    post(make_purchase(carrier, driss), driss)
    make_purchase(carrier, driss, number="EX-78", supplier="Bureau exemple", siren="732829320")
    page = text_of(as_(driss).get(LIST))
    assert "La structure doit 105,50 € à ses fournisseurs." in page
    assert "Bureau exemple" not in text_of(as_(driss).get(LIST, {"etat": "a-payer"}))
    assert "Grossiste" not in text_of(as_(driss).get(LIST, {"q": "bureau"}))
    table = b"".join(as_(driss).get(f"{LIST}achats.csv")).decode()
    assert "EX-77,2026-03-02" in table
    assert "1 facture reçue à vérifier" in text_of(as_(driss).get("/cae/opteos/"))


def test_the_list_costs_the_same_whatever_its_length(as_, driss, carrier):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert as_(driss).get(LIST).status_code == 200
        return len(told)

    make_purchase(carrier, driss)
    cost()
    before = cost()
    for rank in range(5):
        make_purchase(carrier, driss, number=f"N{rank}")
    assert cost() == before


def test_members_and_others_read_none_of_it(as_, amina, driss, carrier):
    invoice = make_purchase(carrier, driss)
    for page in (LIST, NEW, at(invoice), at(invoice, "fichier/")):
        assert as_(amina).get(page).status_code in {403, 404}
