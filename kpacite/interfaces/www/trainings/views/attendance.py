"""Who was there: by ticks, or on a sheet of paper first; and what each one takes away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.activities import selectors, services
from kpacite.interfaces.www.trainings.certificate import certificate_file
from kpacite.interfaces.www.trainings.forms import AttendanceForm
from kpacite.interfaces.www.trainings.views.screen import by, page_of, stand_in
from kpacite.interfaces.www.trainings.wording import giver_of, when_words
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

PAGE = "trainings/attendance.html"
LINES_OF_A_SHEET = 20
"""As many as one sheet of A4 holds, with room to sign."""
MOST_EMPTY_LINES = 4


@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, kpa: str, training: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    row, seats = request.training, list(selectors.seats_of(request.training))
    posted = request.POST if request.method == "POST" else None
    form = AttendanceForm(posted, training=row, seats=seats)
    context = {
        "kpa": request.organisation,
        "form": form,
        "training": row,
        "when": when_words(row),
        "begun": row.starts_at <= timezone.now(),
        "seats": seats,
        "noted": next((seat for seat in seats if seat.noted_at), None),
        "back": page_of(request),
    }
    if posted is not None and form.is_valid() and _noted(request, form):
        messages.success(request, _("Les présences sont notées. Les heures des membres sont écrites."))
        return see_other(context["back"])
    return render_invalid(request, PAGE, context) if form.errors else render(request, PAGE, context)


def _noted(request: HttpRequest, form: AttendanceForm) -> bool:
    try:
        services.note_attendance(
            training=request.training,
            present=form.keys,
            held=form.cleaned_data.get("held", False),
            today=timezone.localdate(),
            **by(request),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_safe
def sheet(request: HttpRequest, kpa: str, training: int) -> HttpResponse:  # noqa: ARG001
    """The names on one sheet of paper, with room for who comes unannounced."""
    stand_in(request)
    row = request.training
    names = [seat.name for seat in selectors.seats_of(row) if seat.booked_at]
    empty = max(min(LINES_OF_A_SHEET - len(names), row.places - len(names)), 0) or MOST_EMPTY_LINES
    context = {
        "kpa": request.organisation,
        "training": row,
        "when": when_words(row),
        "giver": giver_of(row),
        "lines": names + [""] * min(empty, MOST_EMPTY_LINES),
        "back": page_of(request),
    }
    return render(request, "trainings/sheet.html", context)


@require_safe
def certificate(request: HttpRequest, kpa: str, training: int, training_seat: int) -> HttpResponse:  # noqa: ARG001
    if not request.seat.was_there:
        raise Http404
    request.seat.training = request.training
    return certificate_file(request.seat, timezone.now())
