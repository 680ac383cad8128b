from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.paths import rules, selectors
from kpacite.domain.paths.enums import MoveState
from kpacite.domain.paths.models import Path, PathStage, StageMove
from kpacite.domain.paths.services.exits import NotYet
from kpacite.domain.paths.services.locking import locked
from kpacite.domain.paths.services.opening import PathEnded
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.kernel.nir import refuse_nir
from kpacite.platform import audit
from kpacite.platform.audit import Actor

MOST_STAGES = 8


class StageTooFar(DomainError):
    code = "paths.stage_too_far"
    sentence = _("Choisissez l’étape suivante, ou une étape d’avant.")
    field = "stage"


class MoveAlreadyOpen(DomainError):
    code = "paths.move_already_open"
    sentence = _("Une étape est déjà proposée : parlez-en d’abord.")


class WrongMove(DomainError):
    code = "paths.wrong_move"
    sentence = _("Cette étape n’en est plus là : rechargez la page.")


class TooEarly(DomainError):
    code = "paths.stage_too_early"
    sentence = _("Choisissez un jour après le début de l’étape d’avant.")
    field = "day"


class StagesMissing(DomainError):
    code = "paths.stages_missing"
    sentence = _("Écrivez de 2 à 8 étapes, toutes différentes.")
    field = "names"


@transaction.atomic
def set_stages(*, kpa: Kpa, names: Sequence[str], actor: Actor | None, now: datetime) -> list[PathStage]:
    """The stages of a KPA, in order. Those that leave are withdrawn: past moves keep them.

    Raises `StagesMissing`.
    """
    Kpa.objects.select_for_update(of=("self",)).get(pk=kpa.pk)
    wanted = [name.strip() for name in names if name.strip()]
    if not 2 <= len(wanted) <= MOST_STAGES or len(set(wanted)) != len(wanted):
        raise StagesMissing
    before = {stage.name: stage for stage in selectors.own_stages(kpa)}
    if list(before) == wanted:
        return list(before.values())
    # Ranks are unique: step aside first, then take the new places.
    for stage in before.values():
        stage.withdrawn_at = now
        stage.save(update_fields=["withdrawn_at"])
    made = []
    for rank, name in enumerate(wanted, start=1):
        stage = before.get(name) or PathStage(kpa=kpa, name=name)
        stage.rank, stage.withdrawn_at = rank, None
        made.append(save_checked(stage))
    audit.record(actor=actor, action="paths.stages.set", target=kpa, at=now, data={"names": wanted})
    return made


@transaction.atomic
def propose_stage(*, path: Path, rank: int, words: str = "", actor: Actor | None, now: datetime) -> StageMove:
    """The person says which stage she would like to enter, the next one or an earlier one.

    Raises `PathEnded`, `MoveAlreadyOpen`, `StageTooFar`, `NationalNumberFound`.
    """
    path = locked(path)
    if path.end is not None:
        raise PathEnded
    if selectors.open_move(path) is not None:
        raise MoveAlreadyOpen
    stages = {stage.rank: stage for stage in _stages_of(path.kpa, actor, now)}
    current = selectors.current_stage(path)
    if not rules.stage_may_follow(current.rank if current else None, rank, stages):
        raise StageTooFar
    words = refuse_nir(words.strip())
    move = save_checked(StageMove(path=path, stage=stages[rank], words=words, proposed_at=now))
    audit.record(actor=actor, action="paths.stage.proposed", target=move, at=now, data={"rank": rank})
    return move


def _stages_of(kpa: Kpa, actor: Actor | None, now: datetime) -> list[PathStage]:
    own = list(selectors.own_stages(kpa))
    return own or set_stages(kpa=kpa, names=rules.DEFAULT_STAGES, actor=actor, now=now)


@transaction.atomic
def discuss_stage(
    *, move: StageMove, day: date, with_person: Person | None, actor: Actor | None, today: date, now: datetime
) -> StageMove:
    """They talked about it, on a day. Raises `WrongMove`, `NotYet`."""
    move = _at(move, MoveState.DISCUSSED)
    if day > today:
        raise NotYet
    move.discussed_on, move.discussed_with = day, with_person
    return _moved(move, actor, now)


@transaction.atomic
def enter_stage(*, move: StageMove, day: date, actor: Actor | None, today: date, now: datetime) -> StageMove:
    """The new stage begins, on a day. Raises `WrongMove`, `NotYet`, `TooEarly`."""
    move = _at(move, MoveState.ENTERED)
    if day > today:
        raise NotYet
    last = selectors.entered_moves(move.path).last()
    if day < (last.entered_on if last and last.entered_on else move.path.start):
        raise TooEarly
    move.entered_on = day
    return _moved(move, actor, now)


@transaction.atomic
def withdraw_stage(*, move: StageMove, actor: Actor | None, now: datetime) -> StageMove:
    """Set a wish aside. Raises `WrongMove`."""
    return _moved(_at(move, MoveState.WITHDRAWN), actor, now)


def _at(move: StageMove, state: MoveState) -> StageMove:
    locked(move.path)
    move = StageMove.objects.select_for_update(of=("self",)).select_related("path", "stage").get(pk=move.pk)
    if not rules.move_may_become(MoveState(move.state), state):
        raise WrongMove
    move.state = state
    return move


def _moved(move: StageMove, actor: Actor | None, now: datetime) -> StageMove:
    save_checked(move)
    audit.record(actor=actor, action=f"paths.stage.{move.state}", target=move, at=now)
    return move
