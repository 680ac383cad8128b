"""Rules of a KPA, their versions, and the people who may adopt one."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Kpa, RoleAssignment
from kpacite.domain.people.models import Person
from kpacite.domain.sharing.enums import RuleState
from kpacite.domain.sharing.models import RuleVersion, SharingRule

ONGOING = (RuleState.ADOPTED, RuleState.DRAFT)


def rules_of(kpa: Kpa) -> QuerySet[SharingRule]:
    """Rules with `ongoing`: the adopted version and the draft, where there are."""
    ongoing = RuleVersion.objects.filter(state__in=ONGOING).select_related("author").order_by("number")
    return (
        SharingRule.objects.filter(kpa=kpa)
        .select_related("activity")
        .prefetch_related(Prefetch("versions", queryset=ongoing, to_attr="ongoing"))
        .order_by("name", "pk")
    )


def versions_of(rule: SharingRule) -> QuerySet[RuleVersion]:
    """The latest first, with those who agreed."""
    return rule.versions.select_related("author").prefetch_related("agreements__person").order_by("-number")


def rule_in_force(kpa: Kpa, activity: Activity | None) -> RuleVersion | None:
    """The adopted rule of the activity, else that of the whole KPA; the latest adopted of several."""
    adopted = RuleVersion.objects.filter(rule__kpa=kpa, state=RuleState.ADOPTED).select_related("rule")
    newest = adopted.order_by("-adopted_on", "-pk")
    own = newest.filter(rule__activity=activity).first() if activity else None
    return own or newest.filter(rule__activity=None).first()


def adopted_rules(kpa: Kpa) -> QuerySet[RuleVersion]:
    """Every rule that could be applied today."""
    return (
        RuleVersion.objects.filter(rule__kpa=kpa, state=RuleState.ADOPTED)
        .select_related("rule")
        .order_by("rule__name", "pk")
    )


def people_of(kpa: Kpa, today: date) -> QuerySet[Person]:
    """Who wears a hat in the KPA today: those who may agree with a rule."""
    worn = RoleAssignment.objects.on(today).filter(organisation=kpa.organisation_id)
    return Person.objects.filter(pk__in=worn.values("person")).order_by("first_name", "last_name", "pk")
