"""The whole bilan over 267 000 people against one bare scan of their paths, on both engines (issue 6)."""

from collections.abc import Callable
from functools import cache, partial

from bench import _fresh

TASKS = "bench._bilan_tasks"
FEW, MANY = 2_670, 267_000
Row = dict[str, str]


def row(name: str, ours: str, peer: str, ratio: float, target: str) -> Row:
    return {"row": name, "ours": ours, "peer": peer, "ratio": f"{ratio:.3g}×", "target": target}


@cache
def measured(engine: str, people: int) -> dict[str, float]:
    """Seconds of the scan, of the bilans that count MANY people in all, and the memory they need."""
    with _fresh.database(engine) as database:
        here = database | {"BENCH_PEOPLE": str(people), "BENCH_TIMES": str(MANY // people)}
        _fresh.run(TASKS, "fill", here)
        scan = _fresh.run(TASKS, "scan", here)["seconds"]
        return _fresh.run(TASKS, "bilan", here) | {"scan": scan}


def whole(engine: str) -> Row:
    found = measured(engine, MANY)
    ours, peer = found["seconds"], found["scan"]
    name = f"Bilan of 267 000 people / bare scan of their paths ({engine})"
    return row(name, f"{ours:.2f} s", f"{peer:.2f} s", ours / peer, "≤ 15×")


def memory(engine: str) -> Row:
    megabytes = measured(engine, MANY)["megabytes"]
    name = f"Bilan of 267 000 people, peak memory ({engine})"
    return row(name, f"{megabytes:.0f} MB", "300 MB", megabytes / 300, "≤ 1×")


def growth(engine: str) -> Row:
    """A hundred times more people: a hundred times longer, or less.

    Both sides do as much work, so that a busy machine slows both down: a hundred bilans of few people
    against one of many.
    """
    small, large = measured(engine, FEW)["seconds"], measured(engine, MANY)["seconds"]
    name = f"Bilan, 267 000 people / 100 × 2 670 people ({engine})"
    return row(name, f"{large:.2f} s", f"{small:.2f} s", large / small, "≤ 1.3×")


def frozen(engine: str) -> Row:
    """Its place among a thousand others does not slow a frozen bilan down."""
    with _fresh.database(engine) as database:
        here = database | {"BENCH_PEOPLE": str(FEW), "ALLOWED_HOSTS": "localhost"}
        _fresh.collect_static(here)
        _fresh.run(TASKS, "fill", here)
        found = _fresh.run(TASKS, "frozen", here)
    ours, peer = found["among"], found["alone"]
    name = f"Page of a frozen bilan among 1 000 / the only one ({engine})"
    return row(name, f"{ours * 1000:.1f} ms", f"{peer * 1000:.1f} ms", ours / peer, "≤ 1.2×")


MEASURES: list[Callable[[str], Row]] = [whole, memory, growth, frozen]
ROWS = [
    (f"{measure.__name__} {engine}", partial(measure, engine))
    for engine in _fresh.ENGINES
    for measure in MEASURES
]
