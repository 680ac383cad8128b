"""Reader of `outline.json`. All positions are in the units of its view box, x to the right, y downwards."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from kpacite.integrations.communes import departement_name
from kpacite.integrations.france_map.geometry import Point, Ring, northing

DATA = Path(__file__).with_name("outline.json")
# A pin near the edge of an inset keeps its surroundings.
INSET_MARGIN = 0.06
# The mainland and Corsica, in degrees: west, south, east, north.
MAINLAND = (-5.3, 41.2, 9.7, 51.2)


@dataclass(frozen=True, slots=True)
class Departement:
    """`path` is a `d` attribute. Overseas, it is a frame and `label` says where to write the name in it."""

    code: str
    name: str
    path: str
    label: Point | None = None

    @property
    def overseas(self) -> bool:
        return self.label is not None

    def rings(self) -> list[Ring]:
        """The corners of the drawn shape."""
        return [_ring(piece) for piece in self.path.removesuffix("z").split("z")]


class ViewBox(NamedTuple):
    """What the `viewBox` attribute says; `str()` writes it."""

    left: float
    top: float
    width: float
    height: float

    def __str__(self) -> str:
        return " ".join(f"{side:g}" for side in self)


def outline() -> list[Departement]:
    """The départements of the mainland and Corsica by code, then the five overseas as frames."""
    return list(_outline())


def viewbox() -> ViewBox:
    """The whole map."""
    return ViewBox(*_document()["viewbox"])


def project(latitude: float | None, longitude: float | None) -> Point | None:
    """Where a place stands on the map, to a tenth of a unit; None for unknown or outside what is drawn."""
    if latitude is None or longitude is None:
        return None
    if _within(MAINLAND, latitude, longitude):
        (left, per_degree), (top, per_northing) = (
            _document()["projection"]["x"],
            _document()["projection"]["y"],
        )
        return round(left + per_degree * longitude, 1), round(top + per_northing * northing(latitude), 1)
    for territory in _document()["overseas"]:
        if _within(territory["degrees"], latitude, longitude):
            return _project_in_frame(territory, latitude, longitude)
    return None


def inset(code: str) -> ViewBox:
    """The view box of one département with a margin; KeyError for an unknown code."""
    shapes = {departement.code: departement for departement in _outline()}
    return around(point for ring in shapes[code].rings() for point in ring)


def around(points: Iterable[Point], *, margin: float = INSET_MARGIN, smallest: float = 40.0) -> ViewBox:
    """The view box around points, for a closer look at a crowd of pins.

    `margin` is a share of the larger side; no side is under `smallest` units. ValueError without points.
    """
    xs, ys = zip(*points, strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    more = margin * max(wide, high)
    width, height = max(wide + 2 * more, smallest), max(high + 2 * more, smallest)
    left, top = (min(xs) + max(xs) - width) / 2, (min(ys) + max(ys) - height) / 2
    return ViewBox(round(left, 1), round(top, 1), round(width, 1), round(height, 1))


@cache
def _document() -> Any:
    return json.loads(DATA.read_text(encoding="utf-8"))


@cache
def _outline() -> tuple[Departement, ...]:
    rows = _document()["departements"] + _document()["overseas"]
    return tuple(
        Departement(row["code"], departement_name(row["code"]) or "", row["path"], _label(row))
        for row in rows
    )


def _label(row: dict[str, list[float]]) -> Point | None:
    if "label" not in row:
        return None
    x, y = row["label"]
    return x, y


def _within(degrees: Iterable[float], latitude: float, longitude: float) -> bool:
    west, south, east, north = degrees
    return west <= longitude <= east and south <= latitude <= north


def _project_in_frame(territory: dict[str, list[float]], latitude: float, longitude: float) -> Point:
    """A frame keeps left, right, up and down; distances are its own."""
    left, top, right, bottom = territory["frame"]
    west, south, east, north = territory["degrees"]
    x = left + (right - left) * (longitude - west) / (east - west)
    y = bottom - (bottom - top) * (latitude - south) / (north - south)
    return round(x, 1), round(y, 1)


def _ring(piece: str) -> Ring:
    """Read back what scripts/build_france_map.py writes: `M x y l dx dy …`, or `M x y h w v h h -w`."""
    start, _, steps = piece.replace("h", "l", 1).partition("l")
    if "v" in steps:
        return _frame(start, steps)
    numbers = [float(number) for number in re.findall(r"-?\d+", steps)]
    moves = zip(numbers[::2], numbers[1::2], strict=True)
    return list(accumulate(moves, _moved, initial=_start(start)))


def _frame(start: str, steps: str) -> Ring:
    width, height, _ = (float(number) for number in re.findall(r"-?\d+", steps))
    x, y = _start(start)
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def _start(text: str) -> Point:
    x, y = re.findall(r"-?\d+", text)
    return float(x), float(y)


def _moved(point: Point, step: Point) -> Point:
    return point[0] + step[0], point[1] + step[1]
