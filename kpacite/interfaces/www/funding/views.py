"""The coordination of the network notes, mends and closes the agreements with funders."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.funding import selectors, services
from kpacite.domain.funding.models import Grant
from kpacite.domain.indicators.selectors import reports
from kpacite.interfaces.www.funding.forms import GrantForm
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import csv_response, paginate, render_invalid, see_other

CSV_HEADER = ("convention", "financeur", "association", "du", "au", "kpa", "territoire", "euros", "fermee_le")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def _grant(request: HttpRequest, slug: str) -> Grant:
    places.stand_in(request, request.organisation)
    found = selectors.grant_of(slug)
    if found is None:
        raise Http404(_("Cette convention n’existe pas."))
    return found


@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    places.stand_in(request, request.organisation)
    words = request.GET.get("q", "").strip()
    context = {"page": paginate(request, selectors.grants(words)), "words": words}
    return render(request, "funding/list.html", context)


@require_safe
def table(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001
    return csv_response("conventions.csv", CSV_HEADER, _rows())


def _rows() -> Iterator[tuple[object, ...]]:
    """An amount that is not known is an empty cell, never a zero."""
    for grant in selectors.grants():
        yield (
            grant.title,
            grant.funder.name,
            grant.carrier.name,
            grant.first.isoformat(),
            grant.last.isoformat(),
            ", ".join(sorted(str(kpa) for kpa in grant.kpas.all())),
            grant.territory,
            "" if grant.amount_cents is None else grant.amount_cents / 100,
            "" if grant.closed_at is None else timezone.localdate(grant.closed_at).isoformat(),
        )


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest) -> HttpResponse:
    places.stand_in(request, request.organisation)
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, grant: str) -> HttpResponse:
    found = _grant(request, grant)
    if found.closed_at is not None:
        messages.error(request, str(services.GrantClosed()))
        return see_other("grant", grant=grant)
    return _form(request, found)


def _form(request: HttpRequest, grant: Grant | None) -> HttpResponse:
    form = GrantForm(request.POST or None, grant=grant)
    if request.method == "POST" and form.is_valid() and (kept := _kept(request, grant, form)):
        messages.success(request, _("La convention est enregistrée."))
        return see_other("grant", grant=kept.slug)
    context = {"form": form, "grant": grant}
    if form.errors:
        return render_invalid(request, "funding/form.html", context)
    return render(request, "funding/form.html", context)


def _kept(request: HttpRequest, grant: Grant | None, form: GrantForm) -> Grant | None:
    try:
        if grant is None:
            return services.note_grant(**form.details, **_by(request))
        version = form.cleaned_data["version"] or 0
        return services.change_grant(grant=grant, version=version, **form.details, **_by(request))
    except DomainError as error:
        form.refuse(error)
        return None


@require_safe
def grant(request: HttpRequest, grant: str) -> HttpResponse:
    found = _grant(request, grant)
    context = {"grant": found, "reports": list(reports().filter(grant=found))}
    return render(request, "funding/grant.html", context)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, grant: str) -> HttpResponse:
    found = _grant(request, grant)
    if request.method == "POST":
        try:
            services.close_grant(grant=found, **_by(request))
            messages.success(request, _("La convention est fermée."))
        except services.GrantClosed as error:
            messages.error(request, str(error))
        return see_other("grant", grant=grant)
    return render(request, "funding/close.html", {"grant": found})
