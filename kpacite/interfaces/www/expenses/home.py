"""What expenses put on the home of a KPA: those that wait for this person's look."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.permissions import is_member_of
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import ExpenseState
from kpacite.interfaces.www.expenses import gates
from kpacite.interfaces.www.gates import hats_of
from kpacite.interfaces.www.home_parts import HomeCard, ToDo


def cards(request: HttpRequest, kpa: Kpa, today: date) -> list[HomeCard]:  # noqa: ARG001
    return []


def to_dos(request: HttpRequest, kpa: Kpa, today: date) -> list[ToDo]:  # noqa: ARG001
    if not is_member_of(hats_of(request), request.organisation):
        return []
    found: list[ToDo] = []
    waiting = [claim for claim in selectors.expenses_to_check(kpa) if gates.may_check(request, claim)]
    if waiting:
        title = ngettext("Vérifier %(n)d note de frais", "Vérifier %(n)d notes de frais", len(waiting))
        found.append(
            ToDo(
                title=title % {"n": len(waiting)},
                url=reverse("expenses", kwargs={"kpa": kpa.organisation.slug}),
                icon="hand-coins",
                domain="argent",
            )
        )
    refused = selectors.expenses_of(request.user.person, kpa).filter(state=ExpenseState.REFUSED).first()
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
