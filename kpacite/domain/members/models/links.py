from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.members.models.welcome import WelcomeFile


class WelcomeLinkQuerySet(models.QuerySet["WelcomeLink"]):
    def living(self, now: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=now)


class WelcomeLink(models.Model):
    """A key to the questions of one welcome, without an account. Only the hash of its token is kept."""

    file = models.ForeignKey(WelcomeFile, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("donné le"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    revoked_at = models.DateTimeField(_("fermé le"), null=True, blank=True)

    objects = WelcomeLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien d’accueil")
        verbose_name_plural = _("liens d’accueil")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="welcome_link_dates_in_order",
                violation_error_message=_("Un lien finit après avoir été donné."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id}"
