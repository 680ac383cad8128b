from django.db import models
from django.utils.translation import gettext_lazy as _


class LeadState(models.TextChoices):
    NEW = "new", _("Nouvelle")
    TAKEN = "taken", _("Prise en charge")
    ANSWERED = "answered", _("Répondue")
    QUOTED = "quoted", _("Devis en cours")
    REFUSED = "refused", _("Refusée")


class LeadSource(models.TextChoices):
    WEB = "web", _("Par le site")
    PHONE = "phone", _("Par téléphone")
    VISIT = "visit", _("Sur place")
    OTHER = "other", _("Autrement")


class QuoteState(models.TextChoices):
    DRAFT = "draft", _("Brouillon")
    TO_REVIEW = "to_review", _("À relire")
    READY = "ready", _("Prêt")
    SENT = "sent", _("Envoyé")
    ACCEPTED = "accepted", _("Accepté")
    REFUSED = "refused", _("Refusé")
    EXPIRED = "expired", _("Expiré")
    REPLACED = "replaced", _("Remplacé")
    DISCARDED = "discarded", _("Abandonné")


class OrderState(models.TextChoices):
    CONFIRMED = "confirmed", _("Confirmée")
    PLANNED = "planned", _("Planifiée")
    DONE = "done", _("Faite, à facturer")
    CLOSED = "closed", _("Terminée")
    CANCELLED = "cancelled", _("Annulée")


class DepositKind(models.TextChoices):
    """What a sum paid before is. Between the two the law wants a choice (C. conso L214-1)."""

    DEPOSIT = "deposit", _("Un acompte : la vente est sûre des deux côtés")
    EARNEST = "earnest", _("Des arrhes : le client peut renoncer en les laissant")


class CancelledBy(models.TextChoices):
    """Who gives an order up: the fate of its arrhes depends on it."""

    CLIENT = "client", _("Le client renonce")
    SELLER = "seller", _("Le KPA renonce")
    NOBODY = "nobody", _("D’un commun accord, ou un cas de force majeure")


class SalesChannel(models.TextChoices):
    """Where the sale is made: a consumer's right to change their mind depends on it."""

    ON_SITE = "on_site", _("Dans le lieu du KPA")
    DISTANCE = "distance", _("À distance : e-mail, téléphone, site")
    OFF_PREMISES = "off_premises", _("Ailleurs : chez le client, sur un marché")


class AutonomyKind(models.TextChoices):
    QUOTES = "quotes", _("Les devis")
    INVOICES = "invoices", _("Les factures")
