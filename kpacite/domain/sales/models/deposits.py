from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.ledger.models import Entry
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.enums import PaymentMeans
from kpacite.domain.sales.models.bank import BankAccount
from kpacite.domain.sales.models.payments import Payment
from kpacite.platform import triggers
from kpacite.platform.triggers import TriggerSet

DEPOSITED = (PaymentMeans.CHEQUE, PaymentMeans.CARD, PaymentMeans.CASH)


class Deposit(models.Model):
    """What was taken to the bank in one go: cheques, cards or cash. Frozen; cancelled once, by a mirror.

    `fee_cents`: what the bank kept (cards). `bank_reference`: the number of the bank's own slip.
    """

    carrier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deposits")
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="deposits")
    number = models.CharField(_("numéro du bordereau"), max_length=35)
    means = models.CharField(_("nature"), max_length=2, choices=PaymentMeans.choices)
    deposited_on = models.DateField(_("remis le"))
    amount_cents = models.BigIntegerField(_("montant"))
    fee_cents = models.BigIntegerField(_("commission de la banque"), default=0)
    bank_reference = models.CharField(_("numéro de remise de la banque"), max_length=60, blank=True)
    key = models.CharField(_("clé d’unicité"), max_length=64)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="deposit")
    recorded_at = models.DateTimeField(_("noté le"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    cancel_reason = models.CharField(_("pourquoi il est annulé"), max_length=300, blank=True)
    is_example = models.BooleanField(_("exemple"), default=False)

    class Meta:
        verbose_name = _("remise en banque")
        verbose_name_plural = _("remises en banque")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0, fee_cents__gte=0, fee_cents__lt=F("amount_cents")),
                name="deposit_amount_positive",
                violation_error_message=_("La commission est plus petite que la remise."),
            ),
            models.CheckConstraint(
                condition=Q(means__in=DEPOSITED),
                name="deposit_means_known",
                violation_error_message=_("On remet des chèques, des cartes ou des espèces."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancel_reason="")
                | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="deposit_cancelled_with_reason",
                violation_error_message=_("Dites pourquoi cette remise est annulée."),
            ),
            models.UniqueConstraint(
                fields=["carrier", "number"],
                name="deposit_number_once",
                violation_error_message=_("Ce numéro de bordereau est déjà donné."),
            ),
            models.UniqueConstraint(
                fields=["carrier", "key"],
                name="deposit_once",
                violation_error_message=_("Cette remise est déjà notée."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def arrived_cents(self) -> int:
        """What the statement of the bank will say."""
        return self.amount_cents - self.fee_cents


class DepositLine(models.Model):
    """A cheque or a card payment on a slip. Append-only; a payment stands on one slip at a time."""

    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="lines")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="deposit_lines")

    class Meta:
        verbose_name = _("ligne d’une remise")
        verbose_name_plural = _("lignes d’une remise")

    def __str__(self) -> str:
        return f"{self.deposit} : {self.payment}"

    @property
    def is_bounced(self) -> bool:
        return hasattr(self, "bounce")


class BouncedCheque(models.Model):
    """A cheque that came back unpaid: the money leaves the bank, and the client owes again. Append-only."""

    line = models.OneToOneField(DepositLine, on_delete=models.PROTECT, related_name="bounce")
    on = models.DateField(_("revenu le"))
    reason = models.CharField(_("motif"), max_length=200)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="bounced_cheque")
    at = models.DateTimeField(_("noté le"))

    class Meta:
        verbose_name = _("chèque impayé")
        verbose_name_plural = _("chèques impayés")

    def __str__(self) -> str:
        return f"{self.line}"


_DEPOSIT, _LINE = "sales_deposit", "sales_depositline"
_FROZEN = (
    "carrier_id", "account_id", "number", "means", "deposited_on", "amount_cents", "fee_cents", "key",
    "entry_id",
)  # fmt: skip
_REFUSAL = "sales: a deposit never changes, it is cancelled once"
_TWICE = "sales: this payment is on another slip, or of another kind"


_BAD_LINE = (
    "NOT EXISTS (SELECT 1 FROM sales_payment p JOIN sales_deposit d ON d.id = NEW.deposit_id"
    " WHERE p.id = NEW.payment_id AND p.cancelled_at IS NULL AND p.means = d.means"
    " AND p.kind = 'received' AND p.carrier_id = d.carrier_id)"
    " OR EXISTS (SELECT 1 FROM sales_depositline l JOIN sales_deposit d ON d.id = l.deposit_id"
    " WHERE l.payment_id = NEW.payment_id AND d.cancelled_at IS NULL)"
)
_KEPT = triggers.append_only(_LINE)
TRIGGERS = (
    triggers.kept(_DEPOSIT, same=_FROZEN, sealed_by="cancelled_at", words=_REFUSAL),
    TriggerSet(
        table=_LINE,
        sqlite=(
            *_KEPT.sqlite,
            f"CREATE TRIGGER kpa_{_LINE}_once BEFORE INSERT ON {_LINE} WHEN {_BAD_LINE}"
            f" BEGIN SELECT RAISE(ABORT, '{_TWICE}'); END",
        ),
        postgresql=(
            *_KEPT.postgresql,
            f"""CREATE OR REPLACE FUNCTION kpa_sales_depositline() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                PERFORM 1 FROM sales_payment p WHERE p.id = NEW.payment_id FOR NO KEY UPDATE;
                IF {_BAD_LINE} THEN
                    RAISE EXCEPTION '{_TWICE}' USING ERRCODE = '23514';
                END IF;
                RETURN NEW; END $$""",
            f"CREATE TRIGGER kpa_{_LINE}_once BEFORE INSERT ON {_LINE}"
            " FOR EACH ROW EXECUTE FUNCTION kpa_sales_depositline()",
        ),
    ),
    triggers.append_only("sales_bouncedcheque", keys=("id", "line_id", "entry_id")),
)
