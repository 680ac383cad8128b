"""The guard before every paid shift: a contract in force and an insured activity, that day."""

from collections.abc import Iterable

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Job
from kpacite.domain.activities.selectors import obstacles_to_pay
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError


class MayNotBePaid(DomainError):
    """Nothing lets this person be paid that day. She may come to a job that is not paid."""

    code = "activities.may_not_be_paid"
    sentence = _("Cette personne ne peut pas être payée pour ce travail.")
    field = "person"

    def __init__(self, reason: str = "") -> None:
        self.reason = reason
        super().__init__(f"{self.sentence} {reason}" if reason else None)


class SomeMayNotBePaid(DomainError):
    """A job becomes paid while people are on it who may not be."""

    code = "activities.some_may_not_be_paid"
    sentence = _("Des personnes prévues ne peuvent pas être payées pour ce travail.")
    field = "is_paid"


def check_may_be_paid(job: Job, person: Person) -> None:
    """Raises `MayNotBePaid`, with the reason, when the job is paid."""
    if answer := obstacles_to_pay(job, [person]).get(person.pk):
        raise MayNotBePaid(answer.sentence)


def check_all_may_be_paid(job: Job, people: Iterable[Person]) -> None:
    """Raises `SomeMayNotBePaid` with the first names, not the reasons: those belong to each person."""
    people = list(people)
    refused = obstacles_to_pay(job, people)
    if refused:
        names = ", ".join(person.first_name for person in people if person.pk in refused)
        raise SomeMayNotBePaid(
            text("Ces personnes ne peuvent pas être payées pour ce travail : %(names)s.") % {"names": names}
        )
