import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as outgoing
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.template import TemplateDoesNotExist, engines
from django_tasks_db.models import DBTaskResult

from kpacite.platform import mail

WELCOME = {
    "subject.txt": "{% trans 'Bonjour' %} {{ name }}\n",
    "txt": "{% extends 'emails/layout.txt' %}{% block content %}{{ name }} & bienvenue.{% endblock %}",
    "html": "{% extends 'emails/layout.html' %}{% block content %}<p>Bonjour {{ name }}.</p>{% endblock %}",
}
TO_AMINA = {
    "template": "tests/welcome",
    "to": ["amina@demo.kpacite.example"],
    "context": {"name": "L’Été <b>"},
}


@pytest.fixture(autouse=True)
def _welcome_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "emails" / "tests"
    folder.mkdir(parents=True)
    for ending, words in WELCOME.items():
        (folder / f"welcome.{ending}").write_text(words)
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "dirs", [tmp_path, *engine.dirs])
    yield
    for loader in engine.template_loaders:
        loader.reset()


@pytest.fixture
def send(django_capture_on_commit_callbacks: Any, db: None) -> Any:
    def send_and_commit(**changes: object) -> list[Any]:
        with django_capture_on_commit_callbacks(execute=True):
            mail.send(**(TO_AMINA | changes))
        return outgoing.outbox

    return send_and_commit


def test_a_mail_has_a_text_and_a_page_and_says_that_a_machine_wrote_it(send: Any) -> None:
    [message] = send()
    [(page, kind)] = message.alternatives
    assert message.subject == "Bonjour L’Été <b>"
    assert message.body.startswith("L’Été <b> & bienvenue.")
    assert "Bonjour L’Été &lt;b&gt;." in page
    assert kind == "text/html"
    assert '<html lang="fr" dir="ltr">' in page
    headers = message.message()
    assert (headers["Auto-Submitted"], headers["Content-Language"]) == ("auto-generated", "fr")


def test_a_mail_speaks_the_language_of_its_reader(send: Any) -> None:
    [message] = send(language="ar")
    assert '<html lang="ar" dir="rtl">' in message.alternatives[0][0]
    assert message.message()["Content-Language"] == "ar"


def test_nobody_reads_the_addresses_of_the_others(send: Any) -> None:
    messages = send(to=["amina@demo.kpacite.example", "bilal@demo.kpacite.example"])
    assert sorted(message.recipients() for message in messages) == [
        ["amina@demo.kpacite.example"],
        ["bilal@demo.kpacite.example"],
    ]


def test_a_subject_stays_on_one_line(send: Any) -> None:
    [message] = send(context={"name": "Amina\nBcc: tous@demo.kpacite.example"})
    assert message.subject == "Bonjour Amina Bcc: tous@demo.kpacite.example"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_when_the_transaction_is_given_up() -> None:
    with transaction.atomic():
        mail.send(**TO_AMINA)
        transaction.set_rollback(True)
    assert outgoing.outbox == []
    with transaction.atomic():
        mail.send(**TO_AMINA)
        assert outgoing.outbox == []
    assert len(outgoing.outbox) == 1


def test_a_missing_template_is_a_mistake_of_ours_and_shows_at_once(send: Any) -> None:
    with pytest.raises(TemplateDoesNotExist):
        send(template="tests/nowhere")


def test_a_mail_loads_nothing_from_elsewhere(send: Any) -> None:
    [message] = send()
    page = message.alternatives[0][0]
    assert "<img" not in page
    assert "src=" not in page
    assert "url(" not in page


@pytest.fixture
def server_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: EmailBackend, messages: object) -> int:
        raise ConnectionRefusedError("mail server is down")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def test_a_mail_server_that_is_down_is_logged_and_breaks_nothing(
    server_is_down: None, send: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        send()
    assert "was not sent" in caplog.text
    assert "amina@" not in caplog.text


@pytest.fixture
def queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def message(failures: int) -> dict[str, Any]:
    parts = {
        "subject": "Bonjour",
        "text": "Bonjour",
        "html": "<p>Bonjour</p>",
        "language": "fr",
        "papers": [],
    }
    return {"to": "amina@demo.kpacite.example", "failures": failures, **parts}


@pytest.mark.django_db
def test_a_mail_that_failed_is_tried_again_later(server_is_down: None, queue: None) -> None:
    mail.deliver.call(**message(failures=1))
    again = DBTaskResult.objects.get()
    assert again.args_kwargs["kwargs"] == message(failures=2)
    assert again.run_after is not None


@pytest.mark.django_db
def test_after_the_last_try_the_task_fails_for_all_to_see(server_is_down: None, queue: None) -> None:
    with pytest.raises(ConnectionRefusedError):
        mail.deliver.call(**message(failures=len(mail.RETRY_AFTER_MINUTES)))


DRAWN: list[int] = []


def draw(key: int) -> bytes:
    DRAWN.append(key)
    return f"%PDF of {key}".encode()


PAPER = ("devis.pdf", f"{__name__}.draw", 7)


@pytest.mark.django_db
def test_a_paper_is_joined_again_after_a_server_that_was_down(
    server_is_down: None, queue: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail.deliver.call(**message(failures=1) | {"papers": [PAPER]})
    again = DBTaskResult.objects.get().args_kwargs["kwargs"]
    assert again["papers"] == [list(PAPER)]
    monkeypatch.undo()
    mail.deliver.call(**again)
    [sent] = outgoing.outbox
    assert sent.attachments == [("devis.pdf", b"%PDF of 7", "application/pdf")]
    assert DRAWN[-2:] == [7, 7]


def test_a_paper_that_cannot_be_drawn_does_not_keep_its_mail(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        mail.deliver.call(**message(failures=0) | {"papers": [("devis.pdf", f"{__name__}.nowhere", 7)]})
    [sent] = outgoing.outbox
    assert sent.attachments == []
    assert "The paper devis.pdf was not drawn" in caplog.text
