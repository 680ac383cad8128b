"""What `kpacite schedule` does each day."""

from datetime import datetime

from kpacite.domain.sharing.services import empty_old_transfer_files
from kpacite.platform.tasks import Every, scheduled


@scheduled(every=Every.DAY)
def empty_transfer_files(now: datetime) -> None:
    """Keep no account number in a file that was certainly sent."""
    empty_old_transfer_files(now=now)
