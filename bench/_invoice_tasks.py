"""What bench/invoices.py runs in a process of its own."""

import itertools
import json
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bench import _fresh
from bench._ledger_tasks import NOW, side_by_side, twin, values_of

TODAY = date(2026, 3, 9)
ISSUES, WARM_UP, ROUNDS = 25, 3, 5
DOCUMENTS = 40
FEW, MANY, CONNECTIONS, SECONDS = 30, 100_000, 8, 3.0
PAGE = 50
BY: dict[str, Any] = {"actor": None, "now": NOW, "today": TODAY}


def a_kpa() -> Any:
    """A KPA whose carrier may invoice, and a client."""
    from kpacite.domain.organisations.enums import OrganisationKind  # noqa: PLC0415
    from tests.factories.invoices import make_buyer, ready_to_invoice  # noqa: PLC0415
    from tests.factories.organisations import carry, make_kpa, make_organisation  # noqa: PLC0415

    kpa = make_kpa("La Cape", slug="la-cape")
    carrier = make_organisation("Opteos", OrganisationKind.CARRIER, slug="opteos")
    carry(kpa, carrier)
    ready_to_invoice(carrier)
    return kpa, make_buyer(kpa)


def drafts(count: int) -> list[Any]:
    from tests.factories.invoices import buffet, make_draft  # noqa: PLC0415

    kpa, client = a_kpa()
    return [make_draft(kpa, client, buffet()[:3]) for _ in range(count)]


def issuing() -> dict[str, float]:
    """Seconds to issue a draft of 3 lines, and for a bare transaction that inserts the rows it leaves."""
    from kpacite.domain.sales.services import invoices as services  # noqa: PLC0415

    waiting = iter(drafts(ISSUES * ROUNDS + WARM_UP))

    def ours() -> None:
        services.issue_invoice(invoice=next(waiting), **BY)

    for _ in range(WARM_UP):
        ours()
    bare = _bare_insert()
    bare()
    return side_by_side(ours, bare, ISSUES)


def _bare_insert() -> Callable[[], None]:
    from django.db import transaction  # noqa: PLC0415

    from kpacite.domain.ledger import models as ledger  # noqa: PLC0415
    from kpacite.domain.sales.models import Invoice, InvoiceLine  # noqa: PLC0415
    from kpacite.platform.audit import AuditEvent  # noqa: PLC0415

    invoice = Invoice.objects.issued().order_by("-pk")[0]
    entry_twin, move_twin = twin(ledger.Entry), twin(ledger.Line)
    month_twin, axis_twin, audit_twin = map(twin, (ledger.MonthBalance, ledger.AxisBalance, AuditEvent))
    invoice_twin, line_twin = twin(Invoice), twin(InvoiceLine)
    entry = values_of(invoice.entry)
    moves = [values_of(row, "entry_id") for row in invoice.entry.lines.order_by("rank")]
    months = [values_of(row) for row in ledger.MonthBalance.objects.order_by("pk")]
    axes = [values_of(row) for row in ledger.AxisBalance.objects.order_by("pk")]
    events = [values_of(row) for row in AuditEvent.objects.order_by("-pk")[:2]]
    head = values_of(invoice, "entry_id")
    lines = [values_of(row, "invoice_id") for row in invoice.lines.order_by("position")]

    def insert() -> None:
        with transaction.atomic():
            new = entry_twin.objects.create(**entry)
            move_twin.objects.bulk_create([move_twin(entry_id=new.pk, **row) for row in moves])
            month_twin.objects.bulk_create([month_twin(**row) for row in months])
            axis_twin.objects.bulk_create([axis_twin(**row) for row in axes])
            for event in events:
                audit_twin.objects.create(**event)
            bill = invoice_twin.objects.create(entry_id=new.pk, **head)
            line_twin.objects.bulk_create([line_twin(invoice_id=bill.pk, **row) for row in lines])

    return insert


def documents() -> dict[str, float]:
    """Seconds for the whole document (XML, PDF, metadata), and for typst alone on the same sheet."""
    from kpacite.integrations.documents import compiler, invoice_pdf, sheet_of  # noqa: PLC0415
    from tests.integrations.photographs import simple  # noqa: PLC0415

    # A new number each time: typst remembers what it has already laid out.
    turns = itertools.count(1)
    sheets = (sheet_of(_numbered(simple(), rank)) for rank in itertools.count(100_000))
    ready = [json.dumps(next(sheets).as_data(), ensure_ascii=False) for _ in range(DOCUMENTS * ROUNDS + 1)]
    waiting = iter(ready)
    bare = compiler.compiler_for("piece.typ")

    def ours() -> None:
        invoice_pdf(_numbered(simple(), next(turns)), issued_at=NOW)

    def peer() -> None:
        inputs = {"data": next(waiting)}
        bare.compile(sys_inputs=inputs, pdf_standards=compiler.STANDARDS, timestamp=NOW)

    ours(), peer()
    return side_by_side(ours, peer, DOCUMENTS)


def _numbered(photo: Any, rank: int) -> Any:
    return replace(photo, number=f"F-2026-{rank:06d}")


def listing() -> dict[str, float]:
    """The list of a KPA among many invoices: requests a second, pages far away, queries at three sizes."""
    from kpacite.domain.sales import selectors  # noqa: PLC0415
    from kpacite.domain.sales.selectors import InvoiceFilter  # noqa: PLC0415

    kpa, client = a_kpa()
    keep, here = InvoiceFilter(), kpa.organisation
    queries = []
    for count in (3, FEW - 3, MANY - FEW):
        _fill(kpa, client, count)
        queries.append(_queries(lambda: selectors.invoices_page(kpa=here, keep=keep)))

    def ours() -> None:
        selectors.invoices_page(kpa=here, keep=keep)

    def peer() -> None:
        _bare_list(kpa)

    far = _key_of(kpa, 1_000 * PAGE)
    first = _seconds(ours)
    distant = _seconds(lambda: selectors.invoices_page(kpa=here, keep=keep, after=far))
    return {
        "ours": 1 / _rate(ours),
        "peer": 1 / _rate(peer),
        "first": first,
        "distant": distant,
        "same_queries": float(len(set(queries)) == 1),
    }


def _bare_list(kpa: Any) -> list[Any]:
    from kpacite.domain.sales.models import Invoice  # noqa: PLC0415

    rows = Invoice.objects.filter(kpa=kpa).select_related("client", "activity").order_by("-pk")
    return list(rows[:PAGE])


def _key_of(kpa: Any, rank: int) -> int:
    from kpacite.domain.sales.models import Invoice  # noqa: PLC0415

    return Invoice.objects.filter(kpa=kpa).order_by("-pk").values_list("pk", flat=True)[rank]


def _fill(kpa: Any, client: Any, count: int) -> None:
    from kpacite.domain.sales.models import Invoice  # noqa: PLC0415
    from kpacite.domain.sales.selectors import carrier_on  # noqa: PLC0415

    carrier = carrier_on(kpa, TODAY)
    rows = (
        Invoice(kpa=kpa, carrier=carrier, client=client, kind="invoice", created_at=NOW, supplied_on=TODAY)
        for _ in range(count)
    )
    for batch in iter(lambda: list(itertools.islice(rows, 5_000)), []):
        Invoice.objects.bulk_create(batch)


def _queries(call: Callable[[], object]) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as found:
        call()
    return len(found)


def _seconds(call: Callable[[], object], times: int = 60) -> float:
    figures = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        figures.append(time.perf_counter() - start)
    return statistics.median(figures)


def _rate(call: Callable[[], object]) -> float:
    """Calls a second, all connections together."""
    from django.db import connection  # noqa: PLC0415

    done = [0] * CONNECTIONS
    stop = time.perf_counter() + SECONDS

    def work(rank: int) -> None:
        while time.perf_counter() < stop:
            call()
            done[rank] += 1
        connection.close()

    workers = [threading.Thread(target=work, args=(rank,)) for rank in range(CONNECTIONS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(done) / SECONDS


if __name__ == "__main__":
    _fresh.child({"issuing": issuing, "documents": documents, "listing": listing})
