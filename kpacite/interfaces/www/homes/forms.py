"""What a coordination writes: invitations, and the settings of a KPA."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.enums import Recurrence, Role, Weekday
from kpacite.domain.organisations.models import Organisation, Tag
from kpacite.domain.people.models import new_public_id
from kpacite.platform.forms import Form, FrenchDateField, PhoneField

LONG = 4000


def _times(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%Hh%M", "%H h %M", "%Hh", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "court", "inputmode": "numeric"}),
        error_messages={"invalid": _("Écrivez une heure, par exemple 17:30.")},
    )


class InviteForm(Form):
    """An address and a role among those that one may give here."""

    email = forms.EmailField(label=_("Son e-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Son rôle"), widget=forms.RadioSelect)

    def __init__(self, roles: Iterable[Role], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.fields["role"].error_messages["required"] = _("Choisissez un rôle.")


class AskHatForm(Form):
    """A hat among those that a member does not wear."""

    role = forms.ChoiceField(label=_("La casquette"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Pourquoi, en quelques mots"),
        help_text=_("La coordination les lit."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, roles: Iterable[Role], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.fields["role"].error_messages["required"] = _("Choisissez une casquette.")


class AnswerHatForm(Form):
    """What the KPA says."""

    YES = "oui"

    answer = forms.ChoiceField(
        label=_("La réponse du KPA"),
        choices=[(YES, _("Oui : la casquette commence aujourd’hui")), ("non", _("Non, ou pas maintenant"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez oui ou non.")},
    )
    words = forms.CharField(
        label=_("Quelques mots pour la personne"),
        help_text=_("Par exemple : dit à la réunion de mars."),
        required=False,
        max_length=300,
    )


class NetworkInviteForm(InviteForm):
    """The network also says where."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Dans quelle organisation ?"), empty_label=_("Choisir")
    )
    field_order = ["email", "organisation", "role"]

    def __init__(self, roles: Iterable[Role], *args: Any, **kwargs: Any) -> None:
        super().__init__(roles, *args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.order_by("kind", "name")


class ColourForm(Form):
    """Nothing is the colour of the network."""

    colour = forms.CharField(
        label=_("La couleur de vos papiers"),
        help_text=_("Du texte blanc doit se lire dessus. Le choix est vérifié."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "color", "class": "court"}),
    )


class NewPersonForm(Form):
    """Someone without e-mail: a first name is enough. `once` tells a form sent again from a second person."""

    first_name = forms.CharField(label=_("Son prénom"), max_length=80)
    last_name = forms.CharField(label=_("Son nom"), max_length=80, required=False)
    phone = PhoneField(label=_("Son téléphone"), max_length=20, required=False)
    role = forms.ChoiceField(label=_("Son rôle"), widget=forms.RadioSelect)
    once = forms.CharField(initial=new_public_id, max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, roles: Iterable[Role], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.fields["role"].error_messages["required"] = _("Choisissez un rôle.")


class AnswerForm(Form):
    """What was answered to a message, for the others of the team."""

    note = forms.CharField(
        label=_("Une note pour l’équipe"),
        help_text=_("Par exemple : « Rendez-vous pris jeudi ». La personne ne la voit pas."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PageForm(Form):
    """The words of the public page."""

    baseline = forms.CharField(
        label=_("La phrase sous le nom"),
        help_text=_("Par exemple : « Des habitants au service des habitants »."),
        max_length=200,
        required=False,
    )
    about = forms.CharField(
        label=_("La présentation, en deux phrases"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    story = forms.CharField(
        label=_("L’histoire du KPA"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    opening_hours = forms.CharField(
        label=_("Les horaires"), max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact_email = forms.EmailField(
        label=_("L’e-mail du KPA"),
        help_text=_("Une adresse commune, pas celle d’une personne."),
        max_length=254,
        required=False,
    )
    contact_phone = PhoneField(label=_("Le téléphone du KPA"), max_length=20, required=False)
    website = forms.URLField(label=_("Le site internet"), required=False, assume_scheme="https")


class SlotForm(Form):
    """When one may come and see: every week on a day, or once on a date."""

    recurrence = forms.ChoiceField(label=_("Le rythme"), choices=Recurrence.choices, widget=forms.RadioSelect)
    weekday = forms.TypedChoiceField(
        label=_("Le jour, si c’est toutes les semaines"),
        choices=[("", _("Choisir")), *Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    day = FrenchDateField(label=_("La date, si c’est une fois"), required=False)
    start_time = _times(_("De quelle heure"))
    end_time = _times(_("À quelle heure"))
    note = forms.CharField(label=_("Une précision"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("recurrence") == Recurrence.WEEKLY:
            data["day"] = None
            if data.get("weekday") is None:
                self.add_error("weekday", _("Choisissez le jour de la semaine."))
        elif data.get("recurrence") == Recurrence.ONCE:
            data["weekday"] = None
            if not data.get("day") and "day" not in self.errors:
                self.add_error("day", _("Écrivez la date, par exemple 6 mars 2026."))
        return data


class TagForm(Form):
    """One more word by which people find the KPA."""

    tag = forms.ModelChoiceField(Tag.objects.none(), label=_("L’activité, le territoire ou le champ"))
    is_planned = forms.BooleanField(label=_("C’est en prévision, pas encore proposé"), required=False)

    def __init__(self, tags: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tag"].queryset = tags
        self.fields["tag"].empty_label = _("Choisir")


class NumberForm(Form):
    """A number that the rules read, from a day on, and why."""

    value = forms.IntegerField(label=_("La nouvelle valeur"), min_value=0, max_value=1000)
    valid_from = FrenchDateField(label=_("À partir du"))
    reason = forms.CharField(
        label=_("Pourquoi, et qui l’a décidé"),
        help_text=_("Par exemple : décision de l’assemblée du 6 mars 2026."),
        max_length=300,
    )
