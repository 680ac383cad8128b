"""Invented contracts at every step of their circuit: whoever works for pay has one."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from kpacite.domain.contracts import rules, selectors, services
from kpacite.domain.contracts.enums import (
    BlockCode,
    ContractType,
    DocumentKind,
    InsuranceAnswer,
    Party,
    SigningMode,
)
from kpacite.domain.contracts.models import ContractPeriod, ContractTemplate, SupportContract
from kpacite.domain.members.selectors import members_of
from kpacite.domain.organisations.enums import CarrierType, LinkRole, OrganisationKind
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.services import create_organisation, link_organisation
from kpacite.domain.people.models import Account, Person
from kpacite.integrations.documents import contracts as documents
from kpacite.kernel.period import add_months
from kpacite.scenarios.seeding import Row, Seeding, chosen, read

DATA = Path(__file__).parent / "contracts.toml"
PAPER = b"%PDF-1.4 exemple"
STEPS = ("draft", "submitted", "insured", "to_sign", "active")
CEILING_CENTS, FEE_BP = 200_000, 1000
NOTE = "Classeur des contrats (exemple)"


def load(seeding: Seeding) -> Iterator[float]:
    data = read(DATA)
    _carrier(seeding, data["carrier"])
    for kpa in {row["kpa"]: None for row in data["contract"]}:
        _template(seeding, _carrier_of(seeding, kpa), data)
    rows = data["contract"]
    for rank, row in enumerate(rows, start=1):
        _contract(seeding, row)
        yield rank / len(rows)


def _carrier(seeding: Seeding, row: Row) -> None:
    """No document says who carries Moulins Coop: an invented association does."""
    if Organisation.objects.filter(slug=row["slug"]).exists():
        return
    association = create_organisation(
        kind=OrganisationKind.ASSOCIATION, is_example=True, **chosen(row, "name", "slug"), **seeding.by
    )
    link_organisation(
        kpa=_kpa(row),
        organisation=association,
        role=LinkRole.LEGAL_CARRIER,
        carrier_type=CarrierType.OWN_ASSOCIATION,
        **seeding.by,
    )


def _kpa(row: Row) -> Kpa:
    return Kpa.objects.select_related("organisation").get(organisation__slug=row["kpa"])


def _carrier_of(seeding: Seeding, slug: str) -> Organisation:
    return selectors.carriers_of(Organisation.objects.get(slug=slug), seeding.today).get()


def _template(seeding: Seeding, carrier: Organisation, data: Row) -> None:
    """Two versions, so that what changed can be read."""
    if ContractTemplate.objects.filter(carrier=carrier).exists():
        return
    for words in (data["block"] | data["earlier"], data["block"]):
        written = [rules.Block(code.value, str(code.label), words[code.value]) for code in BlockCode]
        services.write_template(
            carrier=carrier, type_=ContractType.CAPE, blocks=written, is_example=True, **seeding.by
        )


def _contract(seeding: Seeding, row: Row) -> None:
    kpa = _kpa(row)
    person, birth_date = _who(seeding, kpa, row)
    if SupportContract.objects.filter(person=person, kpa=kpa).exists():
        return
    start = seeding.today + timedelta(days=row["starts_in"])
    end = add_months(start, row["months"]) if "months" in row else None
    plan = services.Plan(ContractType(row.get("type", "cape")), start, end, row["activities"])
    by = _moment(min(start, seeding.today) - timedelta(days=30))
    contract = services.open_contract(
        person=person,
        kpa=kpa,
        carrier=_carrier_of(seeding, row["kpa"]),
        plan=plan,
        birth_date=birth_date,
        not_full_time=True,
        number=row.get("number", ""),
        is_example=True,
        **by,
    )
    _advance(contract, row, by)
    if "renewal_months" in row:
        _renew(seeding, contract, row["renewal_months"])


def _who(seeding: Seeding, kpa: Kpa, row: Row) -> tuple[Person, date]:
    """A member, or a contributor by the name of her account."""
    if "login_name" in row:
        account = Account.objects.select_related("person").get(login_name=row["login_name"])
        return account.person, row["birth_date"]
    stay = members_of(kpa, seeding.today).get(person__first_name=row["first_name"], is_example=True)
    return stay.person, stay.birth_date


def _renew(seeding: Seeding, contract: SupportContract, months: int) -> None:
    """Proposed, signed by the carrier alone: the person and the KPA are asked."""
    contract.refresh_from_db()
    start = contract.periods.get(rank=0).end
    services.propose_renewal(
        contract=contract, end=add_months(start, months), today=seeding.today, **seeding.by
    )
    _sign(contract, [Party.CARRIER], seeding.by)


def _advance(contract: SupportContract, row: Row, by: dict[str, Any]) -> None:
    """As far as this example goes, on the day it was written."""
    reach = STEPS.index(row["state"])
    for kind in [DocumentKind(kind) for kind in row.get("papers", ["identity", "address"])]:
        services.give_document(contract=contract, kind=kind, name="exemple.pdf", content=PAPER, **by)
    if reach >= STEPS.index("submitted"):
        contract = services.submit(contract=contract, **by)
    if reach >= STEPS.index("insured"):
        services.accept(contract=contract, **by)
        _answer(contract, by)
    if reach >= STEPS.index("to_sign"):
        _prepare(contract, by)
        _sign(contract, list(Party) if row["state"] == "active" else [Party.CARRIER], by)
    for period in ContractPeriod.objects.signed().filter(contract=contract):
        documents.issue(period, now=by["now"])


def _answer(contract: SupportContract, by: dict[str, Any]) -> None:
    day = timezone.localdate(by["now"])
    for check in contract.insurance_checks.all():
        services.answer_insurer(
            check=check,
            answer=InsuranceAnswer.ACCEPTED,
            answered_on=day,
            valid_from=day,
            reference="Exemple",
            **by,
        )


def _prepare(contract: SupportContract, by: dict[str, Any]) -> None:
    contract.refresh_from_db()
    period = contract.periods.get(dropped_at=None)
    services.prepare(
        contract=contract,
        start=period.start,
        end=period.end,
        blocks=selectors.blocks_for(contract.carrier, ContractType(contract.type)),
        ceiling_cents=CEILING_CENTS,
        fee_bp=FEE_BP,
        **by,
    )


def _sign(contract: SupportContract, parties: list[Party], by: dict[str, Any]) -> None:
    period = contract.periods.get(dropped_at=None, signed_at=None)
    day = timezone.localdate(by["now"])
    for party in parties:
        if party in rules.parties(minor=period.needs_guardian):
            services.sign(
                contract=contract,
                party=party,
                typed_name=str(contract.person) if party == Party.PERSON else "Nom Exemple",
                seen=period.content_hash,
                signed_on=day,
                today=day,
                mode=SigningMode.PAPER,
                note=NOTE,
                **by,
            )


def _moment(day: date) -> dict[str, Any]:
    return {"actor": None, "now": timezone.make_aware(datetime.combine(day, time(10)))}
