from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from kpacite.domain.people.enums import ConsentPurpose, Language
from kpacite.domain.people.rules import normalise_email
from kpacite.interfaces.www.accounts.forms.security import new_password_field
from kpacite.interfaces.www.accounts.forms.signin import code_field
from kpacite.platform.forms import Form, PhoneField


class PersonForm(Form):
    first_name = forms.CharField(label=_("Votre prénom"), max_length=80)
    last_name = forms.CharField(label=_("Votre nom"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        required=False,
        help_text=_("Votre KPA vous écrit à cette adresse."),
    )
    phone = PhoneField(label=_("Votre téléphone"), required=False)
    language = forms.ChoiceField(label=_("Votre langue"), choices=Language.choices, widget=forms.RadioSelect)


class NewAddressForm(Form):
    email = forms.EmailField(label=_("Votre nouvelle adresse"), max_length=254)

    def __init__(self, *args: Any, now_used: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now_used = now_used

    def clean_email(self) -> str:
        email = normalise_email(self.cleaned_data["email"])
        if email == self._now_used:
            raise forms.ValidationError(_("C’est déjà votre adresse. Écrivez la nouvelle."))
        return email


class NewAddressCodeForm(Form):
    code = code_field(_("Votre code à 6 chiffres"), _("Il est dans l’e-mail que vous avez reçu."))

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class ConsentsForm(Form):
    purposes = forms.MultipleChoiceField(
        label=_("Ce que j’accepte"),
        choices=ConsentPurpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Vous pouvez changer d’avis quand vous voulez."),
    )


class AcceptInvitationForm(Form):
    """Who accepts gives her name and, if she wants one, a password."""

    first_name = forms.CharField(label=_("Votre prénom"), max_length=80)
    last_name = forms.CharField(label=_("Votre nom"), max_length=80, required=False)
    password = new_password_field(_("Choisissez un mot de passe"))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password
