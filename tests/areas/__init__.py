"""What the tests that open every address need to know, one module per area of the platform.

A module may hold, each as a dictionary:

- `ARGUMENTS`: an object of La Cape for each kind of argument that the area's addresses take; the permission
  table is asked with it (`tests/samples.py`).
- `VISITOR_BY_ACCESS`: who looks at a page in the browser, by the code of its declared access; None is nobody.
- `VISITORS`: other eyes than those for one address, by its name.
- `SAMPLES`: arguments with which the browser opens an address, by its name; one page for each.
- `NOT_PAGES`: addresses that the browser does not look at, and why.

A new module is found by itself.
"""

import pkgutil
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from django.db.models import Manager, Model

Value = str | Callable[[], str]
Sample = dict[str, Value]

NETWORK, HERE, THERE, CARRIER = "kpa-cite", "la-cape", "kpa-touraine", "opteos"
NOBODYS = 999_999


def first(objects: Manager[Model], column: str = "pk", **asked: str) -> Callable[[], str]:
    """A number that the demo network got when it was loaded, read when the page is opened."""
    return lambda: str(objects.filter(**asked).order_by("pk").values_list(column, flat=True)[0])


def everywhere(kwarg: str, place: str, *names: str) -> dict[str, list[Sample]]:
    """SAMPLES for addresses that take nothing but a place."""
    return {name: [{kwarg: place}] for name in names}


@cache
def merged(table: str) -> dict[str, Any]:
    """One table out of those of all areas; two rows for the same name are a mistake."""
    rows: dict[str, Any] = {}
    for module in pkgutil.iter_modules(__path__):
        own = getattr(import_module(f"{__name__}.{module.name}"), table, {})
        twice = rows.keys() & own.keys()
        assert not twice, f"{table} of tests/areas/{module.name}.py repeats {sorted(twice)}"
        rows |= own
    return rows
