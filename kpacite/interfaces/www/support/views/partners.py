"""The small directory of partner services of a KPA."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.organisations.permissions import is_coordinator_of
from kpacite.domain.paths import selectors
from kpacite.domain.paths import services as domain
from kpacite.domain.paths.models import PartnerService
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.paths.views.screen import stand_in
from kpacite.interfaces.www.support.forms import PartnerForm
from kpacite.interfaces.www.support.views.shared import by, written
from kpacite.kernel.text import fold
from kpacite.platform.http import csv_response, paginate, render_invalid, see_other

LONGEST_SEARCH = 80
WRITTEN = ("name", "about", "contact", "phone", "email")
COUNTED = ("asked", "accepted", "refused", "awaited", "unanswered")


@require_safe
def services(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH]
    rows = [row for row in selectors.services_counted(request.organisation) if _matches(row, words)]
    context = {
        "kpa": kpa,
        "words": words,
        "page": paginate(request, rows),
        "count": len(rows),
        "counts": is_coordinator_of(hats_of(request), request.organisation),
    }
    return render(request, "support/services.html", context)


def _matches(row: PartnerService, words: str) -> bool:
    text = fold(f"{row.name} {row.about} {row.contact}")
    return all(word in text for word in fold(words).split())


@require_safe
def as_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """The services and numbers; nobody who was sent there is named."""
    header = [_("Service"), _("Ce qu’il fait"), _("Contact"), _("Téléphone"), _("E-mail")]
    header += [_("Orientations"), _("Acceptées"), _("Refusées"), _("Attendues"), _("Sans réponse")]
    rows = (
        [getattr(row, name) for name in (*WRITTEN, *COUNTED)]
        for row in selectors.services_counted(request.organisation)
    )
    return csv_response(f"{kpa}-services-partenaires.csv", header, rows)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    form = PartnerForm(request.POST or None)
    context = {"form": form, "back": reverse("partner_services", kwargs={"kpa": kpa}), "service": None}
    if request.method != "POST":
        return render(request, "support/service.html", context)
    if written(
        form, lambda typed: domain.add_partner_service(kpa=request.organisation.kpa, **typed, **by(request))
    ):
        messages.success(request, _("C’est ajouté à la liste."))
        return see_other(context["back"])
    return render_invalid(request, "support/service.html", context)


def _loaded(request: HttpRequest, service: int) -> PartnerService:
    return get_object_or_404(selectors.partner_services(request.organisation), pk=service)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, kpa: str, service: int) -> HttpResponse:
    row = _loaded(request, service)
    stand_in(request)
    initial = {name: getattr(row, name) for name in PartnerForm.base_fields}
    form = PartnerForm(request.POST or None, initial=initial)
    withdraws = is_coordinator_of(hats_of(request), request.organisation)
    context: dict[str, Any] = {
        "form": form,
        "back": reverse("partner_services", kwargs={"kpa": kpa}),
        "service": row,
        "withdraw_url": reverse("partner_service_withdraw", kwargs={"kpa": kpa, "service": row.pk})
        if withdraws
        else "",
    }
    if request.method != "POST":
        return render(request, "support/service.html", context)
    if written(form, lambda typed: domain.change_partner_service(service=row, **typed, **by(request))):
        messages.success(request, _("C’est enregistré."))
        return see_other(context["back"])
    return render_invalid(request, "support/service.html", context)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, kpa: str, service: int) -> HttpResponse:
    row = _loaded(request, service)
    stand_in(request)
    back = reverse("partner_services", kwargs={"kpa": kpa})
    if request.method != "POST":
        return render(request, "support/withdraw.html", {"service": row, "back": back})
    domain.withdraw_partner_service(service=row, today=timezone.localdate(), **by(request))
    messages.success(request, _("C’est fait. Ce service n’est plus dans la liste."))
    return see_other(back)
