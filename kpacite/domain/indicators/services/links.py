"""Links to a récit that is not public: given, counted, closed."""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.models import LinkReading, Report, ReportFreeze, ReportLink
from kpacite.domain.indicators.rules.links import USUAL_DAYS, expiry
from kpacite.domain.indicators.services.reports import refuse_if_too_close
from kpacite.domain.organisations.rules import token_hash
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor

TOKEN_BYTES = 32


class LinkForNobody(DomainError):
    """Whoever closes links one day must know for whom each was."""

    code = "bilan.link_for_nobody"
    sentence = _("Dites pour qui est ce lien.")
    field = "given_to"


@transaction.atomic
def give_link(
    *,
    freeze: ReportFreeze,
    audience: Outside,
    given_to: str,
    actor: Actor | None,
    now: datetime,
    days: int = USUAL_DAYS,
) -> str:
    """A key to this frozen version, with the figures of this audience: the token, told once.

    Whoever holds it reads as that audience does, so the figures are compared as if they were published.
    Raises LinkForNobody, NotForThisAudience.
    """
    Report.objects.select_for_update(of=("self",)).get(pk=freeze.report_id)
    if not given_to.strip():
        raise LinkForNobody
    refuse_if_too_close(freeze, audience)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = ReportLink.objects.create(
        freeze=freeze,
        audience=audience,
        given_to=given_to.strip(),
        token_hash=token_hash(token),
        created_at=now,
        created_by_id=actor.pk if actor else None,
        expires_at=expiry(now, days),
    )
    data = {"audience": audience.value}
    audit.record(actor=actor, action="indicators.link.given", target=link, at=now, data=data)
    return token


@transaction.atomic
def close_link(*, link: ReportLink, actor: Actor | None, now: datetime) -> ReportLink:
    """It opens nothing any more, for ever. Twice changes nothing."""
    link = ReportLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        audit.record(actor=actor, action="indicators.link.closed", target=link, at=now)
    return link


@transaction.atomic
def count_reading(*, link: ReportLink, day: date) -> None:
    """One reading more on this day; nothing is noted of who read."""
    LinkReading.objects.get_or_create(link=link, day=day)
    LinkReading.objects.filter(link=link, day=day).update(count=F("count") + 1)
