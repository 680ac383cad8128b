from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import JobState, ShiftState
from kpacite.domain.activities.models.catalogue import Activity
from kpacite.domain.activities.rules import Span


class JobQuerySet(models.QuerySet["Job"]):
    def between(self, start: datetime, end: datetime) -> Self:
        """Those with a moment in [start, end)."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Job(models.Model):
    """Work planned by a group: a buffet to serve, a garden to mow.

    `client_note` is written for the client. `is_paid`: people on it earn something; a shift of a volunteer is
    on a job that is not. `is_common`: its time counts in what the charter asks of each member. `wanted`: how
    many people it takes, when that is known.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="jobs")
    title = models.CharField(_("quoi"), max_length=120)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    place = models.CharField(_("où"), max_length=200, blank=True)
    client_note = models.TextField(_("mot pour le client"), max_length=2000, blank=True)
    skills = models.CharField(_("ce qu’il faut savoir faire"), max_length=200, blank=True)
    wanted = models.PositiveSmallIntegerField(_("personnes"), null=True, blank=True)
    is_paid = models.BooleanField(_("payé"), default=True)
    is_common = models.BooleanField(_("action commune"), default=False)
    state = models.CharField(_("état"), max_length=12, choices=JobState.choices, default=JobState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("prévue le"))
    done_at = models.DateTimeField(_("faite le"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    cancel_reason = models.CharField(_("raison"), max_length=200, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("intervention")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="job_titled",
                violation_error_message=_("Écrivez ce qu’il y a à faire."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="job_times_in_order",
                violation_error_message=_("L’heure de fin vient après l’heure de début."),
            ),
            models.CheckConstraint(
                condition=Q(wanted=None) | Q(wanted__gte=1),
                name="job_wants_someone",
                violation_error_message=_("Il faut une personne au moins."),
            ),
            models.CheckConstraint(
                condition=Q(is_common=False) | Q(is_paid=False),
                name="job_common_unpaid",
                violation_error_message=_("Une action commune n’est pas payée. Décochez l’une des deux."),
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.PLANNED, done_at=None, cancelled_at=None, cancel_reason="")
                | Q(state=JobState.DONE, done_at__isnull=False, cancelled_at=None, cancel_reason="")
                | Q(state=JobState.CANCELLED, done_at=None, cancelled_at__isnull=False)
                & ~Q(cancel_reason=""),
                name="job_state_dated",
                violation_error_message=_("Une intervention annulée dit pourquoi."),
            ),
        ]
        indexes = [
            models.Index(fields=["activity", "starts_at"], name="job_by_activity"),
            models.Index(fields=["starts_at"], name="job_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class JobShiftQuerySet(models.QuerySet["JobShift"]):
    def standing(self) -> Self:
        """Those not declined, of jobs not cancelled."""
        return self.exclude(state=ShiftState.DECLINED).exclude(job__state=JobState.CANCELLED)

    def taken(self) -> Self:
        """Those that someone said yes to, of jobs not cancelled."""
        return self.standing().exclude(state=ShiftState.PROPOSED)

    def between(self, start: datetime, end: datetime) -> Self:
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class JobShift(models.Model):
    """Someone on a job, from when to when. Never deleted: who leaves has declined."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="shifts")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    state = models.CharField(
        _("état"), max_length=12, choices=ShiftState.choices, default=ShiftState.PROPOSED
    )
    created_at = models.DateTimeField(_("proposé le"))
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)

    objects = JobShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("créneau")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="shift_times_in_order",
                violation_error_message=_("L’heure de fin vient après l’heure de début."),
            ),
            models.CheckConstraint(
                condition=Q(state=ShiftState.PROPOSED, answered_at=None)
                | Q(state__in=[ShiftState.ACCEPTED, ShiftState.DECLINED, ShiftState.DONE])
                & Q(answered_at__isnull=False),
                name="shift_state_dated",
                violation_error_message=_("Une réponse a sa date."),
            ),
            models.UniqueConstraint(
                fields=["job", "person"],
                condition=~Q(state=ShiftState.DECLINED),
                name="shift_once_a_job",
                violation_error_message=_("Cette personne est déjà sur cette intervention."),
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_at"], name="shift_by_person")]

    def __str__(self) -> str:
        return f"{self.person} : {self.job}"

    @property
    def audit_repr(self) -> str:
        return str(self.job)

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)
