from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    name = "kpacite.domain.funding"
    label = "funding"
    verbose_name = _("Financements")

    def ready(self) -> None:
        from kpacite.domain.funding import models  # noqa: PLC0415
        from kpacite.platform import triggers  # noqa: PLC0415

        triggers.register(*models.TRIGGERS)
