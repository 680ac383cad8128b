"""The invoices of a KPA: one list, its filters, its table for a spreadsheet."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import InvoiceKind, InvoiceState
from kpacite.domain.sales.selectors import InvoiceFilter
from kpacite.interfaces.www.billing import gates
from kpacite.interfaces.www.billing.views.screen import stand_in
from kpacite.interfaces.www.billing.wording import row_of
from kpacite.kernel.money import CENTS
from kpacite.platform.http import csv_response, page_or_part

MAX_WORDS = 80
STATES = {
    "brouillon": InvoiceState.DRAFT,
    "a-valider": InvoiceState.TO_VALIDATE,
    "emise": InvoiceState.ISSUED,
}
LARGEST_KEY = 10**15


def asked_of(request: HttpRequest) -> InvoiceFilter:
    """Unknown states count as not asked; « avoir » is a nature among the states."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:MAX_WORDS]
    asked = request.GET.get("etat", "")
    kind = InvoiceKind.CREDIT if asked == "avoir" else ""
    return InvoiceFilter(words=words, state=STATES.get(asked, ""), kind=kind)


def after_of(request: HttpRequest) -> int | None:
    text = request.GET.get("apres", "")
    return int(text) if text.isdecimal() and int(text) < LARGEST_KEY else None


def filters_of(request: HttpRequest, address: str) -> list[dict[str, Any]]:
    labels = {
        "": _("Toutes"),
        "brouillon": _("Brouillons"),
        "a-valider": _("À valider"),
        "emise": _("Émises"),
        "avoir": _("Avoirs"),
    }
    asked = request.GET.get("etat", "")
    return [
        {"label": label, "url": with_query(address, request, etat=code), "current": code == asked}
        for code, label in labels.items()
    ]


def with_query(address: str, request: HttpRequest, **changes: str) -> str:
    query = QueryDict(mutable=True)
    kept = {name: request.GET.get(name, "") for name in ("q", "etat")} | changes
    query.update({name: value for name, value in kept.items() if value})
    return f"{address}?{query.urlencode()}" if query else address


@require_safe
def invoices(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    keep = asked_of(request)
    page = selectors.invoices_page(kpa=request.organisation, keep=keep, after=after_of(request))
    address = reverse("invoices", kwargs={"kpa": kpa})
    context = {
        "kpa": request.organisation,
        "address": address,
        "words": keep.words,
        "state": request.GET.get("etat", ""),
        "filters": filters_of(request, address),
        "rows": [row_of(row) for row in page.rows],
        "next_url": with_query(address, request, apres=str(page.after)) if page.after else "",
        "csv_url": with_query(reverse("invoices_csv", kwargs={"kpa": kpa}), request),
        "new_url": reverse("invoice_new", kwargs={"kpa": kpa}) if gates.may_write(request) else "",
        "title": _("Les factures"),
    }
    return page_or_part(request, "billing/list.html", "billing/parts/_results.html", context)


@require_safe
def invoices_csv(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """The invoices that the list shows, with the same filters."""
    header = [
        _("Numéro"),
        _("Nature"),
        _("État"),
        _("Client"),
        _("Activité"),
        _("Date"),
        _("À payer avant le"),
        _("Total TTC en euros"),
    ]
    rows = selectors.invoices_rows(kpa=request.organisation, keep=asked_of(request))
    return csv_response(f"factures-{kpa}.csv", header, _cells(rows))


def _cells(rows: Iterator[selectors.InvoiceRow]) -> Iterator[list[object]]:
    for row in rows:
        drawn = row_of(row)
        sign = "-" if drawn.cents < 0 else ""
        yield [
            row.number,
            InvoiceKind(row.kind).label,
            drawn.status.label,
            row.client,
            row.activity or "",
            row.issued_on.isoformat() if row.issued_on else "",
            row.due_on.isoformat() if row.due_on else "",
            f"{sign}{abs(drawn.cents) // CENTS},{abs(drawn.cents) % CENTS:02d}",
        ]
