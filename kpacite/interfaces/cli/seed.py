"""`kpacite seed`: load named scenarios into the database."""

import json

import click

from kpacite.interfaces.cli.django_ready import with_django


@click.command(epilog="Examples: kpacite seed --list · kpacite seed network · kpacite seed network demo")
@click.argument("names", nargs=-1, metavar="NAME…")
@click.option("--list", "only_list", is_flag=True, help="Say which scenarios there are, load nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program.")
@with_django
def seed(*, names: tuple[str, ...], only_list: bool, as_json: bool) -> None:
    """Load scenarios, each with those it builds on. Repeating one changes nothing."""
    from kpacite import scenarios  # noqa: PLC0415 - needs Django's apps

    available = scenarios.available()
    if only_list:
        click.echo(_listing(available, as_json=as_json))
        return
    if not names:
        raise click.UsageError("Name at least one scenario; `kpacite seed --list` shows them.")
    if unknown := [name for name in names if name not in {scenario.name for scenario in available}]:
        raise click.UsageError(f"No scenario is called {unknown[0]!r}; `kpacite seed --list` shows them.")
    loaded = load_scenarios(list(names), quiet=as_json)
    click.echo(json.dumps({"loaded": loaded}) if as_json else f"Loaded: {', '.join(loaded)}.")


def load_scenarios(names: list[str], *, quiet: bool) -> list[str]:
    """Load `names` and what they build on, with a progress bar; return what was loaded, in order."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django's apps

    from kpacite import scenarios  # noqa: PLC0415

    with click.progressbar(length=100, label="Loading", hidden=quiet) as bar:
        done = 0

        def advance(fraction: float) -> None:
            nonlocal done
            percent = round(fraction * 100)
            bar.update(percent - done)
            done = percent

        return scenarios.load(names, now=timezone.now(), progress=advance)


def _listing(available: list, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(
            [{"name": s.name, "description": s.description, "needs": list(s.needs)} for s in available],
            ensure_ascii=False,
        )
    return "\n".join(f"{s.name:<16} {s.description}" for s in available)
