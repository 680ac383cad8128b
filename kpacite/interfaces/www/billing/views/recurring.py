"""An invoice that comes back: start it, stop it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.sales.enums import InvoicePace
from kpacite.domain.sales.models import Invoice, RecurringInvoice
from kpacite.domain.sales.services import invoices as services
from kpacite.interfaces.www.billing.forms import RecurringForm
from kpacite.interfaces.www.billing.views.screen import address_of, by, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.kernel.period import add_months
from kpacite.platform.http import render_invalid, see_other


@require_http_methods(["GET", "POST"])
def repeat(request: HttpRequest, kpa: str, invoice: str) -> HttpResponse:  # noqa: ARG001
    """Start, or stop what was started: the page says which."""
    stand_in(request)
    shown: Invoice = request.invoice
    running = RecurringInvoice.objects.going_on().filter(model=shown).first()
    first = {"first_on": add_months(timezone.localdate().replace(day=1), 1)}
    form = RecurringForm(request.POST or None, initial=first | {"every": InvoicePace.MONTH.value})
    context = {"invoice": shown, "running": running, "form": form, "back": address_of(shown)}
    if request.method != "POST":
        return render(request, "billing/repeat.html", context)
    if running is not None and "stop" in request.POST:
        services.stop_recurring(recurring=running, **by(request))
        messages.success(request, _("C’est fait. Cette facture ne revient plus."))
        return see_other(address_of(shown))
    if form.is_valid() and _started(request, shown, form):
        messages.success(
            request, _("C’est fait. Un brouillon arrivera à chaque fois. Il restera à le relire.")
        )
        return see_other(address_of(shown))
    return render_invalid(request, "billing/repeat.html", context)


def _started(request: HttpRequest, shown: Invoice, form: RecurringForm) -> bool:
    data = form.cleaned_data
    try:
        services.start_recurring(
            invoice=shown, every=InvoicePace(int(data["every"])), first_on=data["first_on"], **by(request)
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True
