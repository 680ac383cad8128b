from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "kpacite.domain.organisations"
    label = "organisations"
    verbose_name = _("Organisations et rôles")

    def ready(self) -> None:
        from kpacite.domain.organisations import ties  # noqa: F401, PLC0415 - registers them
