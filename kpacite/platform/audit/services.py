import re
from datetime import datetime
from typing import Any, Protocol

from django.db import models
from django.utils import timezone

from kpacite.platform import prepared
from kpacite.platform.audit.models import AuditEvent

ACTION = re.compile(r"[a-z_]+(\.[a-z_]+){1,3}")


class Actor(Protocol):
    """Whoever acts: an account, or anything with its key."""

    @property
    def pk(self) -> Any: ...


class InvalidAction(ValueError):
    """The code of the action is not of the form `app.object.past_participle`."""


def record(
    *,
    actor: Actor | None,
    action: str,
    target: models.Model | None,
    reason: str = "",
    at: datetime,
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add one event to the register, in the caller's transaction.

    actor: the account that acts; None for the system.
    action: `app.object.past_participle`, such as `organisations.invitation.sent`.
    target: the saved object; a model that holds people's data gives the words to keep as `audit_repr`.
    at: aware datetime. data: small JSON facts (old and new state, amounts in cents, counts). Never a
    health, social or financial fact about a person, nor an address: what is written here stays for ever.

    Raises InvalidAction, or ValueError for a naive `at` or an unsaved target.
    """
    if not ACTION.fullmatch(action):
        raise InvalidAction(action)
    if timezone.is_naive(at):
        raise ValueError("An audit event needs an aware datetime.")
    event = AuditEvent(
        at=at,
        actor_id=actor.pk if actor else None,
        action=action,
        reason=reason,
        data=data or {},
        **_named(target),
    )
    prepared.insert(event)
    return event


def _named(target: models.Model | None) -> dict[str, str]:
    if target is None:
        return {}
    if target.pk is None:
        raise ValueError("An audit event needs a saved target.")
    words = getattr(target, "audit_repr", None) or str(target)
    return {
        "target_type": target._meta.label_lower,
        "target_id": str(target.pk),
        "target_repr": words[:200],
    }
