from kpacite.domain.sales.selectors.clients import (
    ClientCursor,
    ClientPage,
    ClientRow,
    client_of,
    clients_of,
    clients_page,
    duplicate_groups,
    duplicates_of,
    look_alikes,
)
from kpacite.domain.sales.selectors.seats import Seat, seat_of

__all__ = [
    "ClientCursor",
    "ClientPage",
    "ClientRow",
    "Seat",
    "client_of",
    "clients_of",
    "clients_page",
    "duplicate_groups",
    "duplicates_of",
    "look_alikes",
    "seat_of",
]
