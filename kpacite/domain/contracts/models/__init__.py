from kpacite.domain.contracts.models.contract import ContractPeriod, SupportContract
from kpacite.domain.contracts.models.papers import (
    ContractTemplate,
    Declaration,
    InsuranceCheck,
    SupportingDocument,
)
from kpacite.domain.contracts.models.signature import (
    AssociateReminder,
    ContractReminder,
    ContractSignature,
    IssuedContract,
)
from kpacite.domain.contracts.models.triggers import TRIGGERS

__all__ = [
    "TRIGGERS",
    "AssociateReminder",
    "ContractPeriod",
    "ContractReminder",
    "ContractSignature",
    "ContractTemplate",
    "Declaration",
    "InsuranceCheck",
    "IssuedContract",
    "SupportContract",
    "SupportingDocument",
]
