import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from django.db import transaction

from kpacite.domain.sales.models import Deal, DealLink
from kpacite.domain.sales.rules.deals import LINK_DAYS, token_hash
from kpacite.platform import audit, mail
from kpacite.platform.audit import Actor

TOKEN_BYTES = 32
Address = Callable[[str], str]
"""Makes the absolute link out of a token, which is kept nowhere but in the mail."""


class Letter(TypedDict, total=False):
    """In which language a mail is, and what is joined to it."""

    language: str
    papers: Sequence[mail.Paper]


@transaction.atomic
def give_link(*, deal: Deal, actor: Actor | None, now: datetime) -> str:
    """A new key for the client of this file: the token, told once. The other keys go on working."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    DealLink.objects.create(
        deal=deal,
        token_hash=token_hash(token),
        created_at=now,
        created_by_id=None if actor is None else actor.pk,
        expires_at=now + timedelta(days=LINK_DAYS),
    )
    audit.record(actor=actor, action="sales.link.given", target=deal, at=now)
    return token


@transaction.atomic
def close_links(*, deal: Deal, actor: Actor | None, now: datetime) -> int:
    """Close every key of this file; how many were open."""
    closed = DealLink.objects.living(now).filter(deal=deal).update(revoked_at=now)
    if closed:
        data = {"closed": closed}
        audit.record(actor=actor, action="sales.link.closed", target=deal, at=now, data=data)
    return closed


def write_to_client(
    *,
    deal: Deal,
    template: str,
    to: str,
    address: Address,
    actor: Actor | None,
    now: datetime,
    context: Mapping[str, Any] | None = None,
    **letter: Unpack[Letter],
) -> str:
    """A mail with a new key to the file, sent after commit. Returns the token."""
    token = give_link(deal=deal, actor=actor, now=now)
    given = {"deal": deal, "kpa": deal.kpa.organisation.name, "url": address(token), **(context or {})}
    mail.send(template=template, to=[to], context=given, **letter)
    return token
