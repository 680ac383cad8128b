"""The coordination of the network gives links to a récit that is not public, and closes them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.indicators import selectors, services
from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.models import Report, ReportFreeze, ReportLink
from kpacite.interfaces.www.bilan.forms import LinkForm
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform import qr
from kpacite.platform.http import paginate, private, render_invalid, see_other


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def _report(request: HttpRequest, slug: str) -> Report:
    places.stand_in(request, request.organisation)
    return get_object_or_404(
        Report.objects.select_related("kpa__organisation", "tag", "grant__funder"), slug=slug
    )


@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, report: str) -> HttpResponse:
    """The links that were given; a POST gives one more, shown once."""
    found = _report(request, report)
    freeze = selectors.freezes_of(found).first()
    form = LinkForm(request.POST or None, initial=_usual(found))
    context = {"report": found, "freeze": freeze, "form": form, "url": "", "square": ""}
    if request.method == "POST" and freeze is not None and form.is_valid():
        url = _given(request, freeze, form)
        if url:
            context |= {"url": url, "square": qr.data_uri(url), "form": LinkForm()}
    context |= {"page": paginate(request, selectors.links_of(found)), "now": timezone.now()}
    if form.errors:
        return private(render_invalid(request, "bilan/staff_links.html", context))
    return private(render(request, "bilan/staff_links.html", context))


def _usual(report: Report) -> dict[str, str]:
    """The funder of the agreement is who asks for its bilan."""
    return {"given_to": report.grant.funder.name, "audience": Outside.FUNDER} if report.grant else {}


def _given(request: HttpRequest, freeze: ReportFreeze, form: LinkForm) -> str:
    """The absolute address behind a new token; "" when it is refused."""
    try:
        token = services.give_link(freeze=freeze, **form.details, **_by(request))
    except DomainError as error:
        form.refuse(error)
        return ""
    return request.build_absolute_uri(reverse("bilan_link", kwargs={"token": token}))


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, report: str, link: int) -> HttpResponse:
    found = _report(request, report)
    given = get_object_or_404(ReportLink, pk=link, freeze__report=found)
    if request.method == "POST":
        services.close_link(link=given, **_by(request))
        messages.success(request, _("C’est fait. Ce lien n’ouvre plus rien."))
        return see_other("network_bilan_links", report=report)
    return render(request, "bilan/staff_link_close.html", {"report": found, "link": given})
