"""Importing people and paths, against the bare inserts of the same rows, on both engines (issue 4)."""

from functools import partial

from bench import _fresh

TASKS = "bench._people_tasks"
PEOPLE = 10_000


def importing(engine: str) -> dict[str, str]:
    """Each in a database of its own, with only the network's KPAs in it."""
    found: dict[str, float] = {}
    for task in ("bare", "ours"):
        with _fresh.database(engine) as here:
            found |= _fresh.run(TASKS, task, here)
    ours, bare = found["ours"], found["bare"]
    return {
        "row": f"Import {PEOPLE} people from CSV / bare inserts ({engine})",
        "ours": f"{ours:.2f} s",
        "peer": f"{bare:.2f} s",
        "ratio": f"{ours / bare:.3g}×",
        "target": "≤ 3×",
    }


ROWS = [(f"importing {engine}", partial(importing, engine)) for engine in _fresh.ENGINES]
