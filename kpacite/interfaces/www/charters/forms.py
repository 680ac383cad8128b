"""What is written about a charter: a name under it, its parts, and why it changes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpacite.domain.governance.enums import Publication
from kpacite.domain.governance.rules import LONGEST_BODY, LONGEST_HEADING, Section
from kpacite.domain.people.models import Person
from kpacite.platform.forms import Form, FrenchDateField

HASH_LENGTH = 64


class SignForm(Form):
    """`seen`: the hash of the text on the page, so that nobody signs other words than those she read."""

    typed_name = forms.CharField(
        label=_("Votre prénom et votre nom"),
        help_text=_("Écrire votre nom vaut signature."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    seen = forms.CharField(max_length=HASH_LENGTH, widget=forms.HiddenInput)


class PaperForm(Form):
    """A signature that someone gave on paper."""

    person = forms.ChoiceField(label=_("La personne qui a signé"), widget=forms.Select)
    signed_on = FrenchDateField(label=_("Le jour de la signature"))
    note = forms.CharField(
        label=_("Où est la feuille"),
        help_text=_("Par exemple : classeur des chartes, au Labo."),
        max_length=300,
    )

    def __init__(self, people: Iterable[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(person.public_id, str(person)) for person in people]
        self.fields["person"].choices = [("", _("Choisir une personne")), *choices]  # type: ignore[attr-defined]


class SectionForm(Form):
    """One part of a draft, and its place among the others."""

    heading = forms.CharField(label=_("Le titre de la partie"), max_length=LONGEST_HEADING)
    body = forms.CharField(
        label=_("Le texte"),
        help_text=_("Une ligne qui commence par un tiret devient une liste. Sans texte : « à compléter »."),
        max_length=LONGEST_BODY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    place = forms.TypedChoiceField(label=_("Sa place dans la charte"), coerce=int)
    seen = forms.CharField(max_length=HASH_LENGTH, widget=forms.HiddenInput)

    def __init__(self, places: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(rank, str(rank + 1)) for rank in range(places)]  # type: ignore[attr-defined]

    @property
    def section(self) -> Section:
        return Section(self.cleaned_data["heading"], self.cleaned_data["body"])


class RemoveForm(Form):
    seen = forms.CharField(max_length=HASH_LENGTH, widget=forms.HiddenInput)


class DetailsForm(Form):
    authors = forms.CharField(
        label=_("Qui écrit cette version"),
        help_text=_("Par exemple : le groupe charte, trois coopérantes et un référent."),
        max_length=200,
        required=False,
    )
    motive = forms.CharField(
        label=_("Pourquoi une nouvelle version"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ForceForm(Form):
    motive = forms.CharField(
        label=_("Pourquoi cette version"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    start = FrenchDateField(
        label=_("En vigueur depuis le"), help_text=_("Le jour de la décision, ou aujourd’hui.")
    )


class PublicationForm(Form):
    publication = forms.ChoiceField(
        label=_("Qui peut lire la charte"), choices=Publication.choices, widget=forms.RadioSelect
    )
