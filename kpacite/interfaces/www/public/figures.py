"""Dated facts as people read them: a value with its unit, a period, a source."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.organisations import selectors
from kpacite.domain.organisations.enums import (
    CashBasis,
    Indicator,
    OrganisationKind,
    Precision,
    TaxBasis,
    Unit,
)
from kpacite.domain.organisations.models import DatedFact, Organisation
from kpacite.kernel.typography import NO_BREAK
from kpacite.platform.templatetags.kpacite import euros, jour, nombre

TENTHS = 10
WHOLE_EURO = 100
FIGURES_SHOWN = 4
HEADLINES = (Indicator.COOPERATORS, Indicator.WOMEN_SHARE, Indicator.QPV_SHARE, Indicator.POSITIVE_EXITS)
OUT_OF = {Indicator.POSITIVE_EXITS: Indicator.EXITS}


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
            return _("%(n)s\u00a0ETP") % {"n": nombre(Decimal(fact.value) / TENTHS)}
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


def network_figures() -> list[Figure]:
    """What the documents say of the whole network: its members first, then the latest of each figure."""
    facts = _latest()
    ordered = [
        *(code for code in HEADLINES if code in facts),
        *(code for code in facts if code not in HEADLINES),
    ]
    return [_figure_out_of(facts[code], facts) for code in ordered[:FIGURES_SHOWN]]


def _latest() -> dict[str, DatedFact]:
    """The latest number of each indicator of the network."""
    network = Organisation.objects.filter(kind=OrganisationKind.NETWORK).first()
    latest: dict[str, DatedFact] = {}
    for fact in selectors.facts_of(network) if network else []:
        if fact.value is not None:
            latest.setdefault(fact.indicator, fact)
    return latest


def _figure_out_of(fact: DatedFact, facts: dict[str, DatedFact]) -> Figure:
    """« 72 sur 98 » when the whole comes from the same document and period, else the figure alone."""
    figure = figure_of(fact)
    whole = facts.get(OUT_OF.get(Indicator(fact.indicator), ""))
    if whole is None or _origin(whole) != _origin(fact):
        return figure
    value = _("%(part)s sur %(whole)s") % {"part": nombre(fact.value), "whole": nombre(whole.value)}
    return replace(figure, value=value)


def _origin(fact: DatedFact) -> tuple[object, ...]:
    return (fact.source_id, fact.date_words, fact.as_of, fact.period_start, fact.period_end)
