from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "kpacite.domain.people"
    label = "people"
    verbose_name = _("personnes")

    def ready(self) -> None:
        from kpacite.domain.people import own_ties, promises  # noqa: F401, PLC0415 - registers them
