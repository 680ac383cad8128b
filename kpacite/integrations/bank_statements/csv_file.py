from django.utils.translation import gettext as _

from kpacite.integrations.bank_statements.amounts import cents_of, day_of
from kpacite.integrations.bank_statements.errors import RowProblem, UnreadableStatement
from kpacite.integrations.bank_statements.mapping import (
    CsvMapping,
    MappingMissing,
    decoded,
    header_of,
    table,
)
from kpacite.integrations.bank_statements.statement import Statement, StatementFormat, StatementLine, tidy

COLUMNS = (
    "date",
    "label",
    "amount",
    "debit",
    "credit",
    "value_date",
    "counterparty",
    "reference",
    "bank_id",
)


def read_csv(content: bytes, mapping: CsvMapping) -> Statement:
    """Read a bank's table as the mapping tells. Raises MappingMissing, UnreadableStatement."""
    if not mapping.is_whole:
        raise MappingMissing
    text, _encoding = decoded(content, mapping.encoding)
    rows = table(text, mapping.delimiter)
    titles = {name: title for name in COLUMNS if (title := getattr(mapping, name))}
    start = header_of(rows, set(titles.values()))
    if start is None:
        raise MappingMissing
    header = [cell.strip() for cell in rows[start]]
    places = {name: header.index(title) for name, title in titles.items()}
    lines: list[StatementLine] = []
    problems: list[RowProblem] = []
    for row, cells in enumerate(rows[start + 1 :], start=start + 2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            lines.append(_line(_named(cells, places, len(header)), mapping))
        except ValueError as error:
            problems.append(RowProblem(row, str(error)))
    if problems:
        raise UnreadableStatement(*problems)
    return Statement(StatementFormat.CSV, "", tuple(lines))


def _named(cells: list[str], places: dict[str, int], wanted: int) -> dict[str, str]:
    if len(cells) < wanted:
        cells = cells + [""] * (wanted - len(cells))
    return {name: cells[place].strip() for name, place in places.items()}


def _line(cells: dict[str, str], mapping: CsvMapping) -> StatementLine:
    return StatementLine(
        booked_on=_day(cells["date"], mapping),
        value_on=_day(cells["value_date"], mapping) if cells.get("value_date") else None,
        amount_cents=_cents(cells, mapping),
        label=tidy(cells.get("label")),
        counterparty=tidy(cells.get("counterparty"), 140),
        reference=tidy(cells.get("reference"), 70),
        bank_id=tidy(cells.get("bank_id"), 120),
    )


def _day(words: str, mapping: CsvMapping):
    try:
        return day_of(words, (mapping.date_format,))
    except ValueError as error:
        raise ValueError(_("La date « %s » n’est pas lisible.") % tidy(words, 30)) from error


def _cents(cells: dict[str, str], mapping: CsvMapping) -> int:
    if mapping.amount:
        return _amount(cells["amount"], mapping)
    debit, credit = cells["debit"], cells["credit"]
    if debit and credit and _amount(debit, mapping) and _amount(credit, mapping):
        raise ValueError(_("Cette ligne a un débit et un crédit à la fois."))
    if not debit and not credit:
        raise ValueError(_("Cette ligne n’a pas de montant."))
    # Some banks write debits with their sign, others without.
    entered = _amount(credit, mapping) if credit else 0
    return entered or -abs(_amount(debit, mapping) if debit else 0)


def _amount(words: str, mapping: CsvMapping) -> int:
    try:
        return cents_of(words, decimal=mapping.decimal)
    except ValueError as error:
        raise ValueError(_("Le montant « %s » n’est pas lisible.") % tidy(words, 30)) from error
