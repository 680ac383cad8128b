"""The `kpacite` command: every verb a person who installs or runs the platform needs."""

import importlib
import os

import click

# Each verb lives in a module of its own, imported only when it is called: `kpacite --help` needs no database.
VERBS = {
    "bilan": "kpacite.interfaces.cli.bilan",
    "demo": "kpacite.interfaces.cli.demo",
    "documents": "kpacite.interfaces.cli.documents",
    "fec": "kpacite.interfaces.cli.fec",
    "import": "kpacite.interfaces.cli.importing",
    "migrate": "kpacite.interfaces.cli.database",
    "schedule": "kpacite.interfaces.cli.schedule",
    "seed": "kpacite.interfaces.cli.seed",
    "serve": "kpacite.interfaces.cli.serve",
    "share": "kpacite.interfaces.cli.share",
    "verify": "kpacite.interfaces.cli.verify",
}
# A verb that Python keeps for itself.
PYTHON_NAMES = {"import": "import_"}


class LazyGroup(click.Group):
    """A group that imports a verb's module when the verb is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(
            importlib.import_module(VERBS[cmd_name]), PYTHON_NAMES.get(cmd_name, cmd_name)
        )
        return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="The database is the one DATABASE_URL names; without it, the SQLite file under var/.",
)
@click.version_option(package_name="kpacite")
def main() -> None:
    """Run KPA-Cité's platform: its database, its demo network, its server, its checks.

    \b
    Examples:
      kpacite demo                 migrate, load the demo network, serve it
      kpacite seed network         only the KPAs and organisations of the documents
      kpacite verify --json        prove that what is stored holds together
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
