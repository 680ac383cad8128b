"""Each broken rule about sharing, with the sentence that says what to do next."""

from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError


class RuleNotReady(DomainError):
    """The draft could refuse to share one day; `sentence` says what is missing."""

    code = "sharing.rule_not_ready"


class UnknownPot(DomainError):
    code = "sharing.unknown_pot"
    sentence = _("La règle nomme un pot qui n’existe pas. Ouvrez ce pot, ou changez la phrase.")


class ChangedMeanwhile(DomainError):
    code = "sharing.changed_meanwhile"
    sentence = _("Une autre personne a changé cette règle en même temps. Relisez-la, puis recommencez.")


class NotADraft(DomainError):
    code = "sharing.not_a_draft"
    sentence = _("Cette version est adoptée : elle ne change plus. Écrivez une nouvelle version.")


class DraftExists(DomainError):
    code = "sharing.draft_exists"
    sentence = _("Une nouvelle version est déjà en écriture. Continuez celle-là.")


class MotiveMissing(DomainError):
    code = "sharing.motive_missing"
    sentence = _("Dites pourquoi le groupe choisit cette règle.")
    field = "motive"


class NobodyAgreed(DomainError):
    code = "sharing.nobody_agreed"
    sentence = _("Une règle s’adopte à plusieurs. Cochez au moins deux personnes.")
    field = "people"


class NoSuchSentence(DomainError):
    code = "sharing.no_such_sentence"
    sentence = _("Cette phrase n’est plus dans la règle. Relisez-la, puis recommencez.")


class LastSentence(DomainError):
    code = "sharing.last_sentence"
    sentence = _("Une règle a au moins une phrase. Changez celle-ci plutôt que de l’enlever.")


class PotTooSmall(DomainError):
    code = "sharing.pot_too_small"
    sentence = _("Il n’y a pas assez d’argent dans le pot. Proposez une somme plus petite.")
    field = "amount"


class PotClosed(DomainError):
    code = "sharing.pot_closed"
    sentence = _("Ce pot est fermé.")


class PotNotEmpty(DomainError):
    code = "sharing.pot_not_empty"
    sentence = _("Il reste de l’argent dans ce pot. Proposez d’abord de le dépenser.")


class ProposalWaiting(DomainError):
    code = "sharing.proposal_waiting"
    sentence = _("Une proposition attend une réponse. Répondez d’abord.")


class PotInUse(DomainError):
    code = "sharing.pot_in_use"
    sentence = _("Une règle ou un partage en cours remplit ce pot. Changez d’abord la règle.")


class AlreadyDecided(DomainError):
    code = "sharing.already_decided"
    sentence = _("Quelqu’un a déjà répondu à cette proposition.")


class OwnProposal(DomainError):
    code = "sharing.own_proposal"
    sentence = _("Une autre personne doit répondre à votre proposition.")


class NoRule(DomainError):
    code = "sharing.no_rule"
    sentence = _("Le groupe n’a pas encore adopté de règle. Adoptez-en une, puis partagez.")


class NothingToShare(DomainError):
    code = "sharing.nothing_to_share"
    sentence = _("Choisissez l’argent reçu à partager.")
    field = "cash"


class CashAlreadyShared(DomainError):
    code = "sharing.cash_already_shared"
    sentence = _("Cet argent ou ces frais sont déjà dans un partage. Choisissez-en d’autres.")
    field = "cash"


class NobodyWorked(DomainError):
    code = "sharing.nobody_worked"
    sentence = _("Personne n’a d’heures validées sur ce travail. Notez-les et validez-les d’abord.")
    field = "jobs"


class WordsMissing(DomainError):
    code = "sharing.words_missing"
    sentence = _("La règle demande encore quelque chose. Complétez « Ce que la règle demande ».")


class TooManyTokens(DomainError):
    code = "sharing.too_many_tokens"

    def __init__(self, given: int, most: int) -> None:
        told = {"given": given, "most": most}
        super().__init__(_("Vous donnez %(given)d jetons. Vous en avez %(most)d : enlevez-en.") % told)


class NotHerWord(DomainError):
    code = "sharing.not_her_word"
    sentence = _("Chaque personne dit elle-même sa demande et ses jetons.")


class StepNotOpen(DomainError):
    code = "sharing.step_not_open"
    sentence = _("Ce partage n’en est plus là. Relisez la page, puis recommencez.")


class NotInTheSharing(DomainError):
    code = "sharing.not_in_the_sharing"
    sentence = _("Seules les personnes de ce partage peuvent répondre.")


class QuestionMissing(DomainError):
    code = "sharing.question_missing"
    sentence = _("Écrivez votre question. Le groupe vous répond.")
    field = "question"


class ReplyMissing(DomainError):
    code = "sharing.reply_missing"
    sentence = _("Écrivez la réponse du groupe.")
    field = "reply"


class AnswersMissing(DomainError):
    code = "sharing.answers_missing"
    sentence = _("Des personnes n’ont pas encore répondu. Attendez leur réponse, ou la date limite.")


class SamePersonTwice(DomainError):
    code = "sharing.same_person_twice"
    sentence = _("Vous avez déjà validé. Une autre personne doit valider aussi.")


class CorrectionWaits(DomainError):
    code = "sharing.correction_waits"
    sentence = _("Une rectification attend déjà une deuxième personne. Validez-la ou abandonnez-la.")


class CashGone(DomainError):
    code = "sharing.cash_gone"
    sentence = _("Un paiement a été rendu ou annulé depuis. Abandonnez ce partage, puis recommencez-le.")


class MoreThanReceived(DomainError):
    code = "sharing.more_than_received"
    sentence = _("C’est plus que l’argent reçu. Un autre paiement se partage à part.")
    field = "amount"


class PotChanged(DomainError):
    code = "sharing.pot_changed"
    sentence = _("Le pot commun n’a plus assez d’argent. Abandonnez cette rectification, puis refaites-la.")


class NotValidated(DomainError):
    code = "sharing.not_validated"
    sentence = _("Ce partage n’est pas validé : changez-le au lieu de le rectifier.")


class SameBase(DomainError):
    code = "sharing.same_base"
    sentence = _("La somme ne change pas : il n’y a rien à rectifier.")
    field = "amount"


class ReasonMissing(DomainError):
    code = "sharing.reason_missing"
    sentence = _("Dites pourquoi.")
    field = "reason"


class NotEnoughOwed(DomainError):
    code = "sharing.not_enough_owed"
    sentence = _("Vous demandez plus que votre compte. Écrivez une somme plus petite.")
    field = "amount"


class AlreadyAsked(DomainError):
    code = "sharing.already_asked"
    sentence = _("Vous avez déjà une demande en cours. Annulez-la pour la changer.")


class NotYourRequest(DomainError):
    code = "sharing.not_your_request"
    sentence = _("Cette demande est déjà partie. Parlez-en à la comptabilité.")


class NoCarrier(DomainError):
    code = "sharing.no_carrier"
    sentence = _("Ce KPA n’a pas de structure de portage aujourd’hui. Complétez sa fiche.")


class NothingToTransfer(DomainError):
    code = "sharing.nothing_to_transfer"
    sentence = _("Aucun net à virer. Lisez d’abord le fichier de la paie, ou attendez les comptes en banque.")


class NoDebtorAccount(DomainError):
    code = "sharing.no_debtor_account"
    sentence = _("Choisissez un compte en banque de votre structure qui a un IBAN.")
    field = "account"


class NothingAsked(DomainError):
    code = "sharing.nothing_asked"
    sentence = _("Personne n’a demandé de versement ce mois-ci.")


class AskedTooLate(DomainError):
    code = "sharing.asked_too_late"
    sentence = _("Ces demandes sont arrivées après la date limite. Elles partent le mois prochain.")


class MoneyLeft(DomainError):
    code = "sharing.money_left"
    sentence = _("Il reste de l’argent à verser. La personne le demande sur sa page « Argent ».")
    field = "balance"
