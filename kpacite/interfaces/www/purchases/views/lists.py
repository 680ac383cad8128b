"""The invoices received: one list, its filters, its table; and their files."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import PurchaseState
from kpacite.domain.sales.models import SupplierInvoice
from kpacite.interfaces.www.homes import places
from kpacite.interfaces.www.purchases.wording import place_of, rows_of
from kpacite.platform.http import csv_response, paginate
from kpacite.platform.uploads import EXTENSIONS, JPEG

MAX_WORDS = 80
STATES = {
    "a-verifier": (PurchaseState.DRAFT,),
    "a-payer": (PurchaseState.POSTED,),
    "payees": (PurchaseState.PAID,),
}


def _words(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:MAX_WORDS]


def _asked(request: HttpRequest) -> str:
    asked = request.GET.get("etat", "")
    return asked if asked in STATES else ""


@require_safe
def purchases(request: HttpRequest, carrier: str) -> HttpResponse:
    places.stand_in(request, request.organisation)
    words, state, today = _words(request), _asked(request), timezone.localdate()
    found = selectors.supplier_invoices(request.organisation, words=words, states=STATES.get(state, ()))
    if state == "a-payer" and not words:
        found = selectors.to_pay(request.organisation)
    page = paginate(request, found)
    address = reverse("purchases", kwargs={"carrier": carrier})
    context = {
        "carrier": request.organisation,
        "page": page,
        "rows": rows_of(page, today),
        "words": words,
        "state": state,
        "address": address,
        "filters": _filters(address, words, state),
        "owed": selectors.purchase_total(request.organisation, PurchaseState.POSTED),
    }
    return render(request, "purchases/list.html", context)


def _filters(address: str, words: str, state: str) -> list[dict[str, object]]:
    labels = {
        "": _("Toutes"),
        "a-verifier": _("À vérifier"),
        "a-payer": _("À payer"),
        "payees": _("Payées"),
    }
    return [
        {"label": label, "url": _with(address, q=words, etat=code), "current": code == state}
        for code, label in labels.items()
    ]


def _with(address: str, **asked: str) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{address}?{query}" if query else address


@require_safe
def purchases_csv(request: HttpRequest, carrier: str) -> HttpResponseBase:
    header = [
        _("Référence"),
        _("Fournisseur"),
        _("SIREN"),
        _("Numéro"),
        _("Datée du"),
        _("À payer avant le"),
        _("Sorte"),
        _("Pour qui"),
        _("Total TTC en euros"),
        _("TVA"),
        _("TVA récupérée"),
        _("État"),
        _("Reste à payer en euros"),
        _("Payée le"),
    ]
    found = selectors.supplier_invoices(
        request.organisation, words=_words(request), states=STATES.get(_asked(request), ())
    )
    return csv_response(f"achats-{carrier}.csv", header, _csv_rows(found.iterator(chunk_size=500)))


def _csv_rows(invoices: Iterator[SupplierInvoice]) -> Iterator[list[object]]:
    for invoice in invoices:
        way = -1 if invoice.is_credit else 1
        yield [
            invoice.reference,
            invoice.supplier,
            invoice.siren,
            invoice.number,
            invoice.issued_on.isoformat() if invoice.issued_on else "",
            invoice.due_on.isoformat() if invoice.due_on else "",
            invoice.get_kind_display(),
            place_of(invoice),
            _euros(way * invoice.gross_cents),
            _euros(way * invoice.tax_cents),
            _euros(way * invoice.vat_cents),
            invoice.get_state_display(),
            _euros(invoice.left_cents if invoice.state == PurchaseState.POSTED else 0),
            _paid_on(invoice),
        ]


def _paid_on(invoice: SupplierInvoice) -> str:
    last = invoice.last_paid_on if invoice.state == PurchaseState.PAID else None
    return last.isoformat() if last else ""


def _euros(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"


@require_safe
def file(request: HttpRequest, carrier: str, purchase: int) -> HttpResponseBase:  # noqa: ARG001
    """The paper itself: given to the accountants, never run by the browser."""
    invoice = request.purchase
    if not invoice.sha256:
        raise Http404
    try:
        content = invoice.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content,
        content_type=invoice.content_type,
        as_attachment=invoice.content_type != JPEG,
        filename=f"{invoice.reference}.{EXTENSIONS[invoice.content_type]}",
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
