"""The accountants of the carrier: accept what was checked, pay it back, export."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kpacite.domain.ledger.selectors import entries_of
from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import ExpenseState, RepaymentMethod
from kpacite.domain.sales.models import ExpenseClaim
from kpacite.interfaces.www.expenses.forms import AcceptForm, RepaymentForm
from kpacite.interfaces.www.expenses.wording import BADGES, rows_of, story_of
from kpacite.interfaces.www.homes import places
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.platform.http import csv_response, render_invalid, see_other

FIELD_OF = {"vat_cents": "vat", "date": "on"}
SENT = tuple(state for state in ExpenseState if state is not ExpenseState.DRAFT)


def _by_kpa(claims: list[ExpenseClaim]) -> list[dict[str, object]]:
    names = dict.fromkeys(claim.kpa.organisation.name for claim in claims)
    return [
        {"kpa": name, "rows": rows_of(claim for claim in claims if claim.kpa.organisation.name == name)}
        for name in names
    ]


@require_safe
def expenses(request: HttpRequest, carrier: str) -> HttpResponse:  # noqa: ARG001
    places.stand_in(request, request.organisation)
    claims = list(selectors.expenses_for_carrier(request.kpas))
    accepted = [claim for claim in claims if claim.state == ExpenseState.ACCEPTED]
    context = {
        "carrier": request.organisation,
        "to_accept": _by_kpa([claim for claim in claims if claim.state == ExpenseState.CHECKED]),
        "to_pay": _by_kpa(accepted),
        "owed_cents": sum(claim.amount_cents for claim in accepted),
    }
    return render(request, "expenses/carrier.html", context)


@require_http_methods(["GET", "POST"])
def expense(request: HttpRequest, carrier: str, expense: int) -> HttpResponse:  # noqa: ARG001
    """One note; its form accepts it."""
    places.stand_in(request, request.organisation)
    claim = request.expense
    told = {"vat": Euro(claim.vat_cents)} if claim.vat_cents else {}
    form = AcceptForm(request.POST or None, initial=told)
    context = {
        "carrier": request.organisation,
        "claim": claim,
        "badge": BADGES[ExpenseState(claim.state)],
        "receipts": selectors.receipts_of(claim),
        "receipt_page": "carrier_expense_receipt",
        "at": {"carrier": carrier},
        "entries": entries_of("sales.expense", str(claim.pk)),
        "story": story_of(claim),
        "form": form,
        "to_accept": claim.state == ExpenseState.CHECKED,
    }
    if request.method == "POST" and form.is_valid() and _accepted(request, form):
        messages.success(request, _("C’est accepté. La structure doit cette somme à la personne."))
        return see_other("carrier_expenses", carrier=carrier)
    if form.errors:
        return render_invalid(request, "expenses/carrier_expense.html", context)
    return render(request, "expenses/carrier_expense.html", context)


def _accepted(request: HttpRequest, form: AcceptForm) -> bool:
    try:
        services.expenses.accept_expense(
            claim=request.expense,
            carrier=request.organisation,
            vat_cents=form.cleaned_data["vat"],
            by=request.user.person,
            actor=request.user,
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except DomainError as error:
        error.field = FIELD_OF.get(error.field or "", error.field)
        form.refuse(error)
        return False
    return True


def _asked(request: HttpRequest) -> list[ExpenseClaim]:
    """The notes that the boxes name, as far as they may be paid."""
    keys = [key for key in request.GET.getlist("frais") if key.isdecimal() and len(key) < 19]
    rows = selectors.expenses_for_carrier(request.kpas, states=(ExpenseState.ACCEPTED,))
    return list(rows.filter(pk__in=keys))


@require_http_methods(["GET", "POST"])
def repay(request: HttpRequest, carrier: str) -> HttpResponse:
    places.stand_in(request, request.organisation)
    claims = _asked(request)
    form = RepaymentForm(request.POST or None, initial={"on": timezone.localdate()})
    context = {
        "carrier": request.organisation,
        "groups": _by_kpa(claims),
        "total_cents": sum(claim.amount_cents for claim in claims),
        "form": form,
        "back": reverse("carrier_expenses", kwargs={"carrier": carrier}),
    }
    if request.method == "POST" and form.is_valid() and _repaid(request, form, claims):
        done = ngettext(
            "%(n)d note de frais est remboursée.", "%(n)d notes de frais sont remboursées.", len(claims)
        )
        messages.success(request, done % {"n": len(claims)})
        return see_other("carrier_expenses", carrier=carrier)
    if form.errors:
        return render_invalid(request, "expenses/repay.html", context)
    return render(request, "expenses/repay.html", context)


def _repaid(request: HttpRequest, form: RepaymentForm, claims: list[ExpenseClaim]) -> bool:
    data = form.cleaned_data
    repayment = services.expenses.Repayment(
        method=RepaymentMethod(data["method"]), on=data["on"], reference=data["reference"]
    )
    try:
        services.expenses.reimburse_expenses(
            claims=claims,
            carrier=request.organisation,
            repayment=repayment,
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        error.field = FIELD_OF.get(error.field or "", error.field)
        form.refuse(error)
        return False
    return True


@require_safe
def expenses_csv(request: HttpRequest, carrier: str) -> HttpResponseBase:
    header = [
        _("Note"),
        _("KPA"),
        _("Activité"),
        _("Commande"),
        _("Personne (pseudonyme)"),
        _("Payé le"),
        _("Sorte"),
        _("Libellé"),
        _("Montant TTC en euros"),
        _("TVA récupérée"),
        _("Entre dans ce qui est vendu"),
        _("État"),
        _("Remboursé le"),
    ]
    claims = selectors.expenses_for_carrier(request.kpas, states=SENT)
    return csv_response(f"frais-{carrier}.csv", header, _csv_rows(claims))


def _csv_rows(claims: list[ExpenseClaim]) -> Iterator[list[object]]:
    for claim in claims:
        yield [
            claim.reference,
            claim.kpa.organisation.name,
            claim.activity.code if claim.activity else "",
            claim.order.number if claim.order else "",
            claim.claimant.public_id,
            claim.spent_on.isoformat(),
            claim.get_kind_display(),
            claim.label,
            _euros(claim.amount_cents),
            _euros(claim.vat_cents),
            _("oui") if claim.is_production else "",
            claim.get_state_display(),
            claim.reimbursed_on.isoformat() if claim.reimbursed_on else "",
        ]


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
