from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError


class CannotMoveThere(DomainError):
    code = "sales.expense_cannot_move_there"
    sentence = _("Cette note de frais a déjà changé d’état. Regardez où elle en est.")


class ExpenseOfSomeoneElse(DomainError):
    code = "sales.expense_of_someone_else"
    sentence = _("Seule la personne qui a payé peut changer sa note de frais.")


class SamePerson(DomainError):
    code = "sales.expense_same_person"
    sentence = _("Une autre personne doit vérifier vos frais.")


class FutureExpense(DomainError):
    code = "sales.expense_in_the_future"
    sentence = _("Cette date n’est pas encore passée. Écrivez le jour où vous avez payé.")
    field = "spent_on"


class KilometresMissing(DomainError):
    code = "sales.expense_kilometres_missing"
    sentence = _("Écrivez le nombre de kilomètres, aller et retour.")
    field = "km"


class RateMissing(DomainError):
    code = "sales.expense_rate_missing"
    sentence = _("Le barème des kilomètres est à compléter par la comptabilité. Demandez-lui.")
    field = "km"


class ReceiptMissing(DomainError):
    code = "sales.expense_receipt_missing"
    sentence = _("Ajoutez la photo du ticket ou de la facture.")
    field = "file"


class SameReceipt(DomainError):
    code = "sales.expense_same_receipt"
    sentence = _("Ce justificatif est déjà là.")
    field = "file"


class ReceiptAlreadyUsed(DomainError):
    code = "sales.expense_receipt_already_used"
    sentence = _("Ce justificatif sert déjà à une autre note de frais. Vérifiez votre liste.")
    field = "file"


class TooManyReceipts(DomainError):
    code = "sales.expense_too_many_receipts"
    sentence = _("Une note de frais a 10 justificatifs au plus.")
    field = "file"


class OrderOfAnotherKpa(DomainError):
    code = "sales.expense_order_elsewhere"
    sentence = _("Cette commande est celle d’un autre KPA. Choisissez-en une d’ici.")
    field = "order"


class CarrierMissing(DomainError):
    code = "sales.expense_carrier_missing"
    sentence = _("Cette structure ne porte pas ce KPA, ou ne tient pas encore ses comptes ici.")
