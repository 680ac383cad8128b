from django.db import models
from django.utils.translation import gettext_lazy as _


class ClientKind(models.TextChoices):
    PERSON = "person", _("Une personne")
    COMPANY = "company", _("Une entreprise")
    ASSOCIATION = "association", _("Une association")
    PUBLIC = "public", _("Une mairie, une école, un service public")
