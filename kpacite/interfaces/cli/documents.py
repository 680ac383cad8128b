"""`kpacite documents`: write every document that an entity issued in a year, with their register."""

import json
from pathlib import Path

import click

from kpacite.interfaces.cli.django_ready import with_django


@click.command(epilog="Example: kpacite documents --entity opteos --year 2026 archive/2026")
@click.option("--entity", "slug", required=True, metavar="SLUG", help="Short name of the legal entity.")
@click.option("--year", required=True, type=int, metavar="YYYY", help="Year of issue.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_django
def documents(*, slug: str, year: int, folder: Path, as_json: bool) -> None:
    """Write the PDFs of a year in FOLDER, made if need be, and registre.csv: a row and a hash for each."""
    from kpacite.domain.organisations.models import Organisation  # noqa: PLC0415 - needs Django's apps
    from kpacite.integrations.documents import archive  # noqa: PLC0415

    entity = Organisation.objects.filter(slug=slug).first()
    if entity is None:
        raise click.UsageError(f"No entity is called {slug!r}.")
    folder.mkdir(parents=True, exist_ok=True)
    count = archive.write_folder(entity, year, folder)
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "documents": count}, ensure_ascii=False))
    else:
        click.echo(f"{folder}: {count} documents and {archive.REGISTER}")
