from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject

from kpacite.domain.contracts import selectors as contracts
from kpacite.domain.organisations import selectors as organisations
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.paths import rules
from kpacite.domain.paths.enums import MoveState
from kpacite.domain.paths.models import Exit, Path, PathCompanion, PathStage, StageMove
from kpacite.domain.paths.selectors.importing import longest_months
from kpacite.domain.paths.selectors.support import coming_appointments
from kpacite.domain.people.models import Person
from kpacite.kernel.period import add_months
from kpacite.platform.asking import Question, first_of, rows_of

# A strip of more stages could not be read.
MOST_STAGES = 50
# More than ever leave one KPA within half a year.
MOST_LEFT = 1_000


def own_stages(kpa: Kpa | Organisation) -> QuerySet[PathStage]:
    """The stages that a KPA has chosen, in order; none before it chooses or someone proposes one."""
    return PathStage.objects.filter(kpa=kpa.pk, withdrawn_at=None).order_by("rank")


def stage_names(kpa: Kpa | Organisation) -> list[tuple[int, str]]:
    """(rank, name) of each stage of a KPA: its own, else those of the network."""
    return or_default(own_stages(kpa).values_list("rank", "name"))


def or_default(own: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    return sorted(own) or list(enumerate(rules.DEFAULT_STAGES, start=1))


def entered_moves(path: Path) -> QuerySet[StageMove]:
    return path.moves.filter(state=MoveState.ENTERED).select_related("stage").order_by("entered_on", "pk")


def current_stage(path: Path) -> PathStage | None:
    last = entered_moves(path).last()
    return last.stage if last else None


def open_move(path: Path) -> StageMove | None:
    """The stage that is proposed or discussed, when there is one."""
    return path.moves.filter(state__in=rules.OPEN_MOVES).select_related("stage", "discussed_with").first()


def moves_of(path: Path) -> QuerySet[StageMove]:
    """Every move, the latest first, with its stage."""
    return path.moves.select_related("stage", "discussed_with").order_by("-proposed_at", "-pk")


def path_of(person: Person, kpa: Kpa | Organisation, today: date) -> Path | None:
    """The running path of a person in a KPA, else her last one there."""
    rows = Path.objects.filter(person=person, kpa=kpa.pk).select_related("kpa__organisation", "person")
    return rows.on(today).first() or rows.order_by("-start").first()


def open_path_asked(person: Person, kpa: Kpa | Organisation, today: date) -> dict[str, Question]:
    """Her path that runs, or will `{"start", "planned_end"}`; her stage, those of the KPA `{"rank", "name"}`.

    And her next appointment: `{"day", "time", "first_name", "last_name"}` of whom she meets.
    """
    paths = Path.objects.filter(Q(end=None) | Q(end__gt=today), person=person, kpa=kpa.pk)
    paths = paths.order_by("start", "pk")
    moves = StageMove.objects.filter(path__in=paths.values("pk"), state=MoveState.ENTERED)
    coming = coming_appointments(today).order_by("day", "time", "pk")
    names = {"first_name": "with_person__first_name", "last_name": "with_person__last_name"}
    talk = JSONObject(day="day", time="time", **names)
    return {
        "path_open": first_of(paths, JSONObject(start="start", planned_end="planned_end")),
        "path_stage": first_of(
            moves.order_by("-entered_on", "-pk"), JSONObject(rank="stage__rank", name="stage__name")
        ),
        "path_strip": rows_of(own_stages(kpa), most=MOST_STAGES, rank="rank", name="name"),
        "path_talk": first_of(coming.filter(path__in=paths.values("pk")), talk),
    }


@dataclass(frozen=True, slots=True)
class PlanLimit:
    """The last day that may be planned, and whether the contract sets it rather than the KPA."""

    day: date
    by_contract: bool


def latest_end(person: Person, kpa: Kpa, start: date, today: date) -> PlanLimit:
    """Contradiction X24: the network's months, the KPA's own, and how far her contract can lead."""
    longest = longest_months([kpa.pk], start)[kpa.pk]
    contract = contracts.last_possible_end(person, kpa, today)
    others = [contract] if contract is not None and contract > start else []
    day = rules.latest_end(start, longest, others)
    return PlanLimit(day, by_contract=day < rules.latest_end(start, longest))


def companions_of(path: Path, today: date) -> QuerySet[PathCompanion]:
    return PathCompanion.objects.on(today).filter(path=path).select_related("person").order_by("start", "pk")


def is_companion(person: Person, path: Path, today: date) -> bool:
    return PathCompanion.objects.on(today).filter(path=path, person=person).exists()


def accompanied_by(person: Person, kpa: Kpa | Organisation, today: date) -> QuerySet[Path]:
    """The paths, in a KPA, of those who chose this person."""
    mine = PathCompanion.objects.on(today).filter(person=person).values("path")
    return (
        Path.objects.filter(pk__in=mine, kpa=kpa.pk).select_related("person").order_by("person__first_name")
    )


def latest_exit(path: Path) -> Exit | None:
    return path.exits.order_by("-observed_on").first()


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A path in the list of the coordination: its state, never its words."""

    path: Path
    stage: str
    rank: int
    proposed: bool
    exit: Exit | None


def board(kpa: Kpa | Organisation, today: date) -> list[BoardRow]:
    """Every path of a KPA, those that run first, in three queries whatever their number."""
    moves = Prefetch("moves", StageMove.objects.select_related("stage").order_by("entered_on", "pk"))
    exits = Prefetch("exits", Exit.objects.order_by("observed_on"))
    rows = Path.objects.filter(kpa=kpa.pk).select_related("person").prefetch_related(moves, exits)
    board = [_board_row(path) for path in rows.order_by("person__first_name", "person__last_name", "-start")]
    return sorted(board, key=lambda row: row.path.end is not None and row.path.end <= today)


def _board_row(path: Path) -> BoardRow:
    moves = list(path.moves.all())
    entered = [move for move in moves if move.state == MoveState.ENTERED]
    stage = entered[-1].stage if entered else None
    exits = list(path.exits.all())
    return BoardRow(
        path=path,
        stage=stage.name if stage else "",
        rank=stage.rank if stage else 0,
        proposed=any(move.state in rules.OPEN_MOVES for move in moves),
        exit=exits[-1] if exits else None,
    )


def follow_up_asked(kpa: Kpa | Organisation, today: date) -> dict[str, Question]:
    """Who left about six months ago, and when she was last seen: `count_to_follow_up` reads the answers."""
    oldest = add_months(today, -rules.FOLLOW_UP_UNTIL_MONTHS)
    latest = add_months(today, -rules.FOLLOW_UP_MONTHS)
    left = Path.objects.filter(kpa=kpa.pk, end__gte=oldest, end__lte=latest)
    seen = Exit.objects.filter(path__in=left.values("pk"))
    return {
        "path_left": rows_of(left, most=MOST_LEFT, path="pk", end="end"),
        "path_seen": rows_of(seen, most=MOST_LEFT, path="path_id", day="observed_on"),
    }


def count_to_follow_up(answers: Mapping[str, Any], today: date) -> int:
    """How many people to ask for news."""
    seen: dict[int, date] = {}
    for row in answers["path_seen"] or ():
        day = date.fromisoformat(row["day"])
        seen[row["path"]] = max(day, seen.get(row["path"], day))
    return sum(
        rules.follow_up_is_due(date.fromisoformat(row["end"]), seen.get(row["path"]), today)
        for row in answers["path_left"] or ()
    )


def to_follow_up(rows: Iterable[BoardRow], today: date) -> list[BoardRow]:
    """Those who left six months ago and have not been asked since, the oldest first."""
    due = [
        row
        for row in rows
        if row.path.end is not None
        and rules.follow_up_is_due(row.path.end, row.exit.observed_on if row.exit else None, today)
    ]
    return sorted(due, key=lambda row: row.path.end or today)


def without_path(kpa: Organisation, today: date) -> list[Person]:
    """Members of a KPA whose path nobody has opened."""
    members = [hat.person for hat in organisations.hats_worn_in(kpa, today, Role.COOPERATOR)]
    open_paths = Path.objects.on(today).filter(kpa=kpa.pk, person__in=[person.pk for person in members])
    known = set(open_paths.values_list("person_id", flat=True))
    return [person for person in members if person.pk not in known]


def possible_companions(path: Path, today: date) -> list[Person]:
    """Whom a person may choose: everyone who wears a hat in her KPA, but herself and those already chosen."""
    chosen = set(companions_of(path, today).values_list("person_id", flat=True)) | {path.person_id}
    hats = organisations.hats_worn_in(path.kpa.organisation, today).order_by("person__first_name", "pk")
    people = {hat.person_id: hat.person for hat in hats if hat.person_id not in chosen}
    return list(people.values())
