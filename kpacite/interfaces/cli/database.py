"""`kpacite migrate`: bring the database to the shape the code expects."""

import click

from kpacite.interfaces.cli.django_ready import with_django


@click.command(epilog="Example: DATABASE_URL=postgres://kpacite@db/kpacite kpacite migrate")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing when all goes well.")
@with_django
def migrate(*, quiet: bool) -> None:
    """Create or upgrade the tables, the triggers and the shared cache. Safe to repeat."""
    migrate_database(quiet=quiet)


def migrate_database(*, quiet: bool) -> None:
    from django.core.management import call_command  # noqa: PLC0415 - needs Django's apps

    from kpacite.platform import new_database  # noqa: PLC0415 - needs Django's apps

    verbosity = 0 if quiet else 1
    if new_database.is_empty():
        new_database.make_tables(verbosity=verbosity)
    else:
        call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=0)
