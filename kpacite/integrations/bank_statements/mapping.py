"""What each column of a bank's CSV means: proposed once, checked by a person, then remembered."""

import csv
import io
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kpacite.integrations.bank_statements.amounts import DATE_FORMATS, cents_of, day_of
from kpacite.integrations.bank_statements.errors import UnreadableStatement
from kpacite.kernel.text import fold

ENCODINGS = ("utf-8-sig", "cp1252")
DELIMITERS = (";", "\t", ",", "|")
LONGEST_PREAMBLE = 20
FEWEST_COLUMNS = 3
FORBIDDEN_CONTROLS = {chr(code) for code in range(32)} - {"\t", "\n", "\r"}

WORDS = {
    "date": ("date operation", "date de l operation", "date de comptabilisation", "date comptable", "date"),
    "value_date": ("date de valeur", "date valeur", "valeur"),
    "label": ("libelle", "libelle operation", "libelle complet", "description", "designation", "nature"),
    "amount": ("montant", "montant en euros", "montant euros", "montant eur", "amount"),
    "debit": ("debit", "debit euros", "debit en euros", "sortie"),
    "credit": ("credit", "credit euros", "credit en euros", "entree"),
    "counterparty": ("tiers", "nom du tiers", "donneur d ordre", "emetteur", "contrepartie", "beneficiaire"),
    "reference": ("reference", "reference operation", "informations complementaires", "reference interne"),
    "bank_id": ("identifiant", "numero d operation", "id operation", "id"),
}


class MappingMissing(UnreadableStatement):
    code = "bank_statements.mapping_missing"
    sentence = _("On ne reconnaît pas les colonnes de ce fichier. Dites ce que chacune veut dire.")
    field = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvMapping:
    """Titles of the columns (empty: there is none), and how the bank writes.

    Either `amount` (signed), or `debit` and `credit`.
    """

    date: str
    label: str = ""
    amount: str = ""
    debit: str = ""
    credit: str = ""
    value_date: str = ""
    counterparty: str = ""
    reference: str = ""
    bank_id: str = ""
    encoding: str = "utf-8-sig"
    delimiter: str = ";"
    decimal: str = ","
    date_format: str = "%d/%m/%Y"

    @property
    def is_whole(self) -> bool:
        return bool(self.date and (self.amount or (self.debit and self.credit)))

    def to_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        known = {field.name for field in fields(cls)}
        return cls(**{name: str(value) for name, value in data.items() if name in known})


def decoded(content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text and its encoding. Raises UnreadableStatement."""
    for name in (encoding,) if encoding else ENCODINGS:
        try:
            text = content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if FORBIDDEN_CONTROLS & set(text):
            break
        return text, name
    raise UnreadableStatement


def table(text: str, delimiter: str) -> list[list[str]]:
    """Every row of the file. Raises UnreadableStatement."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableStatement from error


def header_of(rows: list[list[str]], titles: set[str]) -> int | None:
    """The rank of the row that holds all these titles: banks write a few lines above it."""
    for rank, row in enumerate(rows[:LONGEST_PREAMBLE]):
        if titles <= {cell.strip() for cell in row}:
            return rank
    return None


def propose_mapping(content: bytes) -> tuple[CsvMapping, list[str]]:
    """What the columns seem to mean, and their titles. Raises UnreadableStatement; MappingMissing
    when no row looks like titles.
    """
    text, encoding = decoded(content)
    delimiter = max(DELIMITERS, key=lambda sign: sum(line.count(sign) for line in text.splitlines()[:50]))
    rows = table(text, delimiter)
    rank = max(range(min(len(rows), LONGEST_PREAMBLE)), key=lambda n: _known(rows[n]), default=None)
    if rank is None or _known(rows[rank]) < 2 or len(rows[rank]) < FEWEST_COLUMNS:
        raise MappingMissing
    titles = [cell.strip() for cell in rows[rank] if cell.strip()]
    found = {name: _column(titles, words) for name, words in WORDS.items()}
    if found["debit"] and found["credit"]:
        found["amount"] = ""
    body = [dict(zip(map(str.strip, rows[rank]), row, strict=False)) for row in rows[rank + 1 :] if any(row)]
    mapping = CsvMapping(
        encoding=encoding,
        delimiter=delimiter,
        decimal=_decimal(body, [found["amount"], found["debit"], found["credit"]]),
        date_format=_date_format([row.get(found["date"], "") for row in body]),
        **found,
    )
    return mapping, titles


def _known(row: list[str]) -> int:
    words = {word for several in WORDS.values() for word in several}
    return sum(any(fold(cell).startswith(word) for word in words) for cell in row if cell.strip())


def _column(titles: list[str], words: tuple[str, ...]) -> str:
    folded = {fold(title): title for title in reversed(titles)}
    for word in words:
        if word in folded:
            return folded[word]
    return next((title for word in words for key, title in folded.items() if key.startswith(f"{word} ")), "")


def _decimal(body: list[dict[str, str]], columns: list[str]) -> str:
    amounts = [row[name] for row in body for name in columns if name and row.get(name, "").strip()]
    for sign in (",", "."):
        try:
            for amount in amounts:
                cents_of(amount, decimal=sign)
        except ValueError:
            continue
        if any(sign in amount for amount in amounts):
            return sign
    return ","


def _date_format(dates: list[str]) -> str:
    for form in DATE_FORMATS:
        try:
            for words in dates:
                day_of(words, (form,))
        except ValueError:
            continue
        return form
    return DATE_FORMATS[0]
