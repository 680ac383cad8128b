"""`/moi/securite/`: the application that gives codes, the passkeys, the recovery codes."""

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kpacite.interfaces.www.accounts import second_factor
from kpacite.interfaces.www.accounts.forms import security
from kpacite.interfaces.www.accounts.views.screen import Screen, as_invalid


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


def _unused_codes(request: HttpRequest) -> list[str]:
    """allauth's own view writes, on a GET, that the codes were seen; nobody reads it."""
    raise_if_reauthentication_required(request, app="allauth.mfa")
    kind = Authenticator.Type.RECOVERY_CODES
    return get_object_or_404(Authenticator, user=request.user, type=kind).wrap().get_unused_codes()


@never_cache
@require_safe
def recovery_codes(request: HttpRequest) -> HttpResponse:
    come_back = request.session.get(second_factor.COME_BACK, "")
    context = {"unused_codes": _unused_codes(request), "come_back": come_back}
    return render(request, "mfa/recovery_codes/index.html", context)


@never_cache
@require_safe
def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    context = {"unused_codes": _unused_codes(request)}
    response = render(request, "mfa/recovery_codes/download.txt", context, content_type="text/plain")
    response["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
    return response


class NewRecoveryCodesView(recovery.GenerateRecoveryCodesView, Screen):
    form_class = security.NewRecoveryCodesForm
    template_name = "mfa/recovery_codes/generate.html"


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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = second_factor.may_remove(self.object, today=timezone.localdate())
        refused = "" if may else get_adapter().error_messages["cannot_delete_authenticator"]
        return super().get_context_data(**kwargs) | {"refused": refused}

    def form_valid(self, form: Form) -> HttpResponse:
        """allauth asks the adapter for the application only; a key is a proof too."""
        if not second_factor.may_remove(self.object, today=timezone.localdate()):
            return as_invalid(self.render_to_response(self.get_context_data(form=form)))
        return super().form_valid(form)
