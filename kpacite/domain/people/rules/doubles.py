"""When two files may be about one person. A score with its reasons; a person decides, never the score.

The points are a choice of ours (decision 0044): one sure sign (same address, same number, same full name) or
two weak ones together are enough to be looked at; two different birth dates speak against.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from kpacite.domain.people.enums import LikeReason
from kpacite.kernel.text import fold

POINTS = {
    LikeReason.SAME_EMAIL: 4,
    LikeReason.SAME_PHONE: 4,
    LikeReason.SAME_NAME: 4,
    LikeReason.NEAR_NAME: 3,
    LikeReason.FIRST_NAME: 2,
    LikeReason.SAME_BIRTH_DATE: 2,
    LikeReason.OTHER_BIRTH_DATE: -2,
}
ENOUGH = 4
SHORT_WORD = 4
LONG_WORD = 8
UNDO_DAYS = 30
"""How long two files that were made one can be taken apart (our choice)."""


class Side(StrEnum):
    KEPT = "kept"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Identity:
    """What is compared of a file. `key` names it; empty texts and dates are unknown."""

    key: int
    first_name: str
    last_name: str = ""
    email: str = ""
    phone: str = ""
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    score: int
    reasons: tuple[LikeReason, ...]

    @property
    def is_likely(self) -> bool:
        return self.score >= ENOUGH


def compare(one: Identity, other: Identity) -> Likeness:
    """The same whichever comes first."""
    reasons = tuple(_reasons(one, other))
    return Likeness(sum(POINTS[reason] for reason in reasons), reasons)


def _reasons(one: Identity, other: Identity) -> Iterator[LikeReason]:
    if one.email and one.email.casefold() == other.email.casefold():
        yield LikeReason.SAME_EMAIL
    if one.phone and one.phone == other.phone:
        yield LikeReason.SAME_PHONE
    if name := _name_reason(one, other):
        yield name
    if one.birth_date and other.birth_date:
        same = one.birth_date == other.birth_date
        yield LikeReason.SAME_BIRTH_DATE if same else LikeReason.OTHER_BIRTH_DATE


def _name_reason(one: Identity, other: Identity) -> LikeReason | None:
    first, last = fold(one.first_name), fold(one.last_name)
    other_first, other_last = fold(other.first_name), fold(other.last_name)
    if not (last and other_last):
        return LikeReason.FIRST_NAME if first and first == other_first else None
    # Files written in a hurry hold the name where the first name belongs.
    if (first, last) in ((other_first, other_last), (other_last, other_first)):
        return LikeReason.SAME_NAME
    half_same = (first == other_first and are_near(last, other_last)) or (
        last == other_last and are_near(first, other_first)
    )
    return LikeReason.NEAR_NAME if half_same else None


def are_near(one: str, other: str) -> bool:
    """One slip of the finger apart (a letter more, less, changed, or two swapped); two in long words."""
    longest = max(len(one), len(other))
    allowed = 0 if longest < SHORT_WORD else 1 if longest < LONG_WORD else 2
    return abs(len(one) - len(other)) <= allowed and _slips(one, other) <= allowed


def _slips(one: str, other: str) -> int:
    """The distance of Damerau and Levenshtein, adjacent swaps counting once."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, its in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def buckets(people: Iterable[Identity]) -> Iterator[list[Identity]]:
    """Groups with something in common: every likely pair is in one, without comparing all with all."""
    found: defaultdict[tuple[str, str], list[Identity]] = defaultdict(list)
    for one in people:
        for key in _keys(one):
            found[key].append(one)
    yield from (group for group in found.values() if len(group) > 1)


def _keys(one: Identity) -> set[tuple[str, str]]:
    keys = {("email", one.email.casefold()), ("phone", one.phone)}
    # Either name under the same sort of key, because they may be swapped.
    keys |= {("name", fold(one.first_name)), ("name", fold(one.last_name))}
    return {key for key in keys if key[1]}


def likely_doubles(
    people: Iterable[Identity], *, around: Collection[int] | None = None
) -> list[tuple[Identity, Identity, Likeness]]:
    """The pairs to look at, the likeliest first; each once, its lower key first.

    `around`: only the pairs with one of these in them.
    """
    found: dict[tuple[int, int], tuple[Identity, Identity, Likeness]] = {}
    for group in buckets(people):
        for one, other in combinations(sorted(group, key=lambda file: file.key), 2):
            near = around is None or one.key in around or other.key in around
            if near and one.key != other.key and (one.key, other.key) not in found:
                found[one.key, other.key] = (one, other, compare(one, other))
    likely = [pair for pair in found.values() if pair[2].is_likely]
    return sorted(likely, key=lambda pair: (-pair[2].score, pair[0].key, pair[1].key))


def proposed_side(kept: str, merged: str, *, merged_is_newer: bool) -> Side:
    """Which of two words stays unless one chooses: the one that is there, the fuller one, else the newer."""
    mine, its = fold(kept), fold(merged)
    if not its or (mine and its in mine):
        return Side.KEPT
    if not mine or mine in its or merged_is_newer:
        return Side.MERGED
    return Side.KEPT
