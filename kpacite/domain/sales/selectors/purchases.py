from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.enums import PurchaseState
from kpacite.domain.sales.models import SupplierInvoice, SupplierPayment, SupplierPaymentPart
from kpacite.domain.sales.models.purchases import SupplierInvoiceQuerySet
from kpacite.domain.sales.rules.purchases import number_key, supplier_key
from kpacite.kernel.text import fold


@dataclass(frozen=True, slots=True)
class PurchaseTotal:
    """How many invoices received are in a state, and what is left to pay of them, credit notes taken off."""

    count: int
    cents: int


def supplier_invoices(
    carrier: Organisation, *, words: str = "", states: tuple[PurchaseState, ...] = ()
) -> SupplierInvoiceQuerySet:
    """The latest received first. `words`: a part of the supplier's name or of the number."""
    rows = _shown().filter(carrier=carrier)
    if states:
        rows = rows.in_state(*states)
    if words:
        told = Q(supplier__icontains=words) | Q(number__icontains=words)
        if key := fold(words):
            told |= Q(supplier_key__contains=key)
        rows = rows.filter(told)
    return rows.order_by("-pk")


def to_pay(carrier: Organisation) -> SupplierInvoiceQuerySet:
    """The earliest due first; without a due date, that of the paper."""
    rows = _shown().filter(carrier=carrier).in_state(PurchaseState.POSTED)
    return rows.order_by(F("due_on").asc(nulls_last=True), "issued_on", "pk")


def supplier_invoice_of(carrier: Organisation, pk: int) -> SupplierInvoice | None:
    return _shown().filter(carrier=carrier, pk=pk).first()


def supplier_invoice_of_key(carrier: Organisation, key: str) -> SupplierInvoice | None:
    return _shown().filter(carrier=carrier, key=key).first()


def purchase_total(carrier: Organisation, state: PurchaseState) -> PurchaseTotal:
    rows = SupplierInvoice.objects.filter(carrier=carrier).in_state(state)
    told = rows.aggregate(
        count=Count("pk"),
        owed=Sum("gross_cents", filter=Q(is_credit=False), default=0),
        given_back=Sum("gross_cents", filter=Q(is_credit=True), default=0),
    )
    parts = SupplierPaymentPart.objects.standing().filter(invoice__carrier=carrier, invoice__state=state)
    paid = parts.aggregate(cents=Sum("cents", default=0))["cents"]
    return PurchaseTotal(told["count"], told["owed"] - told["given_back"] - paid)


def parts_paid(invoice: SupplierInvoice) -> list[SupplierPaymentPart]:
    """What was paid of it, the cancelled too, in the order in which it was noted."""
    rows = invoice.parts.select_related("payment__entry", "payment__bank_line__account")
    return list(rows.order_by("pk"))


def supplier_payment_of(carrier: Organisation, pk: int) -> SupplierPayment | None:
    return SupplierPayment.objects.filter(carrier=carrier, pk=pk).select_related("entry").first()


def advance_cents(payment: SupplierPayment) -> int:
    """What was paid and settles no invoice yet."""
    used = payment.parts.aggregate(cents=Sum("cents", default=0))["cents"]
    return 0 if payment.cancelled_at else int(payment.cents - used)


def advance_of(invoice: SupplierInvoice) -> int:
    """What its supplier holds of the carrier's money: never negative."""
    rows = SupplierPayment.objects.standing().filter(
        carrier=invoice.carrier_id, supplier_key=invoice.supplier_key
    )
    paid = rows.aggregate(cents=Sum("cents", default=0))["cents"]
    parts = SupplierPaymentPart.objects.filter(payment__in=rows)
    return int(paid - parts.aggregate(cents=Sum("cents", default=0))["cents"])


def doubles_of(carrier: Organisation, *, supplier: str, siren: str, number: str) -> SupplierInvoiceQuerySet:
    """Standing invoices of this number and this supplier, whether its SIREN was written or only its name."""
    same = Q(supplier_key=supplier_key(supplier, siren))
    if name := supplier_key(supplier, ""):
        same |= Q(supplier_key=name)
        if not siren:
            same |= Q(supplier__iexact=supplier)
    rows: SupplierInvoiceQuerySet = SupplierInvoice.objects.standing().filter(carrier=carrier)
    return rows.filter(same, number_key=number_key(number))


def usual_of(carrier: Organisation, *, supplier: str, siren: str) -> SupplierInvoice | None:
    """The last invoice posted of the same supplier: what it sold, and to whom, is often the same again."""
    rows = SupplierInvoice.objects.filter(carrier=carrier, checked_at__isnull=False)
    return rows.filter(supplier_key=supplier_key(supplier, siren)).order_by("-pk").first()


def _shown() -> SupplierInvoiceQuerySet:
    rows: SupplierInvoiceQuerySet = SupplierInvoice.objects.select_related(
        "carrier", "kpa__organisation", "activity", "order", "checked_by"
    )
    return rows.select_related("entry").with_paid()
