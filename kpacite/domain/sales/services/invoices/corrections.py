"""Changing a draft made from something else: the sum of a deposit, what a credit note gives back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import InvoiceKind
from kpacite.domain.sales.models import Invoice, Order
from kpacite.domain.sales.rules.lines import DepositTooLarge
from kpacite.domain.sales.services.invoices.derived import copied, given_back
from kpacite.domain.sales.services.invoices.drafts import InvoiceChanges, edit_invoice
from kpacite.domain.sales.services.invoices.errors import ReasonNeeded
from kpacite.domain.sales.services.invoices.locking import locked_draft
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.kernel.split import split
from kpacite.kernel.vat import Taxed


class OtherKind(DomainError):
    code = "sales.invoice_of_another_kind"
    sentence = _("Cette pièce est d’une autre nature. Revenez à la liste.")


class NothingAsked(DomainError):
    code = "sales.deposit_of_nothing"
    sentence = _("Écrivez une somme plus grande que zéro.")
    field = "deposit"


@transaction.atomic
def edit_deposit(
    *,
    invoice: Invoice,
    version: int,
    cents: int,
    actor: Account | None,
    now: datetime,
    today: date,
    **changes: Unpack[InvoiceChanges],
) -> Invoice:
    """Ask another sum, tax included, cut by rate as it was. Never more than what was ordered.

    Raises OtherKind, NothingAsked, DepositTooLarge, and what `edit_invoice` raises.
    """
    draft = locked_draft(invoice)
    if draft.kind != InvoiceKind.DEPOSIT:
        raise OtherKind
    if cents <= 0:
        raise NothingAsked
    order = Order.objects.filter(kpa=draft.kpa, number=draft.order_ref).first() if draft.order_ref else None
    if order is not None and order.gross_cents and cents > order.gross_cents:
        raise DepositTooLarge
    rows = draft.lines.select_related("activity", "offer", "deposit").order_by("position")
    old = list(rows)
    weights = [Taxed.from_net(Euro(row.unit_price_cents), rate_bp=row.vat_bp).gross.cents for row in old]
    lines = [
        replace(
            copied(row, Decimal(1)),
            unit_price_cents=Taxed.from_gross(Euro(share), rate_bp=row.vat_bp).net.cents,
        )
        for row, share in zip(old, split(cents, weights), strict=True)
        if share
    ]
    return edit_invoice(
        invoice=draft, version=version, lines=lines, actor=actor, now=now, today=today, **changes
    )


@transaction.atomic
def edit_credit_note(
    *,
    invoice: Invoice,
    version: int,
    reason: str,
    quantities: Mapping[int, Decimal] | None,
    actor: Account | None,
    now: datetime,
    today: date,
) -> Invoice:
    """Give back other quantities of the lines of the invoice (by their keys), or all; say why in other words.

    Raises OtherKind, ReasonNeeded, and what `edit_invoice` raises.
    """
    note = locked_draft(invoice)
    if note.corrects is None:
        raise OtherKind
    if not reason.strip():
        raise ReasonNeeded
    lines, off = given_back(note.corrects, quantities)
    return edit_invoice(
        invoice=note,
        version=version,
        lines=lines,
        reason=reason.strip(),
        discount_cents=off,
        actor=actor,
        now=now,
        today=today,
    )
