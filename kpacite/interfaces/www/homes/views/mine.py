"""My own places: where to go after signing in, my hats, and the whole menu on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kpacite.domain.organisations.enums import OrganisationKind, Role
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.rules import KPA_ROLES
from kpacite.domain.organisations.selectors import Hats
from kpacite.domain.sharing.selectors.balances import kpas_with_money
from kpacite.interfaces.www import gates
from kpacite.interfaces.www.homes.places import home_of, home_of_hat
from kpacite.platform.http import menu_of

# The home of who wears several hats: the hat with the most to do first.
RANK = (
    Role.KPA_COORDINATOR,
    Role.NETWORK_COORDINATION,
    Role.CARRIER_ACCOUNTANT,
    Role.REFERENT,
    Role.CONTRIBUTOR,
    Role.COOPERATOR,
    Role.HOST_ADMIN,
    Role.FUNDER,
)


def my_home(request: HttpRequest) -> HttpResponse:
    """After signing in: the right home; with no hat yet, the page that says so."""
    hats = gates.hats_of(request)
    if not hats.worn:
        return redirect("my_hats")
    first = min(hats.worn, key=lambda hat: RANK.index(hat.role))
    hosted = hosted_kpas(hats)
    if first.role == Role.HOST_ADMIN and first.organisation.kind != OrganisationKind.KPA and hosted:
        return redirect(home_of(hosted[0]))
    return redirect(home_of_hat(first))


def my_hats(request: HttpRequest) -> HttpResponse:
    hats = gates.hats_of(request)
    rows = [(hat, home_of_hat(hat)) for hat in hats.worn]
    here = reverse("my_hats")
    kpas = {hat.organisation.pk: hat.organisation for hat in hats.worn if hat.role in KPA_ROLES}
    context = {
        "mine": sorted(kpas.values(), key=lambda kpa: kpa.name),
        "rows": [(hat, "" if url == here else url) for hat, url in rows],
        "hosted": [(kpa, home_of(kpa)) for kpa in hosted_kpas(hats)],
        "left_with_money": kpas_with_money(request.user.person).exclude(
            pk__in=[hat.organisation.pk for hat in hats.worn]
        ),
    }
    return render(request, "homes/my_hats.html", context)


def menu(request: HttpRequest) -> HttpResponse:
    here = reverse("menu")
    return render(
        request, "homes/menu.html", {"entries": [row for row in menu_of(request) if row.url != here]}
    )


def hosted_kpas(hats: Hats) -> list[Organisation]:
    """The KPAs that one reaches through the association one administers."""
    keys = [key for role, key in hats.linked if role == Role.HOST_ADMIN]
    return list(Organisation.objects.filter(pk__in=keys).order_by("name")) if keys else []
