from datetime import datetime, timedelta

from kpacite.domain.people.enums import Shown
from kpacite.domain.people.models import AccessRecord, Account, Person
from kpacite.kernel.period import add_months

KEPT_MONTHS = 12
SAME_LOOK = timedelta(minutes=10)


def note_access(*, person: Person, reader: Account, shown: Shown, now: datetime) -> AccessRecord | None:
    """Write down that someone looked at a file; nothing for one's own, once for the same look.

    Called while a page is only shown: this table is one of those that a reading may write.
    """
    if reader.person_id == person.pk:
        return None
    same = AccessRecord.objects.filter(person=person, reader=reader, shown=shown, at__gt=now - SAME_LOOK)
    if same.exists():
        return None
    return AccessRecord.objects.create(person=person, reader=reader, shown=shown, at=now)


def erase_old_accesses(*, now: datetime) -> int:
    """Erase what is older than a year; how many lines went."""
    limit = now - (now.date() - add_months(now.date(), -KEPT_MONTHS))
    erased, _models = AccessRecord.objects.filter(at__lt=limit).delete()
    return erased
