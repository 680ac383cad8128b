"""What every verb that touches the database does first."""

import functools
from collections.abc import Callable
from typing import Any

import django


def with_django(command: Callable[..., Any]) -> Callable[..., Any]:
    """Load Django's apps just before the command's body, so that `--help` stays instant."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        django.setup()
        return command(*args, **kwargs)

    return run
