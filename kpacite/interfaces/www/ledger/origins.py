"""From an entry back to what it tells: an invoice, a payment, a deposit, a purchase, a note of expenses."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.ledger.models import Entry
from kpacite.domain.sales.models import Deposit, ExpenseClaim, Invoice, Payment, SupplierInvoice
from kpacite.domain.sales.selectors import reference_of


@dataclass(frozen=True, slots=True)
class Origin:
    words: str
    url: str


def origin_of(entry: Entry) -> Origin | None:
    """What this entry (or the one that it reverses) tells, when it came from a screen of ours."""
    key = entry.reversal_of_id or entry.pk
    return _of_invoice(key) or _of_payment(key) or _of_deposit(key) or _of_purchase(key) or _of_expense(key)


def _of_invoice(key: int) -> Origin | None:
    found = Invoice.objects.filter(entry=key).select_related("kpa__organisation").first()
    if found is None:
        return None
    at = {"kpa": found.kpa.organisation.slug}
    words = f"{found.get_kind_display()} {found.number}"
    if found.is_credit:
        return Origin(words, reverse("invoice", kwargs=at | {"invoice": reference_of(found)}))
    return Origin(words, reverse("bill", kwargs=at | {"bill": found.pk}))


def _of_payment(key: int) -> Origin | None:
    told = Entry.objects.filter(pk=key, source_type="sales.payment").first()
    later = Q(pk=told.source_id) if told is not None and told.source_id.isdecimal() else Q(pk=None)
    found = Payment.objects.filter(Q(entry=key) | later).select_related("carrier").first()
    if found is None:
        return None
    url = reverse("payment", kwargs={"carrier": found.carrier.slug, "payment": found.pk})
    return Origin(_("Paiement %(ref)s") % {"ref": found}, url)


def _of_deposit(key: int) -> Origin | None:
    rows = Deposit.objects.filter(Q(entry=key) | Q(lines__bounce__entry=key)).select_related("carrier")
    found = rows.first()
    if found is None:
        return None
    url = reverse("deposit", kwargs={"carrier": found.carrier.slug, "deposit": found.pk})
    return Origin(_("Remise en banque %(ref)s") % {"ref": found}, url)


def _of_purchase(key: int) -> Origin | None:
    """By its source: its own entry, its payments, their mirrors."""
    entry = Entry.objects.select_related("book__entity").get(pk=key)
    if entry.source_type == "sales.supplier_payment":
        paid = {"parts__payment__carrier": entry.book.entity_id, "parts__payment__key": entry.source_id}
        found = SupplierInvoice.objects.filter(**paid).order_by("parts__pk").first()
    elif entry.source_type == "sales.purchase" and entry.source_id.isdecimal():
        found = SupplierInvoice.objects.filter(pk=entry.source_id).first()
    else:
        return None
    if found is None:
        return None
    at = {"carrier": entry.book.entity.slug, "purchase": found.pk}
    return Origin(_("Facture reçue %(ref)s") % {"ref": found}, reverse("purchase", kwargs=at))


def _of_expense(key: int) -> Origin | None:
    entry = Entry.objects.select_related("book__entity").get(pk=key)
    if not entry.source_type.startswith("sales.expense") or not entry.source_id.isdecimal():
        return None
    found = ExpenseClaim.objects.filter(pk=entry.source_id).first()
    if found is None:
        return None
    at = {"carrier": entry.book.entity.slug, "expense": found.pk}
    return Origin(_("Note de frais %(ref)s") % {"ref": found}, reverse("carrier_expense", kwargs=at))
