from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContractsConfig(AppConfig):
    name = "kpacite.domain.contracts"
    label = "contracts"
    verbose_name = _("Contrats")

    def ready(self) -> None:
        from kpacite.domain.contracts import (  # noqa: F401, PLC0415
            jobs,
            models,
            promises,
            ties,
        )
        from kpacite.platform import triggers  # noqa: PLC0415

        triggers.register(*models.TRIGGERS)
