"""Who the people are (I01 to I07)."""

from bisect import bisect_left
from operator import attrgetter

from kpacite.domain.indicators.rules.definition import (
    REACHED,
    REST,
    UNKNOWN,
    Among,
    Class,
    Definition,
    flag,
)
from kpacite.domain.indicators.rules.facts import Education, Gender
from kpacite.domain.indicators.rules.person import Known

LAST_AGES, AGES = (24, 39, 54), ("I02a", "I02b", "I02c", "I02d")
EDUCATION = {
    Education.BELOW: "I07a",
    Education.VOCATIONAL: "I07b",
    Education.BAC: "I07c",
    Education.BAC_2_4: "I07d",
    Education.BAC_5: "I07e",
}


def _gender(one: Known) -> str:
    if one.path.gender is None:
        return UNKNOWN
    return "I01" if one.path.gender == Gender.WOMAN else REST


def _age(one: Known) -> str:
    age = one.age
    if age is None:
        return UNKNOWN
    return AGES[bisect_left(LAST_AGES, age)]


GENDER = Definition(
    code="I01",
    label="Femmes",
    among=Among.EVERYONE,
    sort=_gender,
    classes=(Class("I01", "Femmes"),),
    by=attrgetter("path.gender"),
)
AGE = Definition(
    code="I02",
    label="Âge",
    among=Among.EVERYONE,
    sort=_age,
    classes=(
        # A KPA welcomes from 16: a younger person would be a mistake of the file, not a class of her own.
        Class("I02a", "16 à 24 ans"),
        Class("I02b", "25 à 39 ans"),
        Class("I02c", "40 à 54 ans"),
        Class("I02d", "55 ans et plus"),
    ),
    unknown="I02z",
)
DEPARTMENT = Definition(
    code="I03",
    label="Département de résidence",
    among=Among.EVERYONE,
    sort=lambda one: one.path.department or UNKNOWN,
    unknown="I03z",
    by_rank=True,
    by=attrgetter("path.department"),
)
QPV = Definition(
    code="I04",
    label="Résident·es en quartier prioritaire",
    among=Among.EVERYONE,
    sort=lambda one: flag("I04", answer=one.qpv),
    classes=(Class("I04", "Habitent un quartier prioritaire de la politique de la ville"),),
    note="Périmètres de 2015 pour une entrée jusqu’au 31 décembre 2023, de 2024 ensuite",
)
SINGLE_PARENT = Definition(
    code="I05",
    label="Parents isolés",
    among=Among.EVERYONE,
    sort=lambda one: flag("I05", answer=one.path.single_parent),
    classes=(Class("I05", "Parents isolés"),),
    is_sensitive=True,
    by=attrgetter("path.single_parent"),
)
PROTECTION = Definition(
    code="I06",
    label="Protection internationale",
    among=Among.EVERYONE,
    sort=lambda one: flag("I06", answer=one.path.protection),
    classes=(Class("I06", "Sous protection internationale"),),
    is_sensitive=True,
    by=attrgetter("path.protection"),
)
EDUCATION_LEVEL = Definition(
    code="I07",
    label="Plus haut niveau de formation atteint",
    among=Among.EVERYONE,
    sort=lambda one: EDUCATION[one.path.education] if one.path.education else UNKNOWN,
    classes=(
        Class("I07a", "Avant le CAP, BEP ou bac"),
        Class("I07b", "CAP ou BEP"),
        Class("I07c", "Bac"),
        Class("I07d", "Bac +2 à +4"),
        Class("I07e", "Bac +5 et plus"),
    ),
    unknown="I07z",
    note=REACHED,
    by=attrgetter("path.education"),
)
DEFINITIONS = (GENDER, AGE, DEPARTMENT, QPV, SINGLE_PARENT, PROTECTION, EDUCATION_LEVEL)
