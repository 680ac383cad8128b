from datetime import date, datetime

from django.db import transaction

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.paths.models import CommitmentExemption, CommitmentTerms, Path
from kpacite.domain.paths.services.locking import locked
from kpacite.kernel.nir import refuse_nir
from kpacite.platform import audit
from kpacite.platform.audit import Actor


@transaction.atomic
def ask_trainings(
    *, kpa: Kpa, per_quarter: int, valid_from: date, reason: str, actor: Actor | None, now: datetime
) -> CommitmentTerms:
    """From a day on, the charter asks so many trainings a quarter. Raises `Refused` without a source."""
    Kpa.objects.select_for_update(of=("self",)).get(pk=kpa.pk)
    if before := CommitmentTerms.objects.filter(kpa=kpa, valid_to=None).first():
        before.valid_to = valid_from
        save_checked(before)
    row = CommitmentTerms(
        kpa=kpa, trainings_per_quarter=per_quarter, valid_from=valid_from, reason=reason.strip()
    )
    save_checked(row)
    audit.record(actor=actor, action="paths.trainings.asked", target=row, at=now)
    return row


@transaction.atomic
def exempt(
    *, path: Path, start: date, end: date, reason: str, actor: Actor | None, now: datetime
) -> CommitmentExemption:
    """Ask nothing over [start, end), for a reason that stays between two. Raises `Refused`,
    `NationalNumberFound`.
    """
    path = locked(path)
    row = CommitmentExemption(path=path, start=start, end=end, reason=refuse_nir(reason.strip()))
    save_checked(row)
    audit.record(actor=actor, action="paths.exemption.given", target=row, at=now)
    return row
