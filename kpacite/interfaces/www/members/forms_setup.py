"""What a KPA asks of newcomers, in its own words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpacite.domain.members.enums import Doer, Reader, StepKind
from kpacite.domain.members.models import WelcomeQuestion, WelcomeStep
from kpacite.platform.forms import Form


class SetupStepForm(Form):
    """One entry condition. The charter is chosen once, and stays."""

    label = forms.CharField(
        label=_("Le nom de l’étape"), help_text=_("Par exemple : visite avec un membre."), max_length=80
    )
    about = forms.CharField(label=_("Une phrase pour l’expliquer"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("La nature de l’étape"), choices=StepKind.choices)
    doer = forms.ChoiceField(label=_("Qui agit et coche l’étape"), choices=Doer.choices)
    is_optional = forms.BooleanField(
        label=_("On peut sauter cette étape"), help_text=_("Elle se fait si on veut."), required=False
    )

    def __init__(self, *args: Any, row: WelcomeStep | None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class SetupQuestionForm(Form):
    """One question. Whoever answers reads who will read, and why it is asked."""

    label = forms.CharField(label=_("La question"), max_length=200)
    help = forms.CharField(label=_("Une aide pour répondre"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Pourquoi on le demande"), help_text=_("La personne lit cette phrase."), max_length=200
    )
    reader = forms.ChoiceField(label=_("Qui lira la réponse"), choices=Reader.choices)
    suggestions = forms.CharField(
        label=_("Des exemples de réponse"),
        help_text=_("Un par ligne. La personne peut toujours répondre autre chose."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, row: WelcomeQuestion | None, **kwargs: Any) -> None:
        if row is not None:
            words = {name: getattr(row, name) for name in self.base_fields}
            kwargs["initial"] = words | {"suggestions": "\n".join(row.suggestions)}
        super().__init__(*args, **kwargs)

    def clean_suggestions(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["suggestions"].splitlines() if line.strip()]
