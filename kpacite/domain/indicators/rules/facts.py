"""The facts that a bilan counts: one row for each path, with what is known of the person at its start."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Gender(StrEnum):
    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


class Education(StrEnum):
    """The highest level reached, which does not always mean a diploma."""

    BELOW = "below"
    VOCATIONAL = "vocational"
    BAC = "bac"
    BAC_2_4 = "bac_2_4"
    BAC_5 = "bac_5"


class Referral(StrEnum):
    """Who sent the person. Only one source has a figure of its own."""

    MISSION_LOCALE = "mission_locale"
    OTHER = "other"


class Situation(StrEnum):
    """What a person does when she leaves."""

    EMPLOYMENT = "employment"
    TRAINING = "training"
    BUSINESS = "business"
    OTHER_SCHEME = "other_scheme"
    NOTHING = "nothing"
    CIVIC_SERVICE = "civic_service"


class Contract(StrEnum):
    """The contract of a person who leaves for a job."""

    PERMANENT = "permanent"
    FIXED_LONG = "fixed_long"
    """Six months and more, as the network counts (contradiction with the law: see `derived`)."""
    FIXED_SHORT = "fixed_short"
    TEMPORARY = "temporary"


class ExitFact(NamedTuple):
    """What was known one day of the situation after an exit. None: nobody knows."""

    observed_on: date
    situation: Situation | None = None
    contract: Contract | None = None
    certifying: bool | None = None
    contract_months: int | None = None


class PersonPath(NamedTuple):
    """One path of one person. `end` is the day of the exit; None: it is running. None elsewhere: unknown.

    `person` is any number that tells people apart: the bilan neither reads nor keeps a name.
    `qpv_2015`, `qpv_2024`: whether she lived, at entry, in a priority area of each generation.
    `path`, `kpa`: numbers that tell them apart, for one's own statistics; 0: they do not matter.
    """

    person: int
    start: date
    end: date | None = None
    planned_end: date | None = None
    birth: date | None = None
    gender: Gender | None = None
    department: str | None = None
    qpv_2015: bool | None = None
    qpv_2024: bool | None = None
    single_parent: bool | None = None
    protection: bool | None = None
    disabled: bool | None = None
    education: Education | None = None
    registered_at_entry: bool | None = None
    registered_on: date | None = None
    referral: Referral | None = None
    exits: tuple[ExitFact, ...] = ()
    path: int = 0
    kpa: int = 0
