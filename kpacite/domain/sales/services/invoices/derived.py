"""Drafts made from something else: a deposit, the balance that deducts it, a credit note, the next month."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Unpack

from django.db import transaction

from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import InvoiceKind, LineNature, LineUnit, PaymentMeans
from kpacite.domain.sales.models import Invoice, InvoiceLine
from kpacite.domain.sales.rules.lines import GlobalDiscount, PricedLine, deposit_by_rate, totals
from kpacite.domain.sales.services.invoices.drafts import (
    InvoiceDetails,
    LineInput,
    Sale,
    submit_invoice,
    write_invoice,
)
from kpacite.domain.sales.services.invoices.errors import (
    CreditOfCredit,
    DepositNotFree,
    GivenUpElsewhere,
    IssuedElsewhere,
    NotIssued,
    ReasonNeeded,
)
from kpacite.domain.sales.services.invoices.issuing import is_free, issue_invoice
from kpacite.domain.sales.services.invoices.locking import locked_invoice
from kpacite.kernel.rounding import BASIS_POINTS, round_half_up

DEPOSIT_WORDS = "Acompte"
DEDUCTED_WORDS = "Acompte déjà facturé : %s"


@transaction.atomic
def write_deposit(
    *,
    sale: Sale,
    cents: int,
    actor: Account | None,
    now: datetime,
    today: date,
    discount: GlobalDiscount | None = None,
    label: str = DEPOSIT_WORDS,
    **details: Unpack[InvoiceDetails],
) -> Invoice:
    """A deposit invoice of `cents`, tax included, cut by rate of what is ordered (INV-13).

    The tax is computed again on each base, so the sum asked may differ by a cent. Raises DepositTooLarge, and
    what `write_invoice` raises.
    """
    whole = totals([_priced(line) for line in sale.lines], discount or GlobalDiscount())
    parts = [
        LineInput(
            label=label,
            quantity=Decimal(1),
            unit=LineUnit.FLAT,
            unit_price_cents=part.net.cents,
            vat_bp=part.rate_bp,
            nature=_nature(sale.lines),
            activity=sale.lines[0].activity if sale.lines else None,
        )
        for part in deposit_by_rate(whole, cents)
    ]
    details.setdefault("supplied_on", today)
    return write_invoice(
        sale=replace(sale, lines=parts),
        kind=InvoiceKind.DEPOSIT,
        actor=actor,
        now=now,
        today=today,
        **details,
    )


def _nature(lines: Sequence[LineInput]) -> LineNature:
    only_goods = bool(lines) and all(line.nature == LineNature.GOODS for line in lines)
    return LineNature.GOODS if only_goods else LineNature.SERVICES


def _priced(line: LineInput) -> PricedLine:
    return PricedLine(
        label=line.label,
        quantity=line.quantity,
        unit=line.unit,
        unit_price_cents=line.unit_price_cents,
        vat_bp=line.vat_bp,
        discount_bp=line.discount_bp,
    )


@transaction.atomic
def write_balance(
    *,
    sale: Sale,
    deposits: Sequence[Invoice],
    actor: Account | None,
    now: datetime,
    today: date,
    **details: Unpack[InvoiceDetails],
) -> Invoice:
    """The whole order, less each deposit by a negative line of its rate (INV-14).

    A discount in per cent goes onto the lines, so that it does not fall on the deposits. Raises
    DepositNotFree, and what `write_invoice` raises.
    """
    if not all(is_free(deposit) for deposit in deposits):
        raise DepositNotFree
    off = [row for deposit in deposits for row in _deductions(deposit)]
    discount_bp = details.pop("discount_bp", 0)
    lines = [*(_discounted(line, discount_bp) for line in sale.lines), *off]
    return write_invoice(
        sale=replace(sale, lines=lines),
        kind=InvoiceKind.BALANCE,
        actor=actor,
        now=now,
        today=today,
        **details,
    )


def _discounted(line: LineInput, discount_bp: int) -> LineInput:
    left = (BASIS_POINTS - line.discount_bp) * (BASIS_POINTS - discount_bp)
    return replace(line, discount_bp=BASIS_POINTS - round_half_up(Decimal(left) / BASIS_POINTS))


def _deductions(deposit: Invoice) -> list[LineInput]:
    return [
        LineInput(
            label=DEDUCTED_WORDS % deposit.number,
            quantity=-row.quantity,
            unit=LineUnit(row.unit),
            unit_price_cents=row.unit_price_cents,
            vat_bp=row.vat_bp,
            nature=LineNature(row.nature),
            activity=row.activity,
            deposit=deposit,
        )
        for row in deposit.lines.select_related("activity").order_by("position")
    ]


@transaction.atomic
def write_credit_note(
    *,
    invoice: Invoice,
    reason: str,
    actor: Account | None,
    now: datetime,
    today: date,
    quantities: Mapping[int, Decimal] | None = None,
    key: str = "",
) -> Invoice:
    """A credit note on an issued invoice: whole, or the quantities given for each line (by its key).

    Never more than what remains: `issue_invoice` says so, with the invoice locked. Raises NotIssued,
    CreditOfCredit, ReasonNeeded.
    """
    invoice = locked_invoice(invoice)
    if not invoice.is_issued:
        raise NotIssued
    if invoice.is_credit:
        raise CreditOfCredit
    if invoice.is_for_lateness:
        raise GivenUpElsewhere
    if not reason.strip():
        raise ReasonNeeded
    lines, off = given_back(invoice, quantities)
    return write_invoice(
        sale=Sale(kpa=invoice.kpa, client=invoice.client, lines=lines, key=key),
        kind=InvoiceKind.CREDIT,
        corrects=invoice,
        actor=actor,
        now=now,
        today=today,
        activity=invoice.activity,
        reason=reason.strip(),
        supplied_on=invoice.supplied_on,
        means=PaymentMeans(invoice.means),
        discount_bp=invoice.discount_bp,
        discount_cents=off,
        order_ref=invoice.order_ref,
        quote_number=invoice.quote_number,
        is_example=invoice.is_example,
    )


@transaction.atomic
def credit_invoice(
    *,
    invoice: Invoice,
    reason: str,
    actor: Account | None,
    now: datetime,
    today: date,
    quantities: Mapping[int, Decimal] | None = None,
    key: str = "",
    is_issued: bool,
) -> Invoice:
    """Write a credit note, and issue it at once or show it to the accountant; all of it or nothing.

    Raises what `write_credit_note`, `issue_invoice` and `submit_invoice` raise.
    """
    note = write_credit_note(
        invoice=invoice, reason=reason, quantities=quantities, key=key, actor=actor, now=now, today=today
    )
    finish = issue_invoice if is_issued else submit_invoice
    return finish(invoice=note, actor=actor, now=now, today=today)


def given_back(invoice: Invoice, quantities: Mapping[int, Decimal] | None) -> tuple[list[LineInput], int]:
    """The lines that a credit note copies, and what it takes off the whole, in cents.

    A sum taken off the whole cannot be cut by line: a part gives back the price of its lines.
    """
    rows = invoice.lines.select_related("activity", "offer", "deposit").order_by("position")
    if quantities is None:
        return [copied(row, row.quantity) for row in rows], invoice.discount_cents
    return [copied(row, quantities[row.pk]) for row in rows if quantities.get(row.pk)], 0


def copied(row: InvoiceLine, quantity: Decimal) -> LineInput:
    """The same line, for this quantity."""
    return LineInput(
        label=row.label,
        detail=row.detail,
        quantity=quantity,
        unit=LineUnit(row.unit),
        unit_price_cents=row.unit_price_cents,
        vat_bp=row.vat_bp,
        discount_bp=row.discount_bp,
        nature=LineNature(row.nature),
        mode=row.mode,
        is_travel=row.is_travel,
        offer=row.offer,
        activity=row.activity,
        deposit=row.deposit,
    )


@transaction.atomic
def duplicate_invoice(
    *, invoice: Invoice, actor: Account | None, now: datetime, today: date, key: str = ""
) -> Invoice:
    """A new draft with the same client and lines: the next month, or the right one after a credit note.

    Raises CreditOfCredit, IssuedElsewhere, and what `write_invoice` raises.
    """
    if invoice.is_credit:
        raise CreditOfCredit
    if invoice.is_taken_over or invoice.is_for_lateness:
        raise IssuedElsewhere
    rows = invoice.lines.select_related("activity", "offer", "deposit").order_by("position")
    return write_invoice(
        sale=Sale(
            kpa=invoice.kpa, client=invoice.client, lines=[copied(row, row.quantity) for row in rows], key=key
        ),
        kind=InvoiceKind(invoice.kind),
        actor=actor,
        now=now,
        today=today,
        activity=invoice.activity,
        means=PaymentMeans(invoice.means),
        discount_bp=invoice.discount_bp,
        discount_cents=invoice.discount_cents,
        client_order_number=invoice.client_order_number,
        order_ref=invoice.order_ref,
        quote_number=invoice.quote_number,
        remark=invoice.remark,
    )
