from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentKind(models.TextChoices):
    RECEIVED = "received", _("Paiement reçu")
    REFUND = "refund", _("Remboursement")


class SettlementState(models.TextChoices):
    """Where an issued invoice stands. Never stored: it follows from the payments and from the day."""

    TO_PAY = "to_pay", _("À payer")
    PARTLY_PAID = "partly_paid", _("Payée en partie")
    OVERDUE = "overdue", _("En retard")
    PAID = "paid", _("Payée")
    CREDITED = "credited", _("Annulée par un avoir")
    OVERPAID = "overpaid", _("À rembourser")


class LifecycleCode(models.TextChoices):
    """AFNOR XP Z12-012: the statuses that the tax authority wants to know (EINV-06)."""

    DEPOSITED = "200", _("Déposée")
    REFUSED = "210", _("Refusée")
    CASHED = "212", _("Encaissée")
    REJECTED = "213", _("Rejetée")


class ReminderLevel(models.IntegerChoices):
    FRIENDLY = 1, _("Première relance")
    FIRM = 2, _("Deuxième relance")
    LAST = 3, _("Dernière relance")


class LateAudience(models.TextChoices):
    PROFESSIONAL = "pro", _("Entreprises et associations")
    PUBLIC = "public", _("Services publics")


class CashRecordKind(models.TextChoices):
    """What the chain of receipts holds, one after the other."""

    RECEIPT = "receipt", _("Reçu")
    CORRECTION = "correction", _("Correction")
    DAY = "day", _("Clôture du jour")
    MONTH = "month", _("Clôture du mois")
    YEAR = "year", _("Clôture de l’année")
    ARCHIVE = "archive", _("Archive")
