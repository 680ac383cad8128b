from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.ledger.models import Entry
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.enums.payments import LateAudience, LifecycleCode, PaymentKind, ReminderLevel
from kpacite.domain.sales.models.clients import Client
from kpacite.domain.sales.models.invoices import Invoice
from kpacite.platform import triggers
from kpacite.platform.triggers import TriggerSet


class PaymentQuerySet(models.QuerySet["Payment"]):
    def standing(self) -> Self:
        """Without those that were cancelled."""
        return self.filter(cancelled_at=None)


class Payment(models.Model):
    """Money that a client gave, or got back. Never changed: cancelled by the mirror of its entry.

    What is not allocated to an invoice stays to the client's credit: an overpayment, an advance.
    `refund_of`: the payment whose rest a refund gives back. `key`: the gesture, so that it counts once.
    """

    carrier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payments")
    kpa = models.ForeignKey(Kpa, on_delete=models.PROTECT, related_name="payments")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(_("nature"), max_length=8, choices=PaymentKind.choices)
    means = models.CharField(_("moyen"), max_length=2, choices=PaymentMeans.choices)
    received_on = models.DateField(_("reçu le"))
    amount_cents = models.BigIntegerField(_("montant"))
    reference = models.CharField(_("référence"), max_length=120, blank=True)
    refund_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="refunds"
    )
    key = models.CharField(_("clé d’unicité"), max_length=64)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="payment")
    recorded_at = models.DateTimeField(_("noté le"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    cancel_reason = models.CharField(_("pourquoi il est annulé"), max_length=300, blank=True)
    is_example = models.BooleanField(_("exemple"), default=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("paiement")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0),
                name="payment_amount_positive",
                violation_error_message=_("Écrivez un montant plus grand que zéro."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PaymentKind.values, means__in=PaymentMeans.values),
                name="payment_words_known",
                violation_error_message=_("Choisissez un moyen de paiement de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(kind=PaymentKind.REFUND) | Q(refund_of=None),
                name="payment_refund_of_a_payment",
                violation_error_message=_("Seul un remboursement rend un paiement."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancel_reason="")
                | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="payment_cancelled_with_reason",
                violation_error_message=_("Dites pourquoi ce paiement est annulé."),
            ),
            models.UniqueConstraint(
                fields=["carrier", "key"],
                name="payment_once",
                violation_error_message=_("Ce paiement est déjà noté."),
            ),
        ]
        indexes = [
            models.Index(fields=["carrier", "-received_on", "-id"], name="payment_by_carrier"),
            models.Index(fields=["client", "received_on"], name="payment_by_client"),
        ]

    def __str__(self) -> str:
        return f"R{self.pk:05d}"

    @property
    def signed_cents(self) -> int:
        return self.amount_cents if self.kind == PaymentKind.RECEIVED else -self.amount_cents


class PaymentAllocation(models.Model):
    """How much of a payment settles an invoice: negative when a refund gives it back. Append-only."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="allocations")
    amount_cents = models.BigIntegerField(_("montant"))
    at = models.DateTimeField(_("noté le"))

    class Meta:
        verbose_name = _("part d’un paiement")
        verbose_name_plural = _("parts d’un paiement")
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount_cents=0),
                name="allocation_not_zero",
                violation_error_message=_("Écrivez un montant plus grand que zéro."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment} → {self.invoice}"


class EncashedTax(models.Model):
    """The net and the tax of one rate that an allocation encashed: what is declared to the State."""

    allocation = models.ForeignKey(PaymentAllocation, on_delete=models.PROTECT, related_name="taxes")
    vat_bp = models.PositiveIntegerField(_("taux de TVA, en points de base"))
    net_cents = models.BigIntegerField(_("hors taxes"))
    tax_cents = models.BigIntegerField(_("TVA"))

    class Meta:
        verbose_name = _("TVA encaissée")
        verbose_name_plural = _("TVA encaissées")
        constraints = [
            models.UniqueConstraint(
                fields=["allocation", "vat_bp"],
                name="encashed_tax_once",
                violation_error_message=_("Ce taux est déjà là."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vat_bp}: {self.net_cents} + {self.tax_cents}"


class LifecycleEvent(models.Model):
    """A status of an electronic invoice, by its AFNOR code. Append-only. `parts`: amounts by rate for 212."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lifecycle")
    code = models.CharField(_("statut"), max_length=3, choices=LifecycleCode.choices)
    motive = models.CharField(_("motif"), max_length=300, blank=True)
    parts = models.JSONField(_("montants par taux"), default=list, blank=True)
    at = models.DateTimeField(_("quand"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("statut d’une facture électronique")
        verbose_name_plural = _("statuts d’une facture électronique")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__in=LifecycleCode.values),
                name="lifecycle_code_known",
                violation_error_message=_("Choisissez un statut de la liste."),
            ),
            models.CheckConstraint(
                condition=~Q(code__in=[LifecycleCode.REFUSED, LifecycleCode.REJECTED]) | ~Q(motive=""),
                name="lifecycle_motive_told",
                violation_error_message=_("Écrivez le motif du refus ou du rejet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.invoice}"


class Reminder(models.Model):
    """A letter to a client who is late, as it was sent. Append-only."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="reminders")
    level = models.PositiveSmallIntegerField(_("relance"), choices=ReminderLevel.choices)
    email = models.EmailField(_("adresse e-mail"))
    text = models.TextField(_("texte"))
    left_cents = models.BigIntegerField(_("reste à payer ce jour-là"))
    sent_at = models.DateTimeField(_("envoyée le"))
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("relance")
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=ReminderLevel.FRIENDLY, level__lte=ReminderLevel.LAST)
                & ~Q(text="")
                & Q(left_cents__gt=0),
                name="reminder_whole",
                violation_error_message=_("Une relance a un texte, pour une somme due."),
            ),
            models.UniqueConstraint(
                fields=["invoice", "level"],
                name="reminder_once",
                violation_error_message=_("Cette relance est déjà partie."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice} ({self.level})"


class LateRate(models.Model):
    """The yearly rate of late interest that a carrier asks, over [valid_from, valid_to), with its source."""

    carrier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="late_rates")
    audience = models.CharField(_("pour qui"), max_length=6, choices=LateAudience.choices)
    rate_bp = models.PositiveIntegerField(_("taux annuel, en points de base"))
    valid_from = models.DateField(_("depuis"))
    valid_to = models.DateField(_("jusqu’à"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("taux d’intérêt de retard")
        verbose_name_plural = _("taux d’intérêt de retard")
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=LateAudience.values, rate_bp__gt=0) & ~Q(source=""),
                name="late_rate_explained",
                violation_error_message=_("Un taux est plus grand que zéro, et dit d’où il vient."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="late_rate_dates_in_order",
                violation_error_message=_("La fin vient après le début."),
            ),
            models.UniqueConstraint(
                fields=["carrier", "audience"],
                condition=Q(valid_to=None),
                name="late_rate_one_open",
                violation_error_message=_("Un taux est déjà en cours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate_bp}"

    @property
    def percent(self) -> Decimal:
        """As people read it: 12.15 for 1 215 basis points."""
        return Decimal(self.rate_bp) / 100


_PAYMENT = "sales_payment"
_FROZEN = (
    "carrier_id", "kpa_id", "client_id", "kind", "means", "received_on", "amount_cents", "refund_of_id",
    "key", "entry_id",
)  # fmt: skip
_REFUSAL = "sales: a payment never changes, it is cancelled once"
_TOO_MUCH = "sales: more is allocated than was paid"


_SPENT = (
    "(SELECT COALESCE(SUM(ABS(a.amount_cents)), 0) FROM sales_paymentallocation a"
    " WHERE a.payment_id = NEW.payment_id) + ABS(NEW.amount_cents)"
)
_HELD = "(SELECT p.amount_cents FROM sales_payment p WHERE p.id = NEW.payment_id AND p.cancelled_at IS NULL)"
_ALLOCATION = "sales_paymentallocation"
_KEPT = triggers.append_only(_ALLOCATION)

TRIGGERS = (
    triggers.kept(_PAYMENT, same=_FROZEN, sealed_by="cancelled_at", words=_REFUSAL),
    TriggerSet(
        table=_ALLOCATION,
        sqlite=(
            *_KEPT.sqlite,
            f"CREATE TRIGGER kpa_{_ALLOCATION}_bounded BEFORE INSERT ON {_ALLOCATION}"
            f" WHEN {_SPENT} > COALESCE({_HELD}, 0) BEGIN SELECT RAISE(ABORT, '{_TOO_MUCH}'); END",
        ),
        postgresql=(
            *_KEPT.postgresql,
            f"""CREATE OR REPLACE FUNCTION kpa_sales_allocation() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                PERFORM 1 FROM sales_payment p WHERE p.id = NEW.payment_id FOR NO KEY UPDATE;
                IF {_SPENT} > COALESCE({_HELD}, 0) THEN
                    RAISE EXCEPTION '{_TOO_MUCH}' USING ERRCODE = '23514';
                END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER kpa_{_ALLOCATION}_bounded BEFORE INSERT ON {_ALLOCATION}"
            " FOR EACH ROW EXECUTE FUNCTION kpa_sales_allocation()",
        ),
    ),
    triggers.append_only("sales_encashedtax"),
    triggers.append_only("sales_lifecycleevent"),
    triggers.append_only("sales_reminder"),
)
