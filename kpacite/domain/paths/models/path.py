from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.paths import rules
from kpacite.domain.paths.enums import (
    Education,
    JobContract,
    QpvGeneration,
    QpvMethod,
    ReferralKind,
    Situation,
    TrainingKind,
    YesNo,
)


class PathQuerySet(models.QuerySet["Path"]):
    def on(self, day: date) -> Self:
        """Those that run on this day: the day of the end is no longer one of them."""
        return self.filter(Q(end=None) | Q(end__gt=day), start__lte=day)

    def touching(self, first: date, last: date) -> Self:
        """Those with a day between the two, both included, as the network counts its population."""
        return self.filter(Q(end=None) | Q(end__gte=first), start__lte=last)


class Path(models.Model):
    """One stay of one person in one KPA, over [start, end). Two of them in the same KPA never share a day.

    What is said of the person here was true when she came: `postcode`, `qpv`, `education`…
    `initial_planned_end` keeps the first value for ever; `planned_end` may be moved.
    `department` outlives the postcode, which is erased when the person is forgotten.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="paths")
    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="paths")
    start = models.DateField(_("début du parcours"))
    initial_planned_end = models.DateField(_("première fin prévue"), null=True, blank=True)
    planned_end = models.DateField(_("fin prévue"), null=True, blank=True)
    end = models.DateField(_("fin du parcours"), null=True, blank=True)
    referral = models.CharField(_("orientée par"), max_length=120, blank=True)
    referral_kind = models.CharField(
        max_length=16, choices=ReferralKind.choices, blank=True, default=ReferralKind.UNKNOWN
    )
    france_travail_registered_on = models.DateField(_("inscription à France Travail"), null=True, blank=True)
    education = models.CharField(
        _("niveau d’études atteint"), max_length=8, choices=Education.choices, blank=True
    )
    postcode = models.CharField(_("code postal à l’entrée"), max_length=5, blank=True)
    department = models.CharField(_("département à l’entrée"), max_length=3, blank=True)
    qpv = models.CharField(_("quartier prioritaire"), max_length=3, choices=YesNo.choices, blank=True)
    qpv_method = models.CharField(
        _("façon de le savoir"), max_length=8, choices=QpvMethod.choices, blank=True
    )
    qpv_generation = models.PositiveSmallIntegerField(
        _("carte des quartiers"), choices=QpvGeneration.choices, null=True, blank=True
    )

    objects = PathQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcours")
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="path_dates_in_order",
                violation_error_message=_("La fin du parcours vient après son début."),
            ),
            models.CheckConstraint(
                condition=(Q(planned_end=None) | Q(planned_end__gte=F("start")))
                & (Q(initial_planned_end=None) | Q(initial_planned_end__gte=F("start"))),
                name="path_planned_after_start",
                violation_error_message=_("La fin prévue vient après le début du parcours."),
            ),
            models.CheckConstraint(
                condition=Q(planned_end=None) | Q(initial_planned_end__isnull=False),
                name="path_first_planned_end_kept",
                violation_error_message=_("La première fin prévue est gardée."),
            ),
            models.CheckConstraint(
                condition=Q(education__in=["", *Education.values])
                & Q(referral_kind__in=ReferralKind.values)
                & Q(qpv__in=["", *YesNo.values])
                & Q(qpv_method__in=["", *QpvMethod.values]),
                name="path_codes_known",
                violation_error_message=_("Choisissez une réponse de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(qpv="", qpv_method="", qpv_generation=None)
                | Q(qpv__in=YesNo.values)
                & ~Q(qpv_method="")
                & (
                    Q(start__lt=rules.PERIMETERS_CHANGED_ON, qpv_generation=QpvGeneration.OF_2015)
                    | Q(start__gte=rules.PERIMETERS_CHANGED_ON, qpv_generation=QpvGeneration.OF_2024)
                ),
                name="path_qpv_of_its_day",
                violation_error_message=_("Le quartier se lit sur la carte en vigueur à l’entrée."),
            ),
            models.CheckConstraint(
                condition=Q(postcode="") | ~Q(department=""),
                name="path_department_of_postcode",
                violation_error_message=_("Un code postal a un département."),
            ),
            models.UniqueConstraint(
                fields=["person", "kpa"],
                condition=Q(end=None),
                name="path_one_open",
                violation_error_message=_("Cette personne a déjà un parcours en cours dans ce KPA."),
            ),
            models.UniqueConstraint(
                fields=["person", "kpa", "start"],
                name="path_one_per_start",
                violation_error_message=_("Ce parcours est déjà noté."),
            ),
        ]
        indexes = [models.Index(fields=["kpa", "start"], name="path_by_kpa")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def audit_repr(self) -> str:
        """The register keeps no name: it outlives the right to be forgotten."""
        return f"path {self.pk}"


class Exit(models.Model):
    """What was seen of her situation on a day, at the end of a path or later. The latest counts."""

    path = models.ForeignKey(Path, on_delete=models.PROTECT, related_name="exits")
    observed_on = models.DateField(_("constaté le"))
    situation = models.CharField(
        _("situation"), max_length=16, choices=Situation.choices, blank=True, default=Situation.UNKNOWN
    )
    contract = models.CharField(_("contrat"), max_length=8, choices=JobContract.choices, blank=True)
    training = models.CharField(_("formation"), max_length=8, choices=TrainingKind.choices, blank=True)

    class Meta:
        verbose_name = _("situation à la sortie")
        constraints = [
            models.CheckConstraint(
                condition=Q(situation__in=Situation.values),
                name="exit_situation_known",
                violation_error_message=_("Choisissez une situation de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(contract="") | Q(contract__in=JobContract.values, situation=Situation.EMPLOYED),
                name="exit_contract_with_a_job",
                violation_error_message=_("Le contrat se note avec la situation « en emploi »."),
            ),
            models.CheckConstraint(
                condition=Q(training="") | Q(training__in=TrainingKind.values, situation=Situation.TRAINING),
                name="exit_kind_of_training",
                violation_error_message=_("Le genre de formation se note avec « en formation »."),
            ),
            models.UniqueConstraint(
                fields=["path", "observed_on"],
                name="exit_once_a_day",
                violation_error_message=_("Une situation est déjà notée ce jour-là."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def audit_repr(self) -> str:
        return f"exit {self.pk}"
