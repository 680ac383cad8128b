from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations import rules
from kpacite.domain.organisations.enums import (
    CarrierType,
    KpaStatus,
    LinkRole,
    OrganisationKind,
    PartnerStage,
    Precision,
    TagKind,
    WebLinkKind,
)
from kpacite.domain.organisations.models import (
    Cohort,
    Kpa,
    KpaAlias,
    KpaLink,
    KpaStatusPeriod,
    KpaTag,
    Neighbourhood,
    Organisation,
    PartnerRelation,
    Place,
    SourceDocument,
    Tag,
    WebLink,
)
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.kernel.errors import DomainError
from kpacite.kernel.ids import parse_siren
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class StatusCannotFollow(DomainError):
    code = "organisations.status_cannot_follow"
    sentence = _("Ce KPA ne peut pas passer de son statut à celui-là.")
    field = "status"


class StatusBeforeThePresentOne(DomainError):
    code = "organisations.status_before_the_present_one"
    sentence = _("Le nouveau statut commence après le statut en cours.")
    field = "start"


class LinkDoesNotFit(DomainError):
    code = "organisations.link_does_not_fit"
    sentence = _("Cette organisation ne peut pas avoir ce rôle auprès d’un KPA.")
    field = "role"


class TagAlreadyRemoved(DomainError):
    code = "organisations.tag_already_removed"
    sentence = _("Ce mot est déjà retiré.")


class LinkAlreadyEnded(DomainError):
    code = "organisations.link_already_ended"
    sentence = _("Ce lien est déjà fini.")


class OrganisationDetails(TypedDict, total=False):
    siren: str
    contact_email: str
    contact_phone: str
    website: str
    about: str
    is_example: bool


class KpaDetails(TypedDict, total=False):
    baseline: str
    story: str
    opening_hours: str
    place: Place | None
    neighbourhood: Neighbourhood | None


class ProfileChanges(KpaDetails, total=False):
    about: str
    contact_email: str
    contact_phone: str
    website: str


KPA_FIELDS = frozenset(KpaDetails.__annotations__)
SHARED_FIELDS = frozenset(ProfileChanges.__annotations__) - KPA_FIELDS


class StatusDetails(TypedDict, total=False):
    start_precision: Precision
    start_words: str
    confirmed_on: date | None
    source: SourceDocument | None


class LinkDetails(TypedDict, total=False):
    carrier_type: CarrierType
    start: date | None
    quote: str
    source: SourceDocument | None


class Sourced(TypedDict, total=False):
    quote: str
    source: SourceDocument | None


class TagDetails(Sourced, total=False):
    is_planned: bool


class PartnerDetails(Sourced, total=False):
    since: date | None


class WebLinkDetails(TypedDict, total=False):
    url: str
    source: SourceDocument | None


def locked_organisation(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


def locked_kpa(kpa: Kpa) -> Kpa:
    rows = Kpa.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=kpa.pk)


@transaction.atomic
def create_organisation(
    *,
    kind: OrganisationKind,
    name: str,
    slug: str,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[OrganisationDetails],
) -> Organisation:
    """Register a body of the network. Raises `Refused`, or `InvalidSiren` for a wrong number."""
    if details.get("siren"):
        details["siren"] = parse_siren(details["siren"])
    organisation = save_checked(Organisation(kind=kind, name=name, slug=slug, **details))
    audit.record(actor=actor, action="organisations.organisation.created", target=organisation, at=now)
    return organisation


@transaction.atomic
def open_kpa(
    *,
    organisation: Organisation,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[KpaDetails],
) -> Kpa:
    """Give an organisation of kind KPA what only a KPA has. Its status comes with `change_kpa_status`."""
    organisation = locked_organisation(organisation)
    if organisation.kind != OrganisationKind.KPA:
        raise LinkDoesNotFit(_("Cette organisation n’est pas un KPA."))
    kpa = save_checked(Kpa(organisation=organisation, **details))
    audit.record(actor=actor, action="organisations.kpa.opened", target=kpa, at=now)
    return kpa


@transaction.atomic
def update_kpa_profile(
    *, kpa: Kpa, actor: Actor | None, now: datetime, **changes: Unpack[ProfileChanges]
) -> Kpa:
    """Change the public page of a KPA; only what differs is written. Raises `Refused`."""
    kpa = locked_kpa(kpa)
    changed = _apply(kpa.organisation, SHARED_FIELDS, changes) + _apply(kpa, KPA_FIELDS, changes)
    if not changed:
        return kpa
    save_checked(kpa.organisation)
    save_checked(kpa)
    audit.record(
        actor=actor, action="organisations.kpa.profile_updated", target=kpa, at=now, data={"fields": changed}
    )
    return kpa


def _apply(row: Kpa | Organisation, names: frozenset[str], changes: Mapping[str, Any]) -> list[str]:
    changed = [name for name in changes if name in names and getattr(row, name) != changes[name]]
    for name in changed:
        setattr(row, name, changes[name])
    return changed


@transaction.atomic
def change_kpa_status(
    *,
    kpa: Kpa,
    status: KpaStatus,
    start: date,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[StatusDetails],
) -> KpaStatusPeriod:
    """Close the present status the day the new one begins.

    Raises `StatusCannotFollow` or `StatusBeforeThePresentOne`.
    """
    kpa = locked_kpa(kpa)
    current = kpa.status_periods.filter(end=None).first()
    if not rules.status_may_become(KpaStatus(current.status) if current else None, status):
        raise StatusCannotFollow
    if current is not None:
        if start <= current.start:
            raise StatusBeforeThePresentOne
        current.end = start
        save_checked(current)
    period = save_checked(KpaStatusPeriod(kpa=kpa, status=status, start=start, **details))
    audit.record(
        actor=actor,
        action="organisations.kpa.status_changed",
        target=kpa,
        at=now,
        data={"from": current.status if current else None, "to": status, "start": start},
    )
    return period


@transaction.atomic
def add_alias(
    *, kpa: Kpa, name: str, source: SourceDocument, actor: Actor | None, now: datetime, note: str = ""
) -> KpaAlias:
    alias = save_checked(KpaAlias(kpa=locked_kpa(kpa), name=name, note=note, source=source))
    audit.record(actor=actor, action="organisations.kpa.alias_added", target=kpa, at=now, data={"name": name})
    return alias


@transaction.atomic
def add_cohort(
    *,
    kpa: Kpa,
    name: str,
    actor: Actor | None,
    now: datetime,
    about: str = "",
    source: SourceDocument | None = None,
) -> Cohort:
    cohort = save_checked(Cohort(kpa=locked_kpa(kpa), name=name, about=about, source=source))
    audit.record(actor=actor, action="organisations.cohort.added", target=cohort, at=now)
    return cohort


@transaction.atomic
def link_organisation(
    *,
    kpa: Kpa,
    organisation: Organisation,
    role: LinkRole,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[LinkDetails],
) -> KpaLink:
    """Say what an organisation is to a KPA. Raises `LinkDoesNotFit`, or `Refused` for a second open one."""
    kpa = locked_kpa(kpa)
    if OrganisationKind(organisation.kind) not in rules.KINDS_OF_LINK[role]:
        raise LinkDoesNotFit
    link = save_checked(KpaLink(kpa=kpa, organisation=organisation, role=role, **details))
    audit.record(actor=actor, action="organisations.kpa_link.added", target=link, at=now)
    return link


@transaction.atomic
def end_link(*, link: KpaLink, end: date, actor: Actor | None, now: datetime, reason: str = "") -> KpaLink:
    """Raises `LinkAlreadyEnded`, or `Refused` when `end` is not after the start."""
    link = KpaLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.end is not None:
        raise LinkAlreadyEnded
    link.end = end
    save_checked(link)
    audit.record(
        actor=actor,
        action="organisations.kpa_link.ended",
        target=link,
        at=now,
        reason=reason,
        data={"end": end},
    )
    return link


@transaction.atomic
def define_tag(
    *, kind: TagKind, slug: str, name: str, actor: Actor | None, now: datetime, about: str = ""
) -> Tag:
    tag = save_checked(Tag(kind=kind, slug=slug, name=name, about=about))
    audit.record(actor=actor, action="organisations.tag.defined", target=tag, at=now)
    return tag


@transaction.atomic
def tag_kpa(
    *, kpa: Kpa, tag: Tag, actor: Actor | None, now: datetime, **details: Unpack[TagDetails]
) -> KpaTag:
    kpa = locked_kpa(kpa)
    kpa_tag = save_checked(KpaTag(kpa=kpa, tag=tag, **details))
    audit.record(actor=actor, action="organisations.kpa.tagged", target=kpa, at=now, data={"tag": tag.slug})
    return kpa_tag


@transaction.atomic
def remove_tag(*, kpa_tag: KpaTag, actor: Actor | None, now: datetime, reason: str = "") -> Kpa:
    """Take a wrong word off a KPA; the register keeps what it said. Raises `TagAlreadyRemoved`."""
    kpa = locked_kpa(kpa_tag.kpa)
    row = KpaTag.objects.filter(pk=kpa_tag.pk).select_related("tag", "source").first()
    if row is None:
        raise TagAlreadyRemoved
    said = {
        "tag": row.tag.slug,
        "planned": row.is_planned,
        "source": row.source.key if row.source else "",
        "quote": row.quote,
    }
    row.delete()
    audit.record(
        actor=actor, action="organisations.kpa.untagged", target=kpa, at=now, reason=reason, data=said
    )
    return kpa


@transaction.atomic
def note_partner(
    *,
    kpa: Kpa,
    partner: Organisation,
    stage: PartnerStage,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[PartnerDetails],
) -> PartnerRelation:
    """Note how far a KPA has come with a partner; a second note moves the first one on."""
    kpa = locked_kpa(kpa)
    relation = kpa.partner_relations.filter(partner=partner).first()
    relation = relation or PartnerRelation(kpa=kpa, partner=partner)
    before = relation.stage
    relation.stage = stage
    for name, value in details.items():
        setattr(relation, name, value)
    save_checked(relation)
    audit.record(
        actor=actor,
        action="organisations.partner.noted",
        target=relation,
        at=now,
        data={"from": before, "to": stage},
    )
    return relation


@transaction.atomic
def add_web_link(
    *,
    organisation: Organisation,
    kind: WebLinkKind,
    label: str,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[WebLinkDetails],
) -> WebLink:
    """Keep an address read in a document, unpublished until `check_web_link`."""
    link = save_checked(WebLink(organisation=organisation, kind=kind, label=label, **details))
    audit.record(actor=actor, action="organisations.web_link.added", target=link, at=now)
    return link


@transaction.atomic
def check_web_link(*, link: WebLink, today: date, actor: Actor | None, now: datetime) -> WebLink:
    """A person opened the address and found the right site: from now on it is published."""
    link = WebLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    link.checked_on = today
    save_checked(link)
    audit.record(actor=actor, action="organisations.web_link.checked", target=link, at=now)
    return link
