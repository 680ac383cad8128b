"""The links of this app to people (decision 0044). Sharings and balances are frozen: they follow, and what a
person is owed is the sum of both files.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.people import ties
from kpacite.domain.people.models import Person
from kpacite.domain.people.ties import Policy, Tie
from kpacite.domain.sharing.enums import PayState, SharingState
from kpacite.domain.sharing.models import PayRequest, Sharing, SharingValidation

FINAL = [SharingState.VALIDATED, SharingState.DROPPED]

ties.declare(
    Tie("sharing.balancemove", "person", Policy.FOLLOW, words=gettext_lazy("Mouvements d’argent")),
    Tie("sharing.sharingperson", "person", Policy.FOLLOW, words=gettext_lazy("Partages")),
    Tie("sharing.sharingline", "person", Policy.FOLLOW),
    Tie("sharing.sharingvalidation", "person", Policy.FOLLOW),
    Tie("sharing.ruleagreement", "person", Policy.FOLLOW),
    Tie("sharing.ruleversion", "author", Policy.FOLLOW),
    Tie("sharing.sharing", "started_by", living=~Q(state__in=FINAL)),
    Tie("sharing.potproposal", "person"),
    Tie("sharing.potproposal", "decided_by"),
    Tie("sharing.payrequest", "person", words=gettext_lazy("Demandes de versement")),
    Tie("sharing.payoutceiling", "person", erased=True),
)


@ties.forbid
def _a_sharing_is_finished_first(_kept: Person, merged: Person, _today: date) -> Iterator[str]:
    """An open sharing names its people by their pseudonym, in a question that is already asked."""
    still_open = Sharing.objects.exclude(state__in=FINAL).filter(people__person=merged)
    for sharing in still_open.distinct().order_by("pk"):
        yield _("Terminez d’abord le partage n° %(number)s : la fiche qui disparaît y est.") % {
            "number": sharing.number
        }


@ties.forbid
def _one_request_at_a_time(kept: Person, merged: Person, _today: date) -> Iterator[str]:
    asked = PayRequest.objects.filter(state=PayState.ASKED)
    kpas = asked.filter(person=merged).values("kpa")
    if asked.filter(person=kept, kpa__in=kpas).exists():
        yield _("Les deux fiches ont demandé un versement. Annulez d’abord l’une des deux demandes.")


@ties.forbid
def _two_people_validated(kept: Person, merged: Person, _today: date) -> Iterator[str]:
    if SharingValidation.objects.filter(person=kept, sharing__validations__person=merged).exists():
        yield _("Elles ont validé ensemble un partage : ce sont deux personnes.")
