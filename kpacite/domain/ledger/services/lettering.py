from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kpacite.domain.ledger import rules
from kpacite.domain.ledger.models import Account, LetteredLine, Lettering, Line
from kpacite.domain.ledger.services.errors import (
    AlreadyLettered,
    AlreadyUnlettered,
    LettersNotBalanced,
    NotLettrable,
    ReasonMissing,
)
from kpacite.platform import audit
from kpacite.platform.audit import Actor
from kpacite.platform.numbering import next_number


@transaction.atomic
def letter(*, lines: Iterable[int], actor: Actor | None, now: datetime) -> Lettering:
    """Say that these posted lines (their keys) settle each other, under the next letter of the account.

    Raises NotLettrable, LettersNotBalanced, AlreadyLettered.
    """
    wanted = set(lines)
    found = list(Line.objects.posted().filter(pk__in=wanted).order_by("pk"))
    if len(found) < rules.FEWEST_LINES or len(found) != len(wanted):
        raise NotLettrable
    if len({(line.account_id, line.aux_id) for line in found}) != 1:
        raise NotLettrable
    account = Account.objects.select_for_update(of=("self",)).get(pk=found[0].account_id)
    if not account.is_lettrable:
        raise NotLettrable
    if sum(line.debit_cents - line.credit_cents for line in found):
        raise LettersNotBalanced
    if LetteredLine.objects.active().filter(line__in=wanted).exists():
        raise AlreadyLettered
    return _letter(account, found, actor=actor, now=now)


def _letter(account: Account, lines: list[Line], *, actor: Actor | None, now: datetime) -> Lettering:
    lettering = Lettering.objects.create(
        account=account,
        aux_id=lines[0].aux_id,
        code=rules.letter_code(next_number(f"ledger.letter.{account.pk}")),
        lettered_on=timezone.localtime(now).date(),
        lettered_by_id=actor.pk if actor else None,
    )
    LetteredLine.objects.bulk_create(LetteredLine(lettering=lettering, line=line) for line in lines)
    audit.record(actor=actor, action="ledger.lines.lettered", target=lettering, at=now)
    return lettering


@transaction.atomic
def unletter(*, lettering: Lettering, reason: str, actor: Actor | None, now: datetime) -> Lettering:
    """Undo a lettering; its rows stay, marked undone. Raises ReasonMissing, AlreadyUnlettered."""
    if not reason.strip():
        raise ReasonMissing
    Account.objects.select_for_update(of=("self",)).get(pk=lettering.account_id)
    if not LetteredLine.objects.active().filter(lettering=lettering).update(undone_at=now):
        raise AlreadyUnlettered
    audit.record(
        actor=actor, action="ledger.lines.unlettered", target=lettering, reason=reason.strip(), at=now
    )
    return lettering
