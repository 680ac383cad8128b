"""Whether the money of a sharing is still there: a client may take it back, a payment may be a mistake."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Sum

from kpacite.domain.sales.models import CounterSale
from kpacite.domain.sales.models.payments import PaymentAllocation
from kpacite.domain.sharing.enums import SharingState
from kpacite.domain.sharing.models import CashPart, Sharing
from kpacite.domain.sharing.rules.given_back import Arrival, still_there

ALLOCATION, TILL = "allocation:", "counter:"


def left_of_invoices(invoices: Collection[int]) -> dict[int, int]:
    """Cents without VAT that stay of each payment of these invoices, by allocation. Two queries."""
    rows = PaymentAllocation.objects.filter(invoice__in=invoices, payment__cancelled_at=None)
    told = rows.annotate(net=Sum("taxes__net_cents")).order_by("pk").values_list("invoice", "pk", "net")
    by_invoice: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for invoice, key, net in told:
        by_invoice[invoice].append((key, net or 0))
    sources = [f"{ALLOCATION}{key}" for pairs in by_invoice.values() for key, _net in pairs]
    shared = set(CashPart.objects.filter(source__in=sources).values_list("source", flat=True))
    left: dict[int, int] = {}
    for pairs in by_invoice.values():
        left |= still_there(Arrival(key, net, f"{ALLOCATION}{key}" in shared) for key, net in pairs)
    return left


def cash_now(sharing: Sharing) -> int:
    """What is still there of the money of this sharing, in cents."""
    parts = dict(sharing.cash.values_list("source", "cents"))
    paid = [int(source.removeprefix(ALLOCATION)) for source in parts if source.startswith(ALLOCATION)]
    sold = [int(source.removeprefix(TILL)) for source in parts if source.startswith(TILL)]
    there: dict[str, int] = {}
    if paid:
        invoices = PaymentAllocation.objects.filter(pk__in=paid).values_list("invoice", flat=True)
        left = left_of_invoices(set(invoices))
        there |= {f"{ALLOCATION}{key}": left.get(key, 0) for key in paid}
    if sold:
        kept = CounterSale.objects.filter(pk__in=sold, payment__cancelled_at=None)
        standing = set(kept.values_list("pk", flat=True))
        there |= {f"{TILL}{key}": 0 for key in sold if key not in standing}
    return sum(min(cents, there.get(source, cents)) for source, cents in parts.items())


def shared_now(sharing: Sharing) -> int:
    """What this sharing shares, its validated rectifications included, in cents."""
    done = sharing.corrections.filter(state=SharingState.VALIDATED)
    return sharing.base_cents + (done.aggregate(cents=Sum("base_cents"))["cents"] or 0)
