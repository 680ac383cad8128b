from datetime import datetime
from typing import Any

from kpacite.domain.activities.models import Offer
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.platform import audit
from kpacite.platform.audit import Actor


def locked(offer: Offer) -> Offer:
    """The offer as it is now, kept for this transaction."""
    return Offer.objects.select_for_update(of=("self",)).select_related("activity").get(pk=offer.pk)


def write(
    offer: Offer,
    *,
    action: str,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Offer:
    """Save a changed offer as its next version, and say so in the register. Raises `Refused`."""
    offer.version += 1
    save_checked(offer)
    data = {"version": offer.version, "state": offer.state} | (data or {})
    audit.record(
        actor=actor, action=f"activities.offer.{action}", target=offer, at=now, reason=reason, data=data
    )
    return offer
