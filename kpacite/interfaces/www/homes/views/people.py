"""Who wears which hat in a KPA."""

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kpacite.domain.organisations import permissions, selectors, services
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Organisation, RoleAssignment
from kpacite.domain.people.selectors import card_holders
from kpacite.interfaces.www import gates
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.kernel.errors import DomainError
from kpacite.kernel.text import fold
from kpacite.platform.http import csv_response, paginate, see_other


def people(request: HttpRequest, kpa: str) -> HttpResponse:
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    stand_in(request, organisation)
    words = request.GET.get("q", "").replace("\x00", "")[:80]
    hats = [hat for hat in _worn(organisation) if _matches(hat, words)]
    page = paginate(request, hats)
    may_manage = permissions.is_coordinator_of(gates.hats_of(request), organisation)
    shown = {hat.person_id for hat in page} - {request.user.person_id}
    context = {
        "kpa": kpa,
        "page": page,
        "card_holders": card_holders(shown) if may_manage else set(),
        "words": words,
        "total": len({hat.person_id for hat in hats}),
        "may_manage": may_manage,
    }
    return render(request, "homes/people.html", context)


def _worn(organisation: Organisation) -> list[RoleAssignment]:
    return list(selectors.hats_worn_in(organisation, timezone.localdate()))


def _matches(hat: RoleAssignment, words: str) -> bool:
    text = f"{fold(str(hat.person))} {fold(str(hat.get_role_display()))}"
    return all(word in text for word in fold(words).split())


def people_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """Names and hats for the coordination. No contact detail: each person shares hers, or not."""
    header = [_("Prénom"), _("Nom"), _("Rôle"), _("Depuis")]
    rows = (
        [hat.person.first_name, hat.person.last_name, hat.get_role_display(), hat.start.isoformat()]
        for hat in _worn(request.organisation)  # type: ignore[attr-defined]
    )
    return csv_response(f"{kpa}-personnes.csv", header, rows)


def end_hat(request: HttpRequest, kpa: str, hat: int) -> HttpResponse:
    """Ask, then take a hat off today: the person keeps her other hats and her account."""
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    today = timezone.localdate()
    row = get_object_or_404(selectors.hats_worn_in(organisation, today), pk=hat)
    stand_in(request, organisation)
    if request.method != "POST":
        return render(request, "homes/end_hat.html", {"hat": row, "kpa": kpa})
    if not permissions.may_end_role(gates.hats_of(request), organisation, Role(row.role)):
        notices.error(request, _("Cette casquette se retire ailleurs. Demandez au réseau."))
        return see_other("kpa_people", kpa=kpa)
    try:
        services.end_role(hat=row, end=today, actor=request.user, now=timezone.now())
        notices.success(
            request,
            _("C’est fait. %(name)s n’a plus ce rôle : %(role)s.")
            % {"name": row.person, "role": row.get_role_display()},
        )
    except DomainError as error:
        notices.error(request, str(error))
    return see_other("kpa_people", kpa=kpa)
