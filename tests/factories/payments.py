from datetime import date
from itertools import count
from typing import Any

from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.models import Client, Invoice, Payment
from kpacite.domain.sales.services import payments
from tests.factories.people import NOW

_keys = count(1)
PAID_ON = date(2026, 3, 9)
LATER = date(2026, 6, 30)


def money(cents: int, *, means: PaymentMeans = PaymentMeans.TRANSFER, **facts: Any) -> payments.Money:
    details = {"on": PAID_ON, "key": f"test-{next(_keys)}"} | facts
    return payments.Money(means=means, cents=cents, **details)


def pay(
    *invoices: tuple[Invoice, int],
    cents: int | None = None,
    client: Client | None = None,
    actor: Account | None = None,
    **facts: Any,
) -> Payment:
    """A payment of these parts; `cents` when it is more than their sum."""
    total = sum(part for _invoice, part in invoices) if cents is None else cents
    today = facts.pop("today", LATER)
    return payments.record_payment(
        carrier=invoices[0][0].carrier,
        client=client or invoices[0][0].client,
        money=money(total, **facts),
        parts=[payments.Part(invoice, part) for invoice, part in invoices],
        actor=actor,
        now=NOW,
        today=today,
    )
