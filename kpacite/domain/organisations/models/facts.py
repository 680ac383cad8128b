from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.enums import (
    CashBasis,
    ChecklistUse,
    Indicator,
    Precision,
    TaxBasis,
    Unit,
)
from kpacite.domain.organisations.models.organisation import Organisation
from kpacite.domain.organisations.rules import decimal_value


class SourceDocument(models.Model):
    """A document of the network, by its key (000 to 004). `dated_on` is None when it bears no date."""

    key = models.CharField(_("clé"), max_length=12, unique=True)
    title = models.CharField(_("titre"), max_length=200)
    date_words = models.CharField(_("date, telle qu’écrite"), max_length=120, blank=True)
    dated_on = models.DateField(_("date"), null=True, blank=True)
    about = models.CharField(_("remarque"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("document source")

    def __str__(self) -> str:
        return f"{self.title} ({self.date_words})" if self.date_words else self.title


class DatedFact(models.Model):
    """A figure or statement of a document, with its date, its source and the document's own words.

    `value` is a whole number at the scale of `unit` (cents, tenths…), or None when `unit` is text.
    Either `as_of` is set, or the period [period_start, period_end); the day after the last one ends it.
    Neither is set when the document bears no date: precision "undated".
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="facts")
    indicator = models.CharField(_("indicateur"), max_length=24, choices=Indicator.choices)
    unit = models.CharField(_("unité"), max_length=16, choices=Unit.choices)
    value = models.BigIntegerField(_("valeur"), null=True, blank=True)
    text = models.CharField(_("texte"), max_length=500, blank=True)
    as_of = models.DateField(_("à la date du"), null=True, blank=True)
    period_start = models.DateField(_("début de période"), null=True, blank=True)
    period_end = models.DateField(_("fin de période"), null=True, blank=True)
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    date_words = models.CharField(_("période, dans les mots du document"), max_length=120)
    tax_basis = models.CharField(_("taxes"), max_length=8, choices=TaxBasis.choices, blank=True)
    cash_basis = models.CharField(_("base"), max_length=8, choices=CashBasis.choices, blank=True)
    source = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="facts")
    quote = models.CharField(_("citation"), max_length=500)

    class Meta:
        verbose_name = _("fait daté")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=Unit.TEXT, value=None) & ~Q(text="")
                | Q(value__isnull=False, text="", unit__in=Unit.values) & ~Q(unit=Unit.TEXT),
                name="fact_value_or_text",
                violation_error_message=_("Un fait est un nombre avec son unité, ou un texte."),
            ),
            models.CheckConstraint(
                condition=Q(as_of__isnull=False, period_start=None, period_end=None)
                | Q(as_of=None, period_start__isnull=False)
                & (Q(period_end=None) | Q(period_end__gt=F("period_start")))
                | Q(as_of=None, period_start=None, period_end=None, precision=Precision.UNDATED),
                name="fact_dated",
                violation_error_message=_("Un fait a une date, ou une période dont la fin suit le début."),
            ),
            models.CheckConstraint(
                condition=Q(unit=Unit.EURO_CENTS)
                & Q(tax_basis__in=["net", "gross", "unknown"])
                & Q(cash_basis__in=["invoiced", "cashed", "unknown"])
                | ~Q(unit=Unit.EURO_CENTS) & Q(tax_basis="", cash_basis=""),
                name="fact_money_has_its_bases",
                violation_error_message=_("Une somme dit si elle est hors taxes, et facturée ou encaissée."),
            ),
            models.CheckConstraint(
                condition=~Q(quote="") & ~Q(date_words=""),
                name="fact_quoted",
                violation_error_message=_("Recopiez les mots du document."),
            ),
            models.CheckConstraint(
                condition=Q(indicator__in=Indicator.values),
                name="fact_indicator_known",
                violation_error_message=_("Choisissez un indicateur connu."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "indicator", "source", "date_words"],
                name="fact_once",
                violation_error_message=_("Ce fait est déjà noté."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_indicator_display()} ({self.date_words})"

    @property
    def number(self) -> Decimal | None:
        """The value as people read it: 1.5 for 15 tenths; None for a text."""
        return None if self.value is None else decimal_value(Unit(self.unit), self.value)


class ParameterQuerySet(models.QuerySet["Parameter"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Parameter(models.Model):
    """A number that rules read, over [valid_from, valid_to). No organisation: the network's default."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="parameters"
    )
    code = models.SlugField(_("réglage"), max_length=48)
    value = models.BigIntegerField(_("valeur"))
    unit = models.CharField(_("unité"), max_length=16, choices=Unit.choices)
    valid_from = models.DateField(_("depuis"))
    valid_to = models.DateField(_("jusqu’à"), null=True, blank=True)
    reason = models.CharField(_("raison"), max_length=300, blank=True)
    source = models.ForeignKey(
        SourceDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ParameterQuerySet.as_manager()

    class Meta:
        verbose_name = _("réglage daté")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="parameter_dates_in_order",
                violation_error_message=_("La fin d’un réglage vient après son début."),
            ),
            models.CheckConstraint(
                condition=Q(unit__in=Unit.values) & ~Q(unit=Unit.TEXT),
                name="parameter_is_a_number",
                violation_error_message=_("Un réglage est un nombre avec son unité."),
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | ~Q(reason=""),
                name="parameter_explained",
                violation_error_message=_("Dites d’où vient ce réglage."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "code", "valid_from"],
                condition=Q(organisation__isnull=False),
                name="parameter_once_here",
                violation_error_message=_("Ce réglage change déjà ce jour-là."),
            ),
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                condition=Q(organisation=None),
                name="parameter_once_for_all",
                violation_error_message=_("Ce réglage change déjà ce jour-là."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "code"],
                condition=Q(organisation__isnull=False, valid_to=None),
                name="parameter_one_open_here",
                violation_error_message=_("Ce réglage est déjà en cours."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(organisation=None, valid_to=None),
                name="parameter_one_open_for_all",
                violation_error_message=_("Ce réglage est déjà en cours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.value} ({self.get_unit_display()})"


class Checklist(models.Model):
    """One version of a list that the network published, such as the ingredients to launch a KPA."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("titre"), max_length=200)
    use = models.CharField(_("usage"), max_length=8, choices=ChecklistUse.choices)
    date_words = models.CharField(_("date"), max_length=120)
    position = models.PositiveSmallIntegerField(_("rang"))
    source = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("liste")
        constraints = [
            models.CheckConstraint(
                condition=Q(use__in=ChecklistUse.values),
                name="checklist_use_known",
                violation_error_message=_("Choisissez un usage connu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.date_words})"


class ChecklistItem(models.Model):
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("rang"))
    code = models.SlugField(max_length=40)
    title = models.CharField(_("ingrédient"), max_length=200)
    detail = models.CharField(_("précision"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("élément de liste")
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "position"],
                name="checklist_item_one_per_rank",
                violation_error_message=_("Ce rang est déjà pris."),
            ),
            models.UniqueConstraint(
                fields=["checklist", "code"],
                name="checklist_item_once",
                violation_error_message=_("Cet élément est déjà dans la liste."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
