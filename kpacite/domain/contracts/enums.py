"""Stored codes and their French words. A code is never renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContractType(models.TextChoices):
    CAPE = "cape", _("CAPE, contrat d’appui au projet d’entreprise")
    CESA = "cesa", _("CESA, contrat d’entrepreneur salarié")
    VOLUNTEERING = "volunteering", _("Volontariat")
    CIVIC_SERVICE = "civic_service", _("Service civique")
    VOLUNTEER_MEMBER = "volunteer_member", _("Bénévole adhérent·e")
    OTHER = "other", _("Autre contrat")


class ContractState(models.TextChoices):
    DRAFT = "draft", _("À préparer")
    SUBMITTED = "submitted", _("Envoyé à la CAE")
    ACCEPTED = "accepted", _("Accepté par la CAE")
    INSURED = "insured", _("Activités assurées")
    TO_SIGN = "to_sign", _("À signer")
    ACTIVE = "active", _("En cours")
    EXPIRED_UNSIGNED = "expired_unsigned", _("Trop tard pour signer")
    ENDED = "ended", _("Fini")
    TERMINATED = "terminated", _("Arrêté avant la fin")
    CONVERTED = "converted", _("Suivi d’un autre contrat")
    ABANDONED = "abandoned", _("Abandonné")


class InsuranceAnswer(models.TextChoices):
    WAITING = "waiting", _("En attente")
    ACCEPTED = "accepted", _("Assurée")
    REFUSED = "refused", _("Non assurée")


class DocumentKind(models.TextChoices):
    IDENTITY = "identity", _("Pièce d’identité")
    ADDRESS = "address", _("Justificatif d’adresse")
    BANK = "bank", _("RIB")
    RESIDENCE = "residence", _("Titre de séjour")
    PARENTAL = "parental", _("Accord du représentant légal")
    OTHER = "other", _("Autre document")


class Party(models.TextChoices):
    """Who signs. The carrier signs last in practice; the order is free."""

    PERSON = "person", _("la personne")
    GUARDIAN = "guardian", _("son représentant légal")
    KPA = "kpa", _("le KPA")
    CARRIER = "carrier", _("la CAE")


class SigningMode(models.TextChoices):
    SCREEN = "screen", _("à l’écran")
    PAPER = "paper", _("sur papier")


class DeclarationEvent(models.TextChoices):
    SIGNATURE = "signature", _("Signature du contrat")
    RENEWAL = "renewal", _("Renouvellement")
    EARLY_END = "early_end", _("Arrêt avant la fin")
    END = "end", _("Fin du contrat")


class DeclarationBody(models.TextChoices):
    URSSAF = "urssaf", _("Urssaf")
    FRANCE_TRAVAIL = "france_travail", _("France Travail")


class BlockCode(models.TextChoices):
    """The eight compulsory contents of a CAPE: code de commerce, R127-1, 1° to 8°."""

    PROGRAMME = "programme", _("Le programme et les engagements de chacun")
    MEANS = "means", _("Les moyens apportés")
    CARRIER_FEE = "carrier_fee", _("La contribution versée à la CAE")
    THIRD_PARTIES = "third_parties", _("Les engagements envers les clients et fournisseurs")
    ACCOUNTS = "accounts", _("Les comptes que la personne reçoit")
    EARLY_END = "early_end", _("Arrêter avant la fin")
    PAY_BEFORE = "pay_before", _("La rémunération avant le début de l’activité")
    CONTRIBUTIONS_AFTER = "contributions_after", _("Les cotisations après le début de l’activité")


class Obstacle(models.TextChoices):
    """Why a paid shift is refused that day. Never stored."""

    NO_CONTRACT = "no_contract", _("Il n’y a pas de contrat en cours avec la CAE ce jour-là.")
    NOT_SIGNED = "not_signed", _("Le contrat n’est pas encore signé par tout le monde.")
    NOT_STARTED = "not_started", _("Le contrat ne commence pas encore ce jour-là.")
    OVER = "over", _("Le contrat est fini ce jour-là.")
    UNPAID_CONTRACT = "unpaid_contract", _("Ce contrat est bénévole : il ne permet pas d’être payé.")
    NOT_INSURED = "not_insured", _("L’assurance ne couvre pas cette activité ce jour-là.")
