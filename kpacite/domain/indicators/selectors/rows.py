"""The rows of a bilan, one path at a time, from three tables read side by side in the order of people."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

from kpacite.domain.funding.selectors import kpas_of_grant
from kpacite.domain.indicators.rules.facts import (
    Contract,
    Education,
    ExitFact,
    Gender,
    PersonPath,
    Referral,
    Situation,
)
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import Scope, ScopeKind
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.paths import enums
from kpacite.domain.paths.models import Exit, Path
from kpacite.domain.paths.rules import answer_in
from kpacite.domain.paths.selectors import all_sensitive_answers

CHUNK = 5_000

GENDERS = {
    enums.Gender.WOMAN.value: Gender.WOMAN,
    enums.Gender.MAN.value: Gender.MAN,
    enums.Gender.OTHER.value: Gender.OTHER,
}
EDUCATION = {
    enums.Education.BELOW_CAP.value: Education.BELOW,
    enums.Education.CAP_BEP.value: Education.VOCATIONAL,
    enums.Education.BAC.value: Education.BAC,
    enums.Education.BAC_2_TO_4.value: Education.BAC_2_4,
    enums.Education.BAC_5.value: Education.BAC_5,
}
SITUATIONS = {
    enums.Situation.EMPLOYED.value: Situation.EMPLOYMENT,
    enums.Situation.TRAINING.value: Situation.TRAINING,
    enums.Situation.OWN_BUSINESS.value: Situation.BUSINESS,
    enums.Situation.OTHER_SCHEME.value: Situation.OTHER_SCHEME,
    enums.Situation.NEITHER.value: Situation.NOTHING,
    enums.Situation.CIVIC_SERVICE.value: Situation.CIVIC_SERVICE,
}
CONTRACTS = {
    enums.JobContract.PERMANENT.value: Contract.PERMANENT,
    enums.JobContract.SIX_MONTHS_OR_MORE.value: Contract.FIXED_LONG,
    enums.JobContract.UNDER_SIX_MONTHS.value: Contract.FIXED_SHORT,
    enums.JobContract.TEMPORARY.value: Contract.TEMPORARY,
}
CERTIFYING = {enums.TrainingKind.CERTIFYING.value: True, enums.TrainingKind.OTHER.value: False}
YES_NO = {enums.YesNo.YES.value: True, enums.YesNo.NO.value: False}
ANSWERS = {enums.Answer.YES: True, enums.Answer.NO: False}
SENSITIVE = (
    enums.SensitiveQuestion.SINGLE_PARENT,
    enums.SensitiveQuestion.INTERNATIONAL_PROTECTION,
    enums.SensitiveQuestion.DISABLED_WORKER,
)
COLUMNS = (
    "person_id",
    "pk",
    "start",
    "end",
    "initial_planned_end",
    "person__facts__birth_date",
    "person__facts__gender",
    "department",
    "qpv",
    "education",
    "france_travail_registered_on",
    "referral_kind",
    "kpa_id",
)
Answers = tuple[bool | None, bool | None, bool | None]


def path_rows(frame: Frame, scope: Scope) -> Iterator[PersonPath]:
    """The paths that touch the period, person by person. Memory does not grow with their number."""
    paths = in_scope(Path.objects.touching(frame.first, frame.last), scope)
    exits = _up_to(_exits(paths, frame.last))
    answers = _up_to(all_sensitive_answers(paths.values_list("person_id", flat=True)))
    ordered = paths.order_by("person_id", "start", "pk").values_list(*COLUMNS)
    for batch in _batches(ordered.iterator(chunk_size=CHUNK)):
        last = batch[-1][0]
        letters = dict(answers(last))
        news = {path: tuple(map(_fact, facts)) for path, facts in groupby(exits(last), key=itemgetter(1))}
        yield from _rows(batch, letters, news)


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """By the thousand, never one person in two batches."""
    held: list[tuple[Any, ...]] = []
    while more := list(islice(rows, CHUNK)):
        batch = held + more
        last, cut = batch[-1][0], len(batch) - 1
        while cut and batch[cut - 1][0] == last:
            cut -= 1
        if cut:
            yield batch[:cut]
        held = batch[cut:]
    if held:
        yield held


def in_scope(paths: QuerySet[Path], scope: Scope) -> QuerySet[Path]:
    """The paths of this part of the network."""
    if scope.kind is ScopeKind.KPA:
        return paths.filter(kpa__organisation__slug=scope.slug)
    if scope.kind is ScopeKind.TAG:
        return paths.filter(kpa__in=Kpa.objects.filter(kpa_tags__tag__slug=scope.slug).values("pk"))
    if scope.kind is ScopeKind.GRANT:
        return paths.filter(kpa__in=kpas_of_grant(scope.slug).values("pk"))
    return paths


def _exits(paths: QuerySet[Path], last: date) -> Iterator[tuple[Any, ...]]:
    seen = Exit.objects.filter(path__in=paths.values("pk"), observed_on__lte=last)
    ordered = seen.order_by("path__person_id", "path_id", "observed_on").values_list(
        "path__person_id", "path_id", "observed_on", "situation", "contract", "training"
    )
    return ordered.iterator(chunk_size=CHUNK)


def _up_to(rows: Iterator[tuple[Any, ...]]) -> Callable[[int], Iterator[tuple[Any, ...]]]:
    """Read an ordered stream as far as one person and no further; people are asked in the same order."""
    ahead = next(rows, None)

    def of(person: int) -> Iterator[tuple[Any, ...]]:
        nonlocal ahead
        while ahead is not None and ahead[0] <= person:
            yield ahead
            ahead = next(rows, None)

    return of


@cache
def _answers(letters: str) -> Answers:
    """What the encrypted letters say. There are few ways to answer: each is read once."""
    single, protected, disabled = (ANSWERS.get(answer_in(letters, question)) for question in SENSITIVE)
    return (single, protected, disabled)


def _rows(
    batch: list[tuple[Any, ...]], letters: dict[int, str], news: dict[int, tuple[ExitFact, ...]]
) -> list[PersonPath]:
    """One for each path. This loop runs as often as there are paths: it calls little."""
    make, found = PersonPath._make, []
    for row in batch:
        (
            person,
            path,
            start,
            end,
            planned,
            birth,
            gender,
            department,
            qpv,
            education,
            registered,
            referral,
            kpa,
        ) = row
        # The map that was read is the one in force at entry (constraint path_qpv_of_its_day).
        in_area = YES_NO.get(qpv)
        single, protected, disabled = _answers(letters.get(person, ""))
        found.append(
            make(
                (
                    person,
                    start,
                    end,
                    planned,
                    birth,
                    GENDERS.get(gender),
                    department or None,
                    in_area,
                    in_area,
                    single,
                    protected,
                    disabled,
                    EDUCATION.get(education),
                    None if registered is None else registered <= start,
                    registered,
                    _referral(referral),
                    news.get(path, ()),
                    path,
                    kpa,
                )
            )
        )
    return found


@cache
def _referral(kind: str) -> Referral | None:
    if not kind:
        return None
    return Referral.MISSION_LOCALE if kind == enums.ReferralKind.MISSION_LOCALE else Referral.OTHER


def _fact(row: tuple[Any, ...]) -> ExitFact:
    _person, _path, day, situation, contract, training = row
    return ExitFact(day, SITUATIONS.get(situation), CONTRACTS.get(contract), CERTIFYING.get(training))
