"""The coordination of the network adds photos to the récit, and removes them when anybody asks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.indicators import selectors, services
from kpacite.domain.indicators.models import Report
from kpacite.integrations.uploads import clean_picture
from kpacite.interfaces.www.bilan import pictures
from kpacite.interfaces.www.bilan.forms import PhotoForm, PhotoRemovalForm
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other
from kpacite.platform.uploads import read_upload


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def _report(request: HttpRequest, slug: str) -> Report:
    places.stand_in(request, request.organisation)
    return get_object_or_404(Report, slug=slug)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, report: str) -> HttpResponse:
    found = _report(request, report)
    form = PhotoForm(request.POST or None, request.FILES or None)
    context = {"report": found, "form": form}
    if request.method == "POST" and form.is_valid() and _added(request, found, form):
        messages.success(request, _("La photo est dans le récit."))
        return see_other("network_bilan", report=report)
    if form.errors:
        return render_invalid(request, "bilan/staff_photo.html", context)
    return render(request, "bilan/staff_photo.html", context)


def _added(request: HttpRequest, report: Report, form: PhotoForm) -> bool:
    try:
        services.add_photo(
            report=report,
            picture=clean_picture(read_upload(form.cleaned_data["file"])),
            agreed=form.cleaned_data["agreed"],
            author=request.user.person,
            **form.details,
            **_by(request),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_safe
def picture(request: HttpRequest, report: str, photo: int) -> HttpResponse:
    """One of the story, or one that waits for an answer."""
    return pictures.served(request, selectors.any_photo_of(_report(request, report), photo))


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, report: str, photo: int) -> HttpResponse:
    found = _report(request, report)
    shown = selectors.photo_of(found, photo)
    if shown is None:
        raise Http404(_("Cette photo n’est plus là."))
    form = PhotoRemovalForm(request.POST or None)
    context = {"report": found, "photo": shown, "form": form}
    if request.method == "POST" and form.is_valid():
        services.remove_photo(photo=shown, why=form.why_chosen, by=request.user.person, **_by(request))
        messages.success(request, _("La photo est enlevée partout, et détruite."))
        return see_other("network_bilan", report=report)
    if form.errors:
        return render_invalid(request, "bilan/staff_photo_remove.html", context)
    return render(request, "bilan/staff_photo_remove.html", context)
