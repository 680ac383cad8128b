"""What is written about a training, and who comes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import TrainingKind
from kpacite.domain.activities.models import Training, TrainingSeat
from kpacite.domain.activities.rules import MOST_PLACES, Span
from kpacite.domain.people.models import Person
from kpacite.interfaces.www.agenda.forms import ClockField, span_of
from kpacite.interfaces.www.members.forms import JoinForm, NewcomerForm
from kpacite.interfaces.www.trainings.wording import seat_words
from kpacite.platform.forms import Form, FrenchDateField

WORDS = ("kind", "title", "learns", "audience", "place", "given_by", "places", "is_public")


def people_choices(people: Iterable[Person], nobody: Any = "—") -> list[tuple[str, Any]]:
    return [("", nobody), *((person.public_id, str(person)) for person in people)]


class TrainingForm(Form):
    """`people`: the members who may give it. `training`: the one that changes."""

    kind = forms.ChoiceField(
        label=_("C’est"),
        choices=TrainingKind.choices,
        widget=forms.RadioSelect,
        initial=TrainingKind.WORKSHOP,
    )
    title = forms.CharField(
        label=_("Le titre"), help_text=_("Par exemple : coudre un ourlet."), max_length=120
    )
    learns = forms.CharField(
        label=_("Ce qu’on apprend"),
        help_text=_("Avec vos mots. Par exemple : régler la machine, faire un ourlet droit."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    audience = forms.CharField(
        label=_("Pour qui"),
        help_text=_("Par exemple : tout le monde, même sans savoir lire."),
        max_length=200,
        required=False,
    )
    day = FrenchDateField(label=_("Le jour"), help_text=_("Par exemple 6 mars 2026."))
    start = ClockField(label=_("L’heure de début"), help_text=_("Par exemple 9 h 30."))
    end = ClockField(label=_("L’heure de fin"))
    place = forms.CharField(label=_("Le lieu"), max_length=200, required=False)
    places = forms.IntegerField(
        label=_("Le nombre de places"),
        min_value=1,
        max_value=MOST_PLACES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "court"}),
    )
    trainer = forms.ChoiceField(label=_("Le membre qui la donne"), required=False)
    given_by = forms.CharField(
        label=_("Ou une autre personne"),
        help_text=_("Par exemple : une couturière du quartier."),
        max_length=120,
        required=False,
    )
    is_public = forms.BooleanField(
        label=_("Des personnes de l’extérieur peuvent venir"),
        help_text=_("La formation est alors sur la page publique du KPA."),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, people: Iterable[Person], training: Training | None = None, **kwargs: Any
    ) -> None:
        if training is not None:
            kwargs["initial"] = _initial(training)
        super().__init__(*args, **kwargs)
        self.people = {person.public_id: person for person in people}
        self.fields["trainer"].choices = people_choices(self.people.values(), _("Personne pour l’instant"))

    @property
    def words(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: data[name] for name in WORDS} | {"trainer": self.people.get(data["trainer"])}

    @property
    def span(self) -> Span:
        return span_of(self.cleaned_data)


def _initial(training: Training) -> dict[str, Any]:
    start, end = timezone.localtime(training.starts_at), timezone.localtime(training.ends_at)
    words = {name: getattr(training, name) for name in (*WORDS, "version")}
    trainer = training.trainer.public_id if training.trainer else ""
    return words | {"day": start.date(), "start": start.time(), "end": end.time(), "trainer": trainer}


class OutsideForm(JoinForm):
    """Someone from outside: a first name, and one way to reach her."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["words"]

    @property
    def details(self) -> dict[str, Any]:
        return _contact(super().details)


class AddForm(NewcomerForm):
    """Someone who asked by word of mouth: a member of the list, or a first name and one contact."""

    field_order = ("person", "first_name", "phone", "email", "other_contact", "token")
    person = forms.ChoiceField(label=_("Un membre du KPA"), required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["words"]
        self.people = {person.public_id: person for person in people}
        self.fields["person"].choices = people_choices(self.people.values(), _("Quelqu’un d’autre"))
        self.fields["first_name"].required = False
        self.fields["first_name"].label = _("Sinon, le prénom")
        self.fields["other_contact"].help_text = _("Par exemple : venue sur place, ou par sa sœur.")

    @property
    def chosen(self) -> Person | None:
        return self.people.get(self.cleaned_data.get("person") or "")

    def clean(self) -> dict[str, Any]:
        if self.chosen is not None:
            return self.cleaned_data
        if not self.cleaned_data.get("first_name"):
            self.add_error("person", ValidationError(_("Choisissez un membre, ou écrivez un prénom.")))
            return self.cleaned_data
        return super().clean()

    @property
    def details(self) -> dict[str, Any]:
        return _contact({name: value for name, value in super().details.items() if name != "person"})


def _contact(details: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in details.items() if name != "token"} | {
        "form_token": details["token"]
    }


class AttendanceForm(Form):
    """Tick who was there; `held`: the member who gives it gave it."""

    present = forms.MultipleChoiceField(
        label=_("Qui était là ?"),
        help_text=_("Cochez les personnes venues."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    held = forms.BooleanField(required=False)

    def __init__(self, *args: Any, training: Training, seats: Iterable[TrainingSeat], **kwargs: Any) -> None:
        seats = list(seats)
        kwargs["initial"] = {
            "present": [str(seat.pk) for seat in seats if seat.was_there],
            "held": training.given_hours_id is not None or not any(seat.noted_at for seat in seats),
        }
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [(str(seat.pk), seat_words(seat)) for seat in seats]
        if training.trainer is None:
            del self.fields["held"]
        else:
            label = _("%(name)s a donné la formation") % {"name": training.trainer.first_name}
            self.fields["held"].label = label

    @property
    def keys(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["present"]]
