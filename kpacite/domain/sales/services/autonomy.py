from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.models import Kpa, RoleAssignment
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.domain.sales.enums import AutonomyKind
from kpacite.domain.sales.models import SalesAutonomy
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class NotAMember(DomainError):
    code = "sales.autonomy_for_members"
    sentence = _("Cette personne n’a pas de rôle dans ce KPA.")


class AutonomyEnded(DomainError):
    code = "sales.autonomy_ended"
    sentence = _("Cette autonomie est déjà finie.")


@transaction.atomic
def grant_autonomy(
    *, kpa: Kpa, person: Person, kind: AutonomyKind, start: date, actor: Actor | None, now: datetime
) -> SalesAutonomy:
    """The carrier trusts somebody to work without review. Raises `NotAMember`, `Refused`."""
    if not RoleAssignment.objects.on(start).filter(person=person, organisation=kpa.pk).exists():
        raise NotAMember
    row = SalesAutonomy(kpa=kpa, person=person, kind=kind, start=start)
    save_checked(row)
    data = {"person": person.public_id, "kind": str(kind), "start": start}
    audit.record(actor=actor, action="sales.autonomy.granted", target=row, at=now, data=data)
    return row


@transaction.atomic
def end_autonomy(*, autonomy: SalesAutonomy, end: date, actor: Actor | None, now: datetime) -> SalesAutonomy:
    """Take it back from `end` on. Raises `AutonomyEnded`, or `Refused` before its start."""
    row = SalesAutonomy.objects.select_for_update(of=("self",)).select_related("person").get(pk=autonomy.pk)
    if row.end is not None:
        raise AutonomyEnded
    row.end = end
    save_checked(row)
    data = {"person": row.person.public_id, "kind": row.kind, "end": end}
    audit.record(actor=actor, action="sales.autonomy.ended", target=row, at=now, data=data)
    return row
