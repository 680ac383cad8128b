"""What a living charter obeys, told without a database."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import zip_longest
from unicodedata import normalize

from kpacite.domain.governance.enums import Change, CharterKind, Signatory, VersionState
from kpacite.domain.organisations.enums import OrganisationKind, Role
from kpacite.kernel.text import fold

LONGEST_HEADING = 120
LONGEST_BODY = 6000
MOST_SECTIONS = 30

# A discussed text may go back to its authors. What was once in force is never written again.
TRANSITIONS: Mapping[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.DISCUSSED}),
    VersionState.DISCUSSED: frozenset({VersionState.DRAFT, VersionState.IN_FORCE}),
    VersionState.IN_FORCE: frozenset({VersionState.SUPERSEDED}),
    VersionState.SUPERSEDED: frozenset(),
}
OPEN_STATES = frozenset({VersionState.DRAFT, VersionState.DISCUSSED})
FROZEN_STATES = frozenset({VersionState.IN_FORCE, VersionState.SUPERSEDED})

ORGANISATION_OF_CHARTER: Mapping[CharterKind, OrganisationKind] = {
    CharterKind.LOCAL: OrganisationKind.KPA,
    CharterKind.NETWORK: OrganisationKind.NETWORK,
}
SIGNATORY_OF_CHARTER: Mapping[CharterKind, Signatory] = {
    CharterKind.LOCAL: Signatory.PERSON,
    CharterKind.NETWORK: Signatory.KPA,
}

# Document 000: the members adhere to the charter. Who only administers the host reads it.
SIGNING_ROLES = frozenset({Role.COOPERATOR, Role.REFERENT, Role.CONTRIBUTOR, Role.KPA_COORDINATOR})

WORD = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a charter. An empty body is shown as « à compléter », never invented."""

    heading: str
    body: str = ""

    @property
    def is_complete(self) -> bool:
        return bool(self.body)


def tidy(section: Section) -> Section:
    """The same words in one spelling: composed letters, plain line ends, no space around the lines."""
    body = "\n".join(line.strip() for line in normalize("NFC", section.body).splitlines())
    return Section(" ".join(normalize("NFC", section.heading).split()), body.strip("\n"))


def rows_of(sections: Iterable[Section]) -> list[dict[str, str]]:
    """As they are stored."""
    return [{"heading": section.heading, "body": section.body} for section in sections]


def sections_from(rows: Iterable[Mapping[str, str]]) -> tuple[Section, ...]:
    return tuple(Section(row["heading"], row["body"]) for row in rows)


def content_hash(sections: Iterable[Section]) -> str:
    """SHA-256 of the text alone, in hexadecimal: what a signature is bound to."""
    text = json.dumps(rows_of(sections), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(text.encode()).hexdigest()


def may_become(current: VersionState, new: VersionState) -> bool:
    return new in TRANSITIONS[current]


def gaps(sections: Iterable[Section]) -> list[str]:
    """Headings of the parts that nobody has written yet."""
    return [section.heading for section in sections if not section.is_complete]


def start_fits(start: date, *, today: date, present: date | None) -> bool:
    """Whether a version may be in force from this day: decided already, and not before the present one."""
    return start <= today and (present is None or start >= present)


def name_matches(typed: str, name: str) -> bool:
    """« AMINA belkacem demo » signs for « Amina Belkacem-Démo »; an empty name signs for nobody."""
    return bool(fold(typed)) and fold(typed) == fold(name)


def signature_due(*, in_force: int | None, signed: Iterable[int], signs: bool) -> bool:
    """Whether someone is asked to sign. It is a question, never a sanction: nothing else depends on it.

    in_force: key of the version in force; signed: keys of the versions she signed; signs: she is one of
    those who sign here.
    """
    return signs and in_force is not None and in_force not in set(signed)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that were kept, added or removed together."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """One part, from a version to another. Headings and bodies as pieces, in reading order."""

    change: Change
    heading: tuple[Piece, ...]
    body: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    sections: tuple[SectionDifference, ...]

    @property
    def changed(self) -> tuple[SectionDifference, ...]:
        return tuple(section for section in self.sections if section.change != Change.SAME)

    @property
    def words_added(self) -> int:
        return self._count(Change.ADDED)

    @property
    def words_removed(self) -> int:
        return self._count(Change.REMOVED)

    def _count(self, change: Change) -> int:
        pieces = (piece for section in self.sections for piece in (*section.heading, *section.body))
        return sum(len(piece.text.split()) for piece in pieces if piece.change == change)


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """What was added and removed, word by word; the pieces but the added ones give `before` back."""
    old, new = WORD.findall(before), WORD.findall(after)
    pieces: list[Piece] = []
    for i1, i2, j1, j2 in _runs(old, new):
        if old[i1:i2] == new[j1:j2]:
            pieces.append(Piece(Change.SAME, "".join(old[i1:i2])))
            continue
        pieces += [
            Piece(change, "".join(words))
            for change, words in ((Change.REMOVED, old[i1:i2]), (Change.ADDED, new[j1:j2]))
            if words
        ]
    return tuple(pieces)


def _runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Bounds of what was kept and what was changed; changes with only a space between them are one."""
    runs: list[tuple[int, int, int, int]] = []
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for rank, (tag, *bounds) in enumerate(opcodes):
        i1, i2, j1, j2 = bounds
        a_space = tag == "equal" and old[i1:i2] == [" "] and 0 < rank < len(opcodes) - 1
        changes = tag != "equal" or a_space
        if changes and runs and old[runs[-1][0] : runs[-1][1]] != new[runs[-1][2] : runs[-1][3]]:
            i1, j1 = runs[-1][0], runs[-1][2]
            runs.pop()
        runs.append((i1, i2, j1, j2))
    return runs


def difference(before: Sequence[Section], after: Sequence[Section]) -> Difference:
    """From one version to another, part by part: parts are recognised by their heading."""
    return Difference(tuple(_section_difference(old, new) for old, new in _paired(before, after)))


def _paired(
    before: Sequence[Section], after: Sequence[Section]
) -> Iterator[tuple[Section | None, Section | None]]:
    old, new = [fold(part.heading) for part in before], [fold(part.heading) for part in after]
    for _tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield from zip_longest(before[i1:i2], after[j1:j2])


def _section_difference(old: Section | None, new: Section | None) -> SectionDifference:
    before, after = old or Section(""), new or Section("")
    if old is None or new is None:
        change = Change.ADDED if old is None else Change.REMOVED
    else:
        change = Change.SAME if old == new else Change.CHANGED
    return SectionDifference(
        change, word_difference(before.heading, after.heading), word_difference(before.body, after.body)
    )
