"""A quote on paper: valid, complete, the same in the mail, on the client's page and for the group."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core import mail as outgoing
from django.core.mail.backends.locmem import EmailBackend
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import ClientKind, DepositKind, QuoteState, SalesChannel, VatRegime
from kpacite.domain.sales.models import Quote
from kpacite.integrations.documents import NotNumbered, pdf_of_quote, quote_paper, quote_pdf, quote_sheet
from kpacite.kernel.typography import SPACES
from kpacite.platform import mail
from tests.factories import contracts
from tests.factories.invoices import make_buyer, ready_to_invoice
from tests.factories.people import NOW, TODAY
from tests.factories.sales import address, line_input, make_quote
from tests.integrations.documents.verapdf import broken_clauses

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}
CASES = {
    "taxed": (VatRegime.TAXABLE, {}),
    "franchise": (VatRegime.FRANCHISE, {}),
    "association": (VatRegime.ASSOCIATION, {"kind": ClientKind.PUBLIC}),
    "two-rates": (
        VatRegime.TAXABLE,
        {"lines": [line_input(), line_input("Vaisselle", vat_bp=2000, discount_bp=500)], "discount_bp": 1000},
    ),
    "deposit": (VatRegime.TAXABLE, {"deposit_kind": DepositKind.DEPOSIT, "deposit_bp": 3000}),
    "earnest": (
        VatRegime.TAXABLE,
        {
            "kind": ClientKind.PERSON,
            "deposit_kind": DepositKind.EARNEST,
            "deposit_sum": 5000,
            "channel": SalesChannel.OFF_PREMISES,
            "payment_days": 0,
        },
    ),
    "long": (VatRegime.TAXABLE, {"lines": [line_input(f"Ligne {n} : gözleme 🥐") for n in range(1, 46)]}),
}


def numbered(kpa, carrier, case: str, state=QuoteState.READY, **fields) -> Quote:
    regime, details = CASES[case]
    if not carrier.billing_profiles.exists():
        ready_to_invoice(carrier, regime)
    details = details | fields
    buyer = make_buyer(kpa, details.pop("kind", ClientKind.ASSOCIATION))
    return make_quote(buyer, state, **details)


def words_of(content: bytes) -> str:
    """The text that a screen reader hears, each space a plain one."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.translate({ord(space): " " for space in SPACES}).split())


@pytest.mark.parametrize("case", CASES)
def test_the_paper_of_each_kind_of_quote_is_valid(la_cape, carrier, case, tmp_path: Path):
    (tmp_path / "quote.pdf").write_bytes(pdf_of_quote(numbered(la_cape, carrier, case)))
    found = broken_clauses([tmp_path / "quote.pdf"])
    assert found == {("quote.pdf", profile): "" for profile in ("3a", "ua1")}


SAID = {
    "taxed": [
        "Devis D-2026-001",
        "La Cape",
        "30 pers.",
        "14,00 €",
        "TVA 10 % sur 420,00 € 42,00 €",
        "462,00 €",
    ],
    "franchise": ["TVA non applicable, art. 293 B du CGI", "Total TTC 420,00 €"],
    "association": ["Exonération de TVA, art. 261, 7-1° du CGI"],
    "two-rates": ["Remise", "TVA 10 % sur 378,00 €", "TVA 20 % sur 359,10 €", "Total TTC 846,72 €"],
    "deposit": ["Acompte à la commande : 138,60 €", "la commande engage les deux côtés"],
    "earnest": [
        "Arrhes à la commande : 50,00 €",
        "art. L214-1",
        "il rend le double",
        "changer d’avis pendant 14 jours",
        "Rien n’est payé pendant 7 jours",
        "à la réception de la facture",
    ],
    "long": ["Ligne 45 : gözleme ?", "2 / 2"],
}


@pytest.mark.parametrize("case", SAID)
def test_the_paper_says_who_sells_what_for_how_much(la_cape, carrier, case):
    text = words_of(pdf_of_quote(numbered(la_cape, carrier, case)))
    always = [
        "Opteos (exemple)",
        "SIREN 732 829 320",
        "Valable jusqu’au",
        "Ce devis est gratuit.",
        "Bon pour accord",
    ]
    assert [words for words in (*SAID[case], *always) if words not in text] == []


def test_a_quote_of_a_kpa_without_carrier_names_the_kpa(la_cape):
    quote = make_quote(make_buyer(la_cape), QuoteState.READY)
    assert quote_sheet(selectors.quote_photo(quote)).seller == ["La Cape"]


def test_a_draft_has_no_paper(la_cape):
    with pytest.raises(NotNumbered):
        pdf_of_quote(make_quote(make_buyer(la_cape)))


def test_what_is_frozen_does_not_follow_the_client_nor_the_seller(la_cape, carrier):
    quote = numbered(la_cape, carrier, "taxed")
    before = pdf_of_quote(quote)
    quote.client.name = "Autre nom"
    quote.client.save()
    carrier.billing_profiles.update(legal_name="Autre vendeur")
    quote = Quote.objects.get(pk=quote.pk)
    assert pdf_of_quote(quote) == before == quote_pdf(selectors.quote_photo(quote))


def test_a_quote_numbered_before_photographs_is_frozen_when_it_leaves(la_cape, carrier):
    quote = numbered(la_cape, carrier, "taxed")
    with_photo = pdf_of_quote(quote)
    old = make_quote(quote.client, QuoteState.DRAFT)
    Quote.objects.filter(pk=old.pk).update(state=QuoteState.READY, number="D-2026-009", issued_on=TODAY)
    old.refresh_from_db()
    assert pdf_of_quote(old) != with_photo
    services.send_quote(quote=old, address=None, today=TODAY, **BY)
    old.refresh_from_db()
    assert selectors.quote_photo(old).number == "D-2026-009"
    assert old.photograph


def test_a_carrier_without_vat_takes_it_off_the_lines_and_refuses_what_kept_it(la_cape, carrier):
    before = make_quote(make_buyer(la_cape))
    ready_to_invoice(carrier, VatRegime.FRANCHISE)
    assert make_quote(before.client).tax_cents == 0
    with pytest.raises(services.TaxNotDue):
        services.make_ready(quote=before, today=TODAY, **BY)


def test_the_paper_names_the_cape_of_whoever_wrote_it(
    la_cape, carrier, amina, django_capture_on_commit_callbacks
):
    contracts.active(amina.person, la_cape.kpa, carrier, start=TODAY, end=date(2027, 3, 12))
    quote = numbered(la_cape, carrier, "taxed", author=amina.person)
    text = words_of(pdf_of_quote(quote))
    told = "Contrat d’appui au projet d’entreprise (CAPE) jusqu’au 11/03/2027, avec Opteos (exemple)"
    assert told in text
    assert "SIREN 732829320" in text
    with django_capture_on_commit_callbacks(execute=True):
        services.send_quote(quote=quote, address=address, today=TODAY, paper=quote_paper, **BY)
    assert told in outgoing.outbox[0].body
    nobodys = numbered(la_cape, carrier, "taxed")
    assert "CAPE" not in words_of(pdf_of_quote(nobodys)).replace("La Cape", "")


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_the_mail_brings_the_paper_of_the_page_even_after_a_server_that_was_down(
    la_cape, carrier, queue, monkeypatch, django_capture_on_commit_callbacks
):
    quote = numbered(la_cape, carrier, "deposit")
    with django_capture_on_commit_callbacks(execute=True):
        quote = services.send_quote(quote=quote, address=address, today=TODAY, paper=quote_paper, **BY)
    [first] = DBTaskResult.objects.values_list("args_kwargs", flat=True)

    def refuse(_self: EmailBackend, _messages: object) -> int:
        raise ConnectionRefusedError("mail server is down")

    with monkeypatch.context() as down:
        down.setattr(EmailBackend, "send_messages", refuse)
        mail.deliver.call(**first["kwargs"])
    assert outgoing.outbox == []
    later = DBTaskResult.objects.exclude(run_after=None).latest("run_after")
    mail.deliver.call(**later.args_kwargs["kwargs"])
    [message] = outgoing.outbox
    [(name, content, kind)] = message.attachments
    assert (name, kind) == ("D-2026-001.pdf", "application/pdf")
    assert content == pdf_of_quote(Quote.objects.get(pk=quote.pk))
    assert "joint à ce message" in message.body
