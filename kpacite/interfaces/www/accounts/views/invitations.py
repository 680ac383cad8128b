"""`/invitation/<token>/`: say yes to a hat; who has no account yet gets one here."""

from allauth.core import ratelimit
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kpacite.domain.organisations.models import Invitation
from kpacite.domain.organisations.selectors import invitation_by_token
from kpacite.domain.organisations.services import accept_invitation
from kpacite.domain.people.models import Account, Person
from kpacite.domain.people.services import create_person, open_account
from kpacite.interfaces.www.accounts.forms.me import AcceptInvitationForm
from kpacite.interfaces.www.accounts.views.signin import sign_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

GONE = 404


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    if not ratelimit.consume(request, action="invitation"):
        return ratelimit.respond_429(request)
    found = invitation_by_token(token, timezone.now())
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=GONE)
    if request.user.is_authenticated:
        return _known(request, found, token)
    if _has_account(found):
        return render(request, "accounts/invitation_sign_in.html", {"invitation": found})
    return _newcomer(request, found, token)


def _has_account(found: Invitation) -> bool:
    accounts = Account.objects.active()
    if found.person_id is not None:
        return accounts.filter(person_id=found.person_id).exists()
    return accounts.filter(email=found.email).exists()


def _known(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    refused = ""
    if request.method == "POST":
        person = request.user.person
        try:
            accept_invitation(
                token=token, person=person, today=timezone.localdate(), actor=request.user, now=timezone.now()
            )
        except DomainError as error:
            refused = _(str(error))
        else:
            return see_other("account")
    context = {"invitation": found, "refused": refused}
    show = render_invalid if refused else render
    return show(request, "accounts/invitation.html", context)


def _newcomer(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    form = AcceptInvitationForm(request.POST or None, initial=_known_names(found.person))
    if request.method == "POST" and form.is_valid():
        try:
            return sign_in(request, _join(found, token, form.cleaned_data))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    context = {"invitation": found, "form": form}
    show = render_invalid if form.errors else render
    return show(request, "accounts/invitation_new.html", context)


def _known_names(person: Person | None) -> dict[str, str]:
    return {"first_name": person.first_name, "last_name": person.last_name} if person else {}


@transaction.atomic
def _join(found: Invitation, token: str, typed: dict[str, str]) -> Account:
    """Person, account and hat together, or nothing. The address is proved: the link came by it."""
    now = timezone.now()
    names = {"first_name": typed["first_name"], "last_name": typed["last_name"]}
    person = found.person or create_person(**names, email=found.email, actor=None, now=now)
    account = open_account(person=person, email=found.email, password=typed["password"], actor=None, now=now)
    accept_invitation(token=token, person=person, today=timezone.localdate(), actor=account, now=now)
    return account
