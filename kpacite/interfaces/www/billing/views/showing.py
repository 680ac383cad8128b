"""One invoice: what the client sees, where it stands, its entry, what came after."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.sales import permissions, selectors
from kpacite.domain.sales.enums import ClientKind, InvoiceKind, InvoiceState, SendingChannel, SendingState
from kpacite.domain.sales.models import Invoice, InvoiceSending
from kpacite.domain.sales.services.invoices.errors import SENTENCES
from kpacite.integrations.documents import sheet_of
from kpacite.interfaces.www.billing import gates
from kpacite.interfaces.www.billing.views.screen import address_of, stand_in
from kpacite.interfaces.www.billing.wording import status_of
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.histories import history_of
from kpacite.kernel.errors import DomainError


@require_safe
def invoice(request: HttpRequest, kpa: str, invoice: str) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    shown: Invoice = request.invoice
    sheet, problems = paper_of(shown)
    sending = InvoiceSending.objects.filter(invoice=shown).order_by("-pk").first()
    context = {
        "kpa": request.organisation,
        "invoice": shown,
        "title": shown.number or _title(shown),
        "sheet": sheet,
        "problems": problems,
        "status": status_of(shown.state, sending.state if sending else None, shown.sent_back_reason),
        "sending": sending,
        "is_failed": sending is not None and sending.state == SendingState.FAILED,
        "credit_notes": _links(shown.credit_notes.order_by("pk")),
        "corrects": _link(shown.corrects) if shown.corrects else None,
        "deposits": _links(_deposits(shown)),
        "order": selectors.order_of_invoice(shown),
        "client_url": _client_url(request, shown) if problems else "",
        "history": _history(shown),
        **_may(request, shown),
        **_entry(request, shown),
    }
    return render(request, "billing/invoice.html", context)


def _title(shown: Invoice) -> str:
    return _("Avoir en préparation") if shown.is_credit else _("Facture en préparation")


def paper_of(shown: Invoice) -> tuple[Any, list[str]]:
    """What the client will see, and what stands in the way of issuing; no paper without a profile."""
    if shown.is_issued:
        return sheet_of(shown.photo), []
    today = timezone.localdate()
    profile = selectors.profile_on(shown.carrier_id, today)
    if profile is None:
        return None, [_("La structure de portage n’a pas rempli son profil de facturation.")]
    whole = selectors.composition_of(shown, profile)
    sentences = [str(SENTENCES[problem]) for problem in whole.problems(today)]
    try:
        photo = whole.photograph(number="", issued_on=today) if whole.lines else None
    except DomainError as error:
        return None, [str(error), *sentences]
    return (sheet_of(photo) if photo else None), sentences


def _client_url(request: HttpRequest, shown: Invoice) -> str:
    """Where the client is completed, for whoever may; saving comes back to this invoice."""
    if not permissions.may_write_clients(hats_of(request), gates.seat_of(request), request.organisation):
        return ""
    at = {"kpa": request.organisation.slug, "client": shown.client_id}
    return f"{reverse('client_edit', kwargs=at)}?facture={selectors.reference_of(shown)}"


def _deposits(shown: Invoice) -> Any:
    return Invoice.objects.filter(deductions__invoice=shown).distinct().order_by("pk")


def _link(other: Invoice) -> dict[str, str]:
    label = other.number or _title(other)
    return {"label": label, "url": address_of(other)}


def _links(rows: Any) -> list[dict[str, str]]:
    return [_link(row) for row in rows.select_related("kpa__organisation")]


def _may(request: HttpRequest, shown: Invoice) -> dict[str, Any]:
    """Which doors this person sees on this invoice."""
    may_edit, may_issue = gates.may_edit(request, shown), gates.may_issue(request, shown)
    waits = shown.state == InvoiceState.TO_VALIDATE
    urls = {
        name: address_of(shown, f"invoice_{name}")
        for name in (
            "edit",
            "submit",
            "issue",
            "send_back",
            "discard",
            "send",
            "portal",
            "credit",
            "duplicate",
            "repeat",
            "pdf",
            "xml",
        )
    }
    is_open = not shown.is_issued
    return {
        "urls": urls,
        "may_change": may_edit and is_open,
        "may_discard": may_edit and is_open,
        "may_submit": may_edit and is_open and not waits and not may_issue,
        "may_issue": may_issue and is_open,
        "may_send_back": gates.keeps_accounts(request, shown) and waits,
        "may_send": may_edit and shown.is_issued and not shown.is_taken_over,
        "may_deposit": may_edit and _is_to_deposit(shown),
        "may_duplicate": may_edit
        and shown.is_issued
        and not (shown.is_credit or shown.is_taken_over or shown.is_for_lateness),
        "may_repeat": may_edit and shown.is_issued and shown.kind == InvoiceKind.INVOICE,
        "may_credit": may_edit and shown.is_issued and not (shown.is_credit or shown.is_for_lateness),
    }


def _is_to_deposit(shown: Invoice) -> bool:
    """Issued to a public body, and nobody has said yet that it is on Chorus Pro."""
    if not shown.is_issued or shown.is_taken_over or shown.client.kind != ClientKind.PUBLIC:
        return False
    return not InvoiceSending.objects.filter(invoice=shown, channel=SendingChannel.PORTAL).exists()


def _entry(request: HttpRequest, shown: Invoice) -> dict[str, Any]:
    """Its entry; only who keeps the book gets the way there."""
    if shown.entry is None:
        return {"entry": None, "entry_url": ""}
    keeps = gates.keeps_accounts(request, shown)
    kwargs = {"carrier": shown.carrier.slug, "entry": shown.entry_id}
    return {"entry": shown.entry, "entry_url": reverse("ledger_entry", kwargs=kwargs) if keeps else ""}


def _history(shown: Invoice) -> list[dict[str, Any]]:
    labels = {
        "written": _("Écrite"),
        "edited": _("Modifiée"),
        "submitted": _("Proposée à la comptabilité"),
        "sent_back": _("À corriger"),
        "issued": _("Émise"),
        "recurring_started": _("Revient à chaque période"),
        "recurring_stopped": _("Ne revient plus"),
        "sending_queued": _("Envoi demandé"),
        "sent": _("Envoyée au client"),
        "deposited": _("Déposée sur Chorus Pro"),
        "sending_failed": _("Envoi raté"),
    }
    return history_of(shown, labels)
