"""A quote as its client reads it: lines and totals ready to draw. Shared by the page and the live preview."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kpacite.domain.sales.enums import DepositKind, LineUnit
from kpacite.domain.sales.models import Quote, QuoteLine
from kpacite.domain.sales.rules.lines import (
    DocumentTotals,
    PricedLine,
    format_quantity,
    totals,
)
from kpacite.integrations.documents import NotNumbered, pdf_of_quote
from kpacite.interfaces.www.activities.wording import percent
from kpacite.kernel.money import Euro
from kpacite.platform.templatetags.kpacite import jour

SHORT_UNITS = {
    LineUnit.HOUR.value: "h",
    LineUnit.KILOGRAM.value: "kg",
    LineUnit.KILOMETRE.value: "km",
}


@dataclass(frozen=True, slots=True)
class PaperLine:
    label: str
    detail: str
    quantity: str
    price: Euro
    discount: str
    rate: str
    net: Euro


@dataclass(frozen=True, slots=True)
class PaperRate:
    label: str
    tax: Euro


@dataclass(frozen=True, slots=True)
class Paper:
    """`deposit`: « Acompte à la commande », with its sum; empty when nothing is asked before."""

    seller: str
    client: str
    address: Sequence[str]
    number: str
    title: str
    lines: Sequence[PaperLine]
    foot: DocumentTotals
    rates: Sequence[PaperRate]
    deposit: str = ""
    deposit_sum: Euro = field(default_factory=lambda: Euro(0))
    facts: Sequence[str] = ()
    words: str = ""
    issued_on: date | None = None


def quantity_words(line: PricedLine) -> str:
    unit = SHORT_UNITS.get(line.unit, "")
    return f"{format_quantity(line.quantity)}\u00a0{unit}" if unit else format_quantity(line.quantity)


def paper_lines(lines: Iterable[tuple[PricedLine, str]]) -> list[PaperLine]:
    """Each line with its details."""
    return [
        PaperLine(
            label=line.label,
            detail=detail,
            quantity=quantity_words(line),
            price=Euro(line.unit_price_cents),
            discount=percent(line.discount_bp) if line.discount_bp else "",
            rate=percent(line.vat_bp),
            net=line.net,
        )
        for line, detail in lines
    ]


def rates_of(foot: DocumentTotals) -> list[PaperRate]:
    """« TVA 10 % sur 642,00 € »."""
    return [
        PaperRate(
            _("TVA %(rate)s sur %(net)s") % {"rate": percent(row.rate_bp), "net": row.taxed.net.format()},
            row.taxed.tax,
        )
        for row in foot.by_rate
    ]


def deposit_words(kind: str) -> str:
    return {
        DepositKind.DEPOSIT.value: _("Acompte à la commande"),
        DepositKind.EARNEST.value: _("Arrhes à la commande"),
    }.get(kind, "")


def paper_of(quote: Quote, lines: list[QuoteLine]) -> Paper:
    """`quote` comes with its client and KPA."""
    priced = [line.priced for line in lines]
    foot = totals(priced, quote.discount)
    client = quote.client
    town = f"{client.postal_code} {client.city}".strip()
    return Paper(
        seller=quote.kpa.organisation.name,
        client=client.name,
        address=[line for line in (client.address_line_1, client.address_line_2, town) if line],
        number=str(quote) if quote.number else "",
        title=quote.title,
        lines=paper_lines(zip(priced, [line.detail for line in lines], strict=True)),
        foot=foot,
        rates=rates_of(foot),
        deposit=deposit_words(quote.deposit_kind),
        deposit_sum=quote.deposit,
        facts=facts_of(quote.service_on, quote.place, quote.valid_until, quote.payment_days),
        words=quote.words,
        issued_on=quote.issued_on,
    )


def pdf_answer(quote: Quote) -> HttpResponse:
    """The paper of a quote, always the same bytes. Raises Http404 for a draft."""
    try:
        content = pdf_of_quote(quote)
    except NotNumbered:
        raise Http404 from None
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{quote}.pdf"'
    return response


def facts_of(service_on: date | None, place: str, valid_until: date | None, payment_days: int) -> list[str]:
    """Dates and payment, as sentences."""
    facts = []
    if service_on:
        facts.append(_("Prestation le %(day)s.") % {"day": jour(service_on)})
    if place:
        facts.append(_("Lieu : %(place)s.") % {"place": place})
    if valid_until:
        facts.append(_("Devis gratuit, valable jusqu’au %(day)s.") % {"day": jour(valid_until)})
    if payment_days:
        facts.append(_("À payer %(days)d jours après la facture.") % {"days": payment_days})
    else:
        facts.append(_("À payer à la réception de la facture."))
    return facts
