from datetime import date

from django.db.models import QuerySet

from kpacite.domain.organisations import rules
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import HatRequest, Organisation, RoleAssignment
from kpacite.domain.people.models import Person
from kpacite.platform.asking import Question, rows_of

MOST_WAITING = 20


def askable_roles(person: Person, organisation: Organisation, today: date) -> list[Role]:
    """The hats that she does not wear here, and for which no answer is awaited."""
    worn = RoleAssignment.objects.on(today).filter(person=person, organisation=organisation)
    waiting = HatRequest.objects.waiting().filter(person=person, organisation=organisation)
    held = {*worn.values_list("role", flat=True), *waiting.values_list("role", flat=True)}
    return [role for role in rules.ASKABLE_ROLES if role not in held]


def own_hat_requests(person: Person, organisation: Organisation) -> QuerySet[HatRequest]:
    """What she asked here and what was answered, the latest first."""
    return HatRequest.objects.filter(person=person, organisation=organisation).order_by("-asked_at", "-pk")


def hat_request_in(organisation: Organisation, key: int) -> HatRequest | None:
    rows = HatRequest.objects.select_related("person", "organisation", "answered_by__person")
    return rows.filter(organisation=organisation, pk=key).first()


def hat_requests_asked(organisation: Organisation, person: Person) -> Question:
    """Those that this person may answer: `{"pk", "first_name", "last_name", "role"}` of each."""
    rows = HatRequest.objects.waiting().filter(organisation=organisation.pk).exclude(person=person)
    names = {"first_name": "person__first_name", "last_name": "person__last_name"}
    return rows_of(rows.order_by("pk"), most=MOST_WAITING, pk="pk", role="role", **names)
