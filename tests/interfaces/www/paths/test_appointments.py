"""Appointments on one page; private notes for their author; my own data."""

import json

import pytest
from django.urls import reverse

from kpacite.domain.paths import services
from kpacite.domain.paths.enums import NoteLevel
from kpacite.domain.paths.models import Appointment, AppointmentAction, SupportNote
from kpacite.domain.people.models import AccessRecord
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
SECRET = "orientée vers la permanence d’accès aux droits"


@pytest.fixture
def at(journey):
    return {"kpa": "la-cape", "public_id": journey.person.public_id}


@pytest.fixture
def talk(journey, chosen):
    return services.plan_appointment(
        path=journey, with_person=chosen.person, day=TODAY, at=None, aim="Le stage", actor=chosen,
        today=TODAY, now=NOW,
    )  # fmt: skip


@pytest.fixture
def secret(journey, chosen):
    return services.write_note(
        path=journey, appointment=None, level=NoteLevel.PRIVATE, theme="rights", words=SECRET, actor=chosen,
        now=NOW,
    )  # fmt: skip


def test_a_talk_is_planned_then_everything_is_written_on_one_page(as_, amina, chosen, at):
    client = as_(amina)
    planned = {"with_person": chosen.person.public_id, "day": "17/03/2026", "time": "10 h", "aim": "Le stage"}
    assert client.post(reverse("appointment_new", kwargs=at), planned).status_code == 303
    row = Appointment.objects.get()
    page = reverse("appointment", kwargs=at | {"appointment": row.pk})
    assert client.post(page, {"do": "note", "words": "On a parlé du stage."}).status_code == 303
    todo = {"do": "action", "who": amina.person.public_id, "words": "Appeler le restaurant"}
    assert client.post(page, todo).status_code == 303
    assert client.post(page, {"do": "next", "next_day": "31/03/2026"}).status_code == 303
    shown = client.get(page).content.decode()
    for words in ("On a parlé du stage.", "Appeler le restaurant", "31/03/2026"):
        assert words in shown
    done = reverse("action_done", kwargs=at | {"action": AppointmentAction.objects.get().pk})
    assert client.post(done).status_code == 303
    assert client.post(page, {"do": "note", "words": ""}).status_code == 422
    assert client.post(page, {"do": "nothing"}).status_code == 422
    cancel = reverse("appointment_cancel", kwargs=at | {"appointment": row.pk})
    assert client.get(cancel).status_code == 200
    assert client.post(cancel).status_code == 303


def test_team_words_are_not_on_her_page_but_she_knows_there_are_some(as_, amina, chosen, at, talk):
    page = reverse("appointment", kwargs=at | {"appointment": talk.pk})
    as_(chosen).post(page, {"do": "note", "words": "mots d’équipe", "level": "team"})
    assert "mots d’équipe" in as_(chosen).get(page).content.decode()
    assert "mots d’équipe" not in as_(amina).get(page).content.decode()
    assert (
        "1 note que vous ne voyez pas" in as_(amina).get(reverse("appointments", kwargs=at)).content.decode()
    )


def test_the_author_reads_her_private_note_and_the_person_sees_it(as_, amina, chosen, at, secret):
    listed = as_(chosen).get(reverse("private_notes", kwargs=at)).content.decode()
    assert SECRET not in listed
    address = reverse("private_note", kwargs={"kpa": "la-cape", "note": secret.pk})
    assert SECRET in as_(chosen).get(address).content.decode()
    assert AccessRecord.objects.filter(shown="private_note", person=amina.person).exists()
    assert "une note privée" in as_(amina).get(reverse("my_accesses")).content.decode()


@pytest.mark.parametrize(
    "who", ["amina", "bilal", "chloe", "hugo", "driss", "esther", "fanny", "karim", "ines"]
)
def test_nobody_else_opens_a_private_note_by_its_number(as_, secret, who, request):
    client = as_(request.getfixturevalue(who))
    for kpa in ("la-cape", "coop-manau"):
        address = reverse("private_note", kwargs={"kpa": kpa, "note": secret.pk})
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("who", ["bilal", "chloe", "hugo", "driss", "esther", "fanny", "karim", "ines"])
def test_nobody_else_opens_appointments(as_, at, talk, who, request):
    client = as_(request.getfixturevalue(who))
    pages = [reverse("appointments", kwargs=at), reverse("private_notes", kwargs=at)]
    pages.append(reverse("appointment", kwargs=at | {"appointment": talk.pk}))
    for page in pages:
        assert client.get(page).status_code in (403, 404)
    assert not AccessRecord.objects.exists()


def test_private_notes_leave_by_no_export(as_, amina, chloe, secret):
    exported = as_(amina).get(reverse("my_data_json")).content.decode()
    page = as_(amina).get(reverse("my_data")).content.decode()
    for name in ("path_board_csv", "kpa_people_csv"):
        response = as_(chloe).get(reverse(name, kwargs={"kpa": "la-cape"}))
        page += b"".join(response.streaming_content).decode()
    assert SECRET not in exported + page


def test_a_companion_whose_time_is_over_reads_no_more(as_, amina, chosen, at, talk, journey):
    row = journey.companions.get()
    services.end_companion(companion=row, actor=amina, today=TODAY, now=NOW)
    assert as_(chosen).get(reverse("appointments", kwargs=at)).status_code == 403


def test_i_write_a_private_note(as_, chosen, at, amina):
    assert (
        as_(chosen).post(reverse("private_notes", kwargs=at), {"theme": "health", "words": "x"}).status_code
        == 303
    )
    assert SupportNote.objects.get().author == chosen
    assert as_(amina).get(reverse("private_notes", kwargs=at)).status_code == 403


def test_my_data_are_mine_to_take_away(as_, amina, journey):
    taken = json.loads(as_(amina).get(reverse("my_data_json")).content)
    assert "paths.path" in {table["table"] for table in taken["tables"]}
    assert "Amina" in as_(amina).get(reverse("my_data")).content.decode()
    assert as_(amina).post(reverse("my_data_stay")).status_code == 303
