"""The sharings of a KPA, and what each person may read of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import JSONObject

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Person
from kpacite.domain.people.selectors import files_of
from kpacite.domain.sharing.enums import Answer, SharingState
from kpacite.domain.sharing.models import Sharing, SharingLine, SharingPerson, SharingValidation
from kpacite.domain.sharing.rules import AccountKind
from kpacite.domain.sharing.rules.consent import yes_needed
from kpacite.domain.sharing.rules.recipe import Job, Recipe, Word, gaps
from kpacite.domain.sharing.rules.steps.levy import Basis
from kpacite.domain.sharing.selectors.rules import adopted_rules
from kpacite.domain.sharing.selectors.trials import Tried, try_rules
from kpacite.platform.asking import Question, first_of, how_many, rows_of

WAITING = (SharingState.PROPOSED, SharingState.CONTESTED)
LAST_JOBS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule that could be applied, and what a person would get by it; None where it refuses."""

    label: str
    is_own: bool
    cents: int | None
    refusal: str = ""


def sharings_of(kpa: Kpa | Organisation) -> QuerySet[Sharing]:
    """The latest first, with how many people take part and have agreed."""
    return (
        Sharing.objects.filter(kpa=kpa.pk)
        .select_related("activity", "rule__rule")
        .annotate(
            seats=Count("people", distinct=True),
            agreements=Count("people", filter=Q(people__answer=Answer.AGREED), distinct=True),
        )
        .order_by("-started_at", "-pk")
    )


def seats_of(sharing: Sharing) -> list[SharingPerson]:
    """Those who take part, in the order of the facts."""
    return list(sharing.people.select_related("person").order_by("rank"))


def last_jobs(kpa: Kpa | Organisation, person: Person) -> list[tuple[str, Job]]:
    """The facts of the last validated sharings where this person took part, to try a rule on.

    Of the others she may read totals, never the part of each person.
    """
    rows = Sharing.objects.filter(kpa=kpa.pk, state=SharingState.VALIDATED, corrects=None)
    seats = SharingPerson.objects.filter(person__in=files_of(person)).values("sharing")
    rows = rows.filter(pk__in=seats).order_by("-validated_at", "-pk")
    return [(row.title, Job.read(row.facts)) for row in rows[:LAST_JOBS]]


def choices_for(sharing: Sharing, person: Person, examples: list[tuple[str, Recipe]]) -> list[Choice]:
    """What the other rules would give to this person: the group's adopted ones, then examples."""
    versions = list(adopted_rules(sharing.kpa))
    others = [version for version in versions if version.pk != sharing.rule_id]
    named = [(str(sharing.rule.rule), sharing.rule.read)]
    named += [(str(version.rule), version.read) for version in others] + examples
    tried = try_rules([recipe for _name, recipe in named], [(sharing.title, Job.read(sharing.facts))])[0]
    return [
        _choice(name, tried, index, person.public_id, is_own=index == 0)
        for index, (name, _recipe) in enumerate(named)
    ]


def _choice(name: str, tried: Tried, index: int, worker_id: str, *, is_own: bool) -> Choice:
    result = tried.results[index]
    if isinstance(result, str):
        return Choice(name, is_own, None, result)
    ranks = [worker.id for worker in tried.job.people]
    parts = tried.parts()[ranks.index(worker_id)][1] if worker_id in ranks else [None] * (index + 1)
    return Choice(name, is_own, parts[index])


def waiting_for(person: Person, kpa: Kpa | Organisation) -> QuerySet[SharingPerson]:
    """The sharings of this KPA where this person has not answered yet, the most pressing first."""
    rows = SharingPerson.objects.filter(person=person, sharing__kpa=kpa.pk, sharing__state__in=WAITING)
    return (
        rows.filter(answer=Answer.WAITING, sharing__corrects=None)
        .select_related("sharing")
        .order_by("sharing__answer_by", "sharing_id")
    )


def waiting_asked(person: Person, kpa: Kpa | Organisation, *, most: int) -> Question:
    """The same, as a question: `{"number", "title", "by"}` of each."""
    fields = {"number": "sharing__number", "title": "sharing__title", "by": "sharing__answer_by"}
    return rows_of(waiting_for(person, kpa), most=most, **fields)


def under_way_asked(kpa: Kpa | Organisation, *, most: int) -> Question:
    """Sharings that wait for the word of someone, as a question: `number`, `title`, `agreed`, `people`."""
    rows = Sharing.objects.filter(kpa=kpa.pk, state__in=WAITING, corrects=None).order_by("answer_by", "pk")
    people = SharingPerson.objects.filter(sharing=OuterRef("pk"))
    counts = {"people": how_many(people), "agreed": how_many(people.filter(answer=Answer.AGREED))}
    return rows_of(rows, most=most, number="number", title="title", **counts)


def to_validate_asked(person: Person, kpa: Kpa | Organisation, led: Sequence[int], *, most: int) -> Question:
    """Sharings that this person has not validated yet and may, as a question; `ready` says if it is time.

    `led`: the activities that she answers for. `{"number", "title", "silent", "people", "quorum", "by"}`.
    """
    mine = SharingPerson.objects.filter(sharing=OuterRef("pk"), person__in=files_of(person))
    given = SharingValidation.objects.filter(
        sharing=OuterRef("pk"), person__in=files_of(person), round=OuterRef("round")
    )
    rows = Sharing.objects.filter(~Exists(given), kpa=kpa.pk, state=SharingState.PROPOSED)
    rows = rows.filter(Exists(mine) | Q(activity__in=list(led))).order_by("pk")
    people = SharingPerson.objects.filter(sharing=OuterRef("pk"))
    counts = {"people": how_many(people), "silent": how_many(people.exclude(answer=Answer.AGREED))}
    fields = {"number": "number", "title": "title", "by": "answer_by", "quorum": "rule__quorum"}
    return rows_of(rows, most=most, repairs="corrects", **fields, **counts)


def is_ready(told: Mapping[str, Any], today: date) -> bool:
    """Whether a row of `to_validate_asked` may be validated that day; a question keeps it out."""
    if told["repairs"] or not told["silent"]:
        return True
    is_late = bool(told["by"]) and today > date.fromisoformat(told["by"])
    return is_late and told["people"] - told["silent"] >= yes_needed(told["quorum"], told["people"])


def latest_part_asked(person: Person, kpa: Kpa | Organisation) -> Question:
    """`{"cents", "number", "title"}` of her part in the last sharing validated or proposed here."""
    rows = SharingPerson.objects.filter(person__in=files_of(person), sharing__kpa=kpa.pk, cents__gt=0)
    states = (*WAITING, SharingState.VALIDATED)
    part = JSONObject(cents="cents", number="sharing__number", title="sharing__title")
    return first_of(rows.filter(sharing__state__in=states).order_by("-sharing_id"), part)


def taken_on_this_year(kpa: Kpa | Organisation, year: int, of: Basis) -> int:
    """What the carrier's fee was taken on over the year's validated sharings, for its annual brackets (R04).

    The money received; less the purchases reimbursed, unless the fee is on all of it.
    """
    rows = Sharing.objects.filter(kpa=kpa.pk, state=SharingState.VALIDATED, validated_at__year=year)
    received = rows.aggregate(cents=Sum("base_cents"))["cents"] or 0
    if of is Basis.BASE:
        return max(received, 0)
    bought = SharingLine.objects.filter(sharing__in=rows, account_kind=AccountKind.EXPENSE)
    return max(received - (bought.aggregate(cents=Sum("cents"))["cents"] or 0), 0)


def words_for(person: Person, kpa: Kpa | Organisation) -> list[Sharing]:
    """The simulations whose rule waits for a word that this person alone can say."""
    waiting = simulations_with(person, kpa).select_related("rule__rule").order_by("started_at", "pk")
    return [sharing for sharing in waiting if is_silent(sharing, person.public_id)]


def simulations_with(person: Person, kpa: Kpa | Organisation) -> QuerySet[Sharing]:
    return Sharing.objects.filter(kpa=kpa.pk, state=SharingState.SIMULATED, people__person=person)


def is_silent(sharing: Sharing, worker_id: str) -> bool:
    """Whether her request or her tokens are missing."""
    return any(
        worker_id in gap.people
        for gap in gaps(sharing.rule.read, Job.read(sharing.facts))
        if gap.word in (Word.REQUEST, Word.TOKENS)
    )


def is_calculated(sharing: Sharing) -> bool:
    """Whether the sums stand for something: nothing that the rule cannot do without is missing."""
    if sharing.state != SharingState.SIMULATED:
        return True
    missing = gaps(sharing.rule.read, Job.read(sharing.facts))
    return not sharing.refusal and not any(gap.blocks for gap in missing)
