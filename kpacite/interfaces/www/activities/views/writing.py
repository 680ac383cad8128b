"""Writing an offer, changing it, checking it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.activities import selectors, services
from kpacite.domain.activities.models import Offer
from kpacite.interfaces.www.activities.forms import CheckForm, OfferForm
from kpacite.interfaces.www.activities.views.screen import address_of, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

FIELD_OF = {"price_cents": "price"}


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    activities = selectors.activities_of(request.organisation, timezone.localdate())
    asked = {activity.code: str(activity.pk) for activity in activities}.get(request.GET.get("activite", ""))
    form = OfferForm(request.POST or None, activities=activities, initial={"activity": asked})
    context = _context(request, form, reverse("activities", kwargs={"kpa": kpa}))
    if request.method == "POST" and form.is_valid() and (written := _written(request, form)):
        if written.proposed_at is None:
            messages.success(request, _("Le brouillon est enregistré. Relisez-le, puis proposez-le."))
        else:
            messages.success(request, _("Merci ! Votre offre est proposée. Une personne du groupe la relit."))
        return see_other(address_of(request, written))
    if form.errors:
        return render_invalid(request, "activities/form.html", context)
    return render(request, "activities/form.html", context)


def _context(request: HttpRequest, form: OfferForm, back: str, offer: Offer | None = None) -> dict[str, Any]:
    return {"kpa": request.organisation, "form": form, "back": back, "offer": offer}


def _written(request: HttpRequest, form: OfferForm) -> Offer | None:
    """The draft, proposed at once unless the person asks to keep it; None leaves a sentence on the form."""
    by = {"actor": request.user, "now": timezone.now()}
    try:
        return services.write_offer(
            author=request.user.person,
            options=form.options,
            propose="draft" not in request.POST,
            **form.details,
            **by,
        )
    except DomainError as error:
        _refuse(form, error)
    return None


def _refuse(form: OfferForm, error: DomainError) -> None:
    error.field = FIELD_OF.get(error.field or "", error.field)
    form.refuse(error)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kpa: str, offer: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    offer = request.offer
    activities = selectors.activities_of(request.organisation, timezone.localdate())
    form = OfferForm(request.POST or None, activities=activities, offer=offer)
    context = _context(request, form, address_of(request, offer), offer)
    if request.method == "POST" and form.is_valid() and (changed := _changed(request, form, offer)):
        if changed.state != offer.state:
            messages.warning(
                request,
                _("C’est enregistré. L’offre n’est plus en ligne : la coordination doit la vérifier."),
            )
        else:
            messages.success(request, _("C’est enregistré."))
        return see_other(address_of(request, changed))
    if form.errors:
        return render_invalid(request, "activities/form.html", context)
    return render(request, "activities/form.html", context)


def _changed(request: HttpRequest, form: OfferForm, offer: Offer) -> Offer | None:
    try:
        return services.edit_offer(
            offer=offer,
            version=form.cleaned_data["version"] or 0,
            options=form.options,
            actor=request.user,
            now=timezone.now(),
            **form.details,
        )
    except DomainError as error:
        _refuse(form, error)
    return None


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, kpa: str, offer: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    form = CheckForm(request.POST or None)
    context = {"form": form, "offer": request.offer, "back": address_of(request, request.offer)}
    if request.method == "POST" and form.is_valid() and _checked(request, form):
        messages.success(request, _("C’est noté. L’offre peut aller en ligne."))
        return see_other(address_of(request, request.offer))
    if form.errors:
        return render_invalid(request, "activities/check.html", context)
    return render(request, "activities/check.html", context)


def _checked(request: HttpRequest, form: CheckForm) -> bool:
    note = form.cleaned_data["note"]
    try:
        services.check_offer(offer=request.offer, note=note, actor=request.user, now=timezone.now())
    except DomainError as error:
        form.refuse(error)
        return False
    return True
