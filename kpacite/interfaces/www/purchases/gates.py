"""The rules of this area. A gate leaves on the request what it loaded: `purchase`, `supplier_payment`."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales import selectors
from kpacite.interfaces.www.gates import CARRIER_STAFF
from kpacite.platform.access import Access, Verdict


def _verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    entered = CARRIER_STAFF.verdict(request, kwargs)
    if entered is not Verdict.YES:
        return entered
    request.purchase = selectors.supplier_invoice_of(request.organisation, kwargs["purchase"])
    return Verdict.YES if request.purchase is not None else Verdict.NOT_FOUND


def _payment_verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    entered = _verdict(request, kwargs)
    if entered is not Verdict.YES:
        return entered
    request.supplier_payment = selectors.supplier_payment_of(request.organisation, kwargs["paid"])
    is_its_own = (
        request.supplier_payment is not None
        and request.supplier_payment.parts.filter(invoice=request.purchase).exists()
    )
    return Verdict.YES if is_its_own else Verdict.NOT_FOUND


SUPPLIER_INVOICE = Access(
    "supplier_invoice", _("La comptabilité de la structure qui a reçu la facture"), _verdict
)
SUPPLIER_PAYMENT = Access(
    "supplier_payment", _("La comptabilité de la structure qui a payé le fournisseur"), _payment_verdict
)
