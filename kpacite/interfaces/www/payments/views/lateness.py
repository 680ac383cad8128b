"""What a late professional owes more: the accountant asks for it, or gives it up."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.models import Invoice, LateClaim
from kpacite.interfaces.www.homes import places
from kpacite.interfaces.www.payments.forms_more import ClaimForm, WaiverForm
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


def bill_url(bill: Invoice) -> str:
    return reverse("bill", kwargs={"kpa": bill.kpa.organisation.slug, "bill": bill.pk})


@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, carrier: str, bill: int) -> HttpResponse:  # noqa: ARG001
    """The sums are computed; the accountant ticks what is asked."""
    places.stand_in(request, request.organisation)
    today = timezone.localdate()
    found = selectors.claimable(request.bill, today)
    form = ClaimForm(request.POST or None, due_on=_due(request.bill, today), found=found)
    context = {"carrier": request.organisation, "bill": request.bill, "found": found, "form": form}
    context["back"] = bill_url(request.bill)
    if request.method == "POST" and form.is_valid() and (done := _claimed(request, form)):
        messages.success(request, _("C’est réclamé. Envoyez le papier au client depuis sa page."))
        return see_other(bill_url(done.document))
    if form.errors:
        return render_invalid(request, "payments/claim.html", context)
    return render(request, "payments/claim.html", context)


def _due(bill: Invoice, today: date) -> date:
    """The law asks no delay; the usual one of the carrier is proposed."""
    profile = selectors.profile_on(bill.carrier_id, today)
    return today + timedelta(days=profile.payment_days if profile else 0)


def _claimed(request: HttpRequest, form: ClaimForm) -> LateClaim | None:
    try:
        return services.payments.claim_lateness(
            invoice=request.bill,
            claim=form.claim,
            actor=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except DomainError as error:
        form.refuse(error)
    return None


@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, carrier: str, bill: int) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    form = WaiverForm(request.POST or None)
    context = {
        "title": _("Renoncer à %(number)s") % {"number": request.bill.number},
        "sentence": _("Un papier sans TVA annule les frais, et une écriture inverse passe dans les comptes."),
        "form": form,
        "back": bill_url(request.bill),
        "button": _("Renoncer à ces frais"),
    }
    if request.method == "POST" and form.is_valid() and _waived(request, form):
        messages.success(request, _("C’est fait. Le client ne doit plus ces frais."))
        return see_other(context["back"])
    if form.errors:
        return render_invalid(request, "payments/act.html", context)
    return render(request, "payments/act.html", context)


def _waived(request: HttpRequest, form: WaiverForm) -> bool:
    try:
        services.payments.waive_claim(
            claim=request.claim,
            reason=form.cleaned_data["reason"],
            may_claim_again=form.cleaned_data["kind"] == WaiverForm.MISTAKE,
            actor=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True
