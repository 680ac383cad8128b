"""Coming from another tool: open invoices and balances, shown first; then all of the file, or nothing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kpacite.domain.ledger import selectors as books
from kpacite.domain.ledger import services as ledger
from kpacite.domain.ledger.services import NoFirstYear
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.selectors import carried_kpas
from kpacite.domain.sales.services.invoices import NoBook
from kpacite.domain.sales.services.taking_over import take_over_invoices
from kpacite.integrations.tabular import UnreadableTable
from kpacite.interfaces.www.billing.taking_over import (
    BALANCE_COLUMNS,
    INVOICE_COLUMNS,
    balance_rows,
    invoice_rows,
)
from kpacite.interfaces.www.billing.views.carrier import stand_in
from kpacite.interfaces.www.billing.views.screen import by
from kpacite.interfaces.www.tables import PREVIEW, Rows, preview, read_rows, sample_header, unsealed
from kpacite.kernel.errors import DomainError
from kpacite.kernel.import_result import ImportResult
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other

PAGE = "billing/takeover.html"
SALT = "billing.takeover"
INVOICES, BALANCES = "factures", "soldes"
COLUMNS = {INVOICES: INVOICE_COLUMNS, BALANCES: BALANCE_COLUMNS}
NEEDED = {
    INVOICES: ("number", "client", "issued_on", "left", "rate"),
    BALANCES: ("number", "debit", "credit"),
}


class TakeOverForm(Form):
    what = forms.ChoiceField(
        label=_lazy("Ce que contient le fichier"),
        choices=[
            (INVOICES, _lazy("Les factures qui restent à payer")),
            (BALANCES, _lazy("Les soldes des comptes")),
        ],
        widget=forms.RadioSelect,
        initial=INVOICES,
    )
    kpa = forms.ChoiceField(
        label=_lazy("Le KPA de ces factures"),
        help_text=_lazy("Pour les soldes, ce choix ne compte pas."),
    )
    file = forms.FileField(
        label=_lazy("Le fichier"),
        help_text=_lazy("Un tableur, en XLSX ou en CSV, avec le nom des colonnes sur la première ligne."),
        error_messages={"required": _lazy("Choisissez un fichier.")},
    )

    def __init__(self, *args: Any, kpas: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kpa"].choices = [(kpa.slug, kpa.name) for kpa in kpas]  # type: ignore[attr-defined]
        if not kpas:
            del self.fields["kpa"]


@require_http_methods(["GET", "POST"])
def taking_over(request: HttpRequest, carrier: str) -> HttpResponse:
    stand_in(request)
    if "payload" in request.POST:
        return _confirmed(request, carrier)
    kpas = list(carried_kpas(request.organisation, timezone.localdate()).order_by("name"))
    form = TakeOverForm(request.POST or None, request.FILES or None, kpas=kpas)
    if request.method == "POST" and form.is_valid():
        what = form.cleaned_data["what"]
        try:
            rows = read_rows(form.cleaned_data["file"], COLUMNS[what], *NEEDED[what])
            return _preview(request, {"what": what, "kpa": form.cleaned_data.get("kpa", "")}, rows)
        except (UnreadableTable, NoBook, NoFirstYear) as error:
            form.refuse(error)
    context = {
        "form": form,
        "carrier": request.organisation,
        "invoice_columns": sample_header(INVOICE_COLUMNS),
        "balance_columns": sample_header(BALANCE_COLUMNS),
        "unexplained": abs(books.opening_gap(request.organisation)),
    }
    return render_invalid(request, PAGE, context) if form.errors else render(request, PAGE, context)


def _run(request: HttpRequest, asked: dict[str, Any], rows: Rows, *, keep: bool) -> ImportResult:
    carrier = request.organisation
    if asked["what"] == BALANCES:
        lines, errors = balance_rows(rows)
        book = books.book_of(carrier)
        if book is None:
            raise NoBook
        # A file with a wrong line would not balance: what is wrong is told first, alone.
        if errors:
            return ImportResult(errors=errors)
        return ledger.import_opening(book=book, rows=lines, keep=keep, **by(request))
    invoices, errors = invoice_rows(rows)
    today = timezone.localdate()
    kpa = get_object_or_404(
        Kpa.objects.select_related("organisation"),
        organisation__in=carried_kpas(carrier, today),
        organisation__slug=asked["kpa"],
    )
    result = take_over_invoices(
        carrier=carrier, kpa=kpa, rows=invoices, keep=keep and not errors, today=today, **by(request)
    )
    return ImportResult(result.added, result.known, sorted(errors + result.errors))


def _preview(request: HttpRequest, asked: dict[str, Any], rows: Rows) -> HttpResponse:
    result = _run(request, asked, rows, keep=False)
    content = asked | {"carrier": request.organisation.pk, "rows": rows}
    context = {"back": _here(request)} | preview(result, content, salt=SALT)
    return render_invalid(request, PREVIEW, context) if result.errors else render(request, PREVIEW, context)


def _here(request: HttpRequest) -> str:
    return reverse("carrier_takeover", kwargs={"carrier": request.organisation.slug})


def _confirmed(request: HttpRequest, carrier: str) -> HttpResponse:
    content = unsealed(request.POST["payload"], salt=SALT)
    if content is None or content["carrier"] != request.organisation.pk:
        messages.error(request, _("Cette page est trop vieille. Choisissez le fichier encore une fois."))
        return see_other(_here(request))
    asked = {name: content[name] for name in ("what", "kpa")}
    try:
        result = _run(request, asked, content["rows"], keep=True)
    except DomainError as error:
        messages.error(request, str(error))
        return see_other(_here(request))
    if result.errors:
        return _preview(request, asked, content["rows"])
    count = len(result.added)
    done = ngettext("C’est fait : %(n)d ligne ajoutée.", "C’est fait : %(n)d lignes ajoutées.", count)
    messages.success(request, done % {"n": count})
    there = "carrier_unpaid" if asked["what"] == INVOICES else "ledger_balance"
    return see_other(reverse(there, kwargs={"carrier": carrier}))
