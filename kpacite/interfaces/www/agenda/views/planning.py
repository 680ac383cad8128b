"""Planning a job, changing it, cancelling it, saying that it is done."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kpacite.domain.activities import services
from kpacite.domain.activities.models import Job
from kpacite.interfaces.www.agenda.forms import CancelForm, JobForm
from kpacite.interfaces.www.agenda.views.calendar import planned_for, show_job
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import UNPROCESSABLE, render_invalid, see_other

PAGE = "agenda/form.html"
FIELD_OF = {"starts_at": "day", "ends_at": "end"}


def by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def address_of(request: HttpRequest, job: Job) -> str:
    return reverse("job", kwargs={"kpa": request.organisation.slug, "job": job.pk})


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request, request.organisation)
    activities = planned_for(request)
    form = JobForm(request.POST or None, activities=activities)
    back = reverse("agenda", kwargs={"kpa": kpa})
    context = {"form": form, "back": back, "job": None, "activities": activities}
    if request.method == "POST" and form.is_valid() and (planned := _planned(request, form)):
        messages.success(request, _("C’est prévu. Le groupe le voit dans l’agenda."))
        return see_other(address_of(request, planned))
    return render_invalid(request, PAGE, context) if form.errors else render(request, PAGE, context)


def _planned(request: HttpRequest, form: JobForm) -> Job | None:
    activity = form.activities[form.cleaned_data["activity"]]
    try:
        return services.plan_job(activity=activity, **form.words, **form.span, **by(request))
    except DomainError as error:
        _refuse(form, error)
    return None


def _refuse(form: JobForm, error: DomainError) -> None:
    error.field = FIELD_OF.get(error.field or "", error.field)
    form.refuse(error)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kpa: str, job: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request, request.organisation)
    form = JobForm(request.POST or None, job=request.job)
    back = address_of(request, request.job)
    context = {"form": form, "back": back, "job": request.job, "activities": True}
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        messages.success(request, _("C’est enregistré."))
        return see_other(back)
    return render_invalid(request, PAGE, context) if form.errors else render(request, PAGE, context)


def _changed(request: HttpRequest, form: JobForm) -> bool:
    """Words and hours together, or neither."""
    try:
        with transaction.atomic():
            version = form.cleaned_data["version"] or 0
            services.edit_job(job=request.job, version=version, **form.words, **by(request))
            services.move_job(job=request.job, **form.span, **by(request))
    except DomainError as error:
        _refuse(form, error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, kpa: str, job: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request, request.organisation)
    form = CancelForm(request.POST or None)
    back = address_of(request, request.job)
    context = {"form": form, "job": request.job, "back": back}
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_job(job=request.job, reason=form.cleaned_data["reason"], **by(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C’est annulé. Prévenez les personnes qui devaient venir."))
            return see_other(back)
    page = "agenda/cancel.html"
    return render_invalid(request, page, context) if form.errors else render(request, page, context)


@require_POST
def finish(request: HttpRequest, kpa: str, job: int) -> HttpResponse:  # noqa: ARG001
    try:
        services.finish_job(job=request.job, **by(request))
    except DomainError as error:
        return show_job(request, refusal=str(error), status=UNPROCESSABLE)
    messages.success(request, _("C’est fait. Chaque personne note maintenant ses heures."))
    return see_other(address_of(request, request.job))
