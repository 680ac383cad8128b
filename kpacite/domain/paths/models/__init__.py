from kpacite.domain.paths.models.facts import PersonFacts, PersonReference, SensitiveFacts
from kpacite.domain.paths.models.path import Exit, Path
from kpacite.domain.paths.models.triggers import TRIGGERS

__all__ = ["TRIGGERS", "Exit", "Path", "PersonFacts", "PersonReference", "SensitiveFacts"]
