"""What invoices put on the home of a KPA: those to finish, first for whoever prepares them."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sales import permissions, selectors
from kpacite.domain.sales.enums import InvoiceState
from kpacite.domain.sales.selectors import InvoiceRow
from kpacite.interfaces.www.billing.gates import seat_of
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, ToDo

LATEST = 20


def cards(_request: HttpRequest, _kpa: Kpa, _today: date) -> list[HomeCard]:
    return []


def to_dos(request: HttpRequest, kpa: Kpa, _today: date) -> list[ToDo]:
    """Drafts that this person may finish: one query, and her groups unless they are known."""
    organisation = kpa.organisation
    seat = seat_of(request)
    if not permissions.may_write_invoices(hats_of(request), seat, organisation):
        return []
    drafts = selectors.drafts_to_finish(organisation, sorted(seat.member_of), size=LATEST)
    return [_to_do(row) for row in drafts]


def _to_do(row: InvoiceRow) -> ToDo:
    asked = row.state == InvoiceState.DRAFT and row.sent_back_reason
    title = _("Corriger la facture de %(client)s") if asked else _("Finir la facture de %(client)s")
    return ToDo(
        title=title % {"client": row.client},
        url=reverse("invoice", kwargs={"kpa": row.kpa_slug, "invoice": row.reference}),
        detail=row.sent_back_reason or row.activity or "",
        icon="file-text",
        domain="argent",
    )
