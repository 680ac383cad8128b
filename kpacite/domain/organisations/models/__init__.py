from kpacite.domain.organisations.models.contact import ContactMessage, WelcomeSlot
from kpacite.domain.organisations.models.facts import (
    Checklist,
    ChecklistItem,
    DatedFact,
    Parameter,
    SourceDocument,
)
from kpacite.domain.organisations.models.hats import HatRequest, Invitation, RoleAssignment
from kpacite.domain.organisations.models.links import KpaLink, KpaTag, PartnerRelation, Tag, WebLink
from kpacite.domain.organisations.models.organisation import (
    Cohort,
    Kpa,
    KpaAlias,
    KpaStatusPeriod,
    Organisation,
)
from kpacite.domain.organisations.models.places import Neighbourhood, Place

__all__ = [
    "Checklist",
    "ChecklistItem",
    "Cohort",
    "ContactMessage",
    "DatedFact",
    "HatRequest",
    "Invitation",
    "Kpa",
    "KpaAlias",
    "KpaLink",
    "KpaStatusPeriod",
    "KpaTag",
    "Neighbourhood",
    "Organisation",
    "Parameter",
    "PartnerRelation",
    "Place",
    "RoleAssignment",
    "SourceDocument",
    "Tag",
    "WebLink",
    "WelcomeSlot",
]
