"""A quote as it was proposed: parties, lines, taxes and texts copied in when it gets its number.

The PDF of the mail, of the client's page and of the group is drawn from it alone. What the law wants said is
in French, like every document. Amounts are whole cents, rates are basis points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from kpacite.domain.sales.enums import ClientKind, DepositKind, SalesChannel, VatRegime
from kpacite.domain.sales.rules.composing import (
    DraftLine,
    allowances_of,
    cape_footer,
    photo_line,
    printable,
)
from kpacite.domain.sales.rules.lines import DocumentTotals
from kpacite.domain.sales.rules.mentions import exemption_of
from kpacite.domain.sales.rules.photograph import (
    Allowance,
    InconsistentPhotograph,
    Party,
    PhotoLine,
    VatTotal,
    canonical,
    read_canonical,
    sums_agree,
    vat_totals,
)

SCHEMA = 1
DEPOSIT_WORDS = (
    "Acompte : la commande engage les deux côtés."
    " Celui qui annule peut devoir réparer le tort qu’il fait à l’autre."
)
EARNEST_WORDS = (
    "Arrhes (art. L214-1 du code de la consommation) : le client peut renoncer en laissant ces arrhes ;"
    " si le vendeur renonce, il rend le double."
)
WITHDRAWAL_WORDS = (
    "Un particulier peut changer d’avis pendant 14 jours (art. L221-18 du code de la consommation),"
    " sauf repas à date fixe, denrées qui s’abîment et travail sur mesure (art. L221-28)."
)
WAIT_WORDS = "Rien n’est payé pendant 7 jours (art. L221-10)."


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotePhotograph:
    """`number` with its version (« D-2026-018-v2 »). `deposit`: a code of `DepositKind`, or nothing.

    `place`: where the work is done. `footer`: the CAPE of whoever wrote it (CAPE-08). `colour`: of its KPA.
    """

    number: str
    issued_on: date
    valid_until: date
    title: str
    seller: Party
    buyer: Party
    lines: tuple[PhotoLine, ...]
    vat: tuple[VatTotal, ...]
    net_cents: int
    tax_cents: int
    gross_cents: int
    allowances: tuple[Allowance, ...] = ()
    beneficiary: Party | None = None
    on_behalf: str = ""
    activity: str = ""
    service_on: date | None = None
    place: str = ""
    deposit: str = ""
    deposit_cents: int = 0
    payment_days: int = 0
    words: str = ""
    notes: tuple[str, ...] = ()
    footer: str = ""
    colour: str = ""
    schema: int = SCHEMA

    def __post_init__(self) -> None:
        if not sums_agree(self) or not 0 <= self.deposit_cents <= max(self.gross_cents, 0):
            raise InconsistentPhotograph("Les totaux de ce devis ne correspondent pas à ses lignes.")

    def to_json(self) -> str:
        """The canonical text. Equal photographs give equal text."""
        return canonical(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a canonical text back. Raises InconsistentPhotograph, or TypeError for another text."""
        photo: Self = read_canonical(cls, text)
        return photo


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteDraft:
    """All that the photograph of a quote is made of."""

    number: str
    issued_on: date
    valid_until: date
    title: str
    seller: Party
    buyer: Party
    beneficiary: Party | None
    buyer_kind: ClientKind
    regime: VatRegime
    on_behalf: str
    activity: str
    lines: Sequence[DraftLine]
    totals: DocumentTotals
    channel: SalesChannel
    service_on: date | None
    place: str
    deposit: DepositKind | None
    deposit_cents: int
    payment_days: int
    words: str
    cape_until: date | None
    colour: str


def compose_quote(draft: QuoteDraft) -> QuotePhotograph:
    """Raises InconsistentPhotograph."""
    lines = tuple(photo_line(rank, line, draft.regime) for rank, line in enumerate(draft.lines, start=1))
    allowances = allowances_of(draft.totals, draft.regime)
    vat = vat_totals(lines, allowances, reasons=exemption_of(draft.regime))
    net, tax = sum(row.base_cents for row in vat), sum(row.tax_cents for row in vat)
    return QuotePhotograph(
        number=draft.number,
        issued_on=draft.issued_on,
        valid_until=draft.valid_until,
        title=printable(draft.title),
        seller=draft.seller,
        buyer=draft.buyer,
        beneficiary=draft.beneficiary,
        on_behalf=draft.on_behalf,
        activity=draft.activity,
        lines=lines,
        allowances=allowances,
        vat=vat,
        net_cents=net,
        tax_cents=tax,
        gross_cents=net + tax,
        service_on=draft.service_on,
        place=printable(draft.place),
        deposit=draft.deposit or "",
        deposit_cents=draft.deposit_cents,
        payment_days=draft.payment_days,
        words=printable(draft.words),
        notes=notes_of(draft.deposit, draft.channel, draft.buyer_kind),
        footer=cape_footer(draft.seller, draft.cape_until),
        colour=draft.colour,
    )


def notes_of(deposit: DepositKind | None, channel: SalesChannel, buyer: ClientKind) -> tuple[str, ...]:
    """INV-12: what the sum paid before binds to. INV-18: a private person may change their mind."""
    notes = []
    if deposit is not None:
        notes.append(EARNEST_WORDS if deposit == DepositKind.EARNEST else DEPOSIT_WORDS)
    if buyer == ClientKind.PERSON and channel != SalesChannel.ON_SITE:
        notes.append(WITHDRAWAL_WORDS)
        if channel == SalesChannel.OFF_PREMISES:
            notes.append(WAIT_WORDS)
    return tuple(notes)
