"""Say which lines of an account settle each other, and undo it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.ledger import selectors, services
from kpacite.interfaces.www.ledger.desk import Desk, desk_of
from kpacite.interfaces.www.ledger.forms import ReasonForm
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import UNPROCESSABLE, render_invalid, see_other

PARTY = "tiers"


def _lettering_address(desk: Desk, number: str, party: str) -> str:
    address = desk.url("ledger_letters", number=number)
    return f"{address}?{PARTY}={party}" if party else address


@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, carrier: str, number: str) -> HttpResponse:  # noqa: ARG001
    """Tick the lines that settle each other. What was ticked stays so when the sums differ."""
    desk = desk_of(request)
    book, _year = desk.opened()
    account = selectors.account_of(book, number)
    if account is None or not account.is_lettrable:
        raise Http404
    party = book.aux_accounts.filter(number=request.GET.get(PARTY, "")).first()
    lines = selectors.unsettled_lines(account, party.number if party else "")
    ticked = _ticked(request, {line.line for line in lines})
    context: dict[str, Any] = desk.context(
        "ledger_balance",
        account=account,
        party=party,
        lines=lines,
        ticked=ticked,
        letterings=selectors.latest_letterings(account, party.number if party else ""),
        problem="",
    )
    if request.method != "POST":
        return render(request, "ledger/letters.html", context)
    try:
        made = services.letter(lines=ticked, actor=request.user, now=timezone.now())
    except DomainError as error:
        return render(request, "ledger/letters.html", context | {"problem": error}, status=UNPROCESSABLE)
    messages.success(request, _("C’est fait. Ces lignes portent la lettre %s.") % made)
    return see_other(_lettering_address(desk, number, party.number if party else ""))


def _ticked(request: HttpRequest, open_lines: set[int]) -> set[int]:
    """What was ticked among the lines shown: nobody letters the lines of another book."""
    sent = request.POST.getlist("line")
    return {int(key) for key in sent if key.isdecimal() and len(key) < 19} & open_lines


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, carrier: str, lettering: int) -> HttpResponse:  # noqa: ARG001
    desk = desk_of(request)
    book, _year = desk.opened()
    found = selectors.lettering_of(book, lettering)
    if found is None:
        raise Http404
    back = _lettering_address(desk, found.account.number, found.aux.number if found.aux else "")
    form = ReasonForm(request.POST or None)
    context = desk.context("ledger_balance", lettering=found, form=form, back=back)
    if request.method != "POST":
        return render(request, "ledger/unletter.html", context)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            services.unletter(lettering=found, reason=reason, actor=request.user, now=timezone.now())
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C’est fait. Ces lignes n’ont plus de lettre."))
            return see_other(back)
    return render_invalid(request, "ledger/unletter.html", context)
