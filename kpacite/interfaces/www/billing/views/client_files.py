"""The invoice that a client opens behind their link, without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kpacite.domain.sales import selectors
from kpacite.domain.sales.models import Deal
from kpacite.interfaces.www.billing.views.files import pdf_of
from kpacite.interfaces.www.sales.views.client_link import behind_link, limited


@limited
@require_safe
@behind_link
def pdf(request: HttpRequest, *, token: str, deal: Deal, invoice: int) -> HttpResponse:  # noqa: ARG001
    """404 for an invoice of another file, and for one that is not issued."""
    shown = selectors.client_invoice(deal, invoice)
    if shown is None:
        raise Http404
    return pdf_of(shown)
