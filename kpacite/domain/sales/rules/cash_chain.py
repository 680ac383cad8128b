"""The chain of receipts of private customers (CGI 286-I-3° bis, ISCA): what is written, hashed and closed."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from kpacite.domain.sales.enums.payments import CashRecordKind

GENESIS = ""
MONEY = frozenset({CashRecordKind.RECEIPT, CashRecordKind.CORRECTION})
CLOSINGS = (CashRecordKind.DAY, CashRecordKind.MONTH, CashRecordKind.YEAR)
Totals = dict[str, list[int]]
"""VAT rate in basis points → net and tax, in cents."""


def canonical(content: Mapping[str, Any]) -> str:
    """One text for one record: JSON without spaces, keys sorted."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chained_hash(previous: str, *, position: int, kind: str, at: datetime, text: str) -> str:
    """SHA-256 of the previous hash and of everything that the record says."""
    head = canonical({"at": at.isoformat(), "kind": kind, "position": position})
    return hashlib.sha256("\x1f".join((previous, head, text)).encode()).hexdigest()


def totals(contents: Iterable[Mapping[str, Any]]) -> Totals:
    """What receipts and corrections add up to, by rate."""
    sums: Counter[tuple[str, int]] = Counter()
    for content in contents:
        for part in content["vat"]:
            sums[str(part["vat_bp"]), 0] += part["net_cents"]
            sums[str(part["vat_bp"]), 1] += part["tax_cents"]
    rates = sorted({rate for rate, _place in sums}, key=int)
    return {rate: [sums[rate, 0], sums[rate, 1]] for rate in rates}


def gross(found: Totals) -> int:
    return sum(net + tax for net, tax in found.values())


def period_of(kind: CashRecordKind, day: date) -> str:
    """« 2026-03-09 », « 2026-03 », « 2026 »: what a closing is called."""
    formats = {CashRecordKind.DAY: "%Y-%m-%d", CashRecordKind.MONTH: "%Y-%m", CashRecordKind.YEAR: "%Y"}
    return day.strftime(formats[kind])
