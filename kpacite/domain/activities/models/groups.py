from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import GroupWish
from kpacite.domain.activities.models.catalogue import Activity


class GroupRequestQuerySet(models.QuerySet["GroupRequest"]):
    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class GroupRequest(models.Model):
    """Someone asks the group of an activity for a place or a mandate; the group answers once."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="requests")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="group_requests")
    wish = models.CharField(_("souhait"), max_length=12, choices=GroupWish.choices)
    words = models.CharField(_("quelques mots"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("demandé le"))
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    is_accepted = models.BooleanField(_("accepté"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = GroupRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande à un groupe")
        verbose_name_plural = _("demandes à un groupe")
        constraints = [
            models.CheckConstraint(
                condition=Q(wish__in=GroupWish.values),
                name="group_request_wish_known",
                violation_error_message=_("Choisissez une casquette de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, is_accepted=None)
                | Q(answered_at__isnull=False, is_accepted__isnull=False),
                name="group_request_answer_whole",
                violation_error_message=_("Une réponse a une date et dit oui ou non."),
            ),
            models.UniqueConstraint(
                fields=["activity", "person"],
                condition=Q(answered_at=None),
                name="group_request_one_waiting",
                violation_error_message=_("Cette personne attend déjà une réponse de ce groupe."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} : {self.get_wish_display()}, {self.activity}"

    @property
    def audit_repr(self) -> str:
        return str(self.activity)
