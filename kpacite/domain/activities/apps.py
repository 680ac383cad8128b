from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "kpacite.domain.activities"
    label = "activities"
    verbose_name = _("Activités et offres")

    def ready(self) -> None:
        from kpacite.domain.activities import (  # noqa: F401, PLC0415
            jobs,
            models,
            promises,
            ties,
        )
        from kpacite.platform import triggers  # noqa: PLC0415

        triggers.register(*models.TRIGGERS)
