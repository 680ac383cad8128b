"""Every indicator. To add one: a `Definition` in the file of its subject, and its test."""

from kpacite.domain.indicators.rules.catalogue import exits, paths, people, work
from kpacite.domain.indicators.rules.definition import Definition

DEFINITIONS: tuple[Definition, ...] = (
    *people.DEFINITIONS,
    *work.DEFINITIONS,
    *paths.DEFINITIONS,
    *exits.DEFINITIONS,
)
BY_CODE = {definition.code: definition for definition in DEFINITIONS}
RARE = frozenset(each.code for definition in DEFINITIONS for each in definition.classes if each.rare)
"""Lines that are drawn only when somebody is in them."""
