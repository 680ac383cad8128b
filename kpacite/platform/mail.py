"""Mail: rendered at once in the reader's language, sent by a task after the transaction is committed.

A template is three files under `templates/emails/`: `<template>.subject.txt`, `.txt` and `.html`; the last
two extend `emails/layout.txt` and `emails/layout.html`. Text files are rendered without HTML escaping.

Each recipient gets a message of their own: nobody reads the addresses of the others. A failure never breaks
the request. It is logged, tried again (after 1, 5, 30 and 120 minutes), and at last shows as a failed task.

A `Paper` joined to a mail is drawn by the task, at each try: nothing heavy waits in the queue or a request.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import timedelta
from functools import partial
from smtplib import SMTPException
from typing import Any, TypedDict

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template import Context, engines
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks.base import Task

logger = logging.getLogger(__name__)

RETRY_AFTER_MINUTES = (1, 5, 30, 120)
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
SUBJECT, TEXT, HTML = "subject.txt", "txt", "html"


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF to join. `draw`: the dotted path of a function that makes it out of `key`, the same each time."""

    name: str
    draw: str
    key: int


class Message(TypedDict):
    """What the task needs besides the address, in plain text. `papers`: the fields of each one."""

    subject: str
    text: str
    html: str
    language: str
    papers: list[tuple[str, str, int]]


def send(
    *,
    template: str,
    to: Sequence[str],
    context: Mapping[str, Any],
    language: str = "fr",
    papers: Sequence[Paper] = (),
) -> None:
    """Render now, send after commit, one message for each address.

    template: `area/name` under `templates/emails/`. The templates also get `site_url`, `language` and
    `right_to_left`. Raises TemplateDoesNotExist and the errors of the templates, nothing of the mail server.
    """
    message = render(template=template, context=context, language=language)
    message["papers"] = [astuple(paper) for paper in papers]
    for address in to:
        # Robust: if even the queue is down, what was committed stays committed and the log says so.
        transaction.on_commit(partial(_enqueue, address, message), robust=True)


def render(*, template: str, context: Mapping[str, Any], language: str = "fr") -> Message:
    """The three parts of the mail, in the language asked for."""
    with translation.override(language):
        given = {
            **context,
            "site_url": settings.SITE_URL,
            "language": language,
            "right_to_left": translation.get_language_bidi(),
        }
        return {
            "subject": " ".join(_render(template, SUBJECT, given).split()),
            "text": _render(template, TEXT, given).strip() + "\n",
            "html": _render(template, HTML, given),
            "language": language,
            "papers": [],
        }


def _render(template: str, kind: str, given: Mapping[str, Any]) -> str:
    found = engines["django"].engine.get_template(f"emails/{template}.{kind}")  # type: ignore[attr-defined]
    return str(found.render(Context(dict(given), autoescape=kind == HTML)))


def _enqueue(address: str, message: Message) -> None:
    deliver.enqueue(to=address, **message)


@task()
def deliver(
    *,
    to: str,
    subject: str,
    text: str,
    html: str,
    language: str,
    failures: int = 0,
    papers: Sequence[Sequence[Any]] = (),
) -> None:
    """Hand one message to the mail server; `failures` counts the tries already lost."""
    mail = EmailMultiAlternatives(
        subject=subject, body=text, to=[to], headers={**HEADERS, "Content-Language": language}
    )
    mail.attach_alternative(html, "text/html")
    for paper in papers:
        _join(mail, Paper(*paper))
    try:
        mail.send()
    except (SMTPException, OSError):
        # The subject says what was lost; the address is personal and stays out of the log.
        logger.exception("Mail “%s” was not sent (try %d).", subject, failures + 1)
        message: Message = {
            "subject": subject,
            "text": text,
            "html": html,
            "language": language,
            "papers": [(name, draw, key) for name, draw, key in papers],
        }
        if not try_again(deliver, failures=failures, to=to, **message):
            raise


def _join(mail: EmailMultiAlternatives, paper: Paper) -> None:
    """A paper that cannot be drawn stays out: the mail and its link are worth more than nothing."""
    try:
        content = import_string(paper.draw)(paper.key)
    except Exception:
        logger.exception("The paper %s was not drawn: its mail leaves without it.", paper.name)
        return
    mail.attach(paper.name, content, "application/pdf")


def try_again(failed: "Task[..., None]", *, failures: int, **facts: Any) -> bool:
    """Queue a task again for later, with one failure more; False when its last try is lost."""
    if failures >= len(RETRY_AFTER_MINUTES) or not failed.get_backend().supports_defer:
        return False
    later = timezone.now() + timedelta(minutes=RETRY_AFTER_MINUTES[failures])
    failed.using(run_after=later).enqueue(failures=failures + 1, **facts)
    return True
