from datetime import date, datetime
from typing import Unpack

from django.db import transaction

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.enums import JournalKind
from kpacite.domain.ledger.rules import NewEntry
from kpacite.domain.ledger.services import ReasonMissing
from kpacite.domain.organisations.services.versions import save_version
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import PurchaseState
from kpacite.domain.sales.models import SupplierInvoice, SupplierPaymentPart
from kpacite.domain.sales.rules.purchases import posted_moves
from kpacite.domain.sales.services.purchases.errors import (
    AmountMissing,
    DateMissing,
    FuturePurchase,
    NumberMissing,
    PurchaseMoved,
    PurchasePaid,
    SupplierMissing,
)
from kpacite.domain.sales.services.purchases.lettering import book_of, letter_lines, lines_of, unletter
from kpacite.domain.sales.services.purchases.receiving import (
    PurchaseDetails,
    edit_supplier_invoice,
    locked,
    move,
)
from kpacite.platform.audit import Actor
from kpacite.platform.uploads import CleanFile

SOURCE = "sales.purchase"
PIECE = 60


@transaction.atomic
def post_supplier_invoice(
    *, invoice: SupplierInvoice, on: date | None, by: Account, now: datetime, today: date
) -> SupplierInvoice:
    """A person says that it is right: the carrier owes it, in its book. `on`: the day of the entry.

    Without `on`, the entry bears the date of the paper. Raises PurchaseMoved, what is missing
    (SupplierMissing, NumberMissing, DateMissing, AmountMissing), FuturePurchase, NoBook, Refused, and what
    the ledger refuses (a closed month, an account without role).
    """
    invoice = locked(invoice)
    if invoice.state != PurchaseState.DRAFT:
        raise PurchaseMoved
    move(invoice, PurchaseState.POSTED)
    day = _checked(invoice, on, today)
    book = book_of(invoice.carrier_id)
    facts = invoice.facts
    ledger.ensure_aux(book=book, number=facts.aux, label=invoice.supplier)
    words = "Avoir" if invoice.is_credit else "Facture"
    invoice.entry = ledger.post_entry(
        book=book,
        new=NewEntry(
            journal=JournalKind.PURCHASES,
            day=day,
            label=f"{words} {invoice.number} {invoice.supplier}"[:200],
            piece_ref=invoice.number[:PIECE],
            piece_date=invoice.issued_on,
            source_type=SOURCE,
            source_id=str(invoice.pk),
            key=f"{SOURCE}.{invoice.pk}.posted",
            moves=posted_moves(facts),
        ),
        actor=by,
        now=now,
    )
    invoice.checked_by, invoice.checked_at = by, now
    return save_version(
        invoice, "sales.purchase.posted", actor=by, now=now, data={"gross_cents": invoice.gross_cents}
    )


@transaction.atomic
def check_supplier_invoice(
    *,
    invoice: SupplierInvoice,
    version: int,
    file: CleanFile | None,
    post: bool,
    on: date | None,
    by: Account,
    now: datetime,
    today: date,
    **details: Unpack[PurchaseDetails],
) -> SupplierInvoice:
    """In one gesture: correct a draft, and post it when `post`. Raises what both raise."""
    changed = edit_supplier_invoice(invoice=invoice, version=version, file=file, actor=by, now=now, **details)
    return post_supplier_invoice(invoice=changed, on=on, by=by, now=now, today=today) if post else changed


@transaction.atomic
def cancel_supplier_invoice(
    *, invoice: SupplierInvoice, reason: str, actor: Actor | None, now: datetime, today: date
) -> SupplierInvoice:
    """Posted by mistake: the mirror of its entry, dated today; both lines settle each other.

    Raises ReasonMissing, PurchasePaid (take its payments back first), PurchaseMoved, and what the ledger
    refuses.
    """
    if not reason.strip():
        raise ReasonMissing
    invoice = locked(invoice)
    if SupplierPaymentPart.objects.standing().filter(invoice=invoice).exists():
        raise PurchasePaid
    move(invoice, PurchaseState.CANCELLED)
    save_version(invoice, "sales.purchase.cancelled", actor=actor, now=now, reason=reason.strip())
    if invoice.entry is not None:
        unletter(invoice.entry, reason=reason, actor=actor, now=now)
        mirror = ledger.reverse_entry(entry=invoice.entry, day=today, reason=reason, actor=actor, now=now)
        letter_lines(lines_of(invoice, [invoice.entry, mirror]), actor=actor, now=now)
    return invoice


def _checked(invoice: SupplierInvoice, on: date | None, today: date) -> date:
    """What a posted invoice always says; the day of its entry."""
    if not invoice.supplier:
        raise SupplierMissing
    if not invoice.number_key:
        raise NumberMissing
    if invoice.issued_on is None:
        raise DateMissing
    if invoice.gross_cents <= 0:
        raise AmountMissing
    if invoice.issued_on > today:
        raise FuturePurchase
    if (day := on or invoice.issued_on) > today:
        raise FuturePurchase(field="on")
    return day
