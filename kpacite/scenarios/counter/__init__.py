"""One invented market day of the kitchen of La Cape: tickets in cash and by card, one of them cancelled."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Account
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import LineUnit, PaymentMeans
from kpacite.domain.sales.models import Payment
from kpacite.domain.sales.rules.counter import CounterPrice
from kpacite.domain.sales.services import payments
from kpacite.scenarios.seeding import Seeding

PLACE = "Marché du samedi (exemple)"
DAYS_AGO = 1
TICKETS = (
    (3, PaymentMeans.CASH),
    (1, PaymentMeans.CASH),
    (2, PaymentMeans.CARD),
    (5, PaymentMeans.CASH),
    (2, PaymentMeans.CARD),
    (1, PaymentMeans.CASH),
)
WRONG = 6
"""The rank of the ticket that was cancelled."""

BESIDE = 4
"""The rank of the ticket with something that is not in the catalogue."""


def _outside(vat_bp: int, mode: str) -> CounterPrice:
    return CounterPrice(
        label="Tablier du groupe (exemple)",
        quantity=Decimal(1),
        unit=LineUnit.PIECE,
        unit_gross_cents=1_200,
        vat_bp=vat_bp,
        mode=mode,
    )


def load(seeding: Seeding) -> Iterator[float]:
    kpa = Kpa.objects.get(organisation__slug="la-cape")
    kitchen = Activity.objects.select_related("kpa").get(kpa=kpa, code="CUISINE")
    amina = Account.objects.get(login_name="amina")
    stall = selectors.stall_offers(kitchen, seeding.today)
    day = seeding.today - timedelta(days=DAYS_AGO)
    if day.year != seeding.today.year:
        day = seeding.today
    for rank, (quantity, means) in enumerate(TICKETS, start=1):
        key = f"demo.market.{rank}"
        if not stall or Payment.objects.filter(kpa=kpa, key=key).exists():
            yield rank / len(TICKETS)
            continue
        offer = stall[rank % len(stall)]
        mode, (price, vat_bp) = sorted(offer.prices.items())[-1]
        line = CounterPrice(
            label=offer.offer.name,
            quantity=Decimal(quantity),
            unit=offer.offer.unit,
            unit_gross_cents=price,
            vat_bp=vat_bp,
            mode=mode,
            offer=offer.offer.pk,
        )
        lines = [line, _outside(vat_bp, mode)] if rank == BESIDE else [line]
        deed = payments.CounterDeed(
            activity=kitchen, means=means, on=day, lines=lines, key=key, place=PLACE, is_example=True
        )
        by = {"actor": amina, "now": seeding.now, "today": seeding.today}
        sale = payments.sell_at_counter(kpa=kpa, deed=deed, **by)
        if rank == WRONG:
            payments.cancel_payment(payment=sale.payment, reason="Le client a changé d’avis (exemple).", **by)
        yield rank / len(TICKETS)
