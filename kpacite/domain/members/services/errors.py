from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError


class CannotMoveThere(DomainError):
    code = "members.cannot_move_there"
    sentence = _("Cela a déjà changé. Regardez où en est cette personne.")


class StepsMissing(DomainError):
    code = "members.steps_missing"
    sentence = _("Il reste des étapes à faire avant de signer la charte.")


class StepElsewhere(DomainError):
    code = "members.step_elsewhere"
    sentence = _("Cette étape n’est pas celle de ce KPA.")


class StepInTheFuture(DomainError):
    code = "members.step_in_the_future"
    sentence = _("Ce jour n’est pas encore venu.")
    field = "done_on"


class BirthDateMissing(DomainError):
    code = "members.birth_date_missing"
    sentence = _("Notez la date de naissance : il y a un âge minimum.")
    field = "birth_date"


class TooYoung(DomainError):
    code = "members.too_young"
    sentence = _("Cette personne n’a pas encore l’âge pour entrer dans ce KPA.")
    field = "birth_date"


class GuardianMissing(DomainError):
    code = "members.guardian_missing"
    sentence = _("Cette personne a moins de 18 ans. Notez d’abord l’accord de son représentant légal.")


class AlreadyMember(DomainError):
    code = "members.already_member"
    sentence = _("Cette personne est déjà membre de ce KPA à ces dates.")


class NotAWelcomer(DomainError):
    code = "members.not_a_welcomer"
    sentence = _("Choisissez une personne qui a un rôle dans ce KPA.")
    field = "welcomer"


class NotSettled(DomainError):
    code = "members.not_settled"
    sentence = _("Avant le départ, notez la situation, le matériel rendu et le solde.")


class AlreadySettled(DomainError):
    code = "members.already_settled"
    sentence = _("Ce prêt est déjà réglé.")


class ThingsInHand(DomainError):
    code = "members.things_in_hand"
    sentence = _("Il reste des choses à rendre. Notez-les une par une sur la fiche.")
    field = "equipment"


class OnlyWhoLeft(DomainError):
    code = "members.only_who_left"
    sentence = _("Une personne exclue ne revient pas ainsi. Le groupe en décide.")


class MediationFirst(DomainError):
    code = "members.mediation_first"
    sentence = _("Une médiation vient d’abord. Elle doit être notée sans accord.")


class NotAParty(DomainError):
    code = "members.not_a_party"
    sentence = _("Cette personne n’est pas partie à la médiation.")


class PartiesMissing(DomainError):
    code = "members.parties_missing"
    sentence = _("Une médiation a deux parties au moins, et une personne qui les aide.")


class MediatorFromElsewhere(DomainError):
    code = "members.mediator_from_elsewhere"
    sentence = _("Choisissez des personnes qui ont un rôle dans ce KPA.")


class SomeoneRefuses(DomainError):
    code = "members.someone_refuses"
    sentence = _("Une personne ne veut pas venir. Un accord se fait à plusieurs.")


class NothingProposed(DomainError):
    code = "members.nothing_proposed"
    sentence = _("Aucun accord n’est proposé pour l’instant.")


class ReasonsMissing(DomainError):
    code = "members.reasons_missing"
    sentence = _("Écrivez pourquoi : une exclusion se décide avec ses raisons.")
    field = "words"


class NotHeardYet(DomainError):
    code = "members.not_heard_yet"
    sentence = _("Chaque personne est entendue avant de conclure.")


class CharterOnce(DomainError):
    code = "members.charter_once"
    sentence = _("La charte est une étape, une seule fois.")
    field = "kind"


class CharterStays(DomainError):
    code = "members.charter_stays"
    sentence = _("La charte reste : on la signe en entrant.")


class SetupChanged(DomainError):
    code = "members.setup_changed"
    sentence = _("Une autre personne vient de changer cela. Regardez la liste.")


class NotedTogether(DomainError):
    code = "members.noted_together"
    sentence = _("Cette réponse est déjà notée avec vous au KPA. Vous pourrez la changer là-bas.")
    field = "words"
