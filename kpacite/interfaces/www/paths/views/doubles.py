"""Two files about one person: finding them, comparing them, making them one, taking them apart again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpacite.domain.paths import permissions, selectors
from kpacite.domain.people import services, ties
from kpacite.domain.people.enums import Shown
from kpacite.domain.people.models import Account, Person
from kpacite.domain.people.rules import Side
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.paths.forms_doubles import CompareForm, sides_of
from kpacite.interfaces.www.paths.views.screen import stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


def _here(request: HttpRequest, name: str, **at: Any) -> str:
    return reverse(name, kwargs={"kpa": request.organisation.slug, **at})


def _of_pair(request: HttpRequest, name: str, *, swapped: bool = False) -> str:
    kept, other = reversed(request.pair) if swapped else request.pair
    return _here(request, name, kept=kept.public_id, double=other.public_id)


@require_safe
def doubles(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    stand_in(request)
    hats = hats_of(request)
    found = selectors.doubles_of(
        request.organisation, lambda places: permissions.may_make_one_file(hats, places)
    )
    rows = [_row(request, pair) for pair in found]
    merges = [
        {"merge": merge, "url": _here(request, "double_undo", merge=merge.pk)}
        for merge in selectors.recent_merges(request.organisation, timezone.now())
    ]
    context = {
        "kpa": request.organisation,
        "to_see": [row for row in rows if not row["apart"]],
        "apart": [row for row in rows if row["apart"]],
        "merges": merges,
        "coordinates": permissions.may_keep_paths(hats, request.organisation),
    }
    return render(request, "paths/doubles.html", context)


def _row(request: HttpRequest, pair: selectors.Pair) -> dict[str, Any]:
    """The older file is proposed as the one that stays."""
    keys = {"kept": pair.one.public_id, "double": pair.other.public_id}
    return {
        "names": _("%(one)s et %(other)s") % {"one": pair.one, "other": pair.other},
        "reasons": reasons_in_words(pair.reasons),
        "url": _here(request, "double_compare", **keys),
        "apart": pair.apart,
    }


def reasons_in_words(reasons: tuple[Any, ...]) -> str:
    words = ", ".join(str(reason.label) for reason in reasons)
    return words[:1].upper() + words[1:]


@require_safe
def compare(request: HttpRequest, kpa: str, kept: str, double: str) -> HttpResponse:  # noqa: ARG001
    """Both files side by side, and for each fact that differs which words stay."""
    stand_in(request)
    services.note_accesses(people=request.pair, reader=request.user, shown=Shown.DOUBLES, now=timezone.now())
    mine, its = request.pair
    sides = sides_of(mine, its)
    reasons = selectors.likeness_of(mine, its)
    context = {
        "kpa": request.organisation,
        "kept": mine,
        "other": its,
        "sides": sides,
        "reasons": reasons_in_words(reasons),
        "accounts": _accounts(mine, its),
        "form": CompareForm(sides=sides),
        "obstacles": ties.obstacles(mine, its, timezone.localdate()),
        "confirm_url": _of_pair(request, "double_confirm"),
        "swap_url": _of_pair(request, "double_compare", swapped=True),
        "dismiss_url": _of_pair(request, "double_dismiss"),
        "back": _here(request, "doubles"),
    }
    return render(request, "paths/double_compare.html", context)


def _accounts(kept: Person, other: Person) -> list[dict[str, Any]]:
    """How each signs in, and when each file began: what tells two files with the same name apart."""
    names = dict(
        Account.objects.filter(person__in=[kept, other]).values_list("person_id", "login_name").order_by("pk")
    )
    return [{"person": person, "login": names.get(person.pk, "")} for person in (kept, other)]


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, kpa: str, kept: str, double: str) -> HttpResponse:  # noqa: ARG001
    """What will move, then the button that does it."""
    stand_in(request)
    mine, its = request.pair
    if its.merged_into_id == mine.pk:  # The button was pressed twice: it is done.
        return see_other(_here(request, "doubles"))
    sides = sides_of(mine, its)
    form = CompareForm(request.POST or request.GET or None, sides=sides)
    if not form.is_valid():
        return see_other(_of_pair(request, "double_compare"))
    context = {
        "kpa": request.organisation,
        "kept": mine,
        "other": its,
        "form": form,
        "stays": [(side.label, side.words_of(form.choices[side.code])) for side in sides],
        "moves": ties.told(its),
        "accounts": _accounts(mine, its),
        "obstacles": ties.obstacles(mine, its, timezone.localdate()),
        "back": _of_pair(request, "double_compare"),
        "refusal": "",
    }
    if request.method != "POST":
        return render(request, "paths/double_confirm.html", context)
    try:
        _make_one(request, form.choices)
    except DomainError as error:
        return render_invalid(request, "paths/double_confirm.html", context | {"refusal": str(error)})
    messages.success(request, _("Les deux fiches n’en font plus qu’une."))
    return see_other(_here(request, "doubles"))


def _make_one(request: HttpRequest, choices: dict[str, Side]) -> None:
    mine, its = request.pair
    services.merge_people(
        kept=mine,
        merged=its,
        choices=choices,
        actor=request.user,
        today=timezone.localdate(),
        now=timezone.now(),
    )


@require_POST
def dismiss(request: HttpRequest, kpa: str, kept: str, double: str) -> HttpResponse:  # noqa: ARG001
    mine, its = request.pair
    services.say_two_people(one=mine, other=its, actor=request.user, now=timezone.now())
    messages.success(request, _("C’est noté : ce sont deux personnes."))
    return see_other(_here(request, "doubles"))


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, kpa: str, merge: int) -> HttpResponse:  # noqa: ARG001
    """Take the two files apart, or say why it is too late."""
    stand_in(request)
    back = _here(request, "doubles")
    context = {
        "kpa": request.organisation,
        "merge": request.merge,
        "refusal": services.why_not_undone(request.merge, timezone.now()),
        "back": back,
    }
    if request.merge.undone_at is not None:
        return see_other(back)
    if request.method != "POST":
        return render(request, "paths/double_undo.html", context)
    try:
        services.undo_merge(merge=request.merge, actor=request.user, now=timezone.now())
    except DomainError as error:
        return render_invalid(request, "paths/double_undo.html", context | {"refusal": str(error)})
    messages.success(request, _("C’est défait : les deux fiches sont de nouveau séparées."))
    return see_other(back)
