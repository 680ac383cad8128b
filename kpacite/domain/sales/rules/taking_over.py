"""An invoice that another tool issued, taken over for what was left to pay. No database, no clock."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.rules import Axes, Move, signed
from kpacite.domain.sales.rules.entries import PAYMENT
from kpacite.domain.sales.rules.photograph import InvoicePhotograph
from kpacite.kernel.money import Euro
from kpacite.kernel.rounding import BASIS_POINTS, round_half_up

NUMBER = re.compile(r"[A-Za-z0-9+_/-]{1,35}")
"""BR-FR-01, BR-FR-02."""
OURS = re.compile(r"(?:[FAP]|RP)-(?P<year>[0-9]{4})-[0-9]+")


class TakeOverProblem(Enum):
    NUMBER = "number"
    LIKE_OURS = "like_ours"
    TOO_LATE = "too_late"
    DUE_BEFORE = "due_before"
    NOTHING_LEFT = "nothing_left"


@dataclass(frozen=True, slots=True)
class GrossPart:
    """What is left to pay at one VAT rate, tax included."""

    vat_bp: int
    gross_cents: int


@dataclass(frozen=True, slots=True)
class NetPart:
    """The same, without tax: what a line of the document holds."""

    vat_bp: int
    net_cents: int


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    number: str
    issued_on: date
    due_on: date
    parts: Sequence[GrossPart]

    @property
    def gross_cents(self) -> int:
        return sum(part.gross_cents for part in self.parts)


def take_over_problem(invoice: OpenInvoice, first_day: date) -> TakeOverProblem | None:
    """What keeps it out. `first_day`: of the first year of the book; what came after is invoiced here."""
    like = OURS.fullmatch(invoice.number)
    problems = {
        TakeOverProblem.NUMBER: NUMBER.fullmatch(invoice.number) is None,
        # Our own series will give this number one day: two documents would bear it.
        TakeOverProblem.LIKE_OURS: like is not None and int(like["year"]) >= first_day.year,
        TakeOverProblem.TOO_LATE: invoice.issued_on >= first_day,
        TakeOverProblem.DUE_BEFORE: invoice.due_on < invoice.issued_on,
        TakeOverProblem.NOTHING_LEFT: any(part.gross_cents <= 0 for part in invoice.parts),
    }
    return next((problem for problem, stands in problems.items() if stands), None)


def net_parts(parts: Sequence[GrossPart]) -> list[NetPart]:
    """The net of each rate, whose tax, computed again, gives exactly what is left to pay.

    A tax is computed on its base and rounded: some sums cannot be reached. The cent that is missing or too
    much then stands without tax.
    """
    found = []
    rest = 0
    for part in parts:
        net = round_half_up(Fraction(part.gross_cents * BASIS_POINTS, BASIS_POINTS + part.vat_bp))
        rest += part.gross_cents - net - Euro(net).percent_of(part.vat_bp).cents
        found.append(NetPart(part.vat_bp, net))
    return [*found, NetPart(0, rest)] if rest else found


def taking_over_moves(photo: InvoicePhotograph, *, aux: str, axes: Axes) -> list[Move]:
    """The client owes; the tax that waits for its payment still waits; the rest is the opening balance's."""
    moves = [
        signed(AccountRole.CLIENTS, Euro(photo.gross_cents), **axes | Axes(aux=aux, due_date=photo.due_on))
    ]
    waiting = photo.vat if photo.vat_point == PAYMENT else ()
    moves += [
        signed(AccountRole.VAT_PENDING, Euro(-row.tax_cents), **axes | Axes(detail=str(row.vat_bp)))
        for row in waiting
        if row.tax_cents
    ]
    rest = photo.gross_cents - sum(row.tax_cents for row in waiting)
    return [*moves, signed(AccountRole.OPENING_BALANCE, Euro(-rest), **axes)]
