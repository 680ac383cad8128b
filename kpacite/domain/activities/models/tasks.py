from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models.catalogue import Activity
from kpacite.domain.activities.rules import MOST_COEFFICIENT

LONGEST_TASK = 60


class TaskCoefficientQuerySet(models.QuerySet["TaskCoefficient"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class TaskCoefficient(models.Model):
    """How much an hour of a task counts in an activity over [valid_from, valid_to): 150 for one and a half.

    The group decided it and says why. An hour keeps the coefficient of its day: a change looks forward only.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="task_coefficients")
    task = models.CharField(_("tâche"), max_length=LONGEST_TASK)
    hundredths = models.PositiveSmallIntegerField(_("coefficient, en centièmes"))
    reason = models.CharField(_("raison"), max_length=200)
    valid_from = models.DateField(_("depuis"))
    valid_to = models.DateField(_("jusqu’à"), null=True, blank=True)

    objects = TaskCoefficientQuerySet.as_manager()

    class Meta:
        verbose_name = _("coefficient d’une tâche")
        constraints = [
            models.CheckConstraint(
                condition=~Q(task="") & ~Q(reason=""),
                name="task_coefficient_explained",
                violation_error_message=_("Dites quelle tâche, et pourquoi."),
            ),
            models.CheckConstraint(
                condition=Q(hundredths__gte=0, hundredths__lte=MOST_COEFFICIENT),
                name="task_coefficient_in_bounds",
                violation_error_message=_("Un coefficient va de 0 à 10."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="task_coefficient_dates_in_order",
                violation_error_message=_("La fin d’un coefficient vient après son début."),
            ),
            models.UniqueConstraint(
                fields=["activity", "task"],
                condition=Q(valid_to=None),
                name="task_coefficient_one_open",
                violation_error_message=_("Cette tâche a déjà un coefficient."),
            ),
            models.UniqueConstraint(
                fields=["activity", "task", "valid_from"],
                name="task_coefficient_once_a_day",
                violation_error_message=_("Ce coefficient change déjà ce jour-là."),
            ),
        ]

    def __str__(self) -> str:
        return self.task
