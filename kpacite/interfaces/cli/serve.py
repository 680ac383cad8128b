"""`kpacite serve`: the web server."""

import ipaddress

import click

from kpacite.interfaces.cli.django_ready import with_django

LOOPBACK_NAMES = {"localhost"}


@click.command(epilog="Example: kpacite serve --host 0.0.0.0 --port 8000 --workers 2")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@with_django
def serve(*, host: str, port: int, workers: int) -> None:
    """Serve the platform with granian until Ctrl-C."""
    refuse_danger(host)
    run_server(host=host, port=port, workers=workers)


def refuse_danger(host: str) -> None:
    """Development settings hold a public key: they are for this machine's own browser only."""
    from django.conf import settings  # noqa: PLC0415 - needs Django's apps

    if settings.SETTINGS_MODULE.endswith(".dev") and not _is_loopback(host):
        raise click.UsageError(
            "Development settings listen on this machine only. "
            "Set DJANGO_SETTINGS_MODULE=config.settings.prod (see docs/exploitation.md)."
        )


def run_server(*, host: str, port: int, workers: int) -> None:
    from granian import Granian  # noqa: PLC0415 - slow to import, needed here only
    from granian.constants import Interfaces  # noqa: PLC0415

    # One blocking thread per worker: as fast as four, with 5.5 times less memory (docs/decisions/0001).
    Granian(
        target="config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        log_access=False,
    ).serve()


def _is_loopback(host: str) -> bool:
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
