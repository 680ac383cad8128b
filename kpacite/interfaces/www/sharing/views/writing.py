"""Writing a rule sentence by sentence, and noting that the group adopts it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kpacite.domain.activities.selectors import activities_of
from kpacite.domain.sharing import services
from kpacite.domain.sharing.models import RuleVersion
from kpacite.domain.sharing.rules.recipe import sentences
from kpacite.domain.sharing.selectors import pots, rules
from kpacite.interfaces.www.activities.views.screen import stand_in
from kpacite.interfaces.www.sharing.forms import FORMS, AdoptForm, ClauseForm, ConsentForm, NewRuleForm
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


def address_of(version: RuleVersion, name: str = "sharing_version", **more: object) -> str:
    at = {"kpa": version.rule.kpa.organisation.slug, "rule": version.rule_id, "number": version.number}
    return reverse(name, kwargs=at | more)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    activities = activities_of(request.organisation, timezone.localdate())
    form = NewRuleForm(request.POST or None, activities=activities)
    context = {"form": form, "back": reverse("sharing_rules", kwargs={"kpa": kpa})}
    if request.method == "POST" and form.is_valid() and (written := _written(request, form)):
        messages.success(request, _("Votre règle est commencée. Changez ses phrases, puis essayez-la."))
        return see_other(address_of(written))
    if form.errors:
        return render_invalid(request, "sharing/new.html", context)
    return render(request, "sharing/new.html", context)


def _written(request: HttpRequest, form: NewRuleForm) -> RuleVersion | None:
    try:
        return services.write_rule(
            kpa=request.organisation.kpa,
            name=form.cleaned_data["name"],
            activity=form.chosen_activity,
            recipe=form.chosen_recipe,
            author=request.user.person,
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.refuse(error)
    return None


@require_POST
def next_version(request: HttpRequest, kpa: str, rule: int) -> HttpResponse:
    try:
        written = services.write_next_version(
            rule=request.rule, author=request.user.person, actor=request.user, now=timezone.now()
        )
    except DomainError as error:
        messages.warning(request, str(error))
        return see_other("sharing_rule", kpa=kpa, rule=rule)
    return see_other(address_of(written))


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, kpa: str, rule: int, number: int, kind: str) -> HttpResponse:  # noqa: ARG001
    if kind not in FORMS:
        raise Http404
    return _write_sentence(request, FORMS[kind], services.add_sentence)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, kpa: str, rule: int, number: int, index: int) -> HttpResponse:  # noqa: ARG001
    clauses = request.version.read.clauses
    if index >= len(clauses):
        raise Http404
    kind = FORMS[clauses[index].kind]
    return _write_sentence(request, kind, services.change_sentence, clause=clauses[index], index=index)


def _write_sentence(
    request: HttpRequest,
    kind: type[ClauseForm],
    write: Callable[..., RuleVersion],
    *,
    clause: Any = None,
    **which: int,
) -> HttpResponse:
    stand_in(request)
    named = pots.pot_names(request.organisation.kpa)
    form = kind(request.POST or None, clause=clause, pots=named)
    context = {"form": form, "title": kind.title, "version": request.version}
    context |= {"back": address_of(request.version), "kpa": request.organisation}
    if request.method == "POST" and form.is_valid() and _kept(request, form, write, which):
        return see_other(address_of(request.version))
    if form.errors:
        return render_invalid(request, "sharing/sentence.html", context)
    return render(request, "sharing/sentence.html", context)


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, kpa: str, rule: int, number: int) -> HttpResponse:  # noqa: ARG001
    """Who must agree with each sharing by this rule."""
    stand_in(request)
    version: RuleVersion = request.version
    form = ConsentForm(
        request.POST or None, initial={"quorum": version.quorum, "answer_days": version.answer_days}
    )
    context = {"form": form, "version": version, "back": address_of(version), "kpa": request.organisation}
    context["title"] = _("Qui dit oui à un partage ?")
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_consent(**form.cleaned_data, **_by(request))
        except DomainError as error:
            form.refuse(error)
        else:
            return see_other(address_of(version))
    if form.errors:
        return render_invalid(request, "sharing/sentence.html", context)
    return render(request, "sharing/sentence.html", context)


def _kept(
    request: HttpRequest, form: ClauseForm, write: Callable[..., RuleVersion], which: dict[str, int]
) -> bool:
    try:
        write(clause=form.clause(), **which, **_by(request))
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def _by(request: HttpRequest) -> dict[str, Any]:
    """Which draft is changed, as the person saw it, and by whom."""
    seen = request.POST.get("revision", "")
    revision = int(seen) if seen.isdecimal() else 0
    return {
        "version": request.version,
        "revision": revision,
        "actor": request.user,
        "now": timezone.now(),
    }


@require_POST
def move_up(request: HttpRequest, kpa: str, rule: int, number: int, index: int) -> HttpResponse:  # noqa: ARG001
    return _changed(request, services.move_sentence_up, index)


@require_POST
def remove(request: HttpRequest, kpa: str, rule: int, number: int, index: int) -> HttpResponse:  # noqa: ARG001
    return _changed(request, services.remove_sentence, index)


def _changed(request: HttpRequest, change_it: Callable[..., RuleVersion], index: int) -> HttpResponse:
    try:
        change_it(index=index, **_by(request))
    except DomainError as error:
        messages.warning(request, str(error))
    return see_other(address_of(request.version))


@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, kpa: str, rule: int, number: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    today = timezone.localdate()
    form = AdoptForm(request.POST or None, people=rules.people_of(request.organisation.kpa, today))
    named = pots.pot_names(request.organisation.kpa)
    context = {
        "form": form,
        "version": request.version,
        "sentences": sentences(request.version.read, named),
        "back": address_of(request.version),
    }
    if request.method == "POST" and form.is_valid() and _adopted(request, form):
        messages.success(request, _("La règle est adoptée. Elle sert pour les prochains partages."))
        return see_other("sharing_rule", kpa=request.organisation.slug, rule=request.rule.pk)
    if form.errors:
        return render_invalid(request, "sharing/adopt.html", context)
    return render(request, "sharing/adopt.html", context)


def _adopted(request: HttpRequest, form: AdoptForm) -> bool:
    try:
        services.adopt_rule(
            motive=form.cleaned_data["motive"],
            agreed_by=form.agreed_by,
            today=timezone.localdate(),
            **_by(request),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, kpa: str, rule: int, number: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    if request.method == "POST":
        try:
            services.drop_draft(version=request.version, actor=request.user, now=timezone.now())
        except DomainError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Cette version est abandonnée. Elle reste lisible."))
        return see_other("sharing_rule", kpa=kpa, rule=rule)
    return render(
        request, "sharing/drop.html", {"version": request.version, "back": address_of(request.version)}
    )
