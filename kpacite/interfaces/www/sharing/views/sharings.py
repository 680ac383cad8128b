"""The sharings of a KPA: read, explained, tried with another rule, agreed with."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from kpacite.domain.people.selectors import files_of
from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import Answer, SharingState
from kpacite.domain.sharing.models import Sharing, SharingPerson
from kpacite.domain.sharing.rules.recipe import EXAMPLES, Job, asked_by
from kpacite.domain.sharing.selectors import sharings as selectors
from kpacite.domain.sharing.selectors.received import cash_now, shared_now
from kpacite.integrations.documents.pages import page_pdf
from kpacite.interfaces.www.sharing import gates
from kpacite.interfaces.www.sharing.asking import waits_of
from kpacite.interfaces.www.sharing.papers import my_page
from kpacite.interfaces.www.sharing.standing import stand_in
from kpacite.interfaces.www.sharing.waterfalls import Bar, bars_of, hours_of, my_sentences, product_of
from kpacite.kernel.money import Euro
from kpacite.platform.http import paginate

BADGES = {
    SharingState.SIMULATED: "",
    SharingState.PROPOSED: "wait",
    SharingState.CONTESTED: "late",
    SharingState.VALIDATED: "done",
    SharingState.DROPPED: "",
}
TRIED = ("hours", "equal")


@require_safe
def sharings(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    stand_in(request)
    page = paginate(request, selectors.sharings_of(request.organisation))
    context = {
        "kpa": request.organisation,
        "page": page,
        "rows": [(row, BADGES[SharingState(row.state)]) for row in page.object_list],
        "may_start": gates.may_write(request),
    }
    return render(request, "sharing/sharings.html", context)


@require_safe
def sharing(request: HttpRequest, kpa: str, number: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    shown: Sharing = request.sharing
    corrections = list(shown.corrections.exclude(state=SharingState.DROPPED).order_by("number"))
    context = {
        "kpa": request.organisation,
        "sharing": shown,
        "badge": BADGES[SharingState(shown.state)],
        "bars": _bars(request, shown),
        "cash": shown.cash.order_by("received_on", "pk"),
        "may": _may(request, shown, corrections),
        "left": _left(shown),
        "corrections": corrections,
        "coefficients": _coefficients(shown),
        "waits": waits_of(shown) if shown.state == SharingState.SIMULATED else [],
        **_people(request, shown),
        **_mine(request, shown),
    }
    return render(request, "sharing/sharing.html", context)


def _left(shown: Sharing) -> Euro | None:
    """What is still there of its money, when some of it was given back since and no rectification said so."""
    if shown.corrects_id is not None or shown.state == SharingState.DROPPED:
        return None
    there = cash_now(shown)
    return Euro(there) if there < shared_now(shown) else None


def _bars(request: HttpRequest, shown: Sharing) -> list[Bar]:
    if shown.corrects_id is not None or not selectors.is_calculated(shown):
        return []
    return bars_of(shown, names_people=gates.sees_parts(request))


def _coefficients(shown: Sharing) -> list[str]:
    """The tasks that count otherwise, when the rule looks at them."""
    return list(Job.read(shown.facts).coefficients.values()) if "points" in _ways(shown) else []


def _ways(shown: Sharing) -> set[str]:
    return {key.type for clause in shown.rule.read.clauses for key in getattr(clause, "keys", ())}


def _may(request: HttpRequest, shown: Sharing, corrections: Sequence[Sharing]) -> dict[str, bool]:
    """What this person may do now."""
    prepares = gates.may_prepare(request)
    state = shown.state
    ready = state == SharingState.PROPOSED and services.answers_allow(shown, timezone.localdate())
    validated = shown.approvals.filter(person__in=files_of(request.user.person_id)).exists()
    asked = state in (SharingState.PROPOSED, SharingState.CONTESTED) and shown.corrects_id is None
    return {
        "change": prepares and state == SharingState.SIMULATED,
        "propose": prepares and state == SharingState.SIMULATED and selectors.is_calculated(shown),
        "asked": prepares and state == SharingState.SIMULATED and bool(asked_by(shown.rule.read)),
        "take_back": prepares and asked,
        "check": gates.may_validate(request),
        "inside": gates.may_enter(request),
        "drop": prepares and shown.is_open,
        "validate": ready and gates.may_validate(request) and not validated,
        "has_validated": validated and state == SharingState.PROPOSED,
        "answer": asked and request.seat is not None and request.seat.answer != Answer.AGREED,
        "reply": prepares and state == SharingState.CONTESTED,
        "correct": state == SharingState.VALIDATED
        and shown.corrects_id is None
        and gates.may_correct(request)
        and not any(one.state == SharingState.PROPOSED for one in corrections),
    }


def _people(request: HttpRequest, shown: Sharing) -> dict[str, Any]:
    """Rows of people for those who may see them; the number of agreements for everyone."""
    seats = selectors.seats_of(shown)
    agreed = sum(seat.answer == Answer.AGREED for seat in seats)
    counts = {"seat_count": len(seats), "agreed_count": agreed}
    if not gates.sees_parts(request):
        return counts | {"seats": None}
    minutes, known = hours_of(shown), selectors.is_calculated(shown)
    rows = [_row(seat, minutes.get(seat.person.public_id), request, known=known) for seat in seats]
    total = sum(row["minutes"] or 0 for row in rows)
    sums = Euro(sum(seat.cents for seat in seats)) if known else None
    return counts | {"seats": rows, "total": sums, "total_minutes": total}


def _row(seat: SharingPerson, minutes: int | None, request: HttpRequest, *, known: bool) -> dict[str, Any]:
    return {
        "seat": seat,
        "minutes": minutes,
        "part": Euro(seat.cents) if known else None,
        "is_me": seat.person.kept.pk == request.user.person_id,
    }


def _mine(request: HttpRequest, shown: Sharing) -> dict[str, Any]:
    if request.seat is None or not selectors.is_calculated(shown):
        return {"mine": None}
    mine = {
        "seat": request.seat,
        "part": Euro(request.seat.cents),
        "sentences": my_sentences(shown, request.seat),
        "product": product_of(shown, request.seat) if "minutes" in _ways(shown) else None,
    }
    if shown.corrects_id is not None or not shown.is_open:
        return {"mine": mine}
    examples = [(example.name, example.recipe) for example in EXAMPLES if example.code in TRIED]
    return {"mine": mine, "choices": selectors.choices_for(shown, request.user.person, examples)}


@require_safe
def my_paper(request: HttpRequest, kpa: str, number: int) -> HttpResponse:
    """Her part and why, on one page that she may print or keep."""
    shown: Sharing = request.sharing
    if not selectors.is_calculated(shown):
        raise Http404
    with override("fr"):
        page = my_page(shown, request.seat, _bars(request, shown))
    content = page_pdf(page, at=timezone.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="partage-{kpa}-{number}-ma-part.pdf"'
    return response


@require_safe
def calculation(request: HttpRequest, kpa: str, number: int) -> HttpResponse:
    """The question and its answer, to check with `kpacite share` on any machine."""
    function = "run" if request.sharing.corrects_id is None else "correction"
    response = JsonResponse({"function": function, "input": request.sharing.order})
    response["Content-Disposition"] = f'attachment; filename="partage-{kpa}-{number}.json"'
    return response
