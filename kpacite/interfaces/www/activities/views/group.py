"""The activities of a KPA, as its members read them: groups, offers, the catalogue as a table."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.activities import permissions, selectors
from kpacite.domain.activities.enums import OfferState
from kpacite.domain.activities.models import Offer
from kpacite.domain.activities.rules import told_times
from kpacite.domain.activities.selectors.tasks import weighing_tasks
from kpacite.interfaces.www.activities import gates
from kpacite.interfaces.www.activities.views.screen import stand_in
from kpacite.interfaces.www.activities.wording import BADGES, card_of, row_of, typed
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.histories import history_of
from kpacite.platform.http import csv_response, page_or_part, paginate

MAX_WORDS = 80
DONE = {"en-ligne": "offer_unpublish", "retiree": "offer_restore"}
"""What was just done, and the address that takes it back."""


@require_safe
def activities(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    words, state = _asked(request)
    found = selectors.offers_of(request.organisation, words=words, state=state)
    page = paginate(request, found)
    context = {
        "kpa": request.organisation,
        "activities": selectors.activities_of(request.organisation, timezone.localdate()),
        "may_propose": permissions.may_propose(hats_of(request), request.organisation),
        "may_open": permissions.may_open_activity(hats_of(request), request.organisation),
        "words": words,
        "state": state.value if state else "",
        "filters": _filters(kpa, words, state),
        "count": len(found),
        "page": page,
        "rows": [row_of(offer) for offer in page],
        "csv_url": _with(reverse("offers_csv", kwargs={"kpa": kpa}), words, state),
    }
    return page_or_part(request, "activities/list.html", "activities/parts/_results.html", context)


def _asked(request: HttpRequest) -> tuple[str, OfferState | None]:
    """Unknown states count as not asked."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:MAX_WORDS]
    asked = request.GET.get("etat", "")
    return words, OfferState(asked) if asked in OfferState.values else None


def _filters(kpa: str, words: str, state: OfferState | None) -> list[dict[str, Any]]:
    choices: list[tuple[Any, OfferState | None]] = [(_("Toutes"), None)]
    choices += [(choice.label, choice) for choice in OfferState]
    address = reverse("activities", kwargs={"kpa": kpa})
    return [
        {"label": label, "url": _with(address, words, choice), "current": choice == state}
        for label, choice in choices
    ]


def _with(address: str, words: str, state: OfferState | None) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in {"q": words, "etat": state or ""}.items() if value})
    return f"{address}?{query.urlencode()}" if query else address


@require_safe
def offers_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """The offers that the list shows, with the same filters."""
    header = [
        _("Activité"),
        _("Code analytique"),
        _("Offre"),
        _("État"),
        _("Unité"),
        _("Prix HT en euros"),
        _("Quantité minimum"),
        _("Quantité maximum"),
        _("Saison"),
        _("Particularités"),
        _("Description"),
        _("À vérifier"),
    ]
    words, state = _asked(request)
    found = selectors.offers_of(request.organisation, words=words, state=state)
    return csv_response(f"offres-{kpa}.csv", header, _csv_rows(found))


def _csv_rows(offers: list[Offer]) -> Iterator[list[object]]:
    for offer in offers:
        yield [
            str(offer.activity),
            offer.activity.code,
            offer.name,
            offer.get_state_display(),
            offer.get_unit_display(),
            typed(offer.price_cents),
            offer.min_quantity or "",
            offer.max_quantity or "",
            offer.season,
            offer.attributes,
            offer.description,
            _("oui") if offer.waits_for_check else "",
        ]


@require_safe
def activity(request: HttpRequest, kpa: str, code: str) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    today = timezone.localdate()
    members = list(selectors.group_of(request.activity, today))
    hats, mine = hats_of(request), gates.groups_of(request)
    waiting = selectors.waiting_requests(request.activity)
    context = {
        "kpa": request.organisation,
        "activity": request.activity,
        "code": code,
        "is_member": permissions.may_propose(hats, request.organisation),
        "in_group": request.activity.pk in mine.member_of,
        "is_referent": request.activity.pk in mine.referent_of,
        "has_asked": selectors.has_asked(request.activity, request.user.person),
        "may_keep": permissions.may_keep_group(hats, mine, request.organisation, request.activity),
        "weighing": [
            f"{row.task} × {told_times(row.hundredths)}" for row in weighing_tasks([request.activity], today)
        ],
        "to_answer": [
            row for row in waiting if permissions.may_answer(hats, mine, request.organisation, row)
        ],
        "referents": [row for row in members if row.is_referent],
        "members": [row for row in members if not row.is_referent],
        "rows": [row_of(offer) for offer in selectors.offers_in(request.activity)],
        "may_propose": permissions.may_propose(hats_of(request), request.organisation),
        "may_plan": permissions.may_plan(
            hats_of(request), gates.groups_of(request), request.organisation, request.activity
        ),
    }
    return render(request, "activities/activity.html", context)


@require_safe
def offer(request: HttpRequest, kpa: str, offer: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    shown = request.offer
    done = request.GET.get("fait", "")
    undo = DONE.get(done) if _still(shown, done) and gates.may_edit(request, shown) else None
    context = {
        "kpa": request.organisation,
        "card": card_of(shown),
        "badge": BADGES[OfferState(shown.state)],
        "may_edit": gates.may_edit(request, shown),
        "may_publish": gates.may_publish(request, shown),
        "may_check": gates.may_check(request, shown),
        "undo_url": reverse(undo, kwargs={"kpa": kpa, "offer": shown.pk}) if undo else "",
        "history": _history(shown),
    }
    return render(request, "activities/offer.html", context)


def _still(shown: Offer, done: str) -> bool:
    expected = {"en-ligne": OfferState.PUBLISHED, "retiree": OfferState.RETIRED}
    return expected.get(done) == shown.state


def _history(shown: Offer) -> list[dict[str, Any]]:
    labels = {
        "written": _("Écrite"),
        "edited": _("Modifiée"),
        "proposed": _("Proposée"),
        "published": _("Mise en ligne"),
        "unpublished": _("Enlevée du catalogue"),
        "retired": _("Retirée"),
        "restored": _("Remise"),
        "checked": _("Vérifiée par la coordination"),
        "rate_noted": _("Taux de TVA noté"),
    }
    return history_of(shown, labels)
