from collections.abc import Iterable
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


def note_accesses(*, people: Iterable[Person], reader: Account, shown: Shown, now: datetime) -> None:
    """The same for a list of people on one page, in two queries."""
    others = {person.pk: person for person in people if person.pk != reader.person_id}
    recent = AccessRecord.objects.filter(reader=reader, shown=shown, at__gt=now - SAME_LOOK)
    known = set(recent.filter(person__in=others).values_list("person", flat=True).order_by("person"))
    AccessRecord.objects.bulk_create(
        AccessRecord(person=person, reader=reader, shown=shown, at=now)
        for key, person in others.items()
        if key not in known
    )


def erase_old_accesses(*, now: datetime) -> int:
    """Erase what is older than a year; how many lines went."""
    limit = now - (now.date() - add_months(now.date(), -KEPT_MONTHS))
    erased, _models = AccessRecord.objects.filter(at__lt=limit).delete()
    return erased
