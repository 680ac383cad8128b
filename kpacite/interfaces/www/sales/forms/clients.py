"""What people write about a client. Only a name and a kind are needed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales.enums import ClientKind
from kpacite.domain.sales.models import Client
from kpacite.platform.forms import Form, PhoneField

BASE = ("name", "email", "phone", "beneficiary_name", "notes")
ADDRESS = ("address_line_1", "address_line_2", "postal_code", "city")
LEGAL = ("siret", "vat_number")
PUBLIC = ("service_code", "engagement_number", "service_required", "engagement_required")
LONGEST_NUMBER = 30


class ClientForm(Form):
    kind = forms.ChoiceField(
        label=_("C’est"),
        choices=ClientKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites quelle sorte de client c’est.")},
    )
    name = forms.CharField(label=_("Le nom du client"), max_length=120)
    email = forms.EmailField(label=_("Son adresse e-mail"), required=False)
    phone = PhoneField(label=_("Son téléphone"), required=False, max_length=20)
    may_contact = forms.BooleanField(
        label=_("Le client accepte de recevoir nos nouvelles"),
        help_text=_("Pour un devis ou une facture, pas besoin de cocher."),
        required=False,
    )
    beneficiary_name = forms.CharField(
        label=_("Pour qui est la prestation, si ce n’est pas pour lui"),
        help_text=_("Par exemple : les locataires d’un bailleur."),
        required=False,
        max_length=120,
    )
    address_line_1 = forms.CharField(label=_("Numéro et rue"), required=False, max_length=120)
    address_line_2 = forms.CharField(label=_("Complément d’adresse"), required=False, max_length=120)
    postal_code = forms.CharField(
        label=_("Code postal"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"class": "court", "inputmode": "numeric"}),
    )
    city = forms.CharField(label=_("Ville"), required=False, max_length=80)
    siret = forms.CharField(
        label=_("Numéro SIRET"),
        help_text=_("14 chiffres. Il est sur les courriers du client."),
        required=False,
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    vat_number = forms.CharField(
        label=_("Numéro de TVA"),
        help_text=_("Par exemple FR 44 732 829 320."),
        required=False,
        max_length=LONGEST_NUMBER,
    )
    service_code = forms.CharField(
        label=_("Code service"),
        help_text=_("Pour un service public : demandez-le avant la facture."),
        required=False,
        max_length=100,
    )
    engagement_number = forms.CharField(label=_("Numéro d’engagement"), required=False, max_length=50)
    service_required = forms.BooleanField(label=_("Le client exige le code service"), required=False)
    engagement_required = forms.BooleanField(
        label=_("Le client exige le numéro d’engagement"), required=False
    )
    notes = forms.CharField(
        label=_("Une note pour le groupe"),
        help_text=_("Courte et utile : le code de la porte, l’heure pour appeler. Rien de privé."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, client: Client | None = None, **kwargs: Any) -> None:
        if client is not None:
            names = ("kind", *BASE, *ADDRESS, *LEGAL, *PUBLIC, "version")
            known = {name: getattr(client, name) for name in names}
            known["may_contact"] = client.consent_at is not None
            kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    @property
    def kind_chosen(self) -> ClientKind:
        return ClientKind(self.cleaned_data["kind"])

    @property
    def details(self) -> dict[str, Any]:
        """What the services of a client take. What the kind cannot bear is left out, not refused."""
        data, kind = self.cleaned_data, self.kind_chosen
        details: dict[str, Any] = {name: data[name] for name in (*BASE, *ADDRESS)}
        is_person = kind == ClientKind.PERSON
        details |= {name: "" if is_person else data[name] for name in LEGAL}
        if is_person:
            details["siren"] = ""
        is_public = kind == ClientKind.PUBLIC
        details |= {name: data[name] if is_public else type(data[name])() for name in PUBLIC}
        return details | {"may_contact": data["may_contact"]}


class ContactForm(Form):
    name = forms.CharField(label=_("Le nom de la personne"), max_length=80)
    role = forms.CharField(
        label=_("Ce qu’elle fait"), help_text=_("Par exemple : accueil."), required=False, max_length=80
    )
    email = forms.EmailField(label=_("Son adresse e-mail"), required=False)
    phone = PhoneField(label=_("Son téléphone"), required=False, max_length=20)
