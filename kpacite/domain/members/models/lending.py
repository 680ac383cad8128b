from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.members.models.membership import Membership


class LentThing(models.Model):
    """Something of the KPA in a member's hands, like a key. `note`: how it came back, or why it stays."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="lent")
    words = models.CharField(_("quoi"), max_length=120)
    lent_on = models.DateField(_("prêté le"))
    settled_on = models.DateField(_("réglé le"), null=True, blank=True)
    note = models.CharField(_("comment"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("prêt")
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="lent_thing_named",
                violation_error_message=_("Dites ce qui est prêté."),
            ),
            models.CheckConstraint(
                condition=Q(settled_on=None) | Q(settled_on__gte=F("lent_on")),
                name="lent_thing_dates_in_order",
                violation_error_message=_("Une chose revient après son prêt."),
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def audit_repr(self) -> str:
        return f"membership {self.membership_id}, lent {self.pk}"
