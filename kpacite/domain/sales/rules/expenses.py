"""What an expense may become, what kilometres are worth, and how it is told to the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.rules import Move, credit, debit
from kpacite.domain.sales.enums.expenses import ExpenseKind, ExpenseState, RepaymentMethod
from kpacite.kernel.money import ZERO, Euro

KILOMETRE_RATE = "km_rate_1000"
"""Code of the dated parameter: what 1 000 km are paid, in cents. Without it, kilometres are not computed."""
KILOMETRES = 1_000
LONGEST_TRIP_KM = 5_000

MOVES: Mapping[ExpenseState, frozenset[ExpenseState]] = {
    ExpenseState.DRAFT: frozenset({ExpenseState.SUBMITTED}),
    ExpenseState.SUBMITTED: frozenset({ExpenseState.DRAFT, ExpenseState.CHECKED, ExpenseState.REFUSED}),
    ExpenseState.CHECKED: frozenset({ExpenseState.ACCEPTED, ExpenseState.REFUSED}),
    ExpenseState.ACCEPTED: frozenset({ExpenseState.REIMBURSED}),
    ExpenseState.REIMBURSED: frozenset(),
    ExpenseState.REFUSED: frozenset({ExpenseState.DRAFT}),
}
ROLES: Mapping[ExpenseKind, AccountRole] = {
    ExpenseKind.MATERIALS: AccountRole.PURCHASES_SUPPLIES,
    ExpenseKind.SUPPLIES: AccountRole.OTHER_PURCHASES,
    ExpenseKind.TRAVEL: AccountRole.TRAVEL,
    ExpenseKind.TRANSPORT: AccountRole.TRAVEL,
    ExpenseKind.MEAL: AccountRole.TRAVEL,
    ExpenseKind.OTHER: AccountRole.OTHER_PURCHASES,
}
TILLS: Mapping[RepaymentMethod, AccountRole] = {
    RepaymentMethod.TRANSFER: AccountRole.BANK,
    RepaymentMethod.CHEQUE: AccountRole.BANK,
    RepaymentMethod.CASH: AccountRole.CASH,
}


def may_become(state: ExpenseState, wanted: ExpenseState) -> bool:
    return wanted in MOVES[state]


def is_production(kind: ExpenseKind) -> bool:
    """Whether this kind usually goes into what is sold: it then comes off the margin."""
    return kind is ExpenseKind.MATERIALS


def kilometres_amount(km: int, rate_1000_cents: int) -> Euro:
    """What a trip is paid: rounded once, half a cent away from zero."""
    return Euro(rate_1000_cents).times(Fraction(km, KILOMETRES))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseFacts:
    """`vat`: the part that the carrier recovers. `person`: a pseudonym."""

    kind: ExpenseKind
    amount: Euro
    vat: Euro
    person: str
    kpa_id: int
    activity: str
    order_ref: str = ""

    @property
    def aux(self) -> str:
        return aux_number(self.person)


def aux_number(pseudonym: str) -> str:
    """The auxiliary account of a member in the books of the carrier."""
    return f"M-{pseudonym}"


def accepted_moves(facts: ExpenseFacts) -> list[Move]:
    """The carrier owes the member what she paid; what it bought is an expense of the activity."""
    moves = [debit(ROLES[facts.kind], facts.amount - facts.vat, detail=facts.kind)]
    if facts.vat > ZERO:
        moves.append(debit(AccountRole.VAT_DEDUCTIBLE, facts.vat))
    return _placed([*moves, credit(AccountRole.EXPENSES_OWED, facts.amount, aux=facts.aux)], facts)


def reimbursed_moves(facts: ExpenseFacts, method: RepaymentMethod) -> list[Move]:
    """The carrier pays it back."""
    owed = debit(AccountRole.EXPENSES_OWED, facts.amount, aux=facts.aux)
    return _placed([owed, credit(TILLS[method], facts.amount)], facts)


def _placed(moves: list[Move], facts: ExpenseFacts) -> list[Move]:
    """Each line says where it belongs; only what is owed to a member says to whom."""
    return [
        replace(
            move,
            kpa_id=facts.kpa_id,
            activity=facts.activity,
            order_ref=facts.order_ref,
            person=facts.person if move.aux else "",
        )
        for move in moves
    ]
