"""Someone else looks: is it for us, and does the receipt say so?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.sales import selectors, services
from kpacite.interfaces.www.expenses.forms import CheckForm, RefusalForm
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, kpa: str, expense: int) -> HttpResponse:
    places.stand_in(request, request.organisation)
    claim = request.expense
    form = CheckForm(request.POST or None, initial={"is_production": claim.is_production})
    context = {
        "kpa": request.organisation,
        "claim": claim,
        "form": form,
        "receipts": selectors.receipts_of(claim),
        "receipt_page": "expense_receipt",
        "at": {"kpa": kpa},
        "back": reverse("expense", kwargs={"kpa": kpa, "expense": expense}),
    }
    if request.method != "POST":
        return render(request, "expenses/check.html", context)
    try:
        form.full_clean()
        services.expenses.check_expense(
            claim=claim,
            by=request.user.person,
            is_production=form.cleaned_data["is_production"],
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.refuse(error)
        return render_invalid(request, "expenses/check.html", context)
    messages.success(request, _("C’est vérifié. La comptabilité prend la suite."))
    return see_other("expenses", kpa=kpa)


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, kpa: str, expense: int) -> HttpResponse:
    back = reverse("expense", kwargs={"kpa": kpa, "expense": expense})
    return _refuse(request, back, reverse("expenses", kwargs={"kpa": kpa}))


@require_http_methods(["GET", "POST"])
def refuse_there(request: HttpRequest, carrier: str, expense: int) -> HttpResponse:
    back = reverse("carrier_expense", kwargs={"carrier": carrier, "expense": expense})
    return _refuse(request, back, reverse("carrier_expenses", kwargs={"carrier": carrier}))


def _refuse(request: HttpRequest, back: str, after: str) -> HttpResponse:
    places.stand_in(request, request.organisation)
    form = RefusalForm(request.POST or None)
    context = {"claim": request.expense, "form": form, "back": back}
    if request.method == "POST" and form.is_valid() and _refused(request, form):
        messages.success(request, _("C’est dit. La personne peut corriger et envoyer à nouveau."))
        return see_other(after)
    if form.errors:
        return render_invalid(request, "expenses/refuse.html", context)
    return render(request, "expenses/refuse.html", context)


def _refused(request: HttpRequest, form: Form) -> bool:
    try:
        services.expenses.refuse_expense(
            claim=request.expense,
            by=request.user.person,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True
