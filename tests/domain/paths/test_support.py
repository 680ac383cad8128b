"""Appointments, notes and actions: who may write, who may read."""

from datetime import date, time

import pytest
from django.db import connection

from kpacite.domain.paths import selectors, services
from kpacite.domain.paths.enums import NoteLevel
from kpacite.domain.paths.models import SupportNote
from kpacite.kernel.nir import NationalNumberFound
from tests.factories.paths import make_path
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
SECRET = "a rendez-vous avec l’assistante sociale"


@pytest.fixture
def path(la_cape, amina, gaelle):
    path = make_path(la_cape, amina)
    services.choose_companion(path=path, person=gaelle.person, actor=None, today=TODAY, now=NOW)
    return path


@pytest.fixture
def talk(path, gaelle):
    return services.plan_appointment(
        path=path, with_person=gaelle.person, day=TODAY, at=time(10), aim="Le stage", actor=gaelle,
        today=TODAY, now=NOW,
    )  # fmt: skip


def write(path, talk, level, actor, words=SECRET, theme=""):
    return services.write_note(
        path=path, appointment=talk, level=level, words=words, theme=theme, actor=actor, now=NOW
    )


def test_a_talk_is_with_someone_who_was_chosen(path, bilal, amina):
    with pytest.raises(services.NotTogether):
        services.plan_appointment(
            path=path, with_person=bilal.person, day=TODAY, at=None, aim="", actor=amina, today=TODAY, now=NOW
        )


def test_each_level_has_its_readers(path, talk, amina, gaelle):
    write(path, talk, NoteLevel.SHARED, gaelle, "partagé")
    write(path, talk, NoteLevel.TEAM, gaelle, "équipe")
    write(path, None, NoteLevel.PRIVATE, gaelle, theme="health")
    assert [note.words for note in selectors.readable_notes(talk, amina)] == ["partagé"]
    assert [note.words for note in selectors.readable_notes(talk, gaelle)] == ["partagé", "équipe"]
    assert selectors.count_hidden_notes(path) == 2


@pytest.mark.parametrize("who", ["amina", "bilal", "chloe", "hugo", "driss", "esther", "karim"])
def test_a_private_note_is_for_its_author_alone(path, gaelle, who, request):
    note = write(path, None, NoteLevel.PRIVATE, gaelle, theme="rights")
    assert selectors.private_note(note.pk, gaelle) == note
    other = request.getfixturevalue(who)
    assert selectors.private_note(note.pk, other) is None
    assert not selectors.private_notes(path, other).exists()


def test_notes_and_actions_are_ciphertext_in_the_database(path, talk, gaelle):
    write(path, talk, NoteLevel.SHARED, gaelle)
    decided = {"appointment": talk, "who": gaelle.person, "by_day": None, "actor": gaelle, "now": NOW}
    services.decide_action(words=SECRET, **decided)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT words FROM paths_supportnote UNION ALL SELECT words FROM paths_appointmentaction"
        )
        sealed = str(cursor.fetchall())
    assert "assistante" not in sealed


def test_what_is_refused(path, talk, amina, gaelle, bilal):
    with pytest.raises(services.OwnNotesAreShared):
        write(path, talk, NoteLevel.TEAM, amina)
    with pytest.raises(services.WordsMissing):
        write(path, talk, NoteLevel.SHARED, amina, " ")
    with pytest.raises(NationalNumberFound):
        write(path, talk, NoteLevel.SHARED, gaelle, "2 99 05 59 350 123")
    with pytest.raises(services.NotTogether):
        services.decide_action(
            appointment=talk, who=bilal.person, words="x", by_day=None, actor=gaelle, now=NOW
        )
    assert not SupportNote.objects.exists()


def test_the_next_day_and_the_end_of_an_action(path, talk, amina, gaelle):
    services.set_next_day(appointment=talk, day=date(2026, 4, 1), actor=amina, now=NOW)
    action = services.decide_action(
        appointment=talk, who=amina.person, words="Appeler", by_day=None, actor=amina, now=NOW
    )
    services.finish_action(action=action, actor=amina, now=NOW)
    assert services.finish_action(action=action, actor=gaelle, now=NOW).done_at == NOW
    assert selectors.next_appointment(path, TODAY) == talk
    services.cancel_appointment(appointment=talk, actor=gaelle, now=NOW)
    services.cancel_appointment(appointment=talk, actor=gaelle, now=NOW)
    assert selectors.next_appointment(path, TODAY) is None
