"""The links of this app to people (decision 0044). An accepted note of expenses is frozen: it follows."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.people import ties
from kpacite.domain.people.models import Person
from kpacite.domain.people.ties import Moving, Tie
from kpacite.domain.sales.enums import ExpenseState
from kpacite.domain.sales.models import ExpenseClaim, SalesAutonomy

LIVING = ~Q(state__in=[ExpenseState.ACCEPTED, ExpenseState.REIMBURSED])

ties.declare(
    Tie("sales.expenseclaim", "claimant", words=gettext_lazy("Notes de frais"), living=LIVING),
    Tie("sales.expenseclaim", "checked_by", living=LIVING),
    Tie("sales.expenseclaim", "accepted_by", living=LIVING),
    Tie("sales.expenseclaim", "refused_by", living=LIVING),
    Tie("sales.lead", "taken_by", words=gettext_lazy("Demandes de clients suivies")),
    Tie("sales.dealmessage", "author"),
    Tie("sales.quote", "author", words=gettext_lazy("Devis écrits")),
    Tie("sales.salesautonomy", "person"),
)


@ties.settle
def _one_autonomy_of_each_kind(moving: Moving) -> None:
    for _twin, _row in ties.close_where_both(moving, SalesAutonomy, "kpa", "kind"):
        pass


@ties.forbid
def _nobody_judged_her_own_expenses(kept: Person, merged: Person, _today: date) -> Iterator[str]:
    both = [kept, merged]
    judged = Q(checked_by__in=both) | Q(accepted_by__in=both) | Q(refused_by__in=both)
    if ExpenseClaim.objects.filter(judged, claimant__in=both).exists():
        yield _("L’une a vérifié les frais de l’autre : ce sont deux personnes.")
