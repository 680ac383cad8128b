"""Each state machine refuses every move that its table does not name, whoever writes, on both databases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from kpacite.domain.contracts import rules as contract_rules
from kpacite.domain.contracts.enums import ContractState
from kpacite.domain.contracts.models import SupportContract
from kpacite.domain.contracts.models.contract import STOPPED
from kpacite.domain.members import rules as member_rules
from kpacite.domain.members import services as member_services
from kpacite.domain.members.enums import MediationState, MemberState, WelcomeState
from kpacite.domain.members.models import MediationCase, Membership, WelcomeFile
from kpacite.domain.paths import rules as path_rules
from kpacite.domain.paths import services as path_services
from kpacite.domain.paths.enums import MoveState
from kpacite.domain.paths.models import StageMove
from kpacite.platform import triggers
from tests.factories import contracts, members, paths
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}
Columns = dict[str, Any]


@dataclass(frozen=True)
class Machine:
    """`make`: a row, and what it leans on. `columns`: what it must hold besides, to be in a state at all."""

    model: type[models.Model]
    transitions: Mapping[Any, frozenset[Any]]
    make: Callable[[Any], models.Model]
    columns: Callable[[Any], Columns]


def _contract(cast: Any) -> SupportContract:
    return contracts.draft(cast.amina.person, cast.la_cape.kpa, cast.carrier)


def _file(cast: Any) -> WelcomeFile:
    """Of someone known already, as the last state asks."""
    row = members.make_file(cast.la_cape.kpa)
    WelcomeFile.objects.filter(pk=row.pk).update(person=cast.amina.person)
    return row


def _case(cast: Any) -> MediationCase:
    stay = members.make_membership(cast.amina.person, cast.la_cape.kpa)
    return member_services.open_mediation(
        kpa=stay.kpa,
        mediator=cast.chloe.person,
        parties=[stay.person, cast.bilal.person],
        subject="Exemple",
        concerned=stay,
        **BY,
    )


def _membership(cast: Any) -> Membership:
    """With a mediation that failed: the guard against hasty exclusions is tested elsewhere."""
    case = _case(cast)
    for party in case.parties.all():
        member_services.note_refusal(case=case, person=party.person, refused_on=TODAY, **BY)
    member_services.record_no_agreement(case=case, **BY)
    return case.concerned


def _move(cast: Any) -> StageMove:
    path = paths.make_path(cast.la_cape, cast.amina)
    return path_services.propose_stage(path=path, rank=1, **BY)


def _settled(state: MemberState) -> Columns:
    settled = dict.fromkeys(("situation_noted_on", "equipment_returned_on", "balance_routed_on"), TODAY)
    return settled | {"end": TODAY if state in member_rules.OVER else None}


def _dated(state: MoveState) -> Columns:
    discussed = {MoveState.DISCUSSED, MoveState.ENTERED}
    return {
        "discussed_on": TODAY if state in discussed else None,
        "entered_on": TODAY if state == MoveState.ENTERED else None,
    }


MACHINES = {
    "contract": Machine(
        SupportContract,
        contract_rules.TRANSITIONS,
        _contract,
        lambda state: {"stopped_on": TODAY if state in STOPPED else None},
    ),
    "welcome": Machine(
        WelcomeFile,
        member_rules.WELCOME_TRANSITIONS,
        _file,
        lambda state: {"closed_on": TODAY if state not in member_rules.WAITING else None},
    ),
    "membership": Machine(Membership, member_rules.MEMBER_TRANSITIONS, _membership, _settled),
    "mediation": Machine(
        MediationCase,
        member_rules.MEDIATION_TRANSITIONS,
        _case,
        lambda state: {"closed_on": TODAY if state == MediationState.CLOSED else None},
    ),
    "stage of a path": Machine(StageMove, path_rules.TRANSITIONS, _move, _dated),
}
EVERY_STATE = [(name, state) for name, machine in MACHINES.items() for state in machine.transitions]


@pytest.fixture
def cast(amina: Any, bilal: Any, chloe: Any, la_cape: Any, carrier: Any) -> Any:
    people = {"amina": amina, "bilal": bilal, "chloe": chloe, "la_cape": la_cape, "carrier": carrier}
    return type("Cast", (), people)


def put(machine: Machine, row: models.Model, state: Any) -> None:
    """Behind the guards, as if the row had come there by the right way."""
    connection.check_constraints()
    with triggers.suspended(connection):
        machine.model.objects.filter(pk=row.pk).update(state=state, **machine.columns(state))
        connection.check_constraints()


class Undone(Exception):
    """The row went there; everything is taken back."""


def goes(machine: Machine, row: models.Model, target: Any) -> bool:
    """Whether the database lets the row go there; it comes back in any case."""
    try:
        with transaction.atomic():
            machine.model.objects.filter(pk=row.pk).update(state=target, **machine.columns(target))
            raise Undone
    except IntegrityError:
        return False
    except Undone:
        return True


@pytest.mark.parametrize(("name", "state"), EVERY_STATE)
def test_a_row_moves_only_along_its_table(name: str, state: Any, cast: Any) -> None:
    machine = MACHINES[name]
    row = machine.make(cast)
    put(machine, row, state)
    others = set(machine.transitions) - {state}
    assert {target for target in others if goes(machine, row, target)} == set(machine.transitions[state])


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("contract", ContractState),
        ("welcome", WelcomeState),
        ("membership", MemberState),
        ("mediation", MediationState),
        ("stage of a path", MoveState),
    ],
)
def test_each_table_names_every_state_and_no_state_leads_to_itself(name: str, states: Any) -> None:
    transitions = MACHINES[name].transitions
    assert set(transitions) == set(states)
    assert all(set(targets) <= set(states) - {state} for state, targets in transitions.items())
