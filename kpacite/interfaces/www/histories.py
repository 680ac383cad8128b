"""What happened to an object, as its page tells it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from kpacite.platform import audit

LATEST = 12


def history_of(target: Model, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """The latest events of an object, newest first; `labels`: words for the last part of each action."""
    events = audit.for_target(target).select_related("actor__person")[:LATEST]
    return [
        {
            "label": labels.get(event.action.rpartition(".")[2], event.action),
            "who": str(event.actor.person) if event.actor else "",
            "day": event.at,
            "reason": event.reason,
        }
        for event in events
    ]
