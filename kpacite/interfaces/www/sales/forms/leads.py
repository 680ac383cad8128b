"""What somebody asks for, what the group answers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Activity, Offer
from kpacite.domain.sales.enums import ClientKind, LeadSource
from kpacite.interfaces.www.sales.forms.base import SubmissionForm
from kpacite.platform.forms import Form, FrenchDateField, HoneypotMixin, PhoneField

LONGEST = 2000


class LeadForm(SubmissionForm):
    """`offers`: the catalogue. What it is about, a name and one way to answer are needed."""

    offer = forms.ChoiceField(label=_("Dans le catalogue"), required=False)
    what = forms.CharField(
        label=_("Ce qu’il vous faut, avec vos mots"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    wanted_on = FrenchDateField(
        label=_("Pour quel jour"), help_text=_("Par exemple 6 mars 2026."), required=False
    )
    how_many = forms.CharField(
        label=_("Combien"), help_text=_("Par exemple 40 personnes, ou 3 h."), required=False, max_length=80
    )
    place = forms.CharField(label=_("Où"), help_text=_("Une ville suffit."), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Vous êtes"),
        choices=[
            (ClientKind.PERSON.value, _("Une personne")),
            (ClientKind.ASSOCIATION.value, _("Une association")),
            (ClientKind.COMPANY.value, _("Une entreprise")),
            (ClientKind.PUBLIC.value, _("Un service public")),
        ],
        widget=forms.RadioSelect,
        initial=ClientKind.PERSON.value,
    )
    name = forms.CharField(label=_("Votre nom ou votre prénom"), max_length=120)
    organisation = forms.CharField(label=_("Le nom de votre structure"), required=False, max_length=120)
    email = forms.EmailField(label=_("Votre e-mail"), required=False)
    phone = PhoneField(label=_("Votre téléphone"), required=False, max_length=20)

    def __init__(self, *args: Any, offers: Iterable[Offer], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {str(offer.pk): offer for offer in offers}
        self.today = today
        choices = [(key, f"{offer.activity} : {offer.name}") for key, offer in self.offers.items()]
        self.fields["offer"].choices = [("", _("Autre chose")), *choices]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("what") and not data.get("offer") and "what" not in self.errors:
            self.add_error("what", ValidationError(_t("Dites ce qu’il vous faut, ou choisissez une offre.")))
        if not data.get("email") and not data.get("phone") and not {"email", "phone"} & set(self.errors):
            self.add_error(
                "email", ValidationError(_t("Donnez une adresse e-mail ou un téléphone pour la réponse."))
            )
        if (day := data.get("wanted_on")) and day < self.today:
            self.add_error("wanted_on", ValidationError(_t("Ce jour est passé. Choisissez une autre date.")))
        return data

    @property
    def details(self) -> dict[str, Any]:
        """What `receive_lead` takes from a form."""
        data = self.cleaned_data
        offer = self.offers.get(data["offer"])
        plain = {
            name: data[name]
            for name in ("name", "wanted_on", "how_many", "place", "organisation", "email", "phone")
        }
        kind = ClientKind(data["kind"])
        if kind == ClientKind.PERSON and data["organisation"]:
            kind = ClientKind.ASSOCIATION
        what = data["what"] or (offer.name if offer else "")
        return plain | {"what": what, "offer": offer, "kind": kind, "submission": data["submission"]}


class PublicLeadForm(HoneypotMixin, LeadForm):
    """The same, for anybody."""


class NotedLeadForm(LeadForm):
    """A request that came by phone or at the counter, noted by a member."""

    source = forms.ChoiceField(
        label=_("Comment la demande est venue"),
        choices=[choice for choice in LeadSource.choices if choice[0] != LeadSource.WEB],
        initial=LeadSource.PHONE.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].label = _("Ce qu’il faut, avec les mots du client")
        self.fields["name"].label = _("Le nom de la personne")
        self.fields["kind"].label = _("C’est")
        self.fields["organisation"].label = _("Le nom de sa structure")
        self.fields["email"].label = _("Son e-mail")
        self.fields["phone"].label = _("Son téléphone")


class MessageForm(SubmissionForm):
    text = forms.CharField(
        label=_("Votre message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Écrivez votre message.")},
    )


class ReasonForm(Form):
    """A sentence that says why."""

    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Dites pourquoi, en une phrase.")},
    )


class HandForm(Form):
    """`activities`: the open ones of the KPA."""

    activity = forms.ChoiceField(label=_("L’activité"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, activities: Iterable[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activities = {str(activity.pk): activity for activity in activities}
        self.fields["activity"].choices = [(key, str(activity)) for key, activity in self.activities.items()]
        self.fields["activity"].error_messages["required"] = _t("Choisissez l’activité.")

    @property
    def chosen(self) -> Activity:
        return self.activities[self.cleaned_data["activity"]]
