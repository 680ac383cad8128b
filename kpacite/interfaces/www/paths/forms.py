"""What is typed about a path. Everything may stay unknown, and « ne souhaite pas répondre » is an answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from kpacite.domain.paths.enums import (
    Answer,
    Education,
    Gender,
    JobContract,
    SensitiveQuestion,
    Situation,
    TrainingKind,
    YesNo,
)
from kpacite.domain.people.models import Person
from kpacite.platform.forms import Form, FrenchDateField

UNKNOWN = ("", _("On ne sait pas"))
NOT_SAID = ("", _("Pas encore de réponse"))
POSTCODE = RegexValidator(r"^[0-9]{5}$", _("Un code postal a 5 chiffres, par exemple 59100."))


def _radios(label: Any, choices: Iterable[Any], **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices), widget=forms.RadioSelect, **options)


class StageForm(Form):
    """`stages`: (rank, name) of those that one may propose."""

    stage = forms.TypedChoiceField(
        label=_("L’étape que je voudrais commencer"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une étape.")},
    )
    words = forms.CharField(
        label=_("Pourquoi cette étape ?"),
        help_text=_("Les personnes que vous avez choisies lisent ces mots. La coordination ne les lit pas."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, stages: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = stages


class DayForm(Form):
    day = FrenchDateField(label=_("Le jour"), error_messages={"required": _("Écrivez le jour.")})


class CompanionForm(Form):
    """`people`: members of the KPA that may be chosen."""

    person = forms.ChoiceField(
        label=_("La personne"), error_messages={"required": _("Choisissez une personne.")}
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {person.public_id: person for person in people}
        choices = [("", _("Choisir…")), *((key, str(person)) for key, person in self._people.items())]
        self.fields["person"].choices = choices

    @property
    def chosen(self) -> Person:
        return self._people[self.cleaned_data["person"]]


class StagesForm(Form):
    names = forms.CharField(
        label=_("Les étapes, une par ligne, dans l’ordre"),
        help_text=_("Deux étapes au moins, huit au plus. Les étapes déjà vécues restent dans l’histoire."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class FactsForm(Form):
    """My own answers."""

    birth_date = FrenchDateField(label=_("Ma date de naissance"), required=False)
    birth_date_declined = forms.BooleanField(
        label=_("Je ne souhaite pas dire ma date de naissance"), required=False
    )
    gender = _radios(_("Je suis"), [NOT_SAID, *Gender.choices], required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("birth_date") and cleaned.get("birth_date_declined"):
            sentence = _("Écrivez la date de naissance, ou cochez la case, pas les deux.")
            self.add_error("birth_date", ValidationError(sentence))
        return cleaned


class EntryForm(FactsForm):
    """What was true when she came, for the yearly figures."""

    birth_date = FrenchDateField(label=_("Date de naissance"), required=False)
    birth_date_declined = forms.BooleanField(
        label=_("La personne ne souhaite pas dire sa date de naissance"), required=False
    )
    gender = _radios(_("Genre"), [NOT_SAID, *Gender.choices], required=False)
    postcode = forms.CharField(
        label=_("Code postal à l’entrée"),
        required=False,
        validators=[POSTCODE],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "court"}),
    )
    qpv = _radios(
        _("Un quartier prioritaire (QPV) ?"),
        [*YesNo.choices, UNKNOWN],
        required=False,
        help_text=_("Le quartier où la personne habitait en arrivant."),
    )
    education = forms.ChoiceField(
        label=_("Niveau d’études atteint"),
        help_text=_("Avec ou sans diplôme."),
        choices=[UNKNOWN, *Education.choices],
        required=False,
    )
    france_travail_registered_on = FrenchDateField(
        label=_("Inscription à France Travail, le"), required=False
    )
    referral = forms.CharField(
        label=_("Qui a orienté la personne ?"),
        help_text=_("Par exemple : Mission locale, une amie, l’affiche."),
        required=False,
        max_length=120,
    )


class OpenForm(Form):
    """`people`: members without a running path."""

    person = forms.ChoiceField(
        label=_("La personne"), error_messages={"required": _("Choisissez une personne.")}
    )
    start = FrenchDateField(
        label=_("Le premier jour du parcours"), error_messages={"required": _("Écrivez le premier jour.")}
    )
    planned_end = FrenchDateField(label=_("La fin prévue"), required=False)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {person.public_id: person for person in people}
        choices = [("", _("Choisir…")), *((key, str(person)) for key, person in self._people.items())]
        self.fields["person"].choices = choices

    @property
    def chosen(self) -> Person:
        return self._people[self.cleaned_data["person"]]


class PlannedEndForm(Form):
    planned_end = FrenchDateField(
        label=_("La fin prévue"), error_messages={"required": _("Écrivez la fin prévue.")}
    )


class ExitForm(Form):
    """« On ne sait pas » is as good an answer as any."""

    day = FrenchDateField(label=_("Le jour"), error_messages={"required": _("Écrivez le jour.")})
    situation = forms.ChoiceField(
        label=_("La situation de la personne"),
        choices=Situation.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    contract = forms.ChoiceField(
        label=_("Si elle est en emploi : le contrat"), choices=[UNKNOWN, *JobContract.choices], required=False
    )
    training = forms.ChoiceField(
        label=_("Si elle est en formation : laquelle"),
        choices=[UNKNOWN, *TrainingKind.choices],
        required=False,
    )


class SensitiveForm(Form):
    """One question a line, each with « je ne souhaite pas répondre »."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in SensitiveQuestion:
            field = _radios(question.label, Answer.choices, required=False)
            self.fields[question.value] = field

    def answers(self) -> dict[SensitiveQuestion, Answer]:
        given = {question: self.cleaned_data[question.value] for question in SensitiveQuestion}
        return {question: Answer(letter) for question, letter in given.items() if letter}


class PeopleFileForm(Form):
    file = forms.FileField(
        label=_("Le fichier, en CSV ou en XLSX"),
        help_text=_("Une ligne par parcours. Une case vide veut dire « on ne sait pas »."),
        error_messages={
            "required": _("Choisissez un fichier."),
            "empty": _("Ce fichier est vide."),
        },
    )


class ExemptionForm(Form):
    """Days without commitments."""

    start = FrenchDateField(label=_("Du"), error_messages={"required": _("Écrivez le premier jour.")})
    end = FrenchDateField(
        label=_("Jusqu’au (ce jour-là, les engagements reprennent)"),
        error_messages={"required": _("Écrivez le jour où les engagements reprennent.")},
    )
    reason = forms.CharField(
        label=_("La raison, en quelques mots"),
        help_text=_("Pas de diagnostic. Seules la personne et la coordination lisent ces mots."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Écrivez la raison.")},
    )
