"""The desk of whoever issues: what waits, everything issued, its profile, its archive."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.sales import selectors
from kpacite.domain.sales.services import billing as services
from kpacite.integrations.documents import archive as archives
from kpacite.interfaces.www.billing.profile_form import ProfileForm
from kpacite.interfaces.www.billing.views.lists import after_of, asked_of, filters_of, with_query
from kpacite.interfaces.www.billing.views.screen import by
from kpacite.interfaces.www.billing.wording import row_of
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import CurrentPlace, page_or_part, render_invalid, see_other


def stand_in(request: HttpRequest) -> None:
    """Say in the top bar that one is at the carrier's desk."""
    home = reverse("carrier_home", kwargs={"carrier": request.organisation.slug})
    request.place = CurrentPlace(name=request.organisation.name, detail=_("Factures"), url=home)


@require_safe
def desk(request: HttpRequest, carrier: str) -> HttpResponse:
    stand_in(request)
    keep = asked_of(request)
    page = selectors.invoices_page(carrier=request.organisation, keep=keep, after=after_of(request))
    address = reverse("carrier_invoices", kwargs={"carrier": carrier})
    context = {
        "carrier": request.organisation,
        "address": address,
        "words": keep.words,
        "state": request.GET.get("etat", ""),
        "waiting": selectors.waiting_by_kpa(request.organisation),
        "has_profile": selectors.profile_on(request.organisation.pk, timezone.localdate()) is not None,
        "filters": filters_of(request, address),
        "rows": [row_of(row, with_kpa=True) for row in page.rows],
        "next_url": with_query(address, request, apres=str(page.after)) if page.after else "",
        "csv_url": "",
        "new_url": "",
        "title": _("Les factures"),
    }
    return page_or_part(request, "billing/desk.html", "billing/parts/_results.html", context)


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, carrier: str) -> HttpResponse:
    stand_in(request)
    today = timezone.localdate()
    current = selectors.profile_on(request.organisation.pk, today)
    form = ProfileForm(request.POST or None, profile=current, today=today)
    context: dict[str, Any] = {
        "carrier": request.organisation,
        "form": form,
        "profile": current,
        "back": reverse("carrier_invoices", kwargs={"carrier": carrier}),
    }
    if request.method == "POST" and form.is_valid() and _is_set(request, form):
        messages.success(request, _("C’est enregistré. Les prochaines factures diront cela."))
        return see_other(context["back"])
    if form.errors:
        return render_invalid(request, "billing/profile.html", context)
    return render(request, "billing/profile.html", context)


def _is_set(request: HttpRequest, form: ProfileForm) -> bool:
    try:
        services.set_billing_profile(entity=request.organisation, **form.details, **by(request))
    except DomainError as error:
        form.refuse(error)
        return False
    return True


@require_safe
def archive(request: HttpRequest, carrier: str) -> HttpResponse:
    stand_in(request)
    context = {
        "carrier": request.organisation,
        "years": archives.years_of(request.organisation),
        "back": reverse("carrier_invoices", kwargs={"carrier": carrier}),
    }
    return render(request, "billing/archive.html", context)
