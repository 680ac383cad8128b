"""Stored codes are never renamed; labels may change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """Languages of the screens, each named in itself."""

    FRENCH = "fr", "Français"
    ENGLISH = "en", "English"
    ARABIC = "ar", "العربية"


class ConsentPurpose(models.TextChoices):
    """What a person may allow, or not, and change her mind about."""

    SHARED_CONTACT = "shared_contact", _("Mon KPA peut montrer mon contact aux autres membres.")
    PICTURES = "pictures", _("Mon KPA peut publier des photos où je suis.")
    NEWS = "news", _("Le réseau peut m’écrire pour donner des nouvelles.")
