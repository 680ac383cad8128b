"""The coordination of the network asks the KPAs for words and photos, and answers each offer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.indicators import services
from kpacite.domain.indicators.enums import Standing
from kpacite.domain.indicators.models import Report, ReportPhoto, ReportText
from kpacite.interfaces.www.bilan.offer_forms import AnswerForm, AskForm
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

JOINED = ("report", "kpa__organisation")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, report: str) -> HttpResponse:
    places.stand_in(request, request.organisation)
    found = get_object_or_404(Report, slug=report)
    form = AskForm(request.POST or None, initial={"until": found.asks_until})
    if request.method == "POST" and form.is_valid():
        until, today = form.cleaned_data["until"], timezone.localdate()
        try:
            services.ask_kpas(report=found, until=until, today=today, **_by(request))
        except DomainError as error:
            form.refuse(error)
        else:
            said = _("Les KPA peuvent proposer.") if until else _("Les KPA ne proposent plus.")
            messages.success(request, said)
            return see_other("network_bilan", report=report)
    context = {"report": found, "form": form}
    return (render_invalid if form.errors else render)(request, "bilan/staff_ask.html", context)


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, report: str, text: int) -> HttpResponse:
    waiting = ReportText.objects.filter(report__slug=report, standing=Standing.OFFERED)
    found = get_object_or_404(waiting.select_related(*JOINED, "author"), pk=text)
    return _answered(request, found, initial={"version": found.version})


@require_http_methods(["GET", "POST"])
def photo(request: HttpRequest, report: str, photo: int) -> HttpResponse:
    waiting = ReportPhoto.objects.there().filter(report__slug=report, standing=Standing.OFFERED)
    found = get_object_or_404(waiting.select_related(*JOINED, "agreed_by"), pk=photo)
    return _answered(request, found, initial={})


def _answered(
    request: HttpRequest, offer: ReportText | ReportPhoto, *, initial: dict[str, Any]
) -> HttpResponse:
    places.stand_in(request, request.organisation)
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request, offer, form)
        except DomainError as error:
            form.refuse(error)
        else:
            said = _("C’est dans le récit.") if form.keeps else _("Votre réponse est envoyée au KPA.")
            messages.success(request, said)
            return see_other("network_bilan", report=offer.report.slug)
    is_text = isinstance(offer, ReportText)
    context = {"report": offer.report, "offer": offer, "is_text": is_text, "form": form}
    return (render_invalid if form.errors else render)(request, "bilan/staff_offer.html", context)


def _answer(request: HttpRequest, offer: ReportText | ReportPhoto, form: AnswerForm) -> None:
    reason, by = form.cleaned_data["reason"], _by(request)
    if isinstance(offer, ReportText):
        version = form.cleaned_data["version"] or 0
        if form.keeps:
            services.keep_text(text=offer, version=version, **by)
        else:
            services.decline_text(text=offer, version=version, answer=reason, **by)
    elif form.keeps:
        services.keep_photo(photo=offer, **by)
    else:
        services.decline_photo(photo=offer, answer=reason, by=request.user.person, **by)
