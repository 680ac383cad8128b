"""Somebody who wants to know: reads what is published, writes the equations, solves them.

She knows that every number is a whole one, that classes add up to their total, that sums of ours are sums of
lines, and, between two bilans where one holds the people of the other, that no class can shrink.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

Var = Hashable
Equation = tuple[Mapping[Var, int], int]


@dataclass
class Attacker:
    """`equations`: Σ coefficient × variable = constant. Every variable is a whole number, zero or more."""

    equations: list[Equation] = field(default_factory=list)
    bounds: dict[Var, tuple[int, int]] = field(default_factory=dict)

    def knows_sum(self, terms: Mapping[Var, int], total: int) -> None:
        self.equations.append((terms, total))
        for var in terms:
            self.bounds.setdefault(var, (0, 10**6))

    def recovered(self) -> dict[Var, int]:
        """Every variable that has one possible value."""
        bounds = self._propagated()
        return {**self.solved(), **{var: low for var, (low, high) in bounds.items() if low == high}}

    def solved(self) -> dict[Var, int]:
        """Those that the equations alone give."""
        return dict(_solved(self.equations))

    def _propagated(self) -> dict[Var, tuple[int, int]]:
        bounds = dict(self.bounds)
        moved = True
        while moved:
            moved = False
            for terms, total in self.equations:
                for var, coefficient in terms.items():
                    low, high = bounds[var]
                    rest = [_scaled(bounds[other], k) for other, k in terms.items() if other != var]
                    least, most = sum(a for a, _ in rest), sum(b for _, b in rest)
                    one, two = Fraction(total - most, coefficient), Fraction(total - least, coefficient)
                    new = (max(low, _ceil(min(one, two))), min(high, _floor(max(one, two))))
                    if new != (low, high):
                        bounds[var], moved = new, True
        return bounds


def _scaled(bound: tuple[int, int], k: int) -> tuple[int, int]:
    one, two = bound[0] * k, bound[1] * k
    return min(one, two), max(one, two)


def _ceil(value: Fraction) -> int:
    return -((-value.numerator) // value.denominator)


def _floor(value: Fraction) -> int:
    return value.numerator // value.denominator


def _solved(equations: Sequence[Equation]) -> Iterator[tuple[Var, int]]:
    """Gauss–Jordan over the rationals: a row with a single variable gives its value."""
    names = list(dict.fromkeys(var for terms, _ in equations for var in terms))
    rows = [[Fraction(terms.get(var, 0)) for var in names] + [Fraction(total)] for terms, total in equations]
    done = 0
    for column in range(len(names)):
        pivot = next((r for r in range(done, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for other in range(len(rows)):
            if other != done and (factor := rows[other][column]):
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[done], strict=True)]
        done += 1
    for row in rows[:done]:
        held = [index for index, value in enumerate(row[:-1]) if value]
        if len(held) == 1:
            yield names[held[0]], int(row[-1])
