"""The file of people and paths, on screen: look first, then import; all or nothing."""

import base64
from collections.abc import Generator, Iterator
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.organisations.enums import OrganisationKind
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.paths import rules, services
from kpacite.integrations.tabular import UnreadableTable, check_header, read_table
from kpacite.interfaces.www.paths.forms import PeopleFileForm
from kpacite.interfaces.www.paths.views.screen import stand_in
from kpacite.platform.advancing import bars, sent_as_it_goes
from kpacite.platform.http import render_invalid, see_other

PAGE, RUN = "paths/people_file.html", "paths/people_file_run.html"
ENDED = "paths/parts/_people_file_end.html"
KEPT_SECONDS = 3600
LARGEST_SEAL = 2_000_000
MOST_SHOWN = 100


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, kpa: str = "") -> HttpResponseBase:  # noqa: ARG001 - read by the gate
    organisation: Organisation = request.organisation
    stand_in(request)
    context = {
        "organisation": organisation,
        "columns": rules.COLUMNS,
        "back": _back(organisation),
        "form": PeopleFileForm(),
        "errors": (),
        "errors_count": 0,
        "warnings": (),
        "left": 0,
        "seal": "",
        "counts": None,
    }
    if request.method != "POST":
        return render(request, PAGE, context)
    if seal := request.POST.get("seal", ""):
        return _import(request, organisation, seal, context)
    return _preview(request, organisation, context)


def _back(organisation: Organisation) -> str:
    if organisation.kind == OrganisationKind.KPA:
        return reverse("path_board", kwargs={"kpa": organisation.slug})
    return reverse("network_home")


def _salt(request: HttpRequest, organisation: Organisation) -> str:
    """What one person looked at for one place cannot be sent by someone else, nor for another place."""
    return f"people-file:{request.user.pk}:{organisation.pk}"


def _rows(content: bytes, name: str, organisation: Organisation) -> list[Any]:
    table = read_table(content, name=name)
    inside = organisation.kind == OrganisationKind.KPA
    required = [column for column in rules.REQUIRED if not (inside and column == "kpa")]
    check_header(table, known=rules.COLUMNS, required=required)
    return table.rows


def _asked(request: HttpRequest, organisation: Organisation, rows: list[Any]) -> dict[str, Any]:
    inside = organisation.kind == OrganisationKind.KPA
    return {
        "rows": rows,
        "source": organisation,
        "only_kpa": organisation if inside else None,
        "actor": request.user,
        "now": timezone.now(),
    }


def _preview(request: HttpRequest, organisation: Organisation, context: dict[str, Any]) -> HttpResponse:
    form = PeopleFileForm(request.POST, request.FILES)
    context |= {"form": form}
    if not form.is_valid():
        return render_invalid(request, PAGE, context)
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        rows = _rows(content, file.name, organisation)
        counts, found = services.import_people(**_asked(request, organisation, rows), dry_run=True)
    except UnreadableTable as refusal:
        form.refuse(refusal)
        return render_invalid(request, PAGE, context)
    except services.PeopleFileRefused as refusal:
        return render_invalid(request, PAGE, context | _told(refusal.problems, "errors"))
    kept = {"name": file.name, "content": base64.b64encode(content).decode()}
    seal = signing.dumps(kept, salt=_salt(request, organisation), compress=True)
    if len(seal) > LARGEST_SEAL:
        form.add_error("file", _("Ce fichier est trop gros pour l’écran. Coupez-le en plusieurs fichiers."))
        return render_invalid(request, PAGE, context)
    return render(
        request, PAGE, context | _told(found.warnings, "warnings") | {"counts": counts, "seal": seal}
    )


def _told(problems: list[Any], name: str) -> dict[str, Any]:
    shown = [
        {
            "line": problem.line,
            "column": problem.column,
            "value": problem.value,
            "words": services.sentence_of(problem),
        }
        for problem in problems[:MOST_SHOWN]
    ]
    return {name: shown, f"{name}_count": len(problems), "left": max(len(problems) - MOST_SHOWN, 0)}


def _import(
    request: HttpRequest, organisation: Organisation, seal: str, context: dict[str, Any]
) -> HttpResponseBase:
    try:
        kept = signing.loads(seal, salt=_salt(request, organisation), max_age=KEPT_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("C’était il y a trop longtemps. Choisissez le fichier à nouveau."))
        return see_other(request.path)
    rows = _rows(base64.b64decode(kept["content"]), kept["name"], organisation)
    parts = _going(request, services.import_steps(**_asked(request, organisation, rows)), context)
    return sent_as_it_goes(request, RUN, context, parts)


def _going(
    request: HttpRequest, steps: Generator[float, None, Any], context: dict[str, Any]
) -> Iterator[str]:
    """How far it is, then what is written, or why nothing is."""
    try:
        counts, _found = yield from bars(steps)
    except services.PeopleFileRefused as refusal:
        told = _told(refusal.problems, "errors")
    else:
        told = {"counts": counts, "errors_count": 0}
    yield render_to_string(ENDED, {**told, "back": context["back"], "again": request.path}, request)
