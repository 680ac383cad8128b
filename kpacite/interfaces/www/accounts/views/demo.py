"""`/demo/`: be one of the demo people in one click. It does not exist outside the demo."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.people.models import Account
from kpacite.interfaces.www.accounts.second_factor import DEMO_SESSION
from kpacite.platform.http import see_other

DEMO_DOMAIN = "@demo.kpacite.example"


@never_cache
@require_http_methods(["GET", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _become(request)
    return render(request, "accounts/demo.html", {"groups": list(_by_role())})


def _become(request: HttpRequest) -> HttpResponse:
    account = get_object_or_404(_people(), person__public_id=request.POST.get("person", ""))
    adapter = get_adapter()
    if request.user.is_authenticated:
        adapter.logout(request)
    adapter.login(request, account)
    request.session[DEMO_SESSION] = True
    return see_other(settings.LOGIN_REDIRECT_URL)


def _people() -> QuerySet[Account]:
    return Account.objects.active().filter(email__endswith=DEMO_DOMAIN)


def _by_role() -> Iterator[tuple[str, list[RoleAssignment]]]:
    """Hats of the demo people, in the order of the roles, then of the places."""
    hats = RoleAssignment.objects.on(timezone.localdate()).filter(person__account__in=_people())
    rank = {role: number for number, role in enumerate(Role)}
    rows = sorted(
        hats.select_related("person", "organisation"),
        key=lambda hat: (rank[Role(hat.role)], hat.organisation.name, hat.person.first_name),
    )
    for _role, group in groupby(rows, key=attrgetter("role")):
        people = list(group)
        yield people[0].get_role_display(), people
