from datetime import date, datetime

from kpacite.domain.sales.models import BillingProfile, Invoice
from kpacite.domain.sales.selectors.composition import profile_on
from kpacite.domain.sales.services.invoices.errors import InvoiceAlreadyIssued, NoBillingProfile
from kpacite.platform import audit
from kpacite.platform.audit import Actor
from kpacite.platform.prepared import Prepared, slot

LOADED = ("client", "kpa__organisation", "activity", "author__person")
LOCKED = Prepared(
    lambda: Invoice.objects.select_for_update(of=("self",)).select_related(*LOADED).filter(pk=slot("pk"))
)


def locked_invoice(invoice: Invoice) -> Invoice:
    """The invoice as it is now, kept for this transaction, with what its photograph needs."""
    return LOCKED.get(pk=invoice.pk)


def locked_draft(invoice: Invoice) -> Invoice:
    """The same, if it is not issued. Raises InvoiceAlreadyIssued."""
    invoice = locked_invoice(invoice)
    if invoice.is_issued:
        raise InvoiceAlreadyIssued
    return invoice


def profile_for(invoice: Invoice, day: date) -> BillingProfile:
    """How the carrier invoices that day. Raises NoBillingProfile."""
    profile = profile_on(invoice.carrier_id, day)
    if profile is None:
        raise NoBillingProfile
    return profile


def write_event(
    invoice: Invoice, event: str, *, actor: Actor | None, now: datetime, reason: str = "", **data: object
) -> None:
    audit.record(
        actor=actor, action=f"sales.invoice.{event}", target=invoice, at=now, reason=reason, data=data
    )
