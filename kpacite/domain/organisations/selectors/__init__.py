from kpacite.domain.organisations.selectors.directory import (
    Directory,
    DirectoryQuery,
    Facet,
    KpaCard,
    kpa_counts,
    kpa_directory,
)
from kpacite.domain.organisations.selectors.facts import (
    checklists,
    facts_of,
    network,
    parameter,
    parameter_asked,
)
from kpacite.domain.organisations.selectors.hat_requests import (
    askable_roles,
    hat_request_in,
    hat_requests_asked,
    own_hat_requests,
)
from kpacite.domain.organisations.selectors.hats import (
    Hat,
    Hats,
    administrators,
    administrators_missing,
    carried_kpas,
    hats_of,
    hats_worn_in,
    holds_staff_role,
    invitation_by_token,
    pending_invitations,
)
from kpacite.domain.organisations.selectors.inbox import inbox, waiting_count
from kpacite.domain.organisations.selectors.kpa_page import KpaPage, kpa_page
from kpacite.domain.organisations.selectors.welcome import (
    WelcomeSession,
    next_sessions_of,
    next_welcome_sessions,
)

__all__ = [
    "Directory",
    "DirectoryQuery",
    "Facet",
    "Hat",
    "Hats",
    "KpaCard",
    "KpaPage",
    "WelcomeSession",
    "administrators",
    "administrators_missing",
    "askable_roles",
    "carried_kpas",
    "checklists",
    "facts_of",
    "hat_request_in",
    "hat_requests_asked",
    "hats_of",
    "hats_worn_in",
    "holds_staff_role",
    "inbox",
    "invitation_by_token",
    "kpa_counts",
    "kpa_directory",
    "kpa_page",
    "network",
    "next_sessions_of",
    "next_welcome_sessions",
    "own_hat_requests",
    "parameter",
    "parameter_asked",
    "pending_invitations",
    "waiting_count",
]
