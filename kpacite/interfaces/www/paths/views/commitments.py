"""What the charter asks, in hours and trainings: mine, everyone's totals, and exemptions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.paths import selectors, services
from kpacite.interfaces.www.paths.forms import ExemptionForm
from kpacite.interfaces.www.paths.views.screen import page_of, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.kernel.hours import format_minutes
from kpacite.platform.http import paginate, render_invalid, see_other


@require_safe
def mine(request: HttpRequest, kpa: str) -> HttpResponse:
    found = request.journey and selectors.commitment_of(request.journey, timezone.localdate())
    if not found:
        return redirect("my_path", kpa=kpa)
    stand_in(request)
    counted = {name: format_minutes(getattr(found, name)) for name in ("asked", "done", "saved")}
    context: dict[str, Any] = {
        "kpa": request.organisation,
        "commitment": found,
        "words": counted,
        "covered": min(found.done + found.saved, found.asked),
        "last_day": found.month.last_day,
        "quarter_last_day": found.quarter.last_day,
        "trainings_left": found.trainings_left,
        "trainings_to_find": max(found.trainings_left - found.trainings_planned, 0),
        "months": [
            (row.month.start, format_minutes(row.done), format_minutes(row.asked)) for row in found.months
        ],
    }
    return render(request, "paths/commitments.html", context)


@require_safe
def everyone(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    """Totals that every member may read: who gave what to the common life this month."""
    stand_in(request)
    today = timezone.localdate()
    rows = [
        (row.path.person, format_minutes(row.done), format_minutes(row.asked))
        for row in selectors.totals(request.organisation, today)
    ]
    context = {"kpa": request.organisation, "page": paginate(request, rows), "month": today}
    return render(request, "paths/commitments_all.html", context)


@require_http_methods(["GET", "POST"])
def exempt(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    journey = request.journey
    form = ExemptionForm(request.POST or None, initial={"start": timezone.localdate()})
    context = {
        "form": form,
        "title": _("Dispenser d’engagements"),
        "sentence": _("Pendant ces jours, rien n’est demandé. La raison est chiffrée."),
        "button": _("Noter cette dispense"),
        "back": page_of(journey),
        "name": str(journey.person),
    }
    if request.method != "POST":
        return render(request, "paths/keep.html", context)
    if form.is_valid():
        try:
            services.exempt(path=journey, **form.cleaned_data, actor=request.user, now=timezone.now())
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C’est noté."))
            return see_other(context["back"])
    return render_invalid(request, "paths/keep.html", context)
