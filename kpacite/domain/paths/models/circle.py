from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.paths import rules
from kpacite.domain.paths.enums import (
    NoteTheme,
    OrientationState,
    SupportQuality,
    SupportState,
)
from kpacite.domain.paths.models.partners import LONGEST_CONTACT, PartnerService
from kpacite.domain.paths.models.path import Path
from kpacite.platform.fields import EncryptedTextField


class SupportMemberQuerySet(models.QuerySet["SupportMember"]):
    def not_over(self, day: date) -> Self:
        return self.filter(Q(end=None) | Q(end__gt=day))

    def agreed_on(self, day: date) -> Self:
        """Those with whom the person agreed, and whose time has begun and not ended."""
        return self.not_over(day).filter(state=SupportState.AGREED, start__lte=day)


class SupportMember(models.Model):
    """Someone in the group around a person, over [start, end): as what, why, and her yes.

    Either a person of the KPA or the contact of a partner service. Being in the group opens no file: the
    person chooses apart who reads her path (`PathCompanion`).
    """

    path = models.ForeignKey(Path, on_delete=models.PROTECT, related_name="support")
    supporter = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="supports"
    )
    service = models.ForeignKey(
        PartnerService, on_delete=models.PROTECT, null=True, blank=True, related_name="supports"
    )
    contact = models.CharField(_("personne du service"), max_length=LONGEST_CONTACT, blank=True)
    quality = models.CharField(_("comme"), max_length=10, choices=SupportQuality.choices)
    reason = EncryptedTextField(_("pour quoi"))
    start = models.DateField(_("depuis"))
    end = models.DateField(_("jusqu’à"), null=True, blank=True)
    state = models.CharField(_("accord"), max_length=10, choices=SupportState.choices)
    proposed_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_on = models.DateField(_("réponse donnée le"), null=True, blank=True)

    objects = SupportMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne autour de quelqu’un")
        indexes = [models.Index(fields=["path", "state"], name="support_by_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(quality=SupportQuality.PARTNER, service__isnull=False, supporter=None)
                | Q(quality__in=[SupportQuality.REFERENT, SupportQuality.SUPPORTER], service=None, contact="")
                & Q(supporter__isnull=False),
                name="support_person_or_service",
                violation_error_message=_("Choisissez une personne du KPA, ou un service partenaire."),
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="support_dates_in_order",
                violation_error_message=_("La fin vient après le début."),
            ),
            models.CheckConstraint(
                condition=Q(state=SupportState.PROPOSED, answered_on=None)
                | Q(state__in=[SupportState.AGREED, SupportState.DECLINED], answered_on__isnull=False),
                name="support_answer_dated",
                violation_error_message=_("La réponse de la personne a un jour."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def audit_repr(self) -> str:
        return f"support {self.pk}"

    @property
    def name(self) -> str:
        """« Bilal Exemple », « Mission locale (Mme Exemple) »."""
        if self.supporter is not None:
            return str(self.supporter)
        return f"{self.service} ({self.contact})" if self.contact else str(self.service)


class Orientation(models.Model):
    """A person is sent to a partner service: what it is told, with her yes, and what it answers.

    `follower`: who waits for the answer, and is reminded.
    """

    path = models.ForeignKey(Path, on_delete=models.PROTECT, related_name="orientations")
    service = models.ForeignKey(PartnerService, on_delete=models.PROTECT, related_name="orientations")
    theme = models.CharField(_("sujet"), max_length=8, choices=NoteTheme.choices)
    reason = EncryptedTextField(_("ce qui est dit au service"))
    state = models.CharField(_("état"), max_length=10, choices=OrientationState.choices)
    asked_on = models.DateField(_("proposée le"))
    consented_on = models.DateField(_("accord de la personne, le"), null=True, blank=True)
    answered_on = models.DateField(_("réponse du"), null=True, blank=True)
    answer = EncryptedTextField(_("réponse du service"), blank=True)
    follower = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="followed_orientations"
    )

    class Meta:
        verbose_name = _("orientation")
        indexes = [models.Index(fields=["follower", "state"], name="orientation_by_follower")]
        constraints = [
            models.CheckConstraint(
                condition=Q(theme__in=NoteTheme.values) & Q(state__in=OrientationState.values),
                name="orientation_codes_known",
                violation_error_message=_("Choisissez une réponse de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=rules.WITHOUT_YES, consented_on=None)
                | ~Q(state__in=rules.WITHOUT_YES) & Q(consented_on__isnull=False),
                name="orientation_with_her_yes",
                violation_error_message=_("Rien n’est dit à un service sans l’accord de la personne."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=rules.ANSWERS, answered_on__isnull=False)
                | ~Q(state__in=rules.ANSWERS) & Q(answered_on=None),
                name="orientation_answer_dated",
                violation_error_message=_("Une réponse a un jour."),
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("consented_on")),
                name="orientation_answer_after_asking",
                violation_error_message=_("La réponse vient après la demande."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def audit_repr(self) -> str:
        return f"orientation {self.pk}"
