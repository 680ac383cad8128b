"""A supplier is paid, in one time or in several; a payment noted by mistake is taken back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import PurchasePayment
from kpacite.interfaces.www.purchases.forms import ReasonForm, SettlementForm
from kpacite.interfaces.www.purchases.views.booking import act_on, named
from kpacite.kernel.money import Euro
from kpacite.platform.forms import Form


@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, carrier: str, purchase: int) -> HttpResponse:  # noqa: ARG001
    invoice = request.purchase
    left = abs(invoice.left_cents)
    form = SettlementForm(
        request.POST or None, today=timezone.localdate(), left_cents=left, is_credit=invoice.is_credit
    )
    title = (
        _("Noter le remboursement de %(name)s") if invoice.is_credit else _("Noter le paiement de %(name)s")
    )
    sums = {"total": Euro(invoice.gross_cents), "left": Euro(left)}
    words = {
        "title": title % {"name": named(request)},
        "sentence": (_("Reste %(left)s, sur %(total)s.") if invoice.paid else _("%(total)s en tout.")) % sums,
        "button": _("Noter le paiement"),
        "success": _("C’est noté. Le paiement est dans les comptes."),
    }

    def act(by: dict[str, Any]) -> None:
        data = form.cleaned_data
        paid = services.purchases.Settlement(
            method=PurchasePayment(data["method"]),
            on=data["on"],
            key=data["key"],
            cents=data["amount"],
            reference=data["reference"],
            more=data.get("more", False),
        )
        services.purchases.pay_supplier_invoice(invoice=invoice, paid=paid, **by)

    return act_on(request, form, words, act)


@require_http_methods(["GET", "POST"])
def advance(request: HttpRequest, carrier: str, purchase: int) -> HttpResponse:  # noqa: ARG001
    invoice = request.purchase
    held = Euro(max(selectors.advance_of(invoice), 0))
    words = {
        "title": _("Déduire l’avance de %(name)s ?") % {"name": named(request)},
        "sentence": _("Nous avons %(held)s d’avance chez ce fournisseur. Il reste %(left)s à payer.")
        % {"held": held, "left": Euro(abs(invoice.left_cents))},
        "button": _("Déduire l’avance"),
        "success": _("C’est déduit, et dans les comptes."),
    }

    def act(by: dict[str, Any]) -> None:
        services.purchases.use_advance(invoice=invoice, **by)

    return act_on(request, Form(request.POST if request.method == "POST" else None), words, act)


@require_http_methods(["GET", "POST"])
def undo_payment(request: HttpRequest, carrier: str, purchase: int, paid: int) -> HttpResponse:  # noqa: ARG001
    form = ReasonForm(request.POST or None)
    payment = request.supplier_payment
    words = {
        "title": _("Annuler le paiement de %(total)s ?") % {"total": Euro(abs(payment.cents))},
        "sentence": _("Une écriture inverse sera ajoutée. Ce qu’il a payé redevient à payer."),
        "button": _("Annuler ce paiement"),
        "success": _("Le paiement est annulé. La facture est à payer."),
    }

    def act(by: dict[str, Any]) -> None:
        services.purchases.take_back_payment(payment=payment, reason=form.cleaned_data["reason"], **by)

    return act_on(request, form, words, act)
