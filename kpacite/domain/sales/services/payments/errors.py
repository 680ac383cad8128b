from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError


class InvoiceNotIssued(DomainError):
    code = "sales.payment_invoice_not_issued"
    sentence = _("On ne paie qu’une facture émise.")


class NotTheSameClient(DomainError):
    code = "sales.payment_not_the_same_client"
    sentence = _("Ces factures ne sont pas du même client. Notez deux paiements.")


class MoreThanLeft(DomainError):
    code = "sales.payment_more_than_left"
    sentence = _("Cette somme est plus grande que ce qui reste à payer sur la facture.")
    field = "amount"


class MoreThanPaid(DomainError):
    code = "sales.payment_more_than_paid"
    sentence = _("Le total des factures est plus grand que le paiement.")
    field = "amount"


class NothingToRefund(DomainError):
    code = "sales.payment_nothing_to_refund"
    sentence = _("Il n’y a rien à rembourser, ou moins que cette somme.")
    field = "amount"


class AlreadyCancelled(DomainError):
    code = "sales.payment_already_cancelled"
    sentence = _("Ce paiement est déjà annulé.")


class RefundedMeanwhile(DomainError):
    code = "sales.payment_refunded_meanwhile"
    sentence = _("Ce paiement a été remboursé. Annulez d’abord le remboursement.")


class FuturePayment(DomainError):
    code = "sales.payment_in_the_future"
    sentence = _("Cette date n’est pas encore passée. Écrivez le jour où l’argent est arrivé.")
    field = "received_on"


class KeyOfAnotherPayment(DomainError):
    code = "sales.payment_key_of_another"
    sentence = _("Ce formulaire a déjà servi pour un autre paiement. Rechargez la page.")


class NothingLate(DomainError):
    code = "sales.reminder_nothing_late"
    sentence = _("Cette facture n’est pas en retard. Il n’y a rien à relancer.")


class ReminderAlreadySent(DomainError):
    code = "sales.reminder_already_sent"
    sentence = _("Cette relance est déjà partie.")


class LifecycleEnded(DomainError):
    code = "sales.lifecycle_ended"
    sentence = _("Cette facture a été rejetée : son suivi s’arrête là.")


class RateBeforeThePresentOne(DomainError):
    code = "sales.late_rate_before_the_present_one"
    sentence = _("Le nouveau taux commence après celui qui est en cours.")
    field = "valid_from"


class LineAlreadyDecided(DomainError):
    code = "sales.bank_line_already_decided"
    sentence = _("Ce mouvement est déjà rapproché. Rechargez la page.")


class NothingToClose(DomainError):
    code = "sales.cash_nothing_to_close"
    sentence = _("Il n’y a rien à clôturer : c’est déjà fait, ou rien n’est arrivé depuis.")


class WrongAmount(DomainError):
    code = "sales.bank_line_wrong_amount"
    sentence = _("Ce paiement n’a pas le même montant que le mouvement.")


class OtherAccount(DomainError):
    code = "sales.bank_statement_of_another_account"
    sentence = _("Ce relevé est celui d’un autre compte. Vérifiez l’IBAN.")
    field = "file"


class NothingToClaim(DomainError):
    code = "sales.late_nothing_to_claim"
    sentence = _("Il n’y a rien à réclamer : ni retard, ni somme qui ne l’est pas déjà.")


class LateRateMissing(DomainError):
    code = "sales.late_rate_missing"
    sentence = _("Le taux d’intérêt d’une partie de ces jours est à compléter.")
    field = "with_interest"


class ClaimAlreadyPaid(DomainError):
    code = "sales.late_claim_already_paid"
    sentence = _("Ces frais sont payés, au moins en partie. Annulez d’abord le paiement.")


class ClaimGivenUp(DomainError):
    code = "sales.late_claim_given_up"
    sentence = _("Ces frais sont déjà abandonnés.")


class TillWouldOwe(DomainError):
    code = "sales.till_would_owe"
    sentence = _("Il n’y a pas assez dans la caisse ce jour-là.")
    field = "amount"


class NothingToDeposit(DomainError):
    code = "sales.deposit_nothing"
    sentence = _("Choisissez ce que vous remettez, pour plus que la commission.")
    field = "amount"


class DepositDiffers(DomainError):
    code = "sales.deposit_differs"
    sentence = _("L’un de ces paiements est déjà remis, ou annulé. Rechargez la page.")


class DepositBounced(DomainError):
    code = "sales.deposit_bounced"
    sentence = _("Un chèque de cette remise est revenu impayé : elle reste.")


class NotOnASlip(DomainError):
    code = "sales.deposit_not_on_a_slip"
    sentence = _("Ce chèque n’est plus sur cette remise. Rechargez la page.")


class ChequeOnASlip(DomainError):
    code = "sales.payment_on_a_slip"
    sentence = _("Ce paiement est remis en banque. Annulez la remise, ou notez le chèque impayé.")


class LifecycleWritesItself(DomainError):
    code = "sales.lifecycle_writes_itself"
    sentence = _("« Encaissée » s’écrit tout seul, avec les paiements.")


class LifecycleOutOfOrder(DomainError):
    code = "sales.lifecycle_out_of_order"
    sentence = _("Un client refuse une facture déposée. Notez d’abord « Déposée ».")
