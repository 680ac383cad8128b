from kpacite.domain.governance.models.charter import Charter, CharterVersion
from kpacite.domain.governance.models.signature import CharterSignature
from kpacite.domain.governance.models.triggers import TRIGGERS

__all__ = ["TRIGGERS", "Charter", "CharterSignature", "CharterVersion"]
