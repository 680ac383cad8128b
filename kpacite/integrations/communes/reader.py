"""Lazy reader of `communes.tsv.gz`: the lines stay text, only the communes asked for become objects."""

import gzip
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kpacite.integrations.communes.folding import Wanted, folded

DATA = Path(__file__).with_name("communes.tsv.gz")
COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today.

    `latitude` and `longitude` are WGS 84 degrees. When `approximate`, they are those of the middle of the
    département; both are None for the few territories where nothing is located.
    """

    insee: str
    name: str
    postcodes: tuple[str, ...]
    departement: str
    latitude: float | None
    longitude: float | None
    approximate: bool


def find(insee: str) -> Commune | None:
    """The commune that has this INSEE code today; None for any other text."""
    code = insee.strip().upper()
    return _commune(code) if len(code) == 5 and _line(code) else None


def by_postcode(postcode: str) -> list[Commune]:
    """The communes served by a postal code, by name; spaces in the code are ignored."""
    codes = _codes_by_postcode().get(postcode.replace(" ", ""), [])
    return sorted(map(_commune, codes), key=lambda commune: folded(commune.name))


def search(text: str, limit: int = 10) -> list[Commune]:
    """The communes a person may mean by `text`, best first.

    Accents, hyphens, apostrophes and « St » do not matter. Figures narrow the answer: « Bailleul 59 »,
    « 59100 ». Equal names first, then beginnings, then words; the most peopled first within each.
    """
    wanted = Wanted.read(text)
    if not wanted:
        return []
    ranked = []
    for code, name, glued, postcodes, size in _names():
        rank = wanted.rank(name, glued, code, postcodes)
        if rank is not None:
            ranked.append((rank, -size, name, code))
    return [_commune(code) for *_, code in sorted(ranked)[:limit]]


def located() -> Iterator[tuple[str, float, float]]:
    """INSEE code, latitude and longitude of every commune whose own coordinates are known, by code."""
    for line in _lines():
        code, *_, latitude, longitude = _columns(line)
        if len(code) == 5 and latitude:
            yield code, float(latitude), float(longitude)


def departement_name(code: str) -> str | None:
    """« Nord » for « 59 »; None for an unknown code."""
    row = _line(code.upper()) if len(code) < 5 else None
    return row[1] if row else None


def departement_of(insee: str) -> str:
    """« 59 » for « 59512 », « 974 » for « 97411 »."""
    return insee[:3] if insee[:2] in {"97", "98"} else insee[:2]


@cache
def _lines() -> list[str]:
    return gzip.decompress(DATA.read_bytes()).decode().split("\n")


def _line(code: str) -> list[str] | None:
    """The columns of the row with exactly this code. The file is sorted, so that no index is kept."""
    lines = _lines()
    position = bisect_left(lines, code + "\t")
    if position == len(lines) or not lines[position].startswith(code + "\t"):
        return None
    return _columns(lines[position])


def _columns(line: str) -> list[str]:
    row = line.split("\t")
    return row + [""] * (COLUMNS - len(row))


def _commune(code: str) -> Commune:
    row = _line(code)
    assert row is not None
    departement = departement_of(code)
    approximate = not row[4]
    place = _line(departement) if approximate else row
    latitude, longitude = place[4:6] if place else ("", "")
    return Commune(
        insee=code,
        name=row[1],
        postcodes=tuple(row[2].split()),
        departement=departement,
        latitude=float(latitude) if latitude else None,
        longitude=float(longitude) if longitude else None,
        approximate=approximate,
    )


@cache
def _codes_by_postcode() -> dict[str, list[str]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for line in _lines():
        insee, _, postcodes, *_ = _columns(line)
        for postcode in postcodes.split():
            codes[postcode].append(insee)
    return dict(codes)


@cache
def _names() -> list[tuple[str, str, str, str, int]]:
    """Code, folded name with and without spaces, postal codes, thousands of inhabitants of every commune."""
    names = []
    for line in _lines():
        code, name, postcodes, size, *_ = _columns(line)
        if len(code) == 5:
            plain = folded(name)
            names.append((code, " " + plain, plain.replace(" ", ""), postcodes, int(size or 0)))
    return names
