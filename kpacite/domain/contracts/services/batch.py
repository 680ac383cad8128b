"""Every complete file of a KPA sent to the carrier at once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kpacite.domain.contracts import selectors
from kpacite.domain.contracts.enums import ContractState
from kpacite.domain.contracts.models import SupportContract
from kpacite.domain.contracts.services.circuit import submit
from kpacite.domain.organisations.models import Kpa
from kpacite.kernel.errors import DomainError
from kpacite.platform.audit import Actor


@dataclass(frozen=True, slots=True)
class Batch:
    """`left`: the files that stay, each with the sentence that says why."""

    sent: tuple[SupportContract, ...]
    left: tuple[tuple[SupportContract, str], ...]


@transaction.atomic
def submit_complete(*, kpa: Kpa, actor: Actor | None, now: datetime) -> Batch:
    """Send each file that is complete; one that is not does not keep the others."""
    sent, left = [], []
    for contract in selectors.contracts_of_kpa(kpa).filter(state=ContractState.DRAFT):
        try:
            with transaction.atomic():
                sent.append(submit(contract=contract, actor=actor, now=now))
        except DomainError as error:
            left.append((contract, str(error)))
    return Batch(tuple(sent), tuple(left))
