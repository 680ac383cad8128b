"""Figures of a KPA that do not sort people: money, hours, trainings, members on a day."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.definition import OURS
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.kernel.rounding import round_half_up

DAY = timedelta(days=1)
YEAR_DAYS = 365
HOUR_MINUTES = 60
HUNDREDTHS = 100
DECK = "Présentation du réseau, 2019 (document 000)"
INSIDE = "Pour la coordination seulement : ce nombre ferait trouver ceux que le bilan cache"
HOURS_NOTE = "Heures notées, validées ou non, sans celles qui ont été corrigées"


class MeasureUnit(StrEnum):
    """Scale of the whole number."""

    EURO_CENTS = "euro_cents"
    MINUTES = "minutes"
    SESSIONS = "sessions"
    PEOPLE = "people"
    YEARS = "years"
    FTE_HUNDREDTHS = "fte_hundredths"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One question asked of each KPA. `few`: hidden outside when it comes from too few people.

    `inside_only`: told to the coordination only. An age is that of one person; the members of the last day
    are those present, whom a bilan may have to hide because few have left.
    """

    code: str
    label: str
    population: str
    unit: MeasureUnit
    note: str = ""
    source: str = OURS
    version: int = 1
    few: bool = False
    inside_only: bool = False


def _hours(code: str, label: str) -> Measure:
    return Measure(
        code=code,
        label=label,
        population="heures des jours de la période",
        unit=MeasureUnit.MINUTES,
        note=HOURS_NOTE,
        few=True,
    )


CASHED = Measure(
    code="K01",
    label="Chiffre d’affaires encaissé, hors taxes",
    population="paiements reçus dans la période, moins les remboursements",
    unit=MeasureUnit.EURO_CENTS,
    note="La part sans taxe suit celle de la facture payée. Une avance sans facture n’y est pas encore",
)
SINCE_THE_START = Measure(
    code="K02",
    label="Chiffre d’affaires facturé depuis le début, hors taxes",
    population="factures jusqu’au dernier jour de la période, moins les avoirs",
    unit=MeasureUnit.EURO_CENTS,
    note="Depuis la première facture faite sur la plateforme",
    source=f"{OURS}. Modèle : {DECK}",
)
HOURS = {
    "work": _hours("K03a", "Heures de travail"),
    "common": _hours("K03b", "Heures de vie commune"),
    "training_received": _hours("K03c", "Heures de formation suivie"),
    "training_given": _hours("K03d", "Heures de formation donnée"),
    "support": _hours("K03e", "Heures d’accompagnement"),
    "volunteer": _hours("K03f", "Heures de bénévolat"),
}
UNPAID = "volunteer"
FTE = Measure(
    code="K04",
    label="Équivalent temps plein des heures",
    population="heures des jours de la période, sans le bénévolat",
    unit=MeasureUnit.FTE_HUNDREDTHS,
    note="Exemple : les documents ne disent pas combien d’heures font un temps plein. Le réglage daté "
    "du dernier jour donne les heures d’une année, ramenées aux jours de la période",
    few=True,
)
SESSIONS = Measure(
    code="K05a",
    label="Formations et ateliers tenus",
    population="séances de la période où une présence au moins est notée",
    unit=MeasureUnit.SESSIONS,
)
TRAINED = Measure(
    code="K05b",
    label="Membres venu·es à une formation",
    population="personnes distinctes présentes à une séance de la période",
    unit=MeasureUnit.PEOPLE,
    few=True,
)
VISITORS = Measure(
    code="K05c",
    label="Places prises par des personnes de l’extérieur",
    population="présences notées dans la période",
    unit=MeasureUnit.PEOPLE,
    note="Une personne venue deux fois compte deux fois : on ne garde pas son nom",
    few=True,
)
MEMBERS = Measure(
    code="K06",
    label="Membres le dernier jour",
    population="personnes distinctes ayant un parcours en cours le dernier jour",
    unit=MeasureUnit.PEOPLE,
    source=f"{OURS}. Modèle : {DECK}",
    note=INSIDE,
    inside_only=True,
)
YOUNGEST = Measure(
    code="K06a",
    label="Âge de la plus jeune personne",
    population="membres du dernier jour dont on sait la date de naissance",
    unit=MeasureUnit.YEARS,
    note=INSIDE,
    source=f"{OURS}. Modèle : {DECK}",
    inside_only=True,
)
OLDEST = Measure(
    code="K06b",
    label="Âge de la personne la plus âgée",
    population="membres du dernier jour dont on sait la date de naissance",
    unit=MeasureUnit.YEARS,
    note=INSIDE,
    source=f"{OURS}. Modèle : {DECK}",
    inside_only=True,
)
SUPPORT_FTE = Measure(
    code="K07",
    label="Équipe d’accompagnement, en équivalent temps plein",
    population="dernier chiffre donné par un document avant la fin de la période",
    unit=MeasureUnit.FTE_HUNDREDTHS,
    source=DECK,
)
MEASURES = (
    CASHED, SINCE_THE_START, *HOURS.values(), FTE, SESSIONS, TRAINED, VISITORS, MEMBERS, YOUNGEST, OLDEST,
    SUPPORT_FTE,
)  # fmt: skip
FEW = tuple(measure for measure in MEASURES if measure.few)
MEASURE_BY_CODE = {measure.code: measure for measure in MEASURES}
HOURS_CODES = frozenset(measure.code for measure in HOURS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was counted for one KPA, exact. `people`: how many it comes from, when it comes from people."""

    measure: Measure
    slug: str
    name: str
    value: int
    people: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """What an audience reads, with its definition as it was that day. `value` None: it is not told."""

    code: str
    label: str
    slug: str
    name: str
    value: int | None
    unit: str
    population: str
    note: str
    source: str
    version: int
    hidden: bool


def told(
    found: Iterable[Found], audience: Audience, close: Container[tuple[str, str]] = frozenset()
) -> list[MeasureRow]:
    """In the order of the definitions, then of the KPAs' names.

    `close`: the short name of a KPA and the code of a measure that would tell of a few people beside what is
    published. When hours of one kind are hidden in a KPA, its full-time equivalent is too: it is their sum.
    """
    rows = sorted(found, key=lambda each: (MEASURES.index(each.measure), each.name, each.slug))
    hidden = {
        (each.slug, each.measure.code)
        for each in rows
        if _hides(each, audience) or (each.slug, each.measure.code) in close
    }
    sums = {(slug, FTE.code) for slug, code in hidden if code in HOURS_CODES}
    return [_row(each, is_hidden=(each.slug, each.measure.code) in hidden | sums) for each in rows]


def _hides(found: Found, audience: Audience) -> bool:
    if audience.tells_all:
        return False
    return found.measure.inside_only or (found.measure.few and 0 < found.people < audience.fewest)


def _row(found: Found, *, is_hidden: bool) -> MeasureRow:
    measure = found.measure
    return MeasureRow(
        code=measure.code,
        label=measure.label,
        slug=found.slug,
        name=found.name,
        value=None if is_hidden else found.value,
        unit=measure.unit.value,
        population=measure.population,
        note=measure.note,
        source=found.source or measure.source,
        version=measure.version,
        hidden=is_hidden,
    )


def full_time(minutes: int, frame: Frame, hours_a_year: int) -> int:
    """Hundredths of a full-time equivalent over the days of the period."""
    days = (frame.last + DAY - frame.first).days
    whole = Fraction(hours_a_year * HOUR_MINUTES * days, YEAR_DAYS)
    return round_half_up(HUNDREDTHS * minutes / whole)


def without_tax(paid: Iterable[tuple[int, int, int]]) -> int:
    """Cents of (paid, net, gross) of invoices, rounded once."""
    return round_half_up(
        sum((Fraction(cents * net, gross) for cents, net, gross in paid if gross), Fraction(0))
    )
