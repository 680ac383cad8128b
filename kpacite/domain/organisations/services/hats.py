import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations import rules, selectors
from kpacite.domain.organisations.enums import OrganisationKind, ParameterCode, Role
from kpacite.domain.organisations.models import Invitation, Organisation, RoleAssignment
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.organisations.services.organisations import locked_organisation
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit, mail
from kpacite.platform.audit import Actor

TOKEN_BYTES = 32


class RoleDoesNotFit(DomainError):
    code = "organisations.role_does_not_fit"
    sentence = _("Ce rôle n’existe pas dans cette organisation.")
    field = "role"


class RoleAlreadyHeld(DomainError):
    code = "organisations.role_already_held"
    sentence = _("Cette personne a déjà ce rôle à ces dates.")
    field = "role"


class RoleAlreadyEnded(DomainError):
    code = "organisations.role_already_ended"
    sentence = _("Ce rôle est déjà fini.")


class RoleEndsBeforeItsStart(DomainError):
    code = "organisations.role_ends_before_its_start"
    sentence = _("Un rôle ne peut pas finir avant d’avoir commencé.")
    field = "end"


class LastAdministrator(DomainError):
    code = "organisations.last_administrator"
    sentence = _("C’est la seule personne à la coordination. Invitez quelqu’un d’abord.")


class InvitationUnknown(DomainError):
    code = "organisations.invitation_unknown"
    sentence = _("Cette invitation n’existe pas. Vérifiez le lien, ou demandez une nouvelle invitation.")


class InvitationExpired(DomainError):
    code = "organisations.invitation_expired"
    sentence = _("Cette invitation est trop ancienne. Demandez une nouvelle invitation.")


class InvitationRevoked(DomainError):
    code = "organisations.invitation_revoked"
    sentence = _("Cette invitation a été retirée. Demandez une nouvelle invitation.")


class InvitationAlreadyAccepted(DomainError):
    code = "organisations.invitation_already_accepted"
    sentence = _("Cette invitation a déjà servi. Connectez-vous.")


class InvitationForSomeoneElse(DomainError):
    code = "organisations.invitation_for_someone_else"
    sentence = _("Cette invitation est pour une autre personne.")


@transaction.atomic
def grant_role(
    *,
    person: Person,
    role: Role,
    organisation: Organisation,
    start: date,
    actor: Actor | None,
    now: datetime,
    end: date | None = None,
) -> RoleAssignment:
    """Give a hat over [start, end). Raises `RoleDoesNotFit`, `RoleEndsBeforeItsStart`, `RoleAlreadyHeld`."""
    organisation = locked_organisation(organisation)
    if not rules.role_fits(role, OrganisationKind(organisation.kind)):
        raise RoleDoesNotFit
    if end is not None and end <= start:
        raise RoleEndsBeforeItsStart
    same = RoleAssignment.objects.filter(person=person, role=role, organisation=organisation)
    if any(rules.overlaps(start, end, hat.start, hat.end) for hat in same):
        raise RoleAlreadyHeld
    hat = RoleAssignment(person=person, role=role, organisation=organisation, start=start, end=end)
    save_checked(hat)
    audit.record(
        actor=actor,
        action="organisations.role.granted",
        target=hat,
        at=now,
        data={"person": person.public_id, "start": start, "end": end},
    )
    return hat


@transaction.atomic
def end_role(
    *, hat: RoleAssignment, end: date, actor: Actor | None, now: datetime, reason: str = ""
) -> RoleAssignment:
    """Take a hat off on `end`, its first day without; the same day as its start: it was never worn.

    Raises `RoleAlreadyEnded`, `RoleEndsBeforeItsStart`, `LastAdministrator`.
    """
    # Two coordinators who leave at the same moment wait for each other: the second one stays.
    locked_organisation(hat.organisation)
    rows = RoleAssignment.objects.select_for_update(of=("self",)).select_related("person", "organisation")
    hat = rows.get(pk=hat.pk)
    if hat.end is not None and hat.end <= end:
        raise RoleAlreadyEnded
    if end < hat.start:
        raise RoleEndsBeforeItsStart
    if hat.role == Role.KPA_COORDINATOR and not _others_coordinate(hat, end):
        raise LastAdministrator
    hat.end = end
    save_checked(hat)
    audit.record(
        actor=actor,
        action="organisations.role.ended",
        target=hat,
        at=now,
        reason=reason,
        data={"person": hat.person.public_id, "end": end},
    )
    return hat


def _others_coordinate(hat: RoleAssignment, day: date) -> bool:
    hats = selectors.hats_worn_in(hat.organisation, day, Role.KPA_COORDINATOR)
    return hats.exclude(person_id=hat.person_id).exists()


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    role: Role,
    email: str,
    address: Callable[[str], str],
    actor: Actor | None,
    now: datetime,
    person: Person | None = None,
) -> Invitation:
    """Mail the offer of a hat; an earlier offer of the same hat to the same address is withdrawn.

    `address` makes the absolute link out of the token, which is kept nowhere but in that mail.
    Raises `RoleDoesNotFit`, or `Refused` for an address that cannot exist.
    """
    organisation = locked_organisation(organisation)
    if not rules.role_fits(role, OrganisationKind(organisation.kind)):
        raise RoleDoesNotFit
    email = email.strip().lower()
    _revoke_earlier(organisation, role, email, actor, now)
    days = selectors.parameter(
        code=ParameterCode.INVITATION_DAYS, organisation=organisation, on=timezone.localdate(now)
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        token_hash=rules.token_hash(token),
        email=email,
        person=person,
        role=role,
        organisation=organisation,
        invited_by_id=actor.pk if actor else None,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    save_checked(invitation)
    audit.record(actor=actor, action="organisations.invitation.sent", target=invitation, at=now)
    _mail_invitation(invitation, address(token))
    return invitation


def _revoke_earlier(
    organisation: Organisation, role: Role, email: str, actor: Actor | None, now: datetime
) -> None:
    open_ones = Invitation.objects.filter(
        organisation=organisation, role=role, email=email, accepted_at=None, revoked_at=None
    )
    for invitation in open_ones:
        revoke_invitation(invitation=invitation, actor=actor, now=now, reason="replaced")


def _mail_invitation(invitation: Invitation, link: str) -> None:
    person = invitation.person
    mail.send(
        template="organisations/invitation",
        to=[invitation.email],
        context={
            "organisation": invitation.organisation.name,
            "role": Role(invitation.role).label,
            "link": link,
            "expires_on": timezone.localdate(invitation.expires_at),
        },
        language=person.language if person else settings.LANGUAGE_CODE,
    )


@transaction.atomic
def accept_invitation(
    *, token: str, person: Person, today: date, actor: Actor | None, now: datetime
) -> RoleAssignment:
    """Put on the offered hat from today on.

    Raises `InvitationUnknown`, `InvitationRevoked`, `InvitationAlreadyAccepted`, `InvitationExpired`,
    `InvitationForSomeoneElse`, `RoleAlreadyHeld`.
    """
    invitation = _open_invitation(token, now)
    if invitation.person_id not in {None, person.pk}:
        raise InvitationForSomeoneElse
    invitation.accepted_at, invitation.accepted_by = now, person
    save_checked(invitation)
    audit.record(actor=actor, action="organisations.invitation.accepted", target=invitation, at=now)
    return grant_role(
        person=person,
        role=Role(invitation.role),
        organisation=invitation.organisation,
        start=today,
        actor=actor,
        now=now,
    )


def _open_invitation(token: str, now: datetime) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("organisation")
    invitation = rows.filter(token_hash=rules.token_hash(token)).first()
    if invitation is None:
        raise InvitationUnknown
    if invitation.revoked_at is not None:
        raise InvitationRevoked
    if invitation.accepted_at is not None:
        raise InvitationAlreadyAccepted
    if invitation.expires_at <= now:
        raise InvitationExpired
    return invitation


@transaction.atomic
def revoke_invitation(
    *, invitation: Invitation, actor: Actor | None, now: datetime, reason: str = ""
) -> Invitation:
    """Raises `InvitationAlreadyAccepted`, `InvitationRevoked`."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("organisation")
    invitation = rows.get(pk=invitation.pk)
    if invitation.accepted_at is not None:
        raise InvitationAlreadyAccepted
    if invitation.revoked_at is not None:
        raise InvitationRevoked
    invitation.revoked_at = now
    save_checked(invitation)
    audit.record(
        actor=actor, action="organisations.invitation.revoked", target=invitation, at=now, reason=reason
    )
    return invitation
