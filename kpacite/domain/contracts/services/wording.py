"""The carrier's own words for its contracts, version by version."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kpacite.domain.contracts import rules, selectors
from kpacite.domain.contracts.enums import ContractType
from kpacite.domain.contracts.models import ContractTemplate
from kpacite.domain.contracts.services.errors import NotCarriedHere, WordsChangedMeanwhile, WordsUnchanged
from kpacite.domain.organisations import selectors as organisations
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.platform import audit
from kpacite.platform.audit import Actor


@transaction.atomic
def write_template(
    *,
    carrier: Organisation,
    type_: ContractType,
    blocks: Iterable[rules.Block],
    actor: Actor | None,
    now: datetime,
    kpa: Kpa | None = None,
    seen: int | None = None,
    is_example: bool = False,
) -> ContractTemplate:
    """The next version, for one KPA or for all; contracts already written keep theirs.

    `seen`: the version that the writer read, 0 when there was none. Raises NotCarriedHere,
    WordsChangedMeanwhile, WordsUnchanged.
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=carrier.pk)
    if kpa is not None and not _carries(carrier, kpa, now):
        raise NotCarriedHere
    latest = selectors.wording_of(carrier, type_, kpa.organisation if kpa else None).latest
    number = latest.number if latest else 0
    if seen is not None and seen != number:
        raise WordsChangedMeanwhile
    written = tuple(blocks)
    if latest is not None and latest.text == written:
        raise WordsUnchanged
    row = ContractTemplate(
        carrier=carrier,
        kpa=kpa,
        type=type_,
        number=number + 1,
        blocks=rules.rows_of(written),
        written_at=now,
        is_example=is_example,
    )
    save_checked(row)
    audit.record(actor=actor, action="contracts.template.written", target=row, at=now)
    return row


def _carries(carrier: Organisation, kpa: Kpa, now: datetime) -> bool:
    return organisations.carried_kpas(carrier, timezone.localdate(now)).filter(pk=kpa.pk).exists()
