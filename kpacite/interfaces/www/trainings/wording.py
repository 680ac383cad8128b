"""A training in words: when, who gives it, how many places are left."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.activities import rules
from kpacite.domain.activities.enums import SeatState, TrainingKind, TrainingState
from kpacite.domain.activities.models import Training, TrainingSeat
from kpacite.platform.templatetags.kpacite import heure, jour

ICONS = {TrainingKind.TRAINING: "graduation-cap", TrainingKind.WORKSHOP: "lightbulb"}


@dataclass(frozen=True, slots=True)
class Row:
    """A training in a list. `training` comes from a selector that counts its places."""

    training: Training
    icon: str
    when: str
    badge: str
    label: str


def row_of(training: Training, now: datetime) -> Row:
    badge, label = _state(training, now)
    return Row(training, ICONS[TrainingKind(training.kind)], when_words(training), badge, label)


def when_words(training: Training) -> str:
    return f"{jour(training.starts_at, 'semaine')}, {hours_words(training)}"


def hours_words(training: Training) -> str:
    return f"{heure(training.starts_at)} – {heure(training.ends_at)}"


def giver_of(training: Training) -> str:
    """The member who gives it, and who else."""
    names = [training.trainer.first_name if training.trainer else "", training.given_by]
    return ", ".join(name for name in names if name)


def own_badge(training: Training) -> tuple[str, str]:
    """Where a person stands there. `own_state` comes from a selector; None for whoever gives it."""
    if training.state == TrainingState.CANCELLED:
        return "late", _("annulée")
    if training.own_state is None:
        return "done", _("je la donne")
    return ("wait", _("en attente")) if training.own_state == SeatState.WAITING else ("done", _("j’y vais"))


def seat_words(seat: TrainingSeat) -> str:
    """« Amina », « Paul, de l’extérieur », « Zoé, en attente »."""
    words = [seat.name or _("contact effacé")]
    if seat.person is None:
        words.append(_("de l’extérieur"))
    if seat.state == SeatState.WAITING:
        words.append(_("en attente"))
    return ", ".join(words)


def _state(training: Training, now: datetime) -> tuple[str, str]:
    if training.state == TrainingState.CANCELLED:
        return "late", _("annulée")
    if training.state == TrainingState.PROPOSED:
        return "wait", _("à accepter")
    if training.ends_at <= now:
        came = training.came
        return "", ngettext("%(n)d présence", "%(n)d présences", came) % {"n": came} if came else _("passée")
    return _places(training)


def _places(training: Training) -> tuple[str, str]:
    taken, waiting = training.taken, training.waiting
    left = rules.places_left(training.places, taken)
    if left:
        return "info", ngettext("%(n)d place libre", "%(n)d places libres", left) % {"n": left}
    if waiting:
        return "wait", _("complet, %(n)d en attente") % {"n": waiting}
    return "wait", _("complet")
