"""What bench/bilan.py runs in a process of its own: invented people, the same each time."""

import os
import random
import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench import _fresh

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
FIRST, LAST = date(2022, 3, 1), date(2023, 12, 31)
SEED = 2026
BATCH = 5_000
ROUNDS = 3
MANY, PAGE_ROUNDS = 1_000, 10


def people() -> int:
    return int(os.environ["BENCH_PEOPLE"])


def fill() -> dict[str, float]:
    """One path for each person, an exit for a third of them, every fact of the bilan."""
    from kpacite.domain.organisations.models import Kpa, Organisation  # noqa: PLC0415
    from kpacite.domain.people.models import Person  # noqa: PLC0415

    kpas = []
    for rank in range(15):
        organisation = Organisation.objects.create(kind="kpa", name=f"KPA {rank}", slug=f"kpa-{rank}")
        kpas.append(Kpa.objects.create(organisation=organisation))
    dice = random.Random(SEED)
    for start in range(0, people(), BATCH):
        many = min(BATCH, people() - start)
        persons = Person.objects.bulk_create(
            [Person(first_name="Exemple", created_at=NOW) for _ in range(many)]
        )
        _facts(persons, dice)
        _paths(persons, kpas, dice)
    return {"people": people()}


def _facts(persons: list[Any], dice: random.Random) -> None:
    from kpacite.domain.paths.models import PersonFacts, SensitiveFacts  # noqa: PLC0415

    PersonFacts.objects.bulk_create(
        PersonFacts(
            person=person,
            birth_date=date(1960, 1, 1) + timedelta(days=dice.randrange(16_000)),
            gender=dice.choice("FFFHX"),
        )
        for person in persons
    )
    SensitiveFacts.objects.bulk_create(
        SensitiveFacts(person=person, answers="".join(dice.choices("onx?", k=4))) for person in persons
    )


def _paths(persons: list[Any], kpas: list[Any], dice: random.Random) -> None:
    from kpacite.domain.paths.models import Exit, Path  # noqa: PLC0415

    paths = Path.objects.bulk_create(list(_new_paths(persons, kpas, dice)))
    Exit.objects.bulk_create(
        Exit(path=path, observed_on=path.end, situation=dice.choice(["EMPLOI", "FORMATION", "SANS", ""]))
        for path in paths
        if path.end
    )


def _new_paths(persons: list[Any], kpas: list[Any], dice: random.Random) -> Iterator[Any]:
    from kpacite.domain.paths.models import Path  # noqa: PLC0415

    for person in persons:
        start = FIRST + timedelta(days=dice.randrange(600))
        planned = start + timedelta(days=dice.choice([200, 365, 500, 730]))
        yield Path(
            person=person,
            kpa=dice.choice(kpas),
            start=start,
            end=start + timedelta(days=dice.randrange(10, 500)) if dice.random() < 0.35 else None,
            planned_end=planned,
            initial_planned_end=planned,
            education=dice.choice(["INF", "CAP_BEP", "BAC", "BAC2_4", "BAC5", ""]),
            france_travail_registered_on=start - timedelta(days=dice.randrange(1500)),
            department=dice.choice(["59", "59", "62", "17", "37"]),
            qpv=(answer := dice.choice(["oui", "non", ""])),
            qpv_method="imported" if answer else "",
            qpv_generation=2015 if answer else None,
        )


def bilan() -> dict[str, float]:
    """Seconds for so many whole bilans for the public, the best of a few; memory of this process at its
    highest.
    """
    from kpacite.domain.indicators import selectors  # noqa: PLC0415
    from kpacite.domain.indicators.rules.audience import Audience  # noqa: PLC0415
    from kpacite.domain.indicators.rules.frame import Frame  # noqa: PLC0415
    from kpacite.domain.indicators.rules.scope import WHOLE_NETWORK  # noqa: PLC0415

    frame = Frame(FIRST, LAST)

    times = int(os.environ["BENCH_TIMES"])

    def each() -> None:
        counts = selectors.counts_of(frame, WHOLE_NETWORK)
        assert counts.people == people()
        selectors.bilan_of(
            counts,
            selectors.release_for(counts, WHOLE_NETWORK, Audience.PUBLIC),
            WHOLE_NETWORK,
            Audience.PUBLIC,
        )

    seconds = _best(lambda: [each() for _ in range(times)])
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def frozen() -> dict[str, float]:
    """Seconds of the public page of a frozen bilan: the only one that is open, then one among a thousand."""
    address = f"/reseau/bilan/{_published().report.slug}/"
    alone = _page(address)
    _publish_copies(MANY - 1)
    return {"alone": alone, "among": _page(address)}


def _published() -> Any:
    """A bilan that was frozen from the invented people, and opened to everybody."""
    from kpacite.domain.indicators import services  # noqa: PLC0415
    from kpacite.domain.indicators.enums import Outside  # noqa: PLC0415
    from kpacite.domain.indicators.rules.frame import Frame  # noqa: PLC0415

    by: dict[str, Any] = {"actor": None, "now": NOW}
    report = services.prepare_report(title="Essai", frame=Frame(FIRST, LAST), **by)
    freeze = services.freeze_report(report=report, author=None, today=NOW.date(), **by)
    services.publish_freeze(freeze=freeze, audience=Outside.PUBLIC, **by)
    return freeze


def _publish_copies(many: int) -> None:
    """The same figures under other periods, in bulk; three are newer than the page that is measured."""
    from django.db import connection  # noqa: PLC0415

    from kpacite.domain.indicators.models import Report, ReportFreeze, ReportPublication  # noqa: PLC0415

    first = ReportFreeze.objects.get()
    days = [LAST + timedelta(days=3 - rank) for rank in range(many)]
    reports = Report.objects.bulk_create(
        Report(slug=f"essai-{day}", title=f"Essai {day}", scope_kind="network", first=day, last=day)
        for day in days
    )
    photograph = {name: getattr(first, name) for name in ("content", "releases", "content_hash", "frozen_at")}
    freezes = ReportFreeze.objects.bulk_create(
        ReportFreeze(report=report, number=1, **photograph) for report in reports
    )
    ReportPublication.objects.bulk_create(
        ReportPublication(freeze=freeze, audience="public", published_at=NOW) for freeze in freezes
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _page(address: str) -> float:
    from django.test import Client  # noqa: PLC0415

    browser = Client()

    def once() -> None:
        assert browser.get(address, headers={"host": "localhost"}).status_code == 200

    return min(_best(once) for _ in range(PAGE_ROUNDS))


def scan() -> dict[str, float]:
    """Seconds to read every row and column of the table of paths, bare."""
    from django.db import connection  # noqa: PLC0415

    def once() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM paths_path")
            while cursor.fetchmany(BATCH):
                pass

    return {"seconds": _best(once)}


def _best(task: Any) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    _fresh.child({"fill": fill, "bilan": bilan, "scan": scan, "frozen": frozen})
