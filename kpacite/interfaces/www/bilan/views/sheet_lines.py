"""The builder of a line: its name, its conditions one by one, its place. Every button is a plain POST."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kpacite.domain.indicators import selectors, services
from kpacite.domain.indicators.enums import Counted
from kpacite.domain.indicators.models import Sheet, SheetLine
from kpacite.domain.indicators.rules.scope import ScopeKind
from kpacite.domain.indicators.rules.sheets.conditions import (
    BadCondition,
    Comparison,
    Group,
    Join,
    added,
    at,
    joined,
    put,
    without,
)
from kpacite.domain.indicators.rules.sheets.vocabulary import Field, fields_of
from kpacite.interfaces.www.bilan import sheet_screen as screen
from kpacite.interfaces.www.bilan.sheet_forms import (
    NEW_GROUP,
    ConditionForm,
    GestureForm,
    LineForm,
    PlaceForm,
)
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, sheet: int, kpa: str | None = None) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    initial = {"version": request.sheet.version, "counted": Counted.PERSONS}
    form = LineForm(request.POST or None, is_new=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        line = _tried(
            form,
            lambda: services.add_line(
                sheet=request.sheet,
                version=data["version"],
                label=data["label"],
                counted=Counted(data["counted"]),
                **screen.by(request),
            ),
        )
        if line is not None:
            messages.success(
                request, _("La ligne compte tout pour l’instant. Ajoutez une condition, ou gardez-la ainsi.")
            )
            return see_other(_line_url(request, line))
    back = screen.address(request, "sheet", sheet=sheet)
    context = {"form": form, "back": back, "sheet": request.sheet}
    if form.errors:
        return render_invalid(request, "bilan/sheet_line_new.html", context)
    return render(request, "bilan/sheet_line_new.html", context)


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, sheet: int, sheet_line: int, kpa: str | None = None) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    found: SheetLine = request.sheet_line
    initial = {"label": found.label, "version": request.sheet.version}
    form = LineForm(request.POST or None, is_new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kept = _tried(
            form,
            lambda: services.change_line(
                line=found, version=data["version"], label=data["label"], **screen.by(request)
            ),
        )
        if kept is not None:
            messages.success(request, _("Le nom est changé."))
            return see_other(_line_url(request, kept))
    context = _builder(request, found) | {"form": form}
    if form.errors:
        return render_invalid(request, "bilan/sheet_line.html", context)
    return render(request, "bilan/sheet_line.html", context)


def _builder(request: HttpRequest, found: SheetLine) -> dict[str, Any]:
    sheet: Sheet = request.sheet
    names = screen.names_of(sheet)
    counted = Counted(found.counted)
    tree = found.tree
    return {
        "sheet": sheet,
        "line": found,
        "counted": counted.label,
        "words": screen.words_of(found, names),
        "branches": list(screen.branches(tree, counted, names)),
        "is_any": tree.join is Join.ANY,
        "is_several": len(tree.parts) > 1,
        "fields": _offered(sheet, counted),
        "back": screen.address(request, "sheet", sheet=sheet.pk),
        "condition_url": screen.address(request, "sheet_condition", sheet=sheet.pk, sheet_line=found.pk),
        "act_url": screen.address(request, "sheet_line_act", sheet=sheet.pk, sheet_line=found.pk),
    }


def _offered(sheet: Sheet, counted: Counted) -> list[Field]:
    """Asking which KPA makes no sense where only one is counted."""
    alone = sheet.scope.kind is ScopeKind.KPA
    return [field for field in fields_of(counted).values() if not (alone and field.code == "kpa")]


@require_http_methods(["GET", "POST"])
def condition(request: HttpRequest, sheet: int, sheet_line: int, kpa: str | None = None) -> HttpResponse:  # noqa: ARG001
    """`?champ=`: one condition more, about that; `?place=`: the one that stands there."""
    places.stand_in(request, request.organisation)
    found: SheetLine = request.sheet_line
    tree = found.tree
    ranks, there = _there(request, tree)
    offered = {field.code: field for field in _offered(request.sheet, Counted(found.counted))}
    field = offered.get(there.field if there else request.GET.get("champ", ""))
    if field is None:
        gone = _("Cette condition n’est plus là. Relisez la ligne.")
        asks = _("Choisissez un renseignement de la liste.")
        messages.error(request, gone if "place" in request.GET else asks)
        return see_other(_line_url(request, found))
    form = ConditionForm(
        request.POST or None,
        field=field,
        answers=_answers(request.sheet, field),
        groups=[] if there else _groups(tree),
        initial={"version": request.sheet.version} | _initial(field, there),
    )
    if request.method == "POST" and form.is_valid():
        grown = put(tree, ranks, form.comparison) if there else _grown(tree, form)
        if _changed(request, found, form, grown):
            said = _("La condition est changée.") if there else _("La condition est ajoutée.")
            messages.success(request, said)
            return see_other(_line_url(request, found))
    context = {
        "form": form,
        "sheet": request.sheet,
        "line": found,
        "field": field,
        "is_there": there is not None,
        "back": _line_url(request, found),
    }
    if form.errors:
        return render_invalid(request, "bilan/sheet_condition.html", context)
    return render(request, "bilan/sheet_condition.html", context)


def _there(request: HttpRequest, tree: Group) -> tuple[tuple[int, ...], Comparison | None]:
    """The condition that the address points at, and its place; none when it is gone."""
    asked = PlaceForm(request.GET)
    if not asked.is_valid() or not asked.ranks:
        return (), None
    try:
        node = at(tree, asked.ranks)
    except BadCondition:
        return (), None
    return (asked.ranks, node) if isinstance(node, Comparison) else ((), None)


def _initial(field: Field, there: Comparison | None) -> dict[str, Any]:
    if there is None:
        return {"group": "", "operator": field.operators[0].value}
    return {"operator": there.operator.value, "values": list(there.values), "number": there.number}


def _answers(sheet: Sheet, field: Field) -> list[tuple[str, str]]:
    if field.is_open:
        return list(selectors.sheet_names(sheet.scope)[field.code].items())
    return list(field.choices)


def _groups(tree: Group) -> list[tuple[str, str]]:
    """The main list, each group of it, or a new one."""
    ranks = [rank for rank, part in enumerate(tree.parts) if isinstance(part, Group)]
    named = [(str(rank), _("Dans le groupe %(n)d") % {"n": n}) for n, rank in enumerate(ranks, start=1)]
    return [("", _("Avec les autres conditions")), *named, (NEW_GROUP, _("Dans un nouveau groupe"))]


def _grown(tree: Group, form: ConditionForm) -> Group:
    """With the new condition where it was asked."""
    group, one = form.cleaned_data["group"], form.comparison
    if group == NEW_GROUP:
        other = Join.ANY if tree.join is Join.ALL else Join.ALL
        return added(tree, (), Group(other, (one,)))
    return added(tree, (int(group),) if group else (), one)


def _changed(request: HttpRequest, found: SheetLine, form: ConditionForm, tree: Group) -> bool:
    version = form.cleaned_data["version"]
    change = partial(services.change_line, line=found, version=version, condition=tree, **screen.by(request))
    return _tried(form, change) is not None


@require_POST
def act(request: HttpRequest, sheet: int, sheet_line: int, kpa: str | None = None) -> HttpResponse:  # noqa: ARG001
    """A button: one place up or down, away with the line or one of its conditions, « et » or « ou »."""
    found: SheetLine = request.sheet_line
    form = GestureForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Ce bouton n’existe plus. Relisez la page."))
        return see_other(_line_url(request, found))
    asked, version, ranks = form.cleaned_data["act"], form.cleaned_data["version"], form.ranks
    to_sheet = asked in ("up", "down", "drop")
    to = screen.address(request, "sheet", sheet=sheet) if to_sheet else _line_url(request, found)
    try:
        _do(asked, found, version, ranks, screen.by(request))
    except DomainError as error:
        messages.error(request, str(error))
    return see_other(to)


def _do(asked: str, line: SheetLine, version: int, ranks: tuple[int, ...], by: dict[str, Any]) -> None:
    if asked in ("up", "down"):
        services.move_line(line=line, version=version, up=asked == "up", **by)
    elif asked == "drop":
        services.remove_line(line=line, version=version, **by)
    else:
        tree = line.tree
        changed = without(tree, ranks) if asked == "remove" else joined(tree, ranks, Join(asked))
        services.change_line(line=line, version=version, condition=changed, **by)


def _tried(form: Any, change: Callable[[], SheetLine]) -> SheetLine | None:
    try:
        return change()
    except DomainError as error:
        form.refuse(error)
        return None


def _line_url(request: HttpRequest, line: SheetLine) -> str:
    return screen.address(request, "sheet_line", sheet=line.sheet_id, sheet_line=line.pk)
