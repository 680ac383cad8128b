from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import SupplyMode
from kpacite.domain.sales.enums import LineUnit
from kpacite.domain.sales.enums.counter import CounterState
from kpacite.domain.sales.models.lines import QUANTITY_DIGITS, QUANTITY_PLACES
from kpacite.domain.sales.models.payments import Payment
from kpacite.domain.sales.rules.counter import CounterPrice, by_rate
from kpacite.domain.sales.rules.settling import RatePart
from kpacite.kernel.rounding import BASIS_POINTS
from kpacite.platform import triggers


class CounterSale(models.Model):
    """A sale at a till, without an invoice: a person paid at once, in cash or by card. Append-only.

    Its payment says who cashes, when, how, under which receipt; it is corrected by cancelling that payment.
    `gross_cents` is what was paid; `net_cents` what may be shared (R01).
    """

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="counter_sale")
    activity = models.ForeignKey(
        "activities.Activity", on_delete=models.PROTECT, related_name="counter_sales"
    )
    place = models.CharField(_("où"), max_length=80, blank=True)
    net_cents = models.BigIntegerField(_("total hors taxes"))
    tax_cents = models.BigIntegerField(_("TVA"))
    gross_cents = models.BigIntegerField(_("total toutes taxes comprises"))
    at = models.DateTimeField(_("vendu le"))

    class Meta:
        verbose_name = _("vente au comptoir")
        verbose_name_plural = _("ventes au comptoir")
        constraints = [
            models.CheckConstraint(
                condition=Q(gross_cents__gt=0, gross_cents=F("net_cents") + F("tax_cents"), tax_cents__gte=0),
                name="counter_sale_adds_up",
                violation_error_message=_("Une vente vaut plus de zéro euro, taxes comprises."),
            ),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="counter_sale_by_time")]

    def __str__(self) -> str:
        return f"T{self.pk:05d}"

    @property
    def state(self) -> CounterState:
        return CounterState.SOLD if self.payment.cancelled_at is None else CounterState.CANCELLED

    @property
    def parts(self) -> list[RatePart]:
        """Net and tax by rate, from its lines."""
        return by_rate(line.priced for line in self.lines.order_by("position"))


class CounterLine(models.Model):
    """What was sold, as the ticket says it. Append-only."""

    sale = models.ForeignKey(CounterSale, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(_("rang"))
    label = models.CharField(_("désignation"), max_length=200)
    quantity = models.DecimalField(_("nombre"), max_digits=QUANTITY_DIGITS, decimal_places=QUANTITY_PLACES)
    unit = models.CharField(_("unité"), max_length=8, choices=LineUnit.choices)
    unit_gross_cents = models.BigIntegerField(_("prix toutes taxes comprises"))
    vat_bp = models.PositiveIntegerField(_("taux de TVA, en points de base"))
    mode = models.CharField(_("mode"), max_length=12, choices=SupplyMode.choices)
    offer = models.ForeignKey(
        "activities.Offer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("ligne d’une vente au comptoir")
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_gross_cents__gt=0, vat_bp__lte=BASIS_POINTS) & ~Q(label=""),
                name="counter_line_whole",
                violation_error_message=_("Une ligne a un nom, un nombre et un prix."),
            ),
            models.CheckConstraint(
                condition=Q(mode__in=SupplyMode.values, unit__in=LineUnit.values),
                name="counter_line_words_known",
                violation_error_message=_("Choisissez un mode de la liste."),
            ),
            models.UniqueConstraint(
                fields=["sale", "position"],
                name="counter_line_once",
                violation_error_message=_("Cette ligne est déjà là."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def priced(self) -> CounterPrice:
        return CounterPrice(
            label=self.label,
            quantity=self.quantity,
            unit=self.unit,
            unit_gross_cents=self.unit_gross_cents,
            vat_bp=self.vat_bp,
            mode=self.mode,
            offer=self.offer_id,
        )

    @property
    def gross_cents(self) -> int:
        return self.priced.gross_cents


TRIGGERS = (triggers.append_only("sales_countersale"), triggers.append_only("sales_counterline"))
