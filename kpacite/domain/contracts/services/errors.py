from django.utils.translation import gettext_lazy as _

from kpacite.domain.contracts.rules import ClockProblem
from kpacite.kernel.errors import DomainError


class CannotMoveThere(DomainError):
    code = "contracts.cannot_move_there"
    sentence = _("Ce contrat a déjà changé d’état. Regardez où il en est.")


class NotCarriedHere(DomainError):
    code = "contracts.not_carried_here"
    sentence = _("Cette structure ne porte pas ce KPA.")
    field = "carrier"


class PapersMissing(DomainError):
    code = "contracts.papers_missing"
    sentence = _("Il manque encore des documents.")


class NoActivity(DomainError):
    code = "contracts.no_activity"
    sentence = _("Choisissez au moins une activité à assurer.")
    field = "activities"


class BirthDateMissing(DomainError):
    code = "contracts.birth_date_missing"
    sentence = _("Notez la date de naissance avant d’envoyer le dossier.")
    field = "birth_date"


class TooYoung(DomainError):
    code = "contracts.too_young"
    sentence = _("Cette personne n’a pas l’âge minimum le jour du début.")
    field = "birth_date"


class FullTimeElsewhere(DomainError):
    code = "contracts.full_time_elsewhere"
    sentence = _("Un CAPE est pour une personne qui n’est pas salariée à temps plein. Cochez la case.")
    field = "not_full_time"


class BlocksMissing(DomainError):
    code = "contracts.blocks_missing"
    sentence = _("Il manque des parties que la loi demande.")


class CeilingMissing(DomainError):
    code = "contracts.ceiling_missing"
    sentence = _("Écrivez le montant maximum des engagements.")
    field = "ceiling"


class StartsInThePast(DomainError):
    code = "contracts.starts_in_the_past"
    sentence = _("Le contrat commence aujourd’hui au plus tôt : on le signe avant son début.")
    field = "start"


class SignedTooLate(DomainError):
    code = "contracts.signed_too_late"
    sentence = _("Le début est passé. Il faut refaire le contrat avec une nouvelle date.")


class SignedAnotherText(DomainError):
    code = "contracts.signed_another_text"
    sentence = _("Le texte a changé entre-temps. Relisez-le, puis signez.")


class AlreadySigned(DomainError):
    code = "contracts.already_signed"
    sentence = _("Cette signature est déjà là.")


class NotAParty(DomainError):
    code = "contracts.not_a_party"
    sentence = _("Ce contrat n’attend pas cette signature.")


class NameDoesNotMatch(DomainError):
    code = "contracts.name_does_not_match"
    sentence = _("Écrivez votre prénom et votre nom, comme dans votre compte.")
    field = "typed_name"


class SignedInTheFuture(DomainError):
    code = "contracts.signed_in_the_future"
    sentence = _("La signature ne peut pas être après aujourd’hui.")
    field = "signed_on"


class AlreadyAnswered(DomainError):
    code = "contracts.already_answered"
    sentence = _("L’assureur a déjà répondu pour cette activité.")


class AlreadyDeclared(DomainError):
    code = "contracts.already_declared"
    sentence = _("Cette déclaration est déjà faite.")


class RenewalAlreadyProposed(DomainError):
    code = "contracts.renewal_already_proposed"
    sentence = _("Un renouvellement attend déjà les signatures.")


class StopsOutside(DomainError):
    code = "contracts.stops_outside"
    sentence = _("Choisissez un jour entre le début et la fin du contrat.")
    field = "stopped_on"


class NotTimeYet(DomainError):
    code = "contracts.not_time_yet"
    sentence = _("Ce contrat peut encore être signé à temps.")


class WordsChangedMeanwhile(DomainError):
    code = "contracts.words_changed_meanwhile"
    sentence = _("Quelqu’un a écrit une autre version entre-temps. Relisez-la.")


class WordsUnchanged(DomainError):
    code = "contracts.words_unchanged"
    sentence = _("Le texte n’a pas changé : il reste à la même version.")


class ClockRefuses(DomainError):
    """One class for the five limits of the clock: `problem` says which."""

    code = "contracts.clock_refuses"
    field = "end"
    sentences = {
        ClockProblem.NO_RENEWAL_LEFT: _("Un CAPE se renouvelle deux fois, pas plus."),
        ClockProblem.LONGER_THAN_A_PERIOD: _("Une période dure 12 mois au plus."),
        ClockProblem.OVERLAPS: _("Une autre période couvre déjà ces jours."),
        ClockProblem.BEYOND_TOTAL: _("Cela dépasse la durée totale permise dans ce KPA."),
        ClockProblem.ENDLESS: _("Écrivez la date de fin."),
    }

    def __init__(self, problem: ClockProblem) -> None:
        self.problem = problem
        super().__init__(self.sentences[problem])
