"""The file for the tax office: one per year, with its description."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kpacite.domain.ledger.models import FiscalYear
from kpacite.integrations.fec import SirenMissing, fec_blocks, fec_name, notice_name, notice_text
from kpacite.interfaces.www.ledger.desk import Desk, desk_of
from kpacite.platform.http import UNPROCESSABLE

PLAIN = "text/plain; charset=utf-8"


def _year(desk: Desk, key: int) -> FiscalYear:
    years = FiscalYear.objects.select_related("book__entity")
    return get_object_or_404(years, pk=key, book__entity=desk.entity)


@require_safe
def page(request: HttpRequest, carrier: str) -> HttpResponse:  # noqa: ARG001
    desk = desk_of(request)
    return _page(request, desk)


def _page(request: HttpRequest, desk: Desk, status: int = 200) -> HttpResponse:
    return render(request, "ledger/fec.html", desk.context("ledger_fec"), status=status)


@require_safe
def download(request: HttpRequest, carrier: str, year: int) -> HttpResponseBase:  # noqa: ARG001
    desk = desk_of(request)
    found = _year(desk, year)
    try:
        name = fec_name(found)
    except SirenMissing:
        return _page(request, desk, status=UNPROCESSABLE)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(fec_blocks(found), content_type=PLAIN, headers=headers)


@require_safe
def notice(request: HttpRequest, carrier: str, year: int) -> HttpResponse:  # noqa: ARG001
    desk = desk_of(request)
    found = _year(desk, year)
    try:
        name = notice_name(found)
    except SirenMissing:
        return _page(request, desk, status=UNPROCESSABLE)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    text = notice_text(found, name=fec_name(found))
    return HttpResponse(text, content_type=PLAIN, headers=headers)
