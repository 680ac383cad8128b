"""An issued invoice as it will always be: parties, lines, taxes and texts copied in, no link to live data.

Amounts are whole cents, rates are basis points, quantities are decimal text (« 2.5 »). A photograph whose
sums do not agree cannot exist.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, Protocol, Self, get_args, get_origin, get_type_hints

from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro

INVOICE, CREDIT_NOTE, DEPOSIT, DEPOSIT_CREDIT_NOTE = "380", "381", "386", "503"
CREDITS = frozenset({CREDIT_NOTE, DEPOSIT_CREDIT_NOTE})
"""EINV-15: codes of BT-3."""
DEBIT_NOTE = "383"
"""UNTDID 1001: asks for a sum that is no sale; no electronic invoice bears it."""
OUTSIDE_VAT = "O"
SCHEMA = 1


class InconsistentPhotograph(DomainError):
    """The totals are not those of the lines: it would be refused by every platform, and by an accountant."""

    code = "sales.inconsistent_photograph"
    sentence = "Les totaux de cette facture ne correspondent pas à ses lignes. Rien n’a été émis."


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    street: str = ""
    extra: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """`routing`: its electronic address (BT-34, BT-49); empty: the SIREN, else the e-mail.

    `details`: legal form, capital, register, as R123-237 and R123-238 want them said.
    """

    name: str
    address: Address = field(default_factory=Address)
    siren: str = ""
    siret: str = ""
    vat_key: str = ""
    email: str = ""
    phone: str = ""
    routing: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLine:
    """`net_cents` is what the line adds to the total, its `discount_cents` taken off.

    `unit`: UN/ECE code (C62 piece, HUR hour…), `unit_words` what people read. A negative quantity takes off:
    a deposit already billed.
    """

    rank: int
    name: str
    quantity: str
    unit_price_cents: int
    net_cents: int
    vat_bp: int
    description: str = ""
    unit: str = "C62"
    unit_words: str = ""
    discount_cents: int = 0
    category: str = "S"
    is_service: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """A discount on the whole document, for the part that bears one rate."""

    reason: str
    net_cents: int
    vat_bp: int
    category: str = "S"


@dataclass(frozen=True, slots=True, kw_only=True)
class VatTotal:
    """The base and the tax of one rate. Where there is no tax, the reason in words and its VATEX code."""

    category: str
    vat_bp: int
    base_cents: int
    tax_cents: int
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An invoice that this one refers to: the deposit that it deducts, the invoice that it corrects."""

    number: str
    day: date
    gross_cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text of the law (PMT, PMD, AAB…: EINV-13), or a remark without code."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """What Chorus Pro asks for (CPRO-02)."""

    service_code: str = ""
    engagement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicePhotograph:
    """`process` is BT-23 (« S1 »), `vat_point` BT-8 (5 invoice, 29 delivery, 72 payment; empty without VAT).

    `on_behalf`: the KPA and its activity, as people know them. `beneficiary`: who receives, when it is
    someone else than who pays. `paid_cents`: already paid on this very document.
    `colour`: of the KPA that day.
    """

    number: str
    type_code: str
    issued_on: date
    due_on: date
    supplied_on: date
    seller: Party
    buyer: Party
    lines: tuple[PhotoLine, ...]
    vat: tuple[VatTotal, ...]
    net_cents: int
    tax_cents: int
    gross_cents: int
    due_cents: int
    process: str
    paid_cents: int = 0
    supplied_until: date | None = None
    vat_point: str = ""
    beneficiary: Party | None = None
    on_behalf: str = ""
    activity: str = ""
    allowances: tuple[Allowance, ...] = ()
    deposits: tuple[Earlier, ...] = ()
    corrects: tuple[Earlier, ...] = ()
    reason: str = ""
    order_number: str = ""
    quote_number: str = ""
    means: str = "30"
    means_words: str = ""
    iban: str = ""
    bic: str = ""
    payment_terms: str = ""
    notes: tuple[Note, ...] = ()
    footer: str = ""
    public: Public | None = None
    audience: str = ""
    colour: str = ""
    currency: str = "EUR"
    schema: int = SCHEMA

    def __post_init__(self) -> None:
        if not self._agrees():
            raise InconsistentPhotograph

    def _agrees(self) -> bool:
        return sums_agree(self) and self.due_cents == self.gross_cents - self.paid_cents

    @property
    def is_credit(self) -> bool:
        return self.type_code in CREDITS

    @property
    def is_outside_vat(self) -> bool:
        """A sum that is no sale (a lateness): a paper, never an electronic invoice."""
        return all(row.category == OUTSIDE_VAT for row in self.vat)

    def to_json(self) -> str:
        """The canonical text. Equal photographs give equal text."""
        return canonical(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a canonical text back. Raises InconsistentPhotograph, or TypeError for another text."""
        photo: Self = read_canonical(cls, text)
        return photo

    @property
    def hash(self) -> str:
        return hash_of(self.to_json())


class Summed(Protocol):
    """What a document adds up, an invoice or a quote."""

    @property
    def lines(self) -> tuple[PhotoLine, ...]: ...
    @property
    def allowances(self) -> tuple[Allowance, ...]: ...
    @property
    def vat(self) -> tuple[VatTotal, ...]: ...
    @property
    def net_cents(self) -> int: ...
    @property
    def tax_cents(self) -> int: ...
    @property
    def gross_cents(self) -> int: ...


def sums_agree(document: Summed) -> bool:
    """Whether the totals are those of the lines, rate by rate."""
    told = {(row.category, row.vat_bp): row.base_cents for row in document.vat}
    return (
        bool(document.lines)
        and dict(_bases(document.lines, document.allowances)) == told
        and all(row.tax_cents == _tax(row) for row in document.vat)
        and all(line.net_cents == worth(line) for line in document.lines)
        and document.net_cents == sum(told.values())
        and document.tax_cents == sum(row.tax_cents for row in document.vat)
        and document.gross_cents == document.net_cents + document.tax_cents
    )


def _bases(lines: Iterable[PhotoLine], allowances: Iterable[Allowance]) -> Counter[tuple[str, int]]:
    bases: Counter[tuple[str, int]] = Counter()
    for line in lines:
        bases[line.category, line.vat_bp] += line.net_cents
    for taken in allowances:
        bases[taken.category, taken.vat_bp] -= taken.net_cents
    return bases


def canonical(photo: object) -> str:
    """Keys sorted, no space, dates as ISO."""
    return json.dumps(photo, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_canonical(kind: type[Any], text: str) -> Any:
    """The photograph of this kind that a canonical text tells. Raises TypeError for another text."""
    return _built(kind, json.loads(text))


def hash_of(text: str) -> str:
    """SHA-256 of a canonical text."""
    return hashlib.sha256(text.encode()).hexdigest()


def worth(line: PhotoLine) -> int:
    """What a line is worth: quantity times price, rounded once, less its discount."""
    return Euro(line.unit_price_cents).times(Decimal(line.quantity)).cents - line.discount_cents


def vat_totals(
    lines: Iterable[PhotoLine],
    allowances: Iterable[Allowance] = (),
    *,
    reasons: Mapping[str, tuple[str, str]] | None = None,
) -> tuple[VatTotal, ...]:
    """The tax of each rate, computed once on its whole base (EN 16931, BR-CO-17).

    `reasons`: for each category without tax, the words and the VATEX code.
    """
    rows = []
    for (category, vat_bp), base in sorted(_bases(lines, allowances).items()):
        words, code = (reasons or {}).get(category, ("", ""))
        tax = Euro(base).percent_of(vat_bp).cents
        rows.append(
            VatTotal(
                category=category,
                vat_bp=vat_bp,
                base_cents=base,
                tax_cents=tax,
                reason=words,
                reason_code=code,
            )
        )
    return tuple(rows)


def process_of(*, services: bool, goods: bool, after_deposit: bool = False, is_paid: bool = False) -> str:
    """BT-23 (EINV-11): B goods, S services, M both; 1 normal, 2 paid already, 4 after a deposit."""
    letter = "M" if services and goods else "B" if goods else "S"
    figure = "4" if after_deposit else "2" if is_paid else "1"
    return letter + figure


def _tax(row: VatTotal) -> int:
    return Euro(row.base_cents).percent_of(row.vat_bp).cents


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {item.name: getattr(value, item.name) for item in fields(value)}
    raise TypeError(f"a photograph does not hold {value!r}")


def _built(kind: Any, data: Any) -> Any:
    """Give plain JSON its types back, from the annotations of the dataclass."""
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], item) for item in data)
    if isinstance(kind, UnionType):
        return None if data is None else _built(get_args(kind)[0], data)
    if kind is date:
        return date.fromisoformat(data)
    if kind in (str, int, bool):
        return data
    hints = get_type_hints(kind)
    known = {item.name for item in fields(kind)}
    if unknown := data.keys() - known:
        raise TypeError(f"unknown in a photograph: {sorted(unknown)}")
    return kind(**{name: _built(hints[name], value) for name, value in data.items()})
