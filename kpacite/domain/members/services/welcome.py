"""From a first name to the eve of the charter."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kpacite.domain.members import rules, selectors
from kpacite.domain.members.enums import GuardianMode, StepKind, WelcomeState
from kpacite.domain.members.models import (
    LegalGuardian,
    WelcomeAnswer,
    WelcomeFile,
    WelcomeQuestion,
    WelcomeStep,
    WelcomeTick,
)
from kpacite.domain.members.services.errors import (
    CannotMoveThere,
    NotAWelcomer,
    StepElsewhere,
    StepInTheFuture,
)
from kpacite.domain.members.services.locking import locked_file, move_file
from kpacite.domain.organisations import selectors as organisations
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.selectors import WelcomeSession
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people import rules as people
from kpacite.domain.people.models import Person
from kpacite.platform import audit, mail, private_files
from kpacite.platform.audit import Actor


class Contact(TypedDict, total=False):
    """How to reach someone: one of the three is enough."""

    email: str
    phone: str
    other_contact: str


class FileDetails(Contact, total=False):
    last_name: str
    words: str
    birth_date: date | None
    token: str | None
    is_example: bool


@transaction.atomic
def receive(
    *,
    kpa: Kpa,
    first_name: str,
    actor: Actor | None,
    now: datetime,
    language: str = settings.LANGUAGE_CODE,
    **details: Unpack[FileDetails],
) -> WelcomeFile:
    """Someone wants to come. She is told day, place and who welcomes, by mail when she gave an address.

    The same `token` twice is one file. Raises InvalidPhone, or Refused without a name or a way to reach her.
    """
    file, is_new = write_down(kpa=kpa, first_name=first_name, actor=actor, now=now, **details)
    if is_new:
        tell_newcomer(file, language)
    return file


def write_down(
    *, kpa: Kpa, first_name: str, actor: Actor | None, now: datetime, **details: Unpack[FileDetails]
) -> tuple[WelcomeFile, bool]:
    """The file of someone who wants to come, and whether it is a new one."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=kpa.pk)
    token = details.get("token")
    if token and (known := WelcomeFile.objects.filter(token=token).first()):
        return known, False
    today = timezone.localdate(now)
    details["phone"] = people.normalise_phone(details.get("phone", ""))
    details["email"] = people.normalise_email(details.get("email", ""))
    file = WelcomeFile(
        kpa=kpa, first_name=first_name.strip(), received_at=now, last_contact_on=today, **details
    )
    session = next(iter(organisations.next_welcome_sessions(today=today, kpa=kpa, count=1)), None)
    _propose(file, session)
    file.welcomer = next(iter(organisations.administrators(kpa.organisation, today)), None)
    save_checked(file)
    audit.record(actor=actor, action="members.welcome.received", target=file, at=now)
    return file, True


def _propose(file: WelcomeFile, session: WelcomeSession | None) -> None:
    if session is not None:
        file.session_day, file.session_time = session.day, session.start_time
        file.session_place = str(session.place) if session.place else ""


def tell_newcomer(file: WelcomeFile, language: str, link: str = "") -> None:
    """When and where to come, who welcomes, and the link to her form when she has one."""
    if not file.email:
        return
    # Her own words do not go back: nobody can make us mail their words to a third person.
    mail.send(
        template="members/welcome_received",
        to=[file.email],
        context={
            "kpa": file.kpa.organisation.name,
            "day": file.session_day,
            "time": file.session_time,
            "place": file.session_place,
            "welcomer": file.welcomer.first_name if file.welcomer else "",
            "link": link,
        },
        language=language,
    )


def _open_file(file: WelcomeFile) -> WelcomeFile:
    file = locked_file(file)
    if file.state not in rules.WAITING:
        raise CannotMoveThere
    return file


@transaction.atomic
def assign(*, file: WelcomeFile, welcomer: Person, actor: Actor | None, now: datetime) -> WelcomeFile:
    """Say who welcomes: she then reads this file. Raises CannotMoveThere, NotAWelcomer."""
    file = _open_file(file)
    hats = organisations.hats_worn_in(file.kpa.organisation, timezone.localdate(now))
    if not hats.filter(person=welcomer).exists():
        raise NotAWelcomer
    file.welcomer = welcomer
    save_checked(file)
    data = {"person": welcomer.public_id}
    audit.record(actor=actor, action="members.welcome.assigned", target=file, at=now, data=data)
    return file


@transaction.atomic
def complete(
    *, file: WelcomeFile, actor: Actor | None, now: datetime, **details: Unpack[FileDetails]
) -> WelcomeFile:
    """Add a name, a contact, a date of birth. Raises CannotMoveThere, InvalidPhone, Refused."""
    file = _open_file(file)
    if "email" in details:
        details["email"] = people.normalise_email(details["email"])
    if "phone" in details:
        details["phone"] = people.normalise_phone(details["phone"])
    changed = sorted(name for name, value in details.items() if getattr(file, name) != value)
    for name in changed:
        setattr(file, name, details[name])  # type: ignore[literal-required]
    if changed:
        file.last_contact_on = timezone.localdate(now)
        save_checked(file)
        data = {"fields": changed}
        audit.record(actor=actor, action="members.welcome.completed", target=file, at=now, data=data)
    return file


@transaction.atomic
def tick(
    *,
    file: WelcomeFile,
    step: WelcomeStep,
    done_on: date,
    actor: Actor | None,
    now: datetime,
    done_with: str = "",
) -> WelcomeFile:
    """This step is done. Raises CannotMoveThere, StepElsewhere, StepInTheFuture, Refused."""
    file = _open_file(file)
    if step not in selectors.step_list(file) or step.kind == StepKind.CHARTER:
        raise StepElsewhere
    if done_on > timezone.localdate(now):
        raise StepInTheFuture
    _begin(file, now)
    row = WelcomeTick(
        file=file,
        step=step,
        done_on=done_on,
        done_with=done_with.strip(),
        ticked_by_id=actor.pk if actor else None,
    )
    save_checked(row)
    data = {"step": step.code}
    audit.record(actor=actor, action="members.step.done", target=file, at=now, data=data)
    return _follow(file, actor=actor, now=now)


@transaction.atomic
def take_back(*, file: WelcomeFile, step: WelcomeStep, actor: Actor | None, now: datetime) -> WelcomeFile:
    """It was not done after all. Raises CannotMoveThere."""
    file = _open_file(file)
    if not file.ticks.filter(step__code=step.code, taken_back_at=None).update(taken_back_at=now):
        raise CannotMoveThere
    data = {"step": step.code}
    audit.record(actor=actor, action="members.step.taken_back", target=file, at=now, data=data)
    return _follow(file, actor=actor, now=now)


def _begin(file: WelcomeFile, now: datetime) -> None:
    """From her first step or answer on, she keeps the steps and questions of that moment."""
    file.begun_at = file.begun_at or now


@transaction.atomic
def follow_today(*, file: WelcomeFile, actor: Actor | None, now: datetime) -> WelcomeFile:
    """Take up the steps and questions that the KPA asks for now; what is done stays done.

    Raises CannotMoveThere.
    """
    file = _open_file(file)
    file.begun_at = now
    audit.record(actor=actor, action="members.welcome.steps_renewed", target=file, at=now)
    return _follow(file, actor=actor, now=now)


def _follow(file: WelcomeFile, *, actor: Actor | None, now: datetime) -> WelcomeFile:
    file.last_contact_on = timezone.localdate(now)
    state = rules.state_after(row.as_rule for row in selectors.steps_of(file))
    return move_file(file, state, actor=actor, now=now)


@transaction.atomic
def answer(
    *, file: WelcomeFile, question: WelcomeQuestion, words: str, actor: Actor | None, now: datetime
) -> WelcomeAnswer:
    """Note an answer; empty: she prefers not to say. Raises CannotMoveThere, StepElsewhere."""
    file = _open_file(file)
    if question not in selectors.question_list(file):
        raise StepElsewhere
    _begin(file, now)
    file.last_contact_on = timezone.localdate(now)
    save_checked(file)
    row = file.answers.filter(question__code=question.code).first() or WelcomeAnswer(file=file)
    row.question, row.words, row.answered_at = question, words.strip(), now
    row.answered_by_id = actor.pk if actor else None
    save_checked(row)
    data = {"question": question.code, "skipped": not row.words}
    audit.record(actor=actor, action="members.answer.noted", target=file, at=now, data=data)
    return row


@transaction.atomic
def note_guardian(
    *,
    file: WelcomeFile,
    name: str,
    contact: str,
    signed_on: date,
    actor: Actor | None,
    now: datetime,
    paper: tuple[str, bytes] | None = None,
) -> LegalGuardian:
    """The guardian agrees: typed here, or on a paper whose photo is kept (`paper`: name and bytes).

    Raises CannotMoveThere, StepInTheFuture, FileTooLarge, FileOfAnotherKind, Refused.
    """
    file = _open_file(file)
    if signed_on > timezone.localdate(now):
        raise StepInTheFuture(field="signed_on")
    kept_by = actor.pk if actor else None
    row = LegalGuardian.objects.filter(file=file).first() or LegalGuardian(file=file)
    row.name, row.contact, row.signed_on = name.strip(), contact.strip(), signed_on
    row.mode, row.recorded_at, row.recorded_by_id = GuardianMode.SCREEN, now, kept_by
    if paper is not None:
        kept = private_files.unsaved(name=paper[0], content=paper[1], kept_at=now, kept_by_id=kept_by)
        kept.save()
        row.mode, row.paper = GuardianMode.PAPER, kept
    save_checked(row)
    audit.record(actor=actor, action="members.guardian.noted", target=row, at=now, data={"mode": row.mode})
    return row


@transaction.atomic
def withdraw(*, file: WelcomeFile, words: str, actor: Actor | None, now: datetime) -> WelcomeFile:
    """She does not come, or not now. Raises CannotMoveThere."""
    file = _open_file(file)
    file.closed_on, file.closing_words = timezone.localdate(now), words.strip()
    return move_file(file, WelcomeState.WITHDRAWN, actor=actor, now=now)


@transaction.atomic
def reopen(*, file: WelcomeFile, actor: Actor | None, now: datetime) -> WelcomeFile:
    """She knocks again: what was done stays done. Raises CannotMoveThere."""
    file = locked_file(file)
    if file.state != WelcomeState.WITHDRAWN:
        raise CannotMoveThere
    file.closed_on, file.closing_words = None, ""
    move_file(file, WelcomeState.CONTACT, actor=actor, now=now)
    return _follow(file, actor=actor, now=now)
