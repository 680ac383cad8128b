"""Drafts: written, changed, proposed to the accountant, sent back with a reason, thrown away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction

from kpacite.domain.activities.models import Activity, Offer
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import (
    InvoiceKind,
    InvoiceState,
    LineNature,
    LineUnit,
    PaymentMeans,
    VatRegime,
)
from kpacite.domain.sales.models import Client, Invoice, InvoiceLine
from kpacite.domain.sales.rules.lines import totals
from kpacite.domain.sales.rules.photograph import InvoicePhotograph
from kpacite.domain.sales.selectors.composition import cape_term_of, carrier_on, composition_of, profile_on
from kpacite.domain.sales.services.errors import ChangedMeanwhile
from kpacite.domain.sales.services.invoices.errors import (
    CannotSendBack,
    NoCarrier,
    ReasonNeeded,
    UnableToIssue,
)
from kpacite.domain.sales.services.invoices.locking import locked_draft, profile_for, write_event


@dataclass(frozen=True, slots=True, kw_only=True)
class LineInput:
    """A line to write. Prices without tax, in cents; a rate and a discount in basis points."""

    label: str
    quantity: Decimal
    unit_price_cents: int
    vat_bp: int
    unit: LineUnit = LineUnit.PIECE
    detail: str = ""
    discount_bp: int = 0
    nature: LineNature = LineNature.SERVICES
    mode: str = ""
    is_travel: bool = False
    offer: Offer | None = None
    activity: Activity | None = None
    deposit: Invoice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """What a KPA sells to a client. `key` names the gesture: the same one twice writes one invoice."""

    kpa: Kpa
    client: Client
    lines: Sequence[LineInput]
    key: str = ""


class InvoiceDetails(TypedDict, total=False):
    activity: Activity | None
    supplied_on: date | None
    supplied_until: date | None
    due_on: date | None
    means: PaymentMeans
    discount_bp: int
    discount_cents: int
    quote_number: str
    order_ref: str
    client_order_number: str
    cape_until: date | None
    remark: str
    reason: str
    is_example: bool


class InvoiceChanges(InvoiceDetails, total=False):
    client: Client


@transaction.atomic
def write_invoice(
    *,
    sale: Sale,
    actor: Account | None,
    now: datetime,
    today: date,
    kind: InvoiceKind = InvoiceKind.INVOICE,
    corrects: Invoice | None = None,
    **details: Unpack[InvoiceDetails],
) -> Invoice:
    """Write a draft, issued later by the carrier of the KPA.

    The same key a second time gives the draft already written. Where the carrier charges no VAT, every rate
    becomes 0. Raises NoCarrier, DiscountTooLarge, or `Refused` for what the columns refuse.
    """
    kpa = sale.kpa
    Organisation.objects.select_for_update(of=("self",)).get(pk=kpa.pk)
    if sale.key and (known := Invoice.objects.filter(kpa=kpa, key=sale.key).first()):
        return known
    carrier = corrects.carrier if corrects else carrier_on(kpa, today)
    if carrier is None:
        raise NoCarrier
    invoice = Invoice(
        kpa=kpa,
        carrier=carrier,
        client=sale.client,
        kind=kind,
        corrects=corrects,
        key=sale.key,
        author=actor,
        created_at=now,
        **details,
    )
    _write(invoice, sale.lines, today)
    write_event(invoice, "written", actor=actor, now=now)
    return invoice


@transaction.atomic
def edit_invoice(
    *,
    invoice: Invoice,
    version: int,
    actor: Account | None,
    now: datetime,
    today: date,
    lines: Sequence[LineInput] | None = None,
    **changes: Unpack[InvoiceChanges],
) -> Invoice:
    """Change a draft; proposed, it becomes a draft again. `version`: the one that the person has read.

    Raises InvoiceAlreadyIssued, ChangedMeanwhile, DiscountTooLarge, or `Refused`.
    """
    invoice = locked_draft(invoice)
    if invoice.version != version:
        raise ChangedMeanwhile
    for name, value in changes.items():
        setattr(invoice, name, value)
    invoice.version += 1
    invoice.state, invoice.submitted_at = InvoiceState.DRAFT, None
    _write(invoice, lines, today)
    write_event(invoice, "edited", actor=actor, now=now, version=invoice.version)
    return invoice


def _write(invoice: Invoice, lines: Sequence[LineInput] | None, today: date) -> None:
    """Save the draft, its lines when given, and its totals."""
    if lines is None:
        rows = list(invoice.lines.order_by("position"))
    else:
        profile = profile_on(invoice.carrier_id, today)
        is_taxed = profile is None or profile.regime == VatRegime.TAXABLE
        rows = [_row(invoice, rank, line, is_taxed=is_taxed) for rank, line in enumerate(lines, start=1)]
    invoice.cape_until = cape_term_of(invoice, today)
    whole = totals([row.priced for row in rows], invoice.discount)
    invoice.net_cents, invoice.tax_cents = whole.net.cents, whole.tax.cents
    invoice.gross_cents = whole.gross.cents
    save_checked(invoice)
    if lines is not None:
        invoice.lines.all().delete()
        for row in rows:
            row.invoice = invoice
            row.clean_fields(exclude=["invoice"])
        InvoiceLine.objects.bulk_create(rows)


def preview_invoice(
    *, sale: Sale, actor: Account | None, today: date, **details: Unpack[InvoiceDetails]
) -> InvoicePhotograph:
    """What the document would say if it were issued now; nothing is written.

    Raises NoCarrier, NoBillingProfile, DiscountTooLarge.
    """
    carrier = carrier_on(sale.kpa, today)
    if carrier is None:
        raise NoCarrier
    invoice = Invoice(
        kpa=sale.kpa,
        carrier=carrier,
        client=sale.client,
        kind=InvoiceKind.INVOICE,
        author=actor,
        **details,
    )
    invoice.cape_until = cape_term_of(invoice, today)
    profile = profile_for(invoice, today)
    is_taxed = profile.regime == VatRegime.TAXABLE
    rows = [_row(invoice, rank, line, is_taxed=is_taxed) for rank, line in enumerate(sale.lines, start=1)]
    return composition_of(invoice, profile, rows).photograph(number="", issued_on=today)


def _row(invoice: Invoice, rank: int, line: LineInput, *, is_taxed: bool) -> InvoiceLine:
    return InvoiceLine(
        invoice=invoice,
        position=rank,
        label=line.label.strip(),
        detail=line.detail.strip(),
        quantity=line.quantity,
        unit=line.unit,
        unit_price_cents=line.unit_price_cents,
        discount_bp=line.discount_bp,
        vat_bp=line.vat_bp if is_taxed else 0,
        nature=line.nature,
        mode=line.mode,
        is_travel=line.is_travel,
        offer=line.offer,
        activity=line.activity,
        deposit=line.deposit,
    )


@transaction.atomic
def submit_invoice(*, invoice: Invoice, actor: Account | None, now: datetime, today: date) -> Invoice:
    """Show a finished draft to the carrier's accountant; twice changes nothing.

    Raises UnableToIssue with all that is missing, InvoiceAlreadyIssued, NoBillingProfile.
    """
    invoice = locked_draft(invoice)
    if found := composition_of(invoice, profile_for(invoice, today)).problems(today):
        raise UnableToIssue(found)
    if invoice.state == InvoiceState.TO_VALIDATE:
        return invoice
    invoice.state, invoice.submitted_at, invoice.sent_back_reason = InvoiceState.TO_VALIDATE, now, ""
    invoice.save(update_fields=["state", "submitted_at", "sent_back_reason"])
    write_event(invoice, "submitted", actor=actor, now=now)
    return invoice


@transaction.atomic
def send_back_invoice(*, invoice: Invoice, reason: str, actor: Account | None, now: datetime) -> Invoice:
    """Give a proposed invoice back to its group, with what to correct.

    Raises ReasonNeeded, CannotSendBack, InvoiceAlreadyIssued.
    """
    invoice = locked_draft(invoice)
    if not reason.strip():
        raise ReasonNeeded
    if invoice.state != InvoiceState.TO_VALIDATE:
        raise CannotSendBack
    invoice.state, invoice.submitted_at = InvoiceState.DRAFT, None
    invoice.sent_back_reason = reason.strip()
    save_checked(invoice)
    write_event(invoice, "sent_back", actor=actor, now=now, reason=invoice.sent_back_reason)
    return invoice


@transaction.atomic
def discard_invoice(*, invoice: Invoice, actor: Account | None, now: datetime) -> None:
    """Throw a draft away: it never had a number. Raises InvoiceAlreadyIssued."""
    invoice = locked_draft(invoice)
    write_event(invoice, "discarded", actor=actor, now=now)
    invoice.lines.all().delete()
    invoice.delete()
