"""What everybody reads: frozen bilans, opened to all, small groups hidden."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.indicators import selectors
from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.models import ReportFreeze
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.interfaces.www.bilan import files, pictures
from kpacite.interfaces.www.bilan.screen import latest_others, page_of, published_page, source_of


@require_safe
def bilans(request: HttpRequest) -> HttpResponse:
    context = published_page(request, "bilan_public", Outside.PUBLIC)
    return render(request, "bilan/public_list.html", context)


@require_safe
def bilan(request: HttpRequest, report: str) -> HttpResponse:
    freeze = _freeze(request, report)
    image = pictures.at("bilan_public_photo", report=report)
    context = page_of(freeze, Audience.PUBLIC, today=timezone.localdate(), image=image) | {
        "files": files.links("bilan_public_file", report=report),
        "others": latest_others(report, "bilan_public", Outside.PUBLIC),
    }
    return render(request, "bilan/public.html", context)


@require_safe
def file(request: HttpRequest, report: str, file_kind: str) -> HttpResponse:
    freeze = _freeze(request, report)
    figures = selectors.read(freeze, Audience.PUBLIC)
    return files.answer(
        figures, file_kind, report, at=freeze.frozen_at, story_of=freeze.report, source=source_of(freeze)
    )


@require_safe
def photo(request: HttpRequest, report: str, photo: int) -> HttpResponse:
    return pictures.answer(request, _freeze(request, report).report, photo)


def _freeze(request: HttpRequest, report: str) -> ReportFreeze:
    """The latest version that is open, or the one that `?version=` asks for."""
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else None
    freeze = selectors.published_freeze(report, Outside.PUBLIC, number=number)
    if freeze is None:
        raise Http404(_("Ce bilan n’est pas publié."))
    return freeze
