"""Noting hours: what, how long, when. Two taps when the usual answers are right."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import TimeKind
from kpacite.domain.activities.models import Activity, Job, TaskCoefficient
from kpacite.domain.activities.services import TimeSpent
from kpacite.interfaces.www.hours.wording import Tile, activity_tile, kind_tile, task_words
from kpacite.platform.forms import DurationField, Form, FrenchDateField
from kpacite.platform.templatetags.kpacite import heures

OTHER, TODAY, YESTERDAY = "autre", "aujourdhui", "hier"
USUAL_MINUTES = (30, 60, 120, 180, 240)
USUAL_KINDS = (TimeKind.COMMON, TimeKind.TRAINING_RECEIVED)
RARE_KINDS = (TimeKind.TRAINING_GIVEN, TimeKind.SUPPORT, TimeKind.VOLUNTEER)


def _radio(label: Any, choices: Sequence[tuple[str, Any]], required: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": required}
    )


class HoursForm(Form):
    """`mine`, `others`: activities to show first, and behind « Autre chose ». `job`: the one to note for.

    `tasks`: those of these activities that do not count as an ordinary hour.
    """

    what = _radio(_("Quoi ?"), [], _("Choisissez ce que vous avez fait."))
    duration = _radio(
        _("Combien de temps ?"),
        [*((str(minutes), heures(minutes)) for minutes in USUAL_MINUTES), (OTHER, _("Autre"))],
        _("Choisissez une durée."),
    )
    other_duration = DurationField(
        label=_("Une autre durée"), help_text=_("Par exemple 1 h 30 ou 45 min."), required=False
    )
    when = _radio(
        _("Quand ?"),
        [(TODAY, _("Aujourd’hui")), (YESTERDAY, _("Hier")), (OTHER, _("Autre jour"))],
        _("Choisissez un jour."),
    )
    other_day = FrenchDateField(
        label=_("Un autre jour"), help_text=_("Par exemple 6 mars 2026."), required=False
    )
    note = forms.CharField(
        label=_("Une précision"),
        help_text=_("Par exemple : la vaisselle du buffet."),
        max_length=120,
        required=False,
    )
    volunteer = forms.BooleanField(
        label=_("C’était du bénévolat : ces heures comptent, sans argent"), required=False
    )
    task = forms.ChoiceField(
        label=_("La tâche"),
        help_text=_("Le groupe a décidé combien une heure de cette tâche compte."),
        required=False,
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        today: date,
        mine: Sequence[Activity],
        others: Sequence[Activity] = (),
        tasks: Sequence[TaskCoefficient] = (),
        job: Job | None = None,
        **kwargs: Any,
    ) -> None:
        self.tasks = {str(row.pk): row for row in tasks}
        self.today, self.job = today, job
        self.activities: Mapping[str, Activity] = {f"a{row.pk}": row for row in (*mine, *others)}
        self.usual = [activity_tile(row) for row in mine] + [kind_tile(kind) for kind in USUAL_KINDS]
        self.rare = [kind_tile(kind) for kind in RARE_KINDS] + [activity_tile(row) for row in others]
        super().__init__(*args, **kwargs)
        self.fields["task"].choices = [("", _("Aucune"))] + [
            (key, task_words(row)) for key, row in self.tasks.items()
        ]
        if not self.tasks:
            del self.fields["task"]
        if job is not None:
            del self.fields["what"]
        if job is None or job.is_common:
            del self.fields["volunteer"]
        if job is None:
            self.fields["what"].choices = [(tile.value, tile.label) for tile in self.tiles]

    @property
    def tiles(self) -> list[Tile]:
        return self.usual + self.rare

    @property
    def usual_choices(self) -> list[tuple[forms.boundfield.BoundWidget, Tile]]:
        return list(zip(self["what"], self.usual, strict=False))

    @property
    def rare_choices(self) -> list[tuple[forms.boundfield.BoundWidget, Tile]]:
        return list(zip(list(self["what"])[len(self.usual) :], self.rare, strict=True))

    @property
    def rare_is_open(self) -> bool:
        """Whether the answer is behind « Autre chose »."""
        return "what" in self.fields and self["what"].value() in {tile.value for tile in self.rare}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("duration") == OTHER and data.get("other_duration") is None:
            self._need("other_duration", _("Écrivez une durée, par exemple 1 h 30."))
        if data.get("when") == OTHER and not data.get("other_day"):
            self._need("other_day", _("Écrivez une date, par exemple 6 mars 2026."))
        task = self.tasks.get(data.get("task", ""))
        activity = self.job.activity if self.job else self.activities.get(data.get("what", ""))
        if task and task.activity != activity:
            self._need("task", _("Cette tâche est d’une autre activité."))
        return data

    def _need(self, field: str, sentence: Any) -> None:
        if field not in self.errors:
            self.add_error(field, ValidationError(sentence, code="required"))

    @property
    def spent(self) -> TimeSpent:
        """What a valid form says."""
        data = self.cleaned_data
        minutes = data["other_duration"] if data["duration"] == OTHER else int(data["duration"])
        task = self.tasks.get(data.get("task", ""))
        facts = {"day": self._day(data), "minutes": minutes, "note": data["note"]}
        facts["task"] = task.task if task else ""
        if self.job is not None:
            return TimeSpent(kind=self._kind_of(self.job), job=self.job, **facts)
        if activity := self.activities.get(data["what"]):
            return TimeSpent(kind=TimeKind.WORK, activity=activity, **facts)
        return TimeSpent(kind=TimeKind(data["what"]), **facts)

    def _kind_of(self, job: Job) -> TimeKind:
        if job.is_common:
            return TimeKind.COMMON
        return TimeKind.VOLUNTEER if self.cleaned_data["volunteer"] else TimeKind.WORK

    def _day(self, data: dict[str, Any]) -> date:
        if data["when"] == OTHER:
            return data["other_day"]  # type: ignore[no-any-return]
        return self.today - timedelta(days=1) if data["when"] == YESTERDAY else self.today


class CorrectionForm(Form):
    """How long it really was, and on which day."""

    duration = DurationField(label=_("La durée"), help_text=_("Par exemple 1 h 30 ou 45 min."))
    day = FrenchDateField(label=_("Le jour"))
    undo_id = forms.UUIDField(widget=forms.HiddenInput)
    new_id = forms.UUIDField(widget=forms.HiddenInput)


class ClosingForm(Form):
    reason = forms.CharField(label=_("Pourquoi fermer ?"), max_length=200)


class ReopeningForm(Form):
    reason = forms.CharField(
        label=_("Pourquoi rouvrir ?"),
        help_text=_("Par exemple : une journée a été oubliée."),
        max_length=200,
    )


def new_keys() -> dict[str, str]:
    """Fresh keys for a correction: sent twice, it is done once."""
    return {"undo_id": str(uuid4()), "new_id": str(uuid4())}
