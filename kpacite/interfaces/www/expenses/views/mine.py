"""A member's own expenses: noted with a photo, sent, followed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.activities.selectors import activities_of
from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import ExpenseState
from kpacite.domain.sales.models import ExpenseClaim
from kpacite.integrations.uploads import clean_file
from kpacite.interfaces.www.expenses import gates
from kpacite.interfaces.www.expenses.forms import ExpenseForm
from kpacite.interfaces.www.expenses.wording import BADGES, rows_of, story_of
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import paginate, render_invalid, see_other
from kpacite.platform.uploads import CleanFile, read_upload

FIELD_OF = {"amount_cents": "amount"}


def at(claim: ExpenseClaim, kpa: str, name: str = "expense") -> str:
    return reverse(name, kwargs={"kpa": kpa, "expense": claim.pk})


@require_safe
def expenses(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    waiting = selectors.expenses_to_check(request.organisation)
    page = paginate(request, selectors.expenses_of(request.user.person, request.organisation))
    context = {
        "kpa": request.organisation,
        "to_check": rows_of(claim for claim in waiting if gates.may_check(request, claim)),
        "page": page,
        "rows": rows_of(page),
        "totals": selectors.expense_totals(request.organisation),
        "rate": selectors.kilometre_rate(request.organisation.pk, timezone.localdate()),
    }
    return render(request, "expenses/list.html", context)


def _form(request: HttpRequest, claim: ExpenseClaim | None = None) -> ExpenseForm:
    today = timezone.localdate()
    usual = None
    if claim is None:
        latest = selectors.expenses_of(request.user.person, request.organisation).order_by("-pk").first()
        usual = latest.activity_id if latest else None
    return ExpenseForm(
        request.POST or None,
        request.FILES or None,
        activities=activities_of(request.organisation, today),
        orders=selectors.orders_to_buy_for([request.organisation.pk], timezone.now()),
        asked=request.GET.get("commande", ""),
        today=today,
        claim=claim,
        usual=usual,
    )


def _receipt(form: ExpenseForm) -> CleanFile | None:
    """The photo made small and bare. Raises what the cleaning refuses."""
    file = form.cleaned_data["file"]
    return clean_file(read_upload(file)) if file else None


def _refuse(form: ExpenseForm, error: DomainError) -> None:
    error.field = FIELD_OF.get(error.field or "", error.field)
    form.refuse(error)


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, kpa: str) -> HttpResponse:
    places.stand_in(request, request.organisation)
    form = _form(request)
    context = {"kpa": request.organisation, "form": form, "back": reverse("expenses", kwargs={"kpa": kpa})}
    if request.method == "POST" and form.is_valid() and (claim := _noted(request, form)):
        if claim.state == ExpenseState.DRAFT:
            messages.success(request, _("Le brouillon est enregistré. Envoyez-le quand il est complet."))
        else:
            messages.success(request, _("C’est envoyé. Une autre personne du groupe vérifie."))
        return see_other(at(claim, kpa))
    if form.errors:
        return render_invalid(request, "expenses/form.html", context)
    return render(request, "expenses/form.html", context)


def _noted(request: HttpRequest, form: ExpenseForm) -> ExpenseClaim | None:
    try:
        return services.expenses.send_expense(
            kpa=request.organisation.kpa,
            claimant=request.user.person,
            receipt=_receipt(form),
            keep_draft="draft" in request.POST,
            key=form.cleaned_data["key"],
            actor=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
            **form.details,
        )
    except DomainError as error:
        _refuse(form, error)
    return None


@require_safe
def expense(request: HttpRequest, kpa: str, expense: int) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    claim = request.expense
    context = {
        "kpa": request.organisation,
        "claim": claim,
        "badge": BADGES[ExpenseState(claim.state)],
        "receipts": selectors.receipts_of(claim),
        "receipt_page": "expense_receipt",
        "at": {"kpa": kpa},
        "story": story_of(claim),
        "owns": gates.owns(request, claim),
        "may_check": claim.state == ExpenseState.SUBMITTED and gates.may_check(request, claim),
    }
    return render(request, "expenses/expense.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kpa: str, expense: int) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    claim = request.expense
    form = _form(request, claim)
    context = {"kpa": request.organisation, "form": form, "back": at(claim, kpa), "claim": claim}
    if request.method == "POST" and form.is_valid() and _edited(request, form):
        messages.success(request, _("C’est enregistré."))
        return see_other(at(claim, kpa))
    if form.errors:
        return render_invalid(request, "expenses/form.html", context)
    return render(request, "expenses/form.html", context)


def _edited(request: HttpRequest, form: ExpenseForm) -> bool:
    try:
        services.expenses.complete_expense(
            claim=request.expense,
            version=form.cleaned_data["version"] or 0,
            receipt=_receipt(form),
            actor=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
            **form.details,
        )
    except DomainError as error:
        _refuse(form, error)
        return False
    return True


def _move(request: HttpRequest, kpa: str, words: dict[str, Any], act: Any) -> HttpResponse:
    places.stand_in(request, request.organisation)
    back = at(request.expense, kpa)
    context = {"back": back, "refusal": ""} | words
    if request.method != "POST":
        return render(request, "expenses/move.html", context)
    try:
        act(claim=request.expense, by=request.user.person, actor=request.user, now=timezone.now())
    except DomainError as error:
        return render_invalid(request, "expenses/move.html", context | {"refusal": str(error)})
    messages.success(request, words["success"])
    return see_other(back)


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, kpa: str, expense: int) -> HttpResponse:  # noqa: ARG001
    words = {
        "title": _("Envoyer « %(label)s » ?") % {"label": request.expense.label},
        "sentence": _("Une autre personne du groupe vérifie, puis la comptabilité vous rembourse."),
        "button": _("Envoyer cette note de frais"),
        "success": _("C’est envoyé. Une autre personne du groupe vérifie."),
    }
    today = timezone.localdate()

    def act(**by: Any) -> None:
        services.expenses.submit_expense(today=today, **by)

    return _move(request, kpa, words, act)


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, kpa: str, expense: int) -> HttpResponse:  # noqa: ARG001
    words = {
        "title": _("Reprendre « %(label)s » ?") % {"label": request.expense.label},
        "sentence": _("Elle redevient un brouillon. Vous pourrez la corriger et l’envoyer à nouveau."),
        "button": _("Reprendre cette note de frais"),
        "success": _("C’est un brouillon. Corrigez-le, puis envoyez-le."),
    }
    return _move(request, kpa, words, services.expenses.reopen_expense)
