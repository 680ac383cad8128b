"""From checked lines to rows: what is new, what changes, what is already there."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.paths import rules
from kpacite.domain.paths.enums import Answer, Gender, QpvMethod, SensitiveQuestion, YesNo
from kpacite.domain.paths.models import Exit, Path, PersonFacts, PersonReference, SensitiveFacts
from kpacite.domain.paths.rules import PathLine
from kpacite.domain.paths.services.references import FORGOTTEN_MARK, forgotten_reference
from kpacite.domain.people.models import Person

CHUNK = 1_000
ASKED = (
    SensitiveQuestion.SINGLE_PARENT,
    SensitiveQuestion.INTERNATIONAL_PROTECTION,
    SensitiveQuestion.DISABLED_WORKER,
)
LETTERS = {YesNo.YES.value: Answer.YES, YesNo.NO.value: Answer.NO}
NAMES = ("first_name", "last_name")
PATH_COLUMNS = (
    "planned_end",
    "end",
    "referral",
    "referral_kind",
    "france_travail_registered_on",
    "education",
    "postcode",
    "department",
    "qpv",
    "qpv_method",
    "qpv_generation",
)
EXIT_COLUMNS = ("situation", "contract", "training")


@dataclass(slots=True)
class Plan:
    """Rows to insert and rows to change, in the order in which they can be written."""

    people: int = 0
    persons: list[Person] = field(default_factory=list)
    changed_persons: dict[int, Person] = field(default_factory=dict)
    references: list[PersonReference] = field(default_factory=list)
    facts: list[PersonFacts] = field(default_factory=list)
    changed_facts: list[PersonFacts] = field(default_factory=list)
    sensitive: list[SensitiveFacts] = field(default_factory=list)
    changed_sensitive: list[SensitiveFacts] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    changed_paths: list[Path] = field(default_factory=list)
    exits: list[Exit] = field(default_factory=list)
    changed_exits: list[Exit] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        changed = {row.pk for row in (*self.changed_persons.values(), *self.changed_facts)}
        changed |= {row.pk for row in self.changed_sensitive}
        moved = {row.pk for row in self.changed_paths} | {row.path_id for row in self.changed_exits}
        return {
            "people": self.people,
            "people_new": len(self.persons),
            "people_changed": len(changed),
            "paths_new": len(self.paths),
            "paths_changed": len(moved),
            "exits_new": len(self.exits),
        }


@dataclass(slots=True)
class _Known:
    """What the database holds of the people that this source has named before."""

    persons: dict[str, Person]
    facts: dict[int, PersonFacts]
    sensitive: dict[int, SensitiveFacts]
    paths: dict[tuple[int, int, date], Path]
    exits: dict[tuple[int, date], Exit]
    forgotten: frozenset[int] = frozenset()


def _known(source: Organisation, wanted: set[str]) -> _Known:
    references = PersonReference.objects.filter(source=source).select_related("person").order_by("pk")
    persons = {row.reference: row.person for row in references if row.reference in wanted}
    forgotten = _forgotten(references, wanted)
    persons |= forgotten
    if not persons:
        return _Known({}, {}, {}, {}, {})
    mine = {"person__references__source": source}
    paths = Path.objects.filter(**mine).order_by("pk")
    exits = Exit.objects.filter(path__person__references__source=source).order_by("pk")
    return _Known(
        persons=persons,
        facts={row.pk: row for row in PersonFacts.objects.filter(**mine).order_by("pk")},
        sensitive={row.pk: row for row in SensitiveFacts.objects.filter(**mine).order_by("pk")},
        paths={(row.person_id, row.kpa_id, row.start): row for row in paths},
        exits={(row.path_id, row.observed_on): row for row in exits},
        forgotten=frozenset(person.pk for person in forgotten.values()),
    )


def _forgotten(references: Iterable[PersonReference], wanted: set[str]) -> dict[str, Person]:
    """People whose file was emptied, by the reference that this file gives them again."""
    sealed = {row.reference: row.person for row in references if row.reference.startswith(FORGOTTEN_MARK)}
    if not sealed:
        return {}
    named = ((reference, sealed.get(forgotten_reference(reference))) for reference in wanted)
    return {reference: person for reference, person in named if person is not None}


def plan(lines: list[PathLine], kpas: list[int], *, source: Organisation, now: datetime) -> Plan:
    """What these lines, without a problem, add and change."""
    by_person: dict[str, list[int]] = {}
    for rank, read in enumerate(lines):
        by_person.setdefault(read.text["person_ref"], []).append(rank)
    known = _known(source, set(by_person))
    made = Plan(people=len(by_person))
    for reference, ranks in by_person.items():
        own = [lines[rank] for rank in ranks]
        person = _person(made, known, reference, own, source=source, now=now)
        if person.pk in known.forgotten:
            continue  # Her file was emptied: the same lines do not fill it again.
        _facts(made, known, person, own)
        _sensitive(made, known, person, own)
        for rank in ranks:
            _path(made, known, person, lines[rank], kpas[rank])
    return made


def _first(own: Iterable[PathLine], name: str) -> str:
    return next((read.text[name] for read in own if read.text[name]), "")


def _set(row: models.Model, values: Mapping[str, Any]) -> bool:
    """Give a row its filled values; True when one of them differs from before."""
    changed = False
    for name, value in values.items():
        if value not in ("", None) and getattr(row, name) != value:
            setattr(row, name, value)
            changed = True
    return changed


def _person(
    made: Plan, known: _Known, reference: str, own: list[PathLine], *, source: Organisation, now: datetime
) -> Person:
    names = {name: _first(own, name) for name in NAMES}
    person = known.persons.get(reference)
    if person is None:
        # Some files hold no names at all: the reference then stands for one.
        names["first_name"] = names["first_name"] or reference
        person = Person(created_at=now, **names)
        made.persons.append(person)
        made.references.append(PersonReference(source=source, reference=reference, person=person))
    elif person.pk not in known.forgotten and _set(person, names):
        made.changed_persons[person.pk] = person
    return person


def _facts(made: Plan, known: _Known, person: Person, own: list[PathLine]) -> None:
    born = next((day for read in own if (day := read.dates["birth_date"])), None)
    values = {"birth_date": born, "gender": _first(own, "gender")}
    row = known.facts.get(person.pk) if person.pk else None
    if row is None:
        if any(values.values()):
            made.facts.append(PersonFacts(person=person, **values))
        return
    if row.birth_date_declined:
        del values["birth_date"]
    if row.gender == Gender.DECLINED:
        del values["gender"]
    if _set(row, values):
        made.changed_facts.append(row)


def _sensitive(made: Plan, known: _Known, person: Person, own: list[PathLine]) -> None:
    told = {question: LETTERS[word] for question in ASKED if (word := _first(own, question.value))}
    row = known.sensitive.get(person.pk) if person.pk else None
    if row is None:
        if told:
            answers = rules.answers_with(rules.NOTHING_SAID, told)
            made.sensitive.append(SensitiveFacts(person=person, answers=answers))
        return
    kept = {question: word for question, word in told.items() if row.answer(question) != Answer.DECLINED}
    answers = rules.answers_with(row.answers, kept)
    if answers != row.answers:
        row.answers = answers
        made.changed_sensitive.append(row)


def _path(made: Plan, known: _Known, person: Person, read: PathLine, kpa: int) -> None:
    path = known.paths.get((person.pk, kpa, read.start)) if person.pk else None
    values = _path_values(read)
    if path is None:
        path = Path(person=person, kpa_id=kpa, start=read.start, **values)
        path.initial_planned_end = path.planned_end
        made.paths.append(path)
    elif _set(path, values):
        path.initial_planned_end = path.initial_planned_end or path.planned_end
        made.changed_paths.append(path)
    _exit(made, known, path, read)


def _path_values(read: PathLine) -> dict[str, Any]:
    text, dates = read.text, read.dates
    qpv = text["qpv"]
    return {
        "planned_end": dates["planned_end"],
        "end": dates["path_end"],
        "referral": text["referral"],
        "referral_kind": rules.referral_kind(text["referral"]).value,
        "france_travail_registered_on": dates["france_travail_registered_on"],
        "education": text["education"],
        "postcode": text["postcode"],
        "department": rules.department_of(text["postcode"]),
        "qpv": qpv,
        "qpv_method": QpvMethod.IMPORTED.value if qpv else "",
        "qpv_generation": rules.qpv_generation(read.start).value if qpv else None,
    }


def _exit(made: Plan, known: _Known, path: Path, read: PathLine) -> None:
    if not read.has_exit:
        return
    day = read.exit_day
    values = {name: read.text[f"exit_{name}"] for name in EXIT_COLUMNS}
    row = known.exits.get((path.pk, day)) if path.pk else None
    if row is None:
        made.exits.append(Exit(path=path, observed_on=day, **values))
    elif any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        made.changed_exits.append(row)


def write_steps(made: Plan) -> Generator[float, None, None]:
    """Write the plan, in the caller's transaction, and say after each part how far, from 0 to 1."""
    inserts: list[tuple[Any, list[Any]]] = [
        (Person, made.persons),
        (PersonReference, made.references),
        (PersonFacts, made.facts),
        (SensitiveFacts, made.sensitive),
        (Path, made.paths),
        (Exit, made.exits),
    ]
    total = sum(len(rows) for _model, rows in inserts) or 1
    done = 0
    for model, rows in inserts:
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            model.objects.bulk_create(chunk)
            done += len(chunk)
            yield done / total
    _update(made)


def _update(made: Plan) -> None:
    changes: list[tuple[Any, list[Any], tuple[str, ...]]] = [
        (Person, [*made.changed_persons.values()], NAMES),
        (PersonFacts, made.changed_facts, ("birth_date", "gender")),
        (SensitiveFacts, made.changed_sensitive, ("answers",)),
        (Path, made.changed_paths, ("initial_planned_end", *PATH_COLUMNS)),
        (Exit, made.changed_exits, EXIT_COLUMNS),
    ]
    for model, rows, columns in changes:
        if rows:
            model.objects.bulk_update(rows, columns, batch_size=CHUNK // 5)
