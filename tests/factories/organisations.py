from datetime import date
from itertools import count

from kpacite.domain.organisations.enums import (
    CarrierType,
    KpaStatus,
    LinkRole,
    OrganisationKind,
    Role,
    TagKind,
)
from kpacite.domain.organisations.models import (
    Kpa,
    KpaLink,
    KpaStatusPeriod,
    KpaTag,
    Organisation,
    Place,
    RoleAssignment,
    SourceDocument,
    Tag,
)
from kpacite.domain.people.models import Account, Person

LONG_AGO = date(2024, 1, 1)
_ranks = count(1)


def make_organisation(
    name: str = "", kind: OrganisationKind = OrganisationKind.PARTNER, **fields: object
) -> Organisation:
    rank = next(_ranks)
    name = name or f"Organisation {rank}"
    return Organisation.objects.create(
        **({"kind": kind, "name": name, "slug": f"organisation-{rank}"} | fields)
    )


def make_kpa(name: str = "", status: KpaStatus | None = KpaStatus.ACTIVE, **fields: object) -> Kpa:
    """A KPA in activity for long, in Roubaix unless `place` says otherwise; `slug` to choose its address."""
    rank = next(_ranks)
    identity = {"name": name or f"KPA {rank}", "slug": fields.pop("slug", f"kpa-{rank}")}
    organisation = Organisation.objects.create(kind=OrganisationKind.KPA, **identity)
    place = fields.pop("place", None) or make_place(name=f"Lieu {rank}")
    kpa = Kpa.objects.create(organisation=organisation, place=place, **fields)
    if status:
        KpaStatusPeriod.objects.create(kpa=kpa, status=status, start=LONG_AGO)
    return kpa


def make_place(name: str = "", **fields: object) -> Place:
    name = name or f"Lieu {next(_ranks)}"
    return Place.objects.create(**({"name": name, "city": "Roubaix", "insee_code": "59512"} | fields))


def make_tag(name: str, kind: TagKind = TagKind.ACTIVITY) -> Tag:
    return Tag.objects.get_or_create(kind=kind, slug=name.lower().replace(" ", "-"), defaults={"name": name})[
        0
    ]


def make_kpa_tag(kpa: Kpa, name: str, kind: TagKind = TagKind.ACTIVITY) -> KpaTag:
    return KpaTag.objects.create(kpa=kpa, tag=make_tag(name, kind))


def make_source(key: str = "") -> SourceDocument:
    key = key or f"s{next(_ranks)}"
    return SourceDocument.objects.create(key=key, title=f"Document {key}", date_words="2019")


def wear(
    who: Account | Person,
    role: Role,
    organisation: Organisation,
    start: date = LONG_AGO,
    end: date | None = None,
) -> RoleAssignment:
    """Put a hat on someone, in force for long and without end unless told otherwise."""
    person = who.person if isinstance(who, Account) else who
    return RoleAssignment.objects.create(
        person=person, role=role, organisation=organisation, start=start, end=end
    )


def carry(kpa: Kpa, carrier: Organisation, **fields: object) -> KpaLink:
    """Link a KPA to the structure that carries it."""
    details = {"carrier_type": CarrierType.CAE, "start": LONG_AGO} | fields
    return KpaLink.objects.create(kpa=kpa, organisation=carrier, role=LinkRole.LEGAL_CARRIER, **details)
