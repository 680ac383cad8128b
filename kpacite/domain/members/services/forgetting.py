"""What goes when a person is forgotten: words. Dates and states stay, without a name."""

from django.db import transaction

from kpacite.domain.members.enums import MediationState
from kpacite.domain.members.models import MediationCase, MediationParty, MembershipPause
from kpacite.domain.people.models import Person


@transaction.atomic
def forget_words(*, person: Person) -> None:
    """Her side of each mediation, all the words of those that are closed, and why she paused.

    The words of a case tell about everyone in it: they do not outlive the first who is forgotten.
    """
    hers = MediationParty.objects.filter(person=person)
    closed = MediationCase.objects.filter(parties__person=person, state=MediationState.CLOSED)
    MediationParty.objects.filter(case__in=closed).update(words="")
    hers.update(words="")
    keys = list(closed.values_list("pk", flat=True))
    MediationCase.objects.filter(pk__in=keys).update(subject="", agreement="", decision="")
    MembershipPause.objects.filter(membership__person=person).update(words="")
