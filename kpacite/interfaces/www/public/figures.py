"""Dated facts as people read them: a value with its unit, a period, a source."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.organisations import selectors
from kpacite.domain.organisations.enums import CashBasis, OrganisationKind, Precision, TaxBasis, Unit
from kpacite.domain.organisations.models import DatedFact, Organisation, SourceDocument
from kpacite.kernel.typography import NO_BREAK
from kpacite.platform.templatetags.kpacite import euros, jour, nombre

TENTHS = 10
WHOLE_EURO = 100
FIGURES_SHOWN = 4


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


def network_figures() -> list[Figure]:
    """What the documents say of the whole network: the members first, then the latest of each figure."""
    return (_quoted() + _recorded())[:FIGURES_SHOWN]


def _recorded() -> list[Figure]:
    network = Organisation.objects.filter(kind=OrganisationKind.NETWORK).first()
    facts = selectors.facts_of(network) if network else []
    latest: dict[str, DatedFact] = {}
    for fact in facts:
        if fact.value is not None:
            latest.setdefault(fact.indicator, fact)
    return [figure_of(fact) for fact in latest.values()]


def _quoted() -> list[Figure]:
    """Figures of document 003 that no indicator holds yet, quoted like the words around them."""
    source = SourceDocument.objects.filter(key="003").first()
    if source is None:
        return []
    period = _("de mars 2022 à décembre 2023")
    return [
        Figure(label, value, period, str(source), quote, is_number=True)
        for value, label, quote in (
            ("267", _("coopérant·es dans le réseau"), "267 coopérant-es sur l’ensemble du réseau"),
            (f"73{NO_BREAK}%", _("sont des femmes"), "73% de femmes"),
            (
                f"70{NO_BREAK}%",
                _("vivent dans un quartier prioritaire"),
                "70% résident dans un quartier prioritaire",
            ),
            (
                _("72 sur 98"),
                _("sont en emploi, en formation ou créent leur activité à la sortie"),
                "49 en emploi, 15 en formation, 8 en création ou reprise d’entreprises, sur 98",
            ),
        )
    ]
