from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales.enums import InvoicePace
from kpacite.domain.sales.models.invoices import Invoice


class RecurringInvoiceQuerySet(models.QuerySet["RecurringInvoice"]):
    def going_on(self) -> Self:
        return self.filter(ended_at=None)


class RecurringInvoice(models.Model):
    """An issued invoice that comes back, as a draft to check: every month, quarter or year.

    `first_on`: the first day on which a draft is written; the others are counted from it, so that the 31st
    does not wear away. `written`: how many drafts there were.
    """

    model = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="recurrences")
    every_months = models.PositiveSmallIntegerField(_("tous les"), choices=InvoicePace.choices)
    first_on = models.DateField(_("à partir du"))
    next_on = models.DateField(_("prochain brouillon"))
    written = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(_("demandé le"))
    ended_at = models.DateTimeField(_("arrêté le"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RecurringInvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("facture périodique")
        verbose_name_plural = _("factures périodiques")
        constraints = [
            models.CheckConstraint(
                condition=Q(every_months__in=InvoicePace.values),
                name="recurring_pace_known",
                violation_error_message=_("Choisissez tous les mois, trimestres ou ans."),
            ),
            models.UniqueConstraint(
                fields=["model"],
                condition=Q(ended_at=None),
                name="recurring_once",
                violation_error_message=_("Cette facture revient déjà."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model}, {self.get_every_months_display()}"

    @property
    def audit_repr(self) -> str:
        return str(self.model)
