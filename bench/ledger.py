"""The ledger: posting, trial balance and FEC, on both engines (issue 3)."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import cache, partial

from bench import _fresh

TASKS = "bench._ledger_tasks"
Row = dict[str, str]


def row(name: str, ours: str, peer: str, ratio: float, target: str) -> Row:
    return {"row": name, "ours": ours, "peer": peer, "ratio": f"{ratio:.3g}×", "target": target}


def posting(engine: str) -> Row:
    with _fresh.database(engine) as here:
        found = _fresh.run(TASKS, "posting", here)
    ours, peer = found["ours"], found["peer"]
    name = f"Post an entry of 3 lines / bare inserts ({engine})"
    return row(name, f"{ours * 1000:.2f} ms", f"{peer * 1000:.2f} ms", ours / peer, "≤ 3×")


_open = ExitStack()


@cache
def million(engine: str) -> dict[str, str]:
    """A database with a million posted lines, kept until the end of the run."""
    here = _open.enter_context(_fresh.database(engine))
    _fresh.run(TASKS, "fill", here)
    return here


def balance(engine: str) -> Row:
    found = _fresh.run(TASKS, "balance", million(engine))
    ours, peer = found["ours"], found["peer"]
    name = f"Trial balance, 1 M lines / GROUP BY ({engine})"
    return row(name, f"{ours * 1000:.2f} ms", f"{peer * 1000:.1f} ms", ours / peer, "≤ 0.05×")


@cache
def fec_figures(engine: str) -> dict[str, float]:
    here = million(engine)
    bare = _fresh.run(TASKS, "bare_fec", here)
    return _fresh.run(TASKS, "fec", here) | {"bare": bare["seconds"]}


def fec(engine: str) -> Row:
    found = fec_figures(engine)
    name = f"FEC of 1 M lines, lines/s / bare query ({engine})"
    ours, peer = 1_000_000 / found["seconds"], 1_000_000 / found["bare"]
    return row(name, f"{ours / 1000:.0f} k/s", f"{peer / 1000:.0f} k/s", ours / peer, "≥ 0.5×")


def fec_memory(engine: str) -> Row:
    megabytes = fec_figures(engine)["megabytes"]
    if engine == _fresh.ENGINES[-1]:
        _open.close()
    name = f"FEC of 1 M lines, peak memory ({engine})"
    return row(name, f"{megabytes:.0f} MB", "150 MB", megabytes / 150, "≤ 1×")


MEASURES: list[Callable[[str], Row]] = [posting, balance, fec, fec_memory]
ROWS = [
    (f"{measure.__name__} {engine}", partial(measure, engine))
    for engine in _fresh.ENGINES
    for measure in MEASURES
]
