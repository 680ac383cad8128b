from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.paths import rules
from kpacite.domain.paths.enums import MoveState
from kpacite.domain.paths.models.path import Path

LONGEST_WORDS = 500


class PathStage(models.Model):
    """One stage of the paths of a KPA, in its own words and its own number. Withdrawn, never deleted."""

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="path_stages")
    rank = models.PositiveSmallIntegerField(_("rang"))
    name = models.CharField(_("étape"), max_length=40)
    about = models.CharField(_("en quelques mots"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("enlevée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("étape du parcours")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & Q(rank__gte=1),
                name="stage_named",
                violation_error_message=_("Écrivez le nom de l’étape."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "rank"],
                condition=Q(withdrawn_at=None),
                name="stage_one_per_rank",
                violation_error_message=_("Ce rang est déjà pris."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "name"],
                condition=Q(withdrawn_at=None),
                name="stage_named_once",
                violation_error_message=_("Cette étape est déjà là."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StageMove(models.Model):
    """The wish to enter a stage, forward or back: proposed, discussed, entered on a day. History is kept."""

    path = models.ForeignKey(Path, on_delete=models.PROTECT, related_name="moves")
    stage = models.ForeignKey(PathStage, on_delete=models.PROTECT, related_name="moves")
    state = models.CharField(_("état"), max_length=12, choices=MoveState.choices, default=MoveState.PROPOSED)
    words = models.CharField(_("ce que la personne en dit"), max_length=LONGEST_WORDS, blank=True)
    proposed_at = models.DateTimeField(_("proposée le"))
    discussed_on = models.DateField(_("discutée le"), null=True, blank=True)
    discussed_with = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_on = models.DateField(_("commencée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("passage d’une étape")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MoveState.PROPOSED, discussed_on=None, entered_on=None)
                | Q(state=MoveState.DISCUSSED, discussed_on__isnull=False, entered_on=None)
                | Q(state=MoveState.ENTERED, discussed_on__isnull=False, entered_on__isnull=False)
                | Q(state=MoveState.WITHDRAWN, entered_on=None),
                name="stage_move_dated",
                violation_error_message=_("L’état d’un passage va avec sa date."),
            ),
            models.UniqueConstraint(
                fields=["path"],
                condition=Q(state__in=rules.OPEN_MOVES),
                name="stage_move_one_open",
                violation_error_message=_("Une étape est déjà proposée : parlez-en d’abord."),
            ),
        ]
        indexes = [models.Index(fields=["path", "state"], name="stage_move_by_path")]

    def __str__(self) -> str:
        return str(self.stage)

    @property
    def audit_repr(self) -> str:
        return f"stage move {self.pk}"


class CompanionQuerySet(models.QuerySet["PathCompanion"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(end=None) | Q(end__gt=day), start__lte=day)


class PathCompanion(models.Model):
    """Whom a person chose to walk beside her, over [start, end). She reads the path; each time is told."""

    path = models.ForeignKey(Path, on_delete=models.PROTECT, related_name="companions")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    start = models.DateField(_("depuis"))
    end = models.DateField(_("jusqu’à"), null=True, blank=True)

    objects = CompanionQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne choisie pour accompagner")
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="companion_dates_in_order",
                violation_error_message=_("La fin vient après le début."),
            ),
            models.UniqueConstraint(
                fields=["path", "person"],
                condition=Q(end=None),
                name="companion_once",
                violation_error_message=_("Cette personne vous accompagne déjà."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def audit_repr(self) -> str:
        return f"companion {self.pk}"
