"""Stored codes and their French words. The codes of facts are those of the import file; none is renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    """Empty: nobody has asked yet."""

    WOMAN = "F", _("Femme")
    MAN = "H", _("Homme")
    OTHER = "X", _("Autre")
    DECLINED = "-", _("Ne souhaite pas répondre")


class Education(models.TextChoices):
    """The highest level reached, with or without its diploma."""

    BELOW_CAP = "INF", _("Avant le CAP, le BEP ou le bac")
    CAP_BEP = "CAP_BEP", _("CAP ou BEP")
    BAC = "BAC", _("Bac")
    BAC_2_TO_4 = "BAC2_4", _("Bac +2 à bac +4")
    BAC_5 = "BAC5", _("Bac +5 et plus")


class YesNo(models.TextChoices):
    """A fact that may stay unknown: the empty value."""

    YES = "oui", _("Oui")
    NO = "non", _("Non")


class QpvMethod(models.TextChoices):
    """How we know whether an address is in a « quartier prioritaire »."""

    DECLARED = "declared", _("La personne le dit")
    MANUAL = "manual", _("Cherché sur la carte officielle")
    GEOCODER = "geocoder", _("Calculé depuis l’adresse")
    IMPORTED = "imported", _("Repris d’un fichier")


class QpvGeneration(models.IntegerChoices):
    """Which perimeters are meant: those of 2015 until 31 December 2023, then those of 2024."""

    OF_2015 = 2015, _("Quartiers de 2015")
    OF_2024 = 2024, _("Quartiers de 2024")


class ReferralKind(models.TextChoices):
    """Who sent the person, for counting; her own words stay beside."""

    MISSION_LOCALE = "mission_locale", _("Mission locale")
    FRANCE_TRAVAIL = "france_travail", _("France Travail")
    CAP_EMPLOI = "cap_emploi", _("Cap emploi")
    DEPARTMENT = "department", _("Département")
    OTHER = "other", _("Autre")
    UNKNOWN = "", _("On ne sait pas")


class Situation(models.TextChoices):
    """What she does when she leaves, or some months later."""

    EMPLOYED = "EMPLOI", _("En emploi")
    TRAINING = "FORMATION", _("En formation")
    OWN_BUSINESS = "CREATION", _("Crée ou reprend une entreprise")
    OTHER_SCHEME = "AUTRE_PIC", _("Dans un autre dispositif")
    NEITHER = "SANS", _("Sans emploi ni formation")
    CIVIC_SERVICE = "SERVICE_CIVIQUE", _("En service civique")
    UNKNOWN = "", _("On ne sait pas")


class JobContract(models.TextChoices):
    PERMANENT = "CDI", _("CDI")
    SIX_MONTHS_OR_MORE = "CDD_6P", _("CDD de 6 mois ou plus")
    UNDER_SIX_MONTHS = "CDD_6M", _("CDD de moins de 6 mois")
    TEMPORARY = "INTERIM", _("Intérim")


class TrainingKind(models.TextChoices):
    CERTIFYING = "CERT", _("Formation qui donne un diplôme ou un titre")
    OTHER = "NON_CERT", _("Formation sans diplôme ni titre")


class MoveState(models.TextChoices):
    """A stage that someone wants to enter: her idea, then a talk, then a date."""

    PROPOSED = "proposed", _("Proposée")
    DISCUSSED = "discussed", _("Discutée")
    ENTERED = "entered", _("Commencée")
    WITHDRAWN = "withdrawn", _("Laissée de côté")


class NoteLevel(models.TextChoices):
    """Who reads a note about an appointment."""

    SHARED = "shared", _("La personne et celles qui l’accompagnent")
    TEAM = "team", _("Seulement celles qui l’accompagnent")
    PRIVATE = "private", _("Son auteur seul")


class NoteTheme(models.TextChoices):
    """What a private note is about: the orientation, never a diagnosis."""

    RIGHTS = "rights", _("Droits")
    HEALTH = "health", _("Santé")
    HOUSING = "housing", _("Logement")
    OTHER = "other", _("Autre")


class Answer(models.TextChoices):
    """An answer to a sensitive question. One letter each: four answers are four letters, encrypted."""

    YES = "o", _("Oui")
    NO = "n", _("Non")
    DECLINED = "x", _("Je ne souhaite pas répondre")
    UNKNOWN = "?", _("Pas encore de réponse")


class SensitiveQuestion(models.TextChoices):
    """In the order of their letters in `SensitiveFacts.answers`: a new one comes last."""

    SINGLE_PARENT = "single_parent", _("J’élève seul·e un ou plusieurs enfants.")
    INTERNATIONAL_PROTECTION = "international_protection", _("J’ai une protection internationale.")
    DISABLED_WORKER = "disabled_worker", _("J’ai la reconnaissance de travailleur handicapé (RQTH).")
    RSA = "rsa", _("Je reçois le RSA.")


class SkillFamily(models.TextChoices):
    """Documents 003 and issue 4: the four families that a KPA recognises."""

    PSYCHOSOCIAL = "psychosocial", _("Avec soi et les autres")
    PROFESSIONAL = "professional", _("Du métier")
    ENTREPRENEURIAL = "entrepreneurial", _("Pour entreprendre")
    COLLECTIVE = "collective", _("Pour faire ensemble")


class Voice(models.TextChoices):
    """Who says it."""

    OWN = "own", _("La personne")
    PEER = "peer", _("Un membre")
    TEAM = "team", _("L’équipe")


class Level(models.IntegerChoices):
    DISCOVERS = 1, _("Je découvre")
    WITH_HELP = 2, _("Je fais avec de l’aide")
    ALONE = 3, _("Je fais seul·e")
    PASSES_ON = 4, _("Je montre aux autres")


class SupportQuality(models.TextChoices):
    """As what someone stands in the group around a person."""

    REFERENT = "referent", _("Référent·e")
    SUPPORTER = "supporter", _("Accompagne")
    PARTNER = "partner", _("Contact chez un service partenaire")


class SupportState(models.TextChoices):
    """Someone is proposed; the person says yes, or no."""

    PROPOSED = "proposed", _("Attend la réponse de la personne")
    AGREED = "agreed", _("D’accord")
    DECLINED = "declined", _("La personne a dit non")


class OrientationState(models.TextChoices):
    """What is asked of a partner service for a person, and what it answers."""

    ASKED = "asked", _("Attend l’accord de la personne")
    DECLINED = "declined", _("La personne a dit non")
    AWAITED = "awaited", _("Réponse attendue")
    ACCEPTED = "accepted", _("Acceptée")
    REFUSED = "refused", _("Refusée")
    UNANSWERED = "unanswered", _("Pas de réponse")
