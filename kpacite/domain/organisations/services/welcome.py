from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Organisation, RoleAssignment
from kpacite.domain.organisations.services.hats import grant_role
from kpacite.domain.people import selectors as known
from kpacite.domain.people import services as people
from kpacite.domain.people.models import Account
from kpacite.domain.people.services import IssuedCard
from kpacite.kernel.errors import DomainError
from kpacite.platform.audit import Actor


class AlreadyWelcomed(DomainError):
    """The same form, sent again: the person is there, her card was shown."""

    code = "already_welcomed"
    sentence = _("Ce compte est déjà créé. Ses codes se voient une seule fois.")

    def __init__(self, account: Account) -> None:
        super().__init__()
        self.account = account


@dataclass(frozen=True)
class Newcomer:
    """Who comes: a first name is enough."""

    first_name: str
    last_name: str = ""
    phone: str = ""


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
    newcomer: Newcomer,
    today: date,
    actor: Actor | None,
    now: datetime,
    key: str = "",
) -> Welcomed:
    """Person, account, hat from `today` and login card, together or not at all.

    One `key` welcomes one person, however often its form is sent.

    Raises `NameMissing`, `InvalidPhone`, `RoleDoesNotFit`, `AlreadyWelcomed`.
    """
    # Two clicks on one button wait for each other here.
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    key = f"{organisation.pk}:{key}" if key else ""
    before = known.account_opened_with(key)
    if before is not None:
        raise AlreadyWelcomed(before)
    person = people.create_person(
        first_name=newcomer.first_name,
        last_name=newcomer.last_name,
        phone=newcomer.phone,
        actor=actor,
        now=now,
    )
    account = people.open_account(person=person, key=key, actor=actor, now=now)
    hat = grant_role(person=person, role=role, organisation=organisation, start=today, actor=actor, now=now)
    return Welcomed(hat, people.issue_login_card(account=account, actor=actor, now=now))
