"""Stored codes and their French words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportScope(models.TextChoices):
    """As `rules.scope.ScopeKind`."""

    NETWORK = "network", _("Tout le réseau")
    KPA = "kpa", _("Un KPA")
    TAG = "tag", _("Un territoire ou un champ de développement")
    GRANT = "grant", _("Une convention avec un financeur")


class Outside(models.TextChoices):
    """To whom a frozen bilan is opened, beyond the coordination."""

    FUNDER = "funder", _("Les financeurs")
    PUBLIC = "public", _("Tout le monde")


class AgeOn(models.TextChoices):
    ENTRY = "entry", _("à l’entrée")
    CUT_OFF = "cut_off", _("le dernier jour de la période")


class Section(models.TextChoices):
    """Where a text of the story stands, in the order of the page."""

    OPENING = "opening", _("Avant les chiffres")
    EXITS = "exits", _("Après le KPA")
    PEOPLE = "people", _("Qui sont-elles ?")
    SALES = "sales", _("Ce que les KPA ont vendu")
    PATHS = "paths", _("Les parcours")
    CLOSING = "closing", _("Pour finir")


class TextKind(models.TextChoices):
    STORY = "story", _("Un texte")
    QUOTE = "quote", _("Une parole d’un KPA")


class PhotoRemoval(models.TextChoices):
    CONSENT = "consent", _("Une personne ne veut plus y être")
    OTHER = "other", _("Une autre raison")
    DECLINED = "declined", _("Le réseau ne l’a pas retenue")


class Standing(models.TextChoices):
    """Where a piece of the story stands. What a KPA offers waits for the coordination of the network."""

    KEPT = "kept", _("dans le récit")
    OFFERED = "offered", _("le réseau doit répondre")
    DECLINED = "declined", _("pas retenue")


class Counted(models.TextChoices):
    """What a line of one's own statistics counts."""

    PERSONS = "persons", _("Des personnes")
    PATHS = "paths", _("Des parcours")
    HOURS = "hours", _("Des heures")
    AMOUNTS = "amounts", _("Des montants facturés hors taxes")


class SheetShare(models.TextChoices):
    """Who reads a sheet besides whoever wrote it."""

    PRIVATE = "private", _("Moi seulement")
    TEAM = "team", _("L’équipe")
    NETWORK = "network", _("L’équipe et la coordination du réseau")
    KPAS = "kpas", _("L’équipe et celle des KPA choisis")


class TellingPart(models.TextChoices):
    """Which number of a line somebody without a right on the files has read."""

    HELD = "held", _("ce qui est compté")
    UNKNOWN = "unknown", _("ce qu’on ne sait pas")
