"""Receipts of private customers: chained as they come, closed by day, month and year, archived."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import ClientKind
from kpacite.domain.sales.enums.payments import CashRecordKind
from kpacite.domain.sales.models.cash import CashRecord
from kpacite.domain.sales.models.counter import CounterSale
from kpacite.domain.sales.models.payments import EncashedTax, Payment, PaymentAllocation
from kpacite.domain.sales.rules.cash_chain import (
    CLOSINGS,
    GENESIS,
    canonical,
    chained_hash,
    gross,
    period_of,
)
from kpacite.domain.sales.rules.lines import format_quantity
from kpacite.domain.sales.selectors.cash import chain_of, last_record, money_after, totals_after
from kpacite.domain.sales.services.payments.errors import NothingToClose
from kpacite.platform import audit
from kpacite.platform.fields import keyed_hash
from kpacite.platform.numbering import next_number


def chain_receipt(payment: Payment, *, now: datetime) -> CashRecord | None:
    """The link of a payment by a private customer; nothing for the others (ISCA-01)."""
    if payment.client.kind != ClientKind.PERSON:
        return None
    return _link(payment.carrier, CashRecordKind.RECEIPT, _receipt(payment, 1), now=now, payment=payment)


def chain_correction(payment: Payment, *, now: datetime) -> CashRecord | None:
    """A cancelled payment stays in the chain; its correction takes the same sums off (ISCA-04)."""
    if not CashRecord.objects.filter(payment=payment, kind=CashRecordKind.RECEIPT).exists():
        return None
    content = _receipt(payment, -1)
    return _link(payment.carrier, CashRecordKind.CORRECTION, content, now=now, payment=payment)


def _receipt(payment: Payment, way: int) -> dict[str, Any]:
    """What ISCA-03 wants: number, hour, detail, net and tax by rate, means. No name: the invoice has it."""
    allocations = PaymentAllocation.objects.filter(payment=payment).select_related("invoice").order_by("pk")
    taxes = EncashedTax.objects.filter(allocation__payment=payment).order_by("pk")
    vat = [
        {"vat_bp": tax.vat_bp, "net_cents": way * tax.net_cents, "tax_cents": way * tax.tax_cents}
        for tax in taxes
    ]
    sale = CounterSale.objects.filter(payment=payment).first()
    if sale is not None:
        return _ticket(sale, way)
    rest = payment.signed_cents - sum(allocation.amount_cents for allocation in allocations)
    if rest:
        vat.append({"vat_bp": 0, "net_cents": way * rest, "tax_cents": 0})
    return {
        "receipt": str(payment),
        "day": payment.received_on.isoformat(),
        "means": payment.means,
        "amount_cents": way * payment.signed_cents,
        "vat": vat,
        "invoices": [
            {
                "number": allocation.invoice.number,
                "amount_cents": way * allocation.amount_cents,
                "photograph": allocation.invoice.photograph_hash,
            }
            for allocation in allocations
        ],
    }


def _ticket(sale: CounterSale, way: int) -> dict[str, Any]:
    """A sale at the till has no invoice: its lines are told here."""
    payment = sale.payment
    return {
        "receipt": str(payment),
        "day": payment.received_on.isoformat(),
        "means": payment.means,
        "amount_cents": way * sale.gross_cents,
        "vat": [
            {"vat_bp": part.vat_bp, "net_cents": way * part.net_cents, "tax_cents": way * part.tax_cents}
            for part in sale.parts
        ],
        "invoices": [],
        "lines": [
            {
                "label": line.label,
                "quantity": format_quantity(line.quantity),
                "unit_gross_cents": line.unit_gross_cents,
                "vat_bp": line.vat_bp,
                "gross_cents": way * line.gross_cents,
            }
            for line in sale.lines.order_by("position")
        ],
    }


def _link(
    carrier: Organisation,
    kind: CashRecordKind,
    content: dict[str, Any],
    *,
    now: datetime,
    payment: Payment | None = None,
    period: str = "",
) -> CashRecord:
    # The locked counter keeps two links from growing at the same place.
    position = next_number(f"sales.cash.{carrier.pk}")
    last = last_record(carrier)
    previous = last.hash if last else GENESIS
    at, text = now.astimezone(UTC), canonical(content)
    return CashRecord.objects.create(
        carrier=carrier,
        position=position,
        kind=kind,
        at=at,
        payment=payment,
        period=period,
        text=text,
        previous_hash=previous,
        hash=chained_hash(previous, position=position, kind=kind, at=at, text=text),
    )


@transaction.atomic
def close_cash(
    *, carrier: Organisation, kind: CashRecordKind, day: date, actor: Account | None, now: datetime
) -> CashRecord:
    """Close the day, the month or the year that holds `day`: what came since the last closing of this kind.

    It counts along the chain, not along the calendar: what comes later goes to the next one. The perpetual
    total is never reset. Raises NothingToClose when it is closed already, or nothing came.
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=carrier.pk)
    period = period_of(kind, day)
    last = last_record(carrier, kind)
    start = last.position if last else 0
    known = CashRecord.objects.filter(carrier=carrier, kind=kind, period=period).exists()
    if known or kind not in CLOSINGS or not money_after(carrier, start).exists():
        raise NothingToClose
    found, perpetual = totals_after(carrier, start), totals_after(carrier, 0)
    content = {
        "period": period,
        "after": start,
        "totals": found,
        "total_cents": gross(found),
        "perpetual": perpetual,
        "perpetual_cents": gross(perpetual),
    }
    record = _link(carrier, kind, content, now=now, period=period)
    audit.record(actor=actor, action="sales.cash.closed", target=record, at=now, data={"period": period})
    return record


@transaction.atomic
def close_what_is_over(*, carrier: Organisation, now: datetime) -> list[CashRecord]:
    """The closings that are due: yesterday's, then the last day's month and year once they are over."""
    yesterday = timezone.localtime(now).date() - timedelta(days=1)
    done = []
    for kind in CLOSINGS:
        day = _day_to_close(kind, yesterday)
        if day is None:
            continue
        try:
            done.append(close_cash(carrier=carrier, kind=kind, day=day, actor=None, now=now))
        except NothingToClose:
            continue
    return done


def _day_to_close(kind: CashRecordKind, yesterday: date) -> date | None:
    """Yesterday every day; the last day of a month or of a year only when it was yesterday."""
    tomorrow = yesterday + timedelta(days=1)
    ended = {
        CashRecordKind.DAY: True,
        CashRecordKind.MONTH: tomorrow.day == 1,
        CashRecordKind.YEAR: (tomorrow.month, tomorrow.day) == (1, 1),
    }
    return yesterday if ended[kind] else None


@transaction.atomic
def archive_cash(*, carrier: Organisation, actor: Account | None, now: datetime) -> bytes:
    """A zip with the whole chain and a sealed manifest; archiving is itself a link (ISCA-08).

    Nothing is removed here: the chain stays online.
    """
    rows = [_exported(row) for row in chain_of(carrier)]
    records = "\n".join(canonical(row) for row in rows) + "\n"
    digest = sha256(records.encode()).hexdigest()
    content = {"records": len(rows), "sha256": digest, "totals": totals_after(carrier, 0)}
    link = _link(carrier, CashRecordKind.ARCHIVE, content, now=now)
    told = {
        "carrier": carrier.slug,
        "at": link.at.isoformat(),
        "link": link.position,
        "hash": link.hash,
    }
    manifest = canonical(content | told)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("recus.jsonl", records)
        archive.writestr("manifeste.json", manifest)
        archive.writestr("manifeste.sceau", keyed_hash(manifest) + "\n")
        archive.writestr("LISEZMOI.txt", README)
    audit.record(actor=actor, action="sales.cash.archived", target=link, at=now)
    return out.getvalue()


README = """Archive des reçus de la clientèle particulière.

recus.jsonl : un maillon par ligne, dans l’ordre. Chaque empreinte couvre aussi celle d’avant.
manifeste.json : nombre de maillons, SHA-256 de recus.jsonl, totaux perpétuels par taux.
manifeste.sceau : HMAC-SHA256 du manifeste, par la clé du serveur.
"""


def _exported(row: CashRecord) -> dict[str, Any]:
    return {
        "position": row.position,
        "kind": row.kind,
        "at": row.at.isoformat(),
        "period": row.period,
        "content": json.loads(row.text),
        "previous_hash": row.previous_hash,
        "hash": row.hash,
    }
