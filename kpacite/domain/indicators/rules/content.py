"""A bilan as plain values: what is frozen, hashed, exported, and drawn."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.disclosure import Release
from kpacite.domain.indicators.rules.figures import ROUNDING, Line
from kpacite.domain.indicators.rules.frame import AgeOn, Frame
from kpacite.domain.indicators.rules.measures import MeasureRow
from kpacite.domain.indicators.rules.scope import Scope, ScopeKind

VERSION = 1
COUNTED = "kpas"
"""Beside the releases of a freeze: the KPAs that were counted."""
AGES = {AgeOn.ENTRY: "à l’entrée", AgeOn.CUT_OFF: "le dernier jour de la période"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnover:
    """What one KPA sold over a period of its own. A KPA without a figure has no row, never a zero."""

    slug: str
    name: str
    city: str
    cents: int
    basis: str
    first: str
    last: str
    words: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilan:
    """What one audience reads of one frame and scope."""

    first: date
    last: date
    age_on: AgeOn
    scope: Scope
    scope_name: str
    audience: Audience
    lines: Sequence[Line]
    turnover: Sequence[Turnover] = field(default_factory=tuple)
    measures: Sequence[MeasureRow] = field(default_factory=tuple)

    @property
    def frame(self) -> Frame:
        return Frame(self.first, self.last, self.age_on)

    @property
    def by_code(self) -> dict[str, Line]:
        return {line.code: line for line in self.lines}

    @property
    def turnover_total(self) -> int:
        return sum(row.cents for row in self.turnover)


def to_content(bilan: Bilan) -> dict[str, Any]:
    """The JSON of a bilan: `indicators` has one entry for each code of the table of definitions."""
    return {
        "version": VERSION,
        "period": {"from": bilan.first.isoformat(), "to": bilan.last.isoformat()},
        "scope": {"kind": bilan.scope.kind.value, "slug": bilan.scope.slug, "name": bilan.scope_name},
        "audience": bilan.audience.value,
        "age_on": bilan.age_on.value,
        "notes": notes(bilan),
        # A database may store the entries below in an order of its own.
        "order": [line.code for line in bilan.lines],
        "indicators": {line.code: _entry(line) for line in bilan.lines} | {"I18": _turnover_entry(bilan)},
        "measures": [asdict(row) for row in bilan.measures],
    }


def notes(bilan: Bilan) -> list[str]:
    """What a reader must know of every figure."""
    return [
        ROUNDING,
        f"Âge compté {AGES[bilan.age_on]}.",
        f"** : moins de {bilan.frame.small_base} personnes au dénominateur.",
        "Chaque personne compte une fois. Son dernier parcours dit si elle est présente ou sortie.",
        "Ce qu’on ne sait pas reste dans le dénominateur.",
    ]


def _entry(line: Line) -> dict[str, Any]:
    return {
        "label": line.label,
        "count": line.count,
        "denominator": line.denominator,
        "percent": line.percent,
        "unknown": line.unknown,
        "suppressed": line.hidden,
        "small_base": line.small_base,
        "definition_version": line.version,
        "key": line.key,
        "table": line.table,
        "among": line.among,
        "note": line.note,
        "source": line.source,
        "merged": line.merged,
    }


def _turnover_entry(bilan: Bilan) -> dict[str, Any]:
    return {
        "label": "Chiffre d’affaires hors taxes des KPA, en centimes",
        "count": bilan.turnover_total if bilan.turnover else None,
        "denominator": None,
        "percent": None,
        "unknown": None,
        "suppressed": False,
        "definition_version": 1,
        "note": "Le total est notre addition. Un KPA absent n’a pas donné de chiffre : ce n’est pas zéro.",
        "kpas": [asdict(row) for row in bilan.turnover],
    }


def measures_in(content: Mapping[str, Any]) -> list[MeasureRow] | None:
    """None when the bilan is older than these figures: it says nothing of them, not even a nought."""
    rows = content.get("measures")
    return None if rows is None else [MeasureRow(**row) for row in rows]


def from_content(content: Mapping[str, Any]) -> Bilan:
    """The bilan that was written: nothing is computed again."""
    entries = dict(content["indicators"])
    turnover = entries.pop("I18")
    scope = content["scope"]
    return Bilan(
        first=date.fromisoformat(content["period"]["from"]),
        last=date.fromisoformat(content["period"]["to"]),
        age_on=AgeOn(content["age_on"]),
        scope=Scope(ScopeKind(scope["kind"]), scope["slug"]),
        scope_name=scope["name"],
        audience=Audience(content["audience"]),
        lines=tuple(_line(code, entries[code]) for code in content.get("order", entries)),
        turnover=tuple(Turnover(**row) for row in turnover["kpas"]),
        # Bilans frozen before these figures existed have none.
        measures=tuple(measures_in(content) or ()),
    )


def _line(code: str, entry: Mapping[str, Any]) -> Line:
    return Line(
        code=code,
        key=entry["key"],
        table=entry["table"],
        label=entry["label"],
        count=entry["count"],
        denominator=entry["denominator"],
        unknown=entry["unknown"],
        among=entry["among"],
        note=entry["note"],
        source=entry["source"],
        version=entry["definition_version"],
        small_base=entry["small_base"],
        hidden=entry["suppressed"],
        merged=entry["merged"],
    )


def to_values(release: Release) -> dict[str, Any]:
    return {
        "people": release.people,
        "cells": {code: dict(cells) for code, cells in release.cells.items()},
        "merged": {code: sorted(keys) for code, keys in release.merged.items()},
    }


def from_values(values: Mapping[str, Any]) -> Release:
    merged = {code: frozenset(keys) for code, keys in values["merged"].items()}
    return Release(values["people"], values["cells"], merged)


def hash_of(content: Mapping[str, Any], releases: Mapping[str, Any]) -> str:
    """SHA-256 of the figures, whatever the order of the keys."""
    text = json.dumps([content, releases], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
