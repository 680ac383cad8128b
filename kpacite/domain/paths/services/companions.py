from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.selectors import hats_worn_in
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.paths.models import Path, PathCompanion
from kpacite.domain.paths.services.locking import locked
from kpacite.domain.paths.services.opening import PathEnded
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor

COMPANION_ROLES = (Role.REFERENT, Role.CONTRIBUTOR, Role.KPA_COORDINATOR, Role.COOPERATOR)


class NotHere(DomainError):
    code = "paths.companion_not_here"
    sentence = _("Choisissez une personne de votre KPA.")
    field = "person"


class AlreadyBeside(DomainError):
    code = "paths.companion_already"
    sentence = _("Cette personne vous accompagne déjà.")
    field = "person"


@transaction.atomic
def choose_companion(
    *, path: Path, person: Person, actor: Actor | None, today: date, now: datetime
) -> PathCompanion:
    """The person chooses who walks beside her and reads her path. Raises `PathEnded`, `NotHere`,
    `AlreadyBeside`.
    """
    path = locked(path)
    if path.end is not None:
        raise PathEnded
    worn = hats_worn_in(path.kpa.organisation, today, *COMPANION_ROLES)
    if person.pk == path.person_id or not worn.filter(person=person).exists():
        raise NotHere
    if path.companions.filter(person=person, end=None).exists():
        raise AlreadyBeside
    row = save_checked(PathCompanion(path=path, person=person, start=today))
    audit.record(actor=actor, action="paths.companion.chosen", target=row, at=now)
    return row


@transaction.atomic
def end_companion(
    *, companion: PathCompanion, actor: Actor | None, today: date, now: datetime
) -> PathCompanion:
    """From today on, this person reads the path no more. Twice changes nothing."""
    row = PathCompanion.objects.select_for_update(of=("self",)).get(pk=companion.pk)
    if row.end is None:
        row.end = max(today, row.start)
        row.save(update_fields=["end"])
        audit.record(actor=actor, action="paths.companion.ended", target=row, at=now)
    return row
