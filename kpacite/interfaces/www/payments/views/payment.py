"""One payment: what it settles, its entries, and the ways back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums.payments import PaymentKind
from kpacite.interfaces.www.homes import places
from kpacite.interfaces.www.payments.forms import MoneyForm, ReasonForm, UseForm
from kpacite.interfaces.www.payments.views.recording import refuse
from kpacite.interfaces.www.payments.wording import choice_of
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other


@require_safe
def payment(request: HttpRequest, carrier: str, payment: int) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    found = request.payment
    context = {
        "carrier": request.organisation,
        "payment": found,
        "is_refund": found.kind == PaymentKind.REFUND,
        "allocations": selectors.allocations_of(found),
        "rest_cents": selectors.unallocated_cents(found) if found.kind == PaymentKind.RECEIVED else 0,
        "counter_sale": selectors.counter_sale_of_payment(found.pk),
        "entries": selectors.entries_of_payment(found),
    }
    return render(request, "payments/payment.html", context)


def _act(
    request: HttpRequest, form: Form, words: dict[str, Any], act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """A page with one form; its POST calls one service and comes back to the payment."""
    places.stand_in(request, request.organisation)
    back = reverse("payment", kwargs={"carrier": request.organisation.slug, "payment": request.payment.pk})
    context = {"form": form, "back": back} | words
    if request.method == "POST" and form.is_valid():
        by = {"actor": request.user, "now": timezone.now(), "today": timezone.localdate()}
        try:
            act(by)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, words["success"])
            return see_other(back)
    if form.errors:
        return render_invalid(request, "payments/act.html", context)
    return render(request, "payments/act.html", context)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, carrier: str, payment: int) -> HttpResponse:  # noqa: ARG001
    form = ReasonForm(request.POST or None)
    words = {
        "title": _("Annuler le paiement de %(amount)s ?") % {"amount": Euro(request.payment.amount_cents)},
        "sentence": _("Une écriture inverse sera ajoutée. Les factures redeviennent à payer."),
        "button": _("Annuler ce paiement"),
        "success": _("Le paiement est annulé. Les factures sont de nouveau à payer."),
    }
    return _act(
        request,
        form,
        words,
        lambda by: services.payments.cancel_payment(
            payment=request.payment, reason=form.cleaned_data["reason"], **by
        ),
    )


@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, carrier: str, payment: int) -> HttpResponse:  # noqa: ARG001
    rest = Euro(selectors.unallocated_cents(request.payment))
    form = MoneyForm(request.POST or None, today=timezone.localdate(), left=rest)
    form.fields["amount"].label = _("Le montant rendu")
    words = {
        "title": _("Rendre un trop-payé à %(client)s") % {"client": request.payment.client.name},
        "sentence": _("Ce paiement dépasse les factures de %(rest)s.") % {"rest": rest},
        "button": _("Noter le remboursement"),
        "success": _("C’est noté. Le remboursement est dans les comptes."),
    }
    return _act(
        request,
        form,
        words,
        lambda by: services.payments.refund_rest(payment=request.payment, money=form.money, **by),
    )


@require_http_methods(["GET", "POST"])
def use(request: HttpRequest, carrier: str, payment: int) -> HttpResponse:  # noqa: ARG001
    found = request.payment
    rest = selectors.unallocated_cents(found)
    open_ones = {
        str(invoice.pk): invoice
        for invoice in selectors.open_invoices(carrier=request.organisation, client=found.client_id)
    }
    choices = [choice_of(invoice, invoice.left) for invoice in open_ones.values()]
    form = UseForm(request.POST or None, choices=choices)
    words = {
        "title": _("Utiliser %(rest)s pour une autre facture") % {"rest": Euro(rest)},
        "sentence": "" if choices else _("Ce client n’a pas d’autre facture à payer."),
        "button": _("Payer cette facture") if choices else "",
        "success": _("C’est noté. La facture est payée avec ce qui restait."),
    }

    def act(by: dict[str, Any]) -> None:
        invoice = open_ones[form.cleaned_data["invoice"]]
        services.payments.allocate_rest(payment=found, invoice=invoice, cents=min(rest, invoice.left), **by)

    return _act(request, form, words, act)
