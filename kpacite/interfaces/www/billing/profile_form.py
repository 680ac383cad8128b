"""What a carrier writes on every invoice: who it is, its VAT, where it is paid."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kpacite.domain.sales.enums import VatRegime
from kpacite.domain.sales.models import BillingProfile
from kpacite.platform.forms import Form, FrenchDateField

OWN = (
    "legal_name",
    "siren",
    "siret",
    "vat_key",
    "legal_details",
    "street",
    "postal_code",
    "city",
    "email",
    "phone",
    "regime",
    "vat_on_debits",
    "iban",
    "bic",
    "payment_days",
    "late_text",
    "indemnity_text",
    "early_text",
)


def _text(label: Any, help_text: Any = "", *, length: int = 120, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=length, required=required)


class ProfileForm(Form):
    legal_name = _text(gettext_lazy("Le nom sur les factures"), required=True)
    legal_details = _text(
        gettext_lazy("La forme, le capital, le registre"),
        gettext_lazy("Par exemple : SCOP à capital variable, RCS Lille Métropole."),
        length=200,
    )
    siren = _text(gettext_lazy("Le SIREN"), gettext_lazy("9 chiffres."), length=20, required=True)
    siret = _text(gettext_lazy("Le SIRET du siège"), gettext_lazy("14 chiffres."), length=20)
    street = _text(gettext_lazy("L’adresse"), required=True)
    postal_code = _text(gettext_lazy("Le code postal"), length=12, required=True)
    city = _text(gettext_lazy("La ville"), length=80, required=True)
    email = forms.EmailField(label=gettext_lazy("L’adresse e-mail de la comptabilité"), required=False)
    phone = _text(gettext_lazy("Le téléphone"), length=20)
    regime = forms.ChoiceField(
        label=gettext_lazy("Le régime de TVA"), choices=VatRegime.choices, widget=forms.RadioSelect
    )
    vat_key = _text(gettext_lazy("Le numéro de TVA"), length=20)
    vat_on_debits = forms.BooleanField(
        label=gettext_lazy("La TVA est due dès la facture (option pour les débits)"), required=False
    )
    iban = _text(gettext_lazy("L’IBAN où les clients paient"), length=50)
    bic = _text(gettext_lazy("Le BIC"), length=11)
    payment_days = forms.IntegerField(
        label=gettext_lazy("Le délai pour payer, en jours"),
        help_text=gettext_lazy("60 au plus."),
        min_value=0,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "court"}),
    )
    late_text = _text(
        gettext_lazy("Les pénalités de retard"), gettext_lazy("Vide : le texte de la loi."), length=300
    )
    indemnity_text = _text(
        gettext_lazy("L’indemnité de recouvrement"), gettext_lazy("Vide : le texte de la loi."), length=300
    )
    early_text = _text(gettext_lazy("L’escompte"), gettext_lazy("Vide : pas d’escompte."), length=300)
    valid_from = FrenchDateField(label=gettext_lazy("À partir du"))

    def __init__(self, *args: Any, profile: BillingProfile | None, today: date, **kwargs: Any) -> None:
        values: dict[str, Any] = {"valid_from": today, "payment_days": 30, "regime": VatRegime.TAXABLE.value}
        if profile is not None:
            values |= {name: getattr(profile, name) for name in OWN}
        super().__init__(*args, initial=values, **kwargs)

    @property
    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: data[name] for name in (*OWN, "valid_from")} | {"regime": VatRegime(data["regime"])}
