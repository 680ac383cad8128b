"""A newcomer fills the welcome form by herself: behind a link, without an account."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Unpack

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kpacite.domain.members import rules, selectors
from kpacite.domain.members.enums import Doer, StepKind
from kpacite.domain.members.models import WelcomeAnswer, WelcomeFile, WelcomeLink, WelcomeQuestion
from kpacite.domain.members.services.errors import CannotMoveThere, NotedTogether
from kpacite.domain.members.services.locking import locked_file
from kpacite.domain.members.services.welcome import FileDetails, answer, tell_newcomer, tick, write_down
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import PUBLIC_ALPHABET
from kpacite.platform import audit
from kpacite.platform.audit import Actor

Address = Callable[[str], str]
"""Makes the absolute link out of a token, which is kept nowhere but with the newcomer."""


@dataclass(frozen=True, slots=True)
class Knock:
    """Someone has said that she wants to come. `token`: the key to her form, told once; "" for none."""

    file: WelcomeFile
    token: str


@transaction.atomic
def knock(
    *,
    kpa: Kpa,
    first_name: str,
    address: Address,
    now: datetime,
    language: str = settings.LANGUAGE_CODE,
    **details: Unpack[FileDetails],
) -> Knock:
    """« Je veux venir », by the person herself: like `receive`, and a link to her form, in the mail too.

    Raises InvalidPhone, Refused.
    """
    file, is_new = write_down(kpa=kpa, first_name=first_name, actor=None, now=now, **details)
    token = give_link(file=file, actor=None, now=now) if _may_fill(file) else ""
    if is_new:
        tell_newcomer(file, language, link=address(token) if token else "")
    return Knock(file, token)


def _may_fill(file: WelcomeFile) -> bool:
    return file.state in rules.WAITING and bool(selectors.question_list(file))


@transaction.atomic
def give_link(*, file: WelcomeFile, actor: Actor | None, now: datetime) -> str:
    """A new key to her questions: the token, told once. The other keys go on working.

    Raises CannotMoveThere once the welcome is over.
    """
    file = _waiting(file)
    token = "".join(secrets.choice(PUBLIC_ALPHABET) for _letter in range(rules.TOKEN_LENGTH))
    link = WelcomeLink(file=file, token_hash=rules.token_hash(token), created_at=now)
    link.created_by_id = actor.pk if actor else None
    link.expires_at = now + timedelta(days=rules.LINK_DAYS)
    save_checked(link)
    audit.record(actor=actor, action="members.link.given", target=file, at=now)
    return rules.spaced_token(token)


@transaction.atomic
def close_links(*, file: WelcomeFile, actor: Actor | None, now: datetime) -> int:
    """Close every key to these questions; how many were open."""
    closed = WelcomeLink.objects.living(now).filter(file=file).update(revoked_at=now)
    if closed:
        data = {"closed": closed}
        audit.record(actor=actor, action="members.link.closed", target=file, at=now, data=data)
    return closed


@transaction.atomic
def answer_alone(*, file: WelcomeFile, question: WelcomeQuestion, words: str, now: datetime) -> WelcomeAnswer:
    """Her own answer. What was noted side by side is not changed behind a link.

    Raises CannotMoveThere, StepElsewhere, NotedTogether.
    """
    file = _waiting(file)
    kept = file.answers.filter(question__code=question.code, answered_by__isnull=False)
    if kept.exists():
        raise NotedTogether
    return answer(file=file, question=question, words=words, actor=None, now=now)


@transaction.atomic
def finish_alone(*, file: WelcomeFile, now: datetime) -> WelcomeFile:
    """She has written what she wished: the coordination is told. A step of the form that is hers is done.

    Raises CannotMoveThere.
    """
    file = _waiting(file)
    file.filled_alone_at = now
    save_checked(file)
    audit.record(actor=None, action="members.welcome.filled_alone", target=file, at=now)
    for row in selectors.steps_of(file):
        if row.tick is None and row.step.kind == StepKind.FORM and row.step.doer == Doer.NEWCOMER:
            file = tick(file=file, step=row.step, done_on=timezone.localdate(now), actor=None, now=now)
    return file


def _waiting(file: WelcomeFile) -> WelcomeFile:
    file = locked_file(file)
    if file.state not in rules.WAITING:
        raise CannotMoveThere
    return file
