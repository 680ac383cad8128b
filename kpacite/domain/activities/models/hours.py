from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import HoursUse, TimeKind
from kpacite.domain.activities.models.catalogue import Activity
from kpacite.domain.activities.models.jobs import Job
from kpacite.domain.activities.models.tasks import LONGEST_TASK
from kpacite.domain.activities.rules import DAY_MINUTES, MOST_COEFFICIENT, NORMAL_COEFFICIENT


class WorkEntryQuerySet(models.QuerySet["WorkEntry"]):
    def standing(self) -> Self:
        """What still counts: neither a compensation nor compensated."""
        return self.filter(compensates=None, compensation=None)

    def confirmed(self) -> Self:
        return self.standing().filter(confirmation__isnull=False)

    def waiting(self) -> Self:
        return self.standing().filter(confirmation=None)

    def between(self, first: date, end: date) -> Self:
        """Of the days in [first, end)."""
        return self.filter(day__gte=first, day__lt=end)


class WorkEntry(models.Model):
    """Minutes that a person gave on a day. Written once: never changed nor erased (triggers).

    A mistake gets a compensation: the same facts, the opposite number of minutes.
    `coefficient`: hundredths, 100 for an ordinary task; `task` names the one that counts otherwise.
    `client_id` is chosen by the phone: the same one twice is the same entry.
    """

    client_id = models.UUIDField(_("clé du téléphone"), unique=True)
    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="work_entries")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="work_entries")
    kind = models.CharField(_("genre"), max_length=20, choices=TimeKind.choices)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="work_entries"
    )
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="work_entries")
    day = models.DateField(_("jour"))
    minutes = models.IntegerField(_("minutes"))
    coefficient = models.PositiveSmallIntegerField(_("coefficient, en centièmes"), default=NORMAL_COEFFICIENT)
    task = models.CharField(_("tâche"), max_length=LONGEST_TASK, blank=True)
    note = models.CharField(_("précision"), max_length=120, blank=True)
    declared_at = models.DateTimeField(_("notées le"))
    compensates = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="compensation"
    )

    objects = WorkEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("heures")
        verbose_name_plural = _("heures")
        constraints = [
            models.CheckConstraint(
                condition=Q(compensates=None, minutes__gt=0) | Q(compensates__isnull=False, minutes__lt=0),
                name="hours_positive_unless_compensation",
                violation_error_message=_("Écrivez une durée plus grande que zéro."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=-DAY_MINUTES, minutes__lte=DAY_MINUTES),
                name="hours_within_a_day",
                violation_error_message=_("Une journée a 24 h au plus."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=TimeKind.values),
                name="hours_kind_known",
                violation_error_message=_("Choisissez un genre de la liste."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=TimeKind.WORK) | Q(activity__isnull=False),
                name="hours_of_work_have_an_activity",
                violation_error_message=_("Choisissez l’activité."),
            ),
            models.CheckConstraint(
                condition=Q(job=None) | Q(activity__isnull=False),
                name="hours_of_a_job_have_its_activity",
                violation_error_message=_("Choisissez l’activité."),
            ),
            models.CheckConstraint(
                condition=Q(coefficient__gte=0, coefficient__lte=MOST_COEFFICIENT),
                name="hours_coefficient_in_bounds",
                violation_error_message=_("Un coefficient va de 0 à 10."),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "day"], name="hours_by_person"),
            models.Index(fields=["kpa", "day"], name="hours_by_kpa"),
            models.Index(fields=["activity", "day"], name="hours_by_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.person} : {self.day}"

    @property
    def audit_repr(self) -> str:
        return f"work entry {self.pk}"


class WorkConfirmation(models.Model):
    """A peer says that these hours were done. Once, for good; never by the person herself (trigger)."""

    entry = models.OneToOneField(WorkEntry, on_delete=models.PROTECT, related_name="confirmation")
    confirmed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("validées le"))

    class Meta:
        verbose_name = _("validation d’heures")

    def __str__(self) -> str:
        return f"{self.entry_id}"


class HoursClosing(models.Model):
    """Days whose hours were shared: nothing is noted there any more until it is opened again, with a reason.

    `activity` None: the hours without activity. [start, end) is a month.
    """

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="hours_closings")
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="hours_closings"
    )
    start = models.DateField(_("du"))
    end = models.DateField(_("au"))
    reason = models.CharField(_("raison"), max_length=200)
    closed_at = models.DateTimeField(_("fermé le"))
    reopened_at = models.DateTimeField(_("rouvert le"), null=True, blank=True)
    reopen_reason = models.CharField(_("raison de la réouverture"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mois fermé")
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="closing_dates_in_order",
                violation_error_message=_("La fin vient après le début."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="closing_explained",
                violation_error_message=_("Dites pourquoi ce mois est fermé."),
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopen_reason="")
                | Q(reopened_at__isnull=False) & ~Q(reopen_reason=""),
                name="closing_reopened_with_a_reason",
                violation_error_message=_("Dites pourquoi ce mois est rouvert."),
            ),
            models.UniqueConstraint(
                fields=["activity", "start"],
                condition=Q(activity__isnull=False, reopened_at=None),
                name="closing_once",
                violation_error_message=_("Ce mois est déjà fermé."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "start"],
                condition=Q(activity=None, reopened_at=None),
                name="closing_once_for_the_common",
                violation_error_message=_("Ce mois est déjà fermé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m}"


class WorkClaim(models.Model):
    """The money that pays these hours: one use and one source for an entry, for good (R24)."""

    entry = models.OneToOneField(WorkEntry, on_delete=models.PROTECT, related_name="claim")
    use = models.CharField(_("payées par"), max_length=16, choices=HoursUse.choices)
    source = models.CharField(_("référence"), max_length=60)
    claimed_at = models.DateTimeField(_("depuis le"))

    class Meta:
        verbose_name = _("emploi d’heures")
        constraints = [
            models.CheckConstraint(
                condition=Q(use__in=HoursUse.values) & ~Q(source=""),
                name="claim_known",
                violation_error_message=_("Dites ce qui paie ces heures."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use} {self.source}"
