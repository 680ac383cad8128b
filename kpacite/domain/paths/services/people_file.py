"""The file of people and paths: read and checked as a whole, then written whole or not at all."""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.paths import rules, selectors
from kpacite.domain.paths.models import Path
from kpacite.domain.paths.rules import PathLine, Problem, Span
from kpacite.kernel.errors import DomainError, Sentence
from kpacite.kernel.period import add_months
from kpacite.kernel.text import fold

Row = tuple[int, Mapping[str, str]]
Progress = Callable[[float], object]
Result = TypeVar("Result")
READ_PART = 0.3
TELL_EVERY = 500

SENTENCES: dict[str, Sentence] = {
    "missing": _("Cette case est vide. Remplissez-la."),
    "too_long": _("Ce texte est trop long."),
    "flag": _("Écrivez oui ou non, ou laissez vide."),
    "code": _("Ce mot n’est pas dans la liste : vérifiez le code."),
    "postcode": _("Un code postal a 5 chiffres."),
    "date": _("Écrivez une date comme 2026-03-06 ou 06/03/2026."),
    "before_start": _("Cette date vient avant le début du parcours."),
    "born_after_start": _("La personne serait née après le début du parcours."),
    "exit_without_end": _("Une sortie est notée : écrivez la date de fin du parcours."),
    "contract_without_job": _("Un contrat va avec la situation EMPLOI."),
    "training_without_it": _("Un genre de formation va avec la situation FORMATION."),
    "unknown_kpa": _("Aucun KPA ne porte ce nom."),
    "other_kpa": _("Ce fichier est pour un autre KPA."),
    "contradiction": _("La ligne %(other_line)d dit autre chose de la même personne."),
    "twice": _("Ce parcours est déjà à la ligne %(other_line)d."),
    "overlap": _("Ces jours sont déjà pris par le parcours de la ligne %(other_line)d."),
    "overlap_known": _("Ces jours sont déjà pris par un parcours noté avant."),
    "too_many_days": _("La fin prévue dépasse la durée maximale de ce KPA."),
}


class PeopleFileRefused(DomainError):
    """Nothing was written. `problems` says what to correct, line by line."""

    code = "paths.people_file_refused"
    sentence: Sentence = _("Le fichier a des erreurs. Rien n’est enregistré.")

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


def sentence_of(problem: Problem) -> str:
    """What to tell about a problem, in words."""
    words = str(SENTENCES[problem.code])
    return words % {"other_line": problem.other_line} if problem.other_line else words


@dataclass(slots=True)
class PeopleFile:
    """A file read and checked, nothing written. `kpas`: the KPA of each line, in the same order."""

    lines: list[PathLine]
    kpas: list[int]
    problems: list[Problem]
    warnings: list[Problem] = field(default_factory=list)


def to_the_end(steps: Generator[float, None, Result], progress: Progress | None = None) -> Result:
    """Take all these steps; `progress` is told of each, from 0 to 1."""
    while True:
        try:
            part = next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
        if progress is not None:
            progress(part)


def read_people_file(
    *, rows: Iterable[Row], source: Organisation, only_kpa: Organisation | None, now: datetime
) -> PeopleFile:
    """The whole file, read and checked; see `read_steps`."""
    return to_the_end(read_steps(rows=rows, source=source, only_kpa=only_kpa, now=now))


def read_steps(
    *,
    rows: Iterable[Row],
    source: Organisation,
    only_kpa: Organisation | None,
    now: datetime,
) -> Generator[float, None, PeopleFile]:
    """Read (line number, cells) rows, and say from time to time how far, from 0 to 1.

    `only_kpa`: every line is of it, even those that do not say so.
    """
    names = selectors.kpas_by_name()
    unsaid = {"kpa": only_kpa.slug} if only_kpa is not None else {}
    lines, kpas, problems = [], [], []
    for row, (number, cells) in enumerate(rows):
        read = rules.read_line(number, cells if cells.get("kpa") else {**cells, **unsaid})
        kpa = _kpa_called(read.text["kpa"], names)
        problems += read.problems or _wrong_kpa(read, kpa, only_kpa)
        lines.append(read)
        kpas.append(kpa)
        if row % TELL_EVERY == 0:
            yield row / (row + TELL_EVERY)
    found = PeopleFile(lines, kpas, problems)
    found.problems += rules.problems_between(lines, _spans(found, source))
    found.problems.sort(key=lambda problem: (problem.line, rules.COLUMNS.index(problem.column)))
    found.warnings += _too_long(found, now)
    return found


def _kpa_called(words: str, names: dict[str, int]) -> int:
    """Its key, 0 for nobody's name. A file says the same few names thousands of times."""
    if words not in names:
        names[words] = names.get(fold(words), 0)
    return names[words]


def _wrong_kpa(read: PathLine, kpa: int, only_kpa: Organisation | None) -> list[Problem]:
    if not kpa:
        return [Problem(read.line, "kpa", "unknown_kpa", read.text["kpa"])]
    if only_kpa is not None and kpa != only_kpa.pk:
        return [Problem(read.line, "kpa", "other_kpa", read.text["kpa"])]
    return []


def _spans(found: PeopleFile, source: Organisation) -> Iterable[Span]:
    """The paths of the file, and those of the same people that the file does not tell again."""
    told = set()
    for read, kpa in zip(found.lines, found.kpas, strict=True):
        start = read.dates["path_start"]
        if kpa and start is not None:
            person = read.text["person_ref"]
            told.add((person, kpa, start))
            yield Span(read.line, person, kpa, start, read.dates["path_end"])
    known = Path.objects.filter(person__references__source=source).values_list(
        "person__references__reference", "kpa_id", "start", "end"
    )
    for person, kpa, start, end in known.order_by().iterator():
        if (person, kpa, start) not in told:
            yield Span(0, person, kpa, start, end)


def _too_long(found: PeopleFile, now: datetime) -> Iterable[Problem]:
    """A planned end above the limit is a fact of the past, written with a remark: it was agreed somewhere."""
    longest = selectors.longest_months(found.kpas, now.date())
    for read, kpa in zip(found.lines, found.kpas, strict=True):
        start, planned = read.dates["path_start"], read.dates["planned_end"]
        if kpa and start and planned and planned > add_months(start, longest[kpa]):
            yield Problem(read.line, "planned_end", "too_many_days", read.text["planned_end"])
