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
from kpacite.domain.activities.models.training_triggers import TRIGGERS as TRAINING_TRIGGERS
from kpacite.domain.activities.models.trainings import Training, TrainingSeat
from kpacite.domain.activities.models.triggers import TRIGGERS as HOURS_TRIGGERS

TRIGGERS = (*HOURS_TRIGGERS, *TRAINING_TRIGGERS)

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
    "Training",
    "TrainingSeat",
    "WorkClaim",
    "WorkConfirmation",
    "WorkEntry",
]
