"""Stored codes and their French words. A code is never renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleState(models.TextChoices):
    """A version of a rule: once adopted it never changes, another one replaces it."""

    DRAFT = "draft", _("En écriture")
    ADOPTED = "adopted", _("Adoptée")
    SUPERSEDED = "superseded", _("Remplacée")
    DROPPED = "dropped", _("Abandonnée")


class Quorum(models.TextChoices):
    """How many must have said yes to a sharing once the last day to answer is over, by its rule."""

    NONE = "none", _("Le silence vaut accord")
    HALF = "half", _("La moitié au moins doit avoir dit oui")
    TWO_THIRDS = "two_thirds", _("Deux personnes sur trois au moins doivent avoir dit oui")
    EVERYONE = "everyone", _("Tout le monde doit avoir dit oui")


class SharingState(models.TextChoices):
    """Where a sharing stands. A validated one is never changed: a rectifying sharing repairs it."""

    SIMULATED = "simulated", _("Simulation")
    PROPOSED = "proposed", _("À accepter")
    CONTESTED = "contested", _("En discussion")
    VALIDATED = "validated", _("Validé")
    DROPPED = "dropped", _("Abandonné")


class Answer(models.TextChoices):
    """What a participant said of her sharing."""

    WAITING = "waiting", _("À dire")
    AGREED = "agreed", _("Oui")
    QUESTION = "question", _("Une question")


class Recovery(models.TextChoices):
    """Who bears what people received in excess, when a sharing is repaired."""

    NEXT = "recover_next", _("Les prochains partages de chaque personne")
    POT = "pot_absorbs", _("Le pot commun, puis les prochains partages")


class BalanceKind(models.TextChoices):
    """Why a personal balance moved."""

    SHARE = "share", _("Part d’un partage")
    REIMBURSEMENT = "reimbursement", _("Achats remboursés")
    HELD = "held", _("Part gardée en attente du contrat")
    RELEASED = "released", _("Part libérée")
    CORRECTION = "correction", _("Partage rectificatif")
    ASKED = "asked", _("Versement demandé")
    RETURNED = "returned", _("Versement revenu")


class PayState(models.TextChoices):
    """A request for pay, from the person to the carrier and back."""

    ASKED = "asked", _("Demandé")
    IN_BATCH = "in_batch", _("Dans l’envoi du mois")
    SENT = "sent", _("Envoyé à la CAE")
    PAID = "paid", _("Payé")
    REJECTED = "rejected", _("Refusé")
    CANCELLED = "cancelled", _("Annulé par la personne")


class PotProposalState(models.TextChoices):
    PROPOSED = "proposed", _("Proposée")
    ACCEPTED = "accepted", _("Acceptée")
    REFUSED = "refused", _("Refusée")
