"""What `kpacite schedule` does each day for the privacy of people."""

from datetime import datetime

from django.utils import timezone

from kpacite.domain.paths import services
from kpacite.domain.people.services import empty_old_merges, erase_old_accesses
from kpacite.platform.tasks import Every, scheduled


@scheduled(every=Every.DAY)
def keep_no_longer_than_needed(now: datetime) -> None:
    """Erase access logs of more than a year, and what served to undo a merge.

    Announce, then empty, the files of two years without contact.
    """
    today = timezone.localdate(now)
    erase_old_accesses(now=now)
    empty_old_merges(now=now)
    services.forget_those_due(today=today, now=now)
    services.give_notices(today=today, now=now)
