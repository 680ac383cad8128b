"""One invoice of a supplier: checked and posted, put aside, cancelled."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.ledger.models import Entry
from kpacite.domain.ledger.selectors import entries_of
from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import PurchaseState
from kpacite.domain.sales.models import SupplierInvoice
from kpacite.interfaces.www.homes import places
from kpacite.interfaces.www.purchases.forms import PurchaseForm, ReasonForm
from kpacite.interfaces.www.purchases.views.receiving import places_of, refuse
from kpacite.interfaces.www.purchases.wording import place_of, row_of, story_of
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other


@require_http_methods(["GET", "POST"])
def purchase(request: HttpRequest, carrier: str, purchase: int) -> HttpResponse:
    """A draft is a form to compare with the paper; once posted, a page that only tells."""
    places.stand_in(request, request.organisation)
    invoice = request.purchase
    context = {
        "carrier": request.organisation,
        "invoice": invoice,
        "row": row_of(invoice, timezone.localdate()),
        "back": reverse("purchases", kwargs={"carrier": carrier}),
    }
    if invoice.state != PurchaseState.DRAFT:
        context |= {
            "for_whom": place_of(invoice),
            "net_cents": invoice.gross_cents - invoice.tax_cents,
            "entries": _entries(invoice),
            "payments": selectors.parts_paid(invoice),
            "is_partly_paid": invoice.state == PurchaseState.POSTED and invoice.paid != 0,
            "advance_cents": 0 if invoice.is_credit else selectors.advance_of(invoice),
            "story": story_of(invoice),
        }
        return render(request, "purchases/purchase.html", context)
    form = PurchaseForm(
        request.POST or None, request.FILES or None, places=places_of(request), invoice=invoice
    )
    context["form"] = form
    if request.method == "POST" and form.is_valid() and _written(request, form):
        if "post" in request.POST:
            messages.success(request, _("C’est dans les comptes. La facture est à payer."))
        else:
            messages.success(request, _("C’est enregistré. La facture reste à vérifier."))
        return see_other("purchase", carrier=carrier, purchase=purchase)
    if form.errors:
        return render_invalid(request, "purchases/form.html", context)
    return render(request, "purchases/form.html", context)


def _entries(invoice: SupplierInvoice) -> list[Entry]:
    """Its own, then those of its payments, mirrors too."""
    own = list(entries_of("sales.purchase", str(invoice.pk)))
    keys = dict.fromkeys(part.payment.key for part in selectors.parts_paid(invoice))
    return own + [entry for key in keys for entry in entries_of("sales.supplier_payment", key)]


def _written(request: HttpRequest, form: PurchaseForm) -> bool:
    """Corrected, and posted when the button says so: together or not at all."""
    post = "post" in request.POST
    try:
        services.purchases.check_supplier_invoice(
            invoice=request.purchase,
            version=form.cleaned_data["version"] or 0,
            file=form.kept,
            post=post,
            on=form.cleaned_data["on"],
            by=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
            **form.details,
        )
    except DomainError as error:
        refuse(form, error)
        return False
    return True


def act_on(
    request: HttpRequest, form: Form, words: dict[str, Any], act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """A page with one form; its POST calls one service and comes back to the invoice."""
    places.stand_in(request, request.organisation)
    here = {"carrier": request.organisation.slug, "purchase": request.purchase.pk}
    back = reverse("purchase", kwargs=here)
    context = {"form": form, "back": back} | words
    if request.method == "POST" and form.is_valid():
        try:
            act({"actor": request.user, "now": timezone.now(), "today": timezone.localdate()})
        except DomainError as error:
            error.field = {"date": "on", "cents": "amount"}.get(error.field or "", error.field)
            form.refuse(error)
        else:
            messages.success(request, words["success"])
            return see_other(back)
    if form.errors:
        return render_invalid(request, "purchases/act.html", context)
    return render(request, "purchases/act.html", context)


def named(request: HttpRequest) -> str:
    return str(request.purchase) or str(request.purchase.reference)


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, carrier: str, purchase: int) -> HttpResponse:  # noqa: ARG001
    words = {
        "title": _("Écarter %(name)s ?") % {"name": named(request)},
        "sentence": _("Elle n’ira pas dans les comptes. Son fichier reste gardé."),
        "button": _("Écarter cette facture"),
        "success": _("La facture est écartée."),
    }

    def act(by: dict[str, Any]) -> None:
        services.purchases.discard_supplier_invoice(
            invoice=request.purchase, actor=by["actor"], now=by["now"]
        )

    return act_on(request, Form(request.POST if request.method == "POST" else None), words, act)


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, carrier: str, purchase: int) -> HttpResponse:  # noqa: ARG001
    form = ReasonForm(request.POST or None)
    words = {
        "title": _("Annuler %(name)s ?") % {"name": named(request)},
        "sentence": _("Une écriture inverse sera ajoutée. Rien ne s’efface."),
        "button": _("Annuler cette facture"),
        "success": _("La facture est annulée."),
    }

    def act(by: dict[str, Any]) -> None:
        services.purchases.cancel_supplier_invoice(
            invoice=request.purchase, reason=form.cleaned_data["reason"], **by
        )

    return act_on(request, form, words, act)
