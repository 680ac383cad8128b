from kpacite.domain.members.models.lending import LentThing
from kpacite.domain.members.models.links import WelcomeLink
from kpacite.domain.members.models.mediation import MediationCase, MediationHandOver, MediationParty
from kpacite.domain.members.models.membership import LegalGuardian, Membership, MembershipPause
from kpacite.domain.members.models.triggers import TRIGGERS
from kpacite.domain.members.models.welcome import (
    WelcomeAnswer,
    WelcomeFile,
    WelcomeQuestion,
    WelcomeStep,
    WelcomeTick,
)

__all__ = [
    "TRIGGERS",
    "LegalGuardian",
    "LentThing",
    "MediationCase",
    "MediationHandOver",
    "MediationParty",
    "Membership",
    "MembershipPause",
    "WelcomeAnswer",
    "WelcomeFile",
    "WelcomeLink",
    "WelcomeQuestion",
    "WelcomeStep",
    "WelcomeTick",
]
