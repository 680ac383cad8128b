"""An invoice leaves although the mail server was down, or its worker killed: never lost, never sent twice."""

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail as outgoing
from django.core.mail.backends.locmem import EmailBackend
from django_tasks_db.models import DBTaskResult

from kpacite.domain.ledger.models import Book
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.sales.enums import SendingState
from kpacite.domain.sales.models import InvoiceSending
from kpacite.domain.sales.services.invoices.sendings import LONGEST, give_up_stuck_sendings
from kpacite.integrations.documents import mailing
from kpacite.integrations.documents.compiler import DocumentNotDrawn
from kpacite.platform import audit, mail
from tests.factories.invoices import make_issued, ready_to_invoice
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(carrier: Organisation) -> Book:
    ready_to_invoice(carrier)
    return Book.objects.get(entity=carrier)


@pytest.fixture
def queue(settings: Any) -> None:
    """The queue of production, which can wait."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def sending(
    la_cape: Organisation, book: Book, queue: None, django_capture_on_commit_callbacks: Any
) -> InvoiceSending:
    with django_capture_on_commit_callbacks(execute=True):
        return mailing.send_invoice(
            invoice=make_issued(la_cape), email="client@example.org", actor=None, now=NOW
        )


@pytest.fixture
def server_is_down(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    def refuse(self: EmailBackend, messages: object) -> int:
        raise ConnectionRefusedError("mail server is down")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    return monkeypatch


def waiting() -> list[tuple[dict[str, int], datetime | None]]:
    """What the queue holds: with which arguments, and from when on."""
    return [
        (row.args_kwargs["kwargs"], row.run_after)
        for row in DBTaskResult.objects.order_by("enqueued_at").all()
    ]


def state(sending: InvoiceSending) -> str:
    sending.refresh_from_db()
    return sending.state


def test_a_server_that_comes_back_sends_what_waited(
    sending: InvoiceSending, server_is_down: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    [(first, _at)] = waiting()
    with caplog.at_level(logging.ERROR):
        mailing.deliver_invoice.call(**first)
    assert state(sending) == SendingState.QUEUED
    assert "client@" not in caplog.text
    [_done, (again, later)] = waiting()
    assert again == {"sending": sending.pk, "failures": 1}
    assert later is not None

    server_is_down.undo()
    mailing.deliver_invoice.call(**again)
    assert state(sending) == SendingState.SENT
    [message] = outgoing.outbox
    assert [name for name, *_rest in message.attachments] == ["F-2026-0001.pdf"]

    # A task that the queue gives twice sends once.
    mailing.deliver_invoice.call(**again)
    assert len(outgoing.outbox) == 1


def test_after_the_last_try_someone_sends_it_again(
    sending: InvoiceSending, server_is_down: pytest.MonkeyPatch
) -> None:
    failures = 0
    while state(sending) == SendingState.QUEUED:
        mailing.deliver_invoice.call(sending=sending.pk, failures=failures)
        failures += 1
    assert failures == len(mail.RETRY_AFTER_MINUTES) + 1
    assert state(sending) == SendingState.FAILED
    assert audit.for_target(sending.invoice)[0].action == "sales.invoice.sending_failed"


def test_a_document_that_does_not_draw_is_not_tried_again(
    sending: InvoiceSending, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> bytes:
        raise DocumentNotDrawn

    monkeypatch.setattr(mailing, "invoice_pdf", broken)
    mailing.deliver_invoice.call(sending=sending.pk)
    assert state(sending) == SendingState.FAILED
    assert len(waiting()) == 1


def test_what_a_killed_worker_left_is_given_back_to_people(sending: InvoiceSending) -> None:
    assert give_up_stuck_sendings(NOW + LONGEST) == 0
    assert state(sending) == SendingState.QUEUED
    assert give_up_stuck_sendings(NOW + LONGEST + timedelta(seconds=1)) == 1
    assert state(sending) == SendingState.FAILED
    # The task, should it come back at last, sends nothing unseen.
    mailing.deliver_invoice.call(sending=sending.pk)
    assert outgoing.outbox == []
