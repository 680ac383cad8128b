from datetime import date, datetime
from typing import TypedDict, Unpack

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.organisations.services.versions import save_version
from kpacite.domain.sales.enums import PurchaseKind, PurchaseState
from kpacite.domain.sales.models import Order, SupplierInvoice
from kpacite.domain.sales.rules.purchases import MOVES, number_key, supplier_key
from kpacite.domain.sales.selectors.purchases import doubles_of
from kpacite.domain.sales.services.errors import ChangedMeanwhile
from kpacite.domain.sales.services.purchases.errors import AlreadyReceived, PurchaseMoved, SameFile
from kpacite.platform import audit
from kpacite.platform.audit import Actor
from kpacite.platform.uploads import CleanFile


class PurchaseDetails(TypedDict, total=False):
    """`gross_cents`, `tax_cents`: of the paper. `vat_cents`: the tax recovered."""

    kpa: Kpa | None
    activity: Activity | None
    order: Order | None
    kind: PurchaseKind
    supplier: str
    siren: str
    number: str
    is_credit: bool
    issued_on: date | None
    due_on: date | None
    gross_cents: int
    tax_cents: int
    vat_cents: int
    read_from: str


@transaction.atomic
def receive_supplier_invoice(
    *,
    carrier: Organisation,
    file: CleanFile | None,
    key: str,
    actor: Actor | None,
    now: datetime,
    is_example: bool = False,
    **details: Unpack[PurchaseDetails],
) -> SupplierInvoice:
    """Keep an invoice received as a draft, to be checked by a person. The same `key` twice: one invoice.

    Raises AlreadyReceived for a number of this supplier that is there, SameFile, Refused for a wrong value.
    """
    # Locked: two people who send the same invoice come one after the other.
    Organisation.objects.select_for_update(of=("self",)).get(pk=carrier.pk)
    if (known := SupplierInvoice.objects.filter(carrier=carrier, key=key).first()) is not None:
        return known
    invoice = SupplierInvoice(
        carrier=carrier,
        key=key,
        received_at=now,
        is_example=is_example,
        **({"kind": PurchaseKind.OTHER} | details),
    )
    _complete(invoice)
    if file is not None:
        _join(invoice, file)
    save_checked(invoice)
    audit.record(actor=actor, action="sales.purchase.received", target=invoice, at=now)
    return invoice


@transaction.atomic
def edit_supplier_invoice(
    *,
    invoice: SupplierInvoice,
    version: int,
    file: CleanFile | None,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[PurchaseDetails],
) -> SupplierInvoice:
    """Correct a draft. Raises ChangedMeanwhile, PurchaseMoved, and what receiving raises."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=invoice.carrier_id)
    invoice = locked(invoice)
    if invoice.version != version:
        raise ChangedMeanwhile
    if invoice.state != PurchaseState.DRAFT:
        raise PurchaseMoved
    for name, value in details.items():
        setattr(invoice, name, value)
    _complete(invoice)
    if file is not None and file.sha256 != invoice.sha256:
        _join(invoice, file)
    return save_version(invoice, "sales.purchase.edited", actor=actor, now=now)


@transaction.atomic
def discard_supplier_invoice(
    *, invoice: SupplierInvoice, actor: Actor | None, now: datetime
) -> SupplierInvoice:
    """It was not for us, or came twice: the row and its file stay, out of the way. Raises PurchaseMoved."""
    invoice = locked(invoice)
    move(invoice, PurchaseState.DISCARDED)
    return save_version(invoice, "sales.purchase.discarded", actor=actor, now=now)


def locked(invoice: SupplierInvoice) -> SupplierInvoice:
    """The invoice as it is now, kept for this transaction."""
    rows = SupplierInvoice.objects.select_for_update(of=("self",))
    return rows.select_related("carrier", "activity", "order", "entry").get(pk=invoice.pk)


def move(invoice: SupplierInvoice, wanted: PurchaseState) -> None:
    if wanted not in MOVES[PurchaseState(invoice.state)]:
        raise PurchaseMoved
    invoice.state = wanted


def _complete(invoice: SupplierInvoice) -> None:
    """The keys that tell a double, the place of an order, from what was written. Raises AlreadyReceived."""
    if invoice.order is not None:
        invoice.kpa_id, invoice.activity = invoice.order.kpa_id, invoice.order.deal.activity
    invoice.supplier, invoice.number = invoice.supplier.strip(), invoice.number.strip()
    invoice.supplier_key = supplier_key(invoice.supplier, invoice.siren)
    invoice.number_key = number_key(invoice.number)
    if not invoice.supplier_key or not invoice.number_key:
        return
    same = doubles_of(invoice.carrier, supplier=invoice.supplier, siren=invoice.siren, number=invoice.number)
    if same.exclude(pk=invoice.pk).exists():
        raise AlreadyReceived


def _join(invoice: SupplierInvoice, clean: CleanFile) -> None:
    same = SupplierInvoice.objects.standing().filter(carrier=invoice.carrier_id, sha256=clean.sha256)
    if same.exclude(pk=invoice.pk).exists():
        raise SameFile
    name = f"achats/{clean.name}"
    # The name comes from the bytes: writing them again after a failure makes no second file.
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(clean.content))
    invoice.file.name = name
    invoice.content_type, invoice.sha256 = clean.content_type, clean.sha256
