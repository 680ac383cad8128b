"""Rows with a version and a state: each change is the next version, told to the register."""

from datetime import datetime
from typing import Any, Protocol, TypeVar

from kpacite.domain.organisations.services.errors import save_checked
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class _Versioned(Protocol):
    version: int
    state: str


V = TypeVar("V", bound=_Versioned)


def save_version(
    row: V,
    action: str,
    *,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> V:
    """Save a changed row as its next version, and say so in the register. Raises `Refused`."""
    row.version += 1
    save_checked(row)  # type: ignore[type-var]
    said = {"version": row.version, "state": row.state} | (data or {})
    audit.record(actor=actor, action=action, target=row, at=now, reason=reason, data=said)  # type: ignore[arg-type]
    return row
