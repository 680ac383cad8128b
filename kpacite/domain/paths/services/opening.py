from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.paths import rules, selectors
from kpacite.domain.paths.enums import QpvMethod
from kpacite.domain.paths.models import Path
from kpacite.domain.paths.services.locking import lock_person, locked
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class TooLong(DomainError):
    code = "paths.too_long"
    field = "planned_end"

    def __init__(self, limit: selectors.PlanLimit) -> None:
        words = _("Choisissez une date au plus tard le %(day)s.")
        if limit.by_contract:
            words = _("Le contrat ne va pas plus loin que le %(day)s. Choisissez une date avant.")
        super().__init__(str(words) % {"day": f"{limit.day:%d/%m/%Y}"})


class DaysTaken(DomainError):
    code = "paths.days_taken"
    sentence = _("Un parcours de cette personne prend déjà ces jours dans ce KPA.")
    field = "start"


class PathEnded(DomainError):
    code = "paths.ended"
    sentence = _("Ce parcours est fini : il ne change plus.")


class EntryFacts(TypedDict, total=False):
    """What is true on the day she comes; what nobody knows is left out."""

    referral: str
    france_travail_registered_on: date | None
    education: str
    postcode: str
    qpv: str


@transaction.atomic
def open_path(
    *,
    person: Person,
    kpa: Kpa,
    start: date,
    planned_end: date | None = None,
    actor: Actor | None,
    now: datetime,
    **facts: Unpack[EntryFacts],
) -> Path:
    """Note that a person's path begins. Raises `TooLong`, `DaysTaken`, `Refused`."""
    lock_person(person.pk)
    _refuse_too_long(person, kpa, start, planned_end, now)
    path = Path(person=person, kpa=kpa, start=start, planned_end=planned_end, initial_planned_end=planned_end)
    _set_facts(path, facts)
    if _days_taken(path):
        raise DaysTaken
    save_checked(path)
    audit.record(actor=actor, action="paths.path.opened", target=path, at=now, data={"start": start})
    return path


@transaction.atomic
def plan_end(*, path: Path, planned_end: date, actor: Actor | None, now: datetime) -> Path:
    """Agree on a day by which the path should end. The first one agreed is kept for the figures.

    Raises `PathEnded`, `TooLong`, `Refused`.
    """
    path = locked(path)
    if path.end is not None:
        raise PathEnded
    _refuse_too_long(path.person, path.kpa, path.start, planned_end, now)
    before, path.planned_end = path.planned_end, planned_end
    path.initial_planned_end = path.initial_planned_end or planned_end
    save_checked(path)
    data = {"before": before, "after": planned_end}
    audit.record(actor=actor, action="paths.path.end_planned", target=path, at=now, data=data)
    return path


@transaction.atomic
def note_entry_facts(*, path: Path, actor: Actor | None, now: datetime, **facts: Unpack[EntryFacts]) -> Path:
    """Complete or correct what was true on the day of entry. The register says which, never what."""
    path = locked(path)
    changed = _set_facts(path, facts)
    if changed:
        save_checked(path)
        audit.record(
            actor=actor, action="paths.path.facts_noted", target=path, at=now, data={"fields": changed}
        )
    return path


def _refuse_too_long(person: Person, kpa: Kpa, start: date, planned_end: date | None, now: datetime) -> None:
    if planned_end is None:
        return
    limit = selectors.latest_end(person, kpa, start, timezone.localdate(now))
    if planned_end > limit.day:
        raise TooLong(limit)


def _days_taken(path: Path) -> bool:
    others = Path.objects.filter(person=path.person_id, kpa=path.kpa_id).values_list("start", "end")
    return any(end is None or end > path.start or start >= path.start for start, end in others)


def _set_facts(path: Path, facts: EntryFacts) -> list[str]:
    values: dict[str, Any] = dict(facts)
    if "referral" in values:
        values["referral_kind"] = rules.referral_kind(values["referral"]).value
    if "postcode" in values:
        values["department"] = rules.department_of(values["postcode"]) or path.department
    if "qpv" in values:
        known = bool(values["qpv"])
        values["qpv_method"] = QpvMethod.DECLARED.value if known else ""
        values["qpv_generation"] = rules.qpv_generation(path.start).value if known else None
    changed = sorted(name for name, value in values.items() if getattr(path, name) != value)
    for name in changed:
        setattr(path, name, values[name])
    return changed
