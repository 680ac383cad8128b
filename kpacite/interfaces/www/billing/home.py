"""What invoices put on the home of a KPA: those to finish, first for whoever prepares them."""

from collections.abc import Mapping
from datetime import date
from operator import itemgetter
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sales import permissions, selectors
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, ToDo, told
from kpacite.interfaces.www.seats import seat_of
from kpacite.platform.asking import Question

LATEST = 20


def questions(request: HttpRequest, kpa: Kpa, _today: date) -> Mapping[str, Question]:
    seat = seat_of(request)
    if not permissions.may_write_invoices(hats_of(request), seat, kpa.organisation):
        return {}
    drafts = selectors.drafts_asked(kpa.organisation, sorted(seat.member_of), most=LATEST)
    return {"billing_drafts": drafts}


def cards(_request: HttpRequest, _kpa: Kpa, _today: date) -> list[HomeCard]:
    return []


def to_dos(request: HttpRequest, kpa: Kpa, _today: date) -> list[ToDo]:
    """Drafts that this person may finish."""
    drafts = told(request, "billing_drafts") or ()
    latest = sorted(drafts, key=itemgetter("pk"), reverse=True)
    return [_to_do(row, kpa.organisation.slug) for row in latest]


def _to_do(row: Mapping[str, Any], slug: str) -> ToDo:
    asked = row["sent_back"]
    title = _("Corriger la facture de %(client)s") if asked else _("Finir la facture de %(client)s")
    return ToDo(
        title=title % {"client": row["client"]},
        url=reverse("invoice", kwargs={"kpa": slug, "invoice": selectors.draft_reference(row["pk"])}),
        detail=asked or row["activity"] or "",
        icon="file-text",
        domain="argent",
    )
