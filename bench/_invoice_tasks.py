"""What bench/invoices.py runs in a process of its own."""

import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bench import _fresh
from bench._ledger_tasks import NOW, side_by_side, twin, values_of

TODAY = date(2026, 3, 9)
ISSUES, WARM_UP, ROUNDS = 25, 3, 5
DOCUMENTS = 40
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


def drafts(count: int, by: dict[str, Any]) -> list[Any]:
    from tests.factories.invoices import buffet, make_draft  # noqa: PLC0415

    kpa, client = a_kpa()
    return [make_draft(kpa, client, buffet()[:3], **by) for _ in range(count)]


def issuing() -> dict[str, float]:
    """Seconds to issue a draft of 3 lines, and for a bare transaction that inserts the rows it leaves."""
    from kpacite.domain.sales.services import invoices as services  # noqa: PLC0415
    from tests.factories.people import make_account  # noqa: PLC0415

    by = BY | {"actor": make_account("Driss")}
    waiting = iter(drafts(ISSUES * ROUNDS + WARM_UP, by))

    def ours() -> None:
        services.issue_invoice(invoice=next(waiting), **by)

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


if __name__ == "__main__":
    _fresh.child({"issuing": issuing, "documents": documents})
