"""Bringing clients or offers from a file: what would happen is shown first; then all of it, or nothing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kpacite.domain.sales import services
from kpacite.integrations.tabular import UnreadableTable
from kpacite.interfaces.www.sales.importing import (
    CLIENT_COLUMNS,
    OFFER_COLUMNS,
    client_rows,
    offer_rows,
)
from kpacite.interfaces.www.sales.views.screen import here, kpa_of, stand_in
from kpacite.interfaces.www.tables import PREVIEW, Rows, preview, read_rows, sample_header, unsealed
from kpacite.kernel.import_result import ImportResult
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other

PAGE = "sales/import/file.html"
SALT = "sales.import"
CLIENTS, OFFERS = "clients", "offres"
COLUMNS = {CLIENTS: CLIENT_COLUMNS, OFFERS: OFFER_COLUMNS}


class ImportForm(Form):
    what = forms.ChoiceField(
        label=_lazy("Ce que contient le fichier"),
        choices=[(CLIENTS, _lazy("Des clients")), (OFFERS, _lazy("Des offres du catalogue"))],
        widget=forms.RadioSelect,
        initial=CLIENTS,
    )
    file = forms.FileField(
        label=_lazy("Le fichier"),
        help_text=_lazy("Un tableur, en XLSX ou en CSV, avec le nom des colonnes sur la première ligne."),
        error_messages={"required": _lazy("Choisissez un fichier.")},
    )


@require_http_methods(["GET", "POST"])
def importing(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    if "payload" in request.POST:
        return _confirmed(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            what = form.cleaned_data["what"]
            rows = read_rows(form.cleaned_data["file"], COLUMNS[what], "name")
        except UnreadableTable as error:
            form.refuse(error)
        else:
            return _preview(request, what, rows)
    context = {
        "form": form,
        "back": here(request, "clients"),
        "client_columns": sample_header(CLIENT_COLUMNS),
        "offer_columns": sample_header(OFFER_COLUMNS),
    }
    return render_invalid(request, PAGE, context) if form.errors else render(request, PAGE, context)


def _run(request: HttpRequest, what: str, rows: Rows, *, keep: bool) -> ImportResult:
    columns = {name: name for name in COLUMNS[what]}
    by: dict[str, Any] = {"actor": request.user, "now": timezone.now()}
    kpa = kpa_of(request)
    if what == CLIENTS:
        clients, errors = client_rows(rows, columns)
        result = services.import_clients(kpa=kpa, rows=clients, keep=keep and not errors, **by)
    else:
        offers, errors = offer_rows(rows, columns)
        author = request.user.person
        result = services.import_offers(kpa=kpa, rows=offers, keep=keep and not errors, author=author, **by)
    return ImportResult(result.added, result.known, sorted(errors + result.errors))


def _preview(request: HttpRequest, what: str, rows: Rows) -> HttpResponse:
    result = _run(request, what, rows, keep=False)
    content = {"kpa": request.organisation.pk, "what": what, "rows": rows}
    context = {"back": here(request, "client_import")} | preview(result, content, salt=SALT)
    if result.errors:
        return render_invalid(request, PREVIEW, context)
    return render(request, PREVIEW, context)


def _confirmed(request: HttpRequest) -> HttpResponse:
    """The lines that were shown, signed by us: nobody adds one in between."""
    content = unsealed(request.POST["payload"], salt=SALT)
    if content is None:
        messages.error(request, _("Cette page est trop vieille. Choisissez le fichier encore une fois."))
        return see_other(here(request, "client_import"))
    if content["kpa"] != request.organisation.pk:
        messages.error(request, _("Ce fichier est pour un autre KPA."))
        return see_other(here(request, "client_import"))
    rows = content["rows"]
    result = _run(request, content["what"], rows, keep=True)
    if result.errors:
        return _preview(request, content["what"], rows)
    count = len(result.added)
    done = ngettext("C’est fait : %(n)d ligne ajoutée.", "C’est fait : %(n)d lignes ajoutées.", count)
    messages.success(request, done % {"n": count})
    return see_other(here(request, "clients" if content["what"] == CLIENTS else "activities"))
