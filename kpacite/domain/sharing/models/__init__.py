"""What the group chose, what was shared, and what each person is owed."""

from kpacite.domain.sharing.models.balances import (
    BalanceMove,
    PayBatch,
    PayoutCeiling,
    PayRequest,
    TransferFile,
)
from kpacite.domain.sharing.models.pots import CommonPot, PotMove, PotProposal
from kpacite.domain.sharing.models.rules import RuleAgreement, RuleVersion, SharingRule
from kpacite.domain.sharing.models.sharings import (
    CashPart,
    SharedExpense,
    Sharing,
    SharingLine,
    SharingPerson,
    SharingValidation,
)

__all__ = [
    "BalanceMove",
    "CashPart",
    "CommonPot",
    "PayBatch",
    "PayRequest",
    "PayoutCeiling",
    "PotMove",
    "PotProposal",
    "RuleAgreement",
    "RuleVersion",
    "SharedExpense",
    "Sharing",
    "SharingLine",
    "SharingPerson",
    "SharingRule",
    "SharingValidation",
    "TransferFile",
]
