"""Writing to clients who are late, and the rates of lateness."""

from datetime import date, datetime

from django.db import transaction

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums.payments import LateAudience, ReminderLevel
from kpacite.domain.sales.models import Invoice
from kpacite.domain.sales.models.payments import LateRate, Reminder
from kpacite.domain.sales.selectors.payments import with_settlement
from kpacite.domain.sales.services.invoices.errors import NoEmail
from kpacite.domain.sales.services.payments.errors import (
    NothingLate,
    RateBeforeThePresentOne,
    ReminderAlreadySent,
)
from kpacite.platform import audit, mail


@transaction.atomic
def send_reminder(
    *,
    invoice: Invoice,
    level: ReminderLevel,
    email: str,
    text: str,
    actor: Account | None,
    now: datetime,
    today: date,
    by_mail: bool = True,
) -> Reminder:
    """Send a letter, and keep it as it was sent; the mail leaves after the commit.

    `by_mail=False`: it left by another way, such as the post.

    Raises NothingLate, ReminderAlreadySent, NoEmail, or Refused for an empty text.
    """
    Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    row = with_settlement(Invoice.objects.filter(pk=invoice.pk)).select_related("kpa__organisation").get()
    if not row.is_issued or row.due_on is None or row.left <= 0 or today <= row.due_on:
        raise NothingLate
    if not email:
        raise NoEmail
    if Reminder.objects.filter(invoice=row, level=level).exists():
        raise ReminderAlreadySent
    reminder = Reminder(
        invoice=row,
        level=level,
        email=email,
        text=text.strip(),
        left_cents=row.left,
        sent_at=now,
        sender=actor,
    )
    save_checked(reminder)
    if by_mail:
        context = {"text": reminder.text, "number": row.number, "kpa": row.kpa.organisation.name}
        mail.send(template="sales/reminder", to=[email], context=context)
    audit.record(actor=actor, action="sales.reminder.sent", target=row, at=now, data={"level": int(level)})
    return reminder


@transaction.atomic
def set_late_rate(
    *,
    carrier: Organisation,
    audience: LateAudience,
    rate_bp: int,
    valid_from: date,
    source: str,
    actor: Account | None,
    now: datetime,
) -> LateRate:
    """From this day on, lateness costs this; the rate before it ends there.

    Raises RateBeforeThePresentOne, or Refused without a source.
    """
    rows = LateRate.objects.select_for_update(of=("self",)).filter(carrier=carrier, audience=audience)
    current = rows.filter(valid_to=None).first()
    if current is not None:
        if valid_from <= current.valid_from:
            raise RateBeforeThePresentOne
        current.valid_to = valid_from
        current.save(update_fields=["valid_to"])
    rate = LateRate(
        carrier=carrier, audience=audience, rate_bp=rate_bp, valid_from=valid_from, source=source.strip()
    )
    save_checked(rate)
    audit.record(actor=actor, action="sales.late_rate.set", target=rate, at=now, data={"rate_bp": rate_bp})
    return rate
