from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.paths.models.path import Path
from kpacite.platform.fields import EncryptedTextField


class TermsQuerySet(models.QuerySet["CommitmentTerms"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class CommitmentTerms(models.Model):
    """What the charter of a KPA asks besides the hours (a dated parameter), over [valid_from, valid_to)."""

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="commitment_terms")
    trainings_per_quarter = models.PositiveSmallIntegerField(_("formations par trimestre"), default=0)
    valid_from = models.DateField(_("depuis"))
    valid_to = models.DateField(_("jusqu’à"), null=True, blank=True)
    reason = models.CharField(_("source"), max_length=300)

    objects = TermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagements demandés")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="terms_dates_in_order",
                violation_error_message=_("La fin vient après le début."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="terms_explained",
                violation_error_message=_("Dites d’où vient cet engagement."),
            ),
            models.UniqueConstraint(
                fields=["kpa"],
                condition=Q(valid_to=None),
                name="terms_one_open",
                violation_error_message=_("Un engagement est déjà en cours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpa} : {self.trainings_per_quarter}"


class CommitmentExemption(models.Model):
    """Days over [start, end) on which nothing is asked of a person, for a reason kept encrypted."""

    path = models.ForeignKey(Path, on_delete=models.PROTECT, related_name="exemptions")
    start = models.DateField(_("depuis"))
    end = models.DateField(_("jusqu’au"))
    reason = EncryptedTextField(_("raison"))

    class Meta:
        verbose_name = _("dispense")
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="exemption_dates_in_order",
                violation_error_message=_("La fin vient après le début."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def audit_repr(self) -> str:
        return f"exemption {self.pk}"
