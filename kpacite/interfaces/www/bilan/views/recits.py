"""A KPA offers words and photos for the story of a bilan, follows the answers, and takes them back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.indicators import permissions, selectors, services
from kpacite.domain.indicators.enums import Standing
from kpacite.domain.indicators.models import Report, ReportPhoto, ReportText
from kpacite.integrations.uploads import clean_picture
from kpacite.interfaces.www.bilan import pictures
from kpacite.interfaces.www.bilan.forms import PhotoForm, PhotoRemovalForm
from kpacite.interfaces.www.bilan.offer_forms import OfferForm
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other
from kpacite.platform.uploads import read_upload


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def _asking(request: HttpRequest, slug: str) -> Report:
    """The bilan that asks this KPA today. Raises Http404."""
    places.stand_in(request, request.organisation)
    asking = selectors.reports_asking(request.organisation.kpa, timezone.localdate())
    report: Report | None = asking.filter(slug=slug).first()
    if report is None:
        raise Http404(_("Le réseau ne demande plus de propositions pour ce bilan."))
    return report


@require_safe
def recits(request: HttpRequest, kpa: str) -> HttpResponse:
    places.stand_in(request, request.organisation)
    today, here = timezone.localdate(), request.organisation.kpa
    reports = list(selectors.reports_told_by(here, today))
    offers = selectors.offers_from(here, reports)
    rows = [
        {
            "report": report,
            "is_asking": report.asks_until is not None and report.asks_until >= today,
            "texts": [(text, _may(request, text.author_id)) for text in offers[report.pk].texts],
            "photos": [(photo, _may(request, photo.agreed_by_id)) for photo in offers[report.pk].photos],
        }
        for report in reports
    ]
    return render(request, "bilan/recits.html", {"kpa": request.organisation, "rows": rows, "slug": kpa})


def _may(request: HttpRequest, author: int | None) -> bool:
    person = request.user.person_id
    return permissions.may_take_back(hats_of(request), request.organisation, author=author, person=person)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, kpa: str, report: str) -> HttpResponse:
    asking = _asking(request, report)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.offer_text(
                report=asking,
                kpa=request.organisation.kpa,
                author=request.user.person,
                today=timezone.localdate(),
                **form.offered,
                **_by(request),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C’est proposé. Le réseau vous répondra ici."))
            return see_other("kpa_recits", kpa=kpa)
    return _shown(request, "bilan/recit_text.html", form, {"report": asking})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, kpa: str, report: str, text: int) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    found: ReportText = request.offered
    if found.standing == Standing.KEPT:
        messages.info(request, _("Ces mots sont dans le récit. Vous pouvez les retirer."))
        return see_other("kpa_recits", kpa=kpa)
    form = OfferForm(request.POST or None, text=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_offer(
                text=found,
                version=form.cleaned_data["version"] or 0,
                today=timezone.localdate(),
                **form.offered,
                **_by(request),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C’est proposé. Le réseau vous répondra ici."))
            return see_other("kpa_recits", kpa=kpa)
    return _shown(request, "bilan/recit_text.html", form, {"report": found.report, "text": found})


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, kpa: str, report: str, text: int) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    found: ReportText = request.offered
    if request.method == "POST":
        services.remove_text(text=found, **_by(request))
        messages.success(request, _("Ces mots sont retirés."))
        return see_other("kpa_recits", kpa=kpa)
    return render(request, "bilan/recit_text_remove.html", {"kpa": request.organisation, "text": found})


@require_http_methods(["GET", "POST"])
def add_photo(request: HttpRequest, kpa: str, report: str) -> HttpResponse:
    asking = _asking(request, report)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.offer_photo(
                report=asking,
                kpa=request.organisation.kpa,
                picture=clean_picture(read_upload(form.cleaned_data["file"])),
                agreed=form.cleaned_data["agreed"],
                author=request.user.person,
                today=timezone.localdate(),
                **form.details,
                **_by(request),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("La photo est proposée. Le réseau vous répondra ici."))
            return see_other("kpa_recits", kpa=kpa)
    return _shown(request, "bilan/recit_photo.html", form, {"report": asking})


@require_safe
def picture(request: HttpRequest, kpa: str, report: str, photo: int) -> HttpResponse:  # noqa: ARG001
    return pictures.served(request, request.offered)


@require_http_methods(["GET", "POST"])
def remove_photo(request: HttpRequest, kpa: str, report: str, photo: int) -> HttpResponse:  # noqa: ARG001
    """At any time: a person may change her mind."""
    places.stand_in(request, request.organisation)
    found: ReportPhoto = request.offered
    form = PhotoRemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.remove_photo(photo=found, why=form.why_chosen, by=request.user.person, **_by(request))
        messages.success(request, _("La photo est enlevée partout, et détruite."))
        return see_other("kpa_recits", kpa=kpa)
    return _shown(request, "bilan/recit_photo_remove.html", form, {"photo": found, "slug": report})


def _shown(request: HttpRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    context |= {"form": form, "kpa": request.organisation}
    return (render_invalid if form.errors else render)(request, template, context)
