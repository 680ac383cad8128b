"""What a KPA asks of someone who comes: steps and questions, changed without moving anybody midway."""

from datetime import datetime
from typing import Any, TypedDict, TypeVar, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from kpacite.domain.members.enums import Doer, Reader, StepKind
from kpacite.domain.members.models import WelcomeFile, WelcomeQuestion, WelcomeStep
from kpacite.domain.members.services.errors import CharterOnce, CharterStays, SetupChanged
from kpacite.domain.organisations.models import Kpa, Organisation, SourceDocument
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.platform import audit
from kpacite.platform.audit import Actor

Asked = TypeVar("Asked", WelcomeStep, WelcomeQuestion)
NAMES = {WelcomeStep: "step", WelcomeQuestion: "question"}
LONGEST_CODE = 20


class StepDetails(TypedDict, total=False):
    about: str
    is_optional: bool
    source: SourceDocument | None


class StepWords(TypedDict):
    label: str
    about: str
    kind: StepKind
    doer: Doer
    is_optional: bool


class QuestionDetails(TypedDict, total=False):
    help: str
    reason: str
    suggestions: list[str]


class QuestionWords(TypedDict):
    label: str
    help: str
    reason: str
    reader: Reader
    suggestions: list[str]


@transaction.atomic
def add_step(
    *,
    kpa: Kpa,
    kind: StepKind,
    label: str,
    doer: Doer,
    actor: Actor | None,
    now: datetime,
    code: str = "",
    **details: Unpack[StepDetails],
) -> WelcomeStep:
    """One more entry condition of this KPA, after the others. Raises CharterOnce, Refused."""
    _lock(kpa)
    if kind == StepKind.CHARTER and _charter_of(kpa):
        raise CharterOnce
    row = WelcomeStep(kpa=kpa, code=code, kind=kind, label=label, doer=doer, **details)
    return _added(row, actor, now)


@transaction.atomic
def add_question(
    *,
    kpa: Kpa,
    label: str,
    reader: Reader,
    actor: Actor | None,
    now: datetime,
    code: str = "",
    **details: Unpack[QuestionDetails],
) -> WelcomeQuestion:
    """One more question of the welcome form, after the others. Raises Refused."""
    _lock(kpa)
    return _added(WelcomeQuestion(kpa=kpa, code=code, label=label, reader=reader, **details), actor, now)


@transaction.atomic
def change_step(
    *, step: WelcomeStep, actor: Actor | None, now: datetime, **words: Unpack[StepWords]
) -> WelcomeStep:
    """Say it otherwise from now on; the charter stays the charter.

    Raises SetupChanged, CharterOnce, Refused.
    """
    step = _locked(step)
    if (step.kind == StepKind.CHARTER) != (words["kind"] == StepKind.CHARTER):
        raise CharterOnce
    return _changed(step, dict(words), actor, now)


@transaction.atomic
def change_question(
    *, question: WelcomeQuestion, actor: Actor | None, now: datetime, **words: Unpack[QuestionWords]
) -> WelcomeQuestion:
    """Ask it otherwise from now on. Raises SetupChanged, Refused."""
    return _changed(_locked(question), dict(words), actor, now)


@transaction.atomic
def move_up(*, row: Asked, actor: Actor | None, now: datetime) -> Asked:
    """Before the one that precedes it; the first one stays where it is. Raises SetupChanged."""
    row = _locked(row)
    others = type(row).objects.filter(kpa=row.kpa, retired_at=None, position__lt=row.position)
    if isinstance(row, WelcomeStep):
        others = others.exclude(kind=StepKind.CHARTER)
    before = others.order_by("position").last()
    if before is None:
        return row
    upper, lower = before.position, row.position
    _changed(before, {"position": lower}, None, now, traced=False)
    return _changed(row, {"position": upper}, actor, now)


@transaction.atomic
def retire(*, row: Asked, actor: Actor | None, now: datetime) -> None:
    """Ask it no more of those who come from now on. Raises SetupChanged, CharterStays."""
    row = _locked(row)
    if isinstance(row, WelcomeStep) and row.kind == StepKind.CHARTER:
        raise CharterStays
    row.retired_at = now
    save_checked(row)
    audit.record(actor=actor, action=f"members.{NAMES[type(row)]}.retired", target=row, at=now)


def _lock(kpa: Kpa) -> None:
    Organisation.objects.select_for_update(of=("self",)).get(pk=kpa.pk)


def _charter_of(kpa: Kpa) -> bool:
    return kpa.welcome_steps.filter(kind=StepKind.CHARTER, retired_at=None).exists()


def _locked(row: Asked) -> Asked:
    _lock(row.kpa)
    found = type(row).objects.select_related("kpa__organisation").filter(pk=row.pk, retired_at=None).first()
    if found is None:
        raise SetupChanged
    return found


def _added(row: Asked, actor: Actor | None, now: datetime) -> Asked:
    rows = type(row).objects.filter(kpa=row.kpa)
    row.position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    row.code = row.code or _free_code(row.label, set(rows.values_list("code", flat=True)))
    row.added_at = now
    save_checked(row)
    audit.record(actor=actor, action=f"members.{NAMES[type(row)]}.added", target=row, at=now)
    return row


def _free_code(label: str, taken: set[str]) -> str:
    root = slugify(label)[:LONGEST_CODE].strip("-") or "etape"
    ranks = range(2, len(taken) + 2)
    return next(code for code in (root, *(f"{root}-{rank}" for rank in ranks)) if code not in taken)


def _changed(
    row: Asked, values: dict[str, Any], actor: Actor | None, now: datetime, *, traced: bool = True
) -> Asked:
    """In place as long as nobody began with it; else its successor takes over, and it stays for those."""
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if not changed:
        return row
    if _is_met(row):
        type(row).objects.filter(pk=row.pk).update(retired_at=now)
        row.pk, row.added_at = None, now
    for name in changed:
        setattr(row, name, values[name])
    save_checked(row)
    if traced:
        data = {"fields": changed}
        audit.record(actor=actor, action=f"members.{NAMES[type(row)]}.changed", target=row, at=now, data=data)
    return row


def _is_met(row: WelcomeStep | WelcomeQuestion) -> bool:
    files = WelcomeFile.objects.filter(kpa=row.kpa, begun_at__isnull=False)
    return row.span.met(moment for moment in files.values_list("begun_at", flat=True) if moment)
