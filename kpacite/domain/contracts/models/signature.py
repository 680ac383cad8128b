from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.contracts.enums import Party, SigningMode
from kpacite.domain.contracts.models.contract import ContractPeriod, SupportContract


class ContractSignature(models.Model):
    """The proof that one party signed one period: append-only. `ip_hash`: keyed hash, or nothing."""

    period = models.ForeignKey(ContractPeriod, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(_("partie"), max_length=8, choices=Party.choices)
    typed_name = models.CharField(_("nom écrit"), max_length=200)
    mode = models.CharField(_("comment"), max_length=8, choices=SigningMode.choices)
    signed_on = models.DateField(_("signé le"))
    text_hash = models.CharField(_("empreinte du texte signé"), max_length=64)
    ip_hash = models.CharField(max_length=64, blank=True)
    note = models.CharField(_("remarque"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("enregistrée le"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("signature de contrat")
        verbose_name_plural = _("signatures de contrat")
        constraints = [
            models.CheckConstraint(
                condition=Q(party__in=Party.values) & Q(mode__in=SigningMode.values) & ~Q(typed_name=""),
                name="contract_signature_whole",
                violation_error_message=_("Une signature dit qui signe, et comment."),
            ),
            models.UniqueConstraint(
                fields=["period", "party"],
                name="contract_signature_once",
                violation_error_message=_("Cette signature est déjà là."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}, {self.get_party_display()}"

    @property
    def audit_repr(self) -> str:
        return f"contract period {self.period_id}, {self.party}"


class ContractReminder(models.Model):
    """This mark before the end of this period has been reminded of, once."""

    period = models.ForeignKey(ContractPeriod, on_delete=models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField(_("jours avant la fin"))
    sent_at = models.DateTimeField(_("envoyé le"))

    class Meta:
        verbose_name = _("rappel de fin")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "days"],
                name="contract_reminder_once",
                violation_error_message=_("Ce rappel est déjà envoyé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}, {self.days}"


class AssociateReminder(models.Model):
    """This mark, so many months before a CESA asks to be an associate, has been reminded of, once."""

    contract = models.ForeignKey(
        SupportContract, on_delete=models.PROTECT, related_name="associate_reminders"
    )
    months = models.PositiveSmallIntegerField(_("mois avant"))
    sent_at = models.DateTimeField(_("envoyé le"))

    class Meta:
        verbose_name = _("rappel d’association")
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "months"],
                name="associate_reminder_once",
                violation_error_message=_("Ce rappel est déjà envoyé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}, {self.months}"


class IssuedContract(models.Model):
    """The document of a signed period, as it was drawn on the day of the last signature: append-only."""

    period = models.OneToOneField(ContractPeriod, on_delete=models.PROTECT, related_name="issued")
    file = models.OneToOneField("platform.PrivateFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(_("empreinte du document"), max_length=64)
    issued_at = models.DateTimeField(_("établi le"))

    class Meta:
        verbose_name = _("contrat établi")
        verbose_name_plural = _("contrats établis")

    def __str__(self) -> str:
        return str(self.period)

    @property
    def audit_repr(self) -> str:
        return f"contract period {self.period_id}, document"
