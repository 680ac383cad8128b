"""From an order to its invoices: the deposit that its quote asks, then the whole less that deposit.

What is written is a draft, which follows the way of every invoice. Each gesture has its key: a second tap
gives the same draft.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import DepositKind, InvoiceKind, LineNature, LineUnit, OrderState
from kpacite.domain.sales.models import Invoice, Order, QuoteLine
from kpacite.domain.sales.selectors.bills import invoices_of_order
from kpacite.domain.sales.selectors.composition import carrier_on, profile_on
from kpacite.domain.sales.selectors.deals import order_lines
from kpacite.domain.sales.services.invoices.derived import write_balance, write_deposit
from kpacite.domain.sales.services.invoices.drafts import LineInput, Sale, write_invoice
from kpacite.domain.sales.services.invoices.errors import (
    DepositWaits,
    NoDepositAsked,
    OrderNotDone,
    TooLateForDeposit,
)
from kpacite.domain.sales.services.invoices.issuing import is_free
from kpacite.domain.sales.services.orders import locked_order
from kpacite.platform import audit

LONGEST_CLIENT_NUMBER = 50
DEPOSIT, WHOLE = "deposit", "whole"
DONE = frozenset({OrderState.DONE, OrderState.CLOSED})


@transaction.atomic
def write_deposit_of_order(*, order: Order, actor: Account | None, now: datetime, today: date) -> Invoice:
    """The draft of the deposit that the quote asks, before the whole is invoiced.

    Raises NoDepositAsked, TooLateForDeposit, and what `write_deposit` raises.
    """
    order = locked_order(order)
    if known := _known(order, DEPOSIT):
        return known
    if order.quote is None or order.quote.deposit_kind != DepositKind.DEPOSIT:
        raise NoDepositAsked
    if order.state in (OrderState.CLOSED, OrderState.CANCELLED) or _known(order, WHOLE):
        raise TooLateForDeposit
    draft = write_deposit(
        sale=_sale(order, DEPOSIT),
        cents=order.quote.deposit_cents,
        discount=order.quote.discount,
        **_common(order, actor, now, today),
    )
    return _billed(order, draft, actor, now)


@transaction.atomic
def write_invoice_of_order(*, order: Order, actor: Account | None, now: datetime, today: date) -> Invoice:
    """The draft of what was ordered, less the deposits already issued; without lines for a direct order.

    Raises OrderNotDone, DepositWaits, and what `write_invoice` raises.
    """
    order = locked_order(order)
    if known := _known(order, WHOLE):
        return known
    if order.state not in DONE:
        raise OrderNotDone
    deposits = list(invoices_of_order(order).filter(kind=InvoiceKind.DEPOSIT))
    if any(not deposit.is_issued for deposit in deposits):
        raise DepositWaits
    details: dict[str, Any] = {"supplied_on": _supplied_on(order)}
    if order.quote is not None:
        details |= {
            "due_on": _due_on(order, order.quote.payment_days, today),
            "discount_bp": order.quote.discount_bp,
            "discount_cents": order.quote.discount_cents,
        }
    details |= _common(order, actor, now, today)
    sale = _sale(order, WHOLE)
    if off := [deposit for deposit in deposits if is_free(deposit)]:
        return _billed(order, write_balance(sale=sale, deposits=off, **details), actor, now)
    return _billed(order, write_invoice(sale=sale, **details), actor, now)


def _key(order: Order, what: str) -> str:
    """Names the gesture: one deposit and one whole for each order."""
    return f"order.{order.pk}" if what == WHOLE else f"order.{order.pk}.{what}"


def _known(order: Order, what: str) -> Invoice | None:
    rows = Invoice.objects.filter(kpa=order.kpa_id, key=_key(order, what))
    return rows.select_related("kpa__organisation").first()


def _sale(order: Order, what: str) -> Sale:
    client = order.client.merged_into or order.client
    lines = [_line(row) for row in order_lines(order)]
    return Sale(kpa=order.kpa, client=client, lines=lines, key=_key(order, what))


def _line(row: QuoteLine) -> LineInput:
    return LineInput(
        label=row.label,
        detail=row.detail,
        quantity=row.quantity,
        unit=LineUnit(row.unit),
        unit_price_cents=row.unit_price_cents,
        vat_bp=row.vat_bp,
        discount_bp=row.discount_bp,
        nature=LineNature(row.nature),
        mode=row.mode,
        is_travel=row.is_travel,
        offer=row.offer,
        activity=row.activity,
    )


def _common(order: Order, actor: Account | None, now: datetime, today: date) -> dict[str, Any]:
    return {
        "activity": order.deal.activity,
        "quote_number": str(order.quote) if order.quote else "",
        "order_ref": order.number,
        "client_order_number": order.client_reference[:LONGEST_CLIENT_NUMBER],
        "is_example": order.deal.is_example,
        "actor": actor,
        "now": now,
        "today": today,
    }


def _due_on(order: Order, days: int, today: date) -> date | None:
    """The delay of the quote; None where it is the carrier's usual one, then counted from the issuing."""
    carrier = carrier_on(order.kpa, today)
    profile = profile_on(carrier.pk, today) if carrier else None
    return None if profile and profile.payment_days == days else today + timedelta(days=days)


def _supplied_on(order: Order) -> date | None:
    """The day of the work: that of its last intervention, or the one agreed, or when it was said done."""
    last = order.order_jobs.order_by("-job__ends_at").values_list("job__ends_at", flat=True).first()
    if last is not None:
        return timezone.localdate(last)
    if order.service_on is not None:
        return order.service_on
    return timezone.localdate(order.done_at) if order.done_at else None


def _billed(order: Order, draft: Invoice, actor: Account | None, now: datetime) -> Invoice:
    audit.record(actor=actor, action="sales.order.billed", target=order, at=now, data={"invoice": draft.pk})
    return draft
