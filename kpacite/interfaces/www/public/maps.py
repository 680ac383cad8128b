"""France, its pins, and a closer look at the Lille area where pins crowd."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.organisations.enums import KpaStatus
from kpacite.domain.organisations.selectors import KpaCard
from kpacite.integrations import france_map
from kpacite.integrations.france_map import Departement, Point, ViewBox

LILLE = (50.65, 3.1)
# About 20 km: beyond, pins stand apart on the map of France.
LILLE_REACH = 24.0
CROWD = 3
# The stylesheet writes letters for a pin of 7 units; a pin is a 36th of the view's width.
DRAWN_RADIUS = 7
PINS_ACROSS = 36
# Letters of a name on the map, in the units of a pin; middle of the line under and over the pin.
LETTER_WIDTH, LETTER_HEIGHT = 3.4, 6.2
NAME_BELOW, NAME_ABOVE = 12.3, -12.2


@dataclass(frozen=True, slots=True)
class Pin:
    number: int
    name: str
    city: str
    url: str
    x: float
    y: float
    dashed: bool
    label_above: bool = False


@dataclass(frozen=True, slots=True)
class MapView:
    """One drawing. `frame` shows on the large one what the small one enlarges."""

    box: ViewBox
    departements: Sequence[Departement]
    pins: Sequence[Pin]
    label: str
    caption: str
    frame: ViewBox | None = None
    named: bool = False

    @property
    def scale(self) -> str:
        return f"{_radius(self.box) / DRAWN_RADIUS:.3f}"


@dataclass(frozen=True, slots=True)
class NetworkMap:
    views: Sequence[MapView]

    @property
    def numbers(self) -> dict[str, int]:
        return {pin.url: pin.number for view in self.views for pin in view.pins}


@dataclass(frozen=True, slots=True)
class _Located:
    number: int
    card: KpaCard
    point: Point

    def at(self, place: Point) -> Pin:
        return Pin(
            number=self.number,
            name=self.card.name,
            city=self.card.city,
            url=reverse("kpa_page", kwargs={"slug": self.card.slug}),
            x=round(place[0], 1),
            y=round(place[1], 1),
            dashed=self.card.status != KpaStatus.ACTIVE,
        )


def network_map(cards: Iterable[KpaCard]) -> NetworkMap:
    """The map of these KPAs, numbered in their order; those whose place is unknown have no pin."""
    located = list(_located(cards))
    around_lille = [row for row in located if _near_lille(row.point)]
    if len(around_lille) < CROWD:
        return NetworkMap([_france(located, frame=None, hidden=0)])
    box = france_map.around((row.point for row in around_lille), margin=0.25)
    elsewhere = [row for row in located if not _near_lille(row.point)]
    return NetworkMap([_france(elsewhere, frame=box, hidden=len(around_lille)), _lille(around_lille, box)])


def map_of_france(cards: Iterable[KpaCard]) -> NetworkMap:
    """One drawing of the whole country, where there is little room."""
    return NetworkMap([_france(list(_located(cards)), frame=None, hidden=0)])


def _located(cards: Iterable[KpaCard]) -> Iterable[_Located]:
    number = 0
    for card in cards:
        point = france_map.project(card.latitude, card.longitude)
        if point is not None:
            number += 1
            yield _Located(number, card, point)


def _near_lille(point: Point) -> bool:
    centre = france_map.project(*LILLE)
    return centre is not None and math.dist(point, centre) <= LILLE_REACH


def _france(rows: Sequence[_Located], *, frame: ViewBox | None, hidden: int) -> MapView:
    shapes = _mainland() if all(_on(_mainland_box(), row.point) for row in rows) else france_map.outline()
    box = _mainland_box() if shapes is _mainland() else france_map.viewbox()
    caption = ngettext("%(n)d KPA sur cette carte.", "%(n)d KPA sur cette carte.", len(rows)) % {
        "n": len(rows)
    }
    if hidden:
        caption += " " + _("Le cadre, près de Lille, en compte %(n)d : voyez l’autre carte.") % {"n": hidden}
    pins = _pins(rows, box)
    return MapView(
        box=_with_pins(box, pins),
        departements=shapes,
        pins=pins,
        label=_("Carte de France des KPA"),
        caption=caption,
        frame=frame,
    )


def _lille(rows: Sequence[_Located], box: ViewBox) -> MapView:
    return MapView(
        box=box,
        departements=_crossing(box),
        pins=_with_room_for_names(_pins(rows, box), box),
        label=_("Carte des KPA de la métropole de Lille"),
        caption=_("La métropole de Lille."),
        named=True,
    )


def _pins(rows: Sequence[_Located], box: ViewBox) -> list[Pin]:
    places = france_map.spread((row.point for row in rows), 2.2 * _radius(box))
    return [row.at(place) for row, place in zip(rows, places, strict=True)]


def _with_room_for_names(pins: Sequence[Pin], box: ViewBox) -> list[Pin]:
    """Each name goes under its pin, or over it where a pin or another name is in the way below."""
    unit = _radius(box) / DRAWN_RADIUS
    taken = [_Area.around(pin.x, pin.y, DRAWN_RADIUS * unit, DRAWN_RADIUS * unit) for pin in pins]
    placed = []
    for pin in pins:
        below, above = (_name_area(pin, rise * unit, unit) for rise in (NAME_BELOW, NAME_ABOVE))
        over = any(map(below.meets, taken)) and not any(map(above.meets, taken))
        taken.append(above if over else below)
        placed.append(replace(pin, label_above=over))
    return placed


@dataclass(frozen=True, slots=True)
class _Area:
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, half_width: float, half_height: float) -> "_Area":
        return cls(x - half_width, y - half_height, x + half_width, y + half_height)

    def meets(self, other: "_Area") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def _name_area(pin: Pin, rise: float, unit: float) -> _Area:
    half_width = len(pin.name) * LETTER_WIDTH * unit / 2
    return _Area.around(pin.x, pin.y + rise, half_width, LETTER_HEIGHT * unit / 2)


def _with_pins(box: ViewBox, pins: Sequence[Pin]) -> ViewBox:
    """The box, a little larger where a crowd of pins was pushed over its edge."""
    reach = 1.3 * _radius(box)
    left = min([box.left, *(pin.x - reach for pin in pins)])
    top = min([box.top, *(pin.y - reach for pin in pins)])
    right = max([box.left + box.width, *(pin.x + reach for pin in pins)])
    bottom = max([box.top + box.height, *(pin.y + reach for pin in pins)])
    return ViewBox(round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1))


def _radius(box: ViewBox) -> float:
    return box.width / PINS_ACROSS


@cache
def _mainland() -> list[Departement]:
    return [departement for departement in france_map.outline() if not departement.overseas]


@cache
def _mainland_box() -> ViewBox:
    """France without the frames of the overseas départements: they are drawn when a KPA stands there."""
    rings = (ring for departement in _mainland() for ring in departement.rings())
    return france_map.around((point for ring in rings for point in ring), margin=0.05)


def _on(box: ViewBox, point: Point) -> bool:
    across = box.left <= point[0] <= box.left + box.width
    return across and box.top <= point[1] <= box.top + box.height


@cache
def _crossing(box: ViewBox) -> list[Departement]:
    """The départements of which something shows in this box."""
    return [departement for departement in france_map.outline() if _meets(departement, box)]


def _meets(departement: Departement, box: ViewBox) -> bool:
    xs, ys = zip(*(point for ring in departement.rings() for point in ring), strict=True)
    across = min(xs) <= box.left + box.width and max(xs) >= box.left
    return across and min(ys) <= box.top + box.height and max(ys) >= box.top
