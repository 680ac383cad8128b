from datetime import date

from kpacite.domain.activities.models import CalendarFeed
from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.rules import token_hash
from kpacite.domain.organisations.selectors import hats_of
from kpacite.domain.people.models import Person


def feed_of(person: Person, kpa: Kpa | None) -> CalendarFeed | None:
    """The address that this person's calendar reads today."""
    return CalendarFeed.objects.filter(person=person, kpa=kpa, revoked_at=None).first()


def feed_by_token(token: str, today: date) -> CalendarFeed | None:
    """The feed that this token opens; None once stopped, or when its owner has left the KPA."""
    rows = CalendarFeed.objects.filter(token_hash=token_hash(token), revoked_at=None)
    feed = rows.select_related("person", "kpa__organisation").first()
    if feed is None or feed.kpa is None:
        return feed
    hats = hats_of(feed.person, today)
    return feed if permissions.is_member_of(hats, feed.kpa.organisation) else None
