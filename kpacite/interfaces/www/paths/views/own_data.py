"""`/moi/donnees/`: all that the platform holds about me, to read or to take away; and to stay known."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kpacite.domain.paths import selectors, services
from kpacite.domain.people.own_data import own_data
from kpacite.interfaces.www.paths.own_paper import own_paper
from kpacite.platform.http import see_other


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    person = request.user.person
    context = {"tables": own_data(person), "notice": selectors.running_notice(person)}
    return render(request, "paths/own_data.html", context)


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    person = request.user.person
    tables: list[dict[str, Any]] = [
        {"table": table.code, "titre": table.title, "lignes": [dict(row) for row in table.rows]}
        for table in own_data(person)
    ]
    content = {"fait_le": timezone.now().isoformat(timespec="seconds"), "tables": tables}
    response = HttpResponse(
        json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


@require_safe
def as_pdf(request: HttpRequest) -> HttpResponse:
    person, now = request.user.person, timezone.now()
    pdf = own_paper(person, own_data(person), today=timezone.localdate(now), now=now)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.pdf"'
    return response


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    notice = selectors.running_notice(request.user.person)
    if notice:
        by = {"actor": request.user, "today": timezone.localdate(), "now": timezone.now()}
        services.keep_file(notice=notice, **by)
        messages.success(request, _("C’est noté. Votre dossier reste comme il est."))
    return see_other("my_data")
