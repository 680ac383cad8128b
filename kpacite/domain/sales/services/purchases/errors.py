from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError


class PurchaseMoved(DomainError):
    code = "sales.purchase_moved"
    sentence = _("Cette facture a déjà changé d’état. Regardez où elle en est.")


class PurchasePaid(DomainError):
    code = "sales.purchase_paid"
    sentence = _("Un paiement est noté sur cette facture. Annulez d’abord ce paiement.")


class TwoSuppliers(DomainError):
    code = "sales.purchase_two_suppliers"
    sentence = _("Un paiement va à un seul fournisseur.")


class NothingPaid(DomainError):
    code = "sales.purchase_nothing_paid"
    sentence = _("Écrivez un montant plus grand que zéro.")
    field = "amount"


class MorePaidThanOwed(DomainError):
    code = "sales.purchase_more_than_owed"
    sentence = _("C’est plus que ce qui reste à payer. Corrigez, ou dites que le reste est une avance.")
    field = "amount"


class NoAdvance(DomainError):
    code = "sales.purchase_no_advance"
    sentence = _("Il ne reste aucune avance chez ce fournisseur.")


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
