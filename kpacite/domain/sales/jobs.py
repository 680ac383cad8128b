"""What comes back every day in sales: closings of receipts, quotes that expire."""

from datetime import datetime

from kpacite.domain.sales.selectors.cash import carriers_with_receipts
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
