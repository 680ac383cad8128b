"""What the group decides together: adopting a rule, opening a pot, spending it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kpacite.domain.people.models import Person
from kpacite.domain.sharing.enums import Quorum
from kpacite.domain.sharing.models.rules import MOST_ANSWER_DAYS
from kpacite.kernel.money import Euro
from kpacite.platform.forms import AmountField, Form


class AdoptForm(Form):
    """Who agreed, and why. `people`: those who wear a hat in the KPA today."""

    motive = forms.CharField(
        label=_("Pourquoi le groupe choisit cette règle"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    people = forms.MultipleChoiceField(
        label=_("Qui est d’accord"),
        help_text=_("Cochez les personnes qui l’ont dit."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {person.public_id: person for person in people}
        self.fields["people"].choices = [(key, str(person)) for key, person in self.known.items()]

    @property
    def agreed_by(self) -> list[Person]:
        return [self.known[key] for key in self.cleaned_data["people"]]


class ConsentForm(Form):
    """Who must agree with each sharing by this rule, once the delay is over."""

    answer_days = forms.IntegerField(
        label=_("Combien de jours pour répondre ?"),
        help_text=_("Vide : le délai du KPA."),
        min_value=1,
        max_value=MOST_ANSWER_DAYS,
        required=False,
    )
    quorum = forms.ChoiceField(
        label=_("Et après ce délai ?"), choices=Quorum.choices, widget=forms.RadioSelect
    )


class PotOpeningForm(Form):
    name = forms.CharField(
        label=_("Le nom du pot"), help_text=_("Par exemple : pot matériel."), max_length=60
    )
    code = forms.SlugField(
        label=_("Un mot court"), help_text=_("Les règles le nomment ainsi : materiel."), max_length=24
    )
    purpose = forms.CharField(label=_("À quoi il sert"), max_length=300)


class PotForm(Form):
    """What a pot says of itself. Its short word stays: rules name it."""

    name = forms.CharField(label=_("Le nom du pot"), max_length=60)
    purpose = forms.CharField(label=_("À quoi il sert"), max_length=300)


class SpendingForm(Form):
    amount = AmountField(label=_("Combien ?"))
    purpose = forms.CharField(label=_("Pour quoi faire ?"), max_length=300)

    def clean_amount(self) -> Euro:
        amount: Euro = self.cleaned_data["amount"]
        if amount.cents <= 0:
            raise ValidationError(_("Écrivez une somme plus grande que zéro."), code="not_positive")
        return amount


class DecisionForm(Form):
    reason = forms.CharField(label=_("Un mot pour la personne"), required=False, max_length=300)
