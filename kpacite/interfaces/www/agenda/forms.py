"""Planning a job, asking someone, cancelling."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Activity, Job
from kpacite.domain.activities.rules import Span
from kpacite.domain.people.models import Person
from kpacite.platform.forms import Form, FrenchDateField

CLOCK = re.compile(r"^(\d{1,2})(?:\s*(?:h|:|heures?)\s*(\d{2})?)?$", re.IGNORECASE)
WORDS = ("title", "place", "client_note", "skills", "wanted", "is_paid", "is_common")
MOST_PEOPLE = 200


class ClockField(forms.Field):
    """A time of day as people write it (`9 h`, `9h30`, `14:00`); cleans to a `time`."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Écrivez une heure, par exemple 9 h 30.")}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        found = CLOCK.match(str(value).replace("\u00a0", " ").strip())
        hour, minute = (int(figure or 0) for figure in found.groups()) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time(hour, minute)

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, str]:
        return {"class": "court"}

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour} h {value.minute:02d}" if isinstance(value, time) else value


class JobForm(Form):
    """`activities`: those for which this person may plan. `job`: the one that changes."""

    activity = forms.ChoiceField(
        label=_("L’activité"), error_messages={"required": _("Choisissez l’activité.")}
    )
    title = forms.CharField(
        label=_("Ce qu’il y a à faire"), help_text=_("Par exemple : buffet du lycée."), max_length=120
    )
    day = FrenchDateField(label=_("Le jour"), help_text=_("Par exemple 6 mars 2026."))
    start = ClockField(label=_("L’heure de début"), help_text=_("Par exemple 9 h 30."))
    end = ClockField(label=_("L’heure de fin"))
    place = forms.CharField(label=_("Le lieu"), max_length=200, required=False)
    wanted = forms.IntegerField(
        label=_("Le nombre de personnes"),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "court"}),
    )
    skills = forms.CharField(
        label=_("Ce qu’il faut savoir faire"),
        help_text=_("Par exemple : servir, conduire."),
        max_length=200,
        required=False,
    )
    client_note = forms.CharField(
        label=_("Un mot pour le client"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_paid = forms.BooleanField(label=_("Ce travail est payé"), required=False, initial=True)
    is_common = forms.BooleanField(
        label=_("C’est une action commune"),
        help_text=_("Elle fait vivre le KPA, sans argent. Ses heures comptent pour la charte."),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, activities: Iterable[Activity] = (), job: Job | None = None, **kwargs: Any
    ) -> None:
        self.activities = {str(activity.pk): activity for activity in activities}
        if job is not None:
            kwargs["initial"] = _initial(job)
        super().__init__(*args, **kwargs)
        if job is not None:
            del self.fields["activity"]
            return
        choices = [(key, str(activity)) for key, activity in self.activities.items()]
        self.fields["activity"].choices = choices if len(choices) == 1 else [("", "—"), *choices]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("is_paid") and data.get("is_common"):
            self.add_error("is_common", _("Une action commune n’est pas payée. Décochez l’une des deux."))
        return data

    @property
    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WORDS}

    @property
    def span(self) -> dict[str, datetime]:
        span = span_of(self.cleaned_data)
        return {"starts_at": span.start, "ends_at": span.end}


def span_of(data: Mapping[str, Any]) -> Span:
    """From `day`, `start` and `end`. An end that comes before the start is on the next day."""
    zone = timezone.get_default_timezone()
    last = data["day"] + timedelta(days=1) if data["end"] < data["start"] else data["day"]
    return Span(
        datetime.combine(data["day"], data["start"], tzinfo=zone),
        datetime.combine(last, data["end"], tzinfo=zone),
    )


def _initial(job: Job) -> dict[str, Any]:
    start, end = timezone.localtime(job.starts_at), timezone.localtime(job.ends_at)
    words = {name: getattr(job, name) for name in WORDS}
    return words | {"day": start.date(), "start": start.time(), "end": end.time(), "version": job.version}


class AskForm(Form):
    """`unpaid`: the keys of those who may not be paid that day; they come last, the service refuses."""

    person = forms.ChoiceField(
        label=_("La personne"), error_messages={"required": _("Choisissez la personne.")}
    )

    def __init__(
        self, *args: Any, people: Iterable[Person], unpaid: Collection[int] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.public_id: person for person in people}
        free = [(key, str(who)) for key, who in self.people.items() if who.pk not in unpaid]
        held = [(key, str(who)) for key, who in self.people.items() if who.pk in unpaid]
        groups = [(_("Pas de paie possible ce jour-là"), held)] if held else []
        self.fields["person"].choices = [("", "—"), *free, *groups]


class CancelForm(Form):
    reason = forms.CharField(
        label=_("La raison"), help_text=_("Par exemple : le client a reporté."), max_length=200
    )
