import secrets
from datetime import datetime

from django.db import transaction

from kpacite.domain.activities.models import CalendarFeed
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.rules import token_hash
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.platform import audit
from kpacite.platform.audit import Actor


@transaction.atomic
def open_feed(*, person: Person, kpa: Kpa | None, actor: Actor | None, now: datetime) -> CalendarFeed:
    """A new secret address for this person's calendar; the one before stops working."""
    _stop(person, kpa, actor, now)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(person=person, kpa=kpa, token=token, token_hash=token_hash(token), created_at=now)
    save_checked(feed)
    audit.record(actor=actor, action="activities.feed.opened", target=feed, at=now)
    return feed


@transaction.atomic
def stop_feed(*, person: Person, kpa: Kpa | None, actor: Actor | None, now: datetime) -> None:
    """The address stops working; nothing happens when there is none."""
    _stop(person, kpa, actor, now)


def _stop(person: Person, kpa: Kpa | None, actor: Actor | None, now: datetime) -> None:
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    for feed in CalendarFeed.objects.filter(person=person, kpa=kpa, revoked_at=None).order_by("pk"):
        feed.revoked_at = now
        save_checked(feed)
        audit.record(actor=actor, action="activities.feed.stopped", target=feed, at=now)
