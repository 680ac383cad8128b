from typing import Any

from allauth.account import views as allauth
from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStage
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kpacite.domain.people.models import Account
from kpacite.domain.people.services import InvalidCardCode, use_card_code
from kpacite.interfaces.www.accounts import sentences
from kpacite.interfaces.www.accounts.forms import signin
from kpacite.interfaces.www.accounts.views.screen import Screen, as_invalid
from kpacite.platform.http import render_invalid


class StartAgainMixin:
    """allauth would send back to the code that is awaited; who comes here wants another way in."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:  # noqa: ARG002
        clear_login(request)


class LoginView(StartAgainMixin, allauth.LoginView, Screen):
    """`/connexion/`: e-mail or login name, password; the other ways are one link away."""

    form_class = signin.LoginForm
    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"demo_open": settings.DEMO}


class AskCodeView(StartAgainMixin, allauth.RequestLoginCodeView, Screen):
    form_class = signin.AskCodeForm
    template_name = "account/request_login_code.html"


class TypeCodeView(allauth.ConfirmLoginCodeView, Screen):
    form_class = signin.TypeCodeForm
    template_name = "account/confirm_login_code.html"


class SecondFactorView(AuthenticateView):
    form_class = signin.SecondFactorForm
    webauthn_form_class = signin.PasskeyForm
    template_name = "mfa/authenticate.html"

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return as_invalid(super().form_invalid(form))


class PasskeyLoginView(LoginWebAuthnView):
    form_class = signin.PasskeyLoginForm


class SignOutView(allauth.LogoutView):
    template_name = "account/logout.html"


class ClosedAccountView(allauth.AccountInactiveView):
    template_name = "account/account_inactive.html"


@never_cache
@require_http_methods(["GET", "POST"])
def card_login(request: HttpRequest) -> HttpResponse:
    """`/connexion/carte/`: the login name and the next code of a printed card."""
    form = signin.CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = _spend_code(request, form)
        if account is not None:
            return sign_in(request, account)
    context = {"form": form, "redirect_field_value": get_next_redirect_url(request)}
    if form.errors:
        return render_invalid(request, "account/card_login.html", context)
    return render(request, "account/card_login.html", context)


def sign_in(request: HttpRequest, account: Account) -> HttpResponse:
    """Open the session, or ask for the second proof first; `next` is followed only inside the site."""
    try:
        return perform_login(request, Login(user=account, redirect_url=get_next_redirect_url(request)))
    except ImmediateHttpResponse as answer:
        return answer.response


def _spend_code(request: HttpRequest, form: signin.CardForm) -> Account | None:
    name, code = form.cleaned_data["login_name"].strip().lower(), form.cleaned_data["code"]
    if not ratelimit.consume(request, action="card", key=name):
        form.add_error(None, sentences.TOO_MANY)
        return None
    try:
        account = use_card_code(login_name=name, code=code, now=timezone.now())
    except InvalidCardCode as error:
        form.add_error("code", error.sentence)
        return None
    ratelimit.clear(request, action="card", key=name)
    return account
