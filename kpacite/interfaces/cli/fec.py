"""`kpacite fec`: write the « fichier des écritures comptables » of a year."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from kpacite.interfaces.cli.django_ready import with_django


@click.command(epilog="Example: kpacite fec --entity cae-exemple --year 2026 -o archive")
@click.option("--entity", "slug", required=True, metavar="SLUG", help="Short name of the legal entity.")
@click.option("--year", "number", required=True, type=int, metavar="YYYY", help="Year in which it ends.")
@click.option(
    "-o",
    "--output",
    "folder",
    default=".",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the file and its description; made if need be.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program.")
@with_django
def fec(*, slug: str, number: int, folder: Path, as_json: bool) -> None:
    """Write the FEC of a fiscal year, with its description. A year still open gives a provisional file."""
    from kpacite.domain.ledger.models import FiscalYear  # noqa: PLC0415 - needs Django's apps
    from kpacite.integrations.fec import write_fec  # noqa: PLC0415
    from kpacite.kernel.errors import DomainError  # noqa: PLC0415

    years = FiscalYear.objects.filter(book__entity__slug=slug).select_related("book__entity")
    year = next((each for each in years.order_by("-start") if each.last_day.year == number), None)
    if year is None:
        raise click.UsageError(f"{slug!r} has no fiscal year that ends in {number}.")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        written = write_fec(year, folder)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        facts = asdict(written) | {"path": str(written.path), "notice": str(written.notice)}
        click.echo(json.dumps(facts | {"provisional": year.closed_at is None}, ensure_ascii=False))
    else:
        click.echo(f"{written.path}: {written.lines} lines, SHA-256 {written.sha256}")
        click.echo(f"{written.notice}: its description")
