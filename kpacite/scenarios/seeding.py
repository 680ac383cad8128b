import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from kpacite.domain.organisations.models import Organisation, SourceDocument

Row = dict[str, Any]


@dataclass(frozen=True)
class Seeding:
    """The moment of a loading, and the keyword arguments that every service wants."""

    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def by(self) -> dict[str, Any]:
        """The system itself acts."""
        return {"actor": None, "now": self.now}


def read(path: Path) -> Row:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def source_of(row: Mapping[str, Any]) -> SourceDocument | None:
    return SourceDocument.objects.get(key=row["source"]) if "source" in row else None


def organisation(slug: str) -> Organisation:
    return Organisation.objects.get(slug=slug)


def chosen(row: Mapping[str, Any], *names: str) -> Row:
    """The entries of a table with these names, those that are there."""
    return {name: row[name] for name in names if name in row}
