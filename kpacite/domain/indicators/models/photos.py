from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators.enums import PhotoRemoval, Section
from kpacite.domain.indicators.models.reports import Report
from kpacite.platform import triggers

LONGEST_ALT = 300
LONGEST_CREDIT = 120


class ReportPhotoQuerySet(models.QuerySet["ReportPhoto"]):
    def shown(self) -> Self:
        return self.filter(removed_at=None)


class ReportPhoto(models.Model):
    """A picture of the story. Whoever adds it says that everybody recognisable agreed.

    It belongs to the story, never to the frozen figures: once removed, its bytes and its words are gone from
    every page and file, frozen or not. What stays: who said that people agreed, who removed it, when and why.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="photos")
    section = models.CharField(_("endroit"), max_length=8, choices=Section.choices)
    file = models.OneToOneField(
        "platform.PrivateFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    width = models.PositiveIntegerField(_("largeur"))
    height = models.PositiveIntegerField(_("hauteur"))
    alt = models.CharField(_("ce qu’on voit"), max_length=LONGEST_ALT, blank=True)
    credit = models.CharField(_("auteur ou autrice"), max_length=LONGEST_CREDIT, blank=True)
    agreed_at = models.DateTimeField(_("accord noté le"))
    agreed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, verbose_name=_("accord noté par"), related_name="+"
    )
    removed_at = models.DateTimeField(_("enlevée le"), null=True, blank=True)
    removed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removal = models.CharField(_("pourquoi"), max_length=10, choices=PhotoRemoval.choices, blank=True)

    objects = ReportPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo d’un bilan")
        verbose_name_plural = _("photos d’un bilan")
        constraints = [
            models.CheckConstraint(
                condition=Q(section__in=Section.values),
                name="report_photo_placed",
                violation_error_message=_("Dites où va cette photo."),
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=False) | ~Q(alt="") & ~Q(credit="") & Q(file__isnull=False),
                name="report_photo_described",
                violation_error_message=_("Écrivez ce qu’on voit sur la photo, et qui l’a prise."),
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removal="", removed_by=None)
                | Q(
                    removed_at__isnull=False,
                    removal__in=PhotoRemoval.values,
                    file=None,
                    alt="",
                    credit="",
                ),
                name="report_photo_gone_whole",
                violation_error_message=_("Une photo enlevée ne garde ni image ni texte."),
            ),
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0),
                name="report_photo_measured",
                violation_error_message=_("Cette photo est vide."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


TRIGGERS = (
    triggers.kept(
        "indicators_reportphoto",
        same=("report_id", "agreed_at", "agreed_by_id"),
        once=("removed_at", "removed_by_id"),
    ),
)
