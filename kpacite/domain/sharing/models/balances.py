from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sharing.enums import BalanceKind, PayState
from kpacite.domain.sharing.models.sharings import Sharing
from kpacite.platform.fields import EncryptedBytesField


class PayBatch(models.Model):
    """The requests of a KPA for one month, as they go to the carrier together."""

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="pay_batches")
    carrier = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="pay_batches"
    )
    month = models.DateField(_("mois"))
    reference = models.CharField(_("référence"), max_length=35, unique=True)
    made_at = models.DateTimeField(_("préparé le"))
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("envoi de paie")
        verbose_name_plural = _("envois de paie")
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="pay_batch_month_first_day"),
        ]

    def __str__(self) -> str:
        return self.reference


class TransferFile(models.Model):
    """The file of transfers that a bank takes for a batch: what pay answered, net, to those with an account.

    `message_id` is ours and unique: a bank refuses the same file twice. `content` holds account numbers: it
    is encrypted, and emptied once the bank has it.
    """

    batch = models.ForeignKey(PayBatch, on_delete=models.PROTECT, related_name="transfer_files")
    number = models.PositiveIntegerField(_("numéro"))
    message_id = models.CharField(_("référence"), max_length=33, unique=True)
    on = models.DateField(_("jour des virements"))
    cents = models.BigIntegerField(_("somme"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    content = EncryptedBytesField(blank=True)
    made_at = models.DateTimeField(_("préparé le"))
    emptied_at = models.DateTimeField(_("vidé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("fichier de virements")
        verbose_name_plural = _("fichiers de virements")
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="transfer_file_number_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="transfer_file_pays_something"),
        ]

    def __str__(self) -> str:
        return self.message_id


class PayRequest(models.Model):
    """Somebody asks to be paid a part of her balance. Facts of the payslip come back from the carrier."""

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="pay_requests")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="pay_requests")
    cents = models.BigIntegerField(_("montant avant cotisations"))
    state = models.CharField(_("état"), max_length=12, choices=PayState.choices, default=PayState.ASKED)
    asked_at = models.DateTimeField(_("demandé le"))
    batch = models.ForeignKey(
        PayBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    transfer = models.ForeignKey(
        TransferFile, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    settled_on = models.DateField(_("payé ou refusé le"), null=True, blank=True)
    gross_cents = models.BigIntegerField(_("salaire brut"), null=True, blank=True)
    net_cents = models.BigIntegerField(_("net payé"), null=True, blank=True)
    reason = models.CharField(_("raison"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("demande de versement")
        verbose_name_plural = _("demandes de versement")
        constraints = [
            models.CheckConstraint(
                condition=Q(cents__gt=0),
                name="pay_request_positive",
                violation_error_message=_("Écrivez une somme plus grande que zéro."),
            ),
            models.CheckConstraint(condition=Q(state__in=PayState.values), name="pay_request_state_known"),
            models.UniqueConstraint(
                fields=["kpa", "person"],
                condition=Q(state=PayState.ASKED),
                name="pay_request_one_asked",
                violation_error_message=_("Vous avez déjà une demande en cours. Changez-la ou annulez-la."),
            ),
            models.CheckConstraint(
                condition=Q(transfer=None) | Q(state=PayState.PAID, net_cents__gt=0),
                name="pay_request_transferred_when_paid",
            ),
            models.CheckConstraint(
                condition=~Q(state=PayState.REJECTED) | ~Q(reason=""),
                name="pay_request_rejected_for_a_reason",
                violation_error_message=_("Dites pourquoi la demande est refusée."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.cents}"

    @property
    def audit_repr(self) -> str:
        return f"pay request {self.pk}"


class BalanceMove(models.Model):
    """What a person is owed moves: up with a share, down with a request for pay. Append-only.

    Reimbursements are never income: they have moves of their own. A held share waits for a contract and is
    not to be asked for; `sentence` is the one that she reads. `key` makes each happen once.
    """

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="balance_moves")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="balance_moves")
    kind = models.CharField(_("pourquoi"), max_length=16, choices=BalanceKind.choices)
    cents = models.BigIntegerField(_("montant"))
    day = models.DateField(_("jour"))
    sentence = models.CharField(_("explication"), max_length=300)
    sharing = models.ForeignKey(
        Sharing, on_delete=models.PROTECT, null=True, blank=True, related_name="balance_moves"
    )
    request = models.ForeignKey(
        PayRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="balance_moves"
    )
    key = models.CharField(max_length=100, unique=True)
    recorded_at = models.DateTimeField(_("noté le"))

    class Meta:
        verbose_name = _("mouvement d’un compte personnel")
        verbose_name_plural = _("mouvements d’un compte personnel")
        indexes = [models.Index(fields=["person", "kpa", "day"], name="balance_move_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(cents=0) & ~Q(sentence="") & ~Q(key=""), name="balance_move_says_what"
            ),
            models.CheckConstraint(condition=Q(kind__in=BalanceKind.values), name="balance_move_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.cents}"

    @property
    def audit_repr(self) -> str:
        return f"balance move {self.pk}"


class PayoutCeiling(models.Model):
    """The most that a person wants to be paid in a month: hers alone to see. What is kept stays hers."""

    person = models.OneToOneField(
        "people.Person", on_delete=models.PROTECT, related_name="payout_ceiling", primary_key=True
    )
    cents = models.BigIntegerField(_("au plus par mois"))
    changed_at = models.DateTimeField(_("changé le"))

    class Meta:
        verbose_name = _("plafond de versement")
        verbose_name_plural = _("plafonds de versement")
        constraints = [
            models.CheckConstraint(
                condition=Q(cents__gte=0),
                name="payout_ceiling_not_negative",
                violation_error_message=_("Écrivez une somme, ou laissez vide."),
            ),
        ]

    def __str__(self) -> str:
        return "—"

    @property
    def audit_repr(self) -> str:
        return "payout ceiling"
