"""The fiscal years of a book: open the next one, close one for good. Both ask first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.ledger import services
from kpacite.domain.ledger.models import FiscalYear
from kpacite.interfaces.www.ledger.desk import YEAR, Desk, desk_of
from kpacite.interfaces.www.ledger.forms import NewYearForm
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import UNPROCESSABLE, render_invalid, see_other


def _months(desk: Desk, year: FiscalYear) -> HttpResponse:
    return see_other(f"{desk.url('ledger_months')}?{YEAR}={year.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def open_next(request: HttpRequest, carrier: str) -> HttpResponse:  # noqa: ARG001
    desk = desk_of(request)
    if desk.book is None:
        return render(request, "ledger/none.html", desk.context("ledger_months"))
    start = desk.years[0].end if desk.years else None
    form = NewYearForm(request.POST or None, follows=start is not None)
    context = desk.context("ledger_months", form=form, start=start)
    if request.method != "POST":
        return render(request, "ledger/year_open.html", context)
    if form.is_valid():
        try:
            opened = services.open_fiscal_year(
                book=desk.book,
                start=start or form.cleaned_data["start"],
                months=form.cleaned_data["months"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C’est fait. L’exercice %s est ouvert.") % opened)
            return _months(desk, opened)
    return render_invalid(request, "ledger/year_open.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, carrier: str, year: int) -> HttpResponse:  # noqa: ARG001
    desk = desk_of(request)
    found = get_object_or_404(FiscalYear.objects.select_related("book"), pk=year, book__entity=desk.entity)
    context = desk.context("ledger_months", found=found, problem="")
    if request.method != "POST":
        return render(request, "ledger/year_close.html", context)
    try:
        services.close_fiscal_year(year=found, actor=request.user, now=timezone.now())
    except DomainError as error:
        return render(request, "ledger/year_close.html", context | {"problem": error}, status=UNPROCESSABLE)
    messages.success(request, _("C’est fait. L’exercice %s est clos.") % found)
    return _months(desk, found)
