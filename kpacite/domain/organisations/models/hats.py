from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models.organisation import Organisation
from kpacite.domain.organisations.rules import ASKABLE_ROLES


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(end=None) | Q(end__gt=day), start__lte=day)

    def wearing(self, *roles: Role) -> Self:
        return self.filter(role__in=roles)


class RoleAssignment(models.Model):
    """A hat (« casquette »): this person has this role in this organisation over [start, end)."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="hats")
    role = models.CharField(_("rôle"), max_length=24, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hats")
    start = models.DateField(_("depuis"))
    end = models.DateField(_("jusqu’à"), null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("casquette")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="role_known",
                violation_error_message=_("Choisissez un rôle connu."),
            ),
            # A hat given by mistake ends on the day it began: an empty period, never worn.
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="role_dates_in_order",
                violation_error_message=_("Un rôle ne peut pas finir avant d’avoir commencé."),
            ),
            models.UniqueConstraint(
                fields=["person", "role", "organisation"],
                condition=Q(end=None),
                name="role_one_open",
                violation_error_message=_("Cette personne a déjà ce rôle ici."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "role"], name="role_by_organisation")]

    def __str__(self) -> str:
        return f"{self.person} : {self.get_role_display()}, {self.organisation}"

    @property
    def audit_repr(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}"


class HatRequestQuerySet(models.QuerySet["HatRequest"]):
    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class HatRequest(models.Model):
    """A member asks her KPA for a hat; it answers once. `answer_words`: where it was decided, or why not."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="hat_requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hat_requests")
    role = models.CharField(_("casquette"), max_length=24, choices=Role.choices)
    words = models.CharField(_("quelques mots"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("demandé le"))
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    is_accepted = models.BooleanField(_("accepté"), null=True, blank=True)
    answer_words = models.CharField(_("réponse"), max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HatRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande de casquette")
        verbose_name_plural = _("demandes de casquette")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=ASKABLE_ROLES),
                name="hat_request_role_known",
                violation_error_message=_("Choisissez une casquette de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, is_accepted=None)
                | Q(answered_at__isnull=False, is_accepted__isnull=False),
                name="hat_request_answer_whole",
                violation_error_message=_("Une réponse a une date et dit oui ou non."),
            ),
            models.UniqueConstraint(
                fields=["person", "role", "organisation"],
                condition=Q(answered_at=None),
                name="hat_request_one_waiting",
                violation_error_message=_("Cette demande attend déjà une réponse."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} : {self.get_role_display()}"

    @property
    def audit_repr(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self, now: datetime) -> Self:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """An offer of a hat. Only the hash of its token is kept: the token itself is in the mail."""

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    role = models.CharField(_("rôle"), max_length=24, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("envoyée le"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    accepted_at = models.DateTimeField(_("acceptée le"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="") | Q(person__isnull=False),
                name="invitation_has_a_guest",
                violation_error_message=_("Écrivez l’adresse e-mail de la personne invitée."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="invitation_dates_in_order",
                violation_error_message=_("Une invitation finit après son envoi."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_accepted_or_revoked",
                violation_error_message=_("Une invitation acceptée ne se retire plus."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_someone",
                violation_error_message=_("Une invitation est acceptée par une personne."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="invitation_role_known",
                violation_error_message=_("Choisissez un rôle connu."),
            ),
            models.UniqueConstraint(
                fields=["email", "role", "organisation"],
                condition=Q(accepted_at=None, revoked_at=None) & ~Q(email=""),
                name="invitation_one_open",
                violation_error_message=_("Cette personne a déjà une invitation en cours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}"
