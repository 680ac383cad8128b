"""Links for the calendar of a phone: mine, and the KPA's. Nothing in them tells who else comes."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.activities import selectors, services
from kpacite.domain.activities.enums import JobState, SeatState, ShiftState, TrainingState
from kpacite.domain.activities.models import CalendarFeed, Job, Training
from kpacite.domain.organisations.models import Kpa
from kpacite.integrations.agenda import Moment, calendar_file
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.platform.http import see_other

PAST, FUTURE = timedelta(days=60), timedelta(days=365)


@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request, request.organisation)
    here = Kpa.objects.select_related("organisation").get(organisation=request.organisation)
    person = request.user.person
    if request.method == "POST":
        scope = here if request.POST.get("whose") == "kpa" else None
        by = {"actor": request.user, "now": timezone.now()}
        if "stop" in request.POST:
            services.stop_feed(person=person, kpa=scope, **by)
            messages.success(request, _("C’est arrêté. Le lien ne marche plus."))
        else:
            services.open_feed(person=person, kpa=scope, **by)
            messages.success(request, _("Votre lien est prêt. Copiez-le dans votre calendrier."))
        return see_other("agenda_links", kpa=kpa)
    context = {
        "kpa": request.organisation,
        "mine": _address(request, selectors.feed_of(person, None)),
        "whole": _address(request, selectors.feed_of(person, here)),
    }
    return render(request, "agenda/links.html", context)


def _address(request: HttpRequest, feed: CalendarFeed | None) -> str:
    if feed is None:
        return ""
    return request.build_absolute_uri(reverse("agenda_feed", kwargs={"token": feed.token}))


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    found, now = request.feed, timezone.now()
    if found.kpa is None:
        name, moments = _("Mes créneaux"), _of_person(found)
    else:
        name, moments = found.kpa.organisation.name, _of_kpa(found.kpa)
    text = calendar_file(name, moments, now=now)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _of_person(feed: CalendarFeed) -> Iterator[Moment]:
    now = timezone.now()
    for shift in selectors.shifts_between(feed.person, now - PAST, now + FUTURE):
        yield Moment(
            uid=f"shift-{shift.pk}@kpa-cite",
            start=shift.starts_at,
            end=shift.ends_at,
            title=shift.job.title,
            place=shift.job.place,
            note=_note(shift.job),
            sequence=shift.job.version,
            sure=shift.state != ShiftState.PROPOSED,
        )
    for training in selectors.own_trainings_between(feed.person, now - PAST, now + FUTURE):
        yield _of_training(training, sure=training.own_state != SeatState.WAITING)


def _of_kpa(kpa: Kpa) -> Iterator[Moment]:
    now = timezone.now()
    for job in selectors.jobs_of(kpa, now - PAST, now + FUTURE):
        yield Moment(
            uid=f"job-{job.pk}@kpa-cite",
            start=job.starts_at,
            end=job.ends_at,
            title=job.title,
            place=job.place,
            note=_note(job),
            sequence=job.version,
            cancelled=job.state == JobState.CANCELLED,
        )
    for training in selectors.trainings_between(kpa, now - PAST, now + FUTURE):
        yield _of_training(training)


def _of_training(training: Training, *, sure: bool = True) -> Moment:
    """What anyone of the KPA reads in its list; not who comes."""
    words = [str(training.get_kind_display()), training.learns]
    return Moment(
        uid=f"training-{training.pk}@kpa-cite",
        start=training.starts_at,
        end=training.ends_at,
        title=training.title,
        place=training.place,
        note=" · ".join(words),
        sequence=training.version,
        sure=sure,
        cancelled=training.state == TrainingState.CANCELLED,
    )


def _note(job: Job) -> str:
    words = [str(job.activity), job.skills]
    return " · ".join(word for word in words if word)
