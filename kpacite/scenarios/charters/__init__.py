"""The charters that the documents quote, and an invented second version for the demonstration."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils import timezone

from kpacite.domain.governance import services
from kpacite.domain.governance.enums import CharterKind, Publication, SignatureMode, VersionState
from kpacite.domain.governance.models import CharterVersion
from kpacite.domain.governance.rules import Section
from kpacite.domain.people.models import Account
from kpacite.scenarios.seeding import Row, Seeding, chosen, organisation, read, source_of

HERE = Path(__file__).parent
STEPS = (VersionState.DISCUSSED, VersionState.IN_FORCE)


def load(seeding: Seeding) -> Iterator[float]:
    rows = read(HERE / "charters.toml")["version"]
    for rank, row in enumerate(rows, start=1):
        if not _exists(row):
            _version(seeding, row)
        yield rank / len(rows)


def _exists(row: Row) -> bool:
    rows = CharterVersion.objects.filter(charter__organisation__slug=row["organisation"])
    return rows.filter(charter__kind=_kind(row), number=row["number"]).exists()


def _kind(row: Row) -> CharterKind:
    return CharterKind(row.get("kind", CharterKind.LOCAL))


def _version(seeding: Seeding, row: Row) -> None:
    version = services.write_draft(
        organisation=organisation(row["organisation"]),
        kind=_kind(row),
        sections=[Section(part["heading"], part.get("body", "")) for part in row["section"]],
        source=source_of(row),
        **chosen(row, "authors", "motive", "is_example"),
        **seeding.by,
    )
    state = VersionState(row["state"])
    if state in STEPS:
        version = services.open_discussion(version=version, **seeding.by)
    if state == VersionState.IN_FORCE:
        version = services.put_in_force(
            version=version,
            motive=row["motive"],
            start=row["start"],
            today=max(seeding.today, row["start"]),
            **seeding.by,
        )
    if "publication" in row:
        services.change_publication(
            charter=version.charter, publication=Publication(row["publication"]), **seeding.by
        )
    for signature in row.get("signature", []):
        _sign(version, signature)


def _sign(version: CharterVersion, row: Row) -> None:
    account = Account.objects.select_related("person").get(login_name=row["login_name"])
    facts: dict[str, Any] = {"version": version, "person": account.person} | _moment(row["on"])
    if row["mode"] == SignatureMode.PAPER:
        recorder = Account.objects.get(login_name=row["recorded_by"])
        services.record_paper_signature(signed_on=row["on"], note=row["note"], actor=recorder, **facts)
    else:
        services.sign_on_screen(
            typed_name=str(account.person), seen=version.content_hash, actor=account, **facts
        )


def _moment(day: date) -> dict[str, Any]:
    """A signature is recorded on its own day, at noon."""
    return {"today": day, "now": timezone.make_aware(datetime.combine(day, time(12)))}
