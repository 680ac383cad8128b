"""What every verb that touches the database does first."""

import functools
from collections.abc import Callable
from typing import Any

import click
import django


def with_django(command: Callable[..., Any]) -> Callable[..., Any]:
    """Load Django's apps just before the command's body, so that `--help` stays instant.

    A file or a folder that cannot be read or written ends in a sentence that names it.
    """

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        django.setup()
        try:
            return command(*args, **kwargs)
        except OSError as error:
            if error.filename is None:
                raise
            raise click.ClickException(f"{error.filename}: {error.strerror}") from error

    return run
