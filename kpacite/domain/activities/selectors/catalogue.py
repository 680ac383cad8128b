from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from kpacite.domain.activities.enums import OfferState
from kpacite.domain.activities.models import Activity, GroupMembership, Offer, OfferOption, OfferRate
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Person
from kpacite.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups a person is in today, by key of activity. Nobody: `Groups()`."""

    person: int | None = None
    member_of: frozenset[int] = frozenset()
    referent_of: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CatalogueActivity:
    """An open activity and what it offers online; options and rates are loaded."""

    activity: Activity
    offers: tuple[Offer, ...]


def groups_of(person: Person | None, today: date) -> Groups:
    if person is None:
        return Groups()
    rows = list(
        GroupMembership.objects.on(today).filter(person=person).values_list("activity_id", "is_referent")
    )
    return Groups(
        person=person.pk,
        member_of=frozenset(activity for activity, _referent in rows),
        referent_of=frozenset(activity for activity, referent in rows if referent),
    )


def activities_of(kpa: Organisation, today: date) -> QuerySet[Activity]:
    """The open activities of a KPA, by name, each with `online`: how many offers everyone sees."""
    online = Count("offers", filter=Q(offers__state=OfferState.PUBLISHED))
    rows = Activity.objects.open_on(today).filter(kpa=kpa.pk)
    return rows.annotate(online=online).order_by("name", "pk")


def group_of(activity: Activity, today: date) -> QuerySet[GroupMembership]:
    """Who is in the group today, the référent·es first."""
    rows = GroupMembership.objects.on(today).filter(activity=activity).select_related("person")
    return rows.order_by("-is_referent", "person__first_name", "pk")


def offers_of(kpa: Organisation, *, words: str = "", state: OfferState | None = None) -> list[Offer]:
    """The offers of a KPA, by activity and name. Each of the words is somewhere in the offer's text.

    Words are compared without accents or capitals, which no database does alike: a KPA has few offers.
    """
    rows = Offer.objects.filter(activity__kpa=kpa.pk).select_related("activity")
    if state is not None:
        rows = rows.in_state(state)
    wanted = fold(words).split()
    ordered = rows.order_by("activity__name", "name", "pk")
    return [offer for offer in ordered if all(word in _text_of(offer) for word in wanted)]


def _text_of(offer: Offer) -> str:
    activity = offer.activity
    return fold(f"{offer.name} {offer.description} {offer.attributes} {activity.name} {activity.trade_name}")


def offers_in(activity: Activity) -> QuerySet[Offer]:
    return activity.offers.exclude(state=OfferState.RETIRED).order_by("name", "pk")


def offer_loaded(pk: int, kpa: Organisation, today: date) -> Offer | None:
    """One offer of this KPA with its activity, options and rates of today; None elsewhere."""
    return _loaded(today).filter(pk=pk, activity__kpa=kpa.pk).first()


def options_of(offer: Offer) -> QuerySet[OfferOption]:
    return offer.options.filter(withdrawn_at=None).order_by("pk")


def catalogue(kpa: Kpa | Organisation, today: date) -> list[CatalogueActivity]:
    """What everyone may order, by activity, in a number of queries that does not depend on how much."""
    by_activity: dict[Activity, list[Offer]] = {}
    online = _online(kpa.pk, today)
    for offer in online.order_by("activity__name", "activity_id", "name", "pk"):
        by_activity.setdefault(offer.activity, []).append(offer)
    return [CatalogueActivity(activity, tuple(offers)) for activity, offers in by_activity.items()]


def has_catalogue(kpa: Kpa | Organisation, today: date) -> bool:
    """Whether something is online."""
    return _online(kpa.pk, today).exists()


def published_offer(slug: str, pk: int, today: date) -> Offer | None:
    """An offer that everyone sees, of the KPA with this address; None otherwise."""
    kpa = Kpa.objects.filter(organisation__slug=slug).values_list("pk", flat=True).first()
    return None if kpa is None else _online(kpa, today).filter(pk=pk).first()


def _online(kpa: int, today: date) -> QuerySet[Offer]:
    open_ones = Activity.objects.open_on(today).filter(kpa=kpa)
    return _loaded(today).filter(activity__in=open_ones, state=OfferState.PUBLISHED)


def _loaded(today: date) -> QuerySet[Offer]:
    return Offer.objects.select_related("activity", "author", "source").prefetch_related(
        Prefetch("options", OfferOption.objects.filter(withdrawn_at=None).order_by("pk"), "current_options"),
        Prefetch("rates", OfferRate.objects.on(today).order_by("mode"), "current_rates"),
    )
