"""What is typed about an appointment, and in a private note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpacite.domain.paths.enums import NoteLevel, NoteTheme
from kpacite.domain.people.models import Person
from kpacite.platform.forms import Form, FrenchDateField

HOURS = ["%H:%M", "%Hh%M", "%H h %M", "%Hh", "%H h", "%H"]


def _people(people: list[Person]) -> list[tuple[str, str]]:
    return [(person.public_id, str(person)) for person in people]


class AppointmentForm(Form):
    """`people`: those who walk beside the person."""

    with_person = forms.ChoiceField(
        label=_("Avec qui"), widget=forms.RadioSelect, error_messages={"required": _("Dites avec qui.")}
    )
    day = FrenchDateField(label=_("Le jour"), error_messages={"required": _("Écrivez le jour.")})
    time = forms.TimeField(
        label=_("L’heure"),
        required=False,
        input_formats=HOURS,
        widget=forms.TextInput(attrs={"class": "court"}),
        error_messages={"invalid": _("Écrivez une heure, par exemple 10 h 30.")},
    )
    aim = forms.CharField(
        label=_("Pour parler de quoi ?"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {person.public_id: person for person in people}
        self.fields["with_person"].choices = _people(people)
        if len(people) == 1:
            self.initial.setdefault("with_person", people[0].public_id)

    @property
    def chosen(self) -> Person:
        return self._people[self.cleaned_data["with_person"]]


class NoteForm(Form):
    """The person's own words are shared; those who accompany choose who reads."""

    words = forms.CharField(
        label=_("Ce qui a été dit"),
        help_text=_("Pas de diagnostic, pas de numéro de sécurité sociale."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Écrivez quelques mots.")},
    )
    level = forms.ChoiceField(
        label=_("Qui lit ces mots ?"),
        choices=[
            (NoteLevel.SHARED.value, _("La personne et celles qui l’accompagnent")),
            (NoteLevel.TEAM.value, _("Seulement celles qui l’accompagnent")),
        ],
        initial=NoteLevel.SHARED.value,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["level"]


class ActionForm(Form):
    who = forms.ChoiceField(label=_("Qui"), error_messages={"required": _("Dites qui.")})
    words = forms.CharField(
        label=_("Fait quoi"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Écrivez quelques mots.")},
    )
    by_day = FrenchDateField(label=_("Pour quel jour"), required=False)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = _people(people)


class NextForm(Form):
    next_day = FrenchDateField(label=_("Le jour du prochain rendez-vous"), required=False)


class PrivateNoteForm(Form):
    theme = forms.ChoiceField(
        label=_("Le sujet"), choices=NoteTheme.choices, error_messages={"required": _("Choisissez un sujet.")}
    )
    words = forms.CharField(
        label=_("La note"),
        help_text=_("Écrivez l’orientation et la suite, pas le diagnostic ni l’intime."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Écrivez quelques mots.")},
    )
