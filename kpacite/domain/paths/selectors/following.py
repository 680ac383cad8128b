"""The people whom one follows, each in one line: stage, last talk, next one, ends of contract and papers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kpacite.domain.contracts import rules as contracts
from kpacite.domain.contracts.enums import ContractType
from kpacite.domain.contracts.models import ContractPeriod, SupportContract, SupportingDocument
from kpacite.domain.organisations.enums import ParameterCode
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.selectors import parameter_asked
from kpacite.domain.paths import rules
from kpacite.domain.paths.enums import MoveState
from kpacite.domain.paths.models import Appointment, Path, PathCompanion, StageMove
from kpacite.domain.people.models import Person
from kpacite.platform.asking import Question, ask, rows_of

# More than any KPA of the network has members; a list beyond would be no help.
MOST_PEOPLE = 500


@dataclass(frozen=True, slots=True)
class Followed:
    """One person and where she stands: dates, no word of hers, no name of a paper."""

    public_id: str
    first_name: str
    name: str
    stage: str
    rank: int
    last: date | None
    coming: date | None
    contract_end: date | None
    paper_end: date | None
    silent: bool
    silent_days: int
    contract_soon: bool
    paper_soon: bool
    review_due: bool


def chosen_by(person: Person, kpa: Kpa | Organisation, today: date) -> QuerySet[Path]:
    """The running paths whose person chose this one to walk beside her."""
    mine = PathCompanion.objects.on(today).filter(person=person)
    return Path.objects.on(today).filter(pk__in=mine.values("path"), kpa=kpa.pk)


def running(kpa: Kpa | Organisation, today: date) -> QuerySet[Path]:
    return Path.objects.on(today).filter(kpa=kpa.pk)


def followed_asked(paths: QuerySet[Path], today: date) -> Subquery:
    """The lines of these paths, as a question inside another query; `read_followed` reads the answer."""
    talks = Appointment.objects.filter(path=OuterRef("pk"), cancelled_at=None)
    entered = StageMove.objects.filter(path=OuterRef("pk"), state=MoveState.ENTERED)
    stage = entered.order_by("-entered_on", "-pk")
    hers = {
        "contract__person": OuterRef("person"),
        "contract__kpa": OuterRef("kpa"),
        "contract__in": SupportContract.objects.open(),
    }
    signed = ContractPeriod.objects.filter(signed_at__isnull=False, **hers)
    papers = SupportingDocument.objects.filter(withdrawn_at=None, expires_on__isnull=False, **hers)
    agreed = talks.filter(next_day__gte=today).order_by("next_day")
    coming = talks.filter(day__gt=today).order_by("day")
    return rows_of(
        paths,
        most=MOST_PEOPLE,
        public_id="person__public_id",
        first_name="person__first_name",
        last_name="person__last_name",
        start="start",
        rank=_first(stage, "stage__rank"),
        stage=_first(stage, "stage__name"),
        last=_first(talks.filter(day__lte=today).order_by("-day"), "day"),
        coming=Coalesce(_first(coming, "day"), _first(agreed, "next_day")),
        contract_end=_first(signed.order_by(F("end").desc(nulls_first=True)), "end"),
        contract_start=_first(signed.order_by("start"), "start"),
        contract_type=_first(signed.order_by(F("end").desc(nulls_first=True)), "contract__type"),
        paper_end=_first(papers.order_by("expires_on"), "expires_on"),
    )


def _first(rows: QuerySet[Any], column: str) -> Subquery:
    return Subquery(rows.values(column)[:1])


def silence_asked(kpa: Kpa | Organisation, today: date) -> Question:
    organisation = kpa if isinstance(kpa, Organisation) else kpa.organisation
    return parameter_asked(code=ParameterCode.SILENCE_DAYS, organisation=organisation, on=today)


def read_followed(rows: Iterable[Mapping[str, Any]] | None, today: date, days: int) -> list[Followed]:
    """The silent ones first, then by first name."""
    found = [_followed(row, today, days) for row in rows or ()]
    return sorted(found, key=lambda one: (not one.silent, one.first_name, one.name, one.public_id))


def _followed(row: Mapping[str, Any], today: date, days: int) -> Followed:
    start = date.fromisoformat(row["start"])
    last, coming = _day(row["last"]), _day(row["coming"])
    contract_end, paper_end = _day(row["contract_end"]), _day(row["paper_end"])
    near = max(contracts.REMINDER_DAYS)
    return Followed(
        public_id=row["public_id"],
        first_name=row["first_name"],
        name=f"{row['first_name']} {row['last_name']}".strip(),
        stage=row["stage"] or "",
        rank=row["rank"] or 0,
        last=last,
        coming=coming,
        contract_end=contract_end,
        paper_end=paper_end,
        silent=rules.is_silent(last=last, start=start, coming=coming, today=today, days=days),
        silent_days=rules.silent_days(last, start, today),
        contract_soon=rules.ends_soon(contract_end, today, near),
        paper_soon=rules.ends_soon(paper_end, today, near),
        review_due=coming is None and _review_is_due(row, last, contract_end, today),
    )


def _review_is_due(row: Mapping[str, Any], last: date | None, end: date | None, today: date) -> bool:
    start = _day(row["contract_start"])
    if start is None or start > today:
        return False
    terms = contracts.TERMS[ContractType(row["contract_type"])]
    return contracts.review_is_due(terms, start=start, end=end, last=last, today=today)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def followed(paths: QuerySet[Path], kpa: Organisation, today: date) -> list[Followed]:
    """The lines of these paths, in one query."""
    asked = {"people": followed_asked(paths, today), "days": silence_asked(kpa, today)}
    told = ask(Kpa.objects.filter(pk=kpa.pk), asked)
    return read_followed(told["people"], today, told["days"])
