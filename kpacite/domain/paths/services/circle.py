"""The group around a person: someone is proposed with a reason and dates, she says yes or no, it ends."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.selectors import hats_worn_in
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.paths import rules, selectors
from kpacite.domain.paths.enums import SupportQuality, SupportState
from kpacite.domain.paths.models import PartnerService, Path, SupportMember
from kpacite.domain.paths.services.companions import COMPANION_ROLES, NotHere
from kpacite.domain.paths.services.locking import locked
from kpacite.domain.paths.services.opening import PathEnded
from kpacite.domain.paths.services.orientations import service_of
from kpacite.domain.people.models import Account, Person
from kpacite.kernel.errors import DomainError
from kpacite.kernel.nir import refuse_nir
from kpacite.platform import audit


class WhoMissing(DomainError):
    code = "paths.support_who_missing"
    sentence = _("Choisissez une personne du KPA, ou un service partenaire.")
    field = "who"


class AlreadyAround(DomainError):
    code = "paths.support_already"
    sentence = _("Cette personne ou ce service est déjà dans le groupe.")
    field = "who"


class AlreadyAnswered(DomainError):
    code = "paths.support_answered"
    sentence = _("Une réponse est déjà donnée.")


@dataclass(frozen=True, slots=True)
class Who:
    """A person of the KPA, or the contact of a partner service; the other is None."""

    quality: SupportQuality
    supporter: Person | None = None
    service: PartnerService | None = None
    contact: str = ""


@transaction.atomic
def propose_support(
    *,
    path: Path,
    who: Who,
    reason: str,
    start: date,
    end: date | None,
    actor: Account,
    today: date,
    now: datetime,
) -> SupportMember:
    """Propose someone around a person. What she proposes herself has her yes already.

    Raises `PathEnded`, `WhoMissing`, `NotHere`, `ServiceGone`, `AlreadyAround`, `NationalNumberFound`.
    """
    path = locked(path)
    if path.end is not None:
        raise PathEnded
    _check_who(path, who, today)
    own = actor.person_id == path.person_id
    row = SupportMember(
        path=path,
        supporter=who.supporter,
        service=who.service,
        contact=who.contact.strip(),
        quality=who.quality,
        reason=refuse_nir(reason.strip()),
        start=start,
        end=end,
        state=SupportState.AGREED if own else SupportState.PROPOSED,
        proposed_by=actor,
        answered_on=today if own else None,
    )
    save_checked(row)
    audit.record(actor=actor, action="paths.support.proposed", target=row, at=now)
    return row


def _check_who(path: Path, who: Who, today: date) -> None:
    partner = who.quality == SupportQuality.PARTNER
    if partner != (who.service is not None) or partner == (who.supporter is not None):
        raise WhoMissing
    if who.service is not None:
        service_of(path, who.service, field="service")
    if who.supporter is not None:
        worn = hats_worn_in(path.kpa.organisation, today, *COMPANION_ROLES)
        if who.supporter.pk == path.person_id or not worn.filter(person=who.supporter).exists():
            raise NotHere(field="who")
    here = path.support.not_over(today).exclude(state=SupportState.DECLINED)
    if here.filter(supporter=who.supporter, service=who.service).exists():
        raise AlreadyAround


@transaction.atomic
def answer_support(
    *, member: SupportMember, agrees: bool, actor: Account, today: date, now: datetime
) -> SupportMember:
    """The person's yes or no. The same answer twice changes nothing. Raises `AlreadyAnswered`."""
    row = _locked(member)
    new = SupportState.AGREED if agrees else SupportState.DECLINED
    if row.state == new:
        return row
    if not rules.support_may_become(SupportState(row.state), new):
        raise AlreadyAnswered
    row.state, row.answered_on = new, today
    row.save(update_fields=["state", "answered_on"])
    audit.record(actor=actor, action=f"paths.support.{new}", target=row, at=now)
    return row


@transaction.atomic
def end_support(*, member: SupportMember, actor: Account, today: date, now: datetime) -> SupportMember:
    """It ends today. Twice changes nothing; a later end that was planned comes forward."""
    row = _locked(member)
    if row.end is None or row.end > today:
        row.end = max(today, row.start)
        row.save(update_fields=["end"])
        audit.record(actor=actor, action="paths.support.ended", target=row, at=now)
    return row


def _locked(member: SupportMember) -> SupportMember:
    return selectors.support_rows().select_for_update(of=("self",)).get(pk=member.pk)
