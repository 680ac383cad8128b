"""What `kpacite schedule` does each day for those who knocked and did not come back."""

from datetime import datetime

from django.utils import timezone

from kpacite.domain.members import services
from kpacite.platform.tasks import Every, scheduled


@scheduled(every=Every.DAY)
def keep_no_welcome_longer_than_needed(now: datetime) -> None:
    """Empty what was announced, then announce what comes."""
    today = timezone.localdate(now)
    services.empty_those_due(today=today, now=now)
    services.announce_emptying(today=today, now=now)
