"""Bringing clients or offers from a file: what would happen is shown first; then all of it, or nothing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kpacite.domain.sales import services
from kpacite.domain.sales.services import ImportResult
from kpacite.integrations.tabular import UnreadableTable, read_table
from kpacite.interfaces.www.sales.importing import (
    CLIENT_COLUMNS,
    OFFER_COLUMNS,
    client_rows,
    columns_of,
    offer_rows,
    sample_header,
)
from kpacite.interfaces.www.sales.views.screen import here, kpa_of, stand_in
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other

PAGE, PREVIEW = "sales/import/file.html", "sales/import/preview.html"
SALT, ONE_DAY = "sales.import", 24 * 3600
MOST_ROWS, MOST_SHOWN = 2000, 50
CLIENTS, OFFERS = "clients", "offres"
COLUMNS = {CLIENTS: CLIENT_COLUMNS, OFFERS: OFFER_COLUMNS}
Rows = list[tuple[int, dict[str, str]]]


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
            rows = _read(form)
        except UnreadableTable as error:
            form.refuse(error)
        else:
            return _preview(request, form.cleaned_data["what"], rows)
    context = {
        "form": form,
        "back": here(request, "clients"),
        "client_columns": sample_header(CLIENT_COLUMNS),
        "offer_columns": sample_header(OFFER_COLUMNS),
    }
    return render_invalid(request, PAGE, context) if form.errors else render(request, PAGE, context)


def _read(form: ImportForm) -> Rows:
    """The lines of the file with our names of columns. Raises `UnreadableTable`."""
    file, what = form.cleaned_data["file"], form.cleaned_data["what"]
    table = read_table(file.read(), name=file.name)
    columns = columns_of(table.header, COLUMNS[what])
    if "name" not in columns:
        raise UnreadableTable(_("Il manque la colonne « nom ». Écrivez-la sur la première ligne."))
    if len(table.rows) > MOST_ROWS:
        raise UnreadableTable(_("Ce fichier a trop de lignes : 2 000 au plus à la fois."))
    return [
        (line, {name: cells.get(column, "") for name, column in columns.items()})
        for line, cells in table.rows
    ]


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
    context = {
        "kpa": request.organisation,
        "result": result,
        "shown": result.added[:MOST_SHOWN],
        "more": max(len(result.added) - MOST_SHOWN, 0),
        "errors": result.errors[:MOST_SHOWN],
        "payload": "" if result.errors else signing.dumps(content, salt=SALT, compress=True),
        "back": here(request, "client_import"),
    }
    if result.errors:
        return render_invalid(request, PREVIEW, context)
    return render(request, PREVIEW, context)


def _confirmed(request: HttpRequest) -> HttpResponse:
    """The lines that were shown, signed by us: nobody adds one in between."""
    try:
        content = signing.loads(request.POST["payload"], salt=SALT, max_age=ONE_DAY)
    except signing.BadSignature:
        messages.error(request, _("Cette page est trop vieille. Choisissez le fichier encore une fois."))
        return see_other(here(request, "client_import"))
    if content["kpa"] != request.organisation.pk:
        messages.error(request, _("Ce fichier est pour un autre KPA."))
        return see_other(here(request, "client_import"))
    rows = [(line, cells) for line, cells in content["rows"]]
    result = _run(request, content["what"], rows, keep=True)
    if result.errors:
        return _preview(request, content["what"], rows)
    count = len(result.added)
    done = ngettext("C’est fait : %(n)d ligne ajoutée.", "C’est fait : %(n)d lignes ajoutées.", count)
    messages.success(request, done % {"n": count})
    return see_other(here(request, "clients" if content["what"] == CLIENTS else "activities"))
