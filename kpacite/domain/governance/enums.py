"""Stored codes and their French words. A code is never renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CharterKind(models.TextChoices):
    """Contradiction X27: one French word, two objects."""

    LOCAL = "local", _("charte du KPA")
    NETWORK = "network", _("charte du réseau")


class Publication(models.TextChoices):
    """Who reads a charter beside its members."""

    MEMBERS = "members", _("les membres seulement")
    IN_FORCE = "in_force", _("tout le monde, pour les versions en vigueur")
    DISCUSSION = "discussion", _("tout le monde, même pendant la discussion")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    DISCUSSED = "discussed", _("en discussion")
    IN_FORCE = "in_force", _("en vigueur")
    SUPERSEDED = "superseded", _("remplacée")


class Signatory(models.TextChoices):
    """A person signs the charter of her KPA; a KPA signs the charter of the network."""

    PERSON = "person", _("une personne")
    KPA = "kpa", _("un KPA")


class SignatureMode(models.TextChoices):
    SCREEN = "screen", _("à l’écran")
    PAPER = "paper", _("sur papier")


class Change(models.TextChoices):
    """What became of a word, or of a part, from one version to another. Never stored."""

    SAME = "same", _("inchangé")
    ADDED = "added", _("ajouté")
    REMOVED = "removed", _("enlevé")
    CHANGED = "changed", _("changé")
