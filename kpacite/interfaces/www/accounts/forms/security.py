from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import ReauthenticateForm as AllauthCodeAgainForm
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from kpacite.interfaces.www.accounts.forms.signin import CodeMixin, PasskeyMixin, code_field, password_field
from kpacite.platform.forms import FrenchFormMixin

PASSWORD_HELP = _("10 caractères au moins. Trois mots qui vous parlent font un bon mot de passe.")


def new_password_field(label: str = _("Votre nouveau mot de passe")) -> forms.CharField:
    return password_field(label, "new-password", PASSWORD_HELP)


class NewPasswordMixin(FrenchFormMixin):
    """One field is enough: who mistypes asks for a code by e-mail. (allauth's forms have two.)"""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)

    def clean_password1(self) -> str:
        password = self.cleaned_data["password1"]
        password_validation.validate_password(password, self.user)
        return password


class ChangePasswordForm(NewPasswordMixin, allauth.ChangePasswordForm):
    oldpassword = password_field(_("Votre mot de passe actuel"), "current-password")
    password1 = new_password_field()


class SetPasswordForm(NewPasswordMixin, allauth.SetPasswordForm):
    password1 = new_password_field()


class ResetPasswordForm(NewPasswordMixin, allauth.ResetPasswordKeyForm):
    password1 = new_password_field()


class PasswordAgainForm(FrenchFormMixin, allauth.ReauthenticateForm):
    password = password_field(_("Votre mot de passe"), "current-password")


class CodeAgainForm(CodeMixin, AllauthCodeAgainForm):
    code = code_field(_("Votre code"), _("Le code de votre application, ou un de vos codes de secours."))


class PasskeyAgainForm(PasskeyMixin, ReauthenticateWebAuthnForm):
    pass


class AddAppForm(CodeMixin, ActivateTOTPForm):
    code = code_field(_("Le code à 6 chiffres de l’application"))


class RemoveAppForm(FrenchFormMixin, DeactivateTOTPForm):
    pass


class NewRecoveryCodesForm(FrenchFormMixin, GenerateRecoveryCodesForm):
    pass


class AddPasskeyForm(FrenchFormMixin, AddWebAuthnForm):
    """A key added here always opens the door alone (`passwordless`): one kind of key is enough to explain."""

    name = forms.CharField(
        label=_("Le nom de cette clé"),
        max_length=80,
        required=False,
        help_text=_("Par exemple : mon téléphone."),
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class RenamePasskeyForm(FrenchFormMixin, EditWebAuthnForm):
    name = forms.CharField(label=_("Le nom de cette clé"), max_length=80)
