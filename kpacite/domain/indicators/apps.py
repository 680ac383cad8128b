from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "kpacite.domain.indicators"
    label = "indicators"
    verbose_name = _("Bilans et indicateurs")

    def ready(self) -> None:
        from kpacite.domain.indicators import (  # noqa: F401, PLC0415
            models,
            promises,
            ties,
        )
        from kpacite.platform import triggers  # noqa: PLC0415

        triggers.register(*models.TRIGGERS)
