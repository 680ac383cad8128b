"""A place: mine, or that of someone whom who keeps the training writes down."""

from collections.abc import Callable, Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpacite.domain.activities import selectors, services
from kpacite.domain.activities.enums import SeatState
from kpacite.domain.activities.models import TrainingSeat
from kpacite.interfaces.www.members.views.screen import form_page
from kpacite.interfaces.www.trainings.forms import AddForm
from kpacite.interfaces.www.trainings.views.listing import show_training
from kpacite.interfaces.www.trainings.views.screen import address_of, by, page_of, people_of
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import UNPROCESSABLE, csv_response, see_other


def _done(request: HttpRequest, act: Callable[[], object], success: Callable[[object], str]) -> HttpResponse:
    """A button of the page: act, say so, come back; or the page again with what was refused."""
    try:
        found = act()
    except DomainError as error:
        return show_training(request, refusal=str(error), status=UNPROCESSABLE)
    messages.success(request, success(found))
    return see_other(page_of(request))


def _welcome(seat: TrainingSeat) -> str:
    if seat.state == SeatState.WAITING:
        return _("C’est noté : vous êtes en attente. Si une place se libère, elle est pour vous.")
    return _("C’est noté : vous avez une place.")


@require_POST
def take(request: HttpRequest, kpa: str, training: int) -> HttpResponse:  # noqa: ARG001
    def act() -> TrainingSeat:
        return services.book_seat(training=request.training, person=request.user.person, **by(request))

    return _done(request, act, _welcome)


@require_POST
def leave(request: HttpRequest, kpa: str, training: int) -> HttpResponse:  # noqa: ARG001
    def act() -> TrainingSeat:
        seat = selectors.seat_of(request.training, request.user.person)
        if seat is None:
            raise services.SeatGivenBack
        return services.leave_seat(seat=seat, address=address_of, **by(request))

    return _done(request, act, lambda _seat: _("C’est noté : vous ne venez plus. Merci de l’avoir dit."))


@require_POST
def give_back(request: HttpRequest, kpa: str, training: int, training_seat: int) -> HttpResponse:  # noqa: ARG001
    """Someone said by word of mouth that she does not come any more."""

    def act() -> TrainingSeat:
        return services.leave_seat(seat=request.seat, address=address_of, **by(request))

    return _done(request, act, lambda _seat: _("C’est noté : la place est rendue."))


@require_POST
def told(request: HttpRequest, kpa: str, training: int, training_seat: int) -> HttpResponse:  # noqa: ARG001
    def act() -> TrainingSeat:
        return services.note_told(seat=request.seat, **by(request))

    return _done(request, act, lambda _seat: _("C’est noté : la personne est prévenue."))


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, kpa: str, training: int) -> HttpResponse:  # noqa: ARG001
    there = {seat.person_id for seat in selectors.seats_of(request.training)} | {request.training.trainer_id}
    people = [person for person in people_of(request) if person.pk not in there]
    form = AddForm(request.POST or None, people=people)
    context = {
        "title": _("Ajouter une personne"),
        "intro": _("Un membre, ou un prénom et un moyen de joindre la personne."),
        "button": _("Ajouter cette personne"),
        "back": page_of(request),
        "back_label": request.training.title,
    }

    def act() -> None:
        _book(request, form)

    return form_page(request, form, act, context=context, success=_("C’est noté."))


def _book(request: HttpRequest, form: Form) -> TrainingSeat:
    who = {"training": request.training, "late": True, **by(request)}
    if form.chosen is not None:
        return services.book_seat(person=form.chosen, **who)
    return services.book_from_outside(address=address_of, **form.details, **who)


@require_safe
def csv(request: HttpRequest, kpa: str, training: int) -> HttpResponseBase:  # noqa: ARG001
    header = [_("Nom"), _("Membre"), _("État"), _("Téléphone"), _("E-mail"), _("Autre moyen"), _("Présence")]
    return csv_response("personnes.csv", header, _lines(request))


def _lines(request: HttpRequest) -> Iterator[list[object]]:
    """The contacts of people from outside only: those of members are on their own pages."""
    presence = {None: "", True: _("oui"), False: _("non")}
    for seat in selectors.seats_of(request.training):
        contact = [seat.phone, seat.email, seat.other_contact]
        is_member = _("oui") if seat.person else _("non")
        yield [seat.name, is_member, seat.get_state_display(), *contact, presence[seat.was_there]]
