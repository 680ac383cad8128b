"""The rules of this area. A gate leaves on the request what it loaded: `job`, `groups`, `feed`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import permissions, selectors
from kpacite.domain.activities.models import Activity, Job
from kpacite.domain.contracts.permissions import may_see_states
from kpacite.interfaces.www.activities.gates import groups_of
from kpacite.interfaces.www.gates import KPA_MEMBER, hats_of
from kpacite.platform.access import Access, Verdict


def may_plan(request: HttpRequest, activity: Activity) -> bool:
    return permissions.may_plan(hats_of(request), groups_of(request), request.organisation, activity)


def may_take(request: HttpRequest, job: Job) -> bool:
    asked = any(shift.person_id == request.user.person_id for shift in job.standing_shifts)
    return permissions.may_take(
        hats_of(request), groups_of(request), request.organisation, job.activity, asked=asked
    )


def sees_why_unpaid(request: HttpRequest) -> bool:
    """What a contract lacks is told to those who follow the files; the group only learns that it lacks."""
    return may_see_states(hats_of(request), request.organisation)


def _on_job(rule: Callable[[HttpRequest, Job], bool] | None = None) -> Callable[..., Verdict]:
    """404 for a job of another KPA, 403 for a member who may not do this to this job."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = KPA_MEMBER.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        request.job = selectors.job_of(request.organisation, kwargs["job"])
        if request.job is None:
            return Verdict.NOT_FOUND
        return Verdict.YES if rule is None or rule(request, request.job) else Verdict.FORBIDDEN

    return verdict


def _group(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    """403 for a member who is not in the group."""
    entered = KPA_MEMBER.verdict(request, kwargs)
    if entered is not Verdict.YES:
        return entered
    request.activity = Activity.objects.filter(
        kpa=request.organisation.pk, code=kwargs["code"].upper()
    ).first()
    if request.activity is None:
        return Verdict.NOT_FOUND
    return Verdict.YES if may_plan(request, request.activity) else Verdict.FORBIDDEN


def _feed(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    request.feed = selectors.feed_by_token(kwargs["token"], timezone.localdate())
    return Verdict.YES if request.feed else Verdict.NOT_FOUND


JOB_READER = Access("job_reader", _("Les membres de ce KPA"), _on_job())
JOB_PLANNER = Access(
    "job_planner",
    _("Le groupe de l’activité et la coordination de ce KPA"),
    _on_job(lambda request, job: may_plan(request, job.activity)),
)
GROUP_PLANNER = Access("group_planner", _("Le groupe de l’activité et la coordination de ce KPA"), _group)
JOB_TAKER = Access(
    "job_taker",
    _("Le groupe de l’activité, les personnes à qui on l’a proposé, la coordination de ce KPA"),
    _on_job(may_take),
)
CALENDAR_FEED = Access("calendar_feed", _("Le calendrier qui a le lien secret"), _feed)
