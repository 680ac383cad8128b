"""What bench/people.py runs in a process of its own. Seeded: the same people each time."""

import csv
import io
import random
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench import _fresh

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
PEOPLE = 10_000
SEED = 2026
FIRST_DAY = date(2022, 3, 1)
SPREAD_DAYS = 600


def a_file() -> bytes:
    from kpacite.domain.paths.rules import COLUMNS  # noqa: PLC0415

    drawn = random.Random(SEED)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(_line(drawn, rank) for rank in range(PEOPLE))
    return text.getvalue().encode()


def _line(drawn: random.Random, rank: int) -> dict[str, str]:
    start = FIRST_DAY + timedelta(days=drawn.randrange(SPREAD_DAYS))
    end = start + timedelta(days=drawn.randrange(30, SPREAD_DAYS)) if drawn.random() < 0.4 else None
    return {
        "person_ref": f"P{rank}",
        "first_name": f"Prénom{rank}",
        "last_name": f"Nom{rank}",
        "birth_date": (start - timedelta(days=365 * drawn.randrange(17, 60))).isoformat(),
        "gender": drawn.choice("FHX"),
        "postcode": drawn.choice(["59100", "17000", "37000"]),
        "qpv": drawn.choice(["oui", "non", ""]),
        "single_parent": drawn.choice(["oui", "non", ""]),
        "international_protection": drawn.choice(["non", ""]),
        "disabled_worker": drawn.choice(["oui", "non", ""]),
        "education": drawn.choice(["INF", "CAP_BEP", "BAC", ""]),
        "france_travail_registered_on": "",
        "referral": drawn.choice(["Mission locale", ""]),
        "kpa": drawn.choice(["la-cape", "moulins-coop"]),
        "path_start": start.isoformat(),
        "planned_end": (start + timedelta(days=365)).isoformat(),
        "path_end": end.isoformat() if end else "",
        "exit_situation": "EMPLOI" if end else "",
        "exit_contract": "CDI" if end else "",
        "exit_training": "",
        "exit_observed_on": "",
    }


def _network() -> Any:
    from kpacite import scenarios  # noqa: PLC0415
    from kpacite.domain.organisations.selectors import network  # noqa: PLC0415

    scenarios.load(["network"], now=NOW)
    return network()


def ours() -> dict[str, float]:
    """Read the file, check it and write it."""
    from kpacite.domain.paths import services  # noqa: PLC0415
    from kpacite.integrations.tabular import read_table  # noqa: PLC0415

    network, content = _network(), a_file()
    start = time.perf_counter()
    services.import_people(rows=read_table(content).rows, source=network, actor=None, now=NOW)
    return {"ours": time.perf_counter() - start}


def bare() -> dict[str, float]:
    """The same rows, already made, given to the database in one transaction by `bulk_create`."""
    from django.db import transaction  # noqa: PLC0415

    from kpacite.domain.paths import services  # noqa: PLC0415
    from kpacite.domain.paths.services import import_rows  # noqa: PLC0415
    from kpacite.integrations.tabular import read_table  # noqa: PLC0415

    network, content = _network(), a_file()
    found = services.read_people_file(rows=read_table(content).rows, source=network, only_kpa=None, now=NOW)
    made = import_rows.plan(found.lines, found.kpas, source=network, now=NOW)
    lists = (made.persons, made.references, made.facts, made.sensitive, made.paths, made.exits)
    start = time.perf_counter()
    with transaction.atomic():
        for rows in lists:
            type(rows[0]).objects.bulk_create(rows)
    return {"bare": time.perf_counter() - start}


if __name__ == "__main__":
    _fresh.child({"ours": ours, "bare": bare})
