from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.enums import ContactPurpose, Recurrence, SelfCheck, Weekday
from kpacite.domain.organisations.models import (
    ContactMessage,
    Kpa,
    Organisation,
    Place,
    SourceDocument,
    WelcomeSlot,
)
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Account
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit, mail
from kpacite.platform.audit import Actor


class MessageAlreadyHandled(DomainError):
    code = "organisations.message_already_handled"
    sentence = _("Ce message est déjà traité.")


class MessageNotHandled(DomainError):
    code = "organisations.message_not_handled"
    sentence = _("Ce message est déjà à répondre.")


class SelfCheckUnreadable(DomainError):
    code = "organisations.self_check_unreadable"
    sentence = _("Répondez « oui », « bientôt » ou « non » pour chaque ingrédient.")
    field = "self_check"


class SlotAlreadyEnded(DomainError):
    code = "organisations.slot_already_ended"
    sentence = _("Cette permanence est déjà finie.")


class SlotDetails(TypedDict, total=False):
    weekday: Weekday | None
    day: date | None
    place: Place | None
    note: str
    confirmed_on: date | None
    is_example: bool
    source: SourceDocument | None


class AnswerTo(TypedDict, total=False):
    """How to answer: one of the two at least."""

    email: str
    phone: str


@transaction.atomic
def add_welcome_slot(
    *,
    kpa: Kpa,
    recurrence: Recurrence,
    start_time: time,
    end_time: time,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[SlotDetails],
) -> WelcomeSlot:
    """Say when one may come and see: `weekday` for every week, `day` for once. Raises `Refused`."""
    slot = WelcomeSlot(kpa=kpa, recurrence=recurrence, start_time=start_time, end_time=end_time, **details)
    save_checked(slot)
    audit.record(actor=actor, action="organisations.welcome_slot.added", target=slot, at=now)
    return slot


@transaction.atomic
def confirm_welcome_slot(
    *, slot: WelcomeSlot, today: date, actor: Actor | None, now: datetime
) -> WelcomeSlot:
    """Someone of the KPA says that this slot still holds: its next sessions are shown."""
    slot = WelcomeSlot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    slot.confirmed_on = today
    save_checked(slot)
    audit.record(actor=actor, action="organisations.welcome_slot.confirmed", target=slot, at=now)
    return slot


@transaction.atomic
def end_welcome_slot(*, slot: WelcomeSlot, valid_to: date, actor: Actor | None, now: datetime) -> WelcomeSlot:
    """No session on `valid_to` or later. Raises `SlotAlreadyEnded`."""
    slot = WelcomeSlot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    if slot.valid_to is not None and slot.valid_to <= valid_to:
        raise SlotAlreadyEnded
    slot.valid_to = valid_to
    save_checked(slot)
    audit.record(actor=actor, action="organisations.welcome_slot.ended", target=slot, at=now)
    return slot


@transaction.atomic
def receive_contact_message(
    *,
    organisation: Organisation,
    purpose: ContactPurpose,
    name: str,
    message: str,
    now: datetime,
    self_check: Mapping[str, str] | None = None,
    language: str = settings.LANGUAGE_CODE,
    **answer_to: Unpack[AnswerTo],
) -> ContactMessage:
    """Put a message in the inbox of a KPA or of the network, and confirm by mail when there is an address.

    `self_check`: ingredient code → `SelfCheck`. Raises `SelfCheckUnreadable`, or `Refused` without a name,
    a message or a way to answer.
    """
    answers = dict(self_check or {})
    if not set(answers.values()) <= set(SelfCheck.values):
        raise SelfCheckUnreadable
    row = ContactMessage(
        organisation=organisation,
        purpose=purpose,
        name=name.strip(),
        message=message.strip(),
        self_check=answers,
        received_at=now,
        **answer_to,
    )
    save_checked(row)
    audit.record(actor=None, action="organisations.message.received", target=row, at=now)
    if row.email:
        _confirm_by_mail(row, language)
    return row


def _confirm_by_mail(row: ContactMessage, language: str) -> None:
    # Neither the name nor the message go back: nobody can make us mail their words to a third person.
    mail.send(
        template="organisations/contact_received",
        to=[row.email],
        context={"organisation": row.organisation.name, "purpose": ContactPurpose(row.purpose).label},
        language=language,
    )


@transaction.atomic
def handle_message(
    *, message: ContactMessage, actor: Account, now: datetime, note: str = ""
) -> ContactMessage:
    """Note that someone answered, and in a few words what. Raises `MessageAlreadyHandled`, `Refused`."""
    row = ContactMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if row.handled_at is not None:
        raise MessageAlreadyHandled
    row.handled_at, row.handled_by, row.note = now, actor, note.strip()
    save_checked(row)
    audit.record(actor=actor, action="organisations.message.handled", target=row, at=now)
    return row


@transaction.atomic
def reopen_message(*, message: ContactMessage, actor: Account, now: datetime) -> ContactMessage:
    """Put a message back among those to answer; its note stays. Raises `MessageNotHandled`."""
    row = ContactMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if row.handled_at is None:
        raise MessageNotHandled
    row.handled_at, row.handled_by = None, None
    save_checked(row)
    audit.record(actor=actor, action="organisations.message.reopened", target=row, at=now)
    return row
