"""The receipts of private customers: their closings, and the archive for whoever controls them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums.payments import CashRecordKind
from kpacite.domain.sales.models import CashRecord
from kpacite.domain.sales.rules.cash_chain import CLOSINGS, gross
from kpacite.integrations.documents.pages import page_pdf
from kpacite.interfaces.www.homes import places
from kpacite.interfaces.www.payments.attestation import attestation_page
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import paginate, see_other


@require_safe
def receipts(request: HttpRequest, carrier: str) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    day = selectors.last_record(request.organisation, CashRecordKind.DAY)
    waiting = selectors.totals_after(request.organisation, day.position if day else 0)
    page = paginate(request, selectors.closings_of(request.organisation))
    context = {
        "carrier": request.organisation,
        "receipts": [_receipt(record) for record in selectors.receipts_on(request.organisation)],
        "waiting_cents": gross(waiting),
        "has_waiting": selectors.first_day_open(request.organisation) is not None,
        "page": page,
        "closings": [_closing(record) for record in page],
    }
    return render(request, "payments/receipts.html", context)


def _receipt(record: CashRecord) -> dict[str, object]:
    return {"record": record, "cents": record.content["amount_cents"], "payment": record.payment}


def _closing(record: CashRecord) -> dict[str, object]:
    content = record.content
    return {
        "record": record,
        "total_cents": content["total_cents"],
        "perpetual_cents": content["perpetual_cents"],
    }


@require_POST
def close(request: HttpRequest, carrier: str) -> HttpResponse:
    kind = request.POST.get("kind", "")
    today = timezone.localdate()
    try:
        if kind not in {choice.value for choice in CLOSINGS}:
            raise services.payments.NothingToClose
        services.payments.close_cash(
            carrier=request.organisation,
            kind=CashRecordKind(kind),
            day=today,
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("C’est clôturé. Les totaux sont gardés pour toujours."))
    return see_other("cash_receipts", carrier=carrier)


@require_POST
def archive(request: HttpRequest, carrier: str) -> HttpResponse:
    content = services.payments.archive_cash(
        carrier=request.organisation, actor=request.user, now=timezone.now()
    )
    response = HttpResponse(content, content_type="application/zip")
    name = f"recus-{carrier}-{timezone.localdate().isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def attestation(request: HttpRequest, carrier: str) -> HttpResponse:  # noqa: ARG001
    """The paper that the publisher signs, filled with what the platform knows."""
    profile = selectors.profile_on(request.organisation.pk, timezone.localdate())
    content = page_pdf(attestation_page(request.organisation, profile), at=timezone.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="attestation-editeur.pdf"'
    return response
