from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.models.reports import ReportFreeze
from kpacite.platform import triggers


class ReportLinkQuerySet(models.QuerySet["ReportLink"]):
    def living(self, now: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=now)


class ReportLink(models.Model):
    """A key to one frozen version, without an account. Only the hash of its token is kept.

    The row stays for ever: what was sent may have been read, and later bilans are compared with it.
    """

    freeze = models.ForeignKey(ReportFreeze, on_delete=models.PROTECT, related_name="links")
    audience = models.CharField(_("chiffres montrés"), max_length=8, choices=Outside.choices)
    given_to = models.CharField(_("pour qui"), max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("donné le"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    revoked_at = models.DateTimeField(_("fermé le"), null=True, blank=True)

    objects = ReportLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien d’un bilan")
        verbose_name_plural = _("liens d’un bilan")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="report_link_dates_in_order",
                violation_error_message=_("Un lien finit après avoir été donné."),
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Outside.values) & ~Q(given_to=""),
                name="report_link_addressed",
                violation_error_message=_("Dites pour qui est ce lien."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class LinkReading(models.Model):
    """How often a link was read on a day. Readings are counted, never people: no address, no device."""

    link = models.ForeignKey(ReportLink, on_delete=models.PROTECT, related_name="readings")
    day = models.DateField(_("jour"))
    count = models.PositiveIntegerField(_("lectures"), default=0)

    class Meta:
        verbose_name = _("lectures d’un lien")
        verbose_name_plural = _("lectures d’un lien")
        constraints = [
            models.UniqueConstraint(
                fields=["link", "day"],
                name="link_reading_once_a_day",
                violation_error_message=_("Les lectures de ce jour sont déjà comptées."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.link}, {self.day}"


TRIGGERS = (
    triggers.kept(
        "indicators_reportlink",
        same=("freeze_id", "audience", "given_to", "token_hash", "created_at", "expires_at"),
        once=("revoked_at",),
    ),
)
