"""The desk of the carrier: what clients owe, what they paid, what lateness costs."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums.payments import LateAudience
from kpacite.domain.sales.models import Payment
from kpacite.domain.sales.selectors import Unpaid
from kpacite.interfaces.www.homes import places
from kpacite.interfaces.www.payments.forms import LateRateForm
from kpacite.interfaces.www.payments.wording import ages, rows_of
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import csv_response, paginate, render_invalid, see_other


@require_safe
def unpaid(request: HttpRequest, carrier: str) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    found = selectors.unpaid(timezone.localdate(), carrier=request.organisation)
    context = {
        "carrier": request.organisation,
        "rows": rows_of(found),
        "ages": list(zip(ages(), selectors.ages_of(found), strict=True)),
        "total_cents": sum(row.left_cents for row in found),
        "accounts": selectors.bank_accounts(request.organisation),
    }
    return render(request, "payments/unpaid.html", context)


@require_safe
def unpaid_csv(request: HttpRequest, carrier: str) -> HttpResponseBase:
    header = [
        _("Facture"),
        _("KPA"),
        _("Client"),
        _("Date"),
        _("Échéance"),
        _("Jours de retard"),
        _("Total TTC en euros"),
        _("Reste à payer"),
        _("Relances"),
    ]
    found = selectors.unpaid(timezone.localdate(), carrier=request.organisation)
    return csv_response(f"impayes-{carrier}.csv", header, map(_unpaid_cells, found))


def _unpaid_cells(row: Unpaid) -> list[object]:
    invoice = row.invoice
    return [
        invoice.number,
        invoice.kpa.organisation.name,
        invoice.client.name,
        invoice.issued_on,
        invoice.due_on,
        max(row.days_late, 0),
        _euros(invoice.gross_cents),
        _euros(row.left_cents),
        row.reminders,
    ]


@require_safe
def payments(request: HttpRequest, carrier: str) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    page = paginate(request, selectors.payments_of(request.organisation))
    return render(request, "payments/list.html", {"carrier": request.organisation, "page": page})


@require_safe
def payments_csv(request: HttpRequest, carrier: str) -> HttpResponseBase:
    header = [
        _("Paiement"),
        _("Date"),
        _("KPA"),
        _("Client"),
        _("Moyen"),
        _("Montant en euros"),
        _("Référence"),
        _("Annulé"),
    ]
    rows = selectors.payments_of(request.organisation).iterator(chunk_size=1_000)
    return csv_response(f"paiements-{carrier}.csv", header, _payment_rows(rows))


def _payment_rows(rows: Iterator[Payment]) -> Iterator[list[object]]:
    for row in rows:
        yield [
            str(row),
            row.received_on,
            row.kpa.organisation.name,
            row.client.name,
            row.get_means_display(),
            _euros(row.signed_cents),
            row.reference,
            _("oui") if row.cancelled_at else "",
        ]


def _euros(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"


@require_http_methods(["GET", "POST"])
def late_rates(request: HttpRequest, carrier: str) -> HttpResponse:
    places.stand_in(request, request.organisation)
    form = LateRateForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    context = {
        "carrier": request.organisation,
        "form": form,
        "rates": selectors.late_rates(request.organisation),
    }
    if request.method == "POST" and form.is_valid() and _set(request, form):
        messages.success(request, _("Le taux est noté."))
        return see_other("late_rates", carrier=carrier)
    if form.errors:
        return render_invalid(request, "payments/rates.html", context)
    return render(request, "payments/rates.html", context)


def _set(request: HttpRequest, form: LateRateForm) -> bool:
    data = form.cleaned_data
    try:
        services.payments.set_late_rate(
            carrier=request.organisation,
            audience=LateAudience(data["audience"]),
            rate_bp=data["rate"],
            valid_from=data["valid_from"],
            source=data["source"],
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True
