from kpacite.domain.paths.models.circle import Orientation, SupportMember
from kpacite.domain.paths.models.commitments import CommitmentExemption, CommitmentTerms
from kpacite.domain.paths.models.facts import PersonFacts, PersonReference, SensitiveFacts
from kpacite.domain.paths.models.forgetting import ForgettingNotice
from kpacite.domain.paths.models.partners import PartnerService, ReferralSource
from kpacite.domain.paths.models.path import Exit, Path
from kpacite.domain.paths.models.skills import Badge, BadgeAward, ShownSkill, Skill, SkillView
from kpacite.domain.paths.models.stages import PathCompanion, PathStage, StageMove
from kpacite.domain.paths.models.support import Appointment, AppointmentAction, SupportNote
from kpacite.domain.paths.models.triggers import TRIGGERS

__all__ = [
    "TRIGGERS",
    "Appointment",
    "AppointmentAction",
    "Badge",
    "BadgeAward",
    "CommitmentExemption",
    "CommitmentTerms",
    "Exit",
    "ForgettingNotice",
    "Orientation",
    "PartnerService",
    "Path",
    "PathCompanion",
    "PathStage",
    "PersonFacts",
    "PersonReference",
    "ReferralSource",
    "SensitiveFacts",
    "ShownSkill",
    "Skill",
    "SkillView",
    "StageMove",
    "SupportMember",
    "SupportNote",
]
