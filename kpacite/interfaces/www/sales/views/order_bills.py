"""From an order to its invoices, in one tap; and those it has."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import DepositKind, InvoiceKind, OrderState
from kpacite.domain.sales.models import Invoice, Order
from kpacite.domain.sales.services import invoices as services
from kpacite.interfaces.www.billing.wording import status_of
from kpacite.interfaces.www.sales.views.screen import here
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import see_other

OVER = (OrderState.CLOSED, OrderState.CANCELLED)


def bills_of(request: HttpRequest, order: Order) -> dict[str, Any]:
    """The invoices of the order, and which of the two gestures waits."""
    known = list(selectors.invoices_of_order(order))
    kinds = {invoice.kind for invoice in known}
    is_whole = bool(kinds & set(selectors.WHOLE))
    asks = order.quote is not None and order.quote.deposit_kind == DepositKind.DEPOSIT
    return {
        "bills": [_row(request, invoice) for invoice in known],
        "may_bill": order.state == OrderState.DONE and not is_whole,
        "may_bill_deposit": asks
        and order.state not in OVER
        and not is_whole
        and InvoiceKind.DEPOSIT not in kinds,
    }


def _row(request: HttpRequest, invoice: Invoice) -> dict[str, Any]:
    return {
        "invoice": invoice,
        "url": here(request, "invoice", invoice=selectors.reference_of(invoice)),
        "status": status_of(invoice.state, None, invoice.sent_back_reason),
    }


def _view(act: Callable[..., Invoice]) -> Callable[..., HttpResponse]:
    @require_POST
    def view(request: HttpRequest, kpa: str, order: int) -> HttpResponse:  # noqa: ARG001
        today = timezone.localdate()
        try:
            draft = act(order=request.order, actor=request.user, now=timezone.now(), today=today)
        except DomainError as error:
            messages.error(request, str(error))
            return see_other(here(request, "order", order=request.order.pk))
        if draft.is_issued:
            messages.info(request, _("Cette facture est déjà émise. La voici."))
        else:
            messages.success(request, _("Voici le brouillon. Relisez, puis envoyez."))
        return see_other(here(request, "invoice", invoice=selectors.reference_of(draft)))

    return view


bill = _view(services.write_invoice_of_order)
bill_deposit = _view(services.write_deposit_of_order)
