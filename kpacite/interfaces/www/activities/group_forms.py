"""What people write about a group: a trade to open, a place to ask for, a person to put in."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import ActivityIcon, GroupWish
from kpacite.domain.activities.models.catalogue import CODE_LENGTH
from kpacite.domain.people.models import Person
from kpacite.platform.forms import Form, FrenchDateField


class NewActivityForm(Form):
    """`name` says what one does; `code` is written on each line of its money."""

    name = forms.CharField(label=_("Le nom de l’activité"), max_length=80)
    trade_name = forms.CharField(
        label=_("Le nom pour les clients"), max_length=80, required=False, help_text=_("S’il est différent.")
    )
    code = forms.SlugField(
        label=_("Le code analytique"),
        max_length=CODE_LENGTH,
        help_text=_("Un mot court, par exemple CUISINE. La comptabilité l’écrit sur chaque ligne."),
        error_messages={"invalid": _("Écrivez des lettres sans accent, des chiffres ou des tirets.")},
    )
    description = forms.CharField(
        label=_("La présentation"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    icon = forms.ChoiceField(label=_("Le dessin"), choices=ActivityIcon.choices)
    opened_on = FrenchDateField(label=_("Ouverte le"))


class AskForm(Form):
    wish = forms.ChoiceField(label=_("Ce que vous demandez"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Quelques mots pour le groupe"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, in_group: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_to = [GroupWish.REFERENT] if in_group else list(GroupWish)
        self.fields["wish"].choices = [(wish.value, wish.label) for wish in open_to]
        self.fields["wish"].error_messages["required"] = _("Choisissez ce que vous demandez.")
        self.initial.setdefault("wish", open_to[0].value)


class JoinForm(Form):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("La personne"), empty_label=_("Choisir"))
    is_referent = forms.BooleanField(label=_("Avec la casquette de référent·e"), required=False)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
