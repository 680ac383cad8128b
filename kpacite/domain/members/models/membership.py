from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.members import rules
from kpacite.domain.members.enums import GuardianMode, MemberState
from kpacite.domain.members.models.welcome import WelcomeFile
from kpacite.kernel.period import Period
from kpacite.platform.fields import EncryptedDateField, EncryptedTextField

OVER = sorted(rules.OVER)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(end=None) | Q(end__gt=day), start__lte=day)

    def running(self) -> Self:
        return self.filter(end=None)


class Membership(models.Model):
    """One stay of a person in a KPA over [start, end). Coming back is a new one.

    `*_on` of the exit: what is settled before she has left (the situation itself is in her path).
    """

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="memberships")
    state = models.CharField(
        _("état"), max_length=20, choices=MemberState.choices, default=MemberState.MEMBER
    )
    start = models.DateField(_("membre depuis"))
    end = models.DateField(_("jusqu’au"), null=True, blank=True)
    birth_date = EncryptedDateField(_("date de naissance"), null=True, blank=True)
    welcome = models.OneToOneField(
        WelcomeFile, on_delete=models.PROTECT, null=True, blank=True, related_name="membership"
    )
    hat = models.OneToOneField(
        "organisations.RoleAssignment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at_18_on = models.DateField(_("revu à 18 ans le"), null=True, blank=True)
    leaving_on = models.DateField(_("départ prévu le"), null=True, blank=True)
    situation_noted_on = models.DateField(_("situation notée le"), null=True, blank=True)
    equipment_returned_on = models.DateField(_("matériel rendu le"), null=True, blank=True)
    balance_routed_on = models.DateField(_("solde réglé le"), null=True, blank=True)
    is_example = models.BooleanField(_("exemple"), default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("adhésion")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MemberState.values),
                name="membership_state_known",
                violation_error_message=_("Choisissez un état connu."),
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="membership_dates_in_order",
                violation_error_message=_("On ne quitte pas un KPA avant d’y être entré."),
            ),
            models.CheckConstraint(
                condition=(Q(state__in=OVER) & Q(end__isnull=False)) | (~Q(state__in=OVER) & Q(end=None)),
                name="membership_ends_when_over",
                violation_error_message=_("Une adhésion finie dit quel jour."),
            ),
            models.CheckConstraint(
                condition=~Q(state=MemberState.LEFT)
                | Q(
                    situation_noted_on__isnull=False,
                    equipment_returned_on__isnull=False,
                    balance_routed_on__isnull=False,
                ),
                name="membership_left_settled",
                violation_error_message=_("Avant un départ, tout est réglé : situation, matériel, solde."),
            ),
            models.UniqueConstraint(
                fields=["person", "kpa"],
                condition=Q(end=None),
                name="membership_one_open",
                violation_error_message=_("Cette personne est déjà membre de ce KPA."),
            ),
        ]
        indexes = [models.Index(fields=["kpa", "state"], name="membership_by_kpa")]

    def __str__(self) -> str:
        return f"{self.person}, {self.kpa}"

    @property
    def audit_repr(self) -> str:
        return f"membership {self.pk}"

    @property
    def period(self) -> Period | None:
        """None for one that ended on the day it began."""
        return None if self.end == self.start else Period(self.start, self.end)

    @property
    def exit(self) -> rules.Exit:
        return rules.Exit(
            situation_noted=self.situation_noted_on is not None,
            equipment_returned=self.equipment_returned_on is not None,
            balance_routed=self.balance_routed_on is not None,
        )


class MembershipPause(models.Model):
    """[start, end) without commitments. `words`: why, for herself and the coordination."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="pauses")
    start = models.DateField(_("depuis"))
    end = models.DateField(_("jusqu’au"), null=True, blank=True)
    words = EncryptedTextField(_("pourquoi"), blank=True)

    class Meta:
        verbose_name = _("pause")
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="pause_dates_in_order",
                violation_error_message=_("Une pause finit après son début."),
            ),
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(end=None),
                name="pause_one_open",
                violation_error_message=_("Une pause est déjà en cours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}"


class LegalGuardian(models.Model):
    """Who answers for a newcomer under 18, and the proof that she or he agreed."""

    file = models.OneToOneField(WelcomeFile, on_delete=models.PROTECT, related_name="guardian")
    name = EncryptedTextField(_("nom"))
    contact = EncryptedTextField(_("comment joindre"))
    mode = models.CharField(_("signature"), max_length=8, choices=GuardianMode.choices)
    signed_on = models.DateField(_("signé le"))
    paper = models.ForeignKey(
        "platform.PrivateFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("noté le"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("représentant légal")
        verbose_name_plural = _("représentants légaux")
        constraints = [
            models.CheckConstraint(
                condition=Q(mode=GuardianMode.SCREEN) | Q(mode=GuardianMode.PAPER, paper__isnull=False),
                name="guardian_paper_shown",
                violation_error_message=_("Ajoutez la photo du papier signé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}"

    @property
    def audit_repr(self) -> str:
        return f"guardian of welcome {self.file_id}"
