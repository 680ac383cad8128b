"""`kpacite bilan`: the key figures of a period, as a file."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpacite.interfaces.cli.django_ready import with_django

if TYPE_CHECKING:
    from kpacite.domain.indicators.rules.scope import Scope

Days = tuple[date | None, date | None]
NO_DAYS: Days = (None, None)
FORMATS = ("json", "csv", "xlsx", "pdf", "html")
BINARY = ("xlsx", "pdf")
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command(
    epilog="""\b
    Examples:
      kpacite bilan --from 2022-03-01 --to 2023-12-31 --format json
      kpacite bilan --from 2022-03-01 --to 2023-12-31 --audience public --format pdf -o bilan.pdf
      kpacite bilan --grant convention-2025 --audience funder --format xlsx -o bilan.xlsx
    """
)
@click.option("--from", "first", type=DAY, metavar="YYYY-MM-DD", help="First day, included.")
@click.option("--to", "last", type=DAY, metavar="YYYY-MM-DD", help="Last day, included.")
@click.option("--kpa", default="", metavar="SLUG", help="One KPA only.")
@click.option("--tag", default="", metavar="SLUG", help="Only the KPAs of a territory or development field.")
@click.option(
    "--grant",
    default="",
    metavar="SLUG",
    help="Only the KPAs of an agreement with a funder; over its dates, when none are given.",
)
@click.option(
    "--audience",
    type=click.Choice(["internal", "funder", "public"]),
    default="internal",
    show_default=True,
    help="Who will read it: small groups are hidden from funders and from the public.",
)
@click.option("--age-on", type=click.Choice(["entry", "cut_off"]), default="entry", show_default=True)
@click.option("--format", "kind", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file; else the screen."
)
@with_django
def bilan(  # noqa: PLR0913 - one for each option
    *,
    first: datetime | None,
    last: datetime | None,
    kpa: str,
    tag: str,
    grant: str,
    audience: str,
    age_on: str,
    kind: str,
    output: Path | None,
) -> None:
    """Count the people and paths of a period, and write the bilan.

    The default audience is `internal`: exact numbers, down to one person, for whoever already holds the
    database. Never publish such a file: ask for `--audience public`, which hides small groups and what would
    give them away.
    """
    from kpacite.domain.indicators import selectors  # noqa: PLC0415 - needs Django's apps
    from kpacite.domain.indicators.rules.audience import Audience  # noqa: PLC0415
    from kpacite.domain.indicators.rules.frame import AgeOn, Frame  # noqa: PLC0415
    from kpacite.kernel.errors import DomainError  # noqa: PLC0415

    try:
        scope, usual = _scope(kpa, tag, grant)
        frame = Frame(*_days(first, last, usual), AgeOn(age_on))
        found = selectors.bilan(frame, scope, Audience(audience))
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    content = _file(found, kind)
    if output is not None:
        output.write_bytes(content)
        click.echo(f"{output}: {audience}, {frame.first} to {frame.last}", err=True)
    elif kind in BINARY:
        raise click.UsageError(f"A {kind} file needs a name: add -o FILE.")
    else:
        click.echo(content.decode())


def _days(first: datetime | None, last: datetime | None, usual: Days) -> tuple[date, date]:
    """Those that were asked; else those of the agreement."""
    found = (first.date() if first else usual[0], last.date() if last else usual[1])
    if found[0] is None or found[1] is None:
        raise click.UsageError("Give --from and --to.")
    return found[0], found[1]


def _scope(kpa: str, tag: str, grant: str) -> "tuple[Scope, Days]":
    """The part of the network, and the days that it brings with it."""
    from kpacite.domain.funding.selectors import grant_of  # noqa: PLC0415
    from kpacite.domain.indicators.rules.scope import Scope, ScopeKind  # noqa: PLC0415
    from kpacite.domain.organisations.models import Kpa, Tag  # noqa: PLC0415

    if sum(map(bool, (kpa, tag, grant))) > 1:
        raise click.UsageError("Choose one of --kpa, --tag and --grant.")
    if kpa:
        if not Kpa.objects.filter(organisation__slug=kpa).exists():
            raise click.UsageError(f"No KPA is called {kpa!r}.")
        return Scope(ScopeKind.KPA, kpa), NO_DAYS
    if tag:
        if not Tag.objects.filter(slug=tag).exists():
            raise click.UsageError(f"No territory or field is called {tag!r}.")
        return Scope(ScopeKind.TAG, tag), NO_DAYS
    if grant:
        agreement = grant_of(grant)
        if agreement is None:
            raise click.UsageError(f"No agreement is called {grant!r}.")
        return Scope(ScopeKind.GRANT, grant), (agreement.first, agreement.last)
    return Scope(), NO_DAYS


def _file(found: object, kind: str) -> bytes:
    from django.utils import timezone  # noqa: PLC0415 - needs Django's settings

    from kpacite.integrations import bilan_files  # noqa: PLC0415

    if kind == "pdf":
        from kpacite.integrations.bilan_files.paper import to_pdf  # noqa: PLC0415

        return to_pdf(found, at=timezone.now())
    if kind == "xlsx":
        return bilan_files.to_xlsx(found)
    text = {"json": bilan_files.to_json, "csv": bilan_files.to_csv, "html": bilan_files.to_html}[kind]
    return text(found).encode()
