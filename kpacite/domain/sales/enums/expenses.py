from django.db import models
from django.utils.translation import gettext_lazy as _


class ExpenseKind(models.TextChoices):
    """What was paid for. Materials go into what is sold; the others are the costs of working."""

    MATERIALS = "materials", _("Matières, ingrédients")
    SUPPLIES = "supplies", _("Fournitures, petit matériel")
    TRAVEL = "travel", _("Trajet en voiture")
    TRANSPORT = "transport", _("Train, bus, métro")
    MEAL = "meal", _("Repas")
    OTHER = "other", _("Autre chose")


class ExpenseState(models.TextChoices):
    DRAFT = "draft", _("Brouillon")
    SUBMITTED = "submitted", _("À vérifier")
    CHECKED = "checked", _("Vérifiée")
    ACCEPTED = "accepted", _("Acceptée")
    REIMBURSED = "reimbursed", _("Remboursée")
    REFUSED = "refused", _("Refusée")


class RepaymentMethod(models.TextChoices):
    TRANSFER = "transfer", _("virement")
    CHEQUE = "cheque", _("chèque")
    CASH = "cash", _("espèces")
