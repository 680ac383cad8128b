"""The PDF of a quote, from its photograph alone: PDF/A-3a and PDF/UA-1, drawn like an invoice."""

from datetime import UTC, datetime, time

from kpacite.domain.sales.enums import DepositKind
from kpacite.domain.sales.models import Quote
from kpacite.domain.sales.rules.quote_photograph import QuotePhotograph
from kpacite.domain.sales.selectors import quote_photo
from kpacite.integrations.documents.compiler import compile_pdf
from kpacite.integrations.documents.invoices import (
    line_words,
    long_day,
    money,
    party_words,
    seller_footer,
    vat_words,
)
from kpacite.integrations.documents.sheet import Sheet
from kpacite.platform.mail import Paper

DEPOSITS = {
    DepositKind.DEPOSIT.value: "Acompte à la commande",
    DepositKind.EARNEST.value: "Arrhes à la commande",
}
TO_SIGN = ("Date", "Nom de la personne", "Signature")
NOON = time(12, tzinfo=UTC)


class NotNumbered(ValueError):
    """A draft has no paper yet."""


def quote_pdf(photo: QuotePhotograph) -> bytes:
    """Same photograph, same bytes: noon of its date stands for the clock. Raises DocumentNotDrawn."""
    return compile_pdf(quote_sheet(photo).as_data(), at=datetime.combine(photo.issued_on, NOON))


def pdf_of_quote(quote: Quote) -> bytes:
    """Raises NotNumbered, DocumentNotDrawn."""
    photo = quote_photo(quote)
    if photo is None:
        raise NotNumbered
    return quote_pdf(photo)


def quote_paper(quote: Quote) -> Paper:
    """What to join to the mail that sends this quote."""
    return Paper(name=f"{quote}.pdf", draw=f"{__name__}.draw_for_mail", key=quote.pk)


def draw_for_mail(key: int) -> bytes:
    rows = Quote.objects.select_related("deal__activity", "client", "author", "kpa__organisation")
    return pdf_of_quote(rows.get(pk=key))


def quote_sheet(photo: QuotePhotograph) -> Sheet:
    """What a photograph shows on paper."""
    return Sheet(
        heading=f"Devis {photo.number}",
        short=photo.number,
        on_behalf=" · ".join(words for words in (photo.on_behalf, photo.activity) if words),
        seller=party_words(photo.seller, vat=True),
        buyer=party_words(photo.buyer),
        beneficiary=party_words(photo.beneficiary) if photo.beneficiary else (),
        facts=_facts(photo),
        lines=[line_words(line) for line in photo.lines],
        totals=_totals(photo),
        payment_title="Pour commander",
        payment=_payment(photo),
        notes=_notes(photo),
        footer=[row for row in (photo.footer, seller_footer(photo.seller)) if row] or [""],
        colour=photo.colour,
        to_sign=TO_SIGN,
    )


def _facts(photo: QuotePhotograph) -> list[tuple[str, str]]:
    facts = [
        ("Objet", photo.title),
        ("Date", long_day(photo.issued_on)),
        ("Prestation", long_day(photo.service_on) if photo.service_on else ""),
        ("Lieu", photo.place),
        ("Valable jusqu’au", long_day(photo.valid_until)),
    ]
    return [(words, value) for words, value in facts if value]


def _totals(photo: QuotePhotograph) -> list[tuple[str, str]]:
    rows = [(row.reason, money(-row.net_cents)) for row in photo.allowances]
    if rows:
        rows.insert(0, ("Total des lignes", money(sum(line.net_cents for line in photo.lines))))
    rows.append(("Total HT", money(photo.net_cents)))
    rows += [(vat_words(row), money(row.tax_cents)) for row in photo.vat]
    return [*rows, ("Total TTC", money(photo.gross_cents))]


def _payment(photo: QuotePhotograph) -> list[tuple[str, str]]:
    days = photo.payment_days
    rows = [
        (
            "Répondre",
            f"par le lien de notre message, ou ce devis signé, au plus tard le {long_day(photo.valid_until)}",
        ),
        (DEPOSITS.get(photo.deposit, ""), money(photo.deposit_cents)),
        ("À payer", f"{days} jours après la facture" if days else "à la réception de la facture"),
    ]
    return [(words, value) for words, value in rows if words]


def _notes(photo: QuotePhotograph) -> list[str]:
    reasons = dict.fromkeys(row.reason for row in photo.vat)
    rows = [photo.words, *reasons, *photo.notes, "Ce devis est gratuit."]
    return [row for row in rows if row]
