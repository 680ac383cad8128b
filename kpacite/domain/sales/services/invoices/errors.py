from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kpacite.domain.sales.rules.invoices import Problem
from kpacite.kernel.errors import DomainError


class InvoiceAlreadyIssued(DomainError):
    code = "sales.invoice_already_issued"
    sentence = _("Cette facture est déjà émise : elle ne change plus. Pour corriger, faites un avoir.")


class NoCarrier(DomainError):
    code = "sales.no_carrier"
    sentence = _("Ce KPA n’a pas de structure de portage aujourd’hui. Personne ne peut facturer pour lui.")


class NoBillingProfile(DomainError):
    code = "sales.no_billing_profile"
    sentence = _(
        "La structure de portage n’a pas rempli son profil de facturation. Prévenez sa comptabilité."
    )


class NoBook(DomainError):
    code = "sales.no_book"
    sentence = _("La structure de portage n’a pas ouvert son livre comptable. Prévenez sa comptabilité.")


class IssuedOutOfOrder(DomainError):
    code = "sales.issued_out_of_order"
    sentence = _("Une facture plus récente est déjà émise. Choisissez une date plus tard.")


class CannotSendBack(DomainError):
    code = "sales.cannot_send_back"
    sentence = _("Cette facture n’attend pas de validation.")


class ReasonNeeded(DomainError):
    code = "sales.reason_needed"
    sentence = _("Écrivez pourquoi, en quelques mots.")
    field = "reason"


class NotIssued(DomainError):
    code = "sales.not_issued"
    sentence = _("Cette facture n’est pas encore émise.")


class IssuedElsewhere(DomainError):
    code = "sales.issued_elsewhere"
    sentence = _("Cette facture vient d’un autre outil. Son papier est là-bas.")


class NothingLeftToCredit(DomainError):
    code = "sales.nothing_left_to_credit"
    sentence = _("Cet avoir rend plus que ce qui reste sur la facture. Vérifiez les nombres.")


class CreditOfCredit(DomainError):
    code = "sales.credit_of_credit"
    sentence = _("Un avoir ne se corrige pas par un avoir. Faites une nouvelle facture.")


class DepositDeducted(DomainError):
    code = "sales.deposit_deducted"
    sentence = _("Cet acompte est déjà déduit d’une facture de solde. Faites d’abord un avoir sur celle-ci.")


class OnlyPlainInvoices(DomainError):
    code = "sales.only_plain_invoices"
    sentence = _("Seule une facture simple peut revenir : ni un acompte, ni un solde, ni un avoir.")


class AlreadyRecurring(DomainError):
    code = "sales.already_recurring"
    sentence = _("Cette facture revient déjà.")


class OrderNotDone(DomainError):
    code = "sales.order_not_done"
    sentence = _("Cette commande n’est pas encore faite. Dites d’abord qu’elle est faite.")


class NoDepositAsked(DomainError):
    code = "sales.no_deposit_asked"
    sentence = _("Le devis de cette commande ne demande pas d’acompte.")


class TooLateForDeposit(DomainError):
    code = "sales.too_late_for_deposit"
    sentence = _("Il est trop tard pour un acompte. Faites la facture.")


class DepositWaits(DomainError):
    code = "sales.deposit_waits"
    sentence = _("La facture d’acompte n’est pas émise. Émettez-la ou jetez-la, puis faites la facture.")


class DepositNotFree(DomainError):
    code = "sales.deposit_not_free"
    sentence = _("Un de ces acomptes n’est plus libre : il est déjà déduit, ou rendu par un avoir.")


class AlreadySending(DomainError):
    code = "sales.already_sending"
    sentence = _("Cette facture est déjà en train de partir.")


class NotForPortal(DomainError):
    code = "sales.not_for_portal"
    sentence = _("Chorus Pro est pour les services publics. Envoyez cette facture par e-mail.")


class NoEmail(DomainError):
    code = "sales.no_email"
    sentence = _("Écrivez l’adresse e-mail du client.")
    field = "email"


SENTENCES: dict[Problem, str | Promise] = {
    Problem.NO_LINE: _("Écrivez au moins une ligne."),
    Problem.NOTHING_ASKED: _("Le total est à zéro ou en dessous. Vérifiez les lignes."),
    Problem.NO_SUPPLY_DAY: _("Écrivez le jour de la prestation."),
    Problem.DUE_TOO_EARLY: _("La date de paiement est passée. Choisissez une date plus tard."),
    Problem.DUE_TOO_LATE: _(
        "Le délai pour payer est trop long : 60 jours au plus, 30 pour un service public."
    ),
    Problem.NO_ADDRESS: _("Écrivez l’adresse du client."),
    Problem.NO_SIREN: _("Écrivez le numéro SIRET du client."),
    Problem.NO_SIRET: _("Écrivez les 14 chiffres du SIRET de ce service public."),
    Problem.NO_SERVICE: _("Écrivez le code service : ce service public le demande."),
    Problem.NO_ENGAGEMENT: _("Écrivez le numéro d’engagement : ce service public le demande."),
    Problem.RATE_UNKNOWN: _("Un taux de TVA n’existe pas. Choisissez un taux de la liste."),
    Problem.TAX_NOT_DUE: _("Cette structure ne facture pas de TVA. Mettez 0 % sur chaque ligne."),
    Problem.CAPE_ENDED: _("Le CAPE est terminé. Demandez à la structure de portage."),
    Problem.NO_IBAN: _(
        "La structure de portage n’a pas écrit son IBAN. Choisissez un autre moyen de paiement."
    ),
    Problem.NO_REASON: _("Écrivez pourquoi vous faites cet avoir."),
}


class UnableToIssue(DomainError):
    """`problems`: all of them, in the order of the form; the sentence is the first one's."""

    code = "sales.unable_to_issue"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(SENTENCES[problems[0]])
        self.problems = list(problems)

    @property
    def sentences(self) -> list[str]:
        return [str(SENTENCES[problem]) for problem in self.problems]


class GivenUpElsewhere(DomainError):
    code = "sales.late_fees_are_given_up"
    sentence = _("Des frais de retard n’ont pas d’avoir : la comptabilité y renonce.")
