"""Towards a partner service: what it is told with the person's yes, and what it answers."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.paths import rules
from kpacite.domain.paths.enums import NoteTheme, OrientationState
from kpacite.domain.paths.models import Orientation, PartnerService, Path
from kpacite.domain.paths.services.locking import locked
from kpacite.domain.paths.services.opening import PathEnded
from kpacite.domain.paths.services.support import WordsMissing
from kpacite.domain.people.models import Account
from kpacite.kernel.errors import DomainError
from kpacite.kernel.nir import refuse_nir
from kpacite.platform import audit


class ServiceGone(DomainError):
    code = "paths.partner_service_gone"
    sentence = _("Choisissez un service de la liste de ce KPA.")
    field = "service"


class NotThatAnswer(DomainError):
    code = "paths.orientation_wrong_step"
    sentence = _("Cette orientation a déjà sa réponse, ou attend l’accord de la personne.")


@transaction.atomic
def orient(
    *,
    path: Path,
    service: PartnerService,
    theme: NoteTheme,
    reason: str,
    actor: Account,
    today: date,
    now: datetime,
) -> Orientation:
    """Write what the service would be told. The person's own words have her yes; others wait for it.

    Raises `PathEnded`, `ServiceGone`, `WordsMissing`, `NationalNumberFound`.
    """
    path = locked(path)
    if path.end is not None:
        raise PathEnded
    service = service_of(path, service)
    if not reason.strip():
        raise WordsMissing(field="reason")
    own = actor.person_id == path.person_id
    row = Orientation(
        path=path,
        service=service,
        theme=theme,
        reason=refuse_nir(reason.strip()),
        state=OrientationState.AWAITED if own else OrientationState.ASKED,
        asked_on=today,
        consented_on=today if own else None,
        follower=actor.person,
    )
    save_checked(row)
    audit.record(actor=actor, action="paths.orientation.written", target=row, at=now)
    return row


@transaction.atomic
def consent_to_orientation(
    *, orientation: Orientation, agrees: bool, actor: Account, today: date, now: datetime
) -> Orientation:
    """Her yes: from today the service may be told. Her no: nothing is said. Raises `NotThatAnswer`."""
    row = _locked(orientation)
    new = OrientationState.AWAITED if agrees else OrientationState.DECLINED
    if row.state == new:
        return row
    _step(row, new)
    row.consented_on = today if agrees else None
    row.save(update_fields=["state", "consented_on"])
    audit.record(actor=actor, action=f"paths.orientation.{new}", target=row, at=now)
    return row


@transaction.atomic
def answer_orientation(
    *,
    orientation: Orientation,
    state: OrientationState,
    day: date,
    words: str,
    actor: Account,
    now: datetime,
) -> Orientation:
    """What the service said, or that it said nothing. The same answer twice changes nothing.

    Raises `NotThatAnswer`, `Refused` for a day before the asking, `NationalNumberFound`.
    """
    row = _locked(orientation)
    if row.state == state:
        return row
    if state.value not in rules.ANSWERS:
        raise NotThatAnswer
    _step(row, state)
    row.answered_on, row.answer = day, refuse_nir(words.strip())
    save_checked(row)
    audit.record(actor=actor, action=f"paths.orientation.{state}", target=row, at=now)
    return row


def service_of(path: Path, service: PartnerService, *, field: str = "service") -> PartnerService:
    """The service as it is now: still in the list of the KPA of this path. Raises `ServiceGone`."""
    row = PartnerService.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if row.kpa_id != path.kpa_id or row.withdrawn_on is not None:
        raise ServiceGone(field=field)
    return row


def _step(row: Orientation, new: OrientationState) -> None:
    if not rules.orientation_may_become(OrientationState(row.state), new):
        raise NotThatAnswer
    row.state = new


def _locked(orientation: Orientation) -> Orientation:
    return Orientation.objects.select_for_update(of=("self",)).get(pk=orientation.pk)
