"""Looking never changes anything: during GET, HEAD and OPTIONS the database only answers questions.

A view that must write when a link is opened cannot exist here. A one-time link (invitation, sign-in card)
shows a page with a button; the POST of the button does the work. Mail scanners and browsers that open
links ahead would otherwise use them up.

In tests and in development a forbidden write raises; in production (`STRICT_READS = False`) it is logged as
an error and let through: for someone at the counter, a late fix is better than a broken page.

It is a tripwire for our own mistakes, not a wall against an attacker's SQL.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

from kpacite.platform.access import SAFE_METHODS

logger = logging.getLogger(__name__)

INFRASTRUCTURE_TABLES = frozenset(
    {
        "cache",  # rate limits, see CACHES in the settings
        "indicators_linkreading",  # how often a link to a récit was read: a number, nobody
        "people_accessrecord",  # who looked at whose file: the looking is what is written down
        "indicators_sheettelling",  # which number was read by whoever opens no file: again the looking
        "django_session",  # the session itself, and what sign-in pages put in it
        "usersessions_usersession",  # the list of open sessions, with the last visit of each
        "django_tasks_db_dbtaskresult",  # a task enqueued, never its work
        "account_emailaddress",  # allauth lines its own copy up with the account when the page opens
        "account_emailconfirmation",
    }
)
"""Tables of the machinery, which a page may write while someone only looks. None holds the network's data."""

QUESTION = re.compile(
    r"[\s(]*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|EXPLAIN|SHOW|SET|FETCH|CLOSE|DECLARE)\b",
    re.IGNORECASE,
)
COMMON_TABLE = re.compile(r"\s*WITH\b", re.IGNORECASE)
CHANGE = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE|REPLACE)\b", re.IGNORECASE)
TARGET = re.compile(
    r"\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+[\"`]?(\w+)", re.IGNORECASE
)


class WriteDuringRead(RuntimeError):
    """A page that only shows something tried to change the database."""


def is_allowed(sql: str) -> bool:
    """Whether a statement may run while someone only looks."""
    if QUESTION.match(sql):
        return True
    if COMMON_TABLE.match(sql):
        return not CHANGE.search(sql)
    target = TARGET.match(sql)
    return target is not None and target[1] in INFRASTRUCTURE_TABLES


def _guard(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
    words = str(sql)
    if not is_allowed(words):
        if getattr(settings, "STRICT_READS", True):
            raise WriteDuringRead(words[:200])
        # Without the parameters: they may hold what people wrote.
        logger.error("Write during a read: %s", words[:200], stack_info=True)
    return execute(sql, params, many, context)


@contextmanager
def read_only() -> Iterator[None]:
    """Refuse every write inside the block, on every database. Raises WriteDuringRead."""
    with ExitStack() as stack:
        for connection in connections.all(initialized_only=False):
            stack.enter_context(connection.execute_wrapper(_guard))
        yield


class ReadOnlyGetMiddleware:
    """Put every safe request under `read_only`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with read_only():
            return self.get_response(request)
