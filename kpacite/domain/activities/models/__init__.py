from kpacite.domain.activities.models.catalogue import (
    Activity,
    GroupMembership,
    Offer,
    OfferOption,
    OfferRate,
)
from kpacite.domain.activities.models.jobs import Job, JobShift

__all__ = ["Activity", "GroupMembership", "Job", "JobShift", "Offer", "OfferOption", "OfferRate"]
