"""« Commander »: anybody asks a KPA for something, and gets a link to follow it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.activities import selectors as activities
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sales import services
from kpacite.domain.sales.enums import LeadSource
from kpacite.interfaces.www.sales.forms.leads import PublicLeadForm
from kpacite.interfaces.www.sales.views.screen import link_of
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other
from kpacite.platform.throttle import rate_limited

RATE = "10/h"
PAGE = "sales/public/order.html"
LONGEST_NUMBER = 12


def _kpa(slug: str) -> Kpa:
    kpa = Kpa.objects.select_related("organisation").filter(organisation__slug=slug).first()
    if kpa is None:
        raise Http404
    return kpa


def _form(request: HttpRequest, kpa: Kpa) -> PublicLeadForm:
    today = timezone.localdate()
    offers = [offer for row in activities.catalogue(kpa, today) for offer in row.offers]
    asked = request.GET.get("offre", "")[:LONGEST_NUMBER]
    data = request.POST if request.method == "POST" else None
    return PublicLeadForm(data, offers=offers, today=today, initial={"offer": asked})


def _context(kpa: Kpa, form: PublicLeadForm) -> dict[str, Any]:
    back = reverse("kpa_page", kwargs={"slug": kpa.organisation.slug})
    return {"kpa": kpa.organisation, "form": form, "back": back}


def _too_many(request: HttpRequest, sentence: str, slug: str) -> HttpResponse:
    kpa = _kpa(slug)
    form = _form(request, kpa)
    form.is_valid()
    form.add_error(None, sentence)
    return render_invalid(request, PAGE, _context(kpa, form))


@rate_limited(key="ip", rate=RATE, group="sales.order", answer=_too_many)
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """A robot is thanked and forgotten; the same form sent twice is one request."""
    kpa = _kpa(slug)
    form = _form(request, kpa)
    if request.method != "POST":
        return render(request, PAGE, _context(kpa, form))
    if form.is_valid() and (form.caught or _received(request, kpa, form)):
        return see_other("kpa_order_thanks", slug=slug)
    return render_invalid(request, PAGE, _context(kpa, form))


def _received(request: HttpRequest, kpa: Kpa, form: PublicLeadForm) -> bool:
    try:
        services.receive_lead(
            kpa=kpa,
            source=LeadSource.WEB,
            actor=None,
            now=timezone.now(),
            address=link_of(request),
            language=get_language() or "fr",
            **form.details,
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    kpa = _kpa(slug)
    return render(request, "sales/public/order_thanks.html", {"kpa": kpa.organisation})
