from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "kpacite.domain.governance"
    label = "governance"
    verbose_name = _("Gouvernance")

    def ready(self) -> None:
        from kpacite.domain.governance import models, ties  # noqa: F401, PLC0415
        from kpacite.platform import triggers  # noqa: PLC0415

        triggers.register(*models.TRIGGERS)
