"""Appointments, for the person and those whom she chose; and the private notes of an author."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpacite.domain.paths import selectors, services
from kpacite.domain.paths.enums import NoteLevel
from kpacite.domain.paths.models import Appointment, Path
from kpacite.domain.people.enums import Shown
from kpacite.interfaces.www.paths import gates
from kpacite.interfaces.www.paths.forms_support import (
    ActionForm,
    AppointmentForm,
    NextForm,
    NoteForm,
    PrivateNoteForm,
)
from kpacite.interfaces.www.paths.views.screen import back_to, stand_in, told
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def _address(journey: Path, name: str, **more: object) -> str:
    at = {"kpa": journey.kpa.organisation.slug, "public_id": journey.person.public_id}
    return reverse(name, kwargs=at | more)


def _surroundings(request: HttpRequest) -> dict[str, Any]:
    stand_in(request)
    journey: Path = request.journey
    told(request, journey, Shown.APPOINTMENTS)
    return {
        "journey": journey,
        "own": gates.is_own(request, journey),
        "back": back_to(request, journey),
        "list_url": _address(journey, "appointments"),
    }


@require_safe
def appointments(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    context = _surroundings(request)
    journey: Path = request.journey
    today = timezone.localdate()
    rows = [
        (row, _address(journey, "appointment", appointment=row.pk))
        for row in selectors.appointments_of(journey)
    ]
    context |= {
        "coming": [pair for pair in reversed(rows) if pair[0].day >= today],
        "past": [pair for pair in rows if pair[0].day < today],
        "new_url": _address(journey, "appointment_new"),
        "notes_url": "" if context["own"] else _address(journey, "private_notes"),
        "hidden": selectors.count_hidden_notes(journey) if context["own"] else 0,
        "has_companions": selectors.companions_of(journey, today).exists(),
    }
    return render(request, "paths/appointments.html", context)


def _written(form: Form, act: Callable[[dict[str, Any]], object]) -> bool:
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    context = _surroundings(request)
    journey: Path = request.journey
    today = timezone.localdate()
    beside = [row.person for row in selectors.companions_of(journey, today)]
    mine = [person for person in beside if person.pk == request.user.person_id]
    form = AppointmentForm(request.POST or None, people=beside if context["own"] else mine)
    context |= {"form": form}

    def act(typed: dict[str, Any]) -> object:
        chosen = {"with_person": form.chosen, "day": typed["day"], "at": typed["time"], "aim": typed["aim"]}
        return services.plan_appointment(path=journey, today=today, **chosen, **_by(request))

    if request.method != "POST":
        return render(request, "paths/appointment_new.html", context)
    if _written(form, act):
        messages.success(request, _("C’est noté. Le rendez-vous est sur vos deux pages."))
        return see_other(context["list_url"])
    return render_invalid(request, "paths/appointment_new.html", context)


def _loaded(request: HttpRequest, pk: int) -> Appointment:
    found = selectors.appointment_loaded(pk, request.journey)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def appointment(request: HttpRequest, kpa: str, public_id: str, appointment: int) -> HttpResponse:  # noqa: ARG001
    """Aim, what was said, who does what, next day: all on one page, each with its own button."""
    context = _surroundings(request)
    row = _loaded(request, appointment)
    forms = _forms(request, row)
    context |= {
        "appointment": row,
        "notes": selectors.readable_notes(row, request.user),
        "forms": forms,
        "cancel_url": _address(request.journey, "appointment_cancel", appointment=row.pk),
    }
    if request.method != "POST":
        return render(request, "paths/appointment.html", context)
    asked = request.POST.get("do", "")
    if asked in forms and _written(forms[asked], _acts(request, row)[asked]):
        messages.success(request, _("C’est noté."))
        return see_other(_address(request.journey, "appointment", appointment=row.pk))
    return render_invalid(request, "paths/appointment.html", context)


def _forms(request: HttpRequest, row: Appointment) -> dict[str, Form]:
    asked = request.POST.get("do", "")
    own = request.user.person_id == row.path.person_id

    def typed(name: str) -> Any:
        return request.POST if name == asked else None

    return {
        "note": NoteForm(typed("note"), own=own, auto_id="note-%s"),
        "action": ActionForm(typed("action"), people=[row.path.person, row.with_person], auto_id="action-%s"),
        "next": NextForm(typed("next"), initial={"next_day": row.next_day}, auto_id="next-%s"),
    }


def _acts(request: HttpRequest, row: Appointment) -> dict[str, Callable[[dict[str, Any]], object]]:
    by = _by(request)
    people = {person.public_id: person for person in (row.path.person, row.with_person)}
    return {
        "note": lambda typed: services.write_note(
            path=row.path,
            appointment=row,
            level=NoteLevel(typed.get("level") or NoteLevel.SHARED),
            words=typed["words"],
            **by,
        ),
        "action": lambda typed: services.decide_action(
            appointment=row, who=people[typed["who"]], words=typed["words"], by_day=typed["by_day"], **by
        ),
        "next": lambda typed: services.set_next_day(appointment=row, day=typed["next_day"], **by),
    }


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, kpa: str, public_id: str, appointment: int) -> HttpResponse:  # noqa: ARG001
    context = _surroundings(request)
    row = _loaded(request, appointment)
    if request.method != "POST":
        back = _address(request.journey, "appointment", appointment=row.pk)
        return render(request, "paths/appointment_cancel.html", context | {"appointment": row, "back": back})
    services.cancel_appointment(appointment=row, **_by(request))
    messages.success(request, _("C’est fait. Le rendez-vous est annulé."))
    return see_other(context["list_url"])


@require_POST
def finish(request: HttpRequest, kpa: str, public_id: str, action: int) -> HttpResponse:  # noqa: ARG001
    found = selectors.action_of(action, request.journey)
    if found is None:
        raise Http404
    services.finish_action(action=found, **_by(request))
    messages.success(request, _("C’est noté : c’est fait."))
    return see_other(_address(request.journey, "appointment", appointment=found.appointment_id))


@require_http_methods(["GET", "POST"])
def private_notes(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """What I alone wrote about rights, health or housing: days and themes here, words one by one."""
    context = _surroundings(request)
    form = PrivateNoteForm(request.POST or None)
    context |= {"form": form, "rows": selectors.private_notes(request.journey, request.user)}
    if request.method != "POST":
        return render(request, "paths/private_notes.html", context)

    def act(typed: dict[str, Any]) -> object:
        level = {"appointment": None, "level": NoteLevel.PRIVATE}
        return services.write_note(path=request.journey, **level, **typed, **_by(request))

    if _written(form, act):
        messages.success(request, _("C’est gardé, chiffré. Vous seule ou seul pouvez lire cette note."))
        return see_other(_address(request.journey, "private_notes"))
    return render_invalid(request, "paths/private_notes.html", context)


@require_safe
def private_note(request: HttpRequest, kpa: str, note: int) -> HttpResponse:  # noqa: ARG001 - read by the gate
    stand_in(request)
    row = request.note
    told(request, row.path, Shown.PRIVATE_NOTE)
    context = {"note": row, "back": _address(row.path, "private_notes")}
    return render(request, "paths/private_note.html", context)
