from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from kpacite.platform import triggers


class AuditEvent(models.Model):
    """One fact of the past. Append-only by database triggers, on both engines.

    `actor` is empty for what the system did by itself. It is a link, not a name: an account is emptied,
    never deleted, so that a person's right to erasure and this register can both be kept.
    The object is named by type and key, with the words it went by that day in `target_repr`.
    """

    at = models.DateTimeField(_("quand"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("qui"),
    )
    action = models.CharField(_("quoi"), max_length=100)
    target_type = models.CharField(_("type d’objet"), max_length=100, blank=True)
    target_id = models.CharField(_("clé de l’objet"), max_length=64, blank=True)
    target_repr = models.CharField(_("objet"), max_length=200, blank=True)
    reason = models.TextField(_("pourquoi"), blank=True)
    data = models.JSONField(_("détails"), default=dict, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        indexes = [
            models.Index(fields=["target_type", "target_id", "-at"], name="audit_by_target"),
            models.Index(fields=["actor", "-at"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target_repr}".strip()


TRIGGERS = (triggers.append_only("platform_auditevent"),)
