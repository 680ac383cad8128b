"""From a draft to its photograph: one line by one line, one total by rate, every text copied in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from kpacite.domain.sales.enums import InvoiceKind, LineNature, LineUnit, VatRegime
from kpacite.domain.sales.rules.invoices import type_code_of
from kpacite.domain.sales.rules.lines import DocumentTotals
from kpacite.domain.sales.rules.mentions import (
    MentionFacts,
    audience_of,
    category_of,
    exemption_of,
    notes_for,
    vat_point_of,
)
from kpacite.domain.sales.rules.photograph import (
    Allowance,
    Earlier,
    InvoicePhotograph,
    Party,
    PhotoLine,
    Public,
    process_of,
    vat_totals,
)
from kpacite.kernel.money import Euro

UNITS = {
    LineUnit.PIECE: ("C62", ""),
    LineUnit.HOUR: ("HUR", "h"),
    LineUnit.PERSON: ("C62", "pers."),
    LineUnit.KILOGRAM: ("KGM", "kg"),
    LineUnit.MACHINE: ("C62", "machine"),
    LineUnit.DAY: ("DAY", "j"),
    LineUnit.FLAT: ("C62", "forfait"),
    LineUnit.KILOMETRE: ("KMT", "km"),
}
"""UN/ECE code, and what people read after the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A line as it was written: `net_cents` after its discount."""

    label: str
    detail: str
    quantity: Decimal
    unit: LineUnit
    unit_price_cents: int
    net_cents: int
    vat_bp: int
    nature: LineNature


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that a photograph is made of. `number` and `issued_on` are given at the last moment."""

    kind: InvoiceKind
    corrected: InvoiceKind | None
    seller: Party
    buyer: Party
    beneficiary: Party | None
    on_behalf: str
    activity: str
    lines: Sequence[DraftLine]
    totals: DocumentTotals
    mentions: MentionFacts
    payment_days: int
    supplied_on: date | None
    supplied_until: date | None
    due_on: date | None
    means: str
    means_words: str
    iban: str
    bic: str
    public: Public | None
    order_number: str
    quote_number: str
    cape_until: date | None
    remark: str
    reason: str
    colour: str = ""
    deposits: tuple[Earlier, ...] = ()
    corrects: tuple[Earlier, ...] = ()


def compose(draft: Draft, *, number: str, issued_on: date) -> InvoicePhotograph:
    """The photograph of a draft, as if issued that day. Raises InconsistentPhotograph."""
    regime = draft.mentions.regime
    lines = tuple(photo_line(rank, line, regime) for rank, line in enumerate(draft.lines, start=1))
    allowances = allowances_of(draft.totals, regime)
    vat = vat_totals(lines, allowances, reasons=exemption_of(regime))
    net, tax = sum(row.base_cents for row in vat), sum(row.tax_cents for row in vat)
    due_on = due_day(draft, issued_on)
    return InvoicePhotograph(
        number=number,
        type_code=type_code_of(draft.kind, draft.corrected),
        issued_on=issued_on,
        due_on=due_on,
        supplied_on=draft.supplied_on or issued_on,
        supplied_until=draft.supplied_until,
        seller=draft.seller,
        buyer=draft.buyer,
        beneficiary=draft.beneficiary,
        on_behalf=draft.on_behalf,
        activity=draft.activity,
        lines=lines,
        allowances=allowances,
        vat=vat,
        net_cents=net,
        tax_cents=tax,
        gross_cents=net + tax,
        due_cents=net + tax,
        process=process_of(
            services=draft.mentions.services, goods=draft.mentions.goods, after_deposit=bool(draft.deposits)
        ),
        vat_point=vat_point_of(
            draft.mentions, is_deposit=InvoiceKind.DEPOSIT in (draft.kind, draft.corrected)
        ),
        deposits=draft.deposits,
        corrects=draft.corrects,
        reason=draft.reason,
        order_number=draft.order_number,
        quote_number=draft.quote_number,
        means=draft.means,
        means_words=draft.means_words,
        iban=draft.iban if draft.means == "30" else "",
        bic=draft.bic if draft.means == "30" else "",
        payment_terms=draft.remark,
        notes=notes_for(draft.mentions),
        footer=cape_footer(draft.seller, draft.cape_until),
        public=draft.public,
        audience=audience_of(draft.mentions),
        colour=draft.colour,
    )


def due_day(draft: Draft, issued_on: date) -> date:
    """The day that people chose, else the seller's delay; a credit note is due at once."""
    if draft.kind == InvoiceKind.CREDIT:
        return issued_on
    return draft.due_on or issued_on + timedelta(days=draft.payment_days)


def cape_footer(seller: Party, until: date | None) -> str:
    """CAPE-08: the contract, the name, seat and number of the support body, and the term of the contract."""
    if until is None:
        return ""
    seat = f"{seller.address.street}, {seller.address.postcode} {seller.address.city}"
    return (
        "Contrat d’appui au projet d’entreprise (CAPE)"
        f" jusqu’au {until:%d/%m/%Y}, avec {seller.name}, {seat}, SIREN {seller.siren}."
    )


def photo_line(rank: int, line: DraftLine, regime: VatRegime) -> PhotoLine:
    code, words = UNITS[line.unit]
    quantity = f"{line.quantity:f}"
    whole = Euro(line.unit_price_cents).times(line.quantity).cents
    return PhotoLine(
        rank=rank,
        name=printable(line.label),
        description=printable(line.detail),
        quantity=quantity.rstrip("0").rstrip(".") if "." in quantity else quantity,
        unit=code,
        unit_words=words,
        unit_price_cents=line.unit_price_cents,
        discount_cents=whole - line.net_cents,
        net_cents=line.net_cents,
        vat_bp=line.vat_bp,
        category=category_of(regime),
        is_service=line.nature == LineNature.SERVICES,
    )


def allowances_of(whole: DocumentTotals, regime: VatRegime) -> tuple[Allowance, ...]:
    """The discount on the whole, cut by rate."""
    return tuple(
        Allowance(
            reason="Remise",
            net_cents=row.discount.cents,
            vat_bp=row.rate_bp,
            category=category_of(regime),
        )
        for row in whole.by_rate
        if not row.discount.is_zero
    )


def printable(text: str) -> str:
    """One paragraph without control signs: XML refuses them, and paper does not show them."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def printable_party(party: Party) -> Party:
    where = party.address
    clean = replace(
        where, street=printable(where.street), extra=printable(where.extra), city=printable(where.city)
    )
    return replace(party, name=printable(party.name), details=printable(party.details), address=clean)
