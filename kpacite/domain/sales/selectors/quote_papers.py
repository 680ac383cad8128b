"""A quote as its client holds it: its photograph, frozen with its number."""

from datetime import date

from kpacite.domain.contracts import selectors as contracts
from kpacite.domain.sales.enums import (
    ClientKind,
    DepositKind,
    LineNature,
    LineUnit,
    SalesChannel,
    VatRegime,
)
from kpacite.domain.sales.models import BillingProfile, Quote, QuoteLine
from kpacite.domain.sales.rules.composing import DraftLine, printable_party
from kpacite.domain.sales.rules.lines import totals
from kpacite.domain.sales.rules.photograph import Party
from kpacite.domain.sales.rules.quote_photograph import QuoteDraft, QuotePhotograph, compose_quote
from kpacite.domain.sales.selectors.composition import (
    beneficiary_of,
    buyer_of,
    carrier_on,
    profile_on,
    seller_of,
)


def seller_profile(quote: Quote, day: date) -> BillingProfile | None:
    """How the carrier of its KPA sells that day; None for a KPA that nobody carries, or an empty profile."""
    carrier = carrier_on(quote.kpa, day)
    return profile_on(carrier.pk, day) if carrier else None


def quote_photo(quote: Quote) -> QuotePhotograph | None:
    """What was frozen; for a quote numbered before that, what it says today; None for a draft."""
    if quote.photograph:
        return QuotePhotograph.from_json(quote.photograph)
    if quote.issued_on is None:
        return None
    return photograph_of(quote, seller_profile(quote, quote.issued_on), quote.issued_on)


def photograph_of(quote: Quote, profile: BillingProfile | None, day: date) -> QuotePhotograph:
    """The photograph of a quote that has its number, as this day dates it."""
    rows = list(quote.lines.order_by("position"))
    client = quote.client
    return compose_quote(
        QuoteDraft(
            number=str(quote),
            issued_on=day,
            valid_until=quote.valid_until,
            title=quote.title,
            seller=_seller(quote, profile),
            buyer=buyer_of(client),
            beneficiary=beneficiary_of(client),
            buyer_kind=ClientKind(client.kind),
            regime=VatRegime(profile.regime) if profile else VatRegime.TAXABLE,
            on_behalf=str(quote.kpa.organisation),
            activity=str(quote.deal.activity) if quote.deal.activity else "",
            lines=[_line(row) for row in rows],
            totals=totals([row.priced for row in rows], quote.discount),
            channel=SalesChannel(quote.channel),
            service_on=quote.service_on,
            place=quote.place,
            deposit=DepositKind(quote.deposit_kind) if quote.deposit_kind else None,
            deposit_cents=quote.deposit_cents,
            payment_days=quote.payment_days,
            words=quote.words,
            colour=quote.kpa.colour,
            cape_until=_cape_until(quote, profile, day),
        )
    )


def _seller(quote: Quote, profile: BillingProfile | None) -> Party:
    """The legal carrier; without a profile the KPA alone can be named."""
    return seller_of(profile) if profile else printable_party(Party(name=str(quote.kpa.organisation)))


def _cape_until(quote: Quote, profile: BillingProfile | None, day: date) -> date | None:
    """CAPE-08: until when the contract of whoever wrote this quote runs (docs/decisions/0036)."""
    if quote.author is None or profile is None:
        return None
    return contracts.cape_term(quote.author, quote.kpa, profile.entity_id, day)


def _line(row: QuoteLine) -> DraftLine:
    words = [row.detail, "Déplacement" if row.is_travel else ""]
    return DraftLine(
        label=row.label,
        detail=" · ".join(word for word in words if word),
        quantity=row.quantity,
        unit=LineUnit(row.unit),
        unit_price_cents=row.unit_price_cents,
        net_cents=row.priced.net.cents,
        vat_bp=row.vat_bp,
        nature=LineNature(row.nature),
    )
