"""A path ready to draw: its stages, its dates, what happened."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kpacite.domain.paths import selectors
from kpacite.domain.paths.enums import MoveState, Situation
from kpacite.domain.paths.models import Exit, Path, StageMove
from kpacite.kernel.period import completed_months

BADGES = {
    MoveState.PROPOSED: "wait",
    MoveState.DISCUSSED: "wait",
    MoveState.ENTERED: "done",
    MoveState.WITHDRAWN: "",
}
GAP_WORDS = {
    "birth_date": lambda: _("date de naissance"),
    "gender": lambda: _("genre"),
    "postcode": lambda: _("code postal"),
    "qpv": lambda: _("quartier"),
    "education": lambda: _("niveau d’études"),
    "planned_end": lambda: _("fin prévue"),
    "exit": lambda: _("situation à la sortie"),
    "contract": lambda: _("dossier de contrat à envoyer"),
}


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    icon: str
    state: str


def steps_of(names: list[tuple[int, str]], current: int | None, icon: str = "route") -> list[Step]:
    """The stages as the strip draws them. Going back makes the later ones « to do » again."""

    def state(rank: int) -> str:
        if current is None or rank > current:
            return "todo"
        return "here" if rank == current else "done"

    return [Step(name, icon, state(rank)) for rank, name in names]


def month_words(start: date, planned_end: date | None, today: date) -> str:
    """« Mois 7 sur 24 »: the month that runs, out of those planned."""
    if start > today:
        return ""
    months = completed_months(start, today) + 1
    if planned_end is None:
        return _("Mois %(n)d.") % {"n": months}
    total = completed_months(start, planned_end)
    return _("Mois %(n)d sur %(total)d.") % {"n": min(months, max(total, 1)), "total": max(total, 1)}


def exit_words(row: Exit) -> str:
    """« En emploi, CDI »."""
    detail = row.get_contract_display() or row.get_training_display()
    situation = str(Situation(row.situation).label)
    return f"{situation}, {detail}" if detail else situation


@dataclass(frozen=True, slots=True)
class MoveWords:
    move: StageMove
    label: str
    badge: str
    day: object


def history_of(journey: Path, today: date) -> list[MoveWords]:
    """What was wished and lived, in the words of today: a stage that another one followed is over."""
    moves = list(selectors.moves_of(journey))
    entered = [(move.entered_on, move.pk) for move in moves if move.entered_on is not None]
    is_over = journey.end is not None and journey.end <= today
    last = None if is_over else max(entered, default=None)
    return [
        MoveWords(
            move,
            _label_of(move, is_last=(move.entered_on, move.pk) == last),
            BADGES[MoveState(move.state)],
            move.entered_on or move.discussed_on or move.proposed_at,
        )
        for move in moves
    ]


def _label_of(move: StageMove, *, is_last: bool) -> str:
    if move.state != MoveState.ENTERED:
        return str(MoveState(move.state).label)
    return _("En ce moment") if is_last else _("Vécue")


def gap_word(code: str) -> str:
    word = GAP_WORDS[code]()
    return word[:1].upper() + word[1:]
