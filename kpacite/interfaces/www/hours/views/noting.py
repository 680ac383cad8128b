"""Noting my hours: the form, and the queue of a phone that comes back to the network."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.activities import selectors, services
from kpacite.domain.activities.models import Job, WorkEntry
from kpacite.domain.activities.selectors.tasks import weighing_tasks
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.interfaces.www.hours import wording
from kpacite.interfaces.www.hours.forms import OTHER, TODAY, USUAL_MINUTES, YESTERDAY, HoursForm
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import UNPROCESSABLE, render_invalid, see_other
from kpacite.platform.templatetags.kpacite import heures

PAGE = "hours/note.html"
QUEUE_HEADER = "X-Kpa-Queue"
CREATED, CONFLICT = 201, 409
FIELD_OF = {"minutes": "duration", "day": "when", "activity": "what"}
MINUTE = 60


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request, request.organisation)
    form = _form(request)
    question = ""
    if request.method == "POST" and form.is_valid():
        if _of_someone_else(request):
            return _refused(request, form, services.NotYourHours())
        try:
            entry = _declare(request, form)
        except services.AlreadyNoted as error:
            question = str(error)
        except DomainError as error:
            return _refused(request, form, error)
        else:
            return _noted(request, entry, kpa)
    if request.method == "POST":
        return _invalid(request, form, question)
    return render(request, PAGE, _context(request, form, question))


def _form(request: HttpRequest) -> HoursForm:
    today = timezone.localdate()
    groups = selectors.groups_of(request.user.person, today).member_of
    activities = list(selectors.activities_of(request.organisation, today))
    mine = [row for row in activities if row.pk in groups]
    others = [row for row in activities if row.pk not in groups]
    job = _job(request)
    return HoursForm(
        request.POST or None,
        today=today,
        mine=mine,
        others=others,
        tasks=weighing_tasks([job.activity] if job else activities, today),
        job=job,
        initial=_initial(request, job, mine),
    )


def _job(request: HttpRequest) -> Job | None:
    """The job that the person was on; one that is not of this KPA counts as not asked."""
    asked = request.POST.get("intervention") or request.GET.get("intervention", "")
    return selectors.job_of(request.organisation, int(asked)) if asked.isdecimal() else None


def _initial(request: HttpRequest, job: Job | None, mine: list[Any]) -> dict[str, Any]:
    first: dict[str, Any] = {"client_id": str(uuid4()), "when": TODAY}
    if job is not None:
        return first | _as_planned(request, job)
    last = selectors.last_entry(request.user.person, request.organisation)
    if last is not None:
        return first | {"what": f"a{last.activity_id}" if last.kind == "work" else last.kind}
    return first | {"what": f"a{mine[0].pk}" if mine else "common"}


def _as_planned(request: HttpRequest, job: Job) -> dict[str, Any]:
    shifts = [row for row in job.standing_shifts if row.person_id == request.user.person_id]
    span = shifts[0].span if shifts else job.span
    minutes = int((span.end - span.start).total_seconds()) // MINUTE
    day, today = timezone.localdate(span.start), timezone.localdate()
    duration = {"duration": str(minutes)} if minutes in USUAL_MINUTES else {"duration": OTHER}
    when = {0: TODAY, 1: YESTERDAY}.get((today - day).days, OTHER)
    return duration | {
        "other_duration": minutes,
        "when": when,
        "other_day": day,
        "volunteer": not job.is_paid,
    }


def _of_someone_else(request: HttpRequest) -> bool:
    """A phone that two people share sends nothing in the name of the other one."""
    owner = request.POST.get("owner", "")
    return bool(owner) and owner != request.user.person.public_id


def _declare(request: HttpRequest, form: HoursForm) -> WorkEntry:
    return services.declare_hours(
        kpa=request.kpa,
        person=request.user.person,
        spent=form.spent,
        client_id=form.cleaned_data["client_id"],
        actor=request.user,
        now=timezone.now(),
        today=timezone.localdate(),
        anyway="anyway" in request.POST,
    )


def _noted(request: HttpRequest, entry: WorkEntry, kpa: str) -> HttpResponse:
    words = wording.told(entry, timezone.localdate())
    address = reverse("hours", kwargs={"kpa": kpa})
    if request.headers.get(QUEUE_HEADER) == "later":
        return JsonResponse({"state": "sent", "words": words}, status=CREATED)
    messages.success(request, _("C’est enregistré. %(words)s") % {"words": words})
    if QUEUE_HEADER in request.headers:
        return JsonResponse({"state": "sent", "words": words, "next": address}, status=CREATED)
    return see_other(address)


def _refused(request: HttpRequest, form: HoursForm, error: DomainError) -> HttpResponse:
    if QUEUE_HEADER in request.headers:
        return JsonResponse({"state": "refused", "words": str(error)}, status=CONFLICT)
    error.field = FIELD_OF.get(error.field or "", error.field)
    form.refuse(error)
    return _invalid(request, form, "")


def _invalid(request: HttpRequest, form: HoursForm, question: str) -> HttpResponse:
    if QUEUE_HEADER in request.headers:
        state = "question" if question else "refused"
        words = question or next(iter(form.errors.values()))[0]
        return JsonResponse({"state": state, "words": words}, status=UNPROCESSABLE)
    return render_invalid(request, PAGE, _context(request, form, question))


def _context(request: HttpRequest, form: HoursForm, question: str) -> dict[str, Any]:
    person, today = request.user.person, timezone.localdate()
    shifts = [] if form.job else list(selectors.shifts_to_note(person, request.organisation, today)[:3])
    return {
        "kpa": request.organisation,
        "form": form,
        "question": question,
        "owner": person.public_id,
        "shifts": shifts,
        "job": form.job,
        "job_day": wording.day_words(timezone.localdate(form.job.starts_at), today) if form.job else "",
        "usual": [(str(minutes), heures(minutes)) for minutes in USUAL_MINUTES],
        "today": today,
    }
