"""Invoices: issuing, documents and the list, on both engines (issue 3)."""

from functools import cache, partial

from bench import _fresh
from bench.ledger import Row, row

TASKS = "bench._invoice_tasks"


def issuing(engine: str) -> Row:
    with _fresh.database(engine) as here:
        found = _fresh.run(TASKS, "issuing", here)
    ours, peer = found["ours"], found["peer"]
    name = f"Issue an invoice of 3 lines / bare inserts ({engine})"
    return row(name, f"{ours * 1000:.2f} ms", f"{peer * 1000:.2f} ms", ours / peer, "≤ 3×")


def documents() -> Row:
    with _fresh.database("SQLite") as here:
        found = _fresh.run(TASKS, "documents", here)
    ours, peer = found["ours"], found["peer"]
    name = "PDF/A-3a + PDF/UA-1 + Factur-X / bare typst"
    return row(name, f"{ours * 1000:.1f} ms", f"{peer * 1000:.1f} ms", ours / peer, "≤ 2×")


@cache
def listing(engine: str) -> dict[str, float]:
    with _fresh.database(engine) as here:
        return _fresh.run(TASKS, "listing", here)


def list_rate(engine: str) -> Row:
    found = listing(engine)
    ours, peer = 1 / found["ours"], 1 / found["peer"]
    name = f"List of 50 among 100 k, 8 connections / bare list ({engine})"
    return row(name, f"{ours:.0f}/s", f"{peer:.0f}/s", ours / peer, "≥ 0.5×")


def list_depth(engine: str) -> Row:
    found = listing(engine)
    same = "same queries at 3, 30, 100 k" if found["same_queries"] else "MORE QUERIES WITH MORE ROWS"
    name = f"Page 1 000 / page 1 of the list ({engine}): {same}"
    first, distant = found["first"], found["distant"]
    return row(name, f"{distant * 1000:.2f} ms", f"{first * 1000:.2f} ms", distant / first, "≤ 1.1×")


ROWS = [
    *[(f"issuing {engine}", partial(issuing, engine)) for engine in _fresh.ENGINES],
    ("documents", documents),
    *[(f"list {engine}", partial(list_rate, engine)) for engine in _fresh.ENGINES],
    *[(f"list depth {engine}", partial(list_depth, engine)) for engine in _fresh.ENGINES],
]
