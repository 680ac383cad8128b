"""The links of this app to people, and what becomes of them when two files are made one (decision 0044)."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.organisations.models import HatRequest, RoleAssignment
from kpacite.domain.organisations.selectors import holds_staff_role
from kpacite.domain.people import ties
from kpacite.domain.people.models import Account, Person
from kpacite.domain.people.ties import Moving, Tie

ties.declare(
    Tie("organisations.roleassignment", "person", words=gettext_lazy("Rôles")),
    Tie("organisations.invitation", "person"),
    Tie("organisations.invitation", "accepted_by"),
    Tie("organisations.hatrequest", "person"),
)


@ties.settle
def _one_hat_of_each_kind(moving: Moving) -> None:
    for _twin, _row in ties.close_where_both(moving, RoleAssignment, "role", "organisation"):
        pass


@ties.forbid
def _one_request_of_a_hat(kept: Person, merged: Person, _today: date) -> Iterator[str]:
    waiting = HatRequest.objects.waiting()
    for row in waiting.filter(person=merged).select_related("organisation"):
        if waiting.filter(person=kept, role=row.role, organisation=row.organisation_id).exists():
            yield _("Les deux fiches demandent la même casquette : %(hat)s. Répondez d’abord à l’une.") % {
                "hat": row.get_role_display()
            }


@ties.forbid
def _staff_signs_in_as_before(kept: Person, merged: Person, today: date) -> Iterator[str]:
    """Whoever opens the files of others keeps her account, with its second factor and its traces."""
    active = set(Account.objects.active().filter(person__in=[kept, merged]).values_list("person", flat=True))
    if active != {kept.pk, merged.pk} or not holds_staff_role(merged, today):
        return
    if holds_staff_role(kept, today):
        yield _(
            "Les deux comptes ouvrent les dossiers d’autres personnes."
            " Retirez d’abord les rôles de l’un des deux."
        )
    else:
        yield _(
            "Le compte de l’autre fiche ouvre les dossiers d’autres personnes : gardez plutôt cette fiche-là."
        )
