from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators.enums import PhotoRemoval, Section, Standing
from kpacite.domain.indicators.models.reports import LONGEST_ANSWER, Report
from kpacite.platform import triggers

LONGEST_ALT = 300
LONGEST_CREDIT = 120


class ReportPhotoQuerySet(models.QuerySet["ReportPhoto"]):
    def there(self) -> Self:
        """With their bytes: in the story, or offered."""
        return self.filter(removed_at=None)

    def shown(self) -> Self:
        """In the story."""
        return self.there().filter(standing=Standing.KEPT)


class ReportPhoto(models.Model):
    """A picture of the story. Whoever adds it says that everybody recognisable agreed.

    It belongs to the story, never to the frozen figures: once removed, its bytes and its words are gone from
    every page and file, frozen or not. What stays: who said that people agreed, who removed it, when and why.
    `kpa`: the one that offered it; none: the network added it. `answer`: why the network did not keep it.
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

    kpa = models.ForeignKey(
        "organisations.Kpa", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    standing = models.CharField(
        _("où elle en est"), max_length=8, choices=Standing.choices, default=Standing.KEPT
    )
    answer = models.CharField(_("pourquoi elle n’est pas retenue"), max_length=LONGEST_ANSWER, blank=True)

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
                condition=Q(standing=Standing.KEPT)
                | Q(standing=Standing.OFFERED, kpa__isnull=False)
                | Q(standing=Standing.DECLINED, kpa__isnull=False, removal=PhotoRemoval.DECLINED),
                name="report_photo_offered_by_a_kpa",
                violation_error_message=_("Dites de quel KPA vient cette photo."),
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.DECLINED) & ~Q(answer="")
                | ~Q(standing=Standing.DECLINED) & Q(answer=""),
                name="report_photo_answered",
                violation_error_message=_("Dites pourquoi cette photo n’est pas retenue."),
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
        same=("report_id", "kpa_id", "agreed_at", "agreed_by_id"),
        once=("removed_at", "removed_by_id"),
    ),
)
