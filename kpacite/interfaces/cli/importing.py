"""`kpacite import`: bring in what an organisation kept elsewhere."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kpacite.interfaces.cli.django_ready import with_django

MOST_PRINTED = 50


@click.group(name="import", epilog="Example: kpacite import people gens.csv --dry-run")
def import_() -> None:
    """Bring in what an organisation kept elsewhere: a file is read whole, then written whole or refused."""


@import_.command(
    epilog="""\b
    Examples:
      kpacite import people gens.csv --dry-run
      kpacite import people gens.xlsx --source la-cape --json
    """
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option(
    "--source", "slug", default="", metavar="SLUG", help="Whose file it is: a KPA, else the network."
)
@click.option("--dry-run", is_flag=True, help="Read and check everything, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program.")
@with_django
def people(*, file: Path, slug: str, dry_run: bool, as_json: bool) -> None:
    """Import people and their paths from a CSV or XLSX file, one line per path, empty cells for unknown.

    \b
    Columns: person_ref, first_name, last_name, birth_date, gender (F/H/X), postcode, qpv (oui/non),
    single_parent, international_protection, disabled_worker (oui/non), education
    (INF/CAP_BEP/BAC/BAC2_4/BAC5), france_travail_registered_on, referral, kpa, path_start, planned_end,
    path_end, exit_situation (EMPLOI/FORMATION/CREATION/AUTRE_PIC/SANS/SERVICE_CIVIQUE), exit_contract
    (CDI/CDD_6P/CDD_6M/INTERIM), exit_training (CERT/NON_CERT), exit_observed_on.

    Importing the same file again changes nothing. Exit code 1 when the file is refused: each error is
    printed with its line, and nothing is written.
    """
    from kpacite.domain.paths.services import PeopleFileRefused  # noqa: PLC0415 - needs Django's apps
    from kpacite.integrations.tabular import UnreadableTable  # noqa: PLC0415

    source, only_kpa = _source(slug)
    try:
        counts, warnings = _import(file, source, only_kpa, dry_run=dry_run, quiet=as_json)
    except UnreadableTable as refusal:
        _refuse([{"line": 0, "column": "", "code": refusal.code, "message": str(refusal)}], as_json=as_json)
    except PeopleFileRefused as refusal:
        _refuse(_told(refusal.problems), as_json=as_json)
    if as_json:
        answer = {"imported": not dry_run, "counts": counts, "errors": [], "warnings": warnings}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for warning in warnings[:MOST_PRINTED]:
        click.echo(_line(warning), err=True)
    click.echo(_sentence(counts, dry_run=dry_run))


def _source(slug: str) -> tuple[Any, Any]:
    from kpacite.domain.organisations.enums import OrganisationKind  # noqa: PLC0415
    from kpacite.domain.organisations.models import Organisation  # noqa: PLC0415

    kinds = [OrganisationKind.KPA] if slug else [OrganisationKind.NETWORK]
    rows = Organisation.objects.filter(kind__in=kinds)
    found = (rows.filter(slug=slug) if slug else rows).first()
    if found is None:
        raise click.UsageError(
            f"No KPA is called {slug!r}." if slug else "No network yet: run `kpacite seed network` first."
        )
    return found, found if slug else None


def _import(
    file: Path, source: Any, only_kpa: Any, *, dry_run: bool, quiet: bool
) -> tuple[dict[str, int], list[dict[str, Any]]]:
    from django.utils import timezone  # noqa: PLC0415

    from kpacite.domain.paths import rules, services  # noqa: PLC0415
    from kpacite.integrations.tabular import check_header, read_table  # noqa: PLC0415

    table = read_table(file.read_bytes(), name=file.name)
    required = [name for name in rules.REQUIRED if name != "kpa" or only_kpa is None]
    check_header(table, known=rules.COLUMNS, required=required)
    with click.progressbar(length=100, label="Importing", hidden=quiet, file=sys.stderr) as bar:
        done = 0

        def advance(part: float) -> None:
            nonlocal done
            percent = round(part * 100)
            bar.update(percent - done)
            done = percent

        counts, found = services.import_people(
            rows=table.rows,
            source=source,
            only_kpa=only_kpa,
            actor=None,
            now=timezone.now(),
            dry_run=dry_run,
            progress=advance,
        )
    return asdict(counts), _told(found.warnings)


def _told(problems: list[Any]) -> list[dict[str, Any]]:
    from kpacite.domain.paths.services import sentence_of  # noqa: PLC0415

    return [
        {
            "line": problem.line,
            "column": problem.column,
            "code": problem.code,
            "value": problem.value,
            "message": sentence_of(problem),
        }
        for problem in problems
    ]


def _refuse(errors: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        answer = {"imported": False, "counts": {}, "errors": errors, "warnings": []}
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        for error in errors[:MOST_PRINTED]:
            click.echo(_line(error), err=True)
        if len(errors) > MOST_PRINTED:
            click.echo(f"… and {len(errors) - MOST_PRINTED} more.", err=True)
        click.echo("Refused: nothing was written.", err=True)
    sys.exit(1)


def _line(problem: dict[str, Any]) -> str:
    if not problem["line"]:
        return str(problem["message"])
    value = f" « {problem['value']} »" if problem["value"] else ""
    return f"line {problem['line']}, {problem['column']}{value}: {problem['message']}"


def _sentence(counts: dict[str, int], *, dry_run: bool) -> str:
    verb = "Would import" if dry_run else "Imported"
    return (
        f"{verb} {counts['lines']} lines: {counts['people_new']} new people,"
        f" {counts['people_changed']} changed;"
        f" {counts['paths_new']} new paths, {counts['paths_changed']} changed; {counts['exits_new']} exits."
    )
