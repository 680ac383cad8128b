from kpacite.domain.activities.models.catalogue import (
    Activity,
    GroupMembership,
    Offer,
    OfferOption,
    OfferRate,
)
from kpacite.domain.activities.models.feeds import CalendarFeed
from kpacite.domain.activities.models.groups import GroupRequest
from kpacite.domain.activities.models.hours import HoursClosing, WorkClaim, WorkConfirmation, WorkEntry
from kpacite.domain.activities.models.jobs import Job, JobShift
from kpacite.domain.activities.models.tasks import TaskCoefficient
from kpacite.domain.activities.models.triggers import TRIGGERS

__all__ = [
    "TRIGGERS",
    "Activity",
    "CalendarFeed",
    "GroupMembership",
    "GroupRequest",
    "HoursClosing",
    "Job",
    "JobShift",
    "Offer",
    "OfferOption",
    "OfferRate",
    "TaskCoefficient",
    "WorkClaim",
    "WorkConfirmation",
    "WorkEntry",
]
