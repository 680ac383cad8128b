"""From the phone of who paid to the bank of the carrier, through the pages."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpacite.domain.organisations.models import Parameter
from kpacite.domain.sales.enums import ExpenseState
from kpacite.domain.sales.models import ExpenseClaim, ExpenseReceipt
from kpacite.integrations.documents import invoice_pdf
from kpacite.kernel.money import Euro
from kpacite.platform.uploads import LARGEST_BYTES
from tests.factories.expenses import make_expense, photo
from tests.factories.invoices import make_issued, ready_to_invoice
from tests.factories.people import NOW
from tests.integrations.uploads.test_uploads import pdf

pytestmark = pytest.mark.django_db
LIST, NEW = "/la-cape/frais/", "/la-cape/frais/noter/"
THERE = "/cae/opteos/frais/"


@pytest.fixture(autouse=True)
def _that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def at(claim, page=""):
    return f"{LIST}{claim.pk}/{page}"


def words(**changes):
    ticket = SimpleUploadedFile("ticket.jpg", photo(), content_type="image/jpeg")
    return {
        "file": ticket,
        "kind": "materials",
        "label": "Farine",
        "amount": "25,50",
        "spent_on": "2 mars 2026",
        "activity": "",
        "key": "0f8fad5b-d9cb-469f-a165-70867728950e",
    } | changes


def test_a_photo_and_four_words_go_from_the_phone_to_the_bank(
    as_, amina, bilal, driss, cuisine, carrier, book
):
    response = as_(amina).post(NEW, words(activity=str(cuisine.pk)))
    claim = ExpenseClaim.objects.get()
    assert (response.status_code, response.url) == (303, at(claim))
    assert (claim.state, claim.amount_cents, claim.activity) == (ExpenseState.SUBMITTED, 2_550, cuisine)
    assert "Une autre personne du groupe vérifie." in text_of(as_(amina).get(at(claim)))

    assert "Vérifier 1 note de frais" in text_of(as_(bilal).get("/la-cape/"))
    assert at(claim, "verifier/") in text_of(as_(bilal).get(LIST))
    assert "Farine" in text_of(as_(bilal).get(at(claim, "verifier/")))
    assert as_(bilal).post(at(claim, "verifier/"), {"is_production": "on"}).status_code == 303

    there = f"{THERE}{claim.pk}/"
    assert there in text_of(as_(driss).get(THERE))
    assert as_(driss).post(there, {"vat": "1,33"}).status_code == 303
    page = text_of(as_(driss).get(THERE))
    assert "La structure doit 25,50 € aux membres." in page
    asked = f"{THERE}rembourser/?frais={claim.pk}"
    assert "25,50 € à rembourser" in text_of(as_(driss).get(asked))
    sent = {"method": "transfer", "on": "12/03/2026", "reference": "VIR 42"}
    assert as_(driss).post(asked, sent).status_code == 303
    claim.refresh_from_db()
    assert claim.state == ExpenseState.REIMBURSED
    assert "Ses écritures" in text_of(as_(driss).get(there))
    assert "C’est remboursé, le 12 mars 2026, par virement." in text_of(as_(amina).get(at(claim)))


def test_the_same_form_sent_twice_makes_one_note(as_, amina, la_cape):
    first = as_(amina).post(NEW, words())
    second = as_(amina).post(NEW, words())
    assert first.url == second.url
    assert ExpenseClaim.objects.count() == 1


def test_a_draft_waits_for_its_receipt_then_goes(as_, amina, la_cape):
    as_(amina).post(NEW, words(file="", draft="1"))
    claim = ExpenseClaim.objects.get()
    assert claim.state == ExpenseState.DRAFT
    assert "Ajoutez la photo" in text_of(as_(amina).post(at(claim, "envoyer/")), 422)
    changed = words(version=str(claim.version), label="Farine bise")
    assert as_(amina).post(at(claim, "modifier/"), changed).status_code == 303
    assert as_(amina).post(at(claim, "envoyer/")).status_code == 303
    claim.refresh_from_db()
    assert (claim.state, claim.label) == (ExpenseState.SUBMITTED, "Farine bise")
    assert as_(amina).post(at(claim, "reprendre/")).status_code == 303
    receipt = ExpenseReceipt.objects.get()
    assert as_(amina).post(at(claim, f"justificatifs/{receipt.pk}/enlever/")).status_code == 303
    assert "Pas encore de justificatif." in text_of(as_(amina).get(at(claim)))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": ""}, "Écrivez un montant plus grand que zéro."),
        ({"amount": "1.234"}, "Écrivez un nombre, par exemple 14,50."),
        ({"kind": ""}, "Choisissez une sorte de frais."),
        ({"kind": "travel"}, "Écrivez le nombre de kilomètres, aller et retour."),
        ({"kind": "travel", "km": "12"}, "Le barème des kilomètres est à compléter"),
        ({"spent_on": "demain"}, "Écrivez une date"),
        ({"spent_on": "13/03/2026"}, "Cette date n’est pas encore passée."),
        ({"file": ""}, "Ajoutez la photo du ticket"),
        ({"file": SimpleUploadedFile("x.jpg", b"not a photo")}, "Envoyez une photo ou un PDF."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(as_, amina, la_cape, wrong, sentence):
    assert sentence in text_of(as_(amina).post(NEW, words(**wrong)), 422)
    assert not ExpenseClaim.objects.exists()


def test_a_photo_of_thirty_megabytes_is_refused_in_words(as_, amina, la_cape):
    heavy = SimpleUploadedFile("ticket.jpg", b"\xff" * (LARGEST_BYTES + 1))
    assert "30 Mo au plus" in text_of(as_(amina).post(NEW, words(file=heavy)), 422)


def test_a_refusal_comes_back_to_who_paid(as_, amina, bilal, la_cape, cuisine):
    claim = make_expense(la_cape, amina, activity=cuisine)
    assert text_of(as_(bilal).post(at(claim, "refuser/"), {"reason": ""}), 422)
    as_(bilal).post(at(claim, "refuser/"), {"reason": "Reprenez la photo."})
    assert "Reprenez la photo." in text_of(as_(amina).get(at(claim)))
    assert "Corriger une note de frais" in text_of(as_(amina).get("/la-cape/"))


@pytest.fixture
def outsiders(gaelle, fanny):
    """Another member of La Cape, and someone of another KPA."""
    return gaelle, fanny


def test_a_receipt_is_given_to_who_may_read_the_note_and_to_nobody_else(
    as_, client, amina, bilal, outsiders, driss, cuisine
):
    gaelle, fanny = outsiders
    claim = make_expense(cuisine.kpa, amina, activity=cuisine)
    page = at(claim, f"justificatifs/{ExpenseReceipt.objects.get().pk}/")
    assert client.get(page).status_code == 302
    response = as_(amina).get(page)
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")
    statuses = {who.login_name: as_(who).get(page).status_code for who in (bilal, gaelle, fanny, driss)}
    assert statuses == {"bilal": 200, "gaelle": 403, "fanny": 404, "driss": 404}
    there = f"{THERE}{claim.pk}/justificatifs/{ExpenseReceipt.objects.get().pk}/"
    assert as_(driss).get(there).status_code == 200


def test_a_pdf_is_downloaded_never_opened_inside_the_site(as_, amina, la_cape):
    as_(amina).post(NEW, words(file=SimpleUploadedFile("facture.pdf", pdf())))
    claim = ExpenseClaim.objects.get()
    response = as_(amina).get(at(claim, f"justificatifs/{ExpenseReceipt.objects.get().pk}/"))
    assert response["Content-Disposition"].startswith("attachment")


def test_the_carrier_notes_a_rate_with_its_source(as_, amina, driss, la_cape, carrier):
    page = THERE + "bareme/"
    assert "À compléter." in text_of(as_(driss).get(page))
    sent = {"rate": "500", "valid_from": "01/01/2026", "source": "Décision exemple"}
    assert text_of(as_(driss).post(page, sent | {"source": ""}), 422)
    assert as_(driss).post(page, sent).status_code == 303
    assert Parameter.objects.get().value == 50_000
    assert "Décision exemple" in text_of(as_(amina).get(LIST))
    as_(amina).post(NEW, words(kind="travel", km="12", amount="", file=""))
    assert ExpenseClaim.objects.get().amount_cents == 600


def test_an_accountant_pays_nothing_twice_nor_what_is_not_accepted(
    as_, amina, bilal, driss, la_cape, carrier, book
):
    claim = make_expense(la_cape, amina, state=ExpenseState.CHECKED, checker=bilal)
    asked = f"{THERE}rembourser/?frais={claim.pk}&frais=x&frais=99"
    assert "Rien à rembourser" in text_of(as_(driss).get(asked))
    sent = {"method": "transfer", "on": "12/03/2026"}
    assert as_(driss).post(asked, sent).status_code == 422


def test_the_list_of_the_carrier_as_a_table_names_nobody(as_, amina, driss, la_cape, carrier):
    make_expense(la_cape, amina)
    response = as_(driss).get(THERE + "frais.csv")
    table = b"".join(response.streaming_content).decode()
    assert "25,50" in table
    assert amina.person.public_id in table
    assert "Amina" not in table


def test_ten_more_notes_cost_no_more_queries(as_, amina, bilal, la_cape):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            as_(bilal).get(LIST)
        return len(queries)

    make_expense(la_cape, amina)
    make_expense(la_cape, bilal)
    cost()
    before = cost()
    for _n in range(5):
        make_expense(la_cape, amina)
        make_expense(la_cape, bilal)
    assert cost() == before


def test_a_suppliers_electronic_invoice_fills_in_the_note(
    as_, amina, bilal, driss, la_cape, carrier, cuisine
):
    ready_to_invoice(carrier)
    received = make_issued(la_cape)
    bill = SimpleUploadedFile("facture.pdf", invoice_pdf(received.photo, issued_at=NOW))
    as_(amina).post(NEW, words(file=bill, label="", amount="", activity=str(cuisine.pk)))
    claim = ExpenseClaim.objects.get()
    assert (claim.amount_cents, claim.vat_cents) == (received.gross_cents, received.tax_cents)
    assert (claim.label, claim.supplier) == (f"Facture {received.number}", "Opteos (exemple)")
    as_(bilal).post(at(claim, "verifier/"), {"is_production": "on"})
    vat = Euro(received.tax_cents).format().replace("\u00a0", " ")
    assert f'value="{vat}"' in text_of(as_(driss).get(f"{THERE}{claim.pk}/"))


def test_words_are_asked_when_no_invoice_gives_them(as_, amina, la_cape):
    page = text_of(as_(amina).post(NEW, words(label="", amount="")), 422)
    assert "Écrivez ce que vous avez payé." in page
    assert "Écrivez un montant plus grand que zéro." in page
