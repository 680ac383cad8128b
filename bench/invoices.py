"""Invoices: issuing, documents and the list, on both engines (issue 3)."""

from functools import cache, partial
from typing import Any

from bench import _fresh, _web
from bench.ledger import Row, row

TASKS, LIST_TASKS = "bench._invoice_tasks", "bench._list_tasks"


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
def listing(engine: str) -> dict[str, Any]:
    """The whole page, served as in production, and a bare Django list of the same rows beside it."""
    with _fresh.database(engine) as here:
        ours = here | {"DJANGO_SETTINGS_MODULE": "config.settings.prod", "SSL_REDIRECT": "0"}
        ours |= {"ALLOWED_HOSTS": "localhost"}
        peer = here | {"DJANGO_SETTINGS_MODULE": "bench._bare_settings", "ALLOWED_HOSTS": "localhost"}
        _fresh.collect_static(ours)
        found = _fresh.run(LIST_TASKS, "fill", ours)
        cookies = [_fresh.run(LIST_TASKS, "cookie", site)["cookie"] for site in (ours, peer)]
        with _web.serving(ours) as port, _web.serving(peer) as bare:
            sites = list(zip((port, bare), cookies, strict=True))
            found["ours"], found["peer"] = _web.rates(sites, "/la-cape/factures/", b"F-2026-100000")
        return found | _fresh.run(LIST_TASKS, "depth", ours)


def list_rate(engine: str) -> Row:
    found = listing(engine)
    ours, peer = found["ours"], found["peer"]
    name = f"Page of 50 among 100 k, 8 connections / bare Django ({engine})"
    return row(name, f"{ours:.0f}/s", f"{peer:.0f}/s", ours / peer, "≥ 0.5×")


def list_depth(engine: str) -> Row:
    found = listing(engine)
    few, *more = found["queries"]
    told = f"{few} queries at 3, 30, 100 k" if more == [few, few] else f"QUERIES GROW: {found['queries']}"
    name = f"Page 1 000 / page 1 of the list ({engine}): {told}"
    first, distant = found["first"], found["distant"]
    return row(name, f"{distant * 1000:.2f} ms", f"{first * 1000:.2f} ms", distant / first, "≤ 1.1×")


ROWS = [
    *[(f"issuing {engine}", partial(issuing, engine)) for engine in _fresh.ENGINES],
    ("documents", documents),
    *[(f"list {engine}", partial(list_rate, engine)) for engine in _fresh.ENGINES],
    *[(f"list depth {engine}", partial(list_depth, engine)) for engine in _fresh.ENGINES],
]
