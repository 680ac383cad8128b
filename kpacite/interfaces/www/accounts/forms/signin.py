from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from kpacite.platform.forms import Form, FrenchFormMixin


def password_field(label: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    attrs = {"autocomplete": autocomplete}
    return forms.CharField(
        label=label, help_text=help_text, strip=False, widget=forms.PasswordInput(attrs=attrs)
    )


def code_field(label: str, help_text: str = "") -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "court"}
    return forms.CharField(
        label=label, help_text=help_text, max_length=40, widget=forms.TextInput(attrs=attrs)
    )


class CodeMixin(FrenchFormMixin):
    """A code may be typed with spaces: people copy it in groups."""

    def clean_code(self) -> str:
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        return super().clean_code()


class LoginForm(FrenchFormMixin, allauth.LoginForm):
    """`login` is an e-mail address or a login name."""

    password = password_field(_("Votre mot de passe"), "current-password")
    remember = forms.BooleanField(label=_("Garder ma session ouverte sur cet appareil"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Votre adresse e-mail ou votre nom de connexion")
        login.error_messages["required"] = _("Écrivez votre adresse e-mail ou votre nom de connexion.")
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


class AskCodeForm(FrenchFormMixin, allauth.RequestLoginCodeForm):
    email = forms.EmailField(label=_("Votre adresse e-mail"))


class TypeCodeForm(CodeMixin, allauth.ConfirmLoginCodeForm):
    code = code_field(_("Votre code à 6 chiffres"), _("Il est dans l’e-mail que vous avez reçu."))


class CardForm(Form):
    login_name = forms.CharField(
        label=_("Votre nom de connexion"),
        max_length=40,
        help_text=_("Il est écrit en haut de votre carte."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    code = code_field(
        _("Le prochain code de votre carte"), _("Ensuite, rayez ce code : il sert une seule fois.")
    )


class SecondFactorForm(CodeMixin, AllauthAuthenticateForm):
    code = code_field(_("Votre code"), _("Le code de votre application, ou un de vos codes de secours."))


class PasskeyMixin(FrenchFormMixin):
    """Filled by the browser. Whatever a robot writes there instead is a wrong code, not a breakdown."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyForm(PasskeyMixin, AuthenticateWebAuthnForm):
    """A person only sees a button."""


class PasskeyLoginForm(PasskeyMixin, LoginWebAuthnForm):
    """The same, before anyone is known."""


class ForgottenPasswordForm(FrenchFormMixin, allauth.ResetPasswordForm):
    email = forms.EmailField(label=_("Votre adresse e-mail"))


class ForgottenPasswordCodeForm(CodeMixin, allauth.ConfirmPasswordResetCodeForm):
    code = code_field(_("Votre code à 6 chiffres"), _("Il est dans l’e-mail que vous avez reçu."))
