"""The one gate: number, photograph, entry of the ledger and state, in one transaction or not at all."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from kpacite.domain.ledger.enums import JournalKind
from kpacite.domain.ledger.models import AuxAccount, Book, Entry
from kpacite.domain.ledger.rules import Axes, NewEntry, one_line
from kpacite.domain.ledger.services import ensure_aux, post_entry
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import InvoiceKind, InvoiceState, LineNature
from kpacite.domain.sales.models import Invoice, InvoiceLine
from kpacite.domain.sales.rules.entries import EarningLine, sale_moves
from kpacite.domain.sales.rules.invoices import fits, left_to_credit, number_of, series_of
from kpacite.domain.sales.rules.photograph import InvoicePhotograph, hash_of
from kpacite.domain.sales.selectors.bills import WHOLE
from kpacite.domain.sales.selectors.composition import Composition, cape_term_of, composition_of
from kpacite.domain.sales.services.invoices.errors import (
    DepositDeducted,
    DepositNotFree,
    IssuedOutOfOrder,
    NoBook,
    NothingLeftToCredit,
    UnableToIssue,
)
from kpacite.domain.sales.services.invoices.locking import locked_invoice, profile_for, write_event
from kpacite.domain.sales.services.orders import close_invoiced
from kpacite.platform import prepared
from kpacite.platform.numbering import next_number
from kpacite.platform.prepared import Prepared, slot

SOURCE = "sales.invoice"
AUX_LABEL = 120
"""Width of the column that names a client in a book."""
BOOK = Prepared(lambda: Book.objects.only("pk").filter(entity=slot("entity")).order_by("pk")[:1])
LATER = Prepared(
    lambda: Invoice.objects.only("pk").filter(
        series=slot("series"), rank=slot("rank"), issued_on__gt=slot("day")
    )
)
NAMED = Prepared(
    lambda: AuxAccount.objects.only("pk").filter(
        book=slot("book"), number=slot("number"), label=slot("label")
    )
)
ISSUED = (
    "state",
    "number",
    "rank",
    "series",
    "issued_on",
    "issued_at",
    "supplied_on",
    "due_on",
    "cape_until",
    "net_cents",
    "tax_cents",
    "gross_cents",
    "photograph",
    "photograph_hash",
    "entry",
    "submitted_at",
    "sent_back_reason",
)


@transaction.atomic
def issue_invoice(*, invoice: Invoice, actor: Account | None, now: datetime, today: date) -> Invoice:
    """Give a draft its number, freeze it, book it, close its order. Already issued, it comes back as it is.

    Raises UnableToIssue with all that is missing, NoBillingProfile, NoBook, IssuedOutOfOrder,
    NothingLeftToCredit, DepositDeducted, DepositNotFree, and what `ledger.services.post_entry` raises
    (a closed month).
    """
    invoice = locked_invoice(invoice)
    if invoice.is_issued:
        return invoice
    invoice.cape_until = cape_term_of(invoice, today)
    whole = composition_of(invoice, profile_for(invoice, today))
    if found := whole.problems(today):
        raise UnableToIssue(found)
    _check_links(whole, today)
    book = BOOK.first(entity=invoice.carrier_id)
    if book is None:
        raise NoBook
    photo = _number(whole, today)
    invoice.state, invoice.issued_on, invoice.issued_at = InvoiceState.ISSUED, today, now
    invoice.supplied_on, invoice.due_on = photo.supplied_on, photo.due_on
    invoice.net_cents, invoice.tax_cents = photo.net_cents, photo.tax_cents
    invoice.gross_cents = photo.gross_cents
    invoice.photograph = photo.to_json()
    invoice.photograph_hash = hash_of(invoice.photograph)
    invoice.sent_back_reason = ""
    invoice.entry = _post(whole, book, photo, actor=actor, now=now)
    prepared.update(invoice, ISSUED)
    write_event(invoice, "issued", actor=actor, now=now, hash=invoice.photograph_hash)
    if invoice.kind in WHOLE:
        close_invoiced(kpa=invoice.kpa_id, number=invoice.order_ref, actor=actor, now=now)
    return invoice


def _check_links(whole: Composition, today: date) -> None:
    """What depends on other invoices, which are locked until the end."""
    invoice = whole.invoice
    if invoice.corrects is not None:
        _check_credit(whole, invoice.corrects, today)
    deposits = {line.deposit_id for line in whole.lines if line.deposit_id}
    if deposits and not invoice.is_credit:
        rows = Invoice.objects.select_for_update(of=("self",)).filter(pk__in=deposits)
        if not all(is_free(deposit) for deposit in rows.order_by("pk")):
            raise DepositNotFree


def _check_credit(whole: Composition, original: Invoice, today: date) -> None:
    original = Invoice.objects.select_for_update(of=("self",)).get(pk=original.pk)
    if original.kind == InvoiceKind.DEPOSIT and is_deducted(original):
        raise DepositDeducted
    wanted = whole.photograph(number="", issued_on=today)
    given = [note.photo for note in original.credit_notes.issued().order_by("pk")]
    left = left_to_credit(original.photo, given)
    if not fits({row.vat_bp: row.base_cents for row in wanted.vat}, left):
        raise NothingLeftToCredit


def is_deducted(deposit: Invoice) -> bool:
    """Whether an issued balance takes this deposit off, and was not itself given back whole."""
    balances = Invoice.objects.issued().exclude(kind=InvoiceKind.CREDIT).filter(lines__deposit=deposit)
    return any(not is_given_back(balance) for balance in balances.distinct().order_by("pk"))


def is_given_back(invoice: Invoice) -> bool:
    """Whether credit notes give the whole invoice back."""
    given = [note.photo for note in invoice.credit_notes.issued().order_by("pk")]
    return bool(given) and not any(left_to_credit(invoice.photo, given).values())


def is_free(deposit: Invoice) -> bool:
    """Whether a balance may take this deposit off: issued, whole, and not deducted yet."""
    return deposit.is_issued and not deposit.credit_notes.issued().exists() and not is_deducted(deposit)


def _number(whole: Composition, today: date) -> InvoicePhotograph:
    """Take the next number, held until the end of the transaction, and write it on the photograph.

    Raises IssuedOutOfOrder.
    """
    invoice, kind = whole.invoice, InvoiceKind(whole.invoice.kind)
    invoice.series = series_of(invoice.carrier_id, kind, today)
    invoice.rank = next_number(invoice.series)
    if LATER.first(series=invoice.series, rank=invoice.rank - 1, day=today):
        raise IssuedOutOfOrder
    invoice.number = number_of(kind, today, invoice.rank)
    return whole.photograph(number=invoice.number, issued_on=today)


def _post(
    whole: Composition, book: Book, photo: InvoicePhotograph, *, actor: Account | None, now: datetime
) -> Entry:
    invoice = whole.invoice
    _name_client(book, invoice)
    axes = Axes(
        kpa_id=invoice.kpa_id,
        activity=invoice.activity.code if invoice.activity else "",
        order_ref=invoice.order_ref,
    )
    new = NewEntry(
        journal=JournalKind.SALES,
        day=photo.issued_on,
        label=f"{invoice.get_kind_display()} {invoice.number} {photo.buyer.name}"[:200],
        piece_ref=invoice.number,
        moves=sale_moves(photo, _earnings(whole.lines, axes), aux=invoice.client.reference, axes=axes),
        source_type=SOURCE,
        source_id=str(invoice.pk),
        key=f"{SOURCE}.{invoice.pk}",
    )
    return post_entry(book=book, new=new, actor=actor, now=now)


def _name_client(book: Book, invoice: Invoice) -> None:
    """The client's account in the book, under its present name; usually it is there already."""
    number, label = invoice.client.reference, one_line(invoice.client.name[:AUX_LABEL])
    if NAMED.first(book=book.pk, number=number, label=label) is None:
        ensure_aux(book=book, number=number, label=label)


def _earnings(lines: Sequence[InvoiceLine], axes: Axes) -> list[EarningLine]:
    return [
        EarningLine(
            net_cents=line.priced.net.cents,
            vat_bp=line.vat_bp,
            nature=LineNature(line.nature),
            activity=line.activity.code if line.activity else axes["activity"],
            is_deduction=line.deposit_id is not None,
        )
        for line in lines
    ]
