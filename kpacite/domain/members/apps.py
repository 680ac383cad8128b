from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "kpacite.domain.members"
    label = "members"
    verbose_name = _("Membres")

    def ready(self) -> None:
        from kpacite.domain.members import (  # noqa: F401, PLC0415
            jobs,
            models,
            promises,
            ties,
        )
        from kpacite.platform import triggers  # noqa: PLC0415

        triggers.register(*models.TRIGGERS)
