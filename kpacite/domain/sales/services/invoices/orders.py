"""From an order that is done to the draft of its invoice, in one gesture."""

from datetime import date, datetime

from django.db import transaction

from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import InvoiceKind, LineNature, LineUnit, OrderState
from kpacite.domain.sales.models import Invoice, Order, QuoteLine
from kpacite.domain.sales.services.invoices.derived import write_balance
from kpacite.domain.sales.services.invoices.drafts import InvoiceDetails, LineInput, Sale, write_invoice
from kpacite.domain.sales.services.invoices.errors import OrderNotDone
from kpacite.domain.sales.services.invoices.issuing import is_free

DONE = frozenset({OrderState.DONE, OrderState.CLOSED})


@transaction.atomic
def write_invoice_of_order(*, order: Order, actor: Account | None, now: datetime, today: date) -> Invoice:
    """The draft of an order that is done: the lines that were agreed, less the deposits already invoiced.

    The same order twice gives the same draft. An order without a quote gives an empty draft to fill.
    Raises OrderNotDone, and what `write_invoice` raises.
    """
    order = (
        Order.objects.select_for_update(of=("self",))
        .select_related("kpa", "client", "quote")
        .get(pk=order.pk)
    )
    if order.state not in DONE:
        raise OrderNotDone
    quote = order.quote
    rows = quote.lines.select_related("activity", "offer").order_by("position") if quote else []
    sale = Sale(
        kpa=order.kpa, client=order.client, lines=[_line(row) for row in rows], key=f"order.{order.pk}"
    )
    details = InvoiceDetails(
        activity=order.deal.activity,
        supplied_on=order.service_on or today,
        order_ref=order.number,
        quote_number=quote.number if quote else "",
        client_order_number=order.client_reference[:50],
        discount_bp=quote.discount_bp if quote else 0,
        discount_cents=quote.discount_cents if quote else 0,
    )
    deposits = _deposits(order)
    if deposits:
        return write_balance(sale=sale, deposits=deposits, actor=actor, now=now, today=today, **details)
    return write_invoice(sale=sale, actor=actor, now=now, today=today, **details)


def _deposits(order: Order) -> list[Invoice]:
    rows = Invoice.objects.issued().filter(kpa=order.kpa_id, kind=InvoiceKind.DEPOSIT, order_ref=order.number)
    return [deposit for deposit in rows.order_by("pk") if is_free(deposit)]


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
