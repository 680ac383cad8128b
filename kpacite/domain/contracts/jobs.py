"""What `kpacite schedule` does each day."""

from datetime import datetime

from django.utils import timezone

from kpacite.domain.contracts import services
from kpacite.platform.tasks import Every, scheduled


@scheduled(every=Every.DAY)
def follow_contracts(now: datetime) -> None:
    """Close what is over, then remind of what ends soon."""
    today = timezone.localdate(now)
    services.end_what_is_over(today=today, now=now)
    services.remind_of_ends(today=today, now=now)
    services.remind_of_association(today=today, now=now)
