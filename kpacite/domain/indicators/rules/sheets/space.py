"""All that can be computed from some numbers by adding and subtracting them: the row space of their sums.

Arithmetic modulo a large prime: exact for these small whole numbers, without fractions that grow.
"""

from collections.abc import Sequence
from random import Random
from typing import Self

PRIME = 2**61 - 1

Vector = Sequence[int]


class Space:
    """Sums of vectors, one at a time; each kept vector has a column (its pivot) where the others are zero."""

    def __init__(self, width: int, kept: Sequence[tuple[int, Vector]] = ()) -> None:
        self.width = width
        self.kept = tuple(kept)

    @property
    def rank(self) -> int:
        return len(self.kept)

    def with_(self, vector: Vector) -> Self:
        """With one vector more; the same space when it tells nothing new."""
        rest = self._rest(vector)
        pivot = next((column for column, value in enumerate(rest) if value), None)
        if pivot is None:
            return self
        inverse = pow(rest[pivot], -1, PRIME)
        new = [value * inverse % PRIME for value in rest]
        kept = [(column, _less(row, new, row[pivot])) for column, row in self.kept]
        return type(self)(self.width, [*kept, (pivot, new)])

    def _rest(self, vector: Vector) -> Vector:
        for column, row in self.kept:
            vector = _less(vector, row, vector[column])
        return [value % PRIME for value in vector]

    def fingerprint(self) -> list[int]:
        """One number for each column, such that a combination of columns is in the space if, and as good as
        only if, its numbers add up to zero: a random vector to which all of the space is orthogonal.
        """
        random = Random(self.width)  # noqa: S311 - no secret: the reader may know it
        numbers = [random.randrange(1, PRIME) for _column in range(self.width)]
        for column, _row in self.kept:
            numbers[column] = 0
        for column, row in self.kept:
            numbers[column] = -sum(a * b for a, b in zip(row, numbers, strict=True) if a and b) % PRIME
        return numbers


def _less(vector: Vector, row: Vector, times: int) -> Vector:
    if not times:
        return vector
    return [(value - times * other) % PRIME for value, other in zip(vector, row, strict=True)]
