"""What comes back every day: the closings of the receipts."""

from datetime import datetime

from kpacite.domain.sales.selectors.cash import carriers_with_receipts
from kpacite.domain.sales.services.payments.cash import close_what_is_over
from kpacite.platform.tasks import Every, scheduled


@scheduled(every=Every.DAY)
def close_receipts(now: datetime) -> None:
    for carrier in carriers_with_receipts():
        close_what_is_over(carrier=carrier, now=now)
