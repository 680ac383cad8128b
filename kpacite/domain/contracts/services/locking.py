from datetime import datetime
from typing import Any

from kpacite.domain.contracts import rules
from kpacite.domain.contracts.enums import ContractState
from kpacite.domain.contracts.models import ContractPeriod, SupportContract
from kpacite.domain.contracts.services.errors import CannotMoveThere
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.platform import audit
from kpacite.platform.audit import Actor


def locked(contract: SupportContract) -> SupportContract:
    """The contract as it is now, kept for this transaction."""
    rows = SupportContract.objects.select_related("person", "carrier", "kpa__organisation")
    return rows.select_for_update(of=("self",)).get(pk=contract.pk)


def locked_in(contract: SupportContract, *states: ContractState) -> SupportContract:
    """Raises CannotMoveThere when it is in none of these states."""
    contract = locked(contract)
    if contract.state not in states:
        raise CannotMoveThere
    return contract


def moved(
    contract: SupportContract,
    state: ContractState,
    *,
    actor: Actor | None,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> SupportContract:
    """Write the new state and say so in the register. Raises CannotMoveThere, Refused."""
    before = ContractState(contract.state)
    if not rules.may_become(before, state):
        raise CannotMoveThere
    contract.state = state
    save_checked(contract)
    facts = {"from": before.value, "to": state.value} | (data or {})
    audit.record(actor=actor, action=f"contracts.contract.{state}", target=contract, at=now, data=facts)
    return contract


def waiting_period(contract: SupportContract) -> ContractPeriod:
    """The one that is prepared or signed. Raises CannotMoveThere when there is none."""
    row = ContractPeriod.objects.select_for_update(of=("self",)).to_sign().filter(contract=contract).first()
    if row is None:
        raise CannotMoveThere
    return row
