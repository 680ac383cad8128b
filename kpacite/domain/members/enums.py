"""Stored codes and their French words. A code is never renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WelcomeState(models.TextChoices):
    CONTACT = "contact", _("A donné son contact")
    FORM_DONE = "form_done", _("Fiche remplie")
    VISITED = "visited", _("Visite faite")
    INTERVIEWED = "interviewed", _("Entretien fait")
    MEMBER = "member", _("Membre")
    WITHDRAWN = "withdrawn", _("N’est pas venu·e")


class StepKind(models.TextChoices):
    """What a step of the welcome is; each but OTHER leads to a state of the file."""

    FORM = "form", _("Fiche d’accueil")
    VISIT = "visit", _("Visite")
    INTERVIEW = "interview", _("Entretien")
    CHARTER = "charter", _("Charte")
    OTHER = "other", _("Autre étape")


class Doer(models.TextChoices):
    """Who ticks a step: the one who acts now is told so."""

    NEWCOMER = "newcomer", _("la personne")
    MEMBER = "member", _("un membre du KPA")
    TEAM = "team", _("l’équipe")


class Reader(models.TextChoices):
    """Who reads an answer: it is said beside the question."""

    WELCOMERS = "welcomers", _("la coordination et la personne qui vous accueille")
    COORDINATION = "coordination", _("la coordination seulement")


class MemberState(models.TextChoices):
    MEMBER = "member", _("Membre")
    PAUSED = "paused", _("En pause")
    EXCLUSION_PROPOSED = "exclusion_proposed", _("Exclusion proposée")
    LEAVING = "leaving", _("En train de partir")
    LEFT = "left", _("Parti·e")
    EXCLUDED = "excluded", _("Exclu·e")


class MediationState(models.TextChoices):
    OPENED = "opened", _("Ouverte")
    MEETING = "meeting", _("Rencontres en cours")
    AGREEMENT = "agreement", _("Accord trouvé")
    NO_AGREEMENT = "no_agreement", _("Pas d’accord")
    CLOSED = "closed", _("Close")


class GuardianMode(models.TextChoices):
    SCREEN = "screen", _("à l’écran")
    PAPER = "paper", _("sur papier")


class RestrictedTask(models.TextChoices):
    """Work kept from people under 18 (code du travail, L4153-8 and after): a reminder, not the whole list."""

    MACHINES = "machines", _("machines dangereuses")
    HEIGHTS = "heights", _("travail en hauteur")
    CHEMICALS = "chemicals", _("produits chimiques")
    ALCOHOL = "alcohol", _("service d’alcool")
    NIGHT = "night", _("travail de nuit")
    LOADS = "loads", _("charges lourdes")
