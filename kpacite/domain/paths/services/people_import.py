from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.paths.services import import_rows
from kpacite.domain.paths.services.people_file import (
    READ_PART,
    PeopleFile,
    PeopleFileRefused,
    Progress,
    Row,
    read_people_file,
)
from kpacite.platform import audit
from kpacite.platform.audit import Actor


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


@transaction.atomic
def import_people(
    *,
    rows: Iterable[Row],
    source: Organisation,
    only_kpa: Organisation | None = None,
    actor: Actor | None,
    now: datetime,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> tuple[ImportCounts, PeopleFile]:
    """Write the people and paths of a file: all of it, or nothing when a line is wrong.

    `source`: whose file it is; its references name people, so that the same file twice makes no double. A
    filled cell corrects what was known, an empty one changes nothing, and « ne souhaite pas répondre » stays.
    Raises `PeopleFileRefused`.
    """
    source = Organisation.objects.select_for_update(of=("self",)).get(pk=source.pk)
    found = read_people_file(rows=rows, source=source, only_kpa=only_kpa, now=now, progress=progress)
    if found.problems:
        raise PeopleFileRefused(found.problems)
    tell = progress or (lambda _part: None)
    tell(READ_PART)
    plan = import_rows.plan(found.lines, found.kpas, source=source, now=now)
    counts = ImportCounts(lines=len(found.lines), **plan.counts())
    if not dry_run:
        import_rows.write(plan, progress=lambda part: tell(READ_PART + (1 - READ_PART) * part))
        audit.record(actor=actor, action="paths.people.imported", target=source, at=now, data=asdict(counts))
    return counts, found
