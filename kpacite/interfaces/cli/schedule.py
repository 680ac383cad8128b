"""`kpacite schedule`: the jobs of the day, once each, from cron or a systemd timer."""

import json

import click

from kpacite.interfaces.cli.django_ready import with_django


@click.command(epilog="Example, every ten minutes from cron: */10 * * * * kpacite schedule --json")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program.")
@with_django
def schedule(*, as_json: bool) -> None:
    """Do every job that is due. Running it twice, or on two machines, does each job once."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django's apps

    from kpacite.platform import tasks  # noqa: PLC0415

    done = tasks.run_due(timezone.now())
    click.echo(json.dumps({"done": done}) if as_json else f"Done: {', '.join(done) or 'nothing was due'}.")
