"""What people do when they leave (I15 to I17)."""

from datetime import date

from kpacite.domain.indicators.rules.definition import OURS, REST, UNKNOWN, Among, Class, Definition
from kpacite.domain.indicators.rules.facts import Contract, ExitFact, Situation
from kpacite.domain.indicators.rules.person import Known

SITUATIONS = {
    Situation.EMPLOYMENT: "I15a",
    Situation.TRAINING: "I15b",
    Situation.BUSINESS: "I15c",
    Situation.OTHER_SCHEME: "I15d",
    Situation.NOTHING: "I15e",
    Situation.CIVIC_SERVICE: "I15f",
}
CONTRACTS = {
    Contract.PERMANENT: "I16a",
    Contract.FIXED_LONG: "I16b",
    Contract.FIXED_SHORT: "I16c",
    Contract.TEMPORARY: "I16d",
}
SIX_MONTHS = 6
OTHERS = "Autre situation connue : autre dispositif, service civique, ni emploi ni formation"
SHORT_JOBS = "CDD de moins de 6 mois ou intérim"
NOBODY_KNOWS = ExitFact(observed_on=date.min)


def _exit(one: Known) -> ExitFact:
    return one.last_exit or NOBODY_KNOWS


def _situation(one: Known) -> str:
    situation = _exit(one).situation
    return SITUATIONS[situation] if situation else UNKNOWN


def _contract(one: Known) -> str:
    contract = _exit(one).contract
    return CONTRACTS[contract] if contract else UNKNOWN


def _training(one: Known) -> str:
    certifying = _exit(one).certifying
    if certifying is None:
        return UNKNOWN
    return "I17a" if certifying else "I17b"


def _exactly_six(one: Known) -> str:
    months = _exit(one).contract_months
    if months is None:
        return UNKNOWN
    return "E06" if months == SIX_MONTHS else REST


SITUATION = Definition(
    code="I15",
    label="À la sortie",
    among=Among.EXITED,
    sort=_situation,
    classes=(
        Class("I15a", "En emploi"),
        Class("I15b", "En formation"),
        Class("I15c", "En création ou reprise d’entreprise"),
        Class("I15d", "Dans un autre dispositif", merged_label=OTHERS),
        Class("I15e", "Ni emploi ni formation", merged_into="I15d"),
        Class("I15f", "En service civique", merged_into="I15d"),
    ),
    unknown="I15z",
)
CONTRACT = Definition(
    code="I16",
    label="Contrat des personnes en emploi",
    among=Among.EMPLOYED,
    sort=_contract,
    classes=(
        Class("I16a", "CDI"),
        Class("I16b", "CDD de 6 mois et plus"),
        Class("I16c", "CDD de moins de 6 mois", merged_label=SHORT_JOBS),
        Class("I16d", "Intérim", merged_into="I16c"),
    ),
    unknown="I16z",
)
TRAINING = Definition(
    code="I17",
    label="Formation suivie",
    among=Among.TRAINED,
    sort=_training,
    classes=(
        Class("I17a", "Qualifiante ou certifiante"),
        Class("I17b", "Ni qualifiante ni certifiante"),
    ),
    unknown="I17z",
)
EXACTLY_SIX = Definition(
    code="E06",
    label="CDD de 6 mois exactement",
    among=Among.FIXED_LONG,
    sort=_exactly_six,
    classes=(Class("E06", "CDD de 6 mois exactement"),),
    note="Le réseau les compte avec les contrats longs, la définition de l’insertion avec les courts",
    source=OURS,
)
DEFINITIONS = (SITUATION, CONTRACT, TRAINING, EXACTLY_SIX)
