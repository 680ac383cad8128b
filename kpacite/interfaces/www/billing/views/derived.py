"""Changing a deposit or a credit note that is not issued yet."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kpacite.domain.sales import selectors
from kpacite.domain.sales.models import Invoice
from kpacite.domain.sales.services import invoices as services
from kpacite.interfaces.www.billing.derived_forms import CreditNoteForm, DepositForm
from kpacite.interfaces.www.billing.views.screen import address_of, dated, stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other


def edit_deposit(request: HttpRequest, draft: Invoice) -> HttpResponse:
    form = DepositForm(request.POST or None, initial=DepositForm.first(draft))
    return _edited(
        request,
        draft,
        form,
        "billing/deposit.html",
        lambda: services.edit_deposit(invoice=draft, **form.details, **dated(request)),
    )


def edit_credit_note(request: HttpRequest, draft: Invoice) -> HttpResponse:
    form = CreditNoteForm(request.POST or None, note=draft, given=selectors.given_quantities(draft))
    return _edited(
        request,
        draft,
        form,
        "billing/credit_edit.html",
        lambda: services.edit_credit_note(
            invoice=draft,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            quantities=form.quantities(),
            **dated(request),
        ),
    )


def _edited(
    request: HttpRequest, draft: Invoice, form: Form, template: str, write: Callable[[], Invoice]
) -> HttpResponse:
    stand_in(request)
    context = {"invoice": draft, "form": form, "back": address_of(draft)}
    if request.method != "POST":
        return render(request, template, context)
    if not form.is_valid():
        return render_invalid(request, template, context)
    try:
        changed = write()
    except DomainError as error:
        form.refuse(error)
        return render_invalid(request, template, context)
    messages.success(request, _("C’est enregistré. Relisez, puis envoyez."))
    return see_other(address_of(changed))
