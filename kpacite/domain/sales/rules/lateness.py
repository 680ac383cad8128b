"""What a late professional owes more: a fixed sum for the recovery, and interest. No database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.rules import Axes, Move, signed
from kpacite.domain.sales.rules.photograph import (
    CREDIT_NOTE,
    DEBIT_NOTE,
    OUTSIDE_VAT,
    Earlier,
    InvoicePhotograph,
    Note,
    Party,
    PhotoLine,
    vat_totals,
)
from kpacite.domain.sales.rules.settling import RateSpan, late_interest
from kpacite.kernel.money import Euro

INDEMNITY_CENTS = 4_000
"""40 € for each invoice paid late (code de commerce, D441-5; code de la commande publique, D2192-35)."""
OUTSIDE_WORDS = "Hors du champ de la TVA : cette somme répare un retard de paiement."
INDEMNITY_WORDS = "Indemnité forfaitaire pour frais de recouvrement"
INTEREST_WORDS = "Intérêts de retard"
DAY = timedelta(days=1)

Owed = Sequence[tuple[date, int]]
"""From which day on, how many cents are late; the first day is the one after the due date."""


@dataclass(frozen=True, slots=True)
class LateSum:
    """What may be claimed. `interest_cents` over [start, until); None when a rate is « à compléter »."""

    indemnity_cents: int
    interest_cents: int | None
    start: date
    until: date

    @property
    def is_nothing(self) -> bool:
        return not self.indemnity_cents and self.interest_cents == 0


def since(owed: Owed, start: date) -> list[tuple[date, int]]:
    """The same debt, seen from a later day."""
    before = [cents for day, cents in owed if day <= start]
    if not before:
        return list(owed)
    return [(start, before[-1]), *((day, cents) for day, cents in owed if day > start)]


def late_sum(
    owed: Owed, rates: Sequence[RateSpan], *, claimed_until: date | None, has_indemnity: bool, until: date
) -> LateSum:
    """What was not claimed yet: the fixed sum once, and the interest of the days since the last claim."""
    start = max(owed[0][0], claimed_until) if claimed_until else owed[0][0]
    was_late = any(cents > 0 for day, cents in owed if day < until)
    indemnity = INDEMNITY_CENTS if was_late and not has_indemnity else 0
    if start >= until:
        return LateSum(indemnity, 0, start, start)
    interest = late_interest(since(owed, start), rates, until)
    return LateSum(indemnity, None if interest is None else interest.cents, start, until)


def late_moves(
    *, interest_cents: int, indemnity_cents: int, due_on: date, aux: str, axes: Axes
) -> list[Move]:
    """The client owes; interest and indemnity are earned, without VAT. Negative sums take all of it back."""
    owed = axes | Axes(aux=aux, due_date=due_on)
    moves = [
        signed(AccountRole.CLIENTS, Euro(interest_cents + indemnity_cents), **owed),
        signed(AccountRole.LATE_INTEREST, Euro(-interest_cents), **axes),
        signed(AccountRole.LATE_INDEMNITY, Euro(-indemnity_cents), **axes),
    ]
    return [move for move in moves if move.debit_cents or move.credit_cents]


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePaper:
    """What the paper to the client says. `corrects`: the late invoice, or the claim that is given up."""

    number: str
    issued_on: date
    due_on: date
    seller: Party
    buyer: Party
    on_behalf: str
    late: Earlier
    claimed: LateSum
    notes: tuple[Note, ...]
    iban: str = ""
    bic: str = ""
    given_up: Earlier | None = None
    reason: str = ""


def late_photograph(paper: LatePaper) -> InvoicePhotograph:
    """A debit note, or the credit note that gives it up: no VAT, and never an electronic invoice."""
    lines = tuple(_lines(paper))
    total = sum(line.net_cents for line in lines)
    is_credit = paper.given_up is not None
    return InvoicePhotograph(
        number=paper.number,
        type_code=CREDIT_NOTE if is_credit else DEBIT_NOTE,
        issued_on=paper.issued_on,
        due_on=paper.due_on,
        supplied_on=paper.issued_on,
        seller=paper.seller,
        buyer=paper.buyer,
        on_behalf=paper.on_behalf,
        lines=lines,
        vat=vat_totals(lines, reasons={OUTSIDE_VAT: (OUTSIDE_WORDS, "")}),
        net_cents=total,
        tax_cents=0,
        gross_cents=total,
        due_cents=total,
        process="S1",
        corrects=(paper.given_up or paper.late,),
        reason=paper.reason,
        means_words="Virement",
        iban="" if is_credit else paper.iban,
        bic="" if is_credit else paper.bic,
        notes=paper.notes,
    )


def _lines(paper: LatePaper) -> list[PhotoLine]:
    claimed, late = paper.claimed, paper.late
    days = f"Du {claimed.start:%d/%m/%Y} au {claimed.until - DAY:%d/%m/%Y}, facture {late.number}"
    rows = [
        (INTEREST_WORDS, days, claimed.interest_cents or 0),
        (INDEMNITY_WORDS, f"Facture {late.number}, payée ou à payer en retard", claimed.indemnity_cents),
    ]
    return [
        PhotoLine(
            rank=rank,
            name=name,
            description=words,
            quantity="1",
            unit_price_cents=cents,
            net_cents=cents,
            vat_bp=0,
            category=OUTSIDE_VAT,
        )
        for rank, (name, words, cents) in enumerate((row for row in rows if row[2]), start=1)
    ]
