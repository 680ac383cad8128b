from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError


class PurchaseMoved(DomainError):
    code = "sales.purchase_moved"
    sentence = _("Cette facture a déjà changé d’état. Regardez où elle en est.")


class AlreadyReceived(DomainError):
    code = "sales.purchase_already_received"
    sentence = _("Cette facture de ce fournisseur est déjà là.")
    field = "number"


class SameFile(DomainError):
    code = "sales.purchase_same_file"
    sentence = _("Ce fichier est déjà là.")
    field = "file"


class SupplierMissing(DomainError):
    code = "sales.purchase_supplier_missing"
    sentence = _("Écrivez le nom du fournisseur.")
    field = "supplier"


class NumberMissing(DomainError):
    code = "sales.purchase_number_missing"
    sentence = _("Écrivez le numéro de la facture.")
    field = "number"


class DateMissing(DomainError):
    code = "sales.purchase_date_missing"
    sentence = _("Écrivez la date de la facture.")
    field = "issued_on"


class AmountMissing(DomainError):
    code = "sales.purchase_amount_missing"
    sentence = _("Écrivez un total plus grand que zéro.")
    field = "gross"


class FuturePurchase(DomainError):
    code = "sales.purchase_in_the_future"
    sentence = _("Cette date n’est pas encore passée.")
    field = "issued_on"


class FutureSettlement(DomainError):
    code = "sales.purchase_paid_in_the_future"
    sentence = _("Cette date n’est pas encore passée. Écrivez le jour du paiement.")
    field = "on"
