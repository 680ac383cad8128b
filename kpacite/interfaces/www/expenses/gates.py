"""The rules of this area. A gate leaves on the request what it loaded: `seat`, `expense`, `kpas`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.selectors import carried_kpas
from kpacite.domain.sales import permissions, selectors
from kpacite.domain.sales.models import ExpenseClaim
from kpacite.interfaces.www.gates import CARRIER_STAFF, KPA_MEMBER, hats_of
from kpacite.interfaces.www.seats import seat_of
from kpacite.platform.access import Access, Verdict

Rule = Callable[[HttpRequest, ExpenseClaim], bool]


def may_check(request: HttpRequest, claim: ExpenseClaim) -> bool:
    return permissions.may_check_expense(hats_of(request), seat_of(request), request.organisation, claim)


def may_read(request: HttpRequest, claim: ExpenseClaim) -> bool:
    return permissions.may_read_expense(hats_of(request), seat_of(request), request.organisation, claim)


def owns(request: HttpRequest, claim: ExpenseClaim) -> bool:
    return permissions.owns_expense(seat_of(request), claim)


def _on_expense(rule: Rule) -> Callable[..., Verdict]:
    """404 for a note of another KPA, 403 for a member who may not do this to this note."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = KPA_MEMBER.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        request.expense = selectors.expense_of(request.organisation, kwargs["expense"])
        if request.expense is None:
            return Verdict.NOT_FOUND
        return Verdict.YES if rule(request, request.expense) else Verdict.FORBIDDEN

    return verdict


def _carrier_verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    verdict = CARRIER_STAFF.verdict(request, kwargs)
    if verdict is not Verdict.YES:
        return verdict
    request.kpas = carried_kpas(request.organisation, timezone.localdate())
    if "expense" in kwargs:
        request.expense = selectors.carrier_expense(request.kpas, kwargs["expense"])
        if request.expense is None:
            return Verdict.NOT_FOUND
    return Verdict.YES


EXPENSE_READER = Access(
    "expense_reader",
    _("La personne qui a payé, qui peut vérifier ses frais, la coordination de ce KPA"),
    _on_expense(may_read),
)
EXPENSE_OWNER = Access("expense_owner", _("La personne qui a payé"), _on_expense(owns))
EXPENSE_CHECKER = Access(
    "expense_checker",
    _("Les référent·es de l’activité et la coordination de ce KPA, jamais pour leurs propres frais"),
    _on_expense(may_check),
)
CARRIER_EXPENSES = Access(
    "carrier_expenses", _("La comptabilité de la structure qui porte ce KPA"), _carrier_verdict
)
