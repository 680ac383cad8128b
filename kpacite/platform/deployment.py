"""Checks of a production installation: what is missing or dangerous, and what to do about it.

They run with `manage.py check --deploy`, and with every start of `kpacite serve` under production settings.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.db import connection

SHORTEST_KEY = 32


@checks.register(checks.Tags.security, deploy=True)
def check_secrets(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:  # noqa: ARG001
    problems: list[checks.CheckMessage] = []
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        problems.append(
            checks.Error(
                "SECRET_KEY is missing or too short: sessions and links could be forged.",
                hint=f"Set SECRET_KEY to {SHORTEST_KEY} random characters or more, one for all workers.",
                id="kpacite.E001",
            )
        )
    if not settings.SALT_KEY or min(map(len, settings.SALT_KEY)) < SHORTEST_KEY:
        problems.append(
            checks.Error(
                "FIELD_KEY is missing or too short: sensitive columns would not be protected.",
                hint="Set FIELD_KEY to a random key of its own; keep a copy away from the backups.",
                id="kpacite.E002",
            )
        )
    elif settings.SECRET_KEY in settings.SALT_KEY:
        problems.append(
            checks.Error(
                "FIELD_KEY equals SECRET_KEY: one leak would open both.",
                hint="Set FIELD_KEY to another random key before any sensitive data is entered.",
                id="kpacite.E003",
            )
        )
    return problems


@checks.register(checks.Tags.security, deploy=True)
def check_addresses(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:  # noqa: ARG001
    problems: list[checks.CheckMessage] = []
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        problems.append(
            checks.Error(
                "ALLOWED_HOSTS is empty or open to every name.",
                hint="Set ALLOWED_HOSTS to the platform's host names, separated by commas.",
                id="kpacite.E004",
            )
        )
    if not settings.SITE_URL.startswith("https://"):
        problems.append(
            checks.Error(
                f"SITE_URL is {settings.SITE_URL!r}: links in mails would be wrong or unprotected.",
                hint="Set SITE_URL to the public address, starting with https://.",
                id="kpacite.E005",
            )
        )
    return problems


@checks.register(checks.Tags.security, deploy=True)
def check_demo_doors(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:  # noqa: ARG001
    if not (settings.DEMO or settings.DEBUG):
        return []
    return [
        checks.Error(
            "DEMO or DEBUG is on: anyone could sign in as anyone, or read the settings.",
            hint="Unset DEMO and DEBUG. A public demonstration needs a database of its own.",
            id="kpacite.E006",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_mail(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:  # noqa: ARG001
    if "localhost" not in settings.DEFAULT_FROM_EMAIL:
        return []
    return [
        checks.Warning(
            "EMAIL_FROM is not set: mails would come from localhost and be thrown away.",
            hint="Set EMAIL_FROM, EMAIL_HOST and their user and password.",
            id="kpacite.W001",
        )
    ]


@checks.register(checks.Tags.database, deploy=True)
def check_engine(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:  # noqa: ARG001
    if connection.vendor != "sqlite":
        return []
    return [
        checks.Warning(
            "The database is the embedded SQLite file: one machine, one writer at a time.",
            hint="Enough for one KPA. For a network, set DATABASE_URL=postgres://…",
            id="kpacite.W002",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_files(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:  # noqa: ARG001
    folder = Path(settings.MEDIA_ROOT).resolve()
    public = [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]
    problems: list[checks.CheckMessage] = []
    if any(folder.is_relative_to(place.resolve()) for place in public):
        problems.append(
            checks.Error(
                "MEDIA_ROOT is inside a public folder: anyone could open people's receipts.",
                hint="Set MEDIA_ROOT to a folder that no web server publishes.",
                id="kpacite.E007",
            )
        )
    if folder == Path(settings.ROOT, "var", "fichiers").resolve():
        problems.append(
            checks.Warning(
                "MEDIA_ROOT is not set: receipts are kept beside the code, and may be lost with it.",
                hint="Set MEDIA_ROOT to a folder that is kept and backed up.",
                id="kpacite.W003",
            )
        )
    return problems
