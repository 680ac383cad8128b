"""Who sent people here: services, numbers, and words written by hand that mean one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.paths import selectors, services
from kpacite.interfaces.www.paths.views.lists import tabs_of
from kpacite.interfaces.www.paths.views.screen import page_of, stand_in
from kpacite.interfaces.www.support.forms import GatherForm, PrescriberForm
from kpacite.interfaces.www.support.views.shared import by, written
from kpacite.platform.http import csv_response, render_invalid, see_other


@require_http_methods(["GET", "POST"])
def prescribers(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    today = timezone.localdate()
    known = list(selectors.partner_services(request.organisation))
    form = GatherForm(request.POST or None, services=known)
    loose = selectors.loose_referrals(request.organisation)
    context: dict[str, Any] = {
        "kpa": request.organisation,
        "tabs": tabs_of(request, "prescribers"),
        "rows": selectors.prescribers(request.organisation, today),
        "loose": [{"words": words, "count": count} for words, count in loose],
        "form": form,
        "known": known,
        "here": reverse("prescribers", kwargs={"kpa": kpa}),
    }
    if request.method != "POST":
        return render(request, "support/prescribers.html", context)
    found = {"n": 0}

    def act(typed: dict[str, Any]) -> None:
        asked = {"kpa": request.organisation.kpa, "words": typed["words"], "service": form.chosen}
        found["n"] = services.gather_referrals(**asked, **by(request))

    if written(form, act):
        words = ngettext("%(n)d parcours rattaché.", "%(n)d parcours rattachés.", found["n"])
        messages.success(request, words % found)
        return see_other(context["here"])
    return render_invalid(request, "support/prescribers.html", context)


@require_safe
def as_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """Numbers only. Words written by hand come last, as they are."""
    header = [_("Prescripteur"), _("Personnes"), _("En parcours aujourd’hui")]
    rows: list[list[object]] = [
        [row.service.name, row.people, row.running]
        for row in selectors.prescribers(request.organisation, timezone.localdate())
    ]
    rows += [[words, count, ""] for words, count in selectors.loose_referrals(request.organisation)]
    return csv_response(f"{kpa}-prescripteurs.csv", header, rows)


@require_http_methods(["GET", "POST"])
def of_person(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    journey = request.journey
    stand_in(request)
    source = selectors.referral_source_of(journey)
    initial = {"service": str(source.service_id), "contact": source.contact} if source else {}
    known = list(selectors.partner_services(request.organisation))
    if source and source.service not in known:
        known.append(source.service)
    form = PrescriberForm(request.POST or None, services=known, initial=initial)
    context = {"form": form, "back": page_of(journey), "journey": journey, "slug": kpa}
    if request.method != "POST":
        return render(request, "support/prescriber.html", context)

    def act(typed: dict[str, Any]) -> object:
        told = {"service": form.chosen, "contact": typed["contact"]}
        return services.name_referral_source(path=journey, **told, **by(request))

    if written(form, act):
        messages.success(request, _("C’est noté."))
        return see_other(context["back"])
    return render_invalid(request, "support/prescriber.html", context)
