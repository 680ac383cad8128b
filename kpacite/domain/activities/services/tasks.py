from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Activity, TaskCoefficient
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class CoefficientAlreadyChanges(DomainError):
    code = "activities.coefficient_already_changes"
    sentence = _("Cette tâche change déjà ce jour-là ou après. Choisissez une date plus tard.")
    field = "valid_from"


@transaction.atomic
def note_coefficient(
    *,
    activity: Activity,
    task: str,
    hundredths: int,
    valid_from: date,
    reason: str,
    actor: Actor | None,
    now: datetime,
) -> TaskCoefficient:
    """Note how much a task counts from a day on; it ends what was said before. Hours noted already stay.

    Raises `CoefficientAlreadyChanges`, or `Refused` without task or reason.
    """
    Activity.objects.select_for_update(of=("self",), no_key=True).get(pk=activity.pk)
    task = " ".join(task.split())
    rows = TaskCoefficient.objects.filter(activity=activity, task__iexact=task)
    if rows.filter(valid_from__gte=valid_from).exists():
        raise CoefficientAlreadyChanges
    before = rows.filter(valid_to=None).first()
    if before is not None:
        task = before.task
        before.valid_to = valid_from
        before.save(update_fields=["valid_to"])
    noted = TaskCoefficient(
        activity=activity, task=task, hundredths=hundredths, valid_from=valid_from, reason=reason.strip()
    )
    save_checked(noted)
    data = {"task": task, "hundredths": hundredths, "valid_from": valid_from}
    audit.record(
        actor=actor,
        action="activities.coefficient.noted",
        target=activity,
        at=now,
        reason=noted.reason,
        data=data,
    )
    return noted
