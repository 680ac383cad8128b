"""When an invoice may move, be issued, be given back. No database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kpacite.domain.sales.enums import ClientKind, InvoiceKind, InvoiceState, VatRegime
from kpacite.domain.sales.rules.mentions import LONGEST_DAYS, PUBLIC_DAYS, RATES_BP
from kpacite.domain.sales.rules.photograph import (
    CREDIT_NOTE,
    DEPOSIT,
    DEPOSIT_CREDIT_NOTE,
    INVOICE,
    InvoicePhotograph,
)

TRANSITIONS: Mapping[InvoiceState, frozenset[InvoiceState]] = {
    InvoiceState.DRAFT: frozenset({InvoiceState.TO_VALIDATE, InvoiceState.ISSUED}),
    InvoiceState.TO_VALIDATE: frozenset({InvoiceState.DRAFT, InvoiceState.ISSUED}),
    InvoiceState.ISSUED: frozenset(),
}
PREFIXES = {InvoiceKind.CREDIT: "A"}
"""Credit notes have a series of their own (decision 0013); all the rest is « F »."""


class Problem(Enum):
    """What is missing before an invoice may be issued: a stable code each."""

    NO_LINE = "no_line"
    NOTHING_ASKED = "nothing_asked"
    NO_SUPPLY_DAY = "no_supply_day"
    DUE_TOO_EARLY = "due_too_early"
    DUE_TOO_LATE = "due_too_late"
    NO_ADDRESS = "no_address"
    NO_SIREN = "no_siren"
    NO_SIRET = "no_siret"
    NO_SERVICE = "no_service"
    NO_ENGAGEMENT = "no_engagement"
    RATE_UNKNOWN = "rate_unknown"
    TAX_NOT_DUE = "tax_not_due"
    CAPE_ENDED = "cape_ended"
    NO_IBAN = "no_iban"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFacts:
    """What decides whether a draft may be issued."""

    kind: InvoiceKind
    issued_on: date
    supplied_on: date | None
    due_on: date | None
    cape_until: date | None
    gross_cents: int
    rates: frozenset[int]
    lines: int
    regime: VatRegime
    pays_by_transfer: bool
    has_iban: bool
    buyer: ClientKind
    vat_liable: bool
    has_address: bool
    siren: str
    siret: str
    service_missing: bool = False
    engagement_missing: bool = False
    reason: str = ""


def may_become(state: InvoiceState, target: InvoiceState) -> bool:
    return target in TRANSITIONS[state]


def problems(facts: InvoiceFacts) -> list[Problem]:
    """Everything that stands between a draft and its number, in the order of the form."""
    found = {
        Problem.NO_ADDRESS: not facts.has_address,
        Problem.NO_SIREN: _needs_siren(facts) and not facts.siren,
        Problem.NO_SIRET: facts.buyer == ClientKind.PUBLIC and not facts.siret,
        Problem.NO_SERVICE: facts.service_missing,
        Problem.NO_ENGAGEMENT: facts.engagement_missing,
        Problem.NO_LINE: not facts.lines,
        Problem.NOTHING_ASKED: facts.lines > 0 and not _asks(facts),
        Problem.RATE_UNKNOWN: facts.regime == VatRegime.TAXABLE and not facts.rates <= RATES_BP,
        Problem.TAX_NOT_DUE: facts.regime != VatRegime.TAXABLE and bool(facts.rates - {0}),
        Problem.NO_SUPPLY_DAY: facts.supplied_on is None,
        Problem.CAPE_ENDED: facts.cape_until is not None and facts.cape_until < facts.issued_on,
        Problem.NO_IBAN: facts.pays_by_transfer and not facts.has_iban,
        Problem.NO_REASON: facts.kind == InvoiceKind.CREDIT and not facts.reason,
    } | _due_problems(facts)
    return [problem for problem, stands in found.items() if stands]


def _needs_siren(facts: InvoiceFacts) -> bool:
    """INV-01: of a customer subject to VAT, or of a company."""
    return facts.buyer == ClientKind.COMPANY or facts.vat_liable


def _asks(facts: InvoiceFacts) -> bool:
    """A balance may ask nothing, when the deposit paid it all; it never gives back."""
    return facts.gross_cents >= 0 if facts.kind == InvoiceKind.BALANCE else facts.gross_cents > 0


def _due_problems(facts: InvoiceFacts) -> dict[Problem, bool]:
    if facts.due_on is None or facts.kind == InvoiceKind.CREDIT:
        return {}
    days = (facts.due_on - facts.issued_on).days
    longest = PUBLIC_DAYS if facts.buyer == ClientKind.PUBLIC else LONGEST_DAYS
    return {Problem.DUE_TOO_EARLY: days < 0, Problem.DUE_TOO_LATE: days > longest}


def series_of(carrier: int, kind: InvoiceKind, day: date) -> str:
    """The counter that numbers this document: by carrier, by year, credit notes apart (INV-03)."""
    return f"sales.{PREFIXES.get(kind, 'F')}.{carrier}.{day.year}"


def late_series(carrier: int, kind: InvoiceKind, day: date) -> str:
    """« P » for what a lateness costs, « RP » for what is given up: no VAT, so apart from invoices."""
    return f"sales.{'RP' if kind == InvoiceKind.CREDIT else 'P'}.{carrier}.{day.year}"


def number_in(series: str, rank: int) -> str:
    """The number of a rank of a series: « sales.F.3.2026 » and 42 give « F-2026-0042 »."""
    _sales, prefix, _carrier, year = series.split(".")
    return f"{prefix}-{year}-{rank:04d}"


def number_of(kind: InvoiceKind, day: date, rank: int) -> str:
    """« F-2026-0042 »: letters, digits and hyphens only (INV-04)."""
    return f"{PREFIXES.get(kind, 'F')}-{day.year}-{rank:04d}"


def type_code_of(kind: InvoiceKind, corrected: InvoiceKind | None = None) -> str:
    """BT-3 (EINV-15)."""
    if kind == InvoiceKind.CREDIT:
        return DEPOSIT_CREDIT_NOTE if corrected == InvoiceKind.DEPOSIT else CREDIT_NOTE
    return DEPOSIT if kind == InvoiceKind.DEPOSIT else INVOICE


def left_to_credit(original: InvoicePhotograph, given: Iterable[InvoicePhotograph]) -> dict[int, int]:
    """What may still be given back, net by rate, after the credit notes already issued."""
    left = {row.vat_bp: row.base_cents for row in original.vat}
    for credit in given:
        for row in credit.vat:
            left[row.vat_bp] = left.get(row.vat_bp, 0) - row.base_cents
    return left


def fits(wanted: Mapping[int, int], left: Mapping[int, int]) -> bool:
    """Whether a credit note gives back no more than what remains, rate by rate, whatever its sign."""
    return all(_within(cents, left.get(rate, 0)) for rate, cents in wanted.items())


def _within(cents: int, limit: int) -> bool:
    return 0 <= cents <= limit or limit <= cents <= 0
