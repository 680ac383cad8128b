from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathsConfig(AppConfig):
    name = "kpacite.domain.paths"
    label = "paths"
    verbose_name = _("Parcours")

    def ready(self) -> None:
        from kpacite.domain.paths import (  # noqa: F401, PLC0415
            jobs,
            models,
            ties,
        )
        from kpacite.platform import triggers  # noqa: PLC0415

        triggers.register(*models.TRIGGERS)
