from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.paths.enums import NoteLevel, NoteTheme
from kpacite.domain.paths.models.path import Path
from kpacite.platform.fields import EncryptedTextField

LONGEST_AIM = 200


class Appointment(models.Model):
    """A talk between a person and whom she chose: its aim, what was said, who does what, and the next one."""

    path = models.ForeignKey(Path, on_delete=models.PROTECT, related_name="appointments")
    with_person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("jour"))
    time = models.TimeField(_("heure"), null=True, blank=True)
    aim = models.CharField(_("pour parler de quoi"), max_length=LONGEST_AIM, blank=True)
    next_day = models.DateField(_("prochain rendez-vous"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("annulé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("rendez-vous")
        indexes = [models.Index(fields=["path", "day"], name="appointment_by_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_day=None) | Q(next_day__gte=models.F("day")),
                name="appointment_next_later",
                violation_error_message=_("Le prochain rendez-vous vient après celui-ci."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}"

    @property
    def audit_repr(self) -> str:
        return f"appointment {self.pk}"


class SupportNote(models.Model):
    """What was said, encrypted. `shared`: the person reads it too. `team`: those whom she chose.
    `private` (rights, health, housing): its author alone, and each reading is told to the person.
    """

    path = models.ForeignKey(Path, on_delete=models.PROTECT, related_name="notes")
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="notes"
    )
    level = models.CharField(_("qui la lit"), max_length=8, choices=NoteLevel.choices)
    theme = models.CharField(_("sujet"), max_length=8, choices=NoteTheme.choices, blank=True)
    words = EncryptedTextField(_("note"))
    author = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("écrite le"))

    class Meta:
        verbose_name = _("note d’accompagnement")
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=NoteLevel.values),
                name="note_level_known",
                violation_error_message=_("Dites qui lit cette note."),
            ),
            models.CheckConstraint(
                condition=Q(theme="") | Q(theme__in=NoteTheme.values, level=NoteLevel.PRIVATE),
                name="note_theme_of_private",
                violation_error_message=_("Le sujet va avec une note privée."),
            ),
        ]
        indexes = [models.Index(fields=["path", "level"], name="note_by_path")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def audit_repr(self) -> str:
        return f"note {self.pk}"


class AppointmentAction(models.Model):
    """Who does what, by when."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="actions")
    who = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    words = EncryptedTextField(_("action"))
    by_day = models.DateField(_("pour le"), null=True, blank=True)
    done_at = models.DateTimeField(_("faite le"), null=True, blank=True)

    class Meta:
        verbose_name = _("action décidée")

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def audit_repr(self) -> str:
        return f"action {self.pk}"
