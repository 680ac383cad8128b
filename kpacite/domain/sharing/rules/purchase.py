"""Apportion a group purchase: delivery, discount and margin follow what was delivered to each (R27)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpacite.kernel.rounding import round_half_up
from kpacite.kernel.split import split

from .refusal import Refusal, SharingRefused
from .situation import Kind, Line
from .wording import COLON, euros


@dataclass(frozen=True, slots=True)
class Order:
    """What a household ordered and what came: a missing article is not billed."""

    id: str
    name: str
    ordered_cents: int
    delivered_cents: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """A delivery for several orders."""

    orders: tuple[Order, ...]
    delivery_cents: int = 0
    discount_cents: int = 0
    margin_rate: Fraction = Fraction(0)
    """The cooperative's margin, on what is delivered."""
    tie_start: int = 0


@dataclass(frozen=True, slots=True)
class Bill:
    """What one order costs, in cents: columns add up over the orders, rows over the components."""

    order: Order
    delivery: int
    discount: int
    """Zero or less."""
    margin: int

    @property
    def goods(self) -> int:
        return self.order.delivered_cents

    @property
    def total(self) -> int:
        return self.goods + self.delivery + self.discount + self.margin


@dataclass(frozen=True, slots=True)
class Bills:
    """A bill per order, in their order."""

    bills: tuple[Bill, ...]
    lines: tuple[Line, ...]

    @property
    def total_cents(self) -> int:
        return sum(bill.total for bill in self.bills)

    @property
    def margin_cents(self) -> int:
        return sum(bill.margin for bill in self.bills)


def group_purchase(purchase: Purchase) -> Bills:
    """Bill each order. Each component is shared apart, at the largest remainder.

    Raises `SharingRefused`: an order written twice, a discount above the goods, costs without any delivery.
    """
    if len({order.id for order in purchase.orders}) != len(purchase.orders):
        raise SharingRefused(Refusal.DUPLICATE_ORDER, field="orders")
    goods = [order.delivered_cents for order in purchase.orders]
    if purchase.discount_cents > sum(goods):
        raise SharingRefused(Refusal.DISCOUNT_EXCEEDS_GOODS, field="discount_cents")
    if purchase.delivery_cents and not any(goods):
        raise SharingRefused(Refusal.NO_ELIGIBLE_WEIGHT, field="orders")
    margin = round_half_up(purchase.margin_rate * sum(goods))
    columns = [
        _shared(cents, goods, purchase.tie_start)
        for cents in (purchase.delivery_cents, -purchase.discount_cents, margin)
    ]
    bills = tuple(Bill(*row) for row in zip(purchase.orders, *columns, strict=True))
    return Bills(bills, tuple(line for bill in bills for line in _told(bill)))


def _shared(cents: int, goods: Sequence[int], tie_start: int) -> Sequence[int]:
    return split(cents, goods, tie_start=tie_start) if cents else [0] * len(goods)


def _told(bill: Bill) -> Iterator[Line]:
    parts = [f"{euros(bill.goods)} d’articles"]
    parts += [f"{euros(cents)} {what}" for cents, what in _extras(bill) if cents]
    yield Line(
        Kind.SHARE, f"{euros(bill.total)} pour {bill.order.name}{COLON} {', '.join(parts)}.", None, bill.total
    )
    missing = bill.order.ordered_cents - bill.goods
    if missing > 0:
        yield Line(
            Kind.NOTE,
            f"{bill.order.name}{COLON} {euros(missing)} d’articles manquent, ils ne sont pas payés.",
        )


def _extras(bill: Bill) -> tuple[tuple[int, str], ...]:
    return (bill.delivery, "de livraison"), (bill.discount, "de remise"), (bill.margin, "de marge")
