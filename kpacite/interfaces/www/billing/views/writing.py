"""Writing an invoice: three blocks, and beside them what the client will see."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kpacite.domain.activities.selectors import activities_of
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import InvoiceKind
from kpacite.domain.sales.models import Invoice
from kpacite.domain.sales.services import invoices as services
from kpacite.domain.sales.services.invoices import Sale
from kpacite.integrations.documents import sheet_of
from kpacite.interfaces.www.billing.forms import InvoiceForm, LineForm, LineForms, first_values
from kpacite.interfaces.www.billing.views import derived
from kpacite.interfaces.www.billing.views.screen import address_of, dated, new_key, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

MOST_CLIENTS = 500
OF_THEIR_OWN = {InvoiceKind.DEPOSIT: derived.edit_deposit, InvoiceKind.CREDIT: derived.edit_credit_note}
"""Drafts that are changed as what they were made from."""


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    form, lines = _forms(request)
    context = _context(request, form, lines, reverse("invoices", kwargs={"kpa": kpa}))
    if request.method != "POST":
        return render(request, "billing/form.html", context)
    if "more" in request.POST or "apercu" in request.POST:
        return render(request, "billing/form.html", context)
    if _is_right(form, lines) and (written := _written(request, form, lines)):
        return _done(request, written)
    return render_invalid(request, "billing/form.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kpa: str, invoice: str) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    draft: Invoice = request.invoice
    if draft.is_issued:
        messages.info(request, _("Cette facture ne se modifie plus. Pour corriger, faites un avoir."))
        return see_other(address_of(draft))
    if draft.kind in OF_THEIR_OWN:
        return OF_THEIR_OWN[draft.kind](request, draft)
    form, lines = _forms(request, draft)
    context = _context(request, form, lines, address_of(draft), draft)
    if request.method != "POST":
        return render(request, "billing/form.html", context)
    if "more" in request.POST or "apercu" in request.POST:
        return render(request, "billing/form.html", context)
    if _is_right(form, lines) and (changed := _changed(request, form, lines, draft)):
        return _done(request, changed)
    return render_invalid(request, "billing/form.html", context)


@require_POST
def preview(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    """What the client would see, while people write; nothing is kept."""
    form, lines = _forms(request)
    context = {"sheet": _sheet(request, form, lines), "kpa": request.organisation}
    return render(request, "billing/parts/_preview.html", context)


def _forms(request: HttpRequest, draft: Invoice | None = None) -> tuple[InvoiceForm, LineForms]:
    today = timezone.localdate()
    rows = selectors.buyers_of(request.organisation)
    choices = {
        "clients": rows[:MOST_CLIENTS],
        "activities": activities_of(request.organisation, today),
        "invoice": draft,
    }
    if request.method == "POST":
        form = InvoiceForm(request.POST, **choices)
        lines = LineForms(request.POST)
        if "more" in request.POST:
            lines.forms.append(LineForm(prefix=f"l{_next_rank(lines)}", auto_id="%s"))
        return form, lines
    values = first_values(draft, today, new_key())
    if draft is None and request.GET.get("client", "").isdecimal():
        values["client"] = request.GET["client"]
    return InvoiceForm(initial=values, **choices), LineForms(invoice=draft)


def _next_rank(lines: LineForms) -> int:
    return max((int(form.prefix[1:]) for form in lines.forms), default=0) + 1


def _is_right(form: InvoiceForm, lines: LineForms) -> bool:
    fine = lines.is_valid()
    return form.is_valid() and fine


def _context(
    request: HttpRequest, form: InvoiceForm, lines: LineForms, back: str, draft: Invoice | None = None
) -> dict[str, Any]:
    return {
        "kpa": request.organisation,
        "form": form,
        "lines": lines,
        "back": back,
        "here": request.path,
        "invoice": draft,
        "sheet": _sheet(request, form, lines),
        "preview_url": reverse("invoice_preview", kwargs={"kpa": request.organisation.slug}),
    }


def _sheet(request: HttpRequest, form: InvoiceForm, lines: LineForms) -> Any:
    """The document as it stands; None while no client is chosen or no line is written."""
    if not form.is_bound:
        return None
    inputs, is_right = lines.inputs(), form.is_valid()
    if not is_right or not inputs:
        return None
    sale = Sale(kpa=request.organisation.kpa, client=form.chosen_client, lines=inputs)
    try:
        photo = services.preview_invoice(
            sale=sale, actor=request.user, today=timezone.localdate(), **form.details
        )
    except DomainError:
        return None
    return sheet_of(photo)


def _written(request: HttpRequest, form: InvoiceForm, lines: LineForms) -> Invoice | None:
    """The draft; None leaves a sentence on the form."""
    sale = Sale(
        kpa=request.organisation.kpa,
        client=form.chosen_client,
        lines=lines.inputs(),
        key=form.cleaned_data["key"],
    )
    try:
        return services.write_invoice(sale=sale, **form.details, **dated(request))
    except DomainError as error:
        form.refuse(error)
    return None


def _changed(request: HttpRequest, form: InvoiceForm, lines: LineForms, draft: Invoice) -> Invoice | None:
    try:
        return services.edit_invoice(
            invoice=draft,
            version=form.cleaned_data["version"] or 0,
            client=form.chosen_client,
            lines=lines.inputs(draft),
            **form.details,
            **dated(request),
        )
    except DomainError as error:
        form.refuse(error)
    return None


def _done(request: HttpRequest, invoice: Invoice) -> HttpResponse:
    messages.success(request, _("C’est enregistré. Relisez, puis envoyez."))
    return see_other(address_of(invoice))
