"""The demonstration: invented people for every role, a few messages, welcome slots marked as examples."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from kpacite.domain.organisations import services
from kpacite.domain.organisations.enums import ContactPurpose, OrganisationKind, Recurrence, Role
from kpacite.domain.organisations.models import ContactMessage, HatRequest, Kpa, Organisation, RoleAssignment
from kpacite.domain.people import services as people
from kpacite.domain.people.models import Account, Person
from kpacite.scenarios.seeding import Row, Seeding, chosen, organisation, read

HERE = Path(__file__).parent
DOMAIN = "demo.kpacite.example"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody one can be in demo mode. `roles`: (role, slug of the organisation), as worn."""

    first_name: str
    last_name: str
    login_name: str
    roles: tuple[tuple[Role, str], ...]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        return f"{self.login_name}@{DOMAIN}"

    @property
    def hats(self) -> str:
        """« Coopérant·e (la-cape), Référent·e (la-cape) »."""
        return ", ".join(f"{role.label} ({slug})" for role, slug in self.roles)


@cache
def demo_people() -> tuple[DemoPerson, ...]:
    return tuple(_demo_person(row) for row in _people())


def _people() -> list[Row]:
    return read(HERE / "people.toml")["person"]


def _demo_person(row: Row) -> DemoPerson:
    roles = tuple((Role(hat["role"]), hat["organisation"]) for hat in row["hats"])
    return DemoPerson(**chosen(row, "first_name", "last_name", "login_name"), roles=roles)


def load(seeding: Seeding) -> Iterator[float]:
    data = read(HERE / "activity.toml")
    for row in data["organisation"]:
        _organisation(seeding, row)
    people_rows = _people()
    for rank, row in enumerate(people_rows, start=1):
        _person(seeding, row)
        yield rank / (len(people_rows) + 1)
    for row in data["slot"]:
        _slot(seeding, row)
    for row in data["message"]:
        _message(seeding, row)
    yield 1.0


def _organisation(seeding: Seeding, row: Row) -> None:
    if not Organisation.objects.filter(slug=row["slug"]).exists():
        services.create_organisation(**(row | {"kind": OrganisationKind(row["kind"])}), **seeding.by)


def _person(seeding: Seeding, row: Row) -> None:
    account = Account.objects.filter(login_name=row["login_name"]).select_related("person").first()
    person = (account or _open_account(seeding, row)).person
    for hat in row["hats"]:
        key = {"person": person, "role": Role(hat["role"]), "organisation": organisation(hat["organisation"])}
        if not RoleAssignment.objects.filter(**key).exists():
            services.grant_role(**key, start=hat["start"], **seeding.by)
    for wish in row.get("wishes", []):
        _ask_hat(seeding, person, wish)


def _ask_hat(seeding: Seeding, person: Person, row: Row) -> None:
    key = {"person": person, "role": Role(row["role"]), "organisation": organisation(row["organisation"])}
    if not HatRequest.objects.filter(**key).exists():
        services.ask_hat(**key, words=row["words"], today=seeding.today, **seeding.by)


def _open_account(seeding: Seeding, row: Row) -> Account:
    email = f"{row['login_name']}@{DOMAIN}"
    names = chosen(row, "first_name", "last_name")
    person = people.create_person(**names, email=email, **seeding.by)
    return people.open_account(person=person, email=email, login_name=row["login_name"], **seeding.by)


def _slot(seeding: Seeding, row: Row) -> None:
    kpa = Kpa.objects.select_related("organisation", "place").get(organisation__slug=row["kpa"])
    key = chosen(row, "weekday", "start_time", "end_time")
    if not kpa.welcome_slots.filter(**key).exists():
        services.add_welcome_slot(
            kpa=kpa,
            recurrence=Recurrence.WEEKLY,
            place=kpa.place,
            note=row["note"],
            is_example=True,
            **key,
            **seeding.by,
        )


def _message(seeding: Seeding, row: Row) -> None:
    recipient = organisation(row["organisation"])
    # Phone numbers only, of the range kept for fiction: nobody is called, no mail leaves.
    if not ContactMessage.objects.filter(organisation=recipient, phone=row["phone"]).exists():
        services.receive_contact_message(
            organisation=recipient,
            purpose=ContactPurpose(row["purpose"]),
            now=seeding.now - timedelta(hours=row["hours_ago"]),
            **chosen(row, "name", "phone", "message", "self_check"),
        )
