"""A line of the import file, read and checked. A problem has a code, a column and what was written there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from kpacite.domain.paths.enums import Education, Gender, JobContract, Situation, TrainingKind, YesNo

COLUMNS = (
    "person_ref",
    "first_name",
    "last_name",
    "birth_date",
    "gender",
    "postcode",
    "qpv",
    "single_parent",
    "international_protection",
    "disabled_worker",
    "education",
    "france_travail_registered_on",
    "referral",
    "kpa",
    "path_start",
    "planned_end",
    "path_end",
    "exit_situation",
    "exit_contract",
    "exit_training",
    "exit_observed_on",
)
REQUIRED = ("person_ref", "kpa", "path_start")
LONGEST = {"person_ref": 80, "first_name": 80, "last_name": 80, "referral": 120}
DATES = (
    "birth_date",
    "france_travail_registered_on",
    "path_start",
    "planned_end",
    "path_end",
    "exit_observed_on",
)
FLAGS = ("qpv", "single_parent", "international_protection", "disabled_worker")
CODES: dict[str, frozenset[str]] = {
    "gender": frozenset({Gender.WOMAN.value, Gender.MAN.value, Gender.OTHER.value}),
    "education": frozenset(Education.values),
    "exit_situation": frozenset(Situation.values) - {""},
    "exit_contract": frozenset(JobContract.values),
    "exit_training": frozenset(TrainingKind.values),
}
OF_THE_PERSON = (
    "first_name",
    "last_name",
    "birth_date",
    "gender",
    "single_parent",
    "international_protection",
    "disabled_worker",
)
YES_OR_NO = frozenset(YesNo.values)
FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` names the sentence to show; `line` counts from 1, the header included."""

    line: int
    column: str
    code: str
    value: str = ""
    other_line: int = 0


@dataclass(slots=True)
class PathLine:
    """One path as the file tells it. Empty text and None: unknown."""

    line: int
    text: Mapping[str, str]
    dates: Mapping[str, date | None]
    problems: list[Problem] = field(default_factory=list)

    @property
    def start(self) -> date:
        """Of a line without a problem."""
        return self.dates["path_start"] or date.min

    @property
    def exit_day(self) -> date:
        """Without a day of its own, what was seen was seen on the day she left."""
        return self.dates["exit_observed_on"] or self.dates["path_end"] or date.max

    @property
    def has_exit(self) -> bool:
        return any(self.text[name] for name in ("exit_situation", "exit_contract", "exit_training"))


@lru_cache(maxsize=8192)
def _date(text: str) -> date | None:
    """2026-03-06 or 06/03/2026; ValueError for anything else. A spreadsheet may add a time of midnight."""
    if "/" in text:
        day, month, year = text.split("/")
        found = date(int(year), int(month), int(day))
    else:
        found = date.fromisoformat(text[:10] if text[10:] in ("T00:00:00", " 00:00:00") else text)
    if found.year < FIRST_YEAR:
        raise ValueError(text)
    return found


def read_line(line: int, cells: Mapping[str, str]) -> PathLine:
    """Read one line: every cell is a trimmed text. What is wrong is in `problems`, all at once."""
    problems: list[Problem] = []
    text = {name: cells.get(name, "") for name in COLUMNS}
    _refuse(problems, line, text, REQUIRED, "missing", lambda name: not text[name])
    _refuse(problems, line, text, LONGEST, "too_long", lambda name: len(text[name]) > LONGEST[name])
    for name in FLAGS:
        text[name] = text[name].lower()
    for name in CODES:
        text[name] = text[name].upper()
    _refuse(problems, line, text, FLAGS, "flag", lambda name: text[name] not in YES_OR_NO, optional=True)
    _refuse(problems, line, text, CODES, "code", lambda name: text[name] not in CODES[name], optional=True)
    text["postcode"] = _postcode(text["postcode"])
    _refuse(problems, line, text, ("postcode",), "postcode", lambda name: len(text[name]) != 5, optional=True)
    read = PathLine(line, text, _dates(line, text, problems), problems)
    _check_dates(read)
    _check_exit(read)
    return read


def _refuse(
    problems: list[Problem],
    line: int,
    text: Mapping[str, str],
    names: Iterable[str],
    code: str,
    wrong: Callable[[str], bool],
    *,
    optional: bool = False,
) -> None:
    problems.extend(
        Problem(line, name, code, text[name])
        for name in names
        if wrong(name) and (text[name] or not optional)
    )


def _postcode(text: str) -> str:
    """Spreadsheets lose the first zero of 01000. What is no postcode becomes one character too long."""
    bare = text.replace(" ", "")
    if bare.isascii() and bare.isdigit() and 4 <= len(bare) <= 5:
        return bare.zfill(5)
    return f"{bare:6}" if bare else ""


def _dates(line: int, text: Mapping[str, str], problems: list[Problem]) -> dict[str, date | None]:
    found: dict[str, date | None] = {}
    for name in DATES:
        try:
            found[name] = _date(text[name]) if text[name] else None
        except ValueError:
            found[name] = None
            problems.append(Problem(line, name, "date", text[name]))
    return found


def _check_dates(read: PathLine) -> None:
    dates, start = read.dates, read.dates["path_start"]
    if start is None:
        return
    for name in ("planned_end", "path_end", "exit_observed_on"):
        day = dates[name]
        if day is not None and day < start:
            read.problems.append(Problem(read.line, name, "before_start", read.text[name]))
    born = dates["birth_date"]
    if born is not None and born >= start:
        read.problems.append(Problem(read.line, "birth_date", "born_after_start", read.text["birth_date"]))


def _check_exit(read: PathLine) -> None:
    text, line = read.text, read.line
    if read.has_exit and not text["path_end"]:
        read.problems.append(Problem(line, "path_end", "exit_without_end"))
    if text["exit_contract"] and text["exit_situation"] != Situation.EMPLOYED:
        read.problems.append(Problem(line, "exit_contract", "contract_without_job", text["exit_contract"]))
    if text["exit_training"] and text["exit_situation"] != Situation.TRAINING:
        read.problems.append(Problem(line, "exit_training", "training_without_it", text["exit_training"]))


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a path in a KPA. `line` 0: already in the database."""

    line: int
    person: str
    kpa: int
    start: date
    end: date | None

    @property
    def last(self) -> date:
        return self.end or date.max


def problems_between(lines: Iterable[PathLine], spans: Iterable[Span]) -> Iterator[Problem]:
    """What two lines say against each other: two truths about a person, two paths on the same days."""
    yield from _contradictions(lines)
    by_place: dict[tuple[str, int], list[Span]] = {}
    for span in spans:
        by_place.setdefault((span.person, span.kpa), []).append(span)
    for found in by_place.values():
        if len(found) > 1:
            yield from _collisions(sorted(found, key=lambda span: (span.start, span.last, span.line)))


def _contradictions(lines: Iterable[PathLine]) -> Iterator[Problem]:
    first: dict[tuple[str, str], tuple[object, int]] = {}
    for read in lines:
        person = read.text["person_ref"]
        for name in OF_THE_PERSON:
            told: object = read.dates[name] if name in read.dates else read.text[name]
            if not told:
                continue
            known, line = first.setdefault((person, name), (told, read.line))
            if known != told:
                yield Problem(read.line, name, "contradiction", read.text[name], other_line=line)


def _collisions(spans: list[Span]) -> Iterator[Problem]:
    """Each path against the one before that lasts longest: `spans` come by start."""
    longest = spans[0]
    for span in spans[1:]:
        late, early = (span, longest) if span.line >= longest.line else (longest, span)
        if span.start == longest.start:
            yield Problem(late.line, "path_start", "twice", other_line=early.line)
        elif span.start < longest.last and span.start != span.end:
            code = "overlap" if early.line else "overlap_known"
            yield Problem(late.line, "path_start", code, other_line=early.line)
        if span.last > longest.last:
            longest = span
