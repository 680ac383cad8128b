from django.db import models
from django.utils.translation import gettext_lazy as _


class CounterState(models.TextChoices):
    """Where a sale at the till stands. Never stored: it follows from its payment."""

    SOLD = "sold", _("Encaissée")
    CANCELLED = "cancelled", _("Annulée")
