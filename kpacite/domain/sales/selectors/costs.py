"""What was bought for an order: notes of expenses of members, invoices of suppliers to the carrier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.sales.enums import ExpenseState, PurchaseState
from kpacite.domain.sales.models import ExpenseClaim, Order, SupplierInvoice
from kpacite.domain.sales.selectors.deals import UNDER_WAY

LATE_TICKET = timedelta(days=90)
"""How long an order that is over is still proposed: a ticket is often found after the invoice left."""
MOST_ORDERS = 200
SENT = tuple(state for state in ExpenseState if state not in (ExpenseState.DRAFT, ExpenseState.REFUSED))


@dataclass(frozen=True, slots=True)
class OrderCosts:
    """Cents, without the tax that the carrier recovers. `claims`: for those who may read them."""

    claims: list[ExpenseClaim]
    claims_cents: int
    supplier_count: int
    supplier_cents: int

    @property
    def total_cents(self) -> int:
        return self.claims_cents + self.supplier_cents


def orders_to_buy_for(kpas: Iterable[int], now: datetime) -> list[Order]:
    """Orders of these KPAs (their keys) that a purchase may be for, the nearest to be done first."""
    since = now - LATE_TICKET
    wanted = Q(state__in=sorted(UNDER_WAY)) | Q(closed_at__gte=since) | Q(cancelled_at__gte=since)
    rows = Order.objects.filter(wanted, kpa__in=list(kpas)).select_related("deal__activity")
    return list(rows.order_by("-service_on", "-pk")[:MOST_ORDERS])


def order_here(kpa: Kpa | Organisation, pk: int) -> Order | None:
    """An order of this KPA, with the activity that it brings; None elsewhere."""
    return Order.objects.filter(kpa=kpa.pk, pk=pk).select_related("deal__activity").first()


def costs_of(order: Order) -> OrderCosts:
    """What was sent and not refused, what is in the books of the carrier: two queries."""
    sent = order.expenses.filter(state__in=SENT).select_related("claimant__merged_into")
    claims = list(sent.order_by("spent_on", "pk"))
    bought = order.supplier_invoices.filter(state__in=(PurchaseState.POSTED, PurchaseState.PAID))
    asked = [_cost(invoice) for invoice in bought.order_by("pk")]
    return OrderCosts(
        claims, sum(claim.amount_cents - claim.vat_cents for claim in claims), len(asked), sum(asked)
    )


def _cost(invoice: SupplierInvoice) -> int:
    cents = invoice.gross_cents - invoice.vat_cents
    return -cents if invoice.is_credit else cents
