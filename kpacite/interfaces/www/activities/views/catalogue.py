"""The public catalogue of a KPA."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kpacite.domain.activities import selectors
from kpacite.domain.organisations.models import Kpa
from kpacite.interfaces.www.activities.wording import card_of


@require_safe
def services(request: HttpRequest, slug: str) -> HttpResponse:
    kpa = Kpa.objects.select_related("organisation").filter(organisation__slug=slug).first()
    if kpa is None:
        raise Http404
    found = selectors.catalogue(kpa, timezone.localdate())
    context = {
        "kpa": kpa.organisation,
        "catalogue": [(row.activity, [card_of(offer) for offer in row.offers]) for row in found],
        "has_examples": any(offer.is_example for row in found for offer in row.offers),
        "order_url": reverse("kpa_order", kwargs={"slug": slug}),
    }
    return render(request, "activities/services.html", context)
