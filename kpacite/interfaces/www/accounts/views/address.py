"""`/moi/adresse/`: sign in with another address, once a code sent there has come back."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.people import selectors
from kpacite.domain.people.services import change_email
from kpacite.interfaces.www.accounts.forms.me import NewAddressCodeForm, NewAddressForm
from kpacite.interfaces.www.accounts.new_address import NewAddress
from kpacite.kernel.errors import DomainError
from kpacite.platform import mail, throttle
from kpacite.platform.http import render_invalid, see_other


def _too_often(request: HttpRequest, sentence: str) -> HttpResponse:
    form = NewAddressForm(request.POST, now_used=request.user.email)
    form.add_error(None, sentence)
    return render(request, "accounts/address.html", {"form": form})


@require_http_methods(["GET", "POST"])
@throttle.rate_limited(key="user", rate="5/h", answer=_too_often)
def ask(request: HttpRequest) -> HttpResponse:
    raise_if_reauthentication_required(request, app="kpacite")
    form = NewAddressForm(request.POST or None, now_used=request.user.email)
    if request.method == "POST" and form.is_valid():
        _send(request, form.cleaned_data["email"])
        return see_other("account_address_code")
    if form.errors:
        return render_invalid(request, "accounts/address.html", {"form": form})
    return render(request, "accounts/address.html", {"form": form})


def _send(request: HttpRequest, email: str) -> None:
    """The next screen is the same whether the address is free or not; only who reads that box learns it."""
    code = NewAddress.ask(request, email, now=timezone.now())
    if selectors.is_email_taken(email):
        mail.send(template="account/address_taken", to=[email], context={})
    else:
        mail.send(template="account/address_code", to=[email], context={"code": code})


@require_http_methods(["GET", "POST"])
def type_code(request: HttpRequest) -> HttpResponse:
    waiting = NewAddress.waiting(request, now=timezone.now())
    if waiting is None:
        messages.warning(request, _("Ce code ne marche plus. Demandez un autre code."))
        return see_other("account_address")
    form = NewAddressCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_changed(request, waiting, form):
        messages.success(request, _("C’est fait. Connectez-vous maintenant avec cette adresse."))
        return see_other("account")
    context = {"form": form, "email": waiting.email}
    if form.errors:
        return render_invalid(request, "accounts/address_code.html", context)
    return render(request, "accounts/address_code.html", context)


def _is_changed(request: HttpRequest, waiting: NewAddress, form: NewAddressCodeForm) -> bool:
    if not waiting.opens_with(request, form.cleaned_data["code"]):
        form.add_error("code", _("Ce code n’est pas le bon. Vérifiez les chiffres, puis réessayez."))
        return False
    before = request.user.email
    try:
        change_email(account=request.user, email=waiting.email, actor=request.user, now=timezone.now())
    except DomainError as error:
        form.add_error("code", str(error))
        return False
    NewAddress.forget(request)
    if before:
        words = {"what": _("Votre adresse pour vous connecter a changé."), "at": timezone.now()}
        mail.send(template="account/notice", to=[before], context=words)
    return True
