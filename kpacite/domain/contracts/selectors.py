from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db.models import Prefetch, Q, QuerySet

from kpacite.domain.contracts import rules
from kpacite.domain.contracts.enums import (
    BlockCode,
    ContractState,
    ContractType,
    InsuranceAnswer,
    Obstacle,
    Party,
)
from kpacite.domain.contracts.models import (
    ContractPeriod,
    ContractSignature,
    ContractTemplate,
    Declaration,
    InsuranceCheck,
    IssuedContract,
    SupportContract,
    SupportingDocument,
)
from kpacite.domain.organisations import selectors as organisations
from kpacite.domain.organisations.enums import LinkRole, ParameterCode
from kpacite.domain.organisations.models import Kpa, KpaLink, Organisation
from kpacite.domain.people.models import Person
from kpacite.kernel.period import DAY, Period
from kpacite.platform import audit
from kpacite.platform.asking import Question, rows_of

# More signatures than ever wait at once in one KPA.
MOST_WAITING = 500


class Trade(Protocol):
    """An activity as far as insurance is concerned: its analytic code in its KPA."""

    code: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a person may be put on a paid shift, and why not."""

    allowed: bool
    obstacle: Obstacle | None = None

    @property
    def code(self) -> str:
        return self.obstacle.value if self.obstacle else ""

    @property
    def sentence(self) -> str:
        return str(self.obstacle.label) if self.obstacle else ""


def may_work_for_pay(person: Person, kpa: Kpa | Organisation, activity: Trade, day: date) -> Answer:
    """Whether this person may be paid for that day in this activity of this KPA.

    A contract signed by everyone must run that day, and the insurer must cover the activity that day.
    Three queries.
    """
    return who_may_work_for_pay([person], kpa, activity, day)[person.pk]


def who_may_work_for_pay(
    people: Iterable[Person], kpa: Kpa | Organisation, activity: Trade, day: date
) -> dict[int, Answer]:
    """The same for a whole team, by key of person; three queries whatever its size."""
    keys = [person.pk for person in people]
    covered = InsuranceCheck.objects.covering(day).filter(activity_code=activity.code)
    rows = SupportContract.objects.filter(person__in=keys, kpa=kpa.pk).prefetch_related(
        Prefetch("periods", ContractPeriod.objects.signed().order_by("start")),
        Prefetch("insurance_checks", covered),
    )
    by_person: dict[int, list[rules.ContractFacts]] = defaultdict(list)
    for row in rows:
        by_person[row.person_id].append(_facts(row))
    found = {key: rules.obstacle_to_pay(by_person[key], day) for key in keys}
    return {key: Answer(obstacle is None, obstacle) for key, obstacle in found.items()}


def _facts(contract: SupportContract) -> rules.ContractFacts:
    return rules.ContractFacts(
        state=ContractState(contract.state),
        is_paid=contract.terms.is_paid,
        needs_insurance=contract.terms.needs_insurance,
        signed=tuple(row.period for row in contract.periods.all()),
        stopped_on=contract.stopped_on,
        insured=bool(contract.insurance_checks.all()),
    )


def signed_periods(
    person: Person, carrier: Organisation, type_: ContractType, *, but: SupportContract | None = None
) -> list[Period]:
    """The days already lived under this type of contract with this carrier, stops counted."""
    rows = ContractPeriod.objects.signed().filter(
        contract__person=person, contract__carrier=carrier, contract__type=type_
    )
    if but is not None:
        rows = rows.exclude(contract=but)
    return _lived(rows)


def associate_by(contract: SupportContract) -> date | None:
    """The day by which a CESA asks her to be an associate of the carrier (CESA-02); None for another type."""
    starts = [row.start for row in contract.periods.all() if row.dropped_at is None]
    if contract.type != ContractType.CESA or not starts:
        return None
    rows = ContractPeriod.objects.signed().filter(
        contract__person=contract.person_id, contract__carrier=contract.carrier_id
    )
    return rules.cesa_deadline(min(starts), _lived(rows.exclude(contract=contract)))


def _lived(rows: QuerySet[ContractPeriod]) -> list[Period]:
    ordered = rows.select_related("contract").order_by("start")
    lived = [(row.start, _earliest(row.end, row.contract.stopped_on)) for row in ordered]
    return [Period(start, end) for start, end in lived if end is None or end > start]


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def local_months(contract: SupportContract, on: date) -> int:
    """The KPA's own maximum, never above the network's."""
    kpa = contract.kpa.organisation
    return organisations.parameter(code=ParameterCode.PATH_MAX_MONTHS, organisation=kpa, on=on)


@dataclass(frozen=True, slots=True)
class Clock:
    """How far a contract has run. `used` and `total`: months; `end`: the first day without it."""

    start: date | None
    end: date | None
    total_months: int | None
    renewals_left: int | None
    latest_end: date | None


def clock_of(contract: SupportContract, today: date) -> Clock:
    done = signed_periods(contract.person, contract.carrier, ContractType(contract.type))
    here = [row.period for row in contract.periods.all() if row.signed_at is not None]
    months = local_months(contract, today)
    next_start = max((period.end for period in done if period.end), default=today)
    return Clock(
        start=min((period.start for period in done), default=None),
        end=max((period.end for period in here if period.end), default=None),
        total_months=rules.effective_total(contract.terms, months),
        renewals_left=rules.renewals_left(done, contract.terms),
        latest_end=rules.latest_end(done, next_start, contract.terms, local_months=months),
    )


def last_possible_end(person: Person, kpa: Kpa | Organisation, today: date) -> date | None:
    """How far her running contracts can lead in this KPA, renewals included; None when nothing limits her.

    The longest contract counts: who is under CAPE and CESA at once is only limited by the CESA.
    """
    rows = SupportContract.objects.filter(person=person, kpa=kpa.pk, state=ContractState.ACTIVE)
    ends = [_last_possible_end(row, today) for row in rows.select_related("carrier", "kpa__organisation")]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _last_possible_end(contract: SupportContract, today: date) -> date | None:
    done = signed_periods(contract.person, contract.carrier, ContractType(contract.type))
    months = local_months(contract, today)
    return rules.last_possible_end(done, contract.terms, local_months=months)


def cape_term(person: Person, kpa: Kpa | Organisation, carrier: int, day: date) -> date | None:
    """The last day of the CAPE that this person has that day with this carrier, renewals signed included."""
    periods = ContractPeriod.objects.signed().filter(
        contract__person=person,
        contract__kpa=kpa.pk,
        contract__carrier=carrier,
        contract__type=ContractType.CAPE,
        contract__state=ContractState.ACTIVE,
        end__gt=day,
    )
    rows = list(periods.order_by("start").values_list("start", "end"))
    if not rows or rows[0][0] > day:
        return None
    return max(end for _start, end in rows if end is not None) - DAY


@dataclass(frozen=True, slots=True)
class Wording:
    """The carrier's words for a type, for all its KPAs (`kpa` None) or for one; the latest version first."""

    type_: ContractType
    kpa: Organisation | None
    versions: tuple[ContractTemplate, ...]

    @property
    def latest(self) -> ContractTemplate | None:
        return self.versions[0] if self.versions else None

    @property
    def missing(self) -> list[BlockCode]:
        """The compulsory contents that this text does not give yet."""
        return rules.missing_blocks(self.latest.text if self.latest else (), rules.TERMS[self.type_])

    def number(self, number: int) -> ContractTemplate | None:
        return next((row for row in self.versions if row.number == number), None)


def wording_of(carrier: Organisation, type_: ContractType, kpa: Organisation | None) -> Wording:
    rows = ContractTemplate.objects.filter(
        carrier=carrier.pk, type=type_, kpa=kpa.pk if kpa else None
    ).order_by("-number")
    return Wording(type_, kpa, tuple(rows))


def wordings_of(carrier: Organisation) -> list[Wording]:
    """Each type for all the KPAs, also while nothing is written; then the texts of one KPA. One query."""
    rows = ContractTemplate.objects.filter(carrier=carrier.pk).select_related("kpa__organisation")
    by_key: dict[tuple[str, Organisation | None], list[ContractTemplate]] = defaultdict(list)
    for row in rows.order_by("-number"):
        by_key[row.type, row.kpa.organisation if row.kpa else None].append(row)
    found = [Wording(type_, None, tuple(by_key.pop((type_, None), ()))) for type_ in ContractType]
    own = [Wording(ContractType(type_), kpa, tuple(versions)) for (type_, kpa), versions in by_key.items()]
    return found + sorted(own, key=lambda row: (str(row.kpa), row.type_))


def blocks_for(
    carrier: Organisation, type_: ContractType, kpa: Organisation | None = None
) -> tuple[rules.Block, ...]:
    """The carrier's words for this KPA, else for all of them, else the compulsory headings to fill."""
    scopes = [kpa, None] if kpa else [None]
    for scope in scopes:
        if latest := wording_of(carrier, type_, scope).latest:
            return latest.text
    wanted = BlockCode if rules.TERMS[type_].needs_blocks else ()
    return tuple(rules.Block(code.value, str(code.label)) for code in wanted)


def annexed_facts(contract: SupportContract) -> dict[str, str]:
    """What the annexes of a text say, frozen with it: insured activities, kinds of papers, template."""
    checks = contract.insurance_checks.filter(answer=InsuranceAnswer.ACCEPTED)
    papers = contract.documents.filter(withdrawn_at=None)
    type_, kpa = ContractType(contract.type), contract.kpa.organisation
    wordings = (wording_of(contract.carrier, type_, scope) for scope in (kpa, None))
    template = next((found.latest for found in wordings if found.latest), None)
    return {
        "activities": "\n".join(checks.order_by("activity_name").values_list("activity_name", flat=True)),
        "papers": "\n".join(papers.order_by("kind").values_list("kind", flat=True)),
        "template": str(template.number) if template else "",
    }


def _whole() -> QuerySet[SupportContract]:
    return SupportContract.objects.select_related(
        "person", "carrier", "kpa__organisation", "replaces"
    ).prefetch_related(
        Prefetch("periods", ContractPeriod.objects.order_by("rank", "pk").prefetch_related("signatures")),
        Prefetch("insurance_checks", InsuranceCheck.objects.order_by("activity_name", "pk")),
        Prefetch(
            "documents",
            SupportingDocument.objects.filter(withdrawn_at=None)
            .select_related("file")
            .defer("file__content"),
        ),
        Prefetch("declarations", Declaration.objects.order_by("since", "event", "body")),
    )


def contract_loaded(pk: int) -> SupportContract | None:
    return _whole().filter(pk=pk).first()


def contracts_of_carrier(carrier: Organisation) -> QuerySet[SupportContract]:
    return _whole().filter(carrier=carrier).order_by("person__first_name", "person__last_name", "pk")


def contracts_of_kpa(kpa: Kpa | Organisation) -> QuerySet[SupportContract]:
    return _whole().filter(kpa=kpa.pk).order_by("person__first_name", "person__last_name", "pk")


def contracts_of(person: Person, kpa: Kpa | Organisation) -> list[SupportContract]:
    """A person's own contracts in a KPA, the present one first."""
    rows = _whole().filter(person=person, kpa=kpa.pk).order_by("-created_at", "-pk")
    return sorted(rows, key=lambda row: row.state not in rules.OPEN_STATES)


def running_contracts(kpa: Kpa | Organisation, person: Person | None = None) -> QuerySet[SupportContract]:
    """Those that are not over (of this person, when given), with their periods only: what a home shows."""
    rows = SupportContract.objects.open().filter(kpa=kpa.pk).select_related("person", "kpa__organisation")
    rows = rows if person is None else rows.filter(person=person)
    periods = ContractPeriod.objects.order_by("rank", "pk")
    return rows.prefetch_related(Prefetch("periods", periods)).order_by("-created_at", "-pk")


def signatures_asked(contracts: QuerySet[SupportContract], party: Party) -> Question:
    """Which of the periods that wait in these contracts this party has signed: `{"period"}` of each."""
    rows = ContractSignature.objects.filter(period__contract__in=contracts.values("pk"), party=party)
    return rows_of(rows.filter(period__signed_at=None), most=MOST_WAITING, period="period_id")


def carriers_of(kpa: Organisation, today: date) -> QuerySet[Organisation]:
    """Who carries this KPA today."""
    links = KpaLink.objects.filter(
        Q(start=None) | Q(start__lte=today),
        Q(end=None) | Q(end__gt=today),
        kpa=kpa.pk,
        role=LinkRole.LEGAL_CARRIER,
    )
    return Organisation.objects.filter(pk__in=links.values("organisation")).order_by("name")


@dataclass(frozen=True, slots=True)
class Opening:
    """Someone opened one of her papers."""

    who: str
    at: datetime


def openings_of(contract: SupportContract) -> list[Opening]:
    """Who opened the papers of this contract, the latest first: she reads it."""
    keys = [
        str(pk) for pk in SupportingDocument.objects.filter(contract=contract).values_list("pk", flat=True)
    ]
    rows = audit.AuditEvent.objects.filter(
        action="contracts.document.opened",
        target_type=SupportingDocument._meta.label_lower,
        target_id__in=keys,
    )
    ordered = rows.select_related("actor__person").order_by("-at", "-pk")
    return [Opening(str(row.actor.person) if row.actor else "", row.at) for row in ordered]


def present_period(contract: SupportContract) -> ContractPeriod | None:
    """The last signed one; before any signature, the one that is being prepared. Needs loaded periods."""
    rows = list(contract.periods.all())
    signed = [row for row in rows if row.signed_at is not None]
    waiting = [row for row in rows if row.waits]
    found = signed or waiting or rows
    return found[-1] if found else None


def period_to_print(contract: SupportContract, pk: int) -> ContractPeriod | None:
    """One period whose text is ready or signed, with its signatures. Needs loaded periods."""
    rows = (row for row in contract.periods.all() if row.pk == pk and row.ready_at is not None)
    return next((row for row in rows if row.dropped_at is None), None)


def issued_content(period: ContractPeriod) -> bytes | None:
    """The document kept when everyone had signed; None before, or as long as it is not drawn."""
    row = IssuedContract.objects.filter(period=period).select_related("file").first()
    return bytes(row.file.content) if row else None


def waiting_period(contract: SupportContract) -> ContractPeriod | None:
    """The period that is being prepared or signed."""
    return next((row for row in contract.periods.all() if row.waits), None)


def missing_documents(contract: SupportContract, today: date) -> list[str]:
    """The words of the papers still to bring, or to renew."""
    period = present_period(contract)
    minor = rules.is_minor(contract.birth_date, period.start if period else today)
    held = {row.kind for row in contract.documents.all() if row.expires_on is None or row.expires_on > today}
    wanted = rules.required_documents(ContractType(contract.type), minor=minor)
    return [str(kind.label) for kind in wanted if kind not in held]


def insured_activities(contract: SupportContract, today: date) -> list[InsuranceCheck]:
    return [
        row
        for row in contract.insurance_checks.all()
        if row.answer == InsuranceAnswer.ACCEPTED and (row.valid_to is None or row.valid_to > today)
    ]


def ending_soon(kpa: Kpa | Organisation, today: date) -> list[tuple[SupportContract, date]]:
    """The active contracts whose last signed day comes within 90 days, the nearest first."""
    rows = [
        (row, end)
        for row in contracts_of_kpa(kpa).filter(state=ContractState.ACTIVE)
        if (end := signed_until(row)) and (end - today).days <= max(rules.REMINDER_DAYS)
    ]
    return sorted(rows, key=lambda row: (row[1], row[0].pk))


def signed_until(contract: SupportContract) -> date | None:
    """The first day without a signed contract; None when nothing is signed, or without end."""
    ends = [row.end for row in contract.periods.all() if row.signed_at is not None]
    return max((end for end in ends if end is not None), default=None)
