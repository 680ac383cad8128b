from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.enums.payments import CashRecordKind
from kpacite.domain.sales.models.cash import CashRecord
from kpacite.domain.sales.rules.cash_chain import CLOSINGS, GENESIS, MONEY, Totals, chained_hash, totals

CHUNK = 1_000


def chain_of(carrier: Organisation) -> QuerySet[CashRecord]:
    return CashRecord.objects.filter(carrier=carrier).order_by("position")


def last_record(carrier: Organisation, *kinds: CashRecordKind) -> CashRecord | None:
    rows = CashRecord.objects.filter(carrier=carrier)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return rows.order_by("-position").first()


def money_after(carrier: Organisation, position: int) -> QuerySet[CashRecord]:
    """Receipts and corrections that come after this link."""
    return chain_of(carrier).filter(kind__in=MONEY, position__gt=position)


def totals_after(carrier: Organisation, position: int) -> Totals:
    return totals(row.content for row in money_after(carrier, position).iterator(chunk_size=CHUNK))


def closings_of(carrier: Organisation) -> QuerySet[CashRecord]:
    """The latest first."""
    return CashRecord.objects.filter(carrier=carrier, kind__in=CLOSINGS).order_by("-position")


def receipts_on(carrier: Organisation, limit: int = 30) -> list[CashRecord]:
    """The latest receipts and corrections."""
    rows = CashRecord.objects.filter(carrier=carrier, kind__in=MONEY)
    return list(rows.select_related("payment__client").order_by("-position")[:limit])


def carriers_with_receipts() -> QuerySet[Organisation]:
    return Organisation.objects.filter(cash_records__isnull=False).distinct().order_by("pk")


def first_day_open(carrier: Organisation) -> date | None:
    """The day of the oldest receipt that no daily closing holds; None when all are closed."""
    closed = last_record(carrier, CashRecordKind.DAY)
    row = money_after(carrier, closed.position if closed else 0).first()
    return date.fromisoformat(row.content["day"]) if row else None


def broken_cash_links(carrier: Organisation) -> Iterator[str]:
    """Every way in which the chain of a carrier does not hold; nothing when it does."""
    previous = GENESIS
    perpetual: list[dict[str, object]] = []
    for position, row in enumerate(chain_of(carrier).iterator(chunk_size=CHUNK), start=1):
        told = chained_hash(previous, position=row.position, kind=row.kind, at=row.at, text=row.text)
        if row.position != position or row.previous_hash != previous or row.hash != told:
            yield f"cash of {carrier.slug}: link {row.position} is not what it was"
            return
        if row.kind in MONEY:
            perpetual.append(row.content)
        if row.kind in CLOSINGS and row.content["perpetual"] != totals(perpetual):
            yield f"cash of {carrier.slug}: the closing {row.period} does not hold its perpetual total"
        previous = row.hash
