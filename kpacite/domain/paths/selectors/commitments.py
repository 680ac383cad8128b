from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import JSONObject

from kpacite.domain.activities import selectors as activities
from kpacite.domain.activities.enums import TimeKind
from kpacite.domain.activities.rules import Due
from kpacite.domain.members.models import Membership, MembershipPause
from kpacite.domain.organisations.enums import ParameterCode
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.selectors import parameter
from kpacite.domain.paths import rules
from kpacite.domain.paths.models import CommitmentExemption, CommitmentTerms, Path
from kpacite.domain.paths.rules import MonthOfHours
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import files_of
from kpacite.kernel.period import Period, add_months
from kpacite.platform.asking import Question, ask, first_of, rows_of

MONTHS_SHOWN = 6
MOST_AWAY = 40
MINUTES_IN_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Commitment:
    """Where a person stands this month and this quarter. Minutes; `saved` comes from the months before,
    `planned` from common actions of the agenda to which she said yes.
    """

    month: Period
    asked: int
    done: int
    saved: int
    left: int
    planned: int
    quarter: Period
    trainings_asked: int
    trainings_done: int
    trainings_planned: int
    months: tuple[MonthOfHours, ...]
    exempted: bool

    @property
    def to_find(self) -> int:
        """Minutes that neither savings nor the agenda cover yet."""
        return max(self.left - self.planned, 0)

    @property
    def trainings_left(self) -> int:
        return max(self.trainings_asked - self.trainings_done, 0)


def away_of(path: Path, pauses: Iterable[Period]) -> list[Period]:
    """When nothing is asked: exemptions, and pauses of her membership."""
    return [*pauses, *(Period(row.start, row.end) for row in path.exemptions.all())]


def _pauses(kpa: int, person: int | None = None) -> dict[int, list[Period]]:
    """The pauses in a KPA (of one person, when given) by person, in one query."""
    rows = MembershipPause.objects.filter(membership__kpa=kpa).order_by("start", "pk")
    if person is not None:
        rows = rows.filter(membership__person=person)
    found: dict[int, list[Period]] = {}
    for who, start, end in rows.values_list("membership__person_id", "start", "end"):
        if end is None or end > start:
            found.setdefault(who, []).append(Period(start, end))
    return found


def stay_of(path: Path) -> Period | None:
    return None if path.end is not None and path.end <= path.start else Period(path.start, path.end)


def commitment_of(path: Path, today: date) -> Commitment | None:
    """What the charter asks of this person and what she gave; None for a path without a day."""
    stay = stay_of(path)
    if stay is None:
        return None
    away = away_of(path, _pauses(path.kpa_id, path.person_id).get(path.person_id, ()))
    month = Period.month(today.year, today.month)
    first = max(add_months(month.start, -MONTHS_SHOWN), path.start.replace(day=1))
    months = list(Period(first, month.end).months()) if first < month.start else [month]
    hours = [_month_of_hours(path, each, stay, away) for each in months]
    quarter = rules.quarter_of(today)
    now, before = hours[-1], hours[:-1]
    saved = rules.saved_before(before)
    terms = CommitmentTerms.objects.on(today).filter(kpa=path.kpa_id).first()
    per_quarter = terms.trainings_per_quarter if terms else 0
    person, kpa, quarter_end = path.person_id, path.kpa_id, quarter.end or quarter.start
    return Commitment(
        month=month,
        asked=now.asked,
        done=now.done,
        saved=saved,
        left=rules.left_to_give(now.asked, now.done, saved),
        planned=activities.common_planned(path.person, path.kpa.organisation, month, today),
        quarter=quarter,
        trainings_asked=rules.trainings_asked(per_quarter, quarter, stay, away),
        trainings_done=activities.trainings_followed(person, kpa, quarter.start, quarter_end),
        trainings_planned=activities.trainings_planned(person, kpa, today, quarter_end),
        months=tuple(reversed(before)),
        exempted=any(period.contains(today) for period in away),
    )


def _month_of_hours(path: Path, month: Period, stay: Period, away: list[Period]) -> MonthOfHours:
    kpa = path.kpa.organisation
    full = parameter(code=ParameterCode.COMMON_ACTION_HOURS, organisation=kpa, on=month.start)
    asked = rules.minutes_asked(full * MINUTES_IN_AN_HOUR, month, stay, away)
    noted = activities.noted_by_kind(path.person, kpa, month.start, month.end or month.start)
    found = noted.get(TimeKind.COMMON)
    return MonthOfHours(month, asked, found.noted if found else 0)


def month_asked(person: Person, kpa: Kpa, today: date) -> dict[str, Question]:
    """What a home must know to ask for no more than the charter does: `month_minutes` reads the answers."""
    month = Period.month(today.year, today.month)
    files = files_of(person)
    paths = Path.objects.on(today).filter(person__in=files, kpa=kpa.pk).order_by("start")
    stays = Membership.objects.filter(person__in=files, kpa=kpa.pk, end=None).order_by("-start")
    pauses = MembershipPause.objects.filter(membership__kpa=kpa.pk, membership__person__in=files)
    spared = CommitmentExemption.objects.filter(path__kpa=kpa.pk, path__person__in=files)
    days = {"start": "start", "end": "end"}
    return {
        "month_path": first_of(paths, JSONObject(**days)),
        "month_stay": first_of(stays, JSONObject(**days)),
        "month_pauses": rows_of(_touching(pauses, month), most=MOST_AWAY, **days),
        "month_spared": rows_of(_touching(spared, month), most=MOST_AWAY, **days),
    }


def _touching(rows: QuerySet[Any], month: Period) -> QuerySet[Any]:
    inside = rows.filter(start__lt=month.end).filter(Q(end=None) | Q(end__gt=month.start))
    return inside.order_by("start", "pk")


def month_minutes(answers: Mapping[str, Any], full: int, today: date) -> int:
    """Minutes asked this month, as on the page of commitments; `full` for whom no stay is known."""
    stay = _span(answers["month_path"] or answers["month_stay"])
    if stay is None:
        return full
    rows = [*(answers["month_pauses"] or ()), *(answers["month_spared"] or ())]
    away = [span for row in rows if (span := _span(row))]
    return rules.minutes_asked(full, Period.month(today.year, today.month), stay, away)


def month_due(person: Person, kpa: Kpa, day: date, today: date) -> Due:
    """Common hours of the month of this day: given, and asked for the days on which she was there."""
    due = activities.common_due(person, kpa, day, today)
    answers = ask(Kpa.objects.filter(pk=kpa.pk), month_asked(person, kpa, day))
    return replace(due, target=month_minutes(answers, due.target, day))


def _span(row: Mapping[str, str | None] | None) -> Period | None:
    """None for no row, and for one without a day."""
    if row is None or row["start"] is None:
        return None
    start, end = date.fromisoformat(row["start"]), row["end"] and date.fromisoformat(row["end"])
    return None if end and end <= start else Period(start, end or None)


@dataclass(frozen=True, slots=True)
class MemberTotal:
    path: Path
    asked: int
    done: int


def totals(kpa: Kpa | Organisation, today: date) -> list[MemberTotal]:
    """The common hours of everyone this month, for every member to read; the same queries for 3 or 300."""
    month = Period.month(today.year, today.month)
    place = kpa if isinstance(kpa, Organisation) else kpa.organisation
    full = parameter(code=ParameterCode.COMMON_ACTION_HOURS, organisation=place, on=month.start)
    done = activities.common_minutes(kpa, month.start, month.end or today)
    rows = Path.objects.on(today).filter(kpa=kpa.pk).select_related("person").prefetch_related("exemptions")
    pauses = _pauses(kpa.pk)
    found = []
    for path in rows.order_by("person__first_name", "person__last_name", "pk"):
        stay, away = stay_of(path), away_of(path, pauses.get(path.person_id, ()))
        asked = rules.minutes_asked(full * MINUTES_IN_AN_HOUR, month, stay, away) if stay else 0
        noted = done.get(path.person_id)
        found.append(MemberTotal(path, asked, noted.noted if noted else 0))
    return found
