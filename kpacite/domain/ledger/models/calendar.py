from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.ledger.models.books import Book


class FiscalYearQuerySet(models.QuerySet["FiscalYear"]):
    def on(self, day: date) -> Self:
        return self.filter(start__lte=day, end__gt=day)


class FiscalYear(models.Model):
    """An « exercice », whole months over [start, end). Once closed, it never opens again."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="fiscal_years", db_index=False)
    start = models.DateField(_("premier jour"))
    end = models.DateField(_("premier jour de l’exercice suivant"))
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)

    objects = FiscalYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("exercice")
        constraints = [
            models.UniqueConstraint(
                fields=["book", "start"],
                name="fiscal_year_once",
                violation_error_message=_("Cet exercice existe déjà."),
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start"), start__day=1, end__day=1),
                name="fiscal_year_whole_months",
                violation_error_message=_("Un exercice est fait de mois entiers."),
            ),
        ]

    def __str__(self) -> str:
        if (self.start.month, self.end.month) == (1, 1) and self.end.year == self.start.year + 1:
            return str(self.start.year)
        return f"{self.start:%m/%Y} – {self.last_day:%m/%Y}"

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)


class Period(models.Model):
    """One month of a fiscal year, over [start, end): open to new entries, or closed."""

    fiscal_year = models.ForeignKey(
        FiscalYear, on_delete=models.PROTECT, related_name="periods", db_index=False
    )
    start = models.DateField(_("premier jour"))
    end = models.DateField(_("premier jour du mois suivant"))
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)

    class Meta:
        verbose_name = _("période")
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "start"],
                name="period_once",
                violation_error_message=_("Ce mois existe déjà."),
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start"), start__day=1, end__day=1),
                name="period_whole_month",
                violation_error_message=_("Une période est un mois entier."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start:%m/%Y}"

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)
