"""Figures and parameters of the data files, in the units that people write."""

from collections.abc import Callable
from decimal import Decimal

from kpacite.domain.organisations import services
from kpacite.domain.organisations.enums import CashBasis, Indicator, Precision, TaxBasis, Unit
from kpacite.domain.organisations.models import DatedFact, Organisation, Parameter
from kpacite.kernel.money import Euro
from kpacite.scenarios.seeding import Row, Seeding, chosen, source_of


def _tenths(text: str) -> int:
    return int(Decimal(text) * 10)


# Key of the data file → unit of the column, and how the text becomes its whole number.
UNITS: dict[str, tuple[Unit, Callable[..., int]]] = {
    "euros": (Unit.EURO_CENTS, lambda text: Euro.parse(text).cents),
    "fte": (Unit.FTE_TENTHS, _tenths),
    "percent": (Unit.PERCENT_TENTHS, _tenths),
    "people": (Unit.PEOPLE, int),
    "years": (Unit.YEARS, int),
    "kpas": (Unit.KPAS, int),
    "bodies": (Unit.BODIES, int),
}


def add_fact(seeding: Seeding, organisation: Organisation, row: Row) -> None:
    source = source_of(row)
    key = {"organisation": organisation, "indicator": row["indicator"], "date_words": row["date_words"]}
    if DatedFact.objects.filter(source=source, **key).exists():
        return
    services.record_fact(
        organisation=organisation,
        indicator=Indicator(row["indicator"]),
        source=source,
        words=(row["date_words"], row["quote"]),
        precision=Precision(row.get("precision", Precision.DAY)),
        **_value(row),
        **chosen(row, "as_of", "period_start", "period_end"),
        **seeding.by,
    )


def _value(row: Row) -> Row:
    if "text" in row:
        return {"unit": Unit.TEXT, "text": row["text"]}
    key = next(name for name in UNITS if name in row)
    unit, number = UNITS[key]
    return {"unit": unit, "value": number(row[key])} | (_bases(row) if unit == Unit.EURO_CENTS else {})


def _bases(row: Row) -> Row:
    """No document says whether its turnover is invoiced or cashed (contradiction X15)."""
    return {
        "tax_basis": TaxBasis(row.get("tax_basis", TaxBasis.UNKNOWN)),
        "cash_basis": CashBasis(row.get("cash_basis", CashBasis.UNKNOWN)),
    }


def add_parameter(seeding: Seeding, organisation: Organisation | None, row: Row) -> None:
    key = chosen(row, "code", "valid_from")
    if Parameter.objects.filter(organisation=organisation, **key).exists():
        return
    services.set_parameter(
        organisation=organisation,
        **chosen(row, "code", "value", "valid_from", "reason"),
        unit=Unit(row["unit"]),
        source=source_of(row),
        **seeding.by,
    )
