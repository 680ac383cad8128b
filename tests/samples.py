"""One object of La Cape for each argument that an address takes: what the permission table is asked with."""

from collections.abc import Callable, Iterable

from tests.areas import merged

SAMPLES: dict[str, Callable[[str], object]] = merged("ARGUMENTS")


def sample(name: str, arguments: Iterable[str]) -> dict[str, object]:
    """Arguments for the address called `name`; a new kind needs a line in ARGUMENTS of `tests/areas`."""
    return {argument: SAMPLES[argument](name) for argument in arguments}
