"""`/moi/securite/`: the application that gives codes, the passkeys, the recovery codes."""

from typing import Any

from allauth.account.models import EmailAddress  # noqa: F401  (allauth's app must be ready)
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.utils import timezone

from kpacite.interfaces.www.accounts import second_factor
from kpacite.interfaces.www.accounts.forms import security
from kpacite.interfaces.www.accounts.views.screen import Screen


class SecurityView(base.IndexView):
    template_name = "mfa/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        proofs = context["authenticators"]
        return context | {
            "app": proofs.get("totp"),
            "passkeys": proofs.get("webauthn", []),
            "recovery_codes": proofs.get("recovery_codes"),
            "compulsory": second_factor.needs_second_factor(self.request.user, today=timezone.localdate()),
            "come_back": self.request.session.get(second_factor.COME_BACK, ""),
        }


class CodeAgainView(base.ReauthenticateView, Screen):
    form_class = security.CodeAgainForm
    template_name = "mfa/reauthenticate.html"


class PasskeyAgainView(webauthn.ReauthenticateWebAuthnView):
    form_class = security.PasskeyAgainForm
    template_name = "mfa/webauthn/reauthenticate.html"


class AddAppView(totp.ActivateTOTPView, Screen):
    form_class = security.AddAppForm
    template_name = "mfa/totp/activate_form.html"


class RemoveAppView(totp.DeactivateTOTPView, Screen):
    form_class = security.RemoveAppForm
    template_name = "mfa/totp/deactivate_form.html"


class RecoveryCodesView(recovery.ViewRecoveryCodesView):
    template_name = "mfa/recovery_codes/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        come_back = self.request.session.get(second_factor.COME_BACK, "")
        return super().get_context_data(**kwargs) | {"come_back": come_back}


class NewRecoveryCodesView(recovery.GenerateRecoveryCodesView, Screen):
    form_class = security.NewRecoveryCodesForm
    template_name = "mfa/recovery_codes/generate.html"


class DownloadRecoveryCodesView(recovery.DownloadRecoveryCodesView):
    template_name = "mfa/recovery_codes/download.txt"


class AddPasskeyView(webauthn.AddWebAuthnView, Screen):
    form_class = security.AddPasskeyForm
    template_name = "mfa/webauthn/add_form.html"


class RenamePasskeyView(webauthn.EditWebAuthnView, Screen):
    form_class = security.RenamePasskeyForm
    template_name = "mfa/webauthn/edit_form.html"


class PasskeysView(webauthn.ListWebAuthnView):
    template_name = "mfa/webauthn/authenticator_list.html"


class RemovePasskeyView(webauthn.RemoveWebAuthnView):
    template_name = "mfa/webauthn/authenticator_confirm_delete.html"
