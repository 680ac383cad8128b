from django.db import models
from django.utils.translation import gettext_lazy as _


class InvoiceKind(models.TextChoices):
    INVOICE = "invoice", _("Facture")
    DEPOSIT = "deposit", _("Facture d’acompte")
    BALANCE = "balance", _("Facture de solde")
    CREDIT = "credit", _("Avoir")
    TAKEN = "taken", _("Facture reprise")
    LATE = "late", _("Frais de retard")


class InvoiceState(models.TextChoices):
    DRAFT = "draft", _("Brouillon")
    TO_VALIDATE = "to_validate", _("À valider")
    ISSUED = "issued", _("Émise")


class VatRegime(models.TextChoices):
    TAXABLE = "taxable", _("Soumise à la TVA")
    FRANCHISE = "franchise", _("En franchise, art. 293 B")
    ASSOCIATION = "association", _("Association exonérée, art. 261, 7-1°")


class PaymentMeans(models.TextChoices):
    """The codes of UNTDID 4461, as an electronic invoice says them."""

    TRANSFER = "30", _("Virement")
    CHEQUE = "20", _("Chèque")
    CARD = "48", _("Carte")
    CASH = "10", _("Espèces")


class InvoicePace(models.IntegerChoices):
    """How often an invoice comes back, in months."""

    MONTH = 1, _("tous les mois")
    QUARTER = 3, _("tous les 3 mois")
    YEAR = 12, _("tous les ans")


class SendingState(models.TextChoices):
    QUEUED = "queued", _("En train de partir")
    SENT = "sent", _("Envoyée")
    FAILED = "failed", _("À renvoyer")


class SendingChannel(models.TextChoices):
    """`PORTAL`: deposited by hand on Chorus Pro, which the law wants for public bodies (CPRO-01)."""

    MAIL = "mail", _("E-mail")
    PORTAL = "portal", _("Chorus Pro")
