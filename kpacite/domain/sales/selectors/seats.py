from dataclasses import dataclass
from datetime import date

from kpacite.domain.activities.models import GroupMembership
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Person


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a person sits in the groups of one KPA, by key of activity. Nobody: `Seat()`.

    `led`: the activities of the KPA whose group has a référent·e today, whoever it is.
    """

    person: int | None = None
    member_of: frozenset[int] = frozenset()
    referent_of: frozenset[int] = frozenset()
    led: frozenset[int] = frozenset()


def seat_of(person: Person | None, kpa: Kpa | Organisation, today: date) -> Seat:
    """One query, whatever the number of groups."""
    rows = list(
        GroupMembership.objects.on(today)
        .filter(activity__kpa=kpa.pk)
        .values_list("activity_id", "person_id", "is_referent")
    )
    key = None if person is None else person.pk
    return Seat(
        person=key,
        member_of=frozenset(activity for activity, who, _is in rows if who == key),
        referent_of=frozenset(activity for activity, who, is_referent in rows if who == key and is_referent),
        led=frozenset(activity for activity, _who, is_referent in rows if is_referent),
    )
