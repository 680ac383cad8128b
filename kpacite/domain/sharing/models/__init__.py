"""What the group chose, what was shared, and what each person is owed."""

from kpacite.domain.sharing.models.pots import CommonPot, PotMove, PotProposal
from kpacite.domain.sharing.models.rules import RuleAgreement, RuleVersion, SharingRule

__all__ = ["CommonPot", "PotMove", "PotProposal", "RuleAgreement", "RuleVersion", "SharingRule"]
