"""A member asks for a hat; her KPA says yes or no, once."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations import rules
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import HatRequest, Organisation, RoleAssignment
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.organisations.services.hats import RoleDoesNotFit, grant_role
from kpacite.domain.organisations.services.organisations import locked_organisation
from kpacite.domain.people.models import Account, Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class NotAMemberHere(DomainError):
    code = "organisations.not_a_member_here"
    sentence = _("Il faut être membre de ce KPA pour demander une casquette.")


class MemberNoMore(DomainError):
    code = "organisations.member_no_more"
    sentence = _("Cette personne n’est plus membre de ce KPA. Répondez non.")


class HatAlreadyWorn(DomainError):
    code = "organisations.hat_already_worn"
    sentence = _("Vous avez déjà cette casquette.")
    field = "role"


class HatAlreadyAsked(DomainError):
    code = "organisations.hat_already_asked"
    sentence = _("Votre demande est déjà partie. Le KPA n’a pas encore répondu.")
    field = "role"


class HatRequestAnswered(DomainError):
    code = "organisations.hat_request_answered"
    sentence = _("Cette demande a déjà une réponse.")


class OwnHatRequest(DomainError):
    code = "organisations.own_hat_request"
    sentence = _("Une autre personne de la coordination répond à votre demande.")


@transaction.atomic
def ask_hat(
    *,
    person: Person,
    organisation: Organisation,
    role: Role,
    actor: Actor | None,
    today: date,
    now: datetime,
    words: str = "",
) -> HatRequest:
    """Ask one's KPA for a hat, beside those that one wears.

    Raises `RoleDoesNotFit`, `NotAMemberHere`, `HatAlreadyWorn`, `HatAlreadyAsked`.
    """
    organisation = locked_organisation(organisation)
    if role not in rules.ASKABLE_ROLES:
        raise RoleDoesNotFit
    worn = RoleAssignment.objects.on(today).filter(person=person, organisation=organisation)
    if not worn.wearing(*rules.KPA_ROLES).exists():
        raise NotAMemberHere
    if worn.wearing(role).exists():
        raise HatAlreadyWorn
    if HatRequest.objects.waiting().filter(person=person, organisation=organisation, role=role).exists():
        raise HatAlreadyAsked
    row = HatRequest(person=person, organisation=organisation, role=role, words=words.strip(), asked_at=now)
    save_checked(row)
    data = {"person": person.public_id}
    audit.record(actor=actor, action="organisations.hat.asked", target=row, at=now, data=data)
    return row


@transaction.atomic
def answer_hat(
    *, request: HatRequest, accept: bool, actor: Actor, today: date, now: datetime, words: str = ""
) -> HatRequest:
    """Say yes or no; a yes gives the hat from today on. Nobody answers herself.

    Raises `HatRequestAnswered`, `OwnHatRequest`, `MemberNoMore`, `RoleAlreadyHeld`.
    """
    organisation = locked_organisation(request.organisation)
    rows = HatRequest.objects.select_for_update(of=("self",)).select_related("person", "organisation")
    row = rows.get(pk=request.pk)
    if row.answered_at is not None:
        raise HatRequestAnswered
    if Account.objects.filter(pk=actor.pk, person=row.person).exists():
        raise OwnHatRequest
    if accept:
        worn = RoleAssignment.objects.on(today).filter(person=row.person, organisation=organisation)
        if not worn.wearing(*rules.KPA_ROLES).exists():
            raise MemberNoMore
        grant_role(
            person=row.person,
            role=Role(row.role),
            organisation=organisation,
            start=today,
            actor=actor,
            now=now,
        )
    row.answered_at, row.is_accepted, row.answered_by_id = now, accept, actor.pk
    row.answer_words = words.strip()
    save_checked(row)
    data = {"person": row.person.public_id, "is_accepted": accept}
    audit.record(actor=actor, action="organisations.hat.answered", target=row, at=now, data=data)
    return row
