"""`kpacite verify`: prove that what is stored holds together."""

import json
import sys

import click

from kpacite.interfaces.cli.django_ready import with_django


@click.command(epilog="Example: kpacite verify --json | jq '.problems'")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program.")
@with_django
def verify(*, as_json: bool) -> None:
    """Check every promise the database makes. Exit code 1 if one is broken."""
    from kpacite.platform import verification  # noqa: PLC0415 - needs Django's apps

    results = verification.run()
    problems = [problem for result in results for problem in result.problems]
    if as_json:
        click.echo(
            json.dumps({"checks": [r.name for r in results], "problems": problems}, ensure_ascii=False)
        )
    else:
        for result in results:
            click.echo(f"{'FAIL' if result.problems else 'ok':<5} {result.words}")
            for problem in result.problems:
                click.echo(f"      {problem}")
    sys.exit(1 if problems else 0)
