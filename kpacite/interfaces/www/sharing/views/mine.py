"""My money in this KPA: hers alone to read. What is owed, why, what is asked, what came."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people import services as people
from kpacite.domain.people.models import OwnBankAccount
from kpacite.domain.sales.selectors.composition import carrier_on
from kpacite.domain.sharing import services
from kpacite.domain.sharing.models import PayoutCeiling
from kpacite.domain.sharing.rules.cut_off import last_day_to_ask, month_of_pay
from kpacite.domain.sharing.selectors import balances, sharings
from kpacite.domain.sharing.selectors.held import held_of
from kpacite.interfaces.www.hours.views.mine import asked_month
from kpacite.interfaces.www.ledger import exports
from kpacite.interfaces.www.sharing.forms import CeilingForm, OwnAccountForm, PayForm
from kpacite.interfaces.www.sharing.standing import stand_in
from kpacite.kernel.errors import DomainError
from kpacite.kernel.money import Euro
from kpacite.kernel.period import add_months
from kpacite.platform.forms import Form
from kpacite.platform.http import paginate, render_invalid, see_other


@require_safe
def my_money(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    stand_in(request)
    person, here = request.user.person, request.organisation.kpa
    page = paginate(request, balances.moves_of(person, here))
    asked = balances.open_request(person, here)
    context = {
        "kpa": request.organisation,
        "balance": balances.balance_of(person, here),
        "request_open": asked,
        "pay_month": _month_of_pay(here, timezone.localdate(asked.asked_at)) if asked else None,
        "requests": balances.requests_of(person, here)[:12],
        "held": held_of(person, request.organisation),
        "waiting": sharings.waiting_for(person, here),
        "page": page,
    }
    return render(request, "sharing/mine.html", context)


def _month_of_pay(kpa: Kpa, asked_on: date) -> date | None:
    """The month whose pay takes what was asked; None when the carrier has no last day."""
    cut_off = balances.cut_off_of(carrier_on(kpa, asked_on), asked_on)
    return month_of_pay(asked_on, cut_off) if cut_off else None


@require_safe
def statement(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """All the moves as a table: to keep, or to help declare one's income."""
    header = [_("Jour"), _("Pourquoi"), _("Nature"), _("Montant avant cotisations, en euros")]
    return exports.table(request, f"mon-argent-{kpa}", header, _rows(request))


def _rows(request: HttpRequest) -> Iterator[list[object]]:
    for move in balances.moves_of(request.user.person, request.organisation.kpa):
        yield [move.day.isoformat(), move.sentence, move.get_kind_display(), exports.in_euros(move.cents)]


@require_safe
def month(request: HttpRequest, kpa: str) -> HttpResponseBase:
    """One month on one sheet of paper, or as a table."""
    stand_in(request)
    found = balances.statement_of(request.user.person, request.organisation.kpa, asked_month(request))
    first = found.month.start
    if exports.wanted(request):
        header = [_("Jour"), _("Pourquoi"), _("Nature"), _("Montant avant cotisations, en euros")]
        return exports.table(request, f"releve-{kpa}-{first:%Y-%m}", header, _month_rows(found))
    before, after = add_months(first, -1), add_months(first, 1)
    here = reverse("my_money_month", kwargs={"kpa": kpa})
    context = {
        "kpa": request.organisation,
        "person": request.user.person,
        "statement": found,
        "address": f"{here}?mois={first:%Y-%m}",
        "before": (before, f"{here}?mois={before:%Y-%m}"),
        "after": (after, f"{here}?mois={after:%Y-%m}") if after <= timezone.localdate() else None,
    }
    return render(request, "sharing/month.html", context)


def _month_rows(found: balances.Statement) -> Iterator[list[object]]:
    last = found.month.last_day or found.month.start
    yield [found.month.start.isoformat(), _("Au début du mois"), "", exports.in_euros(found.opening)]
    for move in found.moves:
        kind = move.get_kind_display()
        yield [move.day.isoformat(), move.sentence, kind, exports.in_euros(move.cents)]
    yield [last.isoformat(), _("À la fin du mois"), "", exports.in_euros(found.closing)]


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    person, here, today = request.user.person, request.organisation.kpa, timezone.localdate()
    suggested = Euro(balances.suggested_pay(person, here, today))
    form = PayForm(request.POST or None, initial={"amount": suggested})
    cut_off = balances.cut_off_of(carrier_on(here, today), today)
    last = last_day_to_ask(today, cut_off)
    words = {
        "title": _("Demander un versement"),
        "last_day": last,
        "is_late": last is not None and today > last,
        "pay_month": month_of_pay(today, cut_off),
        "intro": _("La CAE calcule les cotisations, puis verse. Ce que vous ne demandez pas reste à vous."),
        "button": _("Demander ce versement"),
    }

    def do(form: Form) -> object:
        by = {"today": today, "actor": request.user, "now": timezone.now()}
        return services.ask_for_pay(kpa=here, person=person, amount=form.cleaned_data["amount"], **by)

    return _on_form(request, form, words, do, _("Votre demande est notée. Elle part avec le prochain envoi."))


@require_http_methods(["GET", "POST"])
def ceiling(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    kept = PayoutCeiling.objects.filter(person=request.user.person).first()
    form = CeilingForm(request.POST or None, initial={"amount": Euro(kept.cents) if kept else None})
    words = {
        "title": _("Mon plafond de versement"),
        "intro": _("Pour ne pas recevoir plus d’une somme par mois. Le reste attend sur votre compte."),
        "button": _("Garder ce plafond"),
    }

    def do(form: Form) -> object:
        by = {"actor": request.user, "now": timezone.now()}
        return services.set_ceiling(person=request.user.person, amount=form.cleaned_data["amount"], **by)

    return _on_form(request, form, words, do, _("C’est noté."))


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001
    """Where she is paid. The number that is kept is never shown whole again."""
    person = request.user.person
    kept = OwnBankAccount.objects.filter(person=person).first()
    form = OwnAccountForm(request.POST or None, initial={"holder": kept.holder if kept else str(person)})
    words = {
        "title": _("Mon compte en banque"),
        "intro": _("Votre paie arrive sur ce compte. La CAE n’en voit que la fin, et c’est noté."),
        "button": _("Garder ce compte"),
        "kept": kept,
    }

    def do(form: Form) -> object:
        by = {"actor": request.user, "now": timezone.now()}
        return people.write_bank_account(person=person, **form.cleaned_data, **by)

    return _on_form(
        request, form, words, do, _("C’est noté. Votre paie ira sur ce compte."), "sharing/account.html"
    )


@require_POST
def erase_account(request: HttpRequest, kpa: str) -> HttpResponse:
    by = {"actor": request.user, "now": timezone.now()}
    if people.erase_bank_account(person=request.user.person, **by):
        messages.success(request, _("Votre compte en banque est effacé. La CAE vous paiera autrement."))
    return see_other("my_money_account", kpa=kpa)


@require_POST
def cancel(request: HttpRequest, kpa: str) -> HttpResponse:
    person, here = request.user.person, request.organisation.kpa
    asked = balances.open_request(person, here)
    try:
        if asked is not None:
            by = {"today": timezone.localdate(), "actor": request.user, "now": timezone.now()}
            services.cancel_request(request=asked, person=person, **by)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("La demande est annulée. L’argent est revenu sur votre compte."))
    return see_other("my_money", kpa=kpa)


def _on_form(
    request: HttpRequest,
    form: Form,
    words: dict[str, Any],
    do: Callable[[Form], object],
    sentence: str,
    page: str = "sharing/mine_form.html",
) -> HttpResponse:
    stand_in(request)
    back = reverse("my_money", kwargs={"kpa": request.organisation.slug})
    context = words | {"form": form, "back": back, "kpa": request.organisation}
    if request.method == "POST" and form.is_valid():
        try:
            do(form)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, sentence)
            return see_other(back)
    if form.errors:
        return render_invalid(request, page, context)
    return render(request, page, context)
