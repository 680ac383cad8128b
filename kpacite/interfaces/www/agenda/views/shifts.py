"""« J’y vais », « Je ne peux pas », and asking someone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kpacite.domain.activities import selectors, services
from kpacite.domain.organisations.selectors import hats_worn_in
from kpacite.domain.people.models import Person
from kpacite.interfaces.www.agenda import gates
from kpacite.interfaces.www.agenda.forms import AskForm
from kpacite.interfaces.www.agenda.views.calendar import show_job, unpaid_words
from kpacite.interfaces.www.agenda.views.planning import address_of, by
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import UNPROCESSABLE, render_invalid, see_other


@require_POST
def take(request: HttpRequest, kpa: str, job: int) -> HttpResponse:  # noqa: ARG001
    person, anyway = request.user.person, "anyway" in request.POST
    try:
        services.take_shift(job=request.job, person=person, anyway=anyway, **by(request))
    except services.BusyElsewhere:
        question = _("Vous êtes déjà prise ou pris à ce moment-là. Y aller quand même ?")
        return show_job(request, question=question, status=UNPROCESSABLE)
    except services.MayNotBePaid as error:
        return show_job(request, refusal=unpaid_words(error.reason), status=UNPROCESSABLE)
    except DomainError as error:
        return show_job(request, refusal=str(error), status=UNPROCESSABLE)
    messages.success(request, _("C’est noté : vous y allez. Merci !"))
    return see_other(address_of(request, request.job))


@require_POST
def leave(request: HttpRequest, kpa: str, job: int) -> HttpResponse:  # noqa: ARG001
    mine = next((row for row in request.job.standing_shifts if row.person_id == request.user.person_id), None)
    try:
        if mine is None:
            raise services.ShiftAnswered
        services.leave_shift(shift=mine, **by(request))
    except DomainError as error:
        return show_job(request, refusal=str(error), status=UNPROCESSABLE)
    messages.success(request, _("C’est noté : vous n’y allez pas. Le groupe le voit."))
    return see_other(address_of(request, request.job))


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, kpa: str, job: int) -> HttpResponse:  # noqa: ARG001
    """Propose the job to someone of the group, or of the KPA; she answers."""
    stand_in(request, request.organisation)
    people = _people(request)
    unpaid = selectors.obstacles_to_pay(request.job, people)
    form = AskForm(request.POST or None, people=people, unpaid=unpaid.keys())
    sees = gates.sees_why_unpaid(request)
    context = {
        "form": form,
        "job": request.job,
        "back": address_of(request, request.job),
        "question": "",
        "unpaid": [
            (person, unpaid[person.pk].sentence if sees else "") for person in people if person.pk in unpaid
        ],
    }
    if request.method == "POST" and form.is_valid():
        person = form.people[form.cleaned_data["person"]]
        anyway = "anyway" in request.POST
        try:
            services.add_shift(job=request.job, person=person, anyway=anyway, **by(request))
        except services.BusyElsewhere as error:
            return render_invalid(request, "agenda/ask.html", context | {"question": str(error)})
        except services.MayNotBePaid as error:
            form.refuse(error if sees else services.MayNotBePaid())
        except DomainError as error:
            form.refuse(error)
        else:
            words = {"who": person.first_name}
            messages.success(request, _("C’est proposé à %(who)s. La réponse arrive ici.") % words)
            return see_other(context["back"])
    page = "agenda/ask.html"
    return render_invalid(request, page, context) if form.errors else render(request, page, context)


def _people(request: HttpRequest) -> list[Person]:
    """The group first, then the others of the KPA; without those who are already there."""
    today = timezone.localdate()
    there = {shift.person_id for shift in request.job.standing_shifts}
    found = [row.person for row in selectors.group_of(request.job.activity, today)]
    found += [hat.person for hat in hats_worn_in(request.organisation, today)]
    people = {person.pk: person for person in found if person.pk not in there}
    return list(people.values())
