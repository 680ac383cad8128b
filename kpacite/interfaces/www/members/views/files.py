"""Who wants to come: the list, and one file."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpacite.domain.members import rules, selectors, services
from kpacite.domain.members.enums import StepKind, WelcomeState
from kpacite.domain.organisations import selectors as organisations
from kpacite.domain.organisations.enums import Role
from kpacite.domain.people.enums import Shown
from kpacite.domain.people.models import Person
from kpacite.interfaces.www.members import gates
from kpacite.interfaces.www.members.forms import FactsForm, NewcomerForm, WelcomerForm, WithdrawForm
from kpacite.interfaces.www.members.views.screen import address_of, form_page, stand_in, told
from kpacite.platform.forms import Form
from kpacite.platform.http import csv_response, page_or_part, paginate, see_other, with_query
from kpacite.platform.templatetags.kpacite import de

RUNNING = "en-cours"
FILTERS = {
    RUNNING: sorted(rules.WAITING),
    "membres": [WelcomeState.MEMBER],
    "arretes": [WelcomeState.WITHDRAWN],
}


def _asked(request: HttpRequest) -> tuple[str, str]:
    """Which states, and which words of a name."""
    asked = request.GET.get("etat", RUNNING) if gates.coordinates(request) else RUNNING
    return asked if asked in FILTERS else RUNNING, request.GET.get("q", "").replace("\x00", "")[:80]


def _found(request: HttpRequest) -> list[selectors.FileRow]:
    """All of them for the coordination; for a member, those whom she welcomes now."""
    asked, words = _asked(request)
    mine = None if gates.coordinates(request) else request.user.person
    return selectors.files_of(request.organisation.kpa, states=FILTERS[asked], words=words, welcomer=mine)


def files(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    asked, words = _asked(request)
    rows = _found(request)
    here = reverse("welcome_list", kwargs={"kpa": kpa})
    context = {
        "kpa": request.organisation,
        "page": paginate(request, rows),
        "count": len(rows),
        "words": words,
        "asked": asked,
        "every": gates.coordinates(request),
        "filters": _filters(here, asked, words) if gates.coordinates(request) else [],
        "csv_url": with_query(reverse("welcome_list_csv", kwargs={"kpa": kpa}), etat=asked, q=words),
    }
    return page_or_part(request, "members/list.html", "members/parts/_results.html", context)


def _filters(here: str, asked: str, words: str) -> list[dict[str, Any]]:
    """What was searched for stays when the filter changes."""
    labels = {RUNNING: _("En cours"), "membres": _("Devenus membres"), "arretes": _("Arrêtés")}
    return [
        {"label": label, "url": with_query(here, etat=key, q=words), "current": key == asked}
        for key, label in labels.items()
    ]


@require_safe
def files_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """Where each welcome stands. No way to reach anyone, no age, no answer."""
    header = [_("Prénom"), _("Nom"), _("État"), _("Maintenant"), _("À qui d’agir"), _("Qui accueille")]
    header += [_("Arrivée le"), _("Dernier contact")]
    rows = (_cells(row) for row in _found(request))
    return csv_response(f"{kpa}-accueil.csv", header, rows)


def _cells(row: selectors.FileRow) -> list[object]:
    file, here = row.file, row.here
    return [
        file.first_name,
        file.last_name,
        file.get_state_display(),
        here.label if here else "",
        here.step.get_doer_display() if here else "",
        file.welcomer.first_name if file.welcomer else "",
        timezone.localdate(file.received_at).isoformat(),
        file.last_contact_on.isoformat(),
    ]


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kpa: str) -> HttpResponse:
    form = NewcomerForm(request.POST or None)
    context = {
        "title": _("Noter une nouvelle personne"),
        "intro": _("Elle est là, ou elle a appelé. Un prénom et un moyen de la joindre suffisent."),
        "button": _("Noter cette personne"),
        "back": reverse("welcome_list", kwargs={"kpa": kpa}),
        "back_label": _("L’accueil"),
    }

    def act() -> None:
        services.receive(kpa=request.organisation.kpa, actor=request.user, now=timezone.now(), **form.details)

    return form_page(request, form, act, context=context, success=_("C’est noté. Son accueil commence."))


def file(request: HttpRequest, kpa: str, file: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    row, today = request.file, timezone.localdate()
    told(request, row.person, Shown.WELCOME)
    every = gates.coordinates(request)
    steps = selectors.steps_of(row)
    asked = selectors.asked(row, coordinates=every)
    guardian = selectors.has_guardian(row)
    too_early = selectors.too_early(row, today) if row.state in rules.WAITING else None
    context = {
        "file": row,
        "kpa": request.organisation,
        "steps": steps,
        "here": next((step for step in steps if step.is_here), None),
        "is_waiting": row.state in rules.WAITING,
        "may_admit": every,
        "ready": not rules.missing(step.as_rule for step in steps),
        "minor": rules.is_minor(row.birth_date, today),
        "too_early": too_early,
        "to_call": _to_call(request, today) if too_early else None,
        "guardian": row.guardian if guardian else None,
        "asked": asked,
        "answered": sum(entry.answer is not None for entry in asked),
        "first_question": next((entry.question for entry in asked if not entry.is_hidden), None),
        "charter": StepKind.CHARTER.value,
        "older": every and row.state in rules.WAITING and selectors.keeps_older_steps(row),
        "list_url": reverse("welcome_list", kwargs={"kpa": request.organisation.slug}),
    }
    return render(request, "members/file.html", context)


def _to_call(request: HttpRequest, today: date) -> Person | None:
    """Who coordinates here: the person to call when it is too early to enter."""
    worn = organisations.hats_worn_in(request.organisation, today, Role.KPA_COORDINATOR)
    first = worn.order_by("start", "pk").first()
    return first.person if first else None


@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, kpa: str, file: int) -> HttpResponse:  # noqa: ARG001
    row = request.file
    form = FactsForm(request.POST or None, file=row, today=timezone.localdate())
    context = {
        "title": _("Le nom, l’âge, le contact"),
        "intro": _("Remplissez avec la personne, à côté d’elle. Seul le prénom est obligatoire."),
        "button": _("Enregistrer"),
        "back": address_of(row),
        "back_label": str(row),
    }

    def act() -> None:
        services.complete(file=row, actor=request.user, now=timezone.now(), **form.cleaned_data)

    return form_page(request, form, act, context=context, success=_("C’est enregistré."))


@require_http_methods(["GET", "POST"])
def welcomer(request: HttpRequest, kpa: str, file: int) -> HttpResponse:  # noqa: ARG001
    row, today = request.file, timezone.localdate()
    people = {hat.person for hat in organisations.hats_worn_in(request.organisation, today)}
    initial = {"welcomer": row.welcomer.public_id if row.welcomer else ""}
    by_name = sorted(people, key=lambda person: (str(person).casefold(), person.pk))
    form = WelcomerForm(request.POST or None, people=by_name, initial=initial)
    context = {
        "title": _("Qui accueille %(name)s ?") % {"name": row.first_name},
        "intro": _("Cette personne lira le dossier d’accueil, pas plus."),
        "button": _("Nommer cette personne"),
        "back": address_of(row),
        "back_label": str(row),
    }

    def act() -> None:
        services.assign(file=row, welcomer=form.person, actor=request.user, now=timezone.now())

    return form_page(request, form, act, context=context, success=_("C’est noté."))


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, kpa: str, file: int) -> HttpResponse:  # noqa: ARG001
    """Stop a welcome, or take one up again."""
    row = request.file
    again = row.state == WelcomeState.WITHDRAWN
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    context = {
        "title": _("Reprendre l’accueil %(of_name)s ?") if again else _("Arrêter l’accueil %(of_name)s ?"),
        "intro": _("Ce qui était fait reste fait.") if again else _("Vous pourrez le reprendre plus tard."),
        "button": _("Reprendre l’accueil") if again else _("Arrêter l’accueil"),
        "danger": not again,
        "back": address_of(row),
        "back_label": str(row),
    }
    context["title"] = context["title"] % {"of_name": de(row.first_name)}
    if again:
        del form.fields["words"]

    def act() -> None:
        by = {"file": row, "actor": request.user, "now": timezone.now()}
        services.reopen(**by) if again else services.withdraw(words=form.cleaned_data["words"], **by)

    return form_page(request, form, act, context=context, success=_("C’est fait."))


@require_http_methods(["GET", "POST"])
def follow_today(request: HttpRequest, kpa: str, file: int) -> HttpResponse:  # noqa: ARG001
    """Leave the steps of the day on which she began for those of today."""
    row = request.file
    form = Form(request.POST if request.method == "POST" else None)
    context = {
        "title": _("Passer aux étapes d’aujourd’hui ?"),
        "intro": _("Ce que cette personne a déjà fait reste fait."),
        "button": _("Passer aux étapes d’aujourd’hui"),
        "back": address_of(row),
        "back_label": str(row),
    }

    def act() -> None:
        services.follow_today(file=row, actor=request.user, now=timezone.now())

    return form_page(request, form, act, context=context, success=_("C’est fait."))


@require_POST
def have_news(request: HttpRequest, kpa: str, file: int) -> HttpResponse:  # noqa: ARG001
    """What was announced does not happen: she was heard of."""
    services.have_news(file=request.file, actor=request.user, now=timezone.now())
    messages.success(request, _("C’est noté. Sa fiche est gardée."))
    return see_other(address_of(request.file))
