"""What allauth does by itself to an account, written in the register too."""

from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.dispatch import receiver
from django.utils import timezone

from kpacite.domain.people.models import Account
from kpacite.platform import audit


def _write(action: str, user: Account, authenticator: Authenticator) -> None:
    audit.record(actor=user, action=action, target=user, at=timezone.now(), data={"kind": authenticator.type})


@receiver(signals.authenticator_added)
def added(user: Account, authenticator: Authenticator, **_kwargs: Any) -> None:
    _write("people.second_factor.added", user, authenticator)


@receiver(signals.authenticator_removed)
def removed(user: Account, authenticator: Authenticator, **_kwargs: Any) -> None:
    _write("people.second_factor.removed", user, authenticator)


@receiver(signals.authenticator_reset)
def renewed(user: Account, authenticator: Authenticator, **_kwargs: Any) -> None:
    _write("people.second_factor.renewed", user, authenticator)
