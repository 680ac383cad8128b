"""Share only what is cashed: the part without VAT of each payment received (R01)."""

from dataclasses import dataclass
from fractions import Fraction

from kpacite.kernel.rounding import round_half_up

from .refusal import Refusal, SharingRefused
from .situation import Kind, Line
from .wording import COLON, euros


@dataclass(frozen=True, slots=True)
class Invoice:
    """Totals of an invoice, all rates together, in cents."""

    net_cents: int
    vat_cents: int

    @property
    def gross_cents(self) -> int:
        return self.net_cents + self.vat_cents


@dataclass(frozen=True, slots=True)
class Payments:
    """An invoice and what was paid on it, with VAT, in order."""

    invoice: Invoice
    cents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CashBase:
    """The base each payment brings, in cents without VAT, and what is still to be paid."""

    per_payment: tuple[int, ...]
    unpaid_cents: int
    lines: tuple[Line, ...]


def cash_to_base(payments: Payments) -> CashBase:
    """Turn payments with VAT into bases to share.

    What is rounded is the total paid so far: the bases of a paid invoice make exactly its net.
    Raises `SharingRefused` when more is paid than invoiced: the excess is not a sale.
    """
    invoice, paid = payments.invoice, 0
    if sum(payments.cents) > invoice.gross_cents:
        raise SharingRefused(Refusal.OVERPAID, field="payments_ttc_cents")
    lines: list[Line] = []
    for payment in payments.cents:
        base = _net_of(paid + payment, invoice) - _net_of(paid, invoice)
        why = f"la part sans TVA de {euros(payment)} payés sur {euros(invoice.gross_cents)}"
        lines.append(Line(Kind.RECEIVED, f"{euros(base)} à partager{COLON} {why}.", None, base))
        paid += payment
    bases = tuple(line.amount_cents for line in lines)
    unpaid = invoice.net_cents - sum(bases)
    lines.append(Line(Kind.NOTE, f"Il reste {euros(unpaid)} à recevoir, sans la TVA.", None, unpaid))
    return CashBase(bases, unpaid, tuple(lines))


def _net_of(paid_cents: int, invoice: Invoice) -> int:
    if paid_cents == 0:
        return 0
    return round_half_up(Fraction(invoice.net_cents * paid_cents, invoice.gross_cents))
