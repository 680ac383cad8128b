"""Plane geometry in the units of the map: a ring is the list of its corners, the last joined to the first."""

import math
from collections.abc import Iterable, Iterator

Point = tuple[float, float]
Ring = list[Point]

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def northing(latitude: float) -> float:
    """Mercator's ordinate, in degrees, growing to the north."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def sides(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return zip(ring, ring[1:] + ring[:1], strict=True)


def area(ring: Ring) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in sides(ring)) / 2


def inside(point: Point, rings: Iterable[Ring]) -> bool:
    """Even-odd rule: a ring inside another is a hole."""
    x, y = point
    crossings = 0
    for ring in rings:
        for (ax, ay), (bx, by) in sides(ring):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                crossings += 1
    return crossings % 2 == 1


def nearest(point: Point, rings: Iterable[Ring]) -> Point:
    """The point of the rings' sides that is closest to `point`."""
    candidates = (_nearest_on_side(point, *side) for ring in rings for side in sides(ring))
    return min(candidates, key=lambda candidate: math.dist(candidate, point))


def _nearest_on_side(point: Point, start: Point, end: Point) -> Point:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    if length == 0:
        return start
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = max(0.0, min(1.0, along))
    return start[0] + along * dx, start[1] + along * dy


def spread(points: Iterable[Point], min_distance: float) -> list[Point]:
    """Move as few points as possible so that no two are closer than `min_distance`.

    In the same order as given; the first of a crowd stays, each next one takes the first free place on a
    spiral around its own. The same points always give the same answer.
    """
    placed: list[Point] = []
    for point in points:
        placed.append(
            next(place for place in _spiral(point, min_distance / 4) if _free(place, placed, min_distance))
        )
    return placed


def _spiral(centre: Point, step: float) -> Iterator[Point]:
    rank = 0
    while True:
        radius, angle = step * math.sqrt(rank), rank * GOLDEN_ANGLE
        yield centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)
        rank += 1


def _free(place: Point, placed: list[Point], min_distance: float) -> bool:
    return all(math.dist(place, other) >= min_distance for other in placed)
