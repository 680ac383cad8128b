"""What an issued invoice does to the accounts of whoever issued it.

The client owes; each line earns in the account of its nature; the tax waits for the payment of services, or
is due at once for goods and « débits ». A deposit earns nothing yet: it waits in the deposits received, and
the balance takes it from there. A credit note is the mirror of all this.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kpacite.domain.ledger.enums import AccountRole
from kpacite.domain.ledger.rules import Axes, Move, signed
from kpacite.domain.sales.enums import LineNature
from kpacite.domain.sales.rules.photograph import DEPOSIT, DEPOSIT_CREDIT_NOTE, InvoicePhotograph
from kpacite.kernel.money import Euro

DEPOSITS = frozenset({DEPOSIT, DEPOSIT_CREDIT_NOTE})
PAYMENT = "72"


@dataclass(frozen=True, slots=True)
class EarningLine:
    """What one line earns, and where: `activity` is its analytic code."""

    net_cents: int
    vat_bp: int
    nature: LineNature
    activity: str
    is_deduction: bool = False


def sale_moves(photo: InvoicePhotograph, lines: Sequence[EarningLine], *, aux: str, axes: Axes) -> list[Move]:
    """The moves of the sale, balanced by construction: the total is the sum of the rest."""
    way = 1 if photo.is_credit else -1
    earned: Counter[tuple[AccountRole, str]] = Counter()
    for line in lines:
        earned[_role(photo, line), line.activity] += line.net_cents
    owed = axes | Axes(aux=aux, due_date=photo.due_on)
    moves = [signed(AccountRole.CLIENTS, Euro(-way * photo.gross_cents), **owed)]
    for (role, activity), cents in sorted(earned.items()):
        moves.append(signed(role, Euro(way * cents), **axes | Axes(activity=activity)))
    taken = sum(row.net_cents for row in photo.allowances)
    moves.append(signed(AccountRole.DISCOUNTS_GRANTED, Euro(-way * taken), **axes))
    moves += [
        signed(_tax_role(photo), Euro(way * row.tax_cents), **axes | Axes(detail=str(row.vat_bp)))
        for row in photo.vat
    ]
    return [move for move in moves if move.debit_cents or move.credit_cents]


def _role(photo: InvoicePhotograph, line: EarningLine) -> AccountRole:
    if photo.type_code in DEPOSITS or line.is_deduction:
        return AccountRole.CLIENTS_DEPOSITS
    return AccountRole.SALES_SERVICES if line.nature == LineNature.SERVICES else AccountRole.SALES_PRODUCTS


def _tax_role(photo: InvoicePhotograph) -> AccountRole:
    """CGI 269: the tax on services and on deposits is due when they are paid."""
    return AccountRole.VAT_PENDING if photo.vat_point == PAYMENT else AccountRole.VAT_COLLECTED
