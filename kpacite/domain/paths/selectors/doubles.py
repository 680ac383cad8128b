"""Files of people that may be about one person, and where each person is known."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kpacite.domain.contracts.models import SupportContract
from kpacite.domain.members.models import Membership, WelcomeFile
from kpacite.domain.organisations.models import Kpa, Organisation, RoleAssignment
from kpacite.domain.paths.models import Path
from kpacite.domain.people import rules
from kpacite.domain.people.enums import LikeReason
from kpacite.domain.people.models import Person, PersonMerge, TwoPeople
from kpacite.domain.people.rules import UNDO_DAYS

# Each table that makes a person known somewhere, and its column for the place.
KNOWN_BY = (
    (Path, "kpa"),
    (Membership, "kpa"),
    (WelcomeFile, "kpa"),
    (SupportContract, "kpa"),
    (RoleAssignment, "organisation"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files to look at. `reasons` say why, in words; `apart`: somebody said that they are two people."""

    one: Person
    other: Person
    reasons: tuple[LikeReason, ...]
    apart: bool


def places_of(people: Iterable[int]) -> dict[int, frozenset[int]]:
    """Where each is or was known, by key of person: five queries whatever their number."""
    keys = set(people)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for model, place in KNOWN_BY:
        rows = model._base_manager.filter(person__in=keys).values_list("person_id", f"{place}_id")
        for person, where in rows.distinct().order_by("person_id"):
            found[person].add(where)
    return {key: frozenset(found[key]) for key in keys}


def known_in(kpa: Kpa | Organisation) -> set[int]:
    """The keys of everyone who is or was known in this KPA."""
    found: set[int] = set()
    for model, place in KNOWN_BY:
        rows = model._base_manager.filter(**{place: kpa.pk}, person__isnull=False)
        found.update(rows.values_list("person_id", flat=True).order_by("person_id"))
    return found


def doubles_of(kpa: Kpa | Organisation, may_see: Callable[[frozenset[int]], bool]) -> list[Pair]:
    """The likely doubles with at least one file of this KPA, among those that one may see both of."""
    here = known_in(kpa)
    likely = rules.likely_doubles(_identities(), around=here)
    places = places_of(key for one, other, _likeness in likely for key in (one.key, other.key))
    seen = [pair for pair in likely if may_see(places[pair[0].key] | places[pair[1].key])]
    people = Person.objects.in_bulk({key for one, other, _l in seen for key in (one.key, other.key)})
    apart = set(TwoPeople.objects.values_list("first_id", "second_id").order_by("pk"))
    return [
        Pair(people[one.key], people[other.key], likeness.reasons, (one.key, other.key) in apart)
        for one, other, likeness in seen
    ]


def _identities(*people: Person) -> list[rules.Identity]:
    """Every file that is not a double already and still has a name; these only, when given."""
    columns = ("pk", "first_name", "last_name", "email", "phone", "facts__birth_date")
    rows = Person.objects.filter(merged_into=None).exclude(forgetting_notices__done_on__isnull=False)
    if people:
        rows = rows.filter(pk__in=[person.pk for person in people])
    return [rules.Identity(*row) for row in rows.values_list(*columns).order_by("pk")]


def likeness_of(one: Person, other: Person) -> tuple[LikeReason, ...]:
    """Why these two may be one, in the order of the rule."""
    rows = _identities(one, other)
    return rules.compare(rows[0], rows[1]).reasons if len(rows) == 2 else ()


def recent_merges(kpa: Kpa | Organisation, now: datetime) -> QuerySet[PersonMerge]:
    """Those that may still be undone, of people known here, the latest first."""
    rows = PersonMerge.objects.filter(undone_at=None, merged_at__gt=now - timedelta(days=UNDO_DAYS))
    known = Q()
    for model, place in KNOWN_BY:
        known |= Q(kept__in=model._base_manager.filter(**{place: kpa.pk}).values("person"))
    rows = rows.filter(known).select_related("kept", "merged", "merged_by__person")
    return rows.order_by("-merged_at", "-pk")
