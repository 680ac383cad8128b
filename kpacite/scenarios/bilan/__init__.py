"""The bilan of 2022–2023: 267 invented people, and their figures frozen and published, marked « exemple ».

They come in through the import of people, as a file would. None of them has an account or a hat, and none is
in La Cape or Moulins Coop: what the rest of the demo shows of these does not change.
"""

from collections.abc import Iterator, Mapping

from kpacite.domain.indicators import services
from kpacite.domain.indicators.enums import Outside, Section, TextKind
from kpacite.domain.indicators.models import Report
from kpacite.domain.indicators.rules.facts import (
    Contract,
    Education,
    ExitFact,
    Gender,
    PersonPath,
    Referral,
    Situation,
)
from kpacite.domain.organisations.selectors import network
from kpacite.domain.paths import enums
from kpacite.domain.paths.models import PersonReference
from kpacite.domain.paths.services import import_people
from kpacite.scenarios.bilan.population import FRAME, population
from kpacite.scenarios.seeding import Seeding

SLUG = "2022-2023"
TITLE = "Bilan du réseau, mars 2022 à décembre 2023"
MARK = "exemple-bilan-"
# The document's own words.
STORY = (
    (
        Section.OPENING,
        "L’ambition du dispositif est de créer des activités économiques durables et de proximité, "
        "au sein de territoires déclassés.",
    ),
    (
        Section.PATHS,
        "Les coopérant-es suivent une logique de parcours avec des étapes clés : s’immerger, explorer, "
        "tester et s’ouvrir vers l’extérieur. Ce parcours peut aller jusqu’à 3 ans.",
    ),
)
# Where people of each département go; the two KPAs of the demo stay as they are.
KPAS = {
    "59": ("coop-manau", "kpa-valenciennes", "kpa-grande-synthe"),
    "17": ("kpa-la-rochelle",),
    "37": ("kpa-touraine",),
    "62": ("la-fourmiliere",),
}
POSTCODES = {"59": "59300", "17": "17000", "37": "37000", "62": "62200"}
GENDERS = {Gender.WOMAN: enums.Gender.WOMAN, Gender.MAN: enums.Gender.MAN, Gender.OTHER: enums.Gender.OTHER}
EDUCATION = {
    Education.BELOW: enums.Education.BELOW_CAP,
    Education.VOCATIONAL: enums.Education.CAP_BEP,
    Education.BAC: enums.Education.BAC,
    Education.BAC_2_4: enums.Education.BAC_2_TO_4,
    Education.BAC_5: enums.Education.BAC_5,
}
SITUATIONS = {
    Situation.EMPLOYMENT: enums.Situation.EMPLOYED,
    Situation.TRAINING: enums.Situation.TRAINING,
    Situation.BUSINESS: enums.Situation.OWN_BUSINESS,
    Situation.OTHER_SCHEME: enums.Situation.OTHER_SCHEME,
    Situation.NOTHING: enums.Situation.NEITHER,
    Situation.CIVIC_SERVICE: enums.Situation.CIVIC_SERVICE,
}
CONTRACTS = {
    Contract.PERMANENT: enums.JobContract.PERMANENT,
    Contract.FIXED_LONG: enums.JobContract.SIX_MONTHS_OR_MORE,
    Contract.FIXED_SHORT: enums.JobContract.UNDER_SIX_MONTHS,
    Contract.TEMPORARY: enums.JobContract.TEMPORARY,
}
TRAININGS = {True: enums.TrainingKind.CERTIFYING, False: enums.TrainingKind.OTHER}
YES_NO = {True: "oui", False: "non", None: ""}
REFERRALS = {Referral.MISSION_LOCALE: "Mission locale", Referral.OTHER: "Connaissance", None: ""}


def load(seeding: Seeding) -> Iterator[float]:
    if not PersonReference.objects.filter(reference__startswith=MARK).exists():
        rows = list(enumerate((file_row(path) for path in population()), start=2))
        import_people(rows=rows, source=network(), **seeding.by)
    yield 0.7
    if not Report.objects.filter(slug=SLUG).exists():
        _report(seeding)
    yield 1.0


def _report(seeding: Seeding) -> None:
    report = services.prepare_report(title=TITLE, frame=FRAME, slug=SLUG, is_example=True, **seeding.by)
    freeze = services.freeze_report(report=report, author=None, today=seeding.today, **seeding.by)
    for section, body in STORY:
        services.write_text(
            report=report,
            section=section,
            kind=TextKind.STORY,
            body=body,
            kpa=None,
            author=None,
            **seeding.by,
        )
    for audience in (Outside.FUNDER, Outside.PUBLIC):
        services.publish_freeze(freeze=freeze, audience=audience, **seeding.by)


def file_row(path: PersonPath) -> Mapping[str, str]:
    """The line that a file of people would hold for this path."""
    kpas = KPAS[path.department or "59"]
    news = path.exits[0] if path.exits else ExitFact(path.start)
    return {
        "person_ref": f"{MARK}{path.person}",
        "first_name": "Exemple",
        "last_name": f"n° {path.person}",
        "birth_date": _day(path.birth),
        "gender": GENDERS[path.gender] if path.gender else "",
        "postcode": POSTCODES[path.department or "59"],
        "qpv": YES_NO[path.qpv_2015],
        "single_parent": YES_NO[path.single_parent],
        "international_protection": YES_NO[path.protection],
        "disabled_worker": YES_NO[path.disabled],
        "education": EDUCATION[path.education] if path.education else "",
        "france_travail_registered_on": _day(path.registered_on),
        "referral": REFERRALS[path.referral],
        "kpa": kpas[path.person % len(kpas)],
        "path_start": _day(path.start),
        "planned_end": _day(path.planned_end),
        "path_end": _day(path.end),
        "exit_situation": SITUATIONS[news.situation] if news.situation else "",
        "exit_contract": CONTRACTS[news.contract] if news.contract else "",
        "exit_training": TRAININGS[news.certifying] if news.certifying is not None else "",
        "exit_observed_on": _day(news.observed_on) if news.situation else "",
    }


def _day(day: object) -> str:
    return "" if day is None else str(day)
