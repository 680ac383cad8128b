from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from kpacite.domain.organisations import rules
from kpacite.domain.organisations.enums import LinkRole, OrganisationKind, ParameterCode, Role
from kpacite.domain.organisations.models import Invitation, KpaLink, Organisation, RoleAssignment
from kpacite.domain.organisations.selectors.facts import parameter
from kpacite.domain.people.models import Person

# The hat worn in a linked organisation that opens the KPA to its wearer, and by which link.
LINK_OF_ROLE = {
    Role.HOST_ADMIN: LinkRole.HOST_ASSOCIATION,
    Role.CARRIER_ACCOUNTANT: LinkRole.LEGAL_CARRIER,
}


@dataclass(frozen=True, slots=True)
class Hat:
    """One role worn today. `organisation` is in memory: showing it costs no query."""

    role: Role
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class Hats:
    """Everything a person is today, as permissions read it. Nobody: `Hats()`.

    `linked` holds (role, key of a KPA) for the KPAs reached through a host association or a carrier.
    """

    worn: tuple[Hat, ...] = ()
    linked: frozenset[tuple[Role, int]] = frozenset()

    def roles_in(self, organisation: Organisation) -> frozenset[Role]:
        """Roles worn in this organisation itself."""
        return frozenset(hat.role for hat in self.worn if hat.organisation.pk == organisation.pk)

    def linked_roles(self, organisation: Organisation) -> frozenset[Role]:
        """Roles worn in a host association or a carrier of this KPA."""
        return frozenset(role for role, kpa in self.linked if kpa == organisation.pk)

    def has(self, *roles: Role) -> bool:
        return any(hat.role in roles for hat in self.worn)


def hats_of(person: Person | None, today: date) -> Hats:
    """At most two queries: the hats, then the KPAs that they reach through another organisation."""
    if person is None:
        return Hats()
    rows = hats_worn_by(person, today).select_related("organisation")
    worn = tuple(Hat(Role(row.role), row.organisation) for row in rows)
    return Hats(worn=worn, linked=_linked(worn, today))


def hats_worn_by(person: Person, today: date) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.on(today).filter(person=person).order_by("start", "pk")


def _linked(worn: Iterable[Hat], today: date) -> frozenset[tuple[Role, int]]:
    wanted = {
        (hat.organisation.pk, LINK_OF_ROLE[hat.role]): hat.role for hat in worn if hat.role in LINK_OF_ROLE
    }
    if not wanted:
        return frozenset()
    links = _links_on(today).filter(organisation__in={key for key, _role in wanted})
    pairs = links.values_list("organisation_id", "role", "kpa_id")
    return frozenset(
        (wanted[organisation, LinkRole(role)], kpa)
        for organisation, role, kpa in pairs
        if (organisation, LinkRole(role)) in wanted
    )


def _links_on(today: date) -> QuerySet[KpaLink]:
    return KpaLink.objects.filter(Q(start=None) | Q(start__lte=today), Q(end=None) | Q(end__gt=today))


def holds_staff_role(person: Person, today: date) -> bool:
    """Whether she wears a hat for which sign-in asks a second factor."""
    return RoleAssignment.objects.on(today).filter(person=person).wearing(*rules.STAFF_ROLES).exists()


def hats_worn_in(organisation: Organisation, today: date, *roles: Role) -> QuerySet[RoleAssignment]:
    """Who wears which hat here today (one of these, when given), with the persons."""
    rows = RoleAssignment.objects.on(today).filter(organisation=organisation)
    if roles:
        rows = rows.wearing(*roles)
    return rows.select_related("person").order_by("role", "person__first_name", "pk")


def administrators(organisation: Organisation, today: date) -> list[Person]:
    """The persons who coordinate this KPA today."""
    return [hat.person for hat in hats_worn_in(organisation, today, Role.KPA_COORDINATOR)]


def administrators_missing(organisation: Organisation, today: date) -> int:
    """How many more administrators this KPA needs today; 0 when it has enough."""
    required = parameter(code=ParameterCode.MIN_ADMINISTRATORS, organisation=organisation, on=today)
    return rules.administrators_missing(len(administrators(organisation, today)), required)


def carried_kpas(carrier: Organisation, today: date) -> QuerySet[Organisation]:
    """The KPAs that this organisation carries today."""
    links = _links_on(today).filter(organisation=carrier, role=LinkRole.LEGAL_CARRIER)
    kpas = Organisation.objects.filter(kind=OrganisationKind.KPA, pk__in=links.values("kpa_id"))
    return kpas.order_by("name")


def invitation_by_token(token: str, now: datetime) -> Invitation | None:
    """The invitation that this token still opens; None when it is unknown, used, withdrawn or too old."""
    rows = Invitation.objects.pending(now).select_related("organisation", "person")
    return rows.filter(token_hash=rules.token_hash(token)).first()


def pending_invitations(organisation: Organisation, now: datetime) -> QuerySet[Invitation]:
    rows = Invitation.objects.pending(now).filter(organisation=organisation)
    return rows.select_related("person", "invited_by__person").order_by("created_at", "pk")
