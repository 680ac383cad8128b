"""The fields that a condition may name: a closed list. What the law protects is not in it.

Absent on purpose: the four sensitive answers (`paths.enums.SensitiveQuestion`), names, dates of birth,
postcodes, free words, notes, and whoever stands beside a person.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from kpacite.domain.activities.enums import TimeKind
from kpacite.domain.indicators.enums import Counted
from kpacite.domain.indicators.rules.departments import NAMES
from kpacite.domain.indicators.rules.facts import Contract, Education, Gender, Referral, Situation
from kpacite.domain.indicators.rules.sheets.facts import ABSENT, AmountFact, Fact, HoursFact, PathFact, Value
from kpacite.domain.sales.enums import ClientKind, InvoiceKind
from kpacite.kernel.period import completed_months


class Kind(Enum):
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    DATE = "date"


class Operator(StrEnum):
    """Dates are compared with the period of the sheet, never with a day of their own."""

    ONE_OF = "one_of"
    NONE_OF = "none_of"
    YES = "yes"
    NO = "no"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    IN_PERIOD = "in_period"
    BEFORE_PERIOD = "before_period"
    AFTER_PERIOD = "after_period"
    MONTHS_BEFORE_END = "months_before_end"
    MONTHS_AFTER_END = "months_after_end"
    UNKNOWN = "unknown"


OPERATORS: Mapping[Kind, tuple[Operator, ...]] = {
    Kind.CHOICE: (Operator.ONE_OF, Operator.NONE_OF, Operator.UNKNOWN),
    Kind.YES_NO: (Operator.YES, Operator.NO, Operator.UNKNOWN),
    Kind.NUMBER: (Operator.AT_LEAST, Operator.AT_MOST, Operator.EXACTLY, Operator.UNKNOWN),
    Kind.DATE: (
        Operator.IN_PERIOD,
        Operator.BEFORE_PERIOD,
        Operator.AFTER_PERIOD,
        Operator.MONTHS_BEFORE_END,
        Operator.MONTHS_AFTER_END,
        Operator.UNKNOWN,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """`label` begins with its article, for « dont … est ». `yes`, `no`: the words of a yes/no.

    `is_open`: its answers are those of the database (a KPA, an activity), written `kpa` or `kpa/CODE`.
    `always_known`: « on ne sait pas » is no answer.
    """

    code: str
    label: str
    kind: Kind
    read: Callable[[Fact], Value]
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    yes: str = ""
    no: str = ""
    is_open: bool = False
    always_known: bool = False
    only: tuple[Operator, ...] = ()

    @property
    def operators(self) -> tuple[Operator, ...]:
        known = self.only or OPERATORS[self.kind]
        return tuple(each for each in known if not (self.always_known and each is Operator.UNKNOWN))


EDUCATION = (
    (Education.BELOW.value, "Avant le CAP, BEP ou bac"),
    (Education.VOCATIONAL.value, "CAP ou BEP"),
    (Education.BAC.value, "Bac"),
    (Education.BAC_2_4.value, "Bac +2 à +4"),
    (Education.BAC_5.value, "Bac +5 et plus"),
)
GENDER = ((Gender.WOMAN.value, "Femme"), (Gender.MAN.value, "Homme"), (Gender.OTHER.value, "Autre"))
REFERRAL = ((Referral.MISSION_LOCALE.value, "Mission locale"), (Referral.OTHER.value, "Une autre"))
SITUATION = (
    (Situation.EMPLOYMENT.value, "En emploi"),
    (Situation.TRAINING.value, "En formation"),
    (Situation.BUSINESS.value, "En création ou reprise d’entreprise"),
    (Situation.OTHER_SCHEME.value, "Dans un autre dispositif"),
    (Situation.NOTHING.value, "Ni emploi ni formation"),
    (Situation.CIVIC_SERVICE.value, "En service civique"),
)
CONTRACT = (
    (Contract.PERMANENT.value, "CDI"),
    (Contract.FIXED_LONG.value, "CDD de 6 mois et plus"),
    (Contract.FIXED_SHORT.value, "CDD de moins de 6 mois"),
    (Contract.TEMPORARY.value, "Intérim"),
)
# A rule speaks before the translations are there: these labels are those of the enums, and a test says so.
TIME_KINDS = (
    (TimeKind.WORK.value, "Travail"),
    (TimeKind.COMMON.value, "Vie commune"),
    (TimeKind.TRAINING_RECEIVED.value, "Formation suivie"),
    (TimeKind.TRAINING_GIVEN.value, "Formation donnée"),
    (TimeKind.SUPPORT.value, "Accompagnement"),
    (TimeKind.VOLUNTEER.value, "Bénévolat"),
)
INVOICE_KINDS = (
    (InvoiceKind.INVOICE.value, "Facture"),
    (InvoiceKind.DEPOSIT.value, "Facture d’acompte"),
    (InvoiceKind.BALANCE.value, "Facture de solde"),
    (InvoiceKind.CREDIT.value, "Avoir"),
)
CLIENT_KINDS = (
    (ClientKind.PERSON.value, "Une personne"),
    (ClientKind.COMPANY.value, "Une entreprise"),
    (ClientKind.ASSOCIATION.value, "Une association"),
    (ClientKind.PUBLIC.value, "Une mairie, une école, un service public"),
)


def _person(read: Callable[[PathFact], Value]) -> Callable[[Fact], Value]:
    def of(fact: Fact) -> Value:
        return read(fact) if isinstance(fact, PathFact) else ABSENT

    return of


def _hours(read: Callable[[HoursFact], Value]) -> Callable[[Fact], Value]:
    def of(fact: Fact) -> Value:
        return read(fact) if isinstance(fact, HoursFact) else ABSENT

    return of


def _amount(read: Callable[[AmountFact], Value]) -> Callable[[Fact], Value]:
    def of(fact: Fact) -> Value:
        return read(fact) if isinstance(fact, AmountFact) else ABSENT

    return of


def _planned_months(fact: PathFact) -> Value:
    path = fact.known.path
    if path.planned_end is None or path.planned_end < path.start:
        return None
    return completed_months(path.start, path.planned_end)


def _situation(fact: PathFact) -> Value:
    if fact.known.present:
        return ABSENT
    return fact.known.last_exit.situation if fact.known.last_exit else None


def _contract(fact: PathFact) -> Value:
    """Asked of those who left for a job."""
    situation = _situation(fact)
    if situation is None:
        return None
    if situation != Situation.EMPLOYMENT or fact.known.last_exit is None:
        return ABSENT
    return fact.known.last_exit.contract


def _certifying(fact: PathFact) -> Value:
    situation = _situation(fact)
    if situation is None:
        return None
    if situation != Situation.TRAINING or fact.known.last_exit is None:
        return ABSENT
    return fact.known.last_exit.certifying


def _seen_on(fact: PathFact) -> Value:
    if fact.known.present:
        return ABSENT
    return fact.known.last_exit.observed_on if fact.known.last_exit else None


PEOPLE_FIELDS = (
    Field(code="age", label="l’âge à l’entrée", kind=Kind.NUMBER, unit="ans",
          read=_person(lambda one: one.known.age)),
    Field(code="gender", label="le genre", kind=Kind.CHOICE, choices=GENDER,
          read=_person(lambda one: one.known.path.gender)),
    Field(code="department", label="le département de résidence à l’entrée", kind=Kind.CHOICE,
          choices=tuple((code, f"{name} ({code})") for code, name in NAMES.items()),
          read=_person(lambda one: one.known.path.department)),
    Field(code="qpv", label="l’adresse en quartier prioritaire", kind=Kind.YES_NO,
          yes="dont l’adresse à l’entrée est dans un quartier prioritaire",
          no="dont l’adresse à l’entrée n’est pas dans un quartier prioritaire",
          read=_person(lambda one: one.known.qpv)),
    Field(code="education", label="le plus haut niveau de formation atteint", kind=Kind.CHOICE,
          choices=EDUCATION, read=_person(lambda one: one.known.path.education)),
    Field(code="referral", label="l’orientation par une structure", kind=Kind.CHOICE, choices=REFERRAL,
          read=_person(lambda one: one.known.path.referral)),
    Field(code="registered", label="l’inscription à France Travail avant l’entrée", kind=Kind.YES_NO,
          yes="dont l’inscription à France Travail précède l’entrée",
          no="dont l’inscription à France Travail ne précède pas l’entrée",
          read=_person(lambda one: one.known.path.registered_at_entry)),
    Field(code="registered_on", label="le jour de l’inscription à France Travail", kind=Kind.DATE,
          read=_person(lambda one: one.known.path.registered_on)),
    Field(code="kpa", label="le KPA", kind=Kind.CHOICE, is_open=True, always_known=True,
          read=_person(lambda one: one.kpa)),
    Field(code="stage", label="le numéro de l’étape du parcours", kind=Kind.NUMBER,
          read=_person(lambda one: one.stage)),
    Field(code="present", label="le parcours en cours", kind=Kind.YES_NO, always_known=True,
          yes="dont le parcours est en cours le dernier jour de la période",
          no="dont le parcours est fini le dernier jour de la période",
          read=_person(lambda one: one.known.present)),
    Field(code="start", label="le début du parcours", kind=Kind.DATE, always_known=True,
          read=_person(lambda one: one.known.path.start)),
    Field(code="end", label="la fin du parcours", kind=Kind.DATE, always_known=True,
          read=_person(lambda one: ABSENT if one.known.path.end is None else one.known.path.end)),
    Field(code="planned_end", label="la fin prévue à l’entrée", kind=Kind.DATE,
          read=_person(lambda one: one.known.path.planned_end)),
    Field(code="months", label="la durée passée dans le parcours", kind=Kind.NUMBER, unit="mois",
          always_known=True, read=_person(lambda one: one.known.months)),
    Field(code="planned_months", label="la durée prévue à l’entrée", kind=Kind.NUMBER, unit="mois",
          read=_person(_planned_months)),
    Field(code="situation", label="la situation à la sortie", kind=Kind.CHOICE, choices=SITUATION,
          read=_person(_situation)),
    Field(code="contract", label="le contrat à la sortie", kind=Kind.CHOICE, choices=CONTRACT,
          read=_person(_contract)),
    Field(code="certifying", label="la formation à la sortie", kind=Kind.YES_NO,
          yes="dont la formation à la sortie donne un diplôme ou un titre",
          no="dont la formation à la sortie ne donne ni diplôme ni titre", read=_person(_certifying)),
    Field(code="seen_on", label="le jour où la sortie est constatée", kind=Kind.DATE, read=_person(_seen_on)),
)  # fmt: skip
LATELY = (Operator.MONTHS_BEFORE_END,)
HOURS_FIELDS = (
    Field(code="kpa", label="le KPA", kind=Kind.CHOICE, is_open=True, always_known=True,
          read=_hours(lambda one: one.kpa)),
    Field(code="activity", label="l’activité", kind=Kind.CHOICE, is_open=True, always_known=True,
          read=_hours(lambda one: one.activity)),
    Field(code="kind", label="le genre d’heures", kind=Kind.CHOICE, always_known=True,
          choices=TIME_KINDS, read=_hours(lambda one: one.kind)),
    Field(code="confirmed", label="la validation par un autre membre", kind=Kind.YES_NO, always_known=True,
          yes="qu’un autre membre a validées", no="que personne n’a encore validées",
          read=_hours(lambda one: one.confirmed)),
    Field(code="day", label="le jour", kind=Kind.DATE, always_known=True, only=LATELY,
          read=_hours(lambda one: one.day)),
)  # fmt: skip
AMOUNT_FIELDS = (
    Field(code="kpa", label="le KPA", kind=Kind.CHOICE, is_open=True, always_known=True,
          read=_amount(lambda one: one.kpa)),
    Field(code="activity", label="l’activité", kind=Kind.CHOICE, is_open=True, always_known=True,
          read=_amount(lambda one: one.activity)),
    Field(code="kind", label="la nature de la facture", kind=Kind.CHOICE, always_known=True,
          choices=INVOICE_KINDS, read=_amount(lambda one: one.kind)),
    Field(code="client_kind", label="le genre de client", kind=Kind.CHOICE, always_known=True,
          choices=CLIENT_KINDS, read=_amount(lambda one: one.client_kind)),
    Field(code="day", label="le jour de la facture", kind=Kind.DATE, always_known=True, only=LATELY,
          read=_amount(lambda one: one.day)),
)  # fmt: skip


def _by_code(fields: Sequence[Field]) -> Mapping[str, Field]:
    return {field.code: field for field in fields}


_FIELDS: Mapping[Counted, Mapping[str, Field]] = {
    Counted.PERSONS: _by_code(PEOPLE_FIELDS),
    Counted.PATHS: _by_code(PEOPLE_FIELDS),
    Counted.HOURS: _by_code(HOURS_FIELDS),
    Counted.AMOUNTS: _by_code(AMOUNT_FIELDS),
}


def fields_of(counted: Counted) -> Mapping[str, Field]:
    """What can condition a line that counts this."""
    return _FIELDS[counted]
