"""Let go of a share that waited for a contract (R23): a decision of the carrier, with its reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kpacite.domain.people.models import Person
from kpacite.domain.sharing.enums import BalanceKind
from kpacite.domain.sharing.models import BalanceMove, Sharing
from kpacite.domain.sharing.selectors.held import held_in
from kpacite.domain.sharing.services.errors import ReasonMissing, StepNotOpen
from kpacite.platform import audit
from kpacite.platform.audit import Actor


@transaction.atomic
def release_held(
    *,
    sharing: Sharing,
    person: Person,
    reason: str,
    today: date,
    actor: Actor | None,
    now: datetime,
) -> BalanceMove:
    """The share becomes one that she may ask for. Raises ReasonMissing; StepNotOpen when nothing is held."""
    if not reason.strip():
        raise ReasonMissing
    locked = Sharing.objects.select_for_update(of=("self",)).get(pk=sharing.pk)
    held = held_in(locked, person)
    if held is None:
        raise StepNotOpen
    key = f"sharing:{locked.pk}:released:{person.pk}"
    common = {"kpa": locked.kpa, "person": person, "day": today, "sharing": locked, "recorded_at": now}
    words = _("Part libérée : %(reason)s") % {"reason": reason.strip()[:200]}
    cents: int = held.held_cents  # type: ignore[attr-defined]
    BalanceMove.objects.create(
        kind=BalanceKind.HELD, cents=-cents, sentence=words, key=f"{key}:out", **common
    )
    free = BalanceMove.objects.create(
        kind=BalanceKind.RELEASED, cents=cents, sentence=words, key=f"{key}:in", **common
    )
    audit.record(actor=actor, action="sharing.held.released", target=free, at=now, reason=reason.strip())
    return free
