"""A frozen bilan as others will read it: looked at before it is open, for then it is open for ever."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.models import ReportFreeze
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.interfaces.www.bilan import pictures
from kpacite.interfaces.www.bilan.screen import page_of
from kpacite.interfaces.www.homes import places


@require_safe
def preview(request: HttpRequest, report: str, edition: int, audience: str) -> HttpResponse:
    """The figures, the story and the photos of one audience. Raises Http404 when it may read none."""
    places.stand_in(request, request.organisation)
    rows = ReportFreeze.objects.select_related("report", "author")
    freeze = get_object_or_404(rows, report__slug=report, number=edition)
    if audience not in Outside.values or audience not in freeze.content:
        raise Http404
    image = pictures.at("network_bilan_photo", report=report)
    opening = {"report": report, "edition": edition, "audience": audience}
    is_open = freeze.publications.filter(audience=audience).exists()
    context = page_of(freeze, Audience(audience), today=timezone.localdate(), image=image) | {
        "readers": str(Outside(audience).label),
        "publish_url": "" if is_open else reverse("network_bilan_publish", kwargs=opening),
    }
    return render(request, "bilan/staff_preview.html", context)
