"""What invoices put on the home of a KPA: those to finish, first for whoever prepares them."""

from collections.abc import Mapping
from datetime import date
from operator import itemgetter
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sales import permissions, selectors
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, Kind, ToDo, told
from kpacite.interfaces.www.seats import seat_of
from kpacite.platform.asking import Question
from kpacite.platform.templatetags.kpacite import de

LATEST = 20
ON_CARD = 3


def questions(request: HttpRequest, kpa: Kpa, _today: date) -> Mapping[str, Question]:
    seat = seat_of(request)
    if not permissions.may_write_invoices(hats_of(request), seat, kpa.organisation):
        return {}
    drafts = selectors.drafts_asked(kpa.organisation, sorted(seat.member_of), most=LATEST)
    return {"billing_drafts": drafts}


def cards(request: HttpRequest, kpa: Kpa, _today: date) -> list[HomeCard]:
    """A draft has no last day: on a card of its own it never falls behind what has one."""
    rows = _drafts(request, kpa)[:ON_CARD]
    return [HomeCard("billing/parts/_home_card.html", {"rows": rows})] if rows else []


def to_dos(request: HttpRequest, kpa: Kpa, _today: date) -> list[ToDo]:
    """Drafts that this person may finish, in the whole list of what waits for her."""
    return _drafts(request, kpa)


def _drafts(request: HttpRequest, kpa: Kpa) -> list[ToDo]:
    """Those sent back first, then the latest."""
    drafts = told(request, "billing_drafts") or ()
    latest = sorted(drafts, key=itemgetter("pk"), reverse=True)
    latest.sort(key=lambda row: not row["sent_back"])
    slug = kpa.organisation.slug
    return [_to_do(row, slug, on_card=place < ON_CARD) for place, row in enumerate(latest)]


def _to_do(row: Mapping[str, Any], slug: str, *, on_card: bool) -> ToDo:
    asked = row["sent_back"]
    title = _("Corriger la facture %(of_client)s") if asked else _("Finir la facture %(of_client)s")
    return ToDo(
        title=title % {"of_client": de(row["client"])},
        url=reverse("invoice", kwargs={"kpa": slug, "invoice": selectors.draft_reference(row["pk"])}),
        detail=asked or row["activity"] or "",
        icon="file-text",
        domain="argent",
        on_card=on_card,
        kind=Kind("drafts", _draft_words, reverse("invoices", kwargs={"kpa": slug})),
        about=row["client"],
    )


def _draft_words(n: int) -> str:
    return ngettext("facture à finir", "factures à finir", n)
