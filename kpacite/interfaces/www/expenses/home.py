"""What expenses put on the home of a KPA: those that wait for this person's look."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.permissions import is_coordinator_of, is_member_of
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import ExpenseState
from kpacite.domain.sales.models import ExpenseClaim
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, Kind, ToDo, told
from kpacite.interfaces.www.seats import seat_of
from kpacite.platform.asking import Question, how_many


def questions(request: HttpRequest, kpa: Kpa, today: date) -> Mapping[str, Question]:  # noqa: ARG001
    coordinates = is_coordinator_of(hats_of(request), kpa.organisation)
    to_check = selectors.checkable_expenses(kpa, seat_of(request), coordinates=coordinates)
    return {"expenses_to_check": how_many(to_check), "expenses_refused": _refused(request, kpa)}


def _refused(request: HttpRequest, kpa: Kpa) -> QuerySet[ExpenseClaim]:
    return selectors.expenses_of(request.user.person, kpa).filter(state=ExpenseState.REFUSED)


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    return []


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:  # noqa: ARG001
    if not is_member_of(hats_of(request), request.organisation):
        return []
    found: list[ToDo] = []
    if waiting := told(request, "expenses_to_check"):
        title = ngettext("Vérifier %(n)d note de frais", "Vérifier %(n)d notes de frais", waiting)
        found.append(
            ToDo(
                title=title % {"n": waiting},
                url=(url := reverse("expenses", kwargs={"kpa": kpa.organisation.slug})),
                icon="hand-coins",
                domain="argent",
                kind=Kind("expenses", _check_words, url),
                count=waiting,
            )
        )
    refused = _refused(request, kpa).first() if told(request, "expenses_refused") else None
    if refused is not None:
        found.append(
            ToDo(
                title=_("Corriger une note de frais"),
                detail=refused.label,
                url=reverse("expense", kwargs={"kpa": kpa.organisation.slug, "expense": refused.pk}),
                icon="hand-coins",
                domain="argent",
            )
        )
    return found


def _check_words(n: int) -> str:
    return ngettext("note de frais à vérifier", "notes de frais à vérifier", n)
