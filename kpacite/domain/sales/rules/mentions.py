"""What the law wants said on an invoice, by who sells and who buys (legal.md: INV, VAT, CPRO, EINV)."""

from dataclasses import dataclass

from kpacite.domain.sales.enums import ClientKind, VatRegime
from kpacite.domain.sales.rules.photograph import Note

EXEMPTIONS = {
    VatRegime.FRANCHISE: ("TVA non applicable, art. 293 B du CGI", "VATEX-FR-FRANCHISE"),
    VatRegime.ASSOCIATION: ("Exonération de TVA, art. 261, 7-1° du CGI", "VATEX-FR-CGI261-7"),
}
"""VAT-05, VAT-06: the words and the VATEX code."""

RATES_BP = frozenset({210, 550, 850, 1_000, 2_000})
"""Rates that a French seller applies today (VAT-08 lists those of the past and of special schemes too)."""

LATE = (
    "Pénalités de retard, exigibles sans rappel : taux de la Banque centrale européenne plus 10 points"
    " (art. L441-10 du code de commerce)."
)
INDEMNITY = "Indemnité forfaitaire pour frais de recouvrement : 40 € (art. D441-5 du code de commerce)."
PUBLIC_LATE = (
    "Intérêts moratoires : taux de la Banque centrale européenne plus 8 points"
    " (art. R2192-31 du code de la commande publique)."
)
PUBLIC_INDEMNITY = (
    "Indemnité forfaitaire pour frais de recouvrement : 40 € (art. D2192-35 du code de la commande publique)."
)
PERSON_LATE = "Pas de pénalités de retard : le client est une personne."
PERSON_INDEMNITY = "Pas d’indemnité de recouvrement : le client est une personne."
NO_EARLY = "Pas d’escompte pour paiement anticipé."
DEBITS = "Option pour le paiement de la taxe d’après les débits."
SUPPLIES = {
    (True, False): "Opération : prestation de services.",
    (False, True): "Opération : livraison de biens.",
    (True, True): "Opération : livraison de biens et prestation de services.",
}
"""CGI ann. II, 242 nonies A, I, 8° bis, by (services, goods)."""

LONGEST_DAYS = 60
"""INV-06: sixty days from issue. Public bodies: thirty (CPRO-05)."""
PUBLIC_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionFacts:
    """Who sells, who buys, what. The texts are the seller's own; empty for those above."""

    regime: VatRegime
    vat_on_debits: bool
    buyer: ClientKind
    vat_liable: bool
    has_siren: bool
    services: bool
    goods: bool
    late_text: str = ""
    indemnity_text: str = ""
    early_text: str = ""


def notes_for(facts: MentionFacts) -> tuple[Note, ...]:
    """EINV-13: PMT, PMD and AAB exactly once each. The 40 € are for professionals only (INV-06)."""
    late, indemnity = facts.late_text or LATE, facts.indemnity_text or INDEMNITY
    if facts.buyer == ClientKind.PUBLIC:
        late, indemnity = PUBLIC_LATE, PUBLIC_INDEMNITY
    elif facts.buyer == ClientKind.PERSON:
        late, indemnity = PERSON_LATE, PERSON_INDEMNITY
    notes = [
        Note(code="PMD", text=late),
        Note(code="PMT", text=indemnity),
        Note(code="AAB", text=facts.early_text or NO_EARLY),
        Note(text=SUPPLIES[facts.services, facts.goods]),
    ]
    if facts.regime == VatRegime.TAXABLE and facts.vat_on_debits:
        notes.append(Note(text=DEBITS))
    return tuple(notes)


def audience_of(facts: MentionFacts) -> str:
    """BAR (EINV-10, EINV-13): e-invoices to those subject to VAT and to public bodies, else e-reporting."""
    professional = facts.vat_liable or facts.buyer == ClientKind.PUBLIC
    return "B2B" if professional and facts.has_siren else "B2C"


def vat_point_of(facts: MentionFacts, *, is_deposit: bool = False) -> str:
    """BT-8 (EINV-12): 5 the invoice (débits), 29 the delivery of goods, 72 the payment of services.

    The tax on a deposit is due when it is paid, for goods too (INV-13).
    """
    if facts.regime != VatRegime.TAXABLE:
        return ""
    if facts.vat_on_debits:
        return "5"
    return "72" if facts.services or is_deposit else "29"


def category_of(regime: VatRegime) -> str:
    """The VAT category of every line of this seller: S taxed, E exempt."""
    return "S" if regime == VatRegime.TAXABLE else "E"


def exemption_of(regime: VatRegime) -> dict[str, tuple[str, str]]:
    """Why there is no tax, by category, as `vat_totals` takes it."""
    return {} if regime == VatRegime.TAXABLE else {"E": EXEMPTIONS[regime]}
