"""Where people stood on the labour market (I08 to I11). I08 and I07z are both 27 % in the document: two
different questions (contradiction X38).
"""

from bisect import bisect_left
from datetime import date
from operator import attrgetter

from kpacite.domain.indicators.rules.definition import REST, UNKNOWN, Among, Class, Definition, flag
from kpacite.domain.indicators.rules.facts import Referral
from kpacite.domain.indicators.rules.person import Known
from kpacite.kernel.period import completed_months

# « Entre 13 et 24 mois », then « entre 2 et 5 ans »: two years can only mean from 25 months on.
LAST_MONTHS, LENGTHS = (5, 12, 24, 60), ("I08a", "I08b", "I08c", "I08d", "I08e")


def _registration(one: Known) -> str:
    """Before, during, or neither: one question, so that nobody counts twice."""
    path = one.path
    if path.registered_at_entry:
        return "I08"
    if path.registered_on is not None and path.start < path.registered_on <= _until(one):
        return "I09"
    return UNKNOWN if path.registered_at_entry is None else REST


def _until(one: Known) -> date:
    last = one.frame.last
    return last if one.path.end is None else min(one.path.end, last)


def _registered_for(one: Known) -> str:
    since = one.path.registered_on
    if since is None or since > one.path.start:
        return UNKNOWN
    months = completed_months(since, one.path.start)
    return LENGTHS[bisect_left(LAST_MONTHS, months)]


def _referral(one: Known) -> str:
    if one.path.referral is None:
        return UNKNOWN
    return "I10" if one.path.referral == Referral.MISSION_LOCALE else REST


REGISTRATION = Definition(
    code="I08",
    label="Inscription à {service}",
    among=Among.EVERYONE,
    sort=_registration,
    classes=(
        Class("I08", "Inscrit·es à {service} avant d’entrer dans un KPA"),
        Class("I09", "Inscrit·es à {service} pendant leur parcours"),
    ),
)
REGISTERED_FOR = Definition(
    code="I08x",
    label="Durée d’inscription à {service} à l’entrée",
    among=Among.REGISTERED,
    sort=_registered_for,
    classes=(
        Class("I08a", "Depuis moins de 6 mois"),
        Class("I08b", "Depuis 6 à 12 mois"),
        Class("I08c", "Depuis 13 à 24 mois"),
        Class("I08d", "Depuis 2 à 5 ans"),
        Class("I08e", "Depuis plus de 5 ans"),
    ),
    unknown="I08z",
    note="« 2 ans » commence au 25e mois complet",
)
MISSION_LOCALE = Definition(
    code="I10",
    label="Orientation par une Mission locale",
    among=Among.EVERYONE,
    sort=_referral,
    classes=(Class("I10", "Jeunes orienté·es par une Mission locale"),),
    by=attrgetter("path.referral"),
)
DISABLED = Definition(
    code="I11",
    label="Travailleuses et travailleurs handicapés",
    among=Among.EVERYONE,
    sort=lambda one: flag("I11", answer=one.path.disabled),
    classes=(Class("I11", "Travailleuses et travailleurs handicapés"),),
    is_sensitive=True,
    by=attrgetter("path.disabled"),
)
DEFINITIONS = (REGISTRATION, REGISTERED_FOR, MISSION_LOCALE, DISABLED)
