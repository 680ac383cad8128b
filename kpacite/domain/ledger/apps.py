from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "kpacite.domain.ledger"
    label = "ledger"
    verbose_name = _("Comptabilité")

    def ready(self) -> None:
        from kpacite.domain.ledger import promises  # noqa: F401, PLC0415
        from kpacite.domain.ledger.triggers import TRIGGERS  # noqa: PLC0415
        from kpacite.platform import triggers  # noqa: PLC0415

        triggers.register(*TRIGGERS)
