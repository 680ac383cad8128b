from django.db import models
from django.utils.translation import gettext_lazy as _


class PurchaseKind(models.TextChoices):
    """What a supplier sold. The mapping of the book says which account of charges it is."""

    MATERIALS = "materials", _("Matières, ingrédients")
    GOODS = "goods", _("Marchandises à revendre")
    SUPPLIES = "supplies", _("Fournitures, petit matériel")
    RENT = "rent", _("Loyer, location")
    INSURANCE = "insurance", _("Assurance")
    FEES = "fees", _("Honoraires")
    TELECOM = "telecom", _("Téléphone, internet, poste")
    TRAVEL = "travel", _("Déplacements")
    BANK = "bank", _("Frais bancaires")
    OTHER = "other", _("Autre chose")


class PurchaseState(models.TextChoices):
    DRAFT = "draft", _("À vérifier")
    POSTED = "posted", _("À payer")
    PAID = "paid", _("Payée")
    DISCARDED = "discarded", _("Écartée")
    CANCELLED = "cancelled", _("Annulée")


class PurchasePayment(models.TextChoices):
    TRANSFER = "transfer", _("virement")
    DEBIT = "debit", _("prélèvement")
    CARD = "card", _("carte")
    CHEQUE = "cheque", _("chèque")
    CASH = "cash", _("espèces")
