"""Data sets that one loads by name: built only through the domain's services, repeatable, composable.

A second loading changes nothing: each row is looked up by its natural key before it is written.
"""

from kpacite.scenarios.demo import DemoPerson, demo_people
from kpacite.scenarios.registry import Scenario, UnknownScenario, available, load

__all__ = ["DemoPerson", "Scenario", "UnknownScenario", "available", "demo_people", "load"]
