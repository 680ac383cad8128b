from kpacite.domain.paths.models.facts import PersonFacts, PersonReference, SensitiveFacts
from kpacite.domain.paths.models.path import Exit, Path
from kpacite.domain.paths.models.stages import PathCompanion, PathStage, StageMove
from kpacite.domain.paths.models.triggers import TRIGGERS

__all__ = [
    "TRIGGERS",
    "Exit",
    "Path",
    "PathCompanion",
    "PathStage",
    "PersonFacts",
    "PersonReference",
    "SensitiveFacts",
    "StageMove",
]
