from datetime import date

from kpacite.domain.members import services
from kpacite.domain.members.enums import Doer, Reader, StepKind
from kpacite.domain.members.models import Membership, WelcomeFile
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Person
from tests.factories.people import NOW, TODAY

BY = {"actor": None, "now": NOW}
ADULT, MINOR, CHILD = date(1990, 5, 1), date(2009, 5, 1), date(2010, 3, 13)
STEPS = [
    ("fiche", StepKind.FORM, "Fiche d’accueil", Doer.TEAM),
    ("visite", StepKind.VISIT, "Visite avec un membre", Doer.MEMBER),
    ("entretien", StepKind.INTERVIEW, "Entretien", Doer.TEAM),
    ("charte", StepKind.CHARTER, "Charte signée", Doer.NEWCOMER),
]


def make_steps(kpa: Kpa, order: tuple[int, ...] = (0, 1, 2, 3), optional: tuple[str, ...] = ()) -> None:
    for rank in order:
        code, kind, label, doer = STEPS[rank]
        services.add_step(
            kpa=kpa, code=code, kind=kind, label=label, doer=doer, is_optional=code in optional, **BY
        )


def make_questions(kpa: Kpa) -> None:
    for code, reader in (("envies", Reader.WELCOMERS), ("situation", Reader.COORDINATION)):
        services.add_question(kpa=kpa, code=code, label=f"Vos {code} ?", reader=reader, **BY)


def make_file(kpa: Kpa, first_name: str = "Sami", **details: object) -> WelcomeFile:
    details = {"last_name": "Exemple", "other_contact": "Par sa sœur", "birth_date": ADULT} | details
    return services.receive(kpa=kpa, first_name=first_name, **BY, **details)


def tick_all(file: WelcomeFile) -> WelcomeFile:
    for step in file.kpa.welcome_steps.exclude(kind=StepKind.CHARTER).order_by("position"):
        file = services.tick(file=file, step=step, done_on=TODAY, **BY)
    return file


def make_membership(
    person: Person, kpa: Kpa, start: date = date(2026, 1, 5), **details: object
) -> Membership:
    return services.open_membership(person=person, kpa=kpa, start=start, **BY, **details)
