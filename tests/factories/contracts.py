from datetime import date
from types import SimpleNamespace

from kpacite.domain.activities.models import Activity
from kpacite.domain.contracts import rules, services
from kpacite.domain.contracts.enums import (
    BlockCode,
    ContractState,
    ContractType,
    DocumentKind,
    InsuranceAnswer,
    Party,
)
from kpacite.domain.contracts.models import ContractPeriod, InsuranceCheck, SupportContract
from kpacite.domain.contracts.selectors import carriers_of
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Account, Person
from tests.factories.organisations import LONG_AGO, make_organisation
from tests.factories.people import NOW, TODAY

BY = {"actor": None, "now": NOW}
BORN = date(1990, 5, 1)
START, END = date(2026, 4, 1), date(2027, 4, 1)
BLOCKS = tuple(rules.Block(code.value, str(code.label), "Texte d’exemple.") for code in BlockCode)
PAPER = b"%PDF-1.7 exemple"
CIRCUIT = ("submitted", "accepted", "insured", "to_sign", "active")
CUISINE = SimpleNamespace(code="CUISINE")


def draft(
    person: Person,
    kpa: Kpa,
    carrier: Organisation,
    *,
    type_: ContractType = ContractType.CAPE,
    start: date = START,
    end: date | None = END,
    activities: dict[str, str] | None = None,
    **details: object,
) -> SupportContract:
    plan = services.Plan(type_, start, end, {"CUISINE": "Cuisine"} if activities is None else activities)
    details = {"birth_date": BORN, "not_full_time": True} | details
    return services.open_contract(person=person, kpa=kpa, carrier=carrier, plan=plan, **BY, **details)


def with_papers(contract: SupportContract) -> SupportContract:
    kinds = [DocumentKind.IDENTITY, DocumentKind.ADDRESS, DocumentKind.PARENTAL]
    for kind in kinds:
        services.give_document(contract=contract, kind=kind, name="papier.pdf", content=PAPER, **BY)
    return contract


def accepted(contract: SupportContract) -> SupportContract:
    services.submit(contract=with_papers(contract), **BY)
    return services.accept(contract=contract, **BY)


def insured(contract: SupportContract) -> SupportContract:
    accepted(contract)
    for check in contract.insurance_checks.all():
        services.answer_insurer(
            check=check, answer=InsuranceAnswer.ACCEPTED, answered_on=TODAY, valid_from=date(2026, 1, 1), **BY
        )
    contract.refresh_from_db()
    return contract


def to_sign(contract: SupportContract, start: date | None = None, end: date | None = None) -> SupportContract:
    period = insured(contract).periods.get(dropped_at=None)
    return services.prepare(
        contract=contract,
        start=start or period.start,
        end=end or period.end,
        blocks=BLOCKS,
        ceiling_cents=100_000,
        fee_bp=1000,
        **BY,
    )


def signed(contract: SupportContract, day: date = TODAY) -> SupportContract:
    """Everyone signs what waits."""
    period = contract.periods.get(signed_at=None, dropped_at=None)
    for party in rules.parties(minor=period.needs_guardian):
        services.sign(
            contract=contract,
            party=party,
            typed_name=str(contract.person) if party == Party.PERSON else "Nom Exemple",
            seen=period.content_hash,
            signed_on=day,
            today=day,
            **BY,
        )
    contract.refresh_from_db()
    return contract


def renewed(contract: SupportContract, today: date, end: date) -> SupportContract:
    """A renewal that nobody has signed yet."""
    services.propose_renewal(contract=contract, end=end, today=today, **BY)
    contract.refresh_from_db()
    return contract


def active(person: Person, kpa: Kpa, carrier: Organisation, **wishes: object) -> SupportContract:
    return signed(to_sign(draft(person, kpa, carrier, **wishes)))


def cover(who: Account | Person, activity: Activity, start: date = LONG_AGO) -> SupportContract:
    """A contract that runs from `start` without end, and the insurer's yes for this activity."""
    person = who.person if isinstance(who, Account) else who
    kpa = activity.kpa
    carrier = carriers_of(kpa.organisation, TODAY).first() or make_organisation()
    known = SupportContract.objects.filter(person=person, kpa=kpa, state=ContractState.ACTIVE).first()
    contract = known or _in_force(person, kpa, carrier, start)
    InsuranceCheck.objects.create(
        contract=contract,
        activity_code=activity.code,
        activity_name=activity.name,
        answer=InsuranceAnswer.ACCEPTED,
        asked_on=start,
        answered_on=start,
        valid_from=start,
    )
    return contract


def _in_force(person: Person, kpa: Kpa, carrier: Organisation, start: date) -> SupportContract:
    """The database lets no contract be born in force: it goes through each state."""
    contract = SupportContract.objects.create(
        person=person, kpa=kpa, carrier=carrier, type=ContractType.CESA, created_at=NOW
    )
    ContractPeriod.objects.create(
        contract=contract, rank=0, start=start, content_hash="essai", ready_at=NOW, signed_at=NOW
    )
    for state in CIRCUIT:
        SupportContract.objects.filter(pk=contract.pk).update(state=state)
    contract.refresh_from_db()
    return contract
