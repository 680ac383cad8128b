"""Note, mend and close the agreements with funders."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kpacite.domain.funding.models import Funder, Grant, GrantKpa
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class GrantAlreadyThere(DomainError):
    """The same title twice, or the same button twice."""

    code = "funding.already_there"
    sentence = _("Une convention porte déjà ce titre. Choisissez-en un autre.")
    field = "title"


class GrantForNobody(DomainError):
    """An agreement is for KPAs."""

    code = "funding.for_nobody"
    sentence = _("Choisissez au moins un KPA.")
    field = "kpas"


class GrantClosed(DomainError):
    """What is closed is read only."""

    code = "funding.closed"
    sentence = _("Cette convention est fermée : elle ne change plus.")


class GrantChangedMeanwhile(DomainError):
    """Someone else has written since it was read."""

    code = "funding.changed"
    sentence = _("Quelqu’un a changé cette convention entre-temps. Relisez-la, puis recommencez.")


class GrantDetails(TypedDict):
    """What the agreement says."""

    title: str
    carrier: Organisation
    first: date
    last: date
    purpose: str
    territory: str
    amount_cents: int | None


@transaction.atomic
def note_grant(
    *,
    funder: str,
    kpas: Iterable[Kpa],
    actor: Actor | None,
    now: datetime,
    is_example: bool = False,
    **details: Unpack[GrantDetails],
) -> Grant:
    """Write an agreement down. Raises GrantAlreadyThere, GrantForNobody, Refused."""
    slug = slugify(details["title"])[:60]
    if Grant.objects.filter(slug=slug).exists():
        raise GrantAlreadyThere
    grant = Grant(slug=slug, funder=_funder(funder), is_example=is_example, noted_at=now, **details)
    save_checked(grant)
    _set_kpas(grant, kpas)
    audit.record(actor=actor, action="funding.grant.noted", target=grant, at=now)
    return grant


@transaction.atomic
def change_grant(
    *,
    grant: Grant,
    version: int,
    funder: str,
    kpas: Iterable[Kpa],
    actor: Actor | None,
    now: datetime,
    **details: Unpack[GrantDetails],
) -> Grant:
    """Mend it; its address stays. Raises GrantClosed, GrantChangedMeanwhile, GrantForNobody, Refused."""
    grant = _open(grant)
    if grant.version != version:
        raise GrantChangedMeanwhile
    for name, value in details.items():
        setattr(grant, name, value)
    grant.funder, grant.version = _funder(funder), version + 1
    save_checked(grant)
    _set_kpas(grant, kpas)
    audit.record(actor=actor, action="funding.grant.changed", target=grant, at=now)
    return grant


@transaction.atomic
def close_grant(*, grant: Grant, actor: Actor | None, now: datetime) -> Grant:
    """It is over: it is read, and never changed again. Raises GrantClosed."""
    grant = _open(grant)
    grant.closed_at, grant.closed_by_id = now, actor.pk if actor else None
    grant.save(update_fields=["closed_at", "closed_by"])
    audit.record(actor=actor, action="funding.grant.closed", target=grant, at=now)
    return grant


def _open(grant: Grant) -> Grant:
    grant = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if grant.closed_at is not None:
        raise GrantClosed
    return grant


def _funder(name: str) -> Funder:
    """The funder of this name, however it is written; a new one is noted."""
    name = " ".join(name.split())
    return Funder.objects.filter(name__iexact=name).first() or save_checked(Funder(name=name))


def _set_kpas(grant: Grant, kpas: Iterable[Kpa]) -> None:
    wanted = {kpa.pk for kpa in kpas}
    if not wanted:
        raise GrantForNobody
    grant.grant_kpas.exclude(kpa__in=wanted).delete()
    kept = set(grant.grant_kpas.values_list("kpa", flat=True))
    GrantKpa.objects.bulk_create([GrantKpa(grant=grant, kpa_id=pk) for pk in sorted(wanted - kept)])
