from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.paths.enums import MoveState, Situation
from kpacite.domain.paths.models import Exit, Path
from kpacite.domain.paths.services.locking import locked
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class AlreadyEnded(DomainError):
    code = "paths.already_ended"
    sentence = _("La fin de ce parcours est déjà notée.")


class NotEnded(DomainError):
    code = "paths.not_ended"
    sentence = _("Notez d’abord la fin du parcours.")


class NotYet(DomainError):
    code = "paths.not_yet"
    sentence = _("Cette date n’est pas encore là.")
    field = "day"


class BeforeStart(DomainError):
    code = "paths.before_start"
    sentence = _("Cette date vient avant le début du parcours.")
    field = "day"


@transaction.atomic
def close_path(
    *,
    path: Path,
    day: date,
    situation: Situation,
    contract: str = "",
    training: str = "",
    actor: Actor | None,
    today: date,
    now: datetime,
) -> Exit:
    """Note the end of a path and what follows, « on ne sait pas » included. A wish for a stage is set aside.

    Raises `AlreadyEnded`, `NotYet`, `BeforeStart`, `Refused`.
    """
    path = locked(path)
    if path.end is not None:
        raise AlreadyEnded
    _check_day(path, day, today)
    path.end = day
    save_checked(path)
    path.companions.filter(end=None).update(end=day)
    for move in path.moves.filter(state__in=[MoveState.PROPOSED, MoveState.DISCUSSED]):
        move.state = MoveState.WITHDRAWN
        move.save(update_fields=["state"])
    row = _observe(path, day, situation, contract, training)
    audit.record(actor=actor, action="paths.path.ended", target=path, at=now, data={"end": day})
    return row


@transaction.atomic
def observe(
    *,
    path: Path,
    day: date,
    situation: Situation,
    contract: str = "",
    training: str = "",
    actor: Actor | None,
    today: date,
    now: datetime,
) -> Exit:
    """Note what has become of someone since; twice on one day corrects. Raises `NotEnded`, `NotYet`,
    `BeforeStart`, `Refused`.
    """
    path = locked(path)
    if path.end is None:
        raise NotEnded
    _check_day(path, day, today)
    row = _observe(path, day, situation, contract, training)
    audit.record(actor=actor, action="paths.path.observed", target=path, at=now, data={"day": day})
    return row


def _check_day(path: Path, day: date, today: date) -> None:
    if day > today:
        raise NotYet
    if day < path.start:
        raise BeforeStart


def _observe(path: Path, day: date, situation: Situation, contract: str, training: str) -> Exit:
    row = path.exits.filter(observed_on=day).first() or Exit(path=path, observed_on=day)
    row.situation = situation
    row.contract = contract if situation == Situation.EMPLOYED else ""
    row.training = training if situation == Situation.TRAINING else ""
    return save_checked(row)
