"""Skills seen by the person, her peers and the team; badges; the portfolio that she takes away."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.paths import selectors, services
from kpacite.domain.paths.enums import Level, SkillFamily
from kpacite.integrations.documents import compile_pdf
from kpacite.interfaces.www.paths import gates
from kpacite.interfaces.www.paths.forms_skills import BadgeForm, SkillForm
from kpacite.interfaces.www.paths.portfolio import assertions_of, portfolio_of, printed
from kpacite.interfaces.www.paths.views.screen import back_to, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


@require_http_methods(["GET", "POST"])
def skills(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:
    """Each skill with its views over time; below, my own view of today."""
    stand_in(request)
    journey = request.journey
    form = SkillForm(request.POST or None, skills=list(selectors.skills_of_kpa(request.organisation)))
    context: dict[str, Any] = {
        "journey": journey,
        "own": gates.is_own(request, journey),
        "back": back_to(request, journey),
        "families": portfolio_of(journey.person),
        "badges": selectors.badges_of(journey.person),
        "form": form,
        "shown": selectors.shown_skills(journey.person),
    }
    if request.method != "POST":
        return render(request, "paths/skills.html", context)
    if "show" in request.POST or "hide" in request.POST:
        _show(request)
        return see_other("skills", kpa=kpa, public_id=public_id)
    if form.is_valid() and _said(request, form):
        messages.success(request, _("C’est noté."))
        return see_other("skills", kpa=kpa, public_id=public_id)
    return render_invalid(request, "paths/skills.html", context)


def _show(request: HttpRequest) -> None:
    """Only the person says what members may find."""
    shown = "show" in request.POST
    key = request.POST["show" if shown else "hide"]
    skill = selectors.skills_of_kpa(request.organisation).filter(pk=key).first() if key.isdigit() else None
    if skill is None or not gates.is_own(request, request.journey):
        messages.error(request, _("Chaque personne choisit ce qu’elle montre."))
        return
    by = {"actor": request.user, "today": timezone.localdate(), "now": timezone.now()}
    try:
        services.show_skill(path=request.journey, skill=skill, shown=shown, **by)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        yes, no = _("C’est fait. Les membres la voient."), _("C’est fait. Les membres ne la voient plus.")
        messages.success(request, yes if shown else no)


def _said(request: HttpRequest, form: SkillForm) -> bool:
    typed, by = form.cleaned_data, {"actor": request.user, "now": timezone.now()}
    try:
        skill = form.chosen or services.name_skill(
            kpa=request.organisation.kpa, family=SkillFamily(typed["family"]), name=typed["new"], **by
        )
        services.say_level(
            path=request.journey,
            skill=skill,
            level=Level(int(typed["level"])),
            evidence=typed["evidence"],
            today=timezone.localdate(),
            **by,
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def give_badge(request: HttpRequest, kpa: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    journey = request.journey
    form = BadgeForm(request.POST or None, badges=list(selectors.badges_of_kpa(request.organisation)))
    context = {"form": form, "back": back_to(request, journey), "journey": journey}
    if request.method != "POST":
        return render(request, "paths/badge_give.html", context)
    by = {"actor": request.user, "now": timezone.now()}
    if form.is_valid():
        typed = form.cleaned_data
        try:
            badge = form.chosen or services.create_badge(
                kpa=request.organisation.kpa, name=typed["new"], criteria=typed["criteria"], **by
            )
            services.give_badge(
                path=journey, badge=badge, evidence=typed["evidence"], today=timezone.localdate(), **by
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C’est fait. Le badge est dans son portfolio."))
            return see_other(context["back"])
    return render_invalid(request, "paths/badge_give.html", context)


@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    person = request.user.person
    context = {
        "person": person,
        "families": portfolio_of(person),
        "badges": selectors.badges_of(person),
        "back": "",
    }
    return render(request, "paths/portfolio.html", context)


@require_safe
def portfolio_pdf(request: HttpRequest) -> HttpResponse:
    person = request.user.person
    now = timezone.now().replace(microsecond=0)
    pdf = compile_pdf(printed(person, timezone.localdate(now)), at=now, template="portfolio.typ")
    return _file(pdf, "application/pdf", "portfolio.pdf")


@require_safe
def open_badges(request: HttpRequest) -> HttpResponse:
    """Each badge as an Open Badges 2.0 assertion, the recipient's address hashed as the standard says."""
    found = assertions_of(request.user.person, site=settings.SITE_URL)
    body = json.dumps(found, ensure_ascii=False, indent=1).encode()
    return _file(body, "application/json; charset=utf-8", "badges.json")


def _file(body: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
