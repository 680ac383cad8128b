"""Dated facts as people read them: a value with its unit, a period, a source."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.organisations.enums import CashBasis, Precision, TaxBasis, Unit
from kpacite.domain.organisations.models import DatedFact
from kpacite.kernel.typography import NO_BREAK
from kpacite.platform.templatetags.kpacite import euros, jour, nombre

TENTHS = 10
WHOLE_EURO = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """One line to show. `quote`: the document's own words."""

    label: str
    value: str
    period: str
    source: str
    quote: str
    is_number: bool


def figure_of(fact: DatedFact) -> Figure:
    return Figure(
        label=_label(fact),
        value=value_of(fact),
        period=_period(fact),
        source=str(fact.source),
        quote=fact.quote,
        is_number=fact.value is not None,
    )


def value_of(fact: DatedFact) -> str:
    """« 15 213 € », « 1,5 ETP », « 13 personnes », « 65 % », or the words of the fact."""
    if fact.value is None:
        return fact.text
    match fact.unit:
        case Unit.EURO_CENTS:
            return euros(fact.value, "" if fact.value % WHOLE_EURO else "rond")
        case Unit.FTE_TENTHS:
            return f"{nombre(Decimal(fact.value) / TENTHS)}{NO_BREAK}{_('ETP')}"
        case Unit.PERCENT_TENTHS:
            return f"{nombre(Decimal(fact.value) / TENTHS)}{NO_BREAK}%"
        case Unit.FLAG:
            return _("oui") if fact.value else _("non")
    return f"{nombre(fact.value)}{NO_BREAK}{_noun(fact)}"


def _noun(fact: DatedFact) -> str:
    count = fact.value or 0
    nouns = {
        Unit.PEOPLE: ngettext("personne", "personnes", count),
        Unit.YEARS: ngettext("an", "ans", count),
        Unit.MONTHS: _("mois"),
        Unit.DAYS: ngettext("jour", "jours", count),
        Unit.HOURS: ngettext("heure", "heures", count),
        Unit.KPAS: _("KPA"),
        Unit.BODIES: ngettext("structure", "structures", count),
    }
    return nouns.get(Unit(fact.unit), fact.get_unit_display())


def _label(fact: DatedFact) -> str:
    label = fact.get_indicator_display()
    bases = [
        str(basis.label)
        for basis in (TaxBasis(fact.tax_basis), CashBasis(fact.cash_basis))
        if basis.value in {"net", "gross", "invoiced", "cashed"}
    ]
    return " ".join([label, *bases])


def _period(fact: DatedFact) -> str:
    """The words of the document for the date; else the date itself."""
    if fact.date_words:
        return fact.date_words
    day = fact.as_of or fact.period_start
    return jour(day, "mois" if fact.precision != Precision.DAY else "")
