"""Where someone lives and who sent her, brought down to what is counted."""

from datetime import date
from functools import lru_cache

from kpacite.domain.paths.enums import QpvGeneration, ReferralKind
from kpacite.kernel.text import fold

# Décret 2023-1314 of 28 December 2023: new perimeters of the « quartiers prioritaires » from this day on.
PERIMETERS_CHANGED_ON = date(2024, 1, 1)

POSTCODE_LENGTH = 5
OVERSEAS = ("97", "98")
# Postcodes of Corsica: 200 and 201 are in Corse-du-Sud, 202 and 206 in Haute-Corse.
CORSICA = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}

REFERRALS = (
    ("mission locale", ReferralKind.MISSION_LOCALE),
    ("france travail", ReferralKind.FRANCE_TRAVAIL),
    ("pole emploi", ReferralKind.FRANCE_TRAVAIL),
    ("cap emploi", ReferralKind.CAP_EMPLOI),
    ("departement", ReferralKind.DEPARTMENT),
)
SHORT_NAMES = {
    "ml": ReferralKind.MISSION_LOCALE,
    "ft": ReferralKind.FRANCE_TRAVAIL,
    "pe": ReferralKind.FRANCE_TRAVAIL,
}


def qpv_generation(start: date) -> QpvGeneration:
    """The perimeters in force on the day of entry."""
    return QpvGeneration.OF_2015 if start < PERIMETERS_CHANGED_ON else QpvGeneration.OF_2024


def department_of(postcode: str) -> str:
    """`59` for 59100, `974` for 97400, `2A` for 20000; nothing for no postcode."""
    if not postcode:
        return ""
    if postcode.startswith(OVERSEAS):
        return postcode[:3]
    return CORSICA.get(postcode[:3], postcode[:2])


@lru_cache(maxsize=1024)
def referral_kind(words: str) -> ReferralKind:
    """What « Mission locale de Roubaix », « MISSION_LOCALE » or « ML » is counted as."""
    bare = fold(words)
    if not bare:
        return ReferralKind.UNKNOWN
    if bare in SHORT_NAMES:
        return SHORT_NAMES[bare]
    return next((kind for name, kind in REFERRALS if name in bare), ReferralKind.OTHER)
