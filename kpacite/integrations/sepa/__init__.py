"""SEPA credit transfers: the file that a bank takes to pay several people at once (pain.001)."""

from kpacite.integrations.sepa.pay import pay_file
from kpacite.integrations.sepa.transfers import (
    PAIN,
    Address,
    Debtor,
    DuplicateTransfer,
    InvalidTransfer,
    NoTransfer,
    Transfer,
    transfer_file,
)

__all__ = [
    "PAIN",
    "Address",
    "Debtor",
    "DuplicateTransfer",
    "InvalidTransfer",
    "NoTransfer",
    "Transfer",
    "pay_file",
    "transfer_file",
]
