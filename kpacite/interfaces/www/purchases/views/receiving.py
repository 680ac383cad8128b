"""A new invoice of a supplier: its file is read, the person then compares."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.selectors import carried_kpas
from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.models import SupplierInvoice
from kpacite.interfaces.www.homes import places
from kpacite.interfaces.www.purchases.forms import Places, PurchaseForm
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other

FIELD_OF = {
    "date": "on",
    "gross_cents": "gross",
    "tax_cents": "tax",
    "vat_cents": "vat",
    "supplier_key": "supplier",
}


def refuse(form: PurchaseForm, error: DomainError) -> None:
    error.field = FIELD_OF.get(error.field or "", error.field)
    form.refuse(error)


def places_of(request: HttpRequest) -> Places:
    """The KPAs that this carrier carries today, their activities and their orders: three queries."""
    today = timezone.localdate()
    keys = list(carried_kpas(request.organisation, today).values_list("pk", flat=True))  # type: ignore[attr-defined]
    kpas = Kpa.objects.filter(pk__in=keys).select_related("organisation").order_by("organisation__name")
    activities = Activity.objects.filter(kpa__in=keys).order_by("kpa", "name")
    return Places(kpas, activities, selectors.orders_to_buy_for(keys, timezone.now()))


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, carrier: str) -> HttpResponse:
    places.stand_in(request, request.organisation)
    form = PurchaseForm(request.POST or None, request.FILES or None, places=places_of(request))
    context = {
        "carrier": request.organisation,
        "form": form,
        "back": reverse("purchases", kwargs={"carrier": carrier}),
    }
    if request.method == "POST" and form.is_valid() and (invoice := _received(request, form)):
        if form.read is not None:
            messages.success(request, _("La facture est lue. Comparez avec le papier, puis comptabilisez."))
        else:
            messages.success(request, _("La facture est gardée. Vérifiez-la, puis comptabilisez."))
        return see_other("purchase", carrier=carrier, purchase=invoice.pk)
    if form.errors:
        return render_invalid(request, "purchases/form.html", context)
    return render(request, "purchases/form.html", context)


def _received(request: HttpRequest, form: PurchaseForm) -> SupplierInvoice | None:
    details = form.details
    usual = selectors.usual_of(request.organisation, supplier=details["supplier"], siren=details["siren"])
    if usual is not None and form.read is not None:
        # What this supplier sold the last time is proposed again, never for the same order; a person checks.
        details |= {"kind": usual.kind, "kpa": usual.kpa, "activity": usual.activity}
    try:
        return services.purchases.receive_supplier_invoice(
            carrier=request.organisation,
            file=form.kept,
            key=form.cleaned_data["key"],
            actor=request.user,
            now=timezone.now(),
            **details,
        )
    except DomainError as error:
        refuse(form, error)
    return None
