"""The story around the figures of a bilan, written by several hands of the network's coordination."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.indicators import services
from kpacite.domain.indicators.models import Report, ReportText
from kpacite.interfaces.www.bilan.forms import TextForm
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, report: str) -> HttpResponse:
    places.stand_in(request, request.organisation)
    return _form(request, get_object_or_404(Report, slug=report), None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, report: str, text: int) -> HttpResponse:
    places.stand_in(request, request.organisation)
    found = get_object_or_404(ReportText.objects.select_related("report"), pk=text, report__slug=report)
    return _form(request, found.report, found)


def _form(request: HttpRequest, report: Report, text: ReportText | None) -> HttpResponse:
    form = TextForm(request.POST or None, text=text)
    context = {"report": report, "form": form, "text": text}
    if request.method == "POST" and form.is_valid() and _kept(request, report, text, form):
        messages.success(request, _("Le texte est enregistré."))
        return see_other("network_bilan", report=report.slug)
    if form.errors:
        return render_invalid(request, "bilan/staff_text.html", context)
    return render(request, "bilan/staff_text.html", context)


def _kept(request: HttpRequest, report: Report, text: ReportText | None, form: TextForm) -> bool:
    try:
        if text is None:
            services.write_text(report=report, author=request.user.person, **form.details, **_by(request))
        else:
            version = form.cleaned_data["version"] or 0
            services.change_text(text=text, version=version, **form.details, **_by(request))
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, report: str, text: int) -> HttpResponse:
    places.stand_in(request, request.organisation)
    found = get_object_or_404(ReportText.objects.select_related("report"), pk=text, report__slug=report)
    if request.method == "POST":
        services.remove_text(text=found, **_by(request))
        messages.success(request, _("Le texte est enlevé."))
        return see_other("network_bilan", report=report)
    return render(request, "bilan/staff_text_remove.html", {"report": found.report, "text": found})
