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


class AlreadyDecided(DomainError):
    code = "sharing.already_decided"
    sentence = _("Quelqu’un a déjà répondu à cette proposition.")


class OwnProposal(DomainError):
    code = "sharing.own_proposal"
    sentence = _("Une autre personne doit répondre à votre proposition.")
