from datetime import date

from django.db.models import Prefetch, QuerySet

from kpacite.domain.paths.enums import NoteLevel
from kpacite.domain.paths.models import Appointment, AppointmentAction, Path, SupportNote
from kpacite.domain.people.models import Account


def appointments_of(path: Path) -> QuerySet[Appointment]:
    """The appointments of a path that are not cancelled, the latest first."""
    rows = path.appointments.filter(cancelled_at=None).select_related("with_person")
    return rows.order_by("-day", "-pk")


def next_appointment(path: Path, today: date) -> Appointment | None:
    rows = coming_appointments(today).filter(path=path).select_related("with_person")
    return rows.order_by("day", "time", "pk").first()


def coming_appointments(today: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(cancelled_at=None, day__gte=today)


def appointment_loaded(pk: int, path: Path) -> Appointment | None:
    actions = Prefetch("actions", AppointmentAction.objects.select_related("who").order_by("pk"))
    rows = Appointment.objects.select_related("with_person", "path__person").prefetch_related(actions)
    return rows.filter(pk=pk, path=path).first()


def readable_notes(appointment: Appointment, reader: Account) -> QuerySet[SupportNote]:
    """What this reader may read on the page itself: never a private note, which is opened one by one."""
    own = reader.person_id == appointment.path.person_id
    levels = [NoteLevel.SHARED] if own else [NoteLevel.SHARED, NoteLevel.TEAM]
    rows = SupportNote.objects.filter(appointment=appointment, level__in=levels)
    return rows.select_related("author__person").order_by("written_at", "pk")


def private_notes(path: Path, author: Account) -> QuerySet[SupportNote]:
    """The private notes that this author wrote on a path: their days and themes, not their words."""
    rows = SupportNote.objects.filter(path=path, level=NoteLevel.PRIVATE, author=author)
    return rows.defer("words").order_by("-written_at", "-pk")


def private_note(pk: int, reader: Account) -> SupportNote | None:
    """A private note, for its author alone."""
    rows = SupportNote.objects.filter(pk=pk, level=NoteLevel.PRIVATE, author=reader)
    return rows.select_related("path__person", "path__kpa__organisation").first()


def count_hidden_notes(path: Path) -> int:
    """How many notes about a person are not on her own pages: she may ask for them."""
    return path.notes.exclude(level=NoteLevel.SHARED).count()


def action_of(pk: int, path: Path) -> AppointmentAction | None:
    return AppointmentAction.objects.filter(pk=pk, appointment__path=path).first()
