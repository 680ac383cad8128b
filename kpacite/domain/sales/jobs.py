"""What comes back in sales: closings of receipts, late quotes, recurring invoices, lost sendings."""

from datetime import datetime

from django.utils import timezone

from kpacite.domain.sales.selectors.cash import carriers_with_receipts
from kpacite.domain.sales.services.invoices.recurring import write_due_drafts
from kpacite.domain.sales.services.invoices.sendings import give_up_stuck_sendings
from kpacite.domain.sales.services.payments.cash import close_what_is_over
from kpacite.domain.sales.services.quote_moves import expire_quotes
from kpacite.platform.tasks import Every, scheduled


@scheduled(every=Every.DAY)
def close_receipts(now: datetime) -> None:
    for carrier in carriers_with_receipts():
        close_what_is_over(carrier=carrier, now=now)


@scheduled(every=Every.DAY)
def expire_late_quotes(now: datetime) -> None:
    expire_quotes(now)


@scheduled(every=Every.DAY)
def write_recurring_drafts(now: datetime) -> None:
    write_due_drafts(now=now, today=timezone.localdate(now))


@scheduled(every=Every.HOUR)
def settle_stuck_sendings(now: datetime) -> None:
    give_up_stuck_sendings(now)
