"""Someone from outside comes to a training: without an account, with a first name and one contact."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kpacite.domain.activities import selectors, services
from kpacite.domain.activities.enums import SeatState, TrainingState
from kpacite.domain.activities.models import TrainingSeat
from tests.factories.activities import make_seat, make_training
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db
LIST = "/kpa/la-cape/formations/"


@pytest.fixture
def training(la_cape):
    start = timezone.now() + timedelta(days=2)
    return make_training(la_cape, "Cuisiner", starts_at=start, is_public=True, places=1)


def at(training):
    return f"{LIST}{training.pk}/"


def test_the_public_page_leads_to_what_anyone_may_come_to(client, la_cape, training):
    make_training(la_cape, "Entre nous", starts_at=training.starts_at)
    assert LIST in client.get("/kpa/la-cape/").content.decode()
    page = text_of(client.get(LIST))
    assert "Cuisiner" in page
    assert "Entre nous" not in page


def test_nothing_planned_invites_to_write(client, la_cape):
    assert LIST not in client.get("/kpa/la-cape/").content.decode()
    assert "Rien de prévu pour l’instant" in text_of(client.get(LIST))


def test_with_a_mail_the_link_of_the_place_is_in_the_mail_alone(
    client, training, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(at(training), {"first_name": "Paul", "email": "paul@exemple.fr"})
    assert (response.status_code, response.url) == (303, at(training) + "merci/")
    assert "Regardez vos messages." in text_of(client.get(response.url))
    seat = TrainingSeat.objects.get()
    assert f"{LIST}place/{seat.token}/" in mail.outbox[0].body
    assert "Paul" not in mail.outbox[0].body


def test_without_a_mail_one_sees_her_place_and_may_give_it_back(client, training, amina):
    response = client.post(at(training), {"first_name": "Paul", "phone": "06 12 34 56 78"})
    seat = TrainingSeat.objects.get()
    assert response.url == f"{LIST}place/{seat.token}/"
    page = client.get(response.url)
    assert "Vous avez une place." in text_of(page)
    assert page["X-Robots-Tag"] == "noindex"
    waiting = services.book_seat(training=training, person=amina.person, actor=amina, now=timezone.now())
    assert waiting.state == SeatState.WAITING
    assert client.post(response.url).status_code == 303
    assert "Vous avez rendu votre place." in text_of(client.get(response.url))
    assert "déjà rendue" in text_of(client.post(response.url), 422)
    waiting.refresh_from_db()
    assert waiting.state == SeatState.BOOKED


def test_a_full_training_offers_the_waiting_list(client, training):
    make_seat(training)
    assert "Me mettre en attente" in text_of(client.get(at(training)))
    response = client.post(at(training), {"first_name": "Zoé", "other_contact": "au centre social"})
    assert "Vous êtes en attente, à la place 1." in text_of(client.get(response.url))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"first_name": "", "phone": "06 12 34 56 78"}, "Écrivez votre prénom."),
        ({"first_name": "Paul"}, "un seul suffit"),
        ({"first_name": "Paul", "phone": "12"}, "Écrivez un numéro de téléphone"),
    ],
)
def test_a_wrong_form_is_told_and_keeps_what_was_typed(client, training, sent, sentence):
    page = text_of(client.post(at(training), sent), 422)
    assert sentence in page
    assert not TrainingSeat.objects.exists()


def test_a_robot_is_thanked_and_forgotten_and_too_many_forms_are_refused(client, training):
    sent = {"first_name": "Robot", "email": "robot@exemple.fr", "site_web": "http://exemple.fr"}
    assert client.post(at(training), sent).url == at(training) + "merci/"
    assert not TrainingSeat.objects.exists()
    for _try in range(9):
        client.post(at(training), sent)
    assert client.post(at(training), sent).status_code == 429


def test_the_same_form_twice_is_one_place_and_the_same_address_is_told(client, training):
    sent = {"first_name": "Paul", "email": "paul@exemple.fr", "token": "a" * 32}
    assert client.post(at(training), sent).status_code == client.post(at(training), sent).status_code == 303
    again = client.post(at(training), sent | {"token": "b" * 32})
    assert "Regardez vos messages." in text_of(again, 422)
    assert TrainingSeat.objects.count() == 1


def test_what_is_not_public_does_not_exist_outside_and_nothing_past_takes_people(client, la_cape, training):
    hidden = make_training(la_cape, starts_at=training.starts_at)
    idea = make_training(
        la_cape, starts_at=training.starts_at, is_public=True, state=TrainingState.PROPOSED, opened_at=None
    )
    for row in (hidden, idea):
        assert client.get(at(row)).status_code == 404
    past = make_training(la_cape, starts_at=timezone.now() - timedelta(days=1), is_public=True)
    assert "On ne peut plus s’inscrire ici." in text_of(client.get(at(past)))
    assert client.post(at(past), {"first_name": "Paul", "phone": "06 12 34 56 78"}).status_code == 422


def test_a_link_opens_one_place_of_its_kpa_and_the_paper_of_who_came(
    client, la_cape, coop_manau, chloe, training
):
    client.post(at(training), {"first_name": "Paul", "phone": "06 12 34 56 78"})
    seat = TrainingSeat.objects.get()
    assert client.get(f"{LIST}place/devine/").status_code == 404
    assert client.get(f"/kpa/coop-manau/formations/place/{seat.token}/").status_code == 404
    paper = f"{LIST}place/{seat.token}/attestation.pdf"
    assert client.get(paper).status_code == 404
    after = training.ends_at
    services.note_attendance(
        training=training, present=[seat.pk], held=False, actor=chloe, now=after, today=after.date()
    )
    assert client.get(paper)["Content-Type"] == "application/pdf"
    later = after + timedelta(days=100)
    services.forget_outsiders(today=later.date(), now=later)
    assert client.get(paper).status_code == 404
    assert selectors.seat_by_token("") is None
