from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.platform.fields import EncryptedTextField


class CalendarFeed(models.Model):
    """A secret address that a calendar reads: a person's own shifts (`kpa` None), or a KPA's agenda.

    The token is stored encrypted, so that its owner may copy it again; its hash finds it.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="calendar_feeds")
    kpa = models.ForeignKey(
        "organisations.Kpa", on_delete=models.PROTECT, null=True, blank=True, related_name="calendar_feeds"
    )
    token = EncryptedTextField(_("jeton"))
    token_hash = models.CharField(_("empreinte du jeton"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("créé le"))
    revoked_at = models.DateTimeField(_("arrêté le"), null=True, blank=True)

    class Meta:
        verbose_name = _("lien d’agenda")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kpa"],
                condition=Q(revoked_at=None, kpa__isnull=False),
                name="feed_one_here",
                violation_error_message=_("Ce lien existe déjà."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_at=None, kpa=None),
                name="feed_one_of_mine",
                violation_error_message=_("Ce lien existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def audit_repr(self) -> str:
        return f"feed {self.pk}"
