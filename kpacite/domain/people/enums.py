"""Stored codes are never renamed; labels may change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """Languages of the screens, each named in itself."""

    FRENCH = "fr", "Français"
    ENGLISH = "en", "English"
    ARABIC = "ar", "العربية"


class Shown(models.TextChoices):
    """What someone else looked at, told to the person it is about."""

    PATH_STATE = "path_state", _("où en est votre parcours")
    PATH = "path", _("votre parcours et vos étapes")
    FACTS = "facts", _("vos réponses pour les chiffres du réseau")
    SENSITIVE = "sensitive", _("vos réponses sensibles")
    APPOINTMENTS = "appointments", _("vos rendez-vous")
    PRIVATE_NOTE = "private_note", _("une note privée sur vos droits, votre santé ou votre logement")
    CONTACT = "contact", _("vos coordonnées")
    PAPERS = "papers", _("vos pièces et votre contrat")
    WELCOME = "welcome", _("votre fiche d’accueil")
    BANK = "bank", _("la fin de votre numéro de compte en banque")
    MEDIATION = "mediation", _("une médiation où vous êtes")
    DOUBLES = "doubles", _("votre fiche, à côté d’une autre qui lui ressemble")
    MERGED = "merged", _("vos deux fiches, pour en faire une seule")
    SUPPORT = "support", _("qui est autour de vous, et vos orientations")
    MEMBERSHIP = "membership", _("votre adhésion, vos pauses et vos prêts")


class ConsentPurpose(models.TextChoices):
    """What a person may allow, or not, and change her mind about."""

    SHARED_CONTACT = "shared_contact", _("Mon KPA peut montrer mon contact aux autres membres.")
    PICTURES = "pictures", _("Mon KPA peut publier des photos où je suis.")
    NEWS = "news", _("Le réseau peut m’écrire pour donner des nouvelles.")


class LikeReason(models.TextChoices):
    """Why two files may be about one person, in words."""

    SAME_EMAIL = "same_email", _("même adresse e-mail")
    SAME_PHONE = "same_phone", _("même téléphone")
    SAME_NAME = "same_name", _("même prénom et même nom")
    NEAR_NAME = "near_name", _("prénom et nom qui se ressemblent")
    FIRST_NAME = "first_name", _("même prénom, un nom manque")
    SAME_BIRTH_DATE = "same_birth_date", _("même date de naissance")
    OTHER_BIRTH_DATE = "other_birth_date", _("mais deux dates de naissance différentes")
