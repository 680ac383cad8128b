"""What is written in a mediation: as little as possible, and never about health."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kpacite.domain.members.models import Membership
from kpacite.domain.people.models import Person
from kpacite.platform.forms import Form, FrenchDateField

LONGEST = 4000
CAME, WOULD_NOT = "heard", "refused"


def _words(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AskForm(Form):
    """Who, with whom, who helps. `concerned`: only where someone may ask for it."""

    subject = _words(_("De quoi il s’agit"), _("Seules les personnes choisies ici le lisent."))
    is_mine = forms.BooleanField(label=_("Cela me concerne aussi"), required=False)
    parties = forms.MultipleChoiceField(
        label=_("Les autres personnes"), widget=forms.CheckboxSelectMultiple, required=False
    )
    mediator = forms.ChoiceField(
        label=_("Qui aide à se parler"), help_text=_("Quelqu’un d’autre, en qui chacun a confiance.")
    )
    concerned = forms.ChoiceField(
        label=_("Une exclusion est-elle en jeu ?"),
        help_text=_("La médiation vient toujours avant."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        me: Person,
        people: Iterable[Person],
        memberships: Iterable[Membership],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.me = me
        self.people = {person.public_id: person for person in people}
        self.memberships = {row.person.public_id: row for row in memberships}
        others = [(key, str(person)) for key, person in self.people.items() if person != me]
        everyone = [(key, str(person)) for key, person in self.people.items()]
        self.fields["parties"].choices = others
        self.fields["mediator"].choices = [("", _("Choisir")), *everyone]
        if self.memberships:
            who = [(key, str(row.person)) for key, row in self.memberships.items()]
            self.fields["concerned"].choices = [("", _("Non, pour personne")), *who]
        else:
            del self.fields["concerned"]

    @property
    def chosen(self) -> list[Person]:
        others = [self.people[key] for key in self.cleaned_data["parties"]]
        return [self.me, *others] if self.cleaned_data["is_mine"] else others

    @property
    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "subject": data["subject"],
            "parties": self.chosen,
            "mediator": self.people[data["mediator"]],
            "concerned": self.memberships.get(data.get("concerned", "")),
        }


class HandOverForm(Form):
    """`people`: everyone of the KPA who is not in the mediation."""

    mediator = forms.ChoiceField(
        label=_("Qui aide à se parler, maintenant"),
        help_text=_("Quelqu’un en qui chacun a confiance."),
        error_messages={"required": _("Choisissez une personne.")},
    )

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.public_id: person for person in people}
        choices = [(key, str(person)) for key, person in self.people.items()]
        self.fields["mediator"].choices = [("", _("Choisir")), *choices]

    @property
    def chosen(self) -> Person:
        return self.people[self.cleaned_data["mediator"]]


class HearForm(Form):
    came = forms.ChoiceField(
        label=_("Cette personne"),
        choices=[(CAME, _("a dit son point de vue")), (WOULD_NOT, _("ne veut pas venir"))],
        widget=forms.RadioSelect,
    )
    day = FrenchDateField(label=_("Le jour"))
    words = _words(_("Ce qu’elle dit"), _("Elle et vous le lirez. Personne d’autre."), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("came") == CAME and not data.get("words"):
            self.add_error("words", ValidationError(_("Écrivez ce que cette personne dit, même en un mot.")))
        return data


class AgreementForm(Form):
    words = _words(_("L’accord proposé"), _("Qui fait quoi, et pour quand. Chacun le lit, puis dit oui."))


class CloseForm(Form):
    words = _words(_("Ce qui est décidé"), _("Chaque personne de la médiation le lit."), required=False)


class DecisionForm(Form):
    """What the group decided about an exclusion."""

    excluded = forms.ChoiceField(
        label=_("Le groupe décide que la personne"),
        choices=[("no", _("reste membre")), ("yes", _("ne fait plus partie du KPA"))],
        widget=forms.RadioSelect,
    )
    words = _words(
        _("Pourquoi, et qui a décidé"), _("La personne le lit. Des faits, sans jugement."), required=False
    )
