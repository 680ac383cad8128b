"""What a funder reads: the bilans that were opened to funders, under their agreement."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kpacite.domain.indicators import selectors
from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.models import ReportFreeze
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.interfaces.www.bilan import files, pictures
from kpacite.interfaces.www.bilan.screen import page_of, published_page, source_of


@require_safe
def bilans(request: HttpRequest) -> HttpResponse:
    return render(request, "bilan/funder_list.html", published_page(request, "funder_bilan", Outside.FUNDER))


@require_safe
def bilan(request: HttpRequest, report: str) -> HttpResponse:
    freeze = _freeze(report)
    image = pictures.at("funder_bilan_photo", report=report)
    context = page_of(freeze, Audience.FUNDER, today=timezone.localdate(), image=image)
    context["files"] = files.links("funder_bilan_file", report=report)
    return render(request, "bilan/funder.html", context)


@require_safe
def file(request: HttpRequest, report: str, file_kind: str) -> HttpResponse:  # noqa: ARG001
    freeze = _freeze(report)
    figures = selectors.read(freeze, Audience.FUNDER)
    return files.answer(
        figures, file_kind, report, at=freeze.frozen_at, story_of=freeze.report, source=source_of(freeze)
    )


@require_safe
def photo(request: HttpRequest, report: str, photo: int) -> HttpResponse:
    return pictures.answer(request, _freeze(report).report, photo)


def _freeze(report: str) -> ReportFreeze:
    freeze = selectors.published_freeze(report, Outside.FUNDER)
    if freeze is None:
        raise Http404
    return freeze
