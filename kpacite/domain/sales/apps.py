from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SalesConfig(AppConfig):
    name = "kpacite.domain.sales"
    label = "sales"
    verbose_name = _("Ventes")

    def ready(self) -> None:
        from kpacite.domain.sales import jobs, promises, ties  # noqa: F401, PLC0415
        from kpacite.domain.sales.models import (  # noqa: PLC0415
            cash,
            counter,
            deposits,
            expenses,
            lateness,
            payments,
            purchases,
        )
        from kpacite.domain.sales.triggers import TRIGGERS  # noqa: PLC0415
        from kpacite.platform import triggers  # noqa: PLC0415

        triggers.register(*TRIGGERS, *expenses.TRIGGERS, *payments.TRIGGERS, *cash.TRIGGERS)
        triggers.register(*lateness.TRIGGERS, *deposits.TRIGGERS, *purchases.TRIGGERS, *counter.TRIGGERS)
