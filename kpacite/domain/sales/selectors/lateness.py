"""What may still be claimed for the lateness of an invoice, and what was."""

from datetime import date

from django.db.models import Max, Q, QuerySet

from kpacite.domain.sales.models import Invoice, LateClaim
from kpacite.domain.sales.rules.lateness import LateSum, late_sum
from kpacite.domain.sales.selectors.payments import audience_of, owed_late, rate_spans


def claims_on(invoice: Invoice) -> QuerySet[LateClaim]:
    """What was claimed for this invoice, the oldest first."""
    rows = LateClaim.objects.filter(invoice=invoice)
    return rows.select_related("document__kpa__organisation", "waiver__document").order_by("pk")


def claim_of_document(document: Invoice) -> LateClaim | None:
    """The claim that this paper asks for, or gives up."""
    rows = LateClaim.objects.filter(Q(document=document) | Q(waiver__document=document))
    return rows.select_related("invoice__kpa__organisation", "document", "waiver__document").first()


def claimable(invoice: Invoice, today: date) -> LateSum | None:
    """The fixed sum and the interest not claimed yet; None for a person, or when nothing was late."""
    audience = audience_of(invoice.client)
    if audience is None or invoice.due_on is None or not invoice.is_issued:
        return None
    if invoice.is_credit or invoice.is_for_lateness or today <= invoice.due_on:
        return None
    standing = LateClaim.objects.filter(invoice=invoice).exclude(waiver__isnull=False, waiver__frees=True)
    found = late_sum(
        owed_late(invoice, invoice.due_on),
        rate_spans(invoice.carrier_id, audience),
        claimed_until=standing.aggregate(last=Max("until"))["last"],
        has_indemnity=standing.filter(indemnity_cents__gt=0).exists(),
        until=today,
    )
    return None if found.is_nothing else found
