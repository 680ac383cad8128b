"""What must hold, told without a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from hashlib import sha256

from kpacite.domain.organisations.enums import (
    KpaStatus,
    LinkRole,
    OrganisationKind,
    ParameterCode,
    Recurrence,
    Role,
    Unit,
)

SIREN_LENGTH = 9

# First segments of the site's own addresses: an organisation lives at /<slug>/ and must not hide them.
RESERVED_SLUGS = (
    "accessibilite",
    "accounts",
    "accueil",
    "actualites",
    "admin",
    "agenda",
    "aide",
    "annuaire",
    "api",
    "appels",
    "ar",
    "bilan",
    "boutique",
    "cae",
    "carte",
    "cartes",
    "chercher",
    "code",
    "commander",
    "composants",
    "compte",
    "comptes",
    "connexion",
    "contact",
    "d",
    "deconnexion",
    "demo",
    "documents",
    "donnees-personnelles",
    "en",
    "erreur",
    "evenements",
    "f",
    "favicon",
    "fichiers",
    "financeur",
    "financeurs",
    "formations",
    "fr",
    "inscription",
    "invitation",
    "invitations",
    "kpa",
    "labels",
    "lancer-un-kpa",
    "langue",
    "lecture",
    "licence",
    "manifest",
    "media",
    "mentions-legales",
    "menu",
    "moi",
    "mot-de-passe",
    "nouvelles",
    "plan-du-site",
    "recherche",
    "rejoindre",
    "reseau",
    "ressources",
    "robots",
    "sante",
    "securite",
    "sitemap",
    "static",
    "statistiques",
    "telecharger",
    "webhooks",
)

# Hats that open another person's file or settings: two factors are asked of them at sign-in.
STAFF_ROLES = frozenset(
    {Role.KPA_COORDINATOR, Role.HOST_ADMIN, Role.CARRIER_ACCOUNTANT, Role.NETWORK_COORDINATION}
)

# Hats by which one belongs to a KPA. Document 000: members, référent·es and contributors share the same
# screens (« réduction de la frontière »).
KPA_ROLES = frozenset(
    {Role.COOPERATOR, Role.REFERENT, Role.CONTRIBUTOR, Role.KPA_COORDINATOR, Role.HOST_ADMIN}
)

# « Pouvoir devenir eux/elles-mêmes animateurs.trices »: what any member may ask for by herself.
ASKABLE_ROLES = (Role.REFERENT, Role.CONTRIBUTOR, Role.KPA_COORDINATOR)

ROLES_OF_KIND: Mapping[OrganisationKind, frozenset[Role]] = {
    OrganisationKind.KPA: KPA_ROLES,
    OrganisationKind.CARRIER: frozenset({Role.CARRIER_ACCOUNTANT}),
    # Two KPAs are carried by their own association: it then keeps the accounts too.
    OrganisationKind.ASSOCIATION: frozenset({Role.HOST_ADMIN, Role.CARRIER_ACCOUNTANT, Role.FUNDER}),
    OrganisationKind.NETWORK: frozenset({Role.NETWORK_COORDINATION}),
    OrganisationKind.PARTNER: frozenset({Role.FUNDER}),
    OrganisationKind.PUBLIC_BODY: frozenset({Role.FUNDER}),
}

# Who may give which hat. The coordination of a KPA is given by its coordination or by the network's.
INVITABLE_BY: Mapping[Role, frozenset[Role]] = {
    Role.KPA_COORDINATOR: KPA_ROLES,
    Role.HOST_ADMIN: frozenset({Role.HOST_ADMIN}),
    Role.CARRIER_ACCOUNTANT: frozenset({Role.CARRIER_ACCOUNTANT}),
    Role.NETWORK_COORDINATION: frozenset(
        {
            Role.NETWORK_COORDINATION,
            Role.KPA_COORDINATOR,
            Role.HOST_ADMIN,
            Role.CARRIER_ACCOUNTANT,
            Role.FUNDER,
        }
    ),
}

STATUS_TRANSITIONS: Mapping[KpaStatus | None, frozenset[KpaStatus]] = {
    None: frozenset({KpaStatus.CONSIDERING, KpaStatus.LAUNCHING, KpaStatus.ACTIVE}),
    KpaStatus.CONSIDERING: frozenset({KpaStatus.LAUNCHING, KpaStatus.ACTIVE, KpaStatus.LEFT}),
    KpaStatus.LAUNCHING: frozenset(
        {KpaStatus.ACTIVE, KpaStatus.PAUSED, KpaStatus.CONSIDERING, KpaStatus.LEFT}
    ),
    KpaStatus.ACTIVE: frozenset({KpaStatus.PAUSED, KpaStatus.LEFT}),
    # Document 000: « (Re)-démarrage » — a KPA may stop and start again.
    KpaStatus.PAUSED: frozenset({KpaStatus.LAUNCHING, KpaStatus.ACTIVE, KpaStatus.LEFT}),
    KpaStatus.LEFT: frozenset({KpaStatus.CONSIDERING, KpaStatus.LAUNCHING, KpaStatus.ACTIVE}),
}

# Kinds of organisation that may hold a link role. One body may hold both main roles (document 003).
KINDS_OF_LINK: Mapping[LinkRole, frozenset[OrganisationKind]] = {
    LinkRole.HOST_ASSOCIATION: frozenset(
        {OrganisationKind.ASSOCIATION, OrganisationKind.PARTNER, OrganisationKind.PUBLIC_BODY}
    ),
    LinkRole.LEGAL_CARRIER: frozenset({OrganisationKind.CARRIER, OrganisationKind.ASSOCIATION}),
    LinkRole.VENUE_HOST: frozenset(
        {OrganisationKind.ASSOCIATION, OrganisationKind.PARTNER, OrganisationKind.PUBLIC_BODY}
    ),
}


class Limit(Enum):
    """How far a KPA may leave a value of the network."""

    ONLY_RISES = "only_rises"
    ONLY_FALLS = "only_falls"


# Contradictions X16 and X24: the network's value is a floor for the age, a ceiling for the path.
LOCAL_LIMITS: Mapping[ParameterCode, Limit] = {
    ParameterCode.MIN_AGE: Limit.ONLY_RISES,
    ParameterCode.MIN_ADMINISTRATORS: Limit.ONLY_RISES,
    ParameterCode.PATH_MAX_MONTHS: Limit.ONLY_FALLS,
    ParameterCode.WELCOME_KEPT_MONTHS: Limit.ONLY_FALLS,
}

# In force until the network sets its own, dated and sourced, by `set_parameter`.
DEFAULTS: Mapping[ParameterCode, int] = {
    ParameterCode.MIN_AGE: 16,
    ParameterCode.MIN_ADMINISTRATORS: 2,
    ParameterCode.INVITATION_DAYS: 7,
    ParameterCode.PATH_MAX_MONTHS: 36,
    ParameterCode.LABELS_ENABLED: 0,
    ParameterCode.SHARING_ANSWER_DAYS: 7,
    # A day of the month, that each carrier sets; none until then: a request leaves with the next batch.
    ParameterCode.PAY_CUT_OFF_DAY: 0,
    # Each KPA's charter says how many; none is asked until then.
    ParameterCode.COMMON_ACTION_HOURS: 0,
    # No document says: two weeks, and the six weeks of the mock-up, until a KPA sets its own (« exemple »).
    ParameterCode.ORIENTATION_ANSWER_DAYS: 15,
    ParameterCode.SILENCE_DAYS: 42,
    # CNIL, délibération 2021-028: two years after the last contact.
    ParameterCode.WELCOME_KEPT_MONTHS: 24,
    # An example: no document of the network gives it. The yearly hours of the labour code, article L3121-41.
    ParameterCode.FTE_HOURS: 1607,
}

TENTHS = frozenset({Unit.FTE_TENTHS, Unit.PERCENT_TENTHS})


def token_hash(token: str) -> str:
    """What is kept of an invitation's token: enough to know it again, not to rebuild it."""
    return sha256(token.encode()).hexdigest()


def decimal_value(unit: Unit, value: int) -> Decimal:
    """The number that people read: 15 tenths are 1.5, 3 500 000 cents are 35 000."""
    if unit == Unit.EURO_CENTS:
        return Decimal(value).scaleb(-2)
    return Decimal(value).scaleb(-1) if unit in TENTHS else Decimal(value)


def role_fits(role: Role, kind: OrganisationKind) -> bool:
    return role in ROLES_OF_KIND[kind]


def roles_invitable_by(hats: Iterable[Role]) -> frozenset[Role]:
    """Every role that someone wearing these hats may give in the organisation where she wears them."""
    return frozenset().union(*(INVITABLE_BY.get(hat, frozenset()) for hat in hats))


def administrators_missing(count: int, required: int) -> int:
    """How many administrators a KPA still needs, so that it never depends on one person.

    An administrator of a KPA is a person who wears its coordination hat today.
    """
    return max(0, required - count)


def overlaps(start: date, end: date | None, other_start: date, other_end: date | None) -> bool:
    """Whether [start, end) and [other_start, other_end) share a day; None: still running."""
    if start == end or other_start == other_end:
        return False
    return (end is None or other_start < end) and (other_end is None or start < other_end)


def status_may_become(current: KpaStatus | None, new: KpaStatus) -> bool:
    return new in STATUS_TRANSITIONS[current]


@dataclass(frozen=True, slots=True)
class Slot:
    """A welcome slot, as far as its days are concerned."""

    recurrence: Recurrence
    weekday: int | None
    day: date | None
    valid_to: date | None = None


def next_days(slot: Slot, *, today: date, count: int) -> list[date]:
    """The next `count` days of a slot from `today` on (today included), before `valid_to`."""
    if slot.recurrence == Recurrence.ONCE:
        days = [slot.day] if slot.day is not None and slot.day >= today else []
    else:
        weekday = slot.weekday if slot.weekday is not None else today.weekday()
        first = today + timedelta(days=(weekday - today.weekday()) % 7)
        days = [first + timedelta(weeks=week) for week in range(count)]
    return [day for day in days if slot.valid_to is None or day < slot.valid_to]
