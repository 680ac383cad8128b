"""Stored codes and their French words. A code is never renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfferState(models.TextChoices):
    DRAFT = "draft", _("Brouillon")
    PROPOSED = "proposed", _("Proposée")
    PUBLISHED = "published", _("En ligne")
    RETIRED = "retired", _("Retirée")


class GroupWish(models.TextChoices):
    """What one may ask a group for."""

    MEMBER = "member", _("Une place dans le groupe")
    REFERENT = "referent", _("La casquette de référent·e")


class OfferUnit(models.TextChoices):
    """What one unit of an offer is: its price and its quantities count in it."""

    PIECE = "piece", _("pièce")
    HOUR = "hour", _("heure")
    PERSON = "person", _("personne")
    KILOGRAM = "kg", _("kilo")
    MACHINE = "machine", _("machine")
    DAY = "day", _("jour")
    FLAT = "flat", _("forfait")


class SupplyMode(models.TextChoices):
    """How the client gets it. The rate of VAT may depend on it."""

    ON_THE_SPOT = "on_the_spot", _("sur place")
    DELIVERED = "delivered", _("livré, à consommer tout de suite")
    TO_KEEP = "to_keep", _("à conserver")


class ActivityIcon(models.TextChoices):
    """The closed list: each is a drawing of `static/icons.svg`."""

    BRIEFCASE = "briefcase", _("Mallette")
    BASKET = "shopping-basket", _("Panier")
    SPROUT = "sprout", _("Pousse")
    HAMMER = "hammer", _("Marteau")
    SCISSORS = "scissors", _("Ciseaux")
    SMARTPHONE = "smartphone", _("Téléphone")
    HOUSE = "house", _("Maison")
    BOOK = "book-open", _("Livre")
    PRINTER = "printer", _("Imprimante")
    USERS = "users", _("Groupe")
    CALENDAR = "calendar", _("Calendrier")


class JobState(models.TextChoices):
    PLANNED = "planned", _("Prévue")
    DONE = "done", _("Faite")
    CANCELLED = "cancelled", _("Annulée")


class ShiftState(models.TextChoices):
    """Proposed to someone, who accepts or declines; done when the job is done."""

    PROPOSED = "proposed", _("Proposé")
    ACCEPTED = "accepted", _("Accepté")
    DECLINED = "declined", _("Refusé")
    DONE = "done", _("Fait")


class TimeKind(models.TextChoices):
    """What time was given to. Only work is ever paid by a sharing."""

    WORK = "work", _("Travail")
    COMMON = "common", _("Vie commune")
    TRAINING_RECEIVED = "training_received", _("Formation suivie")
    TRAINING_GIVEN = "training_given", _("Formation donnée")
    SUPPORT = "support", _("Accompagnement")
    VOLUNTEER = "volunteer", _("Bénévolat")


class HoursUse(models.TextChoices):
    """What money pays an hour: one of them, never both (R24)."""

    SHARING = "sharing", _("Un partage")
    CONTRIBUTIVE = "contributive", _("Le budget contributif")


class TrainingKind(models.TextChoices):
    TRAINING = "training", _("Formation")
    WORKSHOP = "workshop", _("Atelier")


class TrainingState(models.TextChoices):
    """Proposed by anyone; open once someone who answers for the KPA said yes. Time says what is past."""

    PROPOSED = "proposed", _("Proposée")
    OPEN = "open", _("Ouverte")
    CANCELLED = "cancelled", _("Annulée")


class SeatState(models.TextChoices):
    BOOKED = "booked", _("A une place")
    WAITING = "waiting", _("En attente")
    WITHDRAWN = "withdrawn", _("Ne vient plus")
