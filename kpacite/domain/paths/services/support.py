from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.paths import selectors
from kpacite.domain.paths.enums import NoteLevel
from kpacite.domain.paths.models import Appointment, AppointmentAction, Path, SupportNote
from kpacite.domain.paths.services.locking import locked
from kpacite.domain.people.models import Account, Person
from kpacite.kernel.errors import DomainError
from kpacite.kernel.nir import refuse_nir
from kpacite.platform import audit


class NotTogether(DomainError):
    code = "paths.appointment_not_together"
    sentence = _("Choisissez une personne qui accompagne ce parcours.")
    field = "with_person"


class WordsMissing(DomainError):
    code = "paths.words_missing"
    sentence = _("Écrivez quelques mots.")
    field = "words"


class OwnNotesAreShared(DomainError):
    code = "paths.own_notes_are_shared"
    sentence = _("Vos mots sur votre parcours se partagent avec les personnes que vous avez choisies.")
    field = "level"


@transaction.atomic
def plan_appointment(
    *,
    path: Path,
    with_person: Person,
    day: date,
    at: time | None,
    aim: str,
    actor: Account,
    today: date,
    now: datetime,
) -> Appointment:
    """Choose a day to talk, with someone who walks beside. Raises `NotTogether`, `NationalNumberFound`."""
    path = locked(path)
    if not selectors.is_companion(with_person, path, today):
        raise NotTogether
    words = refuse_nir(aim.strip())
    row = save_checked(Appointment(path=path, with_person=with_person, day=day, time=at, aim=words))
    audit.record(actor=actor, action="paths.appointment.planned", target=row, at=now, data={"day": day})
    return row


@transaction.atomic
def set_next_day(*, appointment: Appointment, day: date | None, actor: Account, now: datetime) -> Appointment:
    """The next appointment's day, agreed at the end of this one. Raises `Refused` for a day before it."""
    row = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if row.next_day != day:
        row.next_day = day
        save_checked(row)
        audit.record(actor=actor, action="paths.appointment.next_chosen", target=row, at=now)
    return row


@transaction.atomic
def cancel_appointment(*, appointment: Appointment, actor: Account, now: datetime) -> Appointment:
    """The talk does not take place. Twice changes nothing; its notes stay."""
    row = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if row.cancelled_at is None:
        row.cancelled_at = now
        row.save(update_fields=["cancelled_at"])
        audit.record(actor=actor, action="paths.appointment.cancelled", target=row, at=now)
    return row


@transaction.atomic
def write_note(
    *,
    path: Path,
    appointment: Appointment | None,
    level: NoteLevel,
    words: str,
    theme: str = "",
    actor: Account,
    now: datetime,
) -> SupportNote:
    """Keep what was said, encrypted. The person herself writes shared words only.

    Raises `WordsMissing`, `OwnNotesAreShared`, `NationalNumberFound`.
    """
    if not words.strip():
        raise WordsMissing
    if actor.person_id == path.person_id and level != NoteLevel.SHARED:
        raise OwnNotesAreShared
    row = SupportNote(
        path=path,
        appointment=appointment,
        level=level,
        theme=theme if level == NoteLevel.PRIVATE else "",
        words=refuse_nir(words.strip()),
        author=actor,
        written_at=now,
    )
    save_checked(row)
    audit.record(actor=actor, action="paths.note.written", target=row, at=now, data={"level": level})
    return row


@transaction.atomic
def decide_action(
    *,
    appointment: Appointment,
    who: Person,
    words: str,
    by_day: date | None,
    actor: Account,
    now: datetime,
) -> AppointmentAction:
    """Write down who does what. Raises `WordsMissing`, `NotTogether`, `NationalNumberFound`."""
    if not words.strip():
        raise WordsMissing
    if who.pk not in (appointment.path.person_id, appointment.with_person_id):
        raise NotTogether
    row = AppointmentAction(appointment=appointment, who=who, words=refuse_nir(words.strip()), by_day=by_day)
    save_checked(row)
    audit.record(actor=actor, action="paths.action.decided", target=row, at=now)
    return row


@transaction.atomic
def finish_action(*, action: AppointmentAction, actor: Account, now: datetime) -> AppointmentAction:
    """It is done. Twice changes nothing."""
    row = AppointmentAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if row.done_at is None:
        row.done_at = now
        row.save(update_fields=["done_at"])
        audit.record(actor=actor, action="paths.action.done", target=row, at=now)
    return row
