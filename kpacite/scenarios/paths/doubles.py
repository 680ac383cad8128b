"""Two people of La Cape who were written down twice: one double to find, one that was made one."""

from kpacite.domain.organisations import services as organisations
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people import services as people
from kpacite.domain.people.models import Account, Person, PersonMerge
from kpacite.kernel.period import add_months
from kpacite.scenarios.seeding import Seeding

KNOWN_MONTHS_AGO, LEFT_MONTHS_AGO = 30, 26


def write_twice(seeding: Seeding, kpa: Organisation) -> None:
    """Yanis, whose name was written in capitals, waits to be looked at; Tarek's two files are one."""
    if PersonMerge.objects.exists():
        return
    yanis = Person.objects.filter(first_name="Yanis", paths__kpa=kpa.pk).first()
    tarek = Person.objects.filter(first_name="Tarek", paths__kpa=kpa.pk).first()
    if yanis is None or tarek is None:
        return
    _double(seeding, kpa, yanis.first_name, yanis.last_name.replace("-", " ").upper())
    people.merge_people(
        kept=tarek,
        merged=_double(seeding, kpa, tarek.first_name, tarek.last_name),
        choices={},
        actor=Account.objects.get(login_name="chloe"),
        today=seeding.today,
        now=seeding.now,
    )


def _double(seeding: Seeding, kpa: Organisation, first_name: str, last_name: str) -> Person:
    """Met two years before, and written down again since."""
    person = people.create_person(first_name=first_name, last_name=last_name, **seeding.by)
    organisations.grant_role(
        person=person,
        role=Role.COOPERATOR,
        organisation=kpa,
        start=add_months(seeding.today, -KNOWN_MONTHS_AGO),
        end=add_months(seeding.today, -LEFT_MONTHS_AGO),
        **seeding.by,
    )
    return person
