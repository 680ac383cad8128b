"""The links of this app to people, and what becomes of them when two files are made one (decision 0044)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.members.models import MediationCase, MediationParty, Membership, WelcomeFile
from kpacite.domain.people import ties
from kpacite.domain.people.models import Person
from kpacite.domain.people.ties import Policy, Tie
from kpacite.platform.templatetags.kpacite import jour

ties.declare(
    Tie("members.membership", "person", words=gettext_lazy("Adhésions")),
    Tie("members.welcomefile", "person", words=gettext_lazy("Accueil")),
    Tie("members.welcomefile", "welcomer"),
    Tie("members.mediationcase", "mediator"),
    Tie("members.mediationparty", "person", words=gettext_lazy("Médiations")),
    Tie("members.mediationhandover", "former", Policy.FOLLOW),
    Tie("members.mediationhandover", "next", Policy.FOLLOW),
)


@ties.forbid
def _nobody_belongs_twice(kept: Person, merged: Person, _today: date) -> Iterator[str]:
    """Two stays in one KPA that share a day would count one person twice."""
    for row in Membership.objects.filter(person=merged).select_related("kpa__organisation").order_by("pk"):
        others = Membership.objects.filter(person=kept, kpa=row.kpa).filter(
            Q(end=None) | Q(end__gt=row.start)
        )
        if row.end is not None:
            others = others.filter(start__lt=row.end)
        for other in others.order_by("start"):
            yield _(
                "Les deux fiches sont membres de %(kpa)s aux mêmes dates (%(first)s et %(second)s)."
                " Terminez d’abord l’adhésion du %(first)s, au plus tard le %(second)s."
            ) % {
                "kpa": row.kpa.organisation.name,
                "first": jour(min(row.start, other.start)),
                "second": jour(max(row.start, other.start)),
            }


@ties.forbid
def _they_did_not_meet(kept: Person, merged: Person, _today: date) -> Iterator[str]:
    """One welcomed the other, or both are in one mediation: these are two people."""
    both = {kept.pk, merged.pk}
    welcomed = WelcomeFile.objects.filter(
        Q(person=kept, welcomer=merged) | Q(person=merged, welcomer=kept)
    ).exists()
    heard = MediationParty.objects.filter(person=kept, case__parties__person=merged).exists()
    mediated = MediationCase.objects.filter(mediator__in=both, parties__person__in=both).exists()
    if welcomed or heard or mediated:
        yield _("L’une a accueilli l’autre, ou elles sont dans une même médiation : ce sont deux personnes.")
