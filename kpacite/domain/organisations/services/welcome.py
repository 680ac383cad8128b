from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Organisation, RoleAssignment
from kpacite.domain.organisations.services.hats import grant_role
from kpacite.domain.people import services as people
from kpacite.domain.people.services import IssuedCard
from kpacite.platform.audit import Actor


@dataclass(frozen=True)
class Welcomed:
    """A new person by her hat, and her card: its codes can be read only now."""

    hat: RoleAssignment
    card: IssuedCard


@transaction.atomic
def welcome_without_email(
    *,
    organisation: Organisation,
    role: Role,
    first_name: str,
    today: date,
    actor: Actor | None,
    now: datetime,
    last_name: str = "",
    phone: str = "",
) -> Welcomed:
    """Person, account, hat from `today` and login card, together or not at all.

    Raises `NameMissing`, `InvalidPhone`, `RoleDoesNotFit`.
    """
    person = people.create_person(
        first_name=first_name, last_name=last_name, phone=phone, actor=actor, now=now
    )
    account = people.open_account(person=person, actor=actor, now=now)
    hat = grant_role(person=person, role=role, organisation=organisation, start=today, actor=actor, now=now)
    return Welcomed(hat, people.issue_login_card(account=account, actor=actor, now=now))
