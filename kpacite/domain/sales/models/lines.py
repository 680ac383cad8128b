from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import SupplyMode
from kpacite.domain.sales.enums import LineNature, LineUnit
from kpacite.domain.sales.rules.lines import PricedLine
from kpacite.kernel.rounding import BASIS_POINTS

QUANTITY_DIGITS, QUANTITY_PLACES = 12, 3


class DocumentLine(models.Model):
    """One line of a quote or of an invoice. A subclass adds the document it belongs to.

    Its `Meta` inherits from this one and begins its constraints with `*DocumentLine.Meta.constraints`.
    `unit_price_cents`: without tax. `is_travel`: what the way there costs, told apart (quotes, INV-16).
    """

    position = models.PositiveSmallIntegerField(_("rang"))
    label = models.CharField(_("désignation"), max_length=200)
    detail = models.CharField(_("précisions"), max_length=500, blank=True)
    quantity = models.DecimalField(_("nombre"), max_digits=QUANTITY_DIGITS, decimal_places=QUANTITY_PLACES)
    unit = models.CharField(_("unité"), max_length=8, choices=LineUnit.choices)
    unit_price_cents = models.BigIntegerField(_("prix hors taxes"))
    discount_bp = models.PositiveIntegerField(_("remise, en points de base"), default=0)
    vat_bp = models.PositiveIntegerField(_("taux de TVA, en points de base"))
    nature = models.CharField(
        _("nature"), max_length=8, choices=LineNature.choices, default=LineNature.SERVICES
    )
    mode = models.CharField(_("mode"), max_length=12, choices=SupplyMode.choices, blank=True)
    is_travel = models.BooleanField(_("déplacement"), default=False)
    offer = models.ForeignKey(
        "activities.Offer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    activity = models.ForeignKey(
        "activities.Activity", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    offer_id: int | None
    activity_id: int | None

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(label=""),
                name="%(class)s_labelled",
                violation_error_message=_("Écrivez ce que vous vendez sur cette ligne."),
            ),
            models.CheckConstraint(
                condition=~Q(quantity=0),
                name="%(class)s_quantity_not_zero",
                violation_error_message=_("Écrivez un nombre plus grand que zéro."),
            ),
            models.CheckConstraint(
                condition=Q(unit_price_cents__gte=0),
                name="%(class)s_price_not_negative",
                violation_error_message=_("Un prix est de zéro euro au moins."),
            ),
            models.CheckConstraint(
                condition=Q(discount_bp__lte=BASIS_POINTS, vat_bp__lte=BASIS_POINTS),
                name="%(class)s_rates_in_bounds",
                violation_error_message=_("Une remise ou un taux va de 0 à 100 %."),
            ),
            models.CheckConstraint(
                condition=Q(unit__in=LineUnit.values, nature__in=LineNature.values),
                name="%(class)s_words_known",
                violation_error_message=_("Choisissez une unité de la liste."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def priced(self) -> PricedLine:
        return PricedLine(
            label=self.label,
            quantity=self.quantity,
            unit=self.unit,
            unit_price_cents=self.unit_price_cents,
            discount_bp=self.discount_bp,
            vat_bp=self.vat_bp,
            offer=self.offer_id,
        )
