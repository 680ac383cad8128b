from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.models.payments import Payment
from kpacite.domain.sales.models.purchases import SupplierPayment

WAITING = Q(payment=None, deposit=None, supplier_payment=None, ignored_reason="")


class BankAccount(models.Model):
    """An account of a carrier. `mapping`: what the columns of its bank's CSV mean, once someone said it."""

    carrier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bank_accounts")
    name = models.CharField(_("nom du compte"), max_length=80)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    mapping = models.JSONField(_("colonnes du CSV"), default=dict, blank=True)

    class Meta:
        verbose_name = _("compte en banque")
        verbose_name_plural = _("comptes en banque")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="bank_account_named",
                violation_error_message=_("Écrivez le nom du compte."),
            ),
            models.UniqueConstraint(
                fields=["carrier", "name"],
                name="bank_account_once",
                violation_error_message=_("Ce compte existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BankStatement(models.Model):
    """A file that was read whole. The same bytes twice change nothing."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="statements")
    sha256 = models.CharField(_("empreinte"), max_length=64)
    format = models.CharField(_("format"), max_length=8)
    imported_at = models.DateTimeField(_("importé le"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("relevé de banque")
        verbose_name_plural = _("relevés de banque")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "sha256"],
                name="bank_statement_once",
                violation_error_message=_("Ce relevé est déjà importé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.sha256[:8]}"


class BankLineQuerySet(models.QuerySet["BankLine"]):
    def waiting(self) -> Self:
        """Nobody said yet what they are."""
        return self.filter(WAITING)


class BankLine(models.Model):
    """A movement of an account, known by its fingerprint: two statements that overlap give it once.

    It waits until a person says which payment or slip it is, or that it is none of ours. `supplier_payment`:
    the invoices of a supplier that it paid.
    """

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="lines")
    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="lines")
    fingerprint = models.CharField(_("empreinte"), max_length=64)
    booked_on = models.DateField(_("date"))
    value_on = models.DateField(_("date de valeur"), null=True, blank=True)
    amount_cents = models.BigIntegerField(_("montant"))
    label = models.CharField(_("libellé"), max_length=200, blank=True)
    counterparty = models.CharField(_("qui"), max_length=140, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    reference = models.CharField(_("référence"), max_length=70, blank=True)
    bank_id = models.CharField(_("identifiant de la banque"), max_length=120, blank=True)
    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="bank_line"
    )
    deposit = models.OneToOneField(
        "sales.Deposit", on_delete=models.PROTECT, null=True, blank=True, related_name="bank_line"
    )
    supplier_payment = models.OneToOneField(
        SupplierPayment, on_delete=models.PROTECT, null=True, blank=True, related_name="bank_line"
    )
    ignored_reason = models.CharField(_("pourquoi on la laisse"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)

    objects = BankLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne de relevé")
        verbose_name_plural = _("lignes de relevé")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "fingerprint"],
                name="bank_line_once",
                violation_error_message=_("Ce mouvement est déjà là."),
            ),
            models.CheckConstraint(
                condition=~Q(amount_cents=0),
                name="bank_line_moves_something",
                violation_error_message=_("Un mouvement n’est jamais de zéro euro."),
            ),
            models.CheckConstraint(
                condition=Q(payment=None, deposit=None, supplier_payment=None)
                | Q(payment=None, deposit=None, ignored_reason="")
                | Q(payment=None, supplier_payment=None, ignored_reason="")
                | Q(deposit=None, supplier_payment=None, ignored_reason=""),
                name="bank_line_one_fate",
                violation_error_message=_("Ce mouvement est déjà rapproché."),
            ),
        ]
        indexes = [models.Index(fields=["account", "-booked_on", "-id"], name="bank_line_by_account")]

    def __str__(self) -> str:
        return self.label or self.fingerprint[:8]

    @property
    def is_waiting(self) -> bool:
        fates = (self.payment_id, self.deposit_id, self.supplier_payment_id)
        return fates == (None, None, None) and not self.ignored_reason
