"""Confirming 200 hours in one screen, on both engines (issue 4)."""

from functools import partial

from bench import _fresh

TASKS = "bench._hours_tasks"
Row = dict[str, str]


def row(name: str, ours: float, peer: float, target: str) -> Row:
    figures = {"ours": f"{ours * 1000:.1f} ms", "peer": f"{peer * 1000:.1f} ms"}
    return {"row": name, **figures, "ratio": f"{ours / peer:.3g}×", "target": target}


def confirming(engine: str) -> Row:
    with _fresh.database(engine) as here:
        found = _fresh.run(TASKS, "confirming", here)
    name = f"Confirm 200 hours at once / bare inserts ({engine})"
    return row(name, found["ours"], found["peer"], "≤ 3×")


def screen(engine: str) -> Row:
    with _fresh.database(engine) as here:
        found = _fresh.run(TASKS, "screen", here)
    name = f"Confirm 200 hours, the whole request / bare inserts ({engine})"
    return row(name, found["ours"], found["peer"], "≤ 6×")


ROWS = [
    (f"{measure.__name__} {engine}", partial(measure, engine))
    for engine in _fresh.ENGINES
    for measure in (confirming, screen)
]
