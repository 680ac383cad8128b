from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    name = "kpacite.domain.sharing"
    label = "sharing"
    verbose_name = _("Partage")

    def ready(self) -> None:
        from kpacite.domain.sharing import (  # noqa: F401, PLC0415 - registers them
            jobs,
            promises,
            ties,
        )
        from kpacite.domain.sharing.models.triggers import TRIGGERS  # noqa: PLC0415
        from kpacite.platform import triggers  # noqa: PLC0415

        triggers.register(*TRIGGERS)
