from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.paths.services import import_rows
from kpacite.domain.paths.services.people_file import (
    READ_PART,
    PeopleFile,
    PeopleFileRefused,
    Progress,
    Result,
    Row,
    read_steps,
    to_the_end,
)
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class Asked(TypedDict):
    """What an import takes; see `import_steps`."""

    rows: Iterable[Row]
    source: Organisation
    actor: Actor | None
    now: datetime
    only_kpa: NotRequired[Organisation | None]
    dry_run: NotRequired[bool]


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What an import writes, or would write."""

    lines: int
    people: int
    people_new: int
    people_changed: int
    paths_new: int
    paths_changed: int
    exits_new: int


def import_people(
    *, progress: Progress | None = None, **asked: Unpack[Asked]
) -> tuple[ImportCounts, PeopleFile]:
    """`import_steps` to its end; `progress` is told each of its parts."""
    return to_the_end(import_steps(**asked), progress)


def import_steps(**asked: Unpack[Asked]) -> Generator[float, None, tuple[ImportCounts, PeopleFile]]:
    """Write the people and paths of a file: all of it, or nothing when a line is wrong or nobody listens on.

    Yields how far it is, from 0 to 1; everything happens in one transaction, which ends with the last step.
    `source`: whose file it is; its references name people, so that the same file twice makes no double. A
    filled cell corrects what was known, an empty one changes nothing, and « ne souhaite pas répondre » stays.
    Raises `PeopleFileRefused`.
    """
    with transaction.atomic():
        return (yield from _steps(**asked))


def _steps(
    *,
    rows: Iterable[Row],
    source: Organisation,
    actor: Actor | None,
    now: datetime,
    only_kpa: Organisation | None = None,
    dry_run: bool = False,
) -> Generator[float, None, tuple[ImportCounts, PeopleFile]]:
    source = Organisation.objects.select_for_update(of=("self",)).get(pk=source.pk)
    reading = read_steps(rows=rows, source=source, only_kpa=only_kpa, now=now)
    found = yield from _part_of(reading, 0, READ_PART)
    if found.problems:
        raise PeopleFileRefused(found.problems)
    yield READ_PART
    plan = import_rows.plan(found.lines, found.kpas, source=source, now=now)
    counts = ImportCounts(lines=len(found.lines), **plan.counts())
    if not dry_run:
        yield from _part_of(import_rows.write_steps(plan), READ_PART, 1)
        audit.record(actor=actor, action="paths.people.imported", target=source, at=now, data=asdict(counts))
    return counts, found


def _part_of(
    steps: Generator[float, None, Result], first: float, last: float
) -> Generator[float, None, Result]:
    """The same steps, told between these two parts of the whole."""
    while True:
        try:
            part = next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield first + (last - first) * part
