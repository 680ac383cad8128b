"""Trainings in a KPA: proposing, opening, signing up, attendance, the paper, the agenda, the home."""

import io
from datetime import timedelta

import icalendar
import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpacite.domain.activities import services
from kpacite.domain.activities.enums import SeatState, TrainingState
from kpacite.domain.activities.models import Training, TrainingSeat, WorkEntry
from kpacite.domain.people.own_data import own_data
from tests.factories.activities import make_seat, make_training
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db
LIST = "/la-cape/formations/"
NEW = "/la-cape/formations/proposer/"


def at(training, page=""):
    return f"{LIST}{training.pk}/{page}"


@pytest.fixture
def coming(la_cape, bilal):
    """In two days, given by Bilal, one place."""
    start = timezone.now() + timedelta(days=2)
    return make_training(la_cape, "Réparer un vélo", starts_at=start, trainer=bilal.person, places=1)


@pytest.fixture
def held(la_cape, bilal):
    """Since an hour, given by Bilal."""
    start = timezone.now() - timedelta(hours=1)
    return make_training(la_cape, "Coudre", starts_at=start, trainer=bilal.person, places=5)


def words(**changes):
    return {
        "kind": "workshop",
        "title": "Coudre",
        "learns": "Faire un ourlet.",
        "day": f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}",
        "start": "14 h",
        "end": "17h30",
        "places": "4",
        "trainer": "",
        "given_by": "",
    } | changes


def idea(la_cape, author, **fields):
    start = timezone.now() + timedelta(days=9)
    return make_training(
        la_cape, starts_at=start, state=TrainingState.PROPOSED, opened_at=None, author=author, **fields
    )


def test_a_member_proposes_and_a_referent_opens(as_, amina, bilal, la_cape):
    response = as_(amina).post(NEW, words(trainer=amina.person.public_id))
    training = Training.objects.get()
    assert (response.status_code, response.url) == (303, at(training))
    assert (training.trainer, training.author) == (amina.person, amina)
    assert at(training, "ouvrir/") not in text_of(as_(amina).get(at(training)))
    assert "Répondre à l’idée : Coudre" in text_of(as_(bilal).get("/la-cape/"))
    assert as_(bilal).post(at(training, "ouvrir/")).status_code == 303
    assert "4 places libres" in text_of(as_(amina).get(LIST))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Écrivez le titre."),
        ({"learns": ""}, "Remplissez « Ce qu’on apprend »."),
        ({"places": "0"}, "Écrivez un nombre de 1 au moins."),
        ({"day": "01/02/2020"}, "Choisissez un jour à venir."),
        ({"start": "14 h", "end": "14h"}, "L’heure de fin vient après l’heure de début."),
    ],
)
def test_a_wrong_proposal_keeps_what_was_typed(as_, amina, changes, sentence):
    page = text_of(as_(amina).post(NEW, words(audience="Tout le monde", **changes)), 422)
    assert sentence in page
    assert "Tout le monde" in page
    assert not Training.objects.exists()


def test_an_idea_without_someone_to_give_it_is_not_opened(as_, amina, bilal, la_cape):
    training = idea(la_cape, amina, given_by="")
    page = text_of(as_(bilal).post(at(training, "ouvrir/")), 422)
    assert "Dites d’abord qui donne cette formation." in page


def test_the_author_changes_an_idea_but_not_once_it_is_open(as_, amina, bilal, la_cape, coming):
    training = idea(la_cape, amina)
    sent = words(title="Autre", given_by="Une couturière", version="1")
    assert as_(amina).post(at(training, "modifier/"), sent).status_code == 303
    training.refresh_from_db()
    assert training.title == "Autre"
    late = as_(amina).post(at(training, "modifier/"), sent | {"title": "Encore"})
    assert "Une autre personne a changé" in text_of(late, 422)
    assert as_(amina).get(at(coming, "modifier/")).status_code == 403


def test_one_signs_up_waits_and_gets_the_place_that_is_given_back(as_, amina, gaelle, coming):
    as_(gaelle).post(at(coming, "inscription/"))
    assert "Me mettre en attente" in text_of(as_(amina).get(at(coming)))
    as_(amina).post(at(coming, "inscription/"))
    assert "Vous êtes en attente, à la place 1." in text_of(as_(amina).get(at(coming)))
    again = as_(amina).post(at(coming, "inscription/"))
    assert "déjà inscrite" in text_of(again, 422)
    as_(gaelle).post(at(coming, "je-ne-viens-plus/"))
    assert "Vous avez une place." in text_of(as_(amina).get(at(coming)))
    assert "déjà rendue" in text_of(as_(gaelle).post(at(coming, "je-ne-viens-plus/")), 422)


def test_names_and_contacts_are_for_who_keeps_the_training(as_, amina, bilal, gaelle, coming):
    make_seat(coming)
    assert "+33612345678" in text_of(as_(bilal).get(at(coming)))
    for other in (amina, gaelle):
        page = text_of(as_(other).get(at(coming)))
        assert "Paul" not in page
        assert as_(other).get(at(coming, "personnes.csv")).status_code == 403
    lines = b"".join(as_(bilal).get(at(coming, "personnes.csv")).streaming_content).decode()
    assert "Paul,non,A une place,'+33612345678" in lines


def test_who_keeps_it_adds_people_gives_their_place_back_and_calls(as_, bilal, amina, coming):
    page = text_of(as_(bilal).post(at(coming, "ajouter/"), {"first_name": ""}), 422)
    assert "Choisissez un membre, ou écrivez un prénom." in page
    page = text_of(as_(bilal).post(at(coming, "ajouter/"), {"first_name": "Zoé"}), 422)
    assert "Donnez un moyen de vous joindre" in page
    as_(bilal).post(at(coming, "ajouter/"), {"person": amina.person.public_id})
    as_(bilal).post(at(coming, "ajouter/"), {"first_name": "Zoé", "other_contact": "par sa sœur"})
    first, second = TrainingSeat.objects.order_by("pk")
    assert (first.person, second.first_name, second.state) == (amina.person, "Zoé", SeatState.WAITING)
    as_(bilal).post(at(coming, f"places/{first.pk}/rendre/"))
    page = text_of(as_(bilal).get(at(coming)))
    assert "Une place s’est libérée pour Zoé." in page
    assert "Prévenir d’une place libre" in text_of(as_(bilal).get("/la-cape/"))
    as_(bilal).post(at(coming, f"places/{second.pk}/prevenue/"))
    assert "Une place s’est libérée" not in text_of(as_(bilal).get(at(coming)))


def test_a_cancelled_training_says_why(as_, bilal, amina, coming):
    assert as_(bilal).post(at(coming, "annuler/"), {"reason": ""}).status_code == 422
    as_(bilal).post(at(coming, "annuler/"), {"reason": "La salle est fermée"})
    assert "C’est annulé : La salle est fermée" in text_of(as_(amina).get(at(coming)))
    assert "Réparer un vélo" in text_of(as_(amina).get(f"{LIST}?quand=annulees"))
    assert "On ne peut pas s’inscrire" in text_of(as_(amina).post(at(coming, "inscription/")), 422)


def test_attendance_writes_hours_counts_for_the_quarter_and_is_corrected(as_, bilal, amina, gaelle, held):
    came, absent = make_seat(held, amina), make_seat(held, gaelle)
    assert "Noter les présences : Coudre" not in text_of(as_(bilal).get("/la-cape/"))
    sent = {"present": [came.pk], "held": "on"}
    assert as_(bilal).post(at(held, "presences/"), sent).status_code == 303
    assert WorkEntry.objects.standing().count() == 2
    page = text_of(as_(amina).get(at(held)))
    assert "Vous étiez là." in page
    page = text_of(as_(bilal).get(at(held, "presences/")))
    assert "Noté par Bilal" in page
    as_(bilal).post(at(held, "presences/"), {"present": [absent.pk], "held": "on"})
    names = WorkEntry.objects.standing().values_list("person__first_name", flat=True)
    assert sorted(names) == ["Bilal", "Gaëlle"]
    assert as_(amina).get(at(held, "presences/")).status_code == 403


def test_a_past_training_asks_for_its_attendance(as_, bilal, amina, la_cape):
    start = timezone.now() - timedelta(days=1)
    training = make_training(la_cape, "Coudre", starts_at=start)
    make_seat(training, amina)
    assert "Noter les présences : Coudre" in text_of(as_(bilal).get("/la-cape/"))
    assert "Noter les présences : Coudre" not in text_of(as_(amina).get("/la-cape/"))


def test_attendance_is_not_noted_before_the_day(as_, bilal, coming):
    assert "Pas encore commencé" in text_of(as_(bilal).get(at(coming, "presences/")))
    refused = as_(bilal).post(at(coming, "presences/"), {"held": "on"})
    assert refused.status_code == 422


def test_the_sheet_has_the_names_and_free_lines(as_, bilal, amina, held, la_cape):
    make_seat(held, amina)
    page = text_of(as_(bilal).get(at(held, "feuille/")))
    assert "Amina Exemple" in page
    assert page.count("Ligne libre") == 4


def test_the_paper_is_for_who_was_there_and_who_keeps_the_training(as_, bilal, amina, gaelle, held):
    seat, other = make_seat(held, amina), make_seat(held)
    url = at(held, f"places/{seat.pk}/attestation.pdf")
    assert as_(amina).get(url).status_code == 404
    as_(bilal).post(at(held, "presences/"), {"present": [seat.pk, other.pk]})
    response = as_(amina).get(url)
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert len(pdf.pages) == 1
        assert "Amina" in str(pdf.docinfo["/Title"])
    assert as_(gaelle).get(url).status_code == 403
    assert as_(amina).get(at(held, f"places/{other.pk}/attestation.pdf")).status_code == 403
    assert as_(bilal).get(at(held, f"places/{other.pk}/attestation.pdf")).status_code == 200


def test_the_list_is_searched_and_taken_away_by_who_answers_for_the_kpa(as_, amina, bilal, coming, held):
    page = text_of(as_(amina).get(f"{LIST}?q=vélo"))
    assert "Réparer un vélo" in page
    assert "Coudre" not in page
    assert "Rien ne correspond" in text_of(as_(amina).get(f"{LIST}?q=piano"))
    assert as_(amina).get(f"{LIST}formations.csv").status_code == 403
    lines = b"".join(as_(bilal).get(f"{LIST}formations.csv?q=vélo").streaming_content).decode()
    assert "Réparer un vélo" in lines
    assert lines.count("\n") == 2


def test_another_kpa_sees_nothing(as_, fanny, karim, coming):
    for page in ("", "modifier/", "presences/", "feuille/", "personnes.csv"):
        assert as_(fanny).get(at(coming, page)).status_code == 404
    there = f"/coop-manau/formations/{coming.pk}/"
    assert as_(karim).get(there).status_code == 404


def test_trainings_are_in_the_agenda_and_in_both_calendars_without_names(as_, amina, la_cape, coming, client):
    make_seat(coming, amina)
    page = text_of(as_(amina).get("/la-cape/agenda/"))
    assert "Ce que je fais" in page
    assert "Réparer un vélo" in page
    by = {"actor": amina, "now": timezone.now()}
    for kpa in (None, la_cape.kpa):
        feed = services.open_feed(person=amina.person, kpa=kpa, **by)
        text = client.get(f"/agenda/{feed.token}.ics").content
        [event] = icalendar.Calendar.from_ical(text).walk("VEVENT")
        assert (str(event["summary"]), str(event["status"])) == ("Réparer un vélo", "CONFIRMED")
        assert b"Amina" not in text


def test_my_next_training_is_on_my_home(as_, amina, gaelle, bilal, coming):
    make_seat(coming, amina)
    assert "Ma prochaine formation" in text_of(as_(amina).get("/la-cape/"))
    assert "je la donne" in text_of(as_(bilal).get("/la-cape/"))
    assert "Ma prochaine formation" not in text_of(as_(gaelle).get("/la-cape/"))


def test_thirty_trainings_cost_as_much_as_three_on_the_home_the_list_and_the_agenda(as_, chloe, la_cape):
    def many(number):
        for rank in range(number):
            start = timezone.now() + timedelta(days=2, minutes=rank)
            make_seat(make_training(la_cape, starts_at=start), first_name=f"Zoé {rank}")

    def counted():
        found = []
        for url in ("/la-cape/", LIST, "/la-cape/agenda/"):
            as_(chloe).get(url)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert as_(chloe).get(url).status_code == 200
            found.append(len(queries))
        return found

    many(3)
    few = counted()
    many(27)
    assert counted() == few


def test_the_home_asks_one_query_for_trainings(as_, chloe, coming):
    as_(chloe).get("/la-cape/")
    with CaptureQueriesContext(connection) as queries:
        as_(chloe).get("/la-cape/")
    # Beside the questions that every area asks in one query.
    asked = [query for query in queries if query["sql"].startswith('SELECT "activities_training"')]
    assert len(asked) == 1


def test_my_data_tells_my_places_and_what_i_give(amina, bilal, coming):
    make_seat(coming, amina)
    assert "activities.trainingseat" in {table.code for table in own_data(amina.person)}
    assert "activities.training" in {table.code for table in own_data(bilal.person)}
