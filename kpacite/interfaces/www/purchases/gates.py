"""The rules of this area. A gate leaves on the request the invoice that it loaded: `purchase`."""

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


SUPPLIER_INVOICE = Access(
    "supplier_invoice", _("La comptabilité de la structure qui a reçu la facture"), _verdict
)
