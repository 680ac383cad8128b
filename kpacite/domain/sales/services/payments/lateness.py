"""What a late professional owes more, asked once: a paper of its own, its entry, and how it is given up."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.enums import JournalKind
from kpacite.domain.ledger.models import Book, Entry
from kpacite.domain.ledger.rules import Axes, NewEntry
from kpacite.domain.ledger.services import ReasonMissing
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import ClientKind, InvoiceKind, InvoiceState, LineNature, LineUnit
from kpacite.domain.sales.models import Invoice, InvoiceLine, LateClaim, LateWaiver
from kpacite.domain.sales.rules.invoices import late_series, number_in
from kpacite.domain.sales.rules.lateness import LatePaper, LateSum, late_moves, late_photograph
from kpacite.domain.sales.rules.mentions import INDEMNITY, LATE, PUBLIC_INDEMNITY, PUBLIC_LATE
from kpacite.domain.sales.rules.photograph import Earlier, Note, PhotoLine, hash_of
from kpacite.domain.sales.selectors.composition import buyer_of, seller_of
from kpacite.domain.sales.selectors.lateness import claimable
from kpacite.domain.sales.selectors.payments import with_settlement
from kpacite.domain.sales.services.invoices.errors import IssuedOutOfOrder, NoBook
from kpacite.domain.sales.services.invoices.locking import locked_invoice, profile_for, write_event
from kpacite.domain.sales.services.payments.errors import (
    ClaimAlreadyPaid,
    ClaimGivenUp,
    LateRateMissing,
    NothingToClaim,
)
from kpacite.domain.sales.services.payments.lettering import letter_if_settled
from kpacite.platform.numbering import next_number

SOURCE = "sales.late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the accountant asks for. `key`: the form, so that a second click asks nothing more."""

    with_indemnity: bool
    with_interest: bool
    due_on: date
    key: str


@transaction.atomic
def claim_lateness(
    *, invoice: Invoice, claim: Claim, actor: Account | None, now: datetime, today: date
) -> LateClaim:
    """Ask for the fixed sum and for the interest until yesterday, of what was not asked yet.

    Raises NothingToClaim, LateRateMissing, NoBook, NoBillingProfile, and what the ledger refuses.
    """
    invoice = locked_invoice(invoice)
    key = f"late.{claim.key}"
    known = LateClaim.objects.filter(invoice=invoice, document__key=key).first()
    if known is not None:
        return known
    asked = _asked(invoice, claim, today)
    document = _draft(invoice, InvoiceKind.LATE, key=key, actor=actor, now=now)
    paper = _paper(document, invoice, asked, issued_on=today, due_on=max(claim.due_on, today))
    _issue(document, paper, actor=actor, now=now)
    has_days = bool(asked.interest_cents)
    kept = LateClaim.objects.create(
        document=document,
        invoice=invoice,
        indemnity_cents=asked.indemnity_cents,
        interest_cents=asked.interest_cents or 0,
        start=asked.start if has_days else None,
        until=asked.until if has_days else None,
        at=now,
    )
    write_event(invoice, "late_claimed", actor=actor, now=now, number=document.number)
    return kept


def _asked(invoice: Invoice, claim: Claim, today: date) -> LateSum:
    found = claimable(invoice, today)
    if found is None:
        raise NothingToClaim
    if claim.with_interest and found.interest_cents is None:
        raise LateRateMissing
    asked = replace(
        found,
        indemnity_cents=found.indemnity_cents if claim.with_indemnity else 0,
        interest_cents=found.interest_cents if claim.with_interest else 0,
    )
    if asked.is_nothing:
        raise NothingToClaim
    return asked


@transaction.atomic
def waive_claim(
    *,
    claim: LateClaim,
    reason: str,
    may_claim_again: bool,
    actor: Account | None,
    now: datetime,
    today: date,
) -> LateWaiver:
    """Give a claim up whole, by a credit note without VAT; a mistake may then be claimed again.

    Raises ReasonMissing, ClaimGivenUp, ClaimAlreadyPaid, NoBook, and what the ledger refuses.
    """
    if not reason.strip():
        raise ReasonMissing
    document = locked_invoice(claim.document)
    if LateWaiver.objects.filter(claim=claim).exists():
        raise ClaimGivenUp
    if with_settlement(Invoice.objects.filter(pk=document.pk)).get().left != document.gross_cents:
        raise ClaimAlreadyPaid
    first_day = claim.start or today
    given = LateSum(claim.indemnity_cents, claim.interest_cents, first_day, claim.until or first_day)
    note = _draft(
        document, InvoiceKind.CREDIT, corrects=document, reason=reason.strip()[:300], actor=actor, now=now
    )
    paper = _paper(note, claim.invoice, given, issued_on=today, due_on=today)
    paper = replace(paper, given_up=_earlier(document), reason=note.reason)
    _issue(note, paper, actor=actor, now=now)
    waiver = LateWaiver.objects.create(claim=claim, document=note, frees=may_claim_again, at=now)
    letter_if_settled(document, actor=actor, now=now)
    write_event(document, "late_waived", actor=actor, now=now, reason=note.reason)
    return waiver


def _draft(
    source: Invoice, kind: InvoiceKind, *, actor: Account | None, now: datetime, **facts: Any
) -> Invoice:
    return Invoice.objects.create(
        kpa=source.kpa,
        carrier=source.carrier,
        client=source.client,
        activity=source.activity,
        kind=kind,
        order_ref=source.order_ref,
        author=actor,
        created_at=now,
        is_example=source.is_example,
        **facts,
    )


def _paper(document: Invoice, late: Invoice, asked: LateSum, *, issued_on: date, due_on: date) -> LatePaper:
    """The document takes its number here, in a series of its own, held until the end of the transaction."""
    profile = profile_for(document, issued_on)
    series = late_series(document.carrier_id, InvoiceKind(document.kind), issued_on)
    document.series, document.rank = series, next_number(series)
    if Invoice.objects.filter(series=series, issued_on__gt=issued_on).exists():
        raise IssuedOutOfOrder
    is_public = document.client.kind == ClientKind.PUBLIC
    texts = (
        (PUBLIC_LATE, PUBLIC_INDEMNITY)
        if is_public
        else (
            profile.late_text or LATE,
            profile.indemnity_text or INDEMNITY,
        )
    )
    return LatePaper(
        number=number_in(series, document.rank),
        issued_on=issued_on,
        due_on=due_on,
        seller=seller_of(profile),
        buyer=buyer_of(document.client),
        on_behalf=str(document.kpa.organisation),
        late=_earlier(late),
        claimed=asked,
        notes=tuple(Note(text=text) for text in texts),
        iban=profile.iban,
        bic=profile.bic,
    )


def _earlier(invoice: Invoice) -> Earlier:
    return Earlier(number=invoice.number, day=invoice.photo.issued_on, gross_cents=invoice.gross_cents)


def _issue(document: Invoice, paper: LatePaper, *, actor: Account | None, now: datetime) -> None:
    """The same gate as any issued document: lines, photograph and entry, then nothing changes."""
    photo = late_photograph(paper)
    InvoiceLine.objects.bulk_create(_line(document, line) for line in photo.lines)
    document.state, document.number = InvoiceState.ISSUED, photo.number
    document.issued_on, document.issued_at = photo.issued_on, now
    document.supplied_on, document.due_on = photo.supplied_on, photo.due_on
    document.net_cents = document.gross_cents = photo.gross_cents
    document.photograph = photo.to_json()
    document.photograph_hash = hash_of(document.photograph)
    document.entry = _post(document, paper, actor=actor, now=now)
    document.save()
    write_event(document, "issued", actor=actor, now=now, hash=document.photograph_hash)


def _line(document: Invoice, line: PhotoLine) -> InvoiceLine:
    return InvoiceLine(
        invoice=document,
        position=line.rank,
        label=line.name,
        detail=line.description,
        quantity=Decimal(1),
        unit=LineUnit.FLAT,
        unit_price_cents=line.unit_price_cents,
        vat_bp=0,
        nature=LineNature.SERVICES,
        activity=document.activity,
    )


def _post(document: Invoice, paper: LatePaper, *, actor: Account | None, now: datetime) -> Entry:
    book = Book.objects.filter(entity=document.carrier).first()
    if book is None:
        raise NoBook
    client, way = document.client, -1 if document.is_credit else 1
    ledger.ensure_aux(book=book, number=client.reference, label=client.name[:120])
    axes = Axes(
        kpa_id=document.kpa_id,
        activity=document.activity.code if document.activity else "",
        order_ref=document.order_ref,
    )
    new = NewEntry(
        journal=JournalKind.SALES,
        day=paper.issued_on,
        label=f"{document.get_kind_display()} {document.number} {client.name}"[:200],
        piece_ref=document.number,
        moves=late_moves(
            interest_cents=way * (paper.claimed.interest_cents or 0),
            indemnity_cents=way * paper.claimed.indemnity_cents,
            due_on=paper.due_on,
            aux=client.reference,
            axes=axes,
        ),
        source_type=SOURCE,
        source_id=str(document.pk),
        key=f"{SOURCE}.{document.pk}",
    )
    return ledger.post_entry(book=book, new=new, actor=actor, now=now)
