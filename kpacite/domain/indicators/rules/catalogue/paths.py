"""How long paths are meant to last, and how long they last (I12 to I14)."""

from operator import attrgetter

from kpacite.domain.indicators.rules.definition import UNKNOWN, Among, Class, Definition
from kpacite.domain.indicators.rules.person import Known
from kpacite.kernel.period import completed_months

YEAR, TWO_YEARS = 12, 24
LAST_SHORT, LAST_MIDDLE = 5, 12
COMPLETED = "Mois complets"


def _planned(one: Known) -> str:
    planned_end = one.path.planned_end
    if planned_end is None or planned_end < one.path.start:
        return UNKNOWN
    months = completed_months(one.path.start, planned_end)
    if months <= YEAR:
        return "I12b" if months == YEAR else "I12a"
    if months <= TWO_YEARS:
        return "I12d" if months == TWO_YEARS else "I12c"
    return "I12e"


def _stay(one: Known) -> str:
    if one.months <= LAST_SHORT:
        return "I13a"
    if one.months <= LAST_MIDDLE:
        return "I13b"
    bound = one.frame.long_bound
    return "I13c" if bound is None or one.months <= bound else "I13d"


def _stayed(one: Known) -> str:
    if one.months <= LAST_SHORT:
        return "I14a"
    return "I14b" if one.months <= LAST_MIDDLE else "I14c"


PLANNED = Definition(
    code="I12",
    label="Durée prévue du parcours",
    among=Among.EVERYONE,
    sort=_planned,
    classes=(
        Class("I12a", "Moins d’un an"),
        Class("I12b", "Un an"),
        Class("I12c", "Plus d’un an et moins de 2 ans"),
        Class("I12d", "2 ans"),
        Class("I12e", "Plus de 2 ans", rare=True),
    ),
    unknown="I12z",
    note="Durée prévue à l’entrée, en mois complets",
)
PRESENCE = Definition(
    code="I13",
    label="Présent·es et sorti·es",
    among=Among.EVERYONE,
    sort=lambda one: "I13" if one.present else "I14",
    classes=(
        Class("I13", "Sont dans un KPA le dernier jour"),
        Class("I14", "Sont sorti·es"),
    ),
    by=attrgetter("present"),
)
STAY = Definition(
    code="I13x",
    label="Depuis combien de temps",
    among=Among.PRESENT,
    sort=_stay,
    classes=(
        Class("I13a", "Depuis moins de 6 mois"),
        Class("I13b", "Depuis 6 à 12 mois"),
        Class("I13c", "Depuis {months}", merged_label="Depuis 13 mois et plus"),
        Class("I13d", "Depuis {after}", merged_into="I13c", rare=True),
    ),
    note=COMPLETED,
    by=attrgetter("months"),
)
STAYED = Definition(
    code="I14x",
    label="Combien de temps ils et elles sont resté·es",
    among=Among.EXITED,
    sort=_stayed,
    classes=(
        Class("I14a", "Moins de 6 mois"),
        Class("I14b", "De 6 à 12 mois"),
        Class("I14c", "13 mois et plus"),
    ),
    note=COMPLETED,
    by=attrgetter("months"),
)
DEFINITIONS = (PLANNED, PRESENCE, STAY, STAYED)
