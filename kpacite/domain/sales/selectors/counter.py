from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from kpacite.domain.activities.enums import OfferState
from kpacite.domain.activities.models import Activity, Offer, OfferRate
from kpacite.domain.contracts import selectors as contracts
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.sales.enums import PaymentMeans, VatRegime
from kpacite.domain.sales.enums.payments import CashRecordKind
from kpacite.domain.sales.models import CashRecord, CounterSale
from kpacite.domain.sales.rules.composing import cape_footer
from kpacite.domain.sales.selectors.composition import carrier_on, profile_on, seller_of
from kpacite.kernel.money import Euro
from kpacite.kernel.vat import Taxed


@dataclass(frozen=True, slots=True)
class StallOffer:
    """An offer that may be sold at once: its price with tax, by mode of supply."""

    offer: Offer
    prices: dict[str, tuple[int, int]]
    """mode → (price of one unit with tax in cents, rate in basis points)."""


def stall_offers(activity: Activity, today: date) -> list[StallOffer]:
    """What is in the catalogue with a price; the rate of each mode is the one noted for today.

    A carrier that owes no VAT sells at its price without tax. Two queries, and those of the carrier.
    """
    exempt = is_exempt(activity, today)
    rates = Prefetch("rates", OfferRate.objects.on(today).order_by("mode"), to_attr="rates_today")
    rows = activity.offers.in_state(OfferState.PUBLISHED).filter(price_cents__isnull=False)
    found = []
    for offer in rows.prefetch_related(rates).order_by("name"):
        prices = {}
        for rate in offer.rates_today:  # type: ignore[attr-defined]
            vat_bp = 0 if exempt else rate.vat_bp
            price = Taxed.from_net(Euro(offer.price_cents or 0), rate_bp=vat_bp).gross.cents
            prices[rate.mode] = (price, vat_bp)
        if prices:
            found.append(StallOffer(offer, prices))
    return found


def is_exempt(activity: Activity, today: date) -> bool:
    """Whether the carrier of this activity owes no VAT that day."""
    carrier = carrier_on(activity.kpa, today)
    profile = profile_on(carrier.pk, today) if carrier is not None else None
    return profile is not None and profile.regime != VatRegime.TAXABLE


def counter_sales(kpa: Kpa | Organisation, *, activity: int | None = None) -> QuerySet[CounterSale]:
    """The latest first, cancelled ones included."""
    rows = CounterSale.objects.filter(payment__kpa=kpa.pk)
    if activity is not None:
        rows = rows.filter(activity=activity)
    return rows.select_related("payment", "activity").order_by("-at", "-pk")


def counter_sale_of(kpa: Kpa | Organisation, pk: int) -> CounterSale | None:
    rows = CounterSale.objects.select_related("payment__carrier", "payment__kpa__organisation", "activity")
    rows = rows.select_related("payment__recorded_by__person")
    return rows.filter(payment__kpa=kpa.pk, pk=pk).first()


def counter_sale_of_payment(payment: int) -> CounterSale | None:
    return CounterSale.objects.filter(payment=payment).select_related("payment").first()


def receipt_of_sale(sale: CounterSale) -> CashRecord | None:
    """Its link in the chain of receipts: what its ticket is numbered by."""
    return sale.payment.cash_records.filter(kind=CashRecordKind.RECEIPT).first()


@dataclass(frozen=True, slots=True)
class StallSeller:
    """Who sells, as a receipt says it. `footer`: the CAPE of whoever sold (CAPE-08), when there is one."""

    name: str
    seat: str
    siren: str
    vat_key: str
    footer: str


def seller_of_sale(sale: CounterSale) -> StallSeller:
    """Its carrier on the day of the sale; without a profile, its name and number alone."""
    payment = sale.payment
    profile = profile_on(payment.carrier_id, payment.received_on)
    if profile is None:
        carrier = payment.carrier
        return StallSeller(carrier.name, "", carrier.siren, "", "")
    sold_by = payment.recorded_by
    until = (
        contracts.cape_term(sold_by.person, payment.kpa, payment.carrier_id, payment.received_on)
        if sold_by is not None
        else None
    )
    party = seller_of(profile)
    seat = f"{profile.street}, {profile.postal_code} {profile.city}"
    return StallSeller(party.name, seat, profile.siren, profile.vat_key, cape_footer(party, until))


def counter_days(kpa: Kpa | Organisation, limit: int = 14) -> list[dict[str, Any]]:
    """The last days of sale: how many tickets, and what came in by means. Cancelled ones left out."""
    rows = CounterSale.objects.filter(payment__kpa=kpa.pk, payment__cancelled_at=None)
    cash = Sum("gross_cents", filter=Q(payment__means=PaymentMeans.CASH), default=0)
    found = rows.values("payment__received_on").annotate(
        count=Count("pk"), cents=Sum("gross_cents"), cash_cents=cash
    )
    days = found.order_by("-payment__received_on")[:limit]
    return [
        {
            "day": row["payment__received_on"],
            "count": row["count"],
            "cents": row["cents"],
            "cash_cents": row["cash_cents"],
            "card_cents": row["cents"] - row["cash_cents"],
        }
        for row in days
    ]
