"""One's own statistics: the list, a sheet with its numbers, side by side, as a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpacite.domain.indicators import permissions, selectors, services
from kpacite.domain.indicators.enums import SheetShare
from kpacite.domain.indicators.models import Sheet, SheetLine
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.integrations.bilan_files.own import own_xlsx
from kpacite.interfaces.www.bilan import sheet_screen as screen
from kpacite.interfaces.www.bilan.files import XLSX
from kpacite.interfaces.www.bilan.sheet_forms import PeriodForm, SheetForm
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.kernel.period import MONTHS_IN_A_YEAR, add_months
from kpacite.platform.http import csv_response, paginate, render_invalid, see_other


@require_safe
def sheets(request: HttpRequest, kpa: str | None = None) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    builds = permissions.may_build_sheets(hats_of(request), request.organisation)
    rows = selectors.sheets_of(request.sheets_of, person=request.user.person_id, builds=builds)
    page = paginate(request, rows)
    context = {
        "page": page,
        "rows": [
            {
                "sheet": sheet,
                "detail": screen.title_of(sheet),
                "url": screen.address(request, "sheet", sheet=sheet.pk),
            }
            for sheet in page
        ],
        "builds": builds,
        "new_url": screen.address(request, "sheet_new"),
    }
    return render(request, "bilan/sheets.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kpa: str | None = None) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    year = timezone.localdate().year - 1
    initial = {"share": SheetShare.PRIVATE, "first": date(year, 1, 1), "last": date(year, 12, 31)}
    form = SheetForm(request.POST or None, has_parts=request.sheets_of is None, initial=initial)
    if request.method == "POST" and form.is_valid():
        sheet = services.create_sheet(
            kpa=request.sheets_of, owner=request.user.person, **form.details, **screen.by(request)
        )
        messages.success(request, _("La feuille est prête. Ajoutez une première ligne."))
        return see_other(screen.address(request, "sheet", sheet=sheet.pk))
    return _form(request, form, screen.address(request, "sheets"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, sheet: int, kpa: str | None = None) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    found: Sheet = request.sheet
    initial = {name: getattr(found, name) for name in ("title", "first", "last", "share", "version")}
    initial["readers"] = [str(each.pk) for each in permissions.read_by(found)]
    initial["part"] = (
        f"kpa:{found.part_kpa_id}" if found.part_kpa_id else f"tag:{found.tag_id}" if found.tag_id else ""
    )
    form = SheetForm(request.POST or None, has_parts=found.kpa_id is None, initial=initial)
    back = screen.address(request, "sheet", sheet=sheet)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_sheet(sheet=found, version=version, **form.details, **screen.by(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("La feuille est changée."))
            return see_other(back)
    return _form(request, form, back, found)


def _form(request: HttpRequest, form: SheetForm, back: str, sheet: Sheet | None = None) -> HttpResponse:
    context = {"form": form, "back": back, "sheet": sheet}
    if form.errors:
        return render_invalid(request, "bilan/sheet_form.html", context)
    return render(request, "bilan/sheet_form.html", context)


@require_safe
def sheet(request: HttpRequest, sheet: int, kpa: str | None = None) -> HttpResponse:  # noqa: ARG001
    """Its numbers; with `?first=…&last=…`, beside those of another period or part."""
    places.stand_in(request, request.organisation)
    found: Sheet = request.sheet
    lines = selectors.sheet_lines(found)
    asked = _asked(request)
    names = screen.names_of(found)
    context: dict[str, Any] = {
        "sheet": found,
        "detail": screen.title_of(found),
        "readers": permissions.read_by(found),
        "rows": [],
        "running": "",
        "compare": asked,
        "exact": permissions.reads_exactly(hats_of(request), found),
        "may_change": request.may_change,
        "may_copy": permissions.may_build_sheets(hats_of(request), request.organisation),
        "before_url": f"?{_year_before(found)}",
        "urls": _urls(request, found),
        "lines": lines,
    }
    try:
        here = screen.results(request, lines, found.frame, found.scope) if lines else []
        side = _other_side(request, lines, asked)
    except services.PeriodNotOver as error:
        context["running"] = str(error)
    else:
        context["rows"] = screen.shown(lines, here, side.results if side else None, names)
        context["side"] = side.title if side else ""
    if asked.errors:
        return render_invalid(request, "bilan/sheet.html", context)
    return render(request, "bilan/sheet.html", context)


def _asked(request: HttpRequest) -> PeriodForm:
    """The other side that the address asks for, if it does."""
    asked = request.GET if "first" in request.GET else None
    return PeriodForm(asked, has_parts=request.sheet.kpa_id is None)


def _other_side(request: HttpRequest, lines: Sequence[SheetLine], asked: PeriodForm) -> screen.Side | None:
    """None when no other side is asked for. Raises `PeriodNotOver`."""
    if not lines or not asked.is_bound or not asked.is_valid():
        return None
    found: Sheet = request.sheet
    if found.kpa_id is not None:
        scope, part = found.scope, screen.part_of(found)
    else:
        scope, part = screen.scope_of(asked.part), str(asked.part or _("Tout le réseau"))
    return screen.Side(asked.frame, part, screen.results(request, lines, asked.frame, scope))


def _year_before(sheet: Sheet) -> str:
    """The same period a year before, in the same part."""
    before = Frame(add_months(sheet.first, -MONTHS_IN_A_YEAR), add_months(sheet.last, -MONTHS_IN_A_YEAR))
    part = f"kpa:{sheet.part_kpa_id}" if sheet.part_kpa_id else f"tag:{sheet.tag_id}" if sheet.tag_id else ""
    return f"first={before.first:%d/%m/%Y}&last={before.last:%d/%m/%Y}&part={part}"


def _urls(request: HttpRequest, sheet: Sheet) -> dict[str, str]:
    """The files say the same as the screen: with the other side when there is one."""
    names = {"edit": "sheet_edit", "act": "sheet_act", "copy": "sheet_copy", "line": "sheet_line_new"}
    urls = {key: screen.address(request, name, sheet=sheet.pk) for key, name in names.items()}
    urls["back"], urls["alone"] = screen.address(request, "sheets"), request.path
    query = f"?{request.GET.urlencode()}" if "first" in request.GET else ""
    for kind in ("csv", "xlsx"):
        urls[kind] = screen.address(request, "sheet_file", sheet=sheet.pk, file_kind=kind) + query
    return urls


@require_POST
def copy(request: HttpRequest, sheet: int, kpa: str | None = None) -> HttpResponse:  # noqa: ARG001
    """The same lines, for whoever reads them and builds here."""
    owner, home = request.user.person, request.sheets_of
    mine = services.copy_sheet(sheet=request.sheet, home=home, owner=owner, **screen.by(request))
    messages.success(request, _("Voici une copie, pour vous seulement."))
    return see_other(screen.address(request, "sheet", sheet=mine.pk))


@require_POST
def act(request: HttpRequest, sheet: int, kpa: str | None = None) -> HttpResponse:  # noqa: ARG001
    """Put it away, take it back."""
    found: Sheet = request.sheet
    asked = request.POST.get("act")
    if asked == "archive":
        services.archive_sheet(sheet=found, **screen.by(request))
        messages.success(request, _("La feuille est rangée. Vous pouvez la reprendre."))
    elif asked == "restore":
        services.restore_sheet(sheet=found, **screen.by(request))
        messages.success(request, _("La feuille est de retour dans la liste."))
    else:
        raise Http404
    return see_other(screen.address(request, "sheet", sheet=found.pk))


@require_safe
def file(request: HttpRequest, sheet: int, file_kind: str, kpa: str | None = None) -> HttpResponseBase:  # noqa: ARG001
    found: Sheet = request.sheet
    if file_kind not in ("csv", "xlsx"):
        raise Http404
    lines = selectors.sheet_lines(found)
    try:
        results = screen.results(request, lines, found.frame, found.scope) if lines else []
        side = _other_side(request, lines, _asked(request))
    except services.PeriodNotOver as error:
        messages.error(request, str(error))
        return redirect(screen.address(request, "sheet", sheet=sheet))
    rows = screen.file_rows(found, lines, results, screen.names_of(found), side)
    name, header = f"statistiques-{found.pk}.{file_kind}", screen.header(side)
    if file_kind == "csv":
        return csv_response(name, header, rows)
    notes = [found.title, screen.title_of(found), _("Ce qu’on ne sait pas reste dans le dénominateur.")]
    if side is not None:
        notes.insert(2, _("À côté : %(side)s") % {"side": side.title})
    response = HttpResponse(own_xlsx(header, rows, notes), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
