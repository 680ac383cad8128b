"""Two proofs for the roles that see other people's files or move money.

A person with such a role enrols an application (TOTP) or a passkey before any page that is not public.
A session opened on `/demo/` counts as proved, so that one click is enough; `/demo/` answers 404 unless
`settings.DEMO` is on.
"""

import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.people.models import Account
from kpacite.interfaces.www.gates import hats_of
from kpacite.platform.access import ANONYMOUS_ONLY, PUBLIC, access_of
from kpacite.platform.http import see_other

STAFF_ROLES = (Role.CARRIER_ACCOUNTANT, Role.NETWORK_COORDINATION, Role.KPA_COORDINATOR, Role.HOST_ADMIN)
PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
DEMO_SESSION = "demo"
COME_BACK = "after_second_factor"
_PROVED = "second_factor_of"

# What one needs in order to enrol, to leave, or to be seated well meanwhile.
OPEN_WITHOUT = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "reading",
        "language",
    }
)


def needs_second_factor(account: Account, *, today: date) -> bool:
    """Whether one of the hats of this day asks for two proofs."""
    hats = RoleAssignment.objects.on(today).wearing(*STAFF_ROLES)
    return hats.filter(person_id=account.person_id).exists()


def has_second_factor(account: Account) -> bool:
    return Authenticator.objects.filter(user_id=account.pk, type__in=PROOFS).exists()


def may_remove(authenticator: Authenticator, *, today: date) -> bool:
    """Not the last proof of someone whose role needs one."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=PROOFS)
    others = others.exclude(pk=authenticator.pk)
    return others.exists() or not needs_second_factor(authenticator.user, today=today)


def is_recent(timestamp: float) -> bool:
    return time.time() - timestamp < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class SecondFactorMiddleware:
    """Send to « Sécurité » whoever must enrol first. Comes after AccessMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        if _open_to_all(request, view) or _is_proved(request):
            return None
        if request.method == "GET":
            request.session[COME_BACK] = request.get_full_path()
        return see_other("mfa_index")


def _open_to_all(request: HttpRequest, view: Callable[..., Any]) -> bool:
    match = request.resolver_match
    named_open = match is not None and match.view_name in OPEN_WITHOUT
    return not request.user.is_authenticated or named_open or access_of(view) in {PUBLIC, ANONYMOUS_ONLY}


def _is_proved(request: HttpRequest) -> bool:
    """Kept in the session once true: the last proof of a staff role cannot be removed meanwhile."""
    account = request.user
    if request.session.get(_PROVED) == account.pk or (settings.DEMO and DEMO_SESSION in request.session):
        return True
    if not hats_of(request).has(*STAFF_ROLES):
        return True
    if has_second_factor(account):
        request.session[_PROVED] = account.pk
        return True
    return False
