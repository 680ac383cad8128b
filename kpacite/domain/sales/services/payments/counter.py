"""A sale at the till: the payment, its receipt, its entry and its lines, together or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Activity
from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.enums import JournalKind
from kpacite.domain.ledger.models import Book, Entry
from kpacite.domain.ledger.rules import Axes, NewEntry
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import ClientKind, PaymentMeans, VatRegime
from kpacite.domain.sales.enums.payments import PaymentKind
from kpacite.domain.sales.models import Client, CounterLine, CounterSale, Payment
from kpacite.domain.sales.rules.counter import (
    COUNTER_CLIENT,
    COUNTER_MEANS,
    CounterPrice,
    by_rate,
    counter_moves,
    is_whole,
)
from kpacite.domain.sales.selectors.composition import carrier_on, profile_on
from kpacite.domain.sales.services.clients import create_client
from kpacite.domain.sales.services.invoices.errors import NoBook
from kpacite.domain.sales.services.lines import LineOfElsewhere, NothingSold
from kpacite.domain.sales.services.payments.cash import chain_receipt
from kpacite.domain.sales.services.payments.errors import FuturePayment, KeyOfAnotherPayment
from kpacite.domain.sales.services.quote_moves import TaxNotDue
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit

SOURCE = "sales.counter"


class CounterMeans(DomainError):
    code = "sales.counter_means"
    sentence = _("Au comptoir, on paie en espèces ou par carte.")
    field = "means"


class CounterLineMissing(DomainError):
    code = "sales.counter_line_missing"
    sentence = _("Une ligne a un nom, un nombre, un prix et un taux de TVA qui existe.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterDeed:
    """What was sold, to nobody in particular: offers of the catalogue, and free lines without `offer`.

    `key`: the gesture; the same one twice is one sale.
    """

    activity: Activity
    means: PaymentMeans
    on: date
    lines: Sequence[CounterPrice]
    key: str
    place: str = ""
    is_example: bool = False


@transaction.atomic
def sell_at_counter(
    *, kpa: Kpa, deed: CounterDeed, actor: Account | None, now: datetime, today: date
) -> CounterSale:
    """Cash a sale: its receipt joins the chain of the carrier (ISCA), its entry the book, at once.

    Raises NothingSold, CounterLineMissing, LineOfElsewhere, CounterMeans, FuturePayment, TaxNotDue for a
    carrier that owes no VAT, NoBook, KeyOfAnotherPayment, and what the ledger refuses (a closed month).
    """
    carrier = _carrier(kpa, deed)
    if (known := _known(carrier, deed)) is not None:
        return known
    _check(kpa, carrier, deed, today)
    client = _nobody(kpa, actor=actor, now=now)
    payment = _pay(kpa, carrier, client, deed, actor=actor, now=now)
    sale = _write(payment, deed, now=now)
    chain_receipt(payment, now=now)
    data = {"amount_cents": sale.gross_cents, "means": deed.means}
    audit.record(actor=actor, action="sales.counter.sold", target=sale, at=now, data=data)
    return sale


def _pay(
    kpa: Kpa,
    carrier: Organisation,
    client: Client,
    deed: CounterDeed,
    *,
    actor: Account | None,
    now: datetime,
) -> Payment:
    """The money received, with its entry."""
    return Payment.objects.create(
        carrier=carrier,
        kpa=kpa,
        client=client,
        kind=PaymentKind.RECEIVED,
        means=deed.means,
        received_on=deed.on,
        amount_cents=sum(part.gross_cents for part in by_rate(deed.lines)),
        reference=deed.place.strip(),
        key=deed.key,
        entry=_post(kpa, carrier, deed, actor=actor, now=now),
        recorded_at=now,
        recorded_by=actor,
        is_example=deed.is_example,
    )


def _write(payment: Payment, deed: CounterDeed, *, now: datetime) -> CounterSale:
    """What was sold, line by line."""
    tax = sum(part.tax_cents for part in by_rate(deed.lines))
    sale = CounterSale.objects.create(
        payment=payment,
        activity=deed.activity,
        place=deed.place.strip(),
        net_cents=payment.amount_cents - tax,
        tax_cents=tax,
        gross_cents=payment.amount_cents,
        at=now,
    )
    CounterLine.objects.bulk_create(
        CounterLine(
            sale=sale,
            position=position,
            label=line.label.strip(),
            quantity=line.quantity,
            unit=line.unit,
            unit_gross_cents=line.unit_gross_cents,
            vat_bp=line.vat_bp,
            mode=line.mode,
            offer_id=line.offer,
        )
        for position, line in enumerate(deed.lines, start=1)
    )
    return sale


def _carrier(kpa: Kpa, deed: CounterDeed) -> Organisation:
    carrier = carrier_on(kpa, deed.on)
    if carrier is None:
        raise NoBook
    return carrier


def _known(carrier: Organisation, deed: CounterDeed) -> CounterSale | None:
    payment = Payment.objects.filter(carrier=carrier, key=deed.key).first()
    if payment is None:
        return None
    sale = CounterSale.objects.filter(payment=payment).first()
    if sale is None or sale.gross_cents != sum(line.gross_cents for line in deed.lines):
        raise KeyOfAnotherPayment
    return sale


def _check(kpa: Kpa, carrier: Organisation, deed: CounterDeed, today: date) -> None:
    if not deed.lines:
        raise NothingSold
    if not all(is_whole(line) for line in deed.lines):
        raise CounterLineMissing
    offers = {line.offer for line in deed.lines if line.offer is not None}
    known = {offer.pk for offer in deed.activity.offers.filter(pk__in=sorted(offers))}
    if deed.activity.kpa_id != kpa.pk or offers != known:
        raise LineOfElsewhere
    if deed.means not in COUNTER_MEANS:
        raise CounterMeans
    if deed.on > today:
        raise FuturePayment
    profile = profile_on(carrier.pk, deed.on)
    is_exempt = profile is not None and profile.regime != VatRegime.TAXABLE
    if is_exempt and any(line.vat_bp for line in deed.lines):
        raise TaxNotDue


def _nobody(kpa: Kpa, *, actor: Account | None, now: datetime) -> Client:
    """The client of every till of this KPA: a private customer without a name (ISCA-01)."""
    # Locked: two tills that open at the same moment share it.
    Kpa.objects.select_for_update(of=("self",)).get(pk=kpa.pk)
    rows = Client.objects.filter(kpa=kpa, kind=ClientKind.PERSON, name=COUNTER_CLIENT, merged_into=None)
    known = rows.order_by("pk").first()
    if known is not None:
        return known
    return create_client(kpa=kpa, kind=ClientKind.PERSON, name=COUNTER_CLIENT, actor=actor, now=now)


def _post(
    kpa: Kpa, carrier: Organisation, deed: CounterDeed, *, actor: Account | None, now: datetime
) -> Entry:
    book = Book.objects.filter(entity=carrier).first()
    if book is None:
        raise NoBook
    place = f" {deed.place.strip()}" if deed.place.strip() else ""
    new = NewEntry(
        journal=JournalKind.CASH if deed.means == PaymentMeans.CASH else JournalKind.BANK,
        day=deed.on,
        label=f"{COUNTER_CLIENT}{place}"[:200],
        piece_ref=f"{deed.activity.code} {deed.on.isoformat()}",
        moves=counter_moves(deed.means, deed.lines, Axes(kpa_id=kpa.pk, activity=deed.activity.code)),
        source_type=SOURCE,
        source_id=deed.key,
        key=f"{SOURCE}.{deed.key}",
    )
    return ledger.post_entry(book=book, new=new, actor=actor, now=now)
