from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ForgettingNotice(models.Model):
    """Someone whom nobody has met for two years is told that her file will be emptied, then it is.

    `reason` is empty for the two years; else it says that the person asked for it herself.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="forgetting_notices")
    noticed_on = models.DateField(_("prévenue le"))
    due_on = models.DateField(_("oubli le"))
    cancelled_on = models.DateField(_("arrêté le"), null=True, blank=True)
    done_on = models.DateField(_("oubliée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("annonce d’oubli")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gt=F("noticed_on")),
                name="forgetting_after_notice",
                violation_error_message=_("L’oubli vient après l’annonce."),
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(cancelled_on=None, done_on__gte=F("due_on")),
                name="forgetting_never_early",
                violation_error_message=_("On n’oublie pas avant le jour annoncé."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(cancelled_on=None),
                name="forgetting_one_running",
                violation_error_message=_("Cette personne est déjà prévenue."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def audit_repr(self) -> str:
        return f"forgetting {self.pk}"
