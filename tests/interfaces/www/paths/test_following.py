"""The lists of those whom one accompanies, the board of the coordination, and their files."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kpacite.domain.paths import services
from kpacite.domain.paths.models import Appointment
from kpacite.interfaces.www.support.following import silence_words
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(NOW)


@pytest.mark.parametrize(
    ("days", "words"), [(3, "3 jours"), (56, "8 semaines"), (150, "5 mois"), (800, "2 ans")]
)
def test_silence_is_told_in_the_unit_that_one_says(days, words):
    assert silence_words(days) == words


@pytest.fixture
def silent(journey, chosen):
    Appointment.objects.create(path=journey, with_person=chosen.person, day=TODAY - timedelta(days=60))
    return journey


def page(client, name, **asked):
    return client.get(reverse(name, kwargs={"kpa": "la-cape"}), asked)


def test_a_supporter_finds_her_people_on_her_home_and_in_a_list(as_, silent, chosen):
    home = as_(chosen).get("/la-cape/").content.decode()
    assert "Les personnes que j’accompagne" in home
    assert "Sans contact depuis 8 semaines" in home
    assert "Proposer un rendez-vous" in home
    shown = page(as_(chosen), "following", q="AMINA", liste="silence").content.decode()
    assert "Sans contact depuis 8 semaines" in shown
    assert "Personne dans cette liste" in page(as_(chosen), "following", q="zoé").content.decode()
    assert "Personne dans cette liste" in page(as_(chosen), "following", liste="papier").content.decode()
    assert page(as_(chosen), "following", q="\x00", liste="inconnue").status_code == 200


def test_whoever_was_not_chosen_sees_nobody(as_, silent, bilal):
    assert "Amina" not in page(as_(bilal), "following").content.decode()
    assert "que j’accompagne" not in as_(bilal).get("/la-cape/").content.decode()


def test_a_group_one_stands_in_is_below_the_list(as_, journey, amina, bilal):
    who = services.Who(quality="referent", supporter=bilal.person)
    asked = {"reason": "Le service", "start": TODAY, "end": None, "actor": amina, "today": TODAY, "now": NOW}
    services.propose_support(path=journey, who=who, **asked)
    shown = page(as_(bilal), "following").content.decode()
    assert "Je suis dans leur groupe" in shown
    assert reverse("circle", kwargs={"kpa": "la-cape", "public_id": amina.person.public_id}) in shown


def test_the_coordination_sees_a_tile_for_each_stage_and_the_longest_silence(as_, silent, wish, chloe):
    home = as_(chloe).get("/la-cape/").content.decode()
    assert "Où en est chaque personne" in home
    for stage in ("S’immerger", "Explorer", "Tester", "Pas encore d’étape"):
        assert stage in home
    assert "Amina n’a pas eu de rendez-vous depuis 8 semaines." in home
    assert "Sans contact depuis 8 semaines" in page(as_(chloe), "following_all").content.decode()


def test_members_have_no_board(as_, silent, amina):
    assert "Où en est chaque personne" not in as_(amina).get("/la-cape/").content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("amina", 403), ("gaelle", 403), ("hugo", 403), ("fanny", 404), ("driss", 404)]
)
def test_the_whole_list_is_for_the_coordination(as_, carrier, silent, who, status, request):
    for name in ("following_all", "following_all_csv"):
        assert page(as_(request.getfixturevalue(who)), name).status_code == status


def test_the_file_holds_what_the_list_shows(as_, silent, chosen, chloe, bilal):
    def lines(client, name, **asked):
        return b"".join(page(client, name, **asked).streaming_content).decode()

    assert "Amina" in lines(as_(chosen), "following_csv", liste="silence")
    assert "Amina" not in lines(as_(chosen), "following_csv", liste="contrat")
    assert "Amina" not in lines(as_(bilal), "following_csv")
    assert f"{TODAY - timedelta(days=60)}" in lines(as_(chloe), "following_all_csv")
