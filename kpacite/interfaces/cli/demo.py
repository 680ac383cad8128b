"""`kpacite demo`: the whole platform with its demo network, in one command."""

import os
from pathlib import Path

import click

from kpacite.interfaces.cli.database import migrate_database
from kpacite.interfaces.cli.django_ready import with_django
from kpacite.interfaces.cli.seed import load_scenarios
from kpacite.interfaces.cli.serve import run_server

SQLITE_COMPANIONS = ("", "-wal", "-shm")


@click.command(epilog="Examples: kpacite demo --port 8080 · kpacite demo --reset --no-serve")
@click.option("--no-serve", is_flag=True, help="Load everything, then stop.")
@click.option("--reset", is_flag=True, help="Start afresh: throw the embedded database away first.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo(*, no_serve: bool, reset: bool, port: int) -> None:
    """Migrate, load every demo scenario, serve on this machine. A second run keeps the data."""
    os.environ["DEMO"] = "1"
    _demo(no_serve=no_serve, reset=reset, port=port)


@with_django
def _demo(*, no_serve: bool, reset: bool, port: int) -> None:
    if reset:
        _throw_embedded_database_away()
    migrate_database(quiet=True)
    _load_demo()
    _say_where(port)
    if not no_serve:
        run_server(host="127.0.0.1", port=port, workers=1)


def _throw_embedded_database_away() -> None:
    from django.db import connection  # noqa: PLC0415 - needs Django's apps

    if connection.vendor != "sqlite":
        raise click.UsageError(
            "--reset only throws the embedded SQLite file away, never a server's database."
        )
    path = str(connection.settings_dict["NAME"])
    for companion in SQLITE_COMPANIONS:
        Path(path + companion).unlink(missing_ok=True)


def _load_demo() -> None:
    from kpacite import scenarios  # noqa: PLC0415 - needs Django's apps

    load_scenarios([scenario.name for scenario in scenarios.available() if scenario.in_demo], quiet=False)


def _say_where(port: int) -> None:
    from kpacite import scenarios  # noqa: PLC0415 - needs Django's apps

    click.echo(f"\nKPA-Cité: http://localhost:{port}/")
    click.echo(f"Be one of them, in one click: http://localhost:{port}/demo/")
    for person in scenarios.demo_people():
        click.echo(f"  {person.name:<22} {person.hats}")
    click.echo("")
