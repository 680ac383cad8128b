"""What `kpacite schedule` does each day for trainings."""

from datetime import datetime

from django.utils import timezone

from kpacite.domain.activities import services
from kpacite.platform.tasks import Every, scheduled


@scheduled(every=Every.DAY)
def forget_outside_contacts(now: datetime) -> None:
    """Empty the contacts of people from outside, a quarter after the training they came to."""
    services.forget_outsiders(today=timezone.localdate(now), now=now)
