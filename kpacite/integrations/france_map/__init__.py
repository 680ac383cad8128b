"""Outlines of the French départements, and where a place stands on them (see README.md)."""

from kpacite.integrations.france_map.geometry import Point, spread
from kpacite.integrations.france_map.outline import (
    Departement,
    ViewBox,
    around,
    inset,
    outline,
    project,
    viewbox,
)

__all__ = ["Departement", "Point", "ViewBox", "around", "inset", "outline", "project", "spread", "viewbox"]
