"""A new address to sign in with, until its code is typed: kept in the session that asked, and only there."""

import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from kpacite.platform.fields import keyed_hash

KEY = "new_address"
DIGITS, TRIES = 6, 5
GOOD_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class NewAddress:
    """`asked_at` is written as text: sessions are JSON."""

    email: str
    code_hash: str
    asked_at: str
    tries: int = 0

    @classmethod
    def waiting(cls, request: HttpRequest, *, now: datetime) -> Self | None:
        """What this session still waits for; None once it is too old or was tried too often."""
        kept = request.session.get(KEY)
        if kept is None:
            return None
        found = cls(**kept)
        too_old = datetime.fromisoformat(found.asked_at) + GOOD_FOR < now
        return None if too_old or found.tries >= TRIES else found

    @classmethod
    def ask(cls, request: HttpRequest, email: str, *, now: datetime) -> str:
        """Wait for this address; returns the code to send there. An earlier one is forgotten."""
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        request.session[KEY] = asdict(cls(email, _hash(request, email, code), now.isoformat()))
        return code

    def opens_with(self, request: HttpRequest, code: str) -> bool:
        """Whether this is the code; each try counts."""
        request.session[KEY] = asdict(replace(self, tries=self.tries + 1))
        return constant_time_compare(self.code_hash, _hash(request, self.email, code))

    @staticmethod
    def forget(request: HttpRequest) -> None:
        request.session.pop(KEY, None)


def _hash(request: HttpRequest, email: str, code: str) -> str:
    return keyed_hash(f"{request.user.pk}:{email}:{code}")
