from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import rules
from kpacite.domain.activities.enums import OfferState
from kpacite.domain.activities.models import Offer
from kpacite.domain.activities.rules import Obstacle
from kpacite.domain.activities.services.locking import locked
from kpacite.domain.organisations.services.versions import save_version
from kpacite.kernel.errors import DomainError
from kpacite.platform.audit import Actor


class CannotMoveThere(DomainError):
    code = "activities.cannot_move_there"
    sentence = _("Cette offre a déjà changé d’état. Regardez où elle en est.")


class ActivityClosed(DomainError):
    code = "activities.activity_closed"
    sentence = _("Cette activité est fermée. Son offre ne peut pas être en ligne.")


class CheckAwaited(DomainError):
    code = "activities.check_awaited"
    sentence = _("La coordination doit d’abord vérifier cette offre.")


ERRORS: dict[Obstacle, type[DomainError]] = {
    Obstacle.WRONG_STATE: CannotMoveThere,
    Obstacle.ACTIVITY_CLOSED: ActivityClosed,
    Obstacle.TO_CHECK: CheckAwaited,
}


def _locked_towards(offer: Offer, *states: OfferState) -> Offer:
    offer = locked(offer)
    if not any(rules.may_become(OfferState(offer.state), state) for state in states):
        raise CannotMoveThere
    return offer


@transaction.atomic
def propose_offer(*, offer: Offer, actor: Actor | None, now: datetime) -> Offer:
    """Show a draft to whoever answers for the activity. Raises `CannotMoveThere`."""
    offer = locked(offer)
    if offer.state != OfferState.DRAFT:
        raise CannotMoveThere
    offer.state, offer.proposed_at = OfferState.PROPOSED, now
    return save_version(offer, "activities.offer.proposed", actor=actor, now=now)


@transaction.atomic
def publish_offer(*, offer: Offer, actor: Actor | None, now: datetime, today: date) -> Offer:
    """Put an offer in the public catalogue. Raises `CannotMoveThere`, `ActivityClosed`, `CheckAwaited`."""
    offer = locked(offer)
    if offer.state != OfferState.PROPOSED:
        raise CannotMoveThere
    if obstacle := rules.obstacle_to_publish(offer.facts(today)):
        raise ERRORS[obstacle]
    offer.state, offer.published_at = OfferState.PUBLISHED, now
    return save_version(offer, "activities.offer.published", actor=actor, now=now)


@transaction.atomic
def unpublish_offer(*, offer: Offer, actor: Actor | None, now: datetime) -> Offer:
    """Take a publication back: the offer is proposed again. Raises `CannotMoveThere`."""
    offer = locked(offer)
    if offer.state != OfferState.PUBLISHED:
        raise CannotMoveThere
    offer.state, offer.published_at = OfferState.PROPOSED, None
    offer.proposed_at = offer.proposed_at or now
    return save_version(offer, "activities.offer.unpublished", actor=actor, now=now)


@transaction.atomic
def retire_offer(*, offer: Offer, actor: Actor | None, now: datetime) -> Offer:
    """Withdraw an offer; nothing is deleted. Raises `CannotMoveThere`."""
    offer = _locked_towards(offer, OfferState.RETIRED)
    offer.state, offer.retired_at = OfferState.RETIRED, now
    return save_version(offer, "activities.offer.retired", actor=actor, now=now)


@transaction.atomic
def restore_offer(*, offer: Offer, actor: Actor | None, now: datetime, today: date) -> Offer:
    """Take a withdrawal back: the offer is again where it was.

    Raises `CannotMoveThere`, `Refused` when another offer took its name; for one that was online,
    `ActivityClosed` and `CheckAwaited` too.
    """
    offer = locked(offer)
    if offer.state != OfferState.RETIRED:
        raise CannotMoveThere
    state = rules.state_before_withdrawal(
        was_proposed=offer.proposed_at is not None, was_published=offer.published_at is not None
    )
    if state == OfferState.PUBLISHED and (obstacle := rules.obstacle_to_publish(offer.facts(today))):
        raise ERRORS[obstacle]
    offer.state, offer.retired_at = state, None
    return save_version(offer, "activities.offer.restored", actor=actor, now=now)
