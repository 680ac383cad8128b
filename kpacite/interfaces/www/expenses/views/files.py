"""Receipts: given to who may read the note, and to nobody else."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.sales import selectors, services
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other
from kpacite.platform.uploads import EXTENSIONS, JPEG


@require_safe
def receipt(request: HttpRequest, expense: int, receipt: int, **place: str) -> HttpResponseBase:  # noqa: ARG001
    found = get_object_or_404(selectors.receipts_of(request.expense), pk=receipt)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"{request.expense.reference}-{found.pk}.{EXTENSIONS[found.content_type]}"
    response = FileResponse(
        content,
        content_type=found.content_type,
        as_attachment=found.content_type != JPEG,
        filename=name,
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, kpa: str, expense: int, receipt: int) -> HttpResponse:
    places.stand_in(request, request.organisation)
    found = get_object_or_404(selectors.receipts_of(request.expense), pk=receipt)
    back = reverse("expense", kwargs={"kpa": kpa, "expense": expense})
    context = {
        "back": back,
        "title": _("Enlever ce justificatif ?"),
        "sentence": _("Vous pourrez en ajouter un autre avant d’envoyer."),
        "button": _("Enlever le justificatif"),
        "refusal": "",
    }
    if request.method != "POST":
        return render(request, "expenses/move.html", context)
    try:
        services.expenses.remove_receipt(
            receipt=found, by=request.user.person, actor=request.user, now=timezone.now()
        )
    except DomainError as error:
        return render_invalid(request, "expenses/move.html", context | {"refusal": str(error)})
    messages.success(request, _("Le justificatif est enlevé."))
    return see_other(back)
