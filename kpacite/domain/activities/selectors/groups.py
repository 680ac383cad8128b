from datetime import date

from django.db.models import Q, QuerySet

from kpacite.domain.activities.enums import GroupWish
from kpacite.domain.activities.models import Activity, GroupMembership, GroupRequest
from kpacite.domain.activities.selectors.catalogue import Groups
from kpacite.domain.organisations.models import Organisation, RoleAssignment
from kpacite.domain.people.models import Person
from kpacite.platform.asking import Question, rows_of

MOST_WAITING = 20


def place_in(activity: Activity, person: Person, today: date) -> GroupMembership | None:
    """The place that this person holds in the group today."""
    return GroupMembership.objects.on(today).filter(activity=activity, person=person).first()


def waiting_requests(activity: Activity) -> QuerySet[GroupRequest]:
    """What the group has not answered yet, the oldest first."""
    return GroupRequest.objects.waiting().filter(activity=activity).select_related("person").order_by("pk")


def answerable_asked(kpa: Organisation, groups: Groups, *, coordinates: bool) -> Question:
    """Those that this person may answer (`may_answer` says why), as a question.

    `{"pk", "first_name", "last_name", "activity", "code", "wish"}` of each.
    """
    rows = GroupRequest.objects.waiting().filter(activity__kpa=kpa.pk).exclude(person=groups.person)
    if not coordinates:
        mine = Q(activity__in=groups.member_of, wish=GroupWish.MEMBER)
        rows = rows.filter(mine | Q(activity__in=groups.referent_of))
    names = {"first_name": "person__first_name", "last_name": "person__last_name"}
    trade = {"activity": "activity__name", "code": "activity__code"}
    return rows_of(rows.order_by("pk"), most=MOST_WAITING, pk="pk", wish="wish", **names, **trade)


def request_in(activity: Activity, key: int) -> GroupRequest | None:
    rows = GroupRequest.objects.filter(activity=activity, pk=key)
    return rows.select_related("person", "activity").first()


def has_asked(activity: Activity, person: Person) -> bool:
    return GroupRequest.objects.waiting().filter(activity=activity, person=person).exists()


def people_outside(activity: Activity, kpa: Organisation, today: date) -> QuerySet[Person]:
    """Who has a role in the KPA today and is not in the group, by name."""
    here = RoleAssignment.objects.on(today).filter(organisation=kpa).values("person")
    inside = GroupMembership.objects.on(today).filter(activity=activity).values("person")
    return Person.objects.filter(pk__in=here).exclude(pk__in=inside).order_by("first_name", "last_name", "pk")


def past_mandates(activity: Activity, today: date) -> QuerySet[GroupMembership]:
    """Mandates of référent·es that are over, the latest first."""
    rows = GroupMembership.objects.filter(activity=activity, is_referent=True, end__lte=today)
    return rows.select_related("person").order_by("-end", "pk")
