"""What is drawn from posted lines: their lettering, and the balances that the database keeps."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kpacite.domain.ledger.models.books import Account, AuxAccount
from kpacite.domain.ledger.models.calendar import Period
from kpacite.domain.ledger.models.entries import Line
from kpacite.domain.organisations.models import Organisation


class Lettering(models.Model):
    """Lines of one account that settle each other, under a code of their own (AA, AB…). Never changed."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="letterings", db_index=False)
    aux = models.ForeignKey(
        AuxAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="letterings"
    )
    code = models.CharField(_("lettre"), max_length=12)
    lettered_on = models.DateField(_("lettrées le"))
    lettered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("lettrage")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "code"],
                name="lettering_code_once",
                violation_error_message=_("Cette lettre est déjà prise dans ce compte."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class LetteredLineQuerySet(models.QuerySet["LetteredLine"]):
    def active(self) -> Self:
        return self.filter(undone_at=None)


class LetteredLine(models.Model):
    """A posted line inside a lettering. Undoing sets `undone_at`, once; the row stays."""

    lettering = models.ForeignKey(Lettering, on_delete=models.PROTECT, related_name="lettered")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="lettered")
    undone_at = models.DateTimeField(_("délettrée le"), null=True, blank=True)

    objects = LetteredLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne lettrée")
        verbose_name_plural = _("lignes lettrées")
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(undone_at=None),
                name="lettered_line_once",
                violation_error_message=_("Cette ligne est déjà lettrée."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lettering_id}: {self.line_id}"


class MonthBalance(models.Model):
    """Debits and credits of an account in a month, kept by the trigger that posts. Never written by hand.

    `chain_position`: the last entry counted in.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="month_balances", db_index=False
    )
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="month_balances")
    debit_cents = models.BigIntegerField(_("débit"), default=0)
    credit_cents = models.BigIntegerField(_("crédit"), default=0)
    chain_position = models.BigIntegerField(_("dernière écriture comptée"), default=0)

    class Meta:
        verbose_name = _("solde mensuel")
        verbose_name_plural = _("soldes mensuels")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "period"],
                name="month_balance_once",
                violation_error_message=_("Ce solde existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.period_id}"


class AxisBalance(models.Model):
    """The same, for one KPA (None: the entity's own) and one activity (empty: none)."""

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="axis_balances", db_index=False
    )
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="axis_balances", db_index=False)
    kpa = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    activity = models.CharField(_("activité"), max_length=40, blank=True)
    debit_cents = models.BigIntegerField(_("débit"), default=0)
    credit_cents = models.BigIntegerField(_("crédit"), default=0)
    chain_position = models.BigIntegerField(_("dernière écriture comptée"), default=0)

    class Meta:
        verbose_name = _("solde mensuel par KPA et activité")
        verbose_name_plural = _("soldes mensuels par KPA et activité")
        constraints = [
            models.UniqueConstraint(
                "account", "period", Coalesce("kpa", 0), "activity", name="axis_balance_once"
            ),
        ]
        indexes = [models.Index(fields=["period", "kpa"], name="axis_by_period")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.period_id} {self.kpa_id} {self.activity}"
