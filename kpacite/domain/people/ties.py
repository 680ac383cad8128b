"""Who points to a person, and what becomes of it when two files are made one (decision 0044).

Each app declares its own links in its `ties.py`, imported by its `ready()`: a test walks the models and fails
on a link that nobody declared. The same page registers what forbids a merge, what has to be settled before,
and the facts that are compared.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, auto
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.functional import Promise

from kpacite.domain.people.models import Person
from kpacite.platform.fields import keyed_hash

Words = str | Promise
UNIQUE_VIOLATION = "23505"
"""PostgreSQL's code; SQLite says it in words."""


class Policy(Enum):
    """MOVE: the row names the kept file from now on; one that cannot (a double of hers) stays and is read no
    more. FOLLOW: the row can never change, so that whoever reads it asks with `files_of` or `whose`.
    OWN: settled by hand, in the service of the merge.
    """

    MOVE = auto()
    FOLLOW = auto()
    OWN = auto()


@dataclass(frozen=True, slots=True)
class Tie:
    """`living`: of a table that moves, the rows that still can; the others follow. `words`: how the page that
    confirms calls them, when people know of them. `passing`: writing there does not forbid to undo. `erased`:
    what stays with the double file is erased once it is too late to undo.
    """

    model: str
    field: str
    policy: Policy = Policy.MOVE
    words: Words = ""
    living: Q | None = None
    passing: bool = False
    erased: bool = False

    @property
    def table(self) -> type[Any]:
        return apps.get_model(self.model)

    def rows(self) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = self.table._base_manager.all()
        return rows

    @property
    def name(self) -> str:
        return f"{self.model}.{self.field}"

    @property
    def told(self) -> str:
        return str(self.words or self.table._meta.verbose_name)

    def of(self, *people: Person) -> models.QuerySet[Any]:
        return self.rows().filter(**{f"{self.field}__in": [person.pk for person in people]}).order_by("pk")

    def moving(self, merged: Person) -> models.QuerySet[Any]:
        rows = self.of(merged)
        return rows if self.living is None else rows.filter(self.living)

    def seal(self, *people: Person) -> str:
        """What these rows say now, told by a hash that nobody can search."""
        return keyed_hash(repr(list(self.of(*people).values_list())))


@dataclass(slots=True)
class Moving:
    """A merge under way: every change is noted, so that it can be undone."""

    kept: Person
    merged: Person
    today: date
    now: datetime
    changes: list[dict[str, Any]] = field(default_factory=list)

    def set(self, row: models.Model, **values: Any) -> None:
        """Change a row through the database, and remember what it said."""
        for name, value in values.items():
            column = row._meta.get_field(name)
            self._note(row._meta.label_lower, row.pk, name, column.value_from_object(row))  # type: ignore[union-attr]
            setattr(row, name, value)
        row.save(update_fields=list(values))

    def move(self, tie: Tie) -> None:
        """All at once; row by row where one of them would be a double."""
        keys = list(tie.moving(self.merged).values_list("pk", flat=True))
        try:
            with transaction.atomic():
                self._point(tie, keys)
        except IntegrityError as error:
            _only_for_a_double(error)
            for key in keys:
                self._try(tie, key)

    def _try(self, tie: Tie, key: int) -> None:
        try:
            with transaction.atomic():
                self._point(tie, [key])
        except IntegrityError as error:
            _only_for_a_double(error)

    def _point(self, tie: Tie, keys: list[int]) -> None:
        tie.rows().filter(pk__in=keys).update(**{tie.field: self.kept})
        key_is_person = tie.table._meta.pk.name == tie.field
        for key in keys:
            self._note(tie.model, self.kept.pk if key_is_person else key, tie.field, self.merged.pk)

    def _note(self, model: str, key: Any, name: str, old: Any) -> None:
        self.changes.append({"model": model, "pk": key, "field": name, "old": old})


def _only_for_a_double(error: IntegrityError) -> None:
    """A row may stay because the kept file has the same one; any other refusal stops the merge."""
    code = getattr(error.__cause__, "sqlstate", None)
    if code != UNIQUE_VIOLATION and "UNIQUE" not in str(error):
        raise error


Check = Callable[[Person, Person, date], Iterable[Words]]
Step = Callable[[Moving], None]


@dataclass(frozen=True, slots=True)
class Trait:
    """A fact of both files that is shown side by side. `read` gives its words, empty when unknown; `take`
    writes that of the merged file in the kept one.
    """

    code: str
    label: Words
    read: Callable[[Person], str]
    take: Step


def close_where_both(
    moving: Moving, model: type[models.Model], *same: str
) -> Iterator[tuple[models.Model, models.Model]]:
    """Where each file has the same thing running (a hat, a place in a group), the double's ends today.

    Gives (the kept file's, the double's) of each.
    """
    for row in model._base_manager.filter(end=None, person=moving.merged).order_by("pk"):
        facts = {name: getattr(row, name) for name in same}
        twin = model._base_manager.filter(end=None, person=moving.kept, **facts).first()
        if twin is not None:
            moving.set(row, end=max(row.start, moving.today))  # type: ignore[attr-defined]
            yield twin, row


_ties: dict[str, Tie] = {}
_checks: list[Check] = []
_steps: list[Step] = []
_traits: list[Trait] = []


def declare(*ties: Tie) -> None:
    _ties.update({tie.name: tie for tie in ties})


def forbid(check: Check) -> Check:
    """`check(kept, merged, today)` gives the sentences that say what to do first."""
    _checks.append(check)
    return check


def settle(step: Step) -> Step:
    """Something to put in order before the rows move."""
    _steps.append(step)
    return step


def compare(*traits: Trait) -> None:
    _traits.extend(traits)


def declared() -> list[Tie]:
    return sorted(_ties.values(), key=lambda tie: tie.name)


def steps() -> list[Step]:
    return list(_steps)


def traits() -> list[Trait]:
    return list(_traits)


@dataclass(frozen=True, slots=True)
class Told:
    """How many rows of the double file move, or stay as they are written and count with the kept one."""

    words: str
    count: int
    stays: bool


def told(merged: Person) -> list[Told]:
    """What the page that confirms says, table by table, those without a row left out."""
    found = []
    for tie in declared():
        if not tie.words:
            continue
        total = tie.of(merged).count()
        moves = 0 if tie.policy is Policy.FOLLOW else tie.moving(merged).count()
        found += [Told(str(tie.words), moves, stays=False), Told(str(tie.words), total - moves, stays=True)]
    return sorted((row for row in found if row.count), key=lambda row: (row.stays, row.words))


def obstacles(kept: Person, merged: Person, today: date) -> list[str]:
    """Why these two files cannot be made one today, each with what to do first."""
    return [str(words) for check in _checks for words in check(kept, merged, today)]


def links_to_people() -> Iterator[tuple[str, str]]:
    """Every column of ours that points to a person, but the alias itself."""
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.concrete_fields:
            ours = model._meta.app_config is not None and model.__module__.startswith("kpacite.")
            if ours and column.is_relation and column.related_model is Person:
                yield model._meta.label_lower, column.name
