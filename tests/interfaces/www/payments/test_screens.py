"""From the invoice that waits to the money in the books, through the pages."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import ClientKind, PaymentMeans
from kpacite.domain.sales.enums.payments import SettlementState
from kpacite.domain.sales.models import BankAccount, BankLine, LateRate, LifecycleEvent, Payment, Reminder
from kpacite.domain.sales.services import invoices as billing
from kpacite.domain.sales.services import payments
from tests.factories.invoices import BY, TODAY, make_buyer, make_issued
from tests.factories.payments import pay
from tests.factories.people import NOW
from tests.integrations.bank_statements.samples import IBAN, camt, camt_entry

pytestmark = pytest.mark.django_db
GROSS = 72_780
UNPAID, PAYMENTS, BANK = "/cae/opteos/impayes/", "/cae/opteos/paiements/", "/cae/opteos/banque/"
MONEY = {"means": "30", "received_on": "9 mars 2026", "reference": "", "key": "k1"}


@pytest.fixture(autouse=True)
def _in_june():
    with time_machine.travel(datetime(2026, 6, 30, 9, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def invoice(la_cape, book):
    return make_issued(la_cape)


def text_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def state(invoice):
    return selectors.settlement_of(invoice, TODAY).state


def test_a_payment_is_noted_in_three_taps(as_, driss, invoice):
    page = f"{UNPAID}{invoice.pk}/payer/"
    listed = text_of(as_(driss).get(UNPAID))
    assert page in listed
    assert "83 jours de retard" in listed
    form = text_of(as_(driss).get(page))
    assert 'value="727,80 €"' in form
    sent = MONEY | {"amount": "727,80 €", "invoices": [str(invoice.pk)]}
    response = as_(driss).post(page, sent)
    payment = Payment.objects.get()
    assert (response.status_code, response.url) == (303, f"{PAYMENTS}{payment.pk}/")
    assert as_(driss).post(page, sent).url == response.url
    assert Payment.objects.count() == 1
    assert state(invoice) == SettlementState.PAID
    shown = text_of(as_(driss).get(response.url))
    assert "727,80 € de" in shown
    assert "/compta/ecritures/" in shown
    assert "Tout est payé" in text_of(as_(driss).get(UNPAID))
    assert "Cette facture est soldée" in text_of(as_(driss).get(page))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": "0"}, "Écrivez un montant plus grand que zéro."),
        ({"amount": "1.234"}, "Écrivez un nombre"),
        ({"received_on": "1er juillet 2026"}, "Cette date n’est pas encore passée."),
        ({"received_on": "1er décembre 2025"}, "Aucun exercice n’est ouvert à cette date."),
        ({"invoices": []}, "Choisissez au moins une facture."),
    ],
)
def test_a_wrong_payment_is_refused_beside_its_field(as_, driss, invoice, wrong, sentence):
    sent = MONEY | {"amount": "727,80", "invoices": [str(invoice.pk)]} | wrong
    assert sentence in text_of(as_(driss).post(f"{UNPAID}{invoice.pk}/payer/", sent), 422)
    assert not Payment.objects.exists()


def test_a_payment_is_cancelled_with_a_reason(as_, driss, invoice):
    payment = pay((invoice, GROSS))
    page = f"{PAYMENTS}{payment.pk}/annuler/"
    assert "Une écriture inverse" in text_of(as_(driss).get(page))
    assert as_(driss).post(page, {"reason": ""}).status_code == 422
    assert as_(driss).post(page, {"reason": "Mauvais client"}).status_code == 303
    assert state(invoice) == SettlementState.TO_PAY
    assert "Mauvais client" in text_of(as_(driss).get(f"{PAYMENTS}{payment.pk}/"))
    assert "déjà annulé" in text_of(as_(driss).post(page, {"reason": "encore"}), 422)


def test_too_much_pays_another_invoice_or_goes_back(as_, driss, la_cape, invoice):
    payment = pay((invoice, GROSS), cents=GROSS + 3_000)
    other = make_issued(la_cape, invoice.client)
    use = f"{PAYMENTS}{payment.pk}/utiliser/"
    assert other.number in text_of(as_(driss).get(use))
    assert as_(driss).post(use, {"invoice": str(other.pk)}).status_code == 303
    assert state(other) == SettlementState.PARTLY_PAID

    again = pay((other, GROSS - 3_000), cents=GROSS)
    back = f"{PAYMENTS}{again.pk}/rendre/"
    sent = MONEY | {"amount": "30,00", "key": "k2"}
    assert as_(driss).post(back, sent | {"amount": "40"}).status_code == 422
    assert as_(driss).post(back, sent).status_code == 303
    assert selectors.unallocated_cents(again) == 0


def test_a_credit_note_on_a_paid_invoice_is_given_back(as_, driss, invoice):
    pay((invoice, GROSS))
    page = f"{UNPAID}{invoice.pk}/rendre/"
    assert as_(driss).get(page).status_code == 404
    note = billing.write_credit_note(invoice=invoice, reason="Geste", **BY)
    billing.issue_invoice(invoice=note, **BY)
    assert "Rendre le trop-payé" in text_of(as_(driss).get(f"/la-cape/impayes/{invoice.pk}/"))
    assert "727,80 €" in text_of(as_(driss).get(page))
    assert as_(driss).post(page, MONEY | {"amount": "727,80", "key": "k3"}).status_code == 303
    assert state(invoice) == SettlementState.CREDITED


def test_members_read_what_is_late_and_the_accountant_writes_to_the_client(
    as_, amina, driss, invoice, django_capture_on_commit_callbacks
):
    assert "727,80 € en retard" in text_of(as_(amina).get("/la-cape/impayes/"))
    page = f"/la-cape/impayes/{invoice.pk}/"
    assert "le taux est à compléter" in text_of(as_(amina).get(page))
    assert as_(amina).get(page + "relancer/").status_code == 403
    assert "Première relance" in text_of(as_(driss).get(page + "relancer/"))
    sent = {"email": "client@example.org", "text": "Bonjour, un oubli ?"}
    assert as_(driss).post(page + "relancer/", sent | {"text": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert as_(driss).post(page + "relancer/", sent).status_code == 303
    assert "un oubli ?" in mail.outbox[0].body
    assert Reminder.objects.get().sender == driss
    assert "un oubli ?" in text_of(as_(amina).get(page))
    assert "Deuxième relance" in text_of(as_(driss).get(page + "relancer/"))


def test_a_rate_with_its_source_makes_interest_appear(as_, amina, driss, invoice):
    page = "/cae/opteos/taux-de-retard/"
    sent = {"audience": "pro", "rate": "12,15", "valid_from": "01/01/2026", "source": "Exemple"}
    assert as_(driss).post(page, sent | {"rate": "120"}).status_code == 422
    assert as_(driss).post(page, sent).status_code == 303
    assert LateRate.objects.get().rate_bp == 1_215
    assert "12,15" in text_of(as_(driss).get(page))
    assert "Intérêts de retard à ce jour" in text_of(as_(amina).get(f"/la-cape/impayes/{invoice.pk}/"))


def test_the_accountant_notes_what_the_platform_of_invoices_says(as_, driss, invoice):
    page = f"{UNPAID}{invoice.pk}/statut/"
    assert as_(driss).get(page).status_code == 405
    as_(driss).post(page, {"code": "200", "motive": ""})
    as_(driss).post(page, {"code": "213", "motive": ""})
    assert [event.code for event in LifecycleEvent.objects.all()] == ["200"]
    assert "Écrivez le motif" in text_of(as_(driss).get(f"/la-cape/impayes/{invoice.pk}/"))


# --- The bank ------------------------------------------------------------------------------------------


def statement(content: bytes, name: str = "releve.xml") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content)}


@pytest.fixture
def account(carrier, book):
    return payments.open_bank_account(carrier=carrier, name="Compte", iban=IBAN, actor=None, now=NOW)


def test_a_statement_is_imported_matched_and_imported_again_for_nothing(as_, driss, invoice, account):
    page = f"{BANK}{account.pk}/"
    content = camt(
        camt_entry(
            "727.80", ref="B1", details=f"<TxDtls><RmtInf><Ustrd>{invoice.number}</Ustrd></RmtInf></TxDtls>"
        ),
        camt_entry("12.00", way="DBIT", ref="B2"),
    )
    assert as_(driss).post(page, statement(content)).status_code == 303
    assert "2 mouvements nouveaux, 0 déjà connus." in text_of(as_(driss).get(page))
    as_(driss).post(page, statement(content))
    assert BankLine.objects.count() == 2
    row = BankLine.objects.get(amount_cents=GROSS)
    asked = f"{BANK}mouvements/{row.pk}/"
    assert f"Peut-être {invoice.number}" in text_of(as_(driss).get(page))
    assert "le numéro y est, la somme est la même" in text_of(as_(driss).get(asked))
    assert as_(driss).post(asked, {"fate": str(invoice.pk)}).status_code == 303
    assert state(invoice) == SettlementState.PAID
    assert "C’est déjà rapproché." in text_of(as_(driss).get(asked))

    other = BankLine.objects.get(amount_cents=-1_200)
    left = f"{BANK}mouvements/{other.pk}/"
    assert as_(driss).post(left, {"fate": "rien", "reason": ""}).status_code == 422
    assert as_(driss).post(left, {"fate": "rien", "reason": "Frais de banque"}).status_code == 303
    assert "Frais de banque" in text_of(as_(driss).get(page))


def test_a_payment_noted_by_hand_is_only_linked(as_, driss, invoice, account):
    payment = pay((invoice, GROSS))
    as_(driss).post(f"{BANK}{account.pk}/", statement(camt(camt_entry("727.80", day="2026-03-10"))))
    row = BankLine.objects.get()
    asked = f"{BANK}mouvements/{row.pk}/"
    assert "déjà noté" in text_of(as_(driss).get(asked))
    assert as_(driss).post(asked, {"fate": f"noté-{payment.pk}", "reason": ""}).status_code == 303
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "n’est pas un relevé lisible"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>', "éléments interdits"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 Mo au plus"),
        (camt(camt_entry("1.00", currency="USD")), "Ligne 1 :"),
    ],
)
def test_a_file_that_is_no_statement_is_refused_in_words(as_, driss, account, content, sentence):
    refused = as_(driss).post(f"{BANK}{account.pk}/", statement(content))
    if refused.status_code == 303:
        assert content.startswith(b"%PDF")
        return
    assert sentence in text_of(refused, 422)
    assert not BankLine.objects.exists()


def test_a_row_that_cannot_be_read_does_not_make_the_file_something_else(as_, driss, account):
    content = camt(camt_entry("1.00", currency="USD"))
    page = text_of(as_(driss).post(f"{BANK}{account.pk}/", statement(content)), 422)
    assert "Quelques lignes ne se lisent pas." in page
    assert "n’est pas un relevé lisible" not in page


def test_the_columns_of_a_csv_are_said_once_then_remembered(as_, driss, account):
    page = f"{BANK}{account.pk}/"
    content = "Jour;Texte;Somme\n02/03/2026;VIR MAIRIE;12,50\n".encode("cp1252")
    assert as_(driss).post(page, statement(content, "r.csv")).url.endswith("/colonnes/")
    titles = ["Jour", "Texte", "Somme"]
    told = {"titres": titles, "encoding": "cp1252", "delimiter": ";", "date": "Jour", "label": "Texte"}
    told |= {"amount": "Somme", "decimal": ",", "date_format": "%d/%m/%Y"}
    assert as_(driss).post(page + "colonnes/", told | {"amount": ""}).status_code == 422
    assert as_(driss).post(page + "colonnes/", told).status_code == 303
    assert BankAccount.objects.get().mapping["amount"] == "Somme"
    assert as_(driss).post(page, statement(content, "r.csv")).url == page
    assert BankLine.objects.get().amount_cents == 1_250


def test_two_invoices_of_one_client_in_one_transfer(as_, driss, la_cape, account):
    client = make_buyer(la_cape)
    one, two = make_issued(la_cape, client), make_issued(la_cape, client)
    sent = MONEY | {"amount": "1000", "invoices": [str(one.pk), str(two.pk)]}
    as_(driss).post(f"{UNPAID}{one.pk}/payer/", sent)
    assert (state(one), state(two)) == (SettlementState.PAID, SettlementState.PARTLY_PAID)


def test_receipts_of_private_customers_are_closed_and_archived(as_, driss, la_cape, book):
    client = make_buyer(la_cape, kind=ClientKind.PERSON)
    pay((make_issued(la_cape, client), 10_000), means=PaymentMeans.CASH)
    page = "/cae/opteos/recus/"
    assert "100,00 € reçus depuis la dernière clôture du jour." in text_of(as_(driss).get(page))
    assert as_(driss).get(page + "cloturer/").status_code == 405
    as_(driss).post(page + "cloturer/", {"kind": "day"})
    assert "Clôture du jour 2026-06-30" in text_of(as_(driss).get(page))
    as_(driss).post(page + "cloturer/", {"kind": "day"})
    assert "Il n’y a rien à clôturer" in text_of(as_(driss).get(page))
    as_(driss).post(page + "cloturer/", {"kind": "siècle"})
    archive = as_(driss).post(page + "archive/")
    assert archive["Content-Type"] == "application/zip"
    assert archive.content.startswith(b"PK")


def test_the_carrier_finds_its_desk_on_its_home(as_, driss, invoice, account):
    page = text_of(as_(driss).get("/cae/opteos/"))
    assert "1 facture échue non réglée" in page
    assert "La banque est rapprochée" in page
    assert "Clore le mois de janvier 2026" in page


def test_a_member_finds_what_is_late_on_the_home_of_the_kpa(as_, amina, driss, invoice):
    assert "Factures échues non réglées" in text_of(as_(amina).get("/la-cape/"))
