"""What is written to a client who is late: three letters, in plain French, that a person rereads."""

from dataclasses import dataclass
from datetime import date

from kpacite.domain.sales.enums.payments import ReminderLevel
from kpacite.kernel.money import Euro

DAYS_BETWEEN = 10
"""Shown as advice: how long to wait between two letters."""

OPENINGS = {
    ReminderLevel.FRIENDLY: (
        "Nous n’avons pas encore reçu le paiement de notre facture {number}. C’est peut-être un oubli."
        " Si vous venez de payer, ne tenez pas compte de ce message."
    ),
    ReminderLevel.FIRM: (
        "Malgré notre premier message, notre facture {number} n’est pas encore payée."
        " Merci de la régler, ou de nous dire ce qui bloque."
    ),
    ReminderLevel.LAST: (
        "Notre facture {number} reste impayée après deux messages."
        " Sans paiement sous huit jours, la structure qui facture demandera la suite prévue par la loi."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderFacts:
    """`interest`: None when it is not asked, or not computed."""

    number: str
    issued_on: date
    due_on: date
    left: Euro
    client: str
    kpa: str
    seller: str
    iban: str = ""
    interest: Euro | None = None


def reminder_text(level: ReminderLevel, facts: ReminderFacts) -> str:
    """The text proposed; always in French, as the invoice is."""
    lines = [
        "Bonjour,",
        OPENINGS[level].format(number=facts.number),
        f"Facture {facts.number} du {facts.issued_on:%d/%m/%Y}, à payer avant le {facts.due_on:%d/%m/%Y}.",
        f"Reste à payer : {facts.left}.",
    ]
    if level is ReminderLevel.LAST and facts.interest is not None and not facts.interest.is_zero:
        lines.append(f"Intérêts de retard à ce jour : {facts.interest}.")
    if facts.iban:
        lines.append(f"Pour un virement : IBAN {facts.iban}, en rappelant le numéro {facts.number}.")
    lines += ["Un souci ? Répondez à ce message, nous en parlons.", f"{facts.kpa}, avec {facts.seller}"]
    return "\n\n".join(lines)


def next_level(sent: int) -> ReminderLevel | None:
    """The letter that comes after those already sent; None after the last."""
    return ReminderLevel(sent + 1) if sent < len(ReminderLevel) else None
