"""Sums told over several periods: set side by side, they tell the sum over the days between their bounds.

A sum over days is the difference of two readings of a meter, one at each bound. A release links its two
bounds; whoever reads several releases knows the difference of any two bounds that a chain of links joins, and
of no others.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

Span = tuple[date, date]
"""The first day, and the day after the last one."""


def newly_told(known: Iterable[Span], new: Span) -> Iterator[Span]:
    """The spans, besides `new`, whose sum `known` did not tell, and tells once `new` is beside it."""
    known = set(known)
    before = _joined(known)
    after = next(bounds for bounds in _joined({*known, new}) if new[0] in bounds)
    for span in combinations(sorted(after), 2):
        if span != new and not any(bounds.issuperset(span) for bounds in before):
            yield span


def holds(large: Span, small: Span) -> bool:
    return large[0] <= small[0] and small[1] <= large[1]


def _joined(spans: Iterable[Span]) -> list[set[date]]:
    """The bounds, group by group: within a group a chain of spans leads from each to each."""
    groups: list[set[date]] = []
    for span in spans:
        touched = [group for group in groups if group.intersection(span)]
        groups = [group for group in groups if group not in touched]
        groups.append(set(span).union(*touched))
    return groups
