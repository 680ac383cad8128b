from kpacite.domain.sales.services import expenses, payments
from kpacite.domain.sales.services.clients import (
    AlreadyMerged,
    ClientDetails,
    NotTheSameBook,
    WrongVatNumber,
    add_contact,
    archive_contact,
    create_client,
    edit_client,
    locked_client,
    merge_clients,
)
from kpacite.domain.sales.services.errors import ChangedMeanwhile

__all__ = [
    "AlreadyMerged",
    "ChangedMeanwhile",
    "ClientDetails",
    "NotTheSameBook",
    "WrongVatNumber",
    "add_contact",
    "archive_contact",
    "create_client",
    "edit_client",
    "expenses",
    "locked_client",
    "merge_clients",
    "payments",
]
