from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate


class PlatformConfig(AppConfig):
    name = "kpacite.platform"
    label = "platform"

    def ready(self) -> None:
        from kpacite.platform import audit, deployment, numbering, triggers  # noqa: F401, PLC0415

        triggers.register(*audit.TRIGGERS, *numbering.TRIGGERS)
        # Django sends both signals once per app; with this sender they come once per `migrate`.
        pre_migrate.connect(triggers.before_migrate, sender=self)
        post_migrate.connect(triggers.after_migrate, sender=self)
        checks.register(triggers.check_installed, checks.Tags.database)
