"""What the coordination writes down: an entry, a planned end, an exit, answers given side by side."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.paths import selectors, services
from kpacite.domain.paths.enums import Situation
from kpacite.domain.paths.models import PersonFacts
from kpacite.domain.people.enums import Shown
from kpacite.interfaces.www.paths.forms import EntryForm, ExitForm, OpenForm, PlannedEndForm, SensitiveForm
from kpacite.interfaces.www.paths.views.me import sensitive_initial
from kpacite.interfaces.www.paths.views.screen import page_of, stand_in, told
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other

ENTRY_FACTS = ("referral", "france_travail_registered_on", "education", "postcode", "qpv")
PERSON_FACTS = ("birth_date", "birth_date_declined", "gender")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def _form_page(
    request: HttpRequest,
    form: Form,
    words: dict[str, Any],
    act: Callable[[dict[str, Any]], object],
    *,
    page: str = "paths/keep.html",
) -> HttpResponse:
    """Show the form; when it is right, act, say so, and go back."""
    stand_in(request)
    context = {"form": form, **words}
    if request.method != "POST":
        return render(request, page, context)
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, words["done"])
            return see_other(words["back"])
    return render_invalid(request, page, context)


@require_http_methods(["GET", "POST"])
def open_path(request: HttpRequest, kpa: str) -> HttpResponse:
    today = timezone.localdate()
    people = selectors.without_path(request.organisation, today)
    asked = {"person": request.GET.get("qui", ""), "start": today}
    form = OpenForm(request.POST or None, people=people, initial=asked)
    words = {
        "title": _("Ouvrir un parcours"),
        "sentence": _("Vous compléterez le reste plus tard, avec la personne."),
        "button": _("Ouvrir ce parcours"),
        "done": _("C’est fait. Le parcours est ouvert."),
        "back": reverse("path_board", kwargs={"kpa": kpa}),
        "name": "",
    }

    def act(typed: dict[str, Any]) -> object:
        days = {"start": typed["start"], "planned_end": typed["planned_end"]}
        return services.open_path(person=form.chosen, kpa=request.organisation.kpa, **days, **_by(request))

    return _form_page(request, form, words, act)


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The facts of the day she came, and of herself, filled in side by side."""
    journey = request.journey
    told(request, journey, Shown.FACTS)
    facts = PersonFacts.objects.filter(pk=journey.person_id).first() or PersonFacts()
    initial = {name: getattr(journey, name) for name in ENTRY_FACTS}
    initial |= {name: getattr(facts, name) for name in PERSON_FACTS}
    form = EntryForm(request.POST or None, initial=initial)
    words = {
        "title": _("Compléter les réponses"),
        "sentence": _("Remplissez ensemble, côte à côte. Chaque question peut rester sans réponse."),
        "button": _("Enregistrer les réponses"),
        "done": _("C’est enregistré."),
        "back": page_of(journey),
        "name": str(journey.person),
    }

    def act(typed: dict[str, Any]) -> object:
        chosen = {name: typed[name] for name in PERSON_FACTS}
        services.answer_facts(person=journey.person, today=timezone.localdate(), **chosen, **_by(request))
        return services.note_entry_facts(
            path=journey, **{name: typed[name] for name in ENTRY_FACTS}, **_by(request)
        )

    return _form_page(request, form, words, act)


@require_http_methods(["GET", "POST"])
def planned_end(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    journey = request.journey
    form = PlannedEndForm(request.POST or None, initial={"planned_end": journey.planned_end})
    limit = selectors.latest_end(journey.person, journey.kpa, journey.start, timezone.localdate())
    sentence = _("Au plus tard le %(day)s.")
    if limit.by_contract:
        sentence = _("Au plus tard le %(day)s : le contrat ne peut pas aller plus loin.")
    words = {
        "title": _("Choisir la fin prévue"),
        "sentence": sentence % {"day": f"{limit.day:%d/%m/%Y}"},
        "button": _("Enregistrer cette date"),
        "done": _("C’est enregistré."),
        "back": page_of(journey),
        "name": str(journey.person),
    }
    return _form_page(
        request, form, words, lambda typed: services.plan_end(path=journey, **typed, **_by(request))
    )


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """The end of a path; once it has ended, news of the person."""
    journey = request.journey
    ended = journey.end is not None
    form = ExitForm(request.POST or None, initial={"day": timezone.localdate(), "situation": ""})
    words = {
        "title": _("Noter des nouvelles") if ended else _("Noter la fin du parcours"),
        "sentence": _("Si vous ne savez pas, dites-le : c’est une réponse."),
        "button": _("Enregistrer ces nouvelles") if ended else _("Noter la fin du parcours"),
        "done": _("C’est noté."),
        "back": page_of(journey),
        "name": str(journey.person),
    }
    act = services.observe if ended else services.close_path

    def do(typed: dict[str, Any]) -> object:
        seen = typed | {"situation": Situation(typed["situation"])}
        return act(path=journey, today=timezone.localdate(), **seen, **_by(request))

    return _form_page(request, form, words, do)


@require_http_methods(["GET", "POST"])
def sensitive(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """Entered with the person, for the report only; she reads that it was opened."""
    journey = request.journey
    told(request, journey, Shown.SENSITIVE)
    form = SensitiveForm(request.POST or None, initial=sensitive_initial(journey.person))
    words = {
        "back": page_of(journey),
        "name": str(journey.person),
        "done": _("C’est enregistré."),
    }
    return _form_page(
        request,
        form,
        words,
        lambda _typed: services.answer_sensitive(
            person=journey.person, answers=form.answers(), **_by(request)
        ),
        page="paths/sensitive.html",
    )
