from django.db import models
from django.utils.translation import gettext_lazy as _


class LineUnit(models.TextChoices):
    """What one unit of a line is. The codes of `activities.OfferUnit`, and the kilometre."""

    PIECE = "piece", _("pièce")
    HOUR = "hour", _("heure")
    PERSON = "person", _("personne")
    KILOGRAM = "kg", _("kilo")
    MACHINE = "machine", _("machine")
    DAY = "day", _("jour")
    FLAT = "flat", _("forfait")
    KILOMETRE = "km", _("kilomètre")


class LineNature(models.TextChoices):
    """Goods or services: an invoice says which it holds (CGI ann. II, 242 nonies A, I, 8° bis)."""

    SERVICES = "services", _("prestation")
    GOODS = "goods", _("marchandise")
